/* core.h - the loop, the task and the wait, for the runtime's own files. docs/runtime.md tells how they work together. */
#ifndef AC_CORE_H
#define AC_CORE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* ppoll(), epoll_pwait2() */
#endif

#include <ac.h>
#include <ac/told.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define AC_LIKELY(x) __builtin_expect(!!(x), 1)
#define AC_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define AC_COLD __attribute__((cold, noinline))
/* Keeps an object in memory over a call that mostly is the last thing a function does: that is less than saving a register for
 * each of its parts. */
#define AC_IN_MEMORY(object) __asm__("" : "+m"(object))
/* memcpy that need not be called for the usual sizes. */
static inline __attribute__((always_inline)) void ac_copy(void *to, const void *from, size_t size)
{
    if (size == 8)
        memcpy(to, from, 8);
    else if (size == 4)
        memcpy(to, from, 4);
    else
        memcpy(to, from, size);
}

#define AC_CONTAINER(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))

struct ac_loop;

/* ---- waiting ---- */

/* Something waited for, in some queue. It begins with a frame of size 0, so that the function that waits can take it for
 * its callee and read the value after it. Every task has one; a call that waits for several things has more of them
 * ("watches") in its frame. */
struct ac_wait {
    struct ac_frame leaf; /* func: the kind of wait (struct ac_kind); caller: the frame to resume, innermost of the task */
    union {
        int i;
        ssize_t n;
        void *p;
    } value; /* the result once the wait is over; before, whatever the kind likes */
    union {
        struct ac_wait *next; /* in the queue waited in; in the ready queue */
        struct {
            int stream, reader; /* of the only one that waits for a descriptor: see struct ac_told */
        };
    };
    union {
        struct ac_wait *prev; /* in the queue waited in */
        int poller;           /* see struct ac_told */
    };
    union {
        ac_time at;
        struct ac_task *task;
        struct ac_queue *queue;
        struct {
            int fd;
            int what; /* see struct ac_told */
        };
        void *p;
    } on; /* what is waited for */
};

_Static_assert(offsetof(struct ac_wait, value) == offsetof(struct ac_told, data) &&
                   offsetof(struct ac_wait, stream) == offsetof(struct ac_told, stream) &&
                   offsetof(struct ac_wait, reader) == offsetof(struct ac_told, reader) &&
                   offsetof(struct ac_wait, poller) == offsetof(struct ac_told, poller) &&
                   offsetof(struct ac_wait, on.fd) == offsetof(struct ac_told, fd) &&
                   offsetof(struct ac_wait, on.what) == offsetof(struct ac_told, what),
               "told.h has the wait of a descriptor");

/* A kind of wait. `func` is first: leaf.func points to it. */
struct ac_kind {
    struct ac_func func;
    /* Takes the wait out of its queue; true: the task must be made ready now, false: it is, or will be. NULL: as false.
     * (A held one stays, but may pass the request on.) */
    bool (*withdraw)(struct ac_wait *wait);
    /* What was waited for has come (the wait is out of its queue). */
    void (*fire)(struct ac_wait *wait, int result);
    /* The wait is over, but its task is resumed with a cancellation: what it was given goes to the next one. NULL: nothing
     * to do. */
    void (*undo)(struct ac_wait *wait);
    /* Called before the task is resumed if AC_ARRIVES is set, to do at last what was waited for: true, the value is there;
     * false, it waits again. */
    bool (*arrive)(struct ac_loop *loop, struct ac_wait *wait);
    /* For ac_dump(): more about what is waited for; and, for a watch, the task that it belongs to. NULL: nothing; the task
     * that the wait is in. */
    void (*describe)(const struct ac_wait *wait, FILE *out);
    const struct ac_task *(*owner)(const struct ac_wait *watch);
    bool held;     /* a cancellation has to wait until this is over */
    bool forwards; /* a cancellation goes to the task waited for (on.task), and comes back with its end */
};

#define AC_KIND(NAME) .func = { .name = NAME, .align = 8 }

