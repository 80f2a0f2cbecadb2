/* flow.c - the control-flow graph of a normalised function.
 *
 * needs: normalise().  gives: nodes in roughly reverse order of control flow (each is built after what follows it), so
 * that the backward pass in live.c settles quickly; susp->dead.
 *
 * A branch that a constant decides against is no way, as it is none for C compilers: they say nothing of what is wrong in it.
 *
 * build(s, next) makes the nodes of S, control going on at NEXT afterwards, and returns where it starts. */
#include "ast/types.h"
#include "lower/internal.h"

#include <limits.h>

struct int_vec {
    VEC(int) v;
};

struct choice {
    const struct expr *head;
    struct int_vec cases; /* where it may lead to, */
    int otherwise;        /* ... and without any of them */
    bool taken;           /* it is a constant, and has its case */
};

struct builder {
    struct lower *l;
    struct flow *f;
    VEC(struct symbol *) labels; /* that have a node */
    int on_break, on_continue;
    struct choice *choice; /* of the innermost switch */
    VEC(int) computed; /* nodes of computed gotos */
};

static int build(struct builder *b, struct stmt *s, int next);
static int build_list(struct builder *b, struct stmt *s, int next);

static int node(struct builder *b, struct expr *e, int succ0, int succ1)
{
    struct flow_node n = {.expr = e, .succ = {succ0, succ1}};

    vec_push(&b->f->nodes, n);
    return (int)b->f->nodes.len - 1;
}

static struct flow_node *at(struct builder *b, int i)
{
    return &b->f->nodes.at[i];
}

static int label_node(struct builder *b, struct symbol *label)
{
    if (!label->value) {
        label->value = node(b, NULL, -1, -1) + 1;
        vec_push(&b->labels, label);
    }
    return (int)label->value - 1;
}

/* A node that goes on at YES or at NO. */
static int branch_node(struct builder *b, struct expr *e, int yes, int no)
{
    enum truth t = truth_of(e);

    return node(b, e, t == NEVER ? -1 : yes, t == ALWAYS ? -1 : no);
}

static int build_if(struct builder *b, struct stmt *s, int next)
{
    int other = s->other ? build(b, s->other, next) : next;

    return branch_node(b, s->e, build(b, s->body, next), other);
}

static int build_loop_body(struct builder *b, struct stmt *body, int on_break, int on_continue)
{
    int outer_break = b->on_break, outer_continue = b->on_continue, entry;

    b->on_break = on_break;
    b->on_continue = on_continue;
    entry = build(b, body, on_continue);
    b->on_break = outer_break;
    b->on_continue = outer_continue;
    return entry;
}

/* Now that there is the BODY of a loop with that test. */
static void set_body(struct builder *b, int test, struct stmt *s, int body)
{
    if (truth_of(s->e) != NEVER)
        at(b, test)->succ[0] = body;
}

static int build_while(struct builder *b, struct stmt *s, int next)
{
    int test = branch_node(b, s->e, -1, next);
    int body = build_loop_body(b, s->body, next, test);

    set_body(b, test, s, body);
    return test;
}

static int build_do(struct builder *b, struct stmt *s, int next)
{
    int test = branch_node(b, s->e, -1, next);
    int body = build_loop_body(b, s->body, next, test);

    set_body(b, test, s, body);
    return body;
}

static int build_for(struct builder *b, struct stmt *s, int next)
{
    int test = branch_node(b, s->e, -1, next);
    int step = s->step ? node(b, s->step, test, -1) : test;
    int body = build_loop_body(b, s->body, next, step);

    set_body(b, test, s, body);
    return s->init ? build(b, s->init, test) : test;
}

static void set_more(struct builder *b, int n, const int *succ, size_t count)
{
    int *more = arena_alloc(&b->l->u->tree, (count + 1) * sizeof *more);

    for (size_t i = 0; i < count; i++)
        more[i] = succ[i];
    at(b, n)->more = more;
    at(b, n)->more_count = (int)count;
}

static int build_switch(struct builder *b, struct stmt *s, int next)
{
    struct choice choice = {.head = s->e, .otherwise = next}, *outer = b->choice;
    int outer_break = b->on_break;
    int head = node(b, s->e, -1, -1);

    b->choice = &choice;
    b->on_break = next;
    build(b, s->body, next);
    if (!choice.taken)
        at(b, head)->succ[0] = choice.otherwise;
    set_more(b, head, choice.cases.v.at, choice.cases.v.len);
    vec_free(&choice.cases.v);
    b->choice = outer;
    b->on_break = outer_break;
    return head;
}

