/* receive.c - what comes: header blocks, of which the last is the answer, and the body, as much as there is room for. */
#define _GNU_SOURCE
#include "inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- headers ---- */

void ac_http_forget_fields(ac_http_response *r)
{
    struct ac_http_field *field;

    while ((field = r->fields)) {
        r->fields = field->next;
        free(field);
    }
    r->fields_end = &r->fields;
    r->moved = false;
}

/* Ends the transfer from inside of libcurl. */
static size_t refuse(ac_http_response *r, int error, const char *why)
{
    r->error = error;
    r->why = why;
    return 0;
}

static size_t length_of(const char *line, size_t size)
{
    while (size && strchr("\r\n\t ", line[size - 1]))
        size--;
    return size;
}

/* A field of NAME and the two halves of its value, at the end of the list. Whether there was room. */
static bool add_field(ac_http_response *r, const char *name, size_t name_size, const char *first, const char *value,
                      size_t value_size)
{
    size_t first_size = strlen(first);
    struct ac_http_field *field = malloc(sizeof *field + name_size + first_size + value_size + 3);
    char *at;

    if (!field)
        return false;
    memcpy(field->name, name, name_size);
    field->name[name_size] = '\0';
    at = field->value = field->name + name_size + 1;
    memcpy(at, first, first_size);
    at += first_size;
    if (first_size)
        *at++ = ' ';
    memcpy(at, value, value_size);
    at[value_size] = '\0';
    field->next = NULL;
    *r->fields_end = field;
    r->fields_end = &field->next;
    return true;
}

/* A line that goes on with the value of the field before: that is replaced. */
static bool fold(ac_http_response *r, const char *line, size_t size)
{
    struct ac_http_field **link = &r->fields, *last;
    bool good;

    while (*link && (*link)->next)
        link = &(*link)->next;
    last = *link;
    if (!last)
        return true;
    *link = NULL;
    r->fields_end = link;
    good = add_field(r, last->name, strlen(last->name), last->value, line, size);
    free(last);
    return good;
}

/* "Name: value", without its end. */
static bool take_field(ac_http_response *r, const char *line, size_t size)
{
    const char *colon = memchr(line, ':', size), *value = colon ? colon + 1 : NULL, *end = line + size;

    if (*line == ' ' || *line == '\t') {
        while (line < end && (*line == ' ' || *line == '\t'))
            line++;
        return fold(r, line, (size_t)(end - line));
    }
    if (!colon)
        return true;
    while (value < end && (*value == ' ' || *value == '\t'))
        value++;
    if (colon - line == 8 && !strncasecmp(line, "Location", 8) && value < end)
        r->moved = true;
    return add_field(r, line, length_of(line, (size_t)(colon - line)), "", value, (size_t)(end - value));
}

/* libcurl goes on with another request, and so another block: a redirection, or its body was not expected after all. */
static bool goes_on(const ac_http_response *r)
{
    if (r->status >= 300 && r->status < 400)
        return r->follows && r->moved;
    return r->status == 417 && r->expects && !r->sent;
}

/* Some redirections make the request a GET without a body, however much of that was sent. libcurl has to be told of a method that it
 * does not know. */
static void redirect(ac_http_response *r)
{
    if (r->status == 303 || (r->post && (r->status == 301 || r->status == 302)))
        r->has_body = false;
    if (r->status == 303 && r->rewritten)
        curl_easy_setopt(r->easy, CURLOPT_CUSTOMREQUEST, NULL);
}

/* The empty line. Whether it could be noted. */
static bool end_block(ac_http_response *r)
{
    long status = 0, version = 0;
    char *url = NULL;

    if (r->answered) /* of the trailers */
        return true;
    curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(r->easy, CURLINFO_HTTP_VERSION, &version);
    curl_easy_getinfo(r->easy, CURLINFO_EFFECTIVE_URL, &url);
    r->status = (int)status;
    r->version = version == CURL_HTTP_VERSION_1_0 ? 10 : version == CURL_HTTP_VERSION_1_1 ? 11 : 20;
    if (r->status < 200 && r->status != 101)
        return true;
    ac_http_moved(r, AC_HTTP_RECEIVING);
    if (goes_on(r)) {
        redirect(r);
        return true;
    }
    r->url = strdup(url ? url : "");
    r->answered = true;
    ac_http_tell(r);
    return r->url != NULL;
}

size_t ac_http_on_header(char *line, size_t size, size_t count, void *response)
{
    ac_http_response *r = response;
    size_t length = length_of(line, count);

    (void)size;
    r->header_size += count;
    if (r->header_size > r->session->options.max_headers)
        return refuse(r, -EMSGSIZE, "headers larger than the limit");
    if (!r->answered && count > 5 && !strncmp(line, "HTTP/", 5)) {
        ac_http_forget_fields(r);
        return count;
    }
    if (length ? take_field(r, line, length) : end_block(r))
        return count;
    return refuse(r, -ENOMEM, "out of memory");
}

/* ---- the body ---- */

/* Room for SIZE more bytes. */
static bool make_room(ac_http_response *r, size_t size)
{
    size_t used = r->to - r->from, room = r->room ? r->room : 4096;
    char *more;

    if (r->room - r->to >= size)
        return true;
    if (r->from)
        memmove(r->data, r->data + r->from, used);
    r->from = 0;
    r->to = used;
    if (r->room - used >= size)
        return true;
    while (room - used < size)
        room *= 2;
    more = realloc(r->data, room);
    if (!more)
        return false;
    r->data = more;
    r->room = room;
    return true;
}

size_t ac_http_on_body(char *data, size_t size, size_t count, void *response)
{
    ac_http_response *r = response;
    size_t used = r->to - r->from;

    (void)size;
    if (!count)
        return 0;
    if (used && used + count > r->session->options.window) {
        r->paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if (!make_room(r, count))
        return refuse(r, -ENOMEM, "out of memory");
    memcpy(r->data + r->to, data, count);
    r->to += count;
    ac_http_tell(r);
    return count;
}

/* ---- what the user asks for ---- */

int ac_http_status(const ac_http_response *r)
{
    return r->status;
}

const char *ac_http_url(const ac_http_response *r)
{
    return r->url;
}

int ac_http_version(const ac_http_response *r)
{
    return r->version;
}

const char *ac_http_header(const ac_http_response *r, const char *name)
{
    for (const struct ac_http_field *field = r->fields; field; field = field->next)
        if (!strcasecmp(field->name, name))
            return field->value;
    return NULL;
}

const char *ac_http_header_at(const ac_http_response *r, size_t index, const char **value)
{
    const struct ac_http_field *field = r->fields;

    while (field && index--)
        field = field->next;
    if (field)
        *value = field->value;
    return field ? field->name : NULL;
}
