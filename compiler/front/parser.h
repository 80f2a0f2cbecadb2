/* parser.h - the state of one parse, shared by the grammar, the token filter and the scope table. */
#ifndef FRONT_PARSER_H
#define FRONT_PARSER_H

#include "ast/build.h"
#include "base/vec.h"

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
    int last_kind;           /* its kind */
    enum { ATTR_NONE, ATTR_NAMES, ATTR_ARGS } attr; /* inside an attribute; in arguments read as expressions */
    unsigned attr_parens;    /* open parentheses of these arguments */
};

/* ---- scopes (front/names.c) ---- */
void names_free(struct parser *p);
/* Opens a scope; returns how many were open. */
unsigned parse_scope_open(struct parser *p);
void parse_scope_close(struct parser *p);
void names_close_to(struct parser *p, unsigned scopes);
void names_declare(struct parser *p, struct ident *name, enum meaning meaning);

/* ---- what the grammar says (front/parse.c) ---- */
struct open_decl parse_declare(struct parser *p, struct open_decl o, struct declarator *d);
struct decl_list parse_param(struct parser *p, struct decl_list l, struct decl *param);
struct enumerator_list parse_enumerator(struct parser *p, struct ident *name, tok at, struct attr_list attrs,
                                        struct expr *value);
struct expr *parse_group(struct parser *p, struct ident *name, struct range r);
void parse_function(struct parser *p, struct open_decl o, struct decl_list kr_decls);
struct decl *parse_function_end(struct parser *p, struct open_decl o, struct stmt *body, struct range r);
enum stmt_kind stmt_timeout_kind(const struct ident *keyword);

/* ---- errors ---- */
void parse_error_text(struct parser *p, struct range at, const char *message);
void parse_syntax_error(struct parser *p, struct range at);
/* After an error at file scope, in a struct, in a block. */
void parse_resync(struct parser *p, unsigned scopes);
void parse_resync_attrs(struct parser *p);
void parse_resync_block(struct parser *p);
void parse_no_semicolon(struct parser *p, struct range at);

/* ---- the filter (front/filter.c) ---- */
/* The kind of an identifier token that was read as lookahead before a scope ended. */
int parse_reclassify(struct parser *p, int kind, const struct range *at);

#endif
