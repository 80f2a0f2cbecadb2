/* normalise.c - every await becomes a statement of its own.
 *
 * needs: a checked function.
 * gives: stmt->replace and expr->replace such that each S_AWAIT stands alone and no other statement contains an await;
 *        scopes with something to clean up have one labelled way out (cleanup.c).
 *
 * Statements keep their shape as far as C allows. A condition with an await moves into the loop's body:
 *
 *     while (await f(x)) body          while (1) { await_1 = await f(x); if (!(await_1)) break; body }
 *     do body while (await f(x));      do { body  continue_1:; await_1 = await f(x); } while (await_1);
 *     for (a; await f(); await g()) b  for (a;;) { await_1 = await f(); if (!(await_1)) break; b  continue_1:; await g(); }
 */
#include "ast/types.h"
#include "lower/internal.h"

static struct stmt_list *begin(struct lower *l, struct stmt_list *list)
{
    struct stmt_list *outer = l->out;

    list_init(list);
    l->out = list;
    return outer;
}

/* Replaces S by what was put before it and itself. */
static void finish(struct lower *l, struct stmt *s, struct stmt_list *list, bool keep)
{
    if (!list->first && keep)
        return;
    if (keep)
        list_add(list, clone_stmt(l, s));
    s->replace = make_list(l, S_SEQ, list, s->range);
}

/* ---- declarations ----------------------------------------------------------------------------------------------- */

static bool init_has_await(struct init *init)
{
    if (init->expr)
        return init->expr->has_await;
    for (struct init *i = init->list; i; i = i->next)
        if (init_has_await(i))
            return true;
    return false;
}

static bool declarator_has_await(struct declarator *d)
{
    for (struct deriv *v = d->derivs; v; v = v->next)
        if (v->kind == D_ARRAY && v->size && v->size->has_await)
            return true;
    return d->init && init_has_await(d->init);
}

static bool decl_has_await(struct decl *decl)
{
    if (decl->kind != DECL_VARS)
        return false;
    for (struct declarator *d = decl->declarators; d; d = d->next)
        if (declarator_has_await(d) || vla_is_prepared(d->sym))
            return true;
    return false;
}

static bool defines_type(struct decl *decl)
{
    return decl->specs && decl->specs->tag && decl->specs->tag->has_body;
}

/* `int a = 1, b = 2;` as one S_DECL a declarator; without D, only what the specifiers declare. */
static struct stmt *split_decl(struct lower *l, struct stmt *s, struct declarator *d)
{
    struct stmt *one = clone_stmt(l, s);

    one->decl = arena_new(&l->u->tree, struct decl);
    *one->decl = *s->decl;
    one->decl->declarators = NULL;
    if (!d)
        return one;
    one->decl->declarators = arena_new(&l->u->tree, struct declarator);
    *one->decl->declarators = *d;
    one->decl->declarators->next = NULL;
    return one;
}

static void flatten_declarator(struct lower *l, struct declarator *d)
{
    for (struct deriv *v = d->derivs; v; v = v->next)
        if (v->kind == D_ARRAY && v->size && v->size->has_await)
            flatten_full(l, v->size);
    if (d->init && init_has_await(d->init))
        flatten_init(l, d->init);
}

static void normalise_decl(struct lower *l, struct stmt *s)
{
    struct stmt_list list, *outer;

    if (!decl_has_await(s->decl))
        return;
    outer = begin(l, &list);
    for (struct declarator *d = s->decl->declarators; d; d = d->next) {
        if (vla_is_prepared(d->sym)) {
            if (d == s->decl->declarators && defines_type(s->decl))
                list_add(&list, split_decl(l, s, NULL));
            vla_declare(l, d, &list);
            continue;
        }
        find_own_names(l, d);
        flatten_declarator(l, d);
        list_add(&list, split_decl(l, s, d));
    }
    l->out = outer;
    finish(l, s, &list, false);
}

