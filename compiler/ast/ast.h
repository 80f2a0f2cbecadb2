/* ast.h - the tree: expressions, statements, declarations, types and symbols.
 *
 * The parser builds it without types, the checker (front/) fills in the fields marked [check], the lowering (lower/) those
 * marked [lower]. Every node has the range of tokens it was read from, and printing a node nobody changed is printing
 * those tokens; so attributes, asm and every extension reach the C compiler as the user wrote them, and a pass looks only
 * at what it must understand. */
#ifndef AST_AST_H
#define AST_AST_H

#include "base/unit.h"

#include <string.h>

struct expr;
struct stmt;
struct decl;
struct declarator;
struct init;
struct type;
struct type_name;
struct symbol;
struct function;

/* ---- types ------------------------------------------------------------------------------------------------------ */

enum type_kind {
    T_UNKNOWN, /* could not be told; silently accepted everywhere, an error only where the lowering has to keep such a value */
    T_VOID,
    T_BOOL,
    T_CHAR, T_SCHAR, T_UCHAR, T_SHORT, T_USHORT, T_INT, T_UINT, T_LONG, T_ULONG, T_LLONG, T_ULLONG, T_INT128, T_UINT128,
    T_BITINT, /* bits, is_unsigned */
    T_FLOAT16, T_BFLOAT16, T_FLOAT, T_DOUBLE, T_LDOUBLE, T_FLOAT128 /* __float128 */,
    T_FLOAT32_T, T_FLOAT64_T, T_FLOAT128_T, T_FLOAT32X, T_FLOAT64X, /* _Float32 ... */
    T_DECIMAL32, T_DECIMAL64, T_DECIMAL128,
    T_COMPLEX, /* of base (a real floating or, GNU, an integer type) */
    T_NULLPTR,
    T_ENUM,    /* tag */
    T_STRUCT, T_UNION, /* tag */
    T_POINTER, /* to base */
    T_ARRAY,   /* of base: size */
    T_VECTOR,  /* of base: length elements (GNU vector_size) */
    T_FUNC,    /* returning base: params, variadic, prototype, async */
    T_TASK,    /* `async T` object: a task that yields base */
    T_VA_LIST, /* __builtin_va_list */
    T_TYPEDEF, /* sugar: symbol names base; see type_strip() */
};

/* The last two are x86's address spaces of GNU C. */
enum qualifier { Q_CONST = 1, Q_VOLATILE = 2, Q_RESTRICT = 4, Q_ATOMIC = 8, Q_SEG_FS = 16, Q_SEG_GS = 32 };

struct param {
    struct type *type;   /* adjusted: arrays and functions are pointers */
    struct ident *name;  /* NULL: none */
    struct symbol *sym;  /* in a definition */
    struct param *next;
};

struct member {
    struct ident *name;  /* NULL: unnamed bit-field or anonymous struct/union */
    struct type *type;
    int bits;            /* width of a bit-field, -1 otherwise */
    int64_t offset;      /* bytes, -1 when the layout is not known */
    struct member *next;
};

/* What a tag stands for. Shared by all (qualified) types of that tag. */
struct tag {
    enum type_kind kind; /* T_STRUCT, T_UNION, T_ENUM */
    struct ident *name;  /* NULL: anonymous */
    struct symbol *sym;  /* NULL: anonymous */
    bool complete;
    bool packed;
    bool local;          /* declared inside a function */
    bool has_const;      /* struct/union: some member, however deep, is const: not assignable */
    bool flexible;       /* ends in a flexible array member */
    bool has_async;      /* mentions an async type: its definition must be printed from types */
    int64_t size, align; /* bytes, -1 when not known */
    int64_t aligned;     /* from attributes, 0: none */
    struct member *members;
    struct type *underlying; /* enum: its compatible integer type */
    struct range def;    /* `struct` ... `}` of the definition; {0,0} if none yet */
    tok keyword;         /* the `struct`/`union`/`enum` token of the definition */
    tok brace;           /* of a definition without a name, where it can be given one; else 0 */
    bool brace_named;    /* [emit] it has been */
    bool hoisted;        /* [lower] its definition has moved to file scope */
    const char *emit_name;   /* [lower] name to print instead of `name`, NULL: as written */
};

