/* diag_place.c - from a token of preprocessed text to its place in the source line.
 *
 * Line and file come from the markers and are right. The column is that of the preprocessed line, where macros are
 * expanded; it is right as long as the text before it is the same in both lines. Otherwise the token is looked for by
 * its spelling; one that a macro made stands where the closest token before it was found. */
#include "base/diag_place.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MOST_SHOWN 400 /* bytes; longer lines are shown in part */
#define FAR_RIGHT 5000  /* columns past which nothing is looked for: such lines were made by programs */

/* ---- the text of a file ----------------------------------------------------------------------------------------- */

static void read_file(struct source_file *f)
{
    FILE *in = *f->name && *f->name != '<' ? fopen(f->name, "rb") : NULL;
    size_t cap = 0, got = 0;

    f->text = xmalloc(1);
    f->len = 0;
    while (in) {
        if (f->len + 65536 > cap)
            f->text = xrealloc(f->text, cap = cap * 2 + 65536 * 2);
        got = fread(f->text + f->len, 1, 65536, in);
        f->len += got;
        if (!got || f->len > (size_t)256 << 20)
            break;
    }
    if (in)
        fclose(in);
}

bool source_line(struct unit *u, unsigned file, uint32_t line, struct source_place *p)
{
    struct source_file *f = &u->files.at[file];
    const char *at, *end, *stop;

    if (!f->text)
        read_file(f);
    if (!f->line)
        f->line = 1;
    at = f->text + f->line_at;
    end = f->text + f->len;
    for (; f->line > line && at > f->text; f->line--)
        for (at--; at > f->text && at[-1] != '\n';)
            at--;
    for (; f->line < line && at < end; f->line++) {
        stop = memchr(at, '\n', (size_t)(end - at));
        at = stop ? stop + 1 : end;
    }
    f->line_at = (size_t)(at - f->text);
    if (at >= end)
        return false;
    stop = memchr(at, '\n', (size_t)(end - at));
    p->line = at;
    p->len = (size_t)((stop ? stop : end) - at);
    if (p->len && at[p->len - 1] == '\r')
        p->len--;
    return true;
}

static void preprocessed_line(struct unit *u, const struct token *t, struct source_place *p)
{
    size_t before = t->col - 1 > MOST_SHOWN / 2 ? MOST_SHOWN / 2 : t->col - 1;
    size_t left = (size_t)(u->text + u->text_len - t->text);
    const char *end = t->text + (left < MOST_SHOWN ? left : MOST_SHOWN), *stop;

    stop = memchr(t->text, '\n', (size_t)(end - t->text));
    p->line = t->text - before;
    p->len = (size_t)((stop ? stop : end) - p->line);
    p->start = before;
    p->end = before + t->len < p->len ? before + t->len : p->len;
    p->skipped = t->col - 1 - before;
}

/* ---- the column ------------------------------------------------------------------------------------------------- */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (c & 0x80);
}

static bool same_before(const struct token *t, const struct source_place *p)
{
    const char *text = t->text - (t->col - 1);
    size_t col = t->col - 1;

    if (col + t->len > p->len || memcmp(p->line + col, t->text, t->len))
        return false;
    for (size_t i = 0; i < col; i++)
        if (text[i] != p->line[i] && !(isspace((unsigned char)text[i]) && isspace((unsigned char)p->line[i])))
            return false;
    return true;
}

/* As the user wrote it, if the preprocessor did not leave it so: letters that became \UXXXXXXXX. */
static const char *spelling(const struct token *t, size_t *len)
{
    *len = t->ident ? t->ident->len : t->len;
    return t->ident ? t->ident->text : t->text;
}

/* Does T stand at byte I of the line, as a whole word if it is one? */
static bool stands_at(const struct token *t, const struct source_place *p, size_t i)
{
    size_t len;
    const char *text = spelling(t, &len);

    if (i + len > p->len || memcmp(p->line + i, text, len))
        return false;
    if (!is_word(text[0]))
        return true;
    return (i == 0 || !is_word(p->line[i - 1])) && (i + len >= p->len || !is_word(p->line[i + len]));
}

