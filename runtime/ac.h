/* ac.h - the library of Async C.
 *
 * Read three ways: by acc, where the functions that may suspend are declared with the keyword; by C, where they have the
 * form of abi.h (`struct ac_frame *f(P, T *result)`); by C++ likewise. Times are nanoseconds of the monotonic clock.
 * Results are 0 or positive, or a negative errno; nothing sets errno. Everything belongs to the thread that calls it:
 * a thread has one loop, and a task stays with the loop it was made for. */
#ifndef AC_H
#define AC_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/select.h> /* sigset_t */
#include <sys/socket.h>
#include <sys/types.h>

#include <ac/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A running call of an async function. A handle is consumed once, by `await t`, ac_join(t) or ac_detach(t); an `async T`
 * object releases its task itself when its scope is left. */
typedef struct ac_task ac_task;

struct iovec; /* <sys/uio.h> */

/* A duration or a point in time, in nanoseconds. `0.5 * AC_SECOND` is a duration too. */
typedef int64_t ac_time;

#define AC_NANOSECOND ((ac_time)1)
#define AC_MICROSECOND ((ac_time)1000)
#define AC_MILLISECOND ((ac_time)1000000)
#define AC_SECOND ((ac_time)1000000000)

/* Tasks that wait, first in, first out. Private, as all members of the types below. */
struct ac_queue {
    struct ac_wait *first;
};

/* What tasks share to wait for one another. Each is made by its initialiser, for objects of any storage duration, and
 * needs no end; it must not move or go while tasks wait for it. */

/* Set or not; a task waits until it is set. */
typedef struct ac_event {
    struct ac_queue waits;
    int set;
} ac_event;
#define AC_EVENT_INIT { { 0 }, 0 }

/* Held by one task at a time, handed over in the order of asking. */
typedef struct ac_mutex {
    struct ac_queue waits;
    unsigned locked, owner; /* owner: the number of the task that holds it */
    const char *place;      /* in debug builds: where it was locked or unlocked */
} ac_mutex;
#define AC_MUTEX_INIT { { 0 }, 0, 0, 0 }

/* A condition, to be waited for with a mutex. */
typedef struct ac_cond {
    struct ac_queue waits;
} ac_cond;
#define AC_COND_INIT { { 0 } }

/* A number of permits. */
typedef struct ac_sem {
    struct ac_queue waits;
    unsigned permits;
} ac_sem;
#define AC_SEM_INIT(permits) { { 0 }, (permits) }

/* Tasks wait until PARTIES of them do; then it starts over. */
typedef struct ac_barrier {
    struct ac_queue waits;
    unsigned parties, arrived;
} ac_barrier;
#define AC_BARRIER_INIT(parties) { { 0 }, (parties), 0 }

/* A result that comes once, mostly from a callback. */
typedef struct ac_promise {
    struct ac_queue waits;
    int resolved, result;
} ac_promise;
#define AC_PROMISE_INIT { { 0 }, 0, 0 }

/* A period; its ticks are counted from the first wait and do not drift. */
typedef struct ac_tick {
    ac_time period, next;
} ac_tick;
#define AC_TICK_INIT(period) { (period), 0 }

/* A queue of elements of one size, between tasks. */
typedef struct ac_chan ac_chan;

struct addrinfo; /* <netdb.h> */

/* A descriptor with a buffer for each direction. */
typedef struct ac_stream ac_stream;

struct stat; /* <sys/stat.h> */

/* A program to be run. */
enum ac_command_flags {
    AC_PIPE_IN = 1,    /* its standard input is a pipe from us; without it, ours */
    AC_PIPE_OUT = 2,   /* its standard output is a pipe to us */
    AC_PIPE_ERR = 4,   /* and its standard error */
    AC_ERR_TO_OUT = 8, /* its standard error goes where its standard output goes */
    AC_OWN_GROUP = 16  /* it leads a process group of its own; a signal goes to all of that */
};
struct ac_command {
    char *const *argv;  /* the program, looked for in PATH, and its arguments; ends with NULL */
    char *const *env;   /* its environment; NULL: ours */
    const char *folder; /* its current directory; NULL: ours */
    int flags;
};
/* One that was started. The descriptors are ours to use and, before ac_process_end(), to close by ac_close() and -1. */
typedef struct ac_process {
    pid_t pid;
    int in, out, err; /* our ends of the pipes, or -1 */
    int pidfd, flags, status, ended; /* private */
} ac_process;
/* What a program has written, with a 0 behind each. */
struct ac_output {
    size_t limit; /* of bytes, for each; 0: none */
    char *out, *err;
    size_t out_size, err_size;
};

