/* expr.c - expressions: the tokens of what nobody changed, the parts of the rest between its own tokens. */
#include "ast/types.h"
#include "emit/internal.h"

#include <stdlib.h>
#include <string.h>

/* A part of a node that is printed by itself: the node's other tokens stand around the parts. */
struct part {
    struct range range;
    struct expr *expr;
    struct init *init;
    struct stmt *block;
    struct type_name *type;
};

struct parts {
    VEC(struct part) v;
};

static void add_expr(struct parts *parts, struct expr *e)
{
    struct part part = {.range = e->range, .expr = e};

    vec_push(&parts->v, part);
}

static void add_type(struct parts *parts, struct type_name *t)
{
    struct part part = {0};

    if (!t || !t->has_async)
        return;
    part.range = t->range;
    part.type = t;
    vec_push(&parts->v, part);
}

static void add_kids(struct parts *parts, struct expr *e)
{
    struct kids k;

    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        add_expr(parts, k.at[i]);
    kids_free(&k);
}

static int by_token(const void *a, const void *b)
{
    const struct part *x = a, *y = b;

    return x->range.first < y->range.first ? -1 : x->range.first > y->range.first;
}

static void put_type_name(struct printer *p, struct type_name *n)
{
    struct tag_spec *spec = n->specs->tag;

    if (!spec || !spec->has_body || !spec->tag || spec->tag->hoisted) {
        emit(p, declare(p, n->type, ""));
        return;
    }
    put_tokens(p, n->range.first, spec->keyword - 1);
    put_tag_body(p, spec);
    put_tokens(p, spec->range.last + 1, n->range.last);
}

static void put_part(struct printer *p, struct part *part)
{
    if (part->expr)
        put_expr(p, part->expr);
    else if (part->init)
        put_init(p, part->init);
    else if (part->block)
        put_stmt(p, part->block);
    else
        put_type_name(p, part->type);
}

static void put_around(struct printer *p, struct range range, struct parts *parts)
{
    tok t = range.first;

    if (parts->v.len)
        qsort(parts->v.at, parts->v.len, sizeof *parts->v.at, by_token);
    for (size_t i = 0; i < parts->v.len; i++) {
        struct part *part = &parts->v.at[i];

        if (part->range.first < t)
            continue; /* a constant that is no operand */
        put_tokens(p, t, part->range.first - 1);
        put_part(p, part);
        t = part->range.last + 1;
    }
    put_tokens(p, t, range.last);
    vec_free(&parts->v);
}

/* f(x) or ac_spawn(f(x)) as a handle, also where its value went to a temporary. */
static bool makes_task(struct expr *e)
{
    e = skip_parens(e);
    return e->spawned || (e->kind == E_CALL && e->a->kind == E_IDENT && e->list && !e->list->next &&
                          !strcmp(e->a->name->text, "ac_spawn") && makes_task(e->list));
}

/* One element; tasks are taken over by what they are made for. */
static void put_element(struct printer *p, struct expr *e)
{
    enum task_place place = p->tasks;
    bool takes = place == TASKS_OWNED ? e->kind != E_INT : place == TASKS_LOOSE && makes_task(e);

    p->tasks = TASKS_PLAIN;
    if (takes)
        emit(p, place == TASKS_OWNED ? "ac_task_own(" : "ac_task_loose(");
    put_expr(p, e);
    if (takes)
        emit(p, place == TASKS_OWNED ? ", 0)" : ")");
    p->tasks = place;
}

void put_init(struct printer *p, struct init *init)
{
    struct parts parts = {0};

    if (init->expr) {
        put_element(p, init->expr);
        return;
    }
    for (struct init *i = init->list; i; i = i->next) {
        struct part part = {.range = i->expr ? i->expr->range : i->range, .init = i};

        if (!i->count) /* numbers stay as they are written */
            vec_push(&parts.v, part);
    }
    put_around(p, init->range, &parts);
}

static void put_raw(struct printer *p, struct expr *e)
{
    struct expr *hole = e->a;
    const char *at = e->raw;

    for (const char *c = at;; c++) {
        if (*c && *c != '\1')
            continue;
        if (c > at) {
            emit_text_begin(p);
            buf_put(p->out, at, (size_t)(c - at));
            emit_text_end(p);
        }
        if (!*c)
            return;
        put_expr(p, hole);
        hole = hole->next;
        at = c + 1;
    }
}

bool assigns_task(struct expr *e)
{
    struct expr *to = e->a;

    if (e->kind != E_ASSIGN || e->op != '=' || !e->a->type || type_strip(e->a->type)->kind != T_TASK)
        return false;
    while (to->kind == E_PAREN || to->kind == E_EXTENSION || to->kind == E_INDEX || to->kind == E_MEMBER)
        to = to->a;
    return to->kind == E_IDENT && is_automatic(to->sym);
}

