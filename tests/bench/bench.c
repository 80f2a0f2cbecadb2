/* What the runtime costs: async functions written by hand in the shape acc emits, so that the compiler has no part in it.
 * Usage: bench BENCH N [DEPTH]; the same names and the same report line as limit/hand.c. */
#include "limit/rt.h"

#include <ac.h>

#define LIKELY_READY(x) __builtin_expect((x) != NULL, 0)
#define NOINLINE __attribute__((noinline))
#define INLINE static inline __attribute__((always_inline))

static long total, depth;

/* ---- a call that is ready: async long fib(long n) { return n < 2 ? n : await fib(n - 1) + await fib(n - 2); } ---- */

struct fib_frame {
    struct ac_frame base;
    long value, n, a;
    unsigned char state;
};
static struct ac_frame *fib_resume(struct ac_frame *frame, struct ac_frame *callee);
static const struct ac_func fib_func = { fib_resume, "fib", __FILE__, NULL, sizeof(struct fib_frame), 8, 0, 1 };

static struct ac_frame *fib(long n, long *result);

INLINE struct ac_frame *fib_body(struct fib_frame *self, struct ac_frame *callee, long n, long *result)
{
    long a, b;

    switch (self ? self->state : 0) {
    case 1: goto resume_1;
    case 2: goto resume_2;
    }
    if (n < 2) {
        *result = n;
        return NULL;
    }
    callee = fib(n - 1, &a);
    if (LIKELY_READY(callee)) {
        if (!self)
            self = (struct fib_frame *)ac_frame_new(&fib_func);
        self->n = n;
        self->state = 1;
        callee->caller = &self->base;
        return &self->base;
    resume_1:
        if (!callee)
            return AC_CANCELLED;
        n = self->n;
        a = *(long *)((char *)callee + AC_VALUE_AT(long));
        ac_frame_free(callee);
    }
    callee = fib(n - 2, &b);
    if (LIKELY_READY(callee)) {
        if (!self)
            self = (struct fib_frame *)ac_frame_new(&fib_func);
        self->a = a;
        self->state = 2;
        callee->caller = &self->base;
        return &self->base;
    resume_2:
        if (!callee)
            return AC_CANCELLED;
        a = self->a;
        b = *(long *)((char *)callee + AC_VALUE_AT(long));
        ac_frame_free(callee);
    }
    *result = a + b;
    return NULL;
}
static NOINLINE struct ac_frame *fib(long n, long *result)
{
    return fib_body(NULL, NULL, n, result);
}
static struct ac_frame *fib_resume(struct ac_frame *frame, struct ac_frame *callee)
{
    struct fib_frame *self = (struct fib_frame *)frame;
    return fib_body(self, callee, 0, &self->value);
}

/* ---- one suspension after the other: async void yields(long n) { for (; n > 0; n--) await ac_yield(); } ---- */

struct yields_frame {
    struct ac_frame base;
    long n;
    unsigned char state;
};
static struct ac_frame *yields_resume(struct ac_frame *frame, struct ac_frame *callee);
static const struct ac_func yields_func = { yields_resume, "yields", __FILE__, NULL, sizeof(struct yields_frame), 8, 0, 1 };

INLINE struct ac_frame *yields_body(struct yields_frame *self, struct ac_frame *callee, long n)
{
    switch (self ? self->state : 0) {
    case 1: goto resume_1;
    }
    for (; n > 0; n--) {
        callee = ac_yield();
        if (LIKELY_READY(callee)) {
            if (!self)
                self = (struct yields_frame *)ac_frame_new(&yields_func);
            self->n = n;
            self->state = 1;
            callee->caller = &self->base;
            return &self->base;
        resume_1:
            if (!callee)
                return AC_CANCELLED;
            n = self->n;
            ac_frame_free(callee);
        }
    }
    return NULL;
}
static NOINLINE struct ac_frame *yields(long n)
{
    return yields_body(NULL, NULL, n);
}
static struct ac_frame *yields_resume(struct ac_frame *frame, struct ac_frame *callee)
{
    return yields_body((struct yields_frame *)frame, callee, 0);
}

/* ---- async void deep(long d, long n) { if (d > 1) await deep(d - 1, n); else await yields(n); } ---- */

struct deep_frame {
    struct ac_frame base;
    unsigned char state;
};
static struct ac_frame *deep_resume(struct ac_frame *frame, struct ac_frame *callee);
static const struct ac_func deep_func = { deep_resume, "deep", __FILE__, NULL, sizeof(struct deep_frame), 8, 0, 1 };

