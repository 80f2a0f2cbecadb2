/* io.c - reading and writing. An operation is tried first and waits for readiness when it would block; where the last read
 * took all there was, or tries have been in vain, it waits first, so that a request and its answer cost one read and one
 * write. A blocking descriptor is only touched when it is ready, and never asked for more than it then does at once. */
#include "core.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

struct io_frame {
    struct ac_frame base;
    ssize_t value;
    union {
        void *in;
        const void *out;
    } buffer;
    size_t size;
    int fd;
};

/* ---- one attempt: the result, or -EAGAIN ---- */

static ssize_t try_read(struct ac_fd *entry, int fd, void *buffer, size_t size)
{
    ssize_t got;

    do
        got = entry->socket ? recv(fd, buffer, size, MSG_DONTWAIT) : read(fd, buffer, size);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return errno == EAGAIN ? -EAGAIN : -errno;
    entry->drained = got > 0 && (size_t)got < size;
    return got;
}

static ssize_t try_write(struct ac_fd *entry, int fd, const void *data, size_t size)
{
    ssize_t put;

    /* A blocking pipe that is ready takes this much without blocking. */
    if (entry->blocking && !entry->socket && !entry->always && size > PIPE_BUF)
        size = PIPE_BUF;
    do
        put = entry->socket ? send(fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL) : write(fd, data, size);
    while (put < 0 && errno == EINTR);
    return put < 0 ? -errno : put;
}

/* ---- waiting and trying again ---- */

static struct ac_frame *read_resume(struct ac_frame *self, struct ac_frame *callee);
static struct ac_frame *write_resume(struct ac_frame *self, struct ac_frame *callee);

static const struct ac_func read_func = { .resume = read_resume, .name = "ac_read", .size = sizeof(struct io_frame),
                                          .align = 8 };
static const struct ac_func write_func = { .resume = write_resume, .name = "ac_write", .size = sizeof(struct io_frame),
                                           .align = 8 };

/* Waits for readiness on behalf of the frame. NULL: no need to wait, or no use; *error tells. */
static struct ac_frame *io_wait(struct ac_frame *self, int fd, short events, int *error)
{
    struct ac_frame *leaf = ac_poll_fd(fd, events, error);

    if (leaf)
        leaf->caller = self;
    return leaf;
}

/* Readiness came, or an error: the value of the wait. Tries, and waits again when somebody else was faster. */
static struct ac_frame *io_resume(struct io_frame *self, int ready, short events)
{
    int error;

    for (;;) {
        struct ac_fd *entry = ready < 0 ? NULL : ac_fd_get(ac_loop_here, self->fd, &ready);

        if (!entry) {
            self->value = ready;
            return NULL;
        }
        self->value = events == POLLIN ? try_read(entry, self->fd, self->buffer.in, self->size)
                                       : try_write(entry, self->fd, self->buffer.out, self->size);
        if (self->value != -EAGAIN)
            return NULL;
        if (io_wait(&self->base, self->fd, events, &error))
            return &self->base;
        ready = error;
    }
}

static struct ac_frame *read_resume(struct ac_frame *self, struct ac_frame *callee)
{
    return callee ? io_resume((struct io_frame *)self, ac_int_of(callee), POLLIN)
                  : AC_CANCELLED;
}

static struct ac_frame *write_resume(struct ac_frame *self, struct ac_frame *callee)
{
    return callee ? io_resume((struct io_frame *)self, ac_int_of(callee), POLLOUT)
                  : AC_CANCELLED;
}

/* Suspends with a frame; NULL when it turned out not to be needed, the result is *error then. */
static struct io_frame *io_begin(const struct ac_func *func, int fd, size_t size, short events, int *error)
{
    struct ac_frame *leaf = ac_poll_fd(fd, events, error);
    struct io_frame *frame;

    if (!leaf)
        return NULL;
    frame = (struct io_frame *)ac_frame_new(func);
    leaf->caller = &frame->base;
    frame->fd = fd;
    frame->size = size;
    return frame;
}

/* A blocking descriptor, but for sockets, must be ready before it is touched. */
static bool wait_first(const struct ac_fd *entry)
{
    return entry->blocking && !entry->socket && !entry->always;
}

/* Whether there will be nothing to read yet. Where the answer of the other side is always as long as the buffer, only
 * experience tells: then one read in 16 is tried. */
static bool expects_to_wait(struct ac_fd *entry)
{
    enum { ENOUGH = 2, SPARED = 15 };

    if (entry->drained)
        return true;
    if (entry->misses < ENOUGH)
        return false;
    if (entry->spared++ < SPARED)
        return true;
    entry->spared = 0;
    return false;
}

struct ac_frame *ac_read(int fd, void *buffer, size_t size, ssize_t *result)
{
    int error;
    struct ac_fd *entry = ac_fd_get(ac_loop_here, fd, &error);
    struct io_frame *frame;

    *result = error;
    if (!entry)
        return NULL;
    if (!wait_first(entry) && !expects_to_wait(entry)) {
        *result = try_read(entry, fd, buffer, size);
        if (*result != -EAGAIN) {
            entry->misses = 0;
            return NULL;
        }
        entry->misses += entry->misses < UINT8_MAX;
    }
    frame = io_begin(&read_func, fd, size, POLLIN, &error);
    if (frame) {
        frame->buffer.in = buffer;
        return &frame->base;
    }
    *result = error < 0 ? error : try_read(&ac_loop_here->fds.table[fd], fd, buffer, size);
    return NULL;
}

struct ac_frame *ac_write(int fd, const void *data, size_t size, ssize_t *result)
{
    int error;
    struct ac_fd *entry = ac_fd_get(ac_loop_here, fd, &error);
    struct io_frame *frame;

    *result = error;
    if (!entry)
        return NULL;
    if (!wait_first(entry)) {
        *result = try_write(entry, fd, data, size);
        if (*result != -EAGAIN)
            return NULL;
    }
    frame = io_begin(&write_func, fd, size, POLLOUT, &error);
    if (frame) {
        frame->buffer.out = data;
        return &frame->base;
    }
    *result = error < 0 ? error : try_write(&ac_loop_here->fds.table[fd], fd, data, size);
    return NULL;
}
