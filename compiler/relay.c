/* relay.c - what the C compiler says of the emitted text, said of the source.
 *
 * The places it names are those of the source, since the text has line markers. Two things are not, and are put right here:
 *
 *   - names that acc made. In quotes, those of the source take their place: 'f_body' is 'f', 'self->x' is 'x'.
 *   - the line that clang shows: it is the emitted one, of which the user knows nothing. gcc reads it from the source.
 *     If a name that acc made stands in it, the source's line is shown instead, and the caret where it belongs.
 *
 * All else passes as it is, byte for byte, and escape sequences stay where they are. */
#include "relay.h"

#include "files.h"
#include "shown.h"

#include <ctype.h>
#include <stdio.h>
#include <unistd.h>

struct relay {
    struct renames *names;
    struct buf seen;   /* the line at hand without escape sequences */
    struct buf out;    /* what becomes of it, and of those before that have to wait */
    struct buf path;   /* the file it speaks of, */
    struct buf file;   /* ... and its text */
    unsigned line;     /* where the message is that was the last line; 0: it was none */
    size_t column;     /* in `out`, where the number of its column begins; 0: not known */
    struct shown shown;
    struct buf held;   /* the last line, which is that of `shown` if a caret follows; else empty */
    bool marked;       /* the last line was the caret: one more line of marks may follow */
    struct buf gutter; /* what that begins with, "   12 | ", where clang is one of those that show it */
};

/* ---- the line, as people see it ---------------------------------------------------------------------------------- */

/* How long the escape sequence at TEXT is; 0: there is none. */
static size_t escape_length(const char *text)
{
    size_t n = 2;

    if (text[0] != '\033' || text[1] != '[')
        return 0;
    while (text[n] && !isalpha((unsigned char)text[n]))
        n++;
    return text[n] ? n + 1 : n;
}

static void see(struct buf *seen, const char *text)
{
    seen->len = 0;
    buf_puts(seen, "");
    while (*text && *text != '\n') {
        size_t escape = escape_length(text);

        if (!escape)
            buf_putc(seen, *text);
        text += escape ? escape : 1;
    }
}

/* ---- messages ---------------------------------------------------------------------------------------------------- */

/* FILE:LINE:COLUMN: at the beginning of TEXT. */
static bool is_located(struct relay *r, const char *text)
{
    for (const char *at = strchr(text, ':'); at; at = strchr(at + 1, ':')) {
        unsigned line, column;
        int end = 0;

        if (!isdigit((unsigned char)at[1]) || sscanf(at, ":%u:%u: %n", &line, &column, &end) != 2 || !end)
            continue;
        if (r->path.len != (size_t)(at - text) || memcmp(r->path.text, text, r->path.len) != 0) {
            r->path.len = 0;
            buf_put(&r->path, text, (size_t)(at - text));
            buf_free(&r->file);
            read_whole_file(r->path.text, &r->file);
        }
        r->line = line;
        return true;
    }
    return false;
}

/* The bytes of the quotation mark at TEXT; 0: there is none. */
static size_t quote_length(const char *text)
{
    if (*text == '\'')
        return 1;
    return !strncmp(text, "\xe2\x80\x98", 3) || !strncmp(text, "\xe2\x80\x99", 3) ? 3 : 0;
}

/* Puts the word at TEXT, as the source has it; returns where to go on. */
static const char *put_word(struct relay *r, const char *text)
{
    size_t len = word_length(text);
    const char *source = renames_find(r->names, text, len);

    if (renames_frame(source) && !strncmp(text + len, "->", 2))
        return text + len + 2;
    if (source && *source && !renames_frame(source))
        buf_puts(&r->out, source);
    else
        buf_put(&r->out, text, len);
    return text + len;
}

static void put_message(struct relay *r, const char *text)
{
    bool quoted = false;

    while (*text) {
        size_t quote = quote_length(text), skip = escape_length(text);

        quoted ^= quote != 0;
        if (quoted && word_length(text)) {
            text = put_word(r, text);
            continue;
        }
        skip = quote ? quote : skip ? skip : 1;
        buf_put(&r->out, text, skip);
        text += skip;
    }
}

/* ---- the line that clang shows, and what is below ---------------------------------------------------------------- */

static size_t gutter_length(const char *text)
{
    size_t blank = strspn(text, " "), digits = strspn(text + blank, "0123456789");

    return digits && !strncmp(text + blank + digits, " | ", 3) ? blank + digits + 3 : 0;
}

