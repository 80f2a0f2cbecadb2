/* suspend.c - an await in an expression becomes a statement of its own in front, and its value a temporary.
 *
 *     x + await f(a, b)    =>   await_1 = await f(a, b);   x + await_1
 *     x + await t          =>   task_1 = t;  await ac_task_wait(task_1);  await_2 = *(int *)ac_task_value(task_1);   x + await_2 */
#include "ast/types.h"
#include "lower/flatten.h"

#include <string.h>

/* Its S_AWAIT. */
static struct stmt *new_suspension(struct lower *l, struct expr *call, tok at)
{
    struct suspension *susp = arena_new(&l->u->tree, struct suspension);
    struct stmt *s = make_stmt(l, S_AWAIT, (struct range){at, at});

    susp->call = call;
    susp->at = at;
    s->susp = susp;
    s->has_await = true;
    susp->on_cancel = cancel_exit(l, s->range);
    vec_push_in(&l->u->tree, &l->low->suspensions, susp);
    list_add(l->out, s);
    return s;
}

struct stmt *make_runtime_await(struct lower *l, struct expr *call, tok at, const char *waits_for)
{
    struct stmt *s = new_suspension(l, call, at);

    s->susp->waits_for = waits_for;
    return s;
}

/* Could the C compiler see the body of the function that is called? */
static bool may_be_seen(struct lower *l, struct expr *call)
{
    struct symbol *sym = call->a && call->a->kind == E_IDENT ? call->a->sym : NULL;

    return sym && sym->kind == SYM_FUNC && !(token_at(l->u, sym->at)->flags & TOK_SYSTEM);
}

static void await_call(struct lower *l, struct expr *e, struct expr *call)
{
    struct kids k;
    struct suspension *susp;

    kids_get(&k, call);
    flatten_operands(l, k.at, k.len);
    kids_free(&k);
    susp = new_suspension(l, call, e->range.first)->susp;
    susp->source = e->a->range;
    if (type_is_void(e->type)) {
        e->replace = make_raw(l, "(void)0", e->type, NULL);
        return;
    }
    susp->result = new_temp(l, e->type, "await");
    susp->result->var->set_by_call = may_be_seen(l, call);
    e->replace = make_temp(l, susp->result);
}

/* TEXT as it stands in a string. */
static const char *quoted(struct unit *u, const char *text)
{
    char *out = arena_alloc(&u->tree, 2 * strlen(text) + 1), *to = out;

    for (; *text; *to++ = *text++)
        if (*text == '"' || *text == '\\')
            *to++ = '\\';
    *to = '\0';
    return out;
}

/* A call of the runtime that takes a handle, and in debug builds the place of the await. */
static struct expr *make_handle_call(struct lower *l, const char *name, struct symbol *task, struct expr *e)
{
    struct token *at = token_at(l->u, e->range.first);
    const char *text = arena_join(&l->u->tree, name, "(\1)");

    if (l->u->places)
        text = arena_printf(&l->u->tree, "%s_at(\"%s:%u\", \1)", name, quoted(l->u, l->u->files.at[at->file].name),
                            at->line);
    return make_raw(l, text, NULL, make_temp(l, task));
}

/* await t: waits for the end of the task, then reads its value if it is USED; a plain handle is consumed.
 *     task_1 = t;  await ac_task_wait(task_1);  await_2 = *(T *)ac_task_value(task_1); */
static void await_task(struct lower *l, struct expr *e, bool used)
{
    struct type *t = type_strip(expr_value_type(l->u, e->a));
    struct symbol *task = new_temp(l, expr_value_type(l->u, e->a), "task"), *value;
    struct suspension *susp;
    struct expr *type, *wait;

    flatten(l, e->a);
    emit_expr(l, make_assign(l, task, below(l, e->a)), e->range);
    wait = t->kind == T_TASK ? make_raw(l, "ac_task_wait(\1)", NULL, make_temp(l, task))
                             : make_handle_call(l, "ac_task_wait", task, e);
    susp = new_suspension(l, wait, e->range.first)->susp;
    susp->source = e->a->range;
    e->replace = make_raw(l, "(void)0", e->type, NULL);
    if (t->kind != T_TASK) {
        emit_expr(l, make_handle_call(l, "ac_task_release", task, e), e->range);
    } else if (used && !type_is_void(t->base)) {
        value = new_temp(l, t->base, "await");
        type = make_type_arg(l, type_pointer(l->u, t->base));
        type->next = make_temp(l, task);
        emit_expr(l, make_assign(l, value, make_raw(l, "*(\1)ac_task_value(\1)", t->base, type)), e->range);
        e->replace = make_temp(l, value);
    }
}

void flatten_await(struct lower *l, struct expr *e, bool used)
{
    struct expr *call = expr_now(e->a);

    if (!check_type(l, e, e->type))
        return;
    if (call->kind == E_CALL && !call->spawned && !call->run_call && call->a->type &&
        type_async_callee(call->a->type))
        await_call(l, e, call);
    else
        await_task(l, e, used);
}
