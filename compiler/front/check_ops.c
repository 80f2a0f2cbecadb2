/* check_ops.c - the types of operators' results (C17 6.3.1, 6.5). Operands have been checked. */
#include "front/checker.h"

/* ---- arithmetic conversions ------------------------------------------------------------------------------------- */

static struct type *value_type(struct checker *c, struct expr *e)
{
    return expr_value_type(c->u, e);
}

static struct type *promoted_type(struct checker *c, struct type *t)
{
    struct type *plain = type_plain(t);

    switch (plain->kind) {
    case T_BOOL: case T_CHAR: case T_SCHAR: case T_UCHAR: case T_SHORT: case T_USHORT:
        return basic(c, T_INT);
    default:
        return type_strip(t)->kind == T_ENUM ? plain : t;
    }
}

struct type *promoted(struct checker *c, struct expr *e)
{
    struct type *t = value_type(c, e), *bits = type_strip(t)->kind != T_BOOL ? type_promoted_bits(c->u, e, t) : NULL;

    if (bits)
        return bits;
    if (t->written)
        return type_promoted_written(c->u, t);
    return type_is_integer(t) ? promoted_type(c, t) : t;
}

/* C23 6.3.1.8 and TS 18661-3: the higher precision; of the same, interchange types before standard ones before extended ones. */
static int float_rank(enum type_kind k)
{
    static const enum type_kind order[] = {
        T_BFLOAT16, T_FLOAT16, T_FLOAT, T_FLOAT32_T, T_FLOAT32X, T_DOUBLE, T_FLOAT64_T, T_FLOAT64X, T_LDOUBLE,
        T_FLOAT128, T_FLOAT128_T, T_DECIMAL32, T_DECIMAL64, T_DECIMAL128,
    };
    int i;

    for (i = 0; i < (int)(sizeof order / sizeof *order); i++)
        if (order[i] == k)
            return i + 1;
    return 0; /* integers */
}

static int int_rank(struct checker *c, struct type *t)
{
    switch (t->kind) {
    case T_INT: case T_UINT: return 32 * 4 + 1;
    case T_LONG: case T_ULONG: return type_int_bits(c->u, t) * 4 + 2;
    case T_LLONG: case T_ULLONG: return 64 * 4 + 3;
    case T_BITINT: return t->bits * 4;
    default: return type_int_bits(c->u, t) * 4 + 1;
    }
}

static enum type_kind to_unsigned(enum type_kind k)
{
    switch (k) {
    case T_INT: return T_UINT;
    case T_LONG: return T_ULONG;
    case T_LLONG: return T_ULLONG;
    case T_INT128: return T_UINT128;
    default: return k;
    }
}

static struct type *common_int(struct checker *c, struct type *a, struct type *b)
{
    struct type *pa = type_strip(a), *pb = type_strip(b), *high = a, *low = b, *made;

    if (int_rank(c, pa) < int_rank(c, pb)) {
        high = b;
        low = a;
    }
    if (type_is_unsigned(high) || !type_is_unsigned(low))
        return int_rank(c, pa) == int_rank(c, pb) && type_is_unsigned(low) ? low : high;
    if (type_int_bits(c->u, high) > type_int_bits(c->u, low))
        return high;
    if (type_strip(high)->kind != T_BITINT)
        return basic(c, to_unsigned(type_strip(high)->kind));
    made = type_copy(c->u, type_strip(high));
    made->is_unsigned = true;
    return made;
}

struct type *common_type(struct checker *c, struct type *a, struct type *b)
{
    struct type *pa = type_strip(a), *pb = type_strip(b), *t;
    int ra, rb;

    if (pa->kind == T_COMPLEX || pb->kind == T_COMPLEX) {
        t = common_type(c, pa->kind == T_COMPLEX ? pa->base : a, pb->kind == T_COMPLEX ? pb->base : b);
        return type_derived(c->u, T_COMPLEX, type_strip(t));
    }
    if (!type_is_arithmetic(pa) || !type_is_arithmetic(pb))
        return basic(c, T_UNKNOWN);
    ra = float_rank(pa->kind);
    rb = float_rank(pb->kind);
    if (ra || rb)
        return ra >= rb ? a : b;
    if (a->written || b->written)
        return type_common_written(c->u, a, b, common_int(c, a, b));
    return common_int(c, a, b);
}

/* A scalar operand takes on the vector's type. */
static struct type *common_vector(struct type *a, struct type *b)
{
    return type_strip(a)->kind == T_VECTOR ? a : b;
}

static bool is_vector(struct type *t)
{
    return type_strip(t)->kind == T_VECTOR;
}

struct type *usual_conversions(struct checker *c, struct expr *a, struct expr *b)
{
    struct type *ta = promoted(c, a), *tb = promoted(c, b);

    if (is_vector(ta) || is_vector(tb))
        return common_vector(ta, tb);
    return common_type(c, ta, tb);
}

/* ---- unary ------------------------------------------------------------------------------------------------------ */

static struct type *complex_part(struct checker *c, struct expr *e)
{
    struct type *t = type_strip(e->a->type);

    e->lvalue = e->a->lvalue;
    if (t->kind == T_COMPLEX)
        return type_qualified(c->u, t->base, e->lvalue ? t->quals : 0);
    return e->lvalue ? e->a->type : value_type(c, e->a);
}