/* ---- expression statements -------------------------------------------------------------------------------------- */

/* There are so many of them that S itself becomes the list. */
static void normalise_expr(struct lower *l, struct stmt *s)
{
    struct stmt_list list, *outer = begin(l, &list);

    flatten_full_void(l, s->e);
    l->out = outer;
    s->kind = S_SEQ;
    s->touched = true;
    s->e = NULL;
    s->body = list.first;
}

static void normalise_computed_goto(struct lower *l, struct stmt *s)
{
    struct stmt_list list, *outer = begin(l, &list);

    flatten_full(l, s->e);
    l->out = outer;
    finish(l, s, &list, true);
}

static void normalise_asm(struct lower *l, struct stmt *s)
{
    struct stmt_list list, *outer = begin(l, &list);

    for (struct asm_operand *o = s->asm_operands; o; o = o->next)
        if (o->expr && o->expr->has_await)
            flatten_full(l, o->expr);
    l->out = outer;
    finish(l, s, &list, true);
}

/* ---- selection and loops ---------------------------------------------------------------------------------------- */

static void normalise_if(struct lower *l, struct stmt *s)
{
    struct stmt_list list, *outer = begin(l, &list);

    flatten_condition(l, s->e);
    l->out = outer;
    normalise_stmt(l, s->body);
    if (s->other)
        normalise_stmt(l, s->other);
    finish(l, s, &list, true);
}

static void push_jump(struct lower *l, struct jump_scope *scope)
{
    scope->outer = l->jumps;
    l->jumps = scope;
}

static void normalise_switch(struct lower *l, struct stmt *s)
{
    struct jump_scope scope = {.kind = SCOPE_SWITCH};
    struct stmt_list list, *outer = begin(l, &list);

    if (s->e->has_await)
        flatten_full(l, s->e);
    l->out = outer;
    push_jump(l, &scope);
    normalise_stmt(l, s->body);
    l->jumps = scope.outer;
    finish(l, s, &list, true);
}

/* What evaluates E first, then `if (!(E)) break;`. Of an assignment C compilers warn if it stands by itself, so that does. */
static void test_at_head(struct lower *l, struct expr *e, struct stmt_list *list)
{
    struct stmt_list *outer = l->out, nothing;
    struct expr *copy = arena_new(&l->u->tree, struct expr), *test;
    struct stmt *leave = make_stmt(l, S_BREAK, e->range);
    enum truth t = truth_of(e);

    l->out = list;
    flatten_condition(l, e);
    l->out = outer;
    *copy = *e;
    copy->next = NULL;
    if (expr_now(copy)->kind == E_ASSIGN) {
        list_init(&nothing);
        list_add(list, make_if(l, copy, make_list(l, S_BLOCK, &nothing, e->range), leave, e->range));
        return;
    }
    test = make_raw(l, "!(\1)", type_basic(l->u, T_INT), copy);
    test->is_known = t != SOMETIMES;
    test->value = t == NEVER;
    list_add(list, make_if(l, test, leave, NULL, e->range));
}

static struct expr *always(struct lower *l)
{
    return make_int(l, 1);
}

static void put_continue_label(struct lower *l, struct jump_scope *scope, struct stmt_list *list, struct range like)
{
    if (scope->continue_label)
        list_add(list, make_label(l, scope->continue_label, like));
}

static void normalise_while(struct lower *l, struct stmt *s)
{
    struct jump_scope scope = {.kind = SCOPE_LOOP};
    struct stmt_list list;
    struct stmt *loop;

    push_jump(l, &scope);
    normalise_stmt(l, s->body);
    l->jumps = scope.outer;
    if (!s->e->has_await) {
        flatten_condition(l, s->e);
        return;
    }
    list_init(&list);
    test_at_head(l, s->e, &list);
    list_add(&list, s->body);
    loop = clone_stmt(l, s);
    loop->e = always(l);
    loop->body = make_list(l, S_BLOCK, &list, s->body->range);
    s->replace = loop;
}

