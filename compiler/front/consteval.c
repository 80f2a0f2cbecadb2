/* consteval.c - constant expressions.
 *
 * Integers are computed with 128 bits and cut to their type after each step. The answer tells apart what varies at run time
 * (an array of that size is a VLA) from what is constant but not ours to compute. */
#include "front/checker.h"

#include <stdlib.h>
#include <string.h>

static const struct constant no = {.kind = CONST_NO}, unknown = {.kind = CONST_UNKNOWN};

static struct constant of_float(long double f)
{
    return (struct constant){.kind = CONST_FLOAT, .f = f};
}

/* V as a value of the integer type T. */
static wide cut(struct checker *c, wide v, struct type *t)
{
    int bits = type_int_bits(c->u, t), drop = 128 - bits;

    if (bits <= 0 || bits >= 128)
        return v;
    if (type_strip(t)->kind == T_BOOL)
        return v != 0;
    v = (wide)((uwide)v << drop);
    return type_int_is_unsigned(c->u, t) ? (wide)((uwide)v >> drop) : v >> drop;
}

static bool truth(struct constant v)
{
    return v.kind == CONST_FLOAT ? v.f != 0 : v.i != 0;
}

/* Neither is a number: the worse of the two. */
static struct constant worse(struct constant a, struct constant b)
{
    return a.kind == CONST_NO || b.kind == CONST_NO ? no : unknown;
}

static bool is_number(struct constant v)
{
    return v.kind >= CONST_INT;
}

struct constant const_convert(struct checker *c, struct constant v, struct type *t)
{
    t = type_strip(t);
    if (!is_number(v))
        return v;
    if (type_is_integer(t)) {
        if (v.kind == CONST_INT)
            return const_of_int(cut(c, v.i, t));
        if (t->kind == T_BOOL)
            return const_of_int(v.f != 0);
        if (!(v.f > -1e36L && v.f < 1e36L) || cut(c, (wide)v.f, t) != (wide)v.f) /* undefined when it does not fit */
            return unknown;
        return const_of_int((wide)v.f);
    }
    if (t->kind == T_FLOAT || t->kind == T_DOUBLE || t->kind == T_LDOUBLE) {
        bool as_double = t->kind == T_DOUBLE || c->u->target->long_double == 8;
        long double f = v.kind == CONST_FLOAT ? v.f : type_is_unsigned(t) ? (long double)(uwide)v.i : (long double)v.i;

        if (!as_double && t->kind == T_LDOUBLE && c->u->target->long_double != (int)sizeof f) /* we compute less exactly */
            return unknown;
        return of_float(t->kind == T_FLOAT ? (float)f : as_double ? (double)f : f);
    }
    if (t->kind == T_POINTER && v.kind == CONST_INT)
        return const_of_int(cut(c, v.i, c->size_type));
    return unknown;
}

/* ---- operators -------------------------------------------------------------------------------------------------- */

static struct constant float_binary(unsigned op, long double a, long double b)
{
    switch (op) {
    case '+': return of_float(a + b);
    case '-': return of_float(a - b);
    case '*': return of_float(a * b);
    case '/': return b != 0 ? of_float(a / b) : unknown;
    case '<': return const_of_int(a < b);
    case '>': return const_of_int(a > b);
    case OP_LE: return const_of_int(a <= b);
    case OP_GE: return const_of_int(a >= b);
    case OP_EQ: return const_of_int(a == b);
    case OP_NE: return const_of_int(a != b);
    default: return unknown;
    }
}

static struct constant compare_ints(unsigned op, wide a, wide b, bool is_unsigned)
{
    int order = a == b ? 0 : a < b ? -1 : 1;

    if (is_unsigned && (a < 0) != (b < 0))
        order = -order;
    switch (op) {
    case '<': return const_of_int(order < 0);
    case '>': return const_of_int(order > 0);
    case OP_LE: return const_of_int(order <= 0);
    case OP_GE: return const_of_int(order >= 0);
    case OP_EQ: return const_of_int(order == 0);
    default: return const_of_int(order != 0);
    }
}

