/* uv.h - this thread's tasks inside a libuv loop: <ac/uv.h>, to be used with libuv's own headers and library.
 *
 *     static struct ac_uv tasks;
 *
 *     ac_uv_begin(&tasks, uv_default_loop());
 *     ac_detach(ac_spawn(serve()));
 *     uv_run(uv_default_loop(), UV_RUN_DEFAULT);
 *
 * Callbacks of libuv and tasks then take turns in one thread: each turn of libuv's loop makes one of ours. Callbacks may make
 * tasks, cancel them and wake them (ac_promise_resolve(), ac_event_set(), ac_chan_send_try() and their like). */
#ifndef AC_UV_H
#define AC_UV_H

#include <ac.h>
#include <uv.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Private; it must stay where it is until libuv has closed its handles. */
struct ac_uv {
    ac_loop *loop;
    uv_poll_t poll;
    uv_timer_t timer;
    uv_prepare_t prepare;
    uv_check_t check;
};

static __inline__ void ac_uv_nothing(uv_timer_t *timer)
{
    (void)timer; /* has ended libuv's wait */
}

/* uv_run() returns when there is neither a task nor anything of libuv's left. To be called after tasks were made, while there
 * were none, by what is not a callback of this libuv loop. */
static __inline__ void ac_uv_attend(struct ac_uv *in)
{
    struct ac_stats stats;

    ac_stats(&stats);
    if (stats.tasks)
        uv_ref((uv_handle_t *)&in->prepare);
    else
        uv_unref((uv_handle_t *)&in->prepare);
}

/* How long libuv may wait. Its timers count milliseconds. */
static __inline__ void ac_uv_set_timer(struct ac_uv *in)
{
    ac_time timeout = ac_loop_timeout(in->loop);

    if (timeout < 0) {
        uv_timer_stop(&in->timer);
        return;
    }
    uv_update_time(in->timer.loop);
    uv_timer_start(&in->timer, ac_uv_nothing, (uint64_t)((timeout + AC_MILLISECOND - 1) / AC_MILLISECOND), 0);
}

static __inline__ void ac_uv_on_prepare(uv_prepare_t *prepare)
{
    struct ac_uv *in = (struct ac_uv *)prepare->data;

    if (ac_loop_timeout(in->loop) == 0)
        ac_loop_step(in->loop);
    ac_uv_attend(in);
    ac_uv_set_timer(in);
}

static __inline__ void ac_uv_on_check(uv_check_t *check)
{
    ac_uv_attend((struct ac_uv *)check->data);
}

static __inline__ void ac_uv_on_poll(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    ac_loop_step(((struct ac_uv *)poll->data)->loop);
}

/* Puts this thread's tasks into LOOP, which is run by this thread. 0, or a negative errno: -ENOTSUP with AC_POLLER=poll. */
static __inline__ int ac_uv_begin(struct ac_uv *in, uv_loop_t *loop)
{
    int fd, error;

    in->loop = ac_loop_self();
    if (!in->loop)
        return UV_EMFILE;
    fd = ac_loop_fd(in->loop);
    if (fd < 0)
        return fd;
    error = uv_poll_init(loop, &in->poll, fd);
    if (error)
        return error;
    uv_timer_init(loop, &in->timer);
    uv_prepare_init(loop, &in->prepare);
    uv_check_init(loop, &in->check);
    in->poll.data = in->timer.data = in->prepare.data = in->check.data = in;
    uv_poll_start(&in->poll, UV_READABLE, ac_uv_on_poll);
    uv_prepare_start(&in->prepare, ac_uv_on_prepare);
    uv_check_start(&in->check, ac_uv_on_check);
    uv_unref((uv_handle_t *)&in->poll); /* the prepare handle alone keeps libuv's loop going, while there are tasks */
    uv_unref((uv_handle_t *)&in->timer);
    uv_unref((uv_handle_t *)&in->check);
    return 0;
}

/* Takes them out again; tasks that have not ended stay where they are. libuv closes the handles in its next turn. */
static __inline__ void ac_uv_end(struct ac_uv *in)
{
    uv_close((uv_handle_t *)&in->poll, NULL);
    uv_close((uv_handle_t *)&in->timer, NULL);
    uv_close((uv_handle_t *)&in->prepare, NULL);
    uv_close((uv_handle_t *)&in->check, NULL);
}

#ifdef __cplusplus
}
#endif

#endif
