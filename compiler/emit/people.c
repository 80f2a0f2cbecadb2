/* people.c - C for people to read and to ship (--emit-c).
 *
 * System headers stand as the #include lines they came from; everything of the user's, headers included, is written out.
 * The text went through the preprocessor once: a name in it that one of those headers defines as a macro must not be
 * expanded again, so around a declaration that has such a name the macro is put aside.
 *
 * needs: the unit was preprocessed with -dD -dI, so that #include and #define lines are tokens. In text that the user has
 * preprocessed there are none, and then the headers' declarations are written out like all others. */
#include "emit/internal.h"

#include "ac.tab.h"

#include <ctype.h>
#include <string.h>

/* Is K, a TOK_PRAGMA, such a line? */
static bool directive(struct token *k, const char *word, const char **rest)
{
    const char *c = k->text, *end = k->text + k->len;
    size_t len = strlen(word);

    if (*c++ != '#')
        return false;
    while (c < end && (*c == ' ' || *c == '\t'))
        c++;
    if ((size_t)(end - c) < len || memcmp(c, word, len) || isalnum((unsigned char)c[len]) || c[len] == '_')
        return false;
    c += len;
    while (c < end && (*c == ' ' || *c == '\t'))
        c++;
    *rest = c;
    return true;
}

/* ---- includes --------------------------------------------------------------------------------------------------- */

/* Does the header of an #include line come from the system's folders, so that the line can stand for it? */
static bool is_system_include(struct unit *u, struct token *k, const char *name)
{
    const char *end = k->text + k->len, *close;
    size_t len;

    if (*name != '<' && *name != '"')
        return false;
    close = memchr(name + 1, *name == '<' ? '>' : '"', (size_t)(end - name - 1));
    if (!close)
        return false;
    len = (size_t)(close - name - 1);
    for (size_t i = 0; i < u->files.len; i++) {
        size_t flen = strlen(u->files.at[i].name);

        if (flen >= len && !memcmp(u->files.at[i].name + flen - len, name + 1, len) &&
            (flen == len || u->files.at[i].name[flen - len - 1] == '/'))
            return u->files.at[i].system;
    }
    return *name == '<';
}

static void put_includes(struct printer *p, tok from, tok to)
{
    const char *name;

    for (tok t = from; t < to; t++) {
        struct token *k = token_at(p->u, t);

        if (k->kind != TOK_PRAGMA || k->flags & TOK_SYSTEM)
            continue;
        if (directive(k, "include", &name) && is_system_include(p->u, k, name)) {
            if (!p->fresh)
                buf_putc(p->out, '\n');
            buf_put(p->out, k->text, k->len);
            buf_putc(p->out, '\n');
            p->fresh = true;
            p->line = 0;
        } else if (directive(k, "pragma", &name)) {
            put_token(p, t);
        }
    }
}

static bool has_includes(struct unit *u)
{
    const char *name;

    for (size_t i = 0; i < u->directives.len; i++)
        if (directive(token_at(u, u->directives.at[i]), "include", &name))
            return true;
    return false;
}

/* ---- macros ----------------------------------------------------------------------------------------------------- */

enum { MACRO_NONE, MACRO_OBJECT, MACRO_FUNCTION };

/* `#define stdin stdin` changes nothing, and elsewhere the name may be a macro that is needed. */
static bool names_itself(const char *name, const char *rest, const struct token *k)
{
    const char *end = k->text + k->len;
    size_t len = (size_t)(rest - name);

    while (rest < end && (*rest == ' ' || *rest == '\t'))
        rest++;
    return (size_t)(end - rest) == len && !memcmp(rest, name, len);
}

/* Notes system headers' #define and #undef lines in FROM..TO. */
static void note_macros(struct unit *u, tok from, tok to)
{
    for (tok t = from; t < to; t++) {
        struct token *k = token_at(u, t);
        const char *name, *c;
        struct ident *id;
        bool define;

        if (k->kind != TOK_PRAGMA || !(k->flags & TOK_SYSTEM))
            continue;
        define = directive(k, "define", &name);
        if (!define && !directive(k, "undef", &name))
            continue;
        for (c = name; isalnum((unsigned char)*c) || *c == '_'; c++)
            ;
        id = intern_find(u, name, (size_t)(c - name));
        if (id)
            id->macro = !define || names_itself(name, c, k) ? MACRO_NONE : *c == '(' ? MACRO_FUNCTION : MACRO_OBJECT;
    }
}

/* Macros that would be expanded again in the tokens of D. */
static void find_macros(struct unit *u, struct decl *d, struct ident_vec *found)
{
    for (tok t = d->range.first; t <= d->range.last; t++) {
        struct token *k = token_at(u, t);

        if (!k->ident || k->ident->macro == MACRO_NONE)
            continue;
        if (k->ident->macro == MACRO_FUNCTION && token_at(u, t + 1)->text[0] != '(')
            continue;
        for (size_t i = 0;; i++) {
            if (i == found->len) {
                vec_push(found, k->ident);
                break;
            }
            if (found->at[i] == k->ident)
                break;
        }
    }
}

static void put_macro_lines(struct printer *p, struct ident_vec *macros, bool before)
{
    for (size_t i = 0; i < macros->len; i++) {
        if (!p->fresh)
            buf_putc(p->out, '\n');
        buf_join(p->out, "#pragma ", before ? "push" : "pop", "_macro(\"", macros->at[i]->text, "\")\n");
        if (before)
            buf_join(p->out, "#undef ", macros->at[i]->text, "\n");
        p->fresh = true;
        p->line = 0;
    }
}

/* ---- the file --------------------------------------------------------------------------------------------------- */

/* An inline function of a header that nobody calls is no mistake; clang thinks so of the main file only. */
static bool is_header_inline(struct unit *u, struct decl *d)
{
    return d->kind == DECL_FUNC && d->func->sym && d->func->sym->storage & ST_INLINE &&
           u->files.at[token_at(u, d->range.first)->file].from_line;
}

static void put_user_decl(struct printer *p, struct decl *d)
{
    struct ident_vec macros = {0};
    tok first = d->range.first;

    find_macros(p->u, d, &macros);
    put_macro_lines(p, &macros, true);
    if (token_at(p->u, first)->kind == TOK_EXTENSION && !is_rewritten(d)) /* nothing may stand before that */
        put_token(p, first++);
    if (is_header_inline(p->u, d) && token_at(p->u, first)->kind != TOK_EXTENSION) {
        put_line_of(p, first);
        emit(p, "__attribute__((__unused__)) ");
    }
    if (is_rewritten(d))
        put_rewritten(p, d);
    else
        put_tokens(p, first, d->range.last);
    if (!p->fresh)
        put_newline(p);
    put_macro_lines(p, &macros, false);
    vec_free(&macros);
}

void people_begin(struct printer *p)
{
    p->fresh = true;
    buf_puts(p->out, "#include <ac/abi.h>\n");
}

void people_external(struct printer *p, struct decl *d)
{
    bool from_header;

    if (p->past == 1)
        p->no_includes = !has_includes(p->u);
    from_header = p->no_includes ? in_abi_header(p->u, d) : token_at(p->u, d->range.first)->flags & TOK_SYSTEM;
    note_macros(p->u, p->macros_noted, d->range.first);
    p->macros_noted = d->range.first;
    put_includes(p, p->past, d->range.first);
    if (!from_header)
        put_user_decl(p, d);
    p->past = d->range.last + 1;
}

void people_end(struct printer *p)
{
    put_includes(p, p->past, (tok)p->u->tokens.len);
}
