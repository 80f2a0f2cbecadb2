/* task.c - tasks: making, ending, waiting for their end, cancelling, and who may still look at them. */
#include "core.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct ac_kind ac_kind_ready = { AC_KIND("ready") };

/* Ready, and a cancellation has to wait until it has run: what was waited for was held. */
static const struct ac_kind kind_ready_held = { AC_KIND("ready"), .held = true };

struct ac_frame ac_cancelled_frame;

/* ---- the first step ----
 * A new task seems to wait, with a caller whose resume makes the first call; so the loop needs no case for it. */

static struct ac_frame *first_step(struct ac_frame *self, struct ac_frame *callee);

static const struct ac_func first_func = { .resume = first_step, .name = "start", .align = 8 };
static struct ac_frame first_frame = { &first_func, NULL };
static const struct ac_kind kind_start = { AC_KIND("start") };

/* The caller of a wait that is all a task consists of: completes with the value of that. */
static struct ac_frame *only_wait(struct ac_frame *self, struct ac_frame *callee)
{
    (void)self;
    return callee ? NULL : AC_CANCELLED;
}

static const struct ac_func only_func = { .resume = only_wait, .name = "wait", .align = 8 };
static struct ac_frame only_frame = { &only_func, NULL };

static struct ac_frame *first_step(struct ac_frame *self, struct ac_frame *callee)
{
    struct ac_task *task = (struct ac_task *)(void *)callee;
    struct ac_frame *root;

    if (!task)
        return AC_CANCELLED;
    root = task->made.spawn->start(task);
    if (!root || root == AC_CANCELLED)
        return root;
    root->caller = root == callee ? &only_frame : NULL;
    return self;
}

struct ac_task *ac_task_new(const struct ac_spawn *spawn)
{
    struct ac_loop *loop = ac_loop_get();
    struct ac_task *task = ac_pool_get(&loop->tasks, spawn->name, spawn->size, spawn->align);

    task->wait.leaf.func = &kind_start.func;
    task->wait.leaf.caller = &first_frame;
    task->made.spawn = spawn;
    task->waiters.first = NULL;
    task->serial = ++loop->serial;
    task->flags = loop->begun;
    task->shield = 0;
    loop->live++;
    ac_ready_push(loop, &task->wait);
    return task;
}

/* ---- the end ---- */

/* TASK's handle is used though it was used up; SPAWN says what it was. A task that has gone leaves that behind. */
static _Noreturn AC_COLD void gone(const struct ac_task *task, const char *what, const struct ac_spawn *spawn)
{
    if (spawn)
        ac_misuse("%s: the handle of task '%s' was consumed before", what, spawn->name);
    else
        ac_misuse("%s: this task was joined, awaited or detached before", what);
    ac_misuse_note(ac_used_find(ac_loop_here, task), "it was used up here");
    if (!spawn)
        spawn = task->wait.on.p;
    if (spawn)
        fprintf(stderr, "libac: %s:%d: task %u '%s' was made here\n", spawn->file, spawn->line, (unsigned)task->serial,
                spawn->name);
    abort();
}

void ac_task_check(const struct ac_task *task, const char *what)
{
    if (AC_UNLIKELY(!task->made.spawn))
        gone(task, what, NULL);
}

/* Frees the task when nobody can look at it any more. */
static void settle(struct ac_loop *loop, struct ac_task *task)
{
    const struct ac_spawn *spawn = task->made.spawn;

    if (task->flags & (AC_LIVE | AC_HANDLE | AC_OWNED))
        return;
    if (AC_UNLIKELY(task->flags & AC_NAMED))
        ac_names_forget(loop, task);
    task->made.spawn = NULL;
    task->wait.on.p = (void *)(uintptr_t)spawn; /* for who uses the handle all the same */
    ac_pool_put(&loop->tasks, task, spawn->size, spawn->align);
}

static void keep_value(struct ac_task *task, const struct ac_frame *from)
{
    const struct ac_spawn *spawn = task->made.spawn;
    size_t align = spawn->value_align, at;

    if (from == &first_frame || !spawn->value_size)
        return;
    if (from == &only_frame)
        from = &task->wait.leaf;
    at = (sizeof *from + align - 1) / align * align;
    ac_copy((char *)task + spawn->value_at, (const char *)from + at, spawn->value_size);
}

/* The task's outermost function has completed, its value is in `from`; NULL: it was cancelled. */
void ac_task_end(struct ac_loop *loop, struct ac_task *task, struct ac_frame *from)
{
    struct ac_wait *waiter;
    int result = 0;

    if (AC_LIKELY(from != NULL)) {
        keep_value(task, from);
        ac_frame_free(from);
        task->flags &= (uint16_t)~AC_LIVE;
    } else {
        task->flags = (uint16_t)((task->flags & ~AC_LIVE) | AC_ENDED_CANCELLED);
        result = -ECANCELED;
    }
    loop->live--;
    while ((waiter = ac_queue_take(&task->waiters)))
        ac_kind_of(waiter)->fire(waiter, result);
    settle(loop, task);
}

void *ac_task_value(struct ac_task *task)
{
    return (char *)task + task->made.spawn->value_at;
}

int ac_done(const ac_task *task)
{
    ac_task_check(task, "ac_done");
    return !(task->flags & AC_LIVE);
}

ac_task *ac_self(void)
{
    return ac_loop_here ? ac_loop_here->current : NULL;
}

/* ---- handles ---- */