/* A and B have been converted to their common type T (shifts: A to T). */
static struct constant int_binary(unsigned op, wide a, wide b, struct type *t)
{
    uwide ua = (uwide)a, ub = (uwide)b;
    bool is_unsigned = type_is_unsigned(t);

    switch (op) {
    case '+': return const_of_int((wide)(ua + ub));
    case '-': return const_of_int((wide)(ua - ub));
    case '*': return const_of_int((wide)(ua * ub));
    case '/':
    case '%':
        if (b == 0)
            return unknown;
        if (is_unsigned)
            return const_of_int((wide)(op == '/' ? ua / ub : ua % ub));
        if (b == -1)
            return const_of_int(op == '/' ? (wide)-ua : 0);
        return const_of_int(op == '/' ? a / b : a % b);
    case '&': return const_of_int(a & b);
    case '|': return const_of_int(a | b);
    case '^': return const_of_int(a ^ b);
    case OP_SHL: return const_of_int((wide)(ua << b));
    case OP_SHR: return const_of_int(is_unsigned ? (wide)(ua >> b) : a >> b);
    default: return unknown;
    }
}

struct constant const_binary(struct checker *c, struct expr *e, struct constant a, struct constant b)
{
    struct constant v;
    struct type *common;

    if (!is_number(a) || !is_number(b))
        return worse(a, b);
    if (e->op == OP_SHL || e->op == OP_SHR) {
        common = e->type;
        if (a.kind != CONST_INT || b.kind != CONST_INT || b.i < 0 || b.i >= type_int_bits(c->u, common) || b.i >= 128)
            return unknown; /* too far is undefined, and C compilers differ */
        a = const_convert(c, a, common);
    } else {
        common = op_compares(e->op) ? usual_conversions(c, e->a, e->b) : e->type;
        a = const_convert(c, a, common);
        b = const_convert(c, b, common);
        if (!is_number(a) || !is_number(b))
            return unknown;
    }
    if (a.kind == CONST_FLOAT || b.kind == CONST_FLOAT)
        return a.kind == b.kind ? float_binary(e->op, a.f, b.f) : unknown;
    if (op_compares(e->op))
        return compare_ints(e->op, a.i, b.i, type_is_unsigned(common));
    v = int_binary(e->op, a.i, b.i, common);
    return const_convert(c, v, e->type);
}

static struct constant eval_logical(struct checker *c, struct expr *e)
{
    struct constant a = const_eval(c, e->a), b;
    bool stops = e->kind == E_OROR;

    if (is_number(a) && truth(a) == stops)
        return const_of_int(stops);
    b = const_eval(c, e->b);
    if (!is_number(a) || !is_number(b))
        return worse(a, b);
    return const_of_int(truth(b));
}

static struct constant eval_cond(struct checker *c, struct expr *e)
{
    struct constant a = const_eval(c, e->a), v;

    if (!is_number(a)) {
        v = const_eval(c, e->c);
        if (e->b && v.kind != CONST_NO)
            v = const_eval(c, e->b);
        return worse(a, v);
    }
    v = !truth(a) ? const_eval(c, e->c) : e->b ? const_eval(c, e->b) : a;
    return const_convert(c, v, e->type);
}

struct constant const_unary(struct checker *c, struct expr *e, struct constant a)
{
    if (!is_number(a))
        return a;
    if (e->kind == E_NOT)
        return const_of_int(!truth(a));
    a = const_convert(c, a, e->type);
    if (e->kind == E_NEG && is_number(a))
        a = a.kind == CONST_FLOAT ? of_float(-a.f) : const_of_int((wide)-(uwide)a.i);
    if (e->kind == E_BITNOT)
        a = a.kind == CONST_INT ? const_of_int(~a.i) : unknown;
    return const_convert(c, a, e->type);
}

/* ---- leaves ----------------------------------------------------------------------------------------------------- */

