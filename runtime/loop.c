/* loop.c - the loop: turns, resuming, running to an end.
 *
 * A turn is asyncio's: look for descriptors and timers (without waiting if a task is ready), run the tasks that were
 * ready when the turn began, then make those ready that the look has found, descriptors before timers. */
#include "core.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Thread_local struct ac_loop *ac_loop_here;

/* A loop that ac_run() has made goes with its thread. */
static pthread_key_t of_thread;
static pthread_once_t of_thread_once = PTHREAD_ONCE_INIT;

static void loop_destroy(struct ac_loop *loop)
{
    pthread_setspecific(of_thread, NULL);
    ac_jobs_end(loop);
    ac_posts_end(loop);
    ac_fds_close(loop);
    ac_names_clear(loop);
    free(loop->used);
    ac_pool_clear(&loop->frames);
    ac_pool_clear(&loop->tasks);
    ac_loop_here = NULL;
    free(loop);
}

static void end_of_thread(void *loop)
{
    loop_destroy(loop);
}

static void make_key(void)
{
    if (pthread_key_create(&of_thread, end_of_thread))
        ac_fatal("too many thread-specific keys");
}

/* "cancel=N" somewhere in the variable. */
static long trial_of(const char *debug)
{
    const char *at = debug ? strstr(debug, "cancel=") : NULL;

    return at ? atol(at + 7) : 0;
}

AC_COLD struct ac_loop *ac_loop_make(void)
{
    struct ac_loop *loop = calloc(1, sizeof *loop);
    const char *clock = getenv("AC_CLOCK"), *debug = getenv("AC_DEBUG");

    if (!loop)
        ac_fatal("out of memory: no room for a loop");
    loop->ready_end = &loop->ready;
    loop->found_end = &loop->found;
    ac_pool_init(&loop->frames);
    ac_pool_init(&loop->tasks);
    loop->fds.epoll = loop->fds.wake_fd = loop->posts[0] = loop->posts[1] = -1;
    loop->jobs_end = &loop->jobs;
    loop->virtual_clock = clock && !strncmp(clock, "virtual", 7);
    loop->random = ac_shuffle_seed(clock);
    loop->wheel.now = ac_loop_now(loop);
    loop->slow = ac_slow_limit(debug);
    loop->trial = trial_of(debug);
    loop->begun = loop->trial ? AC_LIVE | AC_HANDLE | AC_TRIED : AC_LIVE | AC_HANDLE;
    loop->tell_stuck = debug && strstr(debug, "stuck");
    loop->attention = loop->slow || loop->random;
    pthread_once(&of_thread_once, make_key);
    pthread_setspecific(of_thread, loop);
    ac_loop_here = loop;
    return loop;
}

void ac_fire_ready(struct ac_wait *wait, int result)
{
    wait->value.i = result;
    ac_ready(ac_loop_here, wait);
}

/* ---- resuming ---- */

bool ac_withdraw_queued(struct ac_wait *wait)
{
    ac_queue_remove(wait->on.queue, wait);
    return true;
}

/* Whether the wait that is over is to be taken for a cancellation. */
static AC_COLD bool struck(struct ac_task *task)
{
    const struct ac_kind *kind = ac_kind_of(&task->wait);

    if (!(task->flags & AC_STRUCK) && (kind->held || !ac_task_pressed(task)))
        return false;
    task->flags &= (uint16_t)~AC_STRUCK;
    if (kind->undo)
        kind->undo(&task->wait);
    return true;
}

/* After a suspension: a task that was struck is resumed at once (true); one that is pressed has its wait ended. */
static AC_COLD bool strike_now(struct ac_task *task)
{
    struct ac_loop *loop = ac_loop_here;

    if (task->flags & AC_TRIED && --loop->trial == 0 && loop->main)
        ac_cancel(loop->main);
    if (task->flags & AC_STRUCK_NOW) {
        task->flags &= (uint16_t)~AC_STRUCK_NOW;
        return true;
    }
    if (ac_task_pressed(task))
        ac_task_deliver(task);
    return false;
}

