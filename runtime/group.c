/* group.c - ac_group: children that end before the statement does. As asyncio's TaskGroup: the end of a child is noticed
 * one turn later, by a callback in the ready queue, and what waits for the last one goes on one turn after that. */
#include "core.h"

struct child {
    struct ac_task callback; /* waits for the end of `task`; then it is queued as if it were a task itself */
    struct child *next, *prev;
    struct group_state *group;
    struct ac_task *task;
    int result;
};

/* struct ac_group, as it is. */
struct group_state {
    struct ac_scope_state scope;
    struct child *first, *last; /* those that have not been noticed to have ended, in the order of their start */
    struct child *spare;        /* the one noticed last: its callback is still being run */
    int error;                  /* of the first that failed */
    int how;                    /* the statement is left */
    bool aborted;               /* the children were cancelled */
    bool ending;                /* the owner waits in ac_group_end() */
};
_Static_assert(sizeof(struct group_state) <= sizeof(struct ac_group), "abi.h makes room for it");

/* The owner goes on, once the last child has been noticed. */
static const struct ac_kind kind_ended = { AC_KIND("ready"), .held = true };

static struct group_state *state_of(struct ac_group *group)
{
    return (struct group_state *)(void *)group;
}

static void free_child(struct child *child)
{
    if (child)
        ac_pool_put(&ac_loop_here->frames, child, sizeof *child, 8);
}

void ac_group_begin(struct ac_group *group)
{
    struct group_state *self = state_of(group);

    self->first = self->last = self->spare = NULL;
    self->error = 0;
    self->aborted = self->ending = false;
    ac_scope_begin(ac_loop_here, &self->scope);
}

int ac_group_error(const struct ac_group *group)
{
    return ((const struct group_state *)(const void *)group)->error;
}

static void abort_children(struct group_state *self)
{
    self->aborted = true;
    for (struct child *child = self->first; child; child = child->next)
        if (child->task)
            ac_cancel(child->task);
}

/* ---- children ---- */

static void fire_child(struct ac_wait *wait, int result)
{
    struct child *child = (struct child *)(void *)wait;

    if (!result && child->task->made.spawn->fails)
        child->result = *(int *)ac_task_value(child->task);
    child->task = NULL;
    ac_ready(ac_loop_here, wait);
}

static void unlink_child(struct group_state *self, struct child *child)
{
    *(child->prev ? &child->prev->next : &self->first) = child->next;
    *(child->next ? &child->next->prev : &self->last) = child->prev;
}

/* A turn after the end of a child. */
static struct ac_frame *notice(struct ac_frame *frame, struct ac_frame *leaf)
{
    struct child *child = (struct child *)(void *)leaf;
    struct group_state *self = child->group;

    unlink_child(self, child);
    free_child(self->spare);
    self->spare = child;
    if (child->result && !self->error) {
        self->error = child->result;
        abort_children(self);
        if (!self->ending)
            ac_scope_expire(ac_loop_here, &self->scope);
    }
    if (!self->first && self->ending)
        ac_ready_as(ac_loop_here, &self->scope.task->wait, &kind_ended);
    return frame;
}

static const struct ac_func notice_func = { .resume = notice, .name = "ac_group", .align = 8 };
static struct ac_frame notice_frame = { &notice_func, NULL };
static const struct ac_task *owner_of(const struct ac_wait *wait)
{
    return ((const struct child *)(const void *)wait)->group->scope.task;
}

static const struct ac_kind kind_child = { AC_KIND("ac_group"), .fire = fire_child, .owner = owner_of };

ac_task *ac_spawn_in(struct ac_group *group, ac_task *task)
{
    struct group_state *self = state_of(group);
    struct child *child = ac_pool_get(&ac_loop_here->frames, "ac_spawn_in", sizeof *child, 8);

    child->callback.wait.leaf = (struct ac_frame){ &kind_child.func, &notice_frame };
    child->callback.flags = 0;
    child->group = self;
    child->task = task;
    child->result = 0;
    child->next = NULL;
    child->prev = self->last;
    *(self->last ? &self->last->next : &self->first) = child;
    self->last = child;
    ac_task_watch(task, &child->callback.wait);
    ac_task_consume(task, "ac_spawn_in");
    if (self->aborted)
        ac_cancel(task);
    return task;
}

/* ---- the end ---- */

/* The owner is asked to end while it waits for the children: in the next turn it passes that on to them. */
static bool wake_owner(struct ac_wait *wait)
{
    ((struct group_state *)wait->on.p)->ending = false;
    return true;
}

static const struct ac_kind kind_end = { AC_KIND("end of ac_group"), .withdraw = wake_owner };
/* The children were cancelled already. */
static const struct ac_kind kind_aborted = { AC_KIND("end of ac_group"), .held = true };

/* All children have ended: how to go on. Without a wait there is nowhere for a cancellation to have come to. */
static int outcome(struct group_state *self, bool waited)
{
    struct ac_task *task = self->scope.task;

    free_child(self->spare);
    self->spare = NULL;
    ac_scope_end((struct ac_scope *)(void *)&self->scope);
    if ((waited || self->how == AC_GROUP_CANCELLED) && ac_task_pressed(task))
        return AC_GROUP_CANCELLED;
    if (self->error && self->how != AC_GROUP_LEFT)
        return AC_GROUP_FAILED;
    return self->how == AC_GROUP_CANCELLED ? AC_GROUP_CANCELLED : AC_GROUP_DONE;
}

struct end_frame {
    struct ac_frame base;
    int value;
    struct group_state *group;
};

static struct ac_frame *wait_for_children(struct end_frame *self)
{
    struct ac_wait *wait = ac_wait_begin(ac_loop_here, self->group->aborted ? &kind_aborted : &kind_end);

    self->group->ending = true;
    wait->on.p = self->group;
    wait->leaf.caller = &self->base;
    return &self->base;
}

static struct ac_frame *end_resume(struct ac_frame *base, struct ac_frame *callee)
{
    struct end_frame *self = (struct end_frame *)base;

    (void)callee;
    if (self->group->first) { /* they have not ended, or there are new ones */
        if (ac_task_pressed(self->group->scope.task))
            abort_children(self->group);
        return wait_for_children(self);
    }
    self->value = outcome(self->group, true);
    return NULL;
}

static const struct ac_func end_func = { .resume = end_resume, .name = "end of ac_group",
                                         .size = sizeof(struct end_frame), .align = 8 };

struct ac_frame *ac_group_end(struct ac_group *group, int how, int *result)
{
    struct group_state *self = state_of(group);
    struct end_frame *frame;

    self->how = how;
    if (how != AC_GROUP_DONE)
        abort_children(self);
    if (!self->first) {
        *result = outcome(self, false);
        return NULL;
    }
    frame = (struct end_frame *)ac_frame_new(&end_func);
    frame->group = self;
    return wait_for_children(frame);
}
