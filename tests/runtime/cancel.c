// RUN: %cc %cflags -I%incdir %s %libac -o %t && AC_CLOCK=virtual %t | FileCheck %s
// Cancelling: when it is delivered, in which order functions and tasks are left, and what sticks.
#include "hand.h"
#include <errno.h>

ASYNC(int, sleeper, const char *name; ac_time delay)
{
    BEGIN(sleeper);
    AWAIT_INT(self->tmp, ac_sleep(self->delay, &self->tmp));
    printf("%s ", self->name);
    RETURN(1);
CANCELLED:
    printf("%s! ", self->name);
    END;
}

// Awaits a call, which awaits a sleep.
ASYNC(int, caller, const char *name; ac_time delay)
{
    BEGIN(caller);
    AWAIT_INT(self->tmp, CALL(sleeper, &self->tmp, .name = "callee", .delay = self->delay));
    printf("%s ", self->name);
    RETURN(1);
CANCELLED:
    printf("%s! ", self->name);
    END;
}

// async int x = TASK; await x;  with a clean-up that yields and says so.
ASYNC(int, awaiter, const char *name; struct ac_task *task; struct ac_task *owned; int cancelled)
{
    BEGIN(awaiter);
    self->owned = ac_task_own(self->task, NULL);
    AWAIT(ac_task_wait(self->owned));
    printf("%s ", self->name);
    if (0) {
    CANCELLED:
        printf("%s! ", self->name);
        self->cancelled = 1;
    }
    AWAIT(ac_task_leave(self->owned));
    printf("%s-left ", self->name);
    if (self->cancelled)
        return AC_CANCELLED;
    RETURN(0);
    END;
}

// Holds a task while doing something else: leaving its scope cancels and joins it.
ASYNC(int, owner, const char *name; struct ac_task *owned; int cancelled)
{
    BEGIN(owner);
    self->owned = ac_task_own(SPAWN(sleeper, .name = "owned", .delay = 100), NULL);
    AWAIT_INT(self->tmp, ac_sleep(10, &self->tmp));
    if (0) {
    CANCELLED:
        self->cancelled = 1;
    }
    printf("%s%s ", self->name, self->cancelled ? "!" : "");
    AWAIT(ac_task_leave(self->owned));
    printf("%s-left ", self->name);
    if (self->cancelled)
        return AC_CANCELLED;
    RETURN(0);
    END;
}

ASYNC(int, self_canceller, int i)
{
    BEGIN(self_canceller);
    ac_cancel(ac_self());
    printf("goes-on ");
    AWAIT(ac_yield());
    printf("never ");
    RETURN(0);
CANCELLED:
    printf("self! ");
    END;
}

ASYNC(int, gatherer, struct ac_task *tasks[2])
{
    BEGIN(gatherer);
    self->tasks[0] = SPAWN(sleeper, .name = "g1", .delay = 20);
    self->tasks[1] = SPAWN(sleeper, .name = "g2", .delay = 30);
    AWAIT_INT(self->tmp, ac_gather_n(2, self->tasks, &self->tmp));
    RETURN(self->tmp);
CANCELLED:
    printf("gather! ");
    ac_detach(self->tasks[0]);
    ac_detach(self->tasks[1]);
    END;
}

ASYNC(int, async_main, struct ac_task *a, *b; int x)
{
    BEGIN(async_main);

    // Innermost first; through an awaited task, that task first.
    // CHECK: callee! caller! -125
    self->a = SPAWN(caller, .name = "caller", .delay = 10);
    AWAIT(ac_yield());
    ac_cancel(self->a);
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    printf("%d ", self->x);
    // CHECK-NEXT: inner! outer! outer-left -125
    printf("\n");
    self->a = SPAWN(awaiter, .name = "outer", .task = SPAWN(sleeper, .name = "inner", .delay = 10));
    AWAIT(ac_yield());
    ac_cancel(self->a);
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    printf("%d ", self->x);

    // Awaiting a task that somebody else cancelled: while it runs, and when it has ended.
    // CHECK-NEXT: inner! outer! outer-left -125 outer! outer-left -125
    printf("\n");
    self->b = SPAWN(sleeper, .name = "inner", .delay = 10);
    self->a = SPAWN(awaiter, .name = "outer", .task = self->b);
    AWAIT(ac_yield());
    ac_cancel(self->b);
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    printf("%d ", self->x);
    self->b = SPAWN(sleeper, .name = "inner", .delay = 10);
    self->a = SPAWN(awaiter, .name = "outer", .task = self->b);
    ac_cancel(self->b); // never starts
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    printf("%d ", self->x);

    // Structured children, left at the end of the scope and by a cancellation.
    // CHECK-NEXT: own owned! own-left 0 own! owned! own-left -125
    printf("\n");
    AWAIT_INT(self->x, ac_join(SPAWN(owner, .name = "own"), &self->tmp));
    printf("%d ", self->x);
    self->a = SPAWN(owner, .name = "own");
    AWAIT(ac_yield());
    AWAIT(ac_yield());
    ac_cancel(self->a);
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    printf("%d ", self->x);

    // CHECK-NEXT: goes-on self! -125
    printf("\n");
    AWAIT_INT(self->x, ac_join(SPAWN(self_canceller, .i = 0), &self->tmp));
    printf("%d ", self->x);

    // A task whose sleep is over is cancelled all the same, if it has not run yet.
    // CHECK-NEXT: late! -125
    printf("\n");
    self->a = SPAWN(sleeper, .name = "late", .delay = 0);
    AWAIT(ac_yield());
    ac_cancel(self->a);
    ac_cancel(self->a);
    assert(!ac_done(self->a));
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    printf("%d ", self->x);

    // CHECK-NEXT: g1! g2! gather! -125
    printf("\n");
    self->a = SPAWN(gatherer, .tmp = 0);
    AWAIT_INT(self->x, ac_sleep(5, &self->tmp));
    ac_cancel(self->a);
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    printf("%d ", self->x);

    // CHECK-NEXT: r1 r r-left 0
    printf("\n");
    self->b = SPAWN(sleeper, .name = "r1", .delay = 20);
    AWAIT_INT(self->x, ac_wait_for(SPAWN(awaiter, .name = "r", .task = self->b), 30, &self->tmp));
    printf("%d\n", self->x);

    // Cancelling what has ended does nothing.
    self->a = SPAWN(sleeper, .name = "end");
    AWAIT_INT(self->x, ac_sleep(5, &self->tmp));
    assert(ac_done(self->a));
    ac_cancel(self->a);
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    assert(!self->x);
    RETURN(0);
CANCELLED:
    END;
}

int main(void)
{
    return MAIN();
}
