/* advise.c - advice about async functions that can be given without following control flow.
 *
 *   -Wblocking        a call that stops every task of the thread, or of a function of the unit that makes such a call
 *   -Wdropped-task    the handle of a new task that nobody keeps
 *   -Winfinite-loop   a loop that neither ends nor awaits
 *   -Wreturn-type     the end of a function that returns something else: the C compiler does not see it, since what is emitted
 *                     returns there, too; and, with -Wreturn-local-addr, what returns.c finds
 *   -Wparentheses     `a || b && await c()`
 *   -Wunused-result   an await whose value should be used, by an attribute of the function
 *
 * Whether a function blocks is known for sure when the unit has ended. Until then what its body does is kept as a list of
 * calls, and so is the advice, since it is given in the order of the source. */
#include "front/advise.h"
#include "front/blocking.h"
#include "front/returns.h"

#include "ast/ends.h"
#include "ast/types.h"
#include "base/diag.h"

#include <string.h>

/* A call in a plain function that may make it block. */
struct plain_call {
    struct symbol *caller, *callee;  /* callee: NULL if what it does is known without looking at the unit */
    const struct blocking *blocking; /* what it is unless the unit defines that function itself */
};

/* Something to tell the user. */
struct advice {
    enum diag_id id;
    struct range range;              /* of the call or the loop */
    struct range body;               /* DIAG_INFINITE_LOOP: what is repeated, */
    bool braced;                     /* ... a block */
    struct expr *call;               /* DIAG_BLOCKING: whose tree is kept */
    struct symbol *callee;           /* DIAG_BLOCKING, DIAG_BLOCKING_INDIRECT: as in struct plain_call */
    const struct blocking *blocking;
    struct ident *name;
};

struct advisor {
    struct unit *u;
    struct function *fn;
    bool may_have_async;             /* the source has the word, */
    bool any_async;                  /* ... and such a function: else there is nothing to tell */
    VEC(struct plain_call) calls;    /* in order of the callers */
    VEC(struct advice) advice;
};

/* ---- what blocks ------------------------------------------------------------------------------------------------ */

static void visit_call(struct advisor *a, struct expr *call)
{
    struct symbol *f = called_function(call), *known;
    const struct blocking *b = f ? blocking_find(a->u, call, f) : NULL;

    if (!f)
        return;
    known = f->owner ? NULL : f; /* what a block declares is defined elsewhere */
    if (!b && (!known || f->implicit || type_async_callee(f->type)))
        return;
    if (!a->fn->is_async) {
        vec_push(&a->calls, (struct plain_call){a->fn->sym, known, b});
        return;
    }
    vec_push(&a->advice, (struct advice){.id = b ? DIAG_BLOCKING : DIAG_BLOCKING_INDIRECT, .range = call->range, .call = call,
                                         .callee = known, .blocking = b, .name = f->name});
    a->u->keep_tree |= b != NULL; /* for the fix */
}

