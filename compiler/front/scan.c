/* scan.c - tokens, lines and files: the actions of the scanner's rules.
 *
 * Where a line comes from: `# 12 "file" 1 3 4` says that what follows is line 12 of "file". Flag 1 enters a file, 2
 * returns to one. Flag 3 marks text of a system header, but without 1 or 2 it stands in the middle of a user's line,
 * around the expansion of a system header's macro: so only 1 and 2 change what kind of file we are in. */
#include "front/scan.h"

#include "ac.tab.h"
#include "base/diag.h"
#include "front/keywords.h"

#include <ctype.h>
#include <string.h>

static struct token *push(struct scanner *s, int kind, size_t len)
{
    struct unit *u = s->u;
    size_t start = s->offset - len;
    struct token t = {.text = u->text + start, .len = (uint32_t)len, .kind = (uint16_t)kind};
    const struct token *before = &u->tokens.at[u->tokens.len - 1];

    t.line = s->line;
    t.col = (uint32_t)(start - s->line_start + 1);
    t.file = s->file;
    t.flags = (uint8_t)((s->space || s->bol ? TOK_SPACE : 0) | (u->files.at[s->file].system ? TOK_SYSTEM : 0));
    /* A marker in mid-line breaks the line of text, not the line of source. */
    if (s->bol && (before->line != t.line || before->file != t.file))
        t.flags |= TOK_BOL;
    s->space = s->bol = false;
    vec_push(&u->tokens, t);
    return &u->tokens.at[u->tokens.len - 1];
}

void scan_token(struct scanner *s, int kind, size_t len)
{
    push(s, kind, len);
}

static char *put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | c >> 6);
        *out++ = (char)(0x80 | (c & 63));
    } else {
        if (c < 0x10000) {
            *out++ = (char)(0xe0 | c >> 12);
        } else {
            *out++ = (char)(0xf0 | (c >> 18 & 7));
            *out++ = (char)(0x80 | (c >> 12 & 63));
        }
        *out++ = (char)(0x80 | (c >> 6 & 63));
        *out++ = (char)(0x80 | (c & 63));
    }
    return out;
}

/* An identifier with \uXXXX in it is the same as one with the letters themselves (gcc -E writes the former). */
static struct ident *intern_decoded(struct scanner *s, const char *text, size_t len)
{
    char *name = xmalloc(len), *out = name, digits[9] = {0};
    struct ident *id;
    size_t n;

    for (size_t i = 0; i < len;) {
        if (text[i] != '\\') {
            *out++ = text[i++];
            continue;
        }
        n = text[i + 1] == 'u' ? 4 : 8;
        memcpy(digits, text + i + 2, n);
        digits[n] = 0;
        out = put_utf8(out, (uint32_t)strtoul(digits, NULL, 16));
        i += 2 + n;
    }
    id = intern(s->u, name, (size_t)(out - name));
    free(name);
    return id;
}

static void push_ident(struct scanner *s, struct ident *id, size_t len)
{
    push(s, id->keyword ? id->keyword : TOK_IDENT, len)->ident = id;
    id->in_source |= !s->u->files.at[s->file].system;
}

void scan_ident(struct scanner *s, size_t len)
{
    push_ident(s, intern(s->u, s->u->text + s->offset - len, len), len);
}

void scan_escaped_ident(struct scanner *s, size_t len)
{
    push_ident(s, intern_decoded(s, s->u->text + s->offset - len, len), len);
}

/* A floating constant has a point or an exponent; in hexadecimal `e` is a digit and `p` the exponent. */
void scan_number(struct scanner *s, size_t len)
{
    const char *text = s->u->text + s->offset - len;
    bool hex = len > 2 && text[0] == '0' && (text[1] | 32) == 'x';
    bool floating = memchr(text, '.', len) != NULL;

    for (size_t i = 0; i < len && !floating; i++)
        floating = (text[i] | 32) == (hex ? 'p' : 'e') && !(len > 2 && text[0] == '0' && (text[1] | 32) == 'b');
    push(s, floating ? TOK_FLOAT_CONST : TOK_INT_CONST, len);
}

void scan_newlines(struct scanner *s, size_t count)
{
    s->line += (uint32_t)count;
    s->line_start = s->offset;
    s->bol = true;
}

void scan_newlines_in(struct scanner *s, const char *text, size_t len)
{
    size_t start = s->offset - len;

    s->space = true;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n') {
            s->line++;
            s->line_start = start + i + 1;
        }
    }
}

/* ---- directives ------------------------------------------------------------------------------------------------- */

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    return p;
}

/* The name in quotes at P, unescaped, in OUT; returns what follows it. */
static const char *file_name(const char *p, const char *end, char *out, size_t *len)
{
    *len = 0;
    for (p++; p < end && *p != '"'; p++) {
        if (*p == '\\' && p + 3 < end && p[1] >= '0' && p[1] <= '3') {
            out[(*len)++] = (char)((p[1] - '0') * 64 + (p[2] - '0') * 8 + (p[3] - '0'));
            p += 3;
            continue;
        }
        if (*p == '\\' && p + 1 < end)
            p++;
        out[(*len)++] = *p;
    }
    return p < end ? p + 1 : p;
}

