/* Hand-written C: switch state machines over frames, a ready ring, two timer stores, epoll. What a compiler for async C
 * could at best emit; the limit that the peers are held against.
 * Usage: hand BENCH N [DEPTH_OR_PORT] */
#include "rt.h"

#ifndef PEER
#define PEER "c-hand"
#endif
#define NOINLINE __attribute__((noinline))
enum { DONE, PENDING };

/* ---- plain C recursion -------------------------------------------------------------------------------------- */
/* The compiler turns the second call into a loop in fib_c; fib_strict keeps one real call per call. */
static NOINLINE long fib_c(long n)
{
    return n < 2 ? n : fib_c(n - 1) + fib_c(n - 2);
}
static NOINLINE __attribute__((optimize("no-optimize-sibling-calls"))) long fib_strict(long n)
{
    if (n < 2)
        return n;
    long a = fib_strict(n - 1);
    __asm__ volatile("" : "+r"(a));
    long b = fib_strict(n - 2);
    __asm__ volatile("" : "+r"(b));
    return a + b;
}

/* ---- frames --------------------------------------------------------------------------------------------------- */
typedef struct frame frame;
struct frame {
    int (*resume)(frame *);
    frame *parent;
};

/* Frames of one task are last in, first out: a bump stack. */
static char *arena, *arena_top;
static inline void *arena_get(size_t n)
{
    char *p = arena_top;
    arena_top = p + n;
    return p;
}
static inline void arena_put(void *p) { arena_top = p; }

typedef struct fib_frame fib_frame;
struct fib_frame {
    frame head;
    fib_frame *child;
    long n, a, result;
    unsigned state;
};

#define FIB_BODY(NAME, GET, PUT)                                                                                    \
    static NOINLINE int NAME(frame *h)                                                                              \
    {                                                                                                               \
        fib_frame *f = (fib_frame *)h;                                                                              \
        switch (f->state) {                                                                                         \
        case 0:                                                                                                     \
            if (f->n < 2) {                                                                                         \
                f->result = f->n;                                                                                   \
                return DONE;                                                                                        \
            }                                                                                                       \
            f->child = GET(sizeof *f->child);                                                                       \
            f->child->head.resume = NAME;                                                                           \
            f->child->head.parent = h;                                                                              \
            f->child->state = 0;                                                                                    \
            f->child->n = f->n - 1;                                                                                 \
            f->state = 1;                                                                                           \
            if (NAME(&f->child->head) == PENDING)                                                                   \
                return PENDING;                                                                                     \
            /* fallthrough */                                                                                       \
        case 1:                                                                                                     \
            f->a = f->child->result;                                                                                \
            PUT(f->child);                                                                                          \
            f->child = GET(sizeof *f->child);                                                                       \
            f->child->head.resume = NAME;                                                                           \
            f->child->head.parent = h;                                                                              \
            f->child->state = 0;                                                                                    \
            f->child->n = f->n - 2;                                                                                 \
            f->state = 2;                                                                                           \
            if (NAME(&f->child->head) == PENDING)                                                                   \
                return PENDING;                                                                                     \
            /* fallthrough */                                                                                       \
        case 2:                                                                                                     \
            f->result = f->a + f->child->result;                                                                    \
            PUT(f->child);                                                                                          \
        }                                                                                                           \
        return DONE;                                                                                                \
    }
FIB_BODY(fib_arena, arena_get, arena_put)
FIB_BODY(fib_malloc, malloc, free)

static void call_chain(const char *peer, long n, int (*fn)(frame *))
{
    arena = arena_top = malloc(1 << 20);
    fib_frame f = { .head = { fn, NULL }, .n = n };
    bench_mark m = bench_start();
    fn(&f.head);
    bench_report(peer, "call_chain", n, fib_calls(n), m);
    if (f.result < 0)
        abort();
}