__attribute__((noinline)) bool ac_go_on(struct ac_loop *loop, struct ac_task *task, struct ac_frame *frame,
                                        struct ac_frame *got)
{
    struct ac_frame *callee;

    for (;;) {
        callee = got ? NULL : frame;
        if (got && got != &ac_cancelled_frame) {
            if (!(task->flags & (AC_PRESSING | AC_STRUCK_NOW)) || !strike_now(task)) {
                loop->pressed = NULL;
                return true;
            }
            frame = task->wait.leaf.caller;
        } else {
            struct ac_frame *left = frame;

            frame = frame->caller;
            if (got)
                ac_frame_free(left);
        }
        if (!frame) {
            loop->pressed = NULL;
            ac_task_end(loop, task, callee);
            return false;
        }
        got = frame->func->resume(frame, callee);
    }
}

/* The task that has just suspended was pressed while it ran. */
static AC_COLD void strike(struct ac_loop *loop)
{
    struct ac_frame *frame = loop->pressed->wait.leaf.caller;

    ac_go_on(loop, loop->pressed, frame, frame);
}

/* A task is resumed with a cancellation, perhaps. */
static AC_COLD void resume_pressed(struct ac_loop *loop, struct ac_task *task)
{
    struct ac_frame *callee = struck(task) ? NULL : &task->wait.leaf, *frame = task->wait.leaf.caller;

    if (task->flags & AC_ARRIVES) {
        task->flags &= (uint16_t)~AC_ARRIVES;
        if (callee && !ac_kind_of(&task->wait)->arrive(loop, &task->wait))
            return;
    }
    ac_go_on(loop, task, frame, frame->func->resume(frame, callee));
}

/* There is more to do than to resume the task. Whether it is to be resumed then; or that was done, or it waits again. */
static __attribute__((noinline)) bool prepare(struct ac_loop *loop, struct ac_task *task)
{
    if (AC_UNLIKELY(task->flags & (AC_PRESSING | AC_STRUCK))) {
        resume_pressed(loop, task);
        return false;
    }
    task->flags &= (uint16_t)~AC_ARRIVES;
    return ac_kind_of(&task->wait)->arrive(loop, &task->wait);
}

/* Runs the current task until it suspends or ends, its innermost function first. Mostly it suspends again in that. Then there may be
 * loop->pressed to be struck. */
static inline void resume_current(struct ac_loop *loop, struct ac_task *task)
{
    struct ac_frame *frame = task->wait.leaf.caller, *got;

    if (task->flags & (AC_PRESSING | AC_STRUCK | AC_ARRIVES) && !prepare(loop, task))
        return;
    got = frame->func->resume(frame, &task->wait.leaf);
    if (AC_UNLIKELY(got != frame))
        ac_go_on(loop, task, frame, got);
}

/* ---- the turn ---- */

/* How long the loop may sleep; negative: until something happens. */
static ac_time patience(struct ac_loop *loop)
{
    ac_time wait;

    if (loop->ready || loop->woken || loop->fired.first || loop->stepping)
        return 0;
    if (!loop->wheel.levels)
        return -1;
    wait = ac_timers_next(&loop->wheel, false) - ac_loop_now(loop);
    return wait > 0 ? wait : 0;
}

/* With nothing ready and no timer: whether only a signal could change that. */
static AC_COLD bool nothing_can_come(const struct ac_loop *loop)
{
    return loop->live && !loop->fds.waits && !loop->jobs_out && loop->posts[0] < 0;
}

/* Time stands still while other threads work, and for a while for those who hold it. */
static void look_virtual(struct ac_loop *loop)
{
    ac_time wait = patience(loop);
    bool idle;

    if (wait < 0 && nothing_can_come(loop)) {
        ac_stuck(loop);
        return;
    }
    if (wait > 0)
        wait = loop->jobs_out ? -1 : ac_hold_left(loop);
    if (loop->fds.waits || wait)
        ac_fds_wait(loop, wait);
    idle = !loop->ready && !loop->found && !loop->fired.first && !loop->woken;
    if (!idle)
        ac_hold_renew(loop);
    else if (loop->wheel.levels && !loop->jobs_out && !ac_hold_left(loop))
        loop->virtual_now = ac_timers_next(&loop->wheel, true);
    ac_timers_collect(loop, loop->virtual_now);
}