/* What the call comes to, now that the whole unit is known; NULL: it does not block. */
static const char *blocks(struct symbol *callee, const struct blocking *b)
{
    if (b && !(callee && callee->defined)) /* else the program's own function of that name */
        return blocking_name(b);
    return callee && callee->kind == SYM_FUNC ? callee->blocks : NULL;
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

/* `await f();` */
static void visit_unused(struct advisor *a, struct expr *e)
{
    struct expr *call = skip_parens(e->a);
    struct symbol *f = call->kind == E_CALL ? called_function(call) : NULL;

    if (f && f->must_use)
        vec_push(&a->advice, (struct advice){.id = DIAG_UNUSED_RESULT, .range = e->range, .name = f->name});
}

static void visit_expr_stmt(struct advisor *a, struct stmt *s)
{
    struct expr *e = skip_parens(s->e);
    struct symbol *f = e->kind == E_CALL ? called_function(e) : NULL;

    if (e->kind == E_AWAIT)
        visit_unused(a, e);
    if (!f || !is_handle(e->type) || !strncmp(f->name->text, "ac_spawn_in", 11))
        return;
    vec_push(&a->advice, (struct advice){.id = DIAG_DROPPED_TASK, .range = e->range});
}

/* ---- loops ------------------------------------------------------------------------------------------------------ */

static void visit_loop(struct advisor *a, struct stmt *s)
{
    if (!s->has_await && truth_of(s->e) == ALWAYS && !is_left(s))
        vec_push(&a->advice, (struct advice){.id = DIAG_INFINITE_LOOP, .range = {s->range.first, s->range.first},
                                             .body = s->body->range, .braced = s->body->kind == S_BLOCK});
}

/* ---- returns and the end ----------------------------------------------------------------------------------------- */

static void visit_return(struct advisor *a, struct stmt *s)
{
    int id = find_wrong_return(a->fn, s);

    if (id >= 0)
        vec_push(&a->advice, (struct advice){.id = (enum diag_id)id, .range = s->e ? s->e->range : s->range, .name = a->fn->sym->name});
}

/* main() returns 0 there (C11 5.1.2.2.3). */
static void visit_end(struct advisor *a, struct function *fn)
{
    tok end = fn->body->range.last;

    if (fn->is_async && !type_is_void(fn->type->base) && !names_main(fn->sym) && falls_through(fn->body, false))
        vec_push(&a->advice, (struct advice){.id = DIAG_RETURN_TYPE, .range = {end, end}, .name = fn->sym->name});
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

static void visit_stmts(struct advisor *a, struct stmt *s);

/* `a || b && c`, of which an await leaves statements only. */
static void visit_or(struct advisor *a, struct expr *e)
{
    for (int i = 0; i < 2; i++) {
        struct expr *operand = i ? e->b : e->a;

        if (operand->kind == E_ANDAND)
            vec_push(&a->advice, (struct advice){.id = DIAG_PARENTHESES, .range = operand->range});
    }
}

static void visit_expr(struct advisor *a, struct expr *e)
{
    struct kids k;

    if (e->kind == E_STMT_EXPR) {
        visit_stmts(a, e->block);
        return;
    }
    if (e->kind == E_CALL)
        visit_call(a, e);
    if (e->kind == E_OROR && e->has_await)
        visit_or(a, e);
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
    if (s->kind == S_RETURN)
        visit_return(a, s);
    if (s->kind == S_EXPR)
        visit_expr_stmt(a, s);
}

static void visit_stmts(struct advisor *a, struct stmt *s)
{
    for (; s; s = s->next) {
        if (a->fn->is_async)
            visit_own(a, s);
        if (s->e)
            visit_expr(a, s->e);
        if (stmt_step(s))
            visit_expr(a, s->step);
        if (s->kind == S_DECL)
            visit_decl(a, s->decl);
        if (stmt_init(s))
            visit_stmts(a, s->init);
        visit_stmts(a, s->body);
        visit_stmts(a, s->other);
    }
}

static bool is_used(struct unit *u, const char *word)
{
    struct ident *id = intern_find(u, word, strlen(word));

    return id && id->in_source;
}

struct advisor *advise_begin(struct unit *u)
{
    struct advisor *a = xmalloc(sizeof *a);

    *a = (struct advisor){.u = u, .may_have_async = is_used(u, "async") || is_used(u, "_Async")};
    return a;
}

void advise_external(struct advisor *a, struct decl *d)
{
    if (!a->may_have_async || d->kind != DECL_FUNC || d->func->system || !d->func->sym)
        return;
    a->fn = d->func;
    a->any_async |= d->func->is_async;
    visit_stmts(a, d->func->body);
    visit_end(a, d->func);
}

/* ---- at the end of the unit -------------------------------------------------------------------------------------- */

static int by_callee(const void *l, const void *r)
{
    const struct plain_call *x = l, *y = r;
    uint32_t a = x->callee ? x->callee->at : 0, b = y->callee ? y->callee->at : 0;

    if (a != b)
        return a < b ? -1 : 1;
    return x->caller->at < y->caller->at ? -1 : x->caller->at > y->caller->at;
}

static struct plain_call *calls_of(struct advisor *a, struct symbol *callee)
{
    size_t low = 0, high = a->calls.len;

    while (low < high) {
        size_t middle = (low + high) / 2;
        struct symbol *s = a->calls.at[middle].callee;

        if (!s || s->at < callee->at)
            low = middle + 1;
        else
            high = middle;
    }
    return a->calls.at + low;
}

/* Which plain functions of the unit block, whatever the order they stand in: from those that call what blocks to their
 * callers. */
static void find_blocking_functions(struct advisor *a)
{
    struct plain_call *end;
    VEC(struct symbol *) found = {0};

    for (size_t i = 0; i < a->calls.len; i++) {
        struct plain_call *c = &a->calls.at[i];

        if (c->caller->blocks || !c->blocking || (c->callee && c->callee->defined))
            continue;
        c->caller->blocks = blocking_name(c->blocking);
        vec_push(&found, c->caller);
    }
    if (a->calls.len)
        qsort(a->calls.at, a->calls.len, sizeof *a->calls.at, by_callee);
    end = a->calls.at + a->calls.len;
    for (size_t i = 0; i < found.len; i++)
        for (struct plain_call *c = calls_of(a, found.at[i]); c < end && c->callee == found.at[i]; c++)
            if (!c->caller->blocks) {
                c->caller->blocks = found.at[i]->blocks;
                vec_push(&found, c->caller);
            }
    vec_free(&found);
}

static void give_blocking(struct advisor *a, const struct advice *x)
{
    const char *name = blocks(x->callee, x->blocking);

    if (name && x->blocking && !(x->callee && x->callee->defined))
        blocking_report(a->u, x->call, x->blocking);
    else if (name)
        diag(a->u, DIAG_BLOCKING_INDIRECT, x->range.first, x->range, x->name->text, name);
}

static void give_loop(struct advisor *a, const struct advice *x)
{
    diag(a->u, x->id, x->range.first, x->range);
    if (x->braced) {
        diag_fixit_after(a->u, x->body.first, " await ac_yield();");
        return;
    }
    diag_fixit_insert(a->u, x->body.first, "{ ");
    diag_fixit_after(a->u, x->body.last, " await ac_yield(); }");
}

static void give(struct advisor *a, const struct advice *x)
{
    switch (x->id) {
    case DIAG_DROPPED_TASK:
        diag(a->u, x->id, x->range.first, x->range);
        diag_fixit_insert(a->u, x->range.first, "ac_detach(");
        diag_fixit_insert(a->u, x->range.last + 1, ")");
        break;
    case DIAG_INFINITE_LOOP:
        give_loop(a, x);
        break;
    case DIAG_PARENTHESES:
        diag(a->u, x->id, x->range.first, x->range);
        diag_fixit_insert(a->u, x->range.first, "(");
        diag_fixit_after(a->u, x->range.last, ")");
        break;
    case DIAG_RETURN_TYPE: case DIAG_RETURN_WITH_VALUE: case DIAG_RETURN_WITHOUT_VALUE: case DIAG_RETURN_LOCAL_ADDR:
    case DIAG_UNUSED_RESULT:
        diag(a->u, x->id, x->range.first, x->range, x->name->text);
        break;
    default:
        give_blocking(a, x);
    }
}

void advise_end(struct advisor *a, bool wanted)
{
    if (wanted && a->any_async) {
        find_blocking_functions(a);
        for (size_t i = 0; i < a->advice.len; i++)
            give(a, &a->advice.at[i]);
    }
    vec_free(&a->calls);
    vec_free(&a->advice);
    free(a);
}
