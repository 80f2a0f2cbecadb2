#define _GNU_SOURCE /* O_TMPFILE */
#include "base/spool.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- the file ---------------------------------------------------------------------------------------------------- */

static int named_file(const char *dir)
{
    struct buf path = {0};
    int fd;

    buf_join(&path, dir, "/acc-XXXXXX");
    fd = mkostemp(path.text, O_CLOEXEC);
    if (fd >= 0)
        unlink(path.text);
    buf_free(&path);
    return fd;
}

/* Nobody finds it, and it goes with the process. */
static int open_file(void)
{
    const char *dir = getenv("TMPDIR");
    int fd;

    if (!dir || !*dir)
        dir = "/tmp";
    fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return fd >= 0 ? fd : named_file(dir);
}

/* At AT of a file, or with AT negative where it is. */
static bool write_all(int fd, const char *text, size_t len, off_t at)
{
    while (len) {
        ssize_t n = at < 0 ? write(fd, text, len) : pwrite(fd, text, len, at);

        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            text += n;
            len -= (size_t)n;
            at += at < 0 ? 0 : n;
        }
    }
    return true;
}

void spool_put_away(struct spool *s)
{
    size_t len = s->text.len - 1;

    if (s->text.len < 2 || s->full)
        return;
    if (!s->away)
        s->file = open_file();
    if (s->file < 0 || !write_all(s->file, s->text.text, len, (off_t)s->away)) {
        s->full = true;
        if (s->file >= 0 && !s->away)
            close(s->file);
        return;
    }
    s->away += len;
    memmove(s->text.text, s->text.text + len, 2);
    s->text.len = 1;
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

void spool_insert(struct spool *s, size_t at, const char *name)
{
    vec_push(&s->inserted, (struct spool_insertion){at, s->names.len});
    buf_join(&s->names, " ", name, " ");
    buf_put(&s->names, "", 1);
}

static bool write_away(const struct spool *s, int fd, size_t from, size_t to)
{
    char piece[64 * 1024];
    ssize_t n;

    for (; from < to; from += (size_t)n) {
        n = pread(s->file, piece, to - from < sizeof piece ? to - from : sizeof piece, (off_t)from);
        if (n < 0 && errno == EINTR)
            n = 0;
        else if (n <= 0 || !write_all(fd, piece, (size_t)n, -1))
            return false;
    }
    return true;
}

static bool write_part(const struct spool *s, int fd, size_t from, size_t to)
{
    if (from < s->away) {
        size_t end = to < s->away ? to : s->away;

        if (!write_away(s, fd, from, end))
            return false;
        from = end;
    }
    return write_all(fd, s->text.text + (from - s->away), to - from, -1);
}

bool spool_write(const struct spool *s, int fd)
{
    size_t from = 0;

    for (size_t i = 0; i < s->inserted.len; i++) {
        const struct spool_insertion *in = &s->inserted.at[i];
        const char *name = s->names.text + in->name;

        if (!write_part(s, fd, from, in->at) || !write_all(fd, name, strlen(name), -1))
            return false;
        from = in->at;
    }
    return write_part(s, fd, from, spool_place(s));
}

void spool_free(struct spool *s)
{
    if (s->away)
        close(s->file);
    buf_free(&s->text);
    buf_free(&s->names);
    vec_free(&s->inserted);
    memset(s, 0, sizeof *s);
}
