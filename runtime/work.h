/* work.h - work on other threads that a cancelled task does not wait for: it has memory of its own, which goes when both
 * the task and the worker have left it. For the runtime's own files, in C and in Async C. */
#ifndef AC_WORK_H
#define AC_WORK_H

#include <ac.h>
#include <stdatomic.h>
#include <stdbool.h>

/* A function for a worker to call, and who waits for it; see offload.c. */
struct ac_job {
    struct ac_frame base; /* the frame of ac_offload(), which ends with `value` */
    int value;
    enum { AC_JOB_QUEUED, AC_JOB_TAKEN, AC_JOB_DONE } state;
    enum { AC_CREW_USUAL, AC_CREW_NAMES } crew; /* who is to do it */
    int (*fn)(void *);
    void *arg;
    struct ac_loop *loop; /* NULL: nobody waits any more */
    struct ac_task *task;
    struct ac_job *next;
    struct ac_work *work; /* the job is in one: the task may leave; NULL: it waits until fn has returned */
};

/* The head of a struct with what `fn` needs and gives. All of it is the worker's from ac_work_run() on, and the task's
 * again when that has completed; a cancelled task must not touch it but for ac_work_drop(). */
struct ac_work {
    struct ac_job job;
    atomic_int holders;
    void (*release)(void *work); /* of what the struct points to, by whoever leaves last; may be NULL */
    int fd;                      /* a descriptor that FN uses: if it is closed meanwhile, that waits for FN; or -1 */
    bool close_fd;               /* somebody wanted to close it */
    struct ac_work *next, **at;  /* in the list of those with a descriptor */
};

/* SIZE bytes, zeroed but for the head; NULL: no memory. */
void *ac_work_new(size_t size, int (*fn)(void *work), void (*release)(void *work));
/* The caller is through with it. */
void ac_work_drop(void *work);
/* Whether workers use FD; then the last of them closes it. */
bool ac_work_keeps(int fd);

/* Queues the job, for the running task to wait for. 0, or a negative errno. */
int ac_job_queue(struct ac_job *job);
/* LOOP, if it has the signals of ac_signal(), gives them back. */
void ac_sigwait_end(struct ac_loop *loop);
/* For offload.c: queues the work as a job; a worker has done it, or never will. */
int ac_work_begin(struct ac_work *work);
void ac_work_over(struct ac_work *work);

#ifdef __ASYNC_C__
/* Has a worker call fn(work) and waits for what it returns; -EAGAIN if there can be no thread. */
_Async int ac_work_run(void *work);
#else
struct ac_frame *ac_work_run(void *work, int *result);
#endif

#endif
