/* io.c - operations on descriptors; read.c has the most frequent one. One is tried first and waits for readiness when it
 * would block; where the last read took all there was, or tries have been in vain, it waits first, so that a request and its
 * answer cost one read and one write. A blocking descriptor is only touched when it is ready, and never asked for more than it
 * then does at once. */
#include "io.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/uio.h>
#include <unistd.h>

ssize_t ac_io_result(ssize_t result)
{
    return result >= 0 ? result : -errno;
}

/* ---- waiting and trying again ---- */

static ssize_t attempt(const struct ac_io_op *op, struct ac_fd *entry, struct ac_io *io)
{
    ssize_t result;

    io->untold = false;
    do
        result = op->attempt(entry, io);
    while (result == -EINTR || (result == -ENOTSOCK && ac_fd_mistaken(ac_loop_here, entry, io->fd)));
    return result;
}

/* Whether there will be nothing to read yet. Where the answer of the other side is always as long as the buffer, only
 * experience tells: then one read in 16 is tried. */
static bool expects_to_wait(struct ac_fd *entry)
{
    enum { ENOUGH = 2, SPARED = 15 };

    if (entry->state & AC_FD_DRAINED)
        return true;
    if (entry->misses < ENOUGH)
        return false;
    if (entry->spared++ < SPARED)
        return true;
    entry->spared = 0;
    return false;
}

bool ac_io_waits_to_read(struct ac_fd *entry)
{
    return !entry->always && ((entry->blocking && !entry->socket) || expects_to_wait(entry));
}

void ac_io_missed(struct ac_fd *entry, bool missed)
{
    entry->misses = missed ? entry->misses + (entry->misses < UINT8_MAX) : 0;
}

/* Whether the operation must not be tried before it is known to be ready, or had better not. */
static bool waits_first(const struct ac_io_op *op, struct ac_fd *entry)
{
    if (entry->always)
        return false;
    return (entry->blocking && (!entry->socket || op->may_block)) || (op->reads && expects_to_wait(entry));
}

/* Tries once; false: it would have blocked. */
static bool first_try(const struct ac_io_op *op, struct ac_fd *entry, struct ac_io *io, ssize_t *result)
{
    *result = attempt(op, entry, io);
    if (op->reads)
        ac_io_missed(entry, *result == -EAGAIN);
    return *result != -EAGAIN;
}

static struct ac_frame *finish(struct ac_io_frame *self, ssize_t result)
{
    if (((const struct ac_io_op *)(const void *)self->base.func)->is_int)
        self->value.i = (int)result;
    else
        self->value.n = result;
    return NULL;
}

/* Somebody else was faster, or it was done in part; or no event tells: then it is tried from time to time. */
static struct ac_frame *wait_again(struct ac_io_frame *self, const struct ac_io_op *op, int *ready)
{
    enum { ENOUGH = 3, LONGEST = 50 };
    unsigned vain = self->vain = self->io.untold ? self->vain + 1 : 0;

    if (vain < ENOUGH)
        return ac_poll_fd(self->io.fd, op->events, ready);
    return ac_sleep((vain < LONGEST ? vain : LONGEST) * AC_MILLISECOND, ready);
}

/* Whether the descriptor was closed meanwhile, and its number is perhaps another file's. */
static bool is_gone(const struct ac_io_frame *self, const struct ac_fd *entry)
{
    return ac_fd_gone(ac_loop_here, entry) || entry->closed > self->turn;
}

/* Readiness came, or an error. Tries, and waits again if need be. */
struct ac_frame *ac_io_resume(struct ac_frame *base, struct ac_frame *callee)
{
    struct ac_io_frame *self = (struct ac_io_frame *)base;
    const struct ac_io_op *op = (const struct ac_io_op *)(const void *)base->func;
    struct ac_frame *leaf;
    ssize_t result;
    int ready;

    if (!callee)
        return AC_CANCELLED;
    for (ready = ac_int_of(callee); ready >= 0;) {
        struct ac_fd *entry = ac_fd_get(ac_loop_here, self->io.fd, &ready);

        if (!entry)
            break;
        if (is_gone(self, entry))
            return finish(self, -EBADF);
        result = attempt(op, entry, &self->io);
        if (result != -EAGAIN)
            return finish(self, result);
        leaf = wait_again(self, op, &ready);
        if (leaf) {
            leaf->caller = base;
            return base;
        }
    }
    return finish(self, ready);
}

struct ac_frame *ac_io_start(const struct ac_io_op *op, const struct ac_io *start, ssize_t *result)
{
    int ready;
    struct ac_io io = *start;
    struct ac_fd *entry = ac_fd_get(ac_loop_here, io.fd, &ready);
    struct ac_io_frame *frame;
    struct ac_frame *leaf;

