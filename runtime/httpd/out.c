/* out.c - making answers, and sending what can be sent at once.
 *
 * The answer is made in the output buffer, behind earlier ones that wait to be sent:
 *
 *     status line, Date, headers | gap | body | tail
 *
 * What tells the length of the body is known last, so there is a gap for it, which httpd_seal() closes: either the whole
 * body is there, or it is sent in chunks from now on, each made in the same way. One send(2) takes all of it. */
#include "server.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* ---- text ---- */

static void put(struct exchange *x, const char *text, size_t size)
{
    memcpy(x->out + x->end, text, size);
    x->end += size;
}

#define PUT(x, text) put(x, text, sizeof(text) - 1)

static char *write_number(char *to, uint64_t number, unsigned base)
{
    char digits[24];
    size_t at = sizeof digits;

    do
        digits[--at] = "0123456789abcdef"[number % base];
    while (number /= base);
    memcpy(to, digits + at, sizeof digits - at);
    return to + (sizeof digits - at);
}

static char *write_text(char *to, const char *text, size_t size)
{
    memcpy(to, text, size);
    return to + size;
}

#define WRITE(to, text) write_text(to, text, sizeof(text) - 1)

/* ---- the head ---- */

void httpd_restart(struct exchange *x)
{
    x->end = x->ready;
    x->stage = NOTHING;
    x->framing = BY_LENGTH;
    x->declared = -1;
    x->written = 0;
}

static size_t write_start_line(char *line, int status)
{
    const char *words = httpd_reason(status);
    char *to = WRITE(line, "HTTP/1.1 ");

    to = write_number(to, (uint64_t)status, 10);
    *to++ = ' ';
    to = write_text(to, words, strlen(words));
    return (size_t)(WRITE(to, "\r\n") - line);
}

/* The first line, in place of one that is there already. */
static void set_status(struct exchange *x, int status)
{
    char line[64];
    size_t size = write_start_line(line, status), behind = x->end - x->ready - x->start_line;

    memmove(x->out + x->ready + size, x->out + x->ready + x->start_line, behind);
    memcpy(x->out + x->ready, line, size);
    x->end = x->ready + size + behind;
    x->start_line = size;
    x->status = status;
}

static void begin_head(struct exchange *x)
{
    size_t size;
    const char *date;

    if (x->stage != NOTHING)
        return;
    x->stage = HEADERS;
    x->start_line = write_start_line(x->out + x->end, x->status = 200);
    x->end += x->start_line;
    date = httpd_date(x->connection->server, &size);
    put(x, date, size);
}

int ac_httpd_status(ac_httpd_request *request, int status)
{
    struct exchange *x = exchange_of(request);

    if (x->stage > HEADERS)
        return -EALREADY;
    if (status < 200 || status > 599)
        return -EINVAL;
    begin_head(x);
    set_status(x, status);
    return 0;
}

/* ---- headers ---- */

static bool is_letter(char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool valid_name(const char *name)
{
    const char *at = name;

    while (is_letter(*at))
        at++;
    return at > name && !*at;
}

static bool valid_value(const char *value)
{
    for (; *value; value++) {
        if (((unsigned char)*value < ' ' && *value != '\t') || *value == 0x7f)
            return false;
    }
    return true;
}

/* Headers that say where an answer ends are ours. */
static bool is_ours(const char *name)
{
    static const char *const ours[] = { "Content-Length", "Transfer-Encoding", "Connection", "Date" };

    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (!strcasecmp(name, ours[i]))
            return true;
    }
    return false;
}

static int add_header(struct exchange *x, const char *name, const char *value)
{
    size_t name_size = strlen(name), value_size = strlen(value);

    if (name_size + value_size + 4 + (x->end - x->ready) > HEAD_ROOM - GAP - TAIL)
        return -EMSGSIZE;
    put(x, name, name_size);
    PUT(x, ": ");
    put(x, value, value_size);
    PUT(x, "\r\n");
    return 0;
}

