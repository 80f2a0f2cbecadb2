/* openmp.c - awaits in what a construct of OpenMP applies to.
 *
 *     #pragma omp critical
 *     total += await next();
 *
 * Its statement is a structured block, with one way in and one way out: no place to suspend in. Nor would all that the statement is
 * lowered to be in it. */
#include "front/checker.h"

#include "ac.tab.h"

#include <ctype.h>
#include <string.h>

/* Moves *AT behind the next word before END. Is it one of these? */
static bool next_is(const char **at, const char *end, const char *const *words)
{
    const char *first;

    while (*at < end && !isalnum((unsigned char)**at))
        ++*at;
    for (first = *at; *at < end && (isalnum((unsigned char)**at) || **at == '_');)
        ++*at;
    for (size_t n = (size_t)(*at - first); *words; words++)
        if (strlen(*words) == n && !memcmp(*words, first, n))
            return true;
    return false;
}

/* The length of `#pragma omp parallel` and the like at the beginning of the line, 0: it is something else, or stands alone. */
static size_t construct_length(const struct token *line)
{
    static const char *const pragma[] = {"pragma", NULL}, *const omp[] = {"omp", NULL};
    static const char *const alone[] = {"barrier", "cancel", "cancellation", "declare", "depobj", "end", "error", "flush", "interop",
                                        "nothing", "requires", "scan", "taskwait", "taskyield", "threadprivate", "allocate", NULL};
    const char *at = line->text, *end = at + line->len;

    return next_is(&at, end, pragma) && next_is(&at, end, omp) && !next_is(&at, end, alone) ? (size_t)(at - line->text) : 0;
}

static tok first_await(struct checker *c, struct range range)
{
    static const char *const words[] = {"await", "_Await", NULL};

    while (range.first < range.last && !ident_in(token_at(c->u, range.first)->ident, words))
        range.first++;
    return range.first;
}

static void report(struct checker *c, tok await, const char *construct, size_t len)
{
    diag(c->u, DIAG_AWAIT_IN_REGION, await, (struct range){await, await}, arena_printf(&c->u->tree, "%.*s", (int)len, construct));
}

void check_region(struct checker *c, struct stmt *s)
{
    for (tok t = s->range.first - 1; c->u->openmp && s->has_await && token_at(c->u, t)->kind == TOK_PRAGMA; t--) {
        size_t n = construct_length(token_at(c->u, t));

        if (n) {
            report(c, first_await(c, s->range), token_at(c->u, t)->text, n);
            return;
        }
    }
}
