// RUN: %cc %cflags -I%incdir %s %libac -o %t && AC_CLOCK=virtual %t | FileCheck %s
// Timeouts, groups and shields: who is cancelled, in which order, and where it stops. As asyncio's timeout() and TaskGroup.
#include "hand.h"
#include <errno.h>

// ac_timeout (limit) { sleep(work); "name" } else { "name-late" }
ASYNC(int, limited, const char *name; ac_time limit, work; struct ac_scope scope)
{
    BEGIN(limited);
    ac_timeout_begin(&self->scope, self->limit);
    AWAIT_INT(self->tmp, ac_sleep(self->work, &self->tmp));
    ac_scope_end(&self->scope);
    printf("%s ", self->name);
    RETURN(0);
CANCELLED:
    if (ac_scope_end(&self->scope)) {
        printf("%s-late ", self->name);
        RETURN(1);
    }
    printf("%s! ", self->name);
    END;
}

// ac_timeout (limit) await limited(...); else "outer"
ASYNC(int, nested, ac_time limit; struct limited inner; struct ac_scope scope)
{
    BEGIN(nested);
    ac_timeout_begin(&self->scope, self->limit);
    AWAIT_INT(self->tmp, limited_begin(self->inner, &self->tmp));
    ac_scope_end(&self->scope);
    RETURN(self->tmp);
CANCELLED:
    if (ac_scope_end(&self->scope)) {
        printf("outer ");
        RETURN(2);
    }
    printf("nested! ");
    END;
}

// ac_shield sleep(work); then the request arrives.
ASYNC(int, shielded, const char *name; ac_time work)
{
    BEGIN(shielded);
    ac_shield_begin();
    AWAIT_INT(self->tmp, ac_sleep(self->work, &self->tmp));
    ac_shield_end();
    printf("%s-shielded ", self->name);
    AWAIT(ac_yield());
    printf("%s-never ", self->name);
    RETURN(0);
CANCELLED:
    printf("%s! ", self->name);
    END;
}

ASYNC(int, child, const char *name; ac_time work; int result)
{
    BEGIN(child);
    AWAIT_INT(self->tmp, ac_sleep(self->work, &self->tmp));
    printf("%s ", self->name);
    RETURN(self->result);
CANCELLED:
    printf("%s! ", self->name);
    END;
}

// ac_group (g) { three children; sleep(body); "body" } else "failed"; a jump out of it after 5 if `leave`.
ASYNC(int, grouped, int result; ac_time body; int leave, how; struct ac_group g)
{
    BEGIN(grouped);
    ac_group_begin(&self->g);
    ac_spawn_in(&self->g, SPAWN(child, .name = "a", .work = 10));
    ac_spawn_in(&self->g, SPAWN(child, .name = "b", .work = 20, .result = self->result));
    ac_spawn_in(&self->g, SPAWN(child, .name = "c", .work = 30));
    AWAIT_INT(self->tmp, ac_sleep(self->body, &self->tmp));
    printf("body ");
    self->how = self->leave ? AC_GROUP_LEFT : AC_GROUP_DONE;
    if (0) {
    CANCELLED:
        printf("body! ");
        self->how = AC_GROUP_CANCELLED;
    }
    // A held wait: never resumed by a cancellation, so there is one label only.
    AWAIT_INT(self->how, ac_group_end(&self->g, self->how, &self->tmp));
    if (self->how == AC_GROUP_CANCELLED) {
        printf("group! ");
        return AC_CANCELLED;
    }
    printf(self->how == AC_GROUP_FAILED ? "failed%d " : "done%d ", ac_group_error(&self->g));
    RETURN(0);
    END;
}

ASYNC(int, async_main, struct ac_task *t[4]; int i, x)
{
    BEGIN(async_main);

    // CHECK: quick slow-late zero-late
    AWAIT_INT(self->x, CALL(limited, &self->tmp, .name = "quick", .limit = 20, .work = 10));
    AWAIT_INT(self->x, CALL(limited, &self->tmp, .name = "slow", .limit = 10, .work = 20));
    AWAIT_INT(self->x, CALL(limited, &self->tmp, .name = "zero", .limit = 0, .work = 20));

    // The inner one, the outer one, both at once: the outer wins.
    // CHECK-NEXT: in-late 1 in! outer 2 in! outer 2
    printf("\n");
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT_INT(self->x, CALL(nested, &self->tmp, .limit = 20 + (self->i == 0),
                                .inner = { .name = "in", .limit = 20 + (self->i == 1), .work = 50 }));
        printf("%d ", self->x);
    }

    // Cancelled from outside while the time is up: it goes all the way.
    // CHECK-NEXT: in! nested! -125
    printf("\n");
    self->t[0] = SPAWN(nested, .limit = 50, .inner = { .name = "in", .limit = 50, .work = 90 });
    AWAIT_INT(self->x, ac_sleep(10, &self->tmp));
    ac_cancel(self->t[0]);
    AWAIT_INT(self->x, ac_join(self->t[0], &self->tmp));
    printf("%d ", self->x);

    // CHECK-NEXT: s-shielded s! -125
    printf("\n");
    self->t[0] = SPAWN(shielded, .name = "s", .work = 30);
    AWAIT_INT(self->x, ac_sleep(10, &self->tmp));
    ac_cancel(self->t[0]);
    AWAIT_INT(self->x, ac_join(self->t[0], &self->tmp));
    printf("%d ", self->x);

    // CHECK-NEXT: body a b c done0
    // CHECK-NEXT: a body b c done0
    // CHECK-NEXT: a b c! body! failed7
    // CHECK-NEXT: body a b c! failed7
    // CHECK-NEXT: body a! b! c! done0
    printf("\n");
    AWAIT_INT(self->x, CALL(grouped, &self->tmp, .body = 5));
    printf("\n");
    AWAIT_INT(self->x, CALL(grouped, &self->tmp, .body = 15));
    printf("\n");
    AWAIT_INT(self->x, CALL(grouped, &self->tmp, .body = 40, .result = 7));
    printf("\n");
    AWAIT_INT(self->x, CALL(grouped, &self->tmp, .body = 5, .result = 7));
    printf("\n");
    AWAIT_INT(self->x, CALL(grouped, &self->tmp, .body = 5, .leave = 1));

    // Cancelled in the body, and while it waits for the children.
    // CHECK-NEXT: body! a! b! c! group! -125
    // CHECK-NEXT: body a! b! c! group! -125
    for (self->i = 0; self->i < 2; self->i++) {
        printf("\n");
        self->t[0] = SPAWN(grouped, .body = self->i ? 2 : 9);
        AWAIT_INT(self->x, ac_sleep(5, &self->tmp));
        ac_cancel(self->t[0]);
        AWAIT_INT(self->x, ac_join(self->t[0], &self->tmp));
        printf("%d ", self->x);
    }
    printf("\n");
    RETURN(0);
CANCELLED:
    END;
}

int main(void)
{
    return MAIN();
}
