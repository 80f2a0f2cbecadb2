/* leaks.c - AC_DEBUG=leaks: when an async main has returned, the tasks that are still there are named in the order of their
 * creation, with the line that made each, what it waits for and the frames it holds; and when these have been cancelled and
 * joined, the frames that are left all the same. Found in the pools; nothing is kept for it. */
#include "core.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool asked_for(void)
{
    const char *debug = getenv("AC_DEBUG");

    return debug && strstr(debug, "leaks");
}

/* ---- tasks ---- */

struct found {
    const struct ac_task **tasks;
    size_t count, room;
};

/* Still running, or ended and nobody has used up the handle. */
static void find_task(void *object, void *data)
{
    const struct ac_task *task = object, **more;
    struct found *found = data;

    if (!task->made.spawn || !(task->flags & (AC_LIVE | AC_HANDLE)))
        return;
    if (found->count == found->room) {
        more = realloc(found->tasks, (found->room * 2 + 16) * sizeof(const struct ac_task *));
        if (!more)
            return;
        found->tasks = more;
        found->room = found->room * 2 + 16;
    }
    found->tasks[found->count++] = task;
}

static int by_serial(const void *a, const void *b)
{
    const struct ac_task *left = *(const struct ac_task *const *)a, *right = *(const struct ac_task *const *)b;

    return (left->serial > right->serial) - (left->serial < right->serial);
}

static void report(const struct ac_loop *loop, const struct ac_task *task)
{
    const struct ac_spawn *spawn = ac_spawn_of(task);

    fprintf(stderr, "libac: task %" PRIu32 " '%s' (%s:%d) %s%s\n", task->serial, ac_task_name(loop, task), spawn->file,
            spawn->line, task->flags & AC_LIVE ? "still runs" : "has ended",
            task->flags & AC_HANDLE ? ", and its handle was never awaited, joined or detached" : "");
    if (!(task->flags & AC_LIVE))
        return;
    fputs("libac:     waits for: ", stderr);
    ac_dump_wait(loop, task, stderr);
    for (const struct ac_frame *frame = task->wait.leaf.caller; frame; frame = frame->caller)
        if (frame->func->size) {
            fprintf(stderr, "libac:     frame of %u bytes: ", frame->func->size);
            ac_dump_frame(frame, stderr);
            fputc('\n', stderr);
        }
}

void ac_leaks(struct ac_loop *loop)
{
    struct found found = { NULL, 0, 0 };

    if (!asked_for())
        return;
    ac_pool_each(&loop->tasks, find_task, &found);
    qsort(found.tasks, found.count, sizeof *found.tasks, by_serial);
    for (size_t i = 0; i < found.count; i++)
        report(loop, found.tasks[i]);
    free(found.tasks);
}

/* ---- frames ---- */

static void report_frame(void *object, void *data)
{
    const struct ac_frame *frame = object;

    (void)data;
    if (!frame->func) /* given back */
        return;
    fprintf(stderr, "libac: a frame of %u bytes is left: ", frame->func->size);
    ac_dump_frame(frame, stderr);
    fputc('\n', stderr);
}

void ac_leaks_at_exit(struct ac_loop *loop)
{
    if (!asked_for())
        return;
    ac_pool_blank(&loop->frames);
    ac_pool_each(&loop->frames, report_frame, NULL);
    if (loop->fds.waits)
        fprintf(stderr, "libac: %u waits for descriptors are left\n", loop->fds.waits);
    if (loop->wheel.levels)
        fputs("libac: timers are left\n", stderr);
}
