/* function.c - function definitions.
 *
 * An async function that can suspend becomes
 *
 *     struct f_frame { ... };                                  what it keeps
 *     static const struct ac_func f_func = { ... };            its description
 *
 * and, in entry.c, its code. */
#include "emit/internal.h"

#include "ac.tab.h"
#include "ast/fresh.h"
#include "ast/pack.h"

#include <string.h>

/* ---- the frame -------------------------------------------------------------------------------------------------- */

static void put_field(struct printer *p, struct var *v)
{
    emit(p, member(p, field_type(p, v), v->field));
    if (v->home == VAR_PINNED && v->sym->type->aligned)
        emit(p, " __attribute__((__aligned__(", decimal(p, v->sym->type->aligned), ")))");
    emit(p, ";");
}

void put_frame(struct printer *p, struct lowered *low)
{
    static const char *const state_type[] = {[1] = "char", [2] = "short", [4] = "int"};
    int64_t here = pack_at(p->u, low->func->decl->range.first);

    begin_made_struct(p, here);
    emit(p, "struct ", low->frame, " {");
    put_break(p, 1);
    emit(p, "struct ac_frame base;");
    if (!type_is_void(low->func->type->base)) {
        put_break(p, 1);
        emit(p, member(p, type_unqualified(p->u, low->func->type->base), "value"), ";");
    }
    for (size_t i = 0; i < low->slots.len; i++) {
        struct slot *slot = &low->slots.at[i];

        put_break(p, 1);
        if (slot->vars.len > 1)
            emit(p, "__extension__ union {");
        for (size_t k = 0; k < slot->vars.len; k++)
            put_field(p, slot->vars.at[k]);
        if (slot->vars.len > 1)
            emit(p, " };");
    }
    put_break(p, 1);
    emit(p, "unsigned ", state_type[state_size(low)], " state;");
    put_break(p, 0);
    emit(p, "};");
    end_made_struct(p, here);
    put_break(p, 0);
}

/* ---- the description -------------------------------------------------------------------------------------------- */

/* Whether the place that <ac.h> adds in debug builds follows: ac_join_at("x.ac" ":" "7", t). */
static bool is_placed(struct printer *p, tok t)
{
    struct token *name = token_at(p->u, t), *open = name + 1, *place = name + 2;

    return name->len > 3 && !memcmp(name->text + name->len - 3, "_at", 3) && *open->text == '(' && *place->text == '"';
}

/* RANGE as it was written, on one line. */
static struct buf source_text(struct printer *p, struct range range)
{
    struct buf out = {0};
    tok t = range.first;

    while (t <= range.last) {
        struct token *k = token_at(p->u, t);

        if (t > range.first && !strchr("),", *k->text) && (k->flags & TOK_SPACE || k->line != k[-1].line))
            buf_putc(&out, ' ');
        if (t + 2 > range.last || !is_placed(p, t)) {
            buf_put(&out, k->text, k->len);
            t++;
            continue;
        }
        buf_put(&out, k->text, k->len - 3);
        buf_putc(&out, '(');
        while (*token_at(p->u, t)->text != ',')
            t++;
        t++;
        buf_put(&out, token_at(p->u, t)->text, token_at(p->u, t)->len);
        t++;
    }
    return out;
}

static void put_source(struct printer *p, struct suspension *s)
{
    struct token *first = token_at(p->u, s->source.first), *last = token_at(p->u, s->source.last);
    struct buf text;
    size_t len;

    if (range_empty(s->source)) {
        put_string(p, s->waits_for, strlen(s->waits_for));
        return;
    }
    if (s->source.last - s->source.first > 2 && is_placed(p, s->source.first)) {
        text = source_text(p, s->source);
        put_string(p, text.text, text.len > 60 ? strcspn(text.text, "(") : text.len);
        buf_free(&text);
        return;
    }
    len = (size_t)(last->text + last->len - first->text);
    if (first->file != last->file || first->line != last->line || len > 60)
        len = first->len;
    put_string(p, first->text, len);
}

static void put_description(struct printer *p, struct lowered *low)
{
    struct function *fn = low->func;
    struct token *at = token_at(p->u, fn->decl->range.first); /* where it is defined, whatever header declares it */
    const char *file = p->u->files.at[at->file].name;

    emit(p, "static const struct ac_state ", low->states, "[] = { { ", decimal(p, at->line), ", ");
    put_string(p, "", 0);
    emit(p, " }");
    for (size_t i = 0; i < low->suspensions.len; i++) {
        emit(p, ", { ", decimal(p, token_at(p->u, low->suspensions.at[i]->at)->line), ", ");
        put_source(p, low->suspensions.at[i]);
        emit(p, " }");
    }
    emit(p, " };");
    /* Told that there is a frame, the C compiler does not warn about the null arguments of the inlined body. */
    emit(p, " static struct ac_frame *", low->resume,
        "(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));");
    put_break(p, 0);
    emit(p, "static const struct ac_func ", low->func_desc, " = { ", low->resume, ", ");
    put_string(p, fn->sym->name->text, fn->sym->name->len);
    emit(p, ", ");
    put_string(p, file, strlen(file));
    emit(p, ", ", low->states, ", sizeof(struct ", low->frame, "), __alignof__(struct ", low->frame,
        "), __builtin_offsetof(struct ", low->frame, ", state), ", decimal(p, state_size(low)),
        " };");
}

