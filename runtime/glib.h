/* glib.h - this thread's tasks inside a GLib main loop: <ac/glib.h>, to be used with GLib's own headers and library.
 *
 *     GSource *tasks = ac_glib_source();
 *
 *     g_source_attach(tasks, NULL);
 *     ac_detach(ac_spawn(serve()));
 *     g_main_loop_run(loop);
 *
 * GLib's callbacks and tasks then take turns in one thread. Callbacks may make tasks, cancel them and wake them
 * (ac_promise_resolve(), ac_event_set(), ac_chan_send_try() and their like). */
#ifndef AC_GLIB_H
#define AC_GLIB_H

#include <ac.h>
#include <glib.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Private. */
struct ac_glib {
    GSource source;
    ac_loop *loop;
    gpointer fd;
};

/* GLib counts milliseconds. */
static __inline__ gboolean ac_glib_prepare(GSource *source, gint *milliseconds)
{
    ac_time timeout = ac_loop_timeout(((struct ac_glib *)source)->loop);

    *milliseconds = -1;
    if (timeout >= 0 && timeout < G_MAXINT * AC_MILLISECOND)
        *milliseconds = (gint)((timeout + AC_MILLISECOND - 1) / AC_MILLISECOND);
    else if (timeout >= 0)
        *milliseconds = G_MAXINT;
    return timeout == 0;
}

static __inline__ gboolean ac_glib_check(GSource *source)
{
    struct ac_glib *in = (struct ac_glib *)source;

    return g_source_query_unix_fd(source, in->fd) != 0 || ac_loop_timeout(in->loop) == 0;
}

static __inline__ gboolean ac_glib_dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
    (void)callback;
    (void)data;
    ac_loop_step(((struct ac_glib *)source)->loop);
    return G_SOURCE_CONTINUE;
}

/* A source that makes a turn of this thread's loop whenever there is something to do for it, to be attached to a context that
 * this thread runs. NULL: there is no descriptor for it, as with AC_POLLER=poll. g_source_destroy() takes the tasks out again;
 * those that have not ended stay where they are. It does not keep a main loop going, nor end it. */
static __inline__ GSource *ac_glib_source(void)
{
    static GSourceFuncs functions = { ac_glib_prepare, ac_glib_check, ac_glib_dispatch, NULL, NULL, NULL };
    ac_loop *loop = ac_loop_self();
    int fd = loop ? ac_loop_fd(loop) : -1;
    struct ac_glib *in;

    if (fd < 0)
        return NULL;
    in = (struct ac_glib *)g_source_new(&functions, sizeof *in);
    in->loop = loop;
    in->fd = g_source_add_unix_fd(&in->source, fd, G_IO_IN);
    g_source_set_name(&in->source, "Async C");
    return &in->source;
}

#ifdef __cplusplus
}
#endif

#endif
