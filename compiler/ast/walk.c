#include "ast/ast.h"

const uint8_t expr_fields[] = {
    [E_IDENT] = EXPR_NAME | EXPR_SYM,
    [E_GENERIC] = EXPR_TYPE_NAME,
    [E_INDEX] = EXPR_B,
    [E_MEMBER] = EXPR_NAME,
    [E_ARROW] = EXPR_NAME,
    [E_COMPOUND] = EXPR_TYPE_NAME,
    [E_SIZEOF] = EXPR_TYPE_NAME,
    [E_ALIGNOF] = EXPR_TYPE_NAME,
    [E_CAST] = EXPR_TYPE_NAME,
    [E_LABEL_ADDR] = EXPR_NAME | EXPR_SYM,
    [E_BINARY] = EXPR_B,
    [E_ANDAND] = EXPR_B,
    [E_OROR] = EXPR_B,
    [E_COND] = EXPR_B | EXPR_C,
    [E_ASSIGN] = EXPR_B,
    [E_COMMA] = EXPR_B,
    [E_VA_ARG] = EXPR_TYPE_NAME,
    [E_OFFSETOF] = EXPR_TYPE_NAME,
    [E_TYPES_COMPATIBLE] = EXPR_TYPE_NAME,
    [E_CHOOSE] = EXPR_B | EXPR_C,
    [E_CONVERT_VECTOR] = EXPR_TYPE_NAME,
    [E_TYPE_ARG] = EXPR_TYPE_NAME,
    [E_BIT_CAST] = EXPR_TYPE_NAME,
    [E_TEMP] = EXPR_SYM,
    [E_RAW] = 0, /* the last one */
};

struct sink {
    struct expr **at;
    size_t len, max;
};

static void put(struct sink *k, struct expr *e)
{
    if (!e)
        return;
    if (k->len < k->max)
        k->at[k->len] = e;
    k->len++;
}

static void put_init(struct sink *k, struct init *i)
{
    put(k, i->expr);
    for (struct init *elem = i->list; elem; elem = elem->next)
        put_init(k, elem);
}

static void put_list(struct sink *k, struct expr *list)
{
    for (; list; list = list->next)
        put(k, list);
}

/* The sizes that a variably modified type name evaluates. */
static void put_sizes(struct sink *k, struct type_name *n)
{
    if (!n || !n->type || !n->type->vm || !n->declarator)
        return;
    for (struct deriv *d = n->declarator->derivs; d; d = d->next)
        if (d->kind == D_ARRAY && d->size && !d->size->is_const)
            put(k, d->size);
}

/* sizeof evaluates an operand that is an array of variable length. */
static bool evaluates_operand(struct expr *e)
{
    return e->a && e->a->type && e->a->type->vm && type_is_array(e->a->type);
}

size_t expr_kids(struct expr *e, struct expr **kids, size_t max)
{
    struct sink k = {kids, 0, max};

    switch (e->kind) {
    case E_SIZEOF:
        put_sizes(&k, e->type_name);
        if (evaluates_operand(e))
            put(&k, e->a);
        break;
    case E_CAST:
        put_sizes(&k, e->type_name);
        put(&k, e->a);
        break;
    case E_ALIGNOF:
    case E_STMT_EXPR:
    case E_TYPES_COMPATIBLE:
        break;
    case E_GENERIC:
        for (struct generic_assoc *g = e->assocs; g; g = g->next)
            put(&k, g->expr);
        break;
    case E_COMPOUND:
        if (e->init)
            put_init(&k, e->init);
        break;
    case E_CALL:
    case E_OFFSETOF:
        put(&k, e->a);
        if (!e->unevaluated)
            put_list(&k, e->list);
        break;
    case E_RAW:
        put_list(&k, e->a);
        break;
    default:
        put(&k, e->a);
        put(&k, expr_b(e));
        put(&k, expr_c(e));
    }
    return k.len;
}

void kids_fill(struct kids *k, struct expr *e)
{
    k->len = expr_kids(e, k->few, 8);
    if (k->len > 8) {
        k->at = xmalloc(k->len * sizeof *k->at);
        expr_kids(e, k->at, k->len);
    }
}

struct stmt *last_stmt(struct stmt *block)
{
    struct stmt *last = block->body;

    while (last && (last->next || last->kind == S_LABEL))
        last = last->next ? last->next : last->body;
    return last;
}