struct type {
    enum type_kind kind;
    uint8_t quals;            /* enum qualifier */
    bool is_unsigned;         /* T_BITINT */
    bool is_async;            /* T_FUNC */
    bool variadic, prototype; /* T_FUNC */
    bool vm;                  /* variably modified: a VLA, or derived from one */
    bool incomplete;          /* T_ARRAY: [] */
    bool star;                /* T_ARRAY: [*] */
    bool async_inside;        /* T_TYPEDEF: what it names mentions async */
    int bits;                 /* T_BITINT; `written`, of a bit-field's width: that */
    int aligned;              /* from attributes/_Alignas on the type, 0: natural */
    struct type *base;        /* see enum type_kind */
    struct tag *tag;          /* T_STRUCT, T_UNION, T_ENUM */
    struct symbol *name;      /* T_TYPEDEF: the typedef symbol */
    struct param *params;     /* T_FUNC */
    struct expr *size;        /* T_ARRAY: the size as written, its range at least; NULL if none or taken from the initialiser */
    int64_t length;           /* T_ARRAY, T_VECTOR: number of elements; -1: not a known constant */
    const char *written;      /* integers: text that makes the C compiler say which type it is (bits.c); NULL: KIND tells
                               * T_FUNC: attributes that say how it is called; NULL: none do */
};

/* ---- symbols ---------------------------------------------------------------------------------------------------- */

enum symbol_kind { SYM_VAR, SYM_FUNC, SYM_TYPEDEF, SYM_ENUMERATOR, SYM_TAG, SYM_LABEL };

enum storage {
    ST_TYPEDEF = 1, ST_EXTERN = 2, ST_STATIC = 4, ST_AUTO = 8, ST_REGISTER = 16, ST_THREAD = 32, ST_INLINE = 64,
    ST_NORETURN = 128, ST_CONSTEXPR = 256
};

struct symbol {
    uint8_t kind;             /* enum symbol_kind */
    bool is_param : 1;
    bool may_be_unused : 1;   /* a parameter, by an attribute */
    bool declared : 1;        /* by a declarator: not implicitly, nor in the list of names of an old-style function */
    bool has_attrs : 1;       /* some declaration of it has attributes */
    bool leaf : 1;            /* one is ac_leaf: whoever waits in the function gets a wait, which is nobody's to free */
    bool usual : 1;           /* one is ac_usual: an await of its call goes to NAME_usual(), which is compiled into the caller */
    bool noreturn : 1;        /* a function that does not return, */
    bool returns_twice : 1;   /* ... or that may do so more than once, */
    bool must_use : 1;        /* ... or whose result should be used, by an attribute of a declaration */
    bool defined : 1;         /* a function with a body, an object with an initialiser, a label that stands somewhere */
    bool used : 1;
    bool address_taken : 1;   /* `&x`, an array that decays, a struct whose array member decays, asm "m" ...; labels: &&l */
    bool local_label : 1;     /* __label__ */
    bool implicit : 1;        /* __func__ and the like, implicitly declared functions, builtins */
    bool is_environment : 1;  /* a local variable of an async function that is the env of a twice_call, as a whole */
    bool is_nested : 1;       /* SYM_FUNC: of a nested function */
    bool stood_in : 1;        /* [lower] a type that moved to file scope looks at its type: maybe nothing uses it now */
    uint16_t storage;         /* enum storage, all declarations together */
    int depth;                /* scope depth: 0 file, 1 parameters, 2 body, ... */
    tok at;                   /* the token that declares it (first declaration) */
    int emit_number;          /* [lower] see emit_name */
    struct ident *name;
    struct type *type;
    struct function *owner;   /* the function it is local to; NULL at file scope */
    struct symbol *hides;     /* the symbol of the same name and name space that it hides, while in scope */
    const char *emit_name;    /* [lower] name (or primary expression) to print instead of `name`; NULL: as written. With a
                                 number, if that is not 0; see ast/fresh.h */
    struct var *var;          /* [lower] what the passes know about it */
    union { /* who does not know the kind asks for it first */
        struct tag *tag;          /* SYM_TAG */
        struct expr *cleanup;     /* SYM_VAR: attribute cleanup(fn): the function's name; NULL: none */
        struct stmt *label_stmt;  /* SYM_LABEL: where it stands */
        const char *blocks;       /* [check] SYM_FUNC, a plain one: the blocking function that it calls, directly or not */
    };
    union {
        struct init *init;        /* SYM_VAR, a local object; NULL: none */
        int64_t value;            /* SYM_ENUMERATOR; of a label, while the control-flow graph is built, its node and 1 */
        struct spawn_kind *spawn; /* [emit] SYM_FUNC, async: what its calls as tasks need */
        struct function *nested;  /* [check] SYM_FUNC, is_nested: the definition */
    };
};

