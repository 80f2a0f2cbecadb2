/* parser.h - the state of one parse, shared by the grammar, the token filter and the scope table. */
#ifndef FRONT_PARSER_H
#define FRONT_PARSER_H

#include "ast/build.h"
#include "base/vec.h"
#include "front/parse.h"

#include "ac.tab.h"

/* What an identifier means now, in ident->parse_scope. Soft keywords are such only while MEANS_NOTHING. */
enum meaning { MEANS_NOTHING, MEANS_OBJECT, MEANS_TYPE };

struct undo {
    struct ident *name; /* NULL: a scope begins here */
    uint32_t meaning;   /* that it had before */
};

struct parser {
    struct unit *unit;
    struct build build;
    tok at;                  /* next token of the array to look at */
    tok last;                /* the last token given to the grammar */
    VEC(struct undo) undo;   /* declarations of the open scopes */
    unsigned scopes;         /* open scopes */
    int last_kind;           /* its kind, */
    int before_kind;         /* ... and of the one before it */
    enum { ATTR_NONE, ATTR_NAMES, ATTR_ARGS } attr; /* inside an attribute; in arguments read as expressions */
    bool recovering;         /* after an error: tokens are dropped until the grammar can go on */
    bool end_statement;      /* give the grammar a `;` next: a block was skipped */
    unsigned attr_parens;    /* open parentheses of these arguments */
    struct parse_sink sink;  /* takes each external declaration */
};

/* ---- scopes (front/names.c) ---- */
void names_free(struct parser *p);
/* Opens a scope; returns how many were open. */
unsigned parse_scope_open(struct parser *p);
void parse_scope_close(struct parser *p);
/* That of a statement which contains others, or of one within it: C90 has none. */
void parse_stmt_scope_open(struct parser *p);
void parse_stmt_scope_close(struct parser *p);
void names_close_to(struct parser *p, unsigned scopes);
void names_declare(struct parser *p, struct ident *name, enum meaning meaning);

/* ---- what the grammar says (front/parse.c) ---- */
struct open_decl parse_declare(struct parser *p, struct open_decl o, struct declarator *d);
struct decl_list parse_param(struct parser *p, struct decl_list l, struct decl *param);
struct enumerator_list parse_enumerator(struct parser *p, struct ident *name, tok at, struct attr_list attrs,
                                        struct expr *value);
struct expr *parse_group(struct parser *p, struct ident *name, struct range r);
/* Declarations of parameters come next; false: D takes none, which is reported. */
bool parse_kr_open(struct parser *p, struct declarator *d);
void parse_function(struct parser *p, struct open_decl o, struct decl_list kr_decls);
struct decl *parse_function_end(struct parser *p, struct open_decl o, struct stmt *body, struct range r);
/* An external declaration is complete. */
struct decl_list parse_external(struct parser *p, struct decl_list l, struct decl *d);
enum stmt_kind stmt_timeout_kind(const struct ident *keyword);

/* ---- errors (front/syntax.c) ---- */

/* What the grammar could have gone on with, in classes. */
enum want {
    WANT_SEMICOLON = 1, WANT_COMMA = 2, WANT_PAREN = 4, WANT_OPEN_PAREN = 8, WANT_BRACKET = 16, WANT_BRACE = 32,
    WANT_OPEN_BRACE = 64, WANT_COLON = 128, WANT_EQUALS = 256, WANT_EXPR = 512, WANT_NAME = 1024, WANT_TYPE = 2048,
    WANT_STATEMENT = 4096, WANT_STRING = 8192, WANT_WHILE = 16384, WANT_ATTRIBUTE = 32768
};
/* After a declarator, of a function or not, at file scope. */
void parse_missing_semicolon(struct parser *p, bool function);
void parse_syntax_error(struct parser *p, struct range at, unsigned wants);
/* Errors bison finds by itself: its stack is at its limit. */
void parse_error_text(struct parser *p, struct range at, const char *message);
void parse_no_semicolon(struct parser *p, struct range at);
void parse_unknown_type(struct parser *p, tok at);
/* Says what was probably meant by a word that is nothing; NULL, and nothing is said: no idea. */
struct ident *parse_meant(struct parser *p, tok at);
/* The grammar goes on, with so many scopes open; within the scopes that are open. */
void parse_resync(struct parser *p, unsigned scopes);
void parse_resync_here(struct parser *p);
/* A `{` at T is dropped: all up to its `}` goes with it, and that ends the statement. */
void parse_skip_block(struct parser *p, tok t);

/* ---- the filter (front/filter.c) ---- */
/* The kind of an identifier token that was read as lookahead before a scope ended. */
int parse_reclassify(struct parser *p, int kind, const struct range *at);
/* The token that closes the parenthesis, bracket or brace at T; the last token if none does. */
tok parse_closing(struct parser *p, tok t);
/* The one that is open at T; 0: none near. */
tok parse_open_bracket(struct parser *p, tok t);

#endif
