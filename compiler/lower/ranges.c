/* ranges.c - what the C compiler knows of a value that became a variable.
 *
 *     (a < b) != u     =>   spill_1 = a < b; ...   +(unsigned)(spill_1) != u
 *     (u & 15) == a    =>   spill_1 = u & 15; ...  spill_1 == (unsigned)(a)
 *
 * C compilers warn of a comparison with an unsigned operand if the other one is signed and may be negative (-Wsign-compare). That a
 * comparison is not, or a sum of unsigned characters, they see in the source, and no longer of the variable that keeps it. Nor do
 * they see that an unsigned operand is too small to be equal to what is negative. The comparison converts the signed operand
 * anyway. The `+` keeps gcc from looking through that: it would warn of a comparison's value that is compared with 6, where it
 * looked at something else before. */
#include "ast/types.h"
#include "lower/internal.h"

enum { MAY_BE_NEGATIVE = -1 };

static int width(struct lower *l, struct expr *e);

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* Of E as a value of the type T. Of a negative short that becomes an unsigned int clang, too, thinks that it has 16 bits. */
static int converted_width(struct lower *l, struct expr *e, struct type *t)
{
    int from = width(l, e), to = type_int_bits(l->u, t);

    if (!type_is_unsigned(t))
        return from < to ? from : MAY_BE_NEGATIVE;
    return from >= 0 ? smaller(from, to) : e->type && type_is_integer(e->type) ? smaller(type_int_bits(l->u, e->type), to) : to;
}

/* Of A op B, which have been converted to the type of both. */
static int binary_width(struct lower *l, struct expr *e)
{
    bool converted = type_is_unsigned(e->type) && e->op != OP_SHR;
    int a = converted ? converted_width(l, e->a, e->type) : width(l, e->a);
    int b = converted ? converted_width(l, e->b, e->type) : width(l, e->b);
    int both = a < 0 || b < 0 ? MAY_BE_NEGATIVE : larger(a, b);

    switch (e->op) {
    case '&':
        return a < 0 ? b : b < 0 ? a : smaller(a, b);
    case '%': case OP_SHR:
        return a;
    case '|': case '^': case '/':
        return both;
    case '+':
        return both < 0 ? both : both + 1;
    case '*':
        return both < 0 ? both : a + b;
    default:
        return op_compares(e->op) ? 1 : MAY_BE_NEGATIVE;
    }
}

static int operation_width(struct lower *l, struct expr *e)
{
    int b, c;

    switch (e->kind) {
    case E_PAREN: case E_EXTENSION: case E_PLUS:
    case E_NEG: case E_BITNOT: /* so thinks clang, and only what it warns of depends on it */
        return width(l, e->a);
    case E_CAST:
        return converted_width(l, e->a, e->type);
    case E_NOT: case E_ANDAND: case E_OROR:
        return 1;
    case E_BINARY:
        return binary_width(l, e);
    case E_COND:
        b = width(l, e->b ? e->b : e->a);
        c = width(l, e->c);
        return b < 0 || c < 0 ? MAY_BE_NEGATIVE : larger(b, c);
    case E_ASSIGN:
        return e->op == '&' || e->op == OP_SHR ? binary_width(l, e) : e->op == '=' ? converted_width(l, e->b, e->type) : MAY_BE_NEGATIVE;
    case E_COMMA:
        return width(l, e->b);
    default:
        return MAY_BE_NEGATIVE;
    }
}

static int const_width(struct expr *e)
{
    int bits = 0;

    while (bits < 64 && (uint64_t)e->value >> bits)
        bits++;
    return e->value < 0 && !type_is_unsigned(e->type) ? MAY_BE_NEGATIVE : bits;
}

/* `i &= 0xfffffff8`: clang takes it for not negative, which it may be. What depends on it converts as C does. */
static bool is_masked(struct expr *e)
{
    while (e->kind == E_PAREN || e->kind == E_EXTENSION || e->kind == E_COMMA)
        e = e->kind == E_COMMA ? e->b : e->a;
    return e->kind == E_ASSIGN && e->op == '&';
}

