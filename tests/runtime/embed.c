// RUN: %cc %cflags -I%incdir %s %io_libac -o %t && %t && AC_POLLER=uring %t
// The loop inside another one: a descriptor to wait for, how long, and a step that does not wait.
#define _GNU_SOURCE
#include "hand.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

ASYNC(int, worker, int fd; char buffer[4]; ssize_t got; int *steps)
{
    BEGIN(worker);
    AWAIT(ac_yield());
    *self->steps = 1;
    AWAIT_INT(self->tmp, ac_sleep(3 * AC_MILLISECOND, &self->tmp));
    *self->steps = 2;
    AWAIT_SIZE(self->got, ac_read(self->fd, self->buffer, sizeof self->buffer, &self->size));
    assert(self->got == 1);
    *self->steps = 3;
    RETURN(0);
CANCELLED:
    END;
}

ASYNC(int, reader, int fd; char buffer[4]; ssize_t got)
{
    BEGIN(reader);
    AWAIT_SIZE(self->got, ac_read(self->fd, self->buffer, sizeof self->buffer, &self->size));
    assert(self->got == 1);
    RETURN(0);
CANCELLED:
    END;
}

/* Steps until no task is left. */
static void run(ac_loop *loop)
{
    int polls = 0;

    do {
        struct pollfd poll_fd = { ac_loop_fd(loop), POLLIN, 0 };
        ac_time timeout = ac_loop_timeout(loop);

        assert(poll(&poll_fd, 1, timeout < 0 ? 1000 : (int)((timeout + 999999) / 1000000)) >= 0);
        assert(polls++ < 50);
    } while (ac_loop_step(loop));
}

/* A descriptor that was read from is closed behind the loop's back, and its number is another file's. */
static void closed_behind_its_back(ac_loop *loop)
{
    int old[2], fds[2];

    assert(!pipe2(old, O_NONBLOCK));
    ac_detach(SPAWN(reader, .fd = old[0]));
    ac_loop_step(loop);
    assert(write(old[1], "x", 1) == 1);
    run(loop);
    assert(!close(old[0]) && !pipe2(fds, O_NONBLOCK) && fds[0] == old[0]);
    ac_detach(SPAWN(reader, .fd = fds[0]));
    ac_loop_step(loop);
    assert(write(fds[1], "x", 1) == 1);
    run(loop);
    close(fds[0]);
    close(fds[1]);
    close(old[1]);
}

int main(void)
{
    ac_loop *loop = ac_loop_self();
    int fds[2], steps = 0, polls = 0;
    ac_time timeout;

    assert(!pipe2(fds, O_NONBLOCK) && ac_loop_fd(loop) >= 0);
    assert(ac_loop_timeout(loop) < 0 && !ac_loop_step(loop));
    ac_detach(SPAWN(worker, .fd = fds[0], .steps = &steps));
    assert(ac_loop_timeout(loop) == 0);
    do {
        struct pollfd poll_fd = { ac_loop_fd(loop), POLLIN, 0 };

        timeout = ac_loop_timeout(loop);
        if (steps == 1)
            assert(timeout >= 0 && timeout <= 3 * AC_MILLISECOND);
        if (steps == 2 && timeout < 0)
            assert(write(fds[1], "x", 1) == 1);
        assert(poll(&poll_fd, 1, timeout < 0 ? 1000 : (int)((timeout + 999999) / 1000000)) >= 0);
        assert(polls++ < 100);
    } while (ac_loop_step(loop));
    assert(steps == 3);
    closed_behind_its_back(loop);
    return 0;
}
