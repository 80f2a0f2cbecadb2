/* live.c - which variables are alive over each suspension.
 *
 * needs: flow_build(), frame_classify().  gives: susp->keeps: what must be saved when it suspends; var->settled.
 *
 * The classic backward analysis over bit sets, on variables that are not pinned. A use is any token that names the
 * variable in what a node evaluates (also in types and statement expressions there); a definition is a plain assignment
 * that surely happens, a declaration, or the result of an await. Too many uses cost a slot, a missed one would be wrong
 * code: so the walk looks at tokens and only assignments at their structure. What may be set, surely or not, is marked along
 * the way: a variable that nothing sets after a suspension need be saved only once. */
#include "lower/internal.h"

#include <string.h>

struct live {
    struct lower *l;
    size_t words;
    uint64_t *use, *def, *set; /* of the node being scanned: read, surely set, perhaps set */
    struct var **vars;         /* by their bits */
};

static void mark(struct live *v, uint64_t *bits, struct symbol *sym)
{
    if (!sym || !sym->var)
        return;
    if (sym->var->index >= 0)
        bits[sym->var->index / 64] |= (uint64_t)1 << (sym->var->index % 64);
    if (sym->var->store)
        mark(v, bits, sym->var->store);
    if (bits == v->use)
        for (struct var_size *s = sym->var->sizes; s; s = s->next)
            mark(v, bits, s->size);
}

static void scan_names(struct live *v, uint64_t *bits, tok from, tok to)
{
    for (; from && from <= to; from++)
        mark(v, bits, token_symbol(v->l->u, from));
}

/* Tokens without structure may do anything with what they name. */
static void scan_tokens(struct live *v, tok from, tok to)
{
    scan_names(v, v->use, from, to);
    scan_names(v, v->set, from, to);
}

/* The variable that the lvalue E is part of is perhaps set; what a pointer points to is none. */
static void mark_set(struct live *v, struct expr *e)
{
    struct expr *base;

    e = expr_now(e);
    switch (e->kind) {
    case E_MEMBER: case E_REAL: case E_IMAG:
        mark_set(v, e->a);
        break;
    case E_INDEX:
        base = type_is_integer(e->a->type) ? e->b : e->a;
        if (type_strip(base->type)->kind != T_POINTER)
            mark_set(v, base);
        break;
    case E_ARROW: case E_DEREF:
        break;
    case E_INT: case E_CALL: case E_PLUS: case E_NEG: case E_BITNOT: case E_NOT: case E_BINARY: case E_ANDAND: case E_OROR:
    case E_ASSIGN: case E_COMMA: /* no lvalue: what is in it sets by itself */
        break;
    case E_IDENT: case E_TEMP:
        mark(v, v->set, e->sym);
        break;
    default: /* one of several in a _Generic, say */
        scan_names(v, v->set, e->range.first, e->range.last);
    }
}

static void scan(struct live *v, struct expr *e, bool certain);

static void scan_gap(struct live *v, tok from, tok to, bool only_read)
{
    if (only_read)
        scan_names(v, v->use, from, to);
    else
        scan_tokens(v, from, to);
}

/* Between the operands of these are operators, and names in what was evaluated before, such as an await. */
static bool sets_by_operands(struct expr *e)
{
    switch (e->kind) {
    case E_PAREN: case E_INDEX: case E_CALL: case E_MEMBER: case E_ARROW: case E_DEREF: case E_PLUS: case E_NEG: case E_BITNOT:
    case E_NOT: case E_BINARY: case E_ASSIGN: case E_COMMA:
        return true;
    case E_SIZEOF:
        return !has_effects(e);
    default:
        return false;
    }
}

/* Tokens between the operands, operands by structure. */
static void scan_gaps(struct live *v, struct expr *e, bool certain)
{
    bool only_read = sets_by_operands(e);
    struct kids k;
    tok t = e->range.first;

    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++) {
        if (t && !range_empty(k.at[i]->range)) {
            scan_gap(v, t, k.at[i]->range.first - 1, only_read);
            t = k.at[i]->range.last + 1;
        }
        scan(v, k.at[i], certain);
    }
    scan_gap(v, t, e->range.last, only_read);
    kids_free(&k);
}

/* The saved sizes that a type the lowering wrote speaks of. */
static void scan_type(struct live *v, struct type *t)
{
    for (; t && t->vm; t = t->base)
        if (t->kind == T_ARRAY && t->size && t->size->kind == E_TEMP)
            mark(v, v->use, t->size->sym);
}

static void scan_assignment(struct live *v, struct expr *e, bool certain)
{
    struct expr *to = expr_now(e->a);

    mark_set(v, to);
    if (e->op != '=' || (to->kind != E_IDENT && to->kind != E_TEMP)) {
        scan_gaps(v, e, certain);
        return;
    }
    scan(v, e->b, certain);
    if (to->kind == E_IDENT && to->type && type_strip(to->type)->kind == T_TASK) /* what it held is released */
        mark(v, v->use, to->sym);
    for (struct var_size *s = to->sym && to->sym->var ? to->sym->var->sizes : NULL; s; s = s->next)
        mark(v, v->use, s->size);
    if (certain)
        mark(v, v->def, to->sym);
}