/* An object that lives as long as its block. */
static inline bool is_automatic(const struct symbol *sym)
{
    return sym && sym->kind == SYM_VAR && sym->owner && !(sym->storage & (ST_STATIC | ST_EXTERN | ST_THREAD));
}

static inline bool names_main(const struct symbol *sym)
{
    return !strcmp(sym->name->text, "main");
}

/* ---- expressions ------------------------------------------------------------------------------------------------ */

enum expr_kind {
    E_IDENT,     /* sym */
    E_INT,       /* integer constant; value */
    E_FLOAT,
    E_CHAR,      /* character constant; value */
    E_STRING,    /* one or more adjacent string literals */
    E_NULLPTR,   /* nullptr */
    E_BOOL,      /* true, false as keywords (C23); value */
    E_GENERIC,   /* a: controlling expr or type: control type; assocs */
    E_PAREN,     /* ( a ) */
    E_INDEX,     /* a [ b ] */
    E_CALL,      /* a ( list ) */
    E_MEMBER,    /* a . name */
    E_ARROW,     /* a -> name */
    E_POSTINC, E_POSTDEC,
    E_COMPOUND,  /* ( type ) { init } */
    E_PREINC, E_PREDEC,
    E_ADDR,      /* & a */
    E_DEREF,     /* * a */
    E_PLUS, E_NEG, E_BITNOT, E_NOT,
    E_REAL, E_IMAG,   /* __real__ a */
    E_EXTENSION, /* __extension__ a */
    E_SIZEOF,    /* sizeof a, or sizeof ( type ) when type != NULL */
    E_ALIGNOF,   /* _Alignof likewise */
    E_CAST,      /* ( type ) a */
    E_LABEL_ADDR,/* && label; sym */
    E_AWAIT,     /* await a */
    E_BINARY,    /* a op b: arithmetic, shifts, comparisons */
    E_ANDAND, E_OROR,
    E_COND,      /* a ? b : c; b NULL for GNU a ?: c */
    E_ASSIGN,    /* a op= b; op is '=' for plain */
    E_COMMA,     /* a , b */
    E_STMT_EXPR, /* ( { block } ) */
    E_VA_ARG,    /* __builtin_va_arg ( a , type ) */
    E_OFFSETOF,  /* __builtin_offsetof ( type , designators ); indexes in list */
    E_TYPES_COMPATIBLE, /* __builtin_types_compatible_p ( type , type2 ) */
    E_CHOOSE,    /* __builtin_choose_expr ( a , b , c ) */
    E_CONVERT_VECTOR,   /* __builtin_convertvector ( a , type ) */
    E_TYPE_ARG,  /* a type as the argument of another builtin; type */
    E_BIT_CAST,  /* __builtin_bit_cast ( type , a ) */
    E_ERROR,     /* stands for what could not be parsed */

    /* made by the lowering, without tokens */
    E_TEMP,      /* sym: a temporary or variable by name */
    E_RAW,       /* text with holes: prints `raw`, each \1 standing for the next expression of list */
};

/* op of E_BINARY and E_ASSIGN: the character, or one of these */
enum op { OP_SHL = 256, OP_SHR, OP_LE, OP_GE, OP_EQ, OP_NE };