/* Is the line at hand perhaps an emitted one, in the place of which the source's is to be shown? */
static bool may_be_shown(struct relay *r)
{
    r->gutter.len = 0;
    buf_put(&r->gutter, r->seen.text, gutter_length(r->seen.text));
    return shown_begin(&r->shown, r->names, &r->file, r->line, r->seen.text + r->gutter.len);
}

/* Marks stand below the line that was shown, behind an empty gutter. */
static bool is_below(struct relay *r)
{
    const char *text = r->seen.text;

    if (!r->gutter.len)
        return *text == ' ' || *text == '^' || *text == '~';
    return r->seen.len >= r->gutter.len && strspn(text, " ") == r->gutter.len - 2 && text[r->gutter.len - 2] == '|';
}

/* In the message that waits in `out`. */
static void correct_column(struct relay *r, size_t column)
{
    struct buf rest = {0};

    buf_puts(&rest, r->out.text + r->column + strspn(r->out.text + r->column, "0123456789"));
    r->out.len = r->column;
    buf_number(&r->out, (int64_t)column);
    buf_puts(&r->out, rest.text);
    buf_free(&rest);
}

/* The marks of the line at hand, each where it belongs, behind the escape sequences that TEXT, the same line, begins with. */
static void put_marks(struct relay *r, const char *text)
{
    size_t escape;

    while ((escape = escape_length(text))) {
        buf_put(&r->out, text, escape);
        text += escape;
    }
    buf_put(&r->out, r->seen.text, r->gutter.len);
    shown_put_marks(&r->shown, r->names, r->seen.text + r->gutter.len, &r->out);
    buf_putc(&r->out, '\n');
}

/* A line of marks; the first has the caret. */
static bool is_marks(struct relay *r, bool first)
{
    const char *marks;

    if (!is_below(r))
        return false;
    if (!first)
        return true;
    marks = r->seen.text + r->gutter.len;
    return !marks[strspn(marks, " ~^")] && strchr(marks, '^');
}

/* The line held, and TEXT, that of the caret. */
static void show_source(struct relay *r, const char *text)
{
    long place = shown_place(&r->shown, r->names, strcspn(r->seen.text + r->gutter.len, "^"));

    if (place >= 0 && r->column)
        correct_column(r, shown_byte(&r->shown, (size_t)place) + 1);
    buf_join(&r->out, r->gutter.text, r->shown.source.text, "\n");
    if (place >= 0)
        put_marks(r, text);
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void flush(struct relay *r)
{
    if (r->out.len)
        fwrite(r->out.text, 1, r->out.len, stderr);
    r->out.len = 0;
}

/* Puts TEXT, a message that tells a place, whose column may be another. */
static void begin_message(struct relay *r, const char *text)
{
    char place[32];
    const char *at;

    flush(r);
    put_message(r, text);
    sprintf(place, ":%u:", r->line);
    at = strstr(r->out.text, place);
    r->column = at ? (size_t)(at - r->out.text) + strlen(place) : 0;
}

/* The line held was none to be shown. */
static void let_go(struct relay *r)
{
    if (r->held.len)
        put_message(r, r->held.text);
    r->held.len = 0;
}

/* True: TEXT is below the line that a message shows. */
static bool take_marks(struct relay *r, const char *text)
{
    bool held = r->held.len, marked = r->marked;

    r->marked = false;
    if (held && is_marks(r, true)) {
        show_source(r, text);
        r->held.len = 0;
        return r->marked = true;
    }
    let_go(r);
    if (!marked || !is_marks(r, false))
        return false;
    put_marks(r, text);
    return true;
}

static void take_line(struct relay *r, const char *text)
{
    see(&r->seen, text);
    if (take_marks(r, text))
        return;
    if (is_located(r, r->seen.text)) {
        begin_message(r, text);
        return;
    }
    if (r->line && may_be_shown(r)) {
        buf_puts(&r->held, text);
    } else {
        put_message(r, text);
        flush(r);
    }
    r->line = 0;
}

bool relay(int fd, void *names)
{
    struct relay r = {.names = names};
    FILE *in = fdopen(fd, "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    bool ok = in != NULL;

    while (in && (len = getline(&line, &size, in)) >= 0) {
        if (strlen(line) == (size_t)len)
            take_line(&r, line);
        else
            buf_put(&r.out, line, (size_t)len); /* nobody's message */
    }
    let_go(&r);
    flush(&r);
    if (in) {
        ok = !ferror(in);
        fclose(in);
    } else {
        close(fd);
    }
    free(line);
    buf_free(&r.seen);
    buf_free(&r.out);
    buf_free(&r.path);
    buf_free(&r.file);
    buf_free(&r.held);
    buf_free(&r.gutter);
    shown_free(&r.shown);
    return ok;
}
