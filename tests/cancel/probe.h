/* probe.h - comes before a program (-include) whose deferred statements are to be counted: reached, and run. */
#ifndef PROBE_H
#define PROBE_H

void probe_reached(int line);
int probe_ran(int line);

#define defer                                                                                                          \
    probe_reached(__LINE__);                                                                                           \
    _Defer if (probe_ran(__LINE__)) {                                                                                  \
    } else

#endif
