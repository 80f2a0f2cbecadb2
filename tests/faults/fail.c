/* fail.c - system calls that fail: linked into a program with --wrap for each call in the table below. With LIBRARIES defined it
 * stands before the C library instead, and it is the calls of shared libraries that fail, and not those of the program.
 *
 * FAULT=NAME:E:N   the N-th call of NAME fails by the E-th of its errors (both from 0 on)
 * FAULT=NAME:E:N+  so does every later one
 * FAULT=?          at the end, says on standard error how often each was called
 *
 * The errors are those of the manual pages that a program may meet whose arguments are right. A program that goes on calling
 * after a failure without getting anywhere is stopped (status 98). */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SPIN = 100000 };

struct call {
    const char *name;
    const int *errors;
    int error_count;
    atomic_long count;
};

static struct call *calls[64];
static int call_count;
static char *wanted; /* the name that fails; NULL: none */
static int which, listing;
static long from, more;
static atomic_long since; /* calls since the failure; 0: it has not come yet */

static void list(void)
{
    for (int i = 0; i < call_count; i++)
        fprintf(stderr, "fault: %s %ld %d\n", calls[i]->name, (long)calls[i]->count, calls[i]->error_count);
}

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("FAULT");
    char *rest;

    if (!text)
        return;
    listing = *text == '?';
    if (listing) {
        atexit(list);
        return;
    }
    wanted = strdup(text);
    rest = strchr(wanted, ':');
    *rest = 0;
    which = (int)strtol(rest + 1, &rest, 10);
    from = strtol(rest + 1, &rest, 10);
    more = *rest == '+';
}

/* Who is told to try again is right to do so. */
static int lasts(const struct call *call)
{
    return more && call->errors[which] != EINTR && call->errors[which] != EAGAIN;
}

/* Whether the call that returns to CALLER is one of those that are to fail. */
static int is_meant(const void *caller)
{
#ifdef LIBRARIES
    extern const char __executable_start, etext;

    return (uintptr_t)caller < (uintptr_t)&__executable_start || (uintptr_t)caller >= (uintptr_t)&etext;
#else
    return caller != NULL;
#endif
}

/* The error of this call, or 0. */
static int fails(struct call *call, const void *caller)
{
    long number;

    if (since && ++since > SPIN) {
        fprintf(stderr, "fault: spins in %s\n", call->name);
        _exit(98);
    }
    if (!is_meant(caller))
        return 0;
    number = call->count++;
    if (!wanted || strcmp(call->name, wanted) != 0 || number < from || (number > from && !lasts(call)))
        return 0;
    if (number == from) {
        since = 1;
        fprintf(stderr, "fault: %s: %s\n", call->name, strerror(call->errors[which]));
    }
    return call->errors[which];
}

#define DEFINE(name, ...)                                                                                              \
    static const int errors_##name[] = { __VA_ARGS__ };                                                                \
    static struct call call_##name = { #name, errors_##name, sizeof errors_##name / sizeof(int), 0 };                  \
    __attribute__((constructor)) static void add_##name(void)                                                          \
    {                                                                                                                  \
        calls[call_count++] = &call_##name;                                                                            \
    }

/* Declares wrapped_NAME(), which is called in place of NAME(), and lets REAL(NAME) be that. What libraries call has its name, which
 * a header may declare in another way. */
#ifdef LIBRARIES
static void *next_of(void **known, const char *name)
{
    if (!*known)
        *known = dlsym(RTLD_NEXT, name);
    return *known;
}

#define WRAP(type, name, ...)                                                                                          \
    static void *next_##name;                                                                                          \
    typedef type type_##name(__VA_ARGS__);                                                                             \
    type wrapped_##name(__VA_ARGS__) __asm__(#name);
#define REAL(name) ((type_##name *)next_of(&next_##name, #name))
#else
#define WRAP(type, name, ...)                                                                                          \
    type real_##name(__VA_ARGS__) __asm__("__real_" #name);                                                            \
    type wrapped_##name(__VA_ARGS__) __asm__("__wrap_" #name);
#define REAL(name) real_##name
#endif

#define PLAIN(...) __VA_ARGS__
#define FAILS(name) fails(&call_##name, __builtin_return_address(0))

