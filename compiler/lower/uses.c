/* uses.c - what each node of the control-flow graph does to the variables that may have to be saved.
 *
 * needs: flow_build(), frame_classify().  gives: a touch for each time a node reads or sets one, in the order of nodes.
 *
 * A use is any token that names the variable in what a node evaluates (also in types and statement expressions there); a
 * definition is a plain assignment that surely happens, a declaration, or the result of an await. Too many uses cost a slot,
 * a missed one would be wrong code: so the walk looks at tokens and only assignments at their structure. What may be set,
 * surely or not, is noted too. */
#include "lower/internal.h"

struct scan {
    struct lower *l;
    struct touches *to;
    int node; /* being scanned */
};

static void scan_tokens(struct scan *v, tok from, tok to);

/* Whoever names a nested function may call it: that does what is in its body. */
static void mark_nested(struct scan *v, struct function *nested)
{
    struct range all = nested->decl->range;

    if (nested->touched_at == v->node + 1)
        return;
    nested->touched_at = v->node + 1;
    scan_tokens(v, all.first, all.last);
}

static void mark(struct scan *v, unsigned how, struct symbol *sym)
{
    if (sym && sym->is_nested)
        mark_nested(v, sym->nested);
    if (!sym || !sym->var)
        return;
    if (sym->var->index >= 0)
        vec_push(v->to, (struct touch){v->node, (unsigned)sym->var->index, how});
    if (sym->var->store)
        mark(v, how, sym->var->store);
    if (how == TOUCH_USE)
        for (struct var_size *s = sym->var->sizes; s; s = s->next)
            mark(v, how, s->size);
}

static void scan_names(struct scan *v, unsigned how, tok from, tok to)
{
    for (; from && from <= to; from++)
        mark(v, how, token_symbol(v->l->u, from));
}

/* Tokens without structure may do anything with what they name. */
static void scan_tokens(struct scan *v, tok from, tok to)
{
    scan_names(v, TOUCH_USE, from, to);
    scan_names(v, TOUCH_SET, from, to);
}

/* The variable that the lvalue E is part of is perhaps set; what a pointer points to is none. */
static void mark_set(struct scan *v, struct expr *e)
{
    struct expr *base;

    e = expr_now(e);
    switch (e->kind) {
    case E_MEMBER: case E_REAL: case E_IMAG:
        mark_set(v, e->a);
        break;
    case E_INDEX:
        base = type_is_integer(e->a->type) ? e->b : e->a;
        if (type_strip(base->type)->kind != T_POINTER)
            mark_set(v, base);
        break;
    case E_ARROW: case E_DEREF:
        break;
    case E_INT: case E_CALL: case E_PLUS: case E_NEG: case E_BITNOT: case E_NOT: case E_BINARY: case E_ANDAND: case E_OROR:
    case E_ASSIGN: case E_COMMA: /* no lvalue: what is in it sets by itself */
        break;
    case E_IDENT: case E_TEMP:
        mark(v, TOUCH_SET, e->sym);
        break;
    default: /* one of several in a _Generic, say */
        scan_names(v, TOUCH_SET, e->range.first, e->range.last);
    }
}

static void scan(struct scan *v, struct expr *e, bool certain);

static void scan_gap(struct scan *v, tok from, tok to, bool only_read)
{
    if (only_read)
        scan_names(v, TOUCH_USE, from, to);
    else
        scan_tokens(v, from, to);
}

/* Between the operands of these are operators, and names in what was evaluated before, such as an await. */
static bool sets_by_operands(struct expr *e)
{
    switch (e->kind) {
    case E_PAREN: case E_INDEX: case E_CALL: case E_MEMBER: case E_ARROW: case E_DEREF: case E_PLUS: case E_NEG: case E_BITNOT:
    case E_NOT: case E_BINARY: case E_ASSIGN: case E_COMMA:
        return true;
    case E_SIZEOF:
        return !has_effects(e);
    default:
        return false;
    }
}

/* Tokens between the operands, operands by structure. */
static void scan_gaps(struct scan *v, struct expr *e, bool certain)
{
    bool only_read = sets_by_operands(e);
    struct kids k;
    tok t = e->range.first;

    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++) {
        if (t && !range_empty(k.at[i]->range)) {
            scan_gap(v, t, k.at[i]->range.first - 1, only_read);
            t = k.at[i]->range.last + 1;
        }
        scan(v, k.at[i], certain);
    }
    scan_gap(v, t, e->range.last, only_read);
    kids_free(&k);
}

/* The saved sizes that a type the lowering wrote speaks of. */
static void scan_type(struct scan *v, struct type *t)
{
    for (; t && t->vm; t = t->base)
        if (t->kind == T_ARRAY && t->size && t->size->kind == E_TEMP)
            mark(v, TOUCH_USE, t->size->sym);
}

