/* cancel.c - asking the server to cancel a query. libpq makes a connection for that and waits for its end, so it is done by
 * a thread of its own, with all it needs: the task that asks may leave it, and so may the process. */
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct request {
    PGcancel *cancel;
    int said; /* closed when it was */
};

static void forget(struct request *request)
{
    PQfreeCancel(request->cancel);
    close(request->said);
    free(request);
}

static void *ask(void *arg)
{
    struct request *request = arg;
    char text[256];

    PQcancel(request->cancel, text, sizeof text);
    forget(request);
    return NULL;
}

int ac_pq_ask_cancel(PGconn *conn)
{
    struct request *request = malloc(sizeof *request);
    int ends[2], error;

    if (!request)
        return -ENOMEM;
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK)) {
        error = -errno;
        free(request);
        return error;
    }
    request->said = ends[1];
    request->cancel = PQgetCancel(conn);
    error = request->cancel ? ac_thread_start(ask, request) : -ENOTCONN;
    if (!error)
        return ends[0];
    forget(request);
    close(ends[0]);
    return error;
}
