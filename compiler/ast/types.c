/* types.c - making types and asking about them.
 *
 * A typedef's sugar (T_TYPEDEF) keeps in `base` the type it stands for without any sugar on top and with the qualifiers
 * that were added to the sugar, so stripping it never has to make a type. */
#include "ast/target.h"
#include "ast/types.h"

#include <string.h>

/* ---- making ----------------------------------------------------------------------------------------------------- */

static const struct type basics[T_TYPEDEF + 1] = {
#define BASIC(k) [k] = {.kind = k, .length = -1}
    BASIC(T_UNKNOWN), BASIC(T_VOID), BASIC(T_BOOL), BASIC(T_CHAR), BASIC(T_SCHAR), BASIC(T_UCHAR), BASIC(T_SHORT),
    BASIC(T_USHORT), BASIC(T_INT), BASIC(T_UINT), BASIC(T_LONG), BASIC(T_ULONG), BASIC(T_LLONG), BASIC(T_ULLONG),
    BASIC(T_INT128), BASIC(T_UINT128), BASIC(T_FLOAT16), BASIC(T_BFLOAT16), BASIC(T_FLOAT), BASIC(T_DOUBLE),
    BASIC(T_LDOUBLE), BASIC(T_FLOAT128), BASIC(T_FLOAT32_T), BASIC(T_FLOAT64_T), BASIC(T_FLOAT128_T), BASIC(T_FLOAT32X),
    BASIC(T_FLOAT64X), BASIC(T_DECIMAL32), BASIC(T_DECIMAL64), BASIC(T_DECIMAL128), BASIC(T_NULLPTR), BASIC(T_VA_LIST),
#undef BASIC
};

struct type *type_basic(struct unit *u, enum type_kind k)
{
    (void)u;
    return (struct type *)&basics[k]; /* shared and never written: qualified variants are copies */
}

struct type *type_new(struct unit *u, enum type_kind kind)
{
    struct type *t = arena_new(u->types, struct type);

    t->kind = kind;
    t->length = -1;
    return t;
}

struct type *type_copy(struct unit *u, struct type *t)
{
    struct type *copy = arena_new(u->types, struct type);

    *copy = *t;
    return copy;
}

struct type *type_derived(struct unit *u, enum type_kind kind, struct type *base)
{
    struct type *t = type_new(u, kind);

    t->base = base;
    t->vm = base->vm;
    return t;
}

struct type *type_pointer(struct unit *u, struct type *to)
{
    return type_derived(u, T_POINTER, to);
}

struct type *type_array(struct unit *u, struct type *base, int64_t length)
{
    struct type *t = type_derived(u, T_ARRAY, base);

    t->length = length;
    return t;
}

struct type *type_vector(struct unit *u, struct type *base, int64_t length)
{
    struct type *t = type_derived(u, T_VECTOR, base);

    t->length = length;
    return t;
}

struct type *type_function(struct unit *u, struct type *ret)
{
    return type_derived(u, T_FUNC, ret);
}

struct type *type_with_alignment(struct unit *u, struct type *t, int64_t aligned)
{
    if (!aligned || aligned > INT32_MAX)
        return t;
    t = type_copy(u, t);
    t->aligned = (int)aligned;
    if (t->kind == T_TYPEDEF)
        t->base = type_with_alignment(u, t->base, aligned);
    return t;
}

struct type *type_qualified(struct unit *u, struct type *t, unsigned quals)
{
    if ((type_quals(t) | quals) == type_quals(t) && (t->kind != T_TYPEDEF || (t->quals | quals) == t->quals))
        return t;
    if (t->kind == T_UNKNOWN)
        return t;
    t = type_copy(u, t);
    switch (t->kind) {
    case T_ARRAY: /* 6.7.3p9: the elements are qualified, not the array */
        t->base = type_qualified(u, t->base, quals);
        return t;
    case T_TYPEDEF:
        t->base = type_qualified(u, t->base, quals);
        break;
    default:
        break;
    }
    t->quals |= (uint8_t)quals;
    return t;
}