static inline bool op_compares(unsigned op)
{
    return op == '<' || op == '>' || (op >= OP_LE && op <= OP_NE);
}

struct generic_assoc {
    struct type_name *type; /* NULL: default */
    struct expr *expr;
    struct generic_assoc *next;
};

struct expr {
    uint8_t kind;             /* enum expr_kind */
    bool has_await : 1;       /* an E_AWAIT at or below it that is evaluated (not inside a nested function) */
    bool touched : 1;         /* [lower] something at or below it does not print as its tokens */
    bool marked : 1;          /* [emit] `touched` is known */
    bool lvalue : 1;          /* [check] */
    bool spawned : 1;         /* [check] E_CALL of an async function that makes a task (not awaited) */
    bool unevaluated : 1;     /* [check] E_CALL of a builtin that looks at its arguments but does not evaluate them; they have effects */
    bool is_const : 1;        /* [check] an integer constant expression; value */
    bool is_known : 1;        /* [check] not that, but an integer that is the same whatever its effects are, as (x, 7); value */
    bool decays : 1;          /* [check] an array or function lvalue that is used as a pointer */
    bool run_call : 1;        /* [check] E_CALL of `ac_run`: a is the identifier, list the async call */
    uint16_t op;              /* enum op */
    uint16_t depth;           /* levels below it, at most NESTING_LIMIT (ast/build.h) */
    struct range range;
    struct type *type;        /* [check] before lvalue conversion; see expr_value_type() */
    struct expr *a;
    union {
        struct expr *b;       /* where EXPR_B */
        struct expr *list;    /* E_CALL arguments, E_OFFSETOF indexes, linked by next */
        struct init *init;    /* E_COMPOUND */
        struct stmt *block;   /* E_STMT_EXPR */
        struct generic_assoc *assocs;
        struct type_name *type2;
        const char *raw;      /* E_RAW: with its holes in `a`, linked by next */
        struct symbol *sym;   /* [check] E_IDENT, E_LABEL_ADDR, E_TEMP */
        struct member *member;/* [check] E_MEMBER, E_ARROW */
    };
    union {
        struct expr *c;       /* where EXPR_C */
        struct type_name *type_name; /* where EXPR_TYPE_NAME */
        struct ident *name;   /* where EXPR_NAME */
    };
    union {
        int64_t value;        /* E_INT, E_CHAR, and is_const, is_known; E_GENERIC, E_CHOOSE: [check] number of the chosen branch */
        struct symbol *object;/* E_COMPOUND: [lower] what it lives in */
    };
    struct expr *next;        /* in a list */
    struct expr *replace;     /* [lower] print this instead */
};

/* What expressions of a kind have, by expr_fields: who does not know the kind asks by these functions. */
enum { EXPR_B = 1, EXPR_C = 2, EXPR_TYPE_NAME = 4, EXPR_NAME = 8, EXPR_SYM = 16 };
extern const uint8_t expr_fields[];

static inline struct expr *expr_b(const struct expr *e)
{
    return expr_fields[e->kind] & EXPR_B ? e->b : NULL;
}

static inline struct expr *expr_c(const struct expr *e)
{
    return expr_fields[e->kind] & EXPR_C ? e->c : NULL;
}

/* What parentheses and `__extension__` stand around. */
static inline struct expr *skip_parens(struct expr *e)
{
    while (e->kind == E_PAREN || e->kind == E_EXTENSION)
        e = e->a;
    return e;
}

/* Is E an integer whose value is known, a constant or not? */
static inline bool has_known_value(const struct expr *e)
{
    return e->is_const || e->is_known;
}

/* The function that CALL names; NULL: it is called by a pointer. */
static inline struct symbol *called_function(const struct expr *call)
{
    const struct expr *f = skip_parens(call->a);

    return f->kind == E_IDENT && f->sym && f->sym->kind == SYM_FUNC ? f->sym : NULL;
}

