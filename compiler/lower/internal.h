/* internal.h - shared by the passes of lower/. */
#ifndef LOWER_INTERNAL_H
#define LOWER_INTERNAL_H

#include "lower/lower.h"

struct stmt_list {
    struct stmt *first, **tail;
};

enum exit_kind { EXIT_BREAK, EXIT_CONTINUE, EXIT_RETURN, EXIT_GOTO, EXIT_CANCEL };

/* A way out of a clean-up scope that somebody takes. */
struct exit_edge {
    enum exit_kind kind;
    struct symbol *label; /* EXIT_GOTO */
    struct stmt *like;    /* the statement that leaves (for its range) */
    int number;           /* what the selector holds */
    struct exit_edge *next;
};

/* What a jump may leave: loops, switches, and scopes with something to clean up, innermost first. */
struct jump_scope {
    enum { SCOPE_LOOP, SCOPE_SWITCH, SCOPE_CLEANUP } kind;
    struct jump_scope *outer;
    struct symbol *continue_label; /* SCOPE_LOOP: where continue goes if not to the loop's own head; made on demand */
    bool own_continue;             /* SCOPE_LOOP: continue must be a goto */
    struct symbol *selector;       /* SCOPE_CLEANUP: int variable that says which exit was taken */
    struct symbol *label;          /* SCOPE_CLEANUP: where the clean-up starts */
    struct exit_edge *exits;
    int exit_count;
    struct stmt *on_cancel;        /* SCOPE_CLEANUP: what to do where a cancellation has come to its end; NULL: go on */
    bool leaves;                   /* SCOPE_CLEANUP: its end is reached by its exits only */
    VEC(struct stmt *) selects;    /* SCOPE_CLEANUP: the statements that set the selector */
    struct range inside;           /* SCOPE_CLEANUP: tokens it covers; gotos to labels there do not leave it */
};

struct lower {
    struct unit *u;
    struct function *fn;
    struct lowered *low;
    struct stmt_list *out;      /* where statements that must come first are put */
    struct jump_scope *jumps;
    unsigned full_expr;         /* number of the full expression being taken apart; those inside of it have greater ones */
    unsigned full_exprs;        /* how many have one */
    int temps, labels;          /* made so far, for names */
    int deferred;               /* deferred statements around what is normalised */
    VEC(struct range) guarded;  /* for check_jumps(): clean-up scopes, */
    VEC(struct stmt *) gotos;   /* ... jumps to labels, */
    VEC(struct symbol *) named; /* ... labels whose address is taken */
    VEC(struct expr *) addresses; /* for place_addresses(): &x beside an assignment to x */
};

