/* options.c - reads the command line by the table of options.def. */
#include "options.h"

#include "base/diag.h"
#include "say.h"
#include "base/suggest.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum argument { NONE, JOINED, NEXT, EITHER };

enum { P = STEP_P, C = STEP_C, L = STEP_L, E = STEP_E };

enum action {
    DO_PASS,
    DO_MODE_OBJECT, DO_MODE_ASSEMBLY, DO_MODE_PREPROCESS, DO_MODE_EMIT_C, DO_MODE_SYNTAX, DO_MODE_FRAME_SIZES, DO_DUMP,
    DO_OUTPUT, DO_LANGUAGE, DO_VERBOSE, DO_DRY_RUN, DO_SAVE_TEMPS, DO_HELP, DO_VERSION,
    DO_SHARED_LIBAC, DO_NO_LIBAC,
    DO_WARNING, DO_WERROR, DO_NO_WERROR, DO_NO_WARNINGS, DO_MAX_ERRORS, DO_COLOR, DO_COLOR_ALWAYS, DO_COLOR_NEVER,
    DO_DEPS_ONLY, DO_DEPS, DO_DEPS_FILE, DO_DEPS_TARGET, DO_DEPS_FLAG,
    DO_STANDARD, DO_ANSI, DO_GNU_WORDS, DO_NO_GNU_WORDS, DO_MACHINE, DO_UNSIGNED_CHAR, DO_SIGNED_CHAR, DO_SHORT_ENUMS, DO_NO_SHORT_ENUMS,
    DO_OPENMP, DO_NO_OPENMP, DO_SIDE_FILES, DO_ASK,
};

static const struct row {
    const char *spelling;
    enum argument argument;
    unsigned steps;
    enum action action;
    const char *name; /* of the argument, in --help */
    const char *help;
} table[] = {
#define OPTION(spelling, argument, steps, action, name, help) {spelling, argument, steps, DO_##action, name, help},
#include "options.def"
#undef OPTION
};

enum { ROWS = sizeof table / sizeof *table };

/* The state of reading. */
struct reader {
    struct options *o;
    const struct words *line;
    size_t at;            /* the word being read */
    const char *language; /* of -x */
};

/* ---- inputs ------------------------------------------------------------------------------------------------------ */

/* Suffixes the C compiler compiles or assembles; any other name is the linker's. */
static const char *const source_suffixes[] = {".c", ".i", ".s", ".S", ".sx", ".h", ".cc", ".cpp", ".cxx", ".C", ".ii", ".m", ".f", ".f90", ".ll", ".bc"};

static enum input_kind kind_of(const char *name, const char *language)
{
    const char *base = strrchr(name, '/');
    const char *dot = strrchr(base ? base : name, '.');

    if (language && strcmp(language, "ac-cpp-output") == 0)
        return INPUT_AC_PREPROCESSED;
    if (language)
        return strcmp(language, "ac") == 0 ? INPUT_AC : INPUT_SOURCE;
    if (!dot)
        return INPUT_LINKER;
    if (strcmp(dot, ".ac") == 0)
        return INPUT_AC;
    for (size_t i = 0; i < sizeof source_suffixes / sizeof *source_suffixes; i++)
        if (strcmp(dot, source_suffixes[i]) == 0)
            return INPUT_SOURCE;
    return INPUT_LINKER;
}

static void add_input(struct reader *r, const char *name)
{
    struct options *o = r->o;

    vec_push(&o->words, (struct option_word){name, STEP_L, (int)o->inputs.len});
    vec_push(&o->inputs, (struct input){.name = name, .language = r->language, .kind = kind_of(name, r->language)});
}

/* ---- diagnostics ------------------------------------------------------------------------------------------------- */

static bool starts_with(const char **text, const char *prefix)
{
    size_t n = strlen(prefix);

    if (strncmp(*text, prefix, n) != 0)
        return false;
    *text += n;
    return true;
}

