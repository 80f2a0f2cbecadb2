/* unit.h - one translation unit: its text, tokens, identifiers, source positions and diagnostics.
 *
 * The unit's text is what `cc -E` printed. The scanner turns all of it into an array of tokens first; everything after
 * speaks of tokens by index (`tok`), and of stretches of source as a first and last token (`struct range`). Line markers
 * are followed while scanning, so each token knows its file and line. */
#ifndef BASE_UNIT_H
#define BASE_UNIT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/renames.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef uint32_t tok; /* index into unit->tokens; 0 is a sentinel that stands for "no token" */

struct range {
    tok first, last; /* both inclusive; {0, 0} is empty */
};

struct expr;
struct symbol;
struct type;
struct decl;
struct diag_pending;

/* An identifier or keyword, interned: equal spelling, equal pointer. */
struct ident {
    const char *text; /* NUL-terminated */
    uint32_t len;
    uint16_t keyword;        /* token kind when it is a keyword, else 0 */
    uint16_t soft;           /* token kind when it is a soft keyword (async, await, defer), else 0 */
    bool in_source;          /* occurs in the user's text */
    uint8_t macro;           /* emission only: what it is as a macro where printing has come to */
    uint32_t noted, note;    /* what a pass has noted about it, and when: see unit_note() */
    uint32_t parse_scope;    /* parser only: what the name means now; of a keyword, what it is among its kind */
    struct symbol *ordinary; /* checker only: the innermost visible ordinary symbol */
    struct symbol *tag;      /* checker only: the innermost visible tag */
    struct symbol *label;    /* checker only: label of the current function */
};

enum token_flag {
    TOK_SPACE = 1,  /* white space or a line's start stands before it */
    TOK_BOL = 2,    /* first token on its line */
    TOK_SYSTEM = 4, /* text of a system header */
    TOK_TAG = 8,    /* the brace of a struct, union or enum without a name; set by the checker */
    TOK_MOVED = 16, /* of the body of a type that a type name defines, printed at file scope alone, or a pragma that goes; set by
                     * the lowering */
    TOK_TYPED = 32, /* names a local object, where perhaps nothing of it is known but its type; set by the lowering */
};

struct token {
    const char *text;     /* in unit->text, not NUL-terminated */
    struct ident *ident;  /* of identifiers and keywords, else NULL */
    uint32_t len;
    uint32_t line;        /* 1-based, in its file */
    uint32_t col;         /* 1-based, in the line of preprocessed text */
    unsigned file : 16;   /* index into unit->files */
    unsigned kind : 10;   /* token kind of the grammar */
    unsigned flags : 6;   /* enum token_flag */
};

struct source_file {
    const char *name; /* as in the line markers */
    bool system;      /* entered as a system header */
    uint16_t from;    /* the file that includes it, */
    uint32_t from_line; /* ... and where; 0: nobody */
    char *text;       /* read on demand, for quoting lines; NULL while not read */
    size_t len;
    uint32_t line;    /* a line found before, 0: none, */
    size_t line_at;   /* ... and where it starts in `text` */
};

enum severity {
    SEV_NOTE, SEV_WARNING, SEV_ERROR, SEV_FATAL,
    SEV_WARNING_OF_ALL, /* off but for -Wall and -Wextra */
    SEV_WARNING_BY_NAME /* off but for its -W name */
};

/* A place in the table of names. */
struct ident_slot {
    struct ident *id; /* NULL: free */
    uint32_t hash;    /* of its text: nobody goes to `id` for a name of another hash */
};

/* The type of the value of what has a type, made before: most expressions' types are one of a few. */
struct value_type {
    struct type *of, *made;
    struct arena *in; /* where it was made */
};

enum { VALUE_TYPES = 32 };

/* STEM_1, STEM_2 and so on up to STEM_MOST are, or may be, names of what the lowering made. */
struct numbered_names {
    const char *stem;
    int most;
};

enum { NUMBERED_STEMS = 32 };

/* A #pragma pack, and what holds after it. */
struct pack_change {
    tok at;
    int64_t pack;
};

/* What -W says of a warning: 1: yes, -1: no, 0: nothing. */
struct diag_state {
    signed char on;    /* -WNAME, -Wno-NAME */
    signed char error; /* -Werror=NAME, -Wno-error=NAME */
};

