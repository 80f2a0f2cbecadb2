/* serial.h - Async C without the async: `cc -x c -include ac/serial.h file.ac` compiles a program as plain C.
 *
 * The words async and await are erased, so that a call runs to its end where it stands, and <ac.h> is replaced by
 * sequential stand-ins. What is left does the same work, one thing after another: for tools that know C only, and to hold
 * a program against. A wait for something that only another task could do ends at once. `defer` needs gcc or clang, and
 * is not optimised; `break` and `continue` in an ac_group leave that instead of a loop around it. */
#ifndef AC_SERIAL_H
#define AC_SERIAL_H
#define AC_H /* <ac.h> comes to nothing */

#if defined __STRICT_ANSI__ && !defined _POSIX_C_SOURCE && !defined _XOPEN_SOURCE && !defined _GNU_SOURCE
#define _DEFAULT_SOURCE 1 /* -std=c11: what is below needs POSIX, as the runtime does */
#endif

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* `await t;` is left as `t;`, `(async int (*)(int))f` as a cast to the same type. */
#pragma GCC diagnostic ignored "-Wunused-value"

#define async
#define await
#define _Async
#define _Await

/* `defer S`: S stays where it is, and is jumped into when its block is left. The clean-up function that runs then marks its
 * own place and goes to the mark that was made in front of S; behind S the way leads back. While S runs the stack is kept
 * below the frame of the clean-up function. That S may change any variable meanwhile, no optimiser knows: so there is none,
 * and variables are in memory; gcc rejects those that are declared `register`. A program without `defer` keeps the
 * optimiser by -DAC_SERIAL_NO_DEFER. */
#ifndef AC_SERIAL_NO_DEFER
#include <setjmp.h>
#ifdef __clang__
#pragma clang optimize off
#else
#pragma GCC optimize "O0"
#pragma GCC diagnostic error "-Wclobbered"
#endif

struct ac_serial_deferred {
    jmp_buf statement, leaving;
    char *frame; /* of ac_serial_leave() */
};

static __attribute__((__noinline__, __unused__)) void ac_serial_leave(struct ac_serial_deferred *deferred)
{
    deferred->frame = (char *)__builtin_frame_address(0);
    if (!_setjmp(deferred->leaving))
        longjmp(deferred->statement, 1);
}

static __attribute__((__noreturn__, __unused__)) void ac_serial_return(struct ac_serial_deferred *deferred)
{
    longjmp(deferred->leaving, 1);
}

#define AC_SERIAL_BELOW(frame, room) __builtin_alloca((size_t)((char *)__builtin_frame_address(0) - (frame)) + (room))
#define AC_SERIAL_DEFER(deferred, block)                                                                              \
    (void)sizeof(enum { block = 1024 }); /* a statement: labels may stand before it. Unknown behind `if (c)`. */      \
    struct ac_serial_deferred deferred __attribute__((__cleanup__(ac_serial_leave)));                                 \
    for (; _setjmp(deferred.statement);)                                                                              \
        for (deferred.frame = (char *)AC_SERIAL_BELOW(deferred.frame, block);; ac_serial_return(&deferred))
#define AC_SERIAL_GLUE_(a, b) a##b
#define AC_SERIAL_GLUE(a, b) AC_SERIAL_GLUE_(a, b)
#define AC_SERIAL_NUMBERED(n) AC_SERIAL_DEFER(AC_SERIAL_GLUE(ac_deferred_, n), AC_SERIAL_GLUE(defer_needs_a_block_, n))
#define _Defer AC_SERIAL_NUMBERED(__COUNTER__)
#define defer _Defer
#endif

/* ---- time ----------------------------------------------------------------------------------------------------------- */

typedef int64_t ac_time;

#define AC_NANOSECOND ((ac_time)1)
#define AC_MICROSECOND ((ac_time)1000)
#define AC_MILLISECOND ((ac_time)1000000)
#define AC_SECOND ((ac_time)1000000000)

enum ac_clock { AC_CLOCK_REAL, AC_CLOCK_VIRTUAL };

static struct { int chosen, is_virtual; ac_time now; } ac_serial_clock __attribute__((__unused__));

static __inline__ int ac_set_clock(enum ac_clock clock)
{
    ac_serial_clock.chosen = 1;
    ac_serial_clock.is_virtual = clock == AC_CLOCK_VIRTUAL;
    return 0;
}

#define ac_clock_hold() ((void)0)
#define ac_clock_release() ((void)0)

