/* check_async.c - the rules of async, await and tasks (docs/language.md). */
#include "base/suggest.h"
#include "front/checker.h"

#include <string.h>

/* The text of R, for messages. */
static const char *source(struct checker *c, struct range r)
{
    struct token *first = token_at(c->u, r.first), *last = token_at(c->u, r.last);
    size_t len = (size_t)(last->text + last->len - first->text);

    if (len > 60 || first->line != last->line || memchr(first->text, '\n', len))
        len = first->len;
    return arena_strndup(&c->u->tree, first->text, len);
}

static void marks_async(struct checker *c)
{
    if (c->fn)
        c->fn->has_async = true;
}

void async_of_nothing(struct checker *c, struct specs *s)
{
    diag(c->u, DIAG_ASYNC_NOTHING, s->async_tok, (struct range){s->async_tok, s->async_tok});
}

/* ---- await ------------------------------------------------------------------------------------------------------ */

/* The function that E calls by its name; NULL: E is something else. */
static struct expr *called_by_name(struct expr *e)
{
    struct expr *f = e->kind == E_CALL ? skip_parens(e->a) : NULL;

    return f && f->kind == E_IDENT && f->sym && type_callee(f->sym->type) ? f : NULL;
}

/* The async function that was probably meant by NAME; NULL: none has a name like that. */
static const char *meant_async(struct unit *u, const struct ident *name)
{
    struct suggestion s = suggest_begin(name->text);

    for (uint32_t i = 0; i < u->ident_size; i++) {
        const struct ident *id = u->idents[i].id;

        if (id && id->ordinary && id->ordinary->kind == SYM_FUNC && type_async_callee(id->ordinary->type))
            suggest_try(&s, id->text);
    }
    return s.best;
}

static void await_undeclared(struct checker *c, struct expr *f)
{
    const char *meant = meant_async(c->u, f->name);

    if (!meant) {
        diag(c->u, DIAG_AWAIT_UNDECLARED, f->range.first, f->range, f->name->text);
        return;
    }
    diag(c->u, DIAG_AWAIT_UNDECLARED_NEAR, f->range.first, f->range, f->name->text, meant);
    diag_fixit_replace(c->u, f->range, meant);
}

static void not_awaitable(struct checker *c, struct expr *e, struct type *t)
{
    struct expr *f = called_by_name(e);

    if (!f) {
        diag(c->u, DIAG_NOT_AWAITABLE, e->range.first, e->range, type_spell(c->u, t));
    } else if (f->sym->implicit) {
        await_undeclared(c, f);
    } else {
        diag(c->u, DIAG_AWAIT_PLAIN, f->range.first, e->range, f->name->text);
        diag(c->u, DIAG_NOTE_DECLARED_HERE, f->sym->at, (struct range){f->sym->at, f->sym->at}, f->name->text);
    }
}

static struct type *awaited(struct checker *c, struct expr *e)
{
    struct expr *operand = skip_parens(e->a), *outer = c->awaiting;
    struct type *t, *f;
    bool refused;

    c->awaiting = e;
    t = check_value(c, e->a, WANT_AWAIT);
    refused = !c->awaiting; /* it was told how far the await reaches */
    c->awaiting = outer;
    if (refused)
        return basic(c, T_UNKNOWN);
    f = operand->kind == E_CALL ? type_async_callee(operand->a->type) : NULL;
    if (f || operand->kind == E_ERROR || operand->run_call || type_is_unknown(t)) /* ac_run() was refused */
        return t;
    if (type_is_task(t))
        return type_unqualified(c->u, type_strip(t)->base);
    if (type_is_task_handle(t))
        return basic(c, T_VOID);
    f = type_async_callee(operand->type);
    if (f) {
        diag(c->u, DIAG_AWAIT_UNCALLED, operand->range.first, operand->range, source(c, operand->range));
        return type_unqualified(c->u, f->base);
    }
    not_awaitable(c, operand, t);
    return t;
}

