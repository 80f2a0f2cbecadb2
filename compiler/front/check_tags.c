/* check_tags.c - struct, union and enum specifiers. */
#include "front/checker.h"

#include "ast/pack.h"

/* ---- finding and declaring -------------------------------------------------------------------------------------- */

static struct type *new_tag_type(struct checker *c, struct tag_spec *s)
{
    struct tag *tag = arena_new(c->u->types, struct tag);
    struct type *t = type_new(c->u, s->kind);

    tag->kind = s->kind;
    tag->name = s->name;
    tag->local = c->depth > 0;
    tag->size = tag->align = -1;
    t->tag = tag;
    if (s->name) {
        struct symbol *sym = symbol_new(c, SYM_TAG, s->name, s->name_tok);

        sym->tag = tag;
        sym->type = t;
        tag->sym = sym;
        scope_bind(c, sym);
    }
    return t;
}

/* What an already declared tag stands for here, NULL when this specifier declares a new one. */
static struct type *known_tag(struct checker *c, struct tag_spec *s, bool alone)
{
    struct symbol *sym = s->name ? s->name->tag : NULL;

    if (!sym || sym->tag->kind != s->kind)
        return NULL;
    if (s->has_body)
        return scope_here(c, sym) && !sym->tag->complete ? sym->type : NULL;
    if (alone && s->kind != T_ENUM)
        return scope_here(c, sym) ? sym->type : NULL;
    return sym->type;
}

/* ---- members ---------------------------------------------------------------------------------------------------- */

struct record {
    struct tag *tag;
    struct member **end;
    struct member *last;
};

/* One whose type is not complete, as that of the record itself, is the C compiler's to tell: here it leads to no members. */
static void add_member(struct checker *c, struct record *r, struct ident *name, struct type *t, int bits)
{
    struct member *m = arena_new(c->u->types, struct member);
    struct type *plain = type_strip(t);

    m->name = name;
    m->type = t;
    m->bits = bits;
    m->offset = -1;
    *r->end = m;
    r->end = &m->next;
    r->last = m;
    while (plain->kind == T_ARRAY)
        plain = type_strip(plain->base);
    if (type_is_record(plain) && !plain->tag->complete)
        m->type = plain = type_basic(c->u, T_UNKNOWN);
    if ((plain->quals & Q_CONST) || (type_is_record(plain) && plain->tag->has_const))
        r->tag->has_const = true;
}

/* In a packed record, and for a packed member, only an alignment of its own counts. */
static struct type *member_type(struct checker *c, struct record *r, struct decl *d, struct declarator *dr)
{
    struct type *t = declarator_type(c, d->specs, dr);
    int64_t aligned = specs_alignment(c, d->specs), own = attr_alignment(c, dr->attrs);

    if (own > aligned)
        aligned = own;
    if (r->tag->packed || attr_present(dr->attrs, "packed") || attr_present(d->specs->attrs, "packed"))
        return type_align(c->u, t) == 1 && aligned <= 1 ? t : type_with_alignment(c->u, t, aligned ? aligned : 1);
    return aligned > type_align(c->u, t) ? type_with_alignment(c->u, t, aligned) : t;
}

static void check_member(struct checker *c, struct record *r, struct decl *d, struct declarator *dr)
{
    int bits = -1;

    if (dr->bits) {
        check_in(c, dr->bits, PLACE_CONST);
        bits = (int)const_int(c, dr->bits, 0);
    }
    dr->type = bits == 0 ? d->specs->type : member_type(c, r, d, dr); /* `: 0` aligns in packed records too */
    add_member(c, r, dr->name, dr->type, bits);
    if (type_mentions_async(dr->type))
        r->tag->has_async = true;
}

/* `struct { ... };` in a record, and with -fms-extensions also `T;` and `struct S;`. */
static void check_anonymous_member(struct checker *c, struct record *r, struct specs *s)
{
    struct type *t = type_strip(s->type);

    if (!type_is_record(t))
        return;
    if (s->tag && s->tag->name && (s->tag->has_body || !t->tag->complete))
        return;
    if (r->tag->packed)
        t = type_with_alignment(c->u, s->type, 1);
    add_member(c, r, NULL, r->tag->packed ? t : s->type, -1);
}

/* A flexible array is the last member of a struct, also by way of a union. */
static bool ends_in_flexible(struct tag *tag, struct member *last)
{
    if (last && type_is_array(last->type) && type_strip(last->type)->incomplete)
        return true;
    for (struct member *m = tag->kind == T_UNION ? tag->members : last; m; m = m->next)
        if (type_is_flexible(m->type))
            return true;
    return false;
}

static void check_members(struct checker *c, struct tag_spec *s, struct tag *tag)
{
    struct record r = {.tag = tag, .end = &tag->members};
    struct declarator *dr;
    struct decl *d;

    tag->members = NULL;
    for (d = s->fields; d; d = d->next) {
        if (d->kind == DECL_STATIC_ASSERT)
            check_static_assert(c, d);
        if (d->kind != DECL_VARS || !d->specs)
            continue;
        check_specs(c, d->specs, !d->declarators);
        if (!d->declarators)
            check_anonymous_member(c, &r, d->specs);
        if (!d->declarators && d->specs->async)
            async_of_nothing(c, d->specs);
        for (dr = d->declarators; dr; dr = dr->next) {
            check_member(c, &r, d, dr);
            check_async_declarator(c, d, dr);
        }
        d->has_async = d->specs->async || (d->declarators && type_mentions_async(d->declarators->type));
    }
    tag->flexible = ends_in_flexible(tag, r.last);
}

