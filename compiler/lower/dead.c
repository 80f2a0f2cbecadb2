/* dead.c - operands with awaits that are never evaluated.
 *
 *     1 ? x : await f(y)     =>   if (0) { (void)f; (void)y; }   x
 *     0 && await f(y)        =>   if (0) { (void)f; (void)y; }   0
 *
 * C compilers see that, too, and say nothing of what is wrong with such an operand. As a statement it could be resumed in, so they
 * would. Nothing is left of it but that its names are used. */
#include "ast/types.h"
#include "lower/internal.h"

/* Variables and functions from outside of E. */
static bool is_used(struct lower *l, struct expr *e, tok t)
{
    const struct symbol *sym = token_symbol(l->u, t);

    if (!sym || (sym->kind != SYM_VAR && sym->kind != SYM_FUNC) || sym->implicit || sym->type->vm)
        return false;
    return sym->at < e->range.first || sym->at > e->range.last;
}

void leave_names(struct lower *l, struct expr *e)
{
    struct stmt_list list;

    if (!e)
        return;
    list_init(&list);
    for (tok t = e->range.first; t <= e->range.last; t++)
        if (is_used(l, e, t))
            list_add(&list, make_expr_stmt(l, make_raw(l, "(void)\1", type_basic(l->u, T_VOID), make_temp(l, token_symbol(l->u, t))),
                                           e->range));
    if (list.first)
        list_add(l->out, make_if(l, make_int(l, 0), make_list(l, S_BLOCK, &list, e->range), NULL, e->range));
}

static bool flatten_decided_logical(struct lower *l, struct expr *e)
{
    enum truth t = truth_of(e);

    if (!e->b->has_await || t == SOMETIMES)
        return false;
    flatten_void(l, e, true);
    /* A truth value, of which they expect less than of an int. */
    e->replace = make_raw(l, t == ALWAYS ? "(1 || __extension__ ({ 0; }))" : "(0 && __extension__ ({ 0; }))",
                          type_basic(l->u, T_INT), NULL);
    return true;
}

static bool flatten_decided_cond(struct lower *l, struct expr *e)
{
    enum truth first = truth_of(e->a);
    struct expr *chosen = first == ALWAYS ? e->b : e->c, *dead = first == ALWAYS ? e->c : e->b, *args;
    struct type *t = expr_value_type(l->u, e);

    if (first == SOMETIMES || !(dead ? dead : e)->has_await || type_is_void(t) || type_is_unknown(t) || t->vm)
        return false;
    if (!chosen)
        chosen = e->a;
    else
        flatten_decisive(l, e->a);
    leave_names(l, dead);
    flatten(l, chosen);
    e->replace = below(l, chosen);
    if (!type_is_scalar(t))
        return true;
    args = make_type_arg(l, t);
    args->next = e->replace;
    /* Of a truth value they expect more than of an operand that could have been another. */
    e->replace = make_raw(l, is_truth_value(chosen) ? "(1 ? (\1)(\1) : 0)" : "(\1)(\1)", t, args);
    return true;
}

void flatten_decisive(struct lower *l, struct expr *e)
{
    if (!e->is_const)
        flatten_void(l, e, true);
}

bool flatten_decided(struct lower *l, struct expr *e)
{
    return e->kind == E_COND ? flatten_decided_cond(l, e) : flatten_decided_logical(l, e);
}

void flatten_condition(struct lower *l, struct expr *e)
{
    enum truth t = truth_of(e);

    if (e->has_await)
        flatten_full(l, e);
    if (t != SOMETIMES && !e->is_const)
        e->replace = make_raw(l, t == ALWAYS ? "((void)(\1), 1)" : "((void)(\1), 0)", type_basic(l->u, T_INT), below(l, e));
}
