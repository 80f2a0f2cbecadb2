/* internal.h - shared by the files of emit/. */
#ifndef EMIT_INTERNAL_H
#define EMIT_INTERNAL_H

#include "ast/target.h"
#include "ast/lowered.h"
#include "base/diag.h"
#include "emit/emit.h"

/* A va_list is an array on some machines, so a pointer as a parameter: what it is as a value. */
#define VA_LIST_AS_VALUE "__typeof__(1 ? *(__builtin_va_list *)0 : *(__builtin_va_list *)0)"

/* The functions emission writes for spawning calls of one kind: of one function, or of one type of function pointer. */
struct spawn_kind {
    struct symbol *callee;   /* called directly; NULL: through a pointer, which is the first argument */
    struct type *type;       /* T_FUNC */
    const char *spelling;    /* of the type, where callee is NULL */
    const char *task, *start, *spawn, *run;
    const char *object, *self, *at, *function, *value; /* local to them */
    bool written, run_written;
};

struct spawn_site {
    struct expr *call;
    struct spawn_kind *kind;
    const char *name;        /* of the struct ac_spawn object */
    bool run;                /* ac_run */
};

/* What takes over a task that an initialiser's element makes. */
enum task_place {
    TASKS_PLAIN, /* nothing: a handle */
    TASKS_OWNED, /* an automatic `async T` object */
    TASKS_LOOSE, /* a compound literal of handles: the call it is passed to */
};

/* A name for the tag whose definition has none. */
struct named_brace {
    tok brace;
    const char *name;
};

/* Where something stands in the output: one token, or text that was copied. */
struct placed_token {
    size_t out;
    tok t;
};
struct placed_text {
    size_t out;
    const char *from, *to;
};

struct printer {
    struct unit *u;
    const struct emit_options *o;
    struct buf *out;
    struct spool *spool;     /* of which `out` mostly is the end */
    uint32_t line;           /* of the source that the current output line maps to; 0: unknown */
    uint16_t file;
    size_t line_start;       /* the place() where that line begins */
    bool fresh;              /* nothing stands on the current output line */
    size_t start;            /* where in the output the text begins that emit() is putting, */
    struct arena before;     /* ... and what there was of u->texts */
    tok last;                /* the last token printed, 0 after synthetic text */
    tok line_first, line_upto; /* tokens of one line, of which the former is the first: what line_column() found last */
    struct function *fn;     /* being printed */
    struct function *locals_of; /* the function whose locals' names were counted last: see types.c, */
    uint32_t locals;         /* ... and the number of these notes */
    bool dump;               /* --dump=normalise: awaits as awaits */
    bool hoisting;           /* types of p->fn are being printed in front of it */
    bool in_prototype;       /* sizes of variably modified parameters are [*] */
    enum task_place tasks;   /* what the elements of the initialiser being printed belong to */
    VEC(struct spawn_kind *) kinds; /* those of pointers; a function's hangs off its symbol */
    VEC(struct spawn_site *) sites;
    VEC(struct named_brace) named;
    VEC(struct placed_token) braces; /* of tags without a name, */
    VEC(struct placed_text) copies;  /* ... and text that may have more of them */
    size_t first_site;       /* of the external declaration being printed, */
    size_t next_site;        /* ... and the one that is probably printed next */
    const char *at;          /* what is compiled: the source up to here has been written, or left out */
    bool abi_seen;           /* ... <ac/abi.h> has been included, */
    bool own_abi;            /* ... the unit has got its text, and what it includes itself is left out */
    bool rewritten;          /* ... something has been rewritten */
    bool no_includes;        /* for people: the text has no #include lines */
    tok past;                /* ... the first token after the last external declaration */
    tok macros_noted;        /* ... macros were noted up to here; some are defined in the midst of a declaration */
};

/* print.c: tokens and text */
/* Where in all of the output the next character will be. */
static inline size_t place(const struct printer *p)
{
    return p->spool->away + p->out->len;
}
/* Text that is complete goes out of memory, if it is much. Places in `out` change. */
static inline void put_away(struct printer *p)
{
    if (p->out->len >= SPOOL_PIECE && p->out == &p->spool->text)
        spool_put_away(p->spool);
}
void put_token(struct printer *p, tok t);
void put_tokens(struct printer *p, tok first, tok last);
/* Text that is not the source's, in up to 16 pieces, apart from what stands before it if need be. What is made in u->texts for
 * the pieces is gone then. */
