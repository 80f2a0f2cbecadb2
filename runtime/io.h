/* io.h - operations on descriptors that are tried, wait for readiness, and are tried again; see io.c. */
#ifndef AC_IO_H
#define AC_IO_H

#include "core.h"

#include <sys/socket.h>

/* An operation under way: on the stack of the call, and in a frame once it has to wait. */
struct ac_io {
    int fd;
    int flags; /* of the call, or what the operation likes */
    union {
        void *in;
        const void *out;
    } buffer; /* or the struct iovec, the struct msghdr */
    size_t size;
    union {
        struct sockaddr *in;
        const struct sockaddr *out;
    } addr;
    union {
        socklen_t *in;
        socklen_t out;
    } addr_size;
    size_t done; /* bytes received so far, where all are waited for */
    bool untold; /* the last attempt was in vain, and no event tells when another would not be */
};

/* A kind of operation. */
struct ac_io_op {
    struct ac_func func; /* resume is ac_io_resume(), size AC_IO_FRAME_SIZE */
    /* The result; -EAGAIN: it would have blocked. */
    ssize_t (*attempt)(struct ac_fd *entry, struct ac_io *io);
    short events;    /* to wait for */
    bool is_int;     /* the result is an int, not a ssize_t */
    bool reads;      /* data: see expects_to_wait() */
    bool may_block;  /* also on a socket, if that is blocking: only when it is ready */
};

struct ac_io_frame {
    struct ac_frame base;
    union {
        ssize_t n;
        int i;
    } value;
    unsigned vain; /* untold attempts in a row */
    uint64_t turn; /* in which it began */
    struct ac_io io;
};

#define AC_IO_OP(NAME, ATTEMPT, EVENTS)                                                                               \
    .func = { .resume = ac_io_resume, .name = NAME, .size = sizeof(struct ac_io_frame), .align = 8 },                 \
    .attempt = ATTEMPT, .events = EVENTS

struct ac_frame *ac_io_resume(struct ac_frame *self, struct ac_frame *callee);
/* Tries and suspends if need be. */
struct ac_frame *ac_io_start(const struct ac_io_op *op, const struct ac_io *io, ssize_t *result);
/* The same where the result is an int. */
struct ac_frame *ac_io_start_int(const struct ac_io_op *op, const struct ac_io *io, int *result);
/* Whether a read of ENTRY's descriptor must not be tried before it is known to be ready, or had better not. */
bool ac_io_waits_to_read(struct ac_fd *entry);
/* What WAIT reads in the usual case, a short read of a stream of which nothing was left; whether it was that. */
static inline ssize_t ac_read_told(const struct ac_fd *entry, const struct ac_wait *wait)
{
    if (AC_UNLIKELY(entry->state != (AC_FD_QUICK | AC_FD_DRAINED)))
        return -1;
    return recv(wait->on.fd, wait->value.p, (size_t)wait->on.what, MSG_DONTWAIT);
}
static inline bool ac_read_is_usual(const struct ac_wait *wait, ssize_t got)
{
    return (unsigned)got < (unsigned)wait->on.what; /* neither is longer */
}
/* In another case. False: it waits again. */
bool ac_read_otherwise(struct ac_loop *loop, struct ac_wait *wait, ssize_t got);
/* A read was tried, in vain if `missed`. */
void ac_io_missed(struct ac_fd *entry, bool missed);
/* One write(2) of DATA that does not block: -EAGAIN instead. */
ssize_t ac_io_write_now(int fd, const void *data, size_t size);
/* A result of the system: itself, or -errno. EWOULDBLOCK is EAGAIN. */
ssize_t ac_io_result(ssize_t result);

#endif