void type_unary(struct checker *c, struct expr *e)
{
    struct type *t = value_type(c, e->a);

    switch (e->kind) {
    case E_NOT:
        e->type = basic(c, T_INT);
        break;
    case E_PLUS:
    case E_NEG:
    case E_BITNOT:
        e->type = type_is_arithmetic(t) ? promoted(c, e->a) : is_vector(t) ? t : basic(c, T_UNKNOWN);
        break;
    case E_REAL:
    case E_IMAG:
        e->type = complex_part(c, e);
        break;
    default: /* ++ and -- */
        e->type = t;
        break;
    }
    if (e->kind == E_NOT && is_vector(t)) /* clang: element-wise, as a comparison */
        e->type = basic(c, T_UNKNOWN);
}

/* ---- binary ----------------------------------------------------------------------------------------------------- */

/* A comparison of vectors has elements 0 or -1 of a signed type of the same size. */
static struct type *vector_mask(struct checker *c, struct type *t)
{
    static const enum type_kind by_size[] = {[1] = T_SCHAR, [2] = T_SHORT, [4] = T_INT, [8] = T_LONG, [16] = T_INT128};
    struct type *v = type_strip(t), *element = type_plain(v->base);
    int64_t size = type_size(c->u, v->base);

    if (size <= 0 || size > 16 || !by_size[size])
        return basic(c, T_UNKNOWN);
    if (size == 8 && (c->u->target->longs == 4 || element->kind == T_LLONG || element->kind == T_ULLONG))
        return type_vector(c->u, basic(c, T_LLONG), v->length);
    return type_vector(c->u, basic(c, by_size[size]), v->length);
}

static struct type *sum_type(struct checker *c, struct expr *e)
{
    struct type *a = value_type(c, e->a), *b = value_type(c, e->b);

    if (type_is_pointer(a))
        return e->op == '-' && type_is_pointer(b) ? c->ptrdiff_type : a;
    if (type_is_pointer(b))
        return b;
    return usual_conversions(c, e->a, e->b);
}

void type_binary(struct checker *c, struct expr *e)
{
    struct type *a = value_type(c, e->a), *b = value_type(c, e->b);

    if (e->kind != E_BINARY) {
        e->type = basic(c, T_INT);
        return;
    }
    if (op_compares(e->op)) {
        e->type = is_vector(a) ? vector_mask(c, a) : is_vector(b) ? vector_mask(c, b) : basic(c, T_INT);
        return;
    }
    switch (e->op) {
    case '+':
    case '-':
        e->type = sum_type(c, e);
        return;
    case OP_SHL:
    case OP_SHR:
        e->type = is_vector(b) && !is_vector(a) ? b : type_is_arithmetic(a) ? promoted(c, e->a) : a;
        return;
    default:
        e->type = usual_conversions(c, e->a, e->b);
        return;
    }
}

/* ---- ?: --------------------------------------------------------------------------------------------------------- */

static struct type *pointer_to(struct checker *c, struct type *to, unsigned quals)
{
    return type_pointer(c->u, type_qualified(c->u, to, quals));
}

/* 6.5.15p6, and what gcc makes of incompatible ones (void *). */
static struct type *common_pointer(struct checker *c, struct expr *ea, struct expr *eb, struct type *a, struct type *b)
{
    struct type *ta, *tb;
    unsigned quals;

    if (!type_is_pointer(a) || is_null_constant(ea))
        return type_is_pointer(b) ? b : a;
    if (!type_is_pointer(b) || is_null_constant(eb))
        return a;
    ta = type_strip(a)->base;
    tb = type_strip(b)->base;
    quals = type_quals(ta) | type_quals(tb);
    if (type_is_void(ta) || type_is_void(tb))
        return pointer_to(c, basic(c, T_VOID), quals);
    if (!type_compatible_unqualified(ta, tb))
        return pointer_to(c, basic(c, T_VOID), quals);
    if (type_quals(ta) == quals && type_composite(c->u, ta, tb) == ta)
        return a;
    return pointer_to(c, type_composite(c->u, type_unqualified(c->u, ta), type_unqualified(c->u, tb)), quals);
}

static struct type *common_task(struct checker *c, struct type *a, struct type *b)
{
    if (type_is_task(a) && type_is_task(b) && type_compatible(type_strip(a)->base, type_strip(b)->base))
        return a;
    return c->handle_type;
}

void type_cond(struct checker *c, struct expr *e)
{
    struct expr *yes = e->b ? e->b : e->a;
    struct type *a = value_type(c, yes), *b = value_type(c, e->c), *test = value_type(c, e->a);

    if (is_vector(test) && e->b)
        e->type = is_vector(a) ? a : is_vector(b) ? b : basic(c, T_UNKNOWN);
    else if (type_is_task(a) || type_is_task(b))
        e->type = common_task(c, a, b);
    else if (type_is_void(a) || type_is_void(b))
        e->type = basic(c, T_VOID);
    else if (type_is_arithmetic(a) && type_is_arithmetic(b))
        e->type = usual_conversions(c, yes, e->c);
    else if (type_is_pointer(a) || type_is_pointer(b))
        e->type = common_pointer(c, yes, e->c, a, b);
    else
        e->type = a;
}
