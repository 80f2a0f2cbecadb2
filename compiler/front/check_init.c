/* check_init.c - initialisers: what each element initialises (C17 6.7.9), with braces elided, designators, and the length
 * of an array taken from them. */
#include "front/checker.h"

struct cursor {
    struct init *at;
    uint32_t past;   /* how many of the numbers that `at` is are behind it */
    bool designated; /* the designators of `at` have been followed */
    bool checked;    /* the expression of `at` has been */
};

static void fill(struct checker *c, struct type *t, struct cursor *cur, bool braced, struct designator *d, int64_t *length);

static void advance(struct cursor *cur)
{
    cur->designated = false;
    cur->checked = ++cur->past < cur->at->count;
    if (cur->checked)
        return;
    cur->at = cur->at->next;
    cur->past = 0;
}

static bool is_aggregate(struct type *t)
{
    return type_is_array(t) || type_is_record(t);
}

/* ---- leaves ----------------------------------------------------------------------------------------------------- */

static bool is_string_for(struct type *t, struct expr *e)
{
    enum type_kind k;

    if (!type_is_array(t) || skip_parens(e)->kind != E_STRING)
        return false;
    k = type_plain(type_strip(t)->base)->kind;
    return k >= T_CHAR && k <= T_ULONG;
}

/* The first scalar of T: what an expression without braces is for, if it is not a whole record. */
static struct type *first_scalar(struct checker *c, struct type *t)
{
    struct member *m;

    for (;;) {
        struct type *plain = type_strip(t);

        if (plain->kind == T_ARRAY) {
            t = plain->base;
            continue;
        }
        if (plain->kind != T_STRUCT && plain->kind != T_UNION)
            return t;
        for (m = plain->tag->members; m && !m->name && m->bits >= 0; m = m->next)
            ;
        if (!m)
            return basic(c, T_UNKNOWN);
        t = m->type;
    }
}

/* T with the length of the array that E is. */
static struct type *complete_from(struct checker *c, struct type *t, struct type *from)
{
    struct type *plain = type_strip(t);

    from = type_strip(from);
    if (plain->kind != T_ARRAY || !plain->incomplete || from->kind != T_ARRAY)
        return t;
    t = type_copy(c->u, plain);
    t->length = from->length;
    t->incomplete = from->incomplete;
    return t;
}

static struct type *init_expr(struct checker *c, struct init *init, struct type *t, bool checked)
{
    struct expr *e = init->expr;

    init->type = t;
    if (!checked)
        check_expr(c, e, want_of(t));
    if (is_string_for(t, e) || (type_is_array(t) && skip_parens(e)->kind == E_COMPOUND)) {
        init->type = complete_from(c, t, e->type);
        return init->type;
    }
    use_value(c, e);
    check_conversion(c, t, e);
    return t;
}

/* More elements than there is room for, or a designator of nothing: C errors, but the names are resolved. */
static void skip_element(struct checker *c, struct cursor *cur)
{
    check_init(c, cur->at, basic(c, T_UNKNOWN));
    advance(cur);
}

/* ---- elements --------------------------------------------------------------------------------------------------- */

/* Initialises an object of type T, or what D leads to in it, from the cursor. */
static void element(struct checker *c, struct type *t, struct cursor *cur, struct designator *d)
{
    struct init *in = cur->at;

    if (d) {
        if (is_aggregate(t))
            fill(c, t, cur, false, d, NULL);
        else
            skip_element(c, cur);
        return;
    }
    if (in->is_list) {
        check_init(c, in, t);
        advance(cur);
        return;
    }
    if (!cur->checked && is_aggregate(t)) {
        check_expr(c, in->expr, want_of(first_scalar(c, t)));
        cur->checked = true;
    }
    if (is_aggregate(t) && !is_string_for(t, in->expr) &&
        !(type_is_record(t) && type_compatible_unqualified(t, in->expr->type))) {
        cur->designated = true;
        fill(c, t, cur, false, NULL, NULL);
        return;
    }
    init_expr(c, in, t, cur->checked);
    advance(cur);
}

/* The designators of the next element, if it is for this level to follow them; *STOP if it is for a level above. */
static struct designator *take_designators(struct checker *c, struct cursor *cur, bool braced, bool *stop)
{
    struct designator *d = cur->at->designators, *i;

