/* internal.h - a connection, for the files of this folder. */
#ifndef AC_PQ_INTERNAL_H
#define AC_PQ_INTERNAL_H

#include "pq.h"

#include <stdbool.h>

struct ac_pq {
    PGconn *conn;
    int fd;       /* a duplicate of its socket to wait for: libpq closes its own without telling the loop */
    bool busy;    /* somebody's query is under way */
    bool streams; /* rows are to be taken */
    bool taking;  /* a task waits for one */
    bool cut;     /* the last stream was ended by a cancellation */
    bool broken;
    char state[6];
    char *text; /* of the last error; NULL: none, or no memory */
};

/* Keeps an error's text, without the new line at its end; returns the error. */
int ac_pq_fail(ac_pq *pq, int error, const char *state, const char *text);
/* An error that libpq tells of the connection: it is lost, or that is a call of ours that makes no sense. */
int ac_pq_fail_conn(ac_pq *pq, int error);
/* What a result means: 0, or a negative errno, kept. */
int ac_pq_check(ac_pq *pq, const PGresult *result);

/* What to hand to PQconnectStartParams(), ends with NULL. */
struct ac_pq_params {
    const char *keywords[80], *values[80];
    PQconninfoOption *options; /* where the strings are */
    char *host, *hostaddr, *port;
};

/* Has the server cancel what CONN does, on a thread of its own. A descriptor that reads the end when that was said, for
 * ac_close(); or a negative errno. */
int ac_pq_ask_cancel(PGconn *conn);

#ifdef __ASYNC_C__
/* CONNINFO with the addresses of its hosts. 0, or a negative errno and the text in PQ; the parameters are to be freed anyway. */
_Async int ac_pq_resolve(ac_pq *pq, const char *conninfo, struct ac_pq_params *params);
#endif
void ac_pq_params_free(struct ac_pq_params *params);

#endif
