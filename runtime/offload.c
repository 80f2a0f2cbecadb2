/* offload.c - work on other threads, and calls from there. Workers are shared by all loops, made when they are needed, and
 * stay. Names have workers of their own, so that a name server that does not answer holds nothing else up. A job is a frame of
 * the waiting task, or in memory that outlives it (work.h); what a loop's jobs have done is put into its list, and the loop
 * woken. */
#include "core.h"
#include "work.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* for all pools, and for the lists of the loops */
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;   /* a job has been done */

/* Workers, and the jobs that wait for one. */
struct crew {
    pthread_cond_t work; /* there is a job */
    struct ac_job *first, **last;
    int queued, workers, idle;
    int most; /* workers */
};

#define CREW(name, number) { .work = PTHREAD_COND_INITIALIZER, .last = &crews[name].first, .most = (number) }

static struct crew crews[] = { [AC_CREW_USUAL] = CREW(AC_CREW_USUAL, 32), [AC_CREW_NAMES] = CREW(AC_CREW_NAMES, 16) };

enum { CREWS = sizeof crews / sizeof *crews };

static struct crew *crew_of(const struct ac_job *job)
{
    return &crews[job->crew];
}

/* Takes *AT out of the queue. */
static void unlink_job(struct crew *crew, struct ac_job **at)
{
    *at = (*at)->next;
    if (!*at)
        crew->last = at;
    crew->queued--;
}

/* ---- workers ---- */

static struct ac_job *take_job(struct crew *crew)
{
    struct ac_job *job;

    while (!crew->first) {
        crew->idle++;
        pthread_cond_wait(&crew->work, &lock);
        crew->idle--;
    }
    job = crew->first;
    unlink_job(crew, &crew->first);
    job->state = AC_JOB_TAKEN;
    return job;
}

/* The loop is woken under the lock: it cannot go meanwhile. */
static void hand_in(struct ac_job *job)
{
    struct ac_loop *loop = job->loop;

    job->state = AC_JOB_DONE;
    if (!loop)
        return;
    job->next = NULL;
    *loop->jobs_end = job;
    loop->jobs_end = &job->next;
    ac_loop_wake(loop);
    pthread_cond_broadcast(&done);
}

static void *work(void *crew)
{
    pthread_mutex_lock(&lock);
    for (;;) {
        struct ac_job *job = take_job(crew);
        struct ac_work *kept = job->work;
        int value;

        pthread_mutex_unlock(&lock);
        value = job->fn(job->arg);
        if (kept)
            ac_work_over(kept);
        pthread_mutex_lock(&lock);
        job->value = value;
        hand_in(job);
        if (kept) {
            pthread_mutex_unlock(&lock);
            ac_work_drop(kept);
            pthread_mutex_lock(&lock);
        }
    }
    return NULL;
}

int ac_thread_start(void *(*fn)(void *arg), void *arg)
{
    pthread_attr_t attr;
    pthread_t thread;
    sigset_t all, old;
    int error;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    error = pthread_create(&thread, &attr, fn, arg);
    pthread_attr_destroy(&attr);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return -error;
}

static int add_worker(struct crew *crew)
{
    int error = ac_thread_start(work, crew);

    if (!error)
        crew->workers++;
    return error;
}

/* ---- waiting for a job ---- */

/* Takes a job out of the queue. */
static void unqueue(struct ac_job *job)
{
    struct ac_job **at = &crew_of(job)->first;

    while (*at != job)
        at = &(*at)->next;
    unlink_job(crew_of(job), at);
    job->loop->jobs_out--;
}

/* A job that no worker has taken is taken back, and one that has memory of its own is left alone; otherwise the
 * cancellation waits until it is done: it may use what its argument points to. */
static bool withdraw_job(struct ac_wait *wait)
{
    struct ac_job *job = wait->on.p;
    struct ac_work *kept = NULL;
    bool gone = true;

    pthread_mutex_lock(&lock);
    if (job->state == AC_JOB_QUEUED) {
        unqueue(job);
        kept = job->work;
    } else if (job->state == AC_JOB_TAKEN && job->work) {
        job->loop->jobs_out--;
        job->loop = NULL;
    } else {
        gone = false;
    }
    pthread_mutex_unlock(&lock);
    if (kept) {
        ac_work_over(kept);
        ac_work_drop(kept);
    }
    return gone;
}

static const struct ac_kind kind_job = { AC_KIND("ac_offload"), .withdraw = withdraw_job };

static struct ac_frame *job_resume(struct ac_frame *self, struct ac_frame *callee)
{
    (void)self;
    return callee ? NULL : AC_CANCELLED;
}

static const struct ac_func job_func = { .resume = job_resume, .name = "ac_offload", .size = sizeof(struct ac_job),
                                         .align = 8 };