/* ---- functions that may suspend ------------------------------------------------------------------------------------
 * Cancelling a task that waits in one of them ends the wait first: no buffer is in use afterwards, nothing is lost that
 * had not been delivered. None allocates for the wait itself, unless it says so. */
#ifdef __ASYNC_C__

/* What it returns when it has to wait is the wait of the task, never a frame of its own: its callers need not free it. */
#define AC_LEAF __attribute__((__ac_leaf__))

/* Where it is awaited by its name, what is called is NAME_usual() of <ac/told.h>, which does the usual case in place. */
#if defined __OPTIMIZE__ && !defined __TINYC__ /* as in <ac/told.h> */
#define AC_USUAL __attribute__((__ac_usual__))
#else
#define AC_USUAL
#endif

/* Waits for DURATION; 0 or less: for one turn of the loop, as ac_yield(). Returns 0. */
_Async int ac_sleep(ac_time duration) AC_LEAF;
/* Lets every task that is ready run once. */
_Async void ac_yield(void) AC_LEAF;

/* Waits for the end of TASK and consumes the handle. 0, or -ECANCELED if the task was cancelled. Cancelling the caller
 * cancels TASK and waits for it. */
_Async int ac_join(ac_task *task) AC_LEAF;
/* ac_join() that gives up after DURATION: then TASK is cancelled and joined. 0 if it ended by itself, -ETIMEDOUT,
 * -ECANCELED if somebody else cancelled it. Consumes the handle. */
_Async int ac_wait_for(ac_task *task, ac_time duration);
/* Waits until all N tasks have ended, also when one fails. 0, or -ECANCELED if one of them was cancelled.
 * The handles remain the caller's; the array is only read when the call begins. Cancelling the caller cancels the tasks
 * and waits for them. Allocates a frame. */
_Async int ac_gather_n(size_t n, ac_task *const *tasks);
/* Waits until one of N tasks has ended: its index, or -EINVAL for none. The others run on, and the handles
 * remain the caller's. Allocates a frame. */
_Async int ac_race_n(size_t n, ac_task *const *tasks);

/* Waits until FD is ready for one of EVENTS (POLLIN, POLLOUT, POLLPRI, POLLRDHUP of <poll.h>). The events that are there,
 * POLLERR and POLLHUP among them whether asked for or not: for 0 it waits for these. Or a negative errno: -EBADF also when
 * ac_close() closed FD meanwhile, -EPERM if FD is a regular file, always ready for POLLIN and POLLOUT, and it is for others. */
_Async int ac_poll_fd(int fd, short events) AC_LEAF AC_USUAL;
/* read(2) and write(2) that wait instead of failing with EAGAIN, or blocking: FD may be blocking or not. The number of
 * bytes, which may be less than SIZE, or a negative errno. A broken pipe is -EPIPE and never a signal for a socket.
 * ac_write() allocates a frame when it has to wait. */
_Async ssize_t ac_read(int fd, void *buffer, size_t size) AC_LEAF AC_USUAL;
_Async ssize_t ac_write(int fd, const void *data, size_t size) AC_USUAL;

_Async ssize_t ac_readv(int fd, const struct iovec *parts, int count);
_Async ssize_t ac_writev(int fd, const struct iovec *parts, int count);

/* accept(2), connect(2), recv(2), send(2) and their like, which wait instead of failing with EAGAIN, or blocking; SIGPIPE
 * is never raised. What they point to must stay until they are done. A descriptor accepted is non-blocking and
 * close-on-exec; a connection that is gone before it is accepted is passed over. With MSG_WAITALL ac_recv() and ac_recvfrom()
 * wait on a stream until all SIZE bytes are there, or the end; then, after an error and when cancelled, some may be lost. */
_Async int ac_accept(int fd, struct sockaddr *addr, socklen_t *size);
_Async int ac_connect(int fd, const struct sockaddr *addr, socklen_t size);
_Async ssize_t ac_recv(int fd, void *buffer, size_t size, int flags);
_Async ssize_t ac_recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *addr, socklen_t *addr_size);
_Async ssize_t ac_recvmsg(int fd, struct msghdr *message, int flags);
_Async ssize_t ac_send(int fd, const void *data, size_t size, int flags);
_Async ssize_t ac_sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *addr,
                         socklen_t addr_size);
_Async ssize_t ac_sendmsg(int fd, const struct msghdr *message, int flags);
/* Sends all of DATA. 0, or a negative errno; then part of it may have been sent. */
_Async int ac_send_all(int fd, const void *data, size_t size);