static NOINLINE struct ac_frame *deep(long d, long n)
{
    struct ac_frame *callee = d > 1 ? deep(d - 1, n) : yields(n);
    struct ac_frame *self;

    if (!callee)
        return NULL;
    self = ac_frame_new(&deep_func);
    callee->caller = self;
    return self;
}
static struct ac_frame *deep_resume(struct ac_frame *frame, struct ac_frame *callee)
{
    (void)frame;
    if (!callee)
        return AC_CANCELLED;
    ac_frame_free(callee);
    return NULL;
}

/* ---- async int one(void) { return 1; } and sleepers ---- */

static NOINLINE struct ac_frame *one(int *result)
{
    *result = 1;
    return NULL;
}

struct nap_frame {
    struct ac_frame base;
    int value;
    unsigned char state;
};
static struct ac_frame *nap_resume(struct ac_frame *frame, struct ac_frame *callee);
static const struct ac_func nap_func = { nap_resume, "nap", __FILE__, NULL, sizeof(struct nap_frame), 8, 20, 1 };

static NOINLINE struct ac_frame *nap(ac_time delay, int *result)
{
    struct ac_frame *callee = ac_sleep(delay, result), *self;

    if (!callee)
        return NULL;
    self = ac_frame_new(&nap_func);
    callee->caller = self;
    return self;
}
static struct ac_frame *nap_resume(struct ac_frame *frame, struct ac_frame *callee)
{
    if (!callee)
        return AC_CANCELLED;
    ((struct nap_frame *)frame)->value = *(int *)((char *)callee + AC_VALUE_AT(int));
    ac_frame_free(callee);
    total++;
    return NULL;
}

/* ---- tasks ---- */

