/* check.h - what the tests of the HTTP client share: where tests/tools/web.py is, and what it has counted. */
#include <ac.h>
#include <ac/http.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* PATH at the server, for free(). */
__attribute__((__unused__)) static char *url_of(const char *path)
{
    const char *base = getenv("URL");
    char *url = malloc(strlen(base) + strlen(path) + 1);

    strcpy(url, base);
    return strcat(url, path);
}

/* A count of the server's by its name, which begins anew. */
__attribute__((__unused__)) static async int count_of(ac_http *http, const char *name)
{
    char *url = url_of("/counts"), *text = NULL, *at;
    ac_http_response *r;
    int status = await ac_http_get(http, url, &r), count = -1;

    defer ac_http_free(r);
    defer free(url);
    if (status == 200 && await ac_http_text(r, &text, 0) > 0 && (at = strstr(text, name)))
        count = atoi(at + strlen(name) + 1);
    free(text);
    return count;
}

#define connections_so_far(http) count_of(http, "connections")