    *result = ready;
    if (!entry || (!waits_first(op, entry) && first_try(op, entry, &io, result)))
        return NULL;
    leaf = ac_poll_fd(io.fd, op->events, &ready);
    if (!leaf) {
        *result = ready < 0 ? ready : attempt(op, &ac_loop_here->fds.table[io.fd], &io);
        return NULL;
    }
    frame = (struct ac_io_frame *)ac_frame_new(&op->func);
    leaf->caller = &frame->base;
    frame->vain = 0;
    frame->turn = ac_loop_here->turns;
    frame->io = io;
    return &frame->base;
}

struct ac_frame *ac_io_start_int(const struct ac_io_op *op, const struct ac_io *io, int *result)
{
    ssize_t n = 0;
    struct ac_frame *frame = ac_io_start(op, io, &n);

    *result = (int)n;
    return frame;
}

/* ---- reading ---- */

static ssize_t try_readv(struct ac_fd *entry, struct ac_io *io)
{
    struct msghdr message = { .msg_iov = io->buffer.in, .msg_iovlen = io->size };

    return ac_io_result(entry->socket ? recvmsg(io->fd, &message, MSG_DONTWAIT)
                                      : readv(io->fd, io->buffer.in, (int)io->size));
}

static const struct ac_io_op op_readv = { AC_IO_OP("ac_readv", try_readv, POLLIN) };

struct ac_frame *ac_readv(int fd, const struct iovec *parts, int count, ssize_t *result)
{
    return ac_io_start(&op_readv, &(struct ac_io){ .fd = fd, .buffer.out = parts, .size = (size_t)count }, result);
}

/* ---- writing ---- */

/* What a blocking descriptor other than a socket takes without blocking when it is ready. */
static size_t portion(const struct ac_fd *entry, size_t size)
{
    return entry->blocking && !entry->always && size > PIPE_BUF ? PIPE_BUF : size;
}

static ssize_t try_write(struct ac_fd *entry, struct ac_io *io)
{
    return ac_io_result(entry->socket ? send(io->fd, io->buffer.out, io->size, MSG_DONTWAIT | MSG_NOSIGNAL)
                                      : write(io->fd, io->buffer.out, portion(entry, io->size)));
}

static const struct ac_io_op op_write = { AC_IO_OP("ac_write", try_write, POLLOUT) };

struct write_call {
    int fd;
    const void *data;
    size_t size;
    ssize_t *result;
};

static __attribute__((noinline)) struct ac_frame *write_slowly(const struct write_call *call)
{
    const struct ac_io io = { .fd = call->fd, .buffer.out = call->data, .size = call->size };

    return ac_io_start(&op_write, &io, call->result);
}

struct ac_frame *ac_write(int fd, const void *data, size_t size, ssize_t *result)
{
    const struct ac_fds *fds = &ac_loop_here->fds;
    struct write_call call = { fd, data, size, result };
    ssize_t put = -1;

    AC_IN_MEMORY(call);
    if (AC_LIKELY((unsigned)fd < (unsigned)fds->size && fds->table[fd].state & AC_FD_QUICK))
        put = send(fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (AC_UNLIKELY(put < 0))
        return write_slowly(&call);
    *call.result = put;
    return NULL;
}

ssize_t ac_io_write_now(int fd, const void *data, size_t size)
{
    struct ac_io io = { .fd = fd, .buffer.out = data, .size = size };
    struct pollfd ready = { fd, POLLOUT, 0 };
    int error;
    struct ac_fd *entry = ac_fd_get(ac_loop_get(), fd, &error);

    if (!entry)
        return error;
    if (waits_first(&op_write, entry) && poll(&ready, 1, 0) <= 0)
        return -EAGAIN;
    return attempt(&op_write, entry, &io);
}

static size_t total(const struct iovec *parts, size_t count)
{
    size_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += parts[i].iov_len;
    return sum;
}

static ssize_t try_writev(struct ac_fd *entry, struct ac_io *io)
{
    const struct iovec *parts = io->buffer.out;
    struct msghdr message = { .msg_iov = io->buffer.in, .msg_iovlen = io->size };
    size_t all = total(parts, io->size);

    if (entry->socket)
        return ac_io_result(sendmsg(io->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL));
    while (io->size > 1 && !parts->iov_len) {
        parts++;
        io->size--;
    }
    if (io->size && portion(entry, all) < all)
        return ac_io_result(write(io->fd, parts->iov_base, portion(entry, parts->iov_len)));
    return ac_io_result(writev(io->fd, parts, (int)io->size));
}

static const struct ac_io_op op_writev = { AC_IO_OP("ac_writev", try_writev, POLLOUT) };

struct ac_frame *ac_writev(int fd, const struct iovec *parts, int count, ssize_t *result)
{
    return ac_io_start(&op_writev, &(struct ac_io){ .fd = fd, .buffer.out = parts, .size = (size_t)count }, result);
}
