/* poll.c - the poller over poll(2): for systems without epoll, and to hold the other against. */
#include "core.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

static int poll_open(struct ac_loop *loop)
{
    loop->fds.polled = NULL;
    loop->fds.polled_count = loop->fds.polled_room = 0;
    return 0;
}

static void poll_close(struct ac_loop *loop)
{
    free(loop->fds.polled);
}

static int poll_add(struct ac_fds *fds, int fd, short events)
{
    if (fds->polled_count == fds->polled_room) {
        unsigned room = fds->polled_room ? fds->polled_room * 2 : 32;
        struct pollfd *polled = realloc(fds->polled, room * sizeof *polled);

        if (!polled)
            return -ENOMEM;
        fds->polled = polled;
        fds->polled_room = room;
    }
    fds->table[fd].slot = fds->polled_count;
    fds->polled[fds->polled_count++] = (struct pollfd){ .fd = fd, .events = events };
    return 0;
}

/* The last one takes the free place. */
static void poll_remove(struct ac_fds *fds, int fd)
{
    unsigned slot = fds->table[fd].slot;

    fds->polled[slot] = fds->polled[--fds->polled_count];
    fds->table[fds->polled[slot].fd].slot = slot;
}

static int poll_set(struct ac_loop *loop, int fd, short events)
{
    struct ac_fd *entry = &loop->fds.table[fd];

    if (!entry->armed)
        return events ? poll_add(&loop->fds, fd, events) : 0;
    if (!events)
        poll_remove(&loop->fds, fd);
    else
        loop->fds.polled[entry->slot].events = events;
    return 0;
}

/* Events may change the array, so they are dealt with from the end: a removal moves an entry that was seen already. */
static void poll_wait_turn(struct ac_loop *loop, ac_time timeout)
{
    struct ac_fds *fds = &loop->fds;
    struct timespec limit = { .tv_sec = (time_t)(timeout / AC_SECOND), .tv_nsec = (long)(timeout % AC_SECOND) };
    int count = ppoll(fds->polled, fds->polled_count, timeout < 0 ? NULL : &limit, NULL);

    for (unsigned i = fds->polled_count; count > 0 && i-- > 0;) {
        if (fds->polled[i].revents) {
            count--;
            ac_fd_event(loop, fds->polled[i].fd, fds->polled[i].revents);
        }
    }
}

static int poll_fd(struct ac_loop *loop)
{
    (void)loop;
    return -ENOTSUP;
}

const struct ac_poller ac_poller_poll = { "poll", .open = poll_open, .close = poll_close, .set = poll_set,
                                          .wait = poll_wait_turn, .fd = poll_fd };
