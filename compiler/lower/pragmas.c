/* pragmas.c - what a pragma in front of a loop says of it, "unroll" or "no iteration needs another", is not so of one that is
 * resumed in the middle. Nor may anything else than a loop follow, such as what the lowering makes of its head. */
#include "lower/internal.h"

#include <ctype.h>
#include <string.h>

static bool is_loop_pragma(const struct token *t)
{
    static const char *const starts[] = {"GCC unroll", "GCC ivdep", "GCC novector", "clang loop", "unroll", "nounroll"};
    const char *p = t->text, *end = t->text + t->len;

    if (*p != '#')
        return false;
    for (p++; p < end && isblank((unsigned char)*p);)
        p++;
    p += strlen("pragma");
    while (p < end && isblank((unsigned char)*p))
        p++;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (p < end && (size_t)(end - p) >= strlen(starts[i]) && !memcmp(p, starts[i], strlen(starts[i])))
            return true;
    return false;
}

void drop_loop_pragmas(struct lower *l, const struct stmt *loop)
{
    for (tok t = loop->range.first - 1; t && is_loop_pragma(token_at(l->u, t)); t--)
        token_at(l->u, t)->flags |= TOK_MOVED;
}
