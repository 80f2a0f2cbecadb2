/* addresses.c - the address of a variable beside an assignment to it.
 *
 *     f(&x, x = 1)   =>   f(__extension__ ({ (void)0; &self->x; }), self->x = 1)
 *
 * where x lives in the frame: gcc knows that &x does not read x, but takes &self->x for a use of self->x that has no order with
 * the assignment (-Wsequence-point). Into a statement expression of two statements it does not look. */
#include "lower/internal.h"

static bool assigns(struct expr *e, struct symbol *sym)
{
    struct kids k;
    struct expr *to;
    bool found = false;

    e = expr_now(e);
    switch (e->kind) {
    case E_ASSIGN: case E_POSTINC: case E_POSTDEC: case E_PREINC: case E_PREDEC:
        to = expr_now(e->a);
        if (to->kind == E_IDENT && to->sym == sym)
            return true;
        break;
    default:
        break;
    }
    kids_get(&k, e);
    for (size_t i = 0; i < k.len && !found; i++)
        found = assigns(k.at[i], sym);
    kids_free(&k);
    return found;
}

/* The variable whose address E is, or NULL. */
static struct symbol *addressed(struct expr *e)
{
    struct expr *of = e->kind == E_ADDR ? expr_now(e->a) : NULL;

    return of && of->kind == E_IDENT && of->sym && of->sym->var ? of->sym : NULL;
}

void note_addresses(struct lower *l, struct expr *call)
{
    struct kids k;

    kids_get(&k, call);
    for (size_t i = 0; i < k.len; i++) {
        struct expr *address = expr_now(k.at[i]);
        struct symbol *sym = addressed(address);

        for (size_t other = 0; sym && other < k.len; other++)
            if (other != i && assigns(k.at[other], sym)) {
                vec_push(&l->addresses, address);
                break;
            }
    }
    kids_free(&k);
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
