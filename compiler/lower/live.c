/* live.c - which variables are alive over each suspension.
 *
 * needs: flow_build(), frame_classify().  gives: susp->keeps: what must be saved when it suspends; var->settled, unchanged
 * and set.
 *
 * Backwards from the uses that uses.c finds, over what leads to them, for 64 variables at a time: memory goes with the
 * graph, and time with the stretches of it in which something is alive. Those kept over very many suspensions of a very
 * large function live in the frame instead, or the text that saves and loads them would go with the square of its size. A
 * variable that nothing sets after a suspension need be saved only once. */
#include "lower/internal.h"

#include <limits.h>

struct live {
    struct lower *l;
    struct flow *f;
    struct touch *touches;  /* of 64 variables after the other */
    size_t *group;          /* where in them the variables of a group begin; one more than there are groups */
    int *before_at, *before;/* by node: where in `before` the nodes begin that lead to it */
    uint64_t *in, *def;     /* by node: what is alive before it, what it surely sets */
    uint64_t *seen, *dirty; /* a bit for each node: has something to do with the group; `in` has grown */
    VEC(int) nodes;         /* the seen ones */
    struct var **vars;      /* by their index */
    int from, to;           /* where all of the group are in scope */
    size_t kept;            /* how many there are in the lists of what is kept, all in all */
};

static bool has(const uint64_t *bits, int i)
{
    return bits[i / 64] >> (i % 64) & 1;
}

static void set(uint64_t *bits, int i)
{
    bits[i / 64] |= (uint64_t)1 << (i % 64);
}

/* ---- getting ready ---------------------------------------------------------------------------------------------- */

static void find_before(struct live *v)
{
    size_t count = v->f->nodes.len;
    int *at = xcalloc(count + 2, sizeof *at);
    int s;

    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < flow_successors(&v->f->nodes.at[i]); k++)
            if ((s = flow_successor(&v->f->nodes.at[i], k)) >= 0)
                at[s + 2]++;
    for (size_t i = 0; i < count; i++)
        at[i + 2] += at[i + 1];
    v->before = xmalloc(((size_t)at[count + 1] + 1) * sizeof *v->before);
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < flow_successors(&v->f->nodes.at[i]); k++)
            if ((s = flow_successor(&v->f->nodes.at[i], k)) >= 0)
                v->before[at[s + 1]++] = (int)i;
    v->before_at = at;
}

/* Group by group, each where it belongs at once: there may be many. */
static void sort_touches(struct live *v, struct touches *all, size_t groups)
{
    size_t *next = xcalloc(groups + 1, sizeof *next), *group = xcalloc(groups + 2, sizeof *group);

    for (size_t i = 0; i < all->len; i++)
        group[all->at[i].var / 64 + 1]++;
    for (size_t g = 0; g < groups; g++) {
        next[g] = group[g];
        group[g + 1] += group[g];
    }
    for (size_t g = 0; g < groups; g++)
        while (next[g] < group[g + 1]) {
            struct touch *here = &all->at[next[g]], t = *here;
            size_t to = t.var / 64;

            if (to != g) {
                *here = all->at[next[to]];
                all->at[next[to]] = t;
            }
            next[to]++;
        }
    free(next);
    v->touches = all->at;
    v->group = group;
}

/* The variables by their index. */
static struct var **by_index(struct lower *l)
{
    struct var **list = xcalloc((size_t)l->low->tracked + 1, sizeof *list);

    for (size_t i = 0; i < l->low->vars.len; i++)
        if (l->low->vars.at[i]->index >= 0)
            list[l->low->vars.at[i]->index] = l->low->vars.at[i];
    return list;
}

/* ---- what is alive before each node ----------------------------------------------------------------------------- */

static void see(struct live *v, int node)
{
    if (has(v->seen, node))
        return;
    set(v->seen, node);
    vec_push(&v->nodes, node);
}

static void begin_group(struct live *v, size_t group)
{
    v->from = 0;
    v->to = INT_MAX;
    for (size_t i = group * 64; i < (size_t)v->l->low->tracked && i < group * 64 + 64; i++) {
        v->from = v->vars[i]->from > v->from ? v->vars[i]->from : v->from;
        v->to = v->vars[i]->to < v->to ? v->vars[i]->to : v->to;
    }
    for (size_t i = v->group[group]; i < v->group[group + 1]; i++) {
        struct touch *t = &v->touches[i];
        uint64_t bit = (uint64_t)1 << (t->var % 64);

        if (t->how == TOUCH_SET)
            continue;
        see(v, t->node);
        if (t->how == TOUCH_USE) {
            v->in[t->node] |= bit;
            set(v->dirty, t->node);
        } else {
            v->def[t->node] |= bit;
        }
    }
}

static void end_group(struct live *v)
{
    for (size_t i = 0; i < v->nodes.len; i++) {
        int node = v->nodes.at[i];

        v->in[node] = v->def[node] = 0;
        v->seen[node / 64] = 0;
    }
    v->nodes.len = 0;
}

