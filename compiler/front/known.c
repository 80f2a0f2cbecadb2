/* known.c - values of expressions that are no constants.
 *
 *     (f(), 7)    x && 0    x % 1    (unsigned char) x < 256    (const int limit = 10;) limit + 1    &x == 0
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
    while (e && (e->kind == E_GENERIC || e->kind == E_CHOOSE))
        e = chosen_operand(e);
    return e && has_known_value(e) ? const_of_int(stored_value(e)) : no;
}

static struct constant known_logical(struct expr *e)
{
    enum truth a = truth_of(e->a), b = truth_of(e->b), decisive = e->kind == E_OROR ? ALWAYS : NEVER;

    if (a == decisive || b == decisive)
        return of_truth(decisive);
    return a == SOMETIMES ? no : of_truth(b);
}

/* ---- one operand decides ---------------------------------------------------------------------------------------- */

static bool is_int(struct constant v, wide i)
{
    return v.kind == CONST_INT && v.i == i;
}

/* Are all bits of V set, as a value of the type T? */
static bool is_full(struct checker *c, struct constant v, struct type *t)
{
    return v.kind == CONST_INT && const_convert(c, v, t).i == const_convert(c, const_of_int(-1), t).i;
}

/* Of A op B, one of them known. */
static struct constant known_by_one(struct checker *c, struct expr *e, struct constant a, struct constant b)
{
    switch (e->op) {
    case '&': case '*':
        return is_int(a, 0) || is_int(b, 0) ? const_of_int(0) : no;
    case '|':
        return is_full(c, a, e->type) ? const_convert(c, a, e->type) : is_full(c, b, e->type) ? const_convert(c, b, e->type) : no;
    case '%':
        return is_int(a, 0) || is_int(b, 1) ? const_of_int(0) : no;
    case '/': case OP_SHL: case OP_SHR:
        return is_int(a, 0) ? const_of_int(0) : no;
    default:
        return no;
    }
}

/* ---- types decide ----------------------------------------------------------------------------------------------- */

struct span {
    wide low, high;
};

static bool is_within(struct span inner, struct span outer)
{
    return inner.low >= outer.low && inner.high <= outer.high;
}

/* The values of the integer type T, or of FIELD of that type. Whether a bit-field is signed, flags decide. */
static struct span span_of_type(struct checker *c, struct type *t, struct member *field)
{
    bool is_unsigned = type_int_is_unsigned(c->u, t);
    int bits = field ? field->bits : type_int_bits(c->u, t);
    wide half = (wide)1 << (bits > 0 ? bits - 1 : 63); /* none, or 0: that is the C compiler's error */

    return (struct span){is_unsigned ? 0 : -half, is_unsigned || field ? half + (half - 1) : half - 1};
}

/* The values that E, an integer, can have by its form and type. */
static struct span span_of(struct checker *c, struct expr *e)
{
    struct span all, inner;

    if (e->kind == E_PAREN || e->kind == E_EXTENSION)
        return span_of(c, e->a);
    if (e->kind == E_NOT || e->kind == E_ANDAND || e->kind == E_OROR || (e->kind == E_BINARY && op_compares(e->op)))
        return (struct span){0, 1};
    all = span_of_type(c, e->type, bit_field(e));
    if (e->kind != E_CAST || !type_is_integer(e->a->type) || type_int_bits(c->u, e->a->type) > 64)
        return all;
    inner = span_of(c, e->a);
    return is_within(inner, all) ? inner : all;
}

/* Of a value within S op V. */
static enum truth compare_span(unsigned op, struct span s, wide v)
{
    bool less = s.high < v, greater = s.low > v;

    switch (op) {
    case '<': return less ? ALWAYS : s.low >= v ? NEVER : SOMETIMES;
    case '>': return greater ? ALWAYS : s.high <= v ? NEVER : SOMETIMES;
    case OP_LE: return s.high <= v ? ALWAYS : greater ? NEVER : SOMETIMES;
    case OP_GE: return s.low >= v ? ALWAYS : less ? NEVER : SOMETIMES;
    case OP_EQ: return less || greater ? NEVER : SOMETIMES;
    default: return less || greater ? ALWAYS : SOMETIMES;
    }
}

/* What OP is once its operands are exchanged. */
static unsigned mirrored(unsigned op)
{
    return op == '<' ? '>' : op == '>' ? '<' : op == OP_LE ? OP_GE : op == OP_GE ? OP_LE : op;
}

/* Of X op V, compared as the type T. */
static struct constant known_by_type(struct checker *c, struct expr *x, unsigned op, struct constant v, struct type *t)
{
    struct span s;

    if (type_int_bits(c->u, t) > 64)
        return no;
    s = span_of(c, x);
    if (s.low < 0 && type_is_unsigned(t))
        return no;
    return of_truth(compare_span(op, s, const_convert(c, v, t).i));
}

/* How large an enumeration is, and whether it is signed, they decide, too. */
static bool is_plain_integer(struct type *t)
{
    return type_is_integer(t) && type_strip(t)->kind != T_ENUM;
}

static struct constant known_comparison(struct checker *c, struct expr *e, struct constant a, struct constant b)
{
    struct type *t;

    if (!is_plain_integer(e->a->type) || !is_plain_integer(e->b->type))
        return no;
    t = usual_conversions(c, e->a, e->b);
    return b.kind == CONST_INT ? known_by_type(c, e->a, e->op, b, t) : a.kind == CONST_INT ? known_by_type(c, e->b, mirrored(e->op), a, t) : no;
}

static struct constant known_equality(struct expr *e)
{
    enum truth equal = pointers_equal(e->a, e->b);

    return of_truth(e->op == OP_EQ ? equal : negated(equal));
}

/* ----------------------------------------------------------------------------------------------------------------- */

static struct constant known_binary(struct checker *c, struct expr *e)
{
    struct constant a = known(e->a), b = known(e->b), v;

    if (a.kind == CONST_INT && b.kind == CONST_INT)
        return const_binary(c, e, a, b);
    if (!op_compares(e->op))
        return known_by_one(c, e, a, b);
    v = known_comparison(c, e, a, b);
    return v.kind == CONST_NO && (e->op == OP_EQ || e->op == OP_NE) ? known_equality(e) : v;
}

/* Of a ? b : c, and of a ?: c. */
static struct constant known_cond(struct checker *c, struct expr *e)
{
    enum truth first = truth_of(e->a);
    struct constant yes = known(e->b ? e->b : e->a), other = known(e->c);

    if (first == SOMETIMES && (yes.kind != CONST_INT || !is_int(other, yes.i)))
        return no;
    return const_convert(c, first == NEVER ? other : yes, e->type);
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
