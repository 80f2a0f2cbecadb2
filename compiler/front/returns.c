/* returns.c - what is wrong with what an async function returns. C compilers say so of plain functions, but in what is emitted
 * they see an assignment and `return 0`. */
#include "front/returns.h"

#include "ast/types.h"

static bool points_into_local(struct expr *e);

/* Is the lvalue E, or what it is part of, a local variable? */
static bool is_local(struct expr *e)
{
    switch (e->kind) {
    case E_IDENT:
        return is_automatic(e->sym);
    case E_PAREN: case E_EXTENSION: case E_MEMBER:
        return is_local(e->a);
    case E_INDEX:
        return points_into_local(e->a) || points_into_local(e->b);
    case E_DEREF:
        return points_into_local(e->a);
    case E_COMPOUND:
        return true;
    default:
        return false;
    }
}

static bool points_into_local(struct expr *e)
{
    if (e->type && type_is_array(e->type))
        return is_local(e);
    switch (e->kind) {
    case E_ADDR:
        return is_local(e->a);
    case E_PAREN: case E_EXTENSION:
        return points_into_local(e->a);
    case E_CAST:
        return e->type && type_is_pointer(e->type) && points_into_local(e->a);
    case E_COMMA:
        return points_into_local(e->b);
    case E_COND:
        return (e->b && points_into_local(e->b)) || points_into_local(e->c);
    case E_BINARY:
        return e->type && type_is_pointer(e->type) && (points_into_local(e->a) || points_into_local(e->b));
    default:
        return false;
    }
}

int find_wrong_return(const struct function *fn, const struct stmt *s)
{
    struct type *result = fn->type->base;

    if (!s->e)
        return type_is_void(result) ? -1 : DIAG_RETURN_WITHOUT_VALUE;
    if (type_is_void(result))
        return s->e->type && !type_is_void(s->e->type) ? DIAG_RETURN_WITH_VALUE : -1;
    return type_is_pointer(result) && points_into_local(s->e) ? DIAG_RETURN_LOCAL_ADDR : -1;
}
