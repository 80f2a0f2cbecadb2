/* filter.c - between the token array and the grammar: says what an identifier is.
 *
 * Typedef names become TYPE_NAME. Soft keywords become keywords where nothing of that name is declared and what follows
 * fits; the grammar takes most of them as names too, so only what it could not tell apart is decided here. Adjacent
 * strings become one token, arguments of attributes nobody looks into another. */
#include "base/diag.h"
#include "front/parser.h"

#include <string.h>

static struct token *token(struct parser *p, tok t)
{
    return &p->unit->tokens.at[t];
}

/* The next token at or after T that means something. */
static tok skip(struct parser *p, tok t)
{
    while (token(p, t)->kind == TOK_PRAGMA)
        t++;
    return t;
}

static int kind_after(struct parser *p, tok t)
{
    return token(p, t)->kind ? token(p, skip(p, t + 1))->kind : 0;
}

tok parse_closing(struct parser *p, tok t)
{
    unsigned open = 0;

    for (;; t++) {
        int k = token(p, t)->kind;

        if (k == '(' || k == '[' || k == '{')
            open++;
        else if (open && (k == ')' || k == ']' || k == '}') && --open == 0)
            return t;
        else if (!k)
            return t - 1;
        else if (!open)
            return t;
    }
}

/* ---- soft keywords ---------------------------------------------------------------------------------------------- */

static bool names_type(const struct token *t)
{
    return t->kind == TOK_IDENT && t->ident->parse_scope == MEANS_TYPE;
}

/* Can what stands at T go on with declaration specifiers? */
static bool goes_on(struct parser *p, tok t)
{
    t = skip(p, t);
    while (token(p, t)->kind == TOK_ATTRIBUTE)
        t = skip(p, parse_closing(p, skip(p, t + 1)) + 1);
    switch (token(p, t)->kind) {
    case TOK_BASIC: case TOK_STORAGE: case TOK_STATIC: case TOK_QUAL: case TOK_STRUCT: case TOK_ENUM: case TOK_TYPEOF:
    case TOK_BITINT: case TOK_ALIGNAS: case TOK_ASYNC: case TOK_IDENT:
        return true;
    default:
        return false;
    }
}

static bool after_member_access(int before)
{
    return before == '.' || before == TOK_ARROW || before == TOK_GOTO || before == TOK_STRUCT || before == TOK_ENUM;
}

static bool is_specifier(int kind)
{
    return kind == TOK_QUAL || kind == TOK_STORAGE || kind == TOK_STATIC || kind == TOK_EXTENSION || kind == TOK_ASYNC;
}

/* Can KIND follow the operator `await`, or the statement keywords? */
static bool begins_operand(int kind)
{
    switch (kind) {
    case TOK_IDENT: case TOK_INT_CONST: case TOK_FLOAT_CONST: case TOK_CHAR_CONST: case TOK_STRING: case TOK_NULLPTR:
    case '(': case '*': case '&': case '+': case '-': case '~': case '!': case TOK_INC: case TOK_DEC: case TOK_SIZEOF:
    case TOK_REAL: case TOK_EXTENSION: case TOK_AWAIT: case TOK_ANDAND: case TOK_GENERIC: case TOK_VA_ARG:
    case TOK_OFFSETOF: case TOK_TYPES_COMPATIBLE: case TOK_CHOOSE: case TOK_CONVERT_VECTOR: case TOK_BIT_CAST:
        return true;
    default:
        return false;
    }
}

static bool begins_statement(int kind)
{
    return begins_operand(kind) || (kind >= TOK_IF && kind <= TOK_RETURN) || kind == '{' || kind == ';' ||
           kind == TOK_DEFER || kind == TOK_ASM || kind == TOK_ATTRIBUTE || kind == '[' ||
           /* wrong, and told so */
           kind == TOK_BASIC || kind == TOK_STRUCT || kind == TOK_ENUM || is_specifier(kind);
}