static inline const struct ac_kind *ac_kind_of(const struct ac_wait *wait)
{
    return (const struct ac_kind *)(const void *)wait->leaf.func;
}

/* struct ac_queue (ac.h): first in, first out; all zero is empty; holds no pointer to itself. first->prev is the last. */

static inline void ac_queue_add(struct ac_queue *queue, struct ac_wait *wait)
{
    struct ac_wait *first = queue->first;

    wait->next = NULL;
    if (!first) {
        queue->first = wait->prev = wait;
        return;
    }
    wait->prev = first->prev;
    first->prev->next = wait;
    first->prev = wait;
}

static inline void ac_queue_remove(struct ac_queue *queue, struct ac_wait *wait)
{
    struct ac_wait *first = queue->first;

    if (wait->next)
        wait->next->prev = wait->prev;
    else
        first->prev = wait->prev;
    if (wait == first)
        queue->first = wait->next;
    else
        wait->prev->next = wait->next;
}

static inline struct ac_wait *ac_queue_take(struct ac_queue *queue)
{
    struct ac_wait *wait = queue->first;

    if (wait)
        ac_queue_remove(queue, wait);
    return wait;
}

/* ---- tasks ---- */

/* What is looked at whenever a task is resumed is in one byte. */
enum ac_task_flags {
    AC_ASKED = 1,      /* ac_cancel() was called */
    AC_EXPIRED = 2,    /* one of its scopes asks for its end */
    AC_TRIED = 4,      /* loop->trial counts its suspensions */
    AC_STRUCK = 8,     /* resume with a cancellation: what it waited for was cancelled */
    AC_STRUCK_NOW = 16,/* the same, as soon as it has suspended */
    AC_ARRIVES = 32,   /* call the kind's arrive() first */
    AC_LIVE = 64,      /* not ended */
    AC_ENDED_CANCELLED = 128,
    AC_HANDLE = 256,   /* somebody has yet to consume the handle */
    AC_OWNED = 512,    /* an async object holds it */
    AC_NAMED = 1024,   /* has an entry in loop->names */
    AC_SCOPED = 2048,  /* is in an ac_timeout or ac_group: `scope` instead of `spawn` */
    AC_LOOSE = 4096    /* made in the call of ac_gather() or ac_race(), which drops the handle at its end */
};

/* Any of these: there may be a cancellation to deliver. */
enum { AC_PRESSING = AC_ASKED | AC_EXPIRED | AC_TRIED };

/* 72 bytes: a sleeping task is this, its arguments and value, and one small frame. */
struct ac_task {
    struct ac_wait wait;          /* what it waits for; first */
    union {
        const struct ac_spawn *spawn; /* NULL: a free slot */
        struct ac_scope_state *scope; /* the innermost, which leads to spawn */
    } made;
    struct ac_queue waiters;      /* for its end */
    uint32_t serial;              /* of creation */
    uint16_t flags;
    uint16_t shield;              /* depth of shields: a cancellation from outside of them is not delivered */
};

/* struct ac_scope, as it is. */
struct ac_scope_state {
    struct ac_wait timer;
    struct ac_scope_state *outer; /* of the same task */
    const struct ac_spawn *spawn; /* of the task */
    struct ac_task *task;
    uint16_t shield;              /* depth at its beginning */
    bool timed;                   /* the timer runs */
    bool expired;                 /* asks for the end of what is inside */
};

static inline const struct ac_spawn *ac_spawn_of(const struct ac_task *task)
{
    return task->flags & AC_SCOPED ? task->made.scope->spawn : task->made.spawn;
}

_Static_assert(sizeof(struct ac_scope_state) <= sizeof(struct ac_scope), "abi.h makes room for it");
_Static_assert(sizeof(struct ac_task) <= sizeof(struct ac_task_head), "abi.h tells where the arguments begin");

/* ---- memory ---- */

enum { AC_CLASSES = 64, AC_SLAB_SIZE = 65536 }; /* objects of up to 504 bytes come from slabs */

