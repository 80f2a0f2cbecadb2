/* gather.c - waiting for several tasks: ac_gather(), ac_race(), ac_wait_for(). Each task waited for has a watch; the one
 * that decides makes the waiter ready, which takes one more turn before it goes on, as asyncio's futures do. */
#include "core.h"

#include <errno.h>
#include <stdlib.h>

struct gather_frame {
    struct ac_frame base;
    int value;
    bool decided;           /* the result is known */
    struct ac_task *owner;  /* the task that waits */
    struct ac_wait *watches;
    size_t n, left;         /* watches; those that have not fired */
};

static struct gather_frame *frame_of(const struct ac_wait *watch)
{
    return (struct gather_frame *)(void *)watch->leaf.caller;
}

static void decide(struct gather_frame *self)
{
    ac_ready(ac_loop_here, &self->owner->wait);
}

/* A watch that has fired is marked by a value of 0; the frame is found by its caller. */
static void fire_gather(struct ac_wait *watch, int result)
{
    struct gather_frame *self = frame_of(watch);

    watch->value.i = 0;
    if (result)
        self->value = result;
    if (--self->left == 0)
        decide(self);
}

static void unwatch(struct gather_frame *self)
{
    for (size_t i = 0; i < self->n; i++)
        if (self->watches[i].value.i) {
            self->watches[i].value.i = 0;
            ac_queue_remove(&self->watches[i].on.task->waiters, &self->watches[i]);
        }
}

static void fire_race(struct ac_wait *watch, int result)
{
    struct gather_frame *self = frame_of(watch);

    (void)result;
    watch->value.i = 0;
    self->value = (int)(watch - self->watches);
    unwatch(self);
    decide(self);
}

static bool withdraw_gather(struct ac_wait *wait)
{
    struct gather_frame *self = (struct gather_frame *)(void *)wait->leaf.caller;

    for (size_t i = 0; i < self->n; i++)
        if (self->watches[i].value.i)
            ac_cancel(self->watches[i].on.task);
    return false;
}

static bool withdraw_race(struct ac_wait *wait)
{
    unwatch((struct gather_frame *)(void *)wait->leaf.caller);
    return true;
}

static const struct ac_task *owner_of(const struct ac_wait *watch)
{
    return frame_of(watch)->owner;
}

static const struct ac_kind kind_gather = { AC_KIND("ac_gather"), .withdraw = withdraw_gather };
static const struct ac_kind kind_race = { AC_KIND("ac_race"), .withdraw = withdraw_race };
static const struct ac_kind kind_gather_watch = { AC_KIND("ac_gather"), .fire = fire_gather, .owner = owner_of };
static const struct ac_kind kind_race_watch = { AC_KIND("ac_race"), .fire = fire_race, .owner = owner_of };

static struct ac_frame *gather_resume(struct ac_frame *base, struct ac_frame *callee)
{
    struct gather_frame *self = (struct gather_frame *)base;

    /* A race that was cancelled has nothing to wait for; a gathering has only now seen its last task end. */
    if (!self->decided && (callee || !self->left)) {
        self->decided = true;
        decide(self);
        return base;
    }
    free(self->watches);
    return callee ? NULL : AC_CANCELLED;
}

static const struct ac_func gather_func = { .resume = gather_resume, .name = "ac_gather",
                                            .size = sizeof(struct gather_frame), .align = 8 };

/* Suspends the caller over N tasks. Tasks that have ended already fire at once. */
static struct ac_frame *watch_all(size_t n, ac_task *const *tasks, const struct ac_kind *kind,
                                  const struct ac_kind *watch_kind, int *result)
{
    struct ac_loop *loop = ac_loop_here;
    struct ac_wait *watches = malloc(n * sizeof *watches), *wait;
    struct gather_frame *self;

    if (!watches) {
        *result = -ENOMEM;
        return NULL;
    }
    self = (struct gather_frame *)ac_frame_new(&gather_func);
    self->value = 0;
    self->decided = false;
    self->owner = loop->current;
    self->watches = watches;
    self->n = self->left = n;
    wait = ac_wait_begin(loop, kind);
    wait->leaf.caller = &self->base;
    for (size_t i = 0; i < n; i++) {
        ac_task_check(tasks[i], "ac_gather");
        if (tasks[i] == loop->current)
            ac_fatal("task '%s' waits for its own end", ac_spawn_of(tasks[i])->name);
        watches[i].leaf = (struct ac_frame){ &watch_kind->func, &self->base };
        watches[i].value.i = 0;
    }
    for (size_t i = 0; i < n && wait->leaf.func == &kind->func; i++) {
        watches[i].value.i = 1;
        if (tasks[i]->flags & AC_LIVE)
            ac_task_watch(tasks[i], &watches[i]);
        else
            watch_kind->fire(&watches[i], tasks[i]->flags & AC_ENDED_CANCELLED ? -ECANCELED : 0);
    }
    return &self->base;
}

struct ac_frame *ac_gather_n(size_t n, ac_task *const *tasks, int *result)
{
    *result = 0;
    return n ? watch_all(n, tasks, &kind_gather, &kind_gather_watch, result) : NULL;
}

struct ac_frame *ac_race_n(size_t n, ac_task *const *tasks, int *result)
{
    *result = -EINVAL;
    return n ? watch_all(n, tasks, &kind_race, &kind_race_watch, result) : NULL;
}

/* ---- ac_wait_for ---- */

struct wait_for_frame {
    struct ac_frame base;
    int value;
    bool expired;
    struct ac_wait timer;
    struct ac_task *task;
};

static void fire_expired(struct ac_wait *timer, int result)
{
    struct wait_for_frame *self = AC_CONTAINER(timer, struct wait_for_frame, timer);

    (void)result;
    self->expired = true;
    ac_cancel(self->task);
}

static const struct ac_kind kind_expiry = { AC_KIND("ac_wait_for"), .fire = fire_expired };

static struct ac_frame *wait_for_resume(struct ac_frame *base, struct ac_frame *callee)
{
    struct wait_for_frame *self = (struct wait_for_frame *)base;

    if (!self->expired)
        ac_timer_stop(ac_loop_here, &self->timer);
    if (!callee)
        return AC_CANCELLED;
    self->value = ac_int_of(callee);
    if (self->value && self->expired)
        self->value = -ETIMEDOUT;
    return NULL;
}

static const struct ac_func wait_for_func = { .resume = wait_for_resume, .name = "ac_wait_for",
                                              .size = sizeof(struct wait_for_frame), .align = 8 };

struct ac_frame *ac_wait_for(ac_task *task, ac_time duration, int *result)
{
    struct ac_loop *loop = ac_loop_here;
    struct ac_frame *leaf = ac_join(task, result);
    struct wait_for_frame *self;
    ac_time now;

    if (!leaf)
        return NULL;
    self = (struct wait_for_frame *)ac_frame_new(&wait_for_func);
    leaf->caller = &self->base;
    self->task = task;
    self->timer.leaf.func = &kind_expiry.func;
    self->expired = duration <= 0;
    if (self->expired) {
        ac_cancel(task);
        return &self->base;
    }
    now = ac_loop_now(loop);
    ac_timer_start(loop, &self->timer, duration > INT64_MAX - now ? INT64_MAX : now + duration);
    return &self->base;
}
