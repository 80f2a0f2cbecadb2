/* flatten.c - takes full expressions apart, so that every await stands alone.
 *
 * A full expression with an await is evaluated left to right, each operand once. What must be evaluated before an await
 * (or before a later operand that has effects) is spilled into temporaries by statements in front; what remains of the
 * expression has neither an await nor an order to keep:
 *
 *     g(a, await f(b)) + c   =>   spill_1 = a; await_2 = await f(b);   g(spill_1, await_2) + c
 *
 * Where evaluation is conditional the statements in front are, too:
 *
 *     a && await f(b)        =>   if (a) { await_1 = await f(b); test_2 = await_1 ? 1 : 0; } else test_2 = 0;   test_2
 *
 * An lvalue that is assigned to, or whose address is taken, is not loaded: only the parts that select it are spilled, so
 * `a[i++] += await f()` reads a[i] after the await and a bit-field stays one. */
#include "ast/types.h"
#include "lower/flatten.h"

/* ---- spilling --------------------------------------------------------------------------------------------------- */

void emit_expr(struct lower *l, struct expr *e, struct range like)
{
    list_add(l->out, make_expr_stmt(l, e, like));
}

bool check_type(struct lower *l, struct expr *e, struct type *t)
{
    struct type *s = t ? type_strip(t) : NULL;

    if (s && s->kind != T_UNKNOWN && vla_is_settled(t))
        return true;
    diag(l->u, DIAG_CANNOT_KEEP, e->range.first, e->range);
    return false;
}

struct expr *below(struct lower *l, struct expr *e)
{
    struct expr *copy;

    if (e->replace)
        return e->replace;
    copy = arena_new(&l->u->tree, struct expr);
    *copy = *e;
    copy->next = NULL;
    return copy;
}

/* A bit-field's value is converted (C11 6.3.1.1). */
struct type *operand_type(struct lower *l, struct expr *e)
{
    struct type *t = expr_value_type(l->u, e), *promoted = t ? type_promoted_bits(l->u, e, t) : NULL;

    return promoted ? promoted : t;
}

/* spill_1 = e; E now prints spill_1. */
static void spill(struct lower *l, struct expr *e)
{
    struct type *t = operand_type(l, e);
    struct symbol *temp;

    if (!check_type(l, e, t))
        return;
    if (type_is_void(t)) {
        emit_expr(l, below(l, e), e->range);
        e->replace = make_raw(l, "(void)0", t, NULL);
        return;
    }
    temp = new_temp(l, t, "spill");
    emit_expr(l, make_assign(l, temp, below(l, e)), e->range);
    e->replace = make_temp(l, temp);
}

static bool is_active(struct expr *e)
{
    return e->has_await || has_effects(e);
}

void normalise_inside(struct lower *l, struct stmt *block)
{
    unsigned around = l->full_expr;

    normalise_block(l, block);
    l->full_expr = around;
}

static void flatten_lvalue(struct lower *l, struct expr *e);

/* An array in a struct that is no lvalue, f().list: it lives to the end of the full expression, which may suspend. */
static void keep_array(struct lower *l, struct expr *e)
{
    struct expr *record = e;

    do
        record = expr_now(record)->a;
    while (expr_now(record)->kind == E_MEMBER);
    if (is_active(record))
        flatten(l, record);
    if (expr_now(record)->kind != E_TEMP)
        spill(l, record);
    expr_now(record)->sym->address_taken = true;
}

static bool is_rvalue_array(struct expr *e)
{
    return e->kind == E_MEMBER && !e->lvalue && e->type && type_is_array(e->type);
}

/* What is left of (x, E) once x is evaluated: no constant, no variable and no address of one, just as the whole is none. */
static struct expr *right_of_comma(struct lower *l, struct expr *e)
{
    struct expr *now = expr_now(e), *right;

    while (now->kind == E_PAREN)
        now = expr_now(now->a);
    if (now->kind == E_TEMP)
        return below(l, e);
    right = make_after(l, e->type, below(l, e));
    right->is_const = now->is_const; /* need not be kept */
    right->value = now->value;
    return right;
}

/* Of (x, y), whose value is kept, x is done first. */
static void part_comma(struct lower *l, struct expr *e)
{
    while (!e->replace && (e->kind == E_PAREN || e->kind == E_EXTENSION))
        e = e->a;
    if (e->replace || e->kind != E_COMMA)
        return;
    flatten_left(l, e->a);
    e->replace = right_of_comma(l, e->b);
}

/* An operand whose value is used: array lvalues keep their place and decay later. */
static void settle(struct lower *l, struct expr *e)
{
    struct type *t = e->type ? type_strip(e->type) : NULL;

    if (t && t->kind == T_ARRAY && e->lvalue) {
        flatten_lvalue(l, e);
        return;
    }
    if (is_rvalue_array(expr_now(e))) {
        keep_array(l, expr_now(e));
        return;
    }
    if (is_active(e))
        flatten(l, e);
    part_comma(l, e);
    if (!is_stable(l, e))
        spill(l, e);
}

