/* build.c - builders of expressions and initialisers, and what all builders share. */
#include "ast/build.h"

#include "ast/build_list.h"
#include "base/diag.h"

#include <string.h>

struct range rhs_range(const struct range *rhs, int n)
{
    struct range r = {0, 0};
    int i = 0, j = n - 1;

    while (i < n && !rhs[i].first)
        i++;
    while (j > i && !rhs[j].first)
        j--;
    if (i < n)
        r = (struct range){rhs[i].first, rhs[j].last};
    return r;
}

struct range range_of(struct range first, struct range last)
{
    return (struct range){first.first ? first.first : last.first, last.first ? last.last : first.last};
}

/* One level above DEPTH. Past the limit nodes stay at it: the error is out, and nothing after the parser runs. */
uint16_t build_depth(struct build *b, unsigned depth, tok at)
{
    if (depth < NESTING_LIMIT)
        return (uint16_t)(depth + 1);
    if (!b->too_deep)
        diag(b->u, DIAG_TOO_DEEP, at, (struct range){0, 0});
    b->too_deep = true;
    return NESTING_LIMIT;
}

static unsigned deeper(unsigned depth, const struct expr *e)
{
    return e && e->depth > depth ? e->depth : depth;
}

struct expr *new_expr(struct build *b, enum expr_kind kind, struct range r)
{
    struct expr *e = arena_new(&b->u->tree, struct expr);

    e->kind = (uint8_t)kind;
    e->range = r;
    return e;
}

static struct expr *over(struct build *b, enum expr_kind kind, struct expr *x, struct expr *y, struct expr *z,
                         struct range r)
{
    struct expr *e = new_expr(b, kind, r);

    e->a = x;
    if (expr_fields[kind] & EXPR_B)
        e->b = y;
    if (expr_fields[kind] & EXPR_C)
        e->c = z;
    e->has_await = (x && x->has_await) || (y && y->has_await) || (z && z->has_await);
    e->depth = build_depth(b, deeper(deeper(deeper(0, x), y), z), r.first);
    return e;
}

struct expr *expr_ident(struct build *b, struct ident *name, struct range r)
{
    struct expr *e = new_expr(b, E_IDENT, r);

    e->name = name;
    return e;
}

/* nullptr, true, false */
struct expr *expr_word(struct build *b, unsigned kind, struct range r)
{
    struct expr *e = new_expr(b, (enum expr_kind)kind, r);

    e->value = kind == E_BOOL && token_at(b->u, r.first)->text[0] == 't';
    return e;
}

struct expr *expr_unary(struct build *b, enum expr_kind kind, struct expr *a, struct range r)
{
    return over(b, kind, a, NULL, NULL, r);
}

struct expr *expr_await(struct build *b, struct expr *a, struct range r)
{
    struct expr *e = over(b, E_AWAIT, a, NULL, NULL, r);

    e->has_await = true;
    b->awaits = true;
    return e;
}

struct expr *expr_two(struct build *b, enum expr_kind kind, int op, struct expr *l, struct expr *rhs, struct range r)
{
    struct expr *e = over(b, kind, l, rhs, NULL, r);

    e->op = (uint16_t)op;
    return e;
}

struct expr *expr_three(struct build *b, enum expr_kind kind, struct expr *x, struct expr *y, struct expr *z,
                        struct range r)
{
    return over(b, kind, x, y, z, r);
}

static void take_list(struct build *b, struct expr *e, struct expr *list)
{
    unsigned depth = 0;

    e->list = list;
    for (; list; list = list->next) {
        e->has_await |= list->has_await;
        depth = deeper(depth, list);
    }
    if (depth >= e->depth)
        e->depth = build_depth(b, depth, e->range.first);
}