static struct constant eval_float(struct checker *c, struct expr *e)
{
    struct token *t = token_at(c->u, e->range.first);
    char text[256];

    if (t->len >= sizeof text || type_strip(e->type)->kind > T_LDOUBLE || type_strip(e->type)->kind < T_FLOAT)
        return unknown;
    memcpy(text, t->text, t->len);
    text[t->len] = '\0';
    return const_convert(c, of_float(strtold(text, NULL)), e->type);
}

static struct constant eval_sizeof(struct checker *c, struct expr *e)
{
    struct type *t = e->type_name ? e->type_name->type : e->a ? e->a->type : NULL;
    int64_t n;

    if (!t || type_is_unknown(t))
        return unknown;
    if (e->kind == E_SIZEOF && type_strip(t)->vm && type_is_array(t) && type_size(c->u, t) < 0)
        return no;
    if (e->kind == E_ALIGNOF && type_strip(t)->kind == T_FUNC) /* that of its code */
        return unknown;
    n = e->kind == E_SIZEOF ? type_size(c->u, t) : type_align(c->u, t);
    return n < 0 ? unknown : const_of_int(n);
}

/* Static objects have constant addresses, automatic ones and values do not. */
static struct constant eval_name(struct expr *e)
{
    struct symbol *sym = e->sym;

    if (!sym)
        return no;
    if (sym->kind == SYM_ENUMERATOR) {
        wide v = type_is_unsigned(sym->type) ? (wide)(uint64_t)sym->value : (wide)sym->value;

        return sym->defined ? const_of_int(v) : unknown;
    }
    if (e->decays && (sym->kind == SYM_FUNC || sym->depth == 0 || (sym->storage & (ST_STATIC | ST_EXTERN))))
        return unknown;
    return no;
}

/* What became of operands that are not computed here. */
static struct constant as_constant_as(struct constant a)
{
    return a.kind == CONST_NO ? no : unknown;
}

/* Of &OBJECT. */
static struct constant eval_address(struct checker *c, struct expr *object)
{
    struct expr *a = skip_parens(object);

    switch (a->kind) {
    case E_IDENT:
        return a->sym && (a->sym->depth == 0 || (a->sym->storage & (ST_STATIC | ST_EXTERN))) ? unknown : no;
    case E_DEREF:
    case E_ARROW:
        return as_constant_as(const_eval(c, a->a));
    case E_INDEX:
        return worse(const_eval(c, a->a), const_eval(c, a->b));
    case E_MEMBER:
        return eval_address(c, a->a);
    case E_COMPOUND:
    case E_STRING:
        return unknown;
    default:
        return no;
    }
}

/* Most builtins are constant when their arguments are; some never look at the values, or have that of the first. */
static struct constant eval_builtin(struct checker *c, struct ident *name, struct expr *args)
{
    static const char *const blind[] = {"__builtin_classify_type", "__builtin_object_size", "__builtin_dynamic_object_size"};

    struct expr *first = args;

    for (size_t i = 0; i < sizeof blind / sizeof *blind; i++)
        if (!strcmp(name->text, blind[i]))
            return unknown;
    for (; args; args = args->next)
        if (const_eval(c, args).kind == CONST_NO)
            return no;
    return first && !strncmp(name->text, "__builtin_expect", 16) ? const_eval(c, first) : unknown;
}

static struct constant eval_call(struct checker *c, struct expr *e)
{
    struct ident *name = e->a->kind == E_IDENT ? e->a->name : NULL;

    if (name && e->list && !strcmp(name->text, "__builtin_constant_p")) {
        if (is_number(const_eval(c, e->list)) || skip_parens(e->list)->kind == E_STRING)
            return const_of_int(1);
        return c->unoptimised ? const_of_int(0) : unknown;
    }
    return name && name->len > 10 && !memcmp(name->text, "__builtin_", 10) ? eval_builtin(c, name, e->list) : no;
}

wide stored_value(const struct expr *e)
{
    return type_is_unsigned(e->type) ? (wide)(uint64_t)e->value : (wide)e->value;
}

