/* sqlite.h - SQLite databases: <ac/sqlite.h>, libac-sqlite.
 *
 * Each database that is open has a thread of its own, which does what tasks ask for, one after the other, first come, first
 * served; the loop never waits for the disk or for a lock. A database belongs to the thread that opened it.
 *
 * Cancelling a task that waits in one of these functions does not wait: what the thread has not begun never happens, what it
 * is doing is interrupted, and with it an explicit transaction that it is part of may be rolled back by SQLite. Later requests
 * wait until the interrupted one has ended.
 *
 * Errors are negative errnos; ac_sqlite_error() and ac_sqlite_code() say more. Usual ones: -EINVAL (wrong SQL, a value too many
 * or too few, a constraint), -EEXIST (a key that there is already), -EBUSY (locked by others for too long), -EROFS, -ENOSPC
 * (disk full), -EIO, -EBADMSG (not a database, or damaged), -ENOMEM, -EBADF (closed meanwhile). */
#ifndef AC_SQLITE_H
#define AC_SQLITE_H

#include <ac.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A database that is open. */
typedef struct ac_sqlite ac_sqlite;
/* The rows of a query. */
typedef struct ac_sqlite_rows ac_sqlite_rows;

enum ac_sqlite_type { AC_SQLITE_NULL, AC_SQLITE_INT, AC_SQLITE_REAL, AC_SQLITE_TEXT, AC_SQLITE_BLOB };

/* A value for a parameter (`?`) of a statement. Text and blobs are copied by the call that is given them. */
struct ac_sqlite_value {
    enum ac_sqlite_type type;
    int64_t integer;
    double real;
    const void *data;
    size_t size;
};

static __inline__ struct ac_sqlite_value ac_sqlite_value(enum ac_sqlite_type type, int64_t integer, double real,
                                                         const void *data, size_t size)
{
    struct ac_sqlite_value value;

    value.type = data || (type != AC_SQLITE_TEXT && type != AC_SQLITE_BLOB) ? type : AC_SQLITE_NULL;
    value.integer = integer;
    value.real = real;
    value.data = data;
    value.size = size;
    return value;
}

#define ac_sqlite_null() ac_sqlite_value(AC_SQLITE_NULL, 0, 0, NULL, 0)
#define ac_sqlite_int(i) ac_sqlite_value(AC_SQLITE_INT, (i), 0, NULL, 0)
#define ac_sqlite_real(x) ac_sqlite_value(AC_SQLITE_REAL, 0, (x), NULL, 0)
#define ac_sqlite_blob(data, size) ac_sqlite_value(AC_SQLITE_BLOB, 0, 0, (data), (size))
/* UTF-8 that ends with a 0; NULL is NULL. */
static __inline__ struct ac_sqlite_value ac_sqlite_text(const char *text)
{
    return ac_sqlite_value(AC_SQLITE_TEXT, 0, 0, text, text ? strlen(text) : 0);
}

/* Two arguments, a number of values and an array: ac_sqlite_run(db, sql, AC_SQLITE_VALUES(ac_sqlite_int(1), ...)). */
#define AC_SQLITE_VALUES(...)                                                        \
    sizeof((struct ac_sqlite_value[]){ __VA_ARGS__ }) / sizeof(struct ac_sqlite_value), \
        (struct ac_sqlite_value[]){ __VA_ARGS__ }

enum ac_sqlite_flags {
    AC_SQLITE_READONLY = 1, /* not to be written */
    AC_SQLITE_EXISTING = 2  /* not to be made if it is not there */
};

#if defined __ASYNC_C__ || defined AC_SERIAL_H

/* Opens a database file, and makes it if need be; ":memory:" is one in memory. 0 and *DB, for ac_sqlite_close(); or a
 * negative errno and NULL: also -EAGAIN if there can be no thread. A file that is no database is only found out by the first
 * statement. */
