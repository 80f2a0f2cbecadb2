/* fd.c - waiting for descriptors: a table by descriptor, with the tasks that wait for each. A registration with the
 * poller stays when its wait is over, so a descriptor read again and again costs no call; it is taken back when an event
 * comes that nobody waits for. */
#include "core.h"
#include "work.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* Told to whoever waits, whatever for. */
enum { TROUBLE = POLLERR | POLLHUP | POLLNVAL };

int ac_fd_own(int fd)
{
    int moved, error;

    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    error = errno;
    close(fd);
    errno = error;
    return moved;
}

int ac_fds_open(struct ac_loop *loop)
{
    const char *name = getenv("AC_POLLER");
    const struct ac_poller *poller = name && !strcmp(name, "poll") ? &ac_poller_poll : &ac_poller_epoll;
    struct ac_fd *wake;
    int error;

    loop->fds.poller = poller;
    error = poller->open(loop);
    if (error && poller != &ac_poller_poll) {
        loop->fds.poller = poller = &ac_poller_poll;
        error = poller->open(loop);
    }
    if (error)
        ac_fatal("cannot wait for events: %s", ac_strerror(error));
    loop->fds.wake_fd = ac_fd_own(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    wake = ac_fd_get(loop, loop->fds.wake_fd, &error);
    if (!wake || (error = poller->set(loop, loop->fds.wake_fd, POLLIN)))
        ac_fatal("cannot make an eventfd: %s", ac_strerror(error));
    wake->armed = POLLIN;
    return 0;
}

void ac_fds_close(struct ac_loop *loop)
{
    if (loop->fds.poller)
        loop->fds.poller->close(loop);
    if (loop->fds.wake_fd >= 0)
        close(loop->fds.wake_fd);
    free(loop->fds.table);
    memset(&loop->fds, 0, sizeof loop->fds);
    loop->fds.epoll = loop->fds.wake_fd = -1;
}

static int grow_table(struct ac_fds *fds, int fd)
{
    int size = fds->size ? fds->size : 64;
    struct ac_fd *table;

    while (size <= fd)
        size *= 2;
    table = realloc(fds->table, (size_t)size * sizeof *table);
    if (!table)
        return -ENOMEM;
    memset(table + fds->size, 0, (size_t)(size - fds->size) * sizeof *table);
    fds->table = table;
    fds->size = size;
    return 0;
}

/* What kind of file it is: once, until it is closed. */
static int look_up(struct ac_fd *entry, int fd)
{
    int flags = fcntl(fd, F_GETFL);
    struct stat st;

    if (flags < 0 || fstat(fd, &st))
        return -errno;
    entry->known = true;
    entry->blocking = !(flags & O_NONBLOCK);
    entry->socket = S_ISSOCK(st.st_mode);
    entry->always = S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
    entry->drained = false;
    return 0;
}

struct ac_fd *ac_fd_get(struct ac_loop *loop, int fd, int *error)
{
    *error = -EBADF;
    if (fd < 0)
        return NULL;
    if (AC_UNLIKELY(!loop->fds.poller))
        ac_fds_open(loop);
    if (AC_UNLIKELY(fd >= loop->fds.size)) {
        if (fcntl(fd, F_GETFD) < 0 || (*error = grow_table(&loop->fds, fd)))
            return NULL;
    }
    if (AC_UNLIKELY(!loop->fds.table[fd].known) && (*error = look_up(&loop->fds.table[fd], fd)))
        return NULL;
    *error = 0;
    return &loop->fds.table[fd];
}

/* ---- waiting ---- */

static bool withdraw_poll(struct ac_wait *wait)
{
    struct ac_loop *loop = ac_loop_here;

    ac_queue_remove(&loop->fds.table[wait->value.io.fd].waits, wait);
    loop->fds.waits--;
    return true;
}

static bool withdraw_fired(struct ac_wait *wait)
{
    ac_queue_remove(&ac_loop_here->fired, wait);
    return true;
}

static void fire_polled(struct ac_wait *wait, int result)
{
    (void)result;
    ac_ready(ac_loop_here, wait);
}

static void describe_poll(const struct ac_wait *wait, FILE *out)
{
    short events = wait->value.io.events;

    fprintf(out, ", fd %d%s%s%s", wait->value.io.fd, events & POLLIN ? " POLLIN" : "", events & POLLOUT ? " POLLOUT" : "",
            events & POLLPRI ? " POLLPRI" : "");
}

static const struct ac_kind kind_poll = { AC_KIND("ac_poll_fd"), .withdraw = withdraw_poll, .describe = describe_poll };
/* An event has come, and the turn is not over. The value is set. */
static const struct ac_kind kind_polled = { AC_KIND("ac_poll_fd"), .withdraw = withdraw_fired, .fire = fire_polled };

static void poll_over(struct ac_loop *loop, struct ac_fd *entry, struct ac_wait *wait, int result)
{
    ac_queue_remove(&entry->waits, wait);
    loop->fds.waits--;
    wait->value.i = result;
}

static void drain_wake_fd(struct ac_loop *loop)
{
    uint64_t count;
    ssize_t got = read(loop->fds.wake_fd, &count, sizeof count);

    (void)got;
}

/* Stops looking for events that nobody waits for or has just been told of. */
static void disarm(struct ac_loop *loop, int fd, struct ac_fd *entry, short wanted)
{
    for (struct ac_wait *wait = entry->waits.first; wait; wait = wait->next)
        wanted |= wait->value.io.events;
    if (wanted != entry->armed && !loop->fds.poller->set(loop, fd, wanted))
        entry->armed = wanted;
}

/* Tells the first that waits for each of the events of `left`; the next one is told in a later turn if there is still
 * something left. Returns the events taken. */
static short tell(struct ac_loop *loop, struct ac_fd *entry, short events, short left)
{
    short taken = 0;

    for (struct ac_wait *wait = entry->waits.first, *next; wait && left; wait = next) {
        short asked = wait->value.io.events;

        next = wait->next;
        if (!(asked & left))
            continue;
        taken |= asked & left;
        left &= (short)~asked;
        poll_over(loop, entry, wait, events & (asked | TROUBLE));
        wait->leaf.func = &kind_polled.func;
        ac_queue_add(&loop->fired, wait);
    }
    return taken;
}

void ac_fd_event(struct ac_loop *loop, int fd, short events)
{
    struct ac_fd *entry = &loop->fds.table[fd];
    short left = events & TROUBLE ? POLLIN | POLLOUT | POLLPRI : events, taken;

    if (fd == loop->fds.wake_fd) {
        drain_wake_fd(loop);
        return;
    }
    if (left & POLLIN)
        entry->drained = false;
    taken = tell(loop, entry, events, left);
    if (!taken || (events & ~TROUBLE & ~taken))
        disarm(loop, fd, entry, taken);
}

/* Has the poller look for `events`, among others. */
static int arm(struct ac_loop *loop, int fd, struct ac_fd *entry, short events)
{
    short armed = entry->armed | events;
    int error;

    if (entry->always || armed == entry->armed)
        return 0;
    error = loop->fds.poller->set(loop, fd, armed);
    if (error == -EPERM) { /* what the poller does not take never blocks */
        entry->always = true;
        return 0;
    }
    if (!error)
        entry->armed = armed;
    return error;
}

struct ac_frame *ac_poll_fd(int fd, short events, int *result)
{
    struct ac_loop *loop = ac_loop_here;
    int error;
    struct ac_fd *entry = ac_fd_get(loop, fd, &error);
    struct ac_wait *wait;

    if (entry)
        error = arm(loop, fd, entry, events);
    *result = error ? error : events;
    if (error || entry->always)
        return NULL;
    wait = ac_wait_begin(loop, &kind_poll);
    wait->value.io.fd = fd;
    wait->value.io.events = events;
    ac_queue_add(&entry->waits, wait);
    loop->fds.waits++;
    ac_attend(loop);
    return &wait->leaf;
}

void ac_fd_forget(struct ac_loop *loop, int fd)
{
    struct ac_fd *entry;
    struct ac_wait *wait;

    if (fd < 0 || fd >= loop->fds.size)
        return;
    entry = &loop->fds.table[fd];
    while ((wait = entry->waits.first)) {
        poll_over(loop, entry, wait, -EBADF);
        ac_ready(loop, wait);
    }
    if (entry->armed)
        loop->fds.poller->set(loop, fd, 0);
    memset(entry, 0, sizeof *entry);
}

int ac_close(int fd)
{
    ac_fd_forget(ac_loop_get(), fd);
    if (ac_work_keeps(fd))
        return 0;
    return close(fd) ? -errno : 0;
}
