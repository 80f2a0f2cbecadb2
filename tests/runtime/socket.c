// RUN: %cc %cflags -I%incdir %s %io_libac -o %t && %pollers %t
// Sockets: connecting, accepting, sending more than fits, messages with addresses; blocking ones too.
#define _GNU_SOURCE
#include "hand.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MUCH = 3000000 };
static char much[MUCH];

static int make_socket(int type, int blocking, struct sockaddr_in *addr, socklen_t size)
{
    int fd = socket(AF_INET, type | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0);

    assert(fd >= 0);
    if (!addr)
        return fd;
    *addr = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    assert(!bind(fd, (struct sockaddr *)addr, size) && !getsockname(fd, (struct sockaddr *)addr, &size));
    return fd;
}

/* Takes one connection, reads to its end, answers how much that was. */
ASYNC(int, server, int fd, peer; char buffer[65536]; size_t total; ssize_t got)
{
    BEGIN(server);
    AWAIT_INT(self->peer, ac_accept(self->fd, NULL, NULL, &self->tmp));
    assert(self->peer >= 0 && fcntl(self->peer, F_GETFL) & O_NONBLOCK);
    do {
        AWAIT_SIZE(self->got, ac_recv(self->peer, self->buffer, sizeof self->buffer, 0, &self->size));
        assert(self->got >= 0);
        self->total += (size_t)self->got;
    } while (self->got > 0);
    AWAIT_INT(self->tmp, ac_send_all(self->peer, &self->total, sizeof self->total, &self->tmp));
    assert(!self->tmp && !ac_close(self->peer));
    RETURN(0);
CANCELLED:
    END;
}

ASYNC(int, client, int fd; struct sockaddr_in *addr; size_t total; struct iovec parts[2])
{
    BEGIN(client);
    AWAIT_INT(self->tmp, ac_connect(self->fd, (struct sockaddr *)self->addr, sizeof *self->addr, &self->tmp));
    assert(!self->tmp);
    self->parts[0] = (struct iovec){ much, 3 };
    self->parts[1] = (struct iovec){ much, 4 };
    AWAIT_SIZE(self->size, ac_writev(self->fd, self->parts, 2, &self->size));
    assert(self->size == 7);
    AWAIT_INT(self->tmp, ac_send_all(self->fd, much, MUCH, &self->tmp));
    assert(!self->tmp && !shutdown(self->fd, SHUT_WR));
    self->parts[0] = (struct iovec){ &self->total, sizeof self->total };
    AWAIT_SIZE(self->size, ac_readv(self->fd, self->parts, 1, &self->size));
    assert(self->size == sizeof self->total && self->total == MUCH + 7);
    assert(!ac_close(self->fd));
    RETURN(0);
CANCELLED:
    END;
}

ASYNC(int, async_main, int blocking; int listener, a, b, x; struct sockaddr_in addr, from; socklen_t from_size;
      struct ac_task *tasks[2]; char buffer[8])
{
    BEGIN(async_main);
    self->listener = make_socket(SOCK_STREAM, self->blocking, &self->addr, sizeof self->addr);
    assert(!listen(self->listener, 5));
    self->tasks[0] = SPAWN(server, .fd = self->listener);
    self->tasks[1] = SPAWN(client, .fd = make_socket(SOCK_STREAM, self->blocking, NULL, 0), .addr = &self->addr);
    AWAIT_INT(self->x, ac_gather_n(2, self->tasks, &self->tmp));
    assert(!self->x);
    ac_detach(self->tasks[0]);
    ac_detach(self->tasks[1]);

    // A descriptor closed while somebody accepts; nobody listens.
    self->tasks[0] = SPAWN(server, .fd = self->listener);
    AWAIT(ac_yield());
    ac_cancel(self->tasks[0]);
    AWAIT_INT(self->x, ac_join(self->tasks[0], &self->tmp));
    assert(self->x == -ECANCELED);
    ac_close(self->listener);
    self->a = make_socket(SOCK_STREAM, self->blocking, NULL, 0);
    AWAIT_INT(self->x, ac_connect(self->a, (struct sockaddr *)&self->addr, sizeof self->addr, &self->tmp));
    assert(self->x == -ECONNREFUSED);
    AWAIT_SIZE(self->size, ac_send(self->a, "x", 1, 0, &self->size));
    assert(self->size == -EPIPE);
    ac_close(self->a);

    self->a = make_socket(SOCK_DGRAM, self->blocking, &self->addr, sizeof self->addr);
    self->b = make_socket(SOCK_DGRAM, self->blocking, NULL, 0);
    AWAIT_SIZE(self->size, ac_sendto(self->b, "hello", 5, 0, (struct sockaddr *)&self->addr, sizeof self->addr,
                                     &self->size));
    assert(self->size == 5);
    self->from_size = sizeof self->from;
    AWAIT_SIZE(self->size, ac_recvfrom(self->a, self->buffer, sizeof self->buffer, 0, (struct sockaddr *)&self->from,
                                       &self->from_size, &self->size));
    assert(self->size == 5 && self->from.sin_family == AF_INET && self->from.sin_port);
    ac_close(self->a);
    ac_close(self->b);
    RETURN(0);
CANCELLED:
    END;
}

int main(void)
{
    assert(!MAIN(.blocking = 0));
    return MAIN(.blocking = 1);
}