/* Can a statement start after KIND? */
static bool ends_statement(int kind)
{
    return kind == ';' || kind == '{' || kind == '}' || kind == ')' || kind == ':' || kind == TOK_ELSE ||
           kind == TOK_DO || kind == TOK_DEFER || kind == TOK_SHIELD || kind == TOK_ATTR_CLOSE;
}

static int soft_kind(struct parser *p, tok t, int soft)
{
    int before = t == p->last ? p->before_kind : p->last_kind, after = kind_after(p, t);
    bool keyword;

    if (after_member_access(before))
        return TOK_IDENT;
    if (soft == TOK_ASYNC)
        keyword = goes_on(p, t + 1);
    else if (soft == TOK_AWAIT)
        keyword = begins_operand(after);
    else if (!ends_statement(before) || !p->build.func)
        keyword = false;
    else if (soft == TOK_TIMEOUT || soft == TOK_GROUP)
        keyword = after == '(' || after == '{';
    else
        keyword = begins_statement(after);
    return keyword ? soft : TOK_IDENT;
}

/* ---- unknown types ---------------------------------------------------------------------------------------------- */

/* Can a declaration start at T, but for specifiers that stand before it? */
static bool starts_declaration(struct parser *p, tok t)
{
    int kind;

    do
        kind = t > 1 ? token(p, --t)->kind : ';';
    while (is_specifier(kind) || kind == TOK_PRAGMA || (kind == TOK_IDENT && token(p, t)->ident->soft == TOK_ASYNC));
    if (kind == '{' && t > 1 && (token(p, t - 1)->kind == TOK_ENUM || token(p, t - 2)->kind == TOK_ENUM))
        return false;
    if (kind == ',')
        kind = token(p, parse_open_bracket(p, t))->kind;
    return kind == ';' || kind == '{' || kind == '}' || kind == '(';
}

/* `= (name) x`, `(name *)`: a cast. */
static bool is_cast(struct parser *p, tok t)
{
    tok open = t - 1, next = skip(p, t + 1);
    int kind = token(p, next)->kind, then = kind_after(p, next);

    if (token(p, open)->kind != '(' || open < 2)
        return false;
    if (kind == '*')
        return then == ')';
    switch (token(p, open - 1)->kind) {
    case '=': case '(': case ',': case TOK_RETURN: case TOK_ASSIGN_OP:
        return kind == ')' && (then == TOK_IDENT || then == TOK_INT_CONST || then == TOK_STRING || then == '{');
    default:
        return false;
    }
}

/* `name name` is never C: the first was to be a type. Neither is, outside of functions, `name *` with a new name. */
static bool is_unknown_type(struct parser *p, tok t)
{
    tok next = skip(p, t + 1);
    int kind = token(p, next)->kind, then = kind_after(p, next);

    if (kind == TOK_IDENT)
        return !token(p, next)->ident->soft && starts_declaration(p, t);
    if (is_cast(p, t))
        return true;
    return kind == '*' && (!p->build.func || is_specifier(p->last_kind)) &&
           (then == TOK_IDENT || then == '*' || then == TOK_QUAL || then == ')' || then == ',') &&
           starts_declaration(p, t);
}

static bool is_nothing(const struct ident *id)
{
    return id->parse_scope == MEANS_NOTHING && !id->soft;
}

/* Does a statement start at T? Behind a closing parenthesis it does if that ends the head of one: not that of an attribute. */
static bool at_statement(struct parser *p, tok t)
{
    tok open;
    int head;

    if (!p->build.func || !ends_statement(p->last_kind))
        return false;
    if (p->last_kind != ')')
        return true;
    while (token(p, --t)->kind == TOK_PRAGMA)
        ;
    open = parse_open_bracket(p, t);
    head = open > 1 ? token(p, open - 1)->kind : 0;
    return head == TOK_IF || head == TOK_WHILE || head == TOK_FOR || head == TOK_SWITCH || head == TOK_IDENT;
}