static void check_await_place(struct checker *c, struct expr *e)
{
    static const enum diag_id wrong[] = {
        [PLACE_RUN] = DIAG_AWAIT_STATIC, /* at file scope */
        [PLACE_STATIC] = DIAG_AWAIT_STATIC,
        [PLACE_CONST] = DIAG_AWAIT_CONST,
        [PLACE_TYPE] = DIAG_AWAIT_TYPE,
        [PLACE_UNEVALUATED] = DIAG_AWAIT_UNEVALUATED,
    };
    struct range r = {e->range.first, e->range.first};

    if (c->place == PLACE_DISCARDED)
        return;
    if (c->place != PLACE_RUN || !c->fn) {
        diag(c->u, wrong[c->place], e->range.first, r);
    } else if (!c->fn->is_async) {
        diag(c->u, DIAG_AWAIT_OUTSIDE, e->range.first, r, c->fn->sym->name->text);
        if (!c->fn->outer && c->fn->decl->specs && c->fn->decl->specs->range.first) {
            diag(c->u, DIAG_NOTE_MAKE_ASYNC, c->fn->decl->specs->range.first, (struct range){0, 0}, c->fn->sym->name->text);
            diag_fixit_insert(c->u, c->fn->decl->specs->range.first, "async ");
        }
    }
}

void check_await(struct checker *c, struct expr *e)
{
    e->type = awaited(c, e);
    check_await_place(c, e);
    marks_async(c);
}

/* ---- calls ------------------------------------------------------------------------------------------------------ */

/* `await f(x).member` waits for f(x).member. */
static bool awaited_too_late(struct checker *c, struct expr *call)
{
    struct expr *await = c->awaiting;

    if (!await || await->a->range.first != call->range.first)
        return false;
    diag(c->u, DIAG_AWAIT_REACHES, await->range.first, await->range, source(c, await->a->range));
    diag_fixit_insert(c->u, await->range.first, "(");
    diag_fixit_insert(c->u, call->range.last + 1, ")");
    c->awaiting = NULL;
    return true;
}

static void never_awaited(struct checker *c, struct expr *e)
{
    if (awaited_too_late(c, e))
        return;
    diag(c->u, DIAG_NEVER_AWAITED, e->range.first, e->range, source(c, e->a->range));
    if (c->fn && c->fn->is_async)
        diag_fixit_insert(c->u, e->range.first, "await ");
    else if (c->fn)
        diag(c->u, DIAG_NOTE_RUN_OR_SPAWN, e->range.first, (struct range){0, 0});
}

/* The C compiler would count the arguments of what the call is turned into. */
static void count_args(struct checker *c, struct expr *e)
{
    struct type *f = type_callee(e->a->type);
    struct param *p = f->params;
    struct expr *arg = e->list;
    struct symbol *sym = e->a->kind == E_IDENT ? e->a->sym : NULL;

    while (p && arg) {
        p = p->next;
        arg = arg->next;
    }
    if (!f->prototype || (!p && !arg))
        return;
    diag(c->u, DIAG_ARGUMENTS, arg ? arg->range.first : e->range.last, e->range, p ? "few" : "many", source(c, e->a->range));
    if (sym && sym->at)
        diag(c->u, DIAG_NOTE_DECLARED_HERE, sym->at, (struct range){0, 0}, sym->name->text);
}

/* E calls an async function that yields RESULT; somebody has to take care of it. */
void claim_call(struct checker *c, struct expr *e, struct type *result, enum want want)
{
    count_args(c, e);
    if (c->place >= PLACE_UNEVALUATED)
        c->async_seen++; /* the call is not one of C: its type has to be written instead */
    if (c->place >= PLACE_UNEVALUATED || want == WANT_AWAIT)
        return;
    if (want == WANT_VALUE) {
        never_awaited(c, e);
        return;
    }
    e->spawned = true;
    e->type = type_derived(c->u, T_TASK, result);
    marks_async(c);
    if (c->place != PLACE_RUN || !c->fn)
        diag(c->u, DIAG_SPAWN_STATIC, e->range.first, e->range, source(c, e->a->range));
}

/* ---- conversions ------------------------------------------------------------------------------------------------ */

/* Async functions and plain ones are called in different ways. */
void check_function_pointers(struct checker *c, struct type *to, struct type *from, struct expr *at)
{
    struct type *a = type_strip(to), *b = type_strip(from);

    while (a->kind == T_POINTER && b->kind == T_POINTER) {
        a = type_strip(a->base);
        b = type_strip(b->base);
    }
    if (a->kind != T_FUNC || b->kind != T_FUNC || a->is_async == b->is_async)
        return;
    diag(c->u, b->is_async ? DIAG_ASYNC_TO_PLAIN : DIAG_PLAIN_TO_ASYNC, at->range.first, at->range,
         type_spell(c->u, from), type_spell(c->u, to));
}