/* Objects of one size in 64 KiB pieces, without headers. */
struct ac_slab {
    struct ac_slab *next;
    unsigned size, used; /* of one object; bytes given out so far, this head included */
};

/* An object on its own: too large for a slab, over-aligned, or because memory is being watched. The object follows. */
struct ac_single {
    struct ac_single *next, *prev;
    void *block; /* from malloc */
    size_t size;
};

struct ac_pool {
    void *free[AC_CLASSES];
    struct ac_slab *current[AC_CLASSES];
    struct ac_slab *slabs;
    struct ac_single *singles;
    bool plain; /* every object is a single, for sanitizers */
};

/* malloc that asks the hook of ac_set_nomem() and does not return NULL; NAME and SIZE are what the message says. */
void *ac_must_malloc(size_t bytes, const char *name, size_t size);
void *ac_pool_refill(struct ac_pool *pool, const char *name, unsigned size, unsigned align);
void ac_pool_put_single(struct ac_pool *pool, void *object);
/* Visits every object ever given out; it is up to the caller to tell those in use. */
void ac_pool_each(struct ac_pool *pool, void (*visit)(void *object, void *data), void *data);
/* Has the objects that were given back begin with a null pointer. They are not given out again. */
void ac_pool_blank(struct ac_pool *pool);
void ac_pool_init(struct ac_pool *pool);
void ac_pool_clear(struct ac_pool *pool);
_Noreturn void ac_fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Size class; AC_CLASSES or more: a single. Slabs start 16-aligned, so a multiple of 16 is enough for that alignment. */
static inline unsigned ac_pool_class(unsigned size, unsigned align)
{
    if (AC_UNLIKELY(align > 8))
        return align > 16 ? AC_CLASSES : (size + 15) / 16 * 2;
    return (size + 7) / 8;
}

static inline void *ac_pool_get(struct ac_pool *pool, const char *name, unsigned size, unsigned align)
{
    unsigned class = ac_pool_class(size, align);

    if (AC_LIKELY(class < AC_CLASSES && pool->free[class])) {
        void *object = pool->free[class];
        pool->free[class] = *(void **)object;
        return object;
    }
    return ac_pool_refill(pool, name, size, align);
}

static inline void ac_pool_put(struct ac_pool *pool, void *object, unsigned size, unsigned align)
{
    unsigned class = ac_pool_class(size, align);

    if (AC_UNLIKELY(class >= AC_CLASSES || pool->plain)) {
        ac_pool_put_single(pool, object);
        return;
    }
    *(void **)object = pool->free[class];
    pool->free[class] = object;
}

/* ---- timers ---- */

enum { AC_WHEEL_BITS = 8, AC_WHEEL_SLOTS = 256, AC_WHEEL_WORDS = 4, AC_WHEEL_LEVELS = 8, AC_WHEEL_CHAINS = 4 };

/* A hierarchical wheel whose finest slot is one nanosecond wide; see timer.c. */
struct ac_wheel {
    ac_time now;                                    /* timers up to here have been taken out */
    unsigned levels;                                /* bit l: level l is not empty */
    uint64_t used[AC_WHEEL_LEVELS][AC_WHEEL_WORDS]; /* a bit for each slot that is not empty */
    struct ac_queue slot[AC_WHEEL_LEVELS][AC_WHEEL_SLOTS][AC_WHEEL_CHAINS];
};

void ac_timer_start(struct ac_loop *loop, struct ac_wait *wait, ac_time at);
/* As one that is due in the next turn. */
void ac_timer_soon(struct ac_loop *loop, struct ac_wait *wait);
void ac_timer_stop(struct ac_loop *loop, struct ac_wait *wait);
/* Moves the timers that are due at `now` to loop->fired. */
void ac_timers_collect(struct ac_loop *loop, ac_time now);
/* A time not after the first deadline, and exactly that if `exact`. There must be a timer. */
ac_time ac_timers_next(const struct ac_wheel *wheel, bool exact);

/* ---- descriptors ---- */

