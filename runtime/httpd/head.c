/* head.c - what a request says of itself. llhttp reads the head and says whether it is well-formed and how long the body
 * is; what it lets pass and could be read differently by somebody else on the way (lines that end in half an end of line, continued
 * lines, two hosts, codings we do not know) is refused here. Nothing is copied: strings are cut out of the input where they are. */
#include "server.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

/* ---- where it ends ---- */

size_t httpd_find_head(struct exchange *x)
{
    for (;;) {
        const char *nl = memchr(x->in + x->looked, '\n', x->have - x->looked);
        size_t end;

        if (!nl) {
            x->looked = x->have;
            return 0;
        }
        end = (size_t)(nl - x->in) + 1;
        x->looked = end;
        if (end - x->line == 1)
            return end - x->head; /* half an end of line, to be refused */
        if (end - x->line == 2 && x->line != x->head)
            return end - x->head;
        if (end - x->line == 2)
            x->head = end;
        x->line = end;
    }
}

/* ---- what llhttp tells ---- */

static int on_head(llhttp_t *parser)
{
    parser->upgrade = 0; /* to another protocol: we know none, and go on with this one */
    return HPE_PAUSED;
}

static int on_body(llhttp_t *parser, const char *at, size_t size)
{
    struct exchange *x = parser->data;

    x->span = at;
    x->span_size = size;
    return HPE_PAUSED;
}

static int on_end(llhttp_t *parser)
{
    struct exchange *x = parser->data;

    x->left = 0;
    return HPE_PAUSED;
}

static const llhttp_settings_t settings = { .on_headers_complete = on_head, .on_body = on_body, .on_message_complete = on_end };

/* A method we do not know is one as long as it is a word. */
static int unknown_method(const char *line)
{
    size_t size = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_");

    return size && line[size] == ' ' ? 501 : 400;
}

static int parse(struct exchange *x, size_t size)
{
    const char *head = x->in + x->head;

    llhttp_init(&x->parser, HTTP_REQUEST, &settings);
    x->parser.data = x;
    switch (llhttp_execute(&x->parser, head, size)) {
    case HPE_PAUSED: return 0;
    case HPE_INVALID_METHOD: return unknown_method(head);
    default: return 400;
    }
}

/* ---- lines ---- */

struct seen {
    int lines, hosts, codings;
    bool chunked; /* the last coding is this alone */
    bool demands; /* something is expected that we do not know */
};

/* Whether the line at LINE is the header NAME; its value. */
static char *value_of(char *line, const char *name, size_t name_size)
{
    if (strncasecmp(line, name, name_size) || (line[name_size] != ':' && line[name_size]))
        return NULL;
    line += name_size + 1;
    while (*line == ' ' || *line == '\t')
        line++;
    return line;
}

static bool is_value(const char *value, const char *end, const char *wanted, size_t size)
{
    while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (size_t)(end - value) == size && !strncasecmp(value, wanted, size);
}

#define NAMED(line, name) value_of(line, name, sizeof name - 1)

static void note(struct exchange *x, struct seen *seen, char *line, const char *end)
{
    const char *value;

    if (NAMED(line, "Host")) {
        seen->hosts++;
    } else if ((value = NAMED(line, "Transfer-Encoding"))) {
        seen->codings++;
        seen->chunked = is_value(value, end, "chunked", 7);
    } else if ((value = NAMED(line, "Expect"))) {
        x->expects = is_value(value, end, "100-continue", 12);
        seen->demands |= !x->expects;
    }
}

/* Looks at each line: 0, or the status to answer. */
static int look_at_lines(struct exchange *x, size_t size, struct seen *seen)
{
    const struct ac_httpd_options *options = &x->connection->server->options;
    char *line = x->in + x->head, *end = line + size, *cr;

    for (; line < end; line = cr + 2, seen->lines++) {
        cr = memchr(line, '\r', (size_t)(end - line));
        if (!cr || cr + 1 == end || cr[1] != '\n' || *line == ' ' || *line == '\t' || *line == ':')
            return 400;
        if (!seen->lines)
            x->fields = (size_t)(cr + 2 - x->in);
        else if (seen->lines - 1 > options->header_count) /* the last one is empty */
            return 431;
        else if (memchr("hHtTeE", *line, 6))
            note(x, seen, line, cr);
    }
    return 0;
}

