/* worker.c - a database's thread: it takes jobs one after the other and posts them back to the loop. */
#include "job.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

enum { BUSY_SECONDS = 5 };

/* ---- jobs ---- */

/* Copies of the values, and of what they point to, at BEHIND. */
static void copy_values(struct ac_sqlite_job *job, const struct ac_sqlite_value *values, char *behind)
{
    for (size_t i = 0; i < job->count; i++) {
        job->values[i] = values[i];
        if (!values[i].data)
            continue;
        job->values[i].data = memcpy(behind, values[i].data, values[i].size);
        behind += values[i].size;
    }
}

struct ac_sqlite_job *ac_sqlite_job_new(ac_sqlite *db, int (*fn)(struct ac_sqlite_job *), const char *sql, size_t count,
                                        const struct ac_sqlite_value *values)
{
    size_t text = sql ? strlen(sql) + 1 : 0, size = sizeof(struct ac_sqlite_job) + count * sizeof *values + text;
    struct ac_sqlite_job *job;
    char *behind;

    for (size_t i = 0; i < count; i++)
        size += values[i].data ? values[i].size : 0;
    job = calloc(1, size);
    if (!job)
        return NULL;
    job->db = db;
    job->fn = fn;
    job->count = count;
    job->values = (struct ac_sqlite_value *)(job + 1);
    behind = (char *)(job->values + count);
    if (sql)
        job->sql = memcpy(behind, sql, text);
    copy_values(job, values, behind + text);
    return job;
}

void ac_sqlite_batch_free(struct ac_sqlite_batch *batch)
{
    if (!batch)
        return;
    free(batch->cells);
    free(batch->data);
    free(batch);
}

void ac_sqlite_job_free(struct ac_sqlite_job *job)
{
    ac_sqlite_batch_free(job->batch);
    free(job->names);
    free(job->text);
    free(job);
}

/* ---- the thread ---- */

/* NULL: nobody holds the database any more. */
static struct ac_sqlite_job *take_job(ac_sqlite *db)
{
    struct ac_sqlite_job *job;

    while (!db->first && db->holders)
        pthread_cond_wait(&db->wake, &db->lock);
    job = db->first;
    if (!job)
        return NULL;
    db->first = job->next;
    if (!db->first)
        db->last = &db->first;
    return job;
}

/* Does JOB, unless it has been left already. Whether somebody waits for it. */
static bool do_job(ac_sqlite *db, struct ac_sqlite_job *job)
{
    if (job->left)
        return false;
    db->running = job;
    pthread_mutex_unlock(&db->lock);
    job->result = job->fn(job);
    pthread_mutex_lock(&db->lock);
    db->running = NULL;
    job->posted = !job->left;
    return job->posted;
}

static void take_back(void *arg)
{
    struct ac_sqlite_job *job = arg;

    ac_promise_resolve(&job->done, 0);
}

/* The loop is there: a task waits for the job, and cannot leave one that is posted. */
static void post(struct ac_sqlite_job *job)
{
    static const struct timespec moment = { 0, 1000000 };
    ac_loop *loop = job->db->loop;

    while (ac_post(loop, take_back, job))
        nanosleep(&moment, NULL); /* thousands of calls are waiting */
}

/* Nobody wants the result: what it holds on the thread's side goes, too. */
static void discard(struct ac_sqlite_job *job)
{
    if (job->open)
        ac_sqlite_do_end(job);
    ac_sqlite_job_free(job);
}

static void destroy(ac_sqlite *db)
{
    struct ac_sqlite_job closing = { .db = db };

    db->running = &closing;
    ac_sqlite_do_close(&closing);
    pthread_cond_destroy(&db->wake);
    pthread_mutex_destroy(&db->lock);
    free(db->text);
    free(db);
}

