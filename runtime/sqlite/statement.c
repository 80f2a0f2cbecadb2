/* statement.c - what a database's thread does with SQLite. */
#include "job.h"

#include <errno.h>
#include <stdlib.h>

enum { BATCH_ROWS = 500, BATCH_BYTES = 65536, PROGRESS = 1000 };

/* ---- errors ---- */

static int errno_of(sqlite3 *handle, int code)
{
    int system = handle ? sqlite3_system_errno(handle) : 0;

    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return -EBUSY;
    case SQLITE_NOMEM:
        return -ENOMEM;
    case SQLITE_READONLY:
        return -EROFS;
    case SQLITE_FULL:
        return -ENOSPC;
    case SQLITE_IOERR:
        return system ? -system : -EIO;
    case SQLITE_CANTOPEN:
        return system ? -system : -ENOENT;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return -EBADMSG;
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return -EACCES;
    case SQLITE_TOOBIG:
        return -E2BIG;
    case SQLITE_INTERRUPT:
    case SQLITE_ABORT:
        return -ECANCELED;
    case SQLITE_CONSTRAINT:
        return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID
                   ? -EEXIST
                   : -EINVAL;
    default:
        return -EINVAL;
    }
}

static int fail_with(struct ac_sqlite_job *job, int error, int code, const char *text)
{
    free(job->text);
    job->text = strdup(text);
    job->code = code;
    return error;
}

/* The errno of what SQLite has just failed with; the job keeps the rest. */
static int fail(struct ac_sqlite_job *job)
{
    sqlite3 *handle = job->db->handle;
    int code = sqlite3_extended_errcode(handle);

    return fail_with(job, errno_of(handle, code), code, sqlite3_errmsg(handle));
}

static int fail_closed(struct ac_sqlite_job *job)
{
    return fail_with(job, -EBADF, SQLITE_MISUSE, "the database is closed");
}

/* ---- opening and closing ---- */

int ac_sqlite_do_open(struct ac_sqlite_job *job)
{
    ac_sqlite *db = job->db;
    int flags = job->number & AC_SQLITE_READONLY ? SQLITE_OPEN_READONLY
                : job->number & AC_SQLITE_EXISTING ? SQLITE_OPEN_READWRITE
                                                   : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(job->sql, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL), error;

    if (code) {
        error = errno_of(db->handle, code);
        sqlite3_close_v2(db->handle);
        db->handle = NULL;
        return error;
    }
    sqlite3_busy_handler(db->handle, ac_sqlite_on_busy, db);
    sqlite3_progress_handler(db->handle, PROGRESS, ac_sqlite_on_progress, db);
    return 0;
}

int ac_sqlite_do_close(struct ac_sqlite_job *job)
{
    ac_sqlite *db = job->db;
    sqlite3_stmt *stmt;

    while (db->handle && (stmt = sqlite3_next_stmt(db->handle, NULL)))
        sqlite3_finalize(stmt);
    sqlite3_close_v2(db->handle);
    db->handle = NULL;
    db->cached = 0;
    return 0;
}

/* ---- prepared statements ---- */

static sqlite3_stmt *uncache(ac_sqlite *db, const char *sql)
{
    for (int i = 0; i < db->cached; i++) {
        sqlite3_stmt *stmt = db->cache[i];

        if (strcmp(sqlite3_sql(stmt), sql))
            continue;
        memmove(db->cache + i, db->cache + i + 1, (size_t)(--db->cached - i) * sizeof *db->cache);
        return stmt;
    }
    return NULL;
}

static void put_back(ac_sqlite *db, sqlite3_stmt *stmt)
{
    enum { ROOM = sizeof db->cache / sizeof *db->cache };

    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    if (db->cached == ROOM)
        sqlite3_finalize(db->cache[--db->cached]);
    memmove(db->cache + 1, db->cache, (size_t)db->cached++ * sizeof *db->cache);
    db->cache[0] = stmt;
}