    *stop = false;
    if (!d || cur->designated)
        return NULL;
    if (!braced) {
        *stop = true;
        return NULL;
    }
    for (i = d; i; i = i->next) {
        if (i->first)
            check_in(c, i->first, PLACE_CONST);
        if (i->last)
            check_in(c, i->last, PLACE_CONST);
    }
    cur->designated = true;
    return d;
}

static void fill_array(struct checker *c, struct type *t, struct cursor *cur, bool braced, struct designator *d, int64_t *length)
{
    int64_t index = 0, room = t->incomplete ? -1 : t->length;
    bool stop;

    while (cur->at) {
        struct cursor before = *cur;
        struct designator *rest = NULL;

        if (!d)
            d = take_designators(c, cur, braced, &stop);
        else
            stop = false;
        if (stop || (!braced && !d && room >= 0 && index >= room))
            return;
        if (d && d->first) {
            index = const_int(c, d->last ? d->last : d->first, index);
            rest = d->next;
        }
        if ((d && !d->first) || (room >= 0 && index >= room))
            skip_element(c, cur);
        else
            element(c, t->base, cur, rest);
        d = NULL;
        index++;
        if (length && index > *length)
            *length = index;
        if (cur->at == before.at && cur->past == before.past && room < 0) /* elements without members take nothing */
            skip_element(c, cur);
    }
}

static struct member *skip_unnamed(struct member *m)
{
    while (m && !m->name && m->bits >= 0)
        m = m->next;
    return m;
}

/* The member NAME, or the anonymous one that has it. */
static struct member *direct_member(struct type *t, struct ident *name)
{
    struct member *m;

    for (m = t->tag->members; m; m = m->next)
        if (m->name ? m->name == name : m->bits < 0 && type_find_member(m->type, name, NULL))
            return m;
    return NULL;
}

static void fill_record(struct checker *c, struct type *t, struct cursor *cur, bool braced, struct designator *d)
{
    struct member *m = skip_unnamed(t->tag->members);
    bool stop;

    while (cur->at) {
        struct designator *rest = NULL;

        if (!d)
            d = take_designators(c, cur, braced, &stop);
        else
            stop = false;
        if (stop || (!braced && !d && !m))
            return;
        if (d) {
            m = d->name ? direct_member(t, d->name) : NULL;
            rest = m && !m->name ? d : d->next;
        }
        d = NULL;
        if (!m) {
            skip_element(c, cur);
            continue;
        }
        element(c, m->type, cur, rest);
        m = t->kind == T_UNION ? NULL : skip_unnamed(m->next);
    }
}

static void fill(struct checker *c, struct type *t, struct cursor *cur, bool braced, struct designator *d, int64_t *length)
{
    t = type_strip(t);
    if (t->kind == T_ARRAY)
        fill_array(c, t, cur, braced, d, length);
    else
        fill_record(c, t, cur, braced, d);
}

/* ---- lists ------------------------------------------------------------------------------------------------------ */

static struct type *init_list(struct checker *c, struct init *init, struct type *t)
{
    struct cursor cur = {.at = init->list};
    struct type *plain = type_strip(t);
    struct init *i;
    int64_t length = 0;

    init->type = t;
    if (plain->kind == T_ARRAY && init->list && !init->list->next && !init->list->is_list && !init->list->designators &&
        is_string_for(t, init->list->expr)) /* { "text" } */
        return init->type = init_expr(c, init->list, t, false);
    if (is_aggregate(t)) {
        fill(c, t, &cur, true, NULL, &length);
    } else {
        struct type *each = plain->kind == T_VECTOR || plain->kind == T_COMPLEX ? plain->base : t;

        for (i = init->list; i; i = i->next)
            check_init(c, i, each);
    }
    if (plain->kind == T_ARRAY && plain->incomplete) {
        t = type_copy(c->u, plain);
        t->length = length;
        t->incomplete = false;
        init->type = t;
    }
    return t;
}

struct type *check_init(struct checker *c, struct init *init, struct type *t)
{
    if (init->is_list)
        return init_list(c, init, t);
    return init->expr ? init_expr(c, init, t, false) : t;
}
