/* told.h - the usual case of ac_read(), ac_write() and ac_poll_fd(), compiled into their callers; included by ac.h. Private.
 *
 * A server's task waits for a descriptor, is told that it is ready, reads, answers, and waits for the same again. While it runs it
 * keeps its place with the descriptor: all that it waited by is as it was, so to wait again is to return that. And what it was told of,
 * if it is a stream that does not block, can be written to at once. */
#ifndef AC_TOLD_H
#define AC_TOLD_H

#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <ac/abi.h>

/* The wait of a task, for a descriptor: as struct ac_wait of the runtime. */
struct ac_told {
    struct ac_frame leaf;
    void *data; /* where to read to */
    int stream; /* as `fd` if it is a stream that does not block, else -1 */
    int reader; /* as `fd` if it waits to read, else -1 */
    __extension__ union {
        int poller; /* as `fd` if it waits for POLLIN by ac_poll_fd(), else -1 */
        void *room;
    };
    int fd;
    int what;   /* the size of a read; or AC_TOLD_EVENTS(), which is negative */
} __attribute__((__may_alias__));

#define AC_TOLD_EVENTS(events) ((int)(0x80000000u | (unsigned short)(events)))

enum { AC_TOLD_MOST = 0x7ffff000 }; /* what the system reads at once */

/* What a call returns and what it leaves in *result: in registers, so that the caller's result need not be in memory. */
struct ac_told_int {
    struct ac_frame *wait;
    int result;
};
struct ac_told_size {
    struct ac_frame *wait;
    ssize_t result;
};

/* ac_poll_fd(), ac_read(), ac_write(). */
struct ac_told_int ac_poll_fd_unusual(int fd, short events);
struct ac_told_size ac_read_unusual(int fd, void *buffer, size_t size);
struct ac_told_size ac_write_unusual(int fd, const void *data, size_t size);

#ifndef __TINYC__ /* which has no objects of a thread */

/* The running task's, as long as it keeps its place; else one of no descriptor. */
extern __thread struct ac_told *ac_told __attribute__((__tls_model__("initial-exec")));

#if defined __OPTIMIZE__ && !defined __cplusplus

#define AC_TOLD_INLINE extern __inline__ __attribute__((__gnu_inline__, __always_inline__, __artificial__))

AC_TOLD_INLINE struct ac_frame *ac_poll_fd_usual(int fd, short events, int *result)
{
    struct ac_told *told = ac_told;
    struct ac_told_int other;

    if (__builtin_expect(events == POLLIN && told->poller == fd, 1))
        return &told->leaf;
    other = ac_poll_fd_unusual(fd, events);
    *result = other.result;
    return other.wait;
}

AC_TOLD_INLINE struct ac_frame *ac_read_usual(int fd, void *buffer, size_t size, ssize_t *result)
{
    struct ac_told *told = ac_told;
    struct ac_told_size other;

    if (__builtin_expect(told->reader == fd && size - 1 < AC_TOLD_MOST, 1)) {
        told->data = buffer;
        told->what = (int)size;
        return &told->leaf;
    }
    other = ac_read_unusual(fd, buffer, size);
    *result = other.result;
    return other.wait;
}

AC_TOLD_INLINE struct ac_frame *ac_write_usual(int fd, const void *data, size_t size, ssize_t *result)
{
    struct ac_told_size other;

    if (__builtin_expect(ac_told->stream == fd, 1)) {
        other.result = send(fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (__builtin_expect(other.result >= 0, 1)) {
            *result = other.result;
            return 0;
        }
    }
    other = ac_write_unusual(fd, data, size);
    *result = other.result;
    return other.wait;
}

/* In C as acc writes it for people, these have the names themselves. */
#if !defined __ASYNC_C__ && !defined AC_CORE_H

AC_TOLD_INLINE struct ac_frame *ac_poll_fd(int fd, short events, int *result)
{
    return ac_poll_fd_usual(fd, events, result);
}

AC_TOLD_INLINE struct ac_frame *ac_read(int fd, void *buffer, size_t size, ssize_t *result)
{
    return ac_read_usual(fd, buffer, size, result);
}

AC_TOLD_INLINE struct ac_frame *ac_write(int fd, const void *data, size_t size, ssize_t *result)
{
    return ac_write_usual(fd, data, size, result);
}
#endif

#endif
#endif

#endif
