/* chunks.c - bodies in chunks, one piece after the other. llhttp reads them; what is between the pieces is looked at here once more,
 * for half ends of lines, and counted: a client must not send a megabyte of extensions for each byte. */
#include "server.h"

#include <errno.h>

enum { FAIR = 16 }; /* bytes around each byte of a chunk */

/* Whether the ends of lines are whole between FROM and TO. */
static bool whole_lines(char *last, const char *from, const char *to)
{
    for (; from < to; *last = *from++) {
        if ((*from == '\n') != (*last == '\r'))
            return false;
    }
    return true;
}

/* What is not body counts, but for a fair share. */
static bool is_fair(struct exchange *x, size_t overhead, size_t body)
{
    x->overhead += (int64_t)overhead - (int64_t)body * FAIR;
    if (x->overhead < 0)
        x->overhead = 0;
    return x->overhead <= (int64_t)x->connection->server->options.head_limit;
}

/* The body is no body: nobody can tell where it ends. */
static int malformed(struct exchange *x)
{
    x->keep = false;
    x->left = -1;
    x->span_size = 0;
    return -EBADMSG;
}

int httpd_next_chunk(struct exchange *x)
{
    const char *from = x->in + x->at, *to = x->in + x->have;
    llhttp_errno_t error;

    x->span_size = 0;
    if (from == to)
        return -EAGAIN;
    llhttp_resume(&x->parser);
    error = llhttp_execute(&x->parser, from, (size_t)(to - from));
    if (error != HPE_OK && error != HPE_PAUSED)
        return malformed(x);
    if (error == HPE_PAUSED)
        to = llhttp_get_error_pos(&x->parser);
    x->at = (size_t)(to - x->in);
    if (!whole_lines(&x->last, from, x->span_size ? x->span : to) || !is_fair(x, (size_t)(to - from) - x->span_size, x->span_size))
        return malformed(x);
    if (x->span_size)
        x->last = 0;
    return x->span_size || !x->left ? 0 : -EAGAIN;
}
