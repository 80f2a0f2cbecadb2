/* work.c - work that a cancelled task leaves to the worker. See work.h. */
#include "core.h"
#include "work.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* Works under way that use a descriptor. Closing one while a worker is about to use its number, which somebody else may
 * get meanwhile, would have it read or write the wrong file. */
static struct {
    pthread_mutex_t lock;
    struct ac_work *first;
    atomic_int count;
} with_fd = { PTHREAD_MUTEX_INITIALIZER, NULL, 0 };

void *ac_work_new(size_t size, int (*fn)(void *), void (*release)(void *))
{
    struct ac_work *work = calloc(1, size);

    if (!work)
        return NULL;
    work->job.fn = fn;
    work->job.arg = work->job.work = work;
    work->release = release;
    work->fd = -1;
    work->holders = 1;
    return work;
}

static void use_fd(struct ac_work *work)
{
    pthread_mutex_lock(&with_fd.lock);
    work->next = with_fd.first;
    work->at = &with_fd.first;
    if (work->next)
        work->next->at = &work->next;
    with_fd.first = work;
    with_fd.count++;
    pthread_mutex_unlock(&with_fd.lock);
}

static struct ac_work *user_of(int fd)
{
    struct ac_work *work = with_fd.first;

    while (work && work->fd != fd)
        work = work->next;
    return work;
}

/* The descriptor is closed here if that was wanted meanwhile and nobody else uses it. */
static void leave_fd(struct ac_work *work)
{
    struct ac_work *other;
    bool close_it;

    pthread_mutex_lock(&with_fd.lock);
    *work->at = work->next;
    if (work->next)
        work->next->at = work->at;
    with_fd.count--;
    close_it = work->close_fd;
    other = close_it ? user_of(work->fd) : NULL;
    if (other)
        other->close_fd = true;
    else if (close_it)
        close(work->fd);
    pthread_mutex_unlock(&with_fd.lock);
    work->at = NULL;
}

bool ac_work_keeps(int fd)
{
    struct ac_work *work;

    if (AC_LIKELY(!atomic_load_explicit(&with_fd.count, memory_order_acquire))) /* what workers did with FD is over */
        return false;
    pthread_mutex_lock(&with_fd.lock);
    work = user_of(fd);
    if (work)
        work->close_fd = true;
    pthread_mutex_unlock(&with_fd.lock);
    return work;
}

void ac_work_drop(void *of)
{
    struct ac_work *work = of;

    if (!work || --work->holders)
        return;
    if (work->release)
        work->release(work);
    free(work);
}

void ac_work_over(struct ac_work *work)
{
    if (work->at)
        leave_fd(work);
}

int ac_work_begin(struct ac_work *work)
{
    int error;

    work->holders++;
    if (work->fd >= 0)
        use_fd(work);
    error = ac_job_queue(&work->job);
    if (error) {
        ac_work_over(work);
        ac_work_drop(work);
    }
    return error;
}