static inline struct type_name *expr_type_name(const struct expr *e)
{
    return expr_fields[e->kind] & EXPR_TYPE_NAME ? e->type_name : NULL;
}

static inline struct ident *expr_name(const struct expr *e)
{
    return expr_fields[e->kind] & EXPR_NAME ? e->name : NULL;
}

static inline struct symbol *expr_symbol(const struct expr *e)
{
    return expr_fields[e->kind] & EXPR_SYM ? e->sym : NULL;
}

/* ---- initialisers ----------------------------------------------------------------------------------------------- */

struct designator {
    struct ident *name;       /* .name */
    struct expr *first, *last;/* [first] or [first ... last]; last NULL for one index */
    struct range range;
    struct designator *next;
};

struct init {
    struct range range;
    struct expr *expr;        /* a single expression, or */
    struct init *list;        /* the elements of { ... }; NULL with is_list for {} */
    bool is_list;
    uint16_t depth;           /* levels below it */
    uint32_t count;           /* this and so many elements in all are numbers in a row: `range` is theirs, `expr` the first; 0: one element */
    struct designator *designators; /* of this element */
    struct type *type;        /* [check] the type of the object it initialises; NULL if unknown */
    struct init *next;        /* next element */
};

/* ---- declarations ----------------------------------------------------------------------------------------------- */

struct attr {
    struct ident *name;       /* without underscores on both sides: `aligned` for `__aligned__` */
    struct range range;       /* the attribute alone, without __attribute__(( )) */
    struct expr *args;        /* of the attributes the compiler must understand, see front/attr.c; linked by next */
    struct attr *next;
};

struct tag_spec {             /* struct S, struct S { ... }, enum E { ... } */
    enum type_kind kind;
    struct ident *name;       /* NULL: anonymous */
    bool has_body;
    tok keyword, name_tok;
    struct range range;       /* keyword to `}` or name */
    struct attr *attrs;       /* between keyword and name, and after `}` */
    tok attrs_end;            /* last token of `range` or of the attributes after it */
    struct decl *fields;      /* struct/union: DECL_VARS, DECL_STATIC_ASSERT, DECL_EMPTY; declarators with `bits` */
    struct enumerator *enumerators;
    struct type_name *underlying; /* enum E : type */
    struct tag *tag;          /* [check] */
};

struct enumerator {
    struct ident *name;
    tok name_tok;
    struct expr *value;       /* NULL: one more than the last */
    struct attr *attrs;
    struct symbol *sym;       /* [check] */
    struct enumerator *next;
};

/* The basic type specifiers, counted: `long long unsigned` is {LONG:2, UNSIGNED:1}. */
enum basic_spec {
    BS_VOID, BS_CHAR, BS_SHORT, BS_INT, BS_LONG, BS_FLOAT, BS_DOUBLE, BS_SIGNED, BS_UNSIGNED, BS_BOOL, BS_COMPLEX,
    BS_INT128, BS_FLOAT16, BS_BFLOAT16, BS_FLOAT128, BS_FLOAT32_T, BS_FLOAT64_T, BS_FLOAT128_T, BS_FLOAT32X,
    BS_FLOAT64X, BS_DECIMAL32, BS_DECIMAL64, BS_DECIMAL128, BS_VA_LIST, BS_AUTO_TYPE /* __auto_type */, BS_COUNT
};

struct specs {
    struct range range;       /* {0,0} when there were none (old-style `main() {}`) */
    unsigned storage;         /* enum storage */
    tok storage_tok;          /* the first storage-class token */
    uint8_t quals;            /* enum qualifier */
    bool async;
    bool has_type;            /* any type specifier */
    tok async_tok;
    uint8_t basic[BS_COUNT];
    struct tag_spec *tag;
    struct ident *type_ident; /* a typedef name */
    tok type_ident_tok;
    struct expr *typeof_expr; /* typeof ( expr ) */
    struct type_name *typeof_type; /* typeof ( type ) or _Atomic ( type ) */
    bool typeof_unqual, atomic_type;
    struct expr *bitint;      /* _BitInt ( expr ) */
    struct expr *align_expr;  /* _Alignas ( expr ) */
    struct type_name *align_type;
    struct attr *attrs;       /* among the specifiers */
    struct type *type;        /* [check] without async, storage and declarators */
};

