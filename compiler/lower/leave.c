/* leave.c - leaving scopes that must run something at their end.
 *
 * Whatever leaves such a scope sets a selector and goes to one label; there the end of the scope stands once, followed
 * by the way on, by the selector:
 *
 *     { rest' }  exit_1 = 0;  cleanup_1:;  the end  if (exit_1 == 1) return return_1;  ...
 *
 * with `return e;` in rest' written as { return_1 = e; exit_1 = 1; goto cleanup_1; }. The statements after the end are
 * in the surrounding scope and are treated as if the user had written them there, so scopes nest. A cancelled await is
 * one more way to leave. */
#include "lower/internal.h"

/* ---- leaving ---------------------------------------------------------------------------------------------------- */

static struct exit_edge *find_exit(struct lower *l, struct jump_scope *scope, enum exit_kind kind, struct symbol *label,
                                   struct stmt *like)
{
    struct exit_edge **at = &scope->exits, *e;

    for (; *at; at = &(*at)->next)
        if ((*at)->kind == kind && (*at)->label == label)
            return *at;
    if (!scope->selector) {
        scope->selector = new_temp(l, type_basic(l->u, T_INT), "exit");
        scope->label = new_label(l, "cleanup");
    }
    e = arena_new(&l->u->tree, struct exit_edge);
    e->kind = kind;
    e->label = label;
    e->like = like;
    e->number = ++scope->exit_count;
    return *at = e;
}

/* exit_1 = number; Whoever does not return has no return value, but in a deferred statement there may be one under way. */
static struct stmt *select_exit(struct lower *l, struct jump_scope *scope, int number, bool returns, struct range like)
{
    struct stmt *s = make_expr_stmt(l, make_assign(l, scope->selector, make_int(l, number)), like);

    s->drops_return = !returns && !l->deferred;
    vec_push_in(&l->u->tree, &scope->selects, s);
    return s;
}

/* exit_1 = number; goto cleanup_1; */
static void leave_by(struct lower *l, struct jump_scope *scope, struct exit_edge *e, struct stmt_list *list,
                     struct range like)
{
    list_add(list, select_exit(l, scope, e->number, e->kind == EXIT_RETURN, like));
    list_add(list, make_goto(l, scope->label, like));
}

static struct jump_scope *innermost_cleanup(struct lower *l)
{
    struct jump_scope *j = l->jumps;

    while (j && j->kind != SCOPE_CLEANUP)
        j = j->outer;
    return j;
}

struct stmt *cancel_exit(struct lower *l, struct range like)
{
    struct jump_scope *scope = innermost_cleanup(l);
    struct stmt_list list;

    if (!scope)
        return NULL;
    list_init(&list);
    leave_by(l, scope, find_exit(l, scope, EXIT_CANCEL, NULL, NULL), &list, like);
    return make_list(l, S_SEQ, &list, like);
}

static bool inside(struct jump_scope *scope, struct symbol *label)
{
    struct stmt *s = label->label_stmt;

    return s && s->range.first >= scope->inside.first && s->range.first <= scope->inside.last;
}

/* The clean-up scope that S leaves first, if any; *loop is where a break or continue ends up. */
static struct jump_scope *scope_left(struct lower *l, struct stmt *s, struct jump_scope **loop)
{
    *loop = NULL;
    for (struct jump_scope *j = l->jumps; j; j = j->outer) {
        if (j->kind == SCOPE_CLEANUP) {
            if (s->kind == S_GOTO && s->sym && inside(j, s->sym))
                return NULL;
            return j;
        }
        if ((s->kind == S_BREAK || (s->kind == S_CONTINUE && j->kind == SCOPE_LOOP))) {
            *loop = j;
            return NULL;
        }
    }
    return NULL;
}

/* return_1 = e; unless that is what it returns already. */
static void save_return(struct lower *l, struct stmt *s, struct stmt_list *list)
{
    struct type *t = l->fn->type->base;
    struct expr *e;

    if (!s->e)
        return;
    if (type_is_void(t)) {
        list_add(list, make_expr_stmt(l, s->e, s->range));
        return;
    }
    if (!l->low->return_value)
        l->low->return_value = new_temp(l, t, "return");
    if (s->e->kind == E_TEMP && s->e->sym == l->low->return_value)
        return;
    e = make_assign(l, l->low->return_value, s->e);
    list_add(list, make_expr_stmt(l, e, s->range));
}

