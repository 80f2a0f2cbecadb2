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

#include <string.h>

/* ---- the frame -------------------------------------------------------------------------------------------------- */

/* C has no member that ends in a flexible array but the last: there, it is bytes. */
static void put_flexible_field(struct printer *p, struct var *v)
{
    const char *type = declare(p, field_type(p, v), "");

    put(p, "unsigned char %s[sizeof(%s)] __attribute__((__aligned__(__alignof__(%s))))", v->field, type, type);
}

static void put_field(struct printer *p, struct var *v)
{
    if (type_is_flexible(v->sym->type))
        put_flexible_field(p, v);
    else
        put(p, "%s", declare(p, field_type(p, v), v->field));
    if (v->home == VAR_PINNED && v->sym->type->aligned)
        put(p, " __attribute__((__aligned__(%d)))", v->sym->type->aligned);
    put(p, ";");
}

void put_frame(struct printer *p, struct lowered *low)
{
    put(p, "struct %s {", low->frame);
    put_break(p, 1);
    put(p, "struct ac_frame base;");
    if (!type_is_void(low->func->type->base)) {
        put_break(p, 1);
        put(p, "%s;", declare(p, type_unqualified(p->u, low->func->type->base), "value"));
    }
    for (size_t i = 0; i < low->slots.len; i++) {
        struct slot *slot = &low->slots.at[i];

        put_break(p, 1);
        if (slot->vars.len > 1)
            put(p, "__extension__ union {");
        for (size_t k = 0; k < slot->vars.len; k++)
            put_field(p, slot->vars.at[k]);
        if (slot->vars.len > 1)
            put(p, " };");
    }
    put_break(p, 1);
    put(p, "unsigned %s state;", low->suspensions.len < 256 ? "char" : "short");
    put_break(p, 0);
    put(p, "};");
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

    put(p, "static const struct ac_state %s[] = { { %u, ", low->states, at->line);
    put_string(p, "", 0);
    put(p, " }");
    for (size_t i = 0; i < low->suspensions.len; i++) {
        put(p, ", { %u, ", token_at(p->u, low->suspensions.at[i]->at)->line);
        put_source(p, low->suspensions.at[i]);
        put(p, " }");
    }
    put(p, " };");
    /* Told that there is a frame, the C compiler does not warn about the null arguments of the inlined body. */
    put(p, " static struct ac_frame *%s(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));",
        low->resume);
    put_break(p, 0);
    put(p, "static const struct ac_func %s = { %s, ", low->func_desc, low->resume);
    put_string(p, fn->sym->name->text, fn->sym->name->len);
    put(p, ", ");
    put_string(p, file, strlen(file));
    put(p, ", %s, sizeof(struct %s), __alignof__(struct %s), __builtin_offsetof(struct %s, state), %d };", low->states,
        low->frame, low->frame, low->frame, low->suspensions.len < 256 ? 1 : 2);
}

/* ---- the table of states, for people ---------------------------------------------------------------------------- */

/* What the suspension waits for, as it stands in the source. */
static void put_waited_for(struct printer *p, struct suspension *s)
{
    for (tok t = s->source.first; t && t <= s->source.last; t++) {
        struct token *k = token_at(p->u, t);

        if (t > s->source.first && k->flags & (TOK_SPACE | TOK_BOL))
            buf_putc(p->out, ' ');
        for (uint32_t c = 0; c < k->len; c++) /* no end of comment inside */
            buf_putc(p->out, k->text[c] == '/' && c && k->text[c - 1] == '*' ? ' ' : k->text[c]);
    }
    if (range_empty(s->source))
        buf_puts(p->out, s->waits_for);
}

/* The variables that live in the frame, and a NULL. */
static struct var **pinned_vars(struct printer *p, struct lowered *low)
{
    VEC(struct var *) list = {0};

    for (size_t i = 0; i < low->vars.len; i++)
        if (low->vars.at[i]->home == VAR_PINNED)
            vec_push_in(&p->u->tree, &list, low->vars.at[i]);
    vec_push_in(&p->u->tree, &list, NULL);
    return list.at;
}

static void put_state_table(struct printer *p, struct lowered *low)
{
    struct var **pinned = pinned_vars(p, low);

    buf_printf(p->out, "\n/* %s\n", low->func->sym->name->text);
    for (size_t i = 0; i < low->suspensions.len; i++) {
        struct suspension *s = low->suspensions.at[i];
        const char *sep = "; keeps ";

        buf_printf(p->out, " *   %d  line %u  waits for ", s->state, token_at(p->u, s->at)->line);
        put_waited_for(p, s);
        for (int k = 0; k < s->keep_count; k++, sep = ", ")
            buf_printf(p->out, "%s%s", sep, s->keeps[k]->field);
        for (struct var **v = pinned; *v; v++)
            if ((*v)->block_start <= s->where && s->where <= (*v)->to) {
                buf_printf(p->out, "%s%s", sep, (*v)->field);
                sep = ", ";
            }
        buf_putc(p->out, '\n');
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

static bool uses_func_name(struct printer *p, struct function *fn)
{
    for (tok t = fn->body->range.first; t <= fn->body->range.last; t++)
        if (is_func_name(token_at(p->u, t)->ident))
            return true;
    return false;
}

/* __func__ is the user's name of the function. */
const char *func_name_text(struct printer *p, struct ident *id)
{
    if (!p->fn || !p->fn->lowered || !p->fn->lowered->resumable || p->dump || !is_func_name(id))
        return NULL;
    return p->fn->lowered->func_name;
}

static void put_func_name(struct printer *p, struct lowered *low)
{
    const char *name = low->func->sym->name->text;

    if (low->resumable && uses_func_name(p, low->func))
        put_break(p, 1), put(p, "static const char %s[] = \"%s\";", low->func_name, name);
}

/* Where a callee is inlined, gcc may not see that either its result is set or it suspends. `x = x` costs nothing and tells it
 * (-Winit-self) that this is meant. Sanitizers look into a _Bool; clang warns of complex numbers. */
static bool looks_unset(struct var *v)
{
    enum type_kind kind = type_strip(v->sym->type)->kind;

    return v->set_by_call && type_is_scalar(v->sym->type) && kind != T_BOOL && kind != T_COMPLEX;
}

static void put_temp(struct printer *p, struct var *v)
{
    const char *zero = zero_text(v), *name = v->sym->emit_name;

    put_break(p, 1);
    put(p, "%s%s", declare(p, v->sym->type, name), zero);
    if (!*zero && looks_unset(v))
        put(p, " = %s", name);
    put(p, ";");
}

static void put_temps(struct printer *p, struct lowered *low)
{
    for (size_t i = 0; i < low->vars.len; i++)
        if (low->vars.at[i]->temp && low->vars.at[i]->home != VAR_PINNED)
            put_temp(p, low->vars.at[i]);
}

static void put_dispatch(struct printer *p, struct lowered *low)
{
    size_t n = low->suspensions.len;

    put_break(p, 1);
    put(p, "if (%s) switch (%s->state) {", low->self, low->self);
    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n)
            put(p, " case %d:", low->suspensions.at[i]->state);
        else
            put(p, " default:");
        put(p, " goto %s;", low->suspensions.at[i]->label);
    }
    put(p, " }");
}

