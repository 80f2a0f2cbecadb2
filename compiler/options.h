/* options.h - what the command line asks for. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "ast/target.h"
#include "base/unit.h"
#include "words.h"

#include <stdbool.h>
#include <stdio.h>

/* The runs of the C compiler that a word belongs to; see options.def. */
enum step { STEP_P = 1, STEP_C = 2, STEP_L = 4, STEP_E = 8 };

enum mode { MODE_LINK, MODE_OBJECT, MODE_ASSEMBLY, MODE_PREPROCESS, MODE_EMIT_C, MODE_SYNTAX, MODE_DUMP, MODE_FRAME_SIZES };

enum input_kind {
    INPUT_AC,
    INPUT_AC_PREPROCESSED,
    INPUT_SOURCE, /* the C compiler's: C, assembly, ... */
    INPUT_LINKER, /* objects, libraries, whatever else */
};

struct input {
    const char *name;
    const char *language; /* of -x; NULL: by the name's suffix */
    enum input_kind kind;
    const char *object;   /* what was made of it, for linking; NULL: not yet */
};

/* A word for the C compiler, or the place of an input between them. */
struct option_word {
    const char *text;
    unsigned steps; /* enum step */
    int input;      /* index; -1: a word */
};

enum optimisation {
    OPTIMISE_NOTHING,
    OPTIMISE_SOME,
    OPTIMISE_FOR_SPEED, /* -O2 and above: it counts more than size and debugging */
};

struct dep_options {
    bool only;           /* -M, -MM: print the rule, compile nothing */
    bool wanted;         /* -MD, -MMD */
    const char *how;     /* the option itself */
    const char *file;    /* -MF; NULL: the default name */
    struct words flags;  /* -MP, -MG */
    struct words target; /* -MT T, -MQ T, ...; empty: the default target */
};

struct options {
    struct arena *arena;
    enum mode mode;
    const char *output; /* NULL: the default name */
    VEC(struct input) inputs;
    VEC(struct option_word) words;
    struct dep_options deps;
    struct diag_options diag;
    enum optimisation optimisation; /* by the last -O */
    bool openmp;             /* #pragma omp is obeyed */
    const char *standard;    /* what -std= says; NULL: the compiler's default */
    bool no_gnu_words;       /* asm, typeof and, in C90, inline are names */
    const char *dump;        /* MODE_DUMP: the stage */
    struct target target;    /* that which acc was built for, as flags change it */
    bool other_machine;      /* flags say that it may be another */
    bool fallthrough;        /* -Wimplicit-fallthrough is on, and comments count */
    bool verbose, dry_run;
    bool save_temps;
    bool side_files;         /* the C compiler writes more files, named after its output */
    bool no_libac, shared_libac;
    bool ask;                /* the C compiler answers the whole command line */
    bool help, version;
    bool bad;                /* an error was reported */
};

/* Reads the words of the command line (without the program's name) into O, which is zero but for its arena. CC: those of $CC. */
void options_read(struct options *o, const struct words *cc, const struct words *line);
void options_help(FILE *out);
/* Whether this is a debug build, -g without -DNDEBUG, whose calls of the library tell where they are. */
bool options_places(const struct options *o);
/* Does the C compiler follow values (-fanalyzer), or warn of `int x = x;` (-Winit-self)? */
bool options_analyze(const struct options *o);
/* Has the C compiler been asked for the warning -WNAME? */
bool options_warn(const struct options *o, const char *name);

#endif