void normalise_jump(struct lower *l, struct stmt *s)
{
    static const enum exit_kind kinds[] = {
        [S_BREAK] = EXIT_BREAK, [S_CONTINUE] = EXIT_CONTINUE, [S_RETURN] = EXIT_RETURN, [S_GOTO] = EXIT_GOTO,
    };
    struct jump_scope *loop, *scope = scope_left(l, s, &loop);
    struct stmt_list list;

    if (loop && s->kind == S_CONTINUE && loop->own_continue) {
        if (!loop->continue_label)
            loop->continue_label = new_label(l, "continue");
        s->replace = make_goto(l, loop->continue_label, s->range);
    }
    if (!scope)
        return;
    list_init(&list);
    if (s->kind == S_RETURN)
        save_return(l, s, &list);
    leave_by(l, scope, find_exit(l, scope, kinds[s->kind], s->kind == S_GOTO ? s->sym : NULL, s), &list, s->range);
    s->replace = make_list(l, S_SEQ, &list, s->range);
}

struct stmt *cancelled(struct lower *l, struct range like)
{
    struct stmt *s = cancel_exit(l, like);

    if (s)
        return s;
    s = make_stmt(l, S_RAW, like);
    s->e = make_raw(l, "return &ac_cancelled_frame;", NULL, NULL);
    return s;
}

/* if (exit_1 == n) <the jump>, in the surrounding scope. The last way on of a scope that has no other end goes without
 * saying, so that the C compiler sees that a function always returns. */
static void dispatch(struct lower *l, struct jump_scope *scope, struct exit_edge *e, struct stmt_list *list)
{
    static const enum stmt_kind kinds[] = {
        [EXIT_BREAK] = S_BREAK, [EXIT_CONTINUE] = S_CONTINUE, [EXIT_RETURN] = S_RETURN, [EXIT_GOTO] = S_GOTO,
    };
    struct range like = scope->inside;
    struct expr *cond = make_raw(l, "\1 == \1", type_basic(l->u, T_INT), make_temp(l, scope->selector));
    struct stmt *s;

    if (e->like)
        like = e->like->range;
    cond->a->next = make_int(l, e->number);
    if (e->kind == EXIT_CANCEL) {
        s = scope->on_cancel ? scope->on_cancel : cancelled(l, like);
    } else {
        s = make_stmt(l, kinds[e->kind], like);
        s->sym = e->label;
        if (e->kind == EXIT_RETURN && l->low->return_value)
            s->e = make_temp(l, l->low->return_value);
        normalise_jump(l, s);
    }
    list_add(list, scope->leaves && !e->next ? s : make_if(l, cond, s, NULL, like));
}

void scope_body(struct lower *l, struct jump_scope *scope, struct stmt *body, struct stmt_list *list)
{
    struct jump_scope *outer = l->jumps;

    scope->kind = SCOPE_CLEANUP;
    scope->inside = body->range;
    scope->outer = outer;
    vec_push(&l->guarded, scope->inside);
    l->jumps = scope;
    normalise_stmt(l, body);
    l->jumps = outer;
    list_add(list, body);
    if (scope->selector) {
        if (!scope->leaves)
            list_add(list, select_exit(l, scope, 0, false, scope->inside));
        list_add(list, make_label(l, scope->label, scope->inside));
    }
}

/* One way to leave, and it is always taken: nothing to select. */
static void forget_selector(struct lower *l, struct jump_scope *scope)
{
    for (size_t i = 0; i < scope->selects.len; i++)
        scope->selects.at[i]->replace = make_stmt(l, S_SEQ, scope->selects.at[i]->range);
    scope->selector->var->temp = false;
}

void scope_ways_on(struct lower *l, struct jump_scope *scope, struct stmt_list *list)
{
    if (scope->leaves && scope->exits && !scope->exits->next)
        forget_selector(l, scope);
    for (struct exit_edge *e = scope->exits; e; e = e->next)
        dispatch(l, scope, e, list);
}