_Async int ac_sqlite_open(const char *path, int flags, ac_sqlite **db);
/* Closes DB when what was asked for before is done, and waits for that: 0. What was not committed is rolled back; rows that
 * are still there end with -EBADF. DB is gone whatever happens, also when this is cancelled. NULL is fine. */
_Async int ac_sqlite_close(ac_sqlite *db);

/* Does all statements of a text; rows are dropped. 0, or a negative errno: then the statements after the one that failed were
 * not done. */
_Async int ac_sqlite_exec(ac_sqlite *db, const char *sql);
/* Does one statement with N values for its parameters. How many rows it inserted, changed or deleted, or a negative errno. The
 * statement is kept prepared for the next time the same text comes. */
_Async int64_t ac_sqlite_run(ac_sqlite *db, const char *sql, size_t n, const struct ac_sqlite_value *values);
/* Begins one statement with N values and fetches its first rows. 0 and *ROWS, for ac_sqlite_rows_free(), or a negative errno and
 * NULL. Until the last row was fetched or the rows are freed, the statement is open, and with it a transaction. */
_Async int ac_sqlite_query(ac_sqlite *db, const char *sql, size_t n, const struct ac_sqlite_value *values,
                           ac_sqlite_rows **rows);
/* Goes to the next row, the first to begin with. 1; 0 if there is none; or a negative errno, which stays. Rows are fetched some
 * hundred at a time (up to 64 KiB), when those before were taken: a slow reader holds up the statement, and nothing piles up.
 * After this was cancelled there are no more rows: -ECANCELED. */
_Async int ac_sqlite_next(ac_sqlite_rows *rows);

#else

struct ac_frame *ac_sqlite_open(const char *path, int flags, ac_sqlite **db, int *result);
struct ac_frame *ac_sqlite_close(ac_sqlite *db, int *result);
struct ac_frame *ac_sqlite_exec(ac_sqlite *db, const char *sql, int *result);
struct ac_frame *ac_sqlite_run(ac_sqlite *db, const char *sql, size_t n, const struct ac_sqlite_value *values,
                               int64_t *result);
struct ac_frame *ac_sqlite_query(ac_sqlite *db, const char *sql, size_t n, const struct ac_sqlite_value *values,
                                 ac_sqlite_rows **rows, int *result);
struct ac_frame *ac_sqlite_next(ac_sqlite_rows *rows, int *result);

#endif

/* How long a statement waits for locks that others have, until it fails with -EBUSY: 5 seconds unless this is called. */
void ac_sqlite_set_busy(ac_sqlite *db, ac_time limit);
/* The rowid of the row inserted last, as of the last ac_sqlite_run() that has returned. */
int64_t ac_sqlite_last_id(const ac_sqlite *db);
/* The text and the extended result code (SQLITE_CONSTRAINT_UNIQUE, ...) of the last error that a call of DB has returned. The
 * text stays until the next await. */
const char *ac_sqlite_error(const ac_sqlite *db);
int ac_sqlite_code(const ac_sqlite *db);

/* ---- the row that ac_sqlite_next() went to; COLUMN counts from 0 ------------------------------------------------------ */

int ac_sqlite_columns(const ac_sqlite_rows *rows);
/* The name of a column; NULL: there is none. It stays as long as ROWS. */
const char *ac_sqlite_column_name(const ac_sqlite_rows *rows, int column);
enum ac_sqlite_type ac_sqlite_column_type(const ac_sqlite_rows *rows, int column);
/* Numbers, turned into one another; 0 for anything else. */
int64_t ac_sqlite_column_int(const ac_sqlite_rows *rows, int column);
double ac_sqlite_column_real(const ac_sqlite_rows *rows, int column);
/* Text or a blob, a 0 behind it, until the next ac_sqlite_next(); NULL for anything else. SIZE may be NULL. */
const char *ac_sqlite_column_text(const ac_sqlite_rows *rows, int column, size_t *size);
/* Ends the statement, without waiting for it. NULL is fine. */
void ac_sqlite_rows_free(ac_sqlite_rows *rows);

#ifdef __cplusplus
}
#endif

#endif