/* ---- the first line ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where the blanks are in it: exactly two. 0, or the status to answer. */
static int split_line(struct exchange *x, char **target, char **version)
{
    char *method = x->in + x->head, *end = x->in + x->fields - 2, *at;

    at = memchr(method, ' ', (size_t)(end - method));
    *target = at;
    at = at ? memchr(at + 1, ' ', (size_t)(end - at - 1)) : NULL;
    *version = at;
    if (!at || end - at != 9 || memcmp(at, " HTTP/", 6) || !is_digit(at[6]) || at[7] != '.' || !is_digit(at[8]))
        return 400;
    return at[6] != '1' || at[8] > '1' ? 505 : 0;
}

/* "/path?query", "http://host/path?query", or "*". */
static int split_target(ac_httpd_request *request, char *target)
{
    char *at = *target == '/' || !strcmp(target, "*") ? target : strstr(target, "://"), *query;

    if (!at)
        return 400;
    if (at != target)
        at += 3 + strcspn(at + 3, "/?#");
    target = at;
    at[strcspn(at, "#")] = '\0';
    query = strchr(at, '?');
    if (query)
        *query++ = '\0';
    request->path = *target ? target : "/";
    request->query = query;
    return 0;
}

/* ---- all of it ---- */

static void take_over(struct exchange *x, size_t size)
{
    const llhttp_t *parser = &x->parser;
    const struct ac_httpd_options *options = &x->connection->server->options;

    x->body = x->at = x->head + size;
    x->keep = llhttp_should_keep_alive(parser);
    x->left = parser->flags & F_CHUNKED ? -1 : (int64_t)parser->content_length;
    x->limit = (int64_t)options->body_limit;
    x->overhead = 0;
    x->last = 0;
    x->span_size = 0;
    x->bodiless = parser->method == HTTP_HEAD;
    x->expects = x->expects && parser->http_minor; /* HTTP/1.0 knows nothing of it */
    x->request.minor = parser->http_minor;
    x->request.length = x->left;
}

int httpd_read_head(struct exchange *x, size_t size)
{
    const struct ac_httpd_options *options = &x->connection->server->options;
    struct seen seen = { 0 };
    char *target, *version;
    int status;

    x->expects = false;
    status = look_at_lines(x, size, &seen);
    if (!status && x->fields - x->head - 2 > options->line_limit)
        status = 414;
    if (!status)
        status = size > options->head_limit ? 431 : split_line(x, &target, &version);
    if (!status)
        status = parse(x, size);
    if (status)
        return status;
    if (seen.codings > 1 || seen.hosts > 1 || (seen.codings && !x->parser.http_minor) || (!seen.hosts && x->parser.http_minor))
        return 400;
    if ((seen.codings && !seen.chunked) || x->parser.method == HTTP_CONNECT)
        return 501;
    if (seen.demands && x->parser.http_minor)
        return 417;
    if (x->parser.content_length > INT64_MAX)
        return 413;
    take_over(x, size);
    *target = *version = '\0';
    x->request.method = x->in + x->head;
    return split_target(&x->request, target + 1);
}

/* ---- asking for headers ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\0';
}

/* Cuts the value at VALUE out of its line, if that was not done before. */
static char *cut_value(char *value)
{
    char *end = value + strcspn(value, "\n");

    while (end > value && is_blank(end[-1]))
        end--;
    *end = '\0';
    return value;
}

/* The line behind the one at AT. */
static size_t next_line(const struct exchange *x, size_t at)
{
    return (size_t)((const char *)memchr(x->in + at, '\n', x->body - at) - x->in) + 1;
}

const char *ac_httpd_header(ac_httpd_request *request, const char *name)
{
    struct exchange *x = exchange_of(request);
    size_t name_size = strlen(name);

    for (size_t at = x->fields; at < x->body - 2; at = next_line(x, at)) {
        char *value = value_of(x->in + at, name, name_size);

        if (value)
            return cut_value(value);
    }
    return NULL;
}

int ac_httpd_next_header(ac_httpd_request *request, size_t *at, const char **name, const char **value)
{
    struct exchange *x = exchange_of(request);
    char *line;

    if (!*at)
        *at = x->fields;
    if (*at >= x->body - 2)
        return 0;
    line = x->in + *at;
    *at = next_line(x, *at);
    *name = line;
    line += strcspn(line, ":");
    *line++ = '\0';
    while (*line == ' ' || *line == '\t')
        line++;
    *value = cut_value(line);
    return 1;
}
