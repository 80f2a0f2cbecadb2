/* asyncify.c - text with insertions: `_Async` before declarations, `_Await` before calls, suspensions before statements.
 *
 * A function becomes async if each mention of it is a declaration of its own or the callee of an evaluated call in a
 * function that becomes async too, up to main. All mentions are tokens that the checker resolved to it, so what the walk
 * does not know (addresses, static initialisers, operands of sizeof) keeps a function plain by itself. */
#include "asyncify.h"

#include "asyncify_internal.h"

#include <string.h>

/* ---- who could be async ------------------------------------------------------------------------------------------ */

static bool harmless(const struct attr *attrs)
{
    static const char *const names[] = {"noinline", "noclone", "noipa", "unused", "used", "cold", "hot", "optimize", NULL};

    for (; attrs; attrs = attrs->next)
        if (!ident_in(attrs->name, names))
            return false;
    return true;
}

/* Nested functions whose address may be kept, or that jump out: calls of them by name are all that goes over suspensions. */
static bool nested_forbid(struct unit *u, const struct function *f)
{
    for (tok t = f->body->range.first; f->nested && t <= f->body->range.last; t++) {
        const struct symbol *sym = token_symbol(u, t);

        if (sym && sym->is_nested && token_at(u, t + 1)->kind != '(')
            return true;
    }
    return f->left_at;
}

/* Mentions in its body something that an async function must not do. */
static bool body_forbids(struct unit *u, const struct function *f)
{
    static const char *const names[] = {
        "setjmp", "_setjmp", "sigsetjmp", "__sigsetjmp", "__builtin_setjmp", "alloca", "__builtin_alloca",
        "__builtin_alloca_with_align", "__builtin_apply_args", "__builtin_return_address", "__builtin_frame_address", NULL};

    for (tok t = f->body->range.first; t <= f->body->range.last; t++) {
        if (ident_in(token_at(u, t)->ident, names))
            return true;
    }
    return nested_forbid(u, f);
}

static bool is_main(const struct candidate *c)
{
    return strcmp(c->name->text, "main") == 0;
}

/* `int main(void)` or with two parameters, the first an int. */
static bool is_usual_main(const struct function *f)
{
    const struct param *first = f->type->params, *second = first ? first->next : NULL;

    if (type_strip(f->type->base)->kind != T_INT)
        return false;
    return !first || (type_strip(first->type)->kind == T_INT && second && !second->next);
}

/* Suspensions are put where it is in use. */
static bool takes_va_list(const struct function *f)
{
    for (const struct param *p = f->type->params; p; p = p->next)
        if (type_strip(p->type)->kind == T_VA_LIST)
            return true;
    return false;
}

static bool can_be_async(struct unit *u, const struct candidate *c)
{
    const struct function *f = c->func;
    const struct declarator *dr = f->decl->declarators;
    const struct deriv *step = dtor_function(f->decl->declarators);
    unsigned storage = f->sym->storage;

    if (f->system || !step || step->variadic || step->kr_count || f->is_async || f->has_async)
        return false;
    for (const struct deriv *d = step->next; d; d = d->next)
        if (d->kind == D_FUNC)
            return false;
    if ((storage & ST_NORETURN) || ((storage & ST_INLINE) && (storage & ST_EXTERN)))
        return false;
    if (!harmless(f->decl->specs->attrs) || !harmless(dr->attrs) || !range_empty(dr->asm_label))
        return false;
    if (is_main(c) && !is_usual_main(f))
        return false;
    return !takes_va_list(f) && !body_forbids(u, f);
}

static struct candidate *find(struct asyncify *a, const struct ident *name)
{
    for (size_t i = 0; name && i < a->candidates.len; i++)
        if (a->candidates.at[i].name == name)
            return &a->candidates.at[i];
    return NULL;
}

