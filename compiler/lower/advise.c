/* advise.c - advice that follows control flow over suspensions.
 *
 *   -Wlock-over-await     a pthread mutex that is still locked when the function suspends: whoever runs next in this
 *                         thread and wants it waits forever
 *   -Wbuffer-over-await   a pointer into a static buffer of the C library that is used after a suspension, when others
 *                         may have filled the buffer anew
 *   -Werrno-over-await    errno read after a suspension: it may be another task's
 *
 * needs: flow_build(), live_compute(). */
#include "lower/internal.h"

#include <string.h>

struct search {
    struct lower *l;
    struct flow *f;
    unsigned *seen; /* by node: the search that was there last */
    unsigned search;
    size_t left;    /* so many nodes more are looked at, in all: it is only advice */
    VEC(int) todo;
};

/* ---- what a node calls ------------------------------------------------------------------------------------------ */

typedef bool visitor(struct expr *call, struct symbol *callee, void *data);

static bool each_call(struct expr *e, visitor *visit, void *data)
{
    struct kids k;
    struct expr *f;
    bool found = false;

    e = expr_now(e);
    if (e->kind == E_CALL) {
        f = expr_now(e->a);
        if (f->kind == E_IDENT && f->sym && f->sym->kind == SYM_FUNC && visit(e, f->sym, data))
            return true;
    }
    kids_get(&k, e);
    for (size_t i = 0; i < k.len && !found; i++)
        found = each_call(k.at[i], visit, data);
    kids_free(&k);
    return found;
}

static bool each_call_of(struct flow_node *n, visitor *visit, void *data)
{
    if (flow_expr(n))
        return each_call(n->expr, visit, data);
    if (flow_declarator(n) && n->declarator->init && n->declarator->init->expr)
        return each_call(n->declarator->init->expr, visit, data);
    return false;
}

static void push_next(struct search *s, const struct flow_node *n)
{
    for (int k = flow_successors(n) - 1; k >= 0; k--) {
        int next = flow_successor(n, k);

        if (next >= 0 && s->seen[next] != s->search)
            vec_push(&s->todo, next);
    }
}

/* Follows control from node FROM; STEP says where to stop. */
static void start(struct search *s, int from, bool (*step)(struct search *s, struct flow_node *n, void *data), void *data)
{
    s->search++;
    push_next(s, &s->f->nodes.at[from]);
    while (s->todo.len) {
        int at = s->todo.at[--s->todo.len];

        if (s->seen[at] == s->search || !s->left)
            continue;
        s->left--;
        s->seen[at] = s->search;
        if (step(s, &s->f->nodes.at[at], data))
            push_next(s, &s->f->nodes.at[at]);
    }
}

/* ---- locks ------------------------------------------------------------------------------------------------------ */

struct lock {
    struct expr *call;
    struct unit *u;
    bool reported;
};

static bool same_tokens(struct unit *u, struct range a, struct range b)
{
    if (a.last - a.first != b.last - b.first)
        return false;
    for (tok i = 0; i <= a.last - a.first; i++) {
        struct token *x = token_at(u, a.first + i), *y = token_at(u, b.first + i);

        if (x->len != y->len || memcmp(x->text, y->text, x->len))
            return false;
    }
    return true;
}

static bool unlocks(struct expr *call, struct symbol *f, void *data)
{
    struct lock *lock = data;

    if (strcmp(f->name->text, "pthread_mutex_unlock") && strcmp(f->name->text, "pthread_cond_wait"))
        return false;
    return !call->list || !lock->call->list || same_tokens(lock->u, call->list->range, lock->call->list->range);
}

static bool step_lock(struct search *s, struct flow_node *n, void *data)
{
    struct lock *lock = data;

    if (each_call_of(n, unlocks, lock))
        return false;
    if (flow_suspension(n) && !lock->reported) {
        lock->reported = true;
        diag(s->l->u, DIAG_LOCK_OVER_AWAIT, lock->call->range.first, lock->call->range);
        diag(s->l->u, DIAG_NOTE_AWAITS_HERE, n->susp->at, n->susp->source);
    }
    return !lock->reported;
}

static bool find_lock(struct expr *call, struct symbol *f, void *data)
{
    if (strcmp(f->name->text, "pthread_mutex_lock"))
        return false;
    *(struct expr **)data = call;
    return true;
}

/* ---- static buffers --------------------------------------------------------------------------------------------- */

static bool find_buffer(struct expr *call, struct symbol *f, void *data)
{
    static const char *const names[] = {
        "strerror", "localtime", "gmtime", "ctime", "asctime", "getenv", "inet_ntoa", "getpwnam", "getpwuid", "getgrnam",
        "getgrgid", "gethostbyname", "getservbyname", "strsignal", "ttyname", "setlocale", "strtok", "readdir", "dirname",
        "basename", "hstrerror", "gai_strerror", "crypt", "tmpnam", "ptsname",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(f->name->text, names[i])) {
            *(struct expr **)data = call;
            return true;
        }
    return false;
}

struct buffer {
    struct expr *call;
    struct var *var;
    bool reported;
};

static struct symbol *assigned(struct flow_node *n)
{
    struct expr *e = flow_expr(n) ? expr_now(n->expr) : NULL;

    if (flow_declarator(n))
        return n->declarator->sym;
    if (!e || e->kind != E_ASSIGN || e->op != '=')
        return NULL;
    e = expr_now(e->a);
    return e->kind == E_IDENT || e->kind == E_TEMP ? e->sym : NULL;
}

