/* ends.c - whether control comes out of statements.
 *
 * after(s, in) says whether it comes behind S, if it comes to it (IN); what jumps it meets on the way is noted. A goto may lead
 * to every label. Statement expressions have statements that jump, too: all expressions are looked into. */
#include "ast/ends.h"

#include "ast/types.h"
#include "base/unit.h"

struct ends {
    bool doubt;                   /* the answer where it cannot be told */
    bool left;                    /* a return, a goto, a call that does not return was met */
    bool at_break, at_continue;   /* control comes to one of the innermost loop or switch */
    bool at_switch, has_default;
};

static bool after(struct ends *x, struct stmt *s, bool in);

/* ---- expressions ------------------------------------------------------------------------------------------------ */

static bool never_returns(struct expr *call)
{
    static const char *const names[] = {"exit", "_exit", "_Exit", "abort", "quick_exit", "longjmp", "siglongjmp", "pthread_exit",
                                        "__assert_fail", "__builtin_unreachable", "__builtin_trap", NULL};
    const struct symbol *f = called_function(call);

    return f && !call->spawned && (f->noreturn || (!f->defined && ident_in(f->name, names)));
}

static bool after_expr(struct ends *x, struct expr *e, bool in);

static bool after_operands(struct ends *x, struct expr *e, bool in)
{
    struct kids k;
    bool chooses = e->kind == E_GENERIC || e->kind == E_CHOOSE, out = in;

    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        out = after_expr(x, k.at[i], chooses ? in : out);
    kids_free(&k);
    return chooses ? in : out;
}

static bool after_cond(struct ends *x, struct expr *e, bool in)
{
    enum truth t = truth_of(e->a);
    bool first = after_expr(x, e->a, in), yes = first && t != NEVER, no = first && t != ALWAYS;

    if (e->b)
        yes = after_expr(x, e->b, yes);
    return after_expr(x, e->c, no) || yes;
}

static bool after_expr(struct ends *x, struct expr *e, bool in)
{
    bool out;

    switch (e->kind) {
    case E_STMT_EXPR:
        return after(x, e->block, in);
    case E_COND:
        return after_cond(x, e, in);
    case E_ANDAND: case E_OROR:
        out = after_expr(x, e->a, in);
        after_expr(x, e->b, out);
        return out;
    case E_CALL:
        out = after_operands(x, e, in);
        if (!never_returns(e))
            return out;
        x->left |= out;
        return false;
    default:
        return after_operands(x, e, in);
    }
}

static bool after_init(struct ends *x, struct init *init, bool in)
{
    if (init->expr)
        in = after_expr(x, init->expr, in);
    for (struct init *i = init->list; i; i = i->next)
        in = after_init(x, i, in);
    return in;
}

/* ---- statements ------------------------------------------------------------------------------------------------- */

static bool after_list(struct ends *x, struct stmt *s, bool in)
{
    for (; s; s = s->next)
        in = after(x, s, in);
    return in;
}

static bool after_decl(struct ends *x, struct decl *decl, bool in)
{
    if (decl->kind == DECL_VARS)
        for (struct declarator *d = decl->declarators; d; d = d->next)
            if (d->init)
                in = after_init(x, d->init, in);
    return in;
}

static bool after_if(struct ends *x, struct stmt *s, bool in)
{
    enum truth t = truth_of(s->e);
    bool test = after_expr(x, s->e, in), yes = after(x, s->body, test && t != NEVER), no = test && t != ALWAYS;

    if (s->other)
        no = after(x, s->other, no);
    return yes || no;
}

/* The test and the step of a loop. */
static bool after_head(struct ends *x, struct stmt *s, bool in)
{
    if (s->e)
        in = after_expr(x, s->e, in);
    if (stmt_step(s))
        after_expr(x, s->step, in);
    return in;
}

