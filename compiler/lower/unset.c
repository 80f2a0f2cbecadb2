/* unset.c - warns of variables that are used before anything has set them (-Wuninitialized).
 *
 * C compilers do not see it where a suspension stands between: what is kept over one starts as 0 if nothing may have set it by
 * then. Said is only what is so on each way there.
 *
 * needs: flow_build(), live_compute(). */
#include "lower/internal.h"

struct search {
    struct flow *f;
    struct touches touches;
    bool *sets;        /* by node: it may set the variable */
    bool *set, *unset; /* by node: a way leads there on which the variable was perhaps set; on which it was not */
    VEC(int) todo;
};

/* ---- the use, for people ---------------------------------------------------------------------------------------- */

/* Does E look at nothing? */
static bool is_idle_use(struct expr *e)
{
    return e->kind == E_SIZEOF || e->kind == E_ALIGNOF || (e->kind == E_CAST && e->type && type_is_void(e->type));
}

static struct expr *find_name(struct expr *e, const struct symbol *sym)
{
    struct expr *found = NULL;
    struct kids k;

    e = expr_now(e);
    if (e->kind == E_IDENT)
        return e->sym == sym && !range_empty(e->range) ? e : NULL;
    if (is_idle_use(e))
        return NULL;
    kids_get(&k, e);
    for (size_t i = 0; i < k.len && !found; i++)
        found = find_name(k.at[i], sym);
    kids_free(&k);
    return found;
}

static struct expr *find_name_at(struct flow_node *n, const struct symbol *sym)
{
    if (flow_suspension(n))
        return find_name(n->susp->call, sym);
    if (flow_declarator(n))
        return n->declarator->init && n->declarator->init->expr ? find_name(n->declarator->init->expr, sym) : NULL;
    return flow_expr(n) ? find_name(n->expr, sym) : NULL;
}

/* ---- ways ------------------------------------------------------------------------------------------------------- */

/* Marks in REACHED what comes after node FROM, up to the declaration, or, where nothing is to have set the variable, to what does. */
static void follow(struct search *s, bool *reached, int from, int declared)
{
    int at = from;

    for (;;) {
        const struct flow_node *n = &s->f->nodes.at[at];
        bool ends = at == declared || (reached == s->unset && s->sets[at]);

        for (int k = 0; k < flow_successors(n) && (at == from || !ends); k++) {
            int next = flow_successor(n, k);

            if (next >= 0 && !reached[next]) {
                reached[next] = true;
                vec_push(&s->todo, next);
            }
        }
        if (!s->todo.len)
            return;
        at = s->todo.at[--s->todo.len];
    }
}

static void clear(struct search *s)
{
    for (size_t i = 0; i < s->f->nodes.len; i++)
        s->sets[i] = s->set[i] = s->unset[i] = false;
}

/* The first use in the source that finds VAR, which is declared at that node, as it was. */
static struct expr *find_use(struct search *s, const struct var *var, int declared)
{
    struct expr *first = NULL;

    clear(s);
    for (size_t i = 0; i < s->touches.len; i++) {
        struct touch *t = &s->touches.at[i];

        if ((int)t->var != var->index || t->how == TOUCH_USE || t->node == declared)
            continue;
        s->sets[t->node] = true;
        follow(s, s->set, t->node, declared);
    }
    follow(s, s->unset, declared, declared);
    for (size_t i = 0; i < s->touches.len; i++) {
        struct touch *t = &s->touches.at[i];
        struct expr *e;

        if ((int)t->var != var->index || t->how != TOUCH_USE || !s->unset[t->node] || s->set[t->node] || s->sets[t->node])
            continue;
        e = find_name_at(&s->f->nodes.at[t->node], var->sym);
        if (e && (!first || e->range.first < first->range.first))
            first = e;
    }
    return first;
}

void check_unset(struct lower *l, struct flow *f)
{
    struct search s = {.f = f};
    size_t left = 64; /* variables: it is only advice */

    for (size_t i = 0; i < f->nodes.len && left; i++) {
        struct declarator *d = flow_declarator(&f->nodes.at[i]);
        struct var *var = d && d->sym ? d->sym->var : NULL;
        struct expr *use;

        if (!var || !var->zeroed || var->home == VAR_LOCAL || d->init || f->nodes.at[i].dead)
            continue;
        if (!s.set) {
            find_touches(l, f, &s.touches);
            s.sets = xcalloc(f->nodes.len, sizeof *s.sets);
            s.set = xcalloc(f->nodes.len, sizeof *s.set);
            s.unset = xcalloc(f->nodes.len, sizeof *s.unset);
        }
        left--;
        use = find_use(&s, var, (int)i);
        if (!use)
            continue;
        diag(l->u, DIAG_UNINITIALIZED, use->range.first, use->range, d->sym->name->text);
        diag(l->u, DIAG_NOTE_DECLARED_HERE, d->sym->at, (struct range){d->sym->at, d->sym->at}, d->sym->name->text);
    }
    vec_free(&s.touches);
    vec_free(&s.todo);
    free(s.sets);
    free(s.set);
    free(s.unset);
}
