/* check_call.c - calls: arguments, results, and the functions that an async function may not call. */
#include "front/checker.h"

#include <string.h>

static bool is_run(struct checker *c, struct expr *e)
{
    return e->a->kind == E_IDENT && e->a->name == c->id_run && !c->id_run->ordinary;
}

/* ac_run(f(x)): the call of an async function, run to its end; its value. */
static void check_run(struct checker *c, struct expr *e, enum want want)
{
    struct expr *arg = e->list;
    struct type *f = NULL;

    e->a->type = basic(c, T_UNKNOWN); /* a macro in the eyes of the C compiler */
    if (arg) {
        check_value(c, arg, WANT_AWAIT);
        if (skip_parens(arg)->kind == E_CALL)
            f = type_async_callee(skip_parens(arg)->a->type);
    }
    e->run_call = true;
    if (!arg || arg->next || !f) {
        diag(c->u, DIAG_RUN_NEEDS_CALL, e->range.first, e->range);
        return;
    }
    e->type = type_unqualified(c->u, f->base);
    if (c->place >= PLACE_UNEVALUATED)
        return;
    if (c->fn && c->fn->is_async) {
        diag(c->u, DIAG_RUN_IN_ASYNC, e->range.first, e->range, c->fn->sym->name->text);
        diag_fixit_replace(c->u, (struct range){e->range.first, arg->range.first - 1}, want == WANT_AWAIT ? "" : "await ");
        diag_fixit_replace(c->u, (struct range){arg->range.last + 1, e->range.last}, "");
    } else if (c->place != PLACE_RUN || !c->fn) {
        diag(c->u, DIAG_RUN_STATIC, e->range.first, e->range);
    }
    if (c->fn)
        c->fn->has_async = true;
}

/* gcc refuses to inline what has these. */
static const char *const stays_whole[] = {"__builtin_va_end", "__builtin_next_arg", "__builtin_apply_args", "__builtin_return",
                                          "__builtin_longjmp"};

static bool returns_twice(const struct expr *callee)
{
    static const char *const names[] = {"setjmp", "_setjmp", "__sigsetjmp", "sigsetjmp", "__builtin_setjmp", "vfork", "getcontext", NULL};

    return callee->kind == E_IDENT && ((callee->sym && callee->sym->returns_twice) || ident_in(callee->name, names));
}

/* The object that the first argument of CALL points to, or NULL. */
static struct expr *environment_of(struct expr *call)
{
    struct expr *env = call->list ? skip_parens(call->list) : NULL;

    if (env && env->kind == E_ADDR)
        return skip_parens(env->a);
    return env && type_is_array(env->type) ? env : NULL;
}

static void note_twice(struct checker *c, struct expr *call)
{
    struct twice_call *t = arena_new(&c->u->tree, struct twice_call);
    struct expr *env = environment_of(call);
    struct symbol *sym = env ? local_of(env) : NULL;

    t->at = call->range.first;
    t->next = c->fn->twice;
    c->fn->twice = t;
    c->fn->never_inline = true;
    if (!is_automatic(sym) || sym->owner != c->fn || sym->type->vm)
        return;
    t->env = sym;
    t->part = env->kind != E_IDENT;
    sym->is_environment |= !t->part;
}

/* Remembered; a setjmp is an error if it may return again after a suspension, an alloca if its memory is used after that. */
static void note_special(struct checker *c, struct expr *e)
{
    const char *name = e->a->kind == E_IDENT ? e->a->name->text : "";
    size_t i;

    if (!c->fn || !c->fn->is_async || c->place >= PLACE_UNEVALUATED)
        return;
    if (returns_twice(e->a))
        note_twice(c, e);
    for (i = 0; i < sizeof stays_whole / sizeof *stays_whole; i++)
        c->fn->never_inline |= !strcmp(name, stays_whole[i]);
    if (!strcmp(name, "alloca") || !strncmp(name, "__builtin_alloca", 16))
        c->fn->has_alloca = true;
}

static void check_args(struct checker *c, struct expr *e, struct type *f)
{
    struct param *p = f ? f->params : NULL;
    struct expr *arg;

    for (arg = e->list; arg; arg = arg->next) {
        check_value(c, arg, p ? want_of(p->type) : WANT_VALUE);
        if (p)
            check_conversion(c, p->type, arg);
        else
            check_task_operand(c, arg);
        p = p ? p->next : NULL;
    }
}

/* Does evaluating E do more than give a value? */
static bool does_something(struct expr *e)
{
    struct kids k;
    bool found = e->kind == E_CALL || e->kind == E_AWAIT || e->kind == E_ASSIGN || e->kind == E_POSTINC || e->kind == E_POSTDEC ||
                 e->kind == E_PREINC || e->kind == E_PREDEC || e->kind == E_STMT_EXPR || e->kind == E_VA_ARG;

    kids_get(&k, e);
    for (size_t i = 0; i < k.len && !found; i++)
        found = does_something(k.at[i]);
    kids_free(&k);
    return found;
}

/* A call of a builtin whose arguments C does not evaluate? Where nothing would happen it is a call like others. */
static bool only_looks(struct expr *e)
{
    static const char *const names[] = {"constant_p", "object_size", "dynamic_object_size", "classify_type"};
    const char *name = e->a->kind == E_IDENT && e->a->sym && e->a->sym->implicit ? e->a->name->text : "";
    bool found = false;

    if (strncmp(name, "__builtin_", 10) != 0)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        found |= !strcmp(name + 10, names[i]);
    for (struct expr *arg = found ? e->list : NULL; arg; arg = arg->next)
        if (does_something(arg))
            return true;
    return false;
}

static void check_callee(struct checker *c, struct expr *e)
{
    if (e->a->kind == E_IDENT && !e->a->name->ordinary) {
        struct symbol *sym = builtin_symbol(c, e->a->name, e->a->range.first, true);

        e->a->sym = sym;
        e->a->type = sym ? sym->type : basic(c, T_UNKNOWN);
        e->a->decays = sym != NULL;
        resolve_token(c, e->a->range.first, sym);
        return;
    }
    check_value(c, e->a, WANT_VALUE);
}

void check_call(struct checker *c, struct expr *e, enum want want)
{
    struct type *f, *special;
    enum place place = c->place;

    if (is_run(c, e)) {
        check_run(c, e, want);
        return;
    }
    check_callee(c, e);
    f = type_callee(e->a->type);
    e->unevaluated = only_looks(e);
    if (e->unevaluated && place < PLACE_UNEVALUATED)
        c->place = PLACE_UNEVALUATED;
    check_args(c, e, f);
    c->place = place;
    if (!f)
        return;
    note_special(c, e);
    special = e->a->kind == E_IDENT && e->a->sym && e->a->sym->implicit ? builtin_generic_type(c, e) : NULL;
    e->type = special ? special : type_unqualified(c->u, f->base);
    if (f->is_async)
        claim_call(c, e, e->type, want);
}