static __inline__ int ac_serial_is_virtual(void)
{
    const char *wanted = getenv("AC_CLOCK");

    if (!ac_serial_clock.chosen)
        ac_set_clock(wanted && !strcmp(wanted, "virtual") ? AC_CLOCK_VIRTUAL : AC_CLOCK_REAL);
    return ac_serial_clock.is_virtual;
}

static __inline__ ac_time ac_now(void)
{
    struct timespec now;

    if (ac_serial_is_virtual())
        return ac_serial_clock.now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (ac_time)now.tv_sec * AC_SECOND + now.tv_nsec;
}

static __inline__ int ac_sleep(ac_time duration)
{
    if (duration <= 0)
        return 0;
    if (ac_serial_is_virtual())
        ac_serial_clock.now += duration;
    else
        poll(NULL, 0, (int)(duration / AC_MILLISECOND));
    return 0;
}

static __inline__ void ac_yield(void)
{
}

typedef struct ac_tick {
    ac_time period, next;
} ac_tick;
#define AC_TICK_INIT(period) { (period), 0 }

static __inline__ int ac_tick_wait(ac_tick *tick)
{
    ac_time now = ac_now(), missed;

    if (tick->period <= 0)
        return -EINVAL;
    tick->next = (tick->next ? tick->next : now) + tick->period;
    missed = tick->next < now ? (now - tick->next) / tick->period + 1 : 0;
    tick->next += missed * tick->period;
    ac_sleep(tick->next - now);
    return (int)missed;
}

/* ---- tasks: they have ended before anybody can ask ------------------------------------------------------------------ */

typedef struct ac_task {
    int unused;
} ac_task;

static ac_task ac_serial_ended __attribute__((__unused__));

/* Takes handles and values of any type. */
static __inline__ int ac_serial_zero(int first, ...)
{
    return first;
}

static __inline__ int ac_set_name(ac_task *task, const char *format, ...)
{
    (void)task;
    (void)format;
    return 0;
}

#define ac_run(...) (__VA_ARGS__) /* a call may have commas in braces */
#define ac_spawn(...) ((void)(__VA_ARGS__), &ac_serial_ended)
#define ac_self() (&ac_serial_ended)
#define ac_gather(...) (__VA_ARGS__, 0) /* calls of void functions, too */
#define ac_gather_n(n, tasks) ac_serial_zero(0, n, tasks)
#define ac_race(...) (__VA_ARGS__, 0)
#define ac_race_n(n, tasks) ac_serial_zero(0, n, tasks)
#define ac_join(...) ((__VA_ARGS__), 0)
#define ac_wait_for(task, duration) ((task), (void)(duration), 0)
#define ac_cancel(task) ((void)(task))
#define ac_detach(...) ((void)(__VA_ARGS__))
#define ac_done(task) ac_serial_zero(1, task)

typedef struct ac_group {
    int error;
} ac_group;

#define ac_timeout(duration) if (ac_serial_zero(1, duration))
#define ac_timeout_at(deadline) if (ac_serial_zero(1, deadline))
#define ac_shield
#define ac_group(g) for (ac_group g##_once = { 0 }, *g = &g##_once; g; g = NULL) if (!g->error)
#define ac_spawn_in(g, ...) ((void)(g), (void)(__VA_ARGS__))
#define ac_group_error(g) ((g)->error)

/* ---- sharing -------------------------------------------------------------------------------------------------------- */

typedef struct ac_event { int set; } ac_event;
typedef struct ac_mutex { int locked; } ac_mutex;
typedef struct ac_cond { int unused; } ac_cond;
typedef struct ac_sem { unsigned permits; } ac_sem;
typedef struct ac_barrier { unsigned parties, arrived; } ac_barrier;
typedef struct ac_promise { int resolved, result; } ac_promise;
#define AC_EVENT_INIT { 0 }
#define AC_MUTEX_INIT { 0 }
#define AC_COND_INIT { 0 }
#define AC_SEM_INIT(permits) { (permits) }
#define AC_BARRIER_INIT(parties) { (parties), 0 }
#define AC_PROMISE_INIT { 0, 0 }

static __inline__ void ac_event_set(ac_event *event) { event->set = 1; }
static __inline__ void ac_event_clear(ac_event *event) { event->set = 0; }
static __inline__ int ac_event_is_set(const ac_event *event) { return event->set; }
static __inline__ int ac_event_wait(ac_event *event) { (void)event; return 0; }

static __inline__ int ac_mutex_lock_try(ac_mutex *mutex) { return mutex->locked ? -EAGAIN : (mutex->locked = 1, 0); }
static __inline__ int ac_mutex_lock(ac_mutex *mutex) { mutex->locked = 1; return 0; }
static __inline__ int ac_mutex_unlock(ac_mutex *mutex) { return mutex->locked ? (mutex->locked = 0) : -EPERM; }

