/* stmt_exprs.c - which statement expressions must be taken apart.
 *
 * One with an await, of course. But also one that is left by a jump, or has something to clean up, a time limit, a group or a
 * shield, though it has no await: what becomes of a `return`, of a `continue` or of the end of a scope in a lowered function
 * can be written in statements only. Such a one, and all that it is part of, is treated as if it had an await. */
#include "lower/internal.h"

static bool mark_stmts(struct lower *l, struct stmt *s);

static bool needs_statements(struct stmt *s)
{
    for (; s; s = s->next) {
        switch (s->kind) {
        case S_RETURN: case S_BREAK: case S_CONTINUE: case S_GOTO: case S_GOTO_COMPUTED:
        case S_TIMEOUT: case S_TIMEOUT_AT: case S_GROUP: case S_SHIELD:
            return true;
        case S_ASM:
            if (s->labels)
                return true;
            break;
        default:
            if (needs_cleanup(s) || needs_statements(stmt_init(s)) || needs_statements(s->body) || needs_statements(s->other))
                return true;
        }
    }
    return false;
}

static bool mark_expr(struct lower *l, struct expr *e)
{
    struct kids k;

    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        e->has_await |= mark_expr(l, k.at[i]);
    kids_free(&k);
    if (e->kind == E_STMT_EXPR) {
        e->has_await |= mark_stmts(l, e->block);
        e->has_await |= needs_statements(e->block);
    }
    return e->has_await;
}

static bool mark_init(struct lower *l, struct init *init)
{
    bool any = init->expr && mark_expr(l, init->expr);

    for (struct init *i = init->list; i; i = i->next)
        any |= mark_init(l, i);
    return any;
}

static bool mark_decl(struct lower *l, struct decl *decl)
{
    bool any = false;

    for (struct declarator *d = decl->kind == DECL_VARS ? decl->declarators : NULL; d; d = d->next) {
        for (struct deriv *v = d->derivs; v; v = v->next)
            if (v->kind == D_ARRAY && v->size)
                any |= mark_expr(l, v->size);
        if (d->init)
            any |= mark_init(l, d->init);
    }
    return any;
}

static bool mark_stmt(struct lower *l, struct stmt *s)
{
    bool any = s->has_await;

    if (s->e)
        any |= mark_expr(l, s->e);
    if (stmt_step(s))
        any |= mark_expr(l, s->step);
    if (s->kind == S_DECL)
        any |= mark_decl(l, s->decl);
    for (struct asm_operand *o = stmt_operands(s); o; o = o->next)
        if (o->expr)
            any |= mark_expr(l, o->expr);
    any |= mark_stmts(l, stmt_init(s));
    any |= mark_stmts(l, s->body);
    any |= mark_stmts(l, s->other);
    return s->has_await = any;
}

static bool mark_stmts(struct lower *l, struct stmt *s)
{
    bool any = false;

    for (; s; s = s->next)
        any |= mark_stmt(l, s);
    return any;
}

void mark_stmt_exprs(struct lower *l)
{
    mark_stmts(l, l->fn->body);
}