#define emit(p, ...) (emit_text_begin(p), buf_join((p)->out, __VA_ARGS__), emit_text_end(p))
void emit_text_end(struct printer *p);
static inline void emit_text_begin(struct printer *p)
{
    p->start = p->out->len;
    p->before = p->u->texts;
}
/* A number as text, for emit(). */
const char *decimal(struct printer *p, int64_t n);
/* Between steps of what emission writes by itself: a new line, indented, for people; a space in what is compiled. */
void put_break(struct printer *p, int depth);
/* Ends the output line. */
void put_newline(struct printer *p);
/* From here on the text belongs to the line of token T. */
void put_line_of(struct printer *p, tok t);
/* TEXT, of which the NAME that T is in the source stands in its place, if it has one that can still be reached; FRESH: on a line
 * of its own, if need be. */
void put_name_in_place(struct printer *p, const char *text, const char *name, tok t, bool fresh);
/* The column of the first token on the line of token T: a statement that begins there misleads nobody. */
uint32_t line_column(struct printer *p, tok t);
/* Pragmas between two tokens, exclusive: they stay where they were. */
void put_pragmas(struct printer *p, tok after, tok before);
/* Between them, what an async function becomes is put: the user's declarations stand behind statements of ours. */
void begin_mixed(struct printer *p);
void end_mixed(struct printer *p);
/* What is in between may have attributes that only some C compilers know, if it is STRANGE. */
void begin_attributes(struct printer *p, bool strange);
void end_attributes(struct printer *p, bool strange);
/* The structs in between are packed as PACK says, where HERE holds (see ast/pack.h). */
void begin_packed(struct printer *p, int64_t pack, int64_t here);
void end_packed(struct printer *p, int64_t pack, int64_t here);
/* Those in between are ours: they are not packed, and nobody wants to know how they are padded. */
void begin_made_struct(struct printer *p, int64_t here);
void end_made_struct(struct printer *p, int64_t here);
/* A string literal with that content. */
void put_string(struct printer *p, const char *text, size_t len);

/* types.c: types as declarations */
/* "int (*name)[3]"; NAME may be "". Async types in their lowered form. In arena memory. */
const char *declare(struct printer *p, struct type *t, const char *name);
/* Parameters of an async function's C form, with names: "(int a, char *b, long *result)". RESULT NULL: none. */
const char *parameter_list(struct printer *p, struct type *fn, bool named, const char *result);
const char *param_name(struct printer *p, struct param *param, int index);
/* The INDEX-th of a list as it is declared, by its name or one that is made up. */
const char *named_parameter(struct printer *p, struct param *param, int index);
/* What a symbol is called in the text: its name, its new name, or its place in the frame. */
const char *symbol_text(struct printer *p, struct symbol *sym);
/* The same, or an object of its type where it is not known yet, for what does not evaluate it (see lower/own.c). */
const char *typed_text(struct printer *p, struct symbol *sym);
/* Its name, wherever it lives. */
const char *name_text(struct printer *p, struct symbol *sym);
/* The label where S resumes. */
const char *label_text(struct printer *p, const struct suspension *s);
/* A member of a struct of ours, as a declaration without its `;`, and what PLACE is, where it stands. One that ends in a
 * flexible array is bytes: C has none but as the last member. */
const char *member(struct printer *p, struct type *t, const char *name);
const char *member_text(struct printer *p, struct type *t, const char *place);
/* The type of a frame's field, and how it is spelled. */
struct type *field_type(struct printer *p, struct var *v);
const char *field_text(struct printer *p, struct var *v);
/* An expression for where a finished frame keeps a value of type T: "*(int *)(callee + 1)". */
const char *value_in_frame(struct printer *p, struct type *t, const char *frame);

