// RUN: %cc %cflags -I%incdir %s %libac -o %t && %t | FileCheck %s
// What tasks share: order, try forms, and what happens when a task that was just woken is cancelled.
#include "hand.h"
#include <errno.h>

static ac_mutex mutex = AC_MUTEX_INIT;
static ac_event event = AC_EVENT_INIT;
static ac_sem sem = AC_SEM_INIT(2);
static ac_cond cond = AC_COND_INIT;
static ac_barrier barrier = AC_BARRIER_INIT(3);
static ac_promise promise = AC_PROMISE_INIT;

ASYNC(int, locker, char name; int turns)
{
    BEGIN(locker);
    AWAIT_INT(self->tmp, ac_mutex_lock(&mutex, &self->tmp));
    printf("%c+ ", self->name);
    for (; self->turns; self->turns--)
        AWAIT(ac_yield());
    printf("%c- ", self->name);
    assert(!ac_mutex_unlock(&mutex));
    RETURN(0);
CANCELLED:
    printf("%c! ", self->name);
    END;
}

ASYNC(int, event_waiter, char name)
{
    BEGIN(event_waiter);
    AWAIT_INT(self->tmp, ac_event_wait(&event, &self->tmp));
    printf("%c ", self->name);
    RETURN(0);
CANCELLED:
    printf("%c! ", self->name);
    END;
}

ASYNC(int, permit_taker, char name; int turns)
{
    BEGIN(permit_taker);
    AWAIT_INT(self->tmp, ac_sem_acquire(&sem, &self->tmp));
    printf("%c+ ", self->name);
    for (; self->turns; self->turns--)
        AWAIT(ac_yield());
    ac_sem_release(&sem);
    RETURN(0);
CANCELLED:
    printf("%c! ", self->name);
    END;
}

ASYNC(int, cond_waiter, char name)
{
    BEGIN(cond_waiter);
    AWAIT_INT(self->tmp, ac_mutex_lock(&mutex, &self->tmp));
    AWAIT_INT(self->tmp, ac_cond_wait(&cond, &mutex, &self->tmp));
    printf("%c ", self->name);
    ac_mutex_unlock(&mutex);
    RETURN(0);
CANCELLED:
    printf("%c! ", self->name);
    assert(!ac_mutex_unlock(&mutex)); // it holds the mutex here too
    END;
}

ASYNC(int, party, char name)
{
    BEGIN(party);
    AWAIT_INT(self->tmp, ac_barrier_wait(&barrier, &self->tmp));
    printf("%c%d ", self->name, self->tmp);
    RETURN(0);
CANCELLED:
    printf("%c! ", self->name);
    END;
}

ASYNC(int, asker, char name)
{
    BEGIN(asker);
    AWAIT_INT(self->tmp, ac_promise_wait(&promise, &self->tmp));
    printf("%c%d ", self->name, self->tmp);
    RETURN(0);
CANCELLED:
    END;
}

