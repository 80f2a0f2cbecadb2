/* poller.c - which poller a loop has, and waiting with it. */
#include "core.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static const struct ac_poller *const pollers[] = {
    &ac_poller_epoll, /* the usual one */
    &ac_poller_poll,
#ifdef AC_URING
    &ac_poller_uring,
#endif
};

enum { POLLERS = sizeof pollers / sizeof *pollers };

/* What AC_POLLER asks for. */
static const struct ac_poller *wanted_poller(void)
{
    const char *name = getenv("AC_POLLER");

    if (!name || !*name)
        return pollers[0];
    for (int i = 0; i < POLLERS; i++)
        if (!strcmp(name, pollers[i]->name))
            return pollers[i];
    fprintf(stderr, "libac: AC_POLLER=%s: %s; using %s\n", name,
            strcmp(name, "uring") ? "there are poll, epoll and uring" : "not built in", pollers[0]->name);
    return pollers[0];
}

/* The system may not have what is asked for, or not allow it: then the usual one, then poll. */
static int open_poller(struct ac_loop *loop)
{
    const struct ac_poller *wanted = wanted_poller(), *others[] = { wanted, pollers[0], &ac_poller_poll };
    int error = 0;

    for (int i = 0; i < 3; i++) {
        loop->fds.poller = others[i];
        error = others[i]->open(loop);
        if (!error && i && wanted != pollers[0])
            fprintf(stderr, "libac: AC_POLLER=%s: not to be had here; using %s\n", wanted->name, others[i]->name);
        if (!error)
            return 0;
    }
    return error;
}

void ac_fds_open(struct ac_loop *loop)
{
    struct ac_fd *wake;
    int error = open_poller(loop);

    if (error)
        ac_fatal("cannot wait for events: %s", ac_strerror(error));
    loop->fds.wake_fd = ac_fd_own(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    wake = ac_fd_get(loop, loop->fds.wake_fd, &error);
    if (!wake || (error = ac_fd_arm(loop, loop->fds.wake_fd, wake, POLLIN)))
        ac_fatal("cannot make an eventfd: %s", ac_strerror(error));
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

/* ---- registrations that may be gone ----
 * A descriptor may have been closed by close(), by a library perhaps, and its number be another file's now, of which the
 * poller knows nothing: who waited for it again would wait for ever. So once the loop has nothing to do, or after many
 * turns, each registration that was waited by without being made for that is made once more. */

#define A_WHILE (100 * AC_MILLISECOND)

static void make_sure(struct ac_loop *loop)
{
    struct ac_fds *fds = &loop->fds;

    for (int fd = 0; fd < fds->size; fd++) {
        struct ac_fd *entry = &fds->table[fd];

        if (entry->alone == AC_FD_IDLE)
            ac_fd_list(entry); /* the next wait says again that it is not sure */
        else if (entry->unsure && entry->waits.first && ac_fd_set(loop, fd, entry, entry->armed) < 0)
            ac_fd_forget(loop, fd);
    }
    loop->unsure = false;
    fds->sure_by = 0;
    fds->made_sure = loop->turns;
}

/* Whether there is a task that may wait for ever. */
static bool is_to_make_sure(const struct ac_loop *loop)
{
    return loop->unsure && loop->fds.waits && loop->fds.poller->files;
}

/* The other loop does not tell whether it has nothing to do. */
ac_time ac_fds_sure_in(struct ac_loop *loop)
{
    ac_time now;

    if (!is_to_make_sure(loop))
        return -1;
    now = ac_real_now();
    if (!loop->fds.sure_by)
        loop->fds.sure_by = now + A_WHILE;
    return loop->fds.sure_by > now ? loop->fds.sure_by - now : 0;
}

void ac_fds_wait(struct ac_loop *loop, ac_time timeout)
{
    enum { MANY = 100000 };
    struct ac_fds *fds = &loop->fds;

    fds->busy = loop->ready;
    if (is_to_make_sure(loop)) {
        if (timeout < 0 || timeout > A_WHILE) {
            fds->poller->wait(loop, A_WHILE);
            if (loop->found || fds->direct || loop->fired.first || loop->woken)
                return;
            timeout -= timeout < 0 ? 0 : A_WHILE;
            make_sure(loop);
        } else if (loop->turns - fds->made_sure > MANY || (loop->stepping && ac_fds_sure_in(loop) == 0)) {
            make_sure(loop);
        }
        if (loop->ready)
            timeout = 0;
    }
    fds->poller->wait(loop, timeout);
}