static void add_candidates(struct asyncify *a)
{
    for (struct decl *d = a->u->decls; d; d = d->next) {
        struct candidate c = {0};

        if (d->kind != DECL_FUNC || !d->func->sym)
            continue;
        c.func = d->func;
        c.name = d->func->sym->name;
        c.plain = !can_be_async(a->u, &c);
        vec_push(&a->candidates, c);
    }
}

/* ---- where things are inserted ----------------------------------------------------------------------------------- */

static void walk_stmt(struct asyncify *a, struct stmt *s);

static struct candidate *callee_of(struct asyncify *a, const struct expr *e)
{
    const struct expr *f = e->a ? skip_parens(e->a) : NULL;

    if (!f || f->kind != E_IDENT || !f->sym || f->sym->kind != SYM_FUNC || f->sym->is_nested)
        return NULL;
    return find(a, f->name);
}

static tok callee_token(const struct expr *call)
{
    return skip_parens(call->a)->range.first;
}

/* More arguments than an empty list of parameters may get once it is `(void)`. */
static bool too_many(const struct candidate *c, const struct expr *call)
{
    return call->list && !c->func->type->params;
}

static void add_call(struct asyncify *a, struct expr *e, bool inner)
{
    bool named = called_function(e);
    struct candidate *callee = named ? callee_of(a, e) : pointed_candidate(a, e->a);

    if (!callee || (named && (is_main(callee) || too_many(callee, e))))
        return;
    if (named && callee_token(e) < callee->func->sym->at) { /* called before it is declared */
        callee->plain = true;
        return;
    }
    if (named)
        a->fine[callee_token(e)] = true;
    vec_push(&a->places, (struct place){.kind = A_CALL, .in = a->in, .callee = callee, .range = e->range, .inner = inner});
}

static bool is_postfix(const struct expr *e)
{
    return e->kind == E_MEMBER || e->kind == E_INDEX || e->kind == E_CALL || e->kind == E_ARROW;
}

static void walk_expr(struct asyncify *a, struct expr *e, bool inner)
{
    struct expr *few[8], **kids = few;
    size_t n;

    if (!e || e->kind == E_GENERIC || e->kind == E_CHOOSE || e->kind == E_OFFSETOF || (e->kind == E_SIZEOF && e->a))
        return;
    if (e->kind == E_CALL)
        add_call(a, e, inner);
    note_value(a, e, e->kind == E_IDENT ? find(a, e->name) : NULL);
    if (e->kind == E_STMT_EXPR)
        walk_stmt(a, e->block);
    n = expr_kids(e, few, 8);
    if (n > 8) {
        kids = arena_alloc(&a->u->arena, n * sizeof *kids);
        expr_kids(e, kids, n);
    }
    for (size_t i = 0; i < n; i++)
        if (e->kind != E_CALL || kids[i] != e->a || !called_function(e))
            walk_expr(a, kids[i], i == 0 && is_postfix(e) && kids[0] == e->a);
}

static void walk_init(struct asyncify *a, struct init *init)
{
    if (!init)
        return;
    walk_expr(a, init->expr, false);
    for (struct init *elem = init->list; elem; elem = elem->next)
        walk_init(a, elem);
}

/* `f()` for a function that has parameters. */
static bool tells_less(const struct candidate *c, struct declarator *dr)
{
    return dtor_function(dr)->old_style && c->func->type->params;
}

/* A declaration of one function by a declarator with parameters. */
static void add_declaration(struct asyncify *a, struct decl *d)
{
    struct declarator *dr = d->declarators;
    struct candidate *callee = dr && dr->sym && dr->sym->kind == SYM_FUNC ? find(a, dr->name) : NULL;

    if (!callee || dr->next || !dtor_function(dr) || tells_less(callee, dr))
        return;
    a->fine[dr->name_tok] = true;
    vec_push(&a->places,
             (struct place){.kind = A_DECLARATION, .callee = callee, .range = d->range, .dr = dr, .specs = d->specs});
}

