/* pq.h - PostgreSQL: <ac/pq.h>, libac-pq, on libpq's non-blocking interface.
 *
 * What waits is here; values are looked at by libpq's own functions (PQgetvalue(), PQntuples(), PQcmdTuples(), ...). A
 * connection does one thing at a time: a call made while another task's is under way, or while rows are streamed, returns
 * -EBUSY. Tasks that work side by side take connections from a pool.
 *
 * Cancelling a task that waits for a query cancels the query on the server, waits until it has ended there, and leaves the
 * connection ready for the next one; if that takes more than 5 seconds, the connection is broken. In a transaction it leaves
 * a failed transaction, as any error does.
 *
 * Errors are negative errnos; ac_pq_state() has the SQLSTATE and ac_pq_error() the text. Usual ones: -EINVAL (wrong SQL or
 * values, a constraint), -EEXIST (a key that there is already), -EACCES, -EROFS, -EAGAIN (a serialization failure: do the
 * transaction again; too many connections), -EDEADLK, -EBUSY (a lock was not to be had), -ENOSPC, -ENOMEM, -ECANCELED (the
 * query was cancelled, by statement_timeout say), -ECONNRESET (the connection was lost), -ENOTCONN (it is broken). */
#ifndef AC_PQ_H
#define AC_PQ_H

#include <ac.h>
#include <libpq-fe.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection, and a number of them for tasks to take and give back. */
typedef struct ac_pq ac_pq;
typedef struct ac_pq_pool ac_pq_pool;

/* Two arguments, a number of values and an array: ac_pq_query(pq, sql, AC_PQ_VALUES("1", name), &result). */
#define AC_PQ_VALUES(...) \
    (int)(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(const char *)), (const char *[]){ __VA_ARGS__ }

#if defined __ASYNC_C__ || defined AC_SERIAL_H

/* Connects, as PQconnectdb() does: CONNINFO is "host=... dbname=..." or a URI, the environment (PGHOST, ...) says what it does
 * not. Names of hosts are looked up without holding up the loop, unless they come from a service file; `connect_timeout` does
 * nothing, ac_timeout does. 0, or a negative errno: -EINVAL for a CONNINFO that makes no sense, -EACCES (password), what
 * ac_getaddrinfo() says, or -ECONNREFUSED for all else. *PQ is there in any case, to tell more of the error and for
 * ac_pq_close(); NULL only with -ENOMEM and when cancelled. */
_Async int ac_pq_open(const char *conninfo, ac_pq **pq);

/* Does a statement with N values in text form (NULL is NULL) for its parameters $1, $2, ... 0, and the result in *RESULT for
 * PQclear(); or a negative errno, and NULL. RESULT may be NULL. Without values SQL may be several statements; the result is the
 * last one's. COPY from and to the client is not possible: -ENOTSUP, and the connection is broken. */
_Async int ac_pq_query(ac_pq *pq, const char *sql, int n, const char *const *values, PGresult **result);
/* Prepares a statement under a NAME on this connection; and does it. */
_Async int ac_pq_prepare(ac_pq *pq, const char *name, const char *sql);
_Async int ac_pq_execute(ac_pq *pq, const char *name, int n, const char *const *values, PGresult **result);

/* Begins a statement whose rows are handed out one by one as they come, by ac_pq_row(). The server is held up while nobody
 * takes them; nothing piles up. The connection is busy until the rows have ended or ac_pq_stream_end() was called. */
_Async int ac_pq_stream(ac_pq *pq, const char *sql, int n, const char *const *values);
_Async int ac_pq_stream_prepared(ac_pq *pq, const char *name, int n, const char *const *values);
/* The next row, a result with one, for PQclear(). 1; 0 after the last one; or a negative errno, which ends the stream. So does
 * cancelling; then -ECANCELED is what is left of it. */
_Async int ac_pq_row(ac_pq *pq, PGresult **row);
/* Ends a stream early: as if the task that reads it were cancelled. 0, also when it had ended; -ENOTCONN if the connection is
 * broken. Made for `defer await`. */
_Async int ac_pq_stream_end(ac_pq *pq);

/* BEGIN; COMMIT, which returns -ECANCELED if the transaction had failed and was rolled back; ROLLBACK if there is a transaction,
 * made for `defer await`: after a commit it does nothing. */
_Async int ac_pq_begin(ac_pq *pq);
_Async int ac_pq_commit(ac_pq *pq);
_Async int ac_pq_rollback(ac_pq *pq);

/* Waits for a notification of a channel that this connection LISTENs to. 0 and *NOTIFICATION for PQfreemem(), or a negative errno
 * and NULL. Cancelling loses none. */
_Async int ac_pq_notification(ac_pq *pq, PGnotify **notification);

/* A connection of POOL, waiting for its turn if all are taken: 0 and *PQ for ac_pq_give(), or what ac_pq_open() says and NULL. One
 * that the server has closed meanwhile is replaced. */
_Async int ac_pq_take(ac_pq_pool *pool, ac_pq **pq);

#else

struct ac_frame *ac_pq_open(const char *conninfo, ac_pq **pq, int *result);
struct ac_frame *ac_pq_query(ac_pq *pq, const char *sql, int n, const char *const *values, PGresult **rows, int *result);
struct ac_frame *ac_pq_prepare(ac_pq *pq, const char *name, const char *sql, int *result);
struct ac_frame *ac_pq_execute(ac_pq *pq, const char *name, int n, const char *const *values, PGresult **rows,
                               int *result);
struct ac_frame *ac_pq_stream(ac_pq *pq, const char *sql, int n, const char *const *values, int *result);
struct ac_frame *ac_pq_stream_prepared(ac_pq *pq, const char *name, int n, const char *const *values, int *result);
struct ac_frame *ac_pq_row(ac_pq *pq, PGresult **row, int *result);
struct ac_frame *ac_pq_stream_end(ac_pq *pq, int *result);
struct ac_frame *ac_pq_begin(ac_pq *pq, int *result);
struct ac_frame *ac_pq_commit(ac_pq *pq, int *result);
struct ac_frame *ac_pq_rollback(ac_pq *pq, int *result);
struct ac_frame *ac_pq_notification(ac_pq *pq, PGnotify **notification, int *result);
struct ac_frame *ac_pq_take(ac_pq_pool *pool, ac_pq **pq, int *result);

#endif

/* Closes a connection that nobody waits for, at once; what was not committed is rolled back. NULL is fine. */
void ac_pq_close(ac_pq *pq);
/* Whether it is of no more use: lost, or in a state that is not known. */
int ac_pq_broken(const ac_pq *pq);
/* The text and the SQLSTATE of the last error, such as "23505"; "": it did not come from the server. Until the next call. */
const char *ac_pq_error(const ac_pq *pq);
const char *ac_pq_state(const ac_pq *pq);
/* libpq's connection, for PQserverVersion(), PQescapeLiteral(), PQsetNoticeProcessor() and what else neither waits nor sends. */
PGconn *ac_pq_conn(ac_pq *pq);

/* A pool of up to MAX connections, made when they are needed. NULL: no memory. */
ac_pq_pool *ac_pq_pool_new(const char *conninfo, unsigned max);
/* Gives PQ back to POOL; it is closed if it is broken, busy, or in a transaction. */
void ac_pq_give(ac_pq_pool *pool, ac_pq *pq);
/* Closes the connections, all of which must have been given back. NULL is fine. */
void ac_pq_pool_free(ac_pq_pool *pool);

#ifdef __cplusplus
}
#endif

#endif
