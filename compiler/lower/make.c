/* make.c - nodes without tokens. */
#include "lower/internal.h"

#include "ast/fresh.h"

#include <stdarg.h>
#include <string.h>

void list_init(struct stmt_list *list)
{
    list->first = NULL;
    list->tail = &list->first;
}

void list_add(struct stmt_list *list, struct stmt *s)
{
    *list->tail = s;
    while (*list->tail)
        list->tail = &(*list->tail)->next;
}

struct stmt *make_stmt(struct lower *l, enum stmt_kind kind, struct range like)
{
    struct stmt *s = arena_new(&l->u->tree, struct stmt);

    s->kind = (uint8_t)kind;
    s->touched = true;
    s->range.first = s->range.last = like.first;
    return s;
}

struct stmt *make_expr_stmt(struct lower *l, struct expr *e, struct range like)
{
    struct stmt *s = make_stmt(l, S_EXPR, like);

    s->e = e;
    return s;
}

struct stmt *make_goto(struct lower *l, struct symbol *label, struct range like)
{
    struct stmt *s = make_stmt(l, S_GOTO, like);

    s->sym = label;
    return s;
}

struct stmt *make_label(struct lower *l, struct symbol *label, struct range like)
{
    struct stmt *s = make_stmt(l, S_LABEL, like);

    s->sym = label;
    label->label_stmt = s;
    return s;
}

struct stmt *make_if(struct lower *l, struct expr *cond, struct stmt *then, struct stmt *otherwise, struct range like)
{
    struct stmt *s = make_stmt(l, S_IF, like);

    s->e = cond;
    s->body = then;
    s->other = otherwise;
    return s;
}

struct stmt *make_list(struct lower *l, enum stmt_kind kind, struct stmt_list *list, struct range like)
{
    struct stmt *s = make_stmt(l, kind, like);

    s->body = list->first;
    return s;
}

struct stmt *clone_stmt(struct lower *l, const struct stmt *s)
{
    struct stmt *copy = arena_new(&l->u->tree, struct stmt);

    *copy = *s;
    copy->next = NULL;
    copy->replace = NULL;
    copy->touched = true;
    return copy;
}

static struct expr *make_expr(struct lower *l, enum expr_kind kind, struct type *t)
{
    struct expr *e = arena_new(&l->u->tree, struct expr);

    e->kind = (uint8_t)kind;
    e->type = t;
    e->touched = true;
    return e;
}

struct expr *make_temp(struct lower *l, struct symbol *sym)
{
    struct expr *e = make_expr(l, E_TEMP, sym->type);

    e->sym = sym;
    e->lvalue = true;
    return e;
}

struct expr *make_raw(struct lower *l, const char *text, struct type *t, struct expr *args)
{
    struct expr *e = make_expr(l, E_RAW, t);

    e->raw = text;
    e->a = args;
    return e;
}

struct expr *make_after(struct lower *l, struct type *t, struct expr *e)
{
    return make_raw(l, "(__extension__ ({ }), \1)", t, e);
}

struct expr *make_int(struct lower *l, long value)
{
    return make_raw(l, arena_printf(&l->u->tree, "%ld", value), type_basic(l->u, T_INT), NULL);
}

bool fails_as_statement(struct expr *e)
{
    e = skip_parens(expr_now(e));
    return e->kind == E_CAST && type_strip(e->type)->kind == T_BOOL && skip_parens(e->a)->kind == E_COMMA && !has_effects(e);
}

struct expr *make_assign(struct lower *l, struct symbol *to, struct expr *from)
{
    struct expr *e = make_expr(l, E_ASSIGN, to->type);
    struct range range = from->range;

    if (fails_as_statement(from)) {
        from = make_after(l, from->type, from);
        from->range = range;
    }

    e->op = '=';
    e->a = make_temp(l, to);
    e->b = from;
    return e;
}

struct expr *make_type_arg(struct lower *l, struct type *t)
{
    return make_expr(l, E_TYPE_ARG, t);
}

const char *unique_name(struct unit *u, const char *fmt, ...)
{
    const char *stem;
    va_list ap;

    va_start(ap, fmt);
    stem = arena_vprintf(&u->tree, fmt, ap);
    va_end(ap);
    return fresh_name(u, stem);
}

static void name_symbol(struct lower *l, struct symbol *sym, const char *stem, int number)
{
    struct numbered name = fresh_numbered_name(l->u, stem, number);

    sym->emit_name = name.text;
    sym->emit_number = name.number;
}

struct ident *symbol_name(struct lower *l, struct symbol *sym)
{
    struct arena before = l->u->tree;

    if (sym->name)
        return sym->name;
    sym->name = intern_str(l->u, numbered_text(&l->u->tree, (struct numbered){sym->emit_name, sym->emit_number}));
    arena_release(&l->u->tree, &before);
    return sym->name;
}

struct var *new_var(struct lower *l, struct symbol *sym, bool temp)
{
    struct var *v = arena_new(&l->u->tree, struct var);

    v->sym = sym;
    v->temp = temp;
    v->index = v->slot = -1;
    sym->var = v;
    vec_push_in(&l->u->tree, &l->low->vars, v);
    return v;
}

struct symbol *new_temp(struct lower *l, struct type *t, const char *stem)
{
    struct symbol *sym = arena_new(&l->u->tree, struct symbol);

    sym->kind = SYM_VAR;
    sym->type = type_unqualified(l->u, t);
    sym->owner = l->fn;
    sym->depth = 2;
    name_symbol(l, sym, stem, ++l->temps);
    new_var(l, sym, true);
    if (t->vm)
        vla_temp(l, sym);
    return sym;
}

struct symbol *new_label(struct lower *l, const char *stem)
{
    struct symbol *sym = arena_new(&l->u->tree, struct symbol);

    sym->kind = SYM_LABEL;
    sym->owner = l->fn;
    name_symbol(l, sym, stem, ++l->labels);
    return sym;
}