static void normalise_do(struct lower *l, struct stmt *s)
{
    struct jump_scope scope = {.kind = SCOPE_LOOP, .own_continue = s->e->has_await};
    struct stmt_list list, *outer;
    struct stmt *loop;

    push_jump(l, &scope);
    normalise_stmt(l, s->body);
    l->jumps = scope.outer;
    if (!s->e->has_await) {
        flatten_condition(l, s->e);
        return;
    }
    outer = begin(l, &list);
    list_add(&list, s->body);
    put_continue_label(l, &scope, &list, s->e->range);
    flatten_condition(l, s->e);
    l->out = outer;
    loop = clone_stmt(l, s);
    loop->body = make_list(l, S_BLOCK, &list, s->body->range);
    s->replace = loop;
}

static void for_body(struct lower *l, struct stmt *s, struct stmt *loop, struct jump_scope *scope)
{
    struct stmt_list list, *outer;

    if (!(s->e && s->e->has_await) && !(s->step && s->step->has_await))
        return;
    outer = begin(l, &list);
    if (s->e && s->e->has_await) {
        test_at_head(l, s->e, &list);
        loop->e = NULL;
    }
    list_add(&list, s->body);
    if (s->step && s->step->has_await) {
        put_continue_label(l, scope, &list, s->step->range);
        flatten_full_void(l, s->step);
        loop->step = NULL;
    }
    l->out = outer;
    loop->body = make_list(l, S_BLOCK, &list, s->body->range);
}

static bool decl_is_vm(struct decl *decl)
{
    for (struct declarator *d = decl->declarators; d; d = d->next)
        if (d->sym && d->sym->type && d->sym->type->vm)
            return true;
    return false;
}

static bool for_init_moves(struct stmt *init, bool suspends)
{
    if (!init)
        return false;
    if (init->kind == S_DECL)
        return defines_type(init->decl) || decl_has_await(init->decl) || needs_cleanup(init) || (suspends && decl_is_vm(init->decl));
    return init->kind == S_EXPR && init->e->has_await;
}

/* An initialiser that suspends, needs clean-up or may not be jumped over moves in front, into a block around the loop. So does one
 * that defines a type: gcc takes no named one there, and lowered types have names. */
static void normalise_for(struct lower *l, struct stmt *s)
{
    struct jump_scope scope = {.kind = SCOPE_LOOP, .own_continue = s->step && s->step->has_await};
    struct stmt *block, *loop = clone_stmt(l, s), *init;

    if (for_init_moves(s->init, s->has_await)) {
        init = clone_stmt(l, s->init);
        loop->init = NULL;
        block = make_stmt(l, S_BLOCK, s->range);
        block->range = s->range;
        block->body = init;
        init->next = loop;
        s->replace = block;
        normalise_block(l, block);
        return;
    }
    push_jump(l, &scope);
    normalise_stmt(l, s->body);
    l->jumps = scope.outer;
    if (s->e && !s->e->has_await)
        flatten_condition(l, s->e);
    for_body(l, s, loop, &scope);
    if (loop->body != s->body)
        s->replace = loop;
}

/* ---- jumps ------------------------------------------------------------------------------------------------------ */