/* Calls fn(arg) on another thread and waits for what it returns; -EAGAIN if there can be no thread. Cancelling waits until
 * fn has returned, if it was called already. Allocates a frame. */
_Async int ac_offload(int (*fn)(void *arg), void *arg);

/* Waits until EVENT is set. 0. */
_Async int ac_event_wait(ac_event *event) AC_LEAF;
/* Takes MUTEX, waiting for its turn. 0. A mutex is not recursive. */
_Async int ac_mutex_lock(ac_mutex *mutex) AC_LEAF;
/* Gives MUTEX up, waits for a signal and takes MUTEX again; also when cancelled. 0, or at once -EPERM if the caller does
 * not hold MUTEX. */
_Async int ac_cond_wait(ac_cond *cond, ac_mutex *mutex);
/* Takes a permit, waiting for its turn. 0. */
_Async int ac_sem_acquire(ac_sem *sem) AC_LEAF;
/* Waits until all parties do. How many came before: from 0 to parties - 1; the last one does not wait. */
_Async int ac_barrier_wait(ac_barrier *barrier) AC_LEAF;
/* The result of PROMISE, waiting until it is there. Any number of tasks may ask, any number of times. */
_Async int ac_promise_wait(ac_promise *promise) AC_LEAF;
/* Waits for the next tick. The number of ticks missed since the last call: 0 if the caller keeps up. -EINVAL if the period
 * is not positive. */
_Async int ac_tick_wait(ac_tick *tick);
/* Puts a copy of *ELEMENT into CHAN, waiting for room; without capacity, until a receiver has it. 0, or -EPIPE if CHAN is
 * closed, now or while waiting. */
_Async int ac_chan_send(ac_chan *chan, const void *element) AC_LEAF;
/* Takes the oldest element to *ELEMENT, waiting for one. 0, or -EPIPE if CHAN is closed and empty. */
_Async int ac_chan_recv(ac_chan *chan, void *element) AC_LEAF;

/* Looks up a name, as getaddrinfo(3) does; numbers at once, names on another thread. 0 and *LIST for freeaddrinfo(), or a
 * negative errno: -ENOENT for a name that stands for nothing, -EAGAIN if that is not known just now, -EINVAL for hints or a
 * service that make no sense. Cancelling does not wait for the look-up. Allocates. */
_Async int ac_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list);
/* Connects. NET is "tcp", "udp" ("tcp4", "tcp6", "udp4", "udp6": of that family only), or "unix". ADDR is "name:port",
 * "127.0.0.1:port", "[::1]:port", ":port" for this machine, or the path of a socket file ("@name": an abstract one). Where a
 * name stands for several addresses they are tried in turn, IPv6 and IPv4, each 250 ms after the one before or when that has
 * failed; the first connection made is taken. A non-blocking descriptor, closed on exec, or a negative errno: what
 * ac_getaddrinfo() or ac_connect() say, the latter of the first address that failed; -EPROTONOSUPPORT for an unknown NET.
 * Allocates. */
_Async int ac_dial(const char *net, const char *addr);
/* Accepts connections of FD, which listens, for ever: for each a task of its own calls handler(connection, arg), which
 * closes the connection; what it returns does not matter. At most MAX at once, the others wait in the system's queue; 0: no
 * limit. Running out of descriptors is waited out. When somebody calls ac_close(FD), it waits for the connections under way
 * and returns 0; any other error of accept(2) likewise, but that is returned, and -EBADF if FD is none to begin with.
 * Cancelling cancels the connections and waits for them. Allocates. */
_Async int ac_serve(int fd, _Async int (*handler)(int fd, void *arg), void *arg, int max);

/* Reads a line: *LINE points to it in the stream, its '\n' included and a 0 behind, until the stream is read again. Its
 * length; at the end what is left, and then 0; or a negative errno: -EMSGSIZE if there are as many bytes as the stream's
 * limit and none ends a line (they stay to be read otherwise), -EBUSY if another task is reading, -EBADF if the stream is
 * closed meanwhile. Cancelling loses nothing. */
