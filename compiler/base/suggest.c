/* suggest.c - the word that was probably meant: the one the fewest edits away. */
#include "base/suggest.h"

#include <string.h>

enum { LONGEST = 64 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* The edits between the first N characters of A and B, both at most LONGEST long: a letter more, less, another one, or two
 * that changed places. */
static int distance(const char *a, size_t n, const char *b)
{
    size_t m = strlen(b);
    int rows[3][LONGEST + 1];
    int *before = rows[0], *last = rows[1], *row = rows[2];

    for (size_t j = 0; j <= m; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int *oldest = before;

        before = last;
        last = row;
        row = oldest;
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return row[m];
}

struct suggestion suggest_begin(const char *word)
{
    return (struct suggestion){.word = word, .distance = strlen(word) < 8 ? 2 : 3};
}

void suggest_try(struct suggestion *s, const char *candidate)
{
    const char *equals = strchr(s->word, '=');
    size_t n = equals && strchr(candidate, '=') ? (size_t)(equals + 1 - s->word) : strlen(s->word);
    int d;

    if (n > LONGEST || strlen(candidate) > LONGEST)
        return;
    d = distance(s->word, n, candidate);
    if (d < s->distance) {
        s->distance = d;
        s->best = candidate;
    }
}
