/* timeout.c - scopes that can ask for the end of what is inside of them: ac_timeout, and the part of ac_group that is the
 * same. A task's scopes are a list, innermost first, so that a cancellation stops at the outermost that asked for it. */
#include "core.h"

static struct ac_scope_state *state_of(struct ac_scope *scope)
{
    return (struct ac_scope_state *)(void *)scope;
}

void ac_scope_begin(struct ac_loop *loop, struct ac_scope_state *scope)
{
    struct ac_task *task = loop->current;

    scope->task = task;
    scope->shield = task->shield;
    scope->timed = scope->expired = false;
    scope->spawn = ac_spawn_of(task);
    scope->outer = task->flags & AC_SCOPED ? task->made.scope : NULL;
    task->made.scope = scope;
    task->flags |= AC_SCOPED;
}

void ac_scope_expire(struct ac_loop *loop, struct ac_scope_state *scope)
{
    struct ac_task *task = scope->task;

    scope->expired = true;
    task->flags |= AC_EXPIRED;
    if (task == loop->current)
        ac_press(loop);
    else if (ac_task_pressed(task))
        ac_task_deliver(task);
    else
        ac_fd_beware(loop, task);
}

/* Takes the innermost scope off its task. */
static void take_off(struct ac_scope_state *scope)
{
    struct ac_task *task = scope->task;

    if (scope->outer) {
        task->made.scope = scope->outer;
        return;
    }
    task->made.spawn = scope->spawn;
    task->flags &= (uint16_t) ~(AC_SCOPED | AC_EXPIRED);
}

int ac_scope_end(struct ac_scope *scope)
{
    struct ac_scope_state *self = state_of(scope);

    if (self->timed)
        ac_timer_stop(ac_loop_here, &self->timer);
    take_off(self);
    return self->expired && !ac_task_pressed(self->task);
}

/* ---- ac_timeout ---- */

static void fire_timeout(struct ac_wait *timer, int result)
{
    struct ac_scope_state *self = AC_CONTAINER(timer, struct ac_scope_state, timer);

    (void)result;
    self->timed = false;
    ac_scope_expire(ac_loop_here, self);
}

static const struct ac_kind kind_timeout = { AC_KIND("ac_timeout"), .fire = fire_timeout };

static void begin(struct ac_scope *scope, ac_time now, ac_time deadline)
{
    struct ac_loop *loop = ac_loop_here;
    struct ac_scope_state *self = state_of(scope);

    ac_scope_begin(loop, self);
    self->timed = true;
    self->timer.leaf.func = &kind_timeout.func;
    if (deadline <= now)
        ac_timer_soon(loop, &self->timer);
    else
        ac_timer_start(loop, &self->timer, deadline);
}

void ac_timeout_begin(struct ac_scope *scope, long long duration)
{
    ac_time now = ac_now();

    begin(scope, now, duration > INT64_MAX - now ? INT64_MAX : now + duration);
}

void ac_timeout_begin_at(struct ac_scope *scope, long long deadline)
{
    begin(scope, ac_now(), deadline);
}