/* ---- ready ring, run loop --------------------------------------------------------------------------------------- */
/* A task stands at most once in the ring, so room is made when a task is made and a push never checks. */
static frame **ready_buf;
static size_t ready_mask, ready_head, ready_tail;
static void ready_room(size_t tasks)
{
    size_t cap = 64;
    while (cap < tasks)
        cap *= 2;
    ready_buf = malloc(cap * sizeof *ready_buf);
    ready_mask = cap - 1;
}
static inline void ready_push(frame *f) { ready_buf[ready_tail++ & ready_mask] = f; }
/* Resumes what is ready; a frame that is done resumes its awaiting parent directly, so depth costs nothing. */
static void run_ready(void)
{
    while (ready_head != ready_tail) {
        frame *f = ready_buf[ready_head++ & ready_mask];
        while (f->resume(f) == DONE && (f = f->parent))
            ;
    }
}

typedef struct { frame head; unsigned state; long left; } yield_frame;
static int yield_resume(frame *h)
{
    yield_frame *f = (yield_frame *)h;
    switch (f->state) {
    case 0:
        f->state = 1;
        for (; f->left > 0; f->left--) {
            ready_push(h);
            return PENDING;
        case 1:;
        }
    }
    return DONE;
}
static void yield_many(const char *bench, long k, long tasks)
{
    yield_frame *fs = calloc((size_t)tasks, sizeof *fs);
    ready_room((size_t)tasks);
    for (long i = 0; i < tasks; i++) {
        fs[i] = (yield_frame){ { yield_resume, NULL }, 0, k / tasks };
        ready_push(&fs[i].head);
    }
    bench_mark m = bench_start();
    run_ready();
    bench_report(PEER, bench, k, (double)k, m);
}

typedef struct chain_frame chain_frame;
struct chain_frame { frame head; unsigned state; long depth, left; chain_frame *child; };
static int chain_resume(frame *h)
{
    chain_frame *f = (chain_frame *)h;
    switch (f->state) {
    case 0:
        if (f->depth > 1) {
            f->child = arena_get(sizeof *f->child);
            *f->child = (chain_frame){ { chain_resume, h }, 0, f->depth - 1, f->left, NULL };
            f->state = 1;
            if (chain_resume(&f->child->head) == PENDING)
                return PENDING;
        case 1:
            arena_put(f->child);
            return DONE;
        }
        f->state = 2;
        for (; f->left > 0; f->left--) {
            ready_push(h);
            return PENDING;
        case 2:;
        }
    }
    return DONE;
}
static void deep(long k, long depth)
{
    arena = arena_top = malloc((size_t)(depth + 1) * sizeof(chain_frame));
    chain_frame f = { { chain_resume, NULL }, 0, depth, k, NULL };
    ready_room(1);
    ready_push(&f.head);
    char name[32];
    snprintf(name, sizeof name, "deep%ld", depth);
    bench_mark m = bench_start();
    run_ready();
    bench_report(PEER, name, k, (double)k, m);
}

/* ---- channel of one slot --------------------------------------------------------------------------------------- */
typedef struct { long value; int full; frame *reader, *writer; } chan;
static inline int chan_send(chan *c, long v, frame *me)
{
    if (c->full) {
        c->writer = me;
        return PENDING;
    }
    c->value = v;
    c->full = 1;
    if (c->reader) {
        ready_push(c->reader);
        c->reader = NULL;
    }
    return DONE;
}
static inline int chan_recv(chan *c, long *v, frame *me)
{
    if (!c->full) {
        c->reader = me;
        return PENDING;
    }
    *v = c->value;
    c->full = 0;
    if (c->writer) {
        ready_push(c->writer);
        c->writer = NULL;
    }
    return DONE;
}
typedef struct { frame head; unsigned state; long left, v; chan *in, *out; int starts; } player;
static int player_resume(frame *h)
{
    player *p = (player *)h;
    switch (p->state) {
    case 0:
        for (; p->left > 0; p->left--) {
            if (p->starts) {
                p->state = 1;
        case 1:
                if (chan_send(p->out, p->left, h) == PENDING)
                    return PENDING;
            }
            p->state = 2;
        case 2:
            if (chan_recv(p->in, &p->v, h) == PENDING)
                return PENDING;
            if (!p->starts) {
                p->state = 3;
        case 3:
                if (chan_send(p->out, p->v, h) == PENDING)
                    return PENDING;
            }
        }
    }
    return DONE;
}
static void ping_pong(long messages)
{
    chan a = { 0 }, b = { 0 };
    ready_room(2);
    player p = { { player_resume, NULL }, 0, messages / 2, 0, &b, &a, 1 };
    player q = { { player_resume, NULL }, 0, messages / 2, 0, &a, &b, 0 };
    ready_push(&p.head);
    ready_push(&q.head);
    bench_mark m = bench_start();
    run_ready();
    bench_report(PEER, "chan", messages, (double)messages, m);
}

