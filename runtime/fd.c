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
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* Told to whoever waits, whatever for. */
enum { TROUBLE = POLLERR | POLLHUP | POLLNVAL, ALL = -1 };

/* The only events of what never blocks. */
enum { DATA = POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM };

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

/* What is not used stays untouched, and takes no memory. */
static int grow_table(struct ac_fds *fds, int fd)
{
    int size = fds->size ? fds->size : 64;
    struct ac_fd *table;

    while (size <= fd)
        size *= 2;
    table = calloc((size_t)size, sizeof *table);
    if (!table)
        return -ENOMEM;
    if (fds->size)
        memcpy(table, fds->table, (size_t)fds->size * sizeof *table);
    free(fds->table);
    fds->table = table;
    fds->size = size;
    return 0;
}

/* A stream that does not block. Not if a task was just told that an earlier descriptor of this number is ready: it has to
 * find out first. */
static void quicken(const struct ac_loop *loop, struct ac_fd *entry)
{
    if (entry->stream && !entry->blocking && !ac_fd_gone(loop, entry))
        entry->state |= AC_FD_QUICK;
}

/* What kind of file it is: once, until it is closed. */
static int look_up(const struct ac_loop *loop, struct ac_fd *entry, int fd)
{
    int flags = fcntl(fd, F_GETFL), type = 0;
    socklen_t size = sizeof type;
    struct stat st;

    if (flags < 0 || fstat(fd, &st))
        return -errno;
    entry->known = true;
    entry->blocking = !(flags & O_NONBLOCK);
    entry->socket = S_ISSOCK(st.st_mode);
    entry->stream = entry->socket && !getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) && type == SOCK_STREAM;
    entry->always = S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
    entry->state = 0;
    quicken(loop, entry);
    return 0;
}

struct ac_fd *ac_fd_get(struct ac_loop *loop, int fd, int *error)
{
    struct ac_fd *entry;

    *error = -EBADF;
    if (fd < 0)
        return NULL;
    ac_settle(loop);
    if (AC_UNLIKELY(!loop->fds.poller))
        ac_fds_open(loop);
    if (AC_UNLIKELY(fd >= loop->fds.size)) {
        if (fcntl(fd, F_GETFD) < 0 || (*error = grow_table(&loop->fds, fd)))
            return NULL;
    }
    entry = &loop->fds.table[fd];
    if (AC_UNLIKELY(!entry->known) && (*error = look_up(loop, entry, fd)))
        return NULL;
    if (entry->stream)
        quicken(loop, entry);
    *error = 0;
    return entry;
}

bool ac_fd_mistaken(struct ac_loop *loop, struct ac_fd *entry, int fd)
{
    return entry->socket && !look_up(loop, entry, fd) && !entry->socket;
}

void ac_fd_adopt(struct ac_loop *loop, int fd, bool stream)
{
    struct ac_fd *entry;

    ac_fd_forget(loop, fd);
    if (fd >= loop->fds.size && grow_table(&loop->fds, fd))
        return; /* it is looked up later */
    entry = &loop->fds.table[fd];
    entry->known = entry->socket = true;
    entry->stream = stream;
    quicken(loop, entry);
}

/* ---- what the poller looks for ---- */

/* Makes an ordinary queue of those that wait. */
void ac_fd_list(struct ac_fd *entry)
{
    struct ac_wait *wait = entry->waits.first;

    if (entry->alone == AC_FD_IDLE) {
        entry->waits.first = NULL;
    } else if (entry->alone) {
        wait->next = NULL;
        wait->prev = wait;
    }
    entry->alone = 0;
}

void ac_fd_beware(struct ac_loop *loop, struct ac_task *task)
{
    ac_settle(loop);
    if (ac_kind_of(&task->wait)->withdraw == ac_fd_withdraw)
        ac_fd_list(&loop->fds.table[task->wait.on.fd]);
}

int ac_fd_set(struct ac_loop *loop, int fd, struct ac_fd *entry, short events)
{
    int error = loop->fds.poller->set(loop, fd, events);

    if (AC_UNLIKELY(error > 0)) /* closed behind our back, and another file now */
        error = look_up(loop, entry, fd);
    if (error)
        return error;
    entry->armed = events;
    entry->unsure = false;
    entry->unwanted = 0;
    return 0;
}

int ac_fd_arm(struct ac_loop *loop, int fd, struct ac_fd *entry, short events)
{
    short armed = entry->armed | events;
    int error;

    if (entry->always)
        return 0;
    if (armed == entry->armed) {
        entry->unsure = loop->unsure = true;
        return 0;
    }
    error = ac_fd_set(loop, fd, entry, armed);
    if (error != -EPERM)
        return error;
    entry->always = true; /* what the poller does not take never blocks */
    return 0;
}