int ac_httpd_set(ac_httpd_request *request, const char *name, const char *value)
{
    struct exchange *x = exchange_of(request);

    if (x->stage > HEADERS)
        return -EALREADY;
    if (!valid_name(name) || !valid_value(value))
        return -EINVAL;
    begin_head(x);
    if (!is_ours(name))
        return add_header(x, name, value);
    if (strcasecmp(name, "Connection") || strcasecmp(value, "close"))
        return -EINVAL;
    x->keep = false;
    return 0;
}

int ac_httpd_length(ac_httpd_request *request, int64_t length)
{
    struct exchange *x = exchange_of(request);

    if (x->stage > HEADERS)
        return -EALREADY;
    x->declared = length;
    return 0;
}

/* ---- the body ---- */

size_t httpd_room(const struct exchange *x)
{
    return OUT_ROOM - TAIL - x->end;
}

static bool is_bodiless(int status)
{
    return status == 204 || status == 304;
}

int httpd_begin_body(struct exchange *x)
{
    if (x->error)
        return x->error;
    if (x->stage == ANSWERED)
        return -EALREADY;
    if (x->stage <= HEADERS) {
        begin_head(x);
        x->bodiless |= is_bodiless(x->status);
        x->stage = BUFFERED;
    } else if (x->end > x->ready) {
        return 0;
    }
    if (httpd_room(x) < GAP + TAIL)
        return -EMSGSIZE;
    x->gap = x->end;
    x->end += GAP;
    return 0;
}

void httpd_append(struct exchange *x, const void *data, size_t size)
{
    x->written += (int64_t)size;
    if (!x->bodiless && size)
        put(x, data, size);
}

int ac_httpd_printf(ac_httpd_request *request, const char *format, ...)
{
    struct exchange *x = exchange_of(request);
    int error = httpd_begin_body(x), size;
    size_t room = error ? 0 : httpd_room(x);
    va_list args;

    if (error)
        return error;
    va_start(args, format);
    size = vsnprintf(x->out + x->end, room, format, args);
    va_end(args);
    if (size < 0)
        return -EINVAL;
    if ((size_t)size >= room || (x->declared >= 0 && size > x->declared - x->written))
        return -EMSGSIZE;
    x->written += size;
    if (!x->bodiless)
        x->end += (size_t)size;
    return size;
}

/* ---- how long it is ---- */

/* Whether there is a body that the handler has not begun to read and nobody will. */
static bool leaves_body(const struct exchange *x)
{
    return x->left && (x->expects || (x->left > DISCARDED && x->left == x->request.length));
}

/* What the head says of the length and of the connection, to `to`. */
static char *write_framing(struct exchange *x, char *to, int64_t length)
{
    if (x->framing == BY_CLOSING || leaves_body(x))
        x->keep = false;
    if (x->framing == BY_CHUNKS && !is_bodiless(x->status))
        to = WRITE(to, "Transfer-Encoding: chunked\r\n");
    else if (x->framing == BY_LENGTH && !is_bodiless(x->status))
        to = WRITE(write_number(WRITE(to, "Content-Length: "), (uint64_t)length, 10), "\r\n");
    if (!x->keep)
        to = WRITE(to, "Connection: close\r\n");
    else if (!x->request.minor)
        to = WRITE(to, "Connection: keep-alive\r\n");
    return WRITE(to, "\r\n");
}

/* Puts TEXT into the gap and closes it. */
static void close_gap(struct exchange *x, const char *text, size_t size)
{
    size_t body = x->end - x->gap - GAP;

    memcpy(x->out + x->gap, text, size);
    memmove(x->out + x->gap + size, x->out + x->gap + GAP, body);
    x->end = x->gap + size + body;
}

static enum framing choose_framing(const struct exchange *x)
{
    if (x->declared >= 0)
        return BY_LENGTH;
    return x->request.minor ? BY_CHUNKS : BY_CLOSING;
}