/* What is alive before NODE is so after those that lead to it. Says whether one of them must be looked at that has had its
 * turn. */
static bool go_back(struct live *v, int node)
{
    bool again = false;

    for (int i = v->before_at[node]; i < v->before_at[node + 1]; i++) {
        int from = v->before[i];
        uint64_t more = v->in[node] & ~v->def[from] & ~v->in[from];

        see(v, from);
        if (!more)
            continue;
        v->in[from] |= more;
        set(v->dirty, from);
        again |= from <= node;
    }
    return again;
}

/* Nodes are in roughly reverse order, so that a few rounds are enough. */
static void solve(struct live *v)
{
    size_t words = v->f->nodes.len / 64 + 1;
    bool again = true;

    while (again) {
        again = false;
        for (size_t w = 0; w < words; w++)
            while (v->dirty[w]) {
                int bit = __builtin_ctzll(v->dirty[w]);

                v->dirty[w] &= v->dirty[w] - 1;
                again |= go_back(v, (int)w * 64 + bit);
            }
    }
}

/* What is alive where control goes from N. */
static uint64_t alive_after(const struct live *v, const struct flow_node *n)
{
    uint64_t out = 0;
    int s;

    for (int k = 0; k < flow_successors(n); k++)
        if ((s = flow_successor(n, k)) >= 0)
            out |= v->in[s];
    return out;
}

/* ---- what follows from it --------------------------------------------------------------------------------------- */

/* A variable is kept only where its name is in scope: elsewhere its lifetime has ended. */
static uint64_t in_scope(const struct live *v, size_t group, uint64_t alive, int where)
{
    uint64_t there = alive;

    if (v->from <= where && where <= v->to)
        return alive;
    for (uint64_t bits = alive; bits; bits &= bits - 1) {
        const struct var *var = v->vars[group * 64 + (size_t)__builtin_ctzll(bits)];

        if (where < var->from || var->to < where)
            there &= ~(bits & -bits);
    }
    return there;
}

/* Which of a group are alive over the suspension at N, if there is one, wherever their names are in scope. */
static uint64_t alive_over(const struct live *v, size_t group, const struct flow_node *n)
{
    int result = flow_suspension(n) && n->susp->result ? n->susp->result->var->index : -1;
    uint64_t alive;

    if (!flow_suspension(n))
        return 0;
    alive = alive_after(v, n);
    if (result >= 0 && (size_t)result / 64 == group && alive >> (result % 64) & 1) {
        n->susp->unwanted = false;
        alive &= ~((uint64_t)1 << (result % 64));
    }
    return n->susp->dead ? 0 : alive;
}

/* Which of a group the suspension at N keeps; 0 if there is none. */
static uint64_t keeps_of(const struct live *v, size_t group, const struct flow_node *n)
{
    uint64_t alive = alive_over(v, group, n);

    return alive ? in_scope(v, group, alive, n->susp->where) : 0;
}

/* How much of a group is kept, but for the variables WITHOUT; *OFTEN: which of them over four suspensions or more. */
static size_t count_kept(const struct live *v, size_t group, uint64_t without, uint64_t *often)
{
    uint64_t ones = 0, twos = 0, carry;
    size_t count = 0;

    *often = 0;
    for (size_t i = 0; i < v->nodes.len; i++) {
        uint64_t keeps = keeps_of(v, group, &v->f->nodes.at[v->nodes.at[i]]) & ~without;

        count += (size_t)__builtin_popcountll(keeps);
        carry = ones & keeps;
        ones ^= keeps;
        *often |= twos & carry;
        twos ^= carry;
    }
    return count;
}

/* Which of a group must not live in the frame. */
static uint64_t staying(const struct live *v, size_t group)
{
    uint64_t stay = 0;

    for (size_t i = group * 64; i < (size_t)v->l->low->tracked && i < group * 64 + 64; i++)
        stay |= (uint64_t)v->vars[i]->stays << (i % 64);
    return stay;
}

/* Which of a group are to live in the frame, since too much is kept. */
static uint64_t choose_pinned(struct live *v, size_t group)
{
    enum { FREE = 4096 };
    size_t room = FREE + (v->l->fn->body->range.last - v->l->fn->body->range.first) / 2, count;
    uint64_t often, rest;

    count = count_kept(v, group, 0, &often);
    if (v->kept + count > room) {
        often &= ~staying(v, group);
        count = count_kept(v, group, often, &rest);
    } else {
        often = 0;
    }
    v->kept += count;
    return often;
}

/* Which of a group are alive over a suspension out of their scope: C compilers take each computed goto to lead to each label,
 * and so from there past what sets the variable. Of what lives in the frame they do not say that it is not set. */
