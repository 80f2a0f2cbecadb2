/* scope.c - what names mean, from where to where.
 *
 * An identifier points at its innermost meanings; a symbol remembers the one it hides. Leaving a scope puts those back,
 * so looking a name up is one load, however deep the scopes are. */
#include "front/checker.h"

size_t scope_enter(struct checker *c)
{
    c->depth++;
    return c->bound.len;
}

static struct symbol **slot_of(struct symbol *sym)
{
    switch (sym->kind) {
    case SYM_TAG:
        return &sym->name->tag;
    case SYM_LABEL:
        return &sym->name->label;
    default:
        return &sym->name->ordinary;
    }
}

void scope_leave(struct checker *c, size_t mark)
{
    while (c->bound.len > mark) {
        struct symbol *sym = c->bound.at[--c->bound.len];

        *slot_of(sym) = sym->hides;
    }
    c->depth--;
}

struct symbol *symbol_new(struct checker *c, enum symbol_kind kind, struct ident *name, tok at)
{
    struct symbol *sym = arena_new(c->u->types, struct symbol);

    sym->kind = kind;
    sym->name = name;
    sym->at = at;
    sym->depth = c->depth;
    sym->owner = c->fn;
    return sym;
}

void scope_bind(struct checker *c, struct symbol *sym)
{
    struct symbol **slot = slot_of(sym);

    sym->depth = c->depth;
    sym->hides = *slot;
    *slot = sym;
    vec_push(&c->bound, sym);
    if (c->fn && sym->kind != SYM_LABEL) {
        sym->owner = c->fn;
        vec_push_in(c->u->types, &c->fn->vars, sym);
    }
}

struct symbol *scope_here(struct checker *c, struct symbol *sym)
{
    return sym && sym->depth == c->depth ? sym : NULL;
}

void resolve_token(struct checker *c, tok t, struct symbol *sym)
{
    if (t)
        name_token(c->u, t, sym);
}

/* ---- labels ----------------------------------------------------------------------------------------------------- */

static struct symbol *label_new(struct checker *c, struct ident *name, tok at)
{
    struct symbol *sym = symbol_new(c, SYM_LABEL, name, at);

    sym->hides = name->label;
    name->label = sym;
    return sym;
}

/* A label not seen yet belongs to the whole function: it is bound beneath the scopes that are open now, and taken back
 * when the function ends. */
struct symbol *label_find(struct checker *c, struct ident *name, tok at)
{
    struct symbol *sym = name->label;

    if (!sym || (sym->owner != c->fn && !sym->local_label)) {
        sym = label_new(c, name, at);
        vec_push(&c->fn_labels, sym);
    }
    if (sym->owner != c->fn)
        sym->owner->left_at = at;
    resolve_token(c, at, sym);
    return sym;
}

struct symbol *label_declare_local(struct checker *c, struct ident *name, tok at)
{
    struct symbol *sym = symbol_new(c, SYM_LABEL, name, at);

    sym->local_label = true;
    scope_bind(c, sym);
    resolve_token(c, at, sym);
    return sym;
}
