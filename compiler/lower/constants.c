/* constants.c - what is known of values when a program is compiled.
 *
 * A local `const int limit = 100;` has one value only: it is not kept but static, and it decides as a literal does. What decides
 * for C compilers, which say nothing of a branch that is not taken, decides here: where control does not get to, nothing
 * resumes. */
#include "ast/types.h"
#include "lower/internal.h"

#include <string.h>

bool is_fixed(const struct symbol *sym)
{
    const struct type *t = type_strip(sym->type);
    const struct expr *e = sym->kind == SYM_VAR && sym->init ? sym->init->expr : NULL;

    if (!e || !e->is_const || e->has_await || !sym->used || !type_is_integer(type_strip(sym->type)))
        return false;
    return (t->quals & (Q_CONST | Q_VOLATILE | Q_ATOMIC)) == Q_CONST && !sym->address_taken && !sym->cleanup &&
           !(sym->storage & ~(ST_AUTO | ST_STATIC));
}

/* Of the variable, which may be too narrow for what it is initialised with. */
static enum truth truth_of_fixed(struct lower *l, const struct symbol *sym)
{
    int bits = type_int_bits(l->u, sym->type);
    int64_t value = sym->init->expr->value;

    if (type_plain(sym->type)->kind != T_BOOL && bits < 64)
        value &= (INT64_C(1) << bits) - 1;
    return value ? ALWAYS : NEVER;
}

static enum truth negated(enum truth t)
{
    return t == SOMETIMES ? t : t == ALWAYS ? NEVER : ALWAYS;
}

static enum truth truth_of_logical(struct lower *l, const struct expr *e)
{
    enum truth left = truth_of(l, e->a), right = truth_of(l, e->b), decisive = e->kind == E_OROR ? ALWAYS : NEVER;

    if (left == decisive || right == decisive)
        return decisive;
    return left == SOMETIMES ? SOMETIMES : right;
}

/* Of a ? b : c, and of a ?: c. */
static enum truth truth_of_cond(struct lower *l, const struct expr *e)
{
    enum truth first = truth_of(l, e->a);

    if (first == ALWAYS && e->b)
        return truth_of(l, e->b);
    return first == NEVER ? truth_of(l, e->c) : first;
}

/* The same pointer, as it is made. */
static const struct expr *pointer_of(const struct expr *e)
{
    for (;;)
        if (e->kind == E_PAREN || e->kind == E_EXTENSION || (e->kind == E_CAST && type_is_pointer(e->type)))
            e = e->a;
        else if (e->kind == E_COMMA)
            e = e->b;
        else
            return e;
}

/* Is it the address of an object that surely is there? One of another file may be weak, and attributes make
 * a static one stand for such a one. */
static bool is_address(const struct expr *e)
{
    const struct symbol *sym;

    if (e->kind != E_ADDR)
        return false;
    for (e = e->a; e->kind == E_PAREN || e->kind == E_MEMBER;)
        e = e->a;
    sym = e->kind == E_IDENT ? e->sym : NULL;
    return sym && sym->kind == SYM_VAR && !sym->has_attrs &&
           (sym->storage & ST_STATIC || (sym->owner && !(sym->storage & ST_EXTERN)));
}

static enum truth truth_of_equal(const struct expr *e)
{
    const struct expr *a = pointer_of(e->a), *b = pointer_of(e->b);
    bool differ = (is_address(a) && b->is_const && !b->value) || (is_address(b) && a->is_const && !a->value);

    return differ ? NEVER : SOMETIMES;
}

enum truth truth_of(struct lower *l, const struct expr *e)
{
    if (!e)
        return ALWAYS;
    if (e->is_const || e->is_known)
        return e->value ? ALWAYS : NEVER;
    switch (e->kind) {
    case E_PAREN: case E_EXTENSION:
        return truth_of(l, e->a);
    case E_RAW: /* made by the lowering */
        return strcmp(e->raw, "1") ? SOMETIMES : ALWAYS;
    case E_IDENT:
        return e->sym && e->sym->owner == l->fn && is_fixed(e->sym) ? truth_of_fixed(l, e->sym) : SOMETIMES;
    case E_NOT:
        return negated(truth_of(l, e->a));
    case E_ANDAND: case E_OROR:
        return truth_of_logical(l, e);
    case E_COND:
        return truth_of_cond(l, e);
    case E_COMMA:
        return truth_of(l, e->b);
    case E_ADDR:
        return is_address(e) ? ALWAYS : SOMETIMES;
    case E_BINARY:
        return e->op == OP_EQ ? truth_of_equal(e) : e->op == OP_NE ? negated(truth_of_equal(e)) : SOMETIMES;
    default:
        return SOMETIMES;
    }
}
