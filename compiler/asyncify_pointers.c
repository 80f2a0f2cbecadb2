/* asyncify_pointers.c - pointers to functions as pointers to async ones.
 *
 * Those of one type become async together with all functions whose address one of them gets, or none does. They stay plain
 * where one is called in a function that stays plain, is cast, comes from a header or from another file, or stands in a
 * declaration where `_Async` would say something of more than the pointer. */
#include "asyncify_internal.h"

#include "ast/types.h"

/* The one for functions of type T. Without a prototype, T may be the type of many. */
static struct candidate *candidate_of(struct asyncify *a, struct type *t)
{
    struct candidate *found = NULL;

    for (size_t i = 0; i < a->pointers.len; i++) {
        struct candidate *c = a->pointers.at[i];

        if (!type_compatible(c->type, t))
            continue;
        c->plain |= !t->prototype;
        found = found ? found : c;
    }
    if (!found) {
        found = arena_new(&a->u->arena, struct candidate);
        found->type = t;
        found->plain = t->variadic || !t->prototype;
        vec_push(&a->pointers, found);
    }
    return found;
}

struct candidate *pointed_candidate(struct asyncify *a, struct expr *callee)
{
    struct type *t = callee->type ? type_callee(callee->type) : NULL;

    return a->with_pointers && t ? candidate_of(a, t) : NULL;
}

static void keep_plain(struct asyncify *a, struct type *t)
{
    struct type *f = t ? type_callee(t) : NULL;

    if (f)
        candidate_of(a, f)->plain = true;
}

/* ---- declarations ------------------------------------------------------------------------------------------------ */

/* The function type that STEP of a declarator of type T makes; a parameter's is a pointer. */
static struct type *type_at(struct type *t, const struct declarator *dr, const struct deriv *step)
{
    for (const struct deriv *d = dr->derivs; t && d != step; d = d->next)
        t = type_strip(t)->base;
    return t ? type_callee(t) : NULL;
}

static bool has_one_function_step(const struct declarator *dr)
{
    int n = 0;

    for (const struct deriv *step = dr->derivs; step; step = step->next)
        n += step->kind == D_FUNC;
    return n == 1;
}

static void note_declarator(struct asyncify *a, struct decl *d, struct declarator *dr)
{
    bool alone = dr == d->declarators && !dr->next && !dr->attrs && has_one_function_step(dr);
    bool declares = d->kind != DECL_PARAM && !(d->specs->storage & ST_TYPEDEF);

    for (struct deriv *step = dr->derivs; step; step = step->next) {
        struct type *t = step->kind == D_FUNC ? type_at(dr->type, dr, step) : NULL;

        if (!t)
            continue;
        for (struct decl *param = step->params; param; param = param->next)
            note_pointers(a, param);
        if (step == dr->derivs && declares)
            continue;
        if (alone)
            vec_push(&a->places, (struct place){.kind = A_POINTER, .callee = candidate_of(a, t), .specs = d->specs});
        else
            candidate_of(a, t)->plain = true;
    }
}

static void note_fields(struct asyncify *a, const struct specs *s)
{
    for (struct decl *field = s->tag ? s->tag->fields : NULL; field; field = field->next)
        note_pointers(a, field);
}

void note_pointers(struct asyncify *a, struct decl *d)
{
    if (!a->with_pointers || !d->specs || range_empty(d->specs->range) || token_at(a->u, d->range.first)->flags & TOK_SYSTEM)
        return;
    note_fields(a, d->specs);
    for (struct declarator *dr = d->declarators; dr; dr = dr->next)
        note_declarator(a, d, dr);
}

/* ---- expressions ------------------------------------------------------------------------------------------------- */

static void note_type_name(struct asyncify *a, const struct type_name *name)
{
    note_fields(a, name->specs);
    for (struct deriv *step = name->declarator ? name->declarator->derivs : NULL; step; step = step->next)
        if (step->kind == D_FUNC)
            keep_plain(a, type_at(name->type, name->declarator, step));
}

static void note_cast(struct asyncify *a, struct expr *e)
{
    if (type_is_void(e->type_name->type))
        return;
    keep_plain(a, e->a->type);
    if (!e->a->is_const)
        keep_plain(a, e->type_name->type);
}

/* A member of a struct from a header. */
static bool is_systems(struct asyncify *a, const struct expr *e)
{
    struct type *t = e->a->type ? type_strip(e->a->type) : NULL;

    if (t && t->kind == T_POINTER)
        t = type_strip(t->base);
    return t && t->tag && token_at(a->u, t->tag->def.first)->flags & TOK_SYSTEM;
}

/* The name of a function, not called: C, or NULL if it cannot be async. */
static void note_function(struct asyncify *a, struct expr *name, struct candidate *c)
{
    if (!c) {
        keep_plain(a, name->type);
        return;
    }
    a->fine[name->range.first] = true;
    vec_push(&a->places, (struct place){.kind = A_VALUE, .in = c, .callee = candidate_of(a, c->func->type)});
}

void note_value(struct asyncify *a, struct expr *e, struct candidate *c)
{
    if (!a->with_pointers)
        return;
    if (expr_type_name(e))
        note_type_name(a, expr_type_name(e));
    if (e->kind == E_CAST)
        note_cast(a, e);
    if (e->kind == E_CALL && called_function(e) && !called_function(e)->defined)
        for (struct expr *arg = e->list; arg; arg = arg->next)
            keep_plain(a, arg->type);
    if ((e->kind == E_MEMBER || e->kind == E_ARROW) && is_systems(a, e))
        keep_plain(a, e->type);
    if (e->kind == E_IDENT && e->sym && e->sym->kind == SYM_FUNC)
        note_function(a, e, c);
}

void note_symbols(struct asyncify *a)
{
    for (tok t = 1; a->with_pointers && t < a->u->tokens.len; t++) {
        const struct symbol *sym = token_symbol(a->u, t);
        struct type *type = sym && sym->type ? type_strip(sym->type) : NULL;
        bool foreign = sym && (token_at(a->u, sym->at)->flags & TOK_SYSTEM || (sym->kind == SYM_FUNC && !sym->defined));

        if (!type || !foreign || token_at(a->u, t)->flags & TOK_SYSTEM)
            continue;
        if (type->kind != T_FUNC) {
            keep_plain(a, type);
            continue;
        }
        keep_plain(a, type->base);
        for (const struct param *p = type->params; p; p = p->next)
            keep_plain(a, p->type);
    }
}
