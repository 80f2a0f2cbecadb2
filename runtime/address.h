/* address.h - addresses as text, for what dials and listens. */
#ifndef AC_ADDRESS_H
#define AC_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

struct addrinfo;

struct ac_net {
    const char *name;
    int family, type;
};

/* What "tcp" and the like mean; NULL: nothing. */
const struct ac_net *ac_net_find(const char *name);

struct ac_host_port {
    char host[256], port[32]; /* an empty host: any, or this machine */
};

/* "host:port", "[::1]:port", ":port". 0 or -EINVAL. */
int ac_host_port_split(const char *text, struct ac_host_port *parts);
/* A path, or "@name" for one that is in no file system. 0, -EINVAL, or -ENAMETOOLONG. */
int ac_unix_address(const char *path, struct sockaddr_un *addr, socklen_t *size);
/* A non-blocking socket, closed on exec. */
int ac_socket_new(int family, int type);
/* getaddrinfo() for numbers only, which does not block. Whether that was enough. */
bool ac_look_up_numbers(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list);
/* What getaddrinfo() returns, as a negative errno; 0 stays 0. */
int ac_name_error(int error);

#endif
