// RUN: %cc %cflags -pthread -I%incdir %s %io_libac -o %t && %pollers %t && AC_CLOCK=virtual %t
// Work on other threads, calls from them and from signal handlers, and what cancelling does to them.
#define _GNU_SOURCE
#include "hand.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_int done, open_gate = 1;

static int square(void *arg)
{
    int n = *(int *)arg;

    do
        usleep(500);
    while (!open_gate);
    done++;
    return n * n;
}

ASYNC(int, squaring, int n)
{
    BEGIN(squaring);
    AWAIT_INT(self->tmp, ac_offload(square, &self->n, &self->tmp));
    RETURN(self->tmp);
CANCELLED:
    END;
}

static ac_promise promise = AC_PROMISE_INIT;
static ac_loop *loop;

static void resolve(void *arg)
{
    ac_promise_resolve(&promise, *(int *)arg);
}

static void *poster(void *arg)
{
    static int value = 5;

    (void)arg;
    usleep(1000);
    assert(!ac_post(loop, resolve, &value));
    return NULL;
}

static void on_signal(int number)
{
    static int value = 6;

    (void)number;
    assert(!ac_post(loop, resolve, &value));
}

ASYNC(int, async_main, struct ac_task *tasks[100]; int i, x; pthread_t thread; ac_time start)
{
    BEGIN(async_main);

    // More jobs than workers; time of the virtual clock stands still meanwhile.
    self->start = ac_now();
    for (self->i = 0; self->i < 100; self->i++)
        self->tasks[self->i] = ac_task_own(SPAWN(squaring, .n = self->i), NULL);
    AWAIT_INT(self->x, ac_wait_for(SPAWN(squaring, .n = 7), 3600 * AC_SECOND, &self->tmp));
    assert(!self->x);
    AWAIT_INT(self->x, ac_gather_n(100, self->tasks, &self->tmp));
    for (self->i = 0; self->i < 100; self->i++) {
        assert(*(int *)ac_task_value(self->tasks[self->i]) == self->i * self->i);
        ac_task_release(self->tasks[self->i]);
    }
    if (getenv("AC_CLOCK") && *getenv("AC_CLOCK"))
        assert(ac_now() == self->start);

    // Cancelled: those that were not taken never run, the others are waited for.
    done = open_gate = 0;
    for (self->i = 0; self->i < 100; self->i++)
        self->tasks[self->i] = ac_task_own(SPAWN(squaring, .n = self->i), NULL);
    AWAIT(ac_yield());
    for (self->i = 0; self->i < 100; self->i++)
        ac_cancel(self->tasks[self->i]);
    open_gate = 1;
    for (self->i = 0; self->i < 100; self->i++)
        AWAIT(ac_task_leave(self->tasks[self->i]));
    assert(done <= 32);

    // A call from a thread, from a signal handler, and one that finds the loop busy.
    loop = ac_loop_self();
    assert(!pthread_create(&self->thread, NULL, poster, NULL));
    AWAIT_INT(self->x, ac_promise_wait(&promise, &self->tmp));
    assert(self->x == 5);
    pthread_join(self->thread, NULL);
    promise = (ac_promise)AC_PROMISE_INIT;
    signal(SIGALRM, on_signal);
    ualarm(1000, 0);
    AWAIT_INT(self->x, ac_promise_wait(&promise, &self->tmp));
    assert(self->x == 6);
    promise = (ac_promise)AC_PROMISE_INIT;
    ualarm(1000, 0);
    while (!promise.resolved)
        AWAIT(ac_yield());

    // Left behind when main returns.
    ac_detach(SPAWN(squaring, .n = 3));
    AWAIT(ac_yield());
    RETURN(0);
CANCELLED:
    END;
}

int main(void)
{
    return MAIN();
}
