/* check_expr.c - the types of expressions, the symbols of identifiers.
 *
 * WANT tells a call of an async function, however deep it is in parentheses or branches of ?:, what will become of it. */
#include "front/checker.h"

#include <string.h>

/* ---- identifiers ------------------------------------------------------------------------------------------------ */

static bool names_function(struct ident *name)
{
    return !strcmp(name->text, "__func__") || !strcmp(name->text, "__FUNCTION__") || !strcmp(name->text, "__PRETTY_FUNCTION__");
}

static struct symbol *function_name(struct checker *c, struct ident *name, tok at)
{
    struct symbol *sym = symbol_new(c, SYM_VAR, name, at);
    struct symbol *fn = c->fn ? c->fn->sym : NULL;

    sym->storage = ST_STATIC;
    sym->implicit = true;
    sym->type = type_array(c->u, type_qualified(c->u, basic(c, T_CHAR), Q_CONST), fn ? (int64_t)fn->name->len + 1 : 1);
    return sym;
}

static void check_ident(struct checker *c, struct expr *e)
{
    struct symbol *sym = e->name->ordinary;

    if (!sym && names_function(e->name))
        sym = function_name(c, e->name, e->range.first);
    if (!sym)
        sym = builtin_symbol(c, e->name, e->range.first, false);
    e->type = basic(c, T_UNKNOWN);
    if (!sym || sym->kind == SYM_TYPEDEF)
        return;
    e->sym = sym;
    sym->used = true;
    resolve_token(c, e->range.first, sym);
    e->type = sym->type;
    e->lvalue = sym->kind == SYM_VAR;
    if (c->fn && type_is_task(sym->type))
        c->fn->has_async = true;
    if (is_automatic(sym) && sym->owner != c->fn) /* a nested function may do with it what it likes, whenever it is called */
        sym->address_taken = true;
}

/* ---- postfix ---------------------------------------------------------------------------------------------------- */

static void check_index(struct checker *c, struct expr *e)
{
    struct type *a, *b, *t;

    check_expr(c, e->a, WANT_VALUE);
    check_expr(c, e->b, WANT_VALUE);
    a = type_strip(e->a->type);
    b = type_strip(e->b->type);
    if (b->kind == T_ARRAY || b->kind == T_POINTER) {
        t = b;
        use_value(c, e->a);
    } else {
        t = a;
        use_value(c, e->b);
    }
    if (t->kind == T_ARRAY) /* the element is selected, the array's address goes nowhere */
        mark_decay(t == a ? e->a : e->b);
    if (t->kind == T_ARRAY || t->kind == T_POINTER) {
        e->type = t->base;
        e->lvalue = true;
    } else if (t->kind == T_VECTOR) {
        e->type = type_qualified(c->u, t->base, t->quals);
        e->lvalue = e->a->lvalue;
    }
}

static void check_member_access(struct checker *c, struct expr *e)
{
    struct type *t;

    check_expr(c, e->a, WANT_VALUE);
    t = type_strip(e->kind == E_ARROW ? use_value(c, e->a) : e->a->type);
    if (e->kind == E_ARROW)
        t = t->kind == T_POINTER ? type_strip(t->base) : basic(c, T_UNKNOWN);
    e->member = type_find_member(t, e->name, NULL);
    if (!e->member)
        return;
    e->type = type_qualified(c->u, e->member->type, t->quals);
    e->lvalue = e->kind == E_ARROW || e->a->lvalue;
}

static void check_compound(struct checker *c, struct expr *e)
{
    check_type_name(c, e->type_name);
    e->type = check_init(c, e->init, e->type_name->type);
    e->lvalue = true;
    if (c->fn && type_mentions_async(e->type))
        c->fn->has_async = true;
}

/* ---- unary ------------------------------------------------------------------------------------------------------ */

static void check_unary(struct checker *c, struct expr *e)
{
    if (e->kind == E_REAL || e->kind == E_IMAG) {
        check_expr(c, e->a, WANT_VALUE);
    } else {
        check_value(c, e->a, WANT_VALUE);
        check_task_operand(c, e->a);
    }
    if (e->kind == E_PREINC || e->kind == E_POSTINC)
        check_modifiable(c, e->a, "increment operand");
    if (e->kind == E_PREDEC || e->kind == E_POSTDEC)
        check_modifiable(c, e->a, "decrement operand");
    type_unary(c, e);
}

static void check_addr(struct checker *c, struct expr *e)
{
    check_expr(c, e->a, WANT_VALUE);
    check_addressable(c, e->a);
    take_address(c, e->a);
    if (!type_is_unknown(e->a->type))
        e->type = type_pointer(c->u, e->a->type);
}

static void check_deref(struct checker *c, struct expr *e)
{
    struct type *t = type_strip(check_value(c, e->a, WANT_VALUE));

    check_task_operand(c, e->a);
    if (t->kind != T_POINTER)
        return;
    e->type = t->base;
    e->lvalue = type_strip(t->base)->kind != T_FUNC;
}