static void normalise_return(struct lower *l, struct stmt *s)
{
    struct stmt_list list, *outer;
    struct stmt *last;

    if (!s->e || !s->e->has_await) {
        normalise_jump(l, s);
        return;
    }
    outer = begin(l, &list);
    flatten_full(l, s->e);
    l->out = outer;
    last = clone_stmt(l, s);
    if (type_is_void(l->fn->type->base) && is_leftover(s->e))
        last->e = NULL;
    normalise_jump(l, last);
    list_add(&list, last);
    s->replace = make_list(l, S_SEQ, &list, s->range);
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

void normalise_block(struct lower *l, struct stmt *block)
{
    vla_prepare_block(l, block->body);
    for (struct stmt *s = block->body; s; s = s->next) {
        if (needs_cleanup(s)) {
            normalise_cleanup(l, block, s);
            break;
        }
        normalise_stmt(l, s);
    }
}

/* A label's statement that needs clean-up: as a block item, it covers what follows the label. */
static void normalise_labelled(struct lower *l, struct stmt *s)
{
    if (s->body)
        normalise_stmt(l, s->body);
}

static void check_case(struct lower *l, struct stmt *s)
{
    for (struct jump_scope *j = l->jumps; j && j->kind != SCOPE_SWITCH; j = j->outer)
        if (j->kind == SCOPE_CLEANUP) {
            diag(l->u, DIAG_CASE_INTO_CLEANUP, s->range.first, s->range);
            return;
        }
}

void normalise_stmt(struct lower *l, struct stmt *s)
{
    if (s->has_await && (s->kind == S_WHILE || s->kind == S_DO || s->kind == S_FOR))
        drop_loop_pragmas(l, s);
    switch (s->kind) {
    case S_EXPR:
        if (s->e->has_await)
            normalise_expr(l, s);
        break;
    case S_ASM:
        vec_push(&l->gotos, s);
        normalise_asm(l, s);
        break;
    case S_BLOCK: case S_SEQ:
        normalise_block(l, s);
        break;
    case S_DECL:
        normalise_decl(l, s);
        break;
    case S_IF:
        normalise_if(l, s);
        break;
    case S_WHILE:
        normalise_while(l, s);
        break;
    case S_DO:
        normalise_do(l, s);
        break;
    case S_FOR:
        normalise_for(l, s);
        break;
    case S_SWITCH:
        normalise_switch(l, s);
        break;
    case S_CASE: case S_DEFAULT:
        check_case(l, s);
        normalise_labelled(l, s);
        break;
    case S_LABEL:
        if (s->sym && s->sym->address_taken)
            vec_push(&l->named, s->sym);
        normalise_labelled(l, s);
        break;
    case S_RETURN:
        normalise_return(l, s);
        break;
    case S_GOTO_COMPUTED:
        vec_push(&l->gotos, s);
        if (s->e->has_await)
            normalise_computed_goto(l, s);
        break;
    case S_TIMEOUT: case S_TIMEOUT_AT: case S_GROUP: case S_SHIELD:
        normalise_scope_stmt(l, s);
        break;
    case S_GOTO:
        vec_push(&l->gotos, s);
        normalise_jump(l, s);
        break;
    case S_BREAK: case S_CONTINUE:
        normalise_jump(l, s);
        break;
    case S_DEFER: {
        /* Not in a block (if (c) defer f();): its scope ends at once. */
        struct stmt *block = make_stmt(l, S_BLOCK, s->range);

        block->range = s->range;
        block->body = clone_stmt(l, s);
        s->replace = block;
        normalise_block(l, block);
        break;
    }
    default:
        break;
    }
}

/* Labels of the outermost block are the function's anyhow; their declaration would have to come before all others. */
static void drop_local_labels(struct lower *l, struct stmt *s)
{
    for (; s && s->kind == S_LOCAL_LABELS; s = s->next)
        s->replace = make_stmt(l, S_EMPTY, s->range);
}

/* Where main ends without a return, it returns 0 (C11 5.1.2.2.3). */
static void end_main(struct lower *l)
{
    tok brace = l->fn->body->range.last;
    struct stmt **end = &l->fn->body->body;

    for (; *end; end = &(*end)->next)
        if (!(*end)->next && (*end)->kind == S_RETURN)
            return;
    *end = make_stmt(l, S_RETURN, (struct range){brace, brace});
    (*end)->e = make_int(l, 0);
}

void normalise(struct lower *l)
{
    if (l->fn->is_async && names_main(l->fn->sym))
        end_main(l);
    drop_local_labels(l, l->fn->body->body);
    vla_prepare_params(l);
    normalise_block(l, l->fn->body);
}