/* -Wextra turns -Wimplicit-fallthrough on; the highest of its levels does not read comments. */
static void watch_fallthrough(struct options *o, const char *name)
{
    if (strcmp(name, "no-implicit-fallthrough") == 0 || strcmp(name, "implicit-fallthrough=5") == 0)
        o->fallthrough = false;
    else if (!*name || strcmp(name, "extra") == 0 || starts_with(&name, "implicit-fallthrough") || starts_with(&name, "error=implicit-fallthrough"))
        o->fallthrough = true;
}

/* -W NAME: true if it is one of our own warnings, of which the C compiler knows nothing. */
static bool own_warning(struct options *o, const char *name)
{
    static const char *const shared[] = {"implicit-int", "misleading-indentation", "missing-prototypes", "parentheses",
                                         "return-local-addr", "return-type", "shadow", "uninitialized", "unused-result"};
    bool no_error = starts_with(&name, "no-error="), error = !no_error && starts_with(&name, "error=");
    bool off = !no_error && !error && starts_with(&name, "no-");
    int id = diag_by_name(name, strlen(name));

    o->diag.all |= !no_error && !error && !off && (!*name || !strcmp(name, "all") || !strcmp(name, "extra"));
    if (id < 0)
        return false;
    if (no_error || error)
        o->diag.state[id].error = error ? 1 : -1;
    if (!no_error)
        o->diag.state[id].on = off ? -1 : 1;
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (!strcmp(name, shared[i]))
            return false;
    return true;
}

static bool terminal_has_color(void)
{
    const char *term = getenv("TERM");
    const char *no_color = getenv("NO_COLOR");

    return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0 && !(no_color && *no_color);
}

static void set_color(struct options *o, const char *when)
{
    o->diag.color = strcmp(when, "always") == 0 || (strcmp(when, "auto") == 0 && terminal_has_color());
}

/* ---- one option -------------------------------------------------------------------------------------------------- */

/* The last mode asked for by name wins over the default only when it stops earlier, as with gcc. */
static void set_mode(struct options *o, enum mode mode)
{
    if (mode > o->mode)
        o->mode = mode;
}

static void set_output(struct options *o, const char *name)
{
    if (!*name) {
        say_error("the name after -o is empty");
        o->bad = true;
    }
    o->output = name;
}

/* Standards without GNU's extensions leave its words to the program. */
static void set_standard(struct options *o, const char *name)
{
    o->standard = name;
    o->no_gnu_words = strncmp(name, "gnu", 3) != 0;
}

static void set_deps(struct options *o, const char *option, bool only)
{
    o->deps.how = option;
    o->deps.wanted = true;
    if (only) {
        o->deps.only = true;
        set_mode(o, MODE_PREPROCESS);
    }
}

static void add_target(struct options *o, const struct row *row, const char *target)
{
    vec_push(&o->deps.target, row->spelling);
    vec_push(&o->deps.target, target);
}

