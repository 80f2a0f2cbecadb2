/* check_jumps.c - the constraints of ISO/IEC TS 25755 on jumps and deferred statements.
 *
 * The statements that matter form a tree: loops, switches, deferred statements, and from each defer to the end of its block
 * a scope of its own. A jump goes up from where it stands to what it has in common with its target, then down: it must not
 * leave a deferred statement on the way up, nor enter one or the scope of a defer on the way down. */
#include "front/checker.h"

#include <stdlib.h>

struct jump_scope {
    enum jump_kind kind;
    int depth;
    struct jump_scope *outer;
};

static bool matters(struct checker *c)
{
    return c->fn && c->fn->has_defer;
}

struct jump_scope *jumps_enter(struct checker *c, enum jump_kind kind)
{
    struct jump_scope *outer = c->now.scope, *s;

    if (!matters(c))
        return NULL;
    s = arena_new(&c->u->tree, struct jump_scope);
    s->kind = kind;
    s->outer = outer;
    s->depth = outer ? outer->depth + 1 : 1;
    c->now.scope = s;
    return outer;
}

void jumps_leave(struct checker *c, struct jump_scope *outer)
{
    c->now.scope = outer;
}

void jumps_goto(struct checker *c, struct symbol *label, tok at)
{
    if (matters(c))
        vec_push(&c->gotos, (struct jump_site){label, at, c->now.scope});
}

void jumps_label(struct checker *c, struct symbol *label, tok at)
{
    if (matters(c))
        vec_push(&c->labels, (struct jump_site){label, at, c->now.scope});
}

/* ---- break, continue, return, case ------------------------------------------------------------------------------ */

static struct range only(tok at)
{
    return (struct range){at, at};
}

static bool ends_at(struct stmt *s, enum jump_kind kind)
{
    if (s->kind == S_RETURN)
        return false;
    return kind == JUMP_LOOP || (kind == JUMP_SWITCH && s->kind == S_BREAK);
}

/* Of a plain function C compilers say it. An async one they see when nothing stands any more where it stood. */
static bool leaves_nothing(struct checker *c, const struct stmt *s)
{
    if (!c->fn || !c->fn->is_async || s->kind == S_RETURN || c->now.loops)
        return false;
    return s->kind == S_CONTINUE || !c->now.switches;
}

void jumps_out(struct checker *c, struct stmt *s)
{
    struct jump_scope *i;

    if (leaves_nothing(c, s)) {
        diag(c->u, DIAG_LEAVES_NOTHING, s->range.first, only(s->range.first), s->kind == S_BREAK ? "break" : "continue",
             s->kind == S_BREAK ? " or 'switch'" : "");
        return;
    }
    for (i = c->now.scope; i && !ends_at(s, i->kind); i = i->outer) {
        if (i->kind != JUMP_DEFERRED)
            continue;
        diag(c->u, DIAG_LEAVES_DEFER, s->range.first, only(s->range.first),
             s->kind == S_RETURN ? "return" : s->kind == S_BREAK ? "break" : "continue");
        return;
    }
}

void jumps_case(struct checker *c, struct stmt *s)
{
    const char *name = s->kind == S_CASE ? "case" : "default";
    struct jump_scope *i;

    for (i = c->now.scope; i && i->kind != JUMP_SWITCH; i = i->outer) {
        if (i->kind == JUMP_LOOP)
            continue;
        diag(c->u, i->kind == JUMP_DEFERRED ? DIAG_CASE_IN_DEFER : DIAG_CASE_PAST_DEFER, s->range.first,
             only(s->range.first), name);
        return;
    }
}

/* ---- goto ------------------------------------------------------------------------------------------------------- */

static struct jump_scope *common(struct jump_scope *a, struct jump_scope *b)
{
    while (a != b) {
        if (!b || (a && a->depth >= b->depth))
            a = a->outer;
        else
            b = b->outer;
    }
    return a;
}

static void check_jump(struct checker *c, struct jump_site *from, struct jump_site *to)
{
    struct jump_scope *shared = common(from->scope, to->scope), *i;
    const char *name = to->label->name->text;

    for (i = from->scope; i != shared; i = i->outer) {
        if (i->kind == JUMP_DEFERRED) {
            diag(c->u, DIAG_LEAVES_DEFER, from->at, only(from->at), "goto");
            return;
        }
    }
    for (i = to->scope; i != shared; i = i->outer) {
        if (i->kind != JUMP_DEFERRED && i->kind != JUMP_DEFER_SCOPE)
            continue;
        diag(c->u, i->kind == JUMP_DEFERRED ? DIAG_GOTO_INTO_DEFER : DIAG_GOTO_PAST_DEFER, from->at, only(from->at), name);
        diag(c->u, DIAG_NOTE_LABEL_HERE, to->at, only(to->at), name);
        return;
    }
}

static int by_label(const void *a, const void *b)
{
    uintptr_t l = (uintptr_t)((const struct jump_site *)a)->label, r = (uintptr_t)((const struct jump_site *)b)->label;

    return l < r ? -1 : l > r;
}

/* At the end of a function: all of its labels are known. */
void jumps_finish(struct checker *c)
{
    struct jump_site *labels = c->labels.at + c->now.labels, *to;
    size_t i, count = c->labels.len - c->now.labels;

    if (count)
        qsort(labels, count, sizeof *labels, by_label);
    for (i = c->now.gotos; i < c->gotos.len; i++) {
        to = count ? bsearch(&c->gotos.at[i], labels, count, sizeof *labels, by_label) : NULL;
        if (to)
            check_jump(c, &c->gotos.at[i], to);
    }
    c->gotos.len = c->now.gotos;
    c->labels.len = c->now.labels;
}
