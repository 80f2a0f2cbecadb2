/* check.c - the checker's entry: one translation unit, from the first declaration to the last. */
#include "front/check.h"
#include "front/checker.h"

#include "ac.tab.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- #pragma pack ----------------------------------------------------------------------------------------------- */

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

static void find_packs(struct checker *c)
{
    struct pack_stack stack = {0};

    for (size_t i = 0; i < c->u->directives.len; i++) {
        struct token *t = token_at(c->u, c->u->directives.at[i]);
        const char *end = t->text + t->len, *open;

        if (t->text[0] != '#' || !word_in(t->text, end, "pragma") || !word_in(t->text, end, "pack"))
            continue;
        open = memchr(t->text, '(', t->len);
        if (!open || open[-1] == ':')
            continue;
        pack_pragma(&stack, open, end);
        vec_push(&c->packs, (struct pack_change){c->u->directives.at[i], stack.now});
    }
    vec_free(&stack.pushed);
}

/* ---- entry ------------------------------------------------------------------------------------------------------ */

static void init(struct checker *c, struct unit *u)
{
    struct tag *task = arena_new(&u->arena, struct tag);
    struct type *t;

    *c = (struct checker){.u = u};
    u->types = &u->arena;
    c->size_type = basic(c, u->pointer32 ? T_UINT : T_ULONG);
    c->ptrdiff_type = basic(c, u->pointer32 ? T_INT : T_LONG);
    c->wchar_type = basic(c, u->pointer32 ? T_LONG : T_INT);
    c->id_run = intern_str(u, "ac_run");
    c->id_main = intern_str(u, "main");
    task->kind = T_STRUCT;
    task->name = intern_str(u, "ac_task");
    task->size = task->align = -1;
    t = type_new(u, T_STRUCT);
    t->tag = task;
    c->handle_type = type_pointer(u, t);
    u->types = &u->tree;
}

static void finish(struct checker *c)
{
    while (c->bound.len) { /* lookups of another unit must not find this one's */
        struct symbol *sym = c->bound.at[--c->bound.len];

        if (sym->kind == SYM_TAG)
            sym->name->tag = sym->hides;
        else
            sym->name->ordinary = sym->hides;
    }
    vec_free(&c->bound);
    vec_free(&c->kept);
    vec_free(&c->gotos);
    vec_free(&c->labels);
    vec_free(&c->fn_labels);
    vec_free(&c->packs);
}

struct checker *check_begin(struct unit *u)
{
    struct checker *c = xmalloc(sizeof *c);

    init(c, u);
    find_packs(c);
    return c;
}

void check_external(struct checker *c, struct decl *d)
{
    c->u->types = &c->u->arena;
    c->u->constants.len = 0;
    check_decl(c, d);
    c->u->types = &c->u->tree;
    c->unused_sizeof = NULL; /* other nodes may come to lie where those of D are */
}

void check_end(struct checker *c)
{
    finish(c);
    diag_flush(c->u);
    free(c);
}
