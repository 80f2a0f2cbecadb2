/* gather.c - waiting for several tasks: ac_gather(), ac_race(), ac_wait_for(). As with asyncio's futures the end of a task
 * is noticed one turn later, by a callback in the ready queue, and who waits for the last one goes on one turn after that. */
#include "core.h"

#include <errno.h>
#include <stdlib.h>

struct watch {
    struct ac_task callback; /* waits for the end of a task; then it is queued as if it were a task itself */
    struct gather_frame *frame;
    struct ac_task *loose;   /* the task, if its handle goes at the end; else NULL */
    bool waits;              /* for the end of callback.wait.on.task */
    int result;              /* of the task: 0 or -ECANCELED */
};

struct gather_frame {
    struct ac_frame base;
    int value;
    bool race;
    bool decided;          /* the result is known, or not wanted any more */
    struct ac_task *owner; /* the task that waits */
    struct watch *watches;
    size_t n, left;        /* watches; those whose callback has not run */
};

static void unwatch(struct gather_frame *self)
{
    for (size_t i = 0; i < self->n; i++)
        if (self->watches[i].waits) {
            self->watches[i].waits = false;
            ac_queue_remove(&self->watches[i].callback.wait.on.task->waiters, &self->watches[i].callback.wait);
        }
}

static bool decides(struct gather_frame *self, const struct watch *watch)
{
    self->left--;
    if (self->decided)
        return false;
    if (!self->race) {
        if (watch->result)
            self->value = watch->result;
        return !self->left;
    }
    self->value = (int)(watch - self->watches);
    unwatch(self);
    return true;
}

/* A turn after the end of a task. */
static struct ac_frame *notice(struct ac_frame *frame, struct ac_frame *leaf)
{
    struct watch *watch = (struct watch *)(void *)leaf;
    struct gather_frame *self = watch->frame;

    if (decides(self, watch)) {
        self->decided = true;
        ac_ready(ac_loop_here, &self->owner->wait);
    }
    return frame;
}

static const struct ac_func notice_func = { .resume = notice, .name = "ac_gather", .align = 8 };
static struct ac_frame notice_frame = { &notice_func, NULL };

static void fire_watch(struct ac_wait *wait, int result)
{
    struct watch *watch = (struct watch *)(void *)wait;

    watch->waits = false;
    watch->result = result;
    ac_ready(ac_loop_here, wait);
}

static const struct ac_task *owner_of(const struct ac_wait *wait)
{
    return ((const struct watch *)(const void *)wait)->frame->owner;
}

static bool withdraw_gather(struct ac_wait *wait)
{
    struct gather_frame *self = (struct gather_frame *)(void *)wait->leaf.caller;

    for (size_t i = 0; i < self->n; i++)
        if (self->watches[i].waits)
            ac_cancel(self->watches[i].callback.wait.on.task);
    return false;
}

/* Callbacks that are queued already run before the owner does. */
static bool withdraw_race(struct ac_wait *wait)
{
    struct gather_frame *self = (struct gather_frame *)(void *)wait->leaf.caller;

    self->decided = true;
    unwatch(self);
    return true;
}

static const struct ac_kind kind_gather = { AC_KIND("ac_gather"), .withdraw = withdraw_gather };
static const struct ac_kind kind_race = { AC_KIND("ac_race"), .withdraw = withdraw_race };
static const struct ac_kind kind_watch = { AC_KIND("ac_gather"), .fire = fire_watch, .owner = owner_of };

static struct ac_frame *gather_resume(struct ac_frame *base, struct ac_frame *callee)
{
    struct gather_frame *self = (struct gather_frame *)base;

    for (size_t i = 0; i < self->n; i++)
        ac_task_release(self->watches[i].loose);
    free(self->watches);
    return callee ? NULL : AC_CANCELLED;
}

static const struct ac_func gather_func = { .resume = gather_resume, .name = "ac_gather",
                                            .size = sizeof(struct gather_frame), .align = 8 };

static void watch_task(struct gather_frame *self, struct watch *watch, struct ac_task *task)
{
    ac_task_check(task, "ac_gather");
    if (task == self->owner)
        ac_fatal("task '%s' waits for its own end", ac_spawn_of(task)->name);
    watch->callback.wait.leaf = (struct ac_frame){ &kind_watch.func, &notice_frame };
    watch->callback.flags = 0;
    watch->frame = self;
    watch->loose = task->flags & AC_LOOSE ? task : NULL;
    task->flags &= (uint16_t)~AC_LOOSE; /* named twice, it is dropped once */
    watch->waits = task->flags & AC_LIVE;
    if (watch->waits)
        ac_task_watch(task, &watch->callback.wait);
    else
        fire_watch(&watch->callback.wait, task->flags & AC_ENDED_CANCELLED ? -ECANCELED : 0);
}

/* Suspends the caller over N tasks. The watches belong to the frame: who went on without them would leave tasks behind that
 * use what is his. */
static struct ac_frame *watch_all(size_t n, ac_task *const *tasks, const struct ac_kind *kind)
{
    struct gather_frame *self = (struct gather_frame *)ac_frame_new(&gather_func);
    struct watch *watches = ac_must_malloc(n * sizeof *watches, "ac_gather", n * sizeof *watches);
    struct ac_wait *wait;

    self->value = 0;
    self->race = kind == &kind_race;
    self->decided = false;
    self->owner = ac_loop_here->current;
    self->watches = watches;
    self->n = self->left = n;
    for (size_t i = 0; i < n; i++)
        watch_task(self, &watches[i], tasks[i]);
    wait = ac_wait_begin(ac_loop_here, kind);
    wait->leaf.caller = &self->base;
    return &self->base;
}

struct ac_frame *ac_gather_n(size_t n, ac_task *const *tasks, int *result)
{
    *result = 0;
    return n ? watch_all(n, tasks, &kind_gather) : NULL;
}

struct ac_frame *ac_race_n(size_t n, ac_task *const *tasks, int *result)
{
    *result = -EINVAL;
    return n ? watch_all(n, tasks, &kind_race) : NULL;
}

/* ---- ac_wait_for ---- */

enum { NOT_KNOWN = 1 }; /* no result of ac_join() */

struct wait_for_frame {
    struct ac_frame base;
    int value;
    bool expired;
    bool late; /* there was no time to begin with: as in asyncio the end is noticed one turn later */
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
    if (self->value == NOT_KNOWN) {
        self->value = ac_int_of(callee);
        if (self->value && self->expired)
            self->value = -ETIMEDOUT;
        if (self->late) {
            ac_ready(ac_loop_here, ac_wait_begin(ac_loop_here, &ac_kind_ready));
            return base;
        }
    }
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
    self->value = NOT_KNOWN;
    self->late = self->expired = duration <= 0;
    if (self->expired) {
        ac_cancel(task);
        return &self->base;
    }
    now = ac_loop_now(loop);
    ac_timer_start(loop, &self->timer, duration > INT64_MAX - now ? INT64_MAX : now + duration);
    return &self->base;
}