/* await of an async void function or of an ac_task *, and something made of its value. */
static bool check_no_value(struct checker *c, struct expr *e)
{
    struct expr *await = skip_parens(e);

    if (await->kind != E_AWAIT || !type_is_void(e->type))
        return false;
    diag(c->u, DIAG_AWAIT_NO_VALUE, await->range.first, await->range, source(c, await->a->range),
         type_is_task_handle(await->a->type) ? "a handle of type 'ac_task *'" : "void");
    return true;
}

/* The value of a task was meant, not its handle. */
void check_task_operand(struct checker *c, struct expr *e)
{
    struct type *t = expr_value_type(c->u, e);

    if (check_no_value(c, e) || !type_is_task(t))
        return;
    diag(c->u, DIAG_TASK_VALUE, e->range.first, e->range, source(c, e->range), type_spell(c->u, type_strip(t)->base));
    diag_fixit_insert(c->u, e->range.first, "await ");
}

static void convert_to_task(struct checker *c, struct type *to, struct type *from, struct expr *e)
{
    struct type *want = type_strip(to)->base;

    if (is_null_constant(e) || type_is_unknown(from))
        return;
    if (type_is_task(from) && type_compatible_unqualified(want, type_strip(from)->base))
        return;
    if (type_is_task(from))
        diag(c->u, DIAG_TASK_TYPES, e->range.first, e->range, type_spell(c->u, to), type_spell(c->u, type_strip(from)->base));
    else
        diag(c->u, DIAG_NOT_A_TASK, e->range.first, e->range, type_spell(c->u, to), type_spell(c->u, from));
    if (!type_is_task(from) && e->kind == E_AWAIT && skip_parens(e->a)->kind == E_CALL)
        diag_fixit_replace(c->u, (struct range){e->range.first, e->range.first}, "");
}

/* ac_spawn(f) */
static void convert_to_handle(struct checker *c, struct expr *e)
{
    if (type_async_callee(e->type))
        diag(c->u, DIAG_TASK_UNCALLED, e->range.first, e->range, source(c, e->range));
}

void check_conversion(struct checker *c, struct type *to, struct expr *e)
{
    struct type *from = expr_value_type(c->u, e);

    if (type_is_task(to))
        convert_to_task(c, to, from, e);
    else if (type_is_task(from) && !type_is_task_handle(to) && !type_is_unknown(to))
        check_task_operand(c, e);
    else if (type_is_task_handle(to))
        convert_to_handle(c, e);
    else if (type_is_unknown(to) || !check_no_value(c, e))
        check_function_pointers(c, to, from, e);
}

/* ---- declarations ----------------------------------------------------------------------------------------------- */

/* Looks over one declared name. */
void check_async_declarator(struct checker *c, struct decl *d, struct declarator *dr)
{
    struct type *f = type_strip(dr->type);

    if (!d->specs->async)
        return;
    if (!d->specs->has_type && dr->name)
        diag(c->u, DIAG_IMPLICIT_INT, dr->name_tok, (struct range){dr->name_tok, dr->name_tok}, dr->name->text);
    while (f->kind == T_POINTER || f->kind == T_ARRAY)
        f = type_strip(f->base);
    if (f->kind == T_FUNC && f->is_async && f->variadic)
        diag(c->u, DIAG_ASYNC_VARIADIC, d->specs->async_tok, dr->range);
}

/* C's main, with nothing to await but its end. */
void check_async_main(struct checker *c, struct declarator *dr)
{
    struct type *f = type_strip(dr->type), *second;
    struct param *p = f->params;

    if (type_strip(f->base)->kind == T_INT && f->prototype && !f->variadic) {
        if (!p)
            return;
        second = p->next && !p->next->next ? type_strip(p->next->type) : NULL;
        if (second && type_strip(p->type)->kind == T_INT && second->kind == T_POINTER && type_is_pointer(second->base))
            return;
    }
    if (type_strip(f->base)->kind == T_INT && !f->prototype && !f->params)
        return;
    diag(c->u, DIAG_ASYNC_MAIN, dr->name_tok, dr->range);
}

/* All declarations of a function agree about async. */
void check_redeclaration(struct checker *c, struct symbol *old, struct declarator *dr)
{
    struct type *was = type_callee(old->type), *is = type_callee(dr->type);

    if (!was || !is || was->is_async == is->is_async || old->implicit)
        return;
    diag(c->u, is->is_async ? DIAG_REDECLARED_ASYNC : DIAG_REDECLARED_PLAIN, dr->name_tok,
         (struct range){dr->name_tok, dr->name_tok}, dr->name->text);
    diag(c->u, DIAG_NOTE_DECLARED_HERE, old->at, (struct range){old->at, old->at}, dr->name->text);
}