static __inline__ void ac_cond_signal(ac_cond *cond) { (void)cond; }
static __inline__ void ac_cond_broadcast(ac_cond *cond) { (void)cond; }
static __inline__ int ac_cond_wait(ac_cond *cond, ac_mutex *mutex) { (void)cond; (void)mutex; return 0; }

static __inline__ int ac_sem_acquire_try(ac_sem *sem) { return sem->permits ? (sem->permits--, 0) : -EAGAIN; }
static __inline__ int ac_sem_acquire(ac_sem *sem) { ac_sem_acquire_try(sem); return 0; }
static __inline__ void ac_sem_release(ac_sem *sem) { sem->permits++; }

static __inline__ int ac_barrier_wait(ac_barrier *barrier)
{
    unsigned before = barrier->arrived++ % barrier->parties;

    return (int)before;
}

static __inline__ int ac_event_destroy(const ac_event *event) { (void)event; return 0; }
static __inline__ int ac_mutex_destroy(const ac_mutex *mutex) { return mutex->locked ? -EBUSY : 0; }
static __inline__ int ac_cond_destroy(const ac_cond *cond) { (void)cond; return 0; }
static __inline__ int ac_sem_destroy(const ac_sem *sem) { (void)sem; return 0; }
static __inline__ int ac_barrier_destroy(const ac_barrier *barrier) { (void)barrier; return 0; }
static __inline__ int ac_promise_destroy(const ac_promise *promise) { (void)promise; return 0; }

static __inline__ int ac_promise_wait(ac_promise *promise) { return promise->result; }
static __inline__ int ac_promise_resolve(ac_promise *promise, int result)
{
    if (promise->resolved)
        return -EALREADY;
    promise->resolved = 1;
    promise->result = result;
    return 0;
}

/* A channel keeps all that is sent: the receiver comes later. */
typedef struct ac_chan {
    size_t elem_size, first, count, room;
    int closed;
    char *elements;
} ac_chan;

static __inline__ ac_chan *ac_chan_new(size_t elem_size, size_t capacity)
{
    ac_chan *chan = (ac_chan *)calloc(1, sizeof *chan);

    (void)capacity;
    if (chan)
        chan->elem_size = elem_size;
    return chan;
}

static __inline__ int ac_chan_send(ac_chan *chan, const void *element)
{
    if (chan->closed)
        return -EPIPE;
    if (chan->first + chan->count == chan->room) {
        char *more = (char *)realloc(chan->elements, (2 * chan->room + 8) * chan->elem_size);

        if (!more)
            return -ENOMEM;
        chan->elements = more;
        chan->room = 2 * chan->room + 8;
    }
    memcpy(chan->elements + (chan->first + chan->count++) * chan->elem_size, element, chan->elem_size);
    return 0;
}

static __inline__ int ac_chan_recv(ac_chan *chan, void *element)
{
    if (!chan->count)
        return -EPIPE;
    memcpy(element, chan->elements + chan->first++ * chan->elem_size, chan->elem_size);
    chan->count--;
    return 0;
}

static __inline__ int ac_chan_recv_try(ac_chan *chan, void *element)
{
    return chan->count || chan->closed ? ac_chan_recv(chan, element) : -EAGAIN;
}

#define ac_chan_send_try ac_chan_send

static __inline__ void ac_chan_close(ac_chan *chan) { chan->closed = 1; }
static __inline__ void ac_chan_free(ac_chan *chan)
{
    if (chan)
        free(chan->elements);
    free(chan);
}

/* ---- descriptors ---------------------------------------------------------------------------------------------------- */

static __inline__ int ac_poll_fd(int fd, short events)
{
    struct pollfd p;

    p.fd = fd;
    p.events = events;
    p.revents = 0;
    return poll(&p, 1, -1) < 0 ? -errno : p.revents;
}

static __inline__ ssize_t ac_read(int fd, void *buffer, size_t size)
{
    ssize_t n = (ac_poll_fd(fd, POLLIN), read(fd, buffer, size));

    return n < 0 ? -errno : n;
}

static __inline__ ssize_t ac_write(int fd, const void *data, size_t size)
{
    ssize_t n = (ac_poll_fd(fd, POLLOUT), write(fd, data, size));

    return n < 0 ? -errno : n;
}

static __inline__ ssize_t ac_serial_io(ssize_t n) { return n < 0 ? -errno : n; }

