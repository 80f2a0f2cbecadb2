/* ranges.c - what the C compiler knows of a value that became a variable.
 *
 *     (a < b) != u   =>   spill_1 = a < b; ...   +(unsigned)(spill_1) != u
 *
 * C compilers warn of a comparison with an unsigned operand if the other one is signed and may be negative (-Wsign-compare). That a
 * comparison is not, or a sum of unsigned characters, they see in the source, and no longer of the variable that keeps it. The
 * comparison converts it to that type anyway. The `+` keeps gcc from looking through that: it would warn of a comparison's value
 * that is compared with 6, where it looked at something else before. */
#include "ast/types.h"
#include "lower/internal.h"

static bool is_never_negative(struct lower *l, struct expr *e);

static bool binary_is_never_negative(struct lower *l, struct expr *e)
{
    switch (e->op) {
    case '&':
        return is_never_negative(l, e->a) || is_never_negative(l, e->b);
    case '%': case OP_SHR:
        return is_never_negative(l, e->a);
    case '|': case '^': case '/': case '+': case '*':
        return is_never_negative(l, e->a) && is_never_negative(l, e->b);
    default:
        return op_compares(e->op);
    }
}

/* Of an integer, as it stands in the source: can that be seen? */
static bool is_never_negative(struct lower *l, struct expr *e)
{
    if (e->is_const)
        return e->value >= 0;
    if (!e->type || !type_is_integer(e->type))
        return false;
    if (type_is_unsigned(e->type))
        return true;
    switch (e->kind) {
    case E_PAREN: case E_EXTENSION: case E_PLUS:
        return is_never_negative(l, e->a);
    case E_CAST:
        return e->a->type && type_is_integer(e->a->type) && is_never_negative(l, e->a) &&
               (!type_is_unsigned(e->a->type) || type_size(l->u, e->a->type) < type_size(l->u, e->type));
    case E_NOT: case E_ANDAND: case E_OROR:
        return true;
    case E_BINARY:
        return binary_is_never_negative(l, e);
    case E_COND:
        return is_never_negative(l, e->b ? e->b : e->a) && is_never_negative(l, e->c);
    case E_ASSIGN:
        if (e->op == '&' || e->op == OP_SHR)
            return binary_is_never_negative(l, e);
        return e->op == '=' && is_never_negative(l, e->b);
    case E_COMMA:
        return is_never_negative(l, e->b);
    default:
        return false;
    }
}

/* Is it 0 or 1, whatever its operands are? */
static bool is_truth_value(struct expr *e)
{
    while (e->kind == E_PAREN || e->kind == E_EXTENSION || e->kind == E_COMMA)
        e = e->kind == E_COMMA ? e->b : e->a;
    return e->kind == E_NOT || e->kind == E_ANDAND || e->kind == E_OROR || (e->kind == E_BINARY && op_compares(e->op));
}

/* Does any part of it print as something else? */
static bool is_changed(struct expr *e)
{
    struct kids k;
    bool changed = e->replace;

    kids_get(&k, e);
    for (size_t i = 0; i < k.len && !changed; i++)
        changed = is_changed(k.at[i]);
    kids_free(&k);
    return changed;
}

/* The type that OTHER has and E is converted to, if that is unsigned and E's is not; else NULL. */
static struct type *unsigned_beside(struct lower *l, struct expr *e, struct expr *other)
{
    struct type *t = type_plain(operand_type(l, other)), *own = type_plain(operand_type(l, e));

    if (!type_is_integer(t) || !type_is_integer(own) || !type_is_unsigned(t) || type_is_unsigned(own))
        return NULL;
    return type_int_bits(l->u, t) >= type_int_bits(l->u, type_basic(l->u, T_INT)) &&
                   type_int_bits(l->u, t) >= type_int_bits(l->u, own) ? t : NULL;
}

static void keep_sign(struct lower *l, struct expr *e, struct expr *other)
{
    struct type *t = unsigned_beside(l, e, other);
    struct expr *args;

    /* Of a bit-field they know how far it goes, and would say so of what is converted. */
    if (!t || bit_field(e) || !is_never_negative(l, e) || !is_changed(e))
        return;
    if (other->is_const && !other->value && is_truth_value(e)) { /* of what is unsigned they know how it compares with 0 */
        other->replace = make_raw(l, "0", type_basic(l->u, T_INT), NULL);
        return;
    }
    args = make_type_arg(l, t);
    args->next = below(l, e);
    e->replace = make_raw(l, "+(\1)(\1)", t, args);
}

void keep_signs(struct lower *l, struct expr *e)
{
    if (e->kind != E_BINARY || !op_compares(e->op))
        return;
    keep_sign(l, e->a, e->b);
    keep_sign(l, e->b, e->a);
}
