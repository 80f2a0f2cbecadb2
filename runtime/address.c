/* address.c - addresses as text, and sockets that listen. */
#include "core.h"
#include "address.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct ac_net nets[] = {
    { "tcp", AF_UNSPEC, SOCK_STREAM }, { "tcp4", AF_INET, SOCK_STREAM }, { "tcp6", AF_INET6, SOCK_STREAM },
    { "udp", AF_UNSPEC, SOCK_DGRAM },  { "udp4", AF_INET, SOCK_DGRAM },  { "udp6", AF_INET6, SOCK_DGRAM },
    { "unix", AF_UNIX, SOCK_STREAM },
};

const struct ac_net *ac_net_find(const char *name)
{
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++)
        if (!strcmp(nets[i].name, name))
            return &nets[i];
    return NULL;
}

/* ---- from text ---- */

/* COPY of SIZE bytes gets the text from `from` up to `end`. */
static int cut(char *copy, size_t size, const char *from, const char *end)
{
    size_t length = (size_t)(end - from);

    if (length >= size)
        return -EINVAL;
    memcpy(copy, from, length);
    copy[length] = '\0';
    return 0;
}

int ac_host_port_split(const char *text, struct ac_host_port *parts)
{
    const char *colon = strrchr(text, ':'), *from = text, *end = colon;

    if (!colon || !colon[1])
        return -EINVAL;
    if (*text == '[') {
        from = text + 1;
        end = colon - 1;
        if (end <= from || *end != ']')
            return -EINVAL;
    } else if (memchr(text, ':', (size_t)(colon - text))) {
        return -EINVAL; /* an IPv6 address without brackets */
    }
    if (cut(parts->host, sizeof parts->host, from, end))
        return -EINVAL;
    return cut(parts->port, sizeof parts->port, colon + 1, colon + strlen(colon));
}

int ac_unix_address(const char *path, struct sockaddr_un *addr, socklen_t *size)
{
    size_t length = strlen(path);

    if (!length)
        return -EINVAL;
    if (length >= sizeof addr->sun_path)
        return -ENAMETOOLONG;
    memset(addr, 0, sizeof *addr);
    addr->sun_family = AF_UNIX;
    memcpy(addr->sun_path, path, length);
    *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
    if (*path == '@') {
        addr->sun_path[0] = '\0';
        --*size;
    }
    return 0;
}

int ac_name_error(int error)
{
    switch (error) {
    case 0: return 0;
    case EAI_NONAME: return -ENOENT;
#ifdef EAI_NODATA
    case EAI_NODATA: return -ENOENT;
#endif
    case EAI_AGAIN: return -EAGAIN;
    case EAI_MEMORY: return -ENOMEM;
    case EAI_FAMILY: return -EAFNOSUPPORT;
    case EAI_SYSTEM: return errno ? -errno : -EIO;
    case EAI_FAIL: return -EIO;
    }
    return -EINVAL;
}

bool ac_look_up_numbers(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list)
{
    struct addrinfo numeric = *hints;

    numeric.ai_flags |= AI_NUMERICHOST;
    if (!getaddrinfo(host, service, &numeric, list))
        return true;
    *list = NULL;
    return false;
}

/* ---- to text ---- */

static int unix_text(const struct sockaddr_un *addr, socklen_t size, char *text, size_t room)
{
    size_t start = offsetof(struct sockaddr_un, sun_path), length = size > start ? size - start : 0;
    int put;

    if (length && !addr->sun_path[0])
        put = snprintf(text, room, "@%.*s", (int)length - 1, addr->sun_path + 1);
    else
        put = snprintf(text, room, "%.*s", (int)length, addr->sun_path);
    return put < 0 || (size_t)put >= room ? -EMSGSIZE : 0;
}

static int address_text(const struct sockaddr_storage *addr, socklen_t size, char *text, size_t room)
{
    char host[256], port[32];
    bool six = addr->ss_family == AF_INET6;
    int put, error;

    if (addr->ss_family == AF_UNIX)
        return unix_text((const struct sockaddr_un *)addr, size, text, room);
    error = getnameinfo((const struct sockaddr *)addr, size, host, sizeof host, port, sizeof port,
                        NI_NUMERICHOST | NI_NUMERICSERV);
    if (error)
        return ac_name_error(error);
    put = snprintf(text, room, "%s%s%s:%s", six ? "[" : "", host, six ? "]" : "", port);
    return put < 0 || (size_t)put >= room ? -EMSGSIZE : 0;
}