/* ---- the table of states, for people ---------------------------------------------------------------------------- */

/* What the suspension waits for, as it stands in the source. Of a long one the beginning is enough. */
static void put_waited_for(struct printer *p, struct suspension *s)
{
    enum { LONG = 200 };
    size_t start = p->out->len;

    for (tok t = s->source.first; t && t <= s->source.last; t++) {
        struct token *k = token_at(p->u, t);

        if (p->out->len - start > LONG) {
            buf_puts(p->out, " ...");
            return;
        }
        if (t > s->source.first && k->flags & (TOK_SPACE | TOK_BOL))
            buf_putc(p->out, ' ');
        for (uint32_t c = 0; c < k->len; c++) /* no end of comment inside */
            buf_putc(p->out, k->text[c] == '/' && c && k->text[c - 1] == '*' ? ' ' : k->text[c]);
    }
    if (range_empty(s->source))
        buf_puts(p->out, s->waits_for);
}

/* Variables that live in the frame and may be needed: of those whose block has begun, the ones whose block has not ended. */
struct open_vars {
    VEC(struct var *) all; /* in the order in which their blocks begin */
    size_t begun;          /* of them */
    VEC(struct var *) open;
};

static int by_block(const void *a, const void *b)
{
    const struct var *x = *(struct var *const *)a, *y = *(struct var *const *)b;

    return x->block_start != y->block_start ? (x->block_start < y->block_start ? -1 : 1) : x->from < y->from ? -1 : x->from > y->from;
}

static void find_pinned(struct printer *p, struct lowered *low, struct open_vars *o)
{
    for (size_t i = 0; i < low->vars.len; i++)
        if (low->vars.at[i]->home == VAR_PINNED)
            vec_push_in(&p->u->tree, &o->all, low->vars.at[i]);
    if (o->all.len)
        qsort(o->all.at, o->all.len, sizeof *o->all.at, by_block);
}

/* A name of the list; false: it is long enough. */
static bool put_kept(struct printer *p, struct var *v, size_t number)
{
    enum { MOST = 24 };

    buf_join(p->out, number ? ", " : "; keeps ", number < MOST ? v->field : "...");
    return number < MOST;
}

/* Those over S, after COUNT names. Suspensions come in order, so what has ended by now is of no more interest. */
static void put_open(struct printer *p, struct open_vars *o, struct suspension *s, size_t count)
{
    size_t kept = 0, i;
    bool more = true;

    for (; o->begun < o->all.len && o->all.at[o->begun]->block_start <= s->where; o->begun++)
        vec_push_in(&p->u->tree, &o->open, o->all.at[o->begun]);
    for (i = 0; i < o->open.len && more; i++) {
        if (o->open.at[i]->to < s->where)
            continue;
        more = put_kept(p, o->open.at[i], count++);
        o->open.at[kept++] = o->open.at[i];
    }
    if (kept == i)
        return;
    memmove(o->open.at + kept, o->open.at + i, (o->open.len - i) * sizeof *o->open.at);
    o->open.len -= i - kept;
}

static void put_state_table(struct printer *p, struct lowered *low)
{
    struct open_vars pinned = {0};

    find_pinned(p, low, &pinned);
    buf_join(p->out, "\n/* ", low->func->sym->name->text, "\n");
    for (size_t i = 0; i < low->suspensions.len; i++) {
        struct suspension *s = low->suspensions.at[i];
        size_t k = 0;

        buf_puts(p->out, " *   ");
        buf_number(p->out, s->state);
        buf_puts(p->out, "  line ");
        buf_number(p->out, token_at(p->u, s->at)->line);
        buf_puts(p->out, "  waits for ");
        put_waited_for(p, s);
        while (k < s->keeps.len && put_kept(p, s->keeps.at[k], k))
            k++;
        if (k == s->keeps.len)
            put_open(p, &pinned, s, k);
        buf_putc(p->out, '\n');
        put_away(p);
    }
    buf_puts(p->out, " */\n");
    p->fresh = true;
    p->line = 0;
}

/* ---- the body --------------------------------------------------------------------------------------------------- */