/* Static objects get addresses of functions; nothing can be called there. */
static void walk_static(struct asyncify *a, struct decl *d)
{
    static struct candidate nobody = {.plain = true};
    struct candidate *in = a->in;

    if (!a->with_pointers)
        return;
    a->in = &nobody;
    for (struct declarator *dr = d->declarators; dr; dr = dr->next)
        walk_init(a, dr->init);
    a->in = in;
}

static void walk_local(struct asyncify *a, struct decl *d)
{
    if (d->kind == DECL_FUNC) /* nested: what it calls stays plain */
        return;
    add_declaration(a, d);
    note_pointers(a, d);
    if (d->kind == DECL_VARS && d->specs->storage & ST_STATIC)
        walk_static(a, d);
    if (d->kind != DECL_VARS || (d->specs->storage & (ST_STATIC | ST_EXTERN)))
        return;
    for (struct declarator *dr = d->declarators; dr; dr = dr->next) {
        for (struct deriv *step = dr->derivs; step && step->kind != D_FUNC; step = step->next)
            walk_expr(a, step->size, false);
        walk_init(a, dr->init);
    }
}

static void add_statement(struct asyncify *a, struct stmt *s)
{
    bool under_pragma = *token_at(a->u, s->range.first - 1)->text == '#'; /* which may be one of a loop */

    if (s->kind != S_LOCAL_LABELS && !under_pragma)
        vec_push(&a->places, (struct place){.kind = A_STATEMENT, .in = a->in, .range = s->range});
}

static void walk_stmt(struct asyncify *a, struct stmt *s)
{
    if (!s)
        return;
    if (s->kind == S_BLOCK) {
        for (struct stmt *item = s->body; item; item = item->next) {
            add_statement(a, item);
            walk_stmt(a, item);
        }
        return;
    }
    if (s->kind == S_DECL)
        walk_local(a, s->decl);
    walk_stmt(a, stmt_init(s));
    if (s->kind != S_CASE)
        walk_expr(a, s->e, false);
    walk_expr(a, stmt_step(s), false);
    for (struct asm_operand *o = stmt_operands(s); o; o = o->next)
        walk_expr(a, o->expr, false);
    walk_stmt(a, s->body);
    walk_stmt(a, s->other);
}

static void add_places(struct asyncify *a)
{
    for (struct decl *d = a->u->decls; d; d = d->next) {
        add_declaration(a, d);
        note_pointers(a, d);
        if (d->kind == DECL_VARS)
            walk_static(a, d);
        if (d->kind != DECL_FUNC || !d->func->sym)
            continue;
        a->in = find(a, d->func->sym->name);
        walk_stmt(a, d->func->body);
    }
}

/* ---- who is async ------------------------------------------------------------------------------------------------ */

static void refuse_other_mentions(struct asyncify *a)
{
    for (tok t = 1; t < a->u->tokens.len; t++) {
        const struct symbol *sym = token_symbol(a->u, t);
        struct candidate *c;

        if (a->fine[t] || !sym || sym->kind != SYM_FUNC)
            continue;
        c = find(a, token_at(a->u, t)->ident);
        if (c)
            c->plain = true;
    }
}

/* Whom a plain function calls stays plain, and a function and the pointers to it are of one kind. */
static bool settle_place(struct place *p)
{
    bool call = p->kind == A_CALL && p->in->plain && !p->callee->plain;
    bool value = p->kind == A_VALUE && p->in->plain != p->callee->plain;

    if (call || value)
        p->in->plain = p->callee->plain = true;
    return call || value;
}

static void settle(struct asyncify *a)
{
    bool again = true;

    while (again) {
        again = false;
        for (size_t i = 0; i < a->places.len; i++)
            again |= settle_place(&a->places.at[i]);
    }
}

/* ---- the text ---------------------------------------------------------------------------------------------------- */

static void insert_at(struct asyncify *a, const char *where, const char *text)
{
    struct insertion i = {(size_t)(where - a->u->text), a->insertions.len, text};

    vec_push(&a->insertions, i);
}

