/* hoist.c - local types move to file scope.
 *
 * A frame is a struct at file scope, so the types of what it keeps must be known there. In a function that can suspend
 * every struct, union, enum and typedef of a block moves in front of it, under a name of its own; enumerators too. So do
 * those that a type name defines in the middle of an expression: of `sizeof(struct s { ... })`, `sizeof(struct f_s)` is left.
 *
 * gives: emit_name on the symbols and tags, low->hoisted in order of declaration. */
#include "lower/internal.h"

/* What NAME, of a block, is at file scope. */
static const char *hoisted_name(struct lower *l, const struct ident *name)
{
    const char *made = unique_name(l->u, "%s_%s", l->fn->sym->name->text, name->text);

    renames_add(l->u->renames, made, name->text);
    return made;
}

static void name_tag(struct lower *l, struct tag *tag)
{
    tag->hoisted = true;
    if (tag->emit_name)
        return;
    tag->emit_name = tag->name ? hoisted_name(l, tag->name) : unique_name(l->u, "%s_type", l->fn->sym->name->text);
    if (tag->sym)
        tag->sym->emit_name = tag->emit_name;
}

/* At file scope nothing varies. */
static void check_sizes(struct lower *l, struct tag_spec *spec)
{
    for (struct member *m = spec->tag->members; m; m = m->next)
        if (m->type->vm)
            diag(l->u, DIAG_VARIABLE_MEMBER, spec->range.first, spec->range, m->name ? m->name->text : "struct");
}

static void hoist_tag(struct lower *l, struct tag_spec *spec)
{
    if (!spec->tag || !spec->has_body)
        return;
    name_tag(l, spec->tag);
    check_sizes(l, spec);
    for (struct enumerator *e = spec->enumerators; e; e = e->next)
        if (e->sym)
            e->sym->emit_name = hoisted_name(l, e->name);
    for (struct decl *d = spec->fields; d; d = d->next)
        if (d->kind == DECL_VARS && d->specs && d->specs->tag)
            hoist_tag(l, d->specs->tag);
}

/* A declaration with several declarators may have been split. */
static bool is_hoisted(struct lower *l, struct specs *specs)
{
    for (size_t i = 0; i < l->low->hoisted.len; i++)
        if (l->low->hoisted.at[i]->specs == specs)
            return true;
    return false;
}

static bool hoist_typedefs(struct lower *l, struct decl *decl)
{
    bool any = false;

    for (struct declarator *d = decl->declarators; decl->specs->storage & ST_TYPEDEF && d; d = d->next)
        if (d->sym && !type_strip(d->sym->type)->vm) {
            d->sym->emit_name = hoisted_name(l, d->name);
            any = true;
        }
    return any;
}

/* The objects of the function that R speaks of, in sizeof or typeof, are not seen from file scope. */
static void stand_in(struct lower *l, struct range r)
{
    for (tok t = r.first; t && t <= r.last; t++) {
        struct symbol *sym = token_symbol(l->u, t);

        if (sym && sym->kind == SYM_VAR && sym->owner == l->fn)
            sym->stood_in = true;
    }
}

static void hoist_decl(struct lower *l, struct stmt *s)
{
    struct decl *decl = s->decl;
    struct tag_spec *spec = decl->kind == DECL_VARS && decl->specs ? decl->specs->tag : NULL;
    bool hoist = false;

    if (decl->kind != DECL_VARS || !decl->specs)
        return;
    if (spec && spec->tag && spec->has_body)
        s->touched = hoist = true;
    else if (spec && spec->tag && spec->tag->local && spec->tag->sym && spec->tag->sym->owner == l->fn)
        name_tag(l, spec->tag); /* `struct S;` and `struct S *p;` declare a tag too */
    if (spec && spec->tag && spec->tag->emit_name && !decl->declarators)
        s->replace = make_stmt(l, S_EMPTY, s->range);
    if (is_hoisted(l, decl->specs))
        return;
    if (hoist)
        hoist_tag(l, spec);
    if (hoist_typedefs(l, decl))
        s->touched = hoist = true;
    if (!hoist)
        return;
    vec_push_in(&l->u->tree, &l->low->hoisted, decl);
    stand_in(l, decl->specs->storage & ST_TYPEDEF ? decl->range : decl->specs->range);
}

/* What stands in the place of a statement is walked: blocks of statement expressions among it. */
static void hoist_stmt(struct lower *l, struct stmt *list)
{
    for (; list; list = list->next) {
        struct stmt *s = list;

        while (s->replace)
            s = s->replace;
        if (s->kind == S_DECL)
            hoist_decl(l, s);
        if (stmt_init(s))
            hoist_stmt(l, s->init);
        if (s->body)
            hoist_stmt(l, s->body);
        if (s->other)
            hoist_stmt(l, s->other);
    }
}

/* ---- type names ------------------------------------------------------------------------------------------------- */

/* Where a hoisted declaration has told its type. */
static tok definition_end(struct decl *d)
{
    return d->specs->tag && d->specs->tag->has_body ? d->specs->tag->range.last : d->range.last;
}

/* Among the others in the order of the source: what it mentions stands in front of it, what mentions it behind. */
static void insert_hoisted(struct lower *l, struct decl *d)
{
    size_t i = l->low->hoisted.len;

    vec_push_in(&l->u->tree, &l->low->hoisted, d);
    for (; i > 0 && definition_end(l->low->hoisted.at[i - 1]) > definition_end(d); i--)
        l->low->hoisted.at[i] = l->low->hoisted.at[i - 1];
    l->low->hoisted.at[i] = d;
}

static void hoist_from_type_name(struct lower *l, struct type_name *n)
{
    struct decl *d = arena_new(&l->u->tree, struct decl);
    struct tag_spec *spec = n->specs->tag;
    tok body = spec->keyword;

    if (!spec->tag)
        return;
    d->kind = DECL_VARS;
    d->range = n->range;
    d->specs = n->specs;
    hoist_tag(l, spec);
    insert_hoisted(l, d);
    stand_in(l, d->specs->range);
    while (body <= spec->range.last && token_at(l->u, body)->text[0] != '{')
        body++;
    for (; body <= spec->range.last; body++)
        token_at(l->u, body)->flags |= TOK_MOVED;
}

void hoist_types(struct lower *l)
{
    hoist_stmt(l, l->fn->body->body);
    for (size_t i = 0; i < l->fn->definitions.len; i++)
        hoist_from_type_name(l, l->fn->definitions.at[i]);
}