/* A call that sets errno and returns BAD. */
#define FAIL(type, name, bad, params, args, ...)                                                                       \
    DEFINE(name, __VA_ARGS__)                                                                                          \
    WRAP(type, name, PLAIN params)                                                                                     \
    type wrapped_##name params                                                                                         \
    {                                                                                                                  \
        int error = FAILS(name);                                                                                       \
                                                                                                                       \
        if (error) {                                                                                                   \
            errno = error;                                                                                             \
            return bad;                                                                                                \
        }                                                                                                              \
        return REAL(name) args;                                                                                        \
    }

/* A call that returns the error. */
#define RETURN(name, params, args, ...)                                                                                \
    DEFINE(name, __VA_ARGS__)                                                                                          \
    WRAP(int, name, PLAIN params)                                                                                      \
    int wrapped_##name params                                                                                          \
    {                                                                                                                  \
        int error = FAILS(name);                                                                                       \
                                                                                                                       \
        return error ? error : REAL(name) args;                                                                        \
    }

/* ---- descriptors ---- */

FAIL(ssize_t, read, -1, (int fd, void *b, size_t n), (fd, b, n), EAGAIN, EINTR, EIO, ECONNRESET, ETIMEDOUT)
FAIL(ssize_t, write, -1, (int fd, const void *b, size_t n), (fd, b, n), EAGAIN, EINTR, EIO, ENOSPC, ECONNRESET, EFBIG)
FAIL(ssize_t, readv, -1, (int fd, const struct iovec *v, int n), (fd, v, n), EAGAIN, EINTR, EIO, ECONNRESET)
FAIL(ssize_t, writev, -1, (int fd, const struct iovec *v, int n), (fd, v, n), EAGAIN, EINTR, EIO, ENOSPC, ECONNRESET)
FAIL(ssize_t, pread, -1, (int fd, void *b, size_t n, off_t at), (fd, b, n, at), EINTR, EIO)
FAIL(ssize_t, pwrite, -1, (int fd, const void *b, size_t n, off_t at), (fd, b, n, at), EINTR, EIO, ENOSPC, EDQUOT)
FAIL(int, pipe2, -1, (int *p, int flags), (p, flags), EMFILE, ENFILE)
FAIL(int, eventfd, -1, (unsigned n, int flags), (n, flags), EMFILE, ENFILE, ENOMEM)
FAIL(int, epoll_create1, -1, (int flags), (flags), EMFILE, ENFILE, ENOMEM)
FAIL(int, epoll_ctl, -1, (int e, int op, int fd, struct epoll_event *v), (e, op, fd, v), ENOMEM, ENOSPC)
FAIL(int, epoll_wait, -1, (int e, struct epoll_event *v, int n, int t), (e, v, n, t), EINTR)
FAIL(int, epoll_pwait2, -1, (int e, struct epoll_event *v, int n, const struct timespec *t, const sigset_t *s), (e, v, n, t, s), EINTR, ENOSYS)
FAIL(int, poll, -1, (struct pollfd *p, nfds_t n, int t), (p, n, t), EINTR, ENOMEM)
FAIL(int, ppoll, -1, (struct pollfd *p, nfds_t n, const struct timespec *t, const sigset_t *s), (p, n, t, s), EINTR, ENOMEM)

DEFINE(close, EINTR, EIO)
WRAP(int, close, int fd)
int wrapped_close(int fd)
{
    int error = FAILS(close), result = REAL(close)(fd); /* it is closed whatever close() says */

    if (error)
        errno = error;
    return error ? -1 : result;
}

/* Not all of fcntl(2) fails for a descriptor that is open. */
#define FCNTL(name, meant)                                                                                             \
    WRAP(int, name, int fd, int op, ...)                                                                               \
    int wrapped_##name(int fd, int op, ...)                                                                            \
    {                                                                                                                  \
        va_list list;                                                                                                  \
        void *argument;                                                                                                \
        int error = (meant) ? FAILS(name) : 0;                                                                         \
                                                                                                                       \
        va_start(list, op);                                                                                            \
        argument = va_arg(list, void *);                                                                               \
        va_end(list);                                                                                                  \
        if (error)                                                                                                     \
            errno = error;                                                                                             \
        return error ? -1 : REAL(name)(fd, op, argument);                                                              \
    }

