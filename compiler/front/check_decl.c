/* check_decl.c - declarations: their symbols, what several declarations of one name say together, initialisers. */
#include "front/checker.h"

/* ---- symbols ---------------------------------------------------------------------------------------------------- */

/* The symbol that this declaration declares again, NULL if it declares a new one. */
static struct symbol *declared_before(struct checker *c, struct declarator *dr, enum symbol_kind kind)
{
    struct symbol *old = dr->name->ordinary;

    if (!old || old->depth != c->depth)
        return NULL;
    return old->kind == kind || old->implicit ? old : NULL;
}

/* A declaration in a block of something that is visible from the file scope knows what was said there. */
static struct symbol *same_entity(struct declarator *dr, enum symbol_kind kind, unsigned storage)
{
    struct symbol *old = dr->name->ordinary;

    if (!old || old->kind != kind || (kind == SYM_VAR && !(storage & ST_EXTERN)) || old->implicit)
        return NULL;
    return old->depth == 0 || (old->storage & ST_EXTERN) ? old : NULL;
}

static void merge(struct checker *c, struct symbol *sym, struct declarator *dr, unsigned storage, bool has_attributes)
{
    if (sym->kind == SYM_FUNC)
        check_redeclaration(c, sym, dr);
    if (sym->implicit || (sym->is_param && !sym->declared)) { /* a K&R parameter gets its type here */
        sym->type = dr->type;
        sym->at = dr->name_tok;
        sym->implicit = false;
    } else if (sym->kind == SYM_FUNC && attr_present(dr->attrs, "overloadable")) { /* clang: one of many */
        sym->type = type_function(c->u, basic(c, T_UNKNOWN));
    } else if (sym->kind != SYM_TYPEDEF && type_compatible_unqualified(sym->type, dr->type)) {
        sym->type = type_composite(c->u, sym->type, dr->type);
    }
    sym->storage |= storage;
    sym->declared = true;
    sym->has_attrs |= has_attributes;
}

static bool says(const struct specs *specs, const struct declarator *dr, const char *attribute)
{
    return attr_present(dr->attrs, attribute) || attr_present(specs->attrs, attribute);
}

/* What is told of functions, by the runtime's header, too: see struct symbol. */
static void note_function(struct symbol *sym, const struct specs *specs, const struct declarator *dr)
{
    if (sym->kind != SYM_FUNC)
        return;
    sym->noreturn |= sym->storage & ST_NORETURN || says(specs, dr, "noreturn");
    sym->returns_twice |= says(specs, dr, "returns_twice");
    sym->must_use |= says(specs, dr, "warn_unused_result") || says(specs, dr, "nodiscard");
    sym->leaf |= attr_present(dr->attrs, "ac_leaf");
    sym->usual |= attr_present(dr->attrs, "ac_usual");
}

/* What is declared twice in a block may not be told by the C compiler: one or both declarations may be gone by then. Parameters
 * may be declared before (GNU), and again by an old-style definition. */
static void check_only_one(struct checker *c, struct declarator *dr, enum symbol_kind kind, unsigned storage)
{
    struct symbol *old = scope_here(c, dr->name->ordinary);
    bool linked = kind != SYM_VAR || storage & ST_EXTERN;

    if (!old || !c->depth || old->implicit || old->is_param || (old->kind == kind && linked))
        return;
    diag(c->u, DIAG_REDECLARED, dr->name_tok, (struct range){dr->name_tok, dr->name_tok}, dr->name->text,
         old->kind == kind ? "" : " as something else");
    diag(c->u, DIAG_NOTE_DECLARED_HERE, old->at, (struct range){old->at, old->at}, dr->name->text);
}

static void declare_name(struct checker *c, struct declarator *dr, enum symbol_kind kind, const struct specs *specs)
{
    unsigned storage = specs->storage;
    bool has_attributes = dr->attrs || specs->attrs;
    struct symbol *sym = declared_before(c, dr, kind), *outer;

    check_only_one(c, dr, kind, storage);
    if (sym) {
        merge(c, sym, dr, storage, has_attributes);
        sym->kind = kind;
    } else {
        outer = kind == SYM_TYPEDEF ? NULL : same_entity(dr, kind, storage);
        if (outer && kind == SYM_FUNC)
            check_redeclaration(c, outer, dr);
        sym = symbol_new(c, kind, dr->name, dr->name_tok);
        sym->type = outer && type_compatible_unqualified(outer->type, dr->type) ? type_composite(c->u, dr->type, outer->type)
                                                                               : dr->type;
        sym->storage = storage;
        sym->declared = true;
        sym->has_attrs = has_attributes;
        scope_bind(c, sym);
    }
    note_function(sym, specs, dr);
    dr->sym = sym;
    resolve_token(c, dr->name_tok, sym);
}

