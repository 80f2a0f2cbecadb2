/* told.c - tasks resumed from the events themselves.
 *
 * The poller's events of a turn in which nothing else happens, a server's usual one, are the next turn: in their order, each resumes
 * the task that waits for it. So nobody need be put into a queue and taken out again, as long as each event is for a task that alone
 * waits for just that, and as long as none of the tasks that run does anything with descriptors but read, write and wait again for
 * what it was told of (told.h). The first that does has all the others told (ac_told_settle()): the rest of the turn is a list as
 * ever, and nobody can see that it was not one from the beginning. */
#include "io.h"

#include <limits.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static const struct ac_wait nobody = { .stream = INT_MIN, .reader = INT_MIN, .on = { .fd = INT_MIN, .what = -1 } };

#define NOBODY ((struct ac_told *)(void *)&nobody)

__thread struct ac_told *ac_told __attribute__((tls_model("initial-exec"))) = NOBODY;

bool ac_told_may_be_direct(const struct ac_loop *loop)
{
    return !loop->ready && !loop->fired.first && !loop->virtual_clock && !loop->stepping && !loop->stop && !loop->slow &&
           !loop->random && loop->turns - loop->closed > 1;
}

static inline struct ac_fd *entry_of(const struct ac_fds *fds, const struct epoll_event *event)
{
    return (struct ac_fd *)(void *)((char *)fds->table + event->data.u64);
}

/* The task that runs, told of the event fds->now, is no longer one of those that wait for the descriptor. */
static inline void leave(struct ac_fds *fds)
{
    struct ac_fd *entry = entry_of(fds, fds->now);

    entry->alone = AC_FD_IDLE;
    entry->unwanted = 0;
    fds->waits--;
    ac_told = NOBODY;
}

void ac_told_settle(struct ac_loop *loop)
{
    struct ac_fds *fds = &loop->fds;
    const struct epoll_event *last = fds->last;

    if (ac_told != NOBODY)
        leave(fds);
    fds->direct = false;
    fds->last = fds->now;
    if (fds->now != last)
        ac_told_all(loop, fds->now + 1, (unsigned)(last - fds->now));
}

/* ---- the turn ---- */

/* It is not the usual case. Whether there is something, or an error; or it waits again. */
static AC_COLD bool read_otherwise(struct ac_loop *loop, struct ac_wait *wait, ssize_t got)
{
    leave(&loop->fds);
    ac_fd_tell(wait, false);
    return ac_read_otherwise(loop, wait, got);
}

static inline bool take(struct ac_loop *loop, const struct ac_fd *entry, struct ac_wait *wait)
{
    ssize_t got = ac_read_told(entry, wait);

    if (AC_UNLIKELY(!ac_read_is_usual(wait, got)))
        return read_otherwise(loop, wait, got);
    wait->value.n = got;
    return true;
}

/* Resumes the task of WAIT, which keeps its place if it waits for the same once more. */
static inline void resume(struct ac_loop *loop, struct ac_wait *wait)
{
    const struct ac_func *kind = wait->leaf.func;
    struct ac_frame *frame = wait->leaf.caller, *got = frame->func->resume(frame, &wait->leaf);
    bool waits = AC_LIKELY(got == frame) || ac_go_on(loop, (struct ac_task *)wait, frame, got);

    if (AC_UNLIKELY(!waits || wait->leaf.func != kind) && ac_told != NOBODY)
        leave(&loop->fds);
}

static inline void run_events(struct ac_loop *loop)
{
    struct ac_fds *fds = &loop->fds;

    for (struct epoll_event *event = fds->now + 1;; event++) {
        struct ac_fd *entry = entry_of(fds, event);
        struct ac_wait *wait = entry->waits.first;
        short events = (short)event->events;
        bool reads = entry->alone != events;

        if (reads && AC_UNLIKELY(entry->alone != (short)(events | AC_FD_READS)))
            return;
        if (AC_UNLIKELY(((struct ac_task *)wait)->flags & (AC_PRESSING | AC_STRUCK)))
            return;
        entry->unsure = true;
        fds->now = event;
        loop->current = (struct ac_task *)wait;
        ac_told = (struct ac_told *)(void *)wait;
        if (!reads || take(loop, entry, wait))
            resume(loop, wait);
        if (event == fds->last)
            return;
    }
}

void ac_told_run(struct ac_loop *loop)
{
    loop->unsure = true;
    run_events(loop);
    ac_told = NOBODY;
    ac_settle(loop);
}

/* ---- for told.h ---- */

struct ac_told_int ac_poll_fd_unusual(int fd, short events)
{
    struct ac_told_int call = { NULL, 0 };

    call.wait = ac_poll_fd(fd, events, &call.result);
    return call;
}

struct ac_told_size ac_read_unusual(int fd, void *buffer, size_t size)
{
    struct ac_told_size call = { NULL, 0 };

    call.wait = ac_read(fd, buffer, size, &call.result);
    return call;
}

struct ac_told_size ac_write_unusual(int fd, const void *data, size_t size)
{
    struct ac_told_size call = { NULL, 0 };

    call.wait = ac_write(fd, data, size, &call.result);
    return call;
}