static void look_real(struct ac_loop *loop)
{
    ac_time wait = patience(loop);

    if (AC_UNLIKELY(wait < 0 && loop->tell_stuck && nothing_can_come(loop)))
        ac_stuck(loop);
    if (wait || loop->fds.waits)
        ac_fds_wait(loop, wait);
    if (loop->wheel.levels)
        ac_timers_collect(loop, ac_loop_now(loop));
}

/* Finds what has come: descriptors, into loop->found, then timers, into loop->fired. Both go there if something is first. */
static void look(struct ac_loop *loop)
{
    struct ac_wait *soon;

    loop->current = NULL;
    if (!loop->fds.poller)
        ac_fds_open(loop);
    while ((soon = ac_queue_take(&loop->soon))) {
        soon->on.at = loop->wheel.now;
        ac_queue_add(&loop->fired, soon);
    }
    if (loop->virtual_clock)
        look_virtual(loop);
    else
        look_real(loop);
    /* Who wakes sets woken, then attention: either it is seen here, or attention is set again. */
    loop->attention = loop->wheel.levels || loop->fds.waits || loop->fired.first || loop->slow || loop->random ||
                      loop->stop;
    if (atomic_exchange(&loop->woken, false)) {
        ac_signals_look(loop);
        ac_posts_run(loop);
        ac_jobs_collect(loop);
    }
}

static inline void resume_next(struct ac_loop *loop, struct ac_task *task)
{
    loop->current = task;
    resume_current(loop, task);
}

static void resume(struct ac_loop *loop, struct ac_task *task)
{
    resume_next(loop, task);
    if (loop->pressed)
        strike(loop);
}

/* In turns of tasks alone. One that is the only one finds itself here again; then there is no store for its next wait to depend on. */
static inline void resume_again(struct ac_loop *loop, struct ac_task *task)
{
    if (loop->current != task)
        loop->current = task;
    resume_current(loop, task);
}

static void resume_measured(struct ac_loop *loop, struct ac_task *task)
{
    ac_slow_resume(loop, task, resume);
}

/* The same for a task that may have been told of an event of a descriptor which has been closed since. */
static void resume_carefully(struct ac_loop *loop, struct ac_task *task)
{
    if (task->wait.leaf.func == &ac_kind_told.func && !(task->flags & AC_ARRIVES) &&
        ac_fd_gone(loop, &loop->fds.table[task->wait.on.fd]))
        task->wait.value.i = -EBADF;
    if (loop->slow)
        resume_measured(loop, task);
    else
        resume(loop, task);
}

/* The tasks from NEXT to LAST: somebody has closed a descriptor, perhaps. */
static __attribute__((noinline)) void run_rest(struct ac_loop *loop, struct ac_wait *next, const struct ac_wait *last)
{
    struct ac_wait *wait;

    do {
        wait = next;
        next = wait->next;
        resume_carefully(loop, (struct ac_task *)wait);
    } while (wait != last);
}

/* The tasks from NEXT to LAST. Who closes a descriptor, or presses the running task, makes that the last: so there is nothing to look
 * at after each. */
static inline __attribute__((always_inline)) void run_list(struct ac_loop *loop, struct ac_wait *next, const struct ac_wait *last,
                                                           void (*step)(struct ac_loop *, struct ac_task *))
{
    struct ac_wait *wait;

    loop->last = last;
    do {
        wait = next;
        next = wait->next;
        step(loop, (struct ac_task *)wait);
    } while (wait != loop->last);
    if (AC_UNLIKELY(loop->pressed))
        strike(loop);
    if (AC_UNLIKELY(wait != last))
        run_rest(loop, next, last);
}

