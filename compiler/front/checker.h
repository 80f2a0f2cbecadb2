/* checker.h - what the files of the checker share. */
#ifndef FRONT_CHECKER_H
#define FRONT_CHECKER_H

#include "ast/target.h"
#include "ast/types.h"
#include "base/diag.h"

/* Why an await or a new task cannot stand here, from harmless to certain. */
enum place {
    PLACE_RUN,    /* evaluated when the function runs */
    PLACE_STATIC, /* a static initialiser */
    PLACE_TYPE,   /* the size of a type name, a parameter or a member */
    PLACE_CONST,  /* a constant expression */
    PLACE_UNEVALUATED,
    PLACE_DISCARDED, /* a branch of _Generic or __builtin_choose_expr that was not chosen: anything goes */
};

/* What the consumer of an expression does with a call of an async function. */
enum want {
    WANT_VALUE, /* nothing: an error */
    WANT_AWAIT, /* awaits it */
    WANT_TASK,  /* takes the task */
};

/* A jump or a label of a function with deferred statements, and where it stands (check_jumps.c). */
struct jump_site {
    struct symbol *label;
    tok at;
    struct jump_scope *scope;
};

struct function_state {
    unsigned loops, switches;       /* those that we are in, heads and all */
    struct jump_scope *scope;       /* innermost statement or scope that matters to jumps */
    size_t gotos, labels;           /* where the function's begin in the checker's lists */
    size_t fn_labels;
};

struct checker {
    struct unit *u;
    struct function *fn;            /* the innermost function being defined */
    int depth;                      /* of scopes: 0 file, 1 parameters, 2 body */
    VEC(struct symbol *) bound;     /* symbols in scope but for those of the file, innermost last */
    struct expr *awaiting;          /* the innermost await whose operand is being checked; NULL: none, or it was refused */
    enum place place;
    bool unoptimised;               /* what is not plainly constant is not __builtin_constant_p() */
    struct expr *unused_sizeof;     /* (void)sizeof x: see check_sizeof() */
    unsigned async_seen;            /* counts async types met, and what else cannot be printed as it stands */
    int tags_open;                  /* definitions of structs, unions and enums that we are in */
    struct deriv *definition;       /* the parameter list whose scope goes on in the body */
    VEC(struct symbol *) kept;      /* the symbols of that scope */
    VEC(struct jump_site) gotos, labels;
    VEC(struct symbol *) fn_labels; /* labels of the functions being defined, the innermost's last */
    struct function_state now;      /* what was seen in the function so far */
    struct stmt *value_stmt;        /* the statement that gives a statement expression its value, and */
    enum want value_want;           /* what becomes of that */
    struct type *size_type, *ptrdiff_type, *wchar_type, *handle_type;
    struct ident *id_run, *id_main;
};

static inline struct type *basic(struct checker *c, enum type_kind k)
{
    return type_basic(c->u, k);
}

/* scope.c */
size_t scope_enter(struct checker *c);
void scope_leave(struct checker *c, size_t mark);
struct symbol *symbol_new(struct checker *c, enum symbol_kind kind, struct ident *name, tok at);
/* Makes SYM the innermost meaning of its name. */
void scope_bind(struct checker *c, struct symbol *sym);
struct symbol *scope_here(struct checker *c, struct symbol *sym); /* SYM if it belongs to the innermost scope */
void resolve_token(struct checker *c, tok t, struct symbol *sym);
struct symbol *label_find(struct checker *c, struct ident *name, tok at);
struct symbol *label_declare_local(struct checker *c, struct ident *name, tok at);

/* check_specs.c, check_tags.c */
struct type *check_specs(struct checker *c, struct specs *s, bool alone);
struct type *check_tag(struct checker *c, struct tag_spec *s, bool alone);

/* check_declarator.c */
struct type *declarator_type(struct checker *c, struct specs *specs, struct declarator *d);
void check_type_name(struct checker *c, struct type_name *n);
/* The same where the sizes of arrays are evaluated: in a cast and in sizeof. */
void check_evaluated_type_name(struct checker *c, struct type_name *n);

/* check_decl.c */
void check_decl(struct checker *c, struct decl *d);
void check_static_assert(struct checker *c, struct decl *d);
void check_param_decl(struct checker *c, struct decl *d);
void check_function(struct checker *c, struct decl *d);

/* attributes.c */
int64_t attr_alignment(struct checker *c, struct attr *list); /* aligned(n), 0: none */
int64_t specs_alignment(struct checker *c, struct specs *s);  /* ... and _Alignas */
bool attr_present(struct attr *list, const char *name);
struct expr *attr_arg(struct attr *list, const char *name);
struct type *attr_apply(struct checker *c, struct attr *list, struct type *t); /* mode, vector_size */
struct type *attr_convention(struct checker *c, struct attr *list, struct type *t); /* how functions are called */

/* check_init.c */
/* Checks INIT of an object of type T; returns T, completed when it is an array of unknown size. */
struct type *check_init(struct checker *c, struct init *init, struct type *t);

/* check_expr.c */
void check_expr(struct checker *c, struct expr *e, enum want want);

/* check_unevaluated.c */
void check_sizeof(struct checker *c, struct expr *e); /* and _Alignof */
void check_generic(struct checker *c, struct expr *e, enum want want);
void check_choose(struct checker *c, struct expr *e, enum want want);
/* The operand of typeof, with a call of an async function in it. */
void print_as_type(struct checker *c, struct expr *e);