static struct constant eval_chosen(struct checker *c, struct expr *e)
{
    struct expr *chosen = chosen_operand(e);

    return chosen ? const_eval(c, chosen) : unknown;
}

struct constant const_eval(struct checker *c, struct expr *e)
{
    if (e->is_const)
        return const_of_int(stored_value(e));
    switch (e->kind) {
    case E_INT:
        return type_is_integer(e->type) && type_size(c->u, e->type) <= 8 ? const_of_int(stored_value(e)) : unknown;
    case E_CHAR:
    case E_BOOL:
        return const_of_int(e->value);
    case E_FLOAT:
        return eval_float(c, e);
    case E_STRING:
    case E_NULLPTR:
    case E_LABEL_ADDR:
    case E_TYPES_COMPATIBLE:
    case E_ERROR:
        return unknown;
    case E_IDENT:
        return eval_name(e);
    case E_PAREN:
    case E_EXTENSION:
    case E_PLUS:
        return const_eval(c, e->a);
    case E_GENERIC: case E_CHOOSE:
        return eval_chosen(c, e);
    case E_SIZEOF:
    case E_ALIGNOF:
        return eval_sizeof(c, e);
    case E_CAST:
        return const_convert(c, const_eval(c, e->a), e->type);
    case E_NEG:
    case E_BITNOT:
    case E_NOT:
        return const_unary(c, e, const_eval(c, e->a));
    case E_REAL:
    case E_IMAG:
        return as_constant_as(const_eval(c, e->a));
    case E_BINARY:
        return const_binary(c, e, const_eval(c, e->a), const_eval(c, e->b));
    case E_ANDAND:
    case E_OROR:
        return eval_logical(c, e);
    case E_COND:
        return eval_cond(c, e);
    case E_ADDR:
        return eval_address(c, e->a);
    case E_OFFSETOF:
        return e->is_const ? const_of_int(e->value) : unknown;
    case E_CALL:
        return eval_call(c, e);
    default:
        return no;
    }
}

int64_t const_int(struct checker *c, struct expr *e, int64_t fallback)
{
    struct constant v = const_eval(c, e);

    return v.kind == CONST_INT && v.i >= INT64_MIN && v.i <= INT64_MAX ? (int64_t)v.i : fallback;
}

/* ---- folding ---------------------------------------------------------------------------------------------------- */

/* May E be an integer constant expression, judging by its direct operands? */
static bool foldable(struct expr *e)
{
    switch (e->kind) {
    case E_INT: case E_CHAR: case E_BOOL: case E_SIZEOF: case E_ALIGNOF: case E_OFFSETOF: case E_TYPES_COMPATIBLE:
        return true;
    case E_IDENT:
        return e->sym && e->sym->kind == SYM_ENUMERATOR;
    case E_CAST:
        return e->a->is_const || skip_parens(e->a)->kind == E_FLOAT;
    case E_PAREN: case E_EXTENSION: case E_PLUS: case E_NEG: case E_BITNOT: case E_NOT:
        return e->a->is_const;
    case E_BINARY: case E_ANDAND: case E_OROR:
        return e->a->is_const && e->b->is_const;
    case E_COND:
        return e->a->is_const && (!e->b || e->b->is_const) && e->c->is_const;
    default:
        return false;
    }
}

/* If V is an integer that E can keep. */
static bool keep(struct checker *c, struct expr *e, struct constant v)
{
    if (v.kind != CONST_INT)
        return false;
    if (type_size(c->u, e->type) > 8 && (v.i < (type_is_unsigned(e->type) ? 0 : INT64_MIN) || v.i > INT64_MAX))
        return false;
    e->value = (int64_t)v.i;
    return true;
}

void const_fold(struct checker *c, struct expr *e)
{
    if (e->is_const || !type_is_integer(e->type))
        return;
    if (foldable(e))
        e->is_const = keep(c, e, const_eval(c, e));
    else
        e->is_known = keep(c, e, known_value(c, e));
}