/* ---- timers: 4-ary heap with back indexes (cancel in O(log n)), hashed wheel of 1 ms slots (cancel in O(1)) -------- */
typedef struct timer timer;
struct timer { uint64_t at; size_t idx; };
static timer **th;
static size_t th_n;
static inline void th_set(size_t i, timer *t)
{
    th[i] = t;
    t->idx = i;
}
static void th_up(size_t i, timer *t)
{
    while (i) {
        size_t up = (i - 1) / 4;
        if (th[up]->at <= t->at)
            break;
        th_set(i, th[up]);
        i = up;
    }
    th_set(i, t);
}
static void th_down(size_t i, timer *t)
{
    for (;;) {
        size_t c = i * 4 + 1, best = c;
        if (c >= th_n)
            break;
        for (size_t k = c + 1; k < c + 4 && k < th_n; k++)
            if (th[k]->at < th[best]->at)
                best = k;
        if (th[best]->at >= t->at)
            break;
        th_set(i, th[best]);
        i = best;
    }
    th_set(i, t);
}
static void th_remove(size_t i)
{
    timer *last = th[--th_n];
    if (i == th_n)
        return;
    if (i && th[(i - 1) / 4]->at > last->at)
        th_up(i, last);
    else
        th_down(i, last);
}

typedef struct wtimer wtimer;
struct wtimer { wtimer *next, **pprev; uint64_t tick; };
enum { WHEEL = 1024 };
static wtimer *wheel[WHEEL];
static inline void wheel_add(wtimer *t, uint64_t tick)
{
    wtimer **slot = &wheel[tick % WHEEL];
    t->tick = tick;
    t->next = *slot;
    t->pprev = slot;
    if (t->next)
        t->next->pprev = &t->next;
    *slot = t;
}
static inline void wheel_del(wtimer *t)
{
    *t->pprev = t->next;
    if (t->next)
        t->next->pprev = t->pprev;
}

static void timers_heap(long n, int cancel)
{
    uint64_t seed = 88172645463325252u, fired = 0;
    bench_mark m = bench_start();
    timer *ts = malloc((size_t)n * sizeof *ts);
    th = malloc((size_t)n * sizeof *th);
    uint64_t t0 = wall_ns();
    for (long i = 0; i < n; i++) {
        ts[i].at = t0 + (cancel ? 10000000000u : 0) + xorshift(&seed) % 1000000000u;
        th_up(th_n++, &ts[i]);
    }
    if (cancel)
        for (long i = 0; i < n; i++)
            th_remove(ts[i].idx);
    while (th_n) {
        uint64_t now = wall_ns();
        if (th[0]->at > now) {
            sleep_until_ns(th[0]->at);
            now = wall_ns();
        }
        while (th_n && th[0]->at <= now) {
            th_remove(0);
            fired++;
        }
    }
    bench_report(PEER "-heap", cancel ? "timer_cancel" : "timer_fire", n, (double)n, m);
    if (!cancel && fired != (uint64_t)n)
        abort();
}
static void timers_wheel(long n, int cancel)
{
    uint64_t seed = 88172645463325252u, fired = 0, live = (uint64_t)n;
    bench_mark m = bench_start();
    wtimer *ts = malloc((size_t)n * sizeof *ts);
    uint64_t t0 = wall_ns(), tick = 0;
    for (long i = 0; i < n; i++)
        wheel_add(&ts[i], (cancel ? 10000 : 0) + xorshift(&seed) % 1000000000u / 1000000u + 1);
    if (cancel) {
        for (long i = 0; i < n; i++)
            wheel_del(&ts[i]);
        live = 0;
    }
    while (live) {
        sleep_until_ns(t0 + (tick + 1) * 1000000u);
        for (uint64_t now = (wall_ns() - t0) / 1000000u; tick < now;) {
            tick++;
            for (wtimer *t = wheel[tick % WHEEL], *nx; t; t = nx) {
                nx = t->next;
                if (t->tick <= tick) {
                    wheel_del(t);
                    live--;
                    fired++;
                }
            }
        }
    }
    bench_report(PEER "-wheel", cancel ? "timer_cancel" : "timer_fire", n, (double)n, m);
    if (!cancel && fired != (uint64_t)n)
        abort();
}

