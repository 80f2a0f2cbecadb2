/* build_decl.c - builders of declarations: specifiers, tags, attributes, declarators. */
#include "ast/build_list.h"
#include "base/diag.h"

#include <string.h>

/* ---- specifiers ------------------------------------------------------------------------------------------------- */

struct spec_item spec_word(enum spec_what what, unsigned sub)
{
    return (struct spec_item){.what = (uint16_t)what, .sub = sub};
}

struct spec_item spec_node(enum spec_what what, unsigned sub, void *node)
{
    return (struct spec_item){.what = (uint16_t)what, .sub = sub, .node = node};
}

struct spec_item spec_typedef(struct ident *name)
{
    return spec_node(SPEC_TYPEDEF, 0, name);
}

static void add_basic(struct specs *s, unsigned sub)
{
    s->basic[sub & 255]++;
    if (sub >> 8)
        s->basic[(sub >> 8) - 1]++;
}

/* Storage classes, qualifiers, alignment: what is not a type. */
static bool add_other(struct specs *s, struct spec_item item, struct range r)
{
    switch (item.what) {
    case SPEC_STORAGE:
        s->storage |= item.sub;
        if (!s->storage_tok)
            s->storage_tok = r.first;
        return true;
    case SPEC_QUAL:
        s->quals |= (uint8_t)item.sub;
        return true;
    case SPEC_ASYNC:
        s->async = true;
        s->async_tok = r.first;
        return true;
    case SPEC_ALIGN_EXPR:
        s->align_expr = item.node;
        return true;
    case SPEC_ALIGN_TYPE:
        s->align_type = item.node;
        return true;
    default:
        return false;
    }
}

/* A type of its own goes with no other. After a struct's `}` it was the `;` that is missing. */
static void check_types(struct build *b, const struct specs *s, struct spec_item item, struct range r)
{
    bool whole = s->tag || s->type_ident || s->typeof_expr || s->typeof_type;
    const struct token *t = token_at(b->u, r.first);

    if (!whole && (item.what == SPEC_BASIC || item.what == SPEC_BITINT))
        return;
    if (s->tag && s->tag->has_body && s->tag->attrs_end == s->range.last) {
        diag_after(b->u, DIAG_EXPECTED, s->range.last, "';'",
                   arena_printf(&b->u->tree, "before '%.*s'", (int)t->len, t->text));
        diag_fixit_after(b->u, s->range.last, ";");
    } else {
        diag(b->u, DIAG_TWO_TYPES, r.first, r);
    }
}

static void add_type(struct specs *s, struct spec_item item, struct range r)
{
    s->has_type = true;
    switch (item.what) {
    case SPEC_BASIC:
        add_basic(s, item.sub);
        break;
    case SPEC_TYPEDEF:
        s->type_ident = item.node;
        s->type_ident_tok = r.first;
        break;
    case SPEC_TAG:
        s->tag = item.node;
        break;
    case SPEC_TYPEOF_EXPR:
        s->typeof_expr = item.node;
        s->typeof_unqual = item.sub;
        break;
    case SPEC_TYPEOF_TYPE:
        s->typeof_type = item.node;
        s->typeof_unqual = item.sub;
        break;
    case SPEC_ATOMIC:
        s->typeof_type = item.node;
        s->atomic_type = true;
        break;
    case SPEC_BITINT:
        s->bitint = item.node;
        break;
    default:
        ICE("specifier %d", item.what);
    }
}

struct specs *specs_add(struct build *b, struct specs *s, struct spec_item item, struct range r)
{
    if (!s) {
        s = arena_new(&b->u->tree, struct specs);
        s->range.first = r.first;
    }
    if (!add_other(s, item, r)) {
        if (s->has_type)
            check_types(b, s, item, r);
        add_type(s, item, r);
    }
    s->range.last = r.last;
    return s;
}

static void append_attrs(struct attr **to, struct attr_list more)
{
    while (*to)
        to = &(*to)->next;
    *to = more.first;
}

/* Right after `}` attributes belong to the struct. */
struct specs *specs_attrs(struct specs *s, struct attr_list attrs, struct range r)
{
    struct tag_spec *t = s->tag;

    append_attrs(t && t->has_body && t->attrs_end == s->range.last ? &t->attrs : &s->attrs, attrs);
    if (t && t->attrs_end == s->range.last)
        t->attrs_end = r.last;
    s->range.last = r.last;
    return s;
}