/* The bits that the value of E, an integer, needs at most, as can be seen in the source. */
static int width(struct lower *l, struct expr *e)
{
    struct member *field;
    int bits, known;

    if (!e->type || !type_is_integer(e->type))
        return MAY_BE_NEGATIVE;
    if (has_known_value(e))
        return const_width(e);
    field = bit_field(e);
    bits = field ? field->bits : type_int_bits(l->u, e->type);
    known = operation_width(l, e);
    if (!type_is_unsigned(e->type))
        return known < bits ? known : is_masked(e) ? bits : MAY_BE_NEGATIVE;
    return known < 0 ? bits : smaller(known, bits);
}

/* The bits that a variable tells of the value of E that it keeps. */
static int kept_width(struct lower *l, struct expr *e)
{
    struct type *t = operand_type(l, e);

    return t && type_is_integer(t) && type_is_unsigned(t) ? type_int_bits(l->u, t) : MAY_BE_NEGATIVE;
}

bool is_truth_value(struct expr *e)
{
    while (e->kind == E_PAREN || e->kind == E_EXTENSION || e->kind == E_COMMA)
        e = e->kind == E_COMMA ? e->b : e->a;
    return e->kind == E_NOT || e->kind == E_ANDAND || e->kind == E_OROR || (e->kind == E_BINARY && op_compares(e->op));
}

/* Has more been known of E than can be seen, since a part of it became a variable? */
static bool is_hidden(struct lower *l, struct expr *e)
{
    struct kids k;
    bool hidden = e->replace;

    if (width(l, e) == kept_width(l, e))
        return false;
    kids_get(&k, e);
    for (size_t i = 0; i < k.len && !hidden; i++)
        hidden = is_hidden(l, k.at[i]);
    kids_free(&k);
    return hidden;
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

static struct expr *convert(struct lower *l, struct expr *e, struct type *t, const char *text)
{
    struct expr *args = make_type_arg(l, t);

    args->next = below(l, e);
    return make_raw(l, text, t, args);
}

/* E, which is not negative, beside OTHER of the type T. */
static void keep_not_negative(struct lower *l, struct expr *e, struct expr *other, struct type *t)
{
    if (bit_field(e) && expr_now(e)->kind != E_TEMP) /* they know how far it goes, and would say so of what is converted */
        return;
    if (other->is_const && !other->value && is_truth_value(e)) /* of what is unsigned they know how it compares with 0 */
        other->replace = make_raw(l, "0", type_basic(l->u, T_INT), NULL);
    else
        e->replace = convert(l, e, t, "+(\1)(\1)");
}

static void keep_sign(struct lower *l, struct expr *e, struct expr *other, bool equality)
{
    struct type *t = unsigned_beside(l, e, other);

    if (!t)
        return;
    if (width(l, e) != MAY_BE_NEGATIVE) {
        if (is_hidden(l, e))
            keep_not_negative(l, e, other, t);
    } else if (equality && !e->is_const && is_hidden(l, other) && width(l, other) < type_int_bits(l->u, t)) {
        e->replace = convert(l, e, t, "(\1)(\1)");
    }
}

/* `!x > 1` may be meant as `!(x > 1)` (-Wlogical-not-parentheses), but not where x is a truth value. */
static void keep_truth(struct lower *l, struct expr *not)
{
    struct expr *e = not->a;

    if (is_truth_value(e) && is_hidden(l, e))
        e->replace = make_raw(l, "(\1 != 0)", type_basic(l->u, T_INT), below(l, e));
}

void keep_signs(struct lower *l, struct expr *e)
{
    bool equality = e->op == OP_EQ || e->op == OP_NE;

    if (e->a->kind == E_NOT)
        keep_truth(l, e->a);
    keep_sign(l, e->a, e->b, equality);
    keep_sign(l, e->b, e->a, equality);
}
