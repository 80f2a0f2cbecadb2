/* hoist.c - local types move to file scope.
 *
 * A frame is a struct at file scope, so the types of what it keeps must be known there. In a function that can suspend
 * every struct, union, enum and typedef of a block moves in front of it, under a name of its own; enumerators too.
 *
 * gives: emit_name on the symbols and tags, low->hoisted in order of declaration. */
#include "lower/internal.h"

static void hoist_tag(struct lower *l, struct tag_spec *spec)
{
    struct tag *tag = spec->tag;
    const char *f = l->fn->sym->name->text;

    if (!tag || !spec->has_body || tag->emit_name)
        return;
    tag->emit_name = tag->name ? unique_name(l->u, "%s_%s", f, tag->name->text) : unique_name(l->u, "%s_type", f);
    if (tag->sym)
        tag->sym->emit_name = tag->emit_name;
    for (struct enumerator *e = spec->enumerators; e; e = e->next)
        if (e->sym)
            e->sym->emit_name = unique_name(l->u, "%s_%s", f, e->name->text);
    for (struct decl *d = spec->fields; d; d = d->next)
        if (d->kind == DECL_VARS && d->specs && d->specs->tag)
            hoist_tag(l, d->specs->tag);
}

static void hoist_decl(struct lower *l, struct stmt *s)
{
    struct decl *decl = s->decl;
    bool is_typedef = decl->specs && (decl->specs->storage & ST_TYPEDEF), hoist = false;

    if (decl->kind != DECL_VARS || !decl->specs)
        return;
    if (decl->specs->tag && decl->specs->tag->tag) {
        /* `struct S;` and `struct S *p;` declare a tag too. */
        struct tag *tag = decl->specs->tag->tag;

        if (decl->specs->tag->has_body) {
            hoist = !tag->emit_name; /* else: a further declarator of one declaration */
            s->touched = true;
            hoist_tag(l, decl->specs->tag);
        } else if (tag->local && tag->sym && !tag->emit_name && tag->sym->owner == l->fn) {
            tag->emit_name = unique_name(l->u, "%s_%s", l->fn->sym->name->text, tag->name->text);
            tag->sym->emit_name = tag->emit_name;
        }
    }
    for (struct declarator *d = decl->declarators; is_typedef && d; d = d->next)
        if (d->sym && !type_strip(d->sym->type)->vm) {
            d->sym->emit_name = unique_name(l->u, "%s_%s", l->fn->sym->name->text, d->name->text);
            hoist = true;
        }
    if (hoist) {
        vec_push_in(&l->u->arena, &l->low->hoisted, decl);
        s->touched = true;
    }
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
        if (s->init)
            hoist_stmt(l, s->init);
        if (s->body)
            hoist_stmt(l, s->body);
        if (s->other)
            hoist_stmt(l, s->other);
    }
}

void hoist_types(struct lower *l)
{
    hoist_stmt(l, l->fn->body->body);
}
