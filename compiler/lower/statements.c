/* statements.c - the statements that are scopes: ac_timeout, ac_group, ac_shield.
 *
 *     ac_timeout (d) body else other
 *  => { struct ac_scope scope_1;  ac_timeout_begin(&scope_1, d);  body'  cleanup_1:;  ended_1 = ac_scope_end(&scope_1);
 *       if (cancelled here) { if (ended_1) other  else on to the surrounding scope }  ... }
 *
 *     ac_group (g) body else other
 *  => { struct ac_group group_1;  g = &group_1;  ac_group_begin(g);  body'  cleanup_1:;
 *       how_1 = await ac_group_end(g, how the body was left);  if (how_1 == AC_GROUP_FAILED) other  else ... }
 *
 * The object is declared by the block (its `sym`) and lives in the frame where the block suspends. */
#include "lower/internal.h"

#include "ast/fresh.h"

static struct type *runtime_struct(struct lower *l, const char *name)
{
    struct type *t = arena_new(&l->u->tree, struct type);

    t->kind = T_STRUCT;
    t->length = -1;
    t->tag = arena_new(&l->u->tree, struct tag);
    t->tag->kind = T_STRUCT;
    t->tag->name = intern_str(l->u, name);
    t->tag->complete = true;
    t->tag->size = t->tag->align = -1;
    return t;
}

/* The statement's block, which declares an object of the runtime's type NAME. */
static struct stmt *object_block(struct lower *l, struct stmt *s, const char *name, const char *stem)
{
    struct stmt *block = make_stmt(l, S_BLOCK, s->range);

    block->sym = new_temp(l, runtime_struct(l, name), stem);
    block->sym->address_taken = true;
    block->sym->var->temp = false;
    return block;
}

static void add_raw(struct lower *l, struct stmt_list *list, const char *text, struct expr *holes, struct range like)
{
    list_add(list, make_expr_stmt(l, make_raw(l, text, type_basic(l->u, T_VOID), holes), like));
}

/* S as the branch of a synthetic if; a missing one is empty. */
static struct stmt *branch(struct lower *l, struct stmt *s, struct range like)
{
    if (!s)
        return make_stmt(l, S_EMPTY, like);
    normalise_stmt(l, s);
    return s;
}

/* What the selector is when a cancellation has come to the scope; 0: nothing inside of it can be cancelled. */
static int cancel_number(const struct jump_scope *scope)
{
    for (const struct exit_edge *e = scope->exits; e; e = e->next)
        if (e->kind == EXIT_CANCEL)
            return e->number;
    return 0;
}

static void normalise_timeout(struct lower *l, struct stmt *s)
{
    struct stmt *block = object_block(l, s, "ac_scope", "scope");
    struct symbol *ended;
    struct stmt_list list, *outer = l->out;
    struct expr *holes = make_temp(l, block->sym), *end;
    struct jump_scope scope = {0};

    list_init(&list);
    l->out = &list;
    if (s->e->has_await)
        flatten_full(l, s->e);
    l->out = outer;
    holes->next = make_raw(l, "\1", s->e->type, s->e);
    add_raw(l, &list, s->kind == S_TIMEOUT ? "ac_timeout_begin(&\1, \1)" : "ac_timeout_begin_at(&\1, \1)", holes, s->range);
    scope_body(l, &scope, s->body, &list);
    end = make_raw(l, "ac_scope_end(&\1)", type_basic(l->u, T_INT), make_temp(l, block->sym));
    if (cancel_number(&scope)) {
        ended = new_temp(l, type_basic(l->u, T_INT), "ended");
        end = make_assign(l, ended, end);
        scope.on_cancel = make_if(l, make_temp(l, ended), branch(l, s->other, s->range), cancelled(l, s->range), s->range);
    }
    list_add(&list, make_expr_stmt(l, end, s->range));
    scope_ways_on(l, &scope, &list);
    block->body = list.first;
    s->replace = block;
}