/* Only builtins take types. */
static void check_args(struct build *b, const struct expr *callee, const struct expr *args)
{
    if (callee->kind == E_IDENT && !strncmp(callee->name->text, "__builtin_", 10))
        return;
    for (; args; args = args->next)
        if (args->kind == E_TYPE_ARG)
            diag(b->u, DIAG_TYPE_ARGUMENT, args->range.first, args->range);
}

struct expr *expr_call(struct build *b, struct expr *callee, struct expr_list args, struct range r)
{
    struct expr *e = over(b, E_CALL, callee, NULL, NULL, r);

    check_args(b, callee, args.first);
    take_list(b, e, args.first);
    return e;
}

struct expr *expr_member(struct build *b, enum expr_kind kind, struct expr *a, struct ident *name, struct range r)
{
    struct expr *e = over(b, kind, a, NULL, NULL, r);

    e->name = name;
    return e;
}

struct expr *expr_block(struct build *b, struct stmt *block, struct range r)
{
    struct expr *e = new_expr(b, E_STMT_EXPR, r);
    struct stmt *last = last_stmt(block);

    e->block = block;
    e->has_await = block->has_await;
    if (last && last->kind == S_EXPR)
        last->of_macro = false; /* its value is E's */
    e->depth = build_depth(b, block->depth, r.first);
    return e;
}

struct expr *expr_generic(struct build *b, struct expr *control, struct type_name *type, struct assoc_list assocs,
                          struct range r)
{
    struct expr *e = over(b, E_GENERIC, control, NULL, NULL, r);
    unsigned depth = e->depth;

    e->type_name = type;
    e->assocs = assocs.first;
    e->has_await = false; /* the control operand is not evaluated */
    for (struct generic_assoc *g = assocs.first; g; g = g->next) {
        e->has_await |= g->expr->has_await;
        depth = deeper(depth, g->expr);
    }
    e->depth = build_depth(b, depth, r.first);
    return e;
}

struct expr *expr_typed(struct build *b, enum expr_kind kind, struct type_name *type, struct expr *a, struct range r)
{
    struct expr *e = over(b, kind, a, NULL, NULL, r);

    e->type_name = type;
    return e;
}

struct expr *expr_compound(struct build *b, struct type_name *type, struct init *init, struct range r)
{
    struct expr *e = new_expr(b, E_COMPOUND, r);

    e->type_name = type;
    e->init = init;
    e->depth = build_depth(b, init->depth, r.first);
    e->has_await = build_init_awaits(b, init);
    return e;
}

/* The checker finds awaits in operands that are not evaluated. */
struct expr *expr_sizeof(struct build *b, unsigned kind, struct expr *a, struct type_name *type, struct range r)
{
    struct expr *e = over(b, (enum expr_kind)kind, a, NULL, NULL, r);

    e->has_await &= kind == E_SIZEOF; /* an array of variable length is evaluated */
    e->type_name = type;
    return e;
}

struct expr *expr_label(struct build *b, struct ident *name, struct range r)
{
    struct expr *e = new_expr(b, E_LABEL_ADDR, r);

    e->name = name;
    if (b->func)
        b->func->has_label_addr = true;
    return e;
}

struct expr *expr_types_compatible(struct build *b, struct type_name *one, struct type_name *two, struct range r)
{
    struct expr *e = new_expr(b, E_TYPES_COMPATIBLE, r);

    e->type_name = one;
    e->type2 = two;
    return e;
}

/* ---- offsetof --------------------------------------------------------------------------------------------------- */

/* While the path is read, `a` is the last index. */
struct expr *offset_member(struct build *b, struct expr *path, struct range r)
{
    return path ? path : new_expr(b, E_OFFSETOF, r);
}

struct expr *offset_index(struct expr *path, struct expr *index)
{
    if (path->a)
        path->a->next = index;
    else
        path->list = index;
    path->a = index;
    return path;
}

struct expr *expr_offsetof(struct build *b, struct type_name *type, struct expr *path, struct range r)
{
    path->range = r;
    path->type_name = type;
    path->a = NULL;
    take_list(b, path, path->list);
    return path;
}

