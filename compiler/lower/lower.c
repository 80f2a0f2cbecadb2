/* lower.c - the passes, one function after the other. */
#include "lower/internal.h"

#include "ast/fresh.h"

#include <string.h>

static bool has_task_objects(struct function *fn)
{
    for (size_t i = 0; i < fn->vars.len; i++)
        if (is_task_object(fn->vars.at[i]) && !fn->vars.at[i]->is_param)
            return true;
    return false;
}

/* Async functions, and plain ones with a defer (attribute cleanup alone is the C compiler's business there). */
static bool needs_lowering(struct function *fn)
{
    return fn->is_async || fn->has_defer_stmt || has_task_objects(fn);
}

static void collect_vars(struct lower *l)
{
    for (size_t i = 0; i < l->fn->vars.len; i++) {
        struct symbol *sym = l->fn->vars.at[i];

        if (!is_automatic(sym))
            continue;
        if (sym->is_param && sym->depth > 1) /* of a prototype in a block */
            continue;
        new_var(l, sym, false)->param = sym->is_param;
    }
}

/* Has something the lowering made that name? */
static bool is_made(struct lower *l, const char *name)
{
    for (size_t i = 0; i < l->low->vars.len; i++) {
        struct symbol *sym = l->low->vars.at[i]->sym;

        if (!sym->declared && sym->emit_name && !strcmp(symbol_name(l, sym)->text, name))
            return true;
    }
    return false;
}

static void rename_symbol(struct lower *l, struct symbol *sym)
{
    const char *stem = arena_printf(&l->u->tree, "%s_%d", sym->name->text, sym->depth), *name = stem;

    if (sym->emit_name)
        return;
    for (int i = 2; is_made(l, sym->emit_name = fresh_local_name(l->u, name)); i++)
        name = arena_printf(&l->u->tree, "%s_%d", stem, i);
    renames_add(l->u->renames, sym->emit_name, sym->name->text);
}

/* Does the C compiler not see it by the name that people gave it? A parameter that is kept in the frame stays one. */
static bool is_elsewhere(const struct symbol *sym)
{
    return sym->emit_name || (sym->var && sym->var->home == VAR_PINNED && !sym->is_param);
}

/* The C compiler does not see it any more. */
static void tell_shadowing(struct lower *l, struct symbol *sym)
{
    struct symbol *h = sym->hides;

    if (!h || !h->declared || !sym->declared || !(is_elsewhere(sym) || is_elsewhere(h)))
        return;
    diag(l->u, DIAG_SHADOW, sym->at, (struct range){sym->at, sym->at}, sym->name->text);
    diag(l->u, DIAG_NOTE_DECLARED_HERE, h->at, (struct range){h->at, h->at}, h->name->text);
}

/* Once it is known what lives in the frame: what hides that in functions nested in FN. */
static void tell_nested_shadowing(struct lower *l, struct function *fn)
{
    for (size_t i = 0; i < fn->vars.len; i++) {
        struct symbol *sym = fn->vars.at[i];

        if (sym->is_nested && sym->nested->outer == fn)
            tell_nested_shadowing(l, sym->nested);
        else if (sym->kind == SYM_VAR && fn != l->fn)
            tell_shadowing(l, sym);
    }
}

/* A parameter or variable that is hidden may have to be loaded where it is: what hides it gets another name, or, when
 * that is an object or function known elsewhere, it does itself. */
static void rename_shadowing(struct lower *l)
{
    for (size_t i = 0; i < l->fn->vars.len; i++) {
        struct symbol *sym = l->fn->vars.at[i];
        bool linked = sym->kind == SYM_FUNC || sym->storage & ST_EXTERN;

        if (sym->kind != SYM_VAR && sym->kind != SYM_FUNC)
            continue;
        for (struct symbol *h = sym->hides; h; h = h->hides)
            if (h->owner == l->fn && h->kind == SYM_VAR && h->var)
                rename_symbol(l, linked ? h : sym);
        tell_shadowing(l, sym);
    }
}

/* Nobody would see what a nested function that jumps to a label here leaves on the way. */
static void check_left(struct lower *l)
{
    tok at = l->fn->left_at;

    if (at && (l->low->resumable || l->fn->has_defer_stmt || has_task_objects(l->fn)))
        diag(l->u, DIAG_NESTED_LEAVES, at, (struct range){at, at}, token_at(l->u, at)->ident->text);
}

static void lower_function(struct unit *u, struct function *fn)
{
    struct lower l = {.u = u, .fn = fn};
    struct flow flow = {0};
    int errors = u->errors;

    l.low = fn->lowered = arena_new(&u->tree, struct lowered);
    l.low->func = fn;
    collect_vars(&l);
    mark_stmt_exprs(&l);
    normalise(&l);
    check_jumps(&l);
    rename_shadowing(&l);
    l.low->resumable = l.low->suspensions.len > 0;
    check_left(&l);
    if (l.low->resumable && u->errors == errors) {
        hoist_types(&l);
        frame_classify(&l);
        tell_nested_shadowing(&l, fn);
        machine_number(&l);
        flow_build(&l, &flow);
        live_compute(&l, &flow);
        advise_flow(&l, &flow);
        check_unset(&l, &flow);
        if (fn->has_alloca || fn->nested || fn->twice)
            check_fleeting(&l, &flow);
        slots_assign(&l);
        flow_free(&flow);
    }
    machine_name(&l);
}

void lower_external(struct unit *u, struct decl *d)
{
    if (d->kind == DECL_FUNC && d->func->type && needs_lowering(d->func))
        lower_function(u, d->func);
}

/* The parameters' symbols are those of the function's type and stay. */
void lower_end(struct decl *d)
{
    if (d->kind == DECL_FUNC && d->func->lowered)
        for (size_t i = 0; i < d->func->vars.len; i++)
            d->func->vars.at[i]->var = NULL;
}

void lower_dump_flow(struct unit *u, FILE *out)
{
    for (struct decl *d = u->decls; d; d = d->next)
        if (d->kind == DECL_FUNC && d->func->lowered) {
            struct lower l = {.u = u, .fn = d->func, .low = d->func->lowered};
            struct flow flow = {0};

            fprintf(out, "%s:\n", d->func->sym->name->text);
            flow_build(&l, &flow);
            flow_dump(&l, &flow, out);
            flow_free(&flow);
        }
}

void lower_dump_live(struct unit *u, FILE *out)
{
    for (struct decl *d = u->decls; d; d = d->next) {
        struct lowered *low = d->kind == DECL_FUNC ? d->func->lowered : NULL;

        if (!low)
            continue;
        fprintf(out, "%s:\n", d->func->sym->name->text);
        for (size_t i = 0; i < low->suspensions.len; i++) {
            struct suspension *s = low->suspensions.at[i];

            fprintf(out, "  state %d, line %u: %s", s->state, token_at(u, s->at)->line, s->dead ? "never reached" : "keeps");
            for (size_t k = 0; k < s->keeps.len; k++)
                fprintf(out, " %s", s->keeps.at[k]->field);
            for (size_t v = 0; v < low->vars.len; v++)
                if (low->vars.at[v]->home == VAR_PINNED && low->vars.at[v]->block_start <= s->where &&
                    s->where <= low->vars.at[v]->to)
                    fprintf(out, " %s (pinned)", low->vars.at[v]->field);
            fputc('\n', out);
        }
    }
}
