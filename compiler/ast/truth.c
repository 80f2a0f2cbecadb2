/* truth.c - what is known of constants, pointers and conditions when a program is compiled.
 *
 * What decides for C compilers, which say nothing of a branch that is not taken, decides here: where control does not get to,
 * nothing resumes. */
#include "ast/types.h"

#include <string.h>

struct expr *chosen_operand(const struct expr *e)
{
    struct generic_assoc *a = e->assocs;

    if (e->value < 0)
        return NULL;
    if (e->kind == E_CHOOSE)
        return e->value ? e->c : e->b;
    for (int64_t i = 0; a && i < e->value; i++)
        a = a->next;
    return a ? a->expr : NULL;
}

bool has_one_value(const struct symbol *sym)
{
    if (sym->kind != SYM_VAR || (type_strip(sym->type)->quals & (Q_CONST | Q_VOLATILE | Q_ATOMIC)) != Q_CONST)
        return false;
    return sym->owner || (sym->storage & ST_STATIC && !sym->has_attrs);
}

static const struct expr *first_value(const struct symbol *sym)
{
    return sym && has_one_value(sym) && sym->init ? sym->init->expr : NULL;
}

const struct expr *fixed_value(const struct symbol *sym)
{
    const struct expr *e = first_value(sym);

    return e && e->is_const && !e->has_await && !sym->cleanup && type_is_integer(type_strip(sym->type)) ? e : NULL;
}

static const struct expr *fixed_pointer(const struct symbol *sym)
{
    const struct expr *e = first_value(sym);

    return e && type_strip(sym->type)->kind == T_POINTER ? e : NULL;
}

/* The same pointer, as it is made. */
static const struct expr *pointer_of(const struct expr *e)
{
    enum { MANY = 1000 };
    const struct expr *first;

    for (int i = 0; i < MANY; i++) /* there is `int *const p = p;` */
        if (e->kind == E_PAREN || e->kind == E_EXTENSION || (e->kind == E_CAST && type_is_pointer(e->type)))
            e = e->a;
        else if (e->kind == E_COMMA)
            e = e->b;
        else if (e->kind == E_IDENT && (first = fixed_pointer(e->sym)))
            e = first;
        else
            break;
    return e;
}

/* What a place is part of; NULL: of what a pointer leads to. */
static const struct expr *outer_place(const struct expr *e)
{
    const struct type *t = e->a && e->a->type ? type_strip(e->a->type) : NULL;

    if (e->kind == E_PAREN || e->kind == E_MEMBER)
        return e->a;
    return e->kind == E_INDEX && t && t->kind == T_ARRAY && e->b->is_const && e->b->value >= 0 && e->b->value < t->length ? e->a : NULL;
}

/* The name of the object that the place is in, or NULL. */
static const struct expr *object_of(const struct expr *place)
{
    while (place && place->kind != E_IDENT)
        place = outer_place(place);
    return place;
}

/* Is it the address of an object that surely is there? One of another file may be weak, and attributes make
 * a static one stand for such a one. */
static bool is_address(const struct expr *e)
{
    const struct expr *object = e->kind == E_ADDR ? object_of(e->a) : NULL;
    const struct symbol *sym = object ? object->sym : NULL;

    return sym && sym->kind == SYM_VAR && !sym->has_attrs &&
           (sym->storage & ST_STATIC || (sym->owner && !(sym->storage & ST_EXTERN)));
}

/* Are they the same place of one object? */
static enum truth truth_of_same(const struct expr *a, const struct expr *b)
{
    enum truth same;

    while (a->kind == E_PAREN)
        a = a->a;
    while (b->kind == E_PAREN)
        b = b->a;
    if (a->kind == E_IDENT && b->kind == E_IDENT)
        return ALWAYS;
    if (a->kind != b->kind)
        return SOMETIMES;
    same = truth_of_same(a->a, b->a);
    if (same != ALWAYS)
        return same;
    if (a->kind == E_MEMBER)
        return a->member == b->member ? ALWAYS : SOMETIMES;
    return a->b->value == b->b->value ? ALWAYS : NEVER;
}

static enum truth truth_of_places(const struct expr *a, const struct expr *b)
{
    return object_of(a)->sym == object_of(b)->sym ? truth_of_same(a, b) : NEVER;
}

const struct symbol *same_place(const struct expr *a, const struct expr *b)
{
    const struct expr *in_a = object_of(a), *in_b = object_of(b);

    return in_a && in_b && in_a->sym == in_b->sym && truth_of_same(a, b) == ALWAYS ? in_a->sym : NULL;
}

static bool is_null(const struct expr *e)
{
    return e->is_const && !e->value;
}

enum truth pointers_equal(const struct expr *a, const struct expr *b)
{
    a = pointer_of(a);
    b = pointer_of(b);
    if (is_null(a) && is_null(b))
        return ALWAYS;
    if ((is_address(a) && is_null(b)) || (is_address(b) && is_null(a)))
        return NEVER;
    return is_address(a) && is_address(b) ? truth_of_places(a->a, b->a) : SOMETIMES;
}

/* Of a pointer: is it known to be null or to be none? */
static enum truth truth_of_pointer(const struct expr *e)
{
    e = pointer_of(e);
    return is_null(e) ? NEVER : is_address(e) ? ALWAYS : SOMETIMES;
}

static enum truth truth_of_chosen(const struct expr *e)
{
    const struct expr *chosen = chosen_operand(e);

    return chosen ? truth_of(chosen) : SOMETIMES;
}

enum truth truth_of(const struct expr *e)
{
    if (!e)
        return ALWAYS;
    if (e->kind == E_GENERIC || e->kind == E_CHOOSE)
        return truth_of_chosen(e);
    if (has_known_value(e))
        return e->value ? ALWAYS : NEVER;
    if (e->kind == E_STRING)
        return ALWAYS;
    if (e->kind == E_RAW) /* made by the lowering */
        return strcmp(e->raw, "1") ? SOMETIMES : ALWAYS;
    return e->type && type_is_pointer(e->type) ? truth_of_pointer(e) : SOMETIMES;
}
