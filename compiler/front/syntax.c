/* syntax.c - syntax errors in words, and where to go on after one. */
#include "base/diag.h"
#include "base/suggest.h"
#include "front/parser.h"

#include <string.h>

enum { NEAR = 2000 }; /* tokens: how far we look around an error */

static const struct token *token(struct parser *p, tok t)
{
    return token_at(p->unit, t);
}

static tok before(struct parser *p, tok t)
{
    do
        t--;
    while (t && token(p, t)->kind == TOK_PRAGMA);
    return t;
}

static bool same_line(const struct token *a, const struct token *b)
{
    return a->line == b->line && a->file == b->file;
}

/* ---- what was found --------------------------------------------------------------------------------------------- */

static const char *found(struct parser *p, tok t)
{
    const struct token *k = token(p, t);

    if (!k->kind)
        return "at end of input";
    if (k->kind == TOK_STRING)
        return "before string literal";
    if (k->ident)
        return arena_printf(&p->unit->tree, "before '%.200s'", k->ident->text);
    if (k->len > 60)
        return arena_printf(&p->unit->tree, "before '%.57s...'", k->text);
    return arena_printf(&p->unit->tree, "before '%.*s'", (int)k->len, k->text);
}

/* ---- what was expected ------------------------------------------------------------------------------------------ */

/* In the order of how much they help; the first that fits is told. Both halves must be wanted. */
static const struct {
    unsigned all, none; /* wants that must and must not be there */
    const char *text;
} expectations[] = {
    {WANT_ATTRIBUTE, 0, "attribute name"},
    {WANT_STATEMENT, 0, "statement"},
    {WANT_SEMICOLON | WANT_COMMA | WANT_PAREN, WANT_EXPR, "')'"}, /* after a parameter */
    {WANT_SEMICOLON | WANT_EQUALS, WANT_EXPR, "'=', ',' or ';'"},
    {WANT_SEMICOLON | WANT_COMMA, WANT_EXPR, "';'"},
    {WANT_SEMICOLON | WANT_NAME, WANT_EXPR, "identifier or ';'"},
    {WANT_SEMICOLON, WANT_EXPR | WANT_TYPE, "';'"},
    {WANT_EXPR, 0, "expression"},
    {WANT_TYPE | WANT_PAREN, 0, "parameter or ')'"},
    {WANT_TYPE | WANT_BRACE, 0, "member declaration or '}'"},
    {WANT_TYPE | WANT_SEMICOLON, 0, "declaration"},
    {WANT_TYPE, 0, "type"},
    {WANT_PAREN | WANT_COMMA, 0, "')'"},
    {WANT_PAREN, WANT_NAME, "')'"},
    {WANT_BRACKET, 0, "']'"},
    {WANT_NAME | WANT_OPEN_PAREN, 0, "identifier or '('"},
    {WANT_NAME | WANT_OPEN_BRACE, 0, "identifier or '{'"},
    {WANT_NAME, 0, "identifier"},
    {WANT_BRACE | WANT_COMMA, 0, "',' or '}'"},
    {WANT_COLON, WANT_SEMICOLON, "':'"},
    {WANT_WHILE, 0, "'while'"},
    {WANT_STRING, 0, "string literal"},
    {WANT_OPEN_PAREN, 0, "'('"},
    {WANT_OPEN_BRACE, 0, "'{'"},
    {WANT_COMMA, 0, "','"},
    {WANT_BRACE, 0, "'}'"},
    {WANT_EQUALS, 0, "'='"},
};

static const char *expected(unsigned wants)
{
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++)
        if ((wants & expectations[i].all) == expectations[i].all && !(wants & expectations[i].none))
            return expectations[i].text;
    return NULL;
}

/* ---- errors with words of their own ----------------------------------------------------------------------------- */

/* The bracket that is open at T, or 0; not looked for further back than MOST tokens. */
static tok open_bracket(struct parser *p, tok t, unsigned most)
{
    unsigned closed = 0;

    while ((t = before(p, t)) != 0 && most-- > 0) {
        int k = token(p, t)->kind;

        if (k == ')' || k == ']' || k == '}')
            closed++;
        else if ((k == '(' || k == '[' || k == '{') && closed-- == 0)
            return t;
    }
    return 0;
}

