/* machine.c - states and names.
 *
 * needs: frame_classify(), which puts the suspensions in the order of the text.  gives: a dense number for each, and the
 * names of the parts that emission writes. */
#include "lower/internal.h"

#include "ast/fresh.h"

void machine_number(struct lower *l)
{
    struct lowered *low = l->low;

    for (size_t i = 0; i < low->suspensions.len; i++) {
        struct suspension *s = low->suspensions.at[i];
        struct numbered label = fresh_numbered_name(l->u, "resume", (int)i + 1);

        s->state = (int)i + 1;
        s->label = label.text;
        s->label_number = label.number;
    }
}

static void name_parts(struct lower *l)
{
    struct lowered *low = l->low;
    const char *f = l->fn->sym->name->text;

    low->body = unique_name(l->u, "%s_body", f);
    low->frame = unique_name(l->u, "%s_frame", f);
    low->resume = unique_name(l->u, "%s_resume", f);
    low->func_desc = unique_name(l->u, "%s_func", f);
    low->states = unique_name(l->u, "%s_states", f);
    renames_add(l->u->renames, low->body, f);
    renames_add(l->u->renames, low->resume, f);
}

void machine_name(struct lower *l)
{
    struct lowered *low = l->low;

    low->self = fresh_local_name(l->u, "self");
    low->callee = fresh_local_name(l->u, "callee");
    low->result = fresh_local_name(l->u, "result");
    low->resumed = fresh_local_name(l->u, "resumed");
    low->func_name = fresh_local_name(l->u, "func_name");
    renames_add_often(l->u->renames, low->self, RENAMES_FRAME);
    renames_add_often(l->u->renames, low->callee, "");
    renames_add_often(l->u->renames, low->result, "");
    if (low->resumable)
        name_parts(l);
}
