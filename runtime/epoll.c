/* epoll.c - the poller over epoll(7), level-triggered. */
#include "core.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 256 }; /* for the events of a look */

static int epoll_open(struct ac_loop *loop)
{
    loop->fds.epoll = ac_fd_own(epoll_create1(EPOLL_CLOEXEC));
    if (loop->fds.epoll < 0)
        return -errno;
    loop->fds.events = malloc(ROOM * sizeof *loop->fds.events);
    if (loop->fds.events)
        return 0;
    close(loop->fds.epoll);
    return -ENOMEM;
}

static void epoll_close(struct ac_loop *loop)
{
    close(loop->fds.epoll);
    free(loop->fds.events);
}

/* An event names its descriptor by the place of that in the table, in bytes: so it is found by an addition. */
static uint64_t place_of(int fd)
{
    return (uint64_t)fd * sizeof(struct ac_fd);
}

static int fd_of(const struct epoll_event *event)
{
    return (int)(event->data.u64 / sizeof(struct ac_fd));
}

/* POLLIN and the like have the values of EPOLLIN and the like on Linux. */
static int epoll_set(struct ac_loop *loop, int fd, short events)
{
    struct epoll_event event = { .events = (uint32_t)(unsigned short)events, .data.u64 = place_of(fd) };
    int op = !events ? EPOLL_CTL_DEL : loop->fds.table[fd].armed ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;

    if (!epoll_ctl(loop->fds.epoll, op, fd, &event))
        return 0;
    /* Somebody closed the descriptor behind our back, and perhaps opened another of the same number. */
    if (op == EPOLL_CTL_DEL)
        return 0;
    if (errno == ENOENT && op == EPOLL_CTL_MOD)
        return epoll_ctl(loop->fds.epoll, EPOLL_CTL_ADD, fd, &event) ? -errno : 1;
    if (errno == EEXIST && op == EPOLL_CTL_ADD)
        return epoll_ctl(loop->fds.epoll, EPOLL_CTL_MOD, fd, &event) ? -errno : 0;
    return -errno;
}

/* Only newer C libraries have it. */
static int wait_to_the_nanosecond(int epoll, struct epoll_event *events, int room, ac_time timeout)
{
#if defined __GLIBC__ && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 35)
    struct timespec limit = { .tv_sec = (time_t)(timeout / AC_SECOND), .tv_nsec = (long)(timeout % AC_SECOND) };

    return epoll_pwait2(epoll, events, room, &limit, NULL);
#else
    (void)epoll, (void)events, (void)room, (void)timeout;
    errno = ENOSYS;
    return -1;
#endif
}

static int wait_for_events(struct ac_fds *fds, struct epoll_event *events, int room, ac_time timeout)
{
    ac_time milliseconds = (timeout + AC_MILLISECOND - 1) / AC_MILLISECOND;
    int count;

    if (timeout <= 0)
        return epoll_wait(fds->epoll, events, room, timeout < 0 ? -1 : 0);
    if (!fds->coarse) {
        count = wait_to_the_nanosecond(fds->epoll, events, room, timeout);
        if (count >= 0 || errno != ENOSYS)
            return count;
        fds->coarse = true;
    }
    return epoll_wait(fds->epoll, events, room, milliseconds > 1000000 ? 1000000 : (int)milliseconds);
}

static void tell_each(struct ac_loop *loop, const struct epoll_event *events, int count)
{
    for (int i = 0; i < count; i++)
        ac_fd_event(loop, fd_of(&events[i]), (short)events[i].events);
}

/* The same where they go first. */
void ac_told_all(struct ac_loop *loop, const struct epoll_event *events, unsigned count)
{
    const struct epoll_event *end = events + count;
    struct ac_wait *wait, **before = loop->found_end, **last = before;
    char *table = (char *)loop->fds.table;

    loop->fds.waits -= count;
    do {
        wait = ac_fd_told((struct ac_fd *)(void *)(table + events->data.u64), (short)events->events);
        if (AC_LIKELY(wait)) {
            *last = wait;
            last = &wait->next;
            continue;
        }
        loop->found_end = last;
        loop->fds.waits++;
        ac_fd_event(loop, fd_of(events), (short)events->events);
        last = loop->found_end;
    } while (++events != end);
    loop->found_end = last;
    loop->unsure |= last != before;
}

static void epoll_wait_turn(struct ac_loop *loop, ac_time timeout)
{
    struct ac_fds *fds = &loop->fds;
    int count = wait_for_events(fds, fds->events, ROOM, timeout);

    if (loop->fired.first) {
        tell_each(loop, fds->events, count);
    } else if (count > 0 && ac_told_may_be_direct(loop)) {
        fds->next = fds->events;
        fds->end = fds->events + count;
        fds->direct = true;
    } else if (count > 0) {
        ac_told_all(loop, fds->events, (unsigned)count);
    }
}

static int epoll_fd(struct ac_loop *loop)
{
    return loop->fds.epoll;
}

const struct ac_poller ac_poller_epoll = { "epoll", .files = true, .open = epoll_open, .close = epoll_close,
                                           .set = epoll_set, .wait = epoll_wait_turn, .fd = epoll_fd };