_Async ssize_t ac_getline(ac_stream *stream, char **line);
/* The same with any MARK of MARK_SIZE bytes, which is included; without it at the end. */
_Async ssize_t ac_read_until(ac_stream *stream, const void *mark, size_t mark_size, char **data);
/* Reads SIZE bytes; fewer only at the end. How many, or a negative errno; then, and when cancelled, some may be lost. */
_Async ssize_t ac_read_exactly(ac_stream *stream, void *buffer, size_t size);
/* Reads what there is, waiting for something: up to SIZE bytes. How many, 0 at the end, or a negative errno. */
_Async ssize_t ac_read_some(ac_stream *stream, void *buffer, size_t size);
/* Writes all that ac_put() and ac_printf() have left in the stream. 0, or a negative errno, which stays. Cancelled, the rest is
 * still there. */
_Async int ac_flush(ac_stream *stream);
/* Writes only if more than a quarter of the limit waits, until that is less: what to call in a loop that writes. 0, or a
 * negative errno. */
_Async int ac_drain(ac_stream *stream);

/* Files, on other threads. Cancelling does not wait: the thread goes on with copies of what it was given, so a file may still
 * be written, made or renamed after that; ac_close() of a descriptor it uses takes effect when it is done with it. All
 * allocate; each is the system call of the same name, with 0 or more, or a negative errno. */
_Async int ac_open(const char *path, int flags, mode_t mode); /* closed on exec */
_Async ssize_t ac_pread(int fd, void *buffer, size_t size, off_t offset);
_Async ssize_t ac_pwrite(int fd, const void *data, size_t size, off_t offset);
_Async int ac_fsync(int fd);
_Async int ac_stat(const char *path, struct stat *st);
_Async int ac_rename(const char *from, const char *to);
_Async int ac_unlink(const char *path);
/* The names in a directory, in the order of strcmp(), without "." and "..". Their number; *NAMES is an array that ends with
 * NULL, all of it for one free(). Or a negative errno, and NULL. */
_Async ssize_t ac_readdir(const char *path, char ***names);
/* A whole file: its size, and *DATA for free() with a 0 behind; -EFBIG if there is more than LIMIT (0: no limit), or
 * another negative errno, and NULL. */
_Async ssize_t ac_read_file(const char *path, char **data, size_t limit);
/* Makes DATA the contents of the file: whoever reads it, and after a crash, finds all of the old or all of the new, and the
 * new is on the disk when this returns 0. The mode of an old file is kept; a symbolic link is followed. */
_Async int ac_write_file(const char *path, const void *data, size_t size);

/* Waits until one of the signals of SET comes: its number. From the first call on these signals do nothing else in this
 * process (SIGINT no longer cancels main), until the loop goes; what comes while nobody waits is kept, one of each. -EINVAL:
 * no signal, or one that cannot be waited for; -EBUSY: another thread's loop has the signals. */
_Async int ac_signal(const sigset_t *set);
/* Waits until PROCESS ends: its exit status, or 128 and the number of the signal that ended it; again if asked again. Or a
 * negative errno. Cancelling leaves it running. */
_Async int ac_process_wait(ac_process *process);
/* Closes the pipes, kills PROCESS if it runs, and waits for it, as ac_process_wait(). Made for `defer await`. */
_Async int ac_process_end(ac_process *process);
/* Runs a program with SIZE bytes of INPUT to its end: its exit status as of ac_process_wait() and *OUTPUT, whose limit is set
 * before the call, for ac_output_free(); or a negative errno and nothing: -EMSGSIZE if it wrote more than the limit. Then,
 * and when the caller is cancelled, the program is killed and waited for. */
_Async int ac_process_run(const struct ac_command *command, const void *input, size_t size, struct ac_output *output);

#else

struct ac_frame *ac_sleep(ac_time duration, int *result);
struct ac_frame *ac_yield(void);
struct ac_frame *ac_join(ac_task *task, int *result);
struct ac_frame *ac_wait_for(ac_task *task, ac_time duration, int *result);
struct ac_frame *ac_gather_n(size_t n, ac_task *const *tasks, int *result);
struct ac_frame *ac_race_n(size_t n, ac_task *const *tasks, int *result);
struct ac_frame *ac_poll_fd(int fd, short events, int *result);
struct ac_frame *ac_read(int fd, void *buffer, size_t size, ssize_t *result);
struct ac_frame *ac_write(int fd, const void *data, size_t size, ssize_t *result);
struct ac_frame *ac_readv(int fd, const struct iovec *parts, int count, ssize_t *result);
struct ac_frame *ac_writev(int fd, const struct iovec *parts, int count, ssize_t *result);
struct ac_frame *ac_accept(int fd, struct sockaddr *addr, socklen_t *size, int *result);
struct ac_frame *ac_connect(int fd, const struct sockaddr *addr, socklen_t size, int *result);
struct ac_frame *ac_recv(int fd, void *buffer, size_t size, int flags, ssize_t *result);
struct ac_frame *ac_recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *addr, socklen_t *addr_size,
                             ssize_t *result);
