/* asyncify_internal.h - what the parts of asyncify share. */
#ifndef ASYNCIFY_INTERNAL_H
#define ASYNCIFY_INTERNAL_H

#include "ast/ast.h"
#include "ast/build.h"

/* Who may become async: a function, or all pointers to functions of one type. */
struct candidate {
    struct ident *name;
    struct function *func; /* NULL: pointers, to */
    struct type *type;
    bool plain;
};

enum place_kind { A_CALL, A_DECLARATION, A_STATEMENT, A_POINTER, A_VALUE };

/* Where something is inserted if the candidate is async; A_VALUE: where nothing is, but a pointer gets a function's address. */
struct place {
    enum place_kind kind;
    struct candidate *in;     /* the function it stands in: A_CALL, A_STATEMENT; whose address it is: A_VALUE */
    struct candidate *callee; /* A_CALL, A_VALUE, or whom A_DECLARATION, A_POINTER declare */
    struct range range;
    bool inner;               /* A_CALL: an operand of a postfix operator, needs parentheses */
    struct declarator *dr;    /* A_DECLARATION */
    struct specs *specs;
};

struct insertion {
    size_t at; /* offset in the text */
    size_t order;
    const char *text;
};

struct asyncify {
    struct unit *u;
    VEC(struct candidate) candidates;
    VEC(struct candidate *) pointers; /* one for each type of function */
    VEC(struct place) places;
    VEC(struct insertion) insertions;
    struct candidate *in; /* while walking: the function */
    bool *fine;           /* by token: a mention that allows async */
    bool with_pointers;
    const char *statement, *call; /* suspensions to insert, NULL: none */
};

/* asyncify_pointers.c: if there are to be pointers to async functions. */
void note_pointers(struct asyncify *a, struct decl *d);                 /* what D declares */
void note_value(struct asyncify *a, struct expr *e, struct candidate *c); /* E is an expression; C the function that it names */
void note_symbols(struct asyncify *a);                                  /* all mentions of what is not the program's own */
struct candidate *pointed_candidate(struct asyncify *a, struct expr *callee);

#endif
