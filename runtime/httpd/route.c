/* route.c - which handler a path is for, what stands for the names in it, and percent-encoding. A route is held against the path
 * as it was sent, so that a slash that is encoded separates nothing. */
#include "server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- percent-encoding ---- */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte at *TEXT, which is moved on; -1: encoded wrongly. */
static int next_byte(const char **text, const char *end)
{
    int high, low;

    if (**text != '%')
        return (unsigned char)*(*text)++;
    if (end - *text < 3 || (high = hex((*text)[1])) < 0 || (low = hex((*text)[2])) < 0)
        return -1;
    *text += 3;
    return high << 4 | low;
}

ssize_t ac_httpd_decode(const char *text, size_t size, int plus, char *value, size_t room)
{
    const char *end = text + size;
    size_t at = 0;

    while (text < end) {
        bool blank = plus && *text == '+';
        int byte = next_byte(&text, end);

        if (byte <= 0)
            return -EINVAL;
        if (at + 1 >= room)
            return -EMSGSIZE;
        value[at++] = blank ? ' ' : (char)byte;
    }
    if (at >= room)
        return -EMSGSIZE;
    value[at] = '\0';
    return (ssize_t)at;
}

ssize_t ac_httpd_query(const ac_httpd_request *request, const char *name, char *value, size_t size)
{
    size_t name_size = strlen(name);

    for (const char *at = request->query, *next; at; at = *next ? next + 1 : NULL) {
        const char *text = at;
        size_t i = 0;

        next = at + strcspn(at, "&");
        while (i < name_size && text < next && next_byte(&text, next) == (unsigned char)name[i])
            i++;
        if (i < name_size || (text < next && *text != '='))
            continue;
        text += text < next;
        return ac_httpd_decode(text, (size_t)(next - text), 1, value, size);
    }
    return -ENOENT;
}

/* ---- routes ---- */

/* What to look for on the way through a route, and where it is in the path. */
struct wanted {
    const char *name;
    const char *at;
    size_t size;
};

static void found(struct wanted *wanted, const char *name, size_t name_size, const char *at, size_t size)
{
    if (wanted && strlen(wanted->name) == name_size && !memcmp(wanted->name, name, name_size)) {
        wanted->at = at;
        wanted->size = size;
    }
}

static bool fits(const char *route, const char *path, struct wanted *wanted)
{
    const char *begin = route, *end = strchr(path, '\0');

    while (*route && *path) {
        size_t name_size = strcspn(route, "/"), size = strcspn(path, "/");

        if (route[0] == '*' && !route[1])
            break;
        if (*route == ':' && route > begin && route[-1] == '/' && size) {
            found(wanted, route + 1, name_size - 1, path, size);
            route += name_size;
            path += size;
        } else {
            bool slash = *path == '/';
            int byte = next_byte(&path, end);

            if (byte != (unsigned char)*route || (byte == '/' && !slash))
                return false;
            route++;
        }
    }
    if (route[0] == '*' && !route[1]) {
        found(wanted, "*", 1, path, (size_t)(end - path));
        return true;
    }
    return !*route && !*path;
}

static bool same_method(const char *wanted, const char *method)
{
    return !wanted || !strcmp(wanted, method) || (!strcmp(method, "HEAD") && !strcmp(wanted, "GET"));
}

const struct ac_httpd_route *httpd_find_route(const struct ac_httpd_route *routes, const char *method, const char *path)
{
    for (; routes && routes->handler; routes++) {
        if (same_method(routes->method, method) && fits(routes->path, path, NULL))
            return routes;
    }
    return NULL;
}

int httpd_allowed(const struct ac_httpd_route *routes, const char *path, char *text, size_t size)
{
    size_t at = 0;
    int count = 0;

    for (; routes && routes->handler; routes++) {
        if (!routes->method || !fits(routes->path, path, NULL))
            continue;
        count++;
        at += (size_t)snprintf(text + at, size - at, "%s%s%s", at ? ", " : "", routes->method, strcmp(routes->method, "GET") ? "" : ", HEAD");
        if (at >= size)
            break;
    }
    return count;
}

ssize_t ac_httpd_param(const ac_httpd_request *request, const char *name, char *value, size_t size)
{
    const struct exchange *x = (const struct exchange *)(const void *)request;
    struct wanted wanted = { .name = name };

    if (!x->route || !fits(x->route->path, request->path, &wanted) || !wanted.at)
        return -ENOENT;
    return ac_httpd_decode(wanted.at, wanted.size, 0, value, size);
}
