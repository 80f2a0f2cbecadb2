/* slots.c - where in the frame things are: the saved and the pinned are put into slots, and those that never have to be there
 * at the same suspension may share one. */
#include "ast/types.h"
#include "lower/internal.h"

#include <string.h>

/* ---- when they hold something ------------------------------------------------------------------------------------ */

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
        size_t first = suspensions_before(l, v->block_start), end = suspensions_before(l, v->to + 1);

        if (v->home == VAR_PINNED && first < end)
            set_busy(l, v, first, end - 1);
    }
}

/* ---- sharing ----------------------------------------------------------------------------------------------------- */

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

/* ---- names of fields --------------------------------------------------------------------------------------------- */

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

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static void check_keepable(struct lower *l, struct var *v)
{
    struct type *t = type_strip(v->sym->type);

    if (t->kind == T_VA_LIST)
        diag(l->u, DIAG_VA_LIST_OVER_AWAIT, v->sym->at, (struct range){v->sym->at, v->sym->at}, symbol_name(l, v->sym)->text);
    else if (t->kind == T_UNKNOWN)
        diag(l->u, DIAG_CANNOT_KEEP_VAR, v->sym->at, (struct range){v->sym->at, v->sym->at}, symbol_name(l, v->sym)->text);
}

/* Offsets in frames, and their sizes, are unsigned ints (<ac/abi.h>). */
static void check_size(struct lower *l)
{
    int64_t left = INT32_MAX;

    for (size_t i = 0; i < l->low->slots.len; i++) {
        struct slot *slot = &l->low->slots.at[i];
        struct symbol *sym = slot->vars.at[0]->sym;
        tok at = sym->at ? sym->at : l->fn->sym->at; /* a temporary is nowhere */

        if (slot->size > left) {
            diag(l->u, DIAG_FRAME_TOO_LARGE, at, (struct range){at, at}, symbol_name(l, sym)->text);
            return;
        }
        left -= slot->size > 0 ? slot->size : 0;
    }
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

void slots_assign(struct lower *l)
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
    check_size(l);
    settle(l->low);
    if (l->low->slots.len)
        qsort(l->low->slots.at, l->low->slots.len, sizeof *l->low->slots.at, by_align);
}
