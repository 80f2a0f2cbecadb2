/* misuse.c - what is said when a program does what it must not: the place of the call and the other one, of debug builds.
 *
 * There <ac.h> makes ac_join(t) call ac_join_at("file:line", t), which notes the place in the loop for as long as the call
 * lasts. Places that are worth keeping go into the object (a mutex) or, for handles, which may be gone, into a ring. */
#include "core.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

/* ---- what is said ---- */

static void say(const char *place, const struct ac_task *who, const char *format, va_list args)
{
    fputs("libac: ", stderr);
    if (place)
        fprintf(stderr, "%s: ", place);
    if (place && who)
        fprintf(stderr, "task %" PRIu32 " '%s': ", who->serial, ac_task_name(ac_loop_here, who));
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

void ac_misuse(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (ac_loop_here)
        say(ac_loop_here->place, ac_loop_here->current, format, args);
    else
        say(NULL, NULL, format, args);
    va_end(args);
}

void ac_misuse_note(const char *place, const char *format, ...)
{
    va_list args;

    if (!place)
        return;
    va_start(args, format);
    say(place, NULL, format, args);
    va_end(args);
}

void ac_misuse_waits(const struct ac_task *task)
{
    const struct ac_frame *frame = task->wait.leaf.caller;

    while (frame && !frame->func->states)
        frame = frame->caller;
    if (frame)
        fprintf(stderr, "libac: %s:%d: task %" PRIu32 " '%s' waits here\n", frame->func->file, ac_frame_line(frame),
                task->serial, ac_task_name(ac_loop_here, task));
    else
        fprintf(stderr, "libac: task %" PRIu32 " '%s' waits for it\n", task->serial, ac_task_name(ac_loop_here, task));
}

struct numbered {
    uint32_t serial;
    const struct ac_task *task;
};

static void find_numbered(void *object, void *data)
{
    const struct ac_task *task = object;
    struct numbered *wanted = data;

    if (task->made.spawn && task->serial == wanted->serial)
        wanted->task = task;
}

const struct ac_task *ac_task_numbered(struct ac_loop *loop, uint32_t serial)
{
    struct numbered wanted = { serial, NULL };

    ac_pool_each(&loop->tasks, find_numbered, &wanted);
    return wanted.task;
}

void ac_misuse_locked(const ac_mutex *mutex)
{
    const struct ac_task *owner = mutex->owner ? ac_task_numbered(ac_loop_here, mutex->owner) : NULL;

    if (owner)
        ac_misuse_note(mutex->place, "task %u '%s' locked it here", mutex->owner, ac_task_name(ac_loop_here, owner));
    else
        ac_misuse_note(mutex->place, "it was locked here");
}

/* ---- where handles were used up ---- */

enum { USED = 256 };

struct ac_used {
    uint32_t serial;
    const char *place;
};

void ac_used_note(struct ac_loop *loop, const struct ac_task *task)
{
    if (!loop->used)
        loop->used = calloc(USED, sizeof *loop->used);
    if (loop->used)
        loop->used[loop->used_next++ % USED] = (struct ac_used){ task->serial, loop->place };
}

const char *ac_used_find(const struct ac_loop *loop, const struct ac_task *task)
{
    for (unsigned i = 0; loop->used && i < USED; i++)
        if (loop->used[i].place && loop->used[i].serial == task->serial)
            return loop->used[i].place;
    return NULL;
}

/* ---- the calls that tell their place ---- */

/* Calls WHAT with the place noted. */
#define AT(TYPE, WHAT)                                                                                                 \
    struct ac_loop *loop = ac_loop_get();                                                                              \
    TYPE got;                                                                                                          \
                                                                                                                       \
    loop->place = place;                                                                                               \
    got = WHAT;                                                                                                        \
    loop->place = NULL;                                                                                                \
    return got

struct ac_frame *ac_mutex_lock_at(const char *place, ac_mutex *mutex, int *result)
{
    AT(struct ac_frame *, ac_mutex_lock(mutex, result));
}

int ac_mutex_lock_try_at(const char *place, ac_mutex *mutex)
{
    AT(int, ac_mutex_lock_try(mutex));
}

int ac_mutex_unlock_at(const char *place, ac_mutex *mutex)
{
    AT(int, ac_mutex_unlock(mutex));
}

struct ac_frame *ac_cond_wait_at(const char *place, ac_cond *cond, ac_mutex *mutex, int *result)
{
    AT(struct ac_frame *, ac_cond_wait(cond, mutex, result));
}

struct ac_frame *ac_join_at(const char *place, ac_task *task, int *result)
{
    AT(struct ac_frame *, ac_join(task, result));
}

struct ac_frame *ac_wait_for_at(const char *place, ac_task *task, ac_time duration, int *result)
{
    AT(struct ac_frame *, ac_wait_for(task, duration, result));
}

struct ac_frame *ac_task_wait_at(const char *place, struct ac_task *task)
{
    AT(struct ac_frame *, ac_task_wait(task));
}

ac_task *ac_spawn_in_at(const char *place, struct ac_group *group, ac_task *task)
{
    AT(ac_task *, ac_spawn_in(group, task));
}

void ac_detach_at(const char *place, ac_task *task)
{
    ac_loop_get()->place = place;
    ac_detach(task);
    ac_loop_here->place = NULL;
}

void ac_task_release_at(const char *place, struct ac_task *task)
{
    ac_loop_get()->place = place;
    ac_task_consume(task, "await");
    ac_loop_here->place = NULL;
}

void ac_cancel_at(const char *place, ac_task *task)
{
    ac_loop_get()->place = place;
    ac_cancel(task);
    ac_loop_here->place = NULL;
}

/* ---- the end of what tasks share ---- */

/* 0, or -EBUSY if tasks wait in QUEUE; in debug builds that is the end. */
static int end_of(const struct ac_queue *queue, const char *what)
{
    if (!queue->first)
        return 0;
    if (!ac_loop_here->place)
        return -EBUSY;
    ac_misuse("%s is destroyed that tasks wait for", what);
    for (const struct ac_wait *wait = queue->first; wait; wait = wait->next)
        ac_misuse_waits((const struct ac_task *)(const void *)wait);
    abort();
}

#define DESTROY(TYPE, WHAT)                                                                                            \
    int TYPE##_destroy_at(const char *place, const TYPE *object)                                                       \
    {                                                                                                                  \
        AT(int, end_of(&object->waits, WHAT));                                                                         \
    }                                                                                                                  \
                                                                                                                       \
    int TYPE##_destroy(const TYPE *object)                                                                             \
    {                                                                                                                  \
        return TYPE##_destroy_at(NULL, object);                                                                        \
    }

DESTROY(ac_event, "an event")
DESTROY(ac_cond, "a condition")
DESTROY(ac_sem, "a semaphore")
DESTROY(ac_barrier, "a barrier")
DESTROY(ac_promise, "a promise")

static int end_of_mutex(const ac_mutex *mutex)
{
    if (!mutex->locked || mutex->waits.first)
        return end_of(&mutex->waits, "a mutex");
    if (!ac_loop_here->place)
        return -EBUSY;
    ac_misuse("a mutex is destroyed while it is locked");
    ac_misuse_locked(mutex);
    abort();
}

int ac_mutex_destroy_at(const char *place, const ac_mutex *mutex)
{
    AT(int, end_of_mutex(mutex));
}

int ac_mutex_destroy(const ac_mutex *mutex)
{
    return ac_mutex_destroy_at(NULL, mutex);
}
