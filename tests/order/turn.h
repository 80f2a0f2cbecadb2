/* turn.h - what the programs of this folder share with their Python twins (turn.py): lines with the turn of the loop that
 * they are printed in, and a unit of time, 1/32 s, that is exact in nanoseconds and in Python's floating point. */
#ifndef TURN_H
#define TURN_H

#include <ac.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define UNITS(n) ((ac_time)((n) * (AC_SECOND / 32)))

/* TURNS=no leaves the turn out, for the real clock. */
static inline void say(const char *format, ...)
{
    const char *turns = getenv("TURNS");
    struct ac_stats stats;
    va_list args;

    ac_stats(&stats);
    if (!turns)
        printf("[%d] ", (int)stats.turns);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

/* ac_sleep() in units; 0: one turn. */
#define nap(n) ac_sleep(UNITS(n))

static inline const char *outcome(int result)
{
    return result == -ECANCELED ? "cancelled" : result == -ETIMEDOUT ? "timed out" : "done";
}

#endif
