/* fleeting.c - memory of alloca() ends when the C function returns, and a suspension does return. So does what makes the address
 * of a nested function a pointer to it and to the variables around it (calling it by name needs none), and what the environment
 * of setjmp() leads to.
 *
 * needs: flow_build(), live_compute().
 *
 * A forward analysis: which variables may hold such a pointer, at each node of the graph. A value is one if it is of a type that can
 * hold one and is computed from alloca(), from a nested function that is not called, from a variable that is the environment of a
 * setjmp(), or from a variable that has one; the callee of a plain call is taken not to keep what it was given. It is an error if
 * a suspension keeps such a variable, hands such a value to the awaited function, or may follow after it was given to a task or
 * stored where nobody looks, as an environment is that is no local variable. */
#include "ast/types.h"
#include "lower/internal.h"

#include <string.h>

struct fleeting {
    struct lower *l;
    size_t len;       /* entries of a set: the variables, and one for what was stored away */
    tok *now;         /* by variable: the alloca(), nested function or setjmp() that made what it may point to, 0: none */
    VEC(tok) reported;
};

static bool is_alloca(struct expr *call)
{
    struct expr *f = expr_now(call->a);
    const char *name = f->kind == E_IDENT && f->name ? f->name->text : "";

    return !strcmp(name, "alloca") || !strncmp(name, "__builtin_alloca", 16);
}

static bool is_nested(struct fleeting *s, struct symbol *sym)
{
    return sym && sym->is_nested && sym->nested->outer == s->l->fn;
}

static tok *entry_of(struct fleeting *s, struct symbol *sym)
{
    struct lowered *low = s->l->low;

    for (size_t i = 0; sym && i < low->vars.len; i++)
        if (low->vars.at[i] == sym->var)
            return &s->now[i];
    return NULL;
}

static tok *stored_away(struct fleeting *s)
{
    return &s->now[s->len - 1];
}

struct twice_call *twice_call_at(struct function *fn, tok at)
{
    struct twice_call *t = fn->twice;

    while (t && t->at != at)
        t = t->next;
    return t;
}

/* A call in R that returns twice stores its place in its environment. */
static void store_place(struct fleeting *s, struct range r)
{
    for (struct twice_call *t = s->l->fn->twice; t; t = t->next) {
        tok *env = entry_of(s, t->env);

        if (r.first <= t->at && t->at <= r.last)
            *(env ? env : stored_away(s)) = t->at;
    }
}