/* ---- one declarator --------------------------------------------------------------------------------------------- */

static void type_declarator(struct checker *c, struct specs *s, struct declarator *dr)
{
    int64_t aligned = specs_alignment(c, s), own = attr_alignment(c, dr->attrs);

    if (s->basic[BS_AUTO_TYPE] && dr->init && dr->init->expr) {
        dr->type = type_qualified(c->u, check_value(c, dr->init->expr, WANT_VALUE), s->quals);
        check_task_operand(c, dr->init->expr);
        dr->init->type = dr->type;
        return;
    }
    dr->type = declarator_type(c, s, dr);
    if (type_strip(dr->type)->kind == T_FUNC) /* alignment of code */
        return;
    dr->type = type_with_alignment(c->u, dr->type, own > aligned ? own : aligned);
}

static bool is_static(struct checker *c, unsigned storage)
{
    return c->depth == 0 || (storage & (ST_STATIC | ST_EXTERN | ST_THREAD | ST_CONSTEXPR));
}

/* What an initialiser is made of has done its work with the declaration; the type that an array gets from it stays. */
static struct type *check_object(struct checker *c, struct init *init, struct type *t)
{
    struct arena *types = c->u->types;
    struct type *completed;

    c->u->types = &c->u->tree;
    completed = check_init(c, init, t);
    c->u->types = types;
    return completed == t ? t : type_copy(c->u, completed);
}

/* Of an object at file scope a constant is remembered; trees last for one declaration. */
static struct init *lasting(struct checker *c, const struct init *init)
{
    const struct expr *e = init->expr;
    struct init *copy;

    while (e && (e->kind == E_PAREN || (e->kind == E_CAST && type_is_pointer(e->type))))
        e = e->a;
    if (!e || !e->is_const)
        return NULL;
    copy = arena_new(c->u->types, struct init);
    copy->expr = arena_new(c->u->types, struct expr);
    *copy->expr = (struct expr){.kind = E_INT, .is_const = true, .value = e->value};
    copy->expr->type = type_basic(c->u, type_is_unsigned(e->type) ? T_ULLONG : T_LLONG);
    return copy;
}

static void check_initialiser(struct checker *c, struct specs *s, struct declarator *dr)
{
    enum place place = c->place;

    dr->sym->defined = true;
    if (s->basic[BS_AUTO_TYPE])
        return;
    if (is_static(c, s->storage) && place < PLACE_STATIC)
        c->place = PLACE_STATIC;
    dr->type = check_object(c, dr->init, dr->type);
    if (dr->sym->kind == SYM_VAR && dr->sym->owner)
        dr->sym->init = dr->init;
    else if (has_one_value(dr->sym))
        dr->sym->init = lasting(c, dr->init);
    if (type_is_array(dr->sym->type) && type_strip(dr->sym->type)->incomplete)
        dr->sym->type = dr->type;
    c->place = place;
}

static void check_cleanup(struct checker *c, struct specs *s, struct declarator *dr)
{
    struct expr *fn = attr_arg(dr->attrs, "cleanup");

    if (!fn)
        fn = attr_arg(s->attrs, "cleanup");
    if (!fn || !c->fn || is_static(c, s->storage) || dr->sym->kind != SYM_VAR)
        return;
    check_value(c, fn, WANT_VALUE);
    dr->sym->cleanup = fn;
    dr->sym->address_taken = true;
    if (c->fn->is_async)
        c->fn->has_async = true;
}

static bool declares_async(struct type *t)
{
    t = type_strip(t);
    while (t->kind == T_ARRAY)
        t = type_strip(t->base);
    return t->kind == T_TASK || (t->kind == T_FUNC && t->is_async);
}