/* Mostly one task waits for a descriptor, is told, and waits again. That is done in few steps: by one comparison it is seen
 * that nobody waits and the poller looks for the right events, by another that the events that come are those the one that waits
 * has asked for, and there is nothing to link or unlink. */
struct ac_fd {
    struct ac_queue waits; /* tasks that wait for it, readers and writers alike; `alone` tells how */
    uint64_t closed;       /* the turn in which an earlier descriptor of this number was closed */
    union {
        struct {
            short armed; /* the events the poller looks for */
            /* What the only one that waits, waits for, whose links are not set, and whose task has none of AC_PRESSING; AC_FD_IDLE: nobody waits, though the poller
             * looks for something, and `waits` has no meaning; 0: `waits` is an ordinary queue. */
            short alone;
        };
        uint32_t watch; /* both: see ac_fd_idle() */
    };
    bool unsure;           /* the registration has served a wait: is it still there, if somebody waits by it again? */
    uint8_t unwanted;      /* events that came while nobody waited */
    uint8_t state;         /* AC_FD_QUICK and the like */
    uint8_t misses;        /* reads in a row that were tried in vain */
    unsigned slot;         /* for the poller */
    uint8_t spared;        /* reads not tried since, for that reason */
    bool known : 1;        /* the fields below were looked up */
    bool blocking : 1;     /* O_NONBLOCK is not set */
    bool socket : 1;
    bool stream : 1;       /* a socket of bytes: a read that does not fill the buffer takes all there is */
    bool always : 1;       /* a regular file and the like, which the poller does not take: always ready */
};

/* No events. */
enum {
    AC_FD_IDLE = -0x8000,
    AC_FD_READS = 0x4000 /* in `alone`: who waits wants to read, by ac_read() or ac_recv() */
};

enum {
    AC_FD_QUICK = 1,  /* a stream that does not block: nothing else need be looked at */
    AC_FD_DRAINED = 2 /* the last read took all there was: wait before the next */
};

/* What tells readiness. Level-triggered. */
struct ac_poller {
    const char *name;
    bool once;  /* a registration ends with its first event */
    bool files; /* a registration is of the file, and not of the number: when that is closed behind our back, it is gone */
    int (*open)(struct ac_loop *loop);
    void (*close)(struct ac_loop *loop);
    /* Looks for `events` of FD from now on (0: none), where it looked for fd->armed. 0 or a negative errno; 1: FD has become
     * another file, and it does. */
    int (*set)(struct ac_loop *loop, int fd, short events);
    /* Waits until `timeout` (ns; negative: no limit) and calls ac_fd_event() for what is ready. */
    void (*wait)(struct ac_loop *loop, ac_time timeout);
    /* A descriptor that is readable when wait() would find something, or a negative errno. */
    int (*fd)(struct ac_loop *loop);
};
extern const struct ac_poller ac_poller_epoll, ac_poller_poll, ac_poller_uring;

struct ac_fds {
    struct ac_fd *table; /* by descriptor */
    int size;
    unsigned waits;      /* tasks that wait for descriptors */
    uint64_t made_sure;  /* the turn in which registrations were last made sure of */
    ac_time sure_by;     /* on the real clock: when that is to be done inside another loop; 0: not decided */
    const struct ac_poller *poller; /* NULL: not opened yet */
    int epoll;                      /* the epoll descriptor */
    struct epoll_event *events;     /* what it gives */
    struct epoll_event *next, *end; /* of those: the ones that nobody was told of yet; see told.c */
    bool busy;                      /* tasks were ready when the loop looked last */
    bool direct;                    /* there are some, or ac_told is somebody */
    bool coarse;                    /* it only knows milliseconds */
    struct pollfd *polled;          /* of poll */
    unsigned polled_count, polled_room;
    void *uring;                    /* of uring.c */
    int wake_fd;                    /* an eventfd that ends a wait from a signal handler */
};