enum deriv_kind { D_POINTER, D_ARRAY, D_FUNC };

/* One step of a declarator, from the name outwards: `*a[3]` is ARRAY then POINTER. */
struct deriv {
    enum deriv_kind kind;
    struct range range;
    uint8_t quals;            /* of a pointer; inside [] of a parameter */
    bool is_static, star;     /* [static n], [*] */
    bool variadic;            /* (..., ...) */
    bool old_style;           /* () or (a, b): no prototype */
    struct expr *size;        /* NULL for [] */
    struct decl *params;      /* DECL_PARAM each with one declarator, in order */
    struct ident **kr_names;  /* (a, b): identifiers, kr_count of them */
    tok *kr_toks;
    int kr_count;
    struct attr *attrs;
    struct deriv *next;
};

struct declarator {
    struct range range;       /* the declarator with its attributes and asm label, without its initialiser; may be empty */
    struct ident *name;       /* NULL: abstract */
    tok name_tok;
    struct deriv *derivs;
    struct attr *attrs;       /* after it (and before `=`) */
    struct range asm_label;   /* asm("name") with its keyword and parentheses */
    struct range trailing;    /* from asm label to the last trailing attribute */
    struct expr *bits;        /* of a bit-field */
    struct init *init;        /* NULL: none */
    tok equals;               /* the `=` */
    struct symbol *sym;       /* [check] */
    struct type *type;        /* [check] */
    struct declarator *next;  /* int a, b; */
};

struct type_name {
    struct range range;       /* without the parentheses */
    struct specs *specs;
    struct declarator *declarator; /* abstract; NULL: none */
    struct type *type;        /* [check] */
    bool has_async;           /* [check] mentions an async type: printed from `type` */
};

enum decl_kind {
    DECL_VARS,          /* specs declarators ; */
    DECL_FUNC,          /* a function definition */
    DECL_PARAM,         /* one parameter */
    DECL_STATIC_ASSERT, /* expr */
    DECL_ASM,           /* file-scope asm */
    DECL_EMPTY,         /* ; or an attribute declaration */
};

struct decl {
    enum decl_kind kind;
    struct range range;       /* with the ; or the closing brace */
    struct specs *specs;
    struct declarator *declarators;
    struct function *func;    /* DECL_FUNC */
    struct expr *expr;        /* DECL_STATIC_ASSERT */
    struct decl *next;
    bool has_async;           /* [check] an async type is mentioned: cannot be printed as its tokens */
    bool async_header;        /* [check] DECL_VARS with async in its own specifiers or by typedef */
};

/* A call that may return more than once, as setjmp() does. */
struct twice_call {
    tok at;
    struct symbol *env;       /* the local variable that is told where to come back to; NULL: that is elsewhere */
    bool part;                /* ... or has a member that is */
    struct twice_call *next;
};

/* A function definition. */
struct function {
    struct decl *decl;
    struct symbol *sym;       /* [check] */
    struct type *type;        /* [check] T_FUNC, after adjustment, K&R parameters included */
    struct decl *kr_decls;    /* declarations between ) and { */
    struct stmt *body;        /* S_BLOCK */
    struct function *outer;   /* of a nested function */
    bool is_async;            /* [check] */
    bool has_async;           /* [check] body has an await, a spawn, an async object, async types or defer */
    bool has_defer;           /* a defer or a cleanup variable anywhere in it, */
    bool has_defer_stmt;      /* ... a defer */
    bool has_label_addr;      /* && or a computed goto */
    bool has_alloca;          /* [check] calls of alloca() */
    struct twice_call *twice; /* [check] of an async function */
    struct declarator *nested;/* the first nested function; NULL: none */
    tok left_at;              /* [check] a label of this function, named in one nested in it: a jump out of that; 0: none */
    int touched_at;           /* [lower] of a nested function: the node last seen to use it, and 1 */
    bool of_macro;            /* a statement in it is */
    bool never_inline;        /* [check] has what gcc does not copy into another function, whatever it is told */
    bool system;              /* stands in a system header */
    VEC(struct symbol *) vars;/* [check] parameters and block-scope symbols of every kind, in order of declaration */
    VEC(struct type_name *) definitions; /* [check] in its body: type names that define a struct, union or enum */
    struct lowered *lowered;  /* [lower] */
};

