/* stuck.c - when every task waits for another one: no task is ready, and there is no timer, descriptor, thread or call from
 * outside that could change it. Only a signal could still come.
 *
 * On the virtual clock, where nobody waits for anything outside, that is the end: the tasks are shown and main is cancelled.
 * On the real clock a program may well sleep until SIGTERM comes: it is told only if AC_DEBUG=stuck asks for it. */
#include "core.h"

#include <stdlib.h>

static void tell(struct ac_loop *loop)
{
    fflush(stdout);
    fprintf(stderr, "libac: stuck: nothing can wake %s: no timer runs, and no descriptor or thread is waited for\n",
            loop->live == 1 ? "the only task" : "any task");
    ac_dump(stderr);
}

void ac_stuck(struct ac_loop *loop)
{
    bool again = loop->stuck;

    loop->stuck = true;
    if (!again)
        tell(loop);
    if (!loop->virtual_clock) {
        loop->tell_stuck = false; /* once is enough */
        return;
    }
    if (!again && loop->main) {
        ac_cancel(loop->main);
        return;
    }
    if (again) {
        fputs("libac: and the clean-up waits for ever as well\n", stderr);
        ac_dump(stderr);
    }
    abort();
}
