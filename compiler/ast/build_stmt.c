/* build_stmt.c - builders of statements. */
#include "ast/build_list.h"
#include "base/diag_place.h"

#include <string.h>

struct stmt *new_stmt(struct build *b, enum stmt_kind kind, struct range r)
{
    struct stmt *s = arena_new(&b->u->tree, struct stmt);

    s->kind = (uint8_t)kind;
    s->range = r;
    return s;
}

static unsigned deeper(unsigned depth, unsigned other)
{
    return other > depth ? other : depth;
}

static void took_expr(struct build *b, struct stmt *s, const struct expr *e)
{
    if (!e)
        return;
    s->has_await |= e->has_await;
    if (e->depth >= s->depth)
        s->depth = build_depth(b, e->depth, s->range.first);
}

static void took_stmt(struct build *b, struct stmt *s, const struct stmt *k)
{
    if (!k)
        return;
    s->has_await |= k->has_await;
    if (k->depth >= s->depth)
        s->depth = build_depth(b, k->depth, s->range.first);
}

/* C compilers leave out warnings of what a macro wrote, and acc gives them text in which no macro is seen. These two are common:
 * `({ ...; v; })` whose value is not used, and `if ((a == b))`. */
static bool is_warned_of(const struct stmt *s)
{
    const struct expr *bare = s->e ? skip_parens(s->e) : NULL;

    switch (s->kind) {
    case S_EXPR:
        return bare->kind == E_STMT_EXPR;
    case S_IF: case S_WHILE: case S_DO: case S_FOR:
        return bare && s->e->kind == E_PAREN && bare->kind == E_BINARY && bare->op == OP_EQ;
    default:
        return false;
    }
}

static void note_macro(struct build *b, struct stmt *s)
{
    if (b->func && is_warned_of(s) && !stands_in_source(b->u, s->e->range.first))
        s->of_macro = b->func->of_macro = true;
}

struct stmt *stmt_expr(struct build *b, enum stmt_kind kind, struct expr *e, struct range r)
{
    struct stmt *s = new_stmt(b, kind, r);

    s->e = e;
    took_expr(b, s, e);
    note_macro(b, s);
    if (kind == S_GOTO_COMPUTED && b->func)
        b->func->has_label_addr = true;
    return s;
}

struct stmt *stmt_two(struct build *b, enum stmt_kind kind, struct expr *e, struct stmt *body, struct stmt *other,
                      struct range r)
{
    struct stmt *s = stmt_expr(b, kind, e, r);

    s->body = body;
    s->other = other;
    took_stmt(b, s, body);
    took_stmt(b, s, other);
    return s;
}

struct stmt *stmt_for(struct build *b, struct stmt *init, struct expr *e, struct expr *step, struct stmt *body,
                      struct range r)
{
    struct stmt *s = stmt_two(b, S_FOR, e, body, NULL, r);

    s->init = init;
    s->step = step;
    took_stmt(b, s, init);
    took_expr(b, s, step);
    return s;
}

struct stmt *stmt_block(struct build *b, struct stmt_list items, struct range r)
{
    struct stmt *s = new_stmt(b, S_BLOCK, r);
    unsigned depth = 0;

    s->body = items.first;
    for (const struct stmt *k = items.first; k; k = k->next) {
        s->has_await |= k->has_await;
        depth = deeper(depth, k->depth);
    }
    s->depth = build_depth(b, depth, r.first);
    return s;
}

struct stmt *stmt_decl(struct build *b, struct decl *d)
{
    struct stmt *s = new_stmt(b, S_DECL, d->range);

    s->decl = d;
    s->has_await = build_decl_awaits(b, d);
    for (const struct declarator *k = d->declarators; k; k = k->next)
        if (k->init)
            s->depth = (uint16_t)deeper(s->depth, k->init->depth);
    if (d->kind == DECL_FUNC) {
        s->depth = build_depth(b, d->func->body->depth, d->range.first);
        if (b->func && !b->func->nested)
            b->func->nested = d->declarators;
    }
    return s;
}

struct stmt *stmt_defer(struct build *b, struct stmt *body, struct range r)
{
    if (b->func)
        b->func->has_defer = b->func->has_defer_stmt = true;
    return stmt_two(b, S_DEFER, NULL, body, NULL, r);
}

struct stmt *stmt_label(struct build *b, struct ident *name, tok at, struct range r)
{
    struct stmt *s = new_stmt(b, S_LABEL, r);

    s->name = name;
    s->name_tok = at;
    return s;
}