/* Those that live in the frame from the start, and those that are saved then. */
static void put_first_params(struct printer *p, struct lowered *low)
{
    for (size_t i = 0; i < low->vars.len; i++) {
        struct var *v = low->vars.at[i];

        if (!low->pins || !v->param || !(v->home == VAR_PINNED || v->settled))
            continue;
        put(p, " ");
        begin_copy(p, v->sym->type, field_text(p, v));
        put(p, "%s", v->sym->emit_name ? v->sym->emit_name : v->sym->name->text);
        end_copy(p, v->sym->type);
    }
}

static void put_entry(struct printer *p, struct lowered *low)
{
    put_temps(p, low);
    put_func_name(p, low);
    if (low->pins)
        put_break(p, 1), put(p, "const int %s = %s != 0;", low->resumed, low->self);
    if (!low->resumable)
        return;
    put_dispatch(p, low);
    if (low->pins)
        put_break(p, 1), put(p, "%s = (struct %s *)ac_frame_new(&%s);", low->self, low->frame, low->func_desc);
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

    if (!fn->is_async || p->dump || type_is_void(fn->type->base))
        return;
    for (tok t = body.first; t < body.last; t++)
        if (token_at(p->u, t)->kind == TOK_RETURN)
            return;
    put(p, " (void)%s;", fn->lowered->result);
}

/* { declarations  body  return } */
void put_lowered_body(struct printer *p, struct function *fn)
{
    struct stmt *body = fn->body;

    put_line_of(p, body->range.first);
    put(p, "{");
    put_entry(p, fn->lowered);
    put_unused_result(p, fn);
    if (body->body && body->body->range.first > body->range.first)
        put_pragmas(p, body->range.first, body->body->range.first);
    put_block_items(p, body->body, body->range.last);
    put_line_of(p, body->range.last);
    if (fn->is_async && !p->dump && !ends_in_return(body->body)) {
        struct lowered *low = fn->lowered;

        if (low->pins)
            put(p, " if (!%s) ac_frame_free(&%s->base);", low->resumed, low->self);
        put(p, " return 0;");
    }
    put(p, " }");
}

static void put_hoisted(struct printer *p, struct lowered *low)
{
    p->hoisting = true;
    for (size_t i = 0; i < low->hoisted.len; i++) {
        struct decl *d = low->hoisted.at[i];

        put_line_of(p, d->range.first);
        if (d->specs->tag && d->specs->tag->has_body) {
            put_tag_definition(p, d);
            put(p, ";");
        }
        for (struct declarator *x = d->declarators; x && d->specs->storage & ST_TYPEDEF; x = x->next)
            if (x->sym && x->sym->emit_name)
                put(p, " typedef %s;", declare(p, x->sym->type, x->sym->emit_name));
    }
    p->hoisting = false;
}

static void put_async(struct printer *p, struct function *fn)
{
    struct lowered *low = fn->lowered;

    put_line_of(p, fn->decl->range.first);
    put_parameter_tags(p, fn->decl->declarators);
    put_hoisted(p, low);
    put_line_of(p, fn->decl->range.first);
    put_ramp_head(p, fn, true);
    put_spawn_functions(p);
    if (!low->resumable) {
        put_break(p, 0);
        put_ramp_head(p, fn, false);
        put_lowered_body(p, fn);
        return;
    }
    if (p->o->for_people)
        put_state_table(p, low);
    put_frame(p, low);
    put_description(p, low);
    put_newline(p);
    put_line_of(p, fn->decl->range.first);
    put_resumable(p, fn);
}

/* A plain function whose head or body is touched. */
static void put_plain(struct printer *p, struct function *fn)
{
    struct decl *d = fn->decl;

    put_line_of(p, d->range.first);
    put_spawn_functions(p);
    if (fn->type && type_mentions_async(fn->type)) {
        put_attributes(p, d->specs, NULL);
        put(p, "%s%s", storage_text(fn->sym, d->specs->storage),
            declare(p, fn->type->base, arena_printf(&p->u->tree, "%s%s", symbol_text(p, fn->sym),
                                                    named_parameters(p, fn, NULL))));
        put(p, " ");
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
