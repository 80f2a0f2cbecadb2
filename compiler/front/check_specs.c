/* check_specs.c - the type that declaration specifiers name. */
#include "front/checker.h"

/* The integer and floating types that are one keyword. */
static const struct {
    enum basic_spec spec;
    enum type_kind kind;
} single[] = {
    {BS_VOID, T_VOID}, {BS_BOOL, T_BOOL}, {BS_FLOAT16, T_FLOAT16}, {BS_BFLOAT16, T_BFLOAT16}, {BS_FLOAT, T_FLOAT},
    {BS_FLOAT128, T_FLOAT128}, {BS_FLOAT32_T, T_FLOAT32_T}, {BS_FLOAT64_T, T_FLOAT64_T},
    {BS_FLOAT128_T, T_FLOAT128_T}, {BS_FLOAT32X, T_FLOAT32X}, {BS_FLOAT64X, T_FLOAT64X},
    {BS_DECIMAL32, T_DECIMAL32}, {BS_DECIMAL64, T_DECIMAL64}, {BS_DECIMAL128, T_DECIMAL128},
    {BS_VA_LIST, T_VA_LIST}, {BS_AUTO_TYPE, T_UNKNOWN},
};

static enum type_kind integer_kind(const struct specs *s)
{
    bool is_unsigned = s->basic[BS_UNSIGNED];

    if (s->basic[BS_CHAR])
        return is_unsigned ? T_UCHAR : s->basic[BS_SIGNED] ? T_SCHAR : T_CHAR;
    if (s->basic[BS_INT128])
        return is_unsigned ? T_UINT128 : T_INT128;
    if (s->basic[BS_SHORT])
        return is_unsigned ? T_USHORT : T_SHORT;
    if (s->basic[BS_LONG] >= 2)
        return is_unsigned ? T_ULLONG : T_LLONG;
    if (s->basic[BS_LONG])
        return is_unsigned ? T_ULONG : T_LONG;
    return is_unsigned ? T_UINT : T_INT;
}

static bool names_integer(const struct specs *s)
{
    return s->basic[BS_CHAR] || s->basic[BS_INT128] || s->basic[BS_SHORT] || s->basic[BS_LONG] || s->basic[BS_INT] ||
           s->basic[BS_SIGNED] || s->basic[BS_UNSIGNED];
}

static enum type_kind basic_kind(const struct specs *s)
{
    size_t i;

    if (s->basic[BS_DOUBLE])
        return s->basic[BS_LONG] ? T_LDOUBLE : T_DOUBLE;
    for (i = 0; i < sizeof single / sizeof *single; i++)
        if (s->basic[single[i].spec])
            return single[i].kind;
    if (s->basic[BS_COMPLEX] && !names_integer(s))
        return T_DOUBLE;
    return integer_kind(s); /* also of no specifier at all: implicit int */
}

static struct type *bitint_type(struct checker *c, struct specs *s)
{
    struct type *t = type_new(c->u, T_BITINT);

    check_in(c, s->bitint, PLACE_CONST);
    t->bits = (int)const_int(c, s->bitint, 0);
    t->is_unsigned = s->basic[BS_UNSIGNED];
    return t->bits > 0 ? t : basic(c, T_UNKNOWN);
}

static struct type *typedef_type(struct checker *c, struct specs *s)
{
    struct symbol *sym = s->type_ident->ordinary;
    struct type *t;

    if (!sym || sym->kind != SYM_TYPEDEF)
        return basic(c, T_UNKNOWN);
    resolve_token(c, s->type_ident_tok, sym);
    sym->used = true;
    t = type_new(c->u, T_TYPEDEF);
    t->name = sym;
    t->base = type_strip(sym->type);
    t->vm = t->base->vm;
    t->async_inside = type_mentions_async(sym->type);
    return t;
}

static struct type *typeof_type(struct checker *c, struct specs *s)
{
    struct type *t;
    unsigned seen = c->async_seen;

    if (s->typeof_expr) {
        check_unevaluated(c, s->typeof_expr, PLACE_UNEVALUATED);
        if (c->async_seen != seen)
            print_as_type(c, s->typeof_expr);
        t = s->typeof_expr->type;
    } else {
        check_type_name(c, s->typeof_type);
        t = s->typeof_type->type;
    }
    if (s->atomic_type)
        return type_qualified(c->u, type_unqualified(c->u, t), Q_ATOMIC);
    return s->typeof_unqual ? type_unqualified(c->u, t) : t;
}

static struct type *named_type(struct checker *c, struct specs *s, bool alone)
{
    struct type *t;

    if (s->tag)
        return check_tag(c, s->tag, alone);
    if (s->type_ident)
        return typedef_type(c, s);
    if (s->typeof_expr || s->typeof_type)
        return typeof_type(c, s);
    if (s->bitint)
        return bitint_type(c, s);
    t = basic(c, basic_kind(s));
    return s->basic[BS_COMPLEX] ? type_derived(c->u, T_COMPLEX, t) : t;
}

/* ALONE: no declarators follow (`struct S;` declares, `struct S *p` only mentions). */
struct type *check_specs(struct checker *c, struct specs *s, bool alone)
{
    struct type *t = named_type(c, s, alone);

    if (s->align_expr)
        check_in(c, s->align_expr, PLACE_CONST);
    if (s->align_type)
        check_type_name(c, s->align_type);
    t = attr_apply(c, s->attrs, t);
    s->type = s->quals ? type_qualified(c->u, t, s->quals) : t;
    if (s->async || type_mentions_async(s->type))
        c->async_seen++;
    return s->type;
}