void httpd_seal(struct exchange *x, size_t direct)
{
    char text[GAP], *to = text;
    size_t size = x->end - x->gap - GAP + direct;

    if (x->stage == BUFFERED) {
        x->framing = choose_framing(x);
        to = write_framing(x, to, x->declared);
    }
    x->stage = STREAMED;
    if (x->framing == BY_CHUNKS && size)
        to = WRITE(write_number(to, size, 16), "\r\n");
    close_gap(x, text, (size_t)(to - text));
    if (x->framing == BY_CHUNKS && size && !direct)
        PUT(x, "\r\n");
    if (x->framing == BY_CHUNKS && direct) {
        x->behind = "\r\n";
        x->behind_size = 2;
    }
    x->ready = x->end;
}

int httpd_whole(struct exchange *x, int status, const char *type, const void *data, size_t size)
{
    char text[GAP];
    int error = 0;

    if (x->stage > HEADERS)
        return x->error ? x->error : -EALREADY;
    begin_head(x);
    if (status != x->status)
        error = ac_httpd_status(&x->request, status);
    if (!error && type)
        error = valid_value(type) ? add_header(x, "Content-Type", type) : -EINVAL;
    if (error)
        return error;
    x->bodiless |= is_bodiless(status);
    x->stage = ANSWERED;
    put(x, text, (size_t)(write_framing(x, text, (int64_t)size) - text));
    if (x->bodiless || size <= httpd_room(x)) {
        httpd_append(x, data, size);
        size = 0;
    }
    x->ready = x->end;
    return size > 0;
}

/* The answer that is all in the buffer. */
static int end_buffered(struct exchange *x)
{
    char text[GAP];

    if (x->declared >= 0 && x->declared != x->written && !x->bodiless)
        return -EIO;
    x->framing = BY_LENGTH;
    close_gap(x, text, (size_t)(write_framing(x, text, x->declared >= 0 ? x->declared : x->written) - text));
    return 0;
}

int httpd_end(struct exchange *x)
{
    int error = x->stage == ANSWERED ? 0 : httpd_begin_body(x);

    if (error || x->stage == ANSWERED)
        return error;
    if (x->stage == BUFFERED) {
        error = end_buffered(x);
    } else {
        if (x->declared >= 0 && x->declared != x->written && !x->bodiless)
            return -EIO;
        httpd_seal(x, 0);
        if (x->framing == BY_CHUNKS && !x->bodiless)
            PUT(x, "0\r\n\r\n");
    }
    if (error)
        return error;
    x->stage = ANSWERED;
    x->ready = x->end;
    return 0;
}

void httpd_continue(struct exchange *x)
{
    static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
    size_t size = sizeof text - 1;

    memmove(x->out + x->ready + size, x->out + x->ready, x->end - x->ready);
    memcpy(x->out + x->ready, text, size);
    x->ready += size;
    x->end += size;
    x->gap += size;
}

/* ---- sending ---- */

/* Takes SIZE bytes that were sent off what is to be sent. */
static void take_off(struct exchange *x, size_t size)
{
    size_t part = x->ready - x->sent < size ? x->ready - x->sent : size;

    x->sent += part;
    size -= part;
    part = x->direct_size < size ? x->direct_size : size;
    x->direct += part;
    x->direct_size -= part;
    size -= part;
    x->behind += size;
    x->behind_size -= size;
}

static ssize_t send_some(struct exchange *x)
{
    struct iovec parts[] = { { x->out + x->sent, x->ready - x->sent },
                             { (void *)(uintptr_t)x->direct, x->direct_size },
                             { (void *)(uintptr_t)x->behind, x->behind_size } };
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = 3 };

    if (!x->direct_size && !x->behind_size)
        return send(x->connection->fd, parts[0].iov_base, parts[0].iov_len, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sendmsg(x->connection->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

int httpd_send(struct exchange *x)
{
    while (!x->error && httpd_pending(x)) {
        ssize_t size = send_some(x);

        if (size >= 0)
            take_off(x, (size_t)size);
        else if (errno == EAGAIN)
            return -EAGAIN;
        else if (errno != EINTR)
            x->error = -errno;
    }
    if (x->end == x->ready)
        x->sent = x->ready = x->end = 0;
    return x->error;
}
