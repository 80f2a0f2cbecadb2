/* check_value.c - from an expression to its value: what becomes a pointer, and whose address that takes.
 *
 * The lowering keeps an object whose address is taken in the frame from the start, so this is exact where that is cheap and
 * says yes where it is not: an array whose element is selected at once has not been given away. */
#include "front/checker.h"

/* ---- helpers ---------------------------------------------------------------------------------------------------- */

bool is_null_constant(struct expr *e)
{
    e = skip_parens(e);
    if (e->kind == E_NULLPTR)
        return true;
    if (e->kind == E_CAST && e->type && type_is_pointer(e->type)) {
        struct type *to = type_strip(e->type)->base;

        return type_is_void(to) && !type_quals(to) && e->a->is_const && e->a->value == 0;
    }
    return e->is_const && e->value == 0;
}

enum want want_of(struct type *t)
{
    return type_is_task(t) || type_is_task_handle(t) ? WANT_TASK : WANT_VALUE;
}

void check_in(struct checker *c, struct expr *e, enum place place)
{
    enum place old = c->place;
    unsigned seen = c->async_seen;

    if (place > old)
        c->place = place;
    check_value(c, e, WANT_VALUE);
    c->place = old;
    if ((place >= PLACE_TYPE || !c->fn) && c->async_seen != seen) /* of what is in a body, the statements know */
        vec_push(&c->u->constants, e);
}

/* Types E, which will not be evaluated. */
void check_unevaluated(struct checker *c, struct expr *e, enum place place)
{
    enum place old = c->place;

    if (place > old)
        c->place = place;
    check_expr(c, e, WANT_VALUE);
    c->place = old;
}

/* The object E is (part of) may be reached by a pointer from now on. */
void take_address(struct checker *c, struct expr *e)
{
    while (e && c->place < PLACE_UNEVALUATED) {
        switch (e->kind) {
        case E_IDENT:
            if (e->sym)
                e->sym->address_taken = true;
            return;
        case E_PAREN: case E_EXTENSION: case E_MEMBER: case E_REAL: case E_IMAG:
            e = e->a;
            break;
        case E_INDEX:
            e = e->a->decays || (e->a->type && type_strip(e->a->type)->kind == T_VECTOR) ? e->a : e->b->decays ? e->b : NULL;
            break;
        case E_GENERIC: case E_CHOOSE:
            e = chosen_operand(e);
            break;
        default:
            return;
        }
    }
}

void mark_decay(struct expr *e)
{
    for (;; e = e->a) {
        e->decays = true;
        if (e->kind != E_PAREN && e->kind != E_EXTENSION)
            return;
    }
}

struct type *use_value(struct checker *c, struct expr *e)
{
    struct type *t = type_strip(e->type);

    if (t->kind == T_ARRAY || t->kind == T_FUNC)
        mark_decay(e);
    if (t->kind == T_ARRAY || t->kind == T_VA_LIST)
        take_address(c, e);
    return expr_value_type(c->u, e);
}

struct type *check_value(struct checker *c, struct expr *e, enum want want)
{
    check_expr(c, e, want);
    return use_value(c, e);
}