struct specs *specs_lead(struct attr_list attrs, struct specs *s, struct range r)
{
    if (attrs.last) {
        attrs.last->next = s->attrs;
        s->attrs = attrs.first;
    }
    s->range = r;
    return s;
}

/* ---- tags ------------------------------------------------------------------------------------------------------- */

struct tag_spec *new_tag(struct build *b, enum type_kind kind, struct attr_list attrs, tok keyword)
{
    struct tag_spec *t = arena_new(&b->u->tree, struct tag_spec);

    t->kind = kind;
    t->attrs = attrs.first;
    t->keyword = keyword;
    return t;
}

struct tag_spec *tag_named(struct tag_spec *t, struct ident *name, struct range at, struct range whole)
{
    t->name = name;
    t->name_tok = name ? at.first : 0;
    t->range = whole;
    t->attrs_end = whole.last;
    return t;
}

struct tag_spec *tag_fields(struct tag_spec *t, struct decl_list fields)
{
    t->has_body = true;
    t->fields = fields.first;
    return t;
}

struct tag_spec *tag_enumerators(struct tag_spec *t, struct enumerator_list l, struct type_name *underlying)
{
    t->has_body = true;
    t->enumerators = l.first;
    t->underlying = underlying;
    return t;
}

struct enumerator_list new_enumerator(struct build *b, struct ident *name, tok at, struct attr_list attrs,
                                      struct expr *value)
{
    struct enumerator *e = arena_new(&b->u->tree, struct enumerator);

    e->name = name;
    e->name_tok = at;
    e->attrs = attrs.first;
    e->value = value;
    return (struct enumerator_list){e, e};
}

struct enumerator_list enumerators_join(struct enumerator_list l, struct enumerator_list more)
{
    LIST_JOIN(l, more);
    return l;
}

/* ---- attributes ------------------------------------------------------------------------------------------------- */

/* A C23 name keeps its prefix's meaning: `gnu::aligned` is `aligned`. */
struct attr_list new_attr(struct build *b, struct ident *name, struct expr_list args, struct range r)
{
    struct attr *a = arena_new(&b->u->tree, struct attr);

    a->name = name;
    a->range = r;
    a->args = args.first;
    if (b->func && name && !strcmp(name->text, "cleanup"))
        b->func->has_defer = true;
    return (struct attr_list){a, a};
}

struct attr_list attrs_join(struct attr_list l, struct attr_list more)
{
    LIST_JOIN(l, more);
    return l;
}

/* ---- declarators ------------------------------------------------------------------------------------------------ */

struct declarator *new_dtor(struct build *b, struct ident *name, struct range r)
{
    struct declarator *d = arena_new(&b->u->tree, struct declarator);

    d->name = name;
    d->name_tok = name ? r.first : 0;
    d->range = r;
    return d;
}

struct declarator *dtor_paren(struct declarator *d, struct range r)
{
    d->range = r;
    return d;
}

/* Steps are read from the name outwards, so each is the outermost so far. */
struct declarator *dtor_derive(struct build *b, struct declarator *d, struct deriv *step, struct range r)
{
    struct deriv **at = &d->derivs;
    unsigned depth = 0;

    for (; *at; at = &(*at)->next)
        depth++;
    if (depth < NESTING_LIMIT)
        *at = step;
    else
        build_depth(b, depth, r.first);
    d->range = r;
    return d;
}

struct declarator *dtor_attrs(struct declarator *d, struct attr_list attrs, struct range r)
{
    append_attrs(&d->attrs, attrs);
    d->range = r;
    return d;
}

struct declarator *dtor_trailing(struct declarator *d, struct attr_list attrs, struct range at, struct range r)
{
    d->trailing = range_of(d->trailing, at);
    return dtor_attrs(d, attrs, r);
}

struct declarator *dtor_asm(struct declarator *d, struct range at, struct range r)
{
    d->asm_label = at;
    d->trailing = range_of(d->trailing, at);
    d->range = r;
    return d;
}

struct declarator *dtor_bits(struct declarator *d, struct expr *bits, struct range r)
{
    d->bits = bits;
    d->range = r;
    return d;
}

struct deriv *new_deriv(struct build *b, enum deriv_kind kind, struct range r)
{
    struct deriv *d = arena_new(&b->u->tree, struct deriv);

