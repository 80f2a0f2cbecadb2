/* addresses.c - the address of a variable beside an assignment to it.
 *
 *     f(&x, x = 1)   =>   f(__extension__ ({ (void)0; &self->x; }), self->x = 1)
 *
 * where x lives in the frame: gcc knows that &x does not read x, but takes &self->x for a use of self->x that has no order with
 * the assignment (-Wsequence-point). Into a statement expression of two statements it does not look. */
#include "lower/internal.h"

/* The object that E sets, if that is a variable, or NULL. */
static struct symbol *assigned(struct expr *e)
{
    struct expr *to;

    switch (e->kind) {
    case E_ASSIGN: case E_POSTINC: case E_POSTDEC: case E_PREINC: case E_PREDEC:
        to = expr_now(e->a);
        return to->kind == E_IDENT && to->sym && to->sym->var ? to->sym : NULL;
    default:
        return NULL;
    }
}

static void mark_assigned(struct lower *l, struct expr *e)
{
    struct kids k;
    struct symbol *sym;

    e = expr_now(e);
    if ((sym = assigned(e)) != NULL)
        sym->var->assigned_in = l->full_exprs;
    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        mark_assigned(l, k.at[i]);
    kids_free(&k);
}

/* The variable whose address E is, or NULL. */
static struct symbol *addressed(struct expr *e)
{
    struct expr *of = e->kind == E_ADDR ? expr_now(e->a) : NULL;

    return of && of->kind == E_IDENT && of->sym && of->sym->var ? of->sym : NULL;
}

static void note_marked(struct lower *l, struct expr *e)
{
    struct kids k;
    struct symbol *sym;

    e = expr_now(e);
    if ((sym = addressed(e)) != NULL && sym->var->assigned_in == l->full_exprs)
        vec_push(&l->addresses, e);
    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        note_marked(l, k.at[i]);
    kids_free(&k);
}

void note_addresses(struct lower *l, struct expr *e)
{
    l->full_exprs++;
    mark_assigned(l, e);
    note_marked(l, e);
}

void place_addresses(struct lower *l)
{
    for (size_t i = 0; i < l->addresses.len; i++) {
        struct expr *e = l->addresses.at[i], *copy;

        if (addressed(e)->var->home != VAR_PINNED)
            continue;
        copy = arena_new(&l->u->tree, struct expr);
        *copy = *e;
        copy->next = NULL;
        e->replace = make_raw(l, "__extension__ ({ (void)0; \1; })", e->type, copy);
    }
    vec_free(&l->addresses);
}