static bool is_func_name(struct ident *id)
{
    return id && id->text[0] == '_' && (!strcmp(id->text, "__func__") || !strcmp(id->text, "__FUNCTION__") ||
                                        !strcmp(id->text, "__PRETTY_FUNCTION__"));
}

/* A nested function has a __func__ of its own. */
static bool is_func_name_of(struct printer *p, struct function *fn, tok t)
{
    struct symbol *sym = token_symbol(p->u, t);

    return is_func_name(token_at(p->u, t)->ident) && (!sym || sym->owner == fn);
}

static bool uses_func_name(struct printer *p, struct function *fn)
{
    for (tok t = fn->body->range.first; t <= fn->body->range.last; t++)
        if (is_func_name_of(p, fn, t))
            return true;
    return false;
}

/* Is the text of a function in one of another name? */
static bool is_renamed(const struct lowered *low)
{
    return low->resumable || low->func->sym->emit_name;
}

/* __func__ is the user's name of the function. */
const char *func_name_text(struct printer *p, tok t)
{
    if (!p->fn || !p->fn->lowered || !is_renamed(p->fn->lowered) || p->dump || !is_func_name_of(p, p->fn, t))
        return NULL;
    return p->fn->lowered->func_name;
}

static void put_func_name(struct printer *p, struct lowered *low)
{
    const char *name = low->func->sym->name->text;

    if (is_renamed(low) && uses_func_name(p, low->func))
        put_break(p, 1), emit(p, "static const char ", low->func_name, "[] = \"", name, "\";");
}

/* Where a callee is inlined, gcc may not see that either its result is set or it suspends. `x = x` costs nothing and tells it
 * (-Winit-self) that this is meant. Sanitizers look into a _Bool; clang warns of complex numbers. */
static const char *unset_result(struct printer *p, struct var *v, const char *name)
{
    enum type_kind kind = type_strip(v->sym->type)->kind;

    if (!v->set_by_call || !type_is_scalar(v->sym->type) || kind == T_BOOL || kind == T_COMPLEX)
        return NULL;
    return p->o->analyzed ? "0" : name;
}

/* A return value which is set on some ways to a clean-up only is not returned after others, and gcc may not see that. Clang may
 * know of the first that they are never taken, and then takes `x = x` for a read; of structures it does not say so. */
static const char *start_of_temp(struct printer *p, struct var *v, const char *name)
{
    bool set_on_some_ways = v->zeroed && v->set && v->home == VAR_LOCAL;

    if (zero_text(v))
        return zero_text(v);
    if (set_on_some_ways && !type_is_scalar(v->sym->type))
        return name;
    return v->zeroed ? "0" : unset_result(p, v, name);
}

static void put_temp(struct printer *p, struct var *v)
{
    struct arena before = p->u->texts;
    const char *name = symbol_text(p, v->sym), *start = start_of_temp(p, v, name);

    put_break(p, 1);
    emit(p, declare(p, v->sym->type, name));
    if (start)
        emit(p, " = ", start);
    emit(p, ";");
    arena_release(&p->u->texts, &before);
}

static void put_temps(struct printer *p, struct lowered *low)
{
    for (size_t i = 0; i < low->vars.len; i++)
        if (low->vars.at[i]->temp && low->vars.at[i]->home != VAR_PINNED)
            put_temp(p, low->vars.at[i]);
}

static void put_dispatch(struct printer *p, struct lowered *low)
{
    struct suspension **list = low->suspensions.at;
    size_t n = low->suspensions.len;

    while (n && list[n - 1]->dead)
        n--;
    if (!n)
        return;
    put_break(p, 1);
    emit(p, "if (", low->self, ") switch (", low->self, "->state) {");
    for (size_t i = 0; i < n; i++) {
        if (list[i]->dead)
            continue;
        if (i + 1 < n)
            emit(p, " case ", decimal(p, list[i]->state), ":");
        else
            emit(p, " default:");
        emit(p, " goto ", label_text(p, list[i]), ";");
    }
    emit(p, " }");
}

/* Those that live in the frame from the start, and those that are saved then. */
static void put_first_params(struct printer *p, struct lowered *low)
{
    for (size_t i = 0; i < low->vars.len; i++) {
        struct var *v = low->vars.at[i];

        if (!low->pins || !v->param || !(v->home == VAR_PINNED || v->settled))
            continue;
        emit(p, " ");
        begin_copy(p, v->sym->type, field_text(p, v));
        emit(p, name_text(p, v->sym));
        end_copy(p, v->sym->type);
    }
}

