/* effects.c - what an expression does and whether its value may change: when operands must keep their order. */
#include "lower/internal.h"

struct expr *expr_now(struct expr *e)
{
    for (;;) {
        if (e->replace)
            e = e->replace;
        else if (e->kind == E_PAREN || e->kind == E_EXTENSION)
            e = e->a;
        else
            return e;
    }
}

bool is_leftover(struct expr *e)
{
    e = expr_now(e);
    return e->kind == E_TEMP || (e->kind == E_RAW && !e->a && e->raw[0] == '(');
}

static bool is_volatile(struct expr *e)
{
    return e->type && e->lvalue && (type_strip(e->type)->quals & Q_VOLATILE);
}

/* Does evaluating E change or observe something whose order matters? */
bool has_effects(struct expr *e)
{
    struct kids k;
    bool found = false;

    if (e->replace)
        return has_effects(e->replace);
    switch (e->kind) {
    case E_CALL: case E_AWAIT: case E_ASSIGN: case E_POSTINC: case E_POSTDEC: case E_PREINC: case E_PREDEC:
    case E_STMT_EXPR: case E_VA_ARG:
        return true;
    case E_RAW:
        return true;
    case E_CAST: case E_SIZEOF:
        if (vla_is_open(e->type_name))
            return true;
        break;
    default:
        break;
    }
    if (is_volatile(e))
        return true;
    kids_get(&k, e);
    for (size_t i = 0; i < k.len && !found; i++)
        found = has_effects(k.at[i]);
    kids_free(&k);
    return found;
}

static bool are_stable(struct lower *l, struct expr *list)
{
    for (; list; list = list->next)
        if (!is_stable(l, list))
            return false;
    return true;
}

/* Has E the same value whenever in this full expression it is evaluated? */
bool is_stable(struct lower *l, struct expr *e)
{
    enum { LARGE = 64 };

    e = expr_now(e);
    switch (e->kind) {
    case E_INT: case E_FLOAT: case E_CHAR: case E_STRING: case E_NULLPTR: case E_BOOL: case E_ALIGNOF:
    case E_TYPES_COMPATIBLE: case E_LABEL_ADDR: case E_TYPE_ARG:
        return true;
    case E_IDENT: case E_TEMP:
        if (!e->sym || e->sym->kind != SYM_VAR)
            return e->sym != NULL; /* functions, enumerators */
        if (e->type && type_is_array(e->type))
            return true;
        return e->sym->owner == l->fn && !(e->sym->storage & (ST_STATIC | ST_EXTERN | ST_THREAD)) &&
               !e->sym->address_taken && !is_volatile(e) && e->sym->var && e->sym->var->assigned_in < l->full_expr;
    case E_ADDR:
        e = expr_now(e->a);
        while (e->kind == E_MEMBER)
            e = expr_now(e->a);
        return e->kind == E_IDENT;
    case E_OFFSETOF:
        return e->is_const || are_stable(l, e->list);
    case E_SIZEOF: /* of a variable length: as it was when that was evaluated */
        return !has_effects(e);
    case E_CAST:
        return !vla_is_open(e->type_name) && is_stable(l, e->a);
    case E_PLUS: case E_NEG: case E_BITNOT: case E_NOT:
        return is_stable(l, e->a);
    case E_BINARY: /* what is large is better computed once than asked about at every level */
        return e->depth <= LARGE && is_stable(l, e->a) && is_stable(l, e->b);
    default:
        return e->is_const;
    }
}

/* Notes which locals the full expression assigns, for is_stable(). */
static void note_assigned(struct lower *l, struct expr *e)
{
    struct kids k;

    switch (e->kind) {
    case E_ASSIGN: case E_POSTINC: case E_POSTDEC: case E_PREINC: case E_PREDEC: {
        struct expr *to = expr_now(e->a);

        while (to->kind == E_MEMBER || to->kind == E_REAL || to->kind == E_IMAG)
            to = expr_now(to->a);
        if (to->kind == E_IDENT && to->sym && to->sym->var)
            to->sym->var->assigned_in = l->full_expr;
        break;
    }
    default:
        break;
    }
    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        note_assigned(l, k.at[i]);
    kids_free(&k);
}

/* Blocks of statement expressions hide assignments: everything in them counts. */
static void note_assigned_in_block(struct lower *l, struct expr *e)
{
    struct kids k;

    if (e->kind == E_STMT_EXPR)
        for (size_t i = 0; i < l->low->vars.len; i++)
            l->low->vars.at[i]->assigned_in = l->full_expr;
    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        note_assigned_in_block(l, k.at[i]);
    kids_free(&k);
}

void note_full_expr(struct lower *l, struct expr *e)
{
    l->full_expr = ++l->full_exprs;
    note_assigned(l, e);
    note_assigned_in_block(l, e);
}
