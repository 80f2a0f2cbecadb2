/* slow.c - AC_DEBUG=slow=50ms: says which task held the loop for longer than that, and from where on. */
#include "core.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* "slow=50ms" somewhere in the variable; s, ms, us or ns, ms without a unit. 0: not asked for. */
ac_time ac_slow_limit(const char *debug)
{
    static const struct { const char *name; ac_time unit; } units[] = {
        { "ns", 1 }, { "us", AC_MICROSECOND }, { "ms", AC_MILLISECOND }, { "s", AC_SECOND },
    };
    const char *at = debug ? strstr(debug, "slow=") : NULL;
    ac_time unit = AC_MILLISECOND;
    double count;
    char *end;

    if (!at)
        return 0;
    count = strtod(at + 5, &end);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (!strncmp(end, units[i].name, strlen(units[i].name)))
            unit = units[i].unit;
    return count > 0 ? (ac_time)(count * (double)unit) + 1 : 0;
}

static ac_time real_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (ac_time)now.tv_sec * AC_SECOND + now.tv_nsec;
}

/* Resumes TASK and measures. The task may be gone afterwards, so what is to be said is found first. */
void ac_slow_resume(struct ac_loop *loop, struct ac_task *task, void (*resume)(struct ac_loop *, struct ac_task *))
{
    const struct ac_frame *frame = task->wait.leaf.caller;
    const struct ac_func *func = frame && frame->func->size && frame->func->states ? frame->func : NULL;
    const struct ac_spawn *spawn = ac_task_is(task) ? ac_spawn_of(task) : NULL;
    int line = func ? ac_frame_line(frame) : spawn ? spawn->line : 0;
    uint32_t serial = task->serial;
    ac_time begin = real_now(), took;

    resume(loop, task);
    took = real_now() - begin;
    if (spawn && took >= loop->slow)
        fprintf(stderr, "libac: task %u '%s' held the loop for %.6f s, from %s:%d (%s) on\n", (unsigned)serial, spawn->name,
                (double)took / (double)AC_SECOND, func ? func->file : spawn->file, line, func ? func->name : "its start");
}