static bool keeps(struct suspension *s, struct var *v)
{
    for (size_t i = 0; i < s->keeps.len; i++)
        if (s->keeps.at[i] == v)
            return true;
    return false;
}

/* The form of the function that is given a buffer: one of the block's own. */
static void fix_buffer(struct unit *u, struct expr *call)
{
    static const struct { const char *name, *instead, *last; } fixes[] = {
        { "localtime", "localtime_r", ", &(struct tm){ 0 }" },
        { "gmtime", "gmtime_r", ", &(struct tm){ 0 }" },
        { "ctime", "ctime_r", ", (char[26]){ 0 }" },
        { "asctime", "asctime_r", ", (char[26]){ 0 }" },
    };
    struct expr *f = expr_now(call->a);

    for (size_t i = 0; i < sizeof fixes / sizeof *fixes; i++)
        if (!strcmp(f->name->text, fixes[i].name)) {
            diag_fixit_replace(u, call->a->range, fixes[i].instead);
            diag_fixit_insert(u, call->range.last, fixes[i].last);
        }
}

static bool step_buffer(struct search *s, struct flow_node *n, void *data)
{
    struct buffer *b = data;
    struct symbol *to = assigned(n);

    if (to && to->var == b->var)
        return false;
    if (flow_suspension(n) && keeps(n->susp, b->var) && !b->reported) {
        b->reported = true;
        diag(s->l->u, DIAG_BUFFER_OVER_AWAIT, b->call->range.first, b->call->range, symbol_name(s->l, b->var->sym)->text,
             expr_now(b->call->a)->name->text);
        fix_buffer(s->l->u, b->call);
        diag(s->l->u, DIAG_NOTE_AWAITS_HERE, n->susp->at, n->susp->source);
    }
    return !b->reported;
}

/* The call whose own value the node assigns: v = strerror(e). */
static struct expr *assigned_value(struct flow_node *n)
{
    struct expr *e = NULL;

    if (flow_declarator(n) && n->declarator->init)
        e = n->declarator->init->expr;
    else if (flow_expr(n) && expr_now(n->expr)->kind == E_ASSIGN)
        e = expr_now(n->expr)->b;
    e = e ? expr_now(e) : NULL;
    while (e && e->kind == E_CAST)
        e = expr_now(e->a);
    return e && e->kind == E_CALL ? e : NULL;
}

static void check_buffer(struct search *s, int node)
{
    struct flow_node *n = &s->f->nodes.at[node];
    struct symbol *to = assigned(n);
    struct expr *value = assigned_value(n), *call = NULL;
    struct buffer b;

    if (!to || !to->var || !value || expr_now(value->a)->kind != E_IDENT || !expr_now(value->a)->sym ||
        !find_buffer(value, expr_now(value->a)->sym, &call) || to->var->temp)
        return;
    b = (struct buffer){call, to->var, false};
    start(s, node, step_buffer, &b);
}

/* ---- errno ------------------------------------------------------------------------------------------------------ */

struct errno_use {
    struct expr *read, *call;
};

static bool find_errno(struct expr *call, struct symbol *f, void *data)
{
    struct errno_use *use = data;

    if (!strcmp(f->name->text, "__errno_location") || !strcmp(f->name->text, "___errno"))
        use->read = use->read ? use->read : call;
    else if (!use->call || call->range.first < use->call->range.first)
        use->call = call;
    return false;
}

static bool is_written(struct flow_node *n, struct expr *read)
{
    struct expr *e = flow_expr(n) ? expr_now(n->expr) : NULL;

    return e && e->kind == E_ASSIGN && e->op == '=' && e->a->range.first <= read->range.first &&
           read->range.last <= e->a->range.last;
}

static bool step_errno(struct search *s, struct flow_node *n, void *data)
{
    struct errno_use use = {0};

    if (flow_suspension(n))
        return false;
    each_call_of(n, find_errno, &use);
    /* A call whose closing parenthesis stands before the read may have set it. */
    if (use.read && !(use.call && use.call->range.last < use.read->range.first) && !is_written(n, use.read)) {
        diag(s->l->u, DIAG_ERRNO_OVER_AWAIT, use.read->range.first, use.read->range);
        diag(s->l->u, DIAG_NOTE_AWAITS_HERE, ((struct suspension *)data)->at, ((struct suspension *)data)->source);
        return false;
    }
    return !use.call && !use.read;
}

static bool reads_errno(struct flow *f)
{
    struct errno_use use = {0};

    for (size_t i = 0; i < f->nodes.len && !use.read; i++)
        each_call_of(&f->nodes.at[i], find_errno, &use);
    return use.read != NULL;
}

/* ---- all of it -------------------------------------------------------------------------------------------------- */

void advise_flow(struct lower *l, struct flow *f)
{
    struct search s = {.l = l, .f = f, .left = f->nodes.len * 100 + 10000};
    bool with_errno;

    if (l->fn->system)
        return;
    with_errno = reads_errno(f);
    s.seen = xcalloc(f->nodes.len, sizeof *s.seen);
    for (int i = (int)f->nodes.len - 1; i >= 0; i--) {
        struct flow_node *n = &f->nodes.at[i];
        struct lock lock = {.u = l->u};

        if (each_call_of(n, find_lock, &lock.call))
            start(&s, i, step_lock, &lock);
        check_buffer(&s, i);
        if (flow_suspension(n) && with_errno)
            start(&s, i, step_errno, n->susp);
    }
    free(s.seen);
    vec_free(&s.todo);
}