/* Does what the option asks of acc itself; returns false if the C compiler must not see it. */
static bool act(struct reader *r, const struct row *row, const char *arg)
{
    struct options *o = r->o;

    switch (row->action) {
    case DO_PASS: break;
    case DO_MODE_OBJECT: set_mode(o, MODE_OBJECT); break;
    case DO_MODE_ASSEMBLY: set_mode(o, MODE_ASSEMBLY); break;
    case DO_MODE_PREPROCESS: set_mode(o, MODE_PREPROCESS); break;
    case DO_MODE_EMIT_C: set_mode(o, MODE_EMIT_C); break;
    case DO_MODE_SYNTAX: set_mode(o, MODE_SYNTAX); break;
    case DO_MODE_FRAME_SIZES: set_mode(o, MODE_FRAME_SIZES); break;
    case DO_DUMP: set_mode(o, MODE_DUMP); o->dump = arg; break;
    case DO_OUTPUT: set_output(o, arg); break;
    case DO_LANGUAGE: r->language = strcmp(arg, "none") == 0 ? NULL : arg; break;
    case DO_VERBOSE: o->verbose = true; break;
    case DO_DRY_RUN: o->verbose = o->dry_run = true; break;
    case DO_SAVE_TEMPS: o->save_temps = o->side_files = true; break;
    case DO_HELP: o->help = true; break;
    case DO_VERSION: o->version = true; break;
    case DO_SHARED_LIBAC: o->shared_libac = true; break;
    case DO_NO_LIBAC: o->no_libac = true; break;
    case DO_WARNING: watch_fallthrough(o, arg); return !own_warning(o, arg);
    case DO_WERROR: o->diag.werror = true; break;
    case DO_NO_WERROR: o->diag.werror = false; break;
    case DO_NO_WARNINGS: o->diag.no_warnings = true; break;
    case DO_MAX_ERRORS: o->diag.max_errors = atoi(arg); break;
    case DO_COLOR: set_color(o, arg); break;
    case DO_COLOR_ALWAYS: set_color(o, "always"); break;
    case DO_COLOR_NEVER: set_color(o, "never"); break;
    case DO_DEPS_ONLY: set_deps(o, row->spelling, true); break;
    case DO_DEPS: set_deps(o, row->spelling, false); break;
    case DO_DEPS_FILE: o->deps.file = arg; break;
    case DO_DEPS_TARGET: add_target(o, row, arg); break;
    case DO_DEPS_FLAG: vec_push(&o->deps.flags, row->spelling); break;
    case DO_STANDARD: set_standard(o, arg); break;
    case DO_ANSI: set_standard(o, "c90"); break;
    case DO_GNU_WORDS: o->no_gnu_words = false; break;
    case DO_NO_GNU_WORDS: o->no_gnu_words = true; break;
    case DO_UNSIGNED_CHAR: o->target.unsigned_char = true; break;
    case DO_SIGNED_CHAR: o->target.unsigned_char = false; break;
    case DO_SHORT_ENUMS: o->target.short_enums = true; break;
    case DO_NO_SHORT_ENUMS: o->target.short_enums = false; break;
    case DO_OPENMP: o->openmp = true; break;
    case DO_NO_OPENMP: o->openmp = false; break;
    case DO_MACHINE: o->other_machine = true; break;
    case DO_SIDE_FILES: o->side_files = true; break;
    case DO_ASK: o->ask = true; break;
    }
    return row->steps != 0;
}

/* ---- the command line -------------------------------------------------------------------------------------------- */

static bool fits(const struct row *row, const char *word)
{
    size_t n = strlen(row->spelling);

    if (row->argument == NONE || row->argument == NEXT)
        return strcmp(word, row->spelling) == 0;
    return strncmp(word, row->spelling, n) == 0;
}

static const struct row *find(const char *word)
{
    const struct row *best = NULL;

    for (int i = 0; i < ROWS; i++)
        if (fits(&table[i], word) && (!best || strlen(table[i].spelling) > strlen(best->spelling)))
            best = &table[i];
    return best;
}

/* An option of ours misspelt is an error; anything else unknown is for the C compiler to judge. */
static void unknown(struct reader *r, const char *word)
{
    struct suggestion s = suggest_begin(word);

    for (int i = 0; i < ROWS; i++)
        if (table[i].help && strncmp(table[i].spelling, "--", 2) == 0)
            suggest_try(&s, table[i].spelling);
    if (s.best) {
        say_error("unknown option '%s'; did you mean '%s'?", word, s.best);
        r->o->bad = true;
    } else {
        vec_push(&r->o->words, (struct option_word){word, P | C | L, -1});
    }
}