struct type *type_unqualified(struct unit *u, struct type *t)
{
    if (!type_quals(t))
        return t;
    if (t->kind == T_TYPEDEF && !type_quals(t->name->type)) { /* the sugar was qualified, not what it names */
        t = type_copy(u, t);
        t->quals = 0;
        t->base = type_strip(t->name->type);
        return t;
    }
    t = type_copy(u, type_strip(t));
    if (t->kind == T_ARRAY)
        t->base = type_unqualified(u, t->base);
    t->quals = 0;
    return t;
}

struct type *type_strip(struct type *t)
{
    return t->kind == T_TYPEDEF ? t->base : t;
}

/* ---- asking ----------------------------------------------------------------------------------------------------- */

unsigned type_quals(struct type *t)
{
    t = type_strip(t);
    while (t->kind == T_ARRAY)
        t = type_strip(t->base);
    return t->quals;
}

struct type *type_plain(struct type *t)
{
    t = type_strip(t);
    if (t->kind == T_ENUM && t->tag->underlying)
        return type_strip(t->tag->underlying);
    return t;
}

bool type_is_unknown(struct type *t)
{
    return type_strip(t)->kind == T_UNKNOWN;
}

bool type_is_integer(struct type *t)
{
    enum type_kind k = type_strip(t)->kind;

    return (k >= T_BOOL && k <= T_BITINT) || k == T_ENUM;
}

bool type_is_floating(struct type *t)
{
    enum type_kind k = type_strip(t)->kind;

    return k >= T_FLOAT16 && k <= T_DECIMAL128;
}

bool type_is_arithmetic(struct type *t)
{
    return type_is_integer(t) || type_is_floating(t) || type_strip(t)->kind == T_COMPLEX;
}

struct type *type_void_pointer(struct unit *u, struct type *t)
{
    struct type *to = type_strip(type_strip(t)->base);
    unsigned quals = to->quals;

    for (; to->kind == T_ARRAY; quals |= to->quals)
        to = type_strip(to->base);
    return type_pointer(u, type_qualified(u, type_basic(u, T_VOID), quals & (Q_CONST | Q_VOLATILE)));
}

bool type_is_scalar(struct type *t)
{
    enum type_kind k = type_strip(t)->kind;

    return type_is_arithmetic(t) || k == T_POINTER || k == T_NULLPTR;
}

bool type_is_flexible(struct type *t)
{
    t = type_strip(t);
    while (t->kind == T_ARRAY)
        t = type_strip(t->base);
    return type_is_record(t) && t->tag->flexible;
}

bool type_is_pointer(struct type *t)
{
    return type_strip(t)->kind == T_POINTER;
}

bool type_is_record(struct type *t)
{
    enum type_kind k = type_strip(t)->kind;

    return k == T_STRUCT || k == T_UNION;
}

bool type_is_array(struct type *t)
{
    return type_strip(t)->kind == T_ARRAY;
}

bool type_is_void(struct type *t)
{
    return type_strip(t)->kind == T_VOID;
}

bool type_int_is_unsigned(struct unit *u, struct type *t)
{
    return type_is_unsigned(t) || (u->target->unsigned_char && type_strip(t)->kind == T_CHAR);
}

bool type_is_unsigned(struct type *t)
{
    t = type_plain(t);
    switch (t->kind) {
    case T_BOOL: case T_UCHAR: case T_USHORT: case T_UINT: case T_ULONG: case T_ULLONG: case T_UINT128:
        return true;
    case T_BITINT:
        return t->is_unsigned;
    default:
        return false;
    }
}

int type_int_bits(struct unit *u, struct type *t)
{
    t = type_plain(t);
    switch (t->kind) {
    case T_BOOL:
        return 1;
    case T_BITINT:
        return t->bits;
    default:
        return (int)type_size(u, t) * 8;
    }
}

