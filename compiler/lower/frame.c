/* frame.c - what lives in the frame.
 *
 * frame_classify() needs normalise() and decides, before liveness, what is pinned: a variable whose address may be known
 * to somebody while the function is suspended has one place from its declaration on, in the frame. So have arrays,
 * volatile and _Atomic objects and structs with const members, which cannot be saved and loaded by assignment, and
 * compound literals that are used by address. What is declared in a block without a suspension stays an ordinary local, and
 * a constant that has to be there after one becomes static. Liveness then says what of the rest is saved (live.c), and
 * slots_assign() where all of it is (slots.c). */
#include "ast/types.h"
#include "lower/internal.h"

struct var_vec {
    struct var **at;
    size_t len, cap;
};

struct walk {
    struct lower *l;
    int position;
    int block_start;  /* of the innermost block */
    int literal_from; /* start of the innermost block the user wrote, of literals' lifetime */
    struct var_vec open;          /* variables whose block has not ended */
    struct var_vec open_literals; /* and objects of compound literals */
    struct decl *head;            /* of the innermost `for` around: nothing static may stand there */
    VEC(struct expr *) literals; /* compound literals used by address */
    bool has_labels;
};

static void walk_stmt(struct walk *w, struct stmt *s);

/* ---- compound literals ------------------------------------------------------------------------------------------ */

/* The compound literal that the lvalue E is (part of), or NULL. */
static struct expr *literal_of(struct expr *e)
{
    for (;;) {
        e = expr_now(e);
        if (e->kind == E_COMPOUND)
            return e;
        if (e->kind == E_MEMBER || (e->kind == E_INDEX && e->a->type && type_is_array(e->a->type)))
            e = e->a;
        else
            return NULL;
    }
}

static struct type *without_const(struct lower *l, struct type *t)
{
    struct type *s = type_strip(t), *copy;

    if (s->kind != T_ARRAY)
        return type_unqualified(l->u, t);
    copy = arena_new(&l->u->tree, struct type);
    *copy = *s;
    copy->quals = 0;
    copy->base = without_const(l, s->base);
    return copy;
}

/* E is used by address: it gets an object of its own, which is set whenever E is evaluated. */
static void note_literal(struct walk *w, struct expr *e)
{
    struct symbol *sym;

    if (e->object || !e->type || (e->type && type_strip(e->type)->kind == T_UNKNOWN))
        return;
    sym = new_temp(w->l, e->type, "literal");
    sym->type = without_const(w->l, e->type);
    sym->var->temp = false;
    sym->address_taken = true;
    sym->var->block_start = w->literal_from;
    sym->var->from = ++w->position;
    e->object = sym;
    vec_push(&w->literals, e);
    vec_push(&w->open_literals, sym->var);
}

static void walk_part(struct walk *w, struct expr *e)
{
    struct kids k;
    struct expr *literal;

    e = expr_now(e);
    if (e->kind == E_ADDR && (literal = literal_of(e->a)) != NULL)
        note_literal(w, literal);
    if (e->type && type_is_array(e->type) && (literal = literal_of(e)) != NULL)
        note_literal(w, literal);
    kids_get(&k, e);
    for (size_t i = 0; i < k.len; i++)
        walk_part(w, k.at[i]);
    kids_free(&k);
}

static void walk_expr(struct walk *w, struct expr *e)
{
    note_addresses(w->l, e);
    walk_part(w, e);
}

static void walk_init(struct walk *w, struct init *init)
{
    if (init->expr)
        walk_expr(w, init->expr);
    for (struct init *i = init->list; i; i = i->next)
        walk_init(w, i);
}

static bool has_const_member(struct type *t)
{
    t = type_strip(t);
    return (t->kind == T_STRUCT || t->kind == T_UNION) && t->tag && t->tag->has_const;
}

/* Gives the literals that outlive a suspension their object:
 *     (T){...}   =>   *((void)(literal_1 = (T){...}), (T *)&literal_1)
 * or, where T cannot be assigned,
 *     (T){...}   =>   *(T *)({ memcpy(&literal_1, &(T){...}, sizeof literal_1); })
 * in which the copied one does not live on: where a label leads into the block around, gcc warns that it is dangling. */
