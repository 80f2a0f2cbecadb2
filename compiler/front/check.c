/* check.c - the checker's entry: one translation unit, from the first declaration to the last. */
#include "front/check.h"
#include "front/checker.h"

#include "ast/pack.h"

/* ---- entry ------------------------------------------------------------------------------------------------------ */

static void init(struct checker *c, struct unit *u)
{
    struct tag *task = arena_new(&u->arena, struct tag);
    struct type *t;

    *c = (struct checker){.u = u};
    u->types = &u->arena;
    c->size_type = basic(c, u->target->size_type);
    c->ptrdiff_type = basic(c, u->target->ptrdiff_type);
    c->wchar_type = basic(c, u->target->wchar_type);
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
}

struct checker *check_begin(struct unit *u)
{
    struct checker *c = xmalloc(sizeof *c);

    init(c, u);
    find_packs(u);
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
