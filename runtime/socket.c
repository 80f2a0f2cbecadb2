/* socket.c - operations on sockets. */
#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/* ---- connections ---- */

/* The other side of a connection may be gone before it is accepted: the next one, then. */
static bool is_of_the_connection(int error)
{
    switch (error) {
    case ECONNABORTED: case EPROTO: case ENETDOWN: case ENOPROTOOPT: case EHOSTDOWN: case ENONET: case EHOSTUNREACH:
    case ENETUNREACH:
        return true;
    }
    return false;
}

static ssize_t try_accept(struct ac_fd *entry, struct ac_io *io)
{
    int fd = accept4(io->fd, io->addr.in, io->addr_size.in, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0) {
        io->untold = is_of_the_connection(errno);
        return io->untold ? -EAGAIN : -errno;
    }
    ac_fd_adopt(ac_loop_here, fd, entry->stream);
    return fd;
}

static const struct ac_io_op op_accept = { AC_IO_OP("ac_accept", try_accept, POLLIN), .is_int = true,
                                           .may_block = true };

struct ac_frame *ac_accept(int fd, struct sockaddr *addr, socklen_t *size, int *result)
{
    return ac_io_start_int(&op_accept, &(struct ac_io){ .fd = fd, .addr.in = addr, .addr_size.in = size }, result);
}

/* connect(2) without blocking, whatever the socket is. */
static int connect_now(int fd, const struct sockaddr *addr, socklen_t size)
{
    int flags = fcntl(fd, F_GETFL), error;

    if (flags < 0 || (!(flags & O_NONBLOCK) && fcntl(fd, F_SETFL, flags | O_NONBLOCK)))
        return -errno;
    error = connect(fd, addr, size) ? -errno : 0;
    if (!(flags & O_NONBLOCK))
        fcntl(fd, F_SETFL, flags);
    return error;
}

enum { CONNECTING = 1 };

static ssize_t try_connect(struct ac_fd *entry, struct ac_io *io)
{
    int error;
    socklen_t size = sizeof error;

    (void)entry;
    if (io->flags == CONNECTING)
        return getsockopt(io->fd, SOL_SOCKET, SO_ERROR, &error, &size) ? -errno : -error;
    error = connect_now(io->fd, io->addr.out, io->addr_size.out);
    io->untold = error == -EAGAIN; /* the queue of a socket file's server is full */
    if (error != -EINPROGRESS && error != -EINTR)
        return error;
    io->flags = CONNECTING;
    return -EAGAIN;
}

static const struct ac_io_op op_connect = { AC_IO_OP("ac_connect", try_connect, POLLOUT), .is_int = true };

struct ac_frame *ac_connect(int fd, const struct sockaddr *addr, socklen_t size, int *result)
{
    return ac_io_start_int(&op_connect, &(struct ac_io){ .fd = fd, .addr.out = addr, .addr_size.out = size }, result);
}

/* ---- receiving ---- */

static ssize_t try_recv(struct ac_fd *entry, struct ac_io *io)
{
    ssize_t got = recvfrom(io->fd, io->buffer.in, io->size, io->flags | MSG_DONTWAIT, io->addr.in, io->addr_size.in);

    (void)entry;
    return ac_io_result(got);
}

/* Goes on until all is there, or nothing will come, or it would block. Of a datagram there is no more. */
static ssize_t try_recv_all(struct ac_fd *entry, struct ac_io *io)
{
    ssize_t got;

    do {
        got = try_recv(entry, io);
        if (got < 0 || !entry->stream)
            return got;
        io->buffer.in = (char *)io->buffer.in + got;
        io->size -= (size_t)got;
        io->done += (size_t)got;
    } while (got && io->size);
    return (ssize_t)io->done;
}

static const struct ac_io_op op_recv = { AC_IO_OP("ac_recv", try_recv, POLLIN), .reads = true };
static const struct ac_io_op op_recv_all = { AC_IO_OP("ac_recv", try_recv_all, POLLIN), .reads = true };

struct ac_frame *ac_recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *addr, socklen_t *addr_size,
                             ssize_t *result)
{
    return ac_io_start((flags & (MSG_WAITALL | MSG_PEEK)) == MSG_WAITALL ? &op_recv_all : &op_recv,
                       &(struct ac_io){ .fd = fd, .flags = flags, .buffer.in = buffer, .size = size, .addr.in = addr,
                                        .addr_size.in = addr_size },
                       result);
}

static ssize_t try_recvmsg(struct ac_fd *entry, struct ac_io *io)
{
    (void)entry;
    return ac_io_result(recvmsg(io->fd, io->buffer.in, io->flags | MSG_DONTWAIT));
}

static const struct ac_io_op op_recvmsg = { AC_IO_OP("ac_recvmsg", try_recvmsg, POLLIN) };

struct ac_frame *ac_recvmsg(int fd, struct msghdr *message, int flags, ssize_t *result)
{
    return ac_io_start(&op_recvmsg, &(struct ac_io){ .fd = fd, .flags = flags, .buffer.in = message }, result);
}

/* ---- sending ---- */

/* Whoever is not connected hears of room in its own queue, and not in that of the one a datagram goes to. */
static ssize_t try_send(struct ac_fd *entry, struct ac_io *io)
{
    io->untold = io->addr.out && !entry->stream;
    return ac_io_result(sendto(io->fd, io->buffer.out, io->size, io->flags | MSG_DONTWAIT | MSG_NOSIGNAL, io->addr.out,
                               io->addr_size.out));
}

static const struct ac_io_op op_send = { AC_IO_OP("ac_send", try_send, POLLOUT) };

struct ac_frame *ac_send(int fd, const void *data, size_t size, int flags, ssize_t *result)
{
    return ac_sendto(fd, data, size, flags, NULL, 0, result);
}

struct ac_frame *ac_sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *addr,
                           socklen_t addr_size, ssize_t *result)
{
    return ac_io_start(&op_send,
                       &(struct ac_io){ .fd = fd, .flags = flags, .buffer.out = data, .size = size, .addr.out = addr,
                                        .addr_size.out = addr_size },
                       result);
}

/* Goes on until all is sent or it would block; the rest is in IO. */
static ssize_t try_send_all(struct ac_fd *entry, struct ac_io *io)
{
    ssize_t put;

    while (io->size) {
        put = try_send(entry, io);
        if (put < 0)
            return put;
        io->buffer.out = (const char *)io->buffer.out + put;
        io->size -= (size_t)put;
    }
    return 0;
}

static const struct ac_io_op op_send_all = { AC_IO_OP("ac_send_all", try_send_all, POLLOUT), .is_int = true };

struct ac_frame *ac_send_all(int fd, const void *data, size_t size, int *result)
{
    return ac_io_start_int(&op_send_all, &(struct ac_io){ .fd = fd, .buffer.out = data, .size = size }, result);
}

static ssize_t try_sendmsg(struct ac_fd *entry, struct ac_io *io)
{
    const struct msghdr *message = io->buffer.out;

    io->untold = message->msg_name && !entry->stream;
    return ac_io_result(sendmsg(io->fd, io->buffer.out, io->flags | MSG_DONTWAIT | MSG_NOSIGNAL));
}

static const struct ac_io_op op_sendmsg = { AC_IO_OP("ac_sendmsg", try_sendmsg, POLLOUT) };

struct ac_frame *ac_sendmsg(int fd, const struct msghdr *message, int flags, ssize_t *result)
{
    return ac_io_start(&op_sendmsg, &(struct ac_io){ .fd = fd, .flags = flags, .buffer.out = message }, result);
}
