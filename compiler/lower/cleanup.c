/* cleanup.c - scopes that must run something when they are left.
 *
 * `defer S`, a variable with attribute cleanup, and an automatic `async T` object all start a scope that reaches to the
 * end of their block. Whatever leaves the scope sets a selector and goes to one label; there the clean-up stands once,
 * followed by the way on:
 *
 *     { D; rest }   =>   D;  { rest' }  exit_1 = 0;  cleanup_1:;  S  if (exit_1 == 1) return return_1;  ...
 *
 * with `return e;` in rest' written as { return_1 = e; exit_1 = 1; goto cleanup_1; }. The statements after S are in the
 * surrounding scope and are treated as if the user had written them there, so scopes nest. A cancelled await is one more
 * way to leave. */
#include "lower/internal.h"

/* ---- what needs clean-up ---------------------------------------------------------------------------------------- */

static bool is_automatic(struct symbol *sym)
{
    return sym && sym->kind == SYM_VAR && sym->owner && !(sym->storage & (ST_STATIC | ST_EXTERN | ST_THREAD));
}

/* The task type if T is an `async T` object or an array of them. */
static struct type *task_of(struct type *t)
{
    for (t = type_strip(t); t->kind == T_ARRAY; t = type_strip(t->base))
        ;
    return t->kind == T_TASK ? t : NULL;
}

bool is_task_object(struct symbol *sym)
{
    return is_automatic(sym) && task_of(sym->type);
}

/* An array whose storage vla.c allocated. */
static bool is_block(struct symbol *sym)
{
    return sym->var && sym->var->store && type_is_array(sym->type);
}

static bool declarator_needs_cleanup(struct declarator *d)
{
    return is_automatic(d->sym) && (d->sym->cleanup || is_task_object(d->sym) || is_block(d->sym));
}

bool needs_cleanup(struct stmt *item)
{
    if (item->kind == S_DEFER)
        return true;
    if (item->kind == S_LABEL && item->body)
        return needs_cleanup(item->body);
    if (item->kind != S_DECL || item->decl->kind != DECL_VARS)
        return false;
    for (struct declarator *d = item->decl->declarators; d; d = d->next)
        if (declarator_needs_cleanup(d))
            return true;
    return false;
}

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
    e = arena_new(&l->u->arena, struct exit_edge);
    e->kind = kind;
    e->label = label;
    e->like = like;
    e->number = ++scope->exit_count;
    return *at = e;
}

/* exit_1 = number; */
static struct stmt *select_exit(struct lower *l, struct jump_scope *scope, int number, bool returns, struct range like)
{
    struct stmt *s = make_expr_stmt(l, make_assign(l, scope->selector, make_int(l, number)), like);

    s->drops_return = !returns;
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

/* ---- the clean-up itself ---------------------------------------------------------------------------------------- */

/* count = N; while (count-- > 0) await ac_task_leave(((struct ac_task **)tasks)[count]); */
static void leave_tasks(struct lower *l, struct declarator *d, struct stmt_list *list)
{
    struct type *count_type = type_basic(l->u, T_ULONG);
    struct symbol *count = new_temp(l, count_type, "count");
    struct expr *holes = make_temp(l, d->sym);
    struct stmt *loop = make_stmt(l, S_WHILE, d->range);
    struct stmt_list *outer = l->out, body;

    list_add(list, make_expr_stmt(l, make_assign(l, count, make_raw(l, "sizeof \1 / sizeof(struct ac_task *)",
                                                                    count_type, holes)), d->range));
    loop->e = make_raw(l, "\1-- > 0", type_basic(l->u, T_INT), make_temp(l, count));
    list_init(&body);
    l->out = &body;
    holes = make_temp(l, d->sym);
    holes->next = make_temp(l, count);
    make_runtime_await(l, make_raw(l, "ac_task_leave(((struct ac_task **)\1)[\1])", NULL, holes), d->name_tok,
                       "the end of a task");
    l->out = outer;
    loop->body = make_list(l, S_BLOCK, &body, d->range);
    list_add(list, loop);
}

static void clean_declarator(struct lower *l, struct declarator *d, struct stmt_list *list)
{
    struct stmt_list *outer = l->out;

    if (d->sym->cleanup) {
        struct expr *fn = make_raw(l, "\1", NULL, d->sym->cleanup);

        fn->next = make_temp(l, d->sym);
        list_add(list, make_expr_stmt(l, make_raw(l, "\1(&\1)", type_basic(l->u, T_VOID), fn), d->range));
    }
    if (is_block(d->sym))
        list_add(list, make_expr_stmt(l, make_raw(l, "ac_block_free(\1)", type_basic(l->u, T_VOID),
                                                  make_temp(l, d->sym->var->store)), d->range));
    if (!task_of(d->sym->type))
        return;
    if (!l->fn->is_async) {
        diag(l->u, DIAG_TASK_OBJECT_IN_PLAIN, d->name_tok, d->range, d->sym->name->text);
        return;
    }
    if (type_is_array(d->sym->type)) {
        leave_tasks(l, d, list);
        return;
    }
    l->out = list;
    make_runtime_await(l, make_raw(l, "ac_task_leave(\1)", NULL, make_temp(l, d->sym)), d->name_tok,
                       "the end of its task");
    l->out = outer;
}

static void clean_defer(struct lower *l, struct stmt *s, struct stmt_list *list)
{
    bool shield = l->fn->is_async && s->body->has_await;

    if (shield)
        list_add(list, make_expr_stmt(l, make_raw(l, "ac_shield_begin()", NULL, NULL), s->range));
    normalise_stmt(l, s->body);
    list_add(list, s->body);
    if (shield)
        list_add(list, make_expr_stmt(l, make_raw(l, "ac_shield_end()", NULL, NULL), s->range));
}

/* if (exit_1 == n) <the jump>, in the surrounding scope. */
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
        s = cancel_exit(l, like);
        if (!s) {
            s = make_stmt(l, S_RAW, like);
            s->e = make_raw(l, "return &ac_cancelled_frame;", NULL, NULL);
        }
    } else {
        s = make_stmt(l, kinds[e->kind], like);
        s->sym = e->label;
        if (e->kind == EXIT_RETURN && l->low->return_value)
            s->e = make_temp(l, l->low->return_value);
        normalise_jump(l, s);
    }
    list_add(list, make_if(l, cond, s, NULL, like));
}

