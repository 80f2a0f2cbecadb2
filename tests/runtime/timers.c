// RUN: %cc %cflags -I%incdir %s %libac -o %t && %t
// Timers against a model: thousands with random deadlines, near and far, some cancelled on the way, must end by deadline
// and then by start.
#include "hand.h"
#include <stdbool.h>

enum { N = 3000 };

static struct { ac_time at; long start; bool cancelled, over; } model[N];
static long started, over;
static ac_time last_at;
static long last_start;
static unsigned long long seed = 88172645463325252u;

static unsigned long long rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static ac_time delay(void)
{
    unsigned shift = (unsigned)(rnd() % 45); /* every level of the wheel up to half a day */

    return rnd() % 4 ? (ac_time)(rnd() & ((1ull << shift) - 1)) + 1 : 1 << rnd() % 20;
}

ASYNC(int, sleeper, int i; int rounds)
{
    BEGIN(sleeper);
    for (self->rounds = 0; self->rounds < 5; self->rounds++) {
        ac_time d = delay();
        model[self->i].at = ac_now() + d;
        model[self->i].start = ++started;
        AWAIT_INT(self->tmp, ac_sleep(d, &self->tmp));
        assert(ac_now() == model[self->i].at);
        assert(ac_now() > last_at || (ac_now() == last_at && model[self->i].start > last_start));
        last_at = ac_now();
        last_start = model[self->i].start;
    }
    over++;
    RETURN(0);
CANCELLED:
    over++;
    assert(model[self->i].cancelled && ac_now() <= model[self->i].at);
    END;
}

ASYNC(int, async_main, struct ac_task *tasks[N]; int i)
{
    BEGIN(async_main);
    for (self->i = 0; self->i < N; self->i++)
        self->tasks[self->i] = SPAWN(sleeper, .i = self->i);
    for (self->i = 0; self->i < N / 3; self->i++) {
        int victim = (int)(rnd() % N);
        model[victim].cancelled = true;
        ac_cancel(self->tasks[victim]);
        if (self->i % 16 == 0)
            AWAIT_INT(self->tmp, ac_sleep(delay(), &self->tmp));
    }
    for (self->i = 0; self->i < N; self->i++)
        AWAIT_INT(self->tmp, ac_join(self->tasks[self->i], &self->tmp));
    RETURN(0);
CANCELLED:
    END;
}

int main(void)
{
    assert(!ac_set_clock(AC_CLOCK_VIRTUAL));
    assert(!MAIN());
    /* A task cancelled before it started never ran. */
    assert(over <= N && over > N / 2);
    return 0;
}
