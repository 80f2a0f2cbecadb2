/* pack.c - what #pragma pack says. */
#include "ast/pack.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct pack_stack {
    int64_t now;
    VEC(int64_t) pushed;
};

static bool word_in(const char *text, const char *end, const char *word)
{
    size_t len = strlen(word);

    for (; text + len <= end; text++)
        if (!memcmp(text, word, len))
            return true;
    return false;
}

/* The number between the parentheses, not one in a name; -1: there is none. */
static long pack_number(const char *text, const char *end)
{
    for (; text < end && *text != ')'; text++)
        if (isdigit((unsigned char)*text) && text[-1] != '_' && !isalnum((unsigned char)text[-1]))
            return strtol(text, NULL, 0);
    return -1;
}

/* pack(), pack(n), pack(push), pack(push, n), pack(pop), and a name after push and pop; C compilers ignore one whose number is
 * no small power of two. */
static void pack_pragma(struct pack_stack *s, const char *text, const char *end)
{
    long n = pack_number(text, end);

    if (n > 16 || (n > 0 && n & (n - 1)))
        return;
    if (word_in(text, end, "push")) {
        vec_push(&s->pushed, s->now);
        if (n >= 0)
            s->now = n;
    } else if (word_in(text, end, "pop")) {
        s->now = s->pushed.len ? s->pushed.at[--s->pushed.len] : 0;
    } else {
        s->now = n < 0 ? 0 : n;
    }
}

void find_packs(struct unit *u)
{
    struct pack_stack stack = {0};

    for (size_t i = 0; i < u->directives.len; i++) {
        struct token *t = token_at(u, u->directives.at[i]);
        const char *end = t->text + t->len, *open;

        if (t->text[0] != '#' || !word_in(t->text, end, "pragma") || !word_in(t->text, end, "pack"))
            continue;
        open = memchr(t->text, '(', t->len);
        if (!open || open[-1] == ':')
            continue;
        pack_pragma(&stack, open, end);
        vec_push(&u->packs, (struct pack_change){u->directives.at[i], stack.now});
    }
    vec_free(&stack.pushed);
}

int64_t pack_at(struct unit *u, tok at)
{
    size_t low = 0, high = u->packs.len;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (u->packs.at[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? u->packs.at[low - 1].pack : 0;
}