void ac_fds_open(struct ac_loop *loop);
void ac_fds_close(struct ac_loop *loop);
/* EVENTS have come for FD. */
void ac_fd_event(struct ac_loop *loop, int fd, short events);
/* Waits as loop->fds.poller->wait() does, and makes sure of the registrations waited by. */
void ac_fds_wait(struct ac_loop *loop, ac_time timeout);
/* Inside another loop: after how long that is to be done by a step; negative: there is no need. */
ac_time ac_fds_sure_in(struct ac_loop *loop);
/* A descriptor just made, elsewhere if it is 0 to 2: where the program was started without one of these, what it reads and
 * writes there must fail, and not reach us. Negative: as FD, or errno. */
int ac_fd_own(int fd);
/* FD's entry, made if need be; NULL: a bad descriptor or no memory, told in *error. */
struct ac_fd *ac_fd_get(struct ac_loop *loop, int fd, int *error);
/* FD is a new descriptor: what is known about an older one of its number, closed behind our back, is no longer true. */
void ac_fd_forget(struct ac_loop *loop, int fd);
/* The same for a socket that does not block, of bytes if `stream`. */
void ac_fd_adopt(struct ac_loop *loop, int fd, bool stream);
/* FD is no socket, which the system has told: whether that is news. Then it was closed behind our back, and what there is to
 * know about it is looked up again. */
bool ac_fd_mistaken(struct ac_loop *loop, struct ac_fd *entry, int fd);
/* Takes a wait for a descriptor out of its queue: what withdraw() of its kind does. */
bool ac_fd_withdraw(struct ac_wait *wait);
/* Makes an ordinary queue of ENTRY's waits. */
void ac_fd_list(struct ac_fd *entry);
/* TASK, which waits, may have a cancellation to deliver, though not now: it is not resumed from an event itself. */
void ac_fd_beware(struct ac_loop *loop, struct ac_task *task);
/* Has the poller look for `events` of FD and no others; 0 or a negative errno. */
int ac_fd_set(struct ac_loop *loop, int fd, struct ac_fd *entry, short events);
/* Has it look for `events`, among others, as somebody is about to wait. 0 or a negative errno; what never blocks becomes
 * entry->always. */
int ac_fd_arm(struct ac_loop *loop, int fd, struct ac_fd *entry, short events);

/* ---- the loop ---- */

struct ac_loop {
    struct ac_task *current;    /* the task that runs */
    struct ac_wait *ready;      /* runs in the next turn */
    struct ac_wait **ready_end; /* where the next one is linked; the last one's own link is not set */
    const struct ac_wait *last; /* of those that run in this turn and need no care; see run_batch() */
    struct ac_task *pressed;    /* the running task, if it has been pressed since it began to run */
    struct ac_queue soon;       /* to be fired in the next turn */
    struct ac_wait *found, **found_end; /* ready at the end of this turn: by descriptors; linked as `ready` */
    struct ac_queue fired;      /* made ready after those: by timers */
    atomic_bool attention;      /* a turn has more to do than run tasks: timers, descriptors, or woken */
    atomic_int woken;           /* a signal handler or another thread asks to be looked after */
    volatile bool dump;         /* SIGUSR1 came */
    bool stop;                  /* what the loop runs for has ended */
    bool running;
    bool stepping;              /* a turn must not wait */
    bool looked;                /* the last turn looked and ran nothing */
    bool unsure;                /* some entry of `fds` is */
    bool virtual_clock;
    int holds;                  /* of the virtual clock */
    uint32_t serial;            /* of the last task */
    uint16_t begun;             /* flags of a task that begins */
    uint64_t turns;             /* so far, with this one */
    uint64_t closed;            /* the turn in which a descriptor was last closed */
    size_t live;                /* tasks that have not ended */
    struct ac_pool frames, tasks;
    ac_time virtual_now;
    ac_time hold_end;           /* on the real clock: nobody can hold the virtual one for longer */
    struct ac_wheel wheel;
    struct ac_fds fds;
    struct ac_name *names; /* of named tasks */
    ac_time slow;          /* tasks that run for longer are named; 0: not asked for */
    struct ac_task *main;  /* what SIGINT and SIGTERM cancel */
    long trial;            /* AC_DEBUG=cancel=N: suspensions of tasks before main is cancelled */
    uint64_t random;       /* AC_CLOCK=virtual,seed=N: state of the generator; 0: not asked for */
    struct ac_job *jobs, **jobs_end; /* done by other threads */
    int jobs_out;                    /* given to other threads and not collected */
    int posts[2];                    /* the pipe of ac_post(), or -1 */
    atomic_int posting;              /* calls of ac_post() under way */
    volatile int signal;   /* the one that came */
    bool stuck;            /* it was seen that nothing can wake any task */
    bool tell_stuck;       /* AC_DEBUG=stuck: also on the real clock */
    const char *place;     /* in the source, of the call under way; NULL: not told, or not a debug build */
    struct ac_used *used;  /* in debug builds: where handles were used up */
    unsigned used_next;
};