static void scan_assignment(struct scan *v, struct expr *e, bool certain)
{
    struct expr *to = expr_now(e->a);

    mark_set(v, to);
    if (e->op != '=' || (to->kind != E_IDENT && to->kind != E_TEMP)) {
        scan_gaps(v, e, certain);
        return;
    }
    scan(v, e->b, certain);
    if (to->kind == E_IDENT && to->type && type_strip(to->type)->kind == T_TASK) /* what it held is released */
        mark(v, TOUCH_USE, to->sym);
    for (struct var_size *s = to->sym && to->sym->var ? to->sym->var->sizes : NULL; s; s = s->next)
        mark(v, TOUCH_USE, s->size);
    if (certain)
        mark(v, TOUCH_DEF, to->sym);
}

/* The variable that the call E of setjmp() or the like sets anew; NULL: E is something else. */
static struct symbol *set_environment(struct function *fn, struct expr *e)
{
    struct twice_call *t = twice_call_at(fn, e->range.first);

    return t && !t->part ? t->env : NULL;
}

/* The list that the call E, of what va_start() or va_copy() stands for, begins; NULL: E is something else. */
static struct symbol *begun_list(struct expr *e)
{
    static const char *const names[] = {"__builtin_va_start", "__builtin_va_copy", "__builtin_c23_va_start", NULL};
    const struct symbol *f = called_function(e);
    struct expr *list = e->list ? expr_now(e->list) : NULL;

    return f && ident_in(f->name, names) && list && list->kind == E_IDENT ? list->sym : NULL;
}

static void scan_call(struct scan *v, struct expr *e, bool certain)
{
    struct symbol *list = begun_list(e), *set = list ? list : set_environment(v->l->fn, e);

    if (!set) {
        scan_gaps(v, e, certain);
        return;
    }
    for (struct expr *x = e->list->next; x; x = x->next)
        scan(v, x, certain);
    mark(v, certain ? TOUCH_DEF : TOUCH_SET, set);
}

static void scan(struct scan *v, struct expr *e, bool certain)
{
    e = expr_now(e);
    switch (e->kind) {
    case E_CALL:
        scan_call(v, e, certain);
        break;
    case E_IDENT: case E_TEMP:
        mark(v, TOUCH_USE, e->sym);
        break;
    case E_TYPE_ARG:
        scan_type(v, e->type);
        break;
    case E_RAW:
        for (struct expr *hole = e->a; hole; hole = hole->next) {
            mark_set(v, hole);
            scan(v, hole, certain);
        }
        break;
    case E_POSTINC: case E_POSTDEC: case E_PREINC: case E_PREDEC:
        mark_set(v, e->a);
        scan_gaps(v, e, certain);
        break;
    case E_ASSIGN:
        scan_assignment(v, e, certain);
        break;
    case E_ANDAND: case E_OROR: case E_COND:
        scan(v, e->a, certain);
        if (e->b)
            scan(v, e->b, false);
        if (e->c)
            scan(v, e->c, false);
        break;
    case E_GENERIC: case E_CHOOSE: /* one of them */
        scan_gaps(v, e, false);
        break;
    case E_STMT_EXPR:
        scan_tokens(v, e->range.first, e->range.last);
        break;
    default:
        scan_gaps(v, e, certain);
    }
}

/* Designators, and elements by their structure: what was evaluated before, such as an await, is no use here. */
static void scan_init(struct scan *v, struct init *init)
{
    tok t = init->range.first;

    if (init->expr) {
        scan(v, init->expr, true);
        return;
    }
    for (struct init *i = init->list; i; i = i->next) {
        struct range element = i->expr ? i->expr->range : i->range;

        if (!range_empty(element) && t) {
            scan_names(v, TOUCH_USE, t, element.first - 1);
            t = element.last + 1;
        }
        scan_init(v, i);
    }
    scan_names(v, TOUCH_USE, t, init->range.last);
}

static void scan_declarator(struct scan *v, struct flow_node *n)
{
    struct declarator *d = n->declarator;

    scan_tokens(v, n->decl->specs->range.first, n->decl->specs->range.last);
    for (struct deriv *x = d->derivs; x; x = x->next)
        if (x->kind == D_ARRAY && x->size)
            scan(v, x->size, true);
    if (d->init)
        scan_init(v, d->init);
    mark(v, TOUCH_DEF, d->sym);
    if (!range_empty(d->asm_label) && d->sym && d->sym->var) /* in a register that it names */
        d->sym->var->stays = true;
}

static void scan_node(struct scan *v, struct flow_node *n)
{
    if (flow_declarator(n))
        scan_declarator(v, n);
    else if (flow_asm(n))
        scan_tokens(v, n->asm_stmt->range.first, n->asm_stmt->range.last);
    else if (flow_suspension(n)) {
        scan(v, n->susp->call, true);
        mark(v, TOUCH_DEF, n->susp->result);
    } else if (flow_expr(n))
        scan(v, n->expr, true);
    if (n->drops_return)
        mark(v, TOUCH_DEF, v->l->low->return_value);
    if (flow_asm(n))
        for (struct asm_operand *o = n->asm_stmt->asm_operands; o; o = o->next)
            if (o->expr)
                scan(v, o->expr, true);
}

void find_touches(struct lower *l, struct flow *f, struct touches *to)
{
    struct scan v = {.l = l, .to = to};

    for (size_t i = 0; i < f->nodes.len; i++) {
        v.node = (int)i;
        scan_node(&v, &f->nodes.at[i]);
    }
}