static void scan(struct live *v, struct expr *e, bool certain)
{
    e = expr_now(e);
    switch (e->kind) {
    case E_IDENT: case E_TEMP:
        mark(v, v->use, e->sym);
        break;
    case E_TYPE_ARG:
        scan_type(v, e->type);
        break;
    case E_RAW:
        for (struct expr *hole = e->a; hole; hole = hole->next) {
            mark_set(v, hole);
            scan(v, hole, certain);
        }
        break;
    case E_POSTINC: case E_POSTDEC: case E_PREINC: case E_PREDEC:
        mark_set(v, e->a);
        scan_gaps(v, e, certain);
        break;
    case E_ASSIGN:
        scan_assignment(v, e, certain);
        break;
    case E_ANDAND: case E_OROR: case E_COND:
        scan(v, e->a, certain);
        if (e->b)
            scan(v, e->b, false);
        if (e->c)
            scan(v, e->c, false);
        break;
    case E_GENERIC: case E_CHOOSE: /* one of them */
        scan_gaps(v, e, false);
        break;
    case E_STMT_EXPR:
        scan_tokens(v, e->range.first, e->range.last);
        break;
    default:
        scan_gaps(v, e, certain);
    }
}

static void scan_init(struct live *v, struct init *init)
{
    if (init->expr) {
        scan(v, init->expr, true);
        return;
    }
    scan_names(v, v->use, init->range.first, init->range.last); /* designators; replaced elements come by structure */
    for (struct init *i = init->list; i; i = i->next)
        scan_init(v, i);
}

static void scan_declarator(struct live *v, struct flow_node *n)
{
    struct declarator *d = n->declarator;

    scan_tokens(v, n->decl->specs->range.first, n->decl->specs->range.last);
    for (struct deriv *x = d->derivs; x; x = x->next)
        if (x->kind == D_ARRAY && x->size)
            scan(v, x->size, true);
    if (d->init)
        scan_init(v, d->init);
    mark(v, v->def, d->sym);
}

static void scan_node(struct live *v, struct flow_node *n)
{
    if (n->declarator)
        scan_declarator(v, n);
    else if (n->asm_stmt)
        scan_tokens(v, n->asm_stmt->range.first, n->asm_stmt->range.last);
    else if (n->susp) {
        scan(v, n->susp->call, true);
        mark(v, v->def, n->susp->result);
    } else if (n->expr)
        scan(v, n->expr, true);
    if (n->drops_return)
        mark(v, v->def, v->l->low->return_value);
    if (n->asm_stmt)
        for (struct asm_operand *o = n->asm_stmt->asm_operands; o; o = o->next)
            if (o->expr)
                scan(v, o->expr, true);
    for (size_t w = 0; w < v->words; w++)
        v->set[w] |= v->def[w];
}

/* out |= what is alive where control goes from N */
static void join_successors(struct flow *f, struct flow_node *n, uint64_t *in, uint64_t *out, size_t words)
{
    (void)f;
    for (int k = 0; k < 2 + n->more_count; k++) {
        int s = k < 2 ? n->succ[k] : n->more[k - 2];

        if (s >= 0)
            for (size_t w = 0; w < words; w++)
                out[w] |= in[(size_t)s * words + w];
    }
}

static bool update(uint64_t *in, const uint64_t *use, const uint64_t *def, const uint64_t *out, size_t words)
{
    bool changed = false;

    for (size_t w = 0; w < words; w++) {
        uint64_t now = use[w] | (out[w] & ~def[w]);

        changed |= now != in[w];
        in[w] = now;
    }
    return changed;
}

/* A variable is kept only where its name is in scope: elsewhere its lifetime has ended. */
static bool in_scope(const struct var *v, const struct suspension *s)
{
    return v->from <= s->where && s->where <= v->to;
}

static void record(struct live *v, struct suspension *susp, const uint64_t *out)
{
    int result = susp->result ? susp->result->var->index : -1;
    struct arena *a = &v->l->u->tree;
    VEC(struct var *) kept = {0};

    susp->unwanted = result >= 0 && !(out[result / 64] >> (result % 64) & 1);

    for (size_t w = 0; w < v->words; w++)
        for (uint64_t bits = out[w]; bits; bits &= bits - 1) {
            struct var *var = v->vars[w * 64 + (size_t)__builtin_ctzll(bits)];

            if ((susp->result && susp->result->var == var) || !in_scope(var, susp))
                continue;
            vec_push_in(a, &kept, var);
            var->home = VAR_SAVED;
        }
    susp->keeps = kept.at;
    susp->keep_count = (int)kept.len;
}

/* The variables by their bits. */
static struct var **by_index(struct lower *l)
{
    struct var **list = arena_alloc(&l->u->tree, (size_t)(l->low->tracked + 1) * sizeof *list);

