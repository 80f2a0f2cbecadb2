/* spawn.c - calls that make tasks.
 *
 * For each async function that is spawned in the unit (and for each type of function pointer) there is a task object,
 * a function that makes the first call, and one that makes the task with the call's arguments:
 *
 *     struct f_task { struct ac_task_head head; union { struct { int a_1; } args; long value; } u; };
 *     static struct ac_frame *f_start(struct ac_task *task) { ... return f(self->u.args.a_1, &self->u.value); }
 *     static struct ac_task *f_spawn(const struct ac_spawn *at, int a_1) { ... }
 *
 * so that f(x) as a task is f_spawn(&spawn_1, x), where spawn_1 says where in the source it was made. */
#include "emit/internal.h"

#include "ast/fresh.h"
#include "ast/pack.h"

#include <string.h>

/* ---- finding them ----------------------------------------------------------------------------------------------- */

static struct symbol *direct_callee(struct expr *call)
{
    struct expr *f = skip_parens(call->a);

    return f->kind == E_IDENT && f->sym && f->sym->kind == SYM_FUNC ? f->sym : NULL;
}

/* What a block declares goes with it, and so does what its calls need. */
static struct spawn_kind *new_kind(struct printer *p, struct symbol *callee, const char *spelling)
{
    struct arena *arena = callee && callee->owner ? &p->u->tree : &p->u->arena;
    struct spawn_kind *k = arena_new(arena, struct spawn_kind);
    const char *stem;

    k->callee = callee;
    stem = callee ? callee->name->text : "pointer";
    k->task = emit_name(p, "%s_task", stem);
    k->start = emit_name(p, "%s_start", stem);
    k->spawn = emit_name(p, "%s_spawn", stem);
    k->run = emit_name(p, "%s_run", stem);
    k->object = fresh_local_name(p->u, "task");
    k->self = fresh_local_name(p->u, "self");
    k->at = fresh_local_name(p->u, "at");
    k->function = fresh_local_name(p->u, "function");
    k->value = fresh_local_name(p->u, "value");
    if (callee) {
        callee->spawn = k;
    } else {
        k->spelling = arena_strndup(arena, spelling, strlen(spelling));
        vec_push(&p->kinds, k);
    }
    return k;
}

static struct spawn_kind *kind_of_pointer(struct printer *p, const char *spelling)
{
    for (size_t i = 0; i < p->kinds.len; i++)
        if (!strcmp(p->kinds.at[i]->spelling, spelling))
            return p->kinds.at[i];
    return NULL;
}

static struct spawn_kind *find_kind(struct printer *p, struct symbol *callee, struct type *t)
{
    const char *spelling = callee ? NULL : declare(p, t, "");
    struct spawn_kind *k = callee ? callee->spawn : kind_of_pointer(p, spelling);

    if (!k)
        k = new_kind(p, callee, spelling);
    k->type = t; /* that of an earlier call may be gone */
    return k;
}

static struct spawn_site *add_site(struct printer *p, struct expr *e, struct expr *call)
{
    struct spawn_site *s = arena_new(&p->u->tree, struct spawn_site);

    s->call = e;
    s->run = e->run_call;
    s->kind = find_kind(p, direct_callee(call), type_async_callee(call->a->type));
    s->name = emit_name(p, "spawn_%zu", p->sites.len + 1);
    vec_push(&p->sites, s);
    return s;
}

struct expr *run_argument(struct expr *e)
{
    return skip_parens(e->list);
}

static void collect_stmt(struct printer *p, struct stmt *s);

static void collect_init(struct printer *p, struct init *init);