DEFINE(fcntl, EMFILE, EINVAL)
FCNTL(fcntl, op == F_DUPFD_CLOEXEC)
/* Locks of files. */
DEFINE(fcntl64, EAGAIN, ENOLCK, EINTR, EIO)
FCNTL(fcntl64, op == F_SETLK)

/* ---- sockets ---- */

FAIL(int, socket, -1, (int d, int t, int p), (d, t, p), EMFILE, ENFILE, ENOBUFS, EAFNOSUPPORT, EACCES)
FAIL(int, socketpair, -1, (int d, int t, int p, int *v), (d, t, p, v), EMFILE, ENFILE, ENOBUFS)
FAIL(int, bind, -1, (int fd, const struct sockaddr *a, socklen_t n), (fd, a, n), EADDRINUSE, EACCES, EADDRNOTAVAIL)
FAIL(int, listen, -1, (int fd, int n), (fd, n), EADDRINUSE)
FAIL(int, accept4, -1, (int fd, struct sockaddr *a, socklen_t *n, int flags), (fd, a, n, flags),
     EAGAIN, EINTR, ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM, EPROTO, EPERM)
FAIL(int, connect, -1, (int fd, const struct sockaddr *a, socklen_t n), (fd, a, n), EINTR, ECONNREFUSED, ENETUNREACH, ETIMEDOUT, EADDRNOTAVAIL)
FAIL(ssize_t, recv, -1, (int fd, void *b, size_t n, int f), (fd, b, n, f), EAGAIN, EINTR, ECONNRESET, ENOMEM)
FAIL(ssize_t, send, -1, (int fd, const void *b, size_t n, int f), (fd, b, n, f), EAGAIN, EINTR, ECONNRESET, EPIPE, ENOBUFS)
FAIL(ssize_t, recvfrom, -1, (int fd, void *b, size_t n, int f, struct sockaddr *a, socklen_t *l), (fd, b, n, f, a, l), EAGAIN, EINTR, ECONNREFUSED, ENOMEM)
FAIL(ssize_t, sendto, -1, (int fd, const void *b, size_t n, int f, const struct sockaddr *a, socklen_t l), (fd, b, n, f, a, l), EAGAIN, EINTR, ENOBUFS, ENETUNREACH)
FAIL(ssize_t, recvmsg, -1, (int fd, struct msghdr *m, int f), (fd, m, f), EAGAIN, EINTR, ECONNRESET, ENOMEM)
FAIL(ssize_t, sendmsg, -1, (int fd, const struct msghdr *m, int f), (fd, m, f), EAGAIN, EINTR, ECONNRESET, EPIPE, ENOBUFS)
FAIL(int, getsockopt, -1, (int fd, int l, int o, void *v, socklen_t *n), (fd, l, o, v, n), ENOBUFS)
FAIL(int, setsockopt, -1, (int fd, int l, int o, const void *v, socklen_t n), (fd, l, o, v, n), ENOBUFS, ENOPROTOOPT)
FAIL(int, getsockname, -1, (int fd, struct sockaddr *a, socklen_t *n), (fd, a, n), ENOBUFS)
FAIL(int, getpeername, -1, (int fd, struct sockaddr *a, socklen_t *n), (fd, a, n), ENOTCONN, ENOBUFS)
RETURN(getaddrinfo, (const char *h, const char *s, const struct addrinfo *i, struct addrinfo **r), (h, s, i, r), EAI_AGAIN, EAI_FAIL, EAI_NONAME, EAI_MEMORY)

/* ---- files ---- */

#define OPEN(name)                                                                                                     \
    WRAP(int, name, const char *path, int flags, ...)                                                                  \
    int wrapped_##name(const char *path, int flags, ...)                                                               \
    {                                                                                                                  \
        va_list list;                                                                                                  \
        mode_t mode;                                                                                                   \
        int error = FAILS(name);                                                                                       \
                                                                                                                       \
        va_start(list, flags);                                                                                         \
        mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;                                                             \
        va_end(list);                                                                                                  \
        if (error)                                                                                                     \
            errno = error;                                                                                             \
        return error ? -1 : REAL(name)(path, flags, mode);                                                             \
    }

