/* tags.c - names for anonymous structs, unions and enums.
 *
 * What a frame keeps, a temporary holds or a task is given may have a type without a name:
 *
 *     struct { int x, y; } table[3];   ...  f(table[i], await g())   =>   struct ac_type_1 { int x, y; } table[3];
 *
 * The definition gets one: ` ac_type_1 ` goes in front of its brace, also in declarations that are otherwise copied. It
 * has mostly been printed when the name turns out to be needed, so names are put into the text when all of it stands. */
#include "emit/internal.h"

#include <stdlib.h>

void name_tag(struct printer *p, struct tag *tag)
{
    if (tag->name || !tag->keyword)
        return;
    if (!tag->emit_name)
        tag->emit_name = emit_name(p, "ac_type_%zu", p->named.len + 1);
    if (!tag->brace || tag->brace_named)
        return;
    tag->brace_named = true;
    vec_push(&p->named, (struct named_brace){tag->brace, tag->emit_name});
}

static void name_in(struct printer *p, struct type *t)
{
    switch (t->kind) {
    case T_POINTER: case T_ARRAY: case T_TASK:
        name_in(p, t->base);
        break;
    case T_FUNC:
        name_in(p, t->base);
        for (struct param *x = t->params; x; x = x->next)
            name_in(p, x->type);
        break;
    case T_STRUCT: case T_UNION: case T_ENUM:
        if (t->tag)
            name_tag(p, t->tag);
        break;
    default: /* a typedef's own name is printed */
        break;
    }
}

void name_tags(struct printer *p, struct decl *d)
{
    struct lowered *low = d->kind == DECL_FUNC ? d->func->lowered : NULL;

    for (size_t i = 0; low && i < low->vars.len; i++)
        name_in(p, low->vars.at[i]->sym->type);
    for (struct declarator *x = is_rewritten(d) ? d->declarators : NULL; x; x = x->next)
        if (x->sym && x->sym->type)
            name_in(p, x->sym->type);
}

/* ---- into the text ----------------------------------------------------------------------------------------------- */

struct insertion {
    size_t out;
    const char *name;
};

struct insertions {
    struct insertion *at;
    size_t len, cap;
};

static int by_token(const void *a, const void *b)
{
    const struct named_brace *x = a, *y = b;

    return x->brace < y->brace ? -1 : x->brace > y->brace;
}

static int by_place(const void *a, const void *b)
{
    const struct insertion *x = a, *y = b;

    return x->out < y->out ? -1 : x->out > y->out;
}

static void find_printed(struct printer *p, struct insertions *ins)
{
    for (size_t i = 0; i < p->braces.len; i++) {
        struct named_brace key = {.brace = p->braces.at[i].t}, *named;

        named = bsearch(&key, p->named.at, p->named.len, sizeof key, by_token);
        if (named)
            vec_push(ins, (struct insertion){p->braces.at[i].out, named->name});
    }
}

/* Copies, like the names by now, are in the order of the source. */
static void find_copied(struct printer *p, struct insertions *ins)
{
    size_t copy = 0;

    for (size_t i = 0; i < p->named.len; i++) {
        const char *at = token_at(p->u, p->named.at[i].brace)->text;

        while (copy < p->copies.len && p->copies.at[copy].to <= at)
            copy++;
        if (copy < p->copies.len && p->copies.at[copy].from <= at)
            vec_push(ins, (struct insertion){p->copies.at[copy].out + (size_t)(at - p->copies.at[copy].from), p->named.at[i].name});
    }
}

void put_names(struct printer *p)
{
    struct insertions ins = {0};

    if (!p->named.len)
        return;
    qsort(p->named.at, p->named.len, sizeof *p->named.at, by_token);
    find_printed(p, &ins);
    find_copied(p, &ins);
    if (ins.len) {
        qsort(ins.at, ins.len, sizeof *ins.at, by_place);
        for (size_t i = 0; i < ins.len; i++)
            spool_insert(p->spool, ins.at[i].out, ins.at[i].name);
    }
    vec_free(&ins);
}