static void collect_expr(struct printer *p, struct expr *e)
{
    struct kids k;

    if (e->replace) {
        collect_expr(p, e->replace);
        return;
    }
    if (e->run_call) {
        add_site(p, e, run_argument(e));
        e = run_argument(e);
    } else if (e->spawned) {
        add_site(p, e, e);
    }
    if (e->kind == E_STMT_EXPR)
        collect_stmt(p, e->block);
    if (!e->touched)
        return;
    if (e->kind == E_COMPOUND) {
        collect_init(p, e->init);
        return;
    }
    if (e->kind == E_RAW) {
        for (struct expr *hole = e->a; hole; hole = hole->next)
            collect_expr(p, hole);
        return;
    }
    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        collect_expr(p, k.at[i]);
    kids_free(&k);
}

static void collect_init(struct printer *p, struct init *init)
{
    if (init->expr)
        collect_expr(p, init->expr);
    for (struct init *i = init->list; i; i = i->next)
        collect_init(p, i);
}

static void collect_local(struct printer *p, struct decl *d)
{
    for (struct declarator *x = d->declarators; x; x = x->next) {
        if (x->init)
            collect_init(p, x->init);
        for (struct deriv *v = x->derivs; v; v = v->next)
            if (v->kind == D_ARRAY && v->size)
                collect_expr(p, v->size);
    }
}

static void collect_stmt(struct printer *p, struct stmt *s)
{
    for (; s; s = s->next) {
        if (s->replace) {
            collect_stmt(p, s->replace);
            continue;
        }
        if (s->e)
            collect_expr(p, s->e);
        if (stmt_step(s))
            collect_expr(p, s->step);
        for (struct asm_operand *o = stmt_operands(s); o; o = o->next)
            collect_expr(p, o->expr);
        if (s->kind == S_DECL && s->decl->kind == DECL_VARS)
            collect_local(p, s->decl);
        if (stmt_init(s))
            collect_stmt(p, s->init);
        if (s->body)
            collect_stmt(p, s->body);
        if (s->other)
            collect_stmt(p, s->other);
        if (s->kind == S_AWAIT)
            collect_expr(p, s->susp->call);
    }
}

/* ---- writing them ----------------------------------------------------------------------------------------------- */

static const char *value_type(struct printer *p, struct spawn_kind *k, const char *name)
{
    return declare(p, type_unqualified(p->u, k->type->base), name);
}

static const char *value_place(struct printer *p, struct spawn_kind *k)
{
    return member_text(p, type_unqualified(p->u, k->type->base), arena_join(&p->u->texts, k->self, "->u.", k->value));
}

static const char *arg_name(struct printer *p, int i)
{
    return fresh_local_name(p->u, arena_printf(&p->u->texts, "arg_%d", i));
}

static struct type *va_list_value(struct printer *p, struct type *list)
{
    struct type *t = arena_new(&p->u->tree, struct type);

    *t = *list;
    t->quals = 0;
    t->written = VA_LIST_AS_VALUE;
    return t;
}

/* A struct has no variably modified members. */
static struct type *arg_type(struct printer *p, struct param *x)
{
    if (type_strip(x->type)->kind == T_VA_LIST)
        return va_list_value(p, type_strip(x->type));
    return x->type->vm ? type_void_pointer(p->u, x->type) : type_unqualified(p->u, x->type);
}

static const char *arg_place(struct printer *p, struct spawn_kind *k, struct param *x, int i)
{
    return member_text(p, arg_type(p, x), arena_join(&p->u->texts, k->self, "->u.args.", arg_name(p, i)));
}

static void put_args_struct(struct printer *p, struct spawn_kind *k)
{
    int i = 0;

    if (!k->callee)
        emit(p, " ", declare(p, type_pointer(p->u, k->type), k->function), ";");
    for (struct param *x = k->type->params; x; x = x->next)
        emit(p, " ", member(p, arg_type(p, x), arg_name(p, ++i)), ";");
}

static bool has_args(struct spawn_kind *k)
{
    return !k->callee || k->type->params;
}