struct ac_frame *ac_recvmsg(int fd, struct msghdr *message, int flags, ssize_t *result);
struct ac_frame *ac_send(int fd, const void *data, size_t size, int flags, ssize_t *result);
struct ac_frame *ac_sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *addr,
                           socklen_t addr_size, ssize_t *result);
struct ac_frame *ac_sendmsg(int fd, const struct msghdr *message, int flags, ssize_t *result);
struct ac_frame *ac_send_all(int fd, const void *data, size_t size, int *result);
struct ac_frame *ac_offload(int (*fn)(void *arg), void *arg, int *result);
struct ac_frame *ac_event_wait(ac_event *event, int *result);
struct ac_frame *ac_mutex_lock(ac_mutex *mutex, int *result);
struct ac_frame *ac_cond_wait(ac_cond *cond, ac_mutex *mutex, int *result);
struct ac_frame *ac_sem_acquire(ac_sem *sem, int *result);
struct ac_frame *ac_barrier_wait(ac_barrier *barrier, int *result);
struct ac_frame *ac_promise_wait(ac_promise *promise, int *result);
struct ac_frame *ac_tick_wait(ac_tick *tick, int *result);
struct ac_frame *ac_chan_send(ac_chan *chan, const void *element, int *result);
struct ac_frame *ac_chan_recv(ac_chan *chan, void *element, int *result);
struct ac_frame *ac_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                                struct addrinfo **list, int *result);
struct ac_frame *ac_dial(const char *net, const char *addr, int *result);
struct ac_frame *ac_serve(int fd, struct ac_frame *(*handler)(int fd, void *arg, int *result), void *arg, int max,
                          int *result);
struct ac_frame *ac_getline(ac_stream *stream, char **line, ssize_t *result);
struct ac_frame *ac_read_until(ac_stream *stream, const void *mark, size_t mark_size, char **data, ssize_t *result);
struct ac_frame *ac_read_exactly(ac_stream *stream, void *buffer, size_t size, ssize_t *result);
struct ac_frame *ac_read_some(ac_stream *stream, void *buffer, size_t size, ssize_t *result);
struct ac_frame *ac_flush(ac_stream *stream, int *result);
struct ac_frame *ac_drain(ac_stream *stream, int *result);
struct ac_frame *ac_open(const char *path, int flags, mode_t mode, int *result);
struct ac_frame *ac_pread(int fd, void *buffer, size_t size, off_t offset, ssize_t *result);
struct ac_frame *ac_pwrite(int fd, const void *data, size_t size, off_t offset, ssize_t *result);
struct ac_frame *ac_fsync(int fd, int *result);
struct ac_frame *ac_stat(const char *path, struct stat *st, int *result);
struct ac_frame *ac_rename(const char *from, const char *to, int *result);
struct ac_frame *ac_unlink(const char *path, int *result);
struct ac_frame *ac_readdir(const char *path, char ***names, ssize_t *result);
struct ac_frame *ac_read_file(const char *path, char **data, size_t limit, ssize_t *result);
struct ac_frame *ac_write_file(const char *path, const void *data, size_t size, int *result);
struct ac_frame *ac_signal(const sigset_t *set, int *result);
struct ac_frame *ac_process_wait(ac_process *process, int *result);
struct ac_frame *ac_process_end(ac_process *process, int *result);
struct ac_frame *ac_process_run(const struct ac_command *command, const void *input, size_t size,
                                struct ac_output *output, int *result);

#endif

/* ---- tasks ---------------------------------------------------------------------------------------------------------- */

/* ac_spawn(f(x)) makes a task of the call and returns its handle: acc turns a call given where an ac_task * is wanted
 * into a task. */
static __inline__ ac_task *ac_spawn(ac_task *task)
{
    return task;
}

/* Asks TASK to end: the request sticks and is delivered where the task waits, or when it next suspends. A task that has
 * not started never will. Nothing happens to a task that has ended. */
void ac_cancel(ac_task *task);
/* Consumes the handle; the task goes on by itself. It is cancelled and joined when main has returned. NULL is fine. */
void ac_detach(ac_task *task);
/* Makes TASK a child of GROUP, the name of an ac_group statement or what it was handed on as: the statement ends when all
 * its children have; one that returns a non-zero int fails it. Consumes the handle; returns it for ac_set_name() and the
 * like. A child of a group that has failed already is cancelled. */