void flatten_operands(struct lower *l, struct expr **kids, size_t n)
{
    size_t last = n;
    bool seen = false;

    for (; last > 0 && !is_active(kids[last - 1]); last--)
        seen |= !is_stable(l, kids[last - 1]);
    for (size_t i = 0; i + 1 < last; i++)
        settle(l, kids[i]);
    if (last > 0 && seen)
        settle(l, kids[last - 1]);
    else if (last > 0)
        flatten(l, kids[last - 1]);
}

/* Makes the place that E designates stay the same, without reading it. */
static void flatten_lvalue(struct lower *l, struct expr *e)
{
    struct type *t;

    if (e->replace)
        return;
    switch (e->kind) {
    case E_PAREN: case E_EXTENSION: case E_REAL: case E_IMAG:
        flatten_lvalue(l, e->a);
        break;
    case E_MEMBER:
        if (e->a->lvalue)
            flatten_lvalue(l, e->a);
        else
            settle(l, e->a);
        break;
    case E_ARROW: case E_DEREF:
        settle(l, e->a);
        break;
    case E_INDEX:
        t = e->a->type ? type_strip(e->a->type) : NULL;
        if (t && t->kind == T_VECTOR && e->a->lvalue)
            flatten_lvalue(l, e->a);
        else
            settle(l, e->a);
        settle(l, e->b);
        break;
    case E_IDENT: case E_TEMP: case E_STRING:
        break;
    default:
        if (is_active(e))
            flatten(l, e);
    }
}

/* ---- conditional evaluation ------------------------------------------------------------------------------------- */

/* Flattens E; what must come first goes into LIST. */
static void flatten_apart(struct lower *l, struct expr *e, struct stmt_list *list)
{
    struct stmt_list *outer = l->out;

    list_init(list);
    l->out = list;
    flatten(l, e);
    l->out = outer;
}

/* LIST, then to = (e) [? 1 : 0], as a block of its own: of `!= 0` the C compiler might say that it is always true. */
static struct stmt *branch(struct lower *l, struct expr *e, struct stmt_list *list, struct symbol *to, bool truth)
{
    struct expr *value = below(l, e);

    if (truth)
        value = make_raw(l, "(\1) ? 1 : 0", type_basic(l->u, T_INT), value);
    if (to)
        value = make_assign(l, to, value);
    list_add(list, make_expr_stmt(l, value, e->range));
    return make_list(l, S_BLOCK, list, e->range);
}

/* Without an await on the right it stays as it is, unless operands there have an order to keep. */
static void flatten_logical(struct lower *l, struct expr *e)
{
    struct symbol *test;
    struct stmt *right, *other;
    struct stmt_list list;

    if (flatten_decided(l, e))
        return;
    flatten(l, e->a);
    flatten_apart(l, e->b, &list);
    if (!list.first)
        return;
    test = new_temp(l, type_basic(l->u, T_INT), "test");
    right = branch(l, e->b, &list, test, true);
    other = make_expr_stmt(l, make_assign(l, test, make_int(l, e->kind == E_OROR)), e->range);
    if (e->kind == E_ANDAND)
        list_add(l->out, make_if(l, below(l, e->a), right, other, e->range));
    else
        list_add(l->out, make_if(l, below(l, e->a), other, right, e->range));
    e->replace = make_temp(l, test);
}

void spill_first(struct lower *l, struct expr *a)
{
    struct expr *now = expr_now(a);

    if (!is_stable(l, a) || (now->kind != E_IDENT && now->kind != E_TEMP))
        spill(l, a);
}

/* a ? b : c, and a ?: c. */
static void flatten_cond(struct lower *l, struct expr *e)
{
    struct type *t = expr_value_type(l->u, e);
    struct symbol *to = NULL;
    struct stmt *yes, *no;
    struct stmt_list if_true, if_false;

    if (flatten_decided(l, e))
        return;
    flatten(l, e->a);
    list_init(&if_true);
    if (e->b)
        flatten_apart(l, e->b, &if_true);
    flatten_apart(l, e->c, &if_false);
    if ((!if_true.first && !if_false.first) || !check_type(l, e, t))
        return;
    if (!type_is_void(t))
        to = new_temp(l, t, "cond");
    if (!e->b) {
        spill_first(l, e->a);
        yes = make_expr_stmt(l, to ? make_assign(l, to, below(l, e->a)) : below(l, e->a), e->range);
    } else {
        yes = branch(l, e->b, &if_true, to, false);
    }
    no = branch(l, e->c, &if_false, to, false);
    list_add(l->out, make_if(l, below(l, e->a), yes, no, e->range));
    e->replace = to ? make_temp(l, to) : make_raw(l, "(void)0", t, NULL);
}