/* ---- async ------------------------------------------------------------------------------------------------------ */

struct type *type_callee(struct type *t)
{
    t = type_strip(t);
    if (t->kind == T_POINTER)
        t = type_strip(t->base);
    return t->kind == T_FUNC ? t : NULL;
}

struct type *type_async_callee(struct type *t)
{
    t = type_callee(t);
    return t && t->is_async ? t : NULL;
}

bool type_is_task(struct type *t)
{
    return type_strip(t)->kind == T_TASK;
}

bool type_is_task_handle(struct type *t)
{
    t = type_strip(t);
    if (t->kind != T_POINTER)
        return false;
    t = type_strip(t->base);
    return t->kind == T_STRUCT && t->tag->name && t->tag->name->len == 7 && !memcmp(t->tag->name->text, "ac_task", 7);
}

static bool func_mentions_async(struct type *f)
{
    struct param *p;

    if (f->is_async)
        return true;
    for (p = f->params; p; p = p->next)
        if (type_mentions_async(p->type))
            return true;
    return false;
}

bool type_mentions_async(struct type *t)
{
    for (; t; t = t->base) {
        switch (t->kind) {
        case T_TASK:
            return true;
        case T_TYPEDEF: /* asked once, when the name was met */
            return t->async_inside;
        case T_FUNC:
            if (func_mentions_async(t))
                return true;
            break;
        case T_STRUCT:
        case T_UNION:
            return !t->tag->name && t->tag->has_async;
        default:
            break;
        }
    }
    return false;
}

static void add_tag(struct tag_list *to, struct tag *tag)
{
    for (size_t i = 0; i < to->len; i++)
        if (to->at[i] == tag)
            return;
    vec_push(to, tag);
}

static void add_tags_of(struct type *t, struct tag_list *to)
{
    for (; t && t->kind != T_TYPEDEF; t = t->base) {
        if (t->kind == T_FUNC)
            type_parameter_tags(t, to);
        if (t->tag && t->tag->local && t->tag->sym)
            add_tag(to, t->tag);
    }
}

void type_parameter_tags(struct type *fn, struct tag_list *to)
{
    for (struct param *p = fn->params; p; p = p->next)
        add_tags_of(p->type, to);
}

/* ---- values and members ----------------------------------------------------------------------------------------- */

static struct type *new_value_type(struct unit *u, struct type *t)
{
    struct type *plain = type_strip(t);

    if (plain->kind == T_ARRAY)
        return type_pointer(u, plain->base);
    if (plain->kind == T_FUNC)
        return type_pointer(u, t);
    return type_unqualified(u, t);
}

struct type *type_of_value(struct unit *u, struct type *t)
{
    const struct type *plain = type_strip(t);
    struct value_type *v = &u->value_types[((uintptr_t)t >> 4 ^ (uintptr_t)t >> 9) % VALUE_TYPES];

    if (plain->kind != T_ARRAY && plain->kind != T_FUNC && !plain->quals) /* nothing to make */
        return t;
    if (v->of != t || v->in != u->types)
        *v = (struct value_type){t, new_value_type(u, t), u->types};
    return v->made;
}

struct type *expr_value_type(struct unit *u, struct expr *e)
{
    return e->type ? type_of_value(u, e->type) : type_basic(u, T_UNKNOWN);
}

struct member *type_find_member(struct type *record, struct ident *name, int64_t *offset)
{
    struct member *m, *found;
    int64_t inner = 0;

    record = type_strip(record);
    if (record->kind != T_STRUCT && record->kind != T_UNION)
        return NULL;
    for (m = record->tag->members; m; m = m->next) {
        if (m->name == name)
            found = m;
        else if (!m->name && m->bits < 0)
            found = type_find_member(m->type, name, &inner);
        else
            continue;
        if (!found)
            continue;
        if (offset)
            *offset = *offset < 0 || m->offset < 0 || inner < 0 ? -1 : *offset + m->offset + inner;
        return found;
    }
    return NULL;
}