/* ---- statements ------------------------------------------------------------------------------------------------- */

enum stmt_kind {
    S_EXPR,      /* e; */
    S_EMPTY,     /* ; (with attributes: [[fallthrough]];) */
    S_BLOCK,     /* { body } */
    S_DECL,      /* decl */
    S_IF,        /* if (e) body else other */
    S_WHILE,     /* while (e) body */
    S_DO,        /* do body while (e); */
    S_FOR,       /* for (init; e; step) body; init is S_DECL or S_EXPR or S_EMPTY */
    S_SWITCH,    /* switch (e) body */
    S_CASE,      /* case e [... e2]: body (body may be NULL at the end of a block or before a declaration) */
    S_DEFAULT,
    S_LABEL,     /* label: body */
    S_GOTO, S_GOTO_COMPUTED, /* goto *e */
    S_BREAK, S_CONTINUE,
    S_RETURN,    /* return e */
    S_ASM,       /* asm; operands in asm_operands */
    S_DEFER,     /* defer body */
    S_LOCAL_LABELS, /* __label__ a, b; */
    S_TIMEOUT,   /* ac_timeout (e) body else other */
    S_TIMEOUT_AT,
    S_GROUP,     /* ac_group (e) body else other: e is the name that is declared; see group_sym */
    S_SHIELD,    /* ac_shield body */
    S_ERROR,

    /* made by the lowering */
    S_AWAIT,     /* suspension point: result in temp, may be NULL */
    S_SEQ,       /* body is a list of statements without a scope of their own */
    S_RAW,       /* e prints it, with its own punctuation */
};

struct asm_operand {
    struct range range;
    struct expr *expr;
    bool output;              /* written */
    bool memory;              /* its constraint allows memory: the address is taken */
    struct asm_operand *next;
};

struct stmt_label {
    struct ident *name;
    tok at;
    struct symbol *sym;       /* [check] */
};

struct stmt_labels {
    size_t count;
    struct stmt_label at[];
};

struct stmt {
    uint8_t kind;             /* enum stmt_kind */
    bool has_await : 1;       /* an await at or below it */
    bool touched : 1;         /* [lower] does not print as its tokens */
    bool of_macro : 1;        /* a macro wrote the `({ })` that it is, or the parentheses that its condition is in */
    bool drops_return : 1;    /* [lower] takes a way on which the saved return value is not used */
    uint16_t depth;           /* levels below it */
    tok name_tok;             /* S_LABEL, S_GOTO */
    struct range range;
    struct attr *attrs;
    struct expr *e;
    struct stmt *body, *other;/* S_BLOCK, S_SEQ: first statement */
    union { /* who does not know the kind asks by the functions below */
        struct stmt *init;        /* S_FOR */
        struct expr *e2;          /* S_CASE */
        struct decl *decl;        /* S_DECL; a nested function definition is a DECL_FUNC */
        struct ident *name;       /* S_LABEL, S_GOTO */
        struct asm_operand *asm_operands; /* S_ASM */
        struct suspension *susp;  /* [lower] S_AWAIT */
    };
    union {
        struct expr *step;        /* S_FOR */
        struct symbol *sym;       /* [check] S_LABEL, S_GOTO; S_GROUP: the group variable; S_BLOCK: [lower] an object of it */
        struct stmt_labels *labels; /* S_LOCAL_LABELS, S_ASM (asm goto); NULL: none */
    };
    struct stmt *next;        /* in a block */
    struct stmt *replace;     /* [lower] print (and flow through) this instead */
};

static inline struct stmt *stmt_init(const struct stmt *s)
{
    return s->kind == S_FOR ? s->init : NULL;
}