static void check_declarator(struct checker *c, struct decl *d, struct declarator *dr)
{
    enum symbol_kind kind = SYM_VAR;

    type_declarator(c, d->specs, dr);
    if (!dr->name)
        return;
    if (d->specs->storage & ST_TYPEDEF)
        kind = SYM_TYPEDEF;
    else if (type_strip(dr->type)->kind == T_FUNC)
        kind = SYM_FUNC;
    check_async_declarator(c, d, dr);
    declare_name(c, dr, kind, d->specs);
    if (dr->init)
        check_initialiser(c, d->specs, dr);
    check_cleanup(c, d->specs, dr);
    if (type_mentions_async(dr->type)) {
        d->has_async = true;
        d->async_header |= d->specs->async || declares_async(dr->type);
    }
}

/* ---- declarations ----------------------------------------------------------------------------------------------- */

void check_static_assert(struct checker *c, struct decl *d)
{
    unsigned seen = c->async_seen;

    if (d->expr)
        check_in(c, d->expr, PLACE_CONST);
    d->has_async = c->async_seen != seen;
}

static void check_vars(struct checker *c, struct decl *d)
{
    struct declarator *dr;
    unsigned seen = c->async_seen;

    if (!d->specs)
        return;
    check_specs(c, d->specs, !d->declarators);
    if (d->specs->async && !d->declarators)
        async_of_nothing(c, d->specs);
    for (dr = d->declarators; dr; dr = dr->next)
        check_declarator(c, d, dr);
    if (c->async_seen != seen) {
        d->has_async = true;
        if (c->fn)
            c->fn->has_async = true;
    }
}

void check_decl(struct checker *c, struct decl *d)
{
    switch (d->kind) {
    case DECL_VARS:
        check_vars(c, d);
        break;
    case DECL_FUNC:
        check_function(c, d);
        break;
    case DECL_STATIC_ASSERT:
        check_static_assert(c, d);
        break;
    case DECL_PARAM:
    case DECL_ASM:
    case DECL_EMPTY:
        break;
    }
}

/* ---- parameters ------------------------------------------------------------------------------------------------- */

/* 6.7.6.3p7: arrays and functions become pointers. */
static struct type *adjusted(struct checker *c, struct declarator *dr)
{
    struct type *t = type_strip(dr->type), *p;

    if (t->kind == T_FUNC)
        return type_pointer(c->u, dr->type);
    if (t->kind != T_ARRAY)
        return dr->type;
    p = type_pointer(c->u, t->base);
    if (dr->derivs && dr->derivs->kind == D_ARRAY)
        p->quals = dr->derivs->quals;
    return p;
}

void check_param_decl(struct checker *c, struct decl *d)
{
    struct declarator *dr = d->declarators;
    struct symbol *sym;

    if (!d->specs)
        return;
    check_specs(c, d->specs, false);
    if (!dr)
        return;
    dr->type = declarator_type(c, d->specs, dr);
    dr->type = adjusted(c, dr);
    check_async_declarator(c, d, dr);
    d->has_async = d->specs->async || type_mentions_async(dr->type);
    if (!dr->name)
        return;
    sym = symbol_new(c, SYM_VAR, dr->name, dr->name_tok);
    sym->type = dr->type;
    sym->storage = d->specs->storage;
    sym->declared = true;
    sym->is_param = true;
    sym->may_be_unused = says(d->specs, dr, "unused") || says(d->specs, dr, "maybe_unused");
    scope_bind(c, sym);
    dr->sym = sym;
    resolve_token(c, dr->name_tok, sym);
}

/* The declarations between `)` and `{`; their names have been bound as int. */
static void check_old_style(struct checker *c, struct function *fn, struct type *f)
{
    struct declarator *dr;
    struct decl *d;
    struct param *p;

    for (d = fn->kr_decls; d; d = d->next) {
        check_decl(c, d);
        for (dr = d->declarators; dr; dr = dr->next) {
            if (!dr->sym || !dr->sym->is_param)
                continue;
            dr->type = dr->sym->type = adjusted(c, dr);
            for (p = f->params; p; p = p->next)
                if (p->sym == dr->sym)
                    p->name = dr->name;
        }
    }
    for (p = f->params; p; p = p->next)
        if (p->sym)
            p->type = p->sym->type;
}

/* ---- functions -------------------------------------------------------------------------------------------------- */

static struct type *function_header(struct checker *c, struct decl *d)
{
    struct declarator *dr = d->declarators;
    unsigned seen = c->async_seen;