static void check_cast(struct checker *c, struct expr *e)
{
    struct type *to;

    check_evaluated_type_name(c, e->type_name);
    to = e->type_name->type;
    if (type_is_void(to))
        c->unused_sizeof = skip_parens(e->a);
    check_value(c, e->a, type_is_task_handle(to) ? WANT_TASK : WANT_VALUE);
    e->type = type_is_array(to) ? to : type_of_value(c->u, to);
    check_function_pointers(c, to, expr_value_type(c->u, e->a), e);
    if (type_is_arithmetic(to))
        check_task_operand(c, e->a);
}

/* Outside of any function; the parameters of a nested one are not. */
static bool is_outside(const struct checker *c)
{
    return !c->fn && c->depth <= 1;
}

static void check_label_addr(struct checker *c, struct expr *e)
{
    e->type = type_pointer(c->u, basic(c, T_VOID));
    if (is_outside(c)) {
        diag(c->u, DIAG_OUTSIDE_FUNCTION, e->range.first, e->range, "the address of a label");
        return;
    }
    e->sym = label_find(c, e->name, e->range.last);
    e->sym->address_taken = true;
}

/* ---- selections ------------------------------------------------------------------------------------------------- */

static void check_cond(struct checker *c, struct expr *e, enum want want)
{
    enum want branch = want == WANT_TASK ? WANT_TASK : WANT_VALUE;

    check_value(c, e->a, WANT_VALUE);
    check_task_operand(c, e->a);
    if (e->b)
        check_value(c, e->b, branch);
    check_value(c, e->c, branch);
    if (e->b)
        check_function_pointers(c, expr_value_type(c->u, e->c), expr_value_type(c->u, e->b), e);
    type_cond(c, e);
}

/* ---- others ----------------------------------------------------------------------------------------------------- */

static void check_assign(struct checker *c, struct expr *e)
{
    check_expr(c, e->a, WANT_VALUE);
    check_value(c, e->b, e->op == '=' ? want_of(e->a->type) : WANT_VALUE);
    e->type = expr_value_type(c->u, e->a);
    check_modifiable(c, e->a, "left operand of assignment");
    if (e->op == '=') {
        check_conversion(c, e->a->type, e->b);
    } else {
        check_task_operand(c, e->a);
        check_task_operand(c, e->b);
    }
}

/* The type of a statement expression whose last one is E. */
static struct type *value_left(struct checker *c, struct expr *e)
{
    struct type *t = use_value(c, e);
    struct member *m = type_is_integer(t) ? bit_field(e) : NULL;

    return m ? type_of_bits(c->u, t, m->bits) : t;
}

static void check_stmt_expr(struct checker *c, struct expr *e, enum want want)
{
    struct stmt *last, *outer_stmt = c->value_stmt;
    enum want outer_want = c->value_want;
    size_t mark;

    if (is_outside(c))
        diag(c->u, DIAG_OUTSIDE_FUNCTION, e->range.first, e->range, "a statement expression");
    if (c->tags_open && c->fn && c->fn->is_async) /* it may move to file scope, where there are none */
        c->async_seen++;
    mark = scope_enter(c);
    for (last = e->block->body; last && last->next; last = last->next)
        ;
    while (last && last->kind == S_LABEL && last->body)
        last = last->body;
    e->type = basic(c, T_VOID);
    if (last && last->kind == S_EXPR) {
        c->value_stmt = last;
        c->value_want = want == WANT_AWAIT ? WANT_VALUE : want;
    }
    check_stmts(c, e->block->body);
    if (last && last->kind == S_EXPR && last->e)
        e->type = value_left(c, last->e);
    c->value_stmt = outer_stmt;
    c->value_want = outer_want;
    scope_leave(c, mark);
}

/* Follows the path a.b[1].c; only its indexes are in the tree. -1: not known. */
static int64_t offset_of(struct checker *c, struct expr *e)
{
    struct type *t = e->type_name->type;
    struct expr *index = e->list;
    struct member *m;
    int64_t offset = 0, n;
    tok i;

    for (i = e->type_name->range.last + 2; i < e->range.last; i++) {
        if (index && i == index->range.first - 1) {
            n = const_int(c, index, -1);
            t = type_is_array(t) ? type_strip(t)->base : basic(c, T_UNKNOWN);
            if (n < 0 || type_size(c->u, t) < 0 || __builtin_mul_overflow(n, type_size(c->u, t), &n))
                return -1;
            offset += n;
            i = index->range.last + 1;
            index = index->next;
        } else if (token_at(c->u, i)->ident) {
            m = type_find_member(t, token_at(c->u, i)->ident, &offset);
            if (!m || offset < 0)
                return -1;
            t = m->type;
        }
    }
    return offset;
}

static void check_offsetof(struct checker *c, struct expr *e)
{
    struct expr *i;

    check_type_name(c, e->type_name);
    for (i = e->list; i; i = i->next)
        check_value(c, i, WANT_VALUE);
    e->type = c->size_type;
    e->value = offset_of(c, e);
    e->is_const = e->value >= 0;
}