ac_task *ac_spawn_in(struct ac_group *group, ac_task *task);
/* What the first child to fail has returned; 0: none has. For the else branch. */
int ac_group_error(const struct ac_group *group);
/* Whether TASK has ended. */
int ac_done(const ac_task *task);
/* The task that is running; NULL outside a running loop. Not a handle to be consumed. */
ac_task *ac_self(void);
/* Gives TASK a name for ac_dump(), formatted as by printf(). 0 or -ENOMEM. */
int ac_set_name(ac_task *task, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));

/* ---- sharing: what does not wait. The tasks that are woken run in the next turn, never inside the call. ------------ */

/* Wakes all that wait; from now on nobody waits until it is cleared. */
void ac_event_set(ac_event *event);
void ac_event_clear(ac_event *event);
int ac_event_is_set(const ac_event *event);

/* 0, or -EAGAIN where ac_mutex_lock() would wait. */
int ac_mutex_lock_try(ac_mutex *mutex);
/* Hands MUTEX to the first that waits. 0, or -EPERM if the caller does not hold it: the task that took it, or whoever runs
 * outside of tasks where it was taken outside of them. */
int ac_mutex_unlock(ac_mutex *mutex);

/* Wakes the first that waits, or all. The caller should hold the mutex. */
void ac_cond_signal(ac_cond *cond);
void ac_cond_broadcast(ac_cond *cond);

/* 0, or -EAGAIN where ac_sem_acquire() would wait. */
int ac_sem_acquire_try(ac_sem *sem);
/* Gives a permit back, or makes one. */
void ac_sem_release(ac_sem *sem);

/* Sets the result and wakes all that wait. 0, or -EALREADY if there was one. */
int ac_promise_resolve(ac_promise *promise, int result);

/* A channel with room for CAPACITY elements of ELEM_SIZE bytes; without capacity, sender and receiver meet. NULL: no
 * memory. */
ac_chan *ac_chan_new(size_t elem_size, size_t capacity);
/* 0, -EPIPE, or -EAGAIN where ac_chan_send() or ac_chan_recv() would wait. */
int ac_chan_send_try(ac_chan *chan, const void *element);
int ac_chan_recv_try(ac_chan *chan, void *element);
/* Senders get -EPIPE, those that wait too; receivers get what is in the channel, then -EPIPE. */
void ac_chan_close(ac_chan *chan);
/* Closes CHAN and releases it, once those that wait have left. NULL is fine. */
void ac_chan_free(ac_chan *chan);

/* The end of an object, where one is wanted: 0, or -EBUSY if tasks wait for it, or hold the mutex. Without it nothing is
 * left behind, but what goes while it is waited for goes unnoticed. */
int ac_event_destroy(const ac_event *event);
int ac_mutex_destroy(const ac_mutex *mutex);
int ac_cond_destroy(const ac_cond *cond);
int ac_sem_destroy(const ac_sem *sem);
int ac_barrier_destroy(const ac_barrier *barrier);
int ac_promise_destroy(const ac_promise *promise);

/* ---- other threads -------------------------------------------------------------------------------------------------- */

/* A loop, for other threads to call into. It is there until its async main has returned or its thread has ended. */
typedef struct ac_loop ac_loop;
/* This thread's loop; NULL: no descriptors for it. */
ac_loop *ac_loop_self(void);
/* Has LOOP call fn(arg) in its own thread, between tasks. From any thread or signal handler. 0, or -EAGAIN when thousands of
 * calls are waiting. */
int ac_post(ac_loop *loop, void (*fn)(void *arg), void *arg);
/* Starts a detached thread that calls fn(arg), with all signals blocked: they are for the threads that await them. For
 * libraries whose calls block; a single call is better given to ac_offload(). 0, or -EAGAIN if there can be no thread. */
int ac_thread_start(void *(*fn)(void *arg), void *arg);

/* ---- inside another loop: glib's, libuv's ---------------------------------------------------------------------------
 * Wait until ac_loop_fd() is readable or ac_loop_timeout() is over, whichever is first, then call ac_loop_step(). */

/* A descriptor that is readable when there is something to do for LOOP; -ENOTSUP with AC_POLLER=poll. */
int ac_loop_fd(ac_loop *loop);
/* How long there will be nothing to do but for the descriptor, in nanoseconds; negative: for ever. */
ac_time ac_loop_timeout(ac_loop *loop);
/* One turn of LOOP, this thread's, without waiting. Whether there are tasks left. */
int ac_loop_step(ac_loop *loop);