/* ---- small things ----------------------------------------------------------------------------------------------- */

int assign_op(struct build *b, tok t)
{
    const char *text = token_at(b->u, t)->text;

    if (text[0] == '<')
        return OP_SHL;
    if (text[0] == '>')
        return OP_SHR;
    return text[0];
}

struct assoc_list new_assoc(struct build *b, struct type_name *type, struct expr *value)
{
    struct generic_assoc *g = arena_new(&b->u->tree, struct generic_assoc);

    g->type = type;
    g->expr = value;
    return (struct assoc_list){g, g};
}

struct assoc_list assocs_join(struct assoc_list l, struct assoc_list more)
{
    LIST_JOIN(l, more);
    return l;
}

struct expr_list exprs_add(struct expr_list l, struct expr *e)
{
    LIST_ADD(l, e);
    return l;
}

/* ---- initialisers ----------------------------------------------------------------------------------------------- */

struct init *init_expr(struct build *b, struct expr *e, struct range r)
{
    struct init *i = arena_new(&b->u->tree, struct init);

    i->range = r;
    i->expr = e;
    i->depth = e->depth;
    return i;
}

struct init *init_braced(struct build *b, struct init_list l, struct range r)
{
    struct init *i = arena_new(&b->u->tree, struct init);
    unsigned depth = 0;

    i->range = r;
    i->is_list = true;
    i->list = l.first;
    for (const struct init *k = l.first; k; k = k->next)
        depth = k->depth > depth ? k->depth : depth;
    i->depth = build_depth(b, depth, r.first);
    return i;
}

struct init *init_designated(struct init *i, struct designator_list l, struct range r)
{
    i->designators = l.first;
    i->range = r;
    return i;
}

static bool is_constant(const struct expr *e)
{
    return e->kind == E_INT || e->kind == E_FLOAT || e->kind == E_CHAR;
}

static bool is_number(const struct init *i)
{
    const struct expr *e = i->designators ? NULL : i->expr;

    return e && (is_constant(e) || (e->kind == E_NEG && is_constant(e->a)));
}

/* The number I, the element after LAST, which is one, too: nothing is different about it, so it needs no nodes. */
static void count_number(struct build *b, struct init *last, struct init *i)
{
    struct expr *e = i->expr, *first = e->kind == E_NEG ? e->a : e;
    size_t size = (e == first ? 1 : 2) * sizeof *e + sizeof *i;

    last->count = last->count ? last->count + 1 : 2;
    last->range.last = i->range.last;
    last->depth = i->depth > last->depth ? i->depth : last->depth;
    if ((char *)first + size == (char *)(i + 1))
        arena_give_back(&b->u->tree, first, size);
}

/* A table of numbers may be the most of a program. Short lists stay as they are: who looks for a value finds it. */
struct init_list inits_add(struct build *b, struct init_list l, struct init *i)
{
    enum { SHORT = 16 };

    if (l.count++ >= SHORT && is_number(l.last) && is_number(i))
        count_number(b, l.last, i);
    else
        LIST_ADD(l, i);
    return l;
}

struct designator_list new_designator(struct build *b, struct ident *name, struct expr *first, struct expr *last,
                                      struct range r)
{
    struct designator *d = arena_new(&b->u->tree, struct designator);

    d->name = name;
    d->first = first;
    d->last = last;
    d->range = r;
    return (struct designator_list){d, d};
}

struct designator_list designators_join(struct designator_list l, struct designator_list more)
{
    LIST_JOIN(l, more);
    return l;
}

static bool init_awaits(const struct init *i)
{
    if (i->expr)
        return i->expr->has_await;
    for (i = i->list; i; i = i->next)
        if (init_awaits(i))
            return true;
    return false;
}

bool build_init_awaits(struct build *b, const struct init *i)
{
    return b->awaits && i && init_awaits(i);
}