static void define_record(struct checker *c, struct tag_spec *s, struct tag *tag)
{
    unsigned seen = c->async_seen;

    tag->packed = attr_present(s->attrs, "packed");
    tag->aligned = attr_alignment(c, s->attrs);
    check_members(c, s, tag);
    tag->has_async |= c->async_seen != seen;
    tag->complete = true;
    layout_record(c->u, tag, pack_at(c->u, s->keyword));
}

/* ---- enumerations ----------------------------------------------------------------------------------------------- */

struct enumeration {
    wide next, least, most;
    bool known; /* the next value */
};

static void check_enumerator(struct checker *c, struct enumerator *e, struct enumeration *n)
{
    struct symbol *sym = symbol_new(c, SYM_ENUMERATOR, e->name, e->name_tok);

    sym->type = basic(c, T_INT);
    if (e->value) {
        struct constant v;

        check_in(c, e->value, PLACE_CONST);
        v = const_eval(c, e->value);
        n->known = v.kind == CONST_INT;
        n->next = n->known ? v.i : 0;
        if (type_size(c->u, e->value->type) > 4) /* seen by the values that follow */
            sym->type = type_unqualified(c->u, e->value->type);
    }
    sym->value = (int64_t)n->next;
    sym->defined = n->known;
    if (n->next < n->least)
        n->least = n->next;
    if (n->next > n->most)
        n->most = n->next;
    n->next++;
    e->sym = sym;
    scope_bind(c, sym);
    resolve_token(c, e->name_tok, sym);
}

static enum type_kind underlying_kind(struct checker *c, struct tag *tag, const struct enumeration *n)
{
    bool negative = n->least < 0, small = tag->packed || c->u->target->short_enums;
    int bits = 1;

    while (bits < 64 && (n->most >> bits || (n->least < 0 && ~n->least >> bits)))
        bits++;
    if (negative)
        bits++;
    if (small && bits <= 8)
        return negative ? T_SCHAR : T_UCHAR;
    if (small && bits <= 16)
        return negative ? T_SHORT : T_USHORT;
    if (bits <= 32)
        return negative ? T_INT : T_UINT;
    return target_int64(c->u->target, !negative);
}

/* GNU C: an enumerator has type int where its value fits, else that of the enumeration. */
static void type_enumerators(struct checker *c, struct tag_spec *s, struct type *t)
{
    struct enumerator *e;
    bool fits;

    for (e = s->enumerators; e; e = e->next) {
        fits = e->sym->value == (int32_t)e->sym->value && !(e->sym->value < 0 && type_is_unsigned(t));
        e->sym->type = fits && !s->underlying ? basic(c, T_INT) : t;
    }
}

static void define_enum(struct checker *c, struct tag_spec *s, struct type *t)
{
    struct enumeration n = {.known = true};
    struct enumerator *e;

    t->tag->packed = attr_present(s->attrs, "packed");
    for (e = s->enumerators; e; e = e->next)
        check_enumerator(c, e, &n);
    if (!s->underlying)
        t->tag->underlying = basic(c, underlying_kind(c, t->tag, &n));
    type_enumerators(c, s, t);
    if (attr_present(s->attrs, "mode"))
        t->tag->underlying = attr_apply(c, s->attrs, t->tag->underlying);
    t->tag->complete = true;
}

/* ---- entry ------------------------------------------------------------------------------------------------------ */

/* Where a definition without a name could have one. */
static tok find_brace(struct unit *u, struct tag_spec *s)
{
    int depth = 0;

    for (tok t = s->keyword; t && t <= s->range.last; t++) {
        char c = token_at(u, t)->text[0];

        depth += (c == '(') - (c == ')');
        if (c == '{' && depth == 0)
            return t;
    }
    return 0;
}

static struct type *declare_tag(struct checker *c, struct tag_spec *s, bool alone)
{
    struct type *t = known_tag(c, s, alone);
    enum place place = c->place;

    if (!t)
        t = new_tag_type(c, s);
    s->tag = t->tag;
    if (s->name)
        resolve_token(c, s->name_tok, t->tag->sym);
    if (s->underlying) {
        check_type_name(c, s->underlying);
        t->tag->underlying = s->underlying->type;
    }
    if (!s->has_body)
        return t;
    if (place < PLACE_TYPE)
        c->place = PLACE_TYPE;
    t->tag->def = s->range;
    t->tag->keyword = s->keyword;
    t->tag->brace = s->name ? 0 : find_brace(c->u, s);
    if (t->tag->brace)
        token_at(c->u, t->tag->brace)->flags |= TOK_TAG;
    c->tags_open++;
    if (s->kind == T_ENUM)
        define_enum(c, s, t);
    else
        define_record(c, s, t->tag);
    c->tags_open--;
    c->place = place;
    return t;
}

/* What is declared at file scope stays, wherever it stands: in an expression too. */
struct type *check_tag(struct checker *c, struct tag_spec *s, bool alone)
{
    struct arena *types = c->u->types;
    struct type *t;

    if (c->depth == 0)
        c->u->types = &c->u->arena;
    t = declare_tag(c, s, alone);
    c->u->types = types;
    return t;
}