static void enter_file(struct scanner *s, const char *name, size_t len, const bool flags[5])
{
    bool system = s->system.len ? s->system.at[s->system.len - 1] : false;
    uint16_t from = s->file;
    size_t known = s->u->files.len;

    if (flags[1]) {
        vec_push(&s->system, flags[3]);
        system = flags[3];
    } else if (flags[2]) {
        if (s->system.len)
            s->system.len--;
        system = flags[3];
    }
    s->file = unit_file(s->u, name, len, system);
    if (flags[1] && s->file >= known) {
        s->u->files.at[s->file].from = from;
        s->u->files.at[s->file].from_line = s->line;
    }
}

/* `12 "file" flags`, after the `#` or `#line`. */
static void line_marker(struct scanner *s, const char *p, const char *end)
{
    uint32_t line = 0;
    bool flags[5] = {0};
    size_t len;
    char *name;

    for (; p < end && isdigit((unsigned char)*p); p++)
        line = line * 10 + (uint32_t)(*p - '0');
    p = skip_blanks(p, end);
    if (p < end && *p == '"') {
        name = xmalloc((size_t)(end - p) + 1);
        p = file_name(p, end, name, &len);
        for (; p < end; p++)
            if (*p >= '1' && *p <= '4')
                flags[*p - '0'] = true;
        enter_file(s, name, len, flags);
        free(name);
    }
    s->line = line - 1; /* the end of this line brings us there */
}

/* Directives that are left in preprocessed text and mean nothing to us, but something to the C compiler. */
static bool is_kept(const char *name, size_t len)
{
    static const char *const kept[] = {"pragma", "ident", "sccs", "define", "undef", "assert", "unassert", "include",
                                       "include_next", "import"};

    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (strlen(kept[i]) == len && !memcmp(kept[i], name, len))
            return true;
    return false;
}

void scan_directive(struct scanner *s, size_t len)
{
    const char *text = s->u->text + s->offset - len, *end = text + len, *p = skip_blanks(text, end), *name;

    name = p = skip_blanks(p + (*p == '#' ? 1 : 2), end);
    if (p < end && isdigit((unsigned char)*p)) {
        line_marker(s, p, end);
        return;
    }
    while (p < end && isalpha((unsigned char)*p))
        p++;
    if (p - name == 4 && !memcmp(name, "line", 4)) {
        line_marker(s, skip_blanks(p, end), end);
    } else if (is_kept(name, (size_t)(p - name))) {
        vec_push(&s->u->directives, (tok)s->u->tokens.len);
        push(s, TOK_PRAGMA, len);
    } else if (name < end && *name != '\r') {
        scan_stray(s, DIAG_STRAY_DIRECTIVE, len);
    }
}

/* ---- errors and rare things ------------------------------------------------------------------------------------- */

/* The error is reported at a token of its own that is then taken away. One error for a run of strays. */
void scan_stray(struct scanner *s, int id, size_t len)
{
    struct unit *u = s->u;
    tok at = (tok)u->tokens.len;
    unsigned char c = (unsigned char)u->text[s->offset - len];
    bool goes_on = s->stray_end && s->stray_end == s->offset - len;
    char shown[8];

    s->stray_end = s->offset;
    s->space = true;
    if (goes_on)
        return;
    push(s, TOK_PRAGMA, len);
    snprintf(shown, sizeof shown, c >= ' ' && c < 127 ? "%c" : "\\%o", c);
    diag(u, (enum diag_id)id, at, (struct range){at, at}, shown);
    diag_flush(u);
    u->tokens.len--;
    s->space = true;
}

void scan_unterminated(struct scanner *s, size_t len, int kind)
{
    const char *text = s->u->text + s->offset - len;
    tok at = (tok)s->u->tokens.len;
    bool empty = kind == TOK_CHAR_CONST && len >= 2 && text[len - 1] == '\'' && text[len - 2] == '\'';

    push(s, kind, len);
    diag(s->u, empty ? DIAG_EMPTY_CHAR : DIAG_UNTERMINATED, at, (struct range){at, at},
         kind == TOK_STRING ? "\"" : "'");
}

size_t scan_raw_string(struct scanner *s, size_t len)
{
    const char *start = s->u->text + s->offset - len, *end = s->u->text + s->u->text_len;
    const char *quote = memchr(start, '"', len), *p = start + len;
    size_t delim = (size_t)(start + len - 1 - (quote + 1)), whole = len;

    for (; p + delim + 1 < end; p++) {
        if (*p == ')' && p[delim + 1] == '"' && !memcmp(p + 1, quote + 1, delim)) {
            whole = (size_t)(p + delim + 2 - start);
            break;
        }
    }
    if (whole == len) {
        scan_unterminated(s, len, TOK_STRING);
        return len;
    }
    s->offset += whole - len;
    push(s, TOK_STRING, whole);
    for (size_t i = 0; i < whole; i++) {
        if (start[i] == '\n') {
            s->line++;
            s->line_start = (size_t)(start + i + 1 - s->u->text);
        }
    }
    s->offset -= whole - len;
    return whole;
}

void scan_unit(struct unit *u)
{
    struct scanner s = {.u = u, .line = 1, .bol = true};
    struct token none = {0};

    keywords_init(u);
    vec_reserve(&u->tokens, u->text_len / 2 + 16);
    vec_push(&u->tokens, none);
    s.file = unit_file(u, u->main_name ? u->main_name : "", u->main_name ? strlen(u->main_name) : 0, false);
    scan_text(u, &s);
    s.bol = s.space = true;
    push(&s, 0, 0);
    vec_free(&s.system);
}
