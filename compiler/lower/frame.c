/* frame.c - what lives in the frame, and where.
 *
 * frame_classify() needs normalise() and decides, before liveness, what is pinned: a variable whose address may be known
 * to somebody while the function is suspended has one place from its declaration on, in the frame. So have arrays,
 * volatile and _Atomic objects and structs with const members, which cannot be saved and loaded by assignment, and
 * compound literals that are used by address. What is declared in a block without a suspension stays an ordinary local, and
 * a constant that has to be there after one becomes static.
 *
 * frame_layout() runs after liveness and puts the saved and the pinned into slots; those never alive together share. */
#include "ast/types.h"
#include "lower/internal.h"

#include <string.h>

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
 *     (T){...}   =>   *(literal_1 = (T){...}, (T *)&literal_1)
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
            e->replace = make_raw(l, "(*(\1 = \1, (\1)&\1))", e->type, holes);
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

/* How many of them come before POSITION. */
static size_t before(struct lower *l, int position)
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
    size_t first = before(w->l, from);

    return first < w->l->low->suspensions.len && w->l->low->suspensions.at[first]->where <= to;
}

static bool must_pin(struct symbol *sym)
{
    struct type *t = type_strip(sym->type);

    if (t->kind == T_VA_LIST)
        return false;
    return sym->address_taken || t->kind == T_ARRAY || (t->quals & (Q_VOLATILE | Q_ATOMIC)) || has_const_member(t);
}