static inline struct expr *stmt_step(const struct stmt *s)
{
    return s->kind == S_FOR ? s->step : NULL;
}

static inline struct expr *stmt_e2(const struct stmt *s)
{
    return s->kind == S_CASE ? s->e2 : NULL;
}

static inline struct ident *stmt_name(const struct stmt *s)
{
    return s->kind == S_LABEL || s->kind == S_GOTO ? s->name : NULL;
}

static inline struct asm_operand *stmt_operands(const struct stmt *s)
{
    return s->kind == S_ASM ? s->asm_operands : NULL;
}

static inline struct stmt_labels *stmt_labels(const struct stmt *s)
{
    return s->kind == S_ASM || s->kind == S_LOCAL_LABELS ? s->labels : NULL;
}

/* ---- walking ---------------------------------------------------------------------------------------------------- */

/* Direct sub-expressions that are evaluated, in source order, through initialisers, generic associations and the sizes in
 * type names (of checked casts and sizeof) but not into statement expressions' statements or unevaluated operands. Returns how many; at most MAX are stored. */
size_t expr_kids(struct expr *e, struct expr **kids, size_t max);

/* The same as a list, however many:
 *
 *     struct kids k;
 *     kids_get(&k, e);  for (size_t i = 0; i < k.len; i++) use(k.at[i]);  kids_free(&k);
 */
struct kids {
    struct expr **at;
    size_t len;
    struct expr *few[8];
};
void kids_fill(struct kids *k, struct expr *e); /* for kids_get() */

static inline void kids_get(struct kids *k, struct expr *e)
{
    k->at = k->few;
    k->len = 0;
    if (e->kind > E_BOOL && (e->kind != E_TEMP || e->a)) /* half of all expressions are names and constants */
        kids_fill(k, e);
}

static inline void kids_free(struct kids *k)
{
    if (k->at != k->few)
        free(k->at);
}

/* The last statement of the block of a statement expression, labels aside: what it yields, if it is an expression. NULL: none. */
struct stmt *last_stmt(struct stmt *block);

/* ---- types: helpers --------------------------------------------------------------------------------------------- */

struct type *type_strip(struct type *t);       /* without typedef sugar, qualifiers of the sugar merged in */
struct type *type_basic(struct unit *u, enum type_kind k);
struct type *type_pointer(struct unit *u, struct type *to);
struct type *type_void_pointer(struct unit *u, struct type *t); /* to which the pointer type T converts as it is */
struct type *type_qualified(struct unit *u, struct type *t, unsigned quals); /* quals added */
struct type *type_unqualified(struct unit *u, struct type *t);
bool type_is_integer(struct type *t), type_is_arithmetic(struct type *t), type_is_scalar(struct type *t);
bool type_is_flexible(struct type *t); /* a struct or union that ends in a flexible array, or an array of such */
bool type_is_pointer(struct type *t), type_is_record(struct type *t), type_is_array(struct type *t), type_is_void(struct type *t);
/* Is it an async function type, or a pointer to one? Then that function type, else NULL. */
struct type *type_async_callee(struct type *t);
/* sizeof and _Alignof in bytes, -1 if not known for sure. */
int64_t type_size(struct unit *u, struct type *t);
int64_t type_align(struct unit *u, struct type *t);
/* What is to be added to an address from malloc(), and which of its bits to be cleared, to align a T; 0: nothing. */
int type_over_align(struct unit *u, struct type *t);
/* Mentions async anywhere (through pointers, params; not into named tags). */
bool type_mentions_async(struct type *t);
struct tag_list {
    struct tag **at;
    size_t len, cap;
};
/* Adds the named tags that the parameters of FN, a function at file scope, declare: their scope is its list, and its body. */
void type_parameter_tags(struct type *fn, struct tag_list *to);
/* The type of e's value: arrays and functions decayed, qualifiers dropped. */
struct type *expr_value_type(struct unit *u, struct expr *e);
/* As the user would write it, in arena memory: for messages ("async int (int)", "char *"). */
const char *type_spell(struct unit *u, struct type *t);

#endif