    for (size_t i = 0; i < l->low->vars.len; i++)
        if (l->low->vars.at[i]->index >= 0)
            list[l->low->vars.at[i]->index] = l->low->vars.at[i];
    return list;
}

/* A way without return meets ways with one at the clean-up, which saves what they set: it must not be unset. */
static void note_dropped(struct lower *l, struct flow_node *n)
{
    if (n->drops_return && l->low->return_value)
        l->low->return_value->var->zeroed = true;
}

/* A variable that is alive where nothing has set it yet, on the way to a suspension that saves it. */
static void note_unset(struct lower *l, struct flow *f, const uint64_t *in, const uint64_t *out, size_t node, size_t words)
{
    struct flow_node *n = &f->nodes.at[node];
    struct var *v;

    if (n->declarator && !n->declarator->init && n->declarator->sym && (v = n->declarator->sym->var) != NULL &&
        v->index >= 0 && out[v->index / 64] >> (v->index % 64) & 1)
        v->zeroed = true;
    if ((int)node != f->entry)
        return;
    for (size_t i = 0; i < l->low->vars.len; i++) {
        v = l->low->vars.at[i];
        if (v->temp && v->index >= 0 && in[node * words + (size_t)v->index / 64] >> (v->index % 64) & 1)
            v->zeroed = true;
    }
}

static uint64_t *new_sets(size_t count, size_t words)
{
    uint64_t *sets = xmalloc(count * words * 8);

    memset(sets, 0, count * words * 8);
    return sets;
}

/* ---- what is settled ---- */

/* Marks what control can reach from node FROM. */
static void reach(struct flow *f, bool *reached, int from)
{
    VEC(int) todo = {0};

    vec_push(&todo, from);
    while (todo.len) {
        struct flow_node *n = &f->nodes.at[todo.at[--todo.len]];

        for (int k = 0; k < 2 + n->more_count; k++) {
            int s = k < 2 ? n->succ[k] : n->more[k - 2];

            if (s >= 0 && !reached[s]) {
                reached[s] = true;
                vec_push(&todo, s);
            }
        }
    }
    vec_free(&todo);
}

/* SET is for each node what it perhaps sets. What the lowering made is set in ways of its own. */
static void note_settled(struct lower *l, struct flow *f, const uint64_t *set, size_t words)
{
    bool *reached = xmalloc(f->nodes.len);
    uint64_t *later = new_sets(1, words), *ever = new_sets(1, words);

    memset(reached, 0, f->nodes.len);
    for (size_t i = 0; i < f->nodes.len; i++)
        if (f->nodes.at[i].susp)
            reach(f, reached, (int)i);
    for (size_t i = 0; i < f->nodes.len; i++)
        for (size_t w = 0; w < words; w++) {
            ever[w] |= set[i * words + w];
            later[w] |= reached[i] ? set[i * words + w] : 0;
        }
    for (size_t i = 0; i < l->low->vars.len; i++) {
        struct var *v = l->low->vars.at[i];

        if (v->home != VAR_SAVED || v->temp || type_strip(v->sym->type)->kind == T_TASK)
            continue;
        v->settled = !(later[v->index / 64] >> (v->index % 64) & 1);
        v->unchanged = !(ever[v->index / 64] >> (v->index % 64) & 1);
    }
    free(reached);
    free(later);
    free(ever);
}

/* What is alive before each node. */
static void solve(struct flow *f, uint64_t *in, const uint64_t *use, const uint64_t *def, uint64_t *out, size_t words)
{
    bool changed = true;

    while (changed) {
        changed = false;
        for (size_t i = 0; i < f->nodes.len; i++) {
            memset(out, 0, words * 8);
            join_successors(f, &f->nodes.at[i], in, out, words);
            changed |= update(in + i * words, use + i * words, def + i * words, out, words);
        }
    }
}

static void record_all(struct live *v, struct flow *f, uint64_t *in, uint64_t *out)
{
    for (size_t i = 0; i < f->nodes.len; i++) {
        memset(out, 0, v->words * 8);
        join_successors(f, &f->nodes.at[i], in, out, v->words);
        note_unset(v->l, f, in, out, i, v->words);
        note_dropped(v->l, &f->nodes.at[i]);
        if (f->nodes.at[i].susp)
            record(v, f->nodes.at[i].susp, out);
    }
}

void live_compute(struct lower *l, struct flow *f)
{
    size_t words = (size_t)(l->low->tracked + 63) / 64, n = f->nodes.len;
    uint64_t *in = new_sets(n, words), *use = new_sets(n, words), *def = new_sets(n, words), *set = new_sets(n, words);
    uint64_t *out = new_sets(1, words);
    struct live v = {.l = l, .words = words, .vars = by_index(l)};

    for (size_t i = 0; i < n; i++) {
        v.use = use + i * words;
        v.def = def + i * words;
        v.set = set + i * words;
        scan_node(&v, &f->nodes.at[i]);
    }
    solve(f, in, use, def, out, words);
    record_all(&v, f, in, out);
    note_settled(l, f, set, words);
    free(in);
    free(use);
    free(def);
    free(set);
    free(out);
}