/* Of others, what they are converted to would have to be known. */
static bool is_small_constant(const struct expr *e)
{
    return e->is_const && e->value >= 0 && e->value <= INT_MAX;
}

static void add_case(struct choice *choice, struct stmt *s, int entry)
{
    const struct expr *head = choice->head, *low = s->e, *high = s->e2 ? s->e2 : low;

    if (is_small_constant(head) && is_small_constant(low) && is_small_constant(high)) {
        if (head->value < low->value || head->value > high->value)
            return;
        choice->taken = true;
    }
    vec_push(&choice->cases.v, entry);
}

static int build_case(struct builder *b, struct stmt *s, int next)
{
    int entry = s->body ? build(b, s->body, next) : next;

    if (b->choice && s->kind == S_DEFAULT)
        b->choice->otherwise = entry;
    else if (b->choice)
        add_case(b->choice, s, entry);
    return entry;
}

static int build_label(struct builder *b, struct stmt *s, int next)
{
    int n = label_node(b, s->sym), entry = s->body ? build(b, s->body, next) : next;

    at(b, n)->succ[0] = entry;
    return n;
}

/* Declarators in order, each a node of its own. */
static int build_declarators(struct builder *b, struct decl *decl, struct declarator *d, int next)
{
    int n;

    if (!d)
        return next;
    next = build_declarators(b, decl, d->next, next);
    n = node(b, NULL, next, -1);
    at(b, n)->kind = FLOW_DECLARATOR;
    at(b, n)->declarator = d;
    at(b, n)->decl = decl;
    return n;
}

static int build_decl(struct builder *b, struct stmt *s, int next)
{
    if (s->decl->kind != DECL_VARS)
        return next;
    return build_declarators(b, s->decl, s->decl->declarators, next);
}

static int build_await(struct builder *b, struct stmt *s, int next)
{
    int cancelled = s->susp->on_cancel ? build(b, s->susp->on_cancel, b->f->exit) : b->f->exit;
    int n = node(b, NULL, next, cancelled);

    at(b, n)->kind = FLOW_SUSPENSION;
    at(b, n)->susp = s->susp;
    return n;
}

static int build_asm(struct builder *b, struct stmt *s, int next)
{
    size_t count = s->labels ? s->labels->count : 0;
    int n, *more = arena_alloc(&b->l->u->tree, sizeof *more * (count + 1));

    for (size_t i = 0; i < count; i++)
        more[i] = label_node(b, s->labels->at[i].sym);
    n = node(b, NULL, next, -1);
    at(b, n)->kind = FLOW_ASM;
    at(b, n)->asm_stmt = s;
    set_more(b, n, more, count);
    return n;
}

static int build_raw(struct builder *b, struct stmt *s, int next)
{
    bool leaves = s->e->raw[0] == 'r'; /* return ...; */

    return node(b, s->e, leaves ? b->f->exit : next, -1);
}

static int build_simple(struct builder *b, struct stmt *s, int next)
{
    switch (s->kind) {
    case S_EXPR: {
        int n = node(b, s->e, next, -1);

        at(b, n)->drops_return = s->drops_return;
        return n;
    }
    case S_RETURN:
        return node(b, s->e, b->f->exit, -1);
    case S_BREAK:
        return b->on_break;
    case S_CONTINUE:
        return b->on_continue;
    case S_GOTO:
        return s->sym ? label_node(b, s->sym) : next;
    case S_GOTO_COMPUTED: {
        int n = node(b, s->e, -1, -1);

        vec_push(&b->computed, n);
        return n;
    }
    case S_RAW:
        return build_raw(b, s, next);
    default: /* empty, local labels, deferred statements moved elsewhere */
        return next;
    }
}

static int build(struct builder *b, struct stmt *s, int next)
{
    while (s->replace)
        s = s->replace;
    switch (s->kind) {
    case S_BLOCK: case S_SEQ:
        return build_list(b, s->body, next);
    case S_DECL:
        return build_decl(b, s, next);
    case S_IF:
        return build_if(b, s, next);
    case S_WHILE:
        return build_while(b, s, next);
    case S_DO:
        return build_do(b, s, next);
    case S_FOR:
        return build_for(b, s, next);
    case S_SWITCH:
        return build_switch(b, s, next);
    case S_CASE: case S_DEFAULT:
        return build_case(b, s, next);
    case S_LABEL:
        return build_label(b, s, next);
    case S_AWAIT:
        return build_await(b, s, next);
    case S_ASM:
        return build_asm(b, s, next);
    default:
        return build_simple(b, s, next);
    }
}