/* expr.c, decl.c, stmt.c */
void put_expr(struct printer *p, struct expr *e);
/* `TO = ` and its end `;`: what stands between is a value of type T. A struct with const members is copied instead. */
void begin_copy(struct printer *p, struct type *t, const char *to);
void end_copy(struct printer *p, struct type *t);
/* A value where a comma would end it. */
void put_operand(struct printer *p, struct expr *e);
/* Is E an assignment to an automatic `async T` object? */
bool assigns_task(struct expr *e);
/* Is a constant compared with itself whose const is lost? Of a constant gcc does not say so; nor does it of a cast. */
bool compares_constant_with_itself(struct expr *e);
void put_init(struct printer *p, struct init *init);
void put_decl(struct printer *p, struct decl *d);
void put_local_decl(struct printer *p, struct stmt *s);
/* Types of a function that move to file scope. */
void put_hoisted(struct printer *p, struct lowered *low);
/* What a variable that must not be saved unset is initialised with; else NULL. */
const char *zero_text(struct var *v);
/* `{0}`, or `{}` where nothing is in front that a 0 could be for. */
const char *zero_list(struct type *t);
/* Is it declared without its const, to be loaded, or as static, since it is a constant? */
bool is_requalified(const struct symbol *sym);
/* Storage class and inline of a declaration at file scope, as SYM needs it. */
const char *storage_text(struct symbol *sym, unsigned storage);
/* `struct NAME { ... }` */
void put_tag_body(struct printer *p, struct tag_spec *spec);
/* The definition of the tag that the specifiers of D contain, as a declaration of its own. */
void put_tag_definition(struct printer *p, struct decl *d);
/* What a function's parameters define: its parts at file scope must see it. */
void put_parameter_tags(struct printer *p, struct function *fn);
void put_stmt(struct printer *p, struct stmt *s);
void put_body(struct printer *p, struct stmt *s);
void put_block_items(struct printer *p, struct stmt *first, tok before);

/* attributes.c */
enum attr_use {
    ATTRS_ALL,      /* of an object or type, all that are still needed */
    ATTRS_FUNCTION, /* those that make sense on the C function an async function becomes */
    ATTRS_CODE,     /* those on what its body gets into */
};
void put_attribute_list(struct printer *p, struct attr *a, enum attr_use use);
void put_attributes(struct printer *p, struct specs *specs, struct declarator *d, enum attr_use use);

/* mark.c: which nodes cannot be printed as their tokens */
void mark_decl(struct unit *u, struct decl *d);
bool mark_expr(struct expr *e); /* is it touched? */

/* unit.c: text of the source, as it stands */
void put_copy(struct printer *p, const char *from, const char *to);
/* One external declaration that cannot stay as it is */
bool is_rewritten(struct decl *d);
/* Does it come from <ac/abi.h>? */
bool in_abi_header(struct unit *u, struct decl *d);
void put_rewritten(struct printer *p, struct decl *d);

/* function.c */
void put_function(struct printer *p, struct decl *d);
/* What stands for the __func__ or the like of the function being printed; NULL if T is not one of them. */
const char *func_name_text(struct printer *p, tok t);
void put_frame(struct printer *p, struct lowered *low);
/* { temporaries  entry  body  return } of an async function, or of a plain one that was lowered. */
void put_lowered_body(struct printer *p, struct function *fn);

/* entry.c */
/* Parameters of the C function that FN becomes; for an async one the last is named RESULT. */
const char *named_parameters(struct printer *p, struct function *fn, const char *result);
/* `static struct ac_frame *f(P, result);`, with attributes */
void put_prototype(struct printer *p, struct function *fn);
/* A function that never suspends. */
void put_unresumable(struct printer *p, struct function *fn);
/* The body of a function that can suspend, the function, and what resumes it. */
void put_resumable(struct printer *p, struct function *fn);
/* Does FN await itself at S, by name? */
bool awaits_itself(struct function *fn, struct suspension *s);

/* await.c */
void put_await(struct printer *p, struct suspension *s);
/* Whether what S awaits is called by its name with _usual, which may return the wait that the frame was resumed by. */
bool is_usual(struct printer *p, const struct suspension *s);
void put_return(struct printer *p, struct expr *value);

/* tags.c: names for anonymous structs, unions and enums */
/* All that D needs. */
void name_tags(struct printer *p, struct decl *d);
void name_tag(struct printer *p, struct tag *tag);
/* The whole output stands: puts the names in. */
void put_names(struct printer *p);

/* spawn.c */
void collect_spawns(struct printer *p, struct decl *d);
void put_spawn_functions(struct printer *p);
void put_spawn_call(struct printer *p, struct expr *call);
struct expr *run_argument(struct expr *e);
void put_main(struct printer *p, struct function *fn);
/* fresh_name() of a format. */
const char *emit_name(struct printer *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

struct ident_vec {
    struct ident **at;
    size_t len, cap;
};

/* people.c: the head of the file, an external declaration, what stands behind the last one */
void people_begin(struct printer *p);
void people_external(struct printer *p, struct decl *d);
void people_end(struct printer *p);

#endif
