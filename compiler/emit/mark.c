/* mark.c - which nodes cannot be printed as their tokens.
 *
 * gives: `touched` on every expression, statement and declaration at or above a change: a replacement, a call that makes
 * a task, a type that mentions async, a variable that lives in the frame, a local type that moved to file scope. All
 * else prints as it stands in the source. */
#include "emit/internal.h"

static bool mark_stmt(struct stmt *s);
static bool mark_inner_decl(struct decl *d);

static bool mark_type_name(struct type_name *t)
{
    return t && t->has_async;
}

static bool mark_init(struct init *init);

/* An expression may be reached by several ways, through what replaces others. */
bool mark_expr(struct expr *e)
{
    struct kids k;
    bool touched = e->replace != NULL || e->spawned || e->run_call || e->kind == E_AWAIT || e->kind == E_TEMP ||
                   e->kind == E_RAW || range_empty(e->range) || assigns_task(e) || compares_constant_with_itself(e);

    if (e->marked)
        return e->touched;
    e->marked = true;
    if (e->replace)
        mark_expr(e->replace);
    if (e->kind == E_STMT_EXPR) {
        touched |= mark_stmt(e->block);
    } else if (e->kind == E_COMPOUND) {
        touched |= mark_init(e->init);
    } else {
        if (e->kind == E_RAW) {
            for (struct expr *hole = e->a; hole; hole = hole->next)
                mark_expr(hole);
            return e->touched = true;
        }
        kids_get(&k, e);
        for (size_t i = 0; i < k.len; i++)
            touched |= mark_expr(k.at[i]);
        kids_free(&k);
    }
    touched |= mark_type_name(expr_type_name(e));
    if (e->kind == E_TYPES_COMPATIBLE)
        touched |= mark_type_name(e->type2);
    if (e->kind == E_GENERIC)
        for (struct generic_assoc *a = e->assocs; a; a = a->next) {
            touched |= mark_type_name(a->type);
            touched |= mark_expr(a->expr);
        }
    return e->touched = touched;
}

static bool mark_init(struct init *init)
{
    bool touched = false;

    if (init->expr)
        touched |= mark_expr(init->expr);
    for (struct init *i = init->list; i; i = i->next)
        touched |= mark_init(i);
    return touched;
}

/* Must the declaration of SYM be written anew? */
static bool declares_anew(struct symbol *sym)
{
    if (!sym)
        return false;
    if (sym->var && (sym->var->store || sym->var->sizes || (sym->var->zeroed && sym->var->home == VAR_SAVED)))
        return true;
    if (sym->stood_in || (sym->var && (sym->var->home == VAR_PINNED || sym->cleanup)))
        return true;
    return is_requalified(sym) || (sym->type && type_mentions_async(sym->type));
}

static bool mark_declarator(struct declarator *d)
{
    bool touched = declares_anew(d->sym);

    for (struct deriv *v = d->derivs; v; v = v->next)
        if (v->kind == D_ARRAY && v->size)
            touched |= mark_expr(v->size);
    if (d->init)
        touched |= mark_init(d->init);
    return touched;
}

static bool mark_inner_decl(struct decl *d)
{
    bool touched = d->has_async || d->async_header;

    if (d->kind == DECL_FUNC)
        return false;
    for (struct declarator *x = d->declarators; x; x = x->next)
        touched |= mark_declarator(x);
    if (d->specs && d->specs->tag && d->specs->tag->tag && d->specs->tag->has_body)
        touched |= d->specs->tag->tag->hoisted;
    return touched;
}

static bool mark_list(struct stmt *s)
{
    bool touched = false;

    for (; s; s = s->next)
        touched |= mark_stmt(s);
    return touched;
}

static bool mark_suspension(struct suspension *s)
{
    mark_expr(s->call);
    if (s->on_cancel)
        mark_stmt(s->on_cancel);
    return true;
}

static bool mark_stmt(struct stmt *s)
{
    bool touched = s->touched || s->of_macro || s->replace || s->kind == S_DEFER || s->kind == S_RETURN;

    if (s->replace) {
        mark_stmt(s->replace);
        return s->touched = true;
    }
    if (s->kind == S_AWAIT)
        touched |= mark_suspension(s->susp);
    if (s->kind == S_DECL)
        touched |= mark_inner_decl(s->decl);
    if (s->e)
        touched |= mark_expr(s->e);
    if (stmt_step(s))
        touched |= mark_expr(s->step);
    if (stmt_init(s))
        touched |= mark_stmt(s->init);
    touched |= mark_list(s->body);
    if (s->other)
        touched |= mark_stmt(s->other);
    for (struct asm_operand *o = stmt_operands(s); o; o = o->next)
        if (o->expr)
            touched |= mark_expr(o->expr);
    return s->touched = touched;
}

void mark_decl(struct unit *u, struct decl *d)
{
    (void)u;
    if (d->kind == DECL_FUNC)
        mark_stmt(d->func->body);
    else
        mark_inner_decl(d);
}