static void put_task_struct(struct printer *p, struct spawn_kind *k, int64_t pack)
{
    bool is_void = type_is_void(k->type->base);

    begin_made_struct(p, pack);
    emit(p, "struct ", k->task, " { struct ac_task_head head;");
    if (has_args(k) || !is_void) {
        emit(p, " union {");
        if (has_args(k)) {
            emit(p, " struct {");
            put_args_struct(p, k);
            emit(p, " } args;");
        }
        if (!is_void)
            emit(p, " ", member(p, type_unqualified(p->u, k->type->base), k->value), ";");
        emit(p, " } u;");
    }
    emit(p, " };");
    end_made_struct(p, pack);
}

static void put_start(struct printer *p, struct spawn_kind *k)
{
    bool is_void = type_is_void(k->type->base);
    const char *sep = "";
    int i = 0;

    put_break(p, 0);
    emit(p, "static struct ac_frame *", k->start, "(struct ac_task *", k->object, ") {");
    if (has_args(k) || !is_void)
        emit(p, " struct ", k->task, " *", k->self, " = (struct ", k->task, " *)", k->object, ";");
    else
        emit(p, " (void)", k->object, ";");
    if (k->callee)
        emit(p, " return ", symbol_text(p, k->callee), "(");
    else
        emit(p, " return ", k->self, "->u.args.", k->function, "(");
    for (struct param *x = k->type->params; x; x = x->next, sep = ", ")
        emit(p, sep, x->type->vm ? "(void *)" : "", arg_place(p, k, x, ++i));
    if (!is_void)
        emit(p, sep, "&", value_place(p, k));
    emit(p, "); }");
}

/* "const struct ac_spawn *at, int arg_1" */
static void put_spawn_parameters(struct printer *p, struct spawn_kind *k)
{
    int i = 0;

    emit(p, "(const struct ac_spawn *", k->at);
    if (!k->callee)
        emit(p, ", ", declare(p, type_pointer(p->u, k->type), k->function));
    for (struct param *x = k->type->params; x; x = x->next)
        emit(p, ", ", declare(p, arg_type(p, x), arg_name(p, ++i)));
    emit(p, ")");
}

static void put_spawn(struct printer *p, struct spawn_kind *k)
{
    int i = 0;

    put_break(p, 0);
    emit(p, "static struct ac_task *", k->spawn);
    put_spawn_parameters(p, k);
    emit(p, " { struct ac_task *", k->object, " = ac_task_new(", k->at, ");");
    if (has_args(k))
        emit(p, " struct ", k->task, " *", k->self, " = (struct ", k->task, " *)", k->object, ";");
    if (!k->callee)
        emit(p, " ", k->self, "->u.args.", k->function, " = ", k->function, ";");
    for (struct param *x = k->type->params; x; x = x->next) {
        i++;
        emit(p, " ");
        begin_copy(p, arg_type(p, x), arg_place(p, k, x, i));
        emit(p, arg_name(p, i));
        end_copy(p, arg_type(p, x));
    }
    emit(p, " return ", k->object, "; }");
}

static void put_run(struct printer *p, struct spawn_kind *k)
{
    bool is_void = type_is_void(k->type->base);
    int i = 0;

    put_break(p, 0);
    emit(p, "static ", value_type(p, k, k->run));
    put_spawn_parameters(p, k);
    emit(p, " { struct ac_task *", k->object, " = ", k->spawn, "(", k->at);
    if (!k->callee)
        emit(p, ", ", k->function);
    for (struct param *x = k->type->params; x; x = x->next)
        emit(p, ", ", arg_name(p, ++i));
    emit(p, ");");
    if (!is_void)
        emit(p, " ", value_type(p, k, k->value), ";");
    emit(p, " ac_run_task(", k->object, ");");
    if (!is_void) {
        emit(p, " ");
        begin_copy(p, k->type->base, k->value);
        emit(p, "*(", declare(p, type_pointer(p->u, type_unqualified(p->u, k->type->base)), ""), ")ac_task_value(",
            k->object, ")");
        end_copy(p, k->type->base);
    }
    emit(p, " ac_task_release(", k->object, ");");
    if (is_void)
        emit(p, " }");
    else
        emit(p, " return ", k->value, "; }");
}

