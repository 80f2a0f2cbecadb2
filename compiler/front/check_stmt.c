/* check_stmt.c - statements. */
#include "front/checker.h"

void check_stmts(struct checker *c, struct stmt *list)
{
    struct jump_scope *outer = c->now.scope;

    for (; list; list = list->next)
        check_stmt(c, list);
    jumps_leave(c, outer); /* the scopes of the block's defers end with it */
}

static void check_block(struct checker *c, struct stmt *s)
{
    size_t mark = scope_enter(c);

    check_stmts(c, s->body);
    scope_leave(c, mark);
}

/* A condition: the value of a task has to be awaited, it is not true because it exists. */
static void check_condition(struct checker *c, struct expr *e)
{
    if (!e)
        return;
    check_value(c, e, WANT_VALUE);
    check_task_operand(c, e);
}

/* The scope of a statement that contains others, or of one within it; C90 has none. */
static size_t stmt_scope_enter(struct checker *c)
{
    return c->u->c90 ? 0 : scope_enter(c);
}

static void stmt_scope_leave(struct checker *c, size_t mark)
{
    if (!c->u->c90)
        scope_leave(c, mark);
}

/* The statement under an if or a loop is a scope of its own, for names and for defers. */
static void check_body(struct checker *c, struct stmt *s)
{
    struct jump_scope *outer = c->now.scope;
    size_t mark;

    if (!s)
        return;
    mark = stmt_scope_enter(c);
    check_stmt(c, s);
    stmt_scope_leave(c, mark);
    jumps_leave(c, outer);
}

static void check_loop(struct checker *c, struct stmt *s)
{
    size_t mark = stmt_scope_enter(c);
    struct jump_scope *outer;

    c->now.loops++;
    if (s->init)
        check_stmt(c, s->init);
    if (s->kind != S_DO)
        check_condition(c, s->e);
    if (s->step)
        check_value(c, s->step, WANT_VALUE);
    outer = jumps_enter(c, JUMP_LOOP);
    check_body(c, s->body);
    jumps_leave(c, outer);
    if (s->kind == S_DO)
        check_condition(c, s->e);
    c->now.loops--;
    stmt_scope_leave(c, mark);
}

static void check_switch(struct checker *c, struct stmt *s)
{
    size_t mark = stmt_scope_enter(c);
    struct jump_scope *outer;

    c->now.switches++;
    check_condition(c, s->e);
    outer = jumps_enter(c, JUMP_SWITCH);
    check_body(c, s->body);
    jumps_leave(c, outer);
    c->now.switches--;
    stmt_scope_leave(c, mark);
}

static void check_if(struct checker *c, struct stmt *s)
{
    size_t mark = stmt_scope_enter(c);

    check_condition(c, s->e);
    check_body(c, s->body);
    check_body(c, s->other);
    stmt_scope_leave(c, mark);
}

static void check_case(struct checker *c, struct stmt *s)
{
    if (s->e)
        check_in(c, s->e, PLACE_CONST);
    if (s->e2)
        check_in(c, s->e2, PLACE_CONST);
    jumps_case(c, s);
    if (s->body)
        check_stmt(c, s->body);
}

static void check_label(struct checker *c, struct stmt *s)
{
    s->sym = label_find(c, s->name, s->name_tok);
    s->sym->defined = true;
    s->sym->label_stmt = s;
    jumps_label(c, s->sym, s->name_tok);
    if (s->body)
        check_stmt(c, s->body);
}

static void check_goto(struct checker *c, struct stmt *s)
{
    s->sym = label_find(c, s->name, s->name_tok);
    s->sym->used = true;
    jumps_goto(c, s->sym, s->range.first);
}

static void check_local_labels(struct checker *c, struct stmt *s)
{
    for (size_t i = 0; i < s->labels->count; i++) {
        struct stmt_label *l = &s->labels->at[i];

        l->sym = label_declare_local(c, l->name, l->at);
    }
}

static void check_asm(struct checker *c, struct stmt *s)
{
    struct asm_operand *o;

    for (o = s->asm_operands; o; o = o->next) {
        if (!o->expr)
            continue;
        check_expr(c, o->expr, WANT_VALUE);
        if (o->memory)
            take_address(c, o->expr);
        if (!o->memory && !o->output)
            use_value(c, o->expr);
    }
    for (size_t i = 0; s->labels && i < s->labels->count; i++) {
        struct stmt_label *l = &s->labels->at[i];

        l->sym = label_find(c, l->name, l->at);
        l->sym->used = true;
    }
}

