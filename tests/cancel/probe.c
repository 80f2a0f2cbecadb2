/* probe.c - looks at a program from inside; linked with --wrap for what it wraps.
 *
 * When the loop is given up: every deferred statement that was reached has run once; no task, wait, timer or frame is left.
 * NOMEM=N fails the N-th allocation of the program and the runtime; with NOMEM_HOOK=1 there is a hook that finds memory. */
#include "core.h"
#include "probe.h"

#include <stdlib.h>
#include <unistd.h>

enum { LINES = 4096 };

static atomic_uint reached[LINES], ran[LINES];

void probe_reached(int line)
{
    reached[line]++;
}

int probe_ran(int line)
{
    ran[line]++;
    return 0;
}

#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if !defined __SANITIZE_ADDRESS__ && !__has_feature(address_sanitizer) /* as gcc says it, and as clang does */
/* Where this is defined every frame is an allocation of its own. */
void __asan_poison_memory_region(void const volatile *at, size_t size);
void __asan_poison_memory_region(void const volatile *at, size_t size)
{
    (void)at, (void)size;
}
#endif

/* ---- the end of the loop ---- */

static atomic_int failures;

static void expect(int fine, const char *what)
{
    if (!fine) {
        fprintf(stderr, "probe: %s\n", what);
        failures++;
    }
}

static void compare_lines(void)
{
    for (int line = 0; line < LINES; line++)
        if (reached[line] != ran[line]) {
            fprintf(stderr, "probe: line %d: reached %u times, run %u times\n", line, reached[line], ran[line]);
            failures++;
        }
}

void __real_ac_fds_close(struct ac_loop *loop);
void __wrap_ac_fds_close(struct ac_loop *loop);
void __wrap_ac_fds_close(struct ac_loop *loop)
{
    bool of_main = getpid() == gettid();

    if (loop->trial > 0 && of_main)
        fputs("probe: not reached\n", stderr);
    expect(loop->live == 0, "a task is left");
    expect(loop->wheel.levels == 0 && !loop->fired.first && !loop->soon.first, "a timer is left");
    expect(loop->fds.waits == 0, "a wait for a descriptor is left");
    expect(!loop->ready, "something is ready");
    for (const struct ac_single *single = loop->frames.singles; single; single = single->next) {
        const struct ac_frame *frame = (const struct ac_frame *)(single + 1);

        fprintf(stderr, "probe: a frame is left: %s\n", frame->func ? frame->func->name : "?");
        failures++;
    }
    if (of_main) /* other threads end before */
        compare_lines();
    __real_ac_fds_close(loop);
    if (failures)
        _Exit(99);
}

/* ---- memory ---- */

static atomic_long allocations;
static long nomem;

static void find_memory(const char *function, size_t size)
{
    (void)function, (void)size;
    fputs("probe: hook\n", stderr);
}

__attribute__((constructor)) static void begin(void)
{
    const char *number = getenv("NOMEM");

    nomem = number ? atol(number) : 0;
    if (getenv("NOMEM_HOOK"))
        ac_set_nomem(find_memory);
}

__attribute__((destructor)) static void end(void)
{
    if (allocations < nomem)
        fputs("probe: not reached\n", stderr);
}

static int fails(void)
{
    return ++allocations == nomem;
}

/* Wrapped in programs that rely on it. */
ac_chan *__real_ac_chan_new(size_t size, size_t capacity) __attribute__((weak));
ac_chan *__wrap_ac_chan_new(size_t size, size_t capacity);
ac_chan *__wrap_ac_chan_new(size_t size, size_t capacity)
{
    ac_chan *chan = __real_ac_chan_new(size, capacity);

    if (!chan)
        _Exit(1);
    return chan;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return fails() ? NULL : __real_realloc(block, size);
}