static void before(struct asyncify *a, tok t, const char *text)
{
    insert_at(a, token_at(a->u, t)->text, text);
}

static void after(struct asyncify *a, tok t, const char *text)
{
    insert_at(a, token_at(a->u, t)->text + token_at(a->u, t)->len, text);
}

static void insert_call(struct asyncify *a, const struct place *p)
{
    bool suspend = a->call && p->range.first % 2;

    if (p->inner || suspend)
        before(a, p->range.first, "(");
    if (suspend)
        before(a, p->range.first, a->call);
    before(a, p->range.first, "_Await ");
    if (p->inner || suspend)
        after(a, p->range.last, ")");
}

static void insert_declaration(struct asyncify *a, const struct place *p)
{
    const struct deriv *step = dtor_function(p->dr);

    if (range_empty(p->specs->range))
        before(a, p->dr->range.first, "_Async int ");
    else
        before(a, p->specs->range.first, "_Async ");
    if (step->old_style)
        before(a, step->range.last, "void");
}

static void insert(struct asyncify *a, const struct place *p)
{
    if (p->kind == A_CALL && !p->callee->plain)
        insert_call(a, p);
    if (p->kind == A_DECLARATION && !p->callee->plain)
        insert_declaration(a, p);
    if (p->kind == A_POINTER && !p->callee->plain)
        before(a, p->specs->range.first, "_Async ");
    if (p->kind == A_STATEMENT && !p->in->plain && a->statement)
        before(a, p->range.first, a->statement);
}

static int by_offset(const void *l, const void *r)
{
    const struct insertion *x = l, *y = r;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void print(struct asyncify *a, struct buf *out)
{
    size_t at = 0;

    if (a->insertions.len)
        qsort(a->insertions.at, a->insertions.len, sizeof *a->insertions.at, by_offset);
    for (size_t i = 0; i < a->insertions.len; i++) {
        const struct insertion *ins = &a->insertions.at[i];

        buf_put(out, a->u->text + at, ins->at - at);
        buf_puts(out, ins->text);
        at = ins->at;
    }
    buf_put(out, a->u->text + at, a->u->text_len - at);
}

static void asyncify(struct asyncify *a, const char *head, struct buf *out)
{
    a->fine = arena_alloc(&a->u->arena, a->u->tokens.len * sizeof *a->fine);
    add_candidates(a);
    add_places(a);
    note_symbols(a);
    refuse_other_mentions(a);
    settle(a);
    for (size_t i = 0; i < a->places.len; i++)
        insert(a, &a->places.at[i]);
    buf_puts(out, head);
    print(a, out);
    vec_free(&a->candidates);
    vec_free(&a->pointers);
    vec_free(&a->places);
    vec_free(&a->insertions);
}

void asyncify_calls(struct unit *u, struct spool *out)
{
    struct asyncify a = {.u = u};

    asyncify(&a, "", &out->text);
}

void asyncify_yields(struct unit *u, struct spool *out)
{
    struct asyncify a = {.u = u, .statement = "_Await ac_yield(); "};

    asyncify(&a, "_Async void ac_yield(void);\n", &out->text);
}

static void asyncify_sometimes(struct unit *u, bool with_pointers, struct spool *out)
{
    static const char head[] =
        "_Async void ac_yield(void);\n"
        "static _Async void acx_sometimes(void)\n"
        "{\n"
        "    static unsigned state = 1;\n"
        "    state = state * 1664525u + 1013904223u;\n"
        "    if (state >> 30 == 0)\n"
        "        _Await ac_yield();\n"
        "}\n";
    struct asyncify a = {.u = u, .with_pointers = with_pointers,
                         .statement = "_Await acx_sometimes(); ", .call = "_Await acx_sometimes(), "};

    asyncify(&a, head, &out->text);
}

void asyncify_random(struct unit *u, struct spool *out)
{
    asyncify_sometimes(u, false, out);
}

void asyncify_pointers(struct unit *u, struct spool *out)
{
    asyncify_sometimes(u, true, out);
}
