/* decl.c - declarations that cannot stay as they are: those that mention async, and locals that moved. */
#include "emit/internal.h"

#include "ast/fresh.h"
#include "ast/pack.h"

#include <string.h>

/* ---- storage ----------------------------------------------------------------------------------------------------- */

const char *storage_text(struct symbol *sym, unsigned storage)
{
    bool is_inline = sym && sym->kind == SYM_FUNC && sym->storage & ST_INLINE;

    if (storage & ST_TYPEDEF)
        return "typedef ";
    if (is_inline && !(sym->storage & ST_EXTERN)) /* its parts are static, so it must be */
        return "static __inline__ ";
    if (storage & ST_STATIC)
        return storage & ST_THREAD ? "static __thread " : "static ";
    if (storage & ST_EXTERN)
        return storage & ST_THREAD ? "extern __thread " : "extern ";
    return storage & ST_THREAD ? "__thread " : storage & ST_REGISTER ? "register " : "";
}

/* ---- tags ------------------------------------------------------------------------------------------------------- */

/* Is T the record that D defines, or pointers to it or arrays of it? */
static bool is_made_of(struct type *t, struct decl *d)
{
    for (t = type_strip(t); t->kind == T_POINTER || t->kind == T_ARRAY; t = type_strip(t->base))
        ;
    return t->tag && t->tag == d->specs->tag->tag;
}

static void put_fields(struct printer *p, struct tag_spec *spec, tok t);

/* Two declarations instead of one would be a member too many; and a struct with a name is no anonymous member. */
static void put_member_decl(struct printer *p, struct decl *d)
{
    struct tag_spec *spec = d->specs ? d->specs->tag : NULL;
    bool whole = spec && spec->has_body && spec->tag;

    for (struct declarator *x = d->declarators; whole && x; x = x->next)
        whole = x->type && is_made_of(x->type, d);
    if (!whole) {
        put_decl(p, d);
        return;
    }
    put_tokens(p, d->range.first, spec->keyword - 1);
    if (d->declarators)
        put_tag_definition(p, d);
    else
        put_fields(p, spec, spec->keyword);
    put_tokens(p, spec->range.last + 1, d->range.last);
}

static void put_fields(struct printer *p, struct tag_spec *spec, tok t)
{
    for (struct decl *d = spec->fields; d; d = d->next) {
        if (!d->has_async && !(d->specs && d->specs->tag && d->specs->tag->tag && d->specs->tag->has_body &&
                               d->specs->tag->tag->has_async))
            continue;
        put_tokens(p, t, d->range.first - 1);
        put_member_decl(p, d);
        t = d->range.last + 1;
    }
    put_tokens(p, t, spec->range.last);
}

void put_tag_body(struct printer *p, struct tag_spec *spec)
{
    name_tag(p, spec->tag);
    put_fields(p, spec, spec->keyword);
}

void put_tag_definition(struct printer *p, struct decl *d)
{
    struct tag_spec *spec = d->specs->tag;

    put_tag_body(p, spec);
    for (struct attr *a = spec->attrs; a; a = a->next)
        if (a->range.first > spec->range.last) {
            struct attr one = *a;

            one.next = NULL;
            put_attribute_list(p, &one, ATTRS_ALL);
        }
}

static bool defines_tag(struct decl *d)
{
    return d->specs && d->specs->tag && d->specs->tag->has_body && d->specs->tag->tag;
}

/* The function becomes several with the same parameters, so tags are declared in front of them. */
void put_parameter_tags(struct printer *p, struct function *fn)
{
    struct tag_list tags = {0};

    type_parameter_tags(fn->type, &tags);
    for (size_t i = 0; i < tags.len; i++)
        if (!tags.at[i]->complete)
            emit(p, declare(p, tags.at[i]->sym->type, ""), ";");
    vec_free(&tags);
    for (struct deriv *v = fn->decl->declarators->derivs; v; v = v->next)
        for (struct decl *x = v->kind == D_FUNC ? v->params : NULL; x; x = x->next)
            if (defines_tag(x)) {
                put_tag_definition(p, x);
                emit(p, ";");
            }
}

/* ---- at file scope, as members and parameters ------------------------------------------------------------------- */

static bool is_async_function(struct symbol *sym)
{
    return sym && sym->kind == SYM_FUNC && sym->type && sym->type->kind == T_FUNC && sym->type->is_async;
}