static uint64_t entered_blindly(const struct live *v, size_t group)
{
    uint64_t entered = 0;

    for (size_t i = 0; v->f->computed && i < v->nodes.len; i++) {
        const struct flow_node *n = &v->f->nodes.at[v->nodes.at[i]];
        uint64_t alive = alive_over(v, group, n);

        entered |= alive ? alive & ~in_scope(v, group, alive, n->susp->where) : 0;
    }
    return entered ? entered & ~staying(v, group) : 0;
}

static void record(struct live *v, size_t group, uint64_t pinned)
{
    for (size_t i = 0; i < v->nodes.len; i++) {
        struct flow_node *n = &v->f->nodes.at[v->nodes.at[i]];
        uint64_t bits = keeps_of(v, group, n) & ~pinned;

        if (bits)
            vec_reserve_in(&v->l->u->tree, &n->susp->keeps, (size_t)__builtin_popcountll(bits));
        for (; bits; bits &= bits - 1) {
            struct var *var = v->vars[group * 64 + (size_t)__builtin_ctzll(bits)];

            vec_push_in(&v->l->u->tree, &n->susp->keeps, var);
            var->home = VAR_SAVED;
        }
    }
    for (; pinned; pinned &= pinned - 1) {
        v->vars[group * 64 + (size_t)__builtin_ctzll(pinned)]->home = VAR_PINNED;
        v->l->low->pins = true;
    }
}

/* A variable that is alive where nothing has set it yet, on the way to a suspension that saves it. */
static void note_unset(struct live *v, size_t group)
{
    for (size_t i = 0; i < v->nodes.len; i++) {
        struct flow_node *n = &v->f->nodes.at[v->nodes.at[i]];
        struct declarator *d = flow_declarator(n);
        struct var *var = d && !d->init && d->sym ? d->sym->var : NULL;

        if (var && var->index >= 0 && (size_t)var->index / 64 == group && alive_after(v, n) >> (var->index % 64) & 1)
            var->zeroed = true;
    }
    for (uint64_t bits = v->f->entry >= 0 ? v->in[v->f->entry] : 0; bits; bits &= bits - 1) {
        struct var *var = v->vars[group * 64 + (size_t)__builtin_ctzll(bits)];

        var->zeroed |= var->temp;
    }
}

/* ---- for each node, whatever is alive --------------------------------------------------------------------------- */

static void note_node(struct lower *l, struct flow_node *n)
{
    /* A way without return meets ways with one at the clean-up, which saves what they set: it must not be unset. */
    if (n->drops_return && l->low->return_value)
        l->low->return_value->var->zeroed = true;
    if (flow_suspension(n))
        n->susp->unwanted = n->susp->result && n->susp->result->var->index >= 0; /* until it turns out to be alive */
}

/* ---- where it is set -------------------------------------------------------------------------------------------- */

/* What the lowering made is set in ways of its own. */
static bool may_settle(const struct var *v)
{
    return v->home == VAR_SAVED && !v->temp && type_strip(v->sym->type)->kind != T_TASK;
}

static void note_sets(struct live *v, const struct touches *all)
{
    bool *reached = xcalloc(v->f->nodes.len, 1);

    for (size_t i = 0; i < v->f->nodes.len; i++)
        if (flow_suspension(&v->f->nodes.at[i]))
            flow_reach(v->f, reached, (int)i);
    for (int i = 0; i < v->l->low->tracked; i++)
        v->vars[i]->settled = v->vars[i]->unchanged = may_settle(v->vars[i]);
    for (size_t i = 0; i < all->len; i++) {
        struct var *var = v->vars[all->at[i].var];
        const struct flow_node *n = &v->f->nodes.at[all->at[i].node];

        if (all->at[i].how == TOUCH_USE)
            continue;
        var->unchanged = false;
        var->settled &= !reached[all->at[i].node];
        var->set |= !n->dead && !n->drops_return;
    }
    free(reached);
}

void live_compute(struct lower *l, struct flow *f)
{
    size_t n = f->nodes.len, groups = (size_t)(l->low->tracked + 63) / 64;
    struct live v = {.l = l, .f = f, .vars = by_index(l)};
    struct touches all = {0};

    for (size_t i = 0; i < n; i++)
        note_node(l, &f->nodes.at[i]);
    find_touches(l, f, &all);
    find_before(&v);
    sort_touches(&v, &all, groups);
    v.in = xcalloc(n, sizeof *v.in);
    v.def = xcalloc(n, sizeof *v.def);
    v.seen = xcalloc(n / 64 + 1, sizeof *v.seen);
    v.dirty = xcalloc(n / 64 + 1, sizeof *v.dirty);
    for (size_t group = 0; group < groups; group++) {
        begin_group(&v, group);
        solve(&v);
        record(&v, group, choose_pinned(&v, group) | entered_blindly(&v, group));
        note_unset(&v, group);
        end_group(&v);
    }
    note_sets(&v, &all);
    vec_free(&all);
    vec_free(&v.nodes);
    free(v.vars);
    free(v.group);
    free(v.before_at);
    free(v.before);
    free(v.in);
    free(v.def);
    free(v.seen);
    free(v.dirty);
}