/* ---- sleeping tasks --------------------------------------------------------------------------------------------- */
static heap sleepers;
typedef struct { frame head; unsigned state; } sleep_frame;
static long sleep_left;
static int sleep_resume(frame *h)
{
    sleep_frame *f = (sleep_frame *)h;
    switch (f->state) {
    case 0:
        f->state = 1;
        heap_push(&sleepers, wall_ns() + 2000000000u, h);
        return PENDING;
    case 1:
        sleep_left--;
    }
    return DONE;
}
static void sleep_many(long n)
{
    bench_mark m = bench_start();
    sleep_frame *fs = malloc((size_t)(n + 1) * sizeof *fs);
    sleepers.v = malloc((size_t)(n + 1) * sizeof *sleepers.v);
    sleepers.cap = (size_t)n + 1;
    sleep_left = n;
    for (long i = 0; i < n; i++) {
        fs[i] = (sleep_frame){ { sleep_resume, NULL }, 0 };
        fs[i].head.resume(&fs[i].head);
    }
    while (sleepers.n) {
        uint64_t now = wall_ns();
        if (sleepers.v[0].at > now) {
            sleep_until_ns(sleepers.v[0].at);
            now = wall_ns();
        }
        while (sleepers.n && sleepers.v[0].at <= now) {
            frame *f = heap_pop(&sleepers);
            f->resume(f);
        }
    }
    bench_report(PEER, "sleep_many", n, (double)n, m);
    if (sleep_left)
        abort();
}

/* ---- spawn and join: frames from a free list or from malloc -------------------------------------------------------- */
typedef struct tiny tiny;
struct tiny { frame head; frame *joiner; tiny *next_free; int done; long result; };
static tiny *free_list, *slab;
static long slab_left;
static int use_malloc;
static inline tiny *tiny_get(void)
{
    if (use_malloc)
        return malloc(sizeof(tiny));
    tiny *t = free_list;
    if (t) {
        free_list = t->next_free;
        return t;
    }
    if (!slab_left) {
        slab_left = 1024;
        slab = malloc((size_t)slab_left * sizeof *slab);
    }
    slab_left--;
    return slab++;
}
static inline void tiny_put(tiny *t)
{
    if (use_malloc) {
        free(t);
        return;
    }
    t->next_free = free_list;
    free_list = t;
}
static int tiny_resume(frame *h)
{
    tiny *t = (tiny *)h;
    t->result = 1;
    t->done = 1;
    if (t->joiner)
        ready_push(t->joiner);
    return DONE;
}
typedef struct { frame head; unsigned state; long n, i, sum; tiny **kids; } spawner;
static int spawner_resume(frame *h)
{
    spawner *s = (spawner *)h;
    switch (s->state) {
    case 0:
        for (s->i = 0; s->i < s->n; s->i++) {
            tiny *t = tiny_get();
            *t = (tiny){ .head = { tiny_resume, NULL } };
            s->kids[s->i] = t;
            ready_push(&t->head);
        }
        s->state = 1;
        for (s->i = 0; s->i < s->n; s->i++) {
        case 1:
            if (!s->kids[s->i]->done) {
                s->kids[s->i]->joiner = h;
                return PENDING;
            }
            s->sum += s->kids[s->i]->result;
            tiny_put(s->kids[s->i]);
        }
    }
    return DONE;
}
static void spawn_join(long n, int with_malloc)
{
    use_malloc = with_malloc;
    bench_mark m = bench_start();
    ready_room((size_t)n + 1);
    spawner s = { .head = { spawner_resume, NULL }, .n = n, .kids = malloc((size_t)(n + 1) * sizeof(tiny *)) };
    ready_push(&s.head);
    run_ready();
    bench_report(with_malloc ? PEER "-malloc" : PEER, "spawn_join", n, (double)n, m);
    if (s.sum != n)
        abort();
}