/* The tasks that are ready now; what they make ready waits for the next turn. */
static inline __attribute__((always_inline)) void run_batch(struct ac_loop *loop,
                                                            void (*step)(struct ac_loop *, struct ac_task *))
{
    const struct ac_wait *last = AC_CONTAINER(loop->ready_end, struct ac_wait, next);
    struct ac_wait *first = loop->ready;

    loop->ready = NULL;
    loop->ready_end = &loop->ready;
    run_list(loop, first, last, step);
}

/* Those found run in the next turn. */
static inline void end_of_turn(struct ac_loop *loop)
{
    struct ac_wait *wait;

    loop->current = NULL;
    if (loop->found) {
        *loop->ready_end = loop->found;
        loop->ready_end = loop->found_end;
        loop->found = NULL;
        loop->found_end = &loop->found;
    }
    while ((wait = ac_queue_take(&loop->fired)))
        ac_kind_of(wait)->fire(wait, 0);
}

/* The turn after one that has found events and nothing else. */
static void turn_of_events(struct ac_loop *loop)
{
    struct ac_wait *first;
    const struct ac_wait *last;

    loop->turns++;
    loop->looked = false;
    ac_told_run(loop);
    if (AC_UNLIKELY(loop->pressed))
        strike(loop);
    if (!loop->found)
        return;
    first = loop->found;
    last = AC_CONTAINER(loop->found_end, struct ac_wait, next);
    loop->found = NULL;
    loop->found_end = &loop->found;
    if (AC_UNLIKELY(loop->turns == loop->closed))
        run_rest(loop, first, last);
    else
        run_list(loop, first, last, resume_next);
}

/* A turn with nothing ready or something to look for. A turn that only looked needs no second look before the tasks it
 * found ready run: nothing can have changed but outside. */
static __attribute__((noinline)) void full_turn(struct ac_loop *loop)
{
    if (!loop->ready || !loop->looked || loop->woken)
        look(loop);
    if (loop->fds.direct && !loop->ready && !loop->fired.first) {
        turn_of_events(loop);
        end_of_turn(loop);
        return;
    }
    ac_settle(loop);
    loop->looked = !loop->ready;
    if (loop->looked)
        loop->attention = true; /* so that this is not believed for longer */
    if (loop->ready && AC_UNLIKELY(loop->random))
        ac_shuffle(loop);
    if (loop->ready && AC_UNLIKELY(loop->slow || loop->turns - loop->closed <= 1))
        run_batch(loop, resume_carefully);
    else if (loop->ready)
        run_batch(loop, resume_next);
    end_of_turn(loop);
}

/* Turns until loop->stop, at least one. Who sets that sets loop->attention too: it alone is looked at each turn. */
static __attribute__((hot, noinline)) void run_turns(struct ac_loop *loop)
{
    bool attention = atomic_load_explicit(&loop->attention, memory_order_relaxed);

    do {
        loop->turns++;
        if (AC_UNLIKELY(attention || !loop->ready))
            full_turn(loop);
        else
            run_batch(loop, resume_again);
        attention = atomic_load_explicit(&loop->attention, memory_order_relaxed);
    } while (!attention || !loop->stop);
}

void ac_stats(struct ac_stats *stats)
{
    const struct ac_loop *loop = ac_loop_get();

    *stats = (struct ac_stats){ .turns = loop->turns, .tasks = loop->live, .spawned = loop->serial };
}

/* ---- running to an end ---- */

static void fire_stop(struct ac_wait *wait, int result)
{
    wait->value.i = result;
    ac_loop_here->stop = true;
    ac_loop_here->attention = true;
}

static const struct ac_task *no_owner(const struct ac_wait *watch)
{
    (void)watch;
    return NULL;
}

static const struct ac_kind kind_stop = { AC_KIND("ac_run"), .fire = fire_stop, .owner = no_owner };

