/* leaks.c - AC_DEBUG=leaks: when an async main has returned, names the tasks whose handle nobody has used up. */
#include "core.h"

#include <stdlib.h>
#include <string.h>

static void report(void *object, void *data)
{
    const struct ac_task *task = object;
    const struct ac_spawn *spawn;

    (void)data;
    if (!task->made.spawn || !(task->flags & AC_HANDLE))
        return;
    spawn = ac_spawn_of(task);
    fprintf(stderr, "libac: task %u '%s' (%s:%d) %s, and its handle was never awaited, joined or detached\n",
            (unsigned)task->serial, spawn->name, spawn->file, spawn->line,
            task->flags & AC_LIVE ? "still runs" : "has ended");
}

void ac_leaks(struct ac_loop *loop)
{
    const char *debug = getenv("AC_DEBUG");

    if (debug && strstr(debug, "leaks"))
        ac_pool_each(&loop->tasks, report, NULL);
}
