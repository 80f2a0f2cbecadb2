/* report.h - what every program here begins and ends with: a clock, and a line `NAME ns=... kib=...` for the tables. */
#ifndef REPORT_H
#define REPORT_H

#include <stdio.h>
#include <time.h>

/* CPU time of the process so far, in ns: what else runs on the machine counts less than on a clock on the wall. */
static inline double cpu_time(void)
{
    struct timespec spent;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return (double)spent.tv_sec * 1e9 + (double)spent.tv_nsec;
}

/* Peak memory since the program was started. */
static inline long peak_kib(void)
{
    char line[128];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");

    while (status && fgets(line, sizeof line, status) && sscanf(line, "VmHWM: %ld", &kib) != 1)
        ;
    if (status)
        fclose(status);
    return kib;
}

/* OPERATIONS have been done since BEGAN. */
static inline void report(const char *name, double began, double operations)
{
    double spent = cpu_time() - began;

    printf("%s ns=%.3f kib=%ld\n", name, operations > 0 ? spent / operations : spent, peak_kib());
    fflush(stdout);
}

#endif