static struct range rest_range(struct stmt *block, struct stmt *item)
{
    struct range r = {item->range.last + 1, block->range.last};

    return r;
}

/* No jump may pass the declaration of a variably modified object: such a rest becomes a block. Otherwise it stays in
 * the block it is in, since the clean-up may use what lives there. */
static bool has_vm_decl(struct stmt *s)
{
    for (; s; s = s->next)
        if (s->kind == S_DECL && s->decl->kind == DECL_VARS)
            for (struct declarator *d = s->decl->declarators; d; d = d->next)
                if (d->sym && d->sym->type && d->sym->type->vm && !vla_is_prepared(d->sym))
                    return true;
    return false;
}

/* One declarator (or defer) with clean-up: D was put already; REST follows in its scope. */
static void cleanup_scope(struct lower *l, struct stmt *block, struct stmt *item, struct declarator *d,
                          struct stmt *rest, struct stmt_list *list)
{
    struct jump_scope scope = {.kind = SCOPE_CLEANUP, .inside = rest_range(block, item), .outer = l->jumps};
    struct stmt *body = make_stmt(l, has_vm_decl(rest) ? S_BLOCK : S_SEQ, scope.inside);
    struct stmt_list *outer = l->out;

    vec_push(&l->guarded, scope.inside);
    body->range = scope.inside;
    body->body = rest;
    l->jumps = &scope;
    normalise_block(l, body);
    l->jumps = scope.outer;
    list_add(list, body);
    if (scope.selector) {
        list_add(list, select_exit(l, &scope, 0, false, item->range));
        list_add(list, make_label(l, scope.label, item->range));
    }
    l->out = list;
    if (d)
        clean_declarator(l, d, list);
    else
        clean_defer(l, item, list);
    for (struct exit_edge *e = scope.exits; e; e = e->next)
        dispatch(l, &scope, e, list);
    l->out = outer;
}

/* A declaration with several declarators is one declaration each, so that each scope starts where it should. */
static struct stmt *split_first(struct lower *l, struct stmt *item)
{
    struct declarator *d = item->decl->declarators;
    struct stmt *rest;

    if (!d->next)
        return item->next;
    rest = clone_stmt(l, item);
    rest->decl = arena_new(&l->u->arena, struct decl);
    *rest->decl = *item->decl;
    rest->decl->declarators = d->next;
    rest->next = item->next;
    item->decl = arena_new(&l->u->arena, struct decl);
    *item->decl = *rest->decl;
    item->decl->declarators = arena_new(&l->u->arena, struct declarator);
    *item->decl->declarators = *d;
    item->decl->declarators->next = NULL;
    item->touched = true;
    return rest;
}

void normalise_cleanup(struct lower *l, struct stmt *block, struct stmt *item)
{
    struct stmt *first = item, *rest = item->next;
    struct declarator *d = NULL;
    struct stmt_list list;

    while (item->kind == S_LABEL) /* L: defer S; the scope is the same */
        item = item->body;
    if (item->kind == S_DECL) {
        item->next = rest;
        rest = split_first(l, item);
        d = item->decl->declarators;
        normalise_stmt(l, item);
    }
    if (d && !declarator_needs_cleanup(d)) {
        struct stmt again = {.body = rest, .range = block->range};

        first->next = rest;
        normalise_block(l, &again);
        return;
    }
    list_init(&list);
    cleanup_scope(l, block, item, d, rest, &list);
    if (item->kind == S_DEFER)
        item->replace = make_stmt(l, S_EMPTY, item->range);
    if (first != item)
        item->next = NULL;
    first->next = list.first;
}

/* ---- jumps into such scopes ------------------------------------------------------------------------------------- */

static bool within(struct range r, tok t)
{
    return r.first <= t && t <= r.last;
}

static void check_goto(struct lower *l, struct stmt *s)
{
    tok to = s->sym && s->sym->label_stmt ? s->sym->label_stmt->range.first : 0;

    for (size_t i = 0; to && i < l->guarded.len; i++)
        if (within(l->guarded.at[i], to) && !within(l->guarded.at[i], s->range.first)) {
            diag(l->u, DIAG_GOTO_INTO_CLEANUP, s->range.first, s->range);
            return;
        }
}

static void check_jumps_in(struct lower *l, struct stmt *s)
{
    for (; s; s = s->next) {
        if (s->kind == S_GOTO && s->name)
            check_goto(l, s);
        if (s->body)
            check_jumps_in(l, s->body);
        if (s->other)
            check_jumps_in(l, s->other);
    }
}

void check_jumps(struct lower *l)
{
    if (l->guarded.len)
        check_jumps_in(l, l->fn->body);
    vec_free(&l->guarded);
}
