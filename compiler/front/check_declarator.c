/* check_declarator.c - the type a declarator gives its name.
 *
 * Derivations stand from the name outwards, types are made from the specifiers inwards, so the list is walked by
 * recursion, its end first. `async` in the specifiers makes async the function type closest to them; where there is none
 * the whole declarator, but for its outermost arrays, is what a task yields:
 *
 *     async int *f(void)         an async function that yields int *
 *     async int (*op)(int)       a pointer to an async function
 *     async char *t[3]           three tasks that each yield char * */
#include "front/checker.h"

struct build {
    struct type *base;        /* of the specifiers */
    struct deriv *async_func; /* becomes async */
    struct deriv *task_from;  /* a task yields what begins here; NULL with `task` when that is the specifiers' type */
    bool task;
};

/* ---- arrays ----------------------------------------------------------------------------------------------------- */

/* The size that a type remembers. One that outlives its tree is for messages, unless it is evaluated. */
static struct expr *kept_size(struct checker *c, struct expr *size, bool evaluated)
{
    struct unit *u = c->u;
    struct expr *copy;

    if (u->types == &u->tree)
        return size;
    if (evaluated || size->replace) {
        u->keep_tree = true;
        return size;
    }
    copy = arena_new(&u->arena, struct expr);
    *copy = (struct expr){.kind = E_INT, .range = size->range, .type = size->type, .is_const = size->is_const, .value = size->value};
    return copy;
}

static struct type *array_type(struct checker *c, struct deriv *d, struct type *of)
{
    struct type *t = type_array(c->u, of, -1);
    struct constant size;

    t->star = d->star;
    t->incomplete = !d->size && !d->star;
    t->vm |= d->star;
    if (!d->size)
        return t;
    check_in(c, d->size, c->depth && c->place == PLACE_RUN ? PLACE_RUN : PLACE_TYPE);
    size = const_eval(c, d->size);
    if (size.kind == CONST_INT && size.i >= 0 && size.i <= INT64_MAX)
        t->length = (int64_t)size.i;
    t->vm |= size.kind == CONST_NO;
    t->size = kept_size(c, d->size, size.kind == CONST_NO);
    return t;
}

/* ---- functions -------------------------------------------------------------------------------------------------- */

static struct param *add_param(struct checker *c, struct param ***end, struct type *type, const struct declarator *d)
{
    struct param *p = arena_new(c->u->types, struct param);

    p->type = type;
    p->name = d ? d->name : NULL;
    p->sym = d ? d->sym : NULL;
    **end = p;
    *end = &p->next;
    return p;
}

/* `(void)` declares no parameters. */
static bool only_void(struct deriv *d)
{
    struct decl *p = d->params;

    return p && !p->next && !d->variadic && !(p->declarators && (p->declarators->name || p->declarators->derivs)) &&
           type_is_void(p->specs->type);
}

/* (a, b): the names stand for parameters that are declared later, or are int. */
static void old_style_params(struct checker *c, struct deriv *d, struct param **end)
{
    int i;

    for (i = 0; i < d->kr_count; i++) {
        struct symbol *sym = symbol_new(c, SYM_VAR, d->kr_names[i], d->kr_toks[i]);

        sym->type = basic(c, T_INT);
        sym->is_param = true;
        scope_bind(c, sym);
        resolve_token(c, d->kr_toks[i], sym);
        add_param(c, &end, sym->type, NULL)->sym = sym;
    }
}

static void keep_scope(struct checker *c, size_t mark)
{
    size_t i;

    c->kept.len = 0;
    for (i = mark; i < c->bound.len; i++)
        vec_push(&c->kept, c->bound.at[i]);
}

static struct type *function_type(struct checker *c, struct deriv *d, struct type *returns)
{
    struct type *f = type_function(c->u, returns);
    struct param **end = &f->params;
    struct function *fn = c->fn;
    enum place place = c->place;
    struct decl *p;
    size_t mark;

    f->prototype = !d->old_style;
    f->variadic = d->variadic;
    if (c->definition == d) /* its parameters are locals of the function to come */
        c->fn = NULL;
    else
        c->place = place == PLACE_RUN ? PLACE_TYPE : place;
    mark = scope_enter(c);
    if (d->kr_count)
        old_style_params(c, d, end);
    for (p = d->params; p; p = p->next) {
        check_param_decl(c, p);
        if (p->declarators && !(p == d->params && only_void(d)))
            add_param(c, &end, p->declarators->type, p->declarators);
    }
    if (c->definition == d)
        keep_scope(c, mark);
    c->fn = fn;
    scope_leave(c, mark);
    c->place = place;
    return f;
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

static struct type *build(struct checker *c, struct build *b, struct deriv *d)
{
    struct type *t;

    if (!d)
        return b->task && !b->task_from ? type_derived(c->u, T_TASK, b->base) : b->base;
    t = build(c, b, d->next);
    switch (d->kind) {
    case D_POINTER:
        t = type_pointer(c->u, t);
        t->quals = d->quals;
        break;
    case D_ARRAY:
        t = array_type(c, d, t);
        break;
    case D_FUNC:
        t = function_type(c, d, t);
        t->is_async = d == b->async_func;
        t->prototype |= t->is_async && !d->kr_count; /* `async int f()` takes nothing */
        break;
    }
    t = attr_apply(c, d->attrs, attr_convention(c, d->attrs, t));
    return b->task && d == b->task_from ? type_derived(c->u, T_TASK, t) : t;
}

static struct type *async_typedef(struct checker *c, struct type *f)
{
    f = type_copy(c->u, type_strip(f));
    f->is_async = true;
    return f;
}

struct type *declarator_type(struct checker *c, struct specs *specs, struct declarator *d)
{
    struct build b = {.base = specs->type};
    struct deriv *i, *derivs = d ? d->derivs : NULL;
    struct type *t;

    if (specs->async) {
        for (i = derivs; i; i = i->next)
            if (i->kind == D_FUNC)
                b.async_func = i;
        if (!b.async_func && type_strip(b.base)->kind == T_FUNC) {
            b.base = async_typedef(c, b.base);
        } else if (!b.async_func) {
            b.task = true;
            for (b.task_from = derivs; b.task_from && b.task_from->kind == D_ARRAY; b.task_from = b.task_from->next)
                ;
        }
    }
    t = attr_convention(c, specs->attrs, build(c, &b, derivs));
    return d ? attr_apply(c, d->attrs, attr_convention(c, d->attrs, t)) : t;
}

void check_evaluated_type_name(struct checker *c, struct type_name *n)
{
    unsigned seen = c->async_seen;

    if (n->type)
        return;
    check_specs(c, n->specs, false);
    n->type = declarator_type(c, n->specs, n->declarator);
    n->type = type_with_alignment(c->u, n->type, n->declarator ? attr_alignment(c, n->declarator->attrs) : 0);
    if (!n->declarator || !n->declarator->derivs)
        n->type = type_with_alignment(c->u, n->type, specs_alignment(c, n->specs));
    n->has_async = c->async_seen != seen || type_mentions_async(n->type);
    if (c->fn && n->specs->tag && n->specs->tag->has_body && !c->tags_open)
        vec_push_in(c->u->types, &c->fn->definitions, n);
}

void check_type_name(struct checker *c, struct type_name *n)
{
    enum place place = c->place;

    if (place < PLACE_TYPE)
        c->place = PLACE_TYPE;
    check_evaluated_type_name(c, n);
    c->place = place;
}