DEFINE(open, EMFILE, ENFILE, ENOENT, EACCES, EINTR, ENOSPC, EROFS, EIO)
OPEN(open)
DEFINE(open64, EMFILE, ENFILE, ENOENT, EACCES, EINTR, ENOSPC, EROFS, EIO)
OPEN(open64)

FAIL(int, fsync, -1, (int fd), (fd), EIO, ENOSPC, EINTR)
FAIL(int, stat, -1, (const char *p, struct stat *s), (p, s), EACCES, ENOENT, EIO)
FAIL(int, stat64, -1, (const char *p, struct stat64 *s), (p, s), EACCES, ENOENT, EIO)
FAIL(int, lstat64, -1, (const char *p, struct stat64 *s), (p, s), EACCES, ENOENT, EIO)
FAIL(int, fstat64, -1, (int fd, struct stat64 *s), (fd, s), EIO)
FAIL(ssize_t, pread64, -1, (int fd, void *b, size_t n, off64_t at), (fd, b, n, at), EINTR, EIO)
FAIL(ssize_t, pwrite64, -1, (int fd, const void *b, size_t n, off64_t at), (fd, b, n, at), EINTR, EIO, ENOSPC, EDQUOT)
FAIL(int, ftruncate64, -1, (int fd, off64_t size), (fd, size), EINTR, EIO, ENOSPC)
FAIL(int, fdatasync, -1, (int fd), (fd), EIO, ENOSPC, EINTR)
FAIL(int, access, -1, (const char *p, int mode), (p, mode), EACCES, EIO)
FAIL(int, fstat, -1, (int fd, struct stat *s), (fd, s), EIO)
FAIL(int, fchmod, -1, (int fd, mode_t m), (fd, m), EPERM, EIO, EROFS)
FAIL(int, rename, -1, (const char *a, const char *b), (a, b), EACCES, ENOSPC, EXDEV, EIO)
FAIL(int, lstat, -1, (const char *p, struct stat *s), (p, s), EACCES, ENOENT, EIO)
FAIL(char *, realpath, NULL, (const char *p, char *r), (p, r), EACCES, ENOMEM, ELOOP)
FAIL(int, unlink, -1, (const char *p), (p), EACCES, EBUSY, EIO)
FAIL(DIR *, opendir, NULL, (const char *p), (p), EACCES, EMFILE, ENOMEM)
FAIL(struct dirent *, readdir, NULL, (DIR *d), (d), EIO)

/* ---- threads, processes, signals ---- */

RETURN(pthread_create, (pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *x), (t, a, f, x), EAGAIN)
RETURN(posix_spawnp, (pid_t *p, const char *f, const posix_spawn_file_actions_t *a, const posix_spawnattr_t *t, char *const *v, char *const *e),
       (p, f, a, t, v, e), ENOENT, EACCES, EAGAIN, ENOMEM, E2BIG)
RETURN(posix_spawn_file_actions_adddup2, (posix_spawn_file_actions_t *a, int x, int y), (a, x, y), ENOMEM)
FAIL(pid_t, wait4, -1, (pid_t p, int *s, int o, struct rusage *r), (p, s, o, r), EINTR)
FAIL(int, sigtimedwait, -1, (const sigset_t *s, siginfo_t *i, const struct timespec *t), (s, i, t), EAGAIN, EINTR)
FAIL(int, sigaction, -1, (int s, const struct sigaction *n, struct sigaction *o), (s, n, o), EINVAL)

DEFINE(syscall, EMFILE, ENFILE, ENOMEM, ENOSYS)
WRAP(long, syscall, long number, ...)
long wrapped_syscall(long number, ...)
{
    va_list list;
    long a, b, c;
    int error = FAILS(syscall); /* pidfd_open(2) */

    va_start(list, number);
    a = va_arg(list, long);
    b = va_arg(list, long);
    c = va_arg(list, long);
    va_end(list);
    if (error)
        errno = error;
    return error ? -1 : REAL(syscall)(number, a, b, c);
}
