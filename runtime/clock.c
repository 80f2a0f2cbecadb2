/* clock.c - what time it is: the monotonic clock, or a virtual one that moves when nothing is ready. */
#include "core.h"

#include <errno.h>
#include <time.h>

ac_time ac_loop_now(const struct ac_loop *loop)
{
    struct timespec now;

    if (AC_UNLIKELY(loop->virtual_clock))
        return loop->virtual_now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (ac_time)now.tv_sec * AC_SECOND + now.tv_nsec;
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