/* Drops the handle. A task held by an async object has none: nothing happens. */
void ac_task_consume(struct ac_task *task, const char *what)
{
    ac_task_check(task, what);
    if (task->flags & AC_OWNED)
        return;
    if (AC_UNLIKELY(!(task->flags & AC_HANDLE)))
        gone(task, what, ac_spawn_of(task));
    if (AC_UNLIKELY(ac_loop_here->place))
        ac_used_note(ac_loop_here, task);
    task->flags &= (uint16_t)~AC_HANDLE;
    settle(ac_loop_here, task);
}

void ac_detach(ac_task *task)
{
    if (task)
        ac_task_consume(task, "ac_detach");
}

void ac_task_release(struct ac_task *task)
{
    if (!task)
        return;
    ac_task_check(task, "await");
    task->flags &= (uint16_t)~(AC_HANDLE | AC_OWNED);
    settle(ac_loop_here, task);
}

struct ac_task *ac_task_own(struct ac_task *task, struct ac_task *old)
{
    if (task) {
        ac_task_check(task, "async object");
        task->flags = (uint16_t)((task->flags & ~AC_HANDLE) | AC_OWNED);
    }
    if (old != task)
        ac_task_release(old);
    return task;
}

struct ac_task *ac_task_loose(struct ac_task *task)
{
    task->flags |= AC_LOOSE;
    return task;
}

/* ---- cancelling ---- */

/* Asked from outside of all shields, or by a scope that began inside of the same shields as there are now. */
bool ac_task_pressed(const struct ac_task *task)
{
    if (task->flags & AC_ASKED && !task->shield)
        return true;
    if (task->flags & AC_EXPIRED)
        for (const struct ac_scope_state *scope = task->made.scope; scope && scope->shield == task->shield;
             scope = scope->outer)
            if (scope->expired)
                return true;
    return false;
}

/* Ends the wait, unless that must not be or goes on to another task. */
void ac_task_deliver(struct ac_task *task)
{
    const struct ac_kind *kind = ac_kind_of(&task->wait);

    if (kind->forwards)
        ac_cancel(task->wait.on.task);
    else if (kind->withdraw && kind->withdraw(&task->wait))
        ac_ready(ac_loop_here, &task->wait);
}

void ac_cancel(ac_task *task)
{
    /* Along a chain of awaited tasks the last is to be cancelled; the others follow, each when its callee has ended. */
    for (;;) {
        ac_task_check(task, "ac_cancel");
        if (!(task->flags & AC_LIVE))
            return;
        task->flags |= AC_ASKED;
        if (task == ac_loop_here->current) {
            ac_press(ac_loop_here);
            return;
        }
        if (task->shield) {
            ac_fd_beware(ac_loop_here, task);
            return;
        }
        if (!ac_kind_of(&task->wait)->forwards)
            break;
        task = task->wait.on.task;
    }
    ac_task_deliver(task);
}

/* ---- waiting for the end ---- */

static void fire_awaited(struct ac_wait *wait, int result)
{
    if (result)
        ((struct ac_task *)wait)->flags |= AC_STRUCK;
    ac_ready(ac_loop_here, wait);
}

static void fire_left(struct ac_wait *wait, int result)
{
    (void)result;
    ac_ready_as(ac_loop_here, wait, &kind_ready_held);
}

static void describe_task(const struct ac_wait *wait, FILE *out)
{
    fprintf(out, ", task %u '%s'", (unsigned)wait->on.task->serial, ac_task_name(ac_loop_here, wait->on.task));
}

static const struct ac_kind kind_await = { AC_KIND("await"), .fire = fire_awaited, .forwards = true,
                                           .describe = describe_task };
static const struct ac_kind kind_join = { AC_KIND("ac_join"), .fire = ac_fire_ready, .forwards = true,
                                          .describe = describe_task };
static const struct ac_kind kind_leave = { AC_KIND("end of scope"), .fire = fire_left, .held = true,
                                           .describe = describe_task };

void ac_task_watch(struct ac_task *task, struct ac_wait *watch)
{
    watch->on.task = task;
    ac_queue_add(&task->waiters, watch);
}

static struct ac_frame *wait_for_end(struct ac_loop *loop, struct ac_task *task, const struct ac_kind *kind)
{
    struct ac_wait *wait = ac_wait_begin(loop, kind);

    if (AC_UNLIKELY(task == loop->current))
        ac_fatal("task '%s' waits for its own end", ac_spawn_of(task)->name);
    ac_task_watch(task, wait);
    return &wait->leaf;
}

struct ac_frame *ac_task_wait(struct ac_task *task)
{
    struct ac_loop *loop = ac_loop_here;

    ac_task_check(task, "await");
    if (task->flags & AC_LIVE)
        return wait_for_end(loop, task, &kind_await);
    if (AC_LIKELY(!(task->flags & AC_ENDED_CANCELLED)))
        return NULL;
    loop->current->flags |= AC_STRUCK_NOW;
    ac_press(loop);
    return &ac_wait_begin(loop, &ac_kind_ready)->leaf;
}

struct ac_frame *ac_join(ac_task *task, int *result)
{
    bool live, cancelled;

    ac_task_check(task, "ac_join");
    live = task->flags & AC_LIVE;
    cancelled = task->flags & AC_ENDED_CANCELLED;
    ac_task_consume(task, "ac_join");
    if (live)
        return wait_for_end(ac_loop_here, task, &kind_join);
    *result = cancelled ? -ECANCELED : 0;
    return NULL;
}

struct ac_frame *ac_task_leave(struct ac_task *task)
{
    bool live;

    if (!task)
        return NULL;
    live = task->flags & AC_LIVE;
    if (live)
        ac_cancel(task);
    ac_task_release(task); /* frees it now, or at its end */
    return live ? wait_for_end(ac_loop_here, task, &kind_leave) : NULL;
}