static void put_declarator(struct printer *p, struct decl *d, struct declarator *x)
{
    struct type *t = x->sym ? x->sym->type : x->type;
    const char *name = x->sym ? symbol_text(p, x->sym) : x->name ? x->name->text : "";
    bool function = is_async_function(x->sym);

    emit(p, storage_text(x->sym, d->specs->storage));
    if (function && x->type) /* this declaration's own parameters */
        t = x->type;
    emit(p, declare(p, t, name));
    if (x->bits) {
        emit(p, " : ");
        put_expr(p, x->bits);
    }
    if (!range_empty(x->asm_label)) {
        emit(p, " ");
        put_tokens(p, x->asm_label.first, x->asm_label.last);
    }
    if (function) {
        put_attributes(p, d->specs, x, ATTRS_FUNCTION);
    } else {
        put_attribute_list(p, d->specs->attrs, ATTRS_ALL);
        put_attribute_list(p, x->attrs, ATTRS_ALL);
    }
    if (x->init) {
        emit(p, " = ");
        put_init(p, x->init);
    }
    emit(p, ";");
}

/* Each declarator by itself, from its type. */
void put_decl(struct printer *p, struct decl *d)
{
    if (d->kind != DECL_VARS) {
        put_tokens(p, d->range.first, d->range.last);
        return;
    }
    put_line_of(p, d->range.first);
    if (defines_tag(d)) {
        put_tag_definition(p, d);
        emit(p, ";");
    } else if (!d->declarators) {
        put_tokens(p, d->range.first, d->range.last);
    }
    for (struct declarator *x = d->declarators; x; x = x->next)
        put_declarator(p, d, x);
}

/* A typedef of a function, at file scope. */
static void put_hoisted_typedef(struct printer *p, struct decl *d, struct declarator *x)
{
    emit(p, " typedef ", declare(p, x->sym->type, x->sym->emit_name));
    put_attribute_list(p, d->specs->attrs, ATTRS_ALL);
    put_attribute_list(p, x->attrs, ATTRS_ALL);
    emit(p, ";");
}

/* A struct of a function is packed as it is where it stands. */
static void put_hoisted_tag(struct printer *p, struct decl *d, int64_t here)
{
    int64_t pack = pack_at(p->u, d->specs->tag->keyword);

    begin_packed(p, pack, here);
    put_line_of(p, d->range.first);
    put_tag_definition(p, d);
    emit(p, ";");
    end_packed(p, pack, here);
}

void put_hoisted(struct printer *p, struct lowered *low)
{
    int64_t here = pack_at(p->u, low->func->decl->range.first);

    p->hoisting = true;
    for (size_t i = 0; i < low->hoisted.len; i++) {
        struct decl *d = low->hoisted.at[i];

        if (d->specs->tag && d->specs->tag->has_body)
            put_hoisted_tag(p, d, here);
        put_line_of(p, d->range.first);
        for (struct declarator *x = d->declarators; x && d->specs->storage & ST_TYPEDEF; x = x->next)
            if (x->sym && x->sym->emit_name)
                put_hoisted_typedef(p, d, x);
    }
    p->hoisting = false;
}

/* ---- in functions ----------------------------------------------------------------------------------------------- */

static struct type *element(struct type *t)
{
    for (t = type_strip(t); t->kind == T_ARRAY; t = type_strip(t->base))
        ;
    return t;
}

static bool is_task_object(struct type *t)
{
    return element(t)->kind == T_TASK;
}

static bool is_static(struct symbol *sym)
{
    return sym->storage & (ST_STATIC | ST_EXTERN | ST_THREAD | ST_TYPEDEF) || sym->kind != SYM_VAR;
}

/* The frame has the object; what is left of its declaration is the initialisation. */
static void put_pinned_init(struct printer *p, struct declarator *x)
{
    struct symbol *sym = x->sym;
    struct type *t = type_strip(sym->type);
    const char *place = field_text(p, sym->var);
    bool assignable = type_is_scalar(t) || t->kind == T_TASK || t->kind == T_VECTOR ||
                      ((t->kind == T_STRUCT || t->kind == T_UNION) && !t->tag->has_const);
    const char *value, *cast = element(t)->quals & (Q_CONST | Q_VOLATILE) ? "(void *)" : "";

    if (!x->init && t->kind == T_TASK)
        emit(p, place, " = 0;");
    if (!x->init && !(type_is_array(t) && is_task_object(t)))
        return;
    if (x->init && assignable && x->init->expr) {
        emit(p, place, " = ");
        put_init(p, x->init);
        emit(p, ";");
        return;
    }
    value = fresh_local_name(p->u, "initial_value");
    emit(p, "{ ", declare(p, sym->type, value), " = ");
    if (x->init)
        put_init(p, x->init);
    else
        emit(p, "{0}");
    emit(p, "; memcpy(", cast, "&", place, ", ", cast, "&", value, ", sizeof ", value, "); }");
}

