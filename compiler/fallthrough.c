/* fallthrough.c - comments that say a case falls through. */
#define _GNU_SOURCE /* memmem */
#include "fallthrough.h"

#include "base/diag.h"
#include "files.h"
#include "front/scan.h"

#include <ctype.h>
#include <string.h>

/* A place in a source file; labels come in order, so it mostly moves on. */
struct cursor {
    const struct source_file *file;
    uint32_t line;
    const char *at, *end;
};

static bool is_label(const struct token *t)
{
    return t->ident && (strcmp(t->ident->text, "case") == 0 || strcmp(t->ident->text, "default") == 0);
}

/* Only after a whole statement is there room for another. */
static bool ends_statement(const struct token *t)
{
    return t->len == 1 && (*t->text == ';' || *t->text == '}');
}

static bool load(struct source_file *f)
{
    struct buf b = {0};

    if (f->text)
        return true;
    if (!read_whole_file(f->name, &b))
        return false;
    f->text = b.text;
    f->len = b.len;
    return true;
}

/* The rest of the file from the start of LINE on. */
static bool seek(struct cursor *c, struct source_file *f, uint32_t line)
{
    if (!load(f))
        return false;
    if (c->file != f || c->line > line)
        *c = (struct cursor){f, 1, f->text, f->text + f->len};
    for (; c->line < line && c->at < c->end; c->line++) {
        const char *stop = memchr(c->at, '\n', (size_t)(c->end - c->at));

        c->at = stop ? stop + 1 : c->end;
    }
    return c->at < c->end;
}

static const char *line_end(const char *p, const char *end)
{
    const char *stop = memchr(p, '\n', (size_t)(end - p));

    return stop ? stop : end;
}

/* "fall through", "falls-through", "FALLTHRU", ... as gcc reads it. */
static bool says_so(const char *p, const char *end)
{
    static const char *const words[] = {"through", "thru"};

    for (; end - p >= 8; p++) {
        const char *q = p + 4;

        if (strncasecmp(p, "fall", 4) != 0)
            continue;
        q += tolower((unsigned char)*q) == 's';
        while (q < end && (*q == ' ' || *q == '\t' || *q == '-'))
            q++;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if ((size_t)(end - q) >= strlen(words[i]) && strncasecmp(q, words[i], strlen(words[i])) == 0)
                return true;
    }
    return false;
}

/* Does a comment between P and END say so? */
static bool comment_says_so(const char *p, const char *end)
{
    while (p + 1 < end) {
        const char *stop;

        if (p[0] != '/' || (p[1] != '*' && p[1] != '/')) {
            p++;
            continue;
        }
        stop = p[1] == '/' ? line_end(p, end) : memmem(p + 2, (size_t)(end - p - 2), "*/", 2);
        if (!stop)
            stop = end;
        if (says_so(p, stop))
            return true;
        p = stop;
    }
    return false;
}

/* Where the label stands in the line at P, or the line's end. */
static const char *label_in_line(const char *p, const char *end, const struct token *label)
{
    const char *at = memmem(p, (size_t)(end - p), label->ident->text, label->ident->len);

    return at ? at : end;
}

/* The source between LAST, or a little before, and LABEL. */
static bool comment_before(struct unit *u, struct cursor *c, const struct token *last, const struct token *label)
{
    const char *end;

    if (last->file != label->file || last->line > label->line)
        return false;
    if (!seek(c, &u->files.at[label->file], last->line))
        return false;
    end = c->at;
    for (uint32_t line = last->line; line < label->line && end < c->end; line++)
        end = line_end(end, c->end) + 1;
    if (end >= c->end)
        return false;
    return comment_says_so(c->at, last->line == label->line ? line_end(end, c->end) : label_in_line(end, line_end(end, c->end), label));
}

static void insert_attributes(struct unit *u, struct buf *out)
{
    struct cursor c = {0};
    const char *done = u->text;

    for (size_t i = 2; i < u->tokens.len; i++) {
        const struct token *t = &u->tokens.at[i];

        if ((t->flags & TOK_SYSTEM) || !is_label(t) || !ends_statement(t - 1) || !comment_before(u, &c, t - 1, t))
            continue;
        buf_put(out, done, (size_t)(t->text - done));
        buf_puts(out, "__attribute__((__fallthrough__)); ");
        done = t->text;
    }
    buf_put(out, done, (size_t)(u->text + u->text_len - done));
}

void keep_fallthrough_comments(struct buf *text)
{
    struct buf out = {0};
    struct unit u;

    if (!memmem(text->text, text->len, "case", 4)) /* only from one can anything fall */
        return;
    unit_init(&u, text);
    u.diag.out = fopen("/dev/null", "w"); /* what is wrong with it will be said when it is translated */
    scan_unit(&u);
    diag_flush(&u);
    insert_attributes(&u, &out);
    if (u.diag.out)
        fclose(u.diag.out);
    unit_free(&u);
    buf_free(text);
    *text = out;
}
