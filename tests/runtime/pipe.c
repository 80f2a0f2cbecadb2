// RUN: %cc %cflags -I%incdir %s %io_libac -o %t && %pollers %t
// Reading, writing, closing and cancelling on descriptors.
#define _GNU_SOURCE
#include "hand.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static char log_text[200];

ASYNC(int, reader, int fd; char name; char buffer[8]; ssize_t got)
{
    BEGIN(reader);
    do {
        AWAIT_SIZE(self->got, ac_read(self->fd, self->buffer, sizeof self->buffer, &self->size));
        snprintf(strchr(log_text, 0), 20, "%c%zd ", self->name, self->got);
    } while (self->got > 0);
    RETURN((int)self->got);
CANCELLED:
    snprintf(strchr(log_text, 0), 20, "%c! ", self->name);
    END;
}

ASYNC(int, writer, int fd; size_t left; ssize_t put; int writes)
{
    static const char data[100000];

    BEGIN(writer);
    for (; self->left; self->left -= (size_t)self->put) {
        AWAIT_SIZE(self->put, ac_write(self->fd, data, self->left, &self->size));
        assert(self->put > 0);
        self->writes++;
    }
    RETURN(self->writes);
CANCELLED:
    END;
}

ASYNC(int, drainer, int fd; char buffer[5000]; ssize_t got; size_t total)
{
    BEGIN(drainer);
    do {
        AWAIT_SIZE(self->got, ac_read(self->fd, self->buffer, sizeof self->buffer, &self->size));
        assert(self->got >= 0);
        self->total += (size_t)self->got;
    } while (self->got > 0);
    RETURN((int)self->total);
CANCELLED:
    END;
}

static void make_pipe(int fd[2], int flags)
{
    if (pipe2(fd, O_CLOEXEC | flags))
        abort();
}

ASYNC(int, async_main, int fd[2]; struct ac_task *a, *b; int x; int flags)
{
    BEGIN(async_main);

    // Two readers of one pipe take turns, first come, first served; then the end of file.
    make_pipe(self->fd, self->flags);
    self->a = SPAWN(reader, .fd = self->fd[0], .name = 'a');
    self->b = SPAWN(reader, .fd = self->fd[0], .name = 'b');
    AWAIT(ac_yield());
    for (self->x = 0; self->x < 4; self->x++) {
        assert(write(self->fd[1], "12345", 5) == 5);
        AWAIT_INT(self->tmp, ac_sleep(AC_MILLISECOND, &self->tmp));
    }
    assert(!strcmp(log_text, "a5 b5 a5 b5 "));

    // A cancelled reader leaves its place; nothing it could have read is lost.
    log_text[0] = 0;
    ac_cancel(self->a);
    assert(write(self->fd[1], "12", 2) == 2);
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    assert(self->x == -ECANCELED);
    AWAIT_INT(self->tmp, ac_sleep(AC_MILLISECOND, &self->tmp));
    assert(!strcmp(log_text, "a! b2 "));

    // Closing tells those who wait.
    assert(!ac_close(self->fd[0]));
    AWAIT(ac_task_wait(self->b));
    assert(*(int *)ac_task_value(self->b) == -EBADF);
    ac_task_release(self->b);
    assert(ac_close(self->fd[0]) == -EBADF);
    ac_close(self->fd[1]);

    // More than the pipe holds.
    make_pipe(self->fd, self->flags);
    self->a = SPAWN(writer, .fd = self->fd[1], .left = 100000);
    self->b = SPAWN(drainer, .fd = self->fd[0]);
    AWAIT(ac_task_wait(self->a));
    ac_close(self->fd[1]);
    AWAIT(ac_task_wait(self->b));
    assert(*(int *)ac_task_value(self->b) == 100000);
    ac_task_release(self->a);
    ac_task_release(self->b);

    // ac_poll_fd; a reader that is gone; bad descriptors; files.
    AWAIT_INT(self->x, ac_poll_fd(self->fd[0], POLLIN, &self->tmp));
    assert(self->x == POLLHUP);
    ac_close(self->fd[0]);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, self->fd))
        abort();
    AWAIT_INT(self->x, ac_poll_fd(self->fd[0], POLLIN | POLLOUT, &self->tmp));
    assert(self->x == POLLOUT);
    close(self->fd[1]);
    AWAIT_SIZE(self->size, ac_write(self->fd[0], "x", 1, &self->size));
    assert(self->size == -EPIPE);
    ac_close(self->fd[0]);
    AWAIT_SIZE(self->size, ac_read(self->fd[0], NULL, 0, &self->size));
    assert(self->size == -EBADF);
    AWAIT_SIZE(self->size, ac_read(-1, NULL, 0, &self->size));
    assert(self->size == -EBADF);
    self->fd[0] = open(__FILE__, O_RDONLY | O_CLOEXEC);
    self->a = SPAWN(drainer, .fd = self->fd[0]);
    AWAIT(ac_task_wait(self->a));
    assert(*(int *)ac_task_value(self->a) > 1000);
    ac_task_release(self->a);
    ac_close(self->fd[0]);
    RETURN(0);
CANCELLED:
    END;
}

int main(void)
{
    log_text[0] = 0;
    assert(!MAIN(.flags = O_NONBLOCK));
    log_text[0] = 0;
    return MAIN(.flags = 0);
}
