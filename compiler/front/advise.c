/* advise.c - advice about async functions that can be given without following control flow.
 *
 *   -Wblocking        a call that stops every task of the thread, or of a function of the unit that makes such a call
 *   -Wdropped-task    the handle of a new task that nobody keeps
 *   -Winfinite-loop   a loop that neither ends nor awaits
 *
 * needs: a checked unit without errors. */
#include "front/advise.h"
#include "front/blocking.h"

#include "base/diag.h"

#include <string.h>

struct advisor {
    struct unit *u;
    struct function *fn;
    bool changed;  /* a function of the unit was found to block */
    bool report;   /* second part: tell the user */
};

/* ---- what blocks ------------------------------------------------------------------------------------------------ */

static struct symbol *callee(struct expr *call)
{
    struct expr *f = advise_bare(call->a);

    return f->kind == E_IDENT && f->sym && f->sym->kind == SYM_FUNC ? f->sym : NULL;
}

static void visit_call(struct advisor *a, struct expr *call)
{
    struct symbol *f = callee(call);
    const struct blocking *b = f ? blocking_find(a->u, call, f) : NULL;

    if (!f)
        return;
    if (a->report) {
        if (b)
            blocking_report(a->u, call, b);
        else if (f->blocks)
            diag(a->u, DIAG_BLOCKING_INDIRECT, call->range.first, call->range, f->name->text, f->blocks);
    } else if ((b || f->blocks) && !a->fn->sym->blocks && !a->fn->is_async) {
        a->fn->sym->blocks = b ? f->name->text : f->blocks;
        a->changed = true;
    }
}

/* ---- task handles ----------------------------------------------------------------------------------------------- */

static bool is_handle(struct type *t)
{
    t = t ? type_strip(t) : NULL;
    if (!t || t->kind != T_POINTER)
        return false;
    t = type_strip(t->base);
    return t->kind == T_STRUCT && t->tag && t->tag->name && !strcmp(t->tag->name->text, "ac_task");
}

static void visit_expr_stmt(struct advisor *a, struct stmt *s)
{
    struct expr *e = advise_bare(s->e);
    struct symbol *f = e->kind == E_CALL ? callee(e) : NULL;

    if (!f || !is_handle(e->type) || !strncmp(f->name->text, "ac_spawn_in", 11))
        return;
    diag(a->u, DIAG_DROPPED_TASK, e->range.first, e->range);
    diag_fixit_insert(a->u, e->range.first, "ac_detach(");
    diag_fixit_insert(a->u, e->range.last + 1, ")");
}

/* ---- loops ------------------------------------------------------------------------------------------------------ */

static bool leaves(struct stmt *s, bool inner);

static bool never_returns(struct stmt *s)
{
    struct expr *e = advise_bare(s->e);
    struct symbol *f = e->kind == E_CALL ? callee(e) : NULL;
    static const char *const names[] = {"exit", "_exit", "_Exit", "abort", "quick_exit", "longjmp", "siglongjmp",
                                        "pthread_exit", "__assert_fail", "__builtin_unreachable", "__builtin_trap"};

    for (size_t i = 0; f && i < sizeof names / sizeof *names; i++)
        if (!strcmp(f->name->text, names[i]))
            return true;
    return f && f->storage & ST_NORETURN;
}

static bool list_leaves(struct stmt *s, bool inner)
{
    for (; s; s = s->next)
        if (leaves(s, inner))
            return true;
    return false;
}

/* Can control leave the loop through S? INNER: a break belongs to something inside. */
static bool leaves(struct stmt *s, bool inner)
{
    switch (s->kind) {
    case S_BREAK:
        return !inner;
    case S_RETURN: case S_GOTO: case S_GOTO_COMPUTED: case S_ASM:
        return true;
    case S_EXPR:
        return never_returns(s);
    case S_WHILE: case S_DO: case S_FOR: case S_SWITCH:
        return leaves(s->body, true);
    default:
        return list_leaves(s->body, inner) || (s->other && leaves(s->other, inner));
    }
}

static bool is_forever(struct stmt *s)
{
    if (s->kind == S_FOR && !s->e)
        return true;
    return s->e && s->e->is_const && s->e->value != 0;
}

static void visit_loop(struct advisor *a, struct stmt *s)
{
    struct range body = s->body->range;

    if (!is_forever(s) || s->has_await || leaves(s->body, false))
        return;
    diag(a->u, DIAG_INFINITE_LOOP, s->range.first, (struct range){s->range.first, s->range.first});
    if (s->body->kind == S_BLOCK) {
        diag_fixit_after(a->u, body.first, " await ac_yield();");
        return;
    }
    diag_fixit_insert(a->u, body.first, "{ ");
    diag_fixit_after(a->u, body.last, " await ac_yield(); }");
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

static void visit_stmts(struct advisor *a, struct stmt *s);

static void visit_expr(struct advisor *a, struct expr *e)
{
    struct kids k;

    if (e->kind == E_STMT_EXPR) {
        visit_stmts(a, e->block);
        return;
    }
    if (e->kind == E_CALL)
        visit_call(a, e);
    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        visit_expr(a, k.at[i]);
    kids_free(&k);
}

static void visit_init(struct advisor *a, struct init *init)
{
    if (init->expr)
        visit_expr(a, init->expr);
    for (struct init *i = init->list; i; i = i->next)
        visit_init(a, i);
}

static void visit_decl(struct advisor *a, struct decl *decl)
{
    if (decl->kind != DECL_VARS)
        return;
    for (struct declarator *d = decl->declarators; d; d = d->next)
        if (d->init)
            visit_init(a, d->init);
}

static void visit_own(struct advisor *a, struct stmt *s)
{
    if (s->kind == S_WHILE || s->kind == S_DO || s->kind == S_FOR)
        visit_loop(a, s);
    if (s->kind == S_EXPR)
        visit_expr_stmt(a, s);
}

static void visit_stmts(struct advisor *a, struct stmt *s)
{
    for (; s; s = s->next) {
        if (a->report)
            visit_own(a, s);
        if (s->e)
            visit_expr(a, s->e);
        if (s->step)
            visit_expr(a, s->step);
        if (s->decl)
            visit_decl(a, s->decl);
        if (s->init)
            visit_stmts(a, s->init);
        visit_stmts(a, s->body);
        visit_stmts(a, s->other);
    }
}

/* Which plain functions of the unit block, whatever the order they stand in. */
static void find_blocking_functions(struct advisor *a)
{
    do {
        a->changed = false;
        for (struct decl *d = a->u->decls; d; d = d->next)
            if (d->kind == DECL_FUNC && !d->func->is_async && !d->func->system && d->func->sym) {
                a->fn = d->func;
                visit_stmts(a, d->func->body);
            }
    } while (a->changed);
}

static bool has_async_function(struct unit *u)
{
    for (struct decl *d = u->decls; d; d = d->next)
        if (d->kind == DECL_FUNC && d->func->is_async)
            return true;
    return false;
}

void advise_unit(struct unit *u)
{
    struct advisor a = {.u = u};

    if (!has_async_function(u))
        return;
    find_blocking_functions(&a);
    a.report = true;
    for (struct decl *d = u->decls; d; d = d->next)
        if (d->kind == DECL_FUNC && d->func->is_async && !d->func->system) {
            a.fn = d->func;
            visit_stmts(&a, d->func->body);
        }
}
