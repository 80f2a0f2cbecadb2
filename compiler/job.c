/* job.c - what acc does to one input.
 *
 * An .ac file is preprocessed by the C compiler, translated, and the C text compiled by the C compiler again; any other
 * source goes straight to it. Outputs and make rules are opened before and get their names after all has gone well. */
#include "job.h"

#include "cleanup.h"
#include "files.h"
#include "relay.h"
#include "say.h"
#include "translate.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct job {
    struct driver *d;
    struct input *in;
    struct output out;  /* path NULL: nothing is written */
    struct output deps; /* the make rule; likewise */
};

int run_command(struct driver *d, struct words *command, const struct reader *reader)
{
    int status = 0;

    if (d->options.verbose)
        words_print(stderr, command);
    if (!d->options.dry_run)
        status = process_run(command, reader);
    vec_free(command);
    return status;
}

/* ---- outputs ----------------------------------------------------------------------------------------------------- */

/* Where the object goes that is only made to be linked. Side files are named after it, and stay. */
static const char *link_object(struct driver *d, struct input *in)
{
    struct options *o = &d->options;
    const char *program = o->output ? o->output : "a";

    if (!o->side_files)
        return in->object = temp_file(&d->arena, ".o");
    in->object = arena_printf(&d->arena, "%s-%s.o", stem_of(&d->arena, program), stem_of(&d->arena, in->name));
    cleanup_add(in->object);
    return in->object;
}

static bool begin_output(struct job *j)
{
    struct options *o = &j->d->options;
    const char *path = o->output;

    if (o->mode == MODE_SYNTAX)
        return true;
    if (o->mode == MODE_LINK)
        return (j->out.path = j->out.temp = link_object(j->d, j->in)) != NULL;
    if (!path)
        path = default_output(o, j->in);
    return output_begin(&j->d->arena, &j->out, path, o->side_files || o->dry_run);
}

static bool begin_deps(struct job *j)
{
    struct options *o = &j->d->options;

    if (!o->deps.wanted || (o->deps.only && !o->deps.file))
        return true;
    return output_begin(&j->d->arena, &j->deps, dep_file(o, j->in), o->dry_run);
}

/* Gives the outputs their names, or removes them. */
static int finish(struct job *j, int status)
{
    if (j->out.path && j->d->options.mode != MODE_LINK && !output_end(&j->out, status == 0) && !status)
        status = 1;
    if (j->deps.path && !output_end(&j->deps, status == 0) && !status)
        status = 1;
    return status;
}

static void add_output(struct words *command, const struct output *out)
{
    if (!out->path)
        return;
    vec_push(command, "-o");
    vec_push(command, out->temp);
}

/* ---- an .ac file ------------------------------------------------------------------------------------------------- */

static int read_input(const char *name, struct buf *text)
{
    bool ok = strcmp(name, "-") == 0 ? read_to_end(STDIN_FILENO, text) : read_whole_file(name, text);

    if (!ok)
        say_error("%s: %s", name, strerror(errno));
    return ok ? 0 : 1;
}

/* Preprocesses into TEXT, or where the user wants it. */
static int preprocess(struct job *j, struct buf *text)
{
    struct words command = {0};
    struct reader reader;

    if (j->in->kind == INPUT_AC_PREPROCESSED)
        return text ? read_input(j->in->name, text) : 0;
    command_preprocess(&command, &j->d->tools, &j->d->options, j->in, j->deps.temp);
    if (!text)
        add_output(&command, &j->out);
    reader = capture(text);
    return run_command(j->d, &command, text ? &reader : NULL);
}

static int save_text(struct job *j, const char *path, const struct spool *text)
{
    struct output out;

    if (!output_begin(&j->d->arena, &out, path, false))
        return 1;
    return output_end(&out, output_write(&out, text)) ? 0 : 1;
}

/* Compiles C text, in which NAMES were made. */
static int compile(struct job *j, const struct spool *c, struct renames *names)
{
    const struct reader reader = {STDERR_FILENO, relay, names};
    struct driver *d = j->d;
    struct words command = {0};
    const char *from;
    int status;

    if (d->options.save_temps)
        from = arena_printf(&d->arena, "%s.acc.i", stem_of(&d->arena, j->in->name));
    else
        from = temp_file(&d->arena, ".i");
    if (!from || (!d->options.dry_run && save_text(j, from, c) != 0))
        return 1;
    command_compile(&command, &d->tools, &d->options, from);
    add_output(&command, &j->out);
    status = run_command(d, &command, &reader);
    if (!d->options.save_temps)
        temp_remove(from);
    return status;
}

static bool prints_text(enum mode mode)
{
    return mode == MODE_EMIT_C || mode == MODE_DUMP || mode == MODE_FRAME_SIZES;
}

static int translate_text(struct job *j, struct buf *text)
{
    struct options *o = &j->d->options;
    struct spool c = {0};
    struct renames names = {0};
    int status = 0;

    if (o->save_temps && !o->dry_run)
        status = save_text(j, arena_printf(o->arena, "%s.i", stem_of(o->arena, j->in->name)), &(struct spool){.text = *text});
    if (!status && !o->dry_run)
        status = !translate(o, j->in, text, &c, &names);
    if (!status && prints_text(o->mode))
        status = !output_write(&j->out, &c);
    else if (!status)
        status = compile(j, &c, &names);
    renames_free(&names);
    spool_free(&c);
    return status;
}

static int do_ac(struct job *j)
{
    struct buf text = {0};
    int status;

    if (j->d->options.mode == MODE_PREPROCESS)
        return preprocess(j, NULL);
    status = preprocess(j, &text);
    if (!status)
        status = translate_text(j, &text);
    buf_free(&text);
    return status;
}

/* ---- any input --------------------------------------------------------------------------------------------------- */

static int do_source(struct job *j)
{
    struct words command = {0};

    command_foreign(&command, &j->d->tools, &j->d->options, j->in, j->deps.temp);
    add_output(&command, &j->out);
    return run_command(j->d, &command, NULL);
}

int do_input(struct driver *d, struct input *in)
{
    struct job j = {.d = d, .in = in};
    int status;

    if (in->kind == INPUT_LINKER) {
        if (d->options.mode != MODE_LINK)
            say_warning("%s: linker input file unused because linking not done", in->name);
        return 0;
    }
    if (in->kind == INPUT_SOURCE && prints_text(d->options.mode)) {
        say_warning("%s: not an Async C file, nothing to print", in->name);
        return 0;
    }
    status = begin_output(&j) && begin_deps(&j) ? 0 : 1;
    if (!status)
        status = in->kind == INPUT_SOURCE ? do_source(&j) : do_ac(&j);
    return finish(&j, status);
}