static void read_option(struct reader *r, const char *word)
{
    struct options *o = r->o;
    const struct row *row = find(word);
    const char *arg;
    bool separate;

    if (!row) {
        unknown(r, word);
        return;
    }
    arg = word + strlen(row->spelling);
    separate = row->argument == NEXT || (row->argument == EITHER && !*arg);
    if (separate && r->at + 1 == r->line->len) {
        say_error("argument to '%s' is missing", word);
        o->bad = true;
        return;
    }
    if (separate)
        arg = r->line->at[++r->at];
    if (!act(r, row, arg))
        return;
    vec_push(&o->words, (struct option_word){word, row->steps, -1});
    if (separate)
        vec_push(&o->words, (struct option_word){arg, row->steps, -1});
}

/* "" for an input. */
static const char *word_at(const struct options *o, size_t i)
{
    return o->words.at[i].input < 0 ? o->words.at[i].text : "";
}

static void note_optimisation(struct options *o, const char *word)
{
    if (strncmp(word, "-O", 2) != 0)
        return;
    if (word[2] == '0')
        o->optimisation = OPTIMISE_NOTHING;
    else if (!strcmp(word, "-Ofast") || (word[2] >= '2' && word[2] <= '9'))
        o->optimisation = OPTIMISE_FOR_SPEED;
    else
        o->optimisation = OPTIMISE_SOME;
}

static void find_optimisation(struct options *o, const struct words *cc)
{
    for (size_t i = 1; i < cc->len; i++)
        note_optimisation(o, cc->at[i]);
    for (size_t i = 0; i < o->words.len; i++)
        note_optimisation(o, word_at(o, i));
}

void options_read(struct options *o, const struct words *cc, const struct words *line)
{
    struct reader r = {.o = o, .line = line};

    o->target = native_target;
    o->diag.state = arena_alloc(o->arena, (DIAG_COUNT + 1) * sizeof *o->diag.state);
    set_color(o, "auto");
    for (; r.at < line->len; r.at++) {
        const char *word = line->at[r.at];

        if (word[0] == '-' && word[1])
            read_option(&r, word);
        else
            add_input(&r, word);
    }
    find_optimisation(o, cc);
}

/* ---- --help ------------------------------------------------------------------------------------------------------ */

void options_help(FILE *out)
{
    fputs("Usage: acc [option | file]...\n"
          "Compiles Async C (.ac) and, by the C compiler, all that it compiles; used like cc.\n\n", out);
    for (int i = 0; i < ROWS; i++) {
        const struct row *row = &table[i];
        int n;

        if (!row->help)
            continue;
        n = fprintf(out, "  %s%s%s", row->spelling, row->name && row->argument != JOINED ? " " : "", row->name ? row->name : "");
        fprintf(out, "%*s%s\n", n < 26 ? 26 - n : 1, "", row->help);
    }
    fputs("\nAll other options are the C compiler's and go to it. $CC names it (default: cc).\n", out);
}

bool options_places(const struct options *o)
{
    bool places = false;

    for (size_t i = 0; i < o->words.len; i++) {
        const char *word = word_at(o, i);

        if (!strncmp(word, "-DNDEBUG", 8))
            return false;
        if (!strncmp(word, "-g", 2))
            places = strcmp(word, "-g0") != 0;
    }
    return places;
}

bool options_warn(const struct options *o, const char *name)
{
    bool given = false;

    for (size_t i = 0; i < o->words.len; i++) {
        const char *word = word_at(o, i);
        bool off = starts_with(&word, "-Wno-");

        if ((off || starts_with(&word, "-Werror=") || starts_with(&word, "-W")) && !strcmp(word, name))
            given = !off;
    }
    return given;
}

bool options_analyze(const struct options *o)
{
    bool analyze = false;

    for (size_t i = 0; i < o->words.len; i++)
        analyze = !strcmp(word_at(o, i), "-fanalyzer") || (analyze && strcmp(word_at(o, i), "-fno-analyzer") != 0);
    return analyze || options_warn(o, "init-self");
}
