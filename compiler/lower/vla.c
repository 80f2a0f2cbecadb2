/* vla.c - variably modified objects that are alive over a suspension.
 *
 * C allows no jump into the scope of anything variably modified, and a resume is such a jump. So the object loses its
 * declaration: each size is evaluated once, where the declaration stood, into a variable of its own; the storage is a
 * plain pointer; and the name stands for a typed view of it:
 *
 *     int a[n + 1];       =>   size_1 = n + 1;  a_2 = ac_block_new(sizeof(int[size_1]));
 *     a[i]                     (*(int (*)[size_1])a_2)[i]
 *
 * (where it must be aligned more than malloc() does, at the first place in the block that is), and
 *
 *     int (*p)[n] = q;    =>   size_3 = n;  (*(int (**)[size_3])&p_4) = q;
 *
 * A type name in an expression with an await is an operand like others:
 *
 *     (int (*)[n])p       =>   size_5 = n;  (int (*)[size_5])p
 *
 * An array's block is freed when its scope is left (cleanup.c). The array type itself is changed, so every type that was
 * derived from it (of rows, of &a, by typeof or typedef) speaks of the saved size, too; the size as written stays in
 * the `a` of the E_TEMP, for heads of functions; there, one that has effects is any that has none. */
#include "lower/internal.h"

static bool is_frozen(struct type *t)
{
    return t->size && expr_now(t->size)->kind == E_TEMP;
}

static void add_size(struct lower *l, struct var *v, struct symbol *size, struct expr *written)
{
    struct var_size **at = &v->sizes;

    while (*at)
        at = &(*at)->next;
    *at = arena_new(&l->u->tree, struct var_size);
    (*at)->size = size;
    (*at)->written = written;
}

/* Types name it. */
static struct expr *new_size(struct lower *l)
{
    struct symbol *size = new_temp(l, type_basic(l->u, T_ULONG), "size");

    size->var->stays = true;
    return make_temp(l, size);
}

/* Gives each size in T that is not a constant its variable. WRITTEN sizes are evaluated by the declaration of V. */
static void freeze(struct lower *l, struct var *v, struct type *t)
{
    struct expr *size;

    for (;; t = t->base) {
        if (!t->vm)
            return;
        if (t->kind == T_ARRAY && t->length < 0 && t->size) {
            if (is_frozen(t)) {
                add_size(l, v, expr_now(t->size)->sym, NULL);
                continue;
            }
            size = new_size(l);
            size->a = has_effects(t->size) ? make_raw(l, "((void)0, 1)", t->size->type, NULL) : t->size;
            add_size(l, v, size->sym, t->size);
            t->size = size;
        } else if (t->kind != T_POINTER && t->kind != T_TYPEDEF && t->kind != T_ARRAY) {
            return;
        }
    }
}

static struct type *void_pointer(struct lower *l)
{
    return type_pointer(l->u, type_basic(l->u, T_VOID));
}

/* Takes SYM, a variable or typedef of variably modified type, apart. */
static void prepare(struct lower *l, struct symbol *sym)
{
    struct var *v = sym->var;

    if (!v) {
        v = arena_new(&l->u->tree, struct var);
        v->sym = sym;
        v->index = v->slot = -1;
        sym->var = v;
    }
    freeze(l, v, sym->type);
    if (sym->kind != SYM_VAR)
        return;
    v->store = new_temp(l, type_is_pointer(sym->type) ? type_void_pointer(l->u, sym->type) : void_pointer(l), sym->name->text);
    v->store->address_taken = sym->address_taken && !type_is_array(sym->type);
    v->store->at = sym->at;
    v->index = -1;
}

bool vla_is_settled(struct type *t)
{
    for (t = t->vm ? t : NULL; t && (t->kind == T_POINTER || t->kind == T_TYPEDEF || t->kind == T_ARRAY); t = t->base)
        if (t->kind == T_ARRAY && t->length < 0 && t->size && !is_frozen(t))
            return false;
    return true;
}

/* A temporary of variably modified type: T's sizes are frozen already. */
void vla_temp(struct lower *l, struct symbol *temp)
{
    struct var *v = temp->var;

    freeze(l, v, temp->type);
    v->temp = false;
    v->store = new_temp(l, void_pointer(l), symbol_name(l, temp)->text);
}

static bool is_open(struct deriv *d)
{
    return d->kind == D_ARRAY && d->size && !d->size->is_const && !d->size->replace;
}

bool vla_is_open(struct type_name *n)
{
    struct deriv *d = n && n->declarator && n->type->vm ? n->declarator->derivs : NULL;

    while (d && !is_open(d))
        d = d->next;
    return d != NULL;
}