/* make.c: nodes without tokens */
struct stmt *make_stmt(struct lower *l, enum stmt_kind kind, struct range like);
struct stmt *make_expr_stmt(struct lower *l, struct expr *e, struct range like);
struct stmt *make_goto(struct lower *l, struct symbol *label, struct range like);
struct stmt *make_label(struct lower *l, struct symbol *label, struct range like);
struct stmt *make_if(struct lower *l, struct expr *cond, struct stmt *then, struct stmt *otherwise, struct range like);
struct stmt *make_list(struct lower *l, enum stmt_kind kind, struct stmt_list *list, struct range like);
struct stmt *clone_stmt(struct lower *l, const struct stmt *s);
struct expr *make_temp(struct lower *l, struct symbol *sym);
struct expr *make_int(struct lower *l, long value);
struct expr *make_assign(struct lower *l, struct symbol *to, struct expr *from);
/* gcc 12 fails on `(_Bool)(1, 2);` and `x = (_Bool)(1, 2);`, though not where that is an operand. */
bool fails_as_statement(struct expr *e);
struct expr *make_type_arg(struct lower *l, struct type *t);
/* Text with holes (each \1), which ARGS (linked by next) fill. */
struct expr *make_raw(struct lower *l, const char *text, struct type *t, struct expr *args);
/* (({ }), E): what E yields, of which C compilers know as little as of (f(), E). */
struct expr *make_after(struct lower *l, struct type *t, struct expr *e);
struct symbol *new_temp(struct lower *l, struct type *t, const char *stem);
/* What SYM is called; the name of a temporary is made when somebody asks for it. */
struct ident *symbol_name(struct lower *l, struct symbol *sym);
struct symbol *new_label(struct lower *l, const char *stem);
struct var *new_var(struct lower *l, struct symbol *sym, bool temp);
void list_init(struct stmt_list *list);
void list_add(struct stmt_list *list, struct stmt *s);
/* See ast/fresh.h. */
const char *unique_name(struct unit *u, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* effects.c: what expressions do */
/* Has E the same value whenever in the full expression it is evaluated? */
bool is_stable(struct lower *l, struct expr *e);
/* A full expression begins: notes what it assigns, for is_stable(). */
void note_full_expr(struct lower *l, struct expr *e);

/* flatten.c, suspend.c, discard.c: take apart full expressions */
bool has_effects(struct expr *e);
/* The expression whose tokens (or replacement) E prints now. */
struct expr *expr_now(struct expr *e);
/* A bare temporary or (void)0 is left over from an await whose value nobody wants. */
bool is_leftover(struct expr *e);
/* A copy of E that prints E's tokens with what was replaced below it, for use inside E's replacement. */
struct expr *below(struct lower *l, struct expr *e);
/* The type of E's value as an operand, and of a temporary for it. */
struct type *operand_type(struct lower *l, struct expr *e);
/* Puts what must come first into l->out; what is left of E has no await and, evaluated then, means the same. */
void flatten_full(struct lower *l, struct expr *e);
/* The same for a part of such an expression. */
void flatten(struct lower *l, struct expr *e);
/* As flatten_full(), for what E does only: nothing is left of it. */
void flatten_full_void(struct lower *l, struct expr *e);
/* The same for a part; CAST: it was cast to void. */
void flatten_void(struct lower *l, struct expr *e, bool cast);
/* An await of a runtime call without value, located at LIKE. */
struct stmt *make_runtime_await(struct lower *l, struct expr *call, tok at, const char *waits_for);

/* addresses.c */
/* Notes addresses in the full expression E of variables that it sets, too. */
void note_addresses(struct lower *l, struct expr *e);
/* Once it is known what lives in the frame. */
void place_addresses(struct lower *l);

/* dead.c */
/* E, which may be NULL, is never evaluated: puts into l->out that what it names is used. */
void leave_names(struct lower *l, struct expr *e);
/* flatten() of `a && b`, `a || b` with an await in b if it is known what they yield, and of `a ? b : c` if it is known which of
 * b and c is never evaluated, and that has an await. */
bool flatten_decided(struct lower *l, struct expr *e);
/* flatten_full() of a condition, whose outcome can be seen if it is known. */
void flatten_condition(struct lower *l, struct expr *e);
/* What is left of E, which decides as is known: its effects. */
void flatten_decisive(struct lower *l, struct expr *e);

/* ranges.c */
/* E is what is left of a comparison: of its operands that cannot be negative that can be seen. */
void keep_signs(struct lower *l, struct expr *e);
/* Is it 0 or 1, whatever its operands are? */
bool is_truth_value(struct expr *e);

/* stmt_exprs.c */
void mark_stmt_exprs(struct lower *l);

/* normalise.c */
void normalise(struct lower *l);
void normalise_stmt(struct lower *l, struct stmt *s);
void normalise_block(struct lower *l, struct stmt *block);
/* Initialisers of one declarator. */
void flatten_init(struct lower *l, struct init *init);

/* cleanup.c: scopes that must run something when left */
bool needs_cleanup(struct stmt *item);
bool is_task_object(struct symbol *sym); /* an automatic `async T` object or array of them */
/* ITEM starts a clean-up scope that covers the rest of its block. Rewrites item->next. */
void normalise_cleanup(struct lower *l, struct stmt *block, struct stmt *item);

/* leave.c: ways out of scopes that have an end to run */
/* Normalises BODY inside SCOPE (zeroed) and puts it into LIST, with the label at its end if anything goes there. */
void scope_body(struct lower *l, struct jump_scope *scope, struct stmt *body, struct stmt_list *list);
/* After the end: the ways that were taken into the scope's surroundings. */
void scope_ways_on(struct lower *l, struct jump_scope *scope, struct stmt_list *list);
/* The statement that leaves the function at a cancelled await; NULL: directly. */
struct stmt *cancel_exit(struct lower *l, struct range like);
/* The same as a statement in every case. */
struct stmt *cancelled(struct lower *l, struct range like);
/* Rewrites a break, continue, goto or return that leaves clean-up scopes. */
void normalise_jump(struct lower *l, struct stmt *s);
/* Reports gotos into clean-up scopes. */
void check_jumps(struct lower *l);

/* statements.c: ac_timeout, ac_group, ac_shield */
void normalise_scope_stmt(struct lower *l, struct stmt *s);

/* vla.c: variably modified types */
void vla_prepare_params(struct lower *l);
/* Takes apart what the items of a block declare, if one of them may suspend. */
void vla_prepare_block(struct lower *l, struct stmt *first);
bool vla_is_prepared(struct symbol *sym);
void vla_declare(struct lower *l, struct declarator *d, struct stmt_list *list);
void vla_temp(struct lower *l, struct symbol *temp);
/* Evaluates the sizes in the type name of a cast or sizeof into variables, if that has not been done. */
void vla_type_name(struct lower *l, struct type_name *n);
bool vla_is_open(struct type_name *n);
/* Has each size in T its variable? */
bool vla_is_settled(struct type *t);

/* flow.c */
enum flow_kind { FLOW_EXPR, FLOW_DECLARATOR, FLOW_ASM, FLOW_SUSPENSION };

/* What happens at a node is asked for by the functions below. */
struct flow_node {
    union {
        struct expr *expr;             /* evaluated here; NULL: nothing */
        struct declarator *declarator; /* or declared here, */
        struct stmt *asm_stmt;         /* or an asm statement, */
        struct suspension *susp;       /* or a suspension */
    };
    union {
        struct decl *decl;     /* FLOW_DECLARATOR: of which it is one; there are no further successors then */
        int *more;             /* else: further successors */
    };
    int succ[2];               /* -1: none */
    int more_count;
    uint8_t kind;              /* enum flow_kind */
    bool drops_return;         /* the saved return value is dead before it */
    bool dead;                 /* nothing leads to it */
};
static inline struct expr *flow_expr(const struct flow_node *n)
{
    return n->kind == FLOW_EXPR ? n->expr : NULL;
}
static inline struct declarator *flow_declarator(const struct flow_node *n)
{
    return n->kind == FLOW_DECLARATOR ? n->declarator : NULL;
}
static inline struct stmt *flow_asm(const struct flow_node *n)
{
    return n->kind == FLOW_ASM ? n->asm_stmt : NULL;
}
static inline struct suspension *flow_suspension(const struct flow_node *n)
{
    return n->kind == FLOW_SUSPENSION ? n->susp : NULL;
}
static inline int flow_successors(const struct flow_node *n)
{
    return 2 + n->more_count;
}
/* The K-th; -1: none. */
static inline int flow_successor(const struct flow_node *n, int k)
{
    return k < 2 ? n->succ[k] : n->more[k - 2];
}
struct flow {
    VEC(struct flow_node) nodes;
    int entry, exit;
    bool computed; /* it has a computed goto */
};
void flow_build(struct lower *l, struct flow *f);
/* Marks the nodes that control can get to from node FROM on. */
void flow_reach(struct flow *f, bool *reached, int from);
void flow_free(struct flow *f);
void flow_dump(struct lower *l, struct flow *f, FILE *out);

/* uses.c */
enum { TOUCH_USE, TOUCH_DEF, TOUCH_SET }; /* read, surely set, perhaps set */
struct touch {
    int node;
    unsigned var : 30; /* its index */
    unsigned how : 2;
};
struct touches {
    struct touch *at;
    size_t len, cap;
};
void find_touches(struct lower *l, struct flow *f, struct touches *to);

/* live.c: fills susp->keeps; may pin variables */
void live_compute(struct lower *l, struct flow *f);

/* fleeting.c: reports pointers to what ends with the C function, such as memory of alloca(), that would be used after a
 * suspension; after live_compute() */
void check_fleeting(struct lower *l, struct flow *f);
/* The call there that returns twice, as setjmp() does, or NULL. */
struct twice_call *twice_call_at(struct function *fn, tok at);

/* advise.c: warnings, after live_compute() */
void advise_flow(struct lower *l, struct flow *f);

/* unset.c: a warning, after live_compute() */
void check_unset(struct lower *l, struct flow *f);

/* frame.c */
void frame_classify(struct lower *l); /* before live: which variables are pinned */
/* How many suspensions come before POSITION, of which a variable has `from`, `to` and `block_start`. */
size_t suspensions_before(struct lower *l, int position);

/* slots.c: after live, slots and field names */
void slots_assign(struct lower *l);

/* pragmas.c: LOOP suspends */
void drop_loop_pragmas(struct lower *l, const struct stmt *loop);

/* own.c: a variable in its own initialiser, from which awaits are about to move */
void find_own_names(struct lower *l, struct declarator *d);

/* hoist.c: local types move to file scope */
void hoist_types(struct lower *l);

/* machine.c */
void machine_number(struct lower *l);
void machine_name(struct lower *l);

#endif