/* `name int` is never C either, nor is, where a statement starts, `name name` or `name (...) {`. */
static bool is_unknown_word(struct parser *p, tok t)
{
    tok next = skip(p, t + 1);
    int kind = token(p, next)->kind;

    if (kind == '(')
        return at_statement(p, t) && token(p, skip(p, parse_closing(p, next) + 1))->kind == '{';
    if (kind == TOK_IDENT)
        return at_statement(p, t);
    return (kind == TOK_BASIC || kind == TOK_STRUCT || kind == TOK_ENUM || is_specifier(kind)) && starts_declaration(p, t);
}

static int classify(struct parser *p, tok t, struct ident *id)
{
    if (id->parse_scope == MEANS_TYPE)
        return TOK_TYPE_NAME;
    if (id->parse_scope != MEANS_NOTHING)
        return TOK_IDENT;
    if (id->soft)
        return soft_kind(p, t, id->soft);
    if (!is_unknown_type(p, t))
        return TOK_IDENT;
    /* Said once; from now on it is a type about which nothing is known. */
    parse_unknown_type(p, t);
    names_declare(p, id, MEANS_TYPE);
    return TOK_TYPE_NAME;
}

int parse_reclassify(struct parser *p, int kind, const struct range *at)
{
    if (kind == TOK_IDENT || kind == TOK_TYPE_NAME)
        return classify(p, at->first, token(p, at->first)->ident);
    return kind;
}

/* ---- attributes ------------------------------------------------------------------------------------------------- */

static struct ident *attr_ident(struct parser *p, tok t)
{
    const struct token *k = token(p, t);
    const char *text = k->text;
    size_t len = k->len;

    if (len > 4 && !memcmp(text, "__", 2) && !memcmp(text + len - 2, "__", 2)) {
        text += 2;
        len -= 4;
    }
    return intern(p->unit, text, len);
}

static bool is_understood(const struct ident *name)
{
    static const char *const names[] = {"aligned", "mode", "vector_size", "cleanup", "address_space"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name->text))
            return true;
    return false;
}

static int attr_name(struct parser *p, tok t, AC_STYPE *value, AC_LTYPE *loc)
{
    /* gnu::aligned */
    while (token(p, t + 1)->kind == ':' && token(p, t + 2)->kind == ':' && token(p, t + 3)->ident)
        t += 3;
    loc->last = t;
    p->at = t + 1;
    value->ident = attr_ident(p, t);
    if (kind_after(p, t) != '(' || !is_understood(value->ident))
        return TOK_ATTR_NAME;
    p->attr = ATTR_ARGS;
    p->attr_parens = 0;
    return TOK_ATTR_EXPR;
}

/* A token inside an attribute, outside of arguments that are read as expressions. */
static int attr_token(struct parser *p, int kind, AC_STYPE *value, AC_LTYPE *loc)
{
    tok t = loc->first;

    if (token(p, t)->ident)
        return attr_name(p, t, value, loc);
    if (kind == '(' && p->last_kind == TOK_ATTR_NAME) {
        loc->last = parse_closing(p, t);
        p->at = loc->last + 1;
        return TOK_ATTR_TOKENS;
    }
    if (kind == ']' && token(p, t + 1)->kind == ']') {
        p->attr = ATTR_NONE;
        loc->last = t + 1;
        p->at = t + 2;
        return TOK_ATTR_CLOSE;
    }
    if (kind != '(' && kind != ',')
        p->attr = ATTR_NONE;
    return kind;
}

/* Arguments: back to names after the parenthesis that closes them. */
static void count_args(struct parser *p, int kind)
{
    if (kind == '(')
        p->attr_parens++;
    else if (kind == ')' && --p->attr_parens == 0)
        p->attr = ATTR_NAMES;
}

/* ---- the filter ------------------------------------------------------------------------------------------------- */

static int string(struct parser *p, AC_LTYPE *loc)
{
    tok t = loc->last;

    while (token(p, t = skip(p, t + 1))->kind == TOK_STRING)
        loc->last = t;
    p->at = loc->last + 1;
    return TOK_STRING;
}