/* This thread's loop; NULL before it has one. */
extern _Thread_local struct ac_loop *ac_loop_here __attribute__((tls_model("initial-exec")));
struct ac_loop *ac_loop_make(void);

static inline struct ac_loop *ac_loop_get(void)
{
    struct ac_loop *loop = ac_loop_here;

    return AC_LIKELY(loop) ? loop : ac_loop_make();
}

static inline void ac_ready_push(struct ac_loop *loop, struct ac_wait *wait)
{
    *loop->ready_end = wait;
    loop->ready_end = &wait->next;
}

extern const struct ac_kind ac_kind_ready;

/* The wait is over: its task runs in the next turn. */
static inline void ac_ready(struct ac_loop *loop, struct ac_wait *wait)
{
    wait->leaf.func = &ac_kind_ready.func;
    __builtin_prefetch(wait->leaf.caller);
    ac_ready_push(loop, wait);
}

/* From now on there is something to look for each turn. */
static inline void ac_attend(struct ac_loop *loop)
{
    atomic_store_explicit(&loop->attention, true, memory_order_relaxed);
    loop->looked = false;
}

/* The same for a kind whose cancellation must hand something on. */
static inline void ac_ready_as(struct ac_loop *loop, struct ac_wait *wait, const struct ac_kind *kind)
{
    wait->leaf.func = &kind->func;
    ac_ready_push(loop, wait);
}

/* Whoever looks at a descriptor's waits, or is the last of those that run without care, calls this first: nobody is resumed from the
 * events any more, all are told of them, and the running task has no place that it could keep. See told.c. */
void ac_told_settle(struct ac_loop *loop);

/* Whether the events that are looked for now may be resumed from, as nothing else is under way; then the poller leaves them from
 * fds->next on, and sets `direct`. */
bool ac_told_may_be_direct(const struct ac_loop *loop);
/* A turn of the tasks that wait for them. Those that it did not get to are in loop->found in the end. */
void ac_told_run(struct ac_loop *loop);
/* Tells of COUNT events, of which there is one. Only while loop->fired is empty. */
void ac_told_all(struct ac_loop *loop, const struct epoll_event *events, unsigned count);

static inline void ac_settle(struct ac_loop *loop)
{
    if (AC_UNLIKELY(loop->fds.direct))
        ac_told_settle(loop);
}

/* The running task has to be struck when it suspends. */
static inline void ac_press(struct ac_loop *loop)
{
    ac_settle(loop);
    loop->pressed = loop->current;
    loop->last = &loop->current->wait;
}

/* The running task is about to wait for something of this kind. */
static inline struct ac_wait *ac_wait_begin(struct ac_loop *loop, const struct ac_kind *kind)
{
    struct ac_wait *wait = &loop->current->wait;

    wait->leaf.func = &kind->func;
    return wait;
}

/* Kinds use these where they need nothing of their own. */
void ac_fire_ready(struct ac_wait *wait, int result); /* the value is `result`, the task is ready */

bool ac_withdraw_queued(struct ac_wait *wait); /* it is in on.queue */

/* The running task waits in QUEUE. */
static inline struct ac_frame *ac_wait_in(struct ac_queue *queue, const struct ac_kind *kind)
{
    struct ac_wait *wait = ac_wait_begin(ac_loop_here, kind);

    wait->on.queue = queue;
    ac_queue_add(queue, wait);
    return &wait->leaf;
}