int ac_local_address(int fd, char *text, size_t size)
{
    struct sockaddr_storage addr;
    socklen_t length = sizeof addr;

    return getsockname(fd, (struct sockaddr *)&addr, &length) ? -errno : address_text(&addr, length, text, size);
}

int ac_peer_address(int fd, char *text, size_t size)
{
    struct sockaddr_storage addr;
    socklen_t length = sizeof addr;

    return getpeername(fd, (struct sockaddr *)&addr, &length) ? -errno : address_text(&addr, length, text, size);
}

/* ---- listening ---- */

int ac_socket_new(int family, int type)
{
    struct ac_loop *loop = ac_loop_get();
    int fd = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -errno;
    ac_fd_forget(loop, fd);
    return fd;
}

static int bind_and_listen(int fd, const struct sockaddr *addr, socklen_t size, int type, int backlog)
{
    if (bind(fd, addr, size) || (type == SOCK_STREAM && listen(fd, backlog > 0 ? backlog : SOMAXCONN)))
        return -errno;
    return 0;
}

/* One that hears IPv4 too if it is for all addresses. */
static int listen_on(const struct addrinfo *at, bool any, int backlog)
{
    int fd = ac_socket_new(at->ai_family, at->ai_socktype), yes = 1, no = 0, error;

    if (fd < 0)
        return fd;
    if (at->ai_socktype == SOCK_STREAM)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (at->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, any ? &no : &yes, sizeof yes);
    error = bind_and_listen(fd, at->ai_addr, at->ai_addrlen, at->ai_socktype, backlog);
    if (!error)
        return fd;
    ac_close(fd);
    return error;
}

/* All addresses: IPv6 first, which hears both. */
static int listen_inet(const struct ac_net *net, const char *addr, int backlog)
{
    struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICHOST, .ai_family = net->family,
                              .ai_socktype = net->type }, *list = NULL;
    struct ac_host_port parts;
    int fd = ac_host_port_split(addr, &parts);
    bool any;

    if (fd)
        return fd;
    any = !parts.host[0] && net->family == AF_UNSPEC;
    if (getaddrinfo(parts.host[0] ? parts.host : NULL, parts.port, &hints, &list))
        return -EINVAL;
    fd = -EINVAL;
    for (int pass = 0; pass < 2 && fd < 0; pass++)
        for (struct addrinfo *at = list; at && fd < 0; at = at->ai_next)
            if (pass == (at->ai_family != AF_INET6))
                fd = listen_on(at, any, backlog);
    freeaddrinfo(list);
    return fd;
}

/* Whether a socket file is left over from a server that is gone. */
static bool is_stale(const struct sockaddr_un *addr, socklen_t size)
{
    struct stat st;
    int fd;
    bool stale;

    if (!addr->sun_path[0] || lstat(addr->sun_path, &st) || !S_ISSOCK(st.st_mode))
        return false;
    fd = ac_socket_new(AF_UNIX, SOCK_STREAM);
    if (fd < 0)
        return false;
    stale = connect(fd, (const struct sockaddr *)addr, size) && errno == ECONNREFUSED;
    ac_close(fd);
    return stale;
}

static int listen_unix(const char *path, int backlog)
{
    struct sockaddr_un addr;
    const struct sockaddr *to = (const struct sockaddr *)&addr;
    socklen_t size;
    int error = ac_unix_address(path, &addr, &size), fd;

    if (error)
        return error;
    fd = ac_socket_new(AF_UNIX, SOCK_STREAM);
    if (fd < 0)
        return fd;
    error = bind_and_listen(fd, to, size, SOCK_STREAM, backlog);
    if (error == -EADDRINUSE && is_stale(&addr, size) && !unlink(path))
        error = bind_and_listen(fd, to, size, SOCK_STREAM, backlog);
    if (!error)
        return fd;
    ac_close(fd);
    return error;
}

int ac_listen(const char *net_name, const char *addr, int backlog)
{
    const struct ac_net *net = ac_net_find(net_name);

    if (!net)
        return -EPROTONOSUPPORT;
    return net->family == AF_UNIX ? listen_unix(addr, backlog) : listen_inet(net, addr, backlog);
}