static bool can_point(struct type *t)
{
    return !t || !(type_is_arithmetic(type_strip(t)) || type_is_void(t));
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

static bool is_cleanup(const struct ident *name)
{
    return name && (!strcmp(name->text, "cleanup") || !strcmp(name->text, "__cleanup__"));
}

/* Is T a nested function, which is neither called there, nor to be called as a clean-up? */
static bool names_nested(struct fleeting *s, tok t)
{
    struct symbol *sym = token_symbol(s->l->u, t);

    return is_nested(s, sym) && sym->at != t && token_at(s->l->u, t + 1)->kind != '(' &&
           !is_cleanup(token_at(s->l->u, t - 2)->ident);
}

/* What stands in a statement expression is not told apart. */
static tok made_in_tokens(struct fleeting *s, struct range r)
{
    for (tok t = r.first; t && t <= r.last; t++) {
        struct token *at = token_at(s->l->u, t);
        tok *var = entry_of(s, token_symbol(s->l->u, t));

        if (var && *var)
            return *var;
        if (names_nested(s, t))
            return t;
        if (at->ident && (!strcmp(at->ident->text, "alloca") || !strncmp(at->ident->text, "__builtin_alloca", 16)))
            return t;
    }
    return 0;
}

static tok made_by(struct fleeting *s, struct expr *e);

static tok made_by_kids(struct fleeting *s, struct expr *e)
{
    struct kids k;
    tok found = 0;

    kids_get(&k, e);
    for (size_t i = 0; i < k.len && !found; i++)
        found = made_by(s, k.at[i]);
    kids_free(&k);
    return found;
}

static tok made_by_call(struct fleeting *s, struct expr *e)
{
    struct expr *callee = expr_now(e->a);
    tok found = 0;

    if (is_alloca(e))
        return e->range.first;
    if (callee->kind != E_IDENT || !is_nested(s, callee->sym))
        return made_by_kids(s, e);
    for (struct expr *arg = e->list; arg && !found; arg = arg->next)
        found = made_by(s, arg);
    return found;
}

/* The alloca() whose memory E's value may point into, or the nested function that it may be; 0: none. */
static tok made_by(struct fleeting *s, struct expr *e)
{
    tok *var, found;

    e = expr_now(e);
    if (!can_point(e->type))
        return 0;
    switch (e->kind) {
    case E_IDENT: case E_TEMP:
        if (is_nested(s, e->sym))
            return e->range.first;
        var = entry_of(s, e->sym);
        return var ? *var : 0;
    case E_CALL:
        return made_by_call(s, e);
    case E_COMMA:
        return made_by(s, e->b);
    case E_ASSIGN:
        return made_by(s, e->b);
    case E_COND:
        found = made_by(s, e->b ? e->b : e->a);
        return found ? found : made_by(s, e->c);
    case E_STMT_EXPR:
        return made_in_tokens(s, e->range);
    default:
        return made_by_kids(s, e);
    }
}

/* ---- what a node does ------------------------------------------------------------------------------------------- */

/* The variable that the lvalue E is (part of), else NULL. */
static struct expr *object_of(struct expr *e)
{
    e = expr_now(e);
    while (e->kind == E_MEMBER || (e->kind == E_INDEX && e->a->type && type_is_array(e->a->type)))
        e = expr_now(e->a);
    return e->kind == E_IDENT || e->kind == E_TEMP ? e : NULL;
}

static void assign(struct fleeting *s, struct expr *e)
{
    struct expr *object = object_of(e->a);
    tok *to = object ? entry_of(s, object->sym) : NULL, from = made_by(s, e->b);

    if (!can_point(e->type))
        return;
    if (!to)
        to = stored_away(s);
    if (from)
        *to = from;
    else if (e->op == '=' && to != stored_away(s) && expr_now(e->a) == object)
        *to = 0;
}

/* All variables there may get what is there. */
static void assign_in_tokens(struct fleeting *s, struct range r)
{
    tok from = made_in_tokens(s, r), *to;

    for (tok t = r.first; from && t <= r.last; t++) {
        struct symbol *sym = token_symbol(s->l->u, t);

        if ((to = entry_of(s, sym)) != NULL && can_point(sym->type))
            *to = from;
    }
}

static void assignments(struct fleeting *s, struct expr *e)
{
    struct kids k;
    tok from;

    e = expr_now(e);
    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        assignments(s, k.at[i]);
    kids_free(&k);
    if (e->kind == E_ASSIGN)
        assign(s, e);
    if (e->kind == E_STMT_EXPR) {
        assign_in_tokens(s, e->range);
        store_place(s, e->range);
    }
    if (e->kind == E_CALL) {
        store_place(s, (struct range){e->range.first, e->range.first});
        if (e->spawned && (from = made_by_kids(s, e)) != 0)
            *stored_away(s) = from;
    }
}

static tok made_by_init(struct fleeting *s, struct init *init)
{
    tok found = init->expr ? made_by(s, init->expr) : 0;

    for (struct init *i = init->list; i && !found; i = i->next)
        found = made_by_init(s, i);
    return found;
}

static void declare(struct fleeting *s, struct declarator *d)
{
    tok *to = entry_of(s, d->sym);

    if (d->init && d->init->expr)
        assignments(s, d->init->expr);
    if (to && !d->sym->is_environment)
        *to = d->init && can_point(d->sym->type) ? made_by_init(s, d->init) : 0;
}

static void pass(struct fleeting *s, struct flow_node *n)
{
    if (flow_declarator(n))
        declare(s, n->declarator);
    else if (flow_asm(n))
        assign_in_tokens(s, n->asm_stmt->range);
    else if (flow_suspension(n))
        assignments(s, n->susp->call);
    else if (flow_expr(n))
        assignments(s, n->expr);
}

/* ---- over suspensions ------------------------------------------------------------------------------------------- */

/* What people call a function that is behind a macro: setjmp() is _setjmp(), or __sigsetjmp() with another argument. */
static const char *as_called(const struct ident *name)
{
    return name->text + (strncmp(name->text, "__builtin_", 10) ? strspn(name->text, "_") : 0);
}

static void report(struct fleeting *s, tok made, struct suspension *susp)
{
    const char *fn = s->l->fn->sym->name->text;
    struct symbol *sym = token_symbol(s->l->u, made);
    struct range at = {made, made};

    for (size_t i = 0; i < s->reported.len; i++)
        if (s->reported.at[i] == made)
            return;
    vec_push(&s->reported, made);
    if (twice_call_at(s->l->fn, made))
        diag(s->l->u, DIAG_SETJMP_IN_ASYNC, made, at, as_called(token_at(s->l->u, made)->ident), fn);
    else if (is_nested(s, sym))
        diag(s->l->u, DIAG_NESTED_IN_ASYNC, made, at, sym->name->text, fn);
    else
        diag(s->l->u, DIAG_ALLOCA_IN_ASYNC, made, at, fn);
    diag(s->l->u, DIAG_NOTE_AWAIT_HERE, susp->at, (struct range){susp->at, susp->at});
}

static bool is_kept(struct var *v, struct suspension *susp)
{
    if (v->home == VAR_PINNED)
        return v->block_start <= susp->where && susp->where <= v->to;
    for (size_t i = 0; i < susp->keeps.len; i++)
        if (susp->keeps.at[i] == v)
            return true;
    return false;
}

static void check_suspension(struct fleeting *s, struct suspension *susp)
{
    struct lowered *low = s->l->low;
    tok given = made_by_kids(s, susp->call);

    if (given)
        report(s, given, susp);
    if (*stored_away(s))
        report(s, *stored_away(s), susp);
    for (size_t i = 0; i < low->vars.len; i++)
        if (s->now[i] && is_kept(low->vars.at[i], susp))
            report(s, s->now[i], susp);
}

/* What holds after a node holds before the next; did that add anything? */
static bool flow_into(tok *in, const tok *out, size_t len)
{
    bool changed = false;

    for (size_t i = 0; i < len; i++)
        if (out[i] && (!in[i] || out[i] < in[i])) {
            in[i] = out[i];
            changed = true;
        }
    return changed;
}

/* What a nested function does with the address of one beside it is not followed; the first such place. */
static tok named_in_nested(struct fleeting *s)
{
    struct function *fn = s->l->fn;

    for (size_t i = 0; i < fn->vars.len; i++) {
        struct symbol *sym = fn->vars.at[i];
        struct range all = is_nested(s, sym) ? sym->nested->decl->range : (struct range){0, 0};

        for (tok t = all.first; t && t <= all.last; t++)
            if (names_nested(s, t))
                return t;
    }
    return 0;
}

/* What holds from the start. An environment's address may be taken before setjmp() sets it. */
static void begin(struct fleeting *s)
{
    struct function *fn = s->l->fn;

    memset(s->now, 0, s->len * sizeof *s->now);
    for (struct twice_call *t = fn->twice; t; t = t->next) {
        tok *env = t->part ? NULL : entry_of(s, t->env);

        if (env)
            *env = t->at;
    }
    if (fn->nested)
        *stored_away(s) = named_in_nested(s);
}

/* What holds before each node, until nothing new is found. */
static void propagate(struct fleeting *s, struct flow *f, tok *in)
{
    bool changed = true;

    while (changed) {
        changed = false;
        for (size_t i = f->nodes.len; i-- > 0; ) {
            struct flow_node *n = &f->nodes.at[i];

            memcpy(s->now, in + i * s->len, s->len * sizeof *s->now);
            pass(s, n);
            for (int k = 0; k < flow_successors(n); k++) {
                int next = flow_successor(n, k);

                if (next >= 0)
                    changed |= flow_into(in + (size_t)next * s->len, s->now, s->len);
            }
        }
    }
}

void check_fleeting(struct lower *l, struct flow *f)
{
    struct fleeting s = {.l = l, .len = l->low->vars.len + 1};
    tok *in = xcalloc(f->nodes.len * s.len, sizeof *in);

    s.now = xmalloc(s.len * sizeof *s.now);
    begin(&s);
    for (size_t i = 0; i < f->nodes.len; i++)
        memcpy(in + i * s.len, s.now, s.len * sizeof *s.now);
    propagate(&s, f, in);
    for (size_t i = 0; i < f->nodes.len; i++)
        if (flow_suspension(&f->nodes.at[i])) {
            memcpy(s.now, in + i * s.len, s.len * sizeof *s.now);
            check_suspension(&s, f->nodes.at[i].susp);
        }
    vec_free(&s.reported);
    free(s.now);
    free(in);
}
