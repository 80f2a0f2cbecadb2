/* lowered.h - what the lowering knows about a function when it is done, and emission prints.
 *
 * Hangs off struct function (lowered), struct symbol (var) and struct stmt (susp). */
#ifndef AST_LOWERED_H
#define AST_LOWERED_H

#include "ast/ast.h"

enum var_home {
    VAR_LOCAL,  /* an ordinary C local, not alive over any suspension */
    VAR_SAVED,  /* a C local that suspensions save into the frame and resumes load back */
    VAR_PINNED, /* lives in the frame from its declaration on: its address may be known to others */
};

/* A size of a variably modified type, evaluated into a variable. */
struct var_size {
    struct symbol *size;
    struct expr *written;  /* what the declaration evaluates; NULL: another declaration does */
    struct var_size *next;
};

/* Suspensions that follow each other in the order of printing, by their places in it. */
struct run {
    size_t first, last;
};

struct runs {
    struct run *at;
    size_t len, cap;
};

/* A parameter, local or temporary of a lowered function. */
struct var {
    struct symbol *sym;
    uint8_t home;          /* enum var_home */
    bool temp : 1;         /* made by the lowering: declared at the head of the body */
    bool param : 1;
    bool set_by_call : 1;  /* the result of an async function that may be inlined */
    bool zeroed : 1;       /* starts as 0, since some way saves it before it is set */
    bool unchanged : 1;    /* nothing sets it but its declaration */
    bool set : 1;          /* something that control gets to sets it */
    bool stays : 1;        /* must be a C variable: live.c does not pin it */
    bool fixed : 1;        /* has one value only: where it would have to be kept, it is static */
    bool settled : 1;      /* nothing after a suspension sets it: saved once, when there first is a frame */
    int index;             /* bit in the live sets, -1: not tracked */
    int slot;              /* of its frame field, -1: none */
    /* Positions in the order of printing, comparable with those of suspensions: where its block starts, where it is
     * declared, where its block ends. All 0 if it is declared inside an expression. */
    int block_start, from, to;
    unsigned assigned_in;  /* number of the full expression that last was seen to assign it */
    struct runs *busy;     /* over which suspensions its field holds something; NULL: none */
    const char *field;     /* name of its frame field, */
    const char *place;     /* [emit] ... and how it is spelled; NULL: not yet asked for */
    struct symbol *store;  /* variably modified: the plain pointer that holds it or points to it; see lower/vla.c */
    struct var_size *sizes;/* of its type */
};

/* A suspension point. */
struct suspension {
    struct expr *call;      /* E_CALL of an async function, or E_RAW calling a runtime one; printed with &result added */
    struct symbol *result;  /* temporary that gets the value; NULL for void */
    struct stmt *on_cancel; /* how the function is left when the task was cancelled; NULL: at once */
    struct range source;    /* the await expression as written; may be empty (scope ends) */
    const char *waits_for;  /* for the state table when source is empty */
    tok at;                 /* the token it is located at */
    int state;              /* 1, 2, ... */
    bool unwanted : 1;      /* nobody reads the result */
    bool dead : 1;          /* control never gets there: nothing is kept, and nothing resumes there */
    bool open_call : 1;     /* call is E_RAW without its end, "f(x": the place for the value follows */
    const char *label;      /* where it resumes, */
    int label_number;       /* ... as with a symbol's emit_name */
    int where;              /* position in the order of printing */
    VEC(struct var *) keeps; /* saved variables alive over it */
};

/* A frame slot: variables never alive together, in a union when there are several. */
struct slot {
    VEC(struct var *) vars;
    int64_t size, align;    /* all members have these; -1: unknown, then all have the same type */
    struct runs busy;       /* the suspensions over which some member is, in order */
};

struct lowered {
    struct function *func;
    VEC(struct suspension *) suspensions;
    VEC(struct var *) vars;        /* in order of declaration, temporaries last */
    VEC(struct slot) slots;
    VEC(struct decl *) hoisted;    /* local type definitions that moved to file scope, in order */
    struct symbol *return_value;   /* holds the value of a return that passes a clean-up */
    bool pins;                     /* the frame is allocated at entry */
    bool resumable;                /* has suspensions */
    int tracked;                   /* number of variables in live sets */
    /* names, unique in the unit */
    const char *body, *frame, *resume, *func_desc, *states;
    const char *self, *callee, *result, *resumed, *func_name;
    const char *again;             /* the parameter that stands for the function itself; NULL: none */
};

/* In bytes: what the number of the last suspension needs. */
static inline int state_size(const struct lowered *low)
{
    return low->suspensions.len < 256 ? 1 : low->suspensions.len < 65536 ? 2 : 4;
}

#endif
