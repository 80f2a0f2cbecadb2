/* compat.c - are two types the same to C, and what do two declarations of one thing say together (C17 6.2.7). */
#include "ast/types.h"

static bool compatible_params(struct type *a, struct type *b)
{
    struct param *p = a->params, *q = b->params;

    if (a->variadic != b->variadic)
        return false;
    for (; p && q; p = p->next, q = q->next)
        if (!type_compatible_unqualified(p->type, q->type))
            return false;
    return !p && !q;
}

/* Against a declaration without prototype, the parameters must be what the default promotions leave alone. */
static bool promotes_to_itself(struct type *f)
{
    struct param *p;

    if (f->variadic)
        return false;
    for (p = f->params; p; p = p->next) {
        enum type_kind k = type_plain(p->type)->kind;

        if ((k >= T_BOOL && k <= T_USHORT) || k == T_FLOAT)
            return false;
    }
    return true;
}

static bool compatible_functions(struct type *a, struct type *b)
{
    if (a->is_async != b->is_async || !type_compatible_unqualified(a->base, b->base))
        return false;
    if (a->prototype && b->prototype)
        return compatible_params(a, b);
    return promotes_to_itself(a->prototype ? a : b);
}

bool type_compatible_unqualified(struct type *a, struct type *b)
{
    a = type_strip(a);
    b = type_strip(b);
    if (a == b || a->kind == T_UNKNOWN || b->kind == T_UNKNOWN)
        return true;
    if (a->kind != b->kind) {
        if (a->kind == T_ENUM && a->tag->underlying)
            return type_strip(a->tag->underlying)->kind == b->kind;
        return b->kind == T_ENUM && b->tag->underlying && type_strip(b->tag->underlying)->kind == a->kind;
    }
    switch (a->kind) {
    case T_STRUCT:
    case T_UNION:
    case T_ENUM:
        return a->tag == b->tag;
    case T_BITINT:
        return a->bits == b->bits && a->is_unsigned == b->is_unsigned;
    case T_ARRAY:
        return type_compatible(a->base, b->base) && (a->length < 0 || b->length < 0 || a->length == b->length);
    case T_VECTOR:
        return type_compatible(a->base, b->base) && a->length == b->length;
    case T_FUNC:
        return compatible_functions(a, b);
    case T_POINTER:
    case T_COMPLEX:
    case T_TASK:
        return type_compatible(a->base, b->base);
    default:
        return true;
    }
}

bool type_compatible(struct type *a, struct type *b)
{
    return type_quals(a) == type_quals(b) && type_compatible_unqualified(a, b);
}

static struct param *composite_params(struct unit *u, struct param *p, struct param *q)
{
    struct param *head = NULL, **end = &head;

    for (; p && q; p = p->next, q = q->next) {
        struct param *made = arena_new(u->types, struct param);

        *made = *p;
        made->type = type_composite(u, p->type, q->type);
        made->next = NULL;
        *end = made;
        end = &made->next;
    }
    return head;
}

static bool array_gains(struct type *a, struct type *b)
{
    return a->length < 0 && (b->length >= 0 || (a->incomplete && !b->incomplete));
}

/* The composite of what A and B are derived from, or NULL when A's own will do. */
static struct type *composite_base(struct unit *u, struct type *a, struct type *b)
{
    struct type *base = a->base && b->base ? type_composite(u, a->base, b->base) : a->base;

    return base == a->base ? NULL : base;
}

struct type *type_composite(struct unit *u, struct type *a, struct type *b)
{
    struct type *pa = type_strip(a), *pb = type_strip(b), *base, *made;

    if (pa == pb || pa->kind != pb->kind)
        return a;
    if (pa->kind != T_POINTER && pa->kind != T_ARRAY && pa->kind != T_FUNC)
        return a;
    if (pa->kind == T_FUNC && !pa->prototype && pb->prototype)
        return b;
    base = composite_base(u, pa, pb);
    if (!base && !(pa->kind == T_ARRAY && array_gains(pa, pb)) && !(pa->kind == T_FUNC && pa->params && pb->params))
        return a;
    made = type_copy(u, pa);
    if (base)
        made->base = base;
    if (pa->kind == T_ARRAY && array_gains(pa, pb)) {
        made->length = pb->length;
        made->size = pb->size;
        made->incomplete = pb->incomplete;
        made->vm = pb->vm;
    }
    if (pa->kind == T_FUNC && pa->prototype && pb->prototype)
        made->params = composite_params(u, pa->params, pb->params);
    return made;
}