/* An array size that is constant, though there is an await in it. */
static bool has_touched_size(const struct declarator *x)
{
    for (const struct deriv *v = x->derivs; v; v = v->next)
        if (v->kind == D_ARRAY && v->size && v->size->touched)
            return true;
    return false;
}

bool is_requalified(const struct symbol *sym)
{
    const struct var *v = sym->var;

    return v && (v->fixed || (v->home == VAR_SAVED && type_strip(sym->type)->quals & Q_CONST));
}

static bool needs_type(struct decl *d, struct declarator *x)
{
    struct symbol *sym = x->sym;

    if (defines_tag(d) || has_touched_size(x)) /* the tag's definition stands in front */
        return true;
    return is_requalified(sym) || (sym->cleanup && sym->var) || d->has_async || d->async_header || type_mentions_async(sym->type);
}

static void put_local_by_type(struct printer *p, struct decl *d, struct declarator *x)
{
    struct symbol *sym = x->sym;
    bool saved = sym->var && sym->var->home == VAR_SAVED;

    emit(p, storage_text(sym, d->specs->storage | (sym->var && sym->var->fixed ? ST_STATIC : 0)),
        declare(p, saved ? type_unqualified(p->u, sym->type) : sym->type, symbol_text(p, sym)));
    if (!range_empty(x->asm_label)) {
        emit(p, " ");
        put_tokens(p, x->asm_label.first, x->asm_label.last);
    }
    put_attribute_list(p, d->specs->attrs, ATTRS_ALL);
    put_attribute_list(p, x->attrs, ATTRS_ALL);
}

/* Is there a scalar in front, which a 0 could be for? */
static bool begins_with_scalar(struct type *t)
{
    struct member *m;

    for (t = type_strip(t); t->kind == T_ARRAY; t = type_strip(t->base))
        if (t->length == 0)
            return false;
    if (t->kind != T_STRUCT && t->kind != T_UNION)
        return true;
    for (m = t->tag->members; m && !m->name && m->bits >= 0;)
        m = m->next;
    return m && begins_with_scalar(m->type);
}

const char *zero_list(struct type *t)
{
    return begins_with_scalar(t) ? "{0}" : "{}";
}

const char *zero_text(struct var *v)
{
    if (!v || !v->zeroed || v->home != VAR_SAVED)
        return NULL;
    return type_is_scalar(v->sym->type) || type_strip(v->sym->type)->kind == T_TASK ? "0" : zero_list(v->sym->type);
}

static void put_local(struct printer *p, struct decl *d, struct declarator *x)
{
    bool task = !is_static(x->sym) && is_task_object(x->sym->type);

    if (x->sym->var && x->sym->var->home == VAR_PINNED && !p->dump) {
        p->tasks = task ? TASKS_OWNED : TASKS_PLAIN;
        put_pinned_init(p, x);
        p->tasks = TASKS_PLAIN;
        return;
    }
    if (needs_type(d, x)) {
        put_local_by_type(p, d, x);
    } else {
        put_tokens(p, d->specs->range.first, d->specs->range.last);
        emit(p, " ");
        put_tokens(p, x->range.first, x->range.last);
    }
    if (x->sym->stood_in)
        emit(p, " __attribute__((__unused__))");
    if (x->init) {
        emit(p, " = ");
        p->tasks = task ? TASKS_OWNED : TASKS_PLAIN;
        put_init(p, x->init);
        p->tasks = TASKS_PLAIN;
    } else if (task) {
        emit(p, type_is_array(x->sym->type) ? " = {0}" : " = 0");
    } else if (zero_text(x->sym->var)) {
        emit(p, " = ", zero_text(x->sym->var));
    }
    emit(p, ";");
}

void put_local_decl(struct printer *p, struct stmt *s)
{
    struct decl *d = s->decl;

    put_pragmas(p, d->range.first, d->range.last);
    put_line_of(p, d->range.first);
    if (d->kind != DECL_VARS || !d->specs) {
        put_tokens(p, d->range.first, d->range.last);
        return;
    }
    if (defines_tag(d) && !d->specs->tag->tag->hoisted) {
        put_tag_definition(p, d);
        emit(p, ";");
    }
    for (struct declarator *x = d->declarators; x; x = x->next) {
        if (!x->sym || (d->specs->storage & ST_TYPEDEF && x->sym->emit_name))
            continue; /* a typedef that moved to file scope */
        put_local(p, d, x);
    }
}
