/* diag_show.c - a diagnostic as text, in the form gcc made known. */
#include "base/diag_show.h"

#include "base/diag_place.h"

#include <string.h>

enum { BOLD, LOCUS, SEVERITY, FIXIT, PLAIN };

/* Colours as gcc's: per severity, then for fix-its and locations. */
static const char *color(const struct unit *u, const struct diag_pending *d, int what)
{
    static const char *const severity[] = {"\33[01;36m", "\33[01;35m", "\33[01;31m", "\33[01;31m"};

    if (!u->diag.color)
        return "";
    return what == PLAIN ? "\33[m" : what == SEVERITY ? severity[d->severity] : what == FIXIT ? "\33[32m" : "\33[01m";
}

static void put_many(FILE *out, int c, unsigned n)
{
    while (n-- > 0)
        fputc(c, out);
}

static void put_line(FILE *out, const char *line, size_t len)
{
    unsigned width = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)line[i];
        unsigned step = byte_width(line[i], width);

        if (c == '\t')
            put_many(out, ' ', step);
        else
            fputc(c < ' ' || c == 127 ? ' ' : c, out);
        width += step;
    }
}

/* ---- under the line --------------------------------------------------------------------------------------------- */

struct underline {
    unsigned first, end, caret; /* display columns from 0; end exclusive */
};

/* The part of the range that is on the caret's line. */
static struct underline underline_of(struct unit *u, const struct diag_pending *d, const struct source_place *p)
{
    const struct token *at = token_at(u, d->at);
    struct underline n;
    tok last = d->range.last;
    tok first = d->range.first;

    n.first = n.caret = display_width(p->line, p->start);
    n.end = display_width(p->line, p->end);
    if (d->after) {
        n.first = n.caret = n.end;
        n.end++;
        return n;
    }
    if (range_empty(d->range))
        return n;
    while (first < d->at && (token_at(u, first)->line != at->line || token_at(u, first)->file != at->file))
        first++;
    while (last > d->at && (token_at(u, last)->line != at->line || token_at(u, last)->file != at->file))
        last--;
    if (first < d->at) {
        struct source_place q = place_of(u, first);

        if (q.line == p->line && q.start < p->start)
            n.first = display_width(p->line, q.start);
    }
    if (last > d->at) {
        struct source_place q = place_of(u, last);

        if (q.line == p->line && q.end > p->end && q.end <= p->len)
            n.end = display_width(p->line, q.end);
    }
    return n;
}

static void put_underline(struct unit *u, const struct diag_pending *d, const struct source_place *p, FILE *out)
{
    struct underline n = underline_of(u, d, p);

    fputs("      | ", out);
    put_many(out, ' ', n.first);
    fputs(color(u, d, SEVERITY), out);
    put_many(out, '~', n.caret - n.first);
    fputc('^', out);
    if (n.end > n.caret + 1)
        put_many(out, '~', n.end - n.caret - 1);
    fprintf(out, "%s\n", color(u, d, PLAIN));
}

/* All fix-its on the caret's line, one below the other where they would touch. */
static void put_fixits(struct unit *u, const struct diag_pending *d, const struct source_place *p, FILE *out)
{
    for (int i = 0; i < d->fixits; i++) {
        const struct fixit *f = &d->fixit[i];
        struct source_place q = place_of(u, f->at), last = f->last ? place_of(u, f->last) : q;
        unsigned from = display_width(p->line, f->after ? q.end : q.start);

        if (q.line != p->line || last.line != p->line)
            continue;
        fputs("      | ", out);
        put_many(out, ' ', from);
        fputs(color(u, d, FIXIT), out);
        if (*f->text)
            fputs(f->text, out);
        else
            put_many(out, '-', display_width(p->line, last.end) - from);
        fprintf(out, "%s\n", color(u, d, PLAIN));
    }
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

/* The chain of includes, once for each file that errors are in. */
static void put_includes(struct unit *u, uint16_t file, FILE *out)
{
    const struct source_file *f = &u->files.at[file];
    int chain = 0;

    if (!f->from_line || u->pending->file == file)
        return;
    for (; f->from_line && chain < 200; f = &u->files.at[f->from], chain++)
        fprintf(out, "%s%s:%u", chain ? ",\n                 from " : "In file included from ",
                u->files.at[f->from].name, f->from_line);
    fputs(":\n", out);
}

void diag_show(struct unit *u, const struct diag_pending *d, FILE *out)
{
    const struct token *t = token_at(u, d->at);
    struct source_place p = place_of(u, d->at);
    const char *name = t->text ? u->files.at[t->file].name : u->main_name ? u->main_name : "";

    put_includes(u, t->file, out);
    u->pending->file = t->file;
    fprintf(out, "%s%s:", color(u, d, LOCUS), name);
    if (p.line)
        fprintf(out, "%u:%zu:", t->line,
                p.skipped + display_width(p.line, d->after ? p.end : p.start) + 1);
    fprintf(out, "%s %s%s: %s%s", color(u, d, PLAIN), color(u, d, SEVERITY), d->label, color(u, d, PLAIN), d->text);
    if ((d->name || d->promoted) && d->severity != SEV_NOTE)
        fprintf(out, " [%s-W%s%s%s%s]", color(u, d, SEVERITY), d->promoted ? "error" : "",
                d->promoted && d->name ? "=" : "", d->name ? d->name : "", color(u, d, PLAIN));
    fputc('\n', out);
    if (!p.line)
        return;
    fprintf(out, "%5u | ", t->line);
    put_line(out, p.line, p.len);
    fputc('\n', out);
    put_underline(u, d, &p, out);
    put_fixits(u, d, &p, out);
}