static void *work(void *arg)
{
    ac_sqlite *db = arg;
    struct ac_sqlite_job *job;
    bool wanted;

    pthread_mutex_lock(&db->lock);
    while ((job = take_job(db))) {
        wanted = do_job(db, job);
        pthread_mutex_unlock(&db->lock);
        if (wanted)
            post(job);
        else
            discard(job);
        pthread_mutex_lock(&db->lock);
    }
    pthread_mutex_unlock(&db->lock);
    destroy(db);
    return NULL;
}

static void init_wake(pthread_cond_t *wake)
{
    pthread_condattr_t attr;

    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(wake, &attr);
    pthread_condattr_destroy(&attr);
}

int ac_sqlite_start(ac_sqlite **made)
{
    ac_sqlite *db = calloc(1, sizeof *db);
    int error;

    *made = NULL;
    if (!db)
        return -ENOMEM;
    db->loop = ac_loop_self();
    db->last = &db->first;
    db->holders = 1;
    db->busy_limit = BUSY_SECONDS * AC_SECOND;
    pthread_mutex_init(&db->lock, NULL);
    init_wake(&db->wake);
    error = db->loop ? ac_thread_start(work, db) : -EMFILE;
    if (error)
        destroy(db);
    else
        *made = db;
    return error;
}

/* ---- the loop's side ---- */

void ac_sqlite_hold(ac_sqlite *db)
{
    pthread_mutex_lock(&db->lock);
    db->holders++;
    pthread_mutex_unlock(&db->lock);
}

void ac_sqlite_drop(ac_sqlite *db)
{
    pthread_mutex_lock(&db->lock);
    db->holders--;
    pthread_cond_broadcast(&db->wake);
    pthread_mutex_unlock(&db->lock);
}

void ac_sqlite_queue(struct ac_sqlite_job *job)
{
    ac_sqlite *db = job->db;

    pthread_mutex_lock(&db->lock);
    job->next = NULL;
    *db->last = job;
    db->last = &job->next;
    pthread_cond_broadcast(&db->wake);
    pthread_mutex_unlock(&db->lock);
}

bool ac_sqlite_leave(struct ac_sqlite_job *job)
{
    ac_sqlite *db = job->db;
    bool posted;

    pthread_mutex_lock(&db->lock);
    posted = job->posted;
    if (!posted)
        job->left = true;
    pthread_cond_broadcast(&db->wake);
    pthread_mutex_unlock(&db->lock);
    return posted;
}

void ac_sqlite_give_up(struct ac_sqlite_job *job)
{
    if (!job->open) {
        ac_sqlite_job_free(job);
        return;
    }
    job->left = true;
    ac_sqlite_queue(job);
}

/* ---- what SQLite asks meanwhile ---- */

/* sqlite3_interrupt() would end the rows of other tasks along with the statement that runs. */
int ac_sqlite_on_progress(void *arg)
{
    ac_sqlite *db = arg;

    return db->running && db->running->left;
}

static ac_time since(const struct timespec *then)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - then->tv_sec) * AC_SECOND + now.tv_nsec - then->tv_nsec;
}

/* Somebody else has the lock: sleeps for a while, less if the job is left meanwhile. Whether to try again. */
int ac_sqlite_on_busy(void *arg, int tried)
{
    ac_sqlite *db = arg;
    struct timespec until;
    ac_time nap, rest;
    bool again;

    if (!tried)
        clock_gettime(CLOCK_MONOTONIC, &db->busy_since);
    nap = (tried < 5 ? 1 << tried : 25) * AC_MILLISECOND;
    pthread_mutex_lock(&db->lock);
    rest = db->busy_limit - since(&db->busy_since);
    again = rest > 0 && !db->running->left;
    if (again) {
        clock_gettime(CLOCK_MONOTONIC, &until);
        nap = (nap < rest ? nap : rest) + until.tv_nsec;
        until.tv_sec += (time_t)(nap / AC_SECOND);
        until.tv_nsec = (long)(nap % AC_SECOND);
        pthread_cond_timedwait(&db->wake, &db->lock, &until);
        again = !db->running->left;
    }
    pthread_mutex_unlock(&db->lock);
    return again;
}
