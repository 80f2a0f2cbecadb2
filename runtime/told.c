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

/* The task that runs, told of EVENT, is no longer one of those that wait for the descriptor. */
static inline void leave(struct ac_fds *fds, struct epoll_event *event)
{
    struct ac_fd *entry = entry_of(fds, event);

    fds->next = event + 1;
    entry->alone = AC_FD_IDLE;
    entry->unwanted = 0;
    fds->waits--;
    ac_told = NOBODY;
}

/* The event that the running task was told of, which keeps its place. */
static struct epoll_event *event_told(const struct ac_fds *fds)
{
    struct epoll_event *event = fds->next;

    while (entry_of(fds, event) != &fds->table[ac_told->fd])
        event++;
    return event;
}

void ac_told_settle(struct ac_loop *loop)
{
    struct ac_fds *fds = &loop->fds;
    const struct epoll_event *end = fds->end;

    if (ac_told != NOBODY)
        leave(fds, event_told(fds));
    fds->direct = false;
    fds->end = fds->next;
    if (fds->next != end)
        ac_told_all(loop, fds->next, (unsigned)(end - fds->next));
}

/* ---- the turn ---- */

/* ENTRY's task runs, as its WAIT is over; it keeps its place while it does. */
static inline void begin(struct ac_loop *loop, struct ac_fd *entry, struct ac_wait *wait)
{
    entry->unsure = true;
    loop->current = (struct ac_task *)wait;
    ac_told = (struct ac_told *)(void *)wait;
}

/* FRAME's resume has returned GOT, and that is not the wait. It waits for the descriptor even so if that is its wait's kind: to begin
 * with another, it would have left. */
static __attribute__((noinline)) void end_otherwise(struct ac_loop *loop, struct epoll_event *event, struct ac_wait *wait,
                                                    struct ac_frame *frame, struct ac_frame *got)
{
    bool waits = got == frame || ac_go_on(loop, (struct ac_task *)wait, frame, got);

    if (ac_told != NOBODY && !(waits && ac_kind_of(wait)->withdraw == ac_fd_withdraw))
        leave(&loop->fds, event);
}

static inline void resume(struct ac_loop *loop, struct epoll_event *event, struct ac_wait *wait)
{
    struct ac_frame *frame = wait->leaf.caller, *got = frame->func->resume(frame, &wait->leaf);

    if (AC_UNLIKELY(got != &wait->leaf))
        end_otherwise(loop, event, wait, frame, got);
}

/* It is not the usual case. Whether there is something, or an error; or it waits again. */
static AC_COLD bool read_otherwise(struct ac_loop *loop, struct epoll_event *event, struct ac_wait *wait, ssize_t got)
{
    leave(&loop->fds, event);
    ac_fd_tell(wait, false);
    return ac_read_otherwise(loop, wait, got);
}

static inline void read_and_resume(struct ac_loop *loop, struct epoll_event *event, struct ac_fd *entry, struct ac_wait *wait)
{
    ssize_t got;

    begin(loop, entry, wait);
    got = ac_read_told(entry, wait);
    if (AC_LIKELY(ac_read_is_usual(wait, got)))
        wait->value.n = got;
    else if (!read_otherwise(loop, event, wait, got))
        return;
    resume(loop, event, wait);
}

/* Whether EVENT is what the only one that waits for its descriptor waits for, which has run now. */
static inline bool run_event(struct ac_loop *loop, struct epoll_event *event)
{
    struct ac_fd *entry = entry_of(&loop->fds, event);
    struct ac_wait *wait = entry->waits.first;

    if (AC_LIKELY(entry->alone == (short)event->events)) {
        begin(loop, entry, wait);
        resume(loop, event, wait);
        return true;
    }
    if (entry->alone != (short)(event->events | AC_FD_READS))
        return false;
    read_and_resume(loop, event, entry, wait);
    return true;
}

void ac_told_run(struct ac_loop *loop)
{
    struct ac_fds *fds = &loop->fds;
    struct epoll_event *event = fds->next;

    loop->unsure = true;
    while (run_event(loop, event) && ++event != fds->end)
        ;
    fds->next = event;
    ac_told = NOBODY;
    if (event != fds->end)
        ac_told_settle(loop);
    fds->direct = false;
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