/* What ac_group_end() is told: 0 done, 2 cancelled, 3 left by a jump. */
static struct expr *group_how(struct lower *l, struct jump_scope *scope)
{
    struct expr *holes;

    if (!scope->selector)
        return make_raw(l, "AC_GROUP_DONE", type_basic(l->u, T_INT), NULL);
    holes = make_temp(l, scope->selector);
    holes->next = make_temp(l, scope->selector);
    holes->next->next = make_int(l, cancel_number(scope));
    return make_raw(l, "!\1 ? AC_GROUP_DONE : \1 == \1 ? AC_GROUP_CANCELLED : AC_GROUP_LEFT", type_basic(l->u, T_INT), holes);
}

static struct expr *how_is(struct lower *l, struct symbol *how, const char *text)
{
    return make_raw(l, text, type_basic(l->u, T_INT), make_temp(l, how));
}

/* The end of a group: waits for the children, then goes on as they ended or as the body was left. */
static void end_group(struct lower *l, struct stmt *s, struct stmt *block, struct jump_scope *scope, struct stmt_list *list)
{
    struct symbol *how = new_temp(l, type_basic(l->u, T_INT), "how");
    struct expr *holes = make_temp(l, block->sym);
    struct stmt_list *outer = l->out, ways;
    struct suspension *end;
    struct stmt *on;

    holes->next = group_how(l, scope);
    l->out = list;
    end = make_runtime_await(l, make_raw(l, "ac_group_end(&\1, \1", NULL, holes), s->range.first,
                             "the children of the group")->susp;
    l->out = outer;
    end->result = how;
    end->open_call = true;
    list_init(&ways);
    on = make_if(l, how_is(l, how, "\1 == AC_GROUP_CANCELLED"), cancelled(l, s->range), NULL, s->range);
    list_add(&ways, on);
    scope->on_cancel = make_stmt(l, S_EMPTY, s->range);
    scope_ways_on(l, scope, &ways);
    list_add(list, make_if(l, how_is(l, how, "\1 == AC_GROUP_FAILED"), branch(l, s->other, s->range),
                           make_list(l, S_BLOCK, &ways, s->range), s->range));
}

static void normalise_group(struct lower *l, struct stmt *s)
{
    struct stmt *block = object_block(l, s, "ac_group", "group");
    struct jump_scope scope = {0};
    struct stmt_list list;

    list_init(&list);
    if (s->sym && s->sym->var && s->sym->used) { /* its name in the source */
        s->sym->type = type_pointer(l->u, block->sym->type);
        s->sym->var->temp = true;
        s->sym->emit_name = fresh_local_name(l->u, arena_printf(&l->u->tree, "%s_%d", s->sym->name->text, ++l->temps));
        list_add(&list, make_expr_stmt(l, make_assign(l, s->sym, make_raw(l, "&\1", s->sym->type,
                                                                         make_temp(l, block->sym))), s->range));
    }
    add_raw(l, &list, "ac_group_begin(&\1)", make_temp(l, block->sym), s->range);
    scope_body(l, &scope, s->body, &list);
    end_group(l, s, block, &scope, &list);
    block->body = list.first;
    s->replace = block;
}

static void normalise_shield(struct lower *l, struct stmt *s)
{
    struct jump_scope scope = {0};
    struct stmt_list list;

    list_init(&list);
    add_raw(l, &list, "ac_shield_begin()", NULL, s->range);
    scope_body(l, &scope, s->body, &list);
    add_raw(l, &list, "ac_shield_end()", NULL, s->range);
    scope_ways_on(l, &scope, &list);
    s->replace = make_list(l, S_BLOCK, &list, s->range);
}

void normalise_scope_stmt(struct lower *l, struct stmt *s)
{
    if (s->kind == S_GROUP)
        normalise_group(l, s);
    else if (s->kind == S_SHIELD)
        normalise_shield(l, s);
    else
        normalise_timeout(l, s);
}