/* How the user wants diagnostics; filled in by the driver. */
struct diag_options {
    bool color;
    bool werror;        /* -Werror */
    bool no_warnings;   /* -w */
    int max_errors;     /* -fmax-errors=N; 0: no limit */
    bool all;           /* -Wall or -Wextra */
    struct diag_state *state; /* per enum diag_id */
    FILE *out;          /* where they go; NULL: stderr */
};

struct unit {
    char *text;     /* preprocessed, and behind it two NULs */
    size_t text_len;
    VEC(struct token) tokens;         /* [0] is the sentinel; the last one is the end of file */
    VEC(struct symbol *) named;       /* by token, from `named_from` on: what an identifier there names; see token_symbol() */
    tok named_from;
    VEC(struct source_file) files;
    VEC(tok) directives;              /* the #pragma, #include, #define and such lines among the tokens */
    VEC(struct pack_change) packs;    /* in order; see ast/pack.h */
    struct ident_slot *idents;        /* hash table, a power of two of places; whoever finds his taken has the next */
    uint32_t ident_count, ident_size;
    struct numbered_names numbered[NUMBERED_STEMS]; /* see ast/fresh.h; `stem` NULL: no more */
    struct arena arena;               /* what lives as long as the unit: names, and what a file scope's types and symbols are */
    struct arena tree;                /* what lives as long as one external declaration: its tree, and all else */
    struct arena texts;               /* what the emission is about to write */
    struct arena *types;              /* of the first two, the one for types and symbols made now */
    struct value_type value_types[VALUE_TYPES]; /* in the places that `of` says; see type_of_value() */
    VEC(struct expr *) constants;     /* of the external declaration at hand: constants and operands of typeof with async calls or types */
    bool keep_tree;                   /* something in it is needed to the end of the unit */
    struct decl *decls;               /* the tree: external declarations in order, where all are kept */
    struct diag_options diag;
    struct diag_pending *pending;     /* the last diagnostic, while it may still get fix-its */
    int errors, warnings;
    bool reported_limit;
    const struct target *target;      /* the machine; see ast/target.h */
    bool openmp;                      /* -fopenmp: #pragma omp is obeyed */
    bool c23;                         /* -std=c2x: nullptr, bool, static_assert ... are keywords */
    bool iso;                         /* -std=c11 and the like, -fno-asm: asm and typeof are identifiers */
    bool c90;                         /* -std=c90 or gnu90: so is restrict, and with iso also inline */
    bool places;                      /* awaits of handles tell where they are */
    const char *main_name;            /* the source file as the user named it */
    uint32_t notes;                   /* see unit_note() */
    struct renames *renames;          /* where the names that are made are noted */
};

/* TEXT must stay until the unit is freed; it is scanned where it lies. */
void unit_init(struct unit *u, struct buf *text);
void unit_free(struct unit *u);
/* An external declaration, up to the token LAST, is done with: ends u->tree, or lets it live on if u->keep_tree. */
void unit_end_tree(struct unit *u, tok last);
/* A pass begins to note something about names: what it notes counts where `noted` is the number this returns. */
uint32_t unit_note(struct unit *u);
/* The checker has found what the identifier at T, of the external declaration at hand, names. */
void name_token(struct unit *u, tok t, struct symbol *sym);
struct ident *intern(struct unit *u, const char *text, size_t len);
struct ident *intern_str(struct unit *u, const char *text);
/* The identifier if that spelling occurs anywhere, else NULL. */
struct ident *intern_find(struct unit *u, const char *text, size_t len);
/* Is it spelled like one of these? ID may be NULL; NAMES ends with NULL. */
bool ident_in(const struct ident *id, const char *const *names);
/* Index of the file with that name, added when new. */
uint16_t unit_file(struct unit *u, const char *name, size_t len, bool system);

static inline struct token *token_at(struct unit *u, tok t)
{
    return &u->tokens.at[t];
}

/* What the identifier at T names: NULL if no symbol, and outside of the external declaration at hand. */
static inline struct symbol *token_symbol(const struct unit *u, tok t)
{
    return t - u->named_from < u->named.len ? u->named.at[t - u->named_from] : NULL;
}

static inline bool range_empty(struct range r)
{
    return r.first == 0;
}

#endif
