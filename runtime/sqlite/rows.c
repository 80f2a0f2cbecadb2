/* rows.c - looking at a row, and what a database tells without being asked for anything. */
#include "job.h"

#include <stdlib.h>

void ac_sqlite_set_busy(ac_sqlite *db, ac_time limit)
{
    pthread_mutex_lock(&db->lock);
    db->busy_limit = limit;
    pthread_mutex_unlock(&db->lock);
}

int64_t ac_sqlite_last_id(const ac_sqlite *db)
{
    return db->last_id;
}

const char *ac_sqlite_error(const ac_sqlite *db)
{
    return db->text ? db->text : sqlite3_errstr(db->code);
}

int ac_sqlite_code(const ac_sqlite *db)
{
    return db->code;
}

int ac_sqlite_columns(const ac_sqlite_rows *rows)
{
    return rows->names->count;
}

const char *ac_sqlite_column_name(const ac_sqlite_rows *rows, int column)
{
    return column >= 0 && column < rows->names->count ? rows->names->name[column] : NULL;
}

/* NULL: no such row or column. */
static const struct ac_sqlite_cell *cell_of(const ac_sqlite_rows *rows, int column)
{
    const struct ac_sqlite_batch *batch = rows->batch;

    if (!batch || rows->row < 1 || rows->row > batch->rows || column < 0 || (size_t)column >= batch->columns)
        return NULL;
    return &batch->cells[(rows->row - 1) * batch->columns + (size_t)column];
}

enum ac_sqlite_type ac_sqlite_column_type(const ac_sqlite_rows *rows, int column)
{
    const struct ac_sqlite_cell *cell = cell_of(rows, column);

    return cell ? cell->type : AC_SQLITE_NULL;
}

int64_t ac_sqlite_column_int(const ac_sqlite_rows *rows, int column)
{
    const struct ac_sqlite_cell *cell = cell_of(rows, column);

    if (cell && cell->type == AC_SQLITE_INT)
        return cell->as.integer;
    if (!cell || cell->type != AC_SQLITE_REAL || cell->as.real != cell->as.real)
        return 0;
    if (cell->as.real >= 0x1p63)
        return INT64_MAX;
    return cell->as.real < -0x1p63 ? INT64_MIN : (int64_t)cell->as.real;
}

double ac_sqlite_column_real(const ac_sqlite_rows *rows, int column)
{
    const struct ac_sqlite_cell *cell = cell_of(rows, column);

    if (cell && cell->type == AC_SQLITE_REAL)
        return cell->as.real;
    return cell && cell->type == AC_SQLITE_INT ? (double)cell->as.integer : 0;
}

const char *ac_sqlite_column_text(const ac_sqlite_rows *rows, int column, size_t *size)
{
    const struct ac_sqlite_cell *cell = cell_of(rows, column);
    bool bytes = cell && (cell->type == AC_SQLITE_TEXT || cell->type == AC_SQLITE_BLOB);

    if (size)
        *size = bytes ? cell->as.bytes.size : 0;
    return bytes ? rows->batch->data + cell->as.bytes.at : NULL;
}

void ac_sqlite_rows_free(ac_sqlite_rows *rows)
{
    ac_sqlite *db;

    if (!rows)
        return;
    db = rows->end.db;
    ac_sqlite_batch_free(rows->batch);
    free(rows->names);
    ac_sqlite_give_up(&rows->end);
    ac_sqlite_drop(db);
}