static void place_literals(struct walk *w)
{
    for (size_t i = 0; i < w->literals.len; i++) {
        struct expr *e = w->literals.at[i], *value, *type, *holes;
        struct lower *l = w->l;

        if (e->object->var->home != VAR_PINNED)
            continue;
        value = arena_new(&l->u->tree, struct expr);
        *value = *e;
        type = make_type_arg(l, type_pointer(l->u, e->type));
        type->next = make_temp(l, e->object);
        if (type_is_array(e->type) || has_const_member(e->type)) {
            type->next->next = value;
            value->next = make_temp(l, e->object);
            e->replace = make_raw(l, "(*(\1)__extension__ ({ memcpy(&\1, &\1, sizeof \1); }))", e->type, type);
        } else {
            holes = make_temp(l, e->object);
            holes->next = value;
            value->next = type;
            e->replace = make_raw(l, "(*((void)(\1 = \1), (\1)&\1))", e->type, holes);
        }
        e->replace->lvalue = true;
    }
}

/* ---- positions -------------------------------------------------------------------------------------------------- */

static void close_scope(struct var_vec *open, size_t len, int position)
{
    while (open->len > len)
        open->at[--open->len]->to = position;
}

static void walk_scope(struct walk *w, struct stmt *first, struct symbol *object, bool user)
{
    int start = w->block_start, literal_from = w->literal_from;
    size_t open = w->open.len, literals = w->open_literals.len;

    w->block_start = ++w->position;
    if (user)
        w->literal_from = w->position;
    if (object) {
        object->var->block_start = object->var->from = w->position;
        vec_push(&w->open, object->var);
    }
    for (struct stmt *s = first; s; s = s->next)
        walk_stmt(w, s);
    ++w->position;
    close_scope(&w->open, open, w->position);
    if (user) /* in a block the lowering made, literals live on to the end of the one around it */
        close_scope(&w->open_literals, literals, w->position);
    w->block_start = start;
    w->literal_from = literal_from;
}

/* A local `const int limit = 100;` has one value only: it need not be kept but is static. */
static bool is_fixed(const struct symbol *sym)
{
    return sym->used && !sym->address_taken && !(sym->storage & ~(ST_AUTO | ST_STATIC)) && fixed_value(sym);
}

static void walk_decl(struct walk *w, struct decl *decl)
{
    if (decl->kind != DECL_VARS)
        return;
    for (struct declarator *d = decl->declarators; d; d = d->next) {
        struct var *v = d->sym ? d->sym->var : NULL;

        if (v && !v->from) {
            v->block_start = w->block_start;
            v->from = ++w->position;
            v->fixed = decl != w->head && is_fixed(d->sym);
            vec_push(&w->open, v);
        }
        if (d->init && !(d->sym && d->sym->storage & ST_STATIC))
            walk_init(w, d->init);
        w->position++;
    }
}

static void walk_body(struct walk *w, struct stmt *s)
{
    if (s)
        walk_stmt(w, s);
}

static void walk_for(struct walk *w, struct stmt *s)
{
    struct stmt inner = *s;

    inner.init = NULL;
    inner.replace = NULL;
    inner.next = NULL;
    if (s->init && s->init->kind == S_DECL) {
        struct stmt init = *s->init;

        w->head = init.decl;
        init.next = &inner;
        walk_scope(w, &init, NULL, true);
    } else {
        walk_body(w, s->init);
        if (s->e)
            walk_expr(w, s->e);
        if (s->step)
            walk_expr(w, s->step);
        walk_body(w, s->body);
    }
}

