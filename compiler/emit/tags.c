/* tags.c - names for anonymous structs, unions and enums.
 *
 * What a frame keeps, a temporary holds or a task is given may have a type without a name:
 *
 *     struct { int x, y; } table[3];   ...  f(table[i], await g())   =>   struct ac_type_1 { int x, y; } table[3];
 *
 * The definition gets one: its brace is printed as `ac_type_1 {`, also in declarations that are otherwise copied. */
#include "emit/internal.h"

static tok brace_of(struct unit *u, struct tag *tag)
{
    int depth = 0;

    for (tok t = tag->keyword; t && t <= tag->def.last; t++) {
        char c = token_at(u, t)->text[0];

        depth += (c == '(') - (c == ')');
        if (c == '{' && depth == 0)
            return t;
    }
    return 0;
}

void name_tag(struct printer *p, struct tag *tag)
{
    tok brace;
    struct symbol *text;

    if (tag->name || !tag->keyword)
        return;
    if (!tag->emit_name)
        tag->emit_name = emit_name(p, "ac_type_%zu", p->named.len + 1);
    brace = brace_of(p->u, tag);
    if (!brace || token_at(p->u, brace)->sym)
        return;
    text = arena_new(&p->u->arena, struct symbol);
    text->kind = SYM_TAG;
    text->emit_name = arena_printf(&p->u->arena, " %s {", tag->emit_name);
    token_at(p->u, brace)->sym = text;
    vec_push(&p->named, brace);
}

static void name_in(struct printer *p, struct type *t)
{
    switch (t->kind) {
    case T_POINTER: case T_ARRAY: case T_TASK:
        name_in(p, t->base);
        break;
    case T_FUNC:
        name_in(p, t->base);
        for (struct param *x = t->params; x; x = x->next)
            name_in(p, x->type);
        break;
    case T_STRUCT: case T_UNION: case T_ENUM:
        if (t->tag)
            name_tag(p, t->tag);
        break;
    default: /* a typedef's own name is printed */
        break;
    }
}

static int by_place(const void *a, const void *b)
{
    tok x = *(const tok *)a, y = *(const tok *)b;

    return x < y ? -1 : x > y;
}

void name_tags(struct printer *p)
{
    for (struct decl *d = p->u->decls; d; d = d->next) {
        struct lowered *low = d->kind == DECL_FUNC ? d->func->lowered : NULL;

        for (size_t i = 0; low && i < low->vars.len; i++)
            name_in(p, low->vars.at[i]->sym->type);
        for (struct declarator *x = is_rewritten(d) ? d->declarators : NULL; x; x = x->next)
            if (x->sym && x->sym->type)
                name_in(p, x->sym->type);
    }
    if (p->named.len)
        qsort(p->named.at, p->named.len, sizeof *p->named.at, by_place);
}

void put_copy(struct printer *p, const char *from, const char *to)
{
    for (; p->next_named < p->named.len; p->next_named++) {
        struct token *brace = token_at(p->u, p->named.at[p->next_named]);

        if (brace->text >= to)
            break;
        if (brace->text < from)
            continue;
        buf_put(p->out, from, (size_t)(brace->text - from));
        buf_puts(p->out, brace->sym->emit_name);
        from = brace->text + brace->len;
    }
    buf_put(p->out, from, (size_t)(to - from));
}
