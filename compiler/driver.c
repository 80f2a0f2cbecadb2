/* driver.c - acc, used like cc.
 *
 * Each .ac input is preprocessed by the C compiler, translated, and the C text compiled by the C compiler again; all
 * else goes straight to it. The steps are built in commands.c and run here, in the order of the inputs. */
#include "driver.h"

#include "cleanup.h"
#include "commands.h"
#include "files.h"
#include "options.h"
#include "process.h"
#include "say.h"
#include "translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct driver {
    struct arena arena;
    struct options options;
    struct toolchain tools;
};

/* ---- running ----------------------------------------------------------------------------------------------------- */

/* Runs the command and frees its words; prints it before when asked to. */
static int run(struct driver *d, struct words *command, struct buf *capture)
{
    int status = 0;

    if (d->options.verbose)
        words_print(stderr, command);
    if (!d->options.dry_run)
        status = process_run(command, capture);
    vec_free(command);
    return status;
}

/* ---- one .ac file ------------------------------------------------------------------------------------------------ */

/* The C compiler writes the text itself: no need to look at it. */
static int preprocess_only(struct driver *d, struct input *in)
{
    struct options *o = &d->options;
    struct words command = {0};
    struct output out;
    int status;

    if (!output_begin(&d->arena, &out, o->output ? o->output : "-", o->dry_run))
        return 1;
    command_preprocess(&command, &d->tools, o, in, o->deps.only ? o->deps.file : o->deps.wanted ? dep_file(o, in) : NULL);
    if (strcmp(out.path, "-") != 0) {
        vec_push(&command, "-o");
        vec_push(&command, out.temp);
    }
    status = run(d, &command, NULL);
    return output_end(&out, status == 0) || status ? status : 1;
}

/* Preprocesses IN into TEXT; its make rule, if wanted, goes to a file that OUT will give its name. */
static int preprocess(struct driver *d, struct input *in, struct buf *text, struct output *deps)
{
    struct options *o = &d->options;
    struct words command = {0};

    deps->temp = NULL;
    if (o->deps.wanted && !output_begin(&d->arena, deps, dep_file(o, in), o->dry_run))
        return 1;
    command_preprocess(&command, &d->tools, o, in, deps->temp);
    return run(d, &command, text);
}

static int write_text(struct driver *d, const char *path, const struct buf *text)
{
    struct output out;

    if (!output_begin(&d->arena, &out, path, false))
        return 1;
    return output_end(&out, output_write(&out, text->len ? text->text : "", text->len)) ? 0 : 1;
}

/* Compiles C text to the file TO. */
static int compile(struct driver *d, struct input *in, const struct buf *c, const char *to)
{
    struct options *o = &d->options;
    struct words command = {0};
    const char *from;
    int status;

    if (o->save_temps)
        from = arena_printf(&d->arena, "%s.acc.i", stem_of(&d->arena, in->name));
    else
        from = temp_file(&d->arena, ".i");
    if (!from || (!o->dry_run && write_text(d, from, c) != 0))
        return 1;
    command_compile(&command, &d->tools, o, from, to);
    status = run(d, &command, NULL);
    if (!o->save_temps)
        temp_remove(from);
    return status;
}

/* Where the object of IN goes when it is only made to be linked. Side files are named after it, and stay. */
static const char *link_object(struct driver *d, struct input *in)
{
    struct options *o = &d->options;

    if (!o->side_files)
        return in->object = temp_file(&d->arena, ".o");
    in->object = arena_printf(&d->arena, "%s-%s.o", o->output ? stem_of(&d->arena, o->output) : "a", stem_of(&d->arena, in->name));
    cleanup_add(in->object);
    return in->object;
}

/* Compiles to what the user asked for, under its own name at last. */
static int compile_to_output(struct driver *d, struct input *in, const struct buf *c)
{
    struct options *o = &d->options;
    struct output out;
    int status;

    if (o->mode == MODE_SYNTAX)
        return compile(d, in, c, NULL);
    if (o->mode == MODE_LINK)
        return link_object(d, in) ? compile(d, in, c, in->object) : 1;
    if (!output_begin(&d->arena, &out, o->output ? o->output : default_output(o, in), o->side_files || o->dry_run))
        return 1;
    status = compile(d, in, c, out.temp);
    return output_end(&out, status == 0) || status ? status : 1;
}

static bool prints_text(enum mode mode)
{
    return mode == MODE_EMIT_C || mode == MODE_DUMP || mode == MODE_FRAME_SIZES;
}

static int translate_input(struct driver *d, struct input *in, struct buf *text)
{
    struct options *o = &d->options;
    struct buf out = {0};
    int status = 0;

    if (o->save_temps && !o->dry_run)
        status = write_text(d, arena_printf(&d->arena, "%s.i", stem_of(&d->arena, in->name)), text);
    if (!status && !o->dry_run)
        status = !translate(o, in, text, &out);
    if (!status && prints_text(o->mode))
        status = write_text(d, o->output ? o->output : default_output(o, in), &out);
    else if (!status)
        status = compile_to_output(d, in, &out);
    buf_free(&out);
    return status;
}

static int do_ac(struct driver *d, struct input *in)
{
    struct buf text = {0};
    struct output deps;
    int status;

    if (d->options.mode == MODE_PREPROCESS)
        return preprocess_only(d, in);
    status = preprocess(d, in, &text, &deps);
    if (!status)
        status = translate_input(d, in, &text);
    if (deps.temp && !output_end(&deps, status == 0) && !status)
        status = 1;
    buf_free(&text);
    return status;
}