/* A break in the head is one of this loop for clang, and one of a loop around it for gcc. */
static bool after_loop(struct ends *x, struct stmt *s, bool in)
{
    struct ends head = {.doubt = x->doubt}, body = {.doubt = x->doubt, .at_switch = x->at_switch};
    enum truth t = truth_of(s->e);
    bool out;

    if (stmt_init(s))
        in = after(x, s->init, in);
    if (s->kind != S_DO)
        in = after_head(&head, s, in);
    out = after(&body, s->body, in && (s->kind == S_DO || t != NEVER)) || body.at_continue;
    out = s->kind == S_DO ? after_head(&head, s, out) : out || in;
    x->left |= head.left || body.left;
    x->at_break |= head.at_break;
    x->at_continue |= head.at_continue;
    x->has_default |= body.has_default; /* Duff's device */
    return (out && t != ALWAYS) || body.at_break || head.at_break;
}

static bool is_enum(struct expr *e)
{
    while (e->kind == E_PAREN || e->kind == E_CAST)
        e = e->a;
    return e->type && type_strip(e->type)->kind == T_ENUM;
}

/* Of an enumeration all values may have their case. */
static bool after_switch(struct ends *x, struct stmt *s, bool in)
{
    struct ends inner = {.doubt = x->doubt, .at_switch = after_expr(x, s->e, in)};
    bool out = after(&inner, s->body, false), may_pass = !inner.has_default && (x->doubt || !is_enum(s->e));

    x->left |= inner.left;
    x->at_continue |= inner.at_continue;
    return out || inner.at_break || (inner.at_switch && may_pass);
}

/* A time limit that ends without an else goes on behind; so may a group that fails. */
static bool after_scope(struct ends *x, struct stmt *s, bool in)
{
    bool body = after(x, s->body, in), timeout = s->kind == S_TIMEOUT || s->kind == S_TIMEOUT_AT;

    if (s->other)
        return after(x, s->other, in) || body;
    return body || (in && (timeout || (s->kind == S_GROUP && x->doubt)));
}

/* Control leaves S by it. */
static bool leaves(struct ends *x, struct stmt *s, bool in)
{
    x->left |= s->e ? after_expr(x, s->e, in) : in;
    return false;
}

static bool after_asm(struct ends *x, struct stmt *s, bool in)
{
    for (struct asm_operand *o = s->asm_operands; o; o = o->next)
        if (o->expr)
            in = after_expr(x, o->expr, in);
    x->left |= in;
    return in;
}

static bool after(struct ends *x, struct stmt *s, bool in)
{
    switch (s->kind) {
    case S_EXPR:
        return after_expr(x, s->e, in);
    case S_DECL:
        return after_decl(x, s->decl, in);
    case S_BLOCK: case S_SEQ:
        return after_list(x, s->body, in);
    case S_IF:
        return after_if(x, s, in);
    case S_WHILE: case S_DO: case S_FOR:
        return after_loop(x, s, in);
    case S_SWITCH:
        return after_switch(x, s, in);
    case S_CASE: case S_DEFAULT:
        x->has_default |= s->kind == S_DEFAULT;
        in |= x->at_switch;
        return s->body ? after(x, s->body, in) : in;
    case S_LABEL:
        return s->body ? after(x, s->body, true) : true;
    case S_BREAK:
        x->at_break |= in;
        return false;
    case S_CONTINUE:
        x->at_continue |= in;
        return false;
    case S_RETURN: case S_GOTO: case S_GOTO_COMPUTED:
        return leaves(x, s, in);
    case S_ASM:
        return after_asm(x, s, in);
    case S_TIMEOUT: case S_TIMEOUT_AT: case S_GROUP: case S_SHIELD:
        return after_scope(x, s, in);
    case S_ERROR:
        return in && x->doubt;
    default:
        return in;
    }
}

bool falls_through(struct stmt *s, bool doubt)
{
    struct ends x = {.doubt = doubt};

    return after_list(&x, s, true);
}

bool is_left(struct stmt *s)
{
    struct ends x = {.doubt = true};
    bool out = after(&x, s, true);

    return out || x.left;
}
