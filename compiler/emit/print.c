/* print.c - tokens and text, with every token on the line it came from.
 *
 * The printer keeps count of which source line the current line of output maps to. A token from a line a little further
 * down is reached by newlines, any other by a line marker, so what the C compiler, the debugger and the sanitizers say
 * names the user's file and line. */
#include "emit/internal.h"

#include "ac.tab.h"
#include "base/format.h"

#include <ctype.h>
#include <string.h>

enum { MOST_COLUMNS = 300 }; /* of a line that somebody reads */

static char last_char(struct printer *p)
{
    return p->out->len ? p->out->text[p->out->len - 1] : '\n';
}

void put_newline(struct printer *p)
{
    buf_putc(p->out, '\n');
    p->line = p->line ? p->line + 1 : 0;
    p->line_start = place(p);
    p->fresh = true;
    p->last = 0;
    put_away(p);
}

static void put_marker(struct printer *p, struct token *k)
{
    struct source_file *f = &p->u->files.at[k->file];

    if (!p->fresh)
        buf_putc(p->out, '\n');
    buf_puts(p->out, p->o->for_people ? "#line " : "# ");
    buf_number(p->out, k->line);
    buf_join(p->out, " \"", f->name, !p->o->for_people && k->flags & TOK_SYSTEM ? "\" 3\n" : "\"\n");
    p->line = k->line;
    p->file = k->file;
    p->line_start = place(p);
    p->fresh = true;
    p->last = 0;
}

static void sync(struct printer *p, struct token *k)
{
    if (p->dump) {
        if (!p->line || k->line > p->line) {
            if (!p->fresh)
                put_newline(p);
        }
        p->line = k->line;
        return;
    }
    if (p->line == 0 || k->file != p->file || k->line < p->line || k->line > p->line + 6)
        put_marker(p, k);
    while (p->line < k->line)
        put_newline(p);
}

static void indent(struct printer *p, uint32_t col)
{
    if (!p->fresh)
        return;
    buf_spaces(p->out, col < 100 ? col - 1 : 99);
    p->fresh = false;
}

static bool keeps_columns(struct printer *p, const struct token *k)
{
    return !p->o->for_people && !p->dump && k->col <= MOST_COLUMNS;
}

/* In what is compiled, a token stands in its column, as far as longer names in front of it allow: warnings tell columns. What
 * comes behind text that is not the source's, and may be long, begins the same line anew if need be. */
static void begin_line_anew(struct printer *p, struct token *k)
{
    bool here = p->line == k->line && p->file == k->file;

    if (keeps_columns(p, k) && here && !p->fresh && !p->last && place(p) - p->line_start >= k->col)
        put_marker(p, k);
}

static bool move_to_column(struct printer *p, struct token *k)
{
    size_t column = place(p) - p->line_start + 1;

    if (!keeps_columns(p, k) || p->line != k->line || column >= k->col)
        return false;
    buf_spaces(p->out, k->col - column);
    return true;
}

static bool on_one_line(const struct token *a, const struct token *b)
{
    return a->line == b->line && a->file == b->file;
}

uint32_t line_column(struct printer *p, tok t)
{
    tok first = t;

    if (p->line_first <= t && t <= p->line_upto)
        return token_at(p->u, p->line_first)->col;
    while (first > 1 && on_one_line(token_at(p->u, first - 1), token_at(p->u, t))) {
        first--;
        if (p->line_first <= first && first <= p->line_upto)
            first = p->line_first;
    }
    p->line_first = first;
    p->line_upto = t;
    return token_at(p->u, first)->col;
}

static bool is_word(int c)
{
    return isalnum(c) || c == '_' || c == '$' || c >= 0x80;
}

static bool closes(int c)
{
    return c == ')' || c == ']' || c == ';' || c == ',';
}

/* Between a token and synthetic text, words and operators are kept apart. */
static bool needs_space(struct printer *p, unsigned char before, unsigned char next)
{
    if (p->fresh || isspace(before) || before == '(' || before == '[')
        return false;
    return (is_word(before) && is_word(next)) || (ispunct(before) && ispunct(next) && !closes(next)) || before == ';' ||
           before == ',' || before == '{' || before == '}';
}