ASYNC(int, async_main, struct ac_task *t[8]; int i, x; ac_tick tick)
{
    BEGIN(async_main);

    // The mutex goes to who waits, not to who comes by; a cancelled waiter is passed over.
    // CHECK: a+ a- b+ d! c! -11 b- e+ e-
    for (self->i = 0; self->i < 5; self->i++)
        self->t[self->i] = SPAWN(locker, .name = "abcde"[self->i], .turns = 1);
    AWAIT(ac_yield()); // a has it
    AWAIT(ac_yield()); // a gave it to b
    ac_cancel(self->t[3]);
    ac_cancel(self->t[2]);
    AWAIT(ac_yield());
    printf("%d ", ac_mutex_lock_try(&mutex));
    AWAIT_INT(self->x, ac_gather_n(5, self->t, &self->tmp));
    assert(self->x == -ECANCELED);
    for (self->i = 0; self->i < 5; self->i++)
        ac_detach(self->t[self->i]);

    // Cancelled after the mutex was given to it: it hands it on.
    // CHECK-SAME: a+ a- b! c+ c-
    for (self->i = 0; self->i < 3; self->i++)
        self->t[self->i] = SPAWN(locker, .name = "abc"[self->i]);
    ac_mutex_lock_try(&mutex);
    AWAIT(ac_yield());
    ac_mutex_unlock(&mutex); // to a
    AWAIT(ac_yield());       // a gave it to b
    ac_cancel(self->t[1]);
    AWAIT_INT(self->x, ac_gather_n(3, self->t, &self->tmp));
    assert(ac_mutex_unlock(&mutex) == -EPERM);
    for (self->i = 0; self->i < 3; self->i++)
        ac_detach(self->t[self->i]);

    // CHECK-NEXT: set a b c
    for (self->i = 0; self->i < 3; self->i++)
        ac_detach(SPAWN(event_waiter, .name = "abc"[self->i]));
    AWAIT(ac_yield());
    printf("\nset ");
    ac_event_set(&event);
    ac_event_clear(&event);
    AWAIT(ac_yield());

    // Two permits; the third and fourth get theirs in order, and the fifth what the fourth cannot use.
    // CHECK-NEXT: a+ b+ c+ d! e+
    printf("\n");
    for (self->i = 0; self->i < 5; self->i++)
        self->t[self->i] = SPAWN(permit_taker, .name = "abcde"[self->i], .turns = 1);
    AWAIT(ac_yield());
    assert(ac_sem_acquire_try(&sem) == -EAGAIN);
    AWAIT(ac_yield()); // given to c and d
    ac_cancel(self->t[3]);
    AWAIT_INT(self->x, ac_gather_n(5, self->t, &self->tmp));
    for (self->i = 0; self->i < 5; self->i++)
        ac_detach(self->t[self->i]);
    assert(!ac_sem_acquire_try(&sem) && !ac_sem_acquire_try(&sem) && ac_sem_acquire_try(&sem) == -EAGAIN);

    // A cancelled waiter takes the mutex again first; a signal it was given goes to the next.
    // CHECK-NEXT: a b! d! c
    printf("\n");
    for (self->i = 0; self->i < 4; self->i++)
        self->t[self->i] = SPAWN(cond_waiter, .name = "abcd"[self->i]);
    AWAIT(ac_yield());
    ac_cond_signal(&cond);
    ac_cond_signal(&cond);
    ac_cancel(self->t[1]);
    ac_cancel(self->t[3]);
    AWAIT_INT(self->x, ac_gather_n(4, self->t, &self->tmp));
    for (self->i = 0; self->i < 4; self->i++)
        ac_detach(self->t[self->i]);

    // CHECK-NEXT: c2 a0 b1 d! g2 e0 f1
    printf("\n");
    for (self->i = 0; self->i < 7; self->i++) {
        self->t[self->i] = SPAWN(party, .name = "abcdefg"[self->i]);
        if (self->i == 3) {
            AWAIT(ac_yield());
            AWAIT(ac_yield());
            ac_cancel(self->t[3]);
            AWAIT(ac_yield());
        }
    }
    AWAIT_INT(self->x, ac_gather_n(7, self->t, &self->tmp));
    for (self->i = 0; self->i < 7; self->i++)
        ac_detach(self->t[self->i]);

    // CHECK-NEXT: resolved a7 b7 c7
    printf("\n");
    for (self->i = 0; self->i < 3; self->i++) {
        ac_detach(SPAWN(asker, .name = "abc"[self->i]));
        if (self->i == 1) {
            AWAIT(ac_yield());
            assert(!ac_promise_resolve(&promise, 7) && ac_promise_resolve(&promise, 8) == -EALREADY);
            printf("resolved ");
        }
    }
    AWAIT(ac_yield());

    // Ticks do not drift, and those that went by are counted.
    // CHECK-NEXT: 0 0 2 0 50
    printf("\n");
    ac_set_clock(AC_CLOCK_VIRTUAL);
    self->tick = (ac_tick)AC_TICK_INIT(10 * AC_MILLISECOND);
    for (self->i = 0; self->i < 4; self->i++) {
        AWAIT_INT(self->x, ac_tick_wait(&self->tick, &self->tmp));
        printf("%d ", self->x);
        if (self->i == 1)
            AWAIT_INT(self->x, ac_sleep(25 * AC_MILLISECOND, &self->tmp));
    }
    printf("%d\n", (int)(ac_now() / AC_MILLISECOND) - 10);
    RETURN(0);
CANCELLED:
    END;
}

int main(void)
{
    return MAIN();
}
