/* uring.c - the poller over io_uring(7), by liburing; built in by `make URING=1`. One request to poll for each descriptor
 * waited for, which ends with its first event. Requests are written into a ring, and handed over and looked at by one
 * system call a turn. Reading and writing are as ever: docs/performance.md tells why. */
#ifdef AC_URING

#include "core.h"

#include <errno.h>
#include <liburing.h>
#include <stdlib.h>
#include <unistd.h>

enum { ENTRIES = 256, IGNORED = -1 };

/* With these an event costs no interrupt of the other side, and is seen when we ask. Older systems do without. */
static const unsigned wishes[] = { IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG, 0 };

/* A wait with a time limit, no event lost, all 32 bits of what poll(2) knows. */
enum { NEEDED = IORING_FEAT_EXT_ARG | IORING_FEAT_NODROP | IORING_FEAT_POLL_32BITS };

static struct io_uring *ring_of(const struct ac_loop *loop)
{
    return loop->fds.uring;
}

static int open_ring(struct io_uring *ring)
{
    int error = -ENOSYS;

    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        struct io_uring_params params = { .flags = wishes[i] };

        error = io_uring_queue_init_params(ENTRIES, ring, &params);
        if (error == -EINVAL)
            continue;
        break;
    }
    if (error)
        return error;
    ring->ring_fd = ring->enter_ring_fd = ac_fd_own(ring->ring_fd);
    if (ring->ring_fd >= 0 && (ring->features & NEEDED) == NEEDED)
        return 0;
    io_uring_queue_exit(ring);
    return -ENOSYS;
}

/* ---- the poller ---- */

static int uring_open(struct ac_loop *loop)
{
    struct io_uring *ring = malloc(sizeof *ring);
    int error = ring ? open_ring(ring) : -ENOMEM;

    if (error) {
        free(ring);
        return error;
    }
    loop->fds.uring = ring;
    return 0;
}

static void uring_close(struct ac_loop *loop)
{
    io_uring_queue_exit(ring_of(loop));
    free(loop->fds.uring);
}

static int submit(struct io_uring *ring)
{
    int error;

    do
        error = io_uring_submit(ring);
    while (error == -EINTR);
    return error < 0 ? error : 0;
}

static struct io_uring_sqe *next_request(struct io_uring *ring)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(ring);

    if (!sqe && !submit(ring))
        sqe = io_uring_get_sqe(ring);
    return sqe;
}

/* A request is named by the descriptor and the number of its registration: what still comes of an older one is ignored. */
static uint64_t name_of(int fd, unsigned slot)
{
    return (uint64_t)slot << 32 | (unsigned)fd;
}

/* What it polls stays open as long as the request is there, so it is taken back at once. */
static int take_back(struct io_uring *ring, int fd, unsigned slot)
{
    struct io_uring_sqe *sqe = next_request(ring);

    if (!sqe)
        return -EAGAIN;
    io_uring_prep_poll_remove(sqe, name_of(fd, slot));
    io_uring_sqe_set_data64(sqe, (uint64_t)IGNORED);
    return submit(ring);
}

static int uring_set(struct ac_loop *loop, int fd, short events)
{
    struct io_uring *ring = ring_of(loop);
    struct ac_fd *entry = &loop->fds.table[fd];
    struct io_uring_sqe *sqe;
    int error = entry->armed ? take_back(ring, fd, entry->slot) : 0;

    entry->slot++;
    if (error || !events)
        return error;
    sqe = next_request(ring);
    if (!sqe)
        return -EAGAIN;
    io_uring_prep_poll_add(sqe, fd, (unsigned short)events);
    io_uring_sqe_set_data64(sqe, name_of(fd, entry->slot));
    return 0;
}

static void one_event(struct ac_loop *loop, uint64_t name, int result)
{
    int fd = (int)(unsigned)name;
    struct ac_fd *entry;
    struct ac_wait *wait;
    short events;

    if (name == (uint64_t)IGNORED || fd >= loop->fds.size)
        return;
    entry = &loop->fds.table[fd];
    if (entry->slot != name >> 32 || !entry->armed)
        return;
    entry->armed = 0;
    events = result >= 0 ? (short)result : POLLNVAL;
    wait = loop->fired.first || !events ? NULL : ac_fd_told(entry, events);
    if (!wait) {
        ac_fd_event(loop, fd, events);
        return;
    }
    ac_fd_list(entry); /* nothing is looked for any more */
    loop->fds.waits--;
    *loop->found_end = wait;
    loop->found_end = &wait->next;
}

/* Hands the requests over, and waits if need be. */
static void look(struct io_uring *ring, ac_time timeout)
{
    struct __kernel_timespec limit = { .tv_sec = timeout / AC_SECOND, .tv_nsec = timeout % AC_SECOND };
    struct io_uring_cqe *cqe;

    if (timeout)
        io_uring_submit_and_wait_timeout(ring, &cqe, 1, timeout < 0 ? NULL : &limit, NULL);
    else if (io_uring_sq_ready(ring))
        submit(ring);
}

static void uring_wait(struct ac_loop *loop, ac_time timeout)
{
    enum { ROOM = 256 };
    struct io_uring *ring = ring_of(loop);
    struct io_uring_cqe *cqes[ROOM];
    unsigned count;

    look(ring, timeout);
    count = io_uring_peek_batch_cqe(ring, cqes, ROOM);
    for (unsigned i = 0; i < count; i++) {
        uint64_t name = cqes[i]->user_data;
        int result = cqes[i]->res;

        one_event(loop, name, result);
    }
    io_uring_cq_advance(ring, count);
}

static int uring_fd(struct ac_loop *loop)
{
    submit(ring_of(loop));
    return ring_of(loop)->ring_fd;
}

const struct ac_poller ac_poller_uring = { "uring", .once = true, .files = true, .open = uring_open, .close = uring_close,
                                           .set = uring_set, .wait = uring_wait, .fd = uring_fd };

#else

typedef int not_built_in; /* ISO C wants something in every file */

#endif
