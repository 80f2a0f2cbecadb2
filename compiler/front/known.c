/* known.c - values of expressions that are no constants.
 *
 *     (f(), 7)    x && 0    (const int limit = 10;) limit + 1    &x == 0
 *
 * C compilers know these, too: what they decide against is never reached (ast/truth.c). */
#include "ast/types.h"
#include "front/checker.h"

static const struct constant no = {.kind = CONST_NO};

static struct constant of_truth(enum truth t)
{
    return t == SOMETIMES ? no : const_of_int(t == ALWAYS);
}

static enum truth negated(enum truth t)
{
    return t == SOMETIMES ? t : t == ALWAYS ? NEVER : ALWAYS;
}

/* The value of a direct operand. */
static struct constant known(struct expr *e)
{
    return e->is_const || e->is_known ? const_of_int(stored_value(e)) : no;
}

static struct constant known_logical(struct expr *e)
{
    enum truth a = truth_of(e->a), b = truth_of(e->b), decisive = e->kind == E_OROR ? ALWAYS : NEVER;

    if (a == decisive || b == decisive)
        return of_truth(decisive);
    return a == SOMETIMES ? no : of_truth(b);
}

static bool is_zero(struct constant v)
{
    return v.kind == CONST_INT && v.i == 0;
}

static struct constant known_binary(struct checker *c, struct expr *e)
{
    struct constant a = known(e->a), b = known(e->b);

    if ((e->op == '&' || e->op == '*') && (is_zero(a) || is_zero(b)))
        return const_of_int(0);
    if (a.kind == CONST_INT && b.kind == CONST_INT)
        return const_binary(c, e, a, b);
    if (e->op != OP_EQ && e->op != OP_NE)
        return no;
    return of_truth(e->op == OP_EQ ? pointers_equal(e->a, e->b) : negated(pointers_equal(e->a, e->b)));
}

/* Of a ? b : c, and of a ?: c. */
static struct constant known_cond(struct checker *c, struct expr *e)
{
    enum truth first = truth_of(e->a);

    if (first == SOMETIMES)
        return no;
    return const_convert(c, known(first == NEVER ? e->c : e->b ? e->b : e->a), e->type);
}

static struct constant known_name(struct checker *c, const struct symbol *sym)
{
    const struct expr *value = fixed_value(sym);

    return value ? const_convert(c, const_of_int(stored_value(value)), sym->type) : no;
}

struct constant known_value(struct checker *c, struct expr *e)
{
    switch (e->kind) {
    case E_IDENT:
        return known_name(c, e->sym);
    case E_PAREN: case E_EXTENSION: case E_PLUS:
        return known(e->a);
    case E_COMMA:
        return known(e->b);
    case E_CAST:
        return const_convert(c, known(e->a), e->type);
    case E_NOT:
        return of_truth(negated(truth_of(e->a)));
    case E_NEG: case E_BITNOT:
        return const_unary(c, e, known(e->a));
    case E_BINARY:
        return known_binary(c, e);
    case E_ANDAND: case E_OROR:
        return known_logical(e);
    case E_COND:
        return known_cond(c, e);
    default:
        return no;
    }
}