void vla_type_name(struct lower *l, struct type_name *n)
{
    struct expr *size;

    if (!vla_is_open(n))
        return;
    for (struct deriv *d = n->declarator->derivs; d; d = d->next) {
        if (!is_open(d))
            continue;
        if (d->size->has_await)
            flatten(l, d->size);
        size = arena_new(&l->u->tree, struct expr);
        *size = *expr_now(d->size);
        d->size->replace = new_size(l);
        list_add(l->out, make_expr_stmt(l, make_assign(l, d->size->replace->sym, size), n->range));
    }
}

static bool is_vm_declarator(struct declarator *d)
{
    return d->sym && d->sym->type && d->sym->type->vm && (d->sym->kind == SYM_VAR || d->sym->kind == SYM_TYPEDEF) &&
           !(d->sym->storage & (ST_STATIC | ST_EXTERN | ST_THREAD));
}

bool vla_is_prepared(struct symbol *sym)
{
    return sym && sym->var && (sym->var->store || sym->var->sizes);
}

static bool item_suspends(struct stmt *s)
{
    return s->has_await || needs_cleanup(s) || (s->kind == S_DECL && s->decl->has_async);
}

static bool list_suspends(struct stmt *s)
{
    for (; s; s = s->next)
        if (item_suspends(s))
            return true;
    return false;
}

void vla_prepare_block(struct lower *l, struct stmt *first)
{
    if (!l->fn->is_async || !list_suspends(first))
        return;
    for (struct stmt *s = first; s; s = s->next)
        if (s->kind == S_DECL && s->decl->kind == DECL_VARS)
            for (struct declarator *d = s->decl->declarators; d; d = d->next)
                if (is_vm_declarator(d) && !vla_is_prepared(d->sym))
                    prepare(l, d->sym);
}

/* size_1 = n; for the sizes V's declaration evaluates. */
static void evaluate_sizes(struct lower *l, struct var *v, struct stmt_list *list, struct range like)
{
    struct stmt_list *outer = l->out;

    for (struct var_size *s = v->sizes; s; s = s->next) {
        if (!s->written)
            continue;
        l->out = list;
        if (s->written->has_await)
            flatten_full(l, s->written);
        l->out = outer;
        list_add(list, make_expr_stmt(l, make_assign(l, s->size, s->written), like));
    }
}

void vla_declare(struct lower *l, struct declarator *d, struct stmt_list *list)
{
    struct var *v = d->sym->var;
    struct stmt_list *outer = l->out;
    struct expr *size;

    evaluate_sizes(l, v, list, d->range);
    if (d->sym->kind != SYM_VAR)
        return;
    if (type_is_array(d->sym->type)) {
        int more = type_over_align(l->u, d->sym->type);
        const char *call = more ? arena_printf(&l->u->tree, "ac_block_new(sizeof(\1) + %d)", more) : "ac_block_new(sizeof(\1))";

        size = make_raw(l, call, void_pointer(l), make_type_arg(l, d->sym->type));
        list_add(list, make_expr_stmt(l, make_assign(l, v->store, size), d->range));
    } else if (d->init && d->init->expr) {
        l->out = list;
        if (d->init->expr->has_await)
            flatten_full(l, d->init->expr);
        l->out = outer;
        list_add(list, make_expr_stmt(l, make_assign(l, d->sym, d->init->expr), d->range));
    }
}

/* The size of an array that was made a pointer: nothing keeps it, but it is evaluated. */
static struct expr *lost_size(struct declarator *d)
{
    struct deriv *outermost = d->derivs;

    if (!outermost || outermost->kind != D_ARRAY || !outermost->size || !has_effects(outermost->size))
        return NULL;
    return outermost->size;
}

static bool loses_sizes(struct decl *params)
{
    for (struct decl *p = params; p; p = p->next)
        if (p->declarators && lost_size(p->declarators))
            return true;
    return false;
}

static void prepare_param(struct lower *l, struct declarator *d, struct stmt_list *list)
{
    struct range like = l->fn->body->range;
    struct expr *lost = lost_size(d);

    if (lost)
        list_add(list, make_expr_stmt(l, make_raw(l, "(void)(\1)", NULL, lost), like));
    if (!d->sym || !d->sym->var || !d->sym->type->vm)
        return;
    prepare(l, d->sym);
    d->sym->var->store->var->temp = false;
    d->sym->var->store->var->param = true;
    evaluate_sizes(l, d->sym->var, list, like);
}

/* Parameters like int a[n][m]: their sizes are evaluated at entry. */
void vla_prepare_params(struct lower *l)
{
    struct deriv *function = l->fn->decl->declarators->derivs;
    struct stmt_list list;

    if (!l->fn->is_async || !function || (!list_suspends(l->fn->body->body) && !loses_sizes(function->params)))
        return;
    list_init(&list);
    for (struct decl *p = function->params; p; p = p->next)
        if (p->declarators)
            prepare_param(l, p->declarators, &list);
    if (!list.first)
        return;
    *list.tail = l->fn->body->body;
    l->fn->body->body = list.first;
}