/* Whether WAIT waits to read; and the events that it waits for. */
static bool reads(const struct ac_wait *wait)
{
    return wait->on.what >= 0;
}

static short events_of(const struct ac_wait *wait)
{
    return reads(wait) ? POLLIN : (short)wait->on.what;
}

/* The queue has changed: tells in `alone` if there is one left, or none. */
static void sum_up(struct ac_loop *loop, struct ac_fd *entry)
{
    struct ac_wait *first = entry->waits.first;

    if (first && !first->next) {
        loop->fds.waits--;
        ac_fd_wait_alone(loop, entry, first, reads(first) ? POLLIN | AC_FD_READS : events_of(first));
    } else if (!first && entry->armed) {
        entry->alone = AC_FD_IDLE;
        entry->unsure = loop->unsure = true;
    }
}

static short events_waited_for(const struct ac_fd *entry)
{
    short events = 0;

    for (const struct ac_wait *wait = entry->waits.first; wait; wait = wait->next)
        events |= events_of(wait);
    return events;
}

/* ---- waiting ---- */

static void describe_poll(const struct ac_wait *wait, FILE *out)
{
    short events = events_of(wait);

    fprintf(out, ", fd %d%s%s%s", wait->on.fd, events & POLLIN ? " POLLIN" : "", events & POLLOUT ? " POLLOUT" : "",
            events & POLLPRI ? " POLLPRI" : "");
}

bool ac_fd_withdraw(struct ac_wait *wait)
{
    struct ac_loop *loop = ac_loop_here;
    struct ac_fd *entry = &loop->fds.table[wait->on.fd];

    ac_settle(loop);
    if (wait->leaf.func == &ac_kind_told.func) /* just now */
        return false;
    ac_fd_list(entry);
    ac_queue_remove(&entry->waits, wait);
    loop->fds.waits--;
    sum_up(loop, entry);
    return true;
}

/* What it waits for is in wait->on. */
struct ac_frame *ac_fd_wait(struct ac_loop *loop, struct ac_fd *entry, struct ac_wait *wait)
{
    ac_fd_list(entry);
    ac_queue_add(&entry->waits, wait);
    loop->fds.waits++;
    sum_up(loop, entry);
    ac_attend(loop);
    return &wait->leaf;
}

static const struct ac_kind kind_poll = { AC_KIND("ac_poll_fd"), .withdraw = ac_fd_withdraw, .describe = describe_poll };

static __attribute__((noinline)) struct ac_frame *poll_slowly(int fd, short events, int *result)
{
    struct ac_loop *loop = ac_loop_here;
    int error;
    struct ac_fd *entry = ac_fd_get(loop, fd, &error);
    struct ac_wait *wait;

    events &= (short)~(AC_FD_IDLE | AC_FD_READS);
    events = events ? events : POLLERR | POLLHUP;
    if (entry)
        error = ac_fd_arm(loop, fd, entry, events);
    *result = error ? error : events & DATA ? events & DATA : -EPERM;
    if (error || entry->always)
        return NULL;
    wait = ac_wait_begin(loop, &kind_poll);
    wait->value.i = events;
    wait->on.fd = fd;
    wait->on.what = AC_TOLD_EVENTS(events);
    return ac_fd_wait(loop, entry, wait);
}

struct ac_frame *ac_poll_fd(int fd, short events, int *result)
{
    struct ac_loop *loop = ac_loop_here;
    struct ac_fd *entry = &loop->fds.table[fd];
    struct ac_wait *wait;

    ac_settle(loop);
    if (AC_UNLIKELY((unsigned)fd >= (unsigned)loop->fds.size || entry->watch != ac_fd_idle(events)))
        return poll_slowly(fd, events, result);
    wait = ac_wait_begin(loop, &kind_poll);
    wait->value.i = (unsigned short)events;
    wait->on.fd = fd;
    wait->on.what = AC_TOLD_EVENTS(events);
    return ac_fd_wait_alone(loop, entry, wait, events);
}

/* ---- events ---- */

static bool withdraw_fired(struct ac_wait *wait)
{
    ac_queue_remove(&ac_loop_here->fired, wait);
    ((struct ac_task *)wait)->flags &= (uint16_t)~AC_ARRIVES;
    return true;
}

static void fire_told(struct ac_wait *wait, int result)
{
    (void)result;
    ac_ready_as(ac_loop_here, wait, &ac_kind_told);
}