    check_specs(c, d->specs, false);
    c->definition = dr->derivs;
    c->kept.len = 0;
    dr->type = declarator_type(c, d->specs, dr);
    c->definition = NULL;
    d->has_async = c->async_seen != seen || type_mentions_async(dr->type);
    return type_strip(dr->type);
}

static void bind_params(struct checker *c)
{
    size_t i;

    for (i = 0; i < c->kept.len; i++) {
        c->kept.at[i]->hides = NULL;
        scope_bind(c, c->kept.at[i]);
    }
}

static void end_labels(struct checker *c)
{
    while (c->fn_labels.len > c->now.fn_labels) {
        struct symbol *sym = c->fn_labels.at[--c->fn_labels.len];

        sym->name->label = sym->hides;
    }
}

static void check_body(struct checker *c, struct function *fn)
{
    unsigned seen = c->async_seen;
    size_t params = scope_enter(c), body;
    struct arena *types = c->u->types;

    bind_params(c);
    check_old_style(c, fn, fn->type);
    c->u->types = &c->u->tree;
    body = scope_enter(c);
    if (fn->body)
        check_stmts(c, fn->body->body);
    jumps_finish(c);
    end_labels(c);
    scope_leave(c, body);
    scope_leave(c, params);
    c->u->types = types;
    if (c->async_seen != seen || fn->has_defer_stmt || fn->is_async)
        fn->has_async = true;
}

/* C compilers say so, but do not see it: see put_parameter_tags(). */
static void check_parameter_tags(struct checker *c, struct type *fn)
{
    struct tag_list tags = {0};

    type_parameter_tags(fn, &tags);
    for (size_t i = 0; i < tags.len; i++) {
        struct symbol *sym = tags.at[i]->sym;

        diag(c->u, DIAG_PARAMETER_TAG, sym->at, (struct range){sym->at, sym->at}, type_spell(c->u, sym->type));
    }
    vec_free(&tags);
}

static void check_async_definition(struct checker *c, struct decl *d)
{
    struct function *fn = d->func;
    struct declarator *dr = d->declarators;

    check_async_declarator(c, d, dr);
    if (!fn->is_async)
        return;
    if (dr->derivs && dr->derivs->kr_count)
        diag(c->u, DIAG_ASYNC_OLD_STYLE, dr->name_tok, dr->range);
    if (fn->sym->depth == 0 && dr->name == c->id_main)
        check_async_main(c, dr);
    else if (fn->sym->at == dr->name_tok && !(fn->sym->storage & (ST_STATIC | ST_INLINE)))
        diag(c->u, DIAG_MISSING_PROTOTYPE, dr->name_tok, (struct range){dr->name_tok, dr->name_tok}, dr->name->text);
    check_parameter_tags(c, fn->type);
}

void check_function(struct checker *c, struct decl *d)
{
    struct function *fn = d->func, *outer = c->fn;
    struct function_state before = c->now;
    enum place place = c->place;
    struct declarator *dr = d->declarators;
    struct type *type = function_header(c, d);

    if (type->kind != T_FUNC || !dr->name) { /* the C compiler says so, if it gets to see it */
        if (d->specs->async)
            async_of_nothing(c, d->specs);
        else if (d->has_async || fn->has_defer)
            diag(c->u, DIAG_BODY_OF_NOTHING, fn->body->range.first, dr->range);
        return;
    }
    declare_name(c, dr, SYM_FUNC, d->specs);
    fn->sym = dr->sym;
    fn->sym->defined = true;
    fn->type = type;
    fn->is_async = type->is_async;
    fn->outer = outer;
    if (outer) {
        fn->sym->is_nested = true;
        fn->sym->nested = fn;
        outer->never_inline = true;
    }
    check_async_definition(c, d);
    c->fn = fn;
    c->now = (struct function_state){.gotos = c->gotos.len, .labels = c->labels.len, .fn_labels = c->fn_labels.len};
    c->place = PLACE_RUN;
    check_body(c, fn);
    if (outer && (fn->has_async || type_mentions_async(type))) /* it is not lowered */
        diag(c->u, DIAG_NESTED_ASYNC, dr->name_tok, dr->range, dr->name->text);
    c->place = place;
    c->now = before;
    c->fn = outer;
}
