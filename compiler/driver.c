/* driver.c - acc, used like cc: the command line is read, each input is made what is asked for, and all is linked. */
#include "driver.h"

#include "cleanup.h"
#include "files.h"
#include "job.h"
#include "say.h"
#include "translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int link_program(struct driver *d)
{
    struct options *o = &d->options;
    struct words command = {0};
    struct output out;
    int status;

    if (!output_begin(&d->arena, &out, o->output ? o->output : "a.out", o->side_files || o->dry_run))
        return 1;
    command_link(&command, &d->tools, o, out.temp);
    status = run_command(d, &command, NULL);
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

static bool is_version(const char *text)
{
    return !*text || (*text == '-' && text[1] && !text[1 + strspn(text + 1, "0123456789.")]);
}

/* Does $CC, one of the usual names without a folder, compile for this machine? gcc-12 does. */
static bool is_native(const struct toolchain *tools)
{
    static const char *const names[] = {"cc", "c99", "gcc", "clang", "tcc", "musl-gcc"};
    const char *name = tools->cc.at[0];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strncmp(name, names[i], strlen(names[i])) && is_version(name + strlen(names[i])))
            return tools->cc.len == 1;
    return false;
}

static bool has_async(const struct options *o)
{
    for (size_t i = 0; i < o->inputs.len; i++)
        if (o->inputs.at[i].kind == INPUT_AC || o->inputs.at[i].kind == INPUT_AC_PREPROCESSED)
            return true;
    return false;
}

/* Asks the C compiler what machine it compiles for, if it may be another than that which acc was built for: status. */
static int learn_target(struct driver *d)
{
    struct options *o = &d->options;
    struct words command = {0};
    struct buf macros = {0};
    const struct reader reader = capture(&macros);
    int status = 0;

    if (o->dry_run || o->mode == MODE_PREPROCESS || !has_async(o) || (!o->other_machine && is_native(&d->tools)))
        return 0;
    command_macros(&command, &d->tools, o);
    status = run_command(d, &command, &reader);
    buf_puts(&macros, ""); /* none may have come */
    if (!status && !target_read(&o->target, macros.text)) {
        say_error("this is a machine with an int of other than 32 bits, for which acc does not compile");
        status = 1;
    }
    buf_free(&macros);
    return status;
}

/* The last status that is not 0 wins; later inputs are tried all the same, as gcc does. */
static int do_all_inputs(struct driver *d)
{
    struct options *o = &d->options;
    int status = learn_target(d);

    if (status)
        return status;
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
    return run_command(d, &command, NULL);
}

static int ask(struct driver *d)
{
    struct words command = {0};

    command_ask(&command, &d->tools, &d->options);
    return run_command(d, &command, NULL);
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
    options_read(&d->options, &d->tools.cc, &line);
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

/* ---- the program ------------------------------------------------------------------------------------------------- */

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
