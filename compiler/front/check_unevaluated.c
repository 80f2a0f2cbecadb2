/* check_unevaluated.c - what has operands or branches that are not evaluated: sizeof and _Alignof, _Generic,
 * __builtin_choose_expr. */
#include "front/checker.h"

#include <inttypes.h>

/* Calls of async functions that are not evaluated stand in the user's text but are none in C: what is around them is
 * printed as what it comes to. */
static struct expr *new_raw(struct checker *c, struct expr *e, const char *text)
{
    struct expr *raw = arena_new(&c->u->tree, struct expr);

    raw->kind = E_RAW;
    raw->type = e->type;
    raw->raw = text;
    return raw;
}

static void print_as_value(struct checker *c, struct expr *e)
{
    enum type_kind size = c->u->target->size_type;
    const char *suffix = size == T_ULLONG ? "ull" : size == T_ULONG ? "ul" : "u";

    const_fold(c, e);
    if (e->is_const)
        e->replace = new_raw(c, e, arena_printf(&c->u->tree, "(%" PRId64 "%s)", e->value, suffix));
}

void print_as_type(struct checker *c, struct expr *e)
{
    struct expr *type;

    if (e->type->vm || type_is_unknown(e->type))
        return;
    type = arena_new(&c->u->tree, struct expr);
    type->kind = E_TYPE_ARG;
    type->type = e->type;
    e->replace = new_raw(c, e, "\1");
    e->replace->a = type;
    vec_push(&c->u->constants, e);
}

static void print_as_chosen(struct checker *c, struct expr *e)
{
    if (!chosen_operand(e) || e->has_await || type_is_unknown(e->type)) /* with an await the lowering does it */
        return;
    e->replace = new_raw(c, e, "(\1)");
    e->replace->a = chosen_operand(e);
}

static bool names_vla(struct type_name *n)
{
    for (struct deriv *d = n->declarator ? n->declarator->derivs : NULL; d; d = d->next)
        if (d->kind == D_ARRAY && d->size && d->size->kind != E_INT)
            return true;
    return n->specs->type_ident && n->specs->type_ident->ordinary && n->specs->type_ident->ordinary->type->vm;
}

/* Could E, not yet checked, be an array of variable length? Yes, where in doubt. */
static bool may_be_vla(struct expr *e)
{
    if (!e)
        return false;
    if (e->kind == E_IDENT)
        return e->name->ordinary && e->name->ordinary->type && e->name->ordinary->type->vm;
    if (e->kind == E_CAST)
        return names_vla(e->type_name);
    return may_be_vla(e->a) || may_be_vla(expr_b(e)) || may_be_vla(expr_c(e));
}

/* An array of variable length is evaluated, nothing else is. The C library's assert() has its condition in a (void)sizeof,
 * too, for the sake of warnings: nothing is meant by it. */
static void check_sizeof_operand(struct checker *c, struct expr *e)
{
    if (e->kind != E_SIZEOF || !may_be_vla(e->a)) {
        check_unevaluated(c, e->a, c->unused_sizeof == e ? PLACE_DISCARDED : PLACE_UNEVALUATED);
        return;
    }
    check_expr(c, e->a, WANT_VALUE);
    if (e->a->has_await && !(type_is_array(e->a->type) && e->a->type->vm))
        diag(c->u, DIAG_AWAIT_UNEVALUATED, e->a->range.first, e->a->range);
}

void check_sizeof(struct checker *c, struct expr *e)
{
    unsigned seen = c->async_seen;

    e->type = c->size_type;
    if (e->type_name) {
        if (e->kind == E_SIZEOF)
            check_evaluated_type_name(c, e->type_name);
        else
            check_type_name(c, e->type_name);
        return;
    }
    check_sizeof_operand(c, e);
    if (c->async_seen != seen)
        print_as_value(c, e);
}

/* ---- selections ------------------------------------------------------------------------------------------------- */

/* Which association the controlling type chooses: its number, -1: none. */
static int64_t choose(struct checker *c, struct expr *e, struct type *control)
{
    struct generic_assoc *a;
    int64_t n = 0, found = -1, fallback = -1;

    for (a = e->assocs; a; a = a->next, n++) {
        if (!a->type) {
            fallback = n;
            continue;
        }
        check_type_name(c, a->type);
        if (found < 0 && type_compatible(a->type->type, control))
            found = n;
    }
    return type_is_unknown(control) ? -1 : found >= 0 ? found : fallback;
}

void check_generic(struct checker *c, struct expr *e, enum want want)
{
    struct generic_assoc *a;
    struct type *control;
    unsigned seen = c->async_seen;
    int64_t n = 0;

    if (e->type_name) {
        check_type_name(c, e->type_name);
        control = e->type_name->type;
    } else {
        check_unevaluated(c, e->a, PLACE_UNEVALUATED);
        control = expr_value_type(c->u, e->a);
    }
    e->value = choose(c, e, control);
    for (a = e->assocs; a; a = a->next, n++) {
        if (n != e->value && e->value >= 0) {
            check_expr(c, a->expr, WANT_AWAIT);
            continue;
        }
        check_expr(c, a->expr, want);
        if (n == e->value) {
            e->type = a->expr->type;
            e->lvalue = a->expr->lvalue;
        }
    }
    if (c->async_seen != seen)
        print_as_chosen(c, e);
}

void check_choose(struct checker *c, struct expr *e, enum want want)
{
    unsigned seen = c->async_seen;
    struct constant v;

    check_in(c, e->a, PLACE_CONST);
    c->unoptimised = true;
    v = const_eval(c, e->a);
    c->unoptimised = false;
    e->value = v.kind == CONST_INT ? v.i == 0 : -1;
    if (v.kind != CONST_INT) {
        check_unevaluated(c, e->b, PLACE_DISCARDED);
        check_unevaluated(c, e->c, PLACE_DISCARDED);
        return;
    }
    check_unevaluated(c, e->value ? e->b : e->c, PLACE_DISCARDED);
    check_expr(c, chosen_operand(e), want);
    e->type = chosen_operand(e)->type;
    e->lvalue = chosen_operand(e)->lvalue;
    if (c->async_seen != seen)
        print_as_chosen(c, e);
}
