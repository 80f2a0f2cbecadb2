/* own.c - a variable in its own initialiser.
 *
 *     struct node *n = await get(sizeof *n);
 *
 * The call moves in front of the declaration, where nobody knows n. What is not evaluated wants n's type only, which is printed
 * instead of the name. A variable that is evaluated there, as in `int n = (n = await get(1), 2 * n)`, must live in the frame. */
#include "lower/internal.h"

struct search {
    struct unit *u;
    struct symbol *own;
};

static void search_stmts(struct search *s, struct stmt *list);

static void mark(struct search *s, struct range r)
{
    for (tok t = r.first; t && t <= r.last; t++)
        if (token_symbol(s->u, t) == s->own)
            token_at(s->u, t)->flags |= TOK_TYPED;
}

static void search_expr(struct search *s, struct expr *e)
{
    struct type_name *n = expr_type_name(e);
    struct kids k;

    if (e->kind == E_SIZEOF || e->kind == E_ALIGNOF || e->kind == E_TYPES_COMPATIBLE)
        mark(s, e->range);
    else if (e->kind == E_GENERIC && e->a)
        mark(s, e->a->range);
    else if (e->kind == E_STMT_EXPR)
        search_stmts(s, e->block->body);
    else if (n)
        mark(s, n->range);
    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        search_expr(s, k.at[i]);
    kids_free(&k);
}

static void search_init(struct search *s, struct init *init)
{
    if (init->expr)
        search_expr(s, init->expr);
    for (struct init *i = init->list; i; i = i->next)
        search_init(s, i);
}

static void search_decl(struct search *s, struct decl *decl)
{
    if (decl->kind != DECL_VARS)
        return;
    if (decl->specs)
        mark(s, decl->specs->range);
    for (struct declarator *d = decl->declarators; d; d = d->next) {
        mark(s, d->range);
        if (d->init)
            search_init(s, d->init);
    }
}

static void search_stmts(struct search *s, struct stmt *list)
{
    for (; list; list = list->next) {
        if (list->e)
            search_expr(s, list->e);
        if (list->kind == S_DECL)
            search_decl(s, list->decl);
        if (stmt_init(list))
            search_stmts(s, list->init);
        if (stmt_step(list))
            search_expr(s, list->step);
        search_stmts(s, list->body);
        search_stmts(s, list->other);
    }
}

static bool is_evaluated(struct search *s, struct range r)
{
    for (tok t = r.first; t && t <= r.last; t++)
        if (token_symbol(s->u, t) == s->own && !(token_at(s->u, t)->flags & TOK_TYPED))
            return true;
    return false;
}

void find_own_names(struct lower *l, struct declarator *d)
{
    struct search s = {l->u, d->sym};

    if (!d->sym || !d->init)
        return;
    search_init(&s, d->init);
    d->sym->address_taken |= is_evaluated(&s, d->init->range);
}