static int word(struct parser *p, int kind, AC_STYPE *value, AC_LTYPE *loc)
{
    struct ident *id = token(p, loc->first)->ident;

    value->sub = id->parse_scope;
    if (kind == TOK_ATTRIBUTE) {
        p->attr = ATTR_NAMES;
    } else if (kind == TOK_QUAL && id->parse_scope == Q_ATOMIC && kind_after(p, loc->first) == '(') {
        kind = TOK_ATOMIC_TYPE;
    } else if (kind == TOK_ASYNC || kind == TOK_AWAIT || kind == TOK_DEFER) {
        value->ident = id;
    }
    return kind;
}

/* `enum e : int {`, not a bit-field of type enum e. */
static bool is_enum_base(struct parser *p, tok t)
{
    int before = token(p, t - 1)->kind == TOK_IDENT ? token(p, t - 2)->kind : token(p, t - 1)->kind;

    t = skip(p, t + 1);
    if (before != TOK_ENUM || (token(p, t)->kind != TOK_BASIC && !names_type(token(p, t))))
        return false;
    while (token(p, t)->kind == TOK_BASIC || names_type(token(p, t)))
        t = skip(p, t + 1);
    return token(p, t)->kind == '{';
}

static int next(struct parser *p, AC_STYPE *value, AC_LTYPE *loc);

/* With what was probably meant by it, the rest of the text makes sense. */
static int identifier(struct parser *p, tok t, AC_STYPE *value, AC_LTYPE *loc)
{
    struct ident *id = token(p, t)->ident;
    struct ident *meant = is_nothing(id) && (is_unknown_type(p, t) || is_unknown_word(p, t)) ? parse_meant(p, t) : NULL;

    if (!meant) {
        value->ident = id;
        return classify(p, t, id);
    }
    token(p, t)->ident = meant;
    token(p, t)->kind = meant->keyword ? meant->keyword : TOK_IDENT;
    p->at = t;
    return next(p, value, loc);
}

static int next(struct parser *p, AC_STYPE *value, AC_LTYPE *loc)
{
    tok t = skip(p, p->at);
    const struct token *k = token(p, t);
    int kind = k->kind;

    *loc = (struct range){t, t};
    p->at = kind ? t + 1 : t;
    if (p->attr == ATTR_NAMES)
        return attr_token(p, kind, value, loc);
    if (p->attr == ATTR_ARGS)
        count_args(p, kind);
    if (kind == TOK_IDENT)
        return identifier(p, t, value, loc);
    if (kind == TOK_STRING)
        return string(p, loc);
    if (k->ident)
        return word(p, kind, value, loc);
    if (kind == '[' && token(p, t + 1)->kind == '[') {
        p->attr = ATTR_NAMES;
        loc->last = t + 1;
        p->at = t + 2;
        return TOK_ATTR_OPEN;
    }
    if (kind == ':' && is_enum_base(p, t))
        return TOK_ENUM_COLON;
    return kind;
}

/* _Pragma("...") that was left: from now on skipped as #pragma lines are. */
static void pragma_operator(struct parser *p, tok t)
{
    tok last = kind_after(p, t) == '(' ? parse_closing(p, skip(p, t + 1)) : t;

    for (; t <= last; t++)
        token(p, t)->kind = TOK_PRAGMA;
}

int ac_lex(AC_STYPE *value, AC_LTYPE *loc, struct parser *p)
{
    int kind;

    if (p->end_statement) {
        p->end_statement = false;
        *loc = (struct range){p->last, p->last};
        return ';';
    }
    kind = next(p, value, loc);
    while (kind == TOK_PRAGMA_OP) {
        pragma_operator(p, loc->first);
        kind = next(p, value, loc);
    }
    p->last = loc->last;
    p->before_kind = p->last_kind;
    p->last_kind = kind;
    if (kind == '{' && p->recovering) {
        parse_skip_block(p, loc->first);
        return ac_lex(value, loc, p);
    }
    return kind;
}