/* ---- looking in ----------------------------------------------------------------------------------------------------- */

/* Prints the tasks of this thread's loop that have not ended, each below the task that waits for it: its name, where it was
 * made, what it waits for, and the functions it is in, innermost first, with file and line. With `dump` in the environment
 * variable AC_DEBUG, SIGUSR1 prints it to stderr while an async main runs. */
void ac_dump(FILE *out);

/* What this thread's loop has done so far. */
struct ac_stats {
    uint64_t turns;   /* of the loop, with the one that runs */
    size_t tasks;     /* that have not ended */
    uint32_t spawned; /* tasks ever made */
};
void ac_stats(struct ac_stats *stats);

/* ---- addresses ------------------------------------------------------------------------------------------------------ */

/* A socket bound to ADDR, and listening unless it is for datagrams; NET and ADDR as for ac_dial(), but with numbers instead
 * of names. ":port" is all addresses of this machine, port 0 one that is free. BACKLOG 0: as many as the system allows. A
 * socket file that nobody listens on any more is replaced. A non-blocking descriptor, closed on exec, or a negative errno. */
int ac_listen(const char *net, const char *addr, int backlog);
/* The address of FD, or that of the other side, as text that ac_dial() takes. 0, -EMSGSIZE if SIZE is too small, or another
 * negative errno. */
int ac_local_address(int fd, char *text, size_t size);
int ac_peer_address(int fd, char *text, size_t size);

/* ---- streams -------------------------------------------------------------------------------------------------------- */

/* A stream over FD that buffers up to LIMIT bytes each way; 0: 64 KiB. One task may read while others write. NULL: no
 * memory. */
ac_stream *ac_stream_open(int fd, size_t limit);
int ac_stream_fd(const ac_stream *stream);
/* Writes what can be written without waiting, closes the descriptor and releases the stream; tasks that wait for it get
 * -EBADF. 0, or a negative errno: -EAGAIN if something was left that ac_flush() would have written. NULL is fine. */
int ac_stream_close(ac_stream *stream);
/* Puts DATA, or formatted text, into the stream to be written by ac_flush() or ac_drain(). 0, or the length of the text; or
 * a negative errno: -EMSGSIZE if it would be more than the limit with what waits, -ENOMEM, or what writing has failed with. */
int ac_put(ac_stream *stream, const void *data, size_t size);
int ac_printf(ac_stream *stream, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));

/* ---- processes ------------------------------------------------------------------------------------------------------ */

/* Starts a program, with the usual signal mask. 0, or a negative errno: -ENOENT if there is no such program. End it by
 * ac_process_end(). */
int ac_process_start(ac_process *process, const struct ac_command *command);
/* Sends a signal. 0, or a negative errno: -ESRCH if it has ended and been waited for. */
int ac_process_kill(ac_process *process, int number);
void ac_output_free(struct ac_output *output);

/* ---- time, files, errors -------------------------------------------------------------------------------------------- */

/* The time on this thread's loop's clock, in nanoseconds since some point in the past. */
ac_time ac_now(void);

enum ac_clock {
    AC_CLOCK_REAL,   /* CLOCK_MONOTONIC */
    AC_CLOCK_VIRTUAL /* starts at 0 and jumps to the next deadline when nothing is ready; AC_CLOCK=virtual sets it too */
};
/* Chooses the clock of this thread's loop, before it has timers. 0, or -EBUSY when it has. */
int ac_set_clock(enum ac_clock clock);
/* While a task of this thread waits for something whose end is certain, such as a query that a database works at, between
 * these two calls, time on the virtual clock stands still, for 4 seconds of real time without any event at most; as it does
 * for ac_offload(). They may be nested. On the real clock they do nothing. */
void ac_clock_hold(void);
void ac_clock_release(void);

/* close(2); whoever waits for FD gets -EBADF. 0 or a negative errno. Descriptors that were waited for should be closed by
 * this function: after close(), whoever waits for FD may never be told, and who waits for another file of its number late. */
int ac_close(int fd);

/* The text of an error, a negative errno; "success" for 0 and above. */
const char *ac_strerror(long error);

/* What happens when a frame or a task cannot be allocated: HOOK is told the function's name and the size; it may free
 * memory and return, and the allocation is tried once more. Without a hook, and when that fails as well, a message and
 * abort(). For all threads. */
void ac_set_nomem(void (*hook)(const char *function, size_t size));

