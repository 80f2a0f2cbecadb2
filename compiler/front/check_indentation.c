/* check_indentation.c - -Wmisleading-indentation: a statement that looks as if the `if`, `else` or loop before it guarded it.
 *
 * gcc does not look for that in preprocessed text, and clang only where nothing was lowered. What is reported is what gcc
 * reports, which asks for the columns that people see, of the first tokens of three things:
 *
 *     if (c)         the guard
 *         f();       its body
 *         g();       what follows */
#include "front/checker.h"

#include "ac.tab.h"
#include "base/diag_place.h"

#include <ctype.h>
#include <limits.h>

/* Where people see a token, or the name of the macro that made it. */
struct spot {
    unsigned file;
    uint32_t line;
    unsigned column; /* 0: the first */
    unsigned indent; /* the column of the first letter of the line */
    bool known;      /* `column` is: a macro did not make the token somewhere in the line */
};

/* UINT_MAX: the line has none. */
static unsigned indent_of(const struct source_place *line)
{
    size_t blank = 0;

    while (blank < line->len && isspace((unsigned char)line->line[blank]))
        blank++;
    return blank < line->len ? display_width(line->line, blank) : UINT_MAX;
}

static struct spot spot_of(struct unit *u, tok t)
{
    const struct token *k = token_at(u, t), *before = token_at(u, t - 1);
    struct spot s = {.file = k->file, .line = k->line};
    struct source_place p;

    if (!source_line(u, k->file, k->line, &p))
        return s;
    s.column = s.indent = indent_of(&p);
    s.known = before->line != k->line || before->file != k->file;
    if (s.known || !stands_in_source(u, t))
        return s;
    p = place_of(u, t);
    s.column = display_width(p.line, p.start);
    s.known = !p.skipped;
    return s;
}

/* Is a line between the two less indented than the latter, as one with #else is? */
static bool less_between(struct unit *u, const struct spot *from, const struct spot *to)
{
    struct source_place p;

    for (uint32_t line = from->line + 1; line < to->line; line++) {
        if (!source_line(u, from->file, line, &p))
            return true;
        if (indent_of(&p) < to->column)
            return true;
    }
    return false;
}

/* Does what follows, in a line below the body's, look as if it were guarded? */
static bool looks_guarded(struct unit *u, tok next_at, bool empty, const struct spot *guard, const struct spot *body,
                          const struct spot *next)
{
    if (!body->known || next->column > next->indent)
        return false;
    if (empty && body->line == guard->line)
        return next->column > guard->indent || (next->column == guard->indent && token_at(u, next_at)->kind == '{');
    return !empty && next->column == body->column && body->column > guard->indent && !less_between(u, body, next);
}

static bool misleads(struct unit *u, tok guard_at, tok body_at, tok next_at)
{
    struct spot guard = spot_of(u, guard_at), body = spot_of(u, body_at), next = spot_of(u, next_at);

    if (!next.known || next.file != body.file)
        return false;
    if (next.line != body.line)
        return guard.known && next.line > body.line &&
               looks_guarded(u, next_at, token_at(u, body_at)->kind == ';', &guard, &body, &next);
    if (guard.file != body.file || guard.line < body.line)
        return true;
    return guard.known && guard.column == guard.indent && (body.known || stands_in_source(u, guard_at));
}

/* What cannot be taken for a guarded statement. */
static bool ends_all(struct unit *u, tok next)
{
    const struct token *k = token_at(u, next);

    return !k->kind || k->text[0] == '#' || k->kind == '}' || k->kind == ';' || k->kind == TOK_ELSE;
}

void check_indentation(struct checker *c, struct stmt *s)
{
    struct stmt *body = s->other ? s->other : s->body;
    tok guard = s->other ? body->range.first - 1 : s->range.first, next = body->range.last + 1;
    const struct token *k = token_at(c->u, guard);
    const char *word;

    if (body->kind == S_BLOCK || ends_all(c->u, next) || !diag_enabled(c->u, DIAG_MISLEADING_INDENTATION, guard) ||
        !misleads(c->u, guard, body->range.first, next))
        return;
    word = arena_strndup(&c->u->tree, k->text, k->len);
    diag(c->u, DIAG_MISLEADING_INDENTATION, guard, (struct range){guard, guard}, word);
    diag(c->u, DIAG_NOTE_INDENTED, next, (struct range){next, next}, word);
}
