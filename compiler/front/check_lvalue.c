/* check_lvalue.c - what may be changed and have its address taken. C compilers check that, too, but of what an await yields, and
 * of what a frame keeps, they see variables that may be changed. */
#include "front/checker.h"

struct symbol *local_of(struct expr *e)
{
    while (e->kind == E_PAREN || e->kind == E_EXTENSION || e->kind == E_MEMBER ||
           (e->kind == E_INDEX && e->a->type && type_is_array(e->a->type)))
        e = e->a;
    return e->kind == E_IDENT && e->sym && e->sym->kind == SYM_VAR && e->sym->owner ? e->sym : NULL;
}

/* E is the operand of what is called WHAT. */
static bool is_lvalue(struct checker *c, struct expr *e, const char *what)
{
    if (!e->has_await || e->lvalue || type_is_unknown(e->type) || type_strip(e->type)->kind == T_FUNC)
        return true;
    diag(c->u, DIAG_LVALUE_REQUIRED, e->range.first, e->range, what);
    return false;
}

void check_addressable(struct checker *c, struct expr *e)
{
    is_lvalue(c, e, "unary '&' operand");
}

void check_modifiable(struct checker *c, struct expr *e, const char *what)
{
    struct symbol *sym = local_of(e);

    if (is_lvalue(c, e, what) && sym && c->fn && c->fn->is_async && type_strip(e->type)->quals & Q_CONST)
        diag(c->u, DIAG_READ_ONLY, e->range.first, e->range, sym->name->text);
}
