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
#include <sys/types.h>

#include <ac/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A running call of an async function. A handle is consumed once, by `await t`, ac_join(t) or ac_detach(t); an `async T`
 * object releases its task itself when its scope is left. */
typedef struct ac_task ac_task;

/* A duration or a point in time, in nanoseconds. `0.5 * AC_SECOND` is a duration too. */
typedef int64_t ac_time;

#define AC_NANOSECOND ((ac_time)1)
#define AC_MICROSECOND ((ac_time)1000)
#define AC_MILLISECOND ((ac_time)1000000)
#define AC_SECOND ((ac_time)1000000000)

/* ---- functions that may suspend ------------------------------------------------------------------------------------
 * Cancelling a task that waits in one of them ends the wait first: no buffer is in use afterwards, nothing is lost that
 * had not been delivered. None allocates for the wait itself, unless it says so. */
#ifdef __ASYNC_C__

/* Waits for DURATION; 0 or less: for one turn of the loop, as ac_yield(). Returns 0. */
_Async int ac_sleep(ac_time duration);
/* Lets every task that is ready run once. */
_Async void ac_yield(void);

/* Waits for the end of TASK and consumes the handle. 0, or -ECANCELED if the task was cancelled. Cancelling the caller
 * cancels TASK and waits for it. */
_Async int ac_join(ac_task *task);
/* ac_join() that gives up after DURATION: then TASK is cancelled and joined. 0 if it ended by itself, -ETIMEDOUT,
 * -ECANCELED if somebody else cancelled it. Consumes the handle. */
_Async int ac_wait_for(ac_task *task, ac_time duration);
/* Waits until all N tasks have ended, also when one fails. 0, or -ECANCELED if one of them was cancelled, or -ENOMEM.
 * The handles remain the caller's; the array is only read when the call begins. Cancelling the caller cancels the tasks
 * and waits for them. Allocates. */
_Async int ac_gather_n(size_t n, ac_task *const *tasks);
/* Waits until one of N tasks has ended: its index, or -EINVAL for none, or -ENOMEM. The others run on, and the handles
 * remain the caller's. Allocates. */
_Async int ac_race_n(size_t n, ac_task *const *tasks);

/* Waits until FD is ready for one of EVENTS (POLLIN, POLLOUT, POLLPRI of <poll.h>). The events that are there, POLLERR
 * and POLLHUP among them whether asked for or not; or a negative errno: -EBADF also when ac_close() closed FD meanwhile. */
_Async int ac_poll_fd(int fd, short events);
/* read(2) and write(2) that wait instead of failing with EAGAIN, or blocking: FD may be blocking or not. The number of
 * bytes, which may be less than SIZE, or a negative errno. A broken pipe is -EPIPE and never a signal for a socket. They
 * allocate a frame when they have to wait. */
_Async ssize_t ac_read(int fd, void *buffer, size_t size);
_Async ssize_t ac_write(int fd, const void *data, size_t size);

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
/* Whether TASK has ended. */
int ac_done(const ac_task *task);
/* The task that is running; NULL outside a running loop. Not a handle to be consumed. */
ac_task *ac_self(void);
/* Gives TASK a name for ac_dump(), formatted as by printf(). 0 or -ENOMEM. */
int ac_set_name(ac_task *task, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));

/* ---- time, files, errors -------------------------------------------------------------------------------------------- */

/* The time on this thread's loop's clock, in nanoseconds since some point in the past. */
ac_time ac_now(void);

enum ac_clock {
    AC_CLOCK_REAL,   /* CLOCK_MONOTONIC */
    AC_CLOCK_VIRTUAL /* starts at 0 and jumps to the next deadline when nothing is ready; AC_CLOCK=virtual sets it too */
};
/* Chooses the clock of this thread's loop, before it has timers. 0, or -EBUSY when it has. */
int ac_set_clock(enum ac_clock clock);

/* close(2); whoever waits for FD gets -EBADF. 0 or a negative errno. Descriptors that were waited for must be closed by
 * this function, not by close(). */
int ac_close(int fd);

/* The text of an error, a negative errno; "success" for 0 and above. */
const char *ac_strerror(long error);

/* What happens when a frame or a task cannot be allocated: HOOK is told the function's name and the size; it may free
 * memory and return, and the allocation is tried once more. Without a hook, and when that fails as well, a message and
 * abort(). For all threads. */
void ac_set_nomem(void (*hook)(const char *function, size_t size));

/* ---- ac_gather(t1, t2, ...), ac_race(t1, t2, ...): up to 64 tasks --------------------------------------------------- */

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

#ifdef __cplusplus
}
#endif

#endif
