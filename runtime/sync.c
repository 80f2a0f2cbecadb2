/* sync.c - events, mutexes, semaphores, conditions, barriers and promises: queues of tasks with a little state.
 *
 * Mutexes and permits are handed over: who comes later never overtakes who waits. A task that was given one and is
 * cancelled before it ran hands it on (undo). */
#include "core.h"

#include <errno.h>
#include <stdlib.h>

static const struct ac_kind kind_event = { AC_KIND("ac_event_wait"), .withdraw = ac_withdraw_queued };

/* Wakes all that wait, first come, first woken. */
static void wake_all(struct ac_queue *queue, int result)
{
    struct ac_wait *wait;

    while ((wait = ac_queue_take(queue)))
        ac_fire_ready(wait, result);
}

/* ---- events ---- */

struct ac_frame *ac_event_wait(ac_event *event, int *result)
{
    *result = 0;
    return event->set ? NULL : ac_wait_in(&event->waits, &kind_event);
}

void ac_event_set(ac_event *event)
{
    event->set = 1;
    wake_all(&event->waits, 0);
}

void ac_event_clear(ac_event *event)
{
    event->set = 0;
}

int ac_event_is_set(const ac_event *event)
{
    return event->set;
}

/* ---- mutexes ----
 * on.queue is the mutex's, value.p the place of the call until it is woken. */

static unsigned number_here(void)
{
    const struct ac_task *task = ac_loop_here ? ac_loop_here->current : NULL;

    return task ? task->serial : 0;
}

static void undo_lock(struct ac_wait *wait);
static void describe_lock(const struct ac_wait *wait, FILE *out);

static const struct ac_kind kind_lock = { AC_KIND("ac_mutex_lock"), .withdraw = ac_withdraw_queued,
                                          .describe = describe_lock };
static const struct ac_kind kind_locked = { AC_KIND("ready"), .undo = undo_lock };
/* Taking the mutex back at the end of ac_cond_wait(). */
static const struct ac_kind kind_relock = { AC_KIND("ac_cond_wait, for the mutex"), .held = true,
                                            .describe = describe_lock };
static const struct ac_kind kind_relocked = { AC_KIND("ready"), .held = true };

static void describe_lock(const struct ac_wait *wait, FILE *out)
{
    const ac_mutex *mutex = AC_CONTAINER(wait->on.queue, ac_mutex, waits);
    const struct ac_task *owner = mutex->owner ? ac_task_numbered(ac_loop_here, mutex->owner) : NULL;

    if (owner)
        fprintf(out, ", held by task %u '%s'", mutex->owner, ac_task_name(ac_loop_here, owner));
    if (owner && mutex->place)
        fprintf(out, " since %s", mutex->place);
}

/* Hands the mutex to the first that waits. */
static void hand_over(ac_mutex *mutex, const char *place)
{
    struct ac_wait *next = ac_queue_take(&mutex->waits);

    if (!next) {
        mutex->locked = mutex->owner = 0;
        mutex->place = place;
        return;
    }
    mutex->owner = ((struct ac_task *)next)->serial;
    mutex->place = next->value.p;
    next->value.i = 0;
    ac_ready_as(ac_loop_here, next, next->leaf.func == &kind_relock.func ? &kind_relocked : &kind_locked);
}

static void undo_lock(struct ac_wait *wait)
{
    hand_over(AC_CONTAINER(wait->on.queue, ac_mutex, waits), NULL);
}

static void take(ac_mutex *mutex, const char *place)
{
    mutex->locked = 1;
    mutex->owner = number_here();
    mutex->place = place;
}

static struct ac_frame *lock(ac_mutex *mutex, const struct ac_kind *kind, const char *place)
{
    struct ac_frame *leaf;

    if (!mutex->locked) {
        take(mutex, place);
        return NULL;
    }
    leaf = ac_wait_in(&mutex->waits, kind);
    ((struct ac_wait *)(void *)leaf)->value.p = (void *)(uintptr_t)place;
    return leaf;
}

struct ac_frame *ac_mutex_lock(ac_mutex *mutex, int *result)
{
    const char *place = ac_loop_here->place;

    if (AC_UNLIKELY(place && mutex->locked && mutex->owner == number_here())) {
        ac_misuse("ac_mutex_lock: it holds this mutex already, and would wait for ever");
        ac_misuse_locked(mutex);
        abort();
    }
    *result = 0;
    return lock(mutex, &kind_lock, place);
}

int ac_mutex_lock_try(ac_mutex *mutex)
{
    if (mutex->locked)
        return -EAGAIN;
    take(mutex, ac_loop_here ? ac_loop_here->place : NULL);
    return 0;
}

/* Whether the caller holds the mutex; in debug builds it must. */
static bool holds(const ac_mutex *mutex, const char *what)
{
    if (AC_LIKELY(mutex->locked && mutex->owner == number_here()))
        return true;
    if (!ac_loop_here || !ac_loop_here->place)
        return false;
    if (mutex->locked) {
        ac_misuse("%s: it does not hold this mutex", what);
        ac_misuse_locked(mutex);
    } else {
        ac_misuse("%s: this mutex is not locked", what);
        ac_misuse_note(mutex->place, "it was unlocked here");
    }
    abort();
}

