/* job.h - what tasks ask a database's thread for.
 *
 * A job has memory of its own: the thread may still be at it when the task has gone. It is the task's until it is queued, the
 * thread's until it is posted, and the task's again when its promise is resolved. */
#ifndef AC_SQLITE_JOB_H
#define AC_SQLITE_JOB_H

#include "sqlite.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>

struct ac_sqlite_job {
    struct ac_sqlite_job *next;
    ac_sqlite *db;
    int (*fn)(struct ac_sqlite_job *job); /* on the thread: 0 or a negative errno */
    bool posted;      /* done, and on its way to who waits */
    atomic_bool left; /* nobody waits: the thread releases it, and need not begin or finish it */
    ac_promise done;

    const char *sql; /* the path, for opening */
    size_t count;
    struct ac_sqlite_value *values; /* they, the text and the data are behind the job */

    int result;
    int64_t number, last_id;
    int code; /* of an error, and its text from malloc or NULL */
    char *text;
    struct ac_sqlite_batch *batch;
    struct ac_sqlite_names *names;
    sqlite3_stmt *open; /* a statement that is not through with its rows */
};

struct ac_sqlite {
    ac_loop *loop;
    /* of the loop's thread */
    int64_t last_id;
    int code;
    char *text;

    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t wake;  /* a job, the end, or a job that nobody waits for any more */
    struct ac_sqlite_job *first, **last, *running;
    int holders; /* the handle, and rows; the thread ends with the last of them */
    ac_time busy_limit;

    /* of its thread */
    sqlite3 *handle; /* NULL: not open */
    struct timespec busy_since;
    int cached;
    sqlite3_stmt *cache[16]; /* statements not in use, the one used last first */
};

struct ac_sqlite_cell {
    enum ac_sqlite_type type;
    union {
        int64_t integer;
        double real;
        struct {
            size_t at, size; /* in the batch's data */
        } bytes;
    } as;
};

/* Some rows, cells row by row. */
struct ac_sqlite_batch {
    size_t rows, columns, count, room, used, size; /* count, room: of cells; used, size: of data */
    struct ac_sqlite_cell *cells;
    char *data;
};

struct ac_sqlite_names {
    int count;
    const char *name[]; /* the text is behind */
};

struct ac_sqlite_rows {
    struct ac_sqlite_job end; /* for the thread to end the statement; first: released as a job */
    struct ac_sqlite_names *names;
    struct ac_sqlite_batch *batch;
    size_t row; /* in the batch, counted from 1 */
    int error;  /* what fetching has failed with */
};

/* A job with copies of all it is given; NULL: no memory. */
struct ac_sqlite_job *ac_sqlite_job_new(ac_sqlite *db, int (*fn)(struct ac_sqlite_job *), const char *sql, size_t count,
                                        const struct ac_sqlite_value *values);
void ac_sqlite_job_free(struct ac_sqlite_job *job);
void ac_sqlite_batch_free(struct ac_sqlite_batch *batch);

/* A database that is not open yet, and its thread. 0 or a negative errno. */
int ac_sqlite_start(ac_sqlite **db);
/* One holder less. */
void ac_sqlite_drop(ac_sqlite *db);
void ac_sqlite_hold(ac_sqlite *db);
void ac_sqlite_queue(struct ac_sqlite_job *job);
/* The task that waits for JOB leaves. Whether it is on its way back: then it must be waited for; otherwise it is gone. */
bool ac_sqlite_leave(struct ac_sqlite_job *job);
/* Releases a job that nobody will look at; its statement, if it has one, ends. */
void ac_sqlite_give_up(struct ac_sqlite_job *job);

/* What the thread does. */
int ac_sqlite_do_open(struct ac_sqlite_job *job);
int ac_sqlite_do_close(struct ac_sqlite_job *job);
int ac_sqlite_do_exec(struct ac_sqlite_job *job);
int ac_sqlite_do_run(struct ac_sqlite_job *job);
int ac_sqlite_do_query(struct ac_sqlite_job *job);
int ac_sqlite_do_fetch(struct ac_sqlite_job *job);
int ac_sqlite_do_end(struct ac_sqlite_job *job);
/* For the above: a statement of a job that was left must end. */
int ac_sqlite_on_progress(void *db);
int ac_sqlite_on_busy(void *db, int tried);

#endif