/* One statement, and nothing but comments behind it. */
static int prepare(struct ac_sqlite_job *job, sqlite3_stmt **stmt)
{
    sqlite3 *handle = job->db->handle;
    sqlite3_stmt *second = NULL;
    const char *rest;

    *stmt = uncache(job->db, job->sql);
    if (*stmt)
        return 0;
    if (sqlite3_prepare_v3(handle, job->sql, -1, SQLITE_PREPARE_PERSISTENT, stmt, &rest))
        return fail(job);
    if (*stmt && (sqlite3_prepare_v2(handle, rest, -1, &second, NULL) || second)) {
        sqlite3_finalize(second);
        sqlite3_finalize(*stmt);
        return fail_with(job, -EINVAL, SQLITE_MISUSE, "more than one statement");
    }
    return *stmt ? 0 : fail_with(job, -EINVAL, SQLITE_MISUSE, "no statement");
}

static int bind_one(sqlite3_stmt *stmt, int at, const struct ac_sqlite_value *value)
{
    switch (value->type) {
    case AC_SQLITE_INT:
        return sqlite3_bind_int64(stmt, at, value->integer);
    case AC_SQLITE_REAL:
        return sqlite3_bind_double(stmt, at, value->real);
    case AC_SQLITE_TEXT:
        return sqlite3_bind_text64(stmt, at, value->data, value->size, SQLITE_TRANSIENT, SQLITE_UTF8);
    case AC_SQLITE_BLOB:
        return sqlite3_bind_blob64(stmt, at, value->data, value->size, SQLITE_TRANSIENT);
    default:
        return sqlite3_bind_null(stmt, at);
    }
}

static int bind_all(struct ac_sqlite_job *job, sqlite3_stmt *stmt)
{
    if ((size_t)sqlite3_bind_parameter_count(stmt) != job->count)
        return fail_with(job, -EINVAL, SQLITE_RANGE, "another number of parameters than of values");
    for (size_t i = 0; i < job->count; i++)
        if (bind_one(stmt, (int)i + 1, &job->values[i]))
            return fail(job);
    return 0;
}

/* ---- statements without rows ---- */

int ac_sqlite_do_exec(struct ac_sqlite_job *job)
{
    sqlite3 *handle = job->db->handle;

    if (!handle)
        return fail_closed(job);
    return sqlite3_exec(handle, job->sql, NULL, NULL, NULL) ? fail(job) : 0;
}

static int step_to_end(struct ac_sqlite_job *job, sqlite3_stmt *stmt)
{
    int code;

    do
        code = sqlite3_step(stmt);
    while (code == SQLITE_ROW);
    return code == SQLITE_DONE ? 0 : fail(job);
}

int ac_sqlite_do_run(struct ac_sqlite_job *job)
{
    sqlite3 *handle = job->db->handle;
    sqlite3_stmt *stmt;
    int64_t before;
    int error;

    if (!handle)
        return fail_closed(job);
    error = prepare(job, &stmt);
    if (error)
        return error;
    before = sqlite3_total_changes64(handle);
    error = bind_all(job, stmt);
    if (!error)
        error = step_to_end(job, stmt);
    if (sqlite3_total_changes64(handle) != before)
        job->number = sqlite3_changes64(handle);
    job->last_id = sqlite3_last_insert_rowid(handle);
    put_back(job->db, stmt);
    return error;
}

/* ---- rows ---- */

/* Room for SIZE more bytes at *DATA, of which USED are used. */
static bool make_room(void **data, size_t *room, size_t used, size_t more)
{
    size_t size = *room ? *room : 1024;
    void *moved;

    while (size < used + more)
        size *= 2;
    if (size == *room)
        return true;
    moved = realloc(*data, size);
    if (!moved)
        return false;
    *data = moved;
    *room = size;
    return true;
}

static bool copy_bytes(struct ac_sqlite_batch *batch, struct ac_sqlite_cell *cell, const void *data, size_t size)
{
    void *at = batch->data;

    if (!make_room(&at, &batch->size, batch->used, size + 1))
        return false;
    batch->data = at;
    cell->as.bytes.at = batch->used;
    cell->as.bytes.size = size;
    if (size)
        memcpy(batch->data + batch->used, data, size);
    batch->data[batch->used + size] = '\0';
    batch->used += size + 1;
    return true;
}

