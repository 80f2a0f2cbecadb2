/* discard.c - expressions for what they do: nobody uses the value.
 *
 *     a, await f(b);          =>   a;  await_1 = await f(b);
 *     c ? await f() : g();    =>   if (c) { await f(); } else { g(); } */
#include "ast/types.h"
#include "lower/flatten.h"

/* (void)(e) */
static struct expr *ignore(struct lower *l, struct expr *e)
{
    struct expr *cast = make_raw(l, "(void)(\1)", e->type, e);

    cast->has_await = e->has_await;
    cast->range = e->range;
    return cast;
}

/* A statement that does what E does, as a block of its own; NULL: nothing. */
static struct stmt *branch_void(struct lower *l, struct expr *e, bool cast)
{
    struct stmt_list list, *outer = l->out;

    if (!e)
        return NULL;
    list_init(&list);
    l->out = &list;
    flatten_void(l, e, cast);
    l->out = outer;
    return list.first ? make_list(l, S_BLOCK, &list, e->range) : NULL;
}

/* if (e->a) YES else NO */
static void choose_void(struct lower *l, struct expr *e, struct expr *yes, struct expr *no, bool cast)
{
    enum truth t = truth_of(e->a);
    struct stmt *then, *other;
    struct expr *cond;

    if (t != SOMETIMES) {
        flatten_decisive(l, e->a);
        leave_names(l, t == ALWAYS ? no : yes);
        if (t == ALWAYS ? yes : no)
            flatten_void(l, t == ALWAYS ? yes : no, cast);
        return;
    }
    flatten(l, e->a);
    if (e->kind == E_COND && !e->b)
        spill_first(l, e->a);
    cond = below(l, e->a);
    then = branch_void(l, yes, cast);
    other = branch_void(l, no, cast);
    if (!then) {
        cond = make_raw(l, "!(\1)", type_basic(l->u, T_INT), cond);
        then = other;
        other = NULL;
    }
    if (then)
        list_add(l->out, make_if(l, cond, then, other, e->range));
}

static void stmt_expr_void(struct lower *l, struct stmt *block)
{
    struct stmt *last = last_stmt(block);

    if (last && last->kind == S_EXPR && !type_is_void(last->e->type)) {
        last->e = ignore(l, last->e);
        last->touched = true;
    }
    normalise_inside(l, block);
    list_add(l->out, block);
}

/* What is left of E, which nothing will replace any more: no copy is needed. */
static void emit_left(struct lower *l, struct expr *e, bool cast, struct range like)
{
    struct expr *left = e->replace ? e->replace : e;

    emit_expr(l, cast || fails_as_statement(left) ? ignore(l, left) : left, like);
}

/* Of E behind a comma gcc says nothing if it has effects, but it does of a result that should be used. */
static bool is_unwanted(struct expr *e)
{
    return skip_parens(e)->kind != E_CALL && has_effects(e);
}

/* An operand of a comma. What has no effect stays one: of a statement C compilers say something else. */
static void flatten_side(struct lower *l, struct expr *e, const char *text)
{
    if (e->has_await || has_effects(e))
        flatten_void(l, e, false);
    else
        emit_expr(l, make_raw(l, text, type_basic(l->u, T_VOID), below(l, e)), e->range);
}

void flatten_left(struct lower *l, struct expr *e)
{
    flatten_side(l, e, "\1, (void)0");
}

/* What is left keeps its parentheses: the C compiler has a warning for `(a > b);` and another one for `a > b;`. */
void flatten_void(struct lower *l, struct expr *e, bool cast)
{
    struct expr *whole = e;

    while (e->has_await && (e->kind == E_PAREN || e->kind == E_EXTENSION))
        e = e->a;
    switch (e->has_await ? e->kind : E_ERROR) {
    case E_CAST:
        flatten_void(l, e->a, true);
        return;
    case E_COMMA:
        flatten_left(l, e->a);
        if (cast || is_unwanted(e->b))
            flatten_void(l, e->b, true);
        else
            flatten_side(l, e->b, "(void)0, \1");
        return;
    case E_ANDAND: /* what b yields is used, if the whole is not */
        choose_void(l, e, e->b, NULL, true);
        return;
    case E_OROR:
        choose_void(l, e, NULL, e->b, true);
        return;
    case E_COND:
        choose_void(l, e, e->b, e->c, cast);
        return;
    case E_STMT_EXPR:
        stmt_expr_void(l, e->block);
        return;
    case E_GENERIC: case E_CHOOSE:
        flatten_void(l, chosen_operand(e), cast);
        return;
    case E_AWAIT:
        flatten_await(l, e, false);
        break;
    default:
        flatten(l, e);
    }
    if (!is_leftover(e))
        emit_left(l, whole, cast, e->range);
}

void flatten_full_void(struct lower *l, struct expr *e)
{
    note_full_expr(l, e);
    flatten_void(l, e, false);
}