#define ac_readv(fd, parts, count) ac_serial_io(readv(fd, parts, count))
#define ac_writev(fd, parts, count) ac_serial_io(writev(fd, parts, count))
#define ac_accept(fd, addr, size) ((int)ac_serial_io(accept(fd, addr, size)))
#define ac_connect(fd, addr, size) ((int)ac_serial_io(connect(fd, addr, size)))
#define ac_recv(fd, buffer, size, flags) ac_serial_io(recv(fd, buffer, size, flags))
#define ac_recvfrom(fd, buffer, size, flags, addr, len) ac_serial_io(recvfrom(fd, buffer, size, flags, addr, len))
#define ac_recvmsg(fd, message, flags) ac_serial_io(recvmsg(fd, message, flags))
#define ac_send(fd, data, size, flags) ac_serial_io(send(fd, data, size, (flags) | MSG_NOSIGNAL))
#define ac_sendto(fd, data, size, flags, addr, len) \
    ac_serial_io(sendto(fd, data, size, (flags) | MSG_NOSIGNAL, addr, len))
#define ac_sendmsg(fd, message, flags) ac_serial_io(sendmsg(fd, message, (flags) | MSG_NOSIGNAL))
#define ac_send_all(fd, data, size) (ac_send(fd, data, size, 0) < 0 ? -errno : 0)

static __inline__ int ac_close(int fd) { return close(fd) < 0 ? -errno : 0; }
static __inline__ const char *ac_strerror(long error) { return error < 0 ? strerror((int)-error) : "success"; }
static __inline__ void ac_set_nomem(void (*hook)(const char *function, size_t size)) { (void)hook; }

/* ---- addresses: not without the library ------------------------------------------------------------------------------ */

struct addrinfo;
#define ac_getaddrinfo(host, service, hints, list) ((void)(host), (void)(service), (void)(hints), (void)(list), -ENOTSUP)
#define ac_dial(net, addr) ((void)(net), (void)(addr), -ENOTSUP)
#define ac_listen(net, addr, backlog) ((void)(net), (void)(addr), (void)(backlog), -ENOTSUP)
#define ac_local_address(fd, text, size) ((void)(fd), (void)(text), (void)(size), -ENOTSUP)
#define ac_peer_address(fd, text, size) ((void)(fd), (void)(text), (void)(size), -ENOTSUP)

static __inline__ int ac_serve(int fd, int (*handler)(int fd, void *arg), void *arg, int max)
{
    (void)max;
    for (;;) {
        int connection = ac_accept(fd, NULL, NULL);

        if (connection < 0)
            return connection;
        handler(connection, arg);
    }
}

/* ---- streams: stdio's ------------------------------------------------------------------------------------------------ */

typedef struct ac_stream {
    int fd;
    FILE *in, *out;
    char *line;
    size_t room, limit;
} ac_stream;

static __inline__ int ac_serial_ok(int failed) { return failed ? (errno ? -errno : -EIO) : 0; }

static __inline__ int ac_stream_close(ac_stream *stream)
{
    int failed = 0;

    if (!stream)
        return 0;
    if (stream->out)
        failed = fclose(stream->out);
    if (stream->in)
        fclose(stream->in);
    free(stream->line);
    free(stream);
    return ac_serial_ok(failed);
}

static __inline__ ac_stream *ac_stream_open(int fd, size_t limit)
{
    ac_stream *stream = (ac_stream *)calloc(1, sizeof *stream);

    if (!stream)
        return NULL;
    stream->limit = limit ? limit : 65536;
    stream->fd = fd;
    stream->in = fdopen(fd, "r"); /* one of them fails where only the other way is open */
    stream->out = fdopen(stream->in ? dup(fd) : fd, "w");
    return stream;
}

static __inline__ int ac_stream_fd(const ac_stream *stream) { return stream->fd; }

static __inline__ ssize_t ac_read_until(ac_stream *stream, const void *mark, size_t mark_size, char **data)
{
    size_t have = 0;
    int c = 0;

    if (!mark_size)
        return -EINVAL;
    while (have < mark_size || memcmp(stream->line + have - mark_size, mark, mark_size)) {
        if (have == stream->limit)
            return -EMSGSIZE;
        if (have + 1 >= stream->room) {
            char *more = (char *)realloc(stream->line, 2 * stream->room + 64);

            if (!more)
                return -ENOMEM;
            stream->line = more;
            stream->room = 2 * stream->room + 64;
        }
        if ((c = getc(stream->in)) == EOF)
            break;
        stream->line[have++] = (char)c;
    }
    stream->line[have] = 0;
    *data = stream->line;
    return (ssize_t)have;
}

#define ac_getline(stream, line) ac_read_until(stream, "\n", 1, line)

