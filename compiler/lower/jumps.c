/* jumps.c - jumps that cross the border of a scope with a clean-up. None may enter such a scope, but by its declaration. A
 * goto that leaves one passes by the clean-up (leave.c); `goto *` and `asm goto` go straight to where they go, so they may not
 * leave it either. */
#include "lower/internal.h"

static bool within(struct range r, tok t)
{
    return r.first <= t && t <= r.last;
}

static void note_label(struct lower *l, struct symbol *label)
{
    tok at = label->label_stmt->range.first;

    diag(l->u, DIAG_NOTE_LABEL_HERE, at, (struct range){at, at}, label->name->text);
}

/* May S not go to LABEL? Then it was said. */
static bool refused(struct lower *l, struct stmt *s, struct symbol *label)
{
    tok from = s->range.first, to;

    if (!label || !label->label_stmt)
        return false;
    to = label->label_stmt->range.first;
    for (size_t i = 0; i < l->guarded.len; i++) {
        bool enters = within(l->guarded.at[i], to);

        if (enters == within(l->guarded.at[i], from) || (s->kind == S_GOTO && !enters))
            continue;
        if (s->kind == S_GOTO)
            diag(l->u, DIAG_GOTO_INTO_CLEANUP, from, s->range);
        else
            diag(l->u, DIAG_BLIND_JUMP, from, s->range, s->kind == S_ASM ? "'asm goto'" : "'goto *'", enters ? "enter" : "leave");
        note_label(l, label);
        return true;
    }
    return false;
}

static void check(struct lower *l, struct stmt *s)
{
    size_t i = 0;

    if (s->kind == S_GOTO)
        refused(l, s, s->sym);
    else if (s->kind == S_ASM)
        while (s->labels && i < s->labels->count && !refused(l, s, s->labels->at[i].sym))
            i++;
    else
        while (i < l->named.len && !refused(l, s, l->named.at[i]))
            i++;
}

void check_jumps(struct lower *l)
{
    for (size_t i = 0; l->guarded.len && i < l->gotos.len; i++)
        check(l, l->gotos.at[i]);
    vec_free(&l->guarded);
    vec_free(&l->gotos);
    vec_free(&l->named);
}