static void classify(struct walk *w, struct var *v)
{
    struct symbol *sym = v->sym;

    if (!v->from) /* declared inside an expression, which has no suspension */
        return;
    if (v->store)
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

/* ---- slots ------------------------------------------------------------------------------------------------------ */

/* Suspensions come in order. */
static void set_busy(struct lower *l, struct var *v, size_t first, size_t last)
{
    struct run *end = v->busy ? &v->busy->at[v->busy->len - 1] : NULL;

    if (end && end->last + 1 == first)
        end->last = last;
    else {
        if (!v->busy)
            v->busy = arena_new(&l->u->tree, struct runs);
        vec_push_in(&l->u->tree, v->busy, (struct run){first, last});
    }
}

/* Over which suspensions, in the order of printing, the fields hold something. */
static void find_busy(struct lower *l)
{
    struct suspension **list = l->low->suspensions.at;

    for (size_t i = 0; i < l->low->suspensions.len; i++)
        for (size_t k = 0; k < list[i]->keeps.len; k++)
            set_busy(l, list[i]->keeps.at[k], i, i);
    for (size_t i = 0; i < l->low->vars.len; i++) {
        struct var *v = l->low->vars.at[i];
        size_t first = before(l, v->block_start), end = before(l, v->to + 1);

        if (v->home == VAR_PINNED && first < end)
            set_busy(l, v, first, end - 1);
    }
}

/* The first of the slot's runs that does not end before R. */
static size_t run_from(const struct slot *slot, const struct run *r)
{
    size_t low = 0, high = slot->busy.len, middle;

    while (low < high) {
        middle = (low + high) / 2;
        if (slot->busy.at[middle].last < r->first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool disjoint(const struct slot *slot, const struct var *v)
{
    for (size_t i = 0; v->busy && i < v->busy->len; i++) {
        const struct run *r = &v->busy->at[i];
        size_t at = run_from(slot, r);

        if (at < slot->busy.len && slot->busy.at[at].first <= r->last)
            return false;
    }
    return true;
}

/* Mostly they come behind all that is there. */
static void add_busy(struct lower *l, struct slot *slot, const struct var *v)
{
    for (size_t i = 0; v->busy && i < v->busy->len; i++) {
        struct run r = v->busy->at[i];
        size_t at = run_from(slot, &r);

        vec_push_in(&l->u->tree, &slot->busy, r);
        memmove(slot->busy.at + at + 1, slot->busy.at + at, (slot->busy.len - 1 - at) * sizeof r);
        slot->busy.at[at] = r;
    }
}

/* May V share the slot, as far as its shape goes? Scalars of one size and alignment, else equal types. */
static bool fits(struct lower *l, struct slot *slot, struct var *v)
{
    struct symbol *first = slot->vars.at[0]->sym;
    bool scalars = type_is_scalar(first->type) && type_is_scalar(v->sym->type);

    if (first->declared && type_strip(first->type)->aligned)
        return false;
    if (scalars && slot->size > 0)
        return type_size(l->u, v->sym->type) == slot->size && type_align(l->u, v->sym->type) == slot->align;
    return !strcmp(type_spell(l->u, first->type), type_spell(l->u, v->sym->type));
}

/* In the first slot where it fits, of the last so many: trying all of thousands would take long. */
static void place(struct lower *l, struct var *v)
{
    enum { TRIED = 64 };
    struct slot fresh = {.size = type_size(l->u, v->sym->type), .align = type_align(l->u, v->sym->type)};
    size_t count = l->low->slots.len, i;

    for (i = count > TRIED ? count - TRIED : 0; i < count; i++)
        if (disjoint(&l->low->slots.at[i], v) && fits(l, &l->low->slots.at[i], v))
            break;
    if (i == count)
        vec_push_in(&l->u->tree, &l->low->slots, fresh);
    add_busy(l, &l->low->slots.at[i], v);
    vec_push_in(&l->u->tree, &l->low->slots.at[i].vars, v);
    v->slot = (int)i;
}

static int by_align(const void *a, const void *b)
{
    const struct slot *x = a, *y = b;
    int64_t ax = x->align < 0 ? 16 : x->align, ay = y->align < 0 ? 16 : y->align;

    if (ax != ay)
        return ax < ay ? 1 : -1;
    return x->vars.at[0]->sym->at < y->vars.at[0]->sym->at ? -1 : x->vars.at[0]->sym->at > y->vars.at[0]->sym->at;
}

/* NAME is a field's; what is noted about it is the number to try next for one more of that name. */
static void take_field(struct ident *name, uint32_t fields, uint32_t next)
{
    name->noted = fields;
    name->note = next;
}

static uint32_t begin_fields(struct lower *l)
{
    static const char *const own[] = {"base", "value", "state"};
    uint32_t fields = unit_note(l->u);

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        take_field(intern_str(l->u, own[i]), fields, 2);
    return fields;
}

static void name_field(struct lower *l, struct var *v, uint32_t fields)
{
    struct ident *stem = symbol_name(l, v->sym), *name = stem;

    while (name->noted == fields) {
        name = intern_str(l->u, arena_printf(&l->u->tree, "%s_%u", stem->text, stem->note));
        stem->note++;
    }
    take_field(name, fields, 2);
    v->field = name->text;
}

static void check_keepable(struct lower *l, struct var *v)
{
    struct type *t = type_strip(v->sym->type);

    if (t->kind == T_VA_LIST)
        diag(l->u, DIAG_VA_LIST_OVER_AWAIT, v->sym->at, (struct range){v->sym->at, v->sym->at}, symbol_name(l, v->sym)->text);
    else if (t->kind == T_UNKNOWN)
        diag(l->u, DIAG_CANNOT_KEEP_VAR, v->sym->at, (struct range){v->sym->at, v->sym->at}, symbol_name(l, v->sym)->text);
}

/* A field that others use too must be written for each suspension; and in a frame that is there from the start, only
 * parameters that stay as they are have their values by then. */
static void settle(struct lowered *low)
{
    for (size_t i = 0; i < low->vars.len; i++) {
        struct var *v = low->vars.at[i];

        v->settled &= v->home == VAR_SAVED && low->slots.at[v->slot].vars.len == 1 && (!low->pins || (v->param && v->unchanged));
    }
}

void frame_layout(struct lower *l)
{
    uint32_t fields = begin_fields(l);

    find_busy(l);
    for (size_t i = 0; i < l->low->vars.len; i++) {
        struct var *v = l->low->vars.at[i];

        if (v->home == VAR_LOCAL)
            continue;
        check_keepable(l, v);
        name_field(l, v, fields);
        place(l, v);
    }
    settle(l->low);
    if (l->low->slots.len)
        qsort(l->low->slots.at, l->low->slots.len, sizeof *l->low->slots.at, by_align);
}
