/* names.c - which files: our own, and outputs by default. */
#include "names.h"

#include <string.h>
#include <unistd.h>

/* ---- our own ----------------------------------------------------------------------------------------------------- */

/* The folder of the running program, with the slash; NULL if the system does not tell. */
static const char *own_folder(struct arena *a)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash;

    if (n <= 0)
        return NULL;
    path[n] = '\0';
    slash = strrchr(path, '/');
    return slash ? arena_strndup(a, path, (size_t)(slash + 1 - path)) : NULL;
}

static const char *if_there(const char *folder, const char *file)
{
    char path[8192];

    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path || access(path, R_OK) != 0)
        return NULL;
    return folder;
}

struct install find_install(struct arena *a)
{
    static const char *const includes[] = {"include", "../include"};
    static const char *const libraries[] = {".", "../lib", "../lib64"};
    struct install found = {0};
    const char *own = own_folder(a);

    if (!own)
        return found;
    for (size_t i = 0; i < sizeof includes / sizeof *includes && !found.include; i++)
        found.include = if_there(arena_printf(a, "%s%s", own, includes[i]), "ac.h");
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries && !found.folder; i++)
        found.folder = if_there(i ? arena_printf(a, "%s%s", own, libraries[i]) : arena_strndup(a, own, strlen(own) - 1), "libac.a");
    if (found.folder)
        found.library = arena_printf(a, "%s/libac.a", found.folder);
    return found;
}

/* ---- outputs ----------------------------------------------------------------------------------------------------- */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* NAME without the suffix of its last component. */
static const char *without_suffix(struct arena *a, const char *name)
{
    const char *dot = strrchr(base_name(name), '.');

    return dot && dot != base_name(name) ? arena_strndup(a, name, (size_t)(dot - name)) : name;
}

const char *stem_of(struct arena *a, const char *name)
{
    return without_suffix(a, base_name(name));
}

const char *default_output(struct options *o, const struct input *in)
{
    static const char *const suffix[] = {
        [MODE_LINK] = ".o", [MODE_OBJECT] = ".o", [MODE_ASSEMBLY] = ".s", [MODE_EMIT_C] = ".c",
        [MODE_PREPROCESS] = NULL, [MODE_SYNTAX] = NULL, [MODE_DUMP] = NULL, [MODE_FRAME_SIZES] = NULL,
    };

    if (!suffix[o->mode])
        return "-";
    return arena_printf(o->arena, "%s%s", stem_of(o->arena, in->name), suffix[o->mode]);
}

static size_t compiled_inputs(const struct options *o)
{
    size_t n = 0;

    for (size_t i = 0; i < o->inputs.len; i++)
        n += o->inputs.at[i].kind != INPUT_LINKER;
    return n;
}

/* gcc's rules: -o names the file when it names what this input becomes; when linking, the program's name is a prefix
 * unless there is one input and -o. */
const char *dep_file(struct options *o, const struct input *in)
{
    struct arena *a = o->arena;
    const char *stem = stem_of(a, in->name);

    if (o->deps.file)
        return o->deps.file;
    if (o->output && o->mode != MODE_PREPROCESS && (o->mode != MODE_LINK || compiled_inputs(o) == 1))
        return arena_printf(a, "%s.d", without_suffix(a, o->output));
    if (o->mode == MODE_LINK)
        return arena_printf(a, "%s-%s.d", o->output ? without_suffix(a, o->output) : "a", stem);
    return arena_printf(a, "%s.d", stem);
}

const char *dep_target(struct options *o, const struct input *in)
{
    if (o->output && o->mode != MODE_PREPROCESS && (o->mode != MODE_LINK || compiled_inputs(o) == 1))
        return o->output;
    return arena_printf(o->arena, "%s.o", stem_of(o->arena, in->name));
}
