/* commands.c - the command lines of the C compiler. */
#include "commands.h"

#include <string.h>
#include <unistd.h>

#define AC_DIALECT "202611" /* __ASYNC_C__ */

static void add(struct words *w, const char *word)
{
    vec_push(w, word);
}

static void add2(struct words *w, const char *word, const char *argument)
{
    vec_push(w, word);
    vec_push(w, argument);
}

/* $CC and the user's words of STEPS. */
static void begin(struct words *w, const struct toolchain *t, const struct options *o, unsigned steps)
{
    words_append(w, &t->cc);
    for (size_t i = 0; i < o->words.len; i++)
        if (o->words.at[i].input < 0 && (o->words.at[i].steps & steps))
            add(w, o->words.at[i].text);
}

/* <ac.h> has its functions told where they are called. */
static void add_places(struct words *w, const struct options *o)
{
    if (options_places(o))
        add(w, "-DAC_PLACES=1");
}

static void add_deps(struct words *w, struct options *o, const struct input *in, const char *file)
{
    add(w, o->deps.how);
    if (file)
        add2(w, "-MF", file);
    if (o->deps.target.len)
        words_append(w, &o->deps.target);
    else
        add2(w, "-MQ", dep_target(o, in));
    words_append(w, &o->deps.flags);
}

/* Words that hold for preprocessing alone, say what a header is found by, tell nothing about the machine. */
void command_macros(struct words *w, const struct toolchain *t, const struct options *o)
{
    const unsigned all = STEP_P | STEP_L;

    words_append(w, &t->cc);
    for (size_t i = 0; i < o->words.len; i++)
        if (o->words.at[i].input < 0 && (o->words.at[i].steps & all) == all)
            add(w, o->words.at[i].text);
    add2(w, "-dM", "-E");
    add2(w, "-x", "c");
    add(w, "/dev/null");
}

void command_preprocess(struct words *w, const struct toolchain *t, struct options *o, const struct input *in, const char *deps)
{
    begin(w, t, o, STEP_P | (o->mode == MODE_PREPROCESS ? STEP_E : 0));
    add(w, "-E");
    if (o->mode == MODE_EMIT_C)
        add2(w, "-dD", "-dI"); /* text for people has #include lines, and must mind macros */
    add(w, "-D__ASYNC_C__=" AC_DIALECT);
    add_places(w, o);
    if (t->install.include)
        add2(w, "-isystem", t->install.include);
    if (o->deps.only || deps)
        add_deps(w, o, in, deps);
    add2(w, "-x", "c");
    add(w, in->name);
}

/* What tells the C compiler where to stop. */
static void add_mode(struct words *w, enum mode mode)
{
    static const char *const flag[] = {
        [MODE_LINK] = "-c", [MODE_OBJECT] = "-c", [MODE_ASSEMBLY] = "-S", [MODE_PREPROCESS] = "-E",
        [MODE_EMIT_C] = "-fsyntax-only", [MODE_SYNTAX] = "-fsyntax-only", [MODE_DUMP] = "-fsyntax-only",
        [MODE_FRAME_SIZES] = "-fsyntax-only",
    };

    add(w, flag[mode]);
}

void command_compile(struct words *w, const struct toolchain *t, struct options *o, const char *from)
{
    begin(w, t, o, STEP_C);
    if (options_warn(o, "jump-misses-init")) /* resuming is such a jump */
        add(w, "-Wno-jump-misses-init");
    if (o->diag.all || options_warn(o, "misleading-indentation")) /* has been looked for */
        add(w, "-Wno-misleading-indentation");
    if (o->diag.color) /* it does not write to the terminal itself */
        add(w, "-fdiagnostics-color=always");
    add_mode(w, o->mode);
    add2(w, "-x", "cpp-output");
    add(w, from);
}

static void add_input(struct words *w, const struct input *in)
{
    if (in->language)
        add2(w, "-x", in->language);
    add(w, in->name);
    if (in->language)
        add2(w, "-x", "none");
}

void command_foreign(struct words *w, const struct toolchain *t, struct options *o, const struct input *in, const char *deps)
{
    begin(w, t, o, ~0u);
    add_mode(w, o->mode);
    add_places(w, o);
    if (t->install.include) /* C that is called as an async function includes <ac/abi.h> */
        add2(w, "-isystem", t->install.include);
    if (o->deps.only || deps)
        add_deps(w, o, in, deps);
    add_input(w, in);
}

/* The folder that the word at I, and perhaps the next, tells the linker to look in; NULL: none. */
static const char *searched_folder(const struct options *o, size_t i)
{
    const char *word = o->words.at[i].text;

    if (o->words.at[i].input >= 0 || strncmp(word, "-L", 2) != 0)
        return NULL;
    return word[2] ? word + 2 : i + 1 < o->words.len ? o->words.at[i + 1].text : NULL;
}

/* A libac.a that the user built, for another machine say, and names the folder of. */
static const char *users_library(const struct options *o)
{
    for (size_t i = 0; i < o->words.len; i++) {
        const char *folder = searched_folder(o, i), *path = folder ? arena_printf(o->arena, "%s/libac.a", folder) : NULL;

        if (path && access(path, R_OK) == 0)
            return path;
    }
    return NULL;
}

static void add_libac(struct words *w, const struct toolchain *t, const struct options *o)
{
    const char *users = o->shared_libac ? NULL : users_library(o);

    if (o->no_libac)
        return;
    if (users) {
        add(w, users);
        return;
    }
    if (!o->shared_libac && t->install.library) {
        add(w, t->install.library);
        return;
    }
    if (t->install.folder) {
        add2(w, "-L", t->install.folder);
        add2(w, "-Xlinker", "-rpath");
        add2(w, "-Xlinker", t->install.folder);
    }
    add(w, "-lac");
}

/* -lac-NAME is the archive beside libac.a, as a shared one would bring a second libac along; NULL: the linker finds it. */
static const char *part_archive(const struct toolchain *t, const struct options *o, const char *word)
{
    const char *path;

    if (strncmp(word, "-lac-", 5) != 0 || o->shared_libac || !t->install.folder || users_library(o))
        return NULL;
    path = arena_printf(o->arena, "%s/lib%s.a", t->install.folder, word + 2);
    return access(path, R_OK) == 0 ? path : NULL;
}

/* The user's order is kept: libraries and linker options work by their place among the inputs. */
void command_link(struct words *w, const struct toolchain *t, struct options *o, const char *to)
{
    words_append(w, &t->cc);
    add2(w, "-o", to);
    for (size_t i = 0; i < o->words.len; i++) {
        const struct option_word *word = &o->words.at[i];

        if (word->input < 0 && (word->steps & STEP_L)) {
            const char *archive = part_archive(t, o, word->text);

            add(w, archive ? archive : word->text);
        } else if (word->input >= 0 && o->inputs.at[word->input].object)
            add(w, o->inputs.at[word->input].object);
        else if (word->input >= 0)
            add_input(w, &o->inputs.at[word->input]);
    }
    add_libac(w, t, o);
}

void command_ask(struct words *w, const struct toolchain *t, struct options *o)
{
    begin(w, t, o, STEP_L);
}
