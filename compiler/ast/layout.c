/* layout.c - sizes, alignments and offsets as gcc and clang have them. */
#include "ast/target.h"
#include "ast/types.h"

/* Where target.h does not say otherwise. */
static const int8_t sizes[T_TYPEDEF + 1] = {
    [T_VOID] = 1, /* GNU */ [T_BOOL] = 1, [T_CHAR] = 1, [T_SCHAR] = 1, [T_UCHAR] = 1, [T_SHORT] = 2, [T_USHORT] = 2,
    [T_INT] = 4, [T_UINT] = 4, [T_LLONG] = 8, [T_ULLONG] = 8, [T_INT128] = 16, [T_UINT128] = 16,
    [T_FLOAT16] = 2, [T_BFLOAT16] = 2, [T_FLOAT] = 4, [T_DOUBLE] = 8, [T_FLOAT128] = 16, [T_FLOAT32_T] = 4, [T_FLOAT64_T] = 8,
    [T_FLOAT128_T] = 16, [T_FLOAT32X] = 8, [T_DECIMAL32] = 4, [T_DECIMAL64] = 8, [T_DECIMAL128] = 16, [T_FUNC] = 1, /* GNU */
};

static int scalar_size(const struct target *t, enum type_kind kind)
{
    switch (kind) {
    case T_LONG: case T_ULONG: return t->longs;
    case T_LDOUBLE: return t->long_double;
    case T_FLOAT64X: return t->long_double > 8 ? t->long_double : 16;
    case T_NULLPTR: case T_POINTER: case T_TASK: return t->pointer;
    case T_VA_LIST: return t->va_list;
    default: return sizes[kind];
    }
}

static int scalar_align(const struct target *t, enum type_kind kind)
{
    int size = scalar_size(t, kind);

    switch (kind) {
    case T_LDOUBLE: case T_FLOAT64X: return t->align_long_double;
    case T_VA_LIST: return t->align_va_list;
    case T_DECIMAL64: return size;
    default: return size == 8 ? t->align_eight : size > t->align_most ? t->align_most : size;
    }
}

static int64_t round_up(int64_t n, int64_t to)
{
    return (n + to - 1) / to * to;
}

static int64_t round_up_pow2(int64_t n)
{
    int64_t p = 1;

    while (p < n)
        p *= 2;
    return p;
}

static int64_t bitint_size(struct unit *u, int bits)
{
    if (bits <= 64)
        return round_up_pow2((bits + 7) / 8);
    return round_up(bits, u->target->pointer * 8) / 8;
}

/* SIZE of one element times LENGTH, -1 when it is not known or too large. */
static int64_t elements(int64_t size, int64_t length)
{
    int64_t total;

    if (size < 0 || length < 0 || __builtin_mul_overflow(size, length, &total))
        return -1;
    return total;
}

int64_t type_size(struct unit *u, struct type *t)
{
    t = type_strip(t);
    switch (t->kind) {
    case T_UNKNOWN:
        return -1;
    case T_BITINT:
        return t->bits > 0 ? bitint_size(u, t->bits) : -1;
    case T_COMPLEX:
        return elements(type_size(u, t->base), 2);
    case T_ENUM:
        return t->tag->underlying ? type_size(u, t->tag->underlying) : -1;
    case T_STRUCT:
    case T_UNION:
        return t->tag->complete ? t->tag->size : -1;
    case T_ARRAY:
        return elements(type_size(u, t->base), t->length);
    case T_VECTOR:
        return elements(type_size(u, t->base), t->length);
    default:
        return scalar_size(u->target, t->kind);
    }
}

static int64_t natural_align(struct unit *u, struct type *t)
{
    int64_t size;

    switch (t->kind) {
    case T_UNKNOWN:
        return -1;
    case T_BITINT:
        size = bitint_size(u, t->bits);
        return size > 8 ? 8 : size;
    case T_COMPLEX:
    case T_ARRAY:
        return type_align(u, t->base);
    case T_ENUM:
        return t->tag->underlying ? type_align(u, t->tag->underlying) : -1;
    case T_STRUCT:
    case T_UNION:
        return t->tag->complete ? t->tag->align : -1;
    case T_VECTOR:
        size = round_up_pow2(type_size(u, t));
        if (u->target->arm && size > u->target->align_most)
            size = u->target->align_most;
        return type_size(u, t) > 0 ? size : -1;
    default:
        return scalar_align(u->target, t->kind);
    }
}

int64_t type_align(struct unit *u, struct type *t)
{
    int64_t align, size;

    t = type_strip(t);
    if (t->aligned)
        return t->aligned;
    align = natural_align(u, t);
    if (!(t->quals & Q_ATOMIC))
        return align;
    size = type_size(u, t); /* what can be loaded at once is aligned for it */
    return size <= 16 && size > align && !(size & (size - 1)) ? size : align;
}

/* ---- records ---------------------------------------------------------------------------------------------------- */

struct layout {
    struct unit *u;
    bool is_union;
    int64_t pack;  /* #pragma pack, 0: none */
    int64_t bit;   /* where the next member may start */
    int64_t end;   /* of the longest member, in bits */
    int64_t align; /* bytes */
};

static int64_t member_align(struct layout *l, struct member *m)
{
    int64_t align = type_align(l->u, m->type);

    return l->pack && align > l->pack ? l->pack : align;
}

/* A member of a packed record has a type with alignment 1 (see check_tags.c); such bit-fields have no gaps. */
static void place_bits(struct layout *l, struct member *m, int64_t size, int64_t align)
{
    int64_t unit = align * 8, span;
    bool packed = m->type->aligned == 1;

    if ((m->name || l->u->target->arm) && align > l->align)
        l->align = align;
    if (m->bits == 0) {
        l->bit = round_up(l->bit, unit);
        return;
    }
    if (m->type->aligned > size) /* an attribute of its own */
        l->bit = round_up(l->bit, unit);
    span = l->bit % unit + m->bits;
    if (!packed && round_up(span, unit) > round_up(size * 8, unit))
        l->bit = round_up(l->bit, unit);
    m->offset = l->bit / 8;
    l->bit += m->bits;
}

static void place(struct layout *l, struct member *m, int64_t size, int64_t align)
{
    l->bit = round_up(l->bit, align * 8);
    if (align > l->align)
        l->align = align;
    m->offset = l->bit / 8;
    l->bit += size * 8;
}

void layout_record(struct unit *u, struct tag *tag, int64_t pack)
{
    struct layout l = {.u = u, .is_union = tag->kind == T_UNION, .pack = pack, .align = 1};
    struct member *m;
    bool known = true;

    for (m = tag->members; m; m = m->next) {
        struct type *t = type_strip(m->type);
        int64_t size = t->kind == T_ARRAY && t->incomplete ? 0 : type_size(u, t), align = member_align(&l, m);

        m->offset = -1;
        if (size < 0 || align <= 0 || size > INT64_MAX / 64)
            known = false;
        if (!known)
            continue;
        if (m->bits >= 0)
            place_bits(&l, m, size, align);
        else
            place(&l, m, size, align);
        if (l.bit > l.end)
            l.end = l.bit;
        if (l.is_union)
            l.bit = 0;
    }
    if (tag->aligned > l.align)
        l.align = tag->aligned;
    tag->align = known ? l.align : -1;
    tag->size = known ? round_up(round_up(l.end, 8) / 8, l.align) : -1;
}

int type_over_align(struct unit *u, struct type *t)
{
    int64_t align = type_align(u, t);

    return align > u->target->align_most ? (int)align - 1 : 0;
}