static void check_types_compatible(struct checker *c, struct expr *e)
{
    struct type *a, *b;

    check_type_name(c, e->type_name);
    check_type_name(c, e->type2);
    e->type = basic(c, T_INT);
    a = e->type_name->type;
    b = e->type2->type;
    if (type_is_unknown(a) || type_is_unknown(b))
        return;
    e->is_const = true;
    e->value = type_compatible_unqualified(a, b);
}

/* E is compared with what may be a pointer: tasks have no order and no sum, but may be the same or none. */
static bool compares_handles(struct checker *c, struct expr *e)
{
    struct type *a = expr_value_type(c->u, e->a), *b = expr_value_type(c->u, e->b);

    return e->kind == E_BINARY && (e->op == OP_EQ || e->op == OP_NE) && (type_is_pointer(a) || type_is_task(a)) &&
           (type_is_pointer(b) || type_is_task(b));
}

static void check_binary(struct checker *c, struct expr *e)
{
    check_value(c, e->a, WANT_VALUE);
    check_value(c, e->b, WANT_VALUE);
    if (compares_handles(c, e)) {
        check_function_pointers(c, expr_value_type(c->u, e->a), expr_value_type(c->u, e->b), e);
    } else {
        check_task_operand(c, e->a);
        check_task_operand(c, e->b);
    }
    type_binary(c, e);
}

static void check_comma(struct checker *c, struct expr *e, enum want want)
{
    check_value(c, e->a, WANT_VALUE);
    e->type = check_value(c, e->b, want == WANT_TASK ? WANT_TASK : WANT_VALUE);
}

/* ---- dispatch --------------------------------------------------------------------------------------------------- */

static void check_primary(struct checker *c, struct expr *e, enum want want)
{
    switch (e->kind) {
    case E_IDENT:
        check_ident(c, e);
        break;
    case E_INT:
        e->type = int_literal_type(c, e->range.first, &e->value);
        break;
    case E_FLOAT:
        e->type = float_literal_type(c, e->range.first);
        break;
    case E_CHAR:
        e->type = char_literal_type(c, e->range.first, &e->value);
        break;
    case E_STRING:
        e->type = string_literal_type(c, e->range);
        e->lvalue = true;
        break;
    case E_NULLPTR:
        e->type = basic(c, T_NULLPTR);
        break;
    case E_BOOL:
        e->type = basic(c, T_BOOL);
        break;
    case E_GENERIC:
        check_generic(c, e, want);
        break;
    case E_PAREN:
    case E_EXTENSION:
        check_expr(c, e->a, want);
        e->type = e->a->type;
        e->lvalue = e->a->lvalue;
        break;
    default:
        break;
    }
}

static void check_typed(struct checker *c, struct expr *e)
{
    switch (e->kind) {
    case E_VA_ARG:
        check_value(c, e->a, WANT_VALUE);
        check_type_name(c, e->type_name);
        e->type = type_of_value(c->u, e->type_name->type);
        break;
    case E_OFFSETOF:
        check_offsetof(c, e);
        break;
    case E_TYPES_COMPATIBLE:
        check_types_compatible(c, e);
        break;
    case E_CONVERT_VECTOR:
    case E_BIT_CAST:
        check_value(c, e->a, WANT_VALUE);
        check_type_name(c, e->type_name);
        e->type = type_of_value(c->u, e->type_name->type);
        break;
    case E_TYPE_ARG:
        check_type_name(c, e->type_name);
        break;
    default:
        break;
    }
}

void check_expr(struct checker *c, struct expr *e, enum want want)
{
    e->type = basic(c, T_UNKNOWN);
    switch (e->kind) {
    case E_INDEX: check_index(c, e); break;
    case E_CALL: check_call(c, e, want); break;
    case E_MEMBER: case E_ARROW: check_member_access(c, e); break;
    case E_COMPOUND: check_compound(c, e); break;
    case E_POSTINC: case E_POSTDEC: case E_PREINC: case E_PREDEC:
    case E_PLUS: case E_NEG: case E_BITNOT: case E_NOT: case E_REAL: case E_IMAG: check_unary(c, e); break;
    case E_ADDR: check_addr(c, e); break;
    case E_DEREF: check_deref(c, e); break;
    case E_SIZEOF: case E_ALIGNOF: check_sizeof(c, e); break;
    case E_CAST: check_cast(c, e); break;
    case E_LABEL_ADDR: check_label_addr(c, e); break;
    case E_AWAIT: check_await(c, e); break;
    case E_BINARY: case E_ANDAND: case E_OROR: check_binary(c, e); break;
    case E_COMMA: check_comma(c, e, want); break;
    case E_COND: check_cond(c, e, want); break;
    case E_ASSIGN: check_assign(c, e); break;
    case E_STMT_EXPR: check_stmt_expr(c, e, want); break;
    case E_CHOOSE: check_choose(c, e, want); break;
    case E_VA_ARG: case E_OFFSETOF: case E_TYPES_COMPATIBLE: case E_CONVERT_VECTOR: case E_TYPE_ARG: case E_BIT_CAST:
        check_typed(c, e);
        break;
    default: check_primary(c, e, want); break;
    }
    const_fold(c, e);
}