static bool is_pragma(struct printer *p, tok t)
{
    struct token *k = token_at(p->u, t);

    return k->kind == TOK_PRAGMA && (p->dump || !(k->flags & TOK_MOVED));
}

static void put_pragma(struct printer *p, tok t)
{
    struct token *k = token_at(p->u, t);

    if (!p->fresh)
        put_newline(p);
    sync(p, k);
    buf_put(p->out, k->text, k->len);
    put_newline(p);
}

static void put_directive(struct printer *p, const char *text)
{
    if (!p->fresh)
        put_newline(p);
    buf_puts(p->out, text);
    put_newline(p);
}

/* Until end_quiet() the C compiler says nothing of the kind WARNING, if it was ASKED for. */
static void begin_quiet(struct printer *p, bool asked, const char *warning)
{
    if (!asked)
        return;
    put_directive(p, "#pragma GCC diagnostic push");
    put_directive(p, arena_printf(&p->u->texts, "#pragma GCC diagnostic ignored \"-W%s\"", warning));
}

static void end_quiet(struct printer *p, bool asked)
{
    if (asked)
        put_directive(p, "#pragma GCC diagnostic pop");
}

void begin_mixed(struct printer *p)
{
    begin_quiet(p, p->o->mixed, "declaration-after-statement");
}

void end_mixed(struct printer *p)
{
    end_quiet(p, p->o->mixed);
}

void begin_attributes(struct printer *p, bool strange)
{
    begin_quiet(p, strange, "attributes");
}

void end_attributes(struct printer *p, bool strange)
{
    end_quiet(p, strange);
}

void begin_packed(struct printer *p, int64_t pack, int64_t here)
{
    if (pack == here)
        return;
    put_directive(p, arena_printf(&p->u->texts, "#pragma pack(push, %d)", pack ? (int)pack : 1)); /* tcc knows no other push */
    if (!pack)
        put_directive(p, "#pragma pack()");
}

void end_packed(struct printer *p, int64_t pack, int64_t here)
{
    if (pack != here)
        put_directive(p, "#pragma pack(pop)");
}

void begin_made_struct(struct printer *p, int64_t here)
{
    begin_packed(p, 0, here);
    begin_quiet(p, p->o->padded, "padded");
}

void end_made_struct(struct printer *p, int64_t here)
{
    end_quiet(p, p->o->padded);
    end_packed(p, 0, here);
}

void put_line_of(struct printer *p, tok t)
{
    sync(p, token_at(p->u, t));
    indent(p, line_column(p, t));
}

/* How much of TEXT stands in front of NAME, where it is a word for the last time. */
static size_t length_before(const char *text, const char *name)
{
    size_t len = strlen(name), before = 0;

    for (const char *at = text; (at = strstr(at, name)) != NULL; at++)
        if (!is_word(at[len]) && (at == text || !is_word(at[-1])))
            before = (size_t)(at - text);
    return before;
}

void put_name_in_place(struct printer *p, const char *text, const char *name, tok t, bool fresh)
{
    struct token *k = token_at(p->u, t);
    size_t before = length_before(text, name) + 1, column;

    if (t && keeps_columns(p, k)) {
        sync(p, k);
        if (fresh && place(p) - p->line_start + before > k->col)
            put_marker(p, k);
        column = place(p) - p->line_start + before;
        if (column < k->col)
            buf_spaces(p->out, k->col - column);
    }
    emit(p, text);
}

/* Only a raw string goes over several lines. */
static void put_token_text(struct printer *p, const struct token *k)
{
    const char *end = k->text + k->len, *line = k->text;

    buf_put(p->out, k->text, k->len);
    if (k->kind != TOK_STRING)
        return;
    while ((line = memchr(line, '\n', (size_t)(end - line))) != NULL) {
        line++;
        p->line += p->line != 0;
        p->line_start = place(p) - (size_t)(end - line);
    }
}

