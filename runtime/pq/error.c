/* error.c - what the server, or libpq, says of an error. */
#include "internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int ac_pq_fail(ac_pq *pq, int error, const char *state, const char *text)
{
    size_t size = strlen(text);

    while (size && text[size - 1] == '\n')
        size--;
    free(pq->text);
    pq->text = strndup(text, size);
    memset(pq->state, 0, sizeof pq->state);
    strncpy(pq->state, state ? state : "", sizeof pq->state - 1);
    return error;
}

int ac_pq_fail_conn(ac_pq *pq, int error)
{
    if (PQstatus(pq->conn) == CONNECTION_BAD) {
        pq->broken = true;
        error = -ECONNRESET;
    }
    return ac_pq_fail(pq, error, NULL, PQerrorMessage(pq->conn));
}

/* The longest prefix that fits counts; none: -EINVAL. */
static int errno_of(const char *state)
{
    static const struct {
        const char *prefix;
        int error;
    } table[] = {
        { "23505", -EEXIST },  { "25006", -EROFS },      { "28", -EACCES },       { "40001", -EAGAIN },
        { "40P01", -EDEADLK }, { "42501", -EACCES },     { "53100", -ENOSPC },    { "53200", -ENOMEM },
        { "53300", -EAGAIN },  { "55P03", -EBUSY },      { "57014", -ECANCELED }, { "57P", -ECONNRESET },
        { "08", -ECONNRESET }, { "58", -EIO },           { "XX", -EIO },
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (!strncmp(state, table[i].prefix, strlen(table[i].prefix)))
            return table[i].error;
    return -EINVAL;
}

int ac_pq_check(ac_pq *pq, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_EMPTY_QUERY:
        return 0;
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
        pq->broken = true;
        return ac_pq_fail(pq, -ENOTSUP, NULL, "COPY from and to the client is not possible");
    default:
        if (PQstatus(pq->conn) == CONNECTION_BAD)
            pq->broken = true;
        return ac_pq_fail(pq, state ? errno_of(state) : -ECONNRESET, state, PQresultErrorMessage(result));
    }
}

int ac_pq_broken(const ac_pq *pq)
{
    return pq->broken;
}

const char *ac_pq_error(const ac_pq *pq)
{
    return pq->text ? pq->text : "";
}

const char *ac_pq_state(const ac_pq *pq)
{
    return pq->state;
}

PGconn *ac_pq_conn(ac_pq *pq)
{
    return pq->conn;
}