/* Variably modified parameters, which are looked at through a pointer: where nothing is resumed, they come by their names. */
static void put_stored_params(struct printer *p, struct lowered *low)
{
    int i = 0;

    for (struct param *x = low->func->type->params; x; x = x->next, i++) {
        const char *store;

        if (!x->sym || !x->sym->var || !x->sym->var->store)
            continue;
        store = declare(p, x->sym->var->store->type, symbol_text(p, x->sym->var->store));
        p->fn = NULL;
        put_break(p, 1);
        emit(p, store, " = ", param_name(p, x, i), ";");
        p->fn = low->func;
    }
}

/* Whether what is written has to know that the frame was resumed. */
static bool asks_resumed(struct printer *p, struct lowered *low)
{
    for (size_t i = 0; i < low->suspensions.len; i++)
        if (is_usual(p, low->suspensions.at[i]))
            return true;
    return low->pins;
}

static void put_entry(struct printer *p, struct lowered *low)
{
    put_temps(p, low);
    put_func_name(p, low);
    if (asks_resumed(p, low))
        put_break(p, 1), emit(p, "const int ", low->resumed, " = ", low->self, " != 0;");
    if (!low->resumable) {
        if (low->func->is_async)
            put_stored_params(p, low);
        return;
    }
    put_dispatch(p, low);
    if (low->pins)
        put_break(p, 1), emit(p, low->self, " = (struct ", low->frame, " *)ac_frame_new(&", low->func_desc, ");");
    put_first_params(p, low);
}

static bool ends_in_return(struct stmt *s)
{
    while (s && s->next)
        s = s->next;
    return s && s->kind == S_RETURN && !s->replace;
}

/* A function that never returns has no use for the place of its value. */
static void put_unused_result(struct printer *p, struct function *fn)
{
    struct range body = fn->body->range;

    if (!fn->is_async || p->dump || type_is_void(fn->type->base) || names_main(fn->sym))
        return;
    for (tok t = body.first; t < body.last; t++)
        if (token_at(p->u, t)->kind == TOK_RETURN && token_at(p->u, t + 1)->kind != ';')
            return;
    emit(p, " (void)", fn->lowered->result, ";");
}

/* { declarations  body  return } */
void put_lowered_body(struct printer *p, struct function *fn)
{
    struct stmt *body = fn->body;

    put_line_of(p, body->range.first);
    emit(p, "{");
    put_entry(p, fn->lowered);
    put_unused_result(p, fn);
    if (body->body && body->body->range.first > body->range.first)
        put_pragmas(p, body->range.first, body->body->range.first);
    put_block_items(p, body->body, body->range.last);
    put_line_of(p, body->range.last);
    if (fn->is_async && !p->dump && !ends_in_return(body->body)) {
        struct lowered *low = fn->lowered;

        if (low->pins)
            emit(p, " if (!", low->resumed, ") ac_frame_free(&", low->self, "->base);");
        emit(p, " return 0;");
    }
    emit(p, " }");
}

static void put_async(struct printer *p, struct function *fn)
{
    struct lowered *low = fn->lowered;

    begin_mixed(p);
    put_line_of(p, fn->decl->range.first);
    put_parameter_tags(p, fn);
    put_hoisted(p, low);
    put_line_of(p, fn->decl->range.first);
    put_prototype(p, fn);
    put_spawn_functions(p);
    if (!low->resumable) {
        put_break(p, 0);
        put_unresumable(p, fn);
        end_mixed(p);
        return;
    }
    if (p->o->for_people)
        put_state_table(p, low);
    put_frame(p, low);
    put_description(p, low);
    put_newline(p);
    put_line_of(p, fn->decl->range.first);
    put_resumable(p, fn);
    end_mixed(p);
}

/* A plain function whose head or body is touched. */
static void put_plain(struct printer *p, struct function *fn)
{
    struct decl *d = fn->decl;

    put_line_of(p, d->range.first);
    put_spawn_functions(p);
    if (fn->type && type_mentions_async(fn->type)) {
        put_attributes(p, d->specs, NULL, ATTRS_FUNCTION);
        if (fn->type->written)
            emit(p, fn->type->written, " ");
        emit(p, storage_text(fn->sym, d->specs->storage),
            declare(p, fn->type->base, arena_join(&p->u->texts, symbol_text(p, fn->sym), named_parameters(p, fn, NULL))));
        emit(p, " ");
    } else {
        put_tokens(p, d->range.first, fn->body->range.first - 1);
    }
    if (fn->lowered)
        put_lowered_body(p, fn);
    else
        put_stmt(p, fn->body);
}

void put_function(struct printer *p, struct decl *d)
{
    mark_decl(p->u, d);
    p->fn = d->func;
    collect_spawns(p, d);
    if (d->func->is_async)
        put_async(p, d->func);
    else
        put_plain(p, d->func);
    p->fn = NULL;
}