static void walk_stmt(struct walk *w, struct stmt *s)
{
    while (s->replace)
        s = s->replace;
    w->position++;
    switch (s->kind) {
    case S_BLOCK:
        walk_scope(w, s->body, s->sym, s->range.first != s->range.last);
        return;
    case S_SEQ:
        for (struct stmt *i = s->body; i; i = i->next)
            walk_stmt(w, i);
        return;
    case S_DECL:
        walk_decl(w, s->decl);
        return;
    case S_FOR:
        if (s->init) {
            walk_for(w, s);
            return;
        }
        break;
    case S_AWAIT:
        walk_expr(w, s->susp->call);
        s->susp->where = ++w->position;
        w->position++;
        return;
    case S_ASM:
        for (struct asm_operand *o = s->asm_operands; o; o = o->next)
            if (o->expr)
                walk_expr(w, o->expr);
        return;
    case S_LABEL:
        w->has_labels = true;
        break;
    case S_RAW: case S_CASE:
        walk_body(w, s->body);
        return;
    default:
        break;
    }
    if (s->e)
        walk_expr(w, s->e);
    if (stmt_step(s))
        walk_expr(w, s->step);
    walk_body(w, s->body);
    walk_body(w, s->other);
}

/* ---- classes ---------------------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct suspension *const *x = a, *const *y = b;

    return (*x)->where < (*y)->where ? -1 : (*x)->where > (*y)->where;
}

/* From here on the suspensions are in the order of printing. */
static void sort_suspensions(struct lower *l)
{
    if (l->low->suspensions.len)
        qsort(l->low->suspensions.at, l->low->suspensions.len, sizeof *l->low->suspensions.at, by_place);
}

size_t suspensions_before(struct lower *l, int position)
{
    struct suspension **list = l->low->suspensions.at;
    size_t low = 0, high = l->low->suspensions.len, middle;

    while (low < high) {
        middle = (low + high) / 2;
        if (list[middle]->where < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool crosses(struct walk *w, int from, int to)
{
    size_t first = suspensions_before(w->l, from);

    return first < w->l->low->suspensions.len && w->l->low->suspensions.at[first]->where <= to;
}

static bool must_pin(struct symbol *sym)
{
    struct type *t = type_strip(sym->type);

    if (t->kind == T_VA_LIST || sym->is_environment)
        return false;
    return sym->address_taken || t->kind == T_ARRAY || (t->quals & (Q_VOLATILE | Q_ATOMIC)) || has_const_member(t);
}

/* Nobody names it. It need not be kept, and C compilers see, and say, that it is not used. */
static bool is_idle(struct symbol *sym)
{
    return sym->declared && !sym->used && !sym->cleanup && !is_task_object(sym);
}

static void classify(struct walk *w, struct var *v)
{
    struct symbol *sym = v->sym;

    if (!v->from) /* declared inside an expression, which has no suspension */
        return;
    if (v->store || is_idle(sym))
        return;
    if (v->fixed) {
        v->fixed = crosses(w, v->from, v->to);
        return;
    }
    if (sym->type->vm) {
        if (crosses(w, v->from, v->to))
            diag(w->l->u, DIAG_VLA_OVER_AWAIT, sym->at, (struct range){sym->at, sym->at}, symbol_name(w->l, sym)->text);
        return;
    }
    if (must_pin(sym)) {
        if (crosses(w, w->has_labels ? v->block_start : v->from, v->to)) {
            v->home = VAR_PINNED;
            w->l->low->pins = true;
        }
        return;
    }
    if (crosses(w, v->from, v->to))
        v->index = w->l->low->tracked++;
}

void frame_classify(struct lower *l)
{
    struct walk w = {.l = l};
    struct lowered *low = l->low;

    for (size_t i = 0; i < low->vars.len; i++)
        if (low->vars.at[i]->temp || low->vars.at[i]->param)
            low->vars.at[i]->from = 1;
    w.position = 1;
    walk_stmt(&w, l->fn->body);
    for (size_t i = 0; i < low->vars.len; i++)
        if (low->vars.at[i]->temp || low->vars.at[i]->param)
            low->vars.at[i]->to = w.position;
    close_scope(&w.open_literals, 0, w.position);
    sort_suspensions(l);
    for (size_t i = 0; i < low->vars.len; i++)
        classify(&w, low->vars.at[i]);
    place_literals(&w);
    place_addresses(l);
    vec_free(&w.open);
    vec_free(&w.open_literals);
    vec_free(&w.literals);
}
