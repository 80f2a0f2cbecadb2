/* shown.c - a line of the emitted text that clang shows, and that of the source in its place.
 *
 * Most of the emitted line stands in the columns that it has in the source. What does not is found by its spelling, nearest to
 * where it is. */
#include "shown.h"

#include "base/diag_place.h"

#include <ctype.h>

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$';
}

size_t word_length(const char *text)
{
    size_t n = 0;

    while (is_word(text[n]))
        n++;
    return n;
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

/* How many bytes of TEXT, which ends with its line, are before COLUMN. */
static size_t bytes_before(const char *text, size_t column)
{
    size_t n = 0, step;

    for (unsigned at = 0; text[n] && text[n] != '\n'; n++) {
        step = byte_width(text[n], at);
        if (at >= column && step)
            break;
        at += (unsigned)step;
    }
    return n;
}

/* ---- the two lines ----------------------------------------------------------------------------------------------- */

static const char *find_line(const struct buf *file, unsigned line)
{
    const char *at = file->text, *end = at + file->len;

    while (at && at < end && --line) {
        at = memchr(at, '\n', (size_t)(end - at));
        at += at != NULL;
    }
    return at && at < end ? at : NULL;
}

static void expand(struct shown *s)
{
    unsigned at = 0, step;

    s->source.len = 0;
    buf_puts(&s->source, "");
    for (const char *c = s->raw; *c && *c != '\n' && *c != '\r'; c++, at += step) {
        step = byte_width(*c, at);
        if (*c == '\t')
            buf_spaces(&s->source, step);
        else
            buf_putc(&s->source, *c);
    }
}

/* The byte of LINE nearest to WANTED where the LEN bytes at TEXT stand, as a word if they are one; -1: nowhere. */
static long nearest(const struct buf *line, long wanted, const char *text, size_t len)
{
    bool word = len && is_word(*text);
    long best = -1;

    for (size_t i = 0; len && i + len <= line->len; i++) {
        const char *at = line->text + i;

        if (memcmp(at, text, len) != 0 || (word && ((i && is_word(at[-1])) || is_word(at[len]))))
            continue;
        if (best < 0 || labs((long)i - wanted) < labs(best - wanted))
            best = (long)i;
    }
    return best;
}

/* Is there a name that was made, and is not in the source? */
static bool is_made(struct shown *s, struct renames *names)
{
    for (const char *at = s->emitted.text; *at;) {
        size_t len = word_length(at);

        if (len && renames_find(names, at, len) && nearest(&s->source, 0, at, len) < 0)
            return true;
        at += len ? len : 1;
    }
    return false;
}

/* Is more in it than in the source, a brace say? */
static bool goes_on(const struct shown *s)
{
    return s->emitted.len > s->source.len && !memcmp(s->emitted.text, s->source.text, s->source.len);
}

bool shown_begin(struct shown *s, struct renames *names, const struct buf *file, unsigned line, const char *text)
{
    s->raw = find_line(file, line);
    if (!s->raw)
        return false;
    s->emitted.len = 0;
    buf_puts(&s->emitted, text);
    expand(s);
    return is_made(s, names) || goes_on(s);
}

/* ---- from one to the other --------------------------------------------------------------------------------------- */

/* At which byte of the source's line the token stands that begins at byte I of the emitted one, and its length there; -1:
 * nowhere. */
static long token_in_source(struct shown *s, struct renames *names, size_t i, size_t *length)
{
    const char *text = s->emitted.text + i, *source;
    size_t len = word_length(text);

    source = len ? renames_find(names, text, len) : NULL;
    if (renames_frame(source) && !strncmp(text + len, "->", 2)) {
        text += len + 2;
        len = word_length(text);
    } else if (source) {
        text = renames_frame(source) ? "" : source;
        len = strlen(text);
    }
    *length = len ? len : *text != 0;
    return nearest(&s->source, (long)i, text, *length);
}

/* A blank is behind what stands before it. */
static long byte_in_source(struct shown *s, struct renames *names, size_t i)
{
    const char *text = s->emitted.text;
    size_t end = i, start, length;
    long place;

    if (text[i] && text[i] != ' ')
        return token_in_source(s, names, i, &length);
    while (end > 0 && text[end - 1] == ' ')
        end--;
    for (start = end; start > 0 && is_word(text[start - 1]);)
        start--;
    start -= start == end && start > 0;
    place = token_in_source(s, names, start, &length);
    return place < 0 ? place : place + (long)(length + i - end);
}

long shown_place(struct shown *s, struct renames *names, size_t column)
{
    long byte = byte_in_source(s, names, bytes_before(s->emitted.text, column));

    if (byte < 0)
        return -1;
    if ((size_t)byte > s->source.len)
        return byte - (long)s->source.len + display_width(s->source.text, s->source.len);
    return display_width(s->source.text, (size_t)byte);
}

size_t shown_byte(const struct shown *s, size_t column)
{
    return bytes_before(s->raw, column);
}

/* ---- marks ------------------------------------------------------------------------------------------------------- */

/* MARKS, of that length, begin in COLUMN of the emitted line; the line of marks, of which LEN columns are there, ends OUT. */
static void put_mark(struct shown *s, struct renames *names, const char *marks, size_t length, size_t column, size_t len,
                     struct buf *out)
{
    size_t caret = strcspn(marks, "^ "), before = caret < length ? caret : 0;
    long from = shown_place(s, names, column), at = before ? shown_place(s, names, column + before) : from;

    if (at < (long)len)
        return;
    if (from < (long)len || from > at)
        from = at;
    buf_spaces(out, (size_t)from - len);
    for (; from < at; from++)
        buf_putc(out, '~');
    buf_put(out, marks + before, length - before);
}

void shown_put_marks(struct shown *s, struct renames *names, const char *marks, struct buf *out)
{
    size_t begin = out->len, most = begin + display_width(s->source.text, s->source.len), length;

    for (size_t i = strspn(marks, " "); marks[i]; i += length + strspn(marks + i + length, " ")) {
        length = strcspn(marks + i, " ");
        put_mark(s, names, marks + i, length, i, out->len - begin, out);
        if (marks[i + length - 1] == '~' && out->len > most)
            out->len = most;
    }
}

void shown_free(struct shown *s)
{
    buf_free(&s->emitted);
    buf_free(&s->source);
}