int ac_job_queue(struct ac_job *job)
{
    struct ac_loop *loop = ac_loop_here;
    struct crew *crew = crew_of(job);
    struct ac_wait *wait;
    int error = 0;

    if (!loop->fds.poller)
        ac_fds_open(loop);
    job->state = AC_JOB_QUEUED;
    job->loop = loop;
    job->task = loop->current;
    job->next = NULL;
    pthread_mutex_lock(&lock);
    if (crew->idle <= crew->queued && crew->workers < crew->most)
        error = add_worker(crew);
    if (!crew->workers) {
        pthread_mutex_unlock(&lock);
        return error;
    }
    *crew->last = job;
    crew->last = &job->next;
    crew->queued++;
    job->loop->jobs_out++;
    pthread_cond_signal(&crew->work);
    pthread_mutex_unlock(&lock);
    wait = ac_wait_begin(loop, &kind_job);
    wait->on.p = job;
    return 0;
}

struct ac_frame *ac_offload(int (*fn)(void *), void *arg, int *result)
{
    struct ac_job *job = (struct ac_job *)ac_frame_new(&job_func);

    job->fn = fn;
    job->arg = arg;
    job->work = NULL;
    job->crew = AC_CREW_USUAL;
    *result = ac_job_queue(job);
    if (*result) {
        ac_frame_free(&job->base);
        return NULL;
    }
    job->task->wait.leaf.caller = &job->base;
    return &job->base;
}

struct ac_frame *ac_work_run(void *work, int *result)
{
    *result = ac_work_begin(work);
    return *result ? NULL : &ac_loop_here->current->wait.leaf;
}

/* ---- the loop's side ---- */

/* Makes those ready whose jobs have been done. */
void ac_jobs_collect(struct ac_loop *loop)
{
    struct ac_job *job, *next;

    pthread_mutex_lock(&lock);
    job = loop->jobs;
    loop->jobs = NULL;
    loop->jobs_end = &loop->jobs;
    pthread_mutex_unlock(&lock);
    for (; job; job = next) {
        next = job->next;
        loop->jobs_out--;
        job->task->wait.value.i = job->value;
        ac_ready(loop, &job->task->wait);
    }
}

/* Takes the jobs of LOOP out of the queue. */
static void unqueue_all(struct crew *crew, struct ac_loop *loop)
{
    for (struct ac_job **at = &crew->first; *at;) {
        if ((*at)->loop != loop) {
            at = &(*at)->next;
            continue;
        }
        unlink_job(crew, at);
        loop->jobs_out--;
    }
}

/* The loop goes: nobody must come back to it. */
void ac_jobs_end(struct ac_loop *loop)
{
    ac_sigwait_end(loop);
    pthread_mutex_lock(&lock);
    for (int i = 0; i < CREWS; i++)
        unqueue_all(&crews[i], loop);
    while (loop->jobs || loop->jobs_out) {
        for (struct ac_job *job = loop->jobs; job; job = job->next)
            loop->jobs_out--;
        loop->jobs = NULL;
        loop->jobs_end = &loop->jobs;
        if (loop->jobs_out)
            pthread_cond_wait(&done, &lock);
    }
    pthread_mutex_unlock(&lock);
}

/* ---- ac_post ----
 * Calls go through a pipe: writing to it is atomic, and allowed in a signal handler. */

struct post {
    void (*fn)(void *arg);
    void *arg;
};

static bool open_posts(struct ac_loop *loop)
{
    int ends[2];

    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC))
        return false;
    ends[0] = ac_fd_own(ends[0]);
    ends[1] = ac_fd_own(ends[1]);
    if (ends[0] < 0 || ends[1] < 0) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    loop->posts[0] = ends[0];
    loop->posts[1] = ends[1];
    return true;
}

ac_loop *ac_loop_self(void)
{
    struct ac_loop *loop = ac_loop_get();

    if (!loop->fds.poller)
        ac_fds_open(loop);
    if (loop->posts[0] < 0 && !open_posts(loop))
        return NULL;
    return loop;
}

/* What is called may end the loop before this has returned: the loop waits for that (ac_posts_end()). */
int ac_post(ac_loop *loop, void (*fn)(void *arg), void *arg)
{
    struct post post = { fn, arg };
    int saved = errno, error;

    loop->posting++;
    error = ac_loop_tell(loop->posts[1], &post, sizeof post);
    if (!error)
        ac_loop_wake(loop);
    loop->posting--;
    errno = saved;
    return error;
}

void ac_posts_run(struct ac_loop *loop)
{
    struct post post;

    while (loop->posts[0] >= 0 && read(loop->posts[0], &post, sizeof post) == sizeof post)
        post.fn(post.arg);
}

void ac_posts_end(struct ac_loop *loop)
{
    while (loop->posting)
        sched_yield();
    for (int i = 0; i < 2; i++)
        if (loop->posts[i] >= 0)
            close(loop->posts[i]);
}