static void put_site(struct printer *p, struct spawn_site *s)
{
    struct spawn_kind *k = s->kind;
    struct token *at = token_at(p->u, s->call ? s->call->range.first : k->callee->at);
    const char *file = p->u->files.at[at->file].name, *name = k->callee ? k->callee->name->text : "(pointer)";

    put_break(p, 0);
    emit(p, "static const struct ac_spawn ", s->name, " = { ", k->start, ", sizeof(struct ", k->task,
        "), __alignof__(struct ", k->task, "), ");
    if (type_is_void(k->type->base))
        emit(p, "0, 0, 1, ");
    else
        emit(p, "__builtin_offsetof(struct ", k->task, ", u.", k->value, "), sizeof(", value_type(p, k, ""),
            "), __alignof__(", value_type(p, k, ""), "), ");
    put_string(p, name, strlen(name));
    emit(p, ", ");
    put_string(p, file, strlen(file));
    emit(p, ", ", decimal(p, at->line), ", ", decimal(p, type_strip(k->type->base)->kind == T_INT), " };");
}

static void put_kind(struct printer *p, struct spawn_kind *k, bool run, tok here)
{
    if (!k->written) {
        emit(p, " ");
        if (k->callee && k->callee->owner) /* only a block has declared it */
            emit(p, declare(p, k->type, symbol_text(p, k->callee)), "; ");
        put_task_struct(p, k, pack_at(p->u, here));
        put_start(p, k);
        put_spawn(p, k);
        k->written = true;
    }
    if (run && !k->run_written) {
        put_run(p, k);
        k->run_written = true;
    }
}

void collect_spawns(struct printer *p, struct decl *d)
{
    p->first_site = p->next_site = p->sites.len;
    collect_stmt(p, d->func->body);
}

void put_spawn_functions(struct printer *p)
{
    struct function *inside = p->fn;

    p->fn = NULL;
    for (size_t i = p->first_site; i < p->sites.len; i++) {
        put_kind(p, p->sites.at[i]->kind, p->sites.at[i]->run, inside->decl->range.first);
        put_site(p, p->sites.at[i]);
    }
    p->fn = inside;
}

/* int main(...) for an async main. */
void put_main(struct printer *p, struct function *fn)
{
    struct spawn_site site = {.kind = find_kind(p, fn->sym, fn->type), .name = emit_name(p, "spawn_main")};
    bool args = fn->type->params != NULL;

    put_newline(p);
    put_line_of(p, fn->decl->range.first);
    put_kind(p, site.kind, false, fn->body->range.last);
    put_site(p, &site);
    emit(p, args ? " int main(int argc, char **argv) {" : " int main(void) {");
    emit(p, " return ac_run_main(", site.kind->spawn, "(&", site.name, args ? ", argc, argv" : "", ")); }");
}

/* ---- the call --------------------------------------------------------------------------------------------------- */

static struct spawn_site *site_of(struct printer *p, struct expr *e)
{
    size_t first = p->first_site, len = p->sites.len - first;

    for (size_t i = 0; i < len; i++) {
        size_t at = first + (p->next_site - first + i) % len;

        if (p->sites.at[at]->call == e) {
            p->next_site = at + 1;
            return p->sites.at[at];
        }
    }
    ICE("a spawn that was not collected");
}

void put_spawn_call(struct printer *p, struct expr *e)
{
    struct spawn_site *s = site_of(p, e);
    struct expr *call = s->run ? run_argument(e) : e;

    put_line_of(p, e->range.first);
    emit(p, s->run ? s->kind->run : s->kind->spawn, "(&", s->name);
    if (!s->kind->callee) {
        emit(p, ", ");
        put_expr(p, call->a);
    }
    for (struct expr *arg = call->list; arg; arg = arg->next) {
        emit(p, ", ");
        put_expr(p, arg);
    }
    emit(p, ")");
}