struct long_task {
    struct ac_task_head head;
    union {
        long arg;
        int value;
    } u;
};
#define SPAWN(NAME, CALL)                                                                                            \
    static struct ac_frame *NAME##_start(struct ac_task *task)                                                       \
    {                                                                                                                \
        struct long_task *self = (struct long_task *)task;                                                           \
        (void)self;                                                                                                  \
        return CALL;                                                                                                 \
    }                                                                                                                \
    static const struct ac_spawn NAME##_spawn = { NAME##_start, sizeof(struct long_task), 8,                         \
                                                  offsetof(struct long_task, u), 4, 4, #NAME, __FILE__, __LINE__, 1 }; \
    static inline struct ac_task *spawn_##NAME(long arg)                                                             \
    {                                                                                                                \
        struct long_task *self = (struct long_task *)ac_task_new(&NAME##_spawn);                                     \
        self->u.arg = arg;                                                                                           \
        return (struct ac_task *)self;                                                                               \
    }
static struct ac_frame *yields_int(long n, int *result)
{
    *result = 0;
    return yields(n);
}
static struct ac_frame *deep_int(long n, int *result)
{
    *result = 0;
    return deep(depth, n);
}
static struct ac_frame *fib_int(long n, int *result)
{
    *result = 0;
    return fib(n, &total);
}
SPAWN(yields, yields_int(self->u.arg, &self->u.value))
SPAWN(deep, deep_int(self->u.arg, &self->u.value))
SPAWN(fib, fib_int(self->u.arg, &self->u.value))
SPAWN(one, one(&self->u.value))
SPAWN(nap, nap(self->u.arg, &self->u.value))

/* async int joins(long n, ac_task **tasks) { for (...) total += await ac_join(tasks[i]) == 0; } */
struct joins_frame {
    struct ac_frame base;
    int value;
    unsigned char state;
    long i, n;
    ac_task **tasks;
};
static struct ac_frame *joins_resume(struct ac_frame *frame, struct ac_frame *callee);
static const struct ac_func joins_func = { joins_resume, "joins", __FILE__, NULL, sizeof(struct joins_frame), 8, 20, 1 };
static ac_task **joined;

INLINE struct ac_frame *joins_body(struct joins_frame *self, struct ac_frame *callee, long n, ac_task **tasks)
{
    long i;
    int error;

    switch (self ? self->state : 0) {
    case 1: goto resume_1;
    }
    for (i = 0; i < n; i++)
        tasks[i] = spawn_one(0);
    for (i = 0; i < n; i++) {
        callee = ac_join(tasks[i], &error);
        if (LIKELY_READY(callee)) {
            if (!self)
                self = (struct joins_frame *)ac_frame_new(&joins_func);
            self->i = i;
            self->n = n;
            self->tasks = tasks;
            self->state = 1;
            callee->caller = &self->base;
            return &self->base;
        resume_1:
            if (!callee)
                return AC_CANCELLED;
            i = self->i;
            n = self->n;
            tasks = self->tasks;
            error = *(int *)((char *)callee + AC_VALUE_AT(int));
            ac_frame_free(callee);
        }
        total += !error;
    }
    return NULL;
}
static NOINLINE struct ac_frame *joins(long n, ac_task **tasks)
{
    return joins_body(NULL, NULL, n, tasks);
}
static struct ac_frame *joins_resume(struct ac_frame *frame, struct ac_frame *callee)
{
    ((struct joins_frame *)frame)->value = 0;
    return joins_body((struct joins_frame *)frame, callee, 0, NULL);
}
static struct ac_frame *joins_int(long n, int *result)
{
    *result = 0;
    return joins(n, joined);
}
SPAWN(joins, joins_int(self->u.arg, &self->u.value))

/* ---- the benchmarks ---- */

static void run_all(ac_task **tasks, long n)
{
    for (long i = 0; i < n; i++) {
        ac_run_task(tasks[i]);
        ac_task_release(tasks[i]);
    }
}

static void yield_many(const char *name, long k, long n)
{
    ac_task **tasks = malloc((size_t)n * sizeof *tasks);
    bench_mark m;

    for (long i = 0; i < n; i++)
        tasks[i] = spawn_yields(k / n);
    m = bench_start();
    run_all(tasks, n);
    bench_report("libac", name, k, (double)k, m);
}

static void run_one(const char *name, ac_task *task, long n, double ops)
{
    bench_mark m = bench_start();

    run_all(&task, 1);
    bench_report("libac", name, n, ops, m);
}

static void spawn_join(long n)
{
    bench_mark m = bench_start();
    ac_task *task;

    joined = malloc((size_t)n * sizeof *joined);
    task = spawn_joins(n);
    run_all(&task, 1);
    bench_report("libac", "spawn_join", n, (double)n, m);
    if (total != n)
        abort();
}

/* The tasks are made before the clock starts, as chand's timers have no tasks; their first step counts. */
static void timers(const char *name, long n, ac_time base, ac_time spread, int cancel)
{
    ac_task **tasks = malloc((size_t)n * sizeof *tasks);
    uint64_t seed = 88172645463325252u;
    bench_mark m = bench_start();
    ac_task *first;

    for (long i = 0; i < n; i++)
        tasks[i] = spawn_nap((long)(base + (spread ? (ac_time)(xorshift(&seed) % (uint64_t)spread) : 0)));
    if (cancel) {
        first = spawn_yields(1);
        run_all(&first, 1);
        m = bench_start();
        for (long i = 0; i < n; i++)
            ac_cancel(tasks[i]);
    }
    if (!strcmp(name, "timer_cancel"))
        bench_report("libac", name, n, (double)n, m);
    run_all(tasks, n);
    if (strcmp(name, "timer_cancel"))
        bench_report("libac", name, n, (double)n, m);
    if (total != (cancel ? 0 : n))
        abort();
}

int main(int argc, char **argv)
{
    const char *b = argc > 2 ? argv[1] : "";
    long n = argc > 2 ? atol(argv[2]) : 0;

    depth = argc > 3 ? atol(argv[3]) : 100;
    if (!strcmp(b, "call_chain"))
        run_one(b, spawn_fib(n), n, fib_calls(n));
    else if (!strcmp(b, "yield1"))
        yield_many(b, n, 1);
    else if (!strcmp(b, "yield1000"))
        yield_many(b, n, 1000);
    else if (!strcmp(b, "deep"))
        run_one("deep", spawn_deep(n), n, (double)n);
    else if (!strcmp(b, "spawn_join"))
        spawn_join(n);
    else if (!strcmp(b, "timer_fire"))
        timers(b, n, 0, AC_SECOND, 0);
    else if (!strcmp(b, "timer_cancel"))
        timers(b, n, 10 * AC_SECOND, AC_SECOND, 1);
    else if (!strcmp(b, "sleep_many"))
        timers(b, n, 2 * AC_SECOND, 0, 0);
    else
        return 2;
    return 0;
}
