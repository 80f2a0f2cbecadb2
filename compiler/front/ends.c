/* ends.c - whether control can come to the end of a function.
 *
 * after(s, in) says whether it comes out of S, if it comes to it. A goto may lead to every label. Where it is not sure it does
 * not: this is for a warning. */
#include "front/ends.h"

#include "ast/types.h"

#include <string.h>

/* The innermost loop and switch around. */
struct ends {
    bool at_break, at_continue;   /* control comes to one of theirs */
    bool at_switch, has_default;
};

static bool after(struct ends *x, struct stmt *s, bool in);

static bool is_noreturn(const struct symbol *f)
{
    static const char *const names[] = {"exit", "_exit", "_Exit", "abort", "quick_exit", "longjmp", "siglongjmp",
                                        "pthread_exit", "__assert_fail", "__builtin_unreachable", "__builtin_trap"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(f->name->text, names[i]))
            return true;
    return f->noreturn;
}

bool never_returns(struct expr *e)
{
    struct ends inner = {0};
    struct expr *f;
    enum truth t;

    switch (e->kind) {
    case E_PAREN: case E_EXTENSION: case E_CAST: case E_AWAIT: case E_ANDAND: case E_OROR:
        return never_returns(e->a);
    case E_COMMA:
        return never_returns(e->a) || never_returns(e->b);
    case E_COND:
        t = truth_of(e->a);
        return (t == NEVER || (e->b && never_returns(e->b))) && (t == ALWAYS || never_returns(e->c));
    case E_STMT_EXPR:
        return !after(&inner, e->block, true);
    case E_CALL:
        f = skip_parens(e->a);
        return f->kind == E_IDENT && f->sym && f->sym->kind == SYM_FUNC && is_noreturn(f->sym);
    default:
        return false;
    }
}

static bool after_list(struct ends *x, struct stmt *s, bool in)
{
    for (; s; s = s->next)
        in = after(x, s, in);
    return in;
}

static bool after_if(struct ends *x, struct stmt *s, bool in)
{
    enum truth t = truth_of(s->e);
    bool yes = after(x, s->body, in && t != NEVER), no = in && t != ALWAYS;

    if (s->other)
        no = after(x, s->other, no);
    return yes || no;
}

static bool after_loop(struct ends *x, struct stmt *s, bool in)
{
    struct ends loop = {.at_switch = x->at_switch, .has_default = x->has_default};
    enum truth t = truth_of(s->e);
    bool out = after(&loop, s->body, s->kind == S_DO ? in : in && t != NEVER);

    x->has_default = loop.has_default; /* Duff's device */
    out |= loop.at_continue || (s->kind != S_DO && in);
    return (out && t != ALWAYS) || loop.at_break;
}

static bool is_enum(struct expr *e)
{
    while (e->kind == E_PAREN || e->kind == E_CAST)
        e = e->a;
    return e->type && type_strip(e->type)->kind == T_ENUM;
}

/* Of an enumeration all values may have their case: if not, -Wswitch says so. */
static bool after_switch(struct ends *x, struct stmt *s, bool in)
{
    struct ends inner = {.at_switch = in};
    bool out = after(&inner, s->body, false);

    x->at_continue |= inner.at_continue;
    return out || inner.at_break || (in && !inner.has_default && !is_enum(s->e));
}

/* A time limit that ends without an else goes on behind. */
static bool after_scope(struct ends *x, struct stmt *s, bool in)
{
    bool body = after(x, s->body, in);

    if (s->other)
        return after(x, s->other, in) || body;
    return body || (in && (s->kind == S_TIMEOUT || s->kind == S_TIMEOUT_AT));
}

static bool after(struct ends *x, struct stmt *s, bool in)
{
    switch (s->kind) {
    case S_EXPR:
        return in && !never_returns(s->e);
    case S_BLOCK: case S_SEQ:
        return after_list(x, s->body, in);
    case S_IF:
        return after_if(x, s, in);
    case S_WHILE: case S_DO: case S_FOR:
        return after_loop(x, s, in);
    case S_SWITCH:
        return after_switch(x, s, in);
    case S_DEFAULT:
        x->has_default = true; /* fall through */
    case S_CASE:
        return s->body ? after(x, s->body, in || x->at_switch) : in || x->at_switch;
    case S_LABEL:
        return s->body ? after(x, s->body, true) : true;
    case S_BREAK:
        x->at_break |= in;
        return false;
    case S_CONTINUE:
        x->at_continue |= in;
        return false;
    case S_RETURN: case S_GOTO: case S_GOTO_COMPUTED: case S_ERROR:
        return false;
    case S_TIMEOUT: case S_TIMEOUT_AT: case S_GROUP: case S_SHIELD:
        return after_scope(x, s, in);
    default:
        return in;
    }
}

bool reaches_end(struct function *fn)
{
    struct ends none = {0};

    return after(&none, fn->body, true);
}