/* ---- descriptors, the usual cases by themselves: most of what a message costs is here ---- */

/* Told of an event. With AC_ARRIVES it reads when its task's turn has come. */
extern const struct ac_kind ac_kind_told;

/* Whether a wait that is over, but whose task has not run since, was for an earlier descriptor of this number. */
static inline bool ac_fd_gone(const struct ac_loop *loop, const struct ac_fd *entry)
{
    return loop->turns - entry->closed <= 1;
}

/* An entry's `watch` when the poller looks for EVENTS and nobody waits. */
static inline uint32_t ac_fd_idle(short events)
{
    const uint32_t armed = (uint16_t)events, alone = (uint16_t)AC_FD_IDLE;

    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? (alone << 16) + armed : (armed << 16) + alone;
}

/* The task of WAIT, which is over, is resumed with the result, or is to read first if READS. */
static inline void ac_fd_tell(struct ac_wait *wait, bool reads)
{
    wait->leaf.func = &ac_kind_told.func;
    if (reads)
        ((struct ac_task *)wait)->flags |= AC_ARRIVES;
}

/* EVENTS have come for ENTRY: the task that has asked for just these and is the only one that waits, now told, whoever called is to
 * put it into loop->found; or NULL. Only while loop->fired is empty. */
static inline struct ac_wait *ac_fd_told(struct ac_fd *entry, short events)
{
    struct ac_wait *wait = entry->waits.first;
    unsigned other = (unsigned short)(entry->alone ^ events);

    if (AC_UNLIKELY(other & ~(unsigned)AC_FD_READS))
        return NULL;
    entry->alone = AC_FD_IDLE;
    entry->unsure = true;
    entry->unwanted = 0;
    ac_fd_tell(wait, other);
    return wait;
}

/* WAIT is the only one for ENTRY, whose registration looks for just its events: ALONE is those, or with AC_FD_READS. */
static inline struct ac_frame *ac_fd_wait_alone(struct ac_loop *loop, struct ac_fd *entry, struct ac_wait *wait, short alone)
{
    wait->stream = entry->state & AC_FD_QUICK ? wait->on.fd : -1;
    wait->reader = wait->on.what >= 0 ? wait->on.fd : -1;
    wait->poller = wait->on.what == AC_TOLD_EVENTS(POLLIN) ? wait->on.fd : -1;
    entry->waits.first = wait;
    entry->alone = alone;
    if (AC_UNLIKELY(((struct ac_task *)wait)->flags & AC_PRESSING))
        ac_fd_list(entry);
    loop->fds.waits++;
    atomic_store_explicit(&loop->attention, true, memory_order_relaxed);
    return &wait->leaf;
}

/* WAIT, which has all it needs, begins; the poller looks for its events. */
struct ac_frame *ac_fd_wait(struct ac_loop *loop, struct ac_fd *entry, struct ac_wait *wait);

/* FD's entry if its state is that; or NULL. */
static inline struct ac_fd *ac_fd_in_state(const struct ac_loop *loop, int fd, uint8_t state)
{
    struct ac_fd *entry = &loop->fds.table[fd];

    return AC_LIKELY((unsigned)fd < (unsigned)loop->fds.size && entry->state == state) ? entry : NULL;
}

/* The int that a completed callee has left. */
static inline int ac_int_of(const struct ac_frame *callee)
{
    return *(const int *)(const void *)((const char *)callee + AC_VALUE_AT(int));
}