/* Turns until TASK has ended, and one more, as asyncio: what was made ready before the end still gets its step. */
static int run_until(struct ac_loop *loop, struct ac_task *task)
{
    struct ac_wait stop = { .leaf.func = &kind_stop.func };

    if (loop->running)
        ac_fatal("ac_run: called while this thread's loop runs; use await");
    ac_task_check(task, "ac_run");
    if (!(task->flags & AC_LIVE))
        return 0;
    ac_task_watch(task, &stop);
    loop->running = true;
    loop->stop = false;
    run_turns(loop);
    if (loop->ready)
        run_turns(loop);
    loop->current = NULL;
    loop->running = false;
    return stop.value.i;
}

void ac_run_task(struct ac_task *task)
{
    run_until(ac_loop_get(), task);
}

/* ---- inside another loop ---- */

int ac_loop_fd(ac_loop *loop)
{
    if (!loop->fds.poller)
        ac_fds_open(loop);
    return loop->fds.poller->fd(loop);
}

ac_time ac_loop_timeout(ac_loop *loop)
{
    ac_time wait = loop->soon.first ? 0 : patience(loop), sure = loop->fds.poller ? ac_fds_sure_in(loop) : -1;

    return sure >= 0 && (wait < 0 || sure < wait) ? sure : wait;
}

int ac_loop_step(ac_loop *loop)
{
    if (loop->running)
        ac_fatal("ac_loop_step: called while this loop runs");
    loop->running = loop->stepping = loop->stop = true;
    ac_attend(loop);
    run_turns(loop);
    loop->fds.poller->fd(loop);
    loop->running = loop->stepping = false;
    loop->current = NULL;
    return loop->live > 0;
}

/* ---- the end of an async main ---- */

struct task_list {
    struct ac_task **tasks;
    size_t count;
};

static void list_task(void *object, void *data)
{
    struct ac_task *task = object;
    struct task_list *list = data;

    if (task->made.spawn && (task->flags & AC_LIVE) && !(task->flags & AC_ASKED))
        list->tasks[list->count++] = task;
}

static int by_serial(const void *a, const void *b)
{
    const struct ac_task *left = *(struct ac_task *const *)a, *right = *(struct ac_task *const *)b;

    return (left->serial > right->serial) - (left->serial < right->serial);
}

/* Asks every task that has not been asked, in the order of their creation. */
static void cancel_all(struct ac_loop *loop)
{
    struct task_list list = { malloc((loop->live + 1) * sizeof(struct ac_task *)), 0 };

    if (!list.tasks)
        ac_fatal("out of memory: no room for a list of %zu tasks", loop->live);
    ac_pool_each(&loop->tasks, list_task, &list);
    qsort(list.tasks, list.count, sizeof *list.tasks, by_serial);
    for (size_t i = 0; i < list.count; i++)
        ac_cancel(list.tasks[i]);
    free(list.tasks);
}

/* Tasks that are made meanwhile are cancelled as well. */
static void cancel_and_join_all(struct ac_loop *loop)
{
    uint32_t seen;

    loop->running = true;
    while (loop->live) {
        seen = loop->serial;
        cancel_all(loop);
        while (loop->live && loop->serial == seen)
            run_turns(loop);
    }
    loop->current = NULL;
    loop->running = false;
}

/* Main was cancelled because nothing could wake it. */
static bool gave_up(const struct ac_loop *loop)
{
    return loop->stuck && loop->virtual_clock;
}

int ac_run_main(struct ac_task *task)
{
    struct ac_loop *loop = ac_loop_get();
    int status;

    ac_signals_begin(loop, task);
    if (run_until(loop, task)) {
        status = EXIT_FAILURE;
        if (!loop->signal && !gave_up(loop))
            fputs("libac: main was cancelled\n", stderr);
    } else {
        status = task->made.spawn->value_size ? *(int *)ac_task_value(task) : 0;
    }
    loop->main = NULL;
    ac_task_release(task);
    ac_leaks(loop);
    cancel_and_join_all(loop);
    if (gave_up(loop))
        status = EXIT_FAILURE;
    ac_leaks_at_exit(loop);
    ac_signals_end(loop);
    loop_destroy(loop);
    return status;
}