static void check_return(struct checker *c, struct stmt *s)
{
    struct type *result = c->fn && c->fn->type ? c->fn->type->base : basic(c, T_UNKNOWN);

    jumps_out(c, s);
    if (!s->e)
        return;
    check_value(c, s->e, want_of(result));
    if (!type_is_void(result))
        check_conversion(c, result, s->e);
}

static void check_defer(struct checker *c, struct stmt *s)
{
    struct jump_scope *outer = jumps_enter(c, JUMP_DEFERRED);

    if (c->fn)
        c->fn->has_async = true;
    if (s->body && (s->body->kind == S_LABEL || s->body->kind == S_CASE || s->body->kind == S_DEFAULT))
        diag(c->u, DIAG_DEFER_LABEL, s->body->range.first, (struct range){s->body->range.first, s->body->range.first});
    check_body(c, s->body);
    jumps_leave(c, outer);
    jumps_enter(c, JUMP_DEFER_SCOPE); /* left at the end of the block */
}

/* What the name of a group is: struct ac_group *, of <ac.h>. */
static struct type *group_type(struct checker *c)
{
    struct ident *name = intern_str(c->u, "ac_group");
    struct type *t;

    if (!name->tag || !name->tag->tag)
        return basic(c, T_UNKNOWN);
    t = type_new(c->u, T_STRUCT);
    t->tag = name->tag->tag;
    return type_pointer(c->u, t);
}

/* ac_timeout, ac_group, ac_shield. */
static void check_scope_stmt(struct checker *c, struct stmt *s)
{
    struct range head = {s->range.first, s->range.first};
    size_t mark;

    if (!c->fn || !c->fn->is_async)
        diag(c->u, DIAG_SCOPE_IN_PLAIN, s->range.first, head,
             arena_strndup(&c->u->tree, token_at(c->u, head.first)->text, token_at(c->u, head.first)->len));
    else
        c->fn->has_async = true;
    mark = scope_enter(c);
    if (s->kind == S_GROUP && s->e && s->e->kind == E_IDENT) {
        s->sym = symbol_new(c, SYM_VAR, s->e->name, s->e->range.first);
        s->sym->type = s->e->type = group_type(c);
        scope_bind(c, s->sym);
        s->e->sym = s->sym;
        resolve_token(c, s->e->range.first, s->sym);
    } else if (s->e) {
        check_value(c, s->e, WANT_VALUE);
    }
    check_body(c, s->body);
    check_body(c, s->other);
    scope_leave(c, mark);
}

static void check_expr_stmt(struct checker *c, struct stmt *s)
{
    if (!s->e)
        return;
    if (s == c->value_stmt)
        check_expr(c, s->e, c->value_want);
    else
        check_value(c, s->e, WANT_VALUE);
}

void check_stmt(struct checker *c, struct stmt *s)
{
    check_region(c, s);
    if (s->kind == S_IF || s->kind == S_WHILE || s->kind == S_FOR)
        check_indentation(c, s);
    switch ((enum stmt_kind)s->kind) {
    case S_EXPR: check_expr_stmt(c, s); break;
    case S_BLOCK: check_block(c, s); break;
    case S_DECL: check_decl(c, s->decl); break;
    case S_IF: check_if(c, s); break;
    case S_WHILE: case S_DO: case S_FOR: check_loop(c, s); break;
    case S_SWITCH: check_switch(c, s); break;
    case S_CASE: case S_DEFAULT: check_case(c, s); break;
    case S_LABEL: check_label(c, s); break;
    case S_GOTO: check_goto(c, s); break;
    case S_GOTO_COMPUTED: check_value(c, s->e, WANT_VALUE); break;
    case S_BREAK: case S_CONTINUE: jumps_out(c, s); break;
    case S_RETURN: check_return(c, s); break;
    case S_ASM: check_asm(c, s); break;
    case S_DEFER: check_defer(c, s); break;
    case S_LOCAL_LABELS: check_local_labels(c, s); break;
    case S_TIMEOUT: case S_TIMEOUT_AT: case S_GROUP: case S_SHIELD: check_scope_stmt(c, s); break;
    case S_EMPTY: case S_ERROR: case S_AWAIT: case S_SEQ: case S_RAW: break;
    }
}