struct stmt *stmt_case(struct build *b, struct expr *e, struct expr *e2, struct range r)
{
    struct stmt *s = stmt_expr(b, S_CASE, e, r);

    s->e2 = e2;
    took_expr(b, s, e2);
    return s;
}

struct stmt *stmt_labelled(struct build *b, struct stmt *label, struct stmt *body, struct range r)
{
    label->body = body;
    label->range = r;
    took_stmt(b, label, body);
    return label;
}

struct stmt *stmt_goto(struct build *b, struct ident *name, tok at, struct range r)
{
    struct stmt *s = new_stmt(b, S_GOTO, r);

    s->name = name;
    s->name_tok = at;
    return s;
}

struct stmt *stmt_attrs(struct stmt *s, struct attr_list attrs, struct range r)
{
    s->attrs = attrs.first;
    s->range = r;
    return s;
}

/* ---- blocks ----------------------------------------------------------------------------------------------------- */

static bool is_label(const struct stmt *s)
{
    return s->kind == S_LABEL || s->kind == S_CASE || s->kind == S_DEFAULT;
}

#define MOST_LABELS 256 /* on one statement; the labels after them start anew, without a body between */

/* The statement after a label is the label's body, if it is no declaration. `a: b: s` came as three items: the chain of
 * labels that still waits for its end is one item by now. */
static bool attach(struct build *b, struct stmt *label, struct stmt *s)
{
    struct stmt *inner = label, *k;
    unsigned levels = 1;

    for (; inner->body && is_label(inner->body) && levels < MOST_LABELS; inner = inner->body)
        levels++;
    if (inner->body || levels >= MOST_LABELS || s->kind == S_DECL || s->kind == S_LOCAL_LABELS)
        return false;
    inner->body = s;
    for (k = label; k != s; k = k->body, levels--) {
        k->range.last = s->range.last;
        k->has_await |= s->has_await;
        k->depth = build_depth(b, s->depth + levels - 1, s->range.first);
    }
    return true;
}

struct stmt_list items_add(struct build *b, struct stmt_list l, struct stmt *s)
{
    if (!l.last || !is_label(l.last) || !attach(b, l.last, s))
        LIST_ADD(l, s);
    return l;
}

/* ---- asm and names ---------------------------------------------------------------------------------------------- */

struct name_list names_add(struct build *b, struct name_list l, struct ident *name, tok at)
{
    struct name_node *n = arena_new(&b->u->tree, struct name_node);

    n->name = name;
    n->at = at;
    LIST_ADD(l, n);
    return l;
}

struct stmt *stmt_set_names(struct build *b, struct stmt *s, struct name_list names)
{
    size_t n = 0;

    for (const struct name_node *k = names.first; k; k = k->next)
        n++;
    s->labels = arena_alloc(&b->u->tree, sizeof *s->labels + n * sizeof *s->labels->at);
    for (const struct name_node *k = names.first; k; k = k->next)
        s->labels->at[s->labels->count++] = (struct stmt_label){.name = k->name, .at = k->at};
    return s;
}

struct stmt *stmt_names(struct build *b, enum stmt_kind kind, struct name_list names, struct range r)
{
    return stmt_set_names(b, new_stmt(b, kind, r), names);
}

/* A memory constraint, one of `m`, `o`, `V`, `<`, `>`, `g`, `X`, or a machine's own: then better say yes. */
struct asm_list new_operand(struct build *b, struct expr *e, tok constraint, struct range r)
{
    struct asm_operand *o = arena_new(&b->u->tree, struct asm_operand);
    const struct token *t = token_at(b->u, constraint);

    o->range = r;
    o->expr = e;
    for (uint32_t i = 0; i < t->len; i++)
        if (strchr("moV<>gXQ", t->text[i]))
            o->memory = true;
    return (struct asm_list){o, o};
}

struct asm_list asm_join(struct asm_list l, struct asm_list more)
{
    LIST_JOIN(l, more);
    return l;
}

struct stmt *stmt_asm(struct build *b, struct asm_list outputs, struct asm_list inputs, struct range r)
{
    struct stmt *s = new_stmt(b, S_ASM, r);
    struct asm_list all = outputs;

    for (struct asm_operand *o = outputs.first; o; o = o->next)
        o->output = true;
    LIST_JOIN(all, inputs);
    s->asm_operands = all.first;
    for (const struct asm_operand *o = all.first; o; o = o->next)
        took_expr(b, s, o->expr);
    return s;
}
