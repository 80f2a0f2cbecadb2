// RUN: %cc %cflags -I%incdir %s %libac -o %t && %t | FileCheck %s
// RUN: AC_CLOCK=virtual %t | FileCheck %s
// The order of tasks: as asyncio, turn by turn.
#include "hand.h"

ASYNC(int, counter, const char *name; int n; int i)
{
    BEGIN(counter);
    for (self->i = 0; self->i < self->n; self->i++) {
        printf("%s%d ", self->name, self->i);
        AWAIT(ac_yield());
    }
    RETURN(self->n);
CANCELLED:
    printf("cancelled ");
    END;
}

ASYNC(int, sleeper, const char *name; ac_time delay)
{
    BEGIN(sleeper);
    AWAIT_INT(self->tmp, ac_sleep(self->delay, &self->tmp));
    printf("%s ", self->name);
    RETURN(7);
CANCELLED:
    printf("%s-cancelled ", self->name);
    END;
}

ASYNC(int, async_main, struct ac_task *a, *b, *c; int x)
{
    BEGIN(async_main);
    // CHECK: a0 b0 c0 a1 b1 c1 a2 b2 b3 done 3
    self->a = SPAWN(counter, .name = "a", .n = 3);
    self->b = SPAWN(counter, .name = "b", .n = 4);
    self->c = SPAWN(counter, .name = "c", .n = 2);
    AWAIT_INT(self->x, ac_gather_n(3, (ac_task *[]){ self->a, self->b, self->c }, &self->tmp));
    AWAIT(ac_task_wait(self->a));
    printf("done %d\n", *(int *)ac_task_value(self->a));
    ac_detach(self->a);
    ac_detach(self->b);
    AWAIT_INT(self->x, ac_join(self->c, &self->tmp));
    assert(!self->x);

    // By deadline, then by start.
    // CHECK-NEXT: one two two-b three race 1
    self->a = SPAWN(sleeper, .name = "three", .delay = 60 * AC_MILLISECOND);
    self->b = SPAWN(sleeper, .name = "one", .delay = 20 * AC_MILLISECOND);
    self->c = SPAWN(sleeper, .name = "two", .delay = 40 * AC_MILLISECOND);
    ac_detach(SPAWN(sleeper, .name = "two-b", .delay = 40 * AC_MILLISECOND));
    AWAIT_INT(self->x, ac_race_n(3, (ac_task *[]){ self->a, self->b, self->c }, &self->tmp));
    AWAIT_INT(self->tmp, ac_join(self->a, &self->tmp));
    printf("race %d\n", self->x);
    ac_detach(self->b);
    ac_detach(self->c);

    // CHECK-NEXT: long-cancelled -110 quick 0 -125
    AWAIT_INT(self->x, ac_wait_for(SPAWN(sleeper, .name = "long", .delay = AC_SECOND), AC_MILLISECOND, &self->tmp));
    printf("%d ", self->x);
    AWAIT_INT(self->x, ac_wait_for(SPAWN(sleeper, .name = "quick", .delay = 1), AC_SECOND, &self->tmp));
    printf("%d ", self->x);
    self->a = SPAWN(sleeper, .name = "never");
    ac_cancel(self->a);
    AWAIT_INT(self->x, ac_join(self->a, &self->tmp));
    printf("%d\n", self->x);

    // What is ready when main returns has its step; the rest is cancelled and joined.
    // CHECK-NEXT: bg0 cancelled late-cancelled
    ac_detach(SPAWN(counter, .name = "bg", .n = 100));
    ac_detach(SPAWN(sleeper, .name = "late", .delay = AC_SECOND));
    RETURN(0);
CANCELLED:
    END;
}

int main(void)
{
    return MAIN();
}