/* An event has come, the turn is not over, and others go first. */
static const struct ac_kind kind_behind = { AC_KIND("ac_poll_fd"), .withdraw = withdraw_fired, .fire = fire_told };

/* WAIT is over, as EVENTS have come. */
static void tell_one(struct ac_loop *loop, struct ac_fd *entry, struct ac_wait *wait, short events)
{
    ac_queue_remove(&entry->waits, wait);
    loop->fds.waits--;
    if (!reads(wait))
        wait->value.i = events;
    ac_fd_tell(wait, reads(wait));
    if (loop->fired.first) {
        wait->leaf.func = &kind_behind.func;
        ac_queue_add(&loop->fired, wait);
    } else {
        *loop->found_end = wait;
        loop->found_end = &wait->next;
    }
}

/* Tells the first that waits for each of the events of `left`; the next one is told in a later turn if there is still
 * something left. Returns the events taken. */
static short tell(struct ac_loop *loop, struct ac_fd *entry, short events, short left)
{
    short taken = 0;

    for (struct ac_wait *wait = entry->waits.first, *next; wait && left; wait = next) {
        short asked = events_of(wait);

        next = wait->next;
        if (!(asked & left))
            continue;
        taken |= asked & left;
        left &= (short)~asked;
        tell_one(loop, entry, wait, events & (asked | TROUBLE));
    }
    return taken;
}

/* Stops looking for events that nobody waits for or has just been told of. While tasks are ready, those that were told
 * before may be among them, and about to wait again. */
static void disarm(struct ac_loop *loop, int fd, struct ac_fd *entry, short taken)
{
    enum { SOME = 16 };
    short wanted = taken | events_waited_for(entry);

    if (wanted == entry->armed || (loop->fds.busy && entry->unwanted++ < SOME))
        return;
    ac_fd_set(loop, fd, entry, wanted);
}

/* One that cannot be read would wake the loop for ever. */
static void drain_wake_fd(struct ac_loop *loop)
{
    uint64_t count;

    if (read(loop->fds.wake_fd, &count, sizeof count) < 0 && errno != EAGAIN && errno != EINTR)
        ac_fatal("cannot read an eventfd: %s", ac_strerror(-errno));
}

void ac_fd_event(struct ac_loop *loop, int fd, short events)
{
    struct ac_fd *entry = &loop->fds.table[fd];
    short left = events & TROUBLE ? ALL : events, taken;
    bool wake = fd == loop->fds.wake_fd;

    if (wake)
        drain_wake_fd(loop);
    if (left & POLLIN)
        entry->state &= (uint8_t)~AC_FD_DRAINED;
    if (events & POLLNVAL) {
        ac_fd_forget(loop, fd);
        return;
    }
    ac_fd_list(entry);
    taken = tell(loop, entry, events, left);
    if (loop->fds.poller->once) {
        short wanted = wake ? POLLIN : events_waited_for(entry);

        if (wanted)
            ac_fd_set(loop, fd, entry, wanted);
    } else if (!wake && (!taken || (events & ~TROUBLE & ~taken))) {
        disarm(loop, fd, entry, taken);
    }
    if (!wake)
        sum_up(loop, entry);
}

/* ---- closing ---- */

/* Tasks that were told of an event and have not run since may find another file in the descriptor's place. The others of this turn,
 * if one is under way, and those of the next are looked at. */
static void be_careful(struct ac_loop *loop)
{
    loop->closed = loop->turns;
    loop->attention = true;
    if (loop->current)
        loop->last = &loop->current->wait;
}

void ac_fd_forget(struct ac_loop *loop, int fd)
{
    struct ac_fd *entry;
    struct ac_wait *wait;

    if (fd < 0 || fd >= loop->fds.size)
        return;
    ac_settle(loop);
    entry = &loop->fds.table[fd];
    if (!entry->known)
        return;
    ac_fd_list(entry);
    while ((wait = entry->waits.first)) {
        ac_fd_withdraw(wait);
        if (reads(wait))
            wait->value.n = -EBADF;
        else
            wait->value.i = -EBADF;
        ac_ready(loop, wait);
    }
    if (entry->armed)
        loop->fds.poller->set(loop, fd, 0);
    *entry = (struct ac_fd){ .closed = loop->turns, .slot = entry->slot };
    be_careful(loop);
}

int ac_close(int fd)
{
    ac_fd_forget(ac_loop_get(), fd);
    if (ac_work_keeps(fd))
        return 0;
    return close(fd) ? -errno : 0;
}