void put_token(struct printer *p, tok t)
{
    struct token *k = token_at(p->u, t);
    struct symbol *sym = token_symbol(p->u, t);
    const char *text;

    if (is_pragma(p, t)) {
        put_pragma(p, t);
        return;
    }
    if (k->flags & TOK_MOVED && !p->hoisting && !p->dump) {
        if (k->flags & TOK_TAG)
            vec_push(&p->braces, (struct placed_token){place(p), t});
        return;
    }
    begin_line_anew(p, k);
    sync(p, k);
    text = k->ident ? func_name_text(p, t) : NULL;
    if (!text && sym)
        text = k->flags & TOK_TYPED ? typed_text(p, sym) : symbol_text(p, sym);
    if (p->fresh)
        indent(p, k->col);
    else if (move_to_column(p, k))
        ;
    else if (p->last == t - 1 && p->last)
        k->flags &TOK_SPACE ? buf_putc(p->out, ' ') : (void)0;
    else if (needs_space(p, (unsigned char)last_char(p), (unsigned char)(text ? text[0] : k->text[0])))
        buf_putc(p->out, ' ');
    if (k->flags & TOK_TAG && !p->dump)
        vec_push(&p->braces, (struct placed_token){place(p), t});
    if (text)
        buf_puts(p->out, text);
    else
        put_token_text(p, k);
    p->last = t;
    p->fresh = false;
}

/* The constant expression from FIRST on, up to LAST at most, that cannot be printed as its tokens; NULL: none. */
static struct expr *constant_at(struct printer *p, tok first, tok last)
{
    struct expr *found = NULL;

    for (size_t i = 0; i < p->u->constants.len; i++) {
        struct expr *e = p->u->constants.at[i];

        if (e->range.first == first && e->range.last <= last && (!found || e->range.last > found->range.last) && mark_expr(e))
            found = e;
    }
    return found;
}

void put_tokens(struct printer *p, tok first, tok last)
{
    for (tok t = first; t && t <= last; t++) {
        struct expr *e = constant_at(p, t, last);

        if (e) {
            put_expr(p, e);
            t = e->range.last;
        } else {
            put_token(p, t);
        }
    }
}

void put_pragmas(struct printer *p, tok after, tok before)
{
    if (!after || !before)
        return;
    for (tok t = after + 1; t < before; t++)
        if (is_pragma(p, t))
            put_pragma(p, t);
}

void emit_text_end(struct printer *p)
{
    struct buf *out = p->out;
    size_t start = p->start;
    unsigned char before, first;

    arena_release(&p->u->texts, &p->before);
    if (out->len == start)
        return;
    before = start ? (unsigned char)out->text[start - 1] : '\n';
    first = (unsigned char)out->text[start];
    if (before != ' ' && first != ' ' && needs_space(p, before, first)) {
        buf_putc(out, ' ');
        memmove(out->text + start + 1, out->text + start, out->len - 1 - start);
        out->text[start] = ' ';
    }
    p->last = 0;
    p->fresh = false;
    put_away(p);
}

const char *decimal(struct printer *p, int64_t n)
{
    char digits[DIGITS];
    const char *text = number_text(digits, n);

    return arena_strndup(&p->u->texts, text, (size_t)(digits + DIGITS - 1 - text));
}

void put_break(struct printer *p, int depth)
{
    if (!p->o->for_people) {
        if (last_char(p) != ' ' && !p->fresh)
            buf_putc(p->out, ' ');
        return;
    }
    put_newline(p);
    p->line = 0; /* no line of the source */
    buf_spaces(p->out, depth > 0 ? (size_t)depth * 4 : 0);
    p->fresh = false;
}

void put_string(struct printer *p, const char *text, size_t len)
{
    size_t done = 0;

    buf_putc(p->out, '"');
    for (size_t i = 0; i < len; i++) {
        bool blank = text[i] == '\n' || text[i] == '\t';

        if (!blank && text[i] != '"' && text[i] != '\\' && !(text[i] == '?' && i && text[i - 1] == '?'))
            continue;
        buf_put(p->out, text + done, i - done);
        buf_putc(p->out, blank ? ' ' : '\\');
        done = blank ? i + 1 : i;
    }
    buf_put(p->out, text + done, len - done);
    buf_putc(p->out, '"');
    p->last = 0;
}