/* check_value.c */
struct type *check_value(struct checker *c, struct expr *e, enum want want);
/* What an operator that wants the value of the checked E does to it: arrays and functions become pointers. */
struct type *use_value(struct checker *c, struct expr *e);
void check_in(struct checker *c, struct expr *e, enum place place);
void check_unevaluated(struct checker *c, struct expr *e, enum place place);
/* The object E is (part of) may be reached by a pointer from now on. */
void take_address(struct checker *c, struct expr *e);
void mark_decay(struct expr *e);
bool is_null_constant(struct expr *e);
enum want want_of(struct type *t);

/* check_ops.c */
/* The bit-field whose value E is, or NULL. */
struct type *promoted(struct checker *c, struct expr *e);
/* Of two arithmetic types after the integer promotions, complex or not. */
struct type *common_type(struct checker *c, struct type *a, struct type *b);
struct type *usual_conversions(struct checker *c, struct expr *a, struct expr *b);
void type_binary(struct checker *c, struct expr *e);
void type_cond(struct checker *c, struct expr *e);
void type_unary(struct checker *c, struct expr *e);

/* check_call.c */
void check_call(struct checker *c, struct expr *e, enum want want);

/* check_async.c */
void check_await(struct checker *c, struct expr *e);
/* `async struct s { ... };` */
void async_of_nothing(struct checker *c, struct specs *s);
void claim_call(struct checker *c, struct expr *e, struct type *result, enum want want);
/* Is the value of E fit to become a TO? Speaks of async matters only. */
void check_conversion(struct checker *c, struct type *to, struct expr *e);
void check_function_pointers(struct checker *c, struct type *to, struct type *from, struct expr *at);
/* check_lvalue.c: E is the operand of &; of an assignment or the like, of which WHAT is the name for people. */
void check_addressable(struct checker *c, struct expr *e);
void check_modifiable(struct checker *c, struct expr *e, const char *what);
/* The local variable that the lvalue E is, or is part of; NULL: it is something else. */
struct symbol *local_of(struct expr *e);
void check_task_operand(struct checker *c, struct expr *e);
void check_async_declarator(struct checker *c, struct decl *d, struct declarator *dr);
void check_async_main(struct checker *c, struct declarator *dr);
void check_redeclaration(struct checker *c, struct symbol *old, struct declarator *dr);

/* check_indentation.c: S is an if, a while or a for */
void check_indentation(struct checker *c, struct stmt *s);

/* openmp.c: says it when S, which awaits, is what a construct of OpenMP applies to */
void check_region(struct checker *c, struct stmt *s);

/* check_stmt.c */
void check_stmt(struct checker *c, struct stmt *s);
void check_stmts(struct checker *c, struct stmt *list);

/* check_jumps.c: what a jump may not cross */
enum jump_kind {
    JUMP_LOOP,        /* break and continue end here */
    JUMP_SWITCH,      /* break and case labels */
    JUMP_DEFERRED,    /* the deferred statement itself */
    JUMP_DEFER_SCOPE, /* from a defer to the end of its block */
};
struct jump_scope *jumps_enter(struct checker *c, enum jump_kind kind); /* returns what to give to jumps_leave() */
void jumps_leave(struct checker *c, struct jump_scope *outer);
void jumps_goto(struct checker *c, struct symbol *label, tok at);
void jumps_label(struct checker *c, struct symbol *label, tok at);
void jumps_out(struct checker *c, struct stmt *s);  /* break, continue, return */
void jumps_case(struct checker *c, struct stmt *s); /* case, default */
void jumps_finish(struct checker *c);

/* literals.c */
struct type *int_literal_type(struct checker *c, tok t, int64_t *value);
struct type *float_literal_type(struct checker *c, tok t);
struct type *char_literal_type(struct checker *c, tok t, int64_t *value);
struct type *string_literal_type(struct checker *c, struct range r);

/* builtins.c */
struct symbol *builtin_symbol(struct checker *c, struct ident *name, tok at, bool called);
/* The result of a builtin whose type depends on its arguments, NULL if it does not. */
struct type *builtin_generic_type(struct checker *c, struct expr *call);

/* consteval.c */
__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

enum const_kind {
    CONST_NO,      /* depends on what happens at run time */
    CONST_UNKNOWN, /* constant, but we cannot tell its value */
    CONST_INT,
    CONST_FLOAT,
};
struct constant {
    enum const_kind kind;
    wide i;
    long double f;
};
static inline struct constant const_of_int(wide i)
{
    return (struct constant){.kind = CONST_INT, .i = i};
}
struct constant const_eval(struct checker *c, struct expr *e);
/* V as a value of the type T; the value of E, whose operands have those. */
struct constant const_convert(struct checker *c, struct constant v, struct type *t);
struct constant const_unary(struct checker *c, struct expr *e, struct constant a);
struct constant const_binary(struct checker *c, struct expr *e, struct constant a, struct constant b);
/* A value kept in an int64_t, as one of its type. */
wide stored_value(const struct expr *e);
/* known.c: what E, which is no constant, yields whatever its effects are; its operands have been folded. */
struct constant known_value(struct checker *c, struct expr *e);
/* Sets is_const or is_known, and value of E from its operands', which have been folded. */
void const_fold(struct checker *c, struct expr *e);
/* The value of an integer constant, or FALLBACK. */
int64_t const_int(struct checker *c, struct expr *e, int64_t fallback);

#endif