tok parse_open_bracket(struct parser *p, tok t)
{
    return open_bracket(p, t, NEAR);
}

static void note_open(struct parser *p, tok at, int kind, unsigned most)
{
    tok open = open_bracket(p, at, most);

    if (open && token(p, open)->kind == kind && !same_line(token(p, open), token(p, at)))
        diag(p->unit, DIAG_NOTE_MATCH_THIS, open, (struct range){0, 0}, kind);
}

/* Words this short are too easily near others that are no types. */
enum { SHORT_WORD = 4 };

static bool names_type(const struct ident *id)
{
    return id->keyword == TOK_BASIC || (!id->keyword && id->parse_scope == MEANS_TYPE);
}

/* Can a declaration or a statement start with ID? */
static bool may_be_meant(const struct ident *id, const struct ident *word)
{
    switch (id->keyword) {
    case 0:
        return id->soft ? word->len >= SHORT_WORD : names_type(id);
    case TOK_BASIC: case TOK_STORAGE: case TOK_STATIC: case TOK_QUAL: case TOK_STRUCT: case TOK_ENUM:
        return true;
    default:
        return id->keyword >= TOK_IF && id->keyword <= TOK_RETURN && word->len >= SHORT_WORD;
    }
}

static struct ident *find_meant(struct unit *u, const struct ident *word)
{
    struct suggestion s = suggest_begin(word->text);

    for (uint32_t i = 0; i < u->ident_size; i++)
        if (u->idents[i].id && may_be_meant(u->idents[i].id, word))
            suggest_try(&s, u->idents[i].id->text);
    return s.best ? intern_str(u, s.best) : NULL;
}

void parse_unknown_type(struct parser *p, tok at)
{
    diag(p->unit, DIAG_UNKNOWN_TYPE, at, (struct range){at, at}, token(p, at)->ident->text);
}

struct ident *parse_meant(struct parser *p, tok at)
{
    const struct ident *word = token(p, at)->ident;
    struct ident *meant = find_meant(p->unit, word);

    if (!meant)
        return NULL;
    diag(p->unit, names_type(meant) ? DIAG_UNKNOWN_TYPE_NEAR : DIAG_UNKNOWN_WORD, at, (struct range){at, at}, word->text, meant->text);
    diag_fixit_replace(p->unit, (struct range){at, at}, meant->text);
    diag_flush(p->unit);
    return meant;
}

/* At the end of a line something that ends the line before is missing: the place is there. */
static void missing_semicolon(struct parser *p, tok at)
{
    tok last = before(p, at);

    diag_after(p->unit, DIAG_EXPECTED, last, "';'", found(p, at));
    diag_fixit_after(p->unit, last, ";");
}

/* `return awiat f();`: a name of nothing, like `await`, in front of what could be awaited. */
static bool meant_await(struct parser *p, tok word, tok at)
{
    const struct ident *id = token(p, word)->ident;
    struct suggestion s;

    if (!id || id->keyword || id->soft || id->parse_scope != MEANS_NOTHING || id->len < SHORT_WORD || !token(p, at)->ident)
        return false;
    s = suggest_begin(id->text);
    suggest_try(&s, "await");
    if (!s.best)
        return false;
    diag(p->unit, DIAG_UNKNOWN_WORD, word, (struct range){word, word}, id->text, s.best);
    diag_fixit_replace(p->unit, (struct range){word, word}, s.best);
    return true;
}

static bool special(struct parser *p, tok at, unsigned wants)
{
    tok last = before(p, at);
    const struct token *k = token(p, at);

    if (meant_await(p, last, at))
        return true;
    if (!k->kind && open_bracket(p, at, UINT32_MAX)) {
        diag_after(p->unit, DIAG_EXPECTED_END, last);
        note_open(p, at, token(p, open_bracket(p, at, UINT32_MAX))->kind, UINT32_MAX);
    } else if (k->kind == TOK_ELSE && (wants & WANT_STATEMENT)) {
        diag(p->unit, DIAG_LONE_ELSE, at, (struct range){at, at});
    } else if ((wants & WANT_SEMICOLON) && !(wants & (WANT_EXPR | WANT_TYPE)) && !same_line(token(p, last), k)) {
        missing_semicolon(p, at);
    } else {
        return false;
    }
    return true;
}