bool compares_constant_with_itself(struct expr *e)
{
    const struct symbol *sym = e->kind == E_BINARY && op_compares(e->op) ? same_place(e->a, e->b) : NULL;

    return sym && sym->var && sym->var->home != VAR_LOCAL && type_is_scalar(e->a->type) && type_strip(e->a->type)->quals & Q_CONST;
}

static bool is_copied(struct type *t)
{
    t = type_strip(t);
    return type_is_record(t) && t->tag && t->tag->has_const;
}

void begin_copy(struct printer *p, struct type *t, const char *to)
{
    if (is_copied(t))
        emit(p, "memcpy((void *)&", to, ", (", declare(p, type_unqualified(p->u, t), "[1]"), "){ ");
    else
        emit(p, to, " = ");
}

void end_copy(struct printer *p, struct type *t)
{
    if (is_copied(t))
        emit(p, " }, sizeof(", declare(p, type_unqualified(p->u, t), ""), "));");
    else
        emit(p, ";");
}

void put_operand(struct printer *p, struct expr *e)
{
    if (e->kind == E_COMMA)
        emit(p, "(");
    put_expr(p, e);
    if (e->kind == E_COMMA)
        emit(p, ")");
}

/* A statement's assignment to a variable of the lowering. */
static void put_temp_assign(struct printer *p, struct expr *e)
{
    if (p->dump || e->a->kind != E_TEMP || !is_copied(e->a->type)) {
        put_expr(p, e->a);
        emit(p, " = ");
        put_operand(p, e->b);
        return;
    }
    begin_copy(p, e->a->type, symbol_text(p, e->a->sym));
    put_operand(p, e->b);
    emit(p, " }, sizeof(", declare(p, type_unqualified(p->u, e->a->type), ""), "))");
}

static void put_synthetic(struct printer *p, struct expr *e)
{
    switch (e->kind) {
    case E_TEMP:
        emit(p, symbol_text(p, e->sym));
        break;
    case E_RAW:
        put_raw(p, e);
        break;
    case E_TYPE_ARG:
        emit(p, declare(p, e->type, ""));
        break;
    case E_ASSIGN:
        put_temp_assign(p, e);
        break;
    default:
        ICE("expression of kind %d without tokens", e->kind);
    }
}

static void put_by_parts(struct printer *p, struct expr *e)
{
    struct parts parts = {0};

    if (e->kind == E_STMT_EXPR) {
        struct part part = {.range = e->block->range, .block = e->block};

        vec_push(&parts.v, part);
    } else if (e->kind == E_COMPOUND) {
        struct part part = {.range = e->init->range, .init = e->init};

        vec_push(&parts.v, part);
        p->tasks = type_is_array(e->type) ? TASKS_LOOSE : TASKS_PLAIN;
    } else if (e->kind == E_GENERIC) {
        for (struct generic_assoc *a = e->assocs; a; a = a->next) {
            add_type(&parts, a->type);
            add_expr(&parts, a->expr);
        }
    } else {
        add_kids(&parts, e);
    }
    add_type(&parts, expr_type_name(e));
    if (e->kind == E_TYPES_COMPATIBLE)
        add_type(&parts, e->type2);
    put_around(p, e->range, &parts);
    if (e->kind == E_COMPOUND)
        p->tasks = TASKS_PLAIN;
}

/* t = f(x), t an automatic task object: what it held before is released. */
static void put_task_assignment(struct printer *p, struct expr *e)
{
    struct expr *to = skip_parens(e->a);

    if (to->kind == E_IDENT) {
        emit(p, "(", symbol_text(p, to->sym), " = ac_task_own(");
        put_expr(p, e->b);
        emit(p, ", ", symbol_text(p, to->sym), "))");
    } else {
        emit(p, "ac_task_assign(&");
        put_expr(p, e->a);
        emit(p, ", ");
        put_expr(p, e->b);
        emit(p, ")");
    }
}

static void put_source(struct printer *p, struct expr *e)
{
    if (compares_constant_with_itself(e))
        emit(p, "(", declare(p, type_unqualified(p->u, e->a->type), ""), ")");
    if (e->touched)
        put_by_parts(p, e);
    else
        put_tokens(p, e->range.first, e->range.last);
}

void put_expr(struct printer *p, struct expr *e)
{
    if (e->replace)
        put_expr(p, e->replace);
    else if (assigns_task(e))
        put_task_assignment(p, e);
    else if (e->spawned || e->run_call)
        put_spawn_call(p, e);
    else if (range_empty(e->range) || e->kind == E_TEMP || e->kind == E_RAW)
        put_synthetic(p, e);
    else if (e->kind == E_ASSIGN && e->a->kind == E_TEMP)
        put_synthetic(p, e);
    else
        put_source(p, e);
}