/* ---- TCP: echo and HTTP hello, level-triggered epoll, one read and one write a message ------------------------------ */
static const char hello[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
/* Counts the requests that end in this part of the stream; the state is how much of the blank line was seen. */
static unsigned http_requests(const char *p, ssize_t n, unsigned *state)
{
    unsigned k = 0, s = *state;
    for (ssize_t i = 0; i < n; i++) {
        if (p[i] == '\r')
            s = s == 2 ? 3 : 1;
        else if (p[i] == '\n')
            s = s == 1 ? 2 : s == 3 ? 4 : 0;
        else
            s = 0;
        if (s == 4) {
            k++;
            s = 0;
        }
    }
    *state = s;
    return k;
}
static void serve(int port, int http)
{
    int lfd = listen_loopback(port), ep = epoll_create1(0);
    struct epoll_event ev = { .events = EPOLLIN, .data.fd = lfd }, evs[512];
    static unsigned parse[65536];
    char buf[16384];
    epoll_ctl(ep, EPOLL_CTL_ADD, lfd, &ev);
    for (;;) {
        int k = epoll_wait(ep, evs, 512, -1);
        for (int i = 0; i < k; i++) {
            int fd = evs[i].data.fd;
            if (fd == lfd) {
                for (int c; (c = accept_nb(lfd)) >= 0;) {
                    ev = (struct epoll_event){ .events = EPOLLIN, .data.fd = c };
                    parse[c] = 0;
                    epoll_ctl(ep, EPOLL_CTL_ADD, c, &ev);
                }
                continue;
            }
            ssize_t r = read(fd, buf, sizeof buf), w;
            if (r <= 0) {
                close(fd);
                continue;
            }
            if (http) {
                unsigned q = http_requests(buf, r, &parse[fd]);
                w = 0;
                for (; q; q--)
                    w = write(fd, hello, sizeof hello - 1);
            } else {
                w = write(fd, buf, (size_t)r);
            }
            if (w < 0)
                close(fd);
        }
    }
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
#ifdef ONLY_SLEEP
    return sleep_many(atol(argv[2])), 0;
#endif
    const char *b = argv[1];
    long n = atol(argv[2]), x = argc > 3 ? atol(argv[3]) : 0;
    if (!strcmp(b, "sleep_many"))
        sleep_many(n);
    else if (!strcmp(b, "call_plain")) {
        bench_mark m = bench_start();
        volatile long r = fib_c(n);
        (void)r;
        bench_report("c-recursion", "call_chain", n, fib_calls(n), m);
    } else if (!strcmp(b, "call_strict")) {
        bench_mark m = bench_start();
        volatile long r = fib_strict(n);
        (void)r;
        bench_report("c-recursion-strict", "call_chain", n, fib_calls(n), m);
    } else if (!strcmp(b, "call_chain"))
        call_chain(PEER, n, fib_arena);
    else if (!strcmp(b, "call_malloc"))
        call_chain(PEER "-malloc", n, fib_malloc);
    else if (!strcmp(b, "yield1"))
        yield_many("yield1", n, 1);
    else if (!strcmp(b, "yield1000"))
        yield_many("yield1000", n, 1000);
    else if (!strcmp(b, "deep"))
        deep(n, x);
    else if (!strcmp(b, "chan"))
        ping_pong(n);
    else if (!strcmp(b, "timer_fire"))
        timers_heap(n, 0);
    else if (!strcmp(b, "timer_cancel"))
        timers_heap(n, 1);
    else if (!strcmp(b, "timer_fire_wheel"))
        timers_wheel(n, 0);
    else if (!strcmp(b, "timer_cancel_wheel"))
        timers_wheel(n, 1);
    else if (!strcmp(b, "spawn_join"))
        spawn_join(n, 0);
    else if (!strcmp(b, "spawn_malloc"))
        spawn_join(n, 1);
    else if (!strcmp(b, "echo"))
        serve((int)n, 0);
    else if (!strcmp(b, "http"))
        serve((int)n, 1);
    else
        return 2;
    return 0;
}