/* ---- other inputs ------------------------------------------------------------------------------------------------ */

static int do_source(struct driver *d, struct input *in)
{
    struct options *o = &d->options;
    struct words command = {0};

    if (o->mode == MODE_LINK)
        return 0; /* compiled by the command that links */
    if (prints_text(o->mode)) {
        say_warning("'%s' is not an Async C file; nothing to print", in->name);
        return 0;
    }
    command_foreign(&command, &d->tools, o, in, o->mode == MODE_SYNTAX ? NULL : o->output);
    return run(d, &command, NULL);
}

static int do_linker_input(struct driver *d, struct input *in)
{
    if (d->options.mode != MODE_LINK)
        say_warning("%s: linker input file unused because linking not done", in->name);
    return 0;
}

static int do_input(struct driver *d, struct input *in)
{
    switch (in->kind) {
    case INPUT_AC: return do_ac(d, in);
    case INPUT_SOURCE: return do_source(d, in);
    case INPUT_LINKER: break;
    }
    return do_linker_input(d, in);
}

static int link_program(struct driver *d)
{
    struct options *o = &d->options;
    struct words command = {0};
    struct output out;
    int status;

    if (!output_begin(&d->arena, &out, o->output ? o->output : "a.out", o->side_files || o->dry_run))
        return 1;
    command_link(&command, &d->tools, o, out.temp);
    status = run(d, &command, NULL);
    return output_end(&out, status == 0) || status ? status : 1;
}

/* ---- the whole command line -------------------------------------------------------------------------------------- */

static bool input_readable(const struct input *in)
{
    struct stat st;
    int fd;

    if (strcmp(in->name, "-") == 0)
        return true;
    fd = open(in->name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        say_error("%s: %s", in->name, strerror(errno));
        return false;
    }
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        say_error("%s: is a directory", in->name);
        close(fd);
        return false;
    }
    close(fd);
    return true;
}

static bool inputs_are_usable(struct options *o)
{
    size_t compiled = 0;
    bool ok = true;

    for (size_t i = 0; i < o->inputs.len; i++) {
        const struct input *in = &o->inputs.at[i];

        compiled += in->kind != INPUT_LINKER;
        if (strcmp(in->name, "-") == 0 && !in->language) {
            say_error("reading standard input needs -x, for instance -x ac");
            ok = false;
        } else if (!input_readable(in)) {
            ok = false;
        }
    }
    if (compiled > 1 && o->output && o->mode != MODE_LINK) {
        say_error("-o names one file, but there are %zu to write", compiled);
        ok = false;
    }
    return ok;
}

static bool request_is_sound(struct options *o)
{
    if (o->mode == MODE_DUMP && !stage_exists(o->dump)) {
        say_error("there is no stage '%s' to print; there are: " STAGES, o->dump);
        return false;
    }
    if (o->inputs.len == 0) {
        say_error("no input files");
        return false;
    }
    return inputs_are_usable(o);
}

/* The last status that is not 0 wins; later inputs are tried all the same, as gcc does. */
static int do_all_inputs(struct driver *d)
{
    struct options *o = &d->options;
    int status = 0;

    for (size_t i = 0; i < o->inputs.len; i++) {
        int s = do_input(d, &o->inputs.at[i]);

        if (s)
            status = s;
    }
    if (!status && o->mode == MODE_LINK)
        status = link_program(d);
    for (size_t i = 0; i < o->inputs.len; i++)
        if (o->inputs.at[i].object)
            temp_remove(o->inputs.at[i].object);
    return status;
}

static int print_version(struct driver *d)
{
    struct words command = {0};

    printf("acc (Async C) " ACC_VERSION "\n");
    words_append(&command, &d->tools.cc);
    vec_push(&command, "--version");
    return run(d, &command, NULL);
}

static int ask(struct driver *d)
{
    struct words command = {0};

    command_ask(&command, &d->tools, &d->options);
    return run(d, &command, NULL);
}

static int help(void)
{
    options_help(stdout);
    return 0;
}

static int carry_out(struct driver *d)
{
    struct options *o = &d->options;

    if (o->bad)
        return 1;
    if (o->help)
        return help();
    if (o->version)
        return print_version(d);
    if (o->ask || (o->verbose && o->inputs.len == 0))
        return ask(d);
    if (!request_is_sound(o))
        return 1;
    return do_all_inputs(d);
}

static void read_command_line(struct driver *d, int argc, char **argv)
{
    const char *cc = getenv("CC");
    struct words line = {0};

    words_split(&d->arena, &d->tools.cc, cc ? cc : "");
    if (!d->tools.cc.len)
        vec_push(&d->tools.cc, "cc");
    d->tools.install = find_install(&d->arena);
    words_expand(&d->arena, &line, argc, argv);
    d->options.arena = &d->arena;
    options_read(&d->options, &line);
    vec_free(&line);
}

/* What was printed must have arrived, too. */
static int flush_output(int status)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        say_error("cannot write standard output: %s", strerror(errno));
        return 1;
    }
    return status;
}

static void free_driver(struct driver *d)
{
    vec_free(&d->options.inputs);
    vec_free(&d->options.words);
    vec_free(&d->options.deps.flags);
    vec_free(&d->options.deps.target);
    vec_free(&d->tools.cc);
    arena_free(&d->arena);
}

int driver_run(int argc, char **argv)
{
    struct driver d = {0};
    int status;

    cleanup_init();
    read_command_line(&d, argc, argv);
    status = flush_output(carry_out(&d));
    free_driver(&d);
    return status;
}
