/* tick.c - waiting for the ticks of a period. */
#include "core.h"

#include <errno.h>
#include <limits.h>

struct tick_frame {
    struct ac_frame base;
    int value;
};

static struct ac_frame *tick_resume(struct ac_frame *base, struct ac_frame *callee)
{
    (void)base;
    return callee ? NULL : AC_CANCELLED;
}

static const struct ac_func tick_func = { .resume = tick_resume, .name = "ac_tick_wait",
                                          .size = sizeof(struct tick_frame), .align = 8 };

/* Moves on to the tick to wait for: the number of those that have gone by. */
static int advance(ac_tick *tick, ac_time now)
{
    ac_time missed;

    if (!tick->next)
        tick->next = now;
    missed = (now - tick->next) / tick->period;
    tick->next += (missed + 1) * tick->period;
    return missed > INT_MAX ? INT_MAX : (int)missed;
}

struct ac_frame *ac_tick_wait(ac_tick *tick, int *result)
{
    struct tick_frame *self;
    struct ac_frame *leaf;
    ac_time now = ac_now();

    if (tick->period <= 0) {
        *result = -EINVAL;
        return NULL;
    }
    self = (struct tick_frame *)ac_frame_new(&tick_func);
    self->value = advance(tick, now);
    leaf = ac_sleep(tick->next - now, result);
    leaf->caller = &self->base;
    return &self->base;
}
