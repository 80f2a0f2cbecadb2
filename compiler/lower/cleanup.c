/* cleanup.c - scopes that a declaration or a defer starts, and that reach to the end of their block:
 *
 *     { D; rest }   =>   D;  rest'  exit_1 = 0;  cleanup_1:;  S  if (exit_1 == 1) return return_1;  ...
 *
 * D is `defer S`, a variable with attribute cleanup, an automatic `async T` object, or a variable-length array with
 * storage of its own. How rest' gets to the label and on from there is leave.c's. */
#include "ast/ends.h"
#include "lower/internal.h"

/* ---- what needs clean-up ---------------------------------------------------------------------------------------- */

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
    vec_push(&l->guarded, s->body->range);
    l->deferred++;
    normalise_stmt(l, s->body);
    l->deferred--;
    list_add(list, s->body);
    if (shield)
        list_add(list, make_expr_stmt(l, make_raw(l, "ac_shield_end()", NULL, NULL), s->range));
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
    struct jump_scope scope = {0};
    struct stmt *body = make_stmt(l, has_vm_decl(rest) ? S_BLOCK : S_SEQ, item->range);

    body->range = rest_range(block, item);
    body->body = rest;
    scope.leaves = !falls_through(rest, true);
    scope_body(l, &scope, body, list);
    if (d)
        clean_declarator(l, d, list);
    else
        clean_defer(l, item, list);
    scope_ways_on(l, &scope, list);
}

/* A declaration with several declarators is one declaration each, so that each scope starts where it should. */
static struct stmt *split_first(struct lower *l, struct stmt *item)
{
    struct declarator *d = item->decl->declarators;
    struct stmt *rest;

    if (!d->next)
        return item->next;
    rest = clone_stmt(l, item);
    rest->decl = arena_new(&l->u->tree, struct decl);
    *rest->decl = *item->decl;
    rest->decl->declarators = d->next;
    rest->next = item->next;
    item->decl = arena_new(&l->u->tree, struct decl);
    *item->decl = *rest->decl;
    item->decl->declarators = arena_new(&l->u->tree, struct declarator);
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
        item->replace = make_stmt(l, first == item ? S_SEQ : S_EMPTY, item->range);
    if (first != item)
        item->next = NULL;
    first->next = list.first;
}