/* What stands in front of the right operand, its awaits or the order of its operands, comes after the left one. */
static void flatten_comma(struct lower *l, struct expr *e)
{
    struct stmt_list list;

    if (e->has_await)
        flatten_left(l, e->a);
    else
        flatten(l, e->a);
    flatten_apart(l, e->b, &list);
    if (!e->has_await && !list.first)
        return;
    if (!e->has_await)
        flatten_left(l, e->a);
    if (list.first)
        list_add(l->out, list.first);
    e->replace = right_of_comma(l, e->b);
}

/* The place is found before the right operand is evaluated, which may see its effects: *(p = &x) = *p. */
static void flatten_assign(struct lower *l, struct expr *e)
{
    if (is_active(e->b) || (is_active(e->a) && !is_stable(l, e->b)))
        flatten_lvalue(l, e->a);
    else
        flatten(l, e->a);
    flatten(l, e->b);
}

/* ({ ...; v; }) becomes a block whose last statement stores v. */
static void flatten_stmt_expr(struct lower *l, struct expr *e)
{
    struct stmt *block = e->block, *last = last_stmt(block);
    struct type *t = expr_value_type(l->u, e);

    if (!e->has_await)
        return;
    e->replace = make_raw(l, "(void)0", t, NULL);
    if (last && last->kind == S_EXPR && t && !type_is_void(t)) {
        struct symbol *to;

        vla_prepare_block(l, block->body); /* of whose types T may be */
        if (!check_type(l, e, t))
            return;
        to = new_temp(l, t, "value");
        last->e = make_assign(l, to, last->e);
        last->e->has_await = last->e->b->has_await;
        last->e->range = last->e->b->range;
        last->touched = true;
        e->replace = make_temp(l, to);
    }
    normalise_inside(l, block);
    list_add(l->out, block);
}

static void flatten_chosen(struct lower *l, struct expr *e)
{
    struct expr *chosen = chosen_operand(e);

    if (!chosen)
        return;
    flatten(l, chosen);
    if (e->has_await)
        e->replace = make_raw(l, "(\1)", e->type, below(l, chosen));
}

/* Is E known because its operands are? */
static bool passes_on(struct expr *e)
{
    switch (e->kind) {
    case E_BINARY:
        return has_known_value(e->a) && has_known_value(e->b);
    case E_PAREN: case E_EXTENSION: case E_CAST: case E_PLUS: case E_NEG: case E_BITNOT: case E_NOT:
        return e->a->is_known;
    default:
        return false;
    }
}

/* Of `f() & 0` gcc does not see that it is 0, of a variable in the place of f() it would. */
static void hide_known(struct lower *l, struct expr *e)
{
    if (e->is_known && e->has_await && !e->replace && !passes_on(e))
        e->replace = make_after(l, e->type, below(l, e));
}

/* gcc takes `+(x += y) && z` for one with `+(x == y)`, but not `+(x += f()) && z`. */
static void hide_assigned(struct lower *l, struct expr *e)
{
    struct expr *to = e->kind == E_PLUS ? skip_parens(e->a) : e;

    if (to != e && to->kind == E_ASSIGN && to->op != '=' && to->b->has_await && !to->replace)
        to->b->replace = make_after(l, to->b->type, below(l, to->b));
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

void flatten(struct lower *l, struct expr *e)
{
    struct kids k;

    if (e->replace || !is_active(e))
        return;
    switch (e->kind) {
    case E_AWAIT:
        flatten_await(l, e, true);
        break;
    case E_MEMBER:
        if (is_rvalue_array(e)) {
            keep_array(l, e);
            break;
        }
        flatten(l, e->a);
        break;
    case E_ANDAND: case E_OROR:
        flatten_logical(l, e);
        break;
    case E_COND:
        flatten_cond(l, e);
        break;
    case E_COMMA:
        flatten_comma(l, e);
        break;
    case E_ASSIGN:
        flatten_assign(l, e);
        break;
    case E_STMT_EXPR:
        flatten_stmt_expr(l, e);
        break;
    case E_GENERIC: case E_CHOOSE:
        flatten_chosen(l, e);
        break;
    case E_POSTINC: case E_POSTDEC: case E_PREINC: case E_PREDEC: case E_ADDR:
        flatten(l, e->a);
        break;
    default:
        if (e->kind == E_CAST || e->kind == E_SIZEOF)
            vla_type_name(l, e->type_name);
        kids_get(&k, e);
        flatten_operands(l, k.at, k.len);
        kids_free(&k);
        if (e->kind == E_BINARY && op_compares(e->op))
            keep_signs(l, e);
        hide_assigned(l, e);
    }
    hide_known(l, e);
}

void flatten_full(struct lower *l, struct expr *e)
{
    note_full_expr(l, e);
    flatten(l, e);
}

void flatten_init(struct lower *l, struct init *init)
{
    struct expr *e;

    if (init->expr) {
        flatten_full(l, init->expr);
        return;
    }
    e = make_raw(l, "", NULL, NULL);
    e->kind = E_COMPOUND; /* so that expr_kids() lists the elements in order */
    e->init = init;
    e->has_await = true;
    flatten_full(l, e);
}