int ac_mutex_unlock(ac_mutex *mutex)
{
    if (AC_UNLIKELY(!holds(mutex, "ac_mutex_unlock")))
        return -EPERM;
    hand_over(mutex, ac_loop_here ? ac_loop_here->place : NULL);
    return 0;
}

/* ---- semaphores ---- */

static void undo_acquire(struct ac_wait *wait)
{
    ac_sem_release(AC_CONTAINER(wait->on.queue, ac_sem, waits));
}

static const struct ac_kind kind_acquire = { AC_KIND("ac_sem_acquire"), .withdraw = ac_withdraw_queued };
static const struct ac_kind kind_acquired = { AC_KIND("ready"), .undo = undo_acquire };

int ac_sem_acquire_try(ac_sem *sem)
{
    if (!sem->permits)
        return -EAGAIN;
    sem->permits--;
    return 0;
}

struct ac_frame *ac_sem_acquire(ac_sem *sem, int *result)
{
    *result = 0;
    return ac_sem_acquire_try(sem) ? ac_wait_in(&sem->waits, &kind_acquire) : NULL;
}

void ac_sem_release(ac_sem *sem)
{
    struct ac_wait *next = ac_queue_take(&sem->waits);

    if (next) {
        next->value.i = 0;
        ac_ready_as(ac_loop_here, next, &kind_acquired);
    } else {
        sem->permits++;
    }
}

/* ---- conditions ---- */

struct cond_frame {
    struct ac_frame base;
    int value;
    bool woken;     /* waits for the mutex now */
    bool cancelled; /* to be told when the mutex is held again */
    ac_mutex *mutex;
    const char *place; /* of the call */
};

static void undo_signal(struct ac_wait *wait)
{
    ac_cond_signal(AC_CONTAINER(wait->on.queue, ac_cond, waits));
}

static const struct ac_kind kind_cond = { AC_KIND("ac_cond_wait"), .withdraw = ac_withdraw_queued };
static const struct ac_kind kind_signalled = { AC_KIND("ready"), .undo = undo_signal };

static struct ac_frame *cond_resume(struct ac_frame *base, struct ac_frame *callee)
{
    struct cond_frame *self = (struct cond_frame *)base;
    struct ac_frame *leaf;

    if (!self->woken) {
        self->woken = true;
        self->cancelled = !callee;
        leaf = lock(self->mutex, &kind_relock, self->place);
        if (leaf) {
            leaf->caller = base;
            return base;
        }
    }
    self->value = 0;
    return self->cancelled ? AC_CANCELLED : NULL;
}

static const struct ac_func cond_func = { .resume = cond_resume, .name = "ac_cond_wait",
                                          .size = sizeof(struct cond_frame), .align = 8 };

struct ac_frame *ac_cond_wait(ac_cond *cond, ac_mutex *mutex, int *result)
{
    struct cond_frame *self;

    if (AC_UNLIKELY(!holds(mutex, "ac_cond_wait"))) {
        *result = -EPERM;
        return NULL;
    }
    self = (struct cond_frame *)ac_frame_new(&cond_func);
    self->woken = self->cancelled = false;
    self->mutex = mutex;
    self->place = ac_loop_here->place;
    hand_over(mutex, self->place);
    ac_wait_in(&cond->waits, &kind_cond)->caller = &self->base;
    return &self->base;
}

void ac_cond_signal(ac_cond *cond)
{
    struct ac_wait *first = ac_queue_take(&cond->waits);

    if (first)
        ac_ready_as(ac_loop_here, first, &kind_signalled);
}

void ac_cond_broadcast(ac_cond *cond)
{
    wake_all(&cond->waits, 0);
}

/* ---- barriers ---- */

static bool withdraw_barrier(struct ac_wait *wait)
{
    AC_CONTAINER(wait->on.queue, ac_barrier, waits)->arrived--;
    return ac_withdraw_queued(wait);
}

static const struct ac_kind kind_barrier = { AC_KIND("ac_barrier_wait"), .withdraw = withdraw_barrier };

struct ac_frame *ac_barrier_wait(ac_barrier *barrier, int *result)
{
    struct ac_wait *wait;

    if (++barrier->arrived < barrier->parties)
        return ac_wait_in(&barrier->waits, &kind_barrier);
    for (int i = 0; (wait = ac_queue_take(&barrier->waits)); i++)
        ac_fire_ready(wait, i);
    *result = (int)barrier->arrived - 1;
    barrier->arrived = 0;
    return NULL;
}

/* ---- promises ---- */

static const struct ac_kind kind_promise = { AC_KIND("ac_promise_wait"), .withdraw = ac_withdraw_queued };

struct ac_frame *ac_promise_wait(ac_promise *promise, int *result)
{
    *result = promise->result;
    return promise->resolved ? NULL : ac_wait_in(&promise->waits, &kind_promise);
}

int ac_promise_resolve(ac_promise *promise, int result)
{
    if (promise->resolved)
        return -EALREADY;
    promise->resolved = 1;
    promise->result = result;
    wake_all(&promise->waits, result);
    return 0;
}