/* The byte nearest to WANTED where T stands; false: nowhere. */
static bool nearest(const struct token *t, const struct source_place *p, size_t wanted, size_t *found)
{
    bool any = false;
    size_t best = 0, d;

    for (size_t i = 0; t->len && i < p->len; i++) {
        if (!stands_at(t, p, i))
            continue;
        d = i > wanted ? i - wanted : wanted - i;
        if (!any || d < best) {
            *found = i;
            best = d;
        }
        any = true;
    }
    return any;
}

static bool same_line(const struct token *a, const struct token *b)
{
    return a->line == b->line && a->file == b->file && a->kind != 0;
}

/* T as the Nth token so spelled on its line, if the source line has as many. */
static bool nth(struct unit *u, tok t, const struct source_place *p, size_t *found)
{
    const struct token *k = token_at(u, t), *o;
    unsigned before = 0, all = 0, there = 0;
    tok i = t;

    while (i > 1 && same_line(token_at(u, i - 1), k) && t - i < 1000)
        i--;
    for (; i < u->tokens.len && same_line(o = token_at(u, i), k) && all < 1000; i++) {
        if (o->len == k->len && !memcmp(o->text, k->text, k->len)) {
            all++;
            before += i < t;
        }
    }
    for (size_t j = 0; k->len && j < p->len; j++) {
        if (stands_at(k, p, j) && there++ == before)
            *found = j;
    }
    return there == all && all > 0;
}

static void find_column(struct unit *u, tok t, struct source_place *p)
{
    const struct token *k = token_at(u, t), *o;
    size_t found = 0, len;

    if (same_before(k, p)) {
        found = k->col - 1;
    } else if (!nth(u, t, p, &found) && !nearest(k, p, k->col - 1, &found)) {
        /* Made by a macro: its name stands behind the last token that is in the line. */
        for (tok i = t; i-- > 1 && same_line(o = token_at(u, i), k) && t - i < 200;) {
            if (nth(u, i, p, &found)) {
                for (found += o->len; found < p->len && isspace((unsigned char)p->line[found]);)
                    found++;
                break;
            }
        }
        if (found == 0)
            while (found < p->len && isspace((unsigned char)p->line[found]))
                found++;
        p->start = p->end = found;
        while (p->end < p->len && is_word(p->line[p->end]))
            p->end++;
        return;
    }
    p->start = found;
    spelling(k, &len);
    p->end = found + len;
}

/* The part of a long line around the token. */
static void clip(struct source_place *p)
{
    size_t skip = p->start > MOST_SHOWN / 2 ? p->start - MOST_SHOWN / 2 : 0;

    if (p->len <= MOST_SHOWN)
        return;
    p->line += skip;
    p->len = p->len - skip > MOST_SHOWN ? MOST_SHOWN : p->len - skip;
    p->start -= skip;
    p->end = p->end - skip > p->len ? p->len : p->end - skip;
    p->skipped = skip;
}

struct source_place place_of(struct unit *u, tok t)
{
    const struct token *k = token_at(u, t);
    struct source_place p = {0};

    if (!k->text)
        return p;
    if (k->col > FAR_RIGHT || !source_line(u, k->file, k->line, &p)) {
        preprocessed_line(u, k, &p);
    } else {
        find_column(u, t, &p);
        clip(&p);
    }
    return p;
}

/* Does the token T, if it is of that line, end right before byte I of it, blanks aside? */
static bool ends_before(struct unit *u, tok t, const struct token *behind, const struct source_place *p, size_t i)
{
    const struct token *k = token_at(u, t);
    size_t len;

    if (!same_line(k, behind))
        return true;
    spelling(k, &len);
    while (i > 0 && isspace((unsigned char)p->line[i - 1]))
        i--;
    return len <= i && stands_at(k, p, i - len);
}

bool stands_in_source(struct unit *u, tok t)
{
    const struct token *k = token_at(u, t);
    struct source_place p = {0};
    size_t found;

    if (k->flags & TOK_SYSTEM || k->col > FAR_RIGHT || !source_line(u, k->file, k->line, &p))
        return true;
    return same_before(k, &p) || (nth(u, t, &p, &found) && ends_before(u, t - 1, k, &p, found));
}

unsigned byte_width(char c, unsigned column)
{
    return c == '\t' ? 8 - column % 8 : ((unsigned char)c & 0xc0) != 0x80;
}

unsigned display_width(const char *line, size_t bytes)
{
    unsigned width = 0;

    for (size_t i = 0; i < bytes; i++)
        width += byte_width(line[i], width);
    return width;
}