/* ---- places ---------------------------------------------------------------------------------------------------------
 * In a debug build, `acc -g` without -DNDEBUG (or what defines AC_PLACES), these functions are told where they are called.
 * What would return -EPERM or -EBUSY then aborts with a message that names both places: that of the call, and where the
 * mutex was locked, the task waits, the handle was used up. */
#ifdef __ASYNC_C__
_Async int ac_mutex_lock_at(const char *place, ac_mutex *mutex) AC_LEAF;
_Async int ac_cond_wait_at(const char *place, ac_cond *cond, ac_mutex *mutex);
_Async int ac_join_at(const char *place, ac_task *task) AC_LEAF;
_Async int ac_wait_for_at(const char *place, ac_task *task, ac_time duration);
#else
struct ac_frame *ac_mutex_lock_at(const char *place, ac_mutex *mutex, int *result);
struct ac_frame *ac_cond_wait_at(const char *place, ac_cond *cond, ac_mutex *mutex, int *result);
struct ac_frame *ac_join_at(const char *place, ac_task *task, int *result);
struct ac_frame *ac_wait_for_at(const char *place, ac_task *task, ac_time duration, int *result);
#endif
int ac_mutex_lock_try_at(const char *place, ac_mutex *mutex);
int ac_mutex_unlock_at(const char *place, ac_mutex *mutex);
void ac_detach_at(const char *place, ac_task *task);
void ac_cancel_at(const char *place, ac_task *task);
ac_task *ac_spawn_in_at(const char *place, struct ac_group *group, ac_task *task);
int ac_event_destroy_at(const char *place, const ac_event *event);
int ac_mutex_destroy_at(const char *place, const ac_mutex *mutex);
int ac_cond_destroy_at(const char *place, const ac_cond *cond);
int ac_sem_destroy_at(const char *place, const ac_sem *sem);
int ac_barrier_destroy_at(const char *place, const ac_barrier *barrier);
int ac_promise_destroy_at(const char *place, const ac_promise *promise);

#if defined AC_PLACES && !defined NDEBUG
#define AC_PLACE_TEXT_(line) #line
#define AC_PLACE_TEXT(line) AC_PLACE_TEXT_(line)
#define AC_PLACE __FILE__ ":" AC_PLACE_TEXT(__LINE__)

#define ac_mutex_lock_try(mutex) ac_mutex_lock_try_at(AC_PLACE, mutex)
#define ac_mutex_unlock(mutex) ac_mutex_unlock_at(AC_PLACE, mutex)
#define ac_detach(task) ac_detach_at(AC_PLACE, task)
#define ac_cancel(task) ac_cancel_at(AC_PLACE, task)
#define ac_spawn_in(group, task) ac_spawn_in_at(AC_PLACE, group, task)
#define ac_event_destroy(event) ac_event_destroy_at(AC_PLACE, event)
#define ac_mutex_destroy(mutex) ac_mutex_destroy_at(AC_PLACE, mutex)
#define ac_cond_destroy(cond) ac_cond_destroy_at(AC_PLACE, cond)
#define ac_sem_destroy(sem) ac_sem_destroy_at(AC_PLACE, sem)
#define ac_barrier_destroy(barrier) ac_barrier_destroy_at(AC_PLACE, barrier)
#define ac_promise_destroy(promise) ac_promise_destroy_at(AC_PLACE, promise)
#ifdef __ASYNC_C__
#define ac_mutex_lock(mutex) ac_mutex_lock_at(AC_PLACE, mutex)
#define ac_cond_wait(cond, mutex) ac_cond_wait_at(AC_PLACE, cond, mutex)
#define ac_join(task) ac_join_at(AC_PLACE, task)
#define ac_wait_for(task, duration) ac_wait_for_at(AC_PLACE, task, duration)
#endif
#endif

/* ---- ac_gather(t1, t2, ...), ac_race(t1, t2, ...): up to 64 tasks --------------------------------------------------- */

#ifdef __ASYNC_C__
#define AC_COUNT_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, \
                  a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42,  \
                  a43, a44, a45, a46, a47, a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62,  \
                  a63, a64, n, ...)                                                                                    \
    n
#define AC_COUNT(...)                                                                                                  \
    AC_COUNT_(__VA_ARGS__, 64, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, \
              41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,  \
              15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)

#define ac_gather(...) ac_gather_n(AC_COUNT(__VA_ARGS__), (ac_task *[]){ __VA_ARGS__ })
#define ac_race(...) ac_race_n(AC_COUNT(__VA_ARGS__), (ac_task *[]){ __VA_ARGS__ })
#endif

#include <ac/told.h>

#ifdef __cplusplus
}
#endif

#endif