static void report(struct parser *p, struct range at, unsigned wants)
{
    const char *what = expected(wants);

    if (special(p, at.first, wants))
        return;
    if (what && !token(p, at.first)->kind)
        diag_after(p->unit, DIAG_EXPECTED, before(p, at.first), what, found(p, at.first));
    else if (what)
        diag(p->unit, DIAG_EXPECTED, at.first, at, what, found(p, at.first));
    else
        diag(p->unit, DIAG_UNEXPECTED, at.first, at, found(p, at.first) + strlen("before "));
    if ((wants & WANT_PAREN) && !(wants & WANT_EXPR))
        note_open(p, at.first, '(', NEAR);
}

void parse_error_text(struct parser *p, struct range at, const char *message)
{
    (void)message;
    if (!p->build.too_deep)
        diag(p->unit, DIAG_TOO_DEEP, at.first, (struct range){0, 0});
    p->build.too_deep = true;
}

void parse_no_semicolon(struct parser *p, struct range at)
{
    diag_after(p->unit, DIAG_NO_SEMICOLON_IN_STRUCT, at.last);
    diag_fixit_after(p->unit, at.last, ";");
}

/* ---- going on --------------------------------------------------------------------------------------------------- */

void parse_resync_here(struct parser *p)
{
    p->attr = ATTR_NONE;
    p->recovering = false;
}

void parse_resync(struct parser *p, unsigned scopes)
{
    names_close_to(p, scopes);
    if (!scopes)
        p->build.func = NULL;
    parse_resync_here(p);
}

void parse_skip_block(struct parser *p, tok t)
{
    for (p->last = parse_closing(p, t); token(p, p->last + 1)->kind == TOK_ELSE; p->last = parse_closing(p, t))
        for (t = p->last + 1; token(p, t)->kind && token(p, t)->kind != '{' && token(p, t)->kind != ';';)
            t++;
    p->at = p->last + 1;
    p->last_kind = ';';
    p->end_statement = true;
}

/* The parenthesis that closes the one at OPEN in the same statement, or 0. */
static tok closing_paren(struct parser *p, tok open)
{
    bool in_for = token(p, before(p, open))->kind == TOK_FOR;
    unsigned depth = 0;

    for (tok t = open;; t++) {
        int k = token(p, t)->kind;

        if (k == '(')
            depth++;
        else if (k == ')' && --depth == 0)
            return t;
        else if (!k || k == '{' || k == '}' || (k == ';' && !in_for))
            return 0;
    }
}

/* An error between parentheses: what is left between them goes. */
static void skip_token_parens(struct parser *p, tok at)
{
    tok open, close;

    while ((open = open_bracket(p, at, NEAR)) != 0 && token(p, open)->kind == '(' && (close = closing_paren(p, open)) != 0) {
        if (close >= p->at)
            p->at = close + 1;
        at = open;
    }
}

static void recover(struct parser *p, tok at)
{
    p->recovering = true;
    p->attr = ATTR_NONE;
    if (token(p, at)->kind == '{')
        parse_skip_block(p, at);
    else
        skip_token_parens(p, at);
}

void parse_syntax_error(struct parser *p, struct range at, unsigned wants)
{
    report(p, at, wants);
    recover(p, at.first);
}

/* Before the last token that was read. */
void parse_missing_semicolon(struct parser *p, bool function)
{
    tok at = p->last;

    if (function)
        diag_after(p->unit, DIAG_EXPECTED, before(p, at), "'{' or ';'", found(p, at));
    else if (same_line(token(p, before(p, at)), token(p, at)) && token(p, at)->kind)
        diag(p->unit, DIAG_EXPECTED, at, (struct range){at, at}, "'=', ',' or ';'", found(p, at));
    else
        missing_semicolon(p, at);
    recover(p, at);
}
