/* files.c - reading whole files, and outputs that appear complete or not at all. */
#include "files.h"

#include "cleanup.h"
#include "say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading ---------------------------------------------------------------------------------------------------- */

bool read_to_end(int fd, struct buf *b)
{
    for (;;) {
        ssize_t n;

        if (b->cap - b->len < 4096) {
            b->cap = b->cap ? b->cap * 2 : 256 * 1024;
            b->text = xrealloc(b->text, b->cap);
        }
        n = read(fd, b->text + b->len, b->cap - b->len - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            b->text[b->len] = '\0';
            return n == 0;
        }
        b->len += (size_t)n;
    }
}

bool read_whole_file(const char *path, struct buf *b)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int error;
    bool ok;

    if (fd < 0)
        return false;
    ok = read_to_end(fd, b);
    error = errno;
    close(fd);
    if (!ok) /* a directory, for one */
        buf_free(b);
    errno = error;
    return ok;
}

/* ---- new names -------------------------------------------------------------------------------------------------- */

/* Creates DIR/BASE-XXXXXX SUFFIX, with the permissions any new file gets; NULL with errno. */
static const char *create_unique(struct arena *a, const char *dir, const char *base, const char *suffix)
{
    for (unsigned i = 0; i < 1000; i++) {
        char *path = arena_printf(a, "%s%s-%x-%x%s", dir, base, (unsigned)getpid(), i, suffix);
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

        if (fd >= 0) {
            close(fd);
            cleanup_add(path);
            return path;
        }
        if (errno != EEXIST)
            break;
    }
    return NULL;
}

const char *temp_file(struct arena *a, const char *suffix)
{
    const char *tmp = getenv("TMPDIR");
    const char *dir = arena_printf(a, "%s/", tmp && *tmp ? tmp : "/tmp");
    const char *path = create_unique(a, dir, "acc", suffix);

    if (!path)
        say_error("cannot make a temporary file in '%s': %s", dir, strerror(errno));
    return path;
}

void temp_remove(const char *path)
{
    unlink(path);
    cleanup_forget(path);
}

/* ---- outputs ---------------------------------------------------------------------------------------------------- */

static bool is_stdout(const struct output *o)
{
    return strcmp(o->path, "-") == 0;
}

static const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? arena_strndup(a, path, (size_t)(slash + 1 - path)) : "";
}

/* Follows symbolic links, so that a rename replaces the file and not the link. */
static const char *resolved(struct arena *a, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = real ? arena_strndup(a, real, strlen(real)) : path;

    free(real);
    return copy;
}

bool output_begin(struct arena *a, struct output *o, const char *path, bool direct)
{
    struct stat st;
    bool exists = stat(path, &st) == 0;

    o->path = o->temp = path;
    if (direct || is_stdout(o) || (exists && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
        return true;
    if (exists && S_ISDIR(st.st_mode)) {
        say_error("cannot write '%s': it is a directory", path);
        return false;
    }
    if (exists)
        o->path = resolved(a, path);
    o->temp = create_unique(a, folder_of(a, o->path), ".acc", "");
    if (!o->temp && exists && access(o->path, W_OK) == 0)
        o->temp = o->path; /* a file we may write in a folder we may not */
    if (!o->temp)
        say_error("cannot write '%s': %s", path, strerror(errno));
    return o->temp != NULL;
}

bool output_write(const struct output *o, const struct spool *text)
{
    int fd = is_stdout(o) ? dup(STDOUT_FILENO) : open(o->temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && spool_write(text, fd);

    if (fd >= 0 && close(fd) != 0)
        ok = false;
    if (!ok && is_stdout(o))
        say_error("cannot write standard output: %s", strerror(errno));
    else if (!ok)
        say_error("cannot write '%s': %s", o->path, strerror(errno));
    return ok;
}

bool output_end(struct output *o, bool complete)
{
    bool ok = complete;

    if (!o->temp || o->temp == o->path || strcmp(o->temp, o->path) == 0)
        return complete;
    if (complete && rename(o->temp, o->path) != 0) {
        say_error("cannot write '%s': %s", o->path, strerror(errno));
        ok = false;
    }
    if (!ok)
        unlink(o->temp);
    cleanup_forget(o->temp);
    o->temp = NULL;
    return ok;
}