static bool copy_cell(struct ac_sqlite_batch *batch, struct ac_sqlite_cell *cell, sqlite3_stmt *stmt, int column)
{
    const void *data;

    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        cell->type = AC_SQLITE_INT;
        cell->as.integer = sqlite3_column_int64(stmt, column);
        return true;
    case SQLITE_FLOAT:
        cell->type = AC_SQLITE_REAL;
        cell->as.real = sqlite3_column_double(stmt, column);
        return true;
    case SQLITE_TEXT:
        cell->type = AC_SQLITE_TEXT;
        data = sqlite3_column_text(stmt, column);
        return data && copy_bytes(batch, cell, data, (size_t)sqlite3_column_bytes(stmt, column));
    case SQLITE_BLOB:
        cell->type = AC_SQLITE_BLOB;
        data = sqlite3_column_blob(stmt, column);
        return copy_bytes(batch, cell, data, (size_t)sqlite3_column_bytes(stmt, column));
    default:
        cell->type = AC_SQLITE_NULL;
        return true;
    }
}

static bool copy_row(struct ac_sqlite_batch *batch, sqlite3_stmt *stmt)
{
    size_t bytes = batch->room;
    void *at = batch->cells;

    if (!make_room(&at, &bytes, batch->count * sizeof *batch->cells, batch->columns * sizeof *batch->cells))
        return false;
    batch->cells = at;
    batch->room = bytes;
    for (size_t i = 0; i < batch->columns; i++)
        if (!copy_cell(batch, &batch->cells[batch->count + i], stmt, (int)i))
            return false;
    batch->count += batch->columns;
    batch->rows++;
    return true;
}

/* Rows of job->open into job->batch, until it is full or there are no more: then the statement is no longer open. */
static int fill(struct ac_sqlite_job *job)
{
    struct ac_sqlite_batch *batch = job->batch = calloc(1, sizeof *batch);
    int code = SQLITE_ROW, error = 0;

    if (!batch)
        return fail_with(job, -ENOMEM, SQLITE_NOMEM, "out of memory");
    while (batch->rows < BATCH_ROWS && batch->used < BATCH_BYTES && (code = sqlite3_step(job->open)) == SQLITE_ROW) {
        batch->columns = (size_t)sqlite3_column_count(job->open);
        if (!copy_row(batch, job->open))
            return fail_with(job, -ENOMEM, SQLITE_NOMEM, "out of memory");
    }
    if (code == SQLITE_ROW)
        return 0;
    if (code != SQLITE_DONE)
        error = fail(job);
    put_back(job->db, job->open);
    job->open = NULL;
    return error;
}

static struct ac_sqlite_names *names_of(sqlite3_stmt *stmt)
{
    int count = sqlite3_column_count(stmt);
    struct ac_sqlite_names *names;
    size_t size = 0;
    char *at;

    for (int i = 0; i < count; i++)
        size += strlen(sqlite3_column_name(stmt, i)) + 1;
    names = malloc(sizeof *names + (size_t)count * sizeof *names->name + size);
    if (!names)
        return NULL;
    names->count = count;
    at = (char *)(names->name + count);
    for (int i = 0; i < count; i++) {
        names->name[i] = strcpy(at, sqlite3_column_name(stmt, i));
        at += strlen(at) + 1;
    }
    return names;
}

/* The columns are known for certain after the first step: until then the table may be another than when the statement was
 * prepared. */
int ac_sqlite_do_query(struct ac_sqlite_job *job)
{
    sqlite3_stmt *stmt;
    int error;

    if (!job->db->handle)
        return fail_closed(job);
    error = prepare(job, &stmt);
    if (error)
        return error;
    job->open = stmt;
    error = bind_all(job, stmt);
    if (!error)
        error = fill(job);
    if (!error) {
        job->names = names_of(stmt);
        if (!job->names)
            error = fail_with(job, -ENOMEM, SQLITE_NOMEM, "out of memory");
    }
    if (error)
        ac_sqlite_do_end(job);
    return error;
}

int ac_sqlite_do_fetch(struct ac_sqlite_job *job)
{
    int error;

    if (!job->db->handle) {
        job->open = NULL;
        return fail_closed(job);
    }
    error = fill(job);
    if (error)
        ac_sqlite_do_end(job);
    return error;
}

int ac_sqlite_do_end(struct ac_sqlite_job *job)
{
    if (job->open && job->db->handle)
        put_back(job->db, job->open);
    job->open = NULL;
    return 0;
}
