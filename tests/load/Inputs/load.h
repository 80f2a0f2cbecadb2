/* load.h - what the programs here have in common. */
#ifndef LOAD_H
#define LOAD_H

#include "../../runtime/expect.h"

#include <ac.h>
#include <sys/resource.h>

/* Room for COUNT descriptors, or the end; a privileged user may go beyond the hard limit. */
static inline void need_descriptors(rlim_t count)
{
    struct rlimit limit;

    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= count)
        return;
    limit.rlim_cur = count;
    limit.rlim_max = limit.rlim_max > count ? limit.rlim_max : count;
    if (!setrlimit(RLIMIT_NOFILE, &limit))
        return;
    fprintf(stderr, "needs %ld descriptors: ulimit -n\n", (long)count);
    exit(1);
}

static inline unsigned long turns_so_far(void)
{
    struct ac_stats stats;

    ac_stats(&stats);
    return (unsigned long)stats.turns;
}

#endif