ac_time ac_real_now(void); /* whatever clock the loop has */
ac_time ac_loop_now(const struct ac_loop *loop);
/* For how long the virtual clock is held, from something that has just happened on, or from the last such time; 0: it is not. */
void ac_hold_renew(struct ac_loop *loop);
ac_time ac_hold_left(const struct ac_loop *loop);
/* FRAME's resume has returned GOT: goes on with its callers, as long as they complete, until the task suspends, which is true, or ends. */
bool ac_go_on(struct ac_loop *loop, struct ac_task *task, struct ac_frame *frame, struct ac_frame *got);
void ac_task_end(struct ac_loop *loop, struct ac_task *task, struct ac_frame *from);
/* Whether a cancellation is to be delivered to TASK as things are. */
bool ac_task_pressed(const struct ac_task *task);
/* TASK is pressed and suspended: its wait ends. */
void ac_task_deliver(struct ac_task *task);
/* The scopes of a task. */
void ac_scope_begin(struct ac_loop *loop, struct ac_scope_state *scope);
void ac_scope_expire(struct ac_loop *loop, struct ac_scope_state *scope);
/* Makes WATCH one of those told of TASK's end. */
void ac_task_watch(struct ac_task *task, struct ac_wait *watch);
void ac_task_consume(struct ac_task *task, const char *what);
void ac_task_check(const struct ac_task *task, const char *what);
void ac_names_forget(struct ac_loop *loop, const struct ac_task *task);
void ac_names_clear(struct ac_loop *loop);
const char *ac_task_name(const struct ac_loop *loop, const struct ac_task *task);

/* Whether it is a task; else a callback that is queued like one. */
static inline bool ac_task_is(const struct ac_task *task)
{
    return task->flags & AC_LIVE;
}

/* What TASK waits for, to the end of the line; and one function of a task: where it is, and what it waits for there. */
void ac_dump_wait(const struct ac_loop *loop, const struct ac_task *task, FILE *out);
void ac_dump_frame(const struct ac_frame *frame, FILE *out);
/* The line in the source where a suspended function is. It has states. */
int ac_frame_line(const struct ac_frame *frame);

ac_time ac_slow_limit(const char *debug);
void ac_slow_resume(struct ac_loop *loop, struct ac_task *task, void (*resume)(struct ac_loop *, struct ac_task *));

uint64_t ac_shuffle_seed(const char *clock);
/* Puts the tasks that are ready, of which there are some, in another order. */
void ac_shuffle(struct ac_loop *loop);
void ac_leaks(struct ac_loop *loop);
/* AC_DEBUG=leaks, when all tasks have ended: names what is left all the same. */
void ac_leaks_at_exit(struct ac_loop *loop);
/* Nothing is ready, and nothing can wake a task but a signal: says so; on the virtual clock cancels main, the second time
 * ends the program. */
void ac_stuck(struct ac_loop *loop);

/* ---- misuse; see misuse.c ---- */

/* Says what was done wrong, and where if that is known; ac_misuse_note() adds another place, which may be NULL. Then abort(). */
void ac_misuse(const char *format, ...) __attribute__((format(printf, 1, 2)));
void ac_misuse_note(const char *place, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The note about TASK, which waits. */
void ac_misuse_waits(const struct ac_task *task);
/* The note about where MUTEX was locked. */
void ac_misuse_locked(const ac_mutex *mutex);
/* The task of that number, if it has not gone; NULL. */
const struct ac_task *ac_task_numbered(struct ac_loop *loop, uint32_t serial);
/* Remembers that the handle of TASK was used up by the call under way; finds that place, or NULL. */
void ac_used_note(struct ac_loop *loop, const struct ac_task *task);
const char *ac_used_find(const struct ac_loop *loop, const struct ac_task *task);

/* Has the loop look, at once if it sleeps. From any thread or signal handler. */
void ac_loop_wake(struct ac_loop *loop);
/* Writes to what only the loop reads, all or nothing. 0, or -EAGAIN if there is no room; anything else ends the program, as the loop
 * might sleep for ever. */
int ac_loop_tell(int fd, const void *data, size_t size);
void ac_jobs_collect(struct ac_loop *loop);
void ac_jobs_end(struct ac_loop *loop);
void ac_posts_run(struct ac_loop *loop);
void ac_posts_end(struct ac_loop *loop);

void ac_signals_begin(struct ac_loop *loop, struct ac_task *main_task);
void ac_signals_end(struct ac_loop *loop);
void ac_signals_look(struct ac_loop *loop);

#endif
