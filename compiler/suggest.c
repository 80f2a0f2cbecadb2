/* suggest.c - the word that was probably meant: the one the fewest edits away. */
#include "suggest.h"

#include <string.h>

enum { LONGEST = 64 };

static int min3(int a, int b, int c)
{
    int m = a < b ? a : b;

    return m < c ? m : c;
}

/* Levenshtein's distance of the first N characters of A from B; both are at most LONGEST long. */
static int distance(const char *a, size_t n, const char *b)
{
    size_t m = strlen(b);
    int row[LONGEST + 1];

    for (size_t j = 0; j <= m; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int diagonal = row[0];

        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int above = row[j];

            row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
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