    d->kind = kind;
    d->range = r;
    return d;
}

struct deriv *deriv_quals(struct deriv *d, unsigned quals, struct range r)
{
    d->quals |= (uint8_t)quals;
    d->range = r;
    return d;
}

struct deriv *deriv_attrs(struct deriv *d, struct attr_list attrs, struct range r)
{
    append_attrs(&d->attrs, attrs);
    d->range = r;
    return d;
}

struct deriv *new_array(struct build *b, unsigned flags, struct expr *size, struct range r)
{
    struct deriv *d = new_deriv(b, D_ARRAY, r);

    d->quals = (uint8_t)(flags & 255);
    d->is_static = flags & ARRAY_STATIC;
    d->star = flags & ARRAY_STAR;
    d->size = size;
    return d;
}

/* (void) is a prototype without parameters. */
static bool is_void(const struct decl *p)
{
    const struct declarator *d = p->declarators;

    return !p->next && p->specs->basic[BS_VOID] && !d->name && !d->derivs && !p->specs->quals && !p->specs->storage;
}

struct deriv *new_params(struct build *b, struct decl_list params, bool variadic, struct range r)
{
    struct deriv *d = new_deriv(b, D_FUNC, r);

    d->variadic = variadic;
    d->old_style = !params.first && !variadic;
    d->params = params.first && !variadic && is_void(params.first) ? NULL : params.first;
    return d;
}

struct deriv *deriv_kr(struct build *b, struct deriv *d, struct name_list names)
{
    int n = 0;

    for (const struct name_node *k = names.first; k; k = k->next)
        n++;
    d->old_style = true;
    d->kr_names = arena_alloc(&b->u->tree, (size_t)n * sizeof *d->kr_names);
    d->kr_toks = arena_alloc(&b->u->tree, (size_t)n * sizeof *d->kr_toks);
    for (const struct name_node *k = names.first; k; k = k->next) {
        d->kr_names[d->kr_count] = k->name;
        d->kr_toks[d->kr_count++] = k->at;
    }
    return d;
}

struct deriv *dtor_function(struct declarator *d)
{
    return d->derivs && d->derivs->kind == D_FUNC ? d->derivs : NULL;
}

struct type_name *new_type_name(struct build *b, struct specs *s, struct declarator *d, struct range r)
{
    struct type_name *t = arena_new(&b->u->tree, struct type_name);

    t->range = r;
    t->specs = s;
    t->declarator = d;
    return t;
}

/* ---- declarations ----------------------------------------------------------------------------------------------- */

struct decl *new_decl(struct build *b, enum decl_kind kind, struct range r)
{
    struct decl *d = arena_new(&b->u->tree, struct decl);

    d->kind = kind;
    d->range = r;
    return d;
}

struct decl *new_param(struct build *b, struct specs *s, struct declarator *d, struct range r)
{
    struct decl *p = new_decl(b, DECL_PARAM, r);

    p->specs = s;
    p->declarators = d ? d : new_dtor(b, NULL, (struct range){0, 0});
    return p;
}

struct open_decl decl_open(struct build *b, struct specs *s)
{
    struct open_decl o = {0};

    o.decl = new_decl(b, DECL_VARS, s ? s->range : (struct range){0, 0});
    o.decl->specs = s ? s : arena_new(&b->u->tree, struct specs);
    return o;
}

struct open_decl decl_declarator(struct open_decl o, struct declarator *d)
{
    if (o.last)
        o.last->next = d;
    else
        o.decl->declarators = d;
    o.last = d;
    return o;
}

struct open_decl decl_initialised(struct open_decl o, tok equals, struct init *init)
{
    o.last->equals = equals;
    o.last->init = init;
    return o;
}

struct decl *decl_end(struct open_decl o, struct range r)
{
    o.decl->range = r;
    return o.decl;
}

struct decl_list decls_add(struct decl_list l, struct decl *d)
{
    LIST_ADD(l, d);
    return l;
}

bool build_decl_awaits(struct build *b, const struct decl *d)
{
    if (!b->awaits || d->kind != DECL_VARS)
        return false;
    for (const struct declarator *k = d->declarators; k; k = k->next) {
        if (build_init_awaits(b, k->init))
            return true;
        for (const struct deriv *s = k->derivs; s; s = s->next)
            if (s->size && s->size->has_await)
                return true;
    }
    return false;
}