static __inline__ ssize_t ac_read_exactly(ac_stream *stream, void *buffer, size_t size)
{
    size_t got = fread(buffer, 1, size, stream->in);

    return got || !ferror(stream->in) ? (ssize_t)got : (ssize_t)ac_serial_ok(1);
}

#define ac_read_some(stream, buffer, size) ac_read_exactly(stream, buffer, size)
#define ac_flush(stream) ac_serial_ok(fflush((stream)->out))
#define ac_drain(stream) ac_flush(stream)
#define ac_printf(stream, ...) fprintf((stream)->out, __VA_ARGS__)
#define ac_put(stream, data, size) ac_serial_ok(fwrite(data, 1, size, (stream)->out) < (size_t)(size))

/* ---- files ------------------------------------------------------------------------------------------------------------ */

#define ac_open(path, flags, mode) ((int)ac_serial_io(open(path, flags, mode)))
#define ac_pread(fd, buffer, size, offset) ac_serial_io(pread(fd, buffer, size, offset))
#define ac_pwrite(fd, data, size, offset) ac_serial_io(pwrite(fd, data, size, offset))
#define ac_fsync(fd) ((int)ac_serial_io(fsync(fd)))
#define ac_stat(path, st) ((int)ac_serial_io(stat(path, st)))
#define ac_rename(from, to) ((int)ac_serial_io(rename(from, to)))
#define ac_unlink(path) ((int)ac_serial_io(unlink(path)))
#define ac_readdir(path, names) ((void)(path), *(names) = NULL, (ssize_t)-ENOTSUP)

static __inline__ ssize_t ac_read_file(const char *path, char **data, size_t limit)
{
    FILE *file = fopen(path, "r");
    size_t have = 0, got = 1;
    char *more;

    *data = NULL;
    if (!file)
        return -errno;
    while (got && (!limit || have <= limit) && (more = (char *)realloc(*data, have + 4097))) {
        *data = more;
        got = fread(more + have, 1, 4096, file);
        have += got;
        more[have] = 0;
    }
    fclose(file);
    if (!got && (!limit || have <= limit))
        return (ssize_t)have;
    free(*data);
    *data = NULL;
    return limit && have > limit ? -EFBIG : -ENOMEM;
}

static __inline__ int ac_write_file(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "w");
    int failed = !file || fwrite(data, 1, size, file) < size;

    if (file && fclose(file))
        failed = 1;
    return ac_serial_ok(failed);
}

/* ---- processes: not without the library; signals ---------------------------------------------------------------------- */

enum ac_command_flags { AC_PIPE_IN = 1, AC_PIPE_OUT = 2, AC_PIPE_ERR = 4, AC_ERR_TO_OUT = 8, AC_OWN_GROUP = 16 };
struct ac_command {
    char *const *argv, *const *env;
    const char *folder;
    int flags;
};
typedef struct ac_process {
    pid_t pid;
    int in, out, err, pidfd, flags, status, ended;
} ac_process;
struct ac_output {
    size_t limit;
    char *out, *err;
    size_t out_size, err_size;
};
#define ac_process_start(process, command) ((void)(process), (void)(command), -ENOTSUP)
#define ac_process_kill(process, number) ((void)(process), (void)(number), -ESRCH)
#define ac_process_wait(process) ((void)(process), -ECHILD)
#define ac_process_end(process) ((void)(process), -ECHILD)
#define ac_process_run(command, input, size, output) \
    ((void)(command), (void)(input), (void)(size), (void)(output), -ENOTSUP)
#define ac_output_free(output) ((void)(output))

static __inline__ int ac_signal(const sigset_t *set)
{
    int number = 0, error = sigprocmask(SIG_BLOCK, set, NULL) ? errno : sigwait(set, &number);

    return error ? -error : number;
}

/* ---- the loop, which there is not ----------------------------------------------------------------------------------- */

#define ac_offload(fn, arg) ((fn)(arg))

typedef struct ac_loop ac_loop;
#define ac_loop_self() ((ac_loop *)0)
#define ac_post(loop, fn, arg) ((void)(loop), (fn)(arg), 0)
#define ac_thread_start(fn, arg) ((void)(fn)(arg), 0)
#define ac_loop_fd(loop) ((void)(loop), -ENOTSUP)
#define ac_loop_timeout(loop) ((void)(loop), (ac_time)-1)
#define ac_loop_step(loop) ((void)(loop), 0)

struct ac_stats {
    uint64_t turns;
    size_t tasks;
    uint32_t spawned;
};
static __inline__ void ac_stats(struct ac_stats *stats) { memset(stats, 0, sizeof *stats); }
static __inline__ void ac_dump(FILE *out) { fputs("0 tasks\n", out); }

#endif
