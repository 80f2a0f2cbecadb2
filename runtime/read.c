/* read.c - ac_read() and ac_recv(): what an idle connection waits in. The wait itself holds buffer and size, so there is
 * no frame, and the bytes are taken when the task's turn has come. io.c tells when it is tried first. */
#include "io.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

static void describe_read(const struct ac_wait *wait, FILE *out)
{
    fprintf(out, ", fd %d POLLIN", wait->on.fd);
}

static const struct ac_kind kind_read = { AC_KIND("ac_read"), .withdraw = ac_fd_withdraw, .describe = describe_read };
static const struct ac_kind kind_recv = { AC_KIND("ac_recv"), .withdraw = ac_fd_withdraw, .describe = describe_read };

static inline struct ac_frame *wait_to_read(struct ac_loop *loop, struct ac_fd *entry, struct ac_wait *wait, int fd,
                                            void *buffer, size_t size, bool alone)
{
    wait->value.p = buffer;
    wait->on.fd = fd;
    wait->on.what = (int)size;
    return alone ? ac_fd_wait_alone(loop, entry, wait, POLLIN | AC_FD_READS) : ac_fd_wait(loop, entry, wait);
}

/* One read; -EAGAIN: it would have blocked. */
static ssize_t try_read(struct ac_fd *entry, int fd, void *buffer, size_t size)
{
    ssize_t got;

    do
        got = ac_io_result(entry->socket ? recv(fd, buffer, size, MSG_DONTWAIT) : read(fd, buffer, size));
    while (got == -EINTR || (got == -ENOTSOCK && ac_fd_mistaken(ac_loop_here, entry, fd)));
    if (got > 0 && (size_t)got < size && (entry->stream || !entry->socket))
        entry->state |= AC_FD_DRAINED;
    else
        entry->state &= (uint8_t)~AC_FD_DRAINED;
    return got;
}

/* ---- when it is ready ---- */

static bool arrive_slowly(struct ac_loop *loop, struct ac_wait *wait)
{
    int fd = wait->on.fd, error;
    void *buffer = wait->value.p;
    size_t size = (size_t)wait->on.what;
    struct ac_fd *entry = ac_fd_get(loop, fd, &error);

    wait->value.n = entry && !ac_fd_gone(loop, entry) ? try_read(entry, fd, buffer, size) : -EBADF;
    if (wait->value.n != -EAGAIN)
        return true;
    /* Somebody else was faster. */
    wait->value.n = ac_fd_arm(loop, fd, entry, POLLIN);
    if (wait->value.n)
        return true;
    wait->leaf.func = &kind_read.func;
    wait_to_read(loop, entry, wait, fd, buffer, size, false);
    return false;
}

bool ac_read_otherwise(struct ac_loop *loop, struct ac_wait *wait, ssize_t got)
{
    if (got < 0)
        return arrive_slowly(loop, wait);
    loop->fds.table[wait->on.fd].state &= (uint8_t)~AC_FD_DRAINED;
    wait->value.n = got;
    return true;
}

/* What a short read has taken, or nothing at the end. */
static bool arrive_read(struct ac_loop *loop, struct ac_wait *wait)
{
    ssize_t got = ac_read_told(&loop->fds.table[wait->on.fd], wait);

    if (AC_UNLIKELY(!ac_read_is_usual(wait, got)))
        return ac_read_otherwise(loop, wait, got);
    wait->value.n = got;
    return true;
}

const struct ac_kind ac_kind_told = { AC_KIND("ready"), .arrive = arrive_read };

/* ---- the calls ---- */

static __attribute__((noinline)) struct ac_frame *read_slowly(int fd, void *buffer, size_t size, ssize_t *result,
                                                              const struct ac_kind *kind)
{
    struct ac_loop *loop = ac_loop_here;
    int error;
    struct ac_fd *entry = ac_fd_get(loop, fd, &error);

    *result = error;
    if (!entry)
        return NULL;
    size = size < AC_TOLD_MOST ? size : AC_TOLD_MOST;
    if (!size || !ac_io_waits_to_read(entry)) {
        *result = try_read(entry, fd, buffer, size);
        ac_io_missed(entry, *result == -EAGAIN);
        if (*result != -EAGAIN)
            return NULL;
    }
    *result = ac_fd_arm(loop, fd, entry, POLLIN);
    if (*result)
        return NULL;
    if (entry->always) {
        *result = try_read(entry, fd, buffer, size);
        return NULL;
    }
    return wait_to_read(loop, entry, ac_wait_begin(loop, kind), fd, buffer, size, false);
}

static inline struct ac_frame *read_or_wait(int fd, void *buffer, size_t size, ssize_t *result, const struct ac_kind *kind)
{
    struct ac_loop *loop = ac_loop_here;
    struct ac_fd *entry;

    ac_settle(loop);
    entry = ac_fd_in_state(loop, fd, AC_FD_QUICK | AC_FD_DRAINED);
    if (AC_UNLIKELY(!entry || entry->watch != ac_fd_idle(POLLIN) || size - 1 >= AC_TOLD_MOST))
        return read_slowly(fd, buffer, size, result, kind);
    return wait_to_read(loop, entry, ac_wait_begin(loop, kind), fd, buffer, size, true);
}

struct ac_frame *ac_read(int fd, void *buffer, size_t size, ssize_t *result)
{
    return read_or_wait(fd, buffer, size, result, &kind_read);
}

struct ac_frame *ac_recv(int fd, void *buffer, size_t size, int flags, ssize_t *result)
{
    const struct ac_fds *fds = &ac_loop_here->fds;

    if (!flags && (unsigned)fd < (unsigned)fds->size && fds->table[fd].stream) /* the same as reading */
        return read_or_wait(fd, buffer, size, result, &kind_recv);
    return ac_recvfrom(fd, buffer, size, flags, NULL, NULL, result);
}