static int build_list(struct builder *b, struct stmt *s, int next)
{
    VEC(struct stmt *) items = {0};

    for (; s; s = s->next)
        vec_push(&items, s);
    for (size_t i = items.len; i-- > 0;)
        next = build(b, items.at[i], next);
    vec_free(&items);
    return next;
}

/* A computed goto may reach every label whose address is taken; its own labels are known only now. */
static void connect_computed(struct builder *b)
{
    VEC(int) to = {0};

    b->f->computed = b->computed.len > 0;
    for (size_t i = 0; i < b->labels.len; i++)
        if (b->labels.at[i]->address_taken)
            vec_push(&to, label_node(b, b->labels.at[i]));
    if (b->computed.len > 1) { /* by a node in between: there may be thousands of both */
        int all = node(b, NULL, -1, -1);

        for (size_t i = 0; i < b->computed.len; i++)
            at(b, b->computed.at[i])->succ[0] = all;
        set_more(b, all, to.at, to.len);
    } else if (b->computed.len) {
        set_more(b, b->computed.at[0], to.at, to.len);
    }
    vec_free(&to);
}

void flow_reach(struct flow *f, bool *reached, int from)
{
    VEC(int) todo = {0};

    vec_push(&todo, from);
    while (todo.len) {
        struct flow_node *n = &f->nodes.at[todo.at[--todo.len]];
        int s;

        for (int k = 0; k < flow_successors(n); k++)
            if ((s = flow_successor(n, k)) >= 0 && !reached[s]) {
                reached[s] = true;
                vec_push(&todo, s);
            }
    }
    vec_free(&todo);
}

static void mark_dead(struct flow *f)
{
    bool *reached = xcalloc(f->nodes.len, 1);

    if (f->entry >= 0) {
        reached[f->entry] = true;
        flow_reach(f, reached, f->entry);
    }
    for (size_t i = 0; i < f->nodes.len; i++) {
        struct flow_node *n = &f->nodes.at[i];

        n->dead = !reached[i];
        if (flow_suspension(n))
            n->susp->dead = n->dead;
    }
    free(reached);
}

void flow_build(struct lower *l, struct flow *f)
{
    struct builder b = {.l = l, .f = f, .on_break = -1, .on_continue = -1};

    f->exit = node(&b, NULL, -1, -1);
    f->entry = build(&b, l->fn->body, f->exit);
    connect_computed(&b);
    for (size_t i = 0; i < b.labels.len; i++) /* another graph has other nodes */
        b.labels.at[i]->value = 0;
    vec_free(&b.labels);
    vec_free(&b.computed);
    mark_dead(f);
}

void flow_free(struct flow *f)
{
    vec_free(&f->nodes);
}

static const char *node_text(struct lower *l, struct flow_node *n)
{
    struct unit *u = l->u;
    struct range r = {0, 0};

    if (flow_suspension(n))
        return n->susp->result ? arena_printf(&u->tree, "await -> %s", symbol_name(l, n->susp->result)->text) : "await";
    if (flow_declarator(n))
        r = n->declarator->range;
    else if (flow_asm(n))
        r = n->asm_stmt->range;
    else if (flow_expr(n))
        r = n->expr->range;
    if (range_empty(r))
        return flow_expr(n) ? "evaluate" : "join";
    return arena_printf(&u->tree, "%d: %.*s", (int)token_at(u, r.first)->line,
                        (int)(token_at(u, r.last)->text + token_at(u, r.last)->len - token_at(u, r.first)->text),
                        token_at(u, r.first)->text);
}

void flow_dump(struct lower *l, struct flow *f, FILE *out)
{
    fprintf(out, "  entry %d, exit %d\n", f->entry, f->exit);
    for (int i = (int)f->nodes.len - 1; i >= 0; i--) {
        struct flow_node *n = &f->nodes.at[i];

        fprintf(out, "  %d [%s] ->", i, node_text(l, n));
        for (int k = 0; k < flow_successors(n); k++)
            if (flow_successor(n, k) >= 0)
                fprintf(out, " %d", flow_successor(n, k));
        fputc('\n', out);
    }
}
