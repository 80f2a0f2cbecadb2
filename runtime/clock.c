/* clock.c - what time it is: the monotonic clock, or a virtual one that moves when nothing is ready. */
#include "core.h"

#include <errno.h>
#include <time.h>

ac_time ac_real_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (ac_time)now.tv_sec * AC_SECOND + now.tv_nsec;
}

ac_time ac_loop_now(const struct ac_loop *loop)
{
    return AC_UNLIKELY(loop->virtual_clock) ? loop->virtual_now : ac_real_now();
}

ac_time ac_now(void)
{
    return ac_loop_now(ac_loop_get());
}

int ac_set_clock(enum ac_clock clock)
{
    struct ac_loop *loop = ac_loop_get();

    if (loop->wheel.levels || loop->fired.first)
        return -EBUSY;
    loop->virtual_clock = clock == AC_CLOCK_VIRTUAL;
    loop->virtual_now = 0;
    loop->wheel.now = ac_loop_now(loop);
    return 0;
}

/* ---- holding the virtual clock ---- */

enum { HOLD_SECONDS = 4 };

void ac_hold_renew(struct ac_loop *loop)
{
    if (loop->holds && loop->virtual_clock)
        loop->hold_end = ac_real_now() + HOLD_SECONDS * AC_SECOND;
}

ac_time ac_hold_left(const struct ac_loop *loop)
{
    ac_time left = loop->holds ? loop->hold_end - ac_real_now() : 0;

    return left > 0 ? left : 0;
}

void ac_clock_hold(void)
{
    struct ac_loop *loop = ac_loop_get();

    loop->holds++;
    ac_hold_renew(loop);
}

void ac_clock_release(void)
{
    ac_loop_get()->holds--;
}
