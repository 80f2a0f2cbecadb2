/* limits.c - how long a phase of a transfer may take, and how many requests go to one host. */
#define _GNU_SOURCE
#include "inner.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- time ---- */

static const char *const said[] = {
    [AC_HTTP_CONNECTING] = "no connection", [AC_HTTP_SENDING] = "the server does not read",
    [AC_HTTP_ANSWERING] = "no headers", [AC_HTTP_RECEIVING] = "the server does not go on",
};

/* Whether the phase takes as long as our side wants. */
static bool is_ours(const ac_http_response *r)
{
    return r->phase == AC_HTTP_SENDING ? ac_event_is_set(&r->hungry) : r->phase == AC_HTTP_RECEIVING && r->paused;
}

/* How long the phase may last; 0: no limit. */
static ac_time limit_of(const ac_http_response *r)
{
    const struct ac_http_options *o = &r->session->options;
    ac_time limit = r->phase == AC_HTTP_ANSWERING ? o->headers : o->idle;

    return r->phase == AC_HTTP_CONNECTING || limit < 0 ? 0 : limit;
}

/* When R is late; 0: never, as things are. */
static ac_time late_at(const ac_http_response *r)
{
    ac_time limit = limit_of(r);

    return limit && !is_ours(r) ? r->since + limit : 0;
}

void ac_http_moved(ac_http_response *r, enum ac_http_phase phase)
{
    ac_http *http = r->session;
    ac_time at;

    r->phase = phase;
    r->since = ac_http_now();
    at = late_at(r);
    if (at && (!http->limit_at || at < http->limit_at)) {
        http->limit_at = at;
        ac_http_arm(http);
    }
}

/* Ends R if it is late. */
static void check(ac_http_response *r, ac_time now)
{
    ac_http *http = r->session;
    ac_time at = late_at(r);

    if (r->error) {
        ac_http_end(r, r->error);
    } else if (at && at <= now) {
        snprintf(r->text, sizeof r->text, "%s for %lld ms", said[r->phase], (long long)((now - r->since) / AC_MILLISECOND));
        ac_http_end(r, -ETIMEDOUT);
    } else if (at && (!http->limit_at || at < http->limit_at)) {
        http->limit_at = at;
    }
}

void ac_http_check_limits(ac_http *http)
{
    ac_time now = ac_http_now();

    if (!http->troubled && (!http->limit_at || http->limit_at > now))
        return;
    http->limit_at = 0;
    http->troubled = false;
    for (ac_http_response *r = http->alive, *next; r; r = next) {
        next = r->next;
        check(r, now);
    }
}

/* ---- hosts ---- */

static int by_key(const void *a, const void *b)
{
    return strcasecmp(((const struct ac_http_host *)a)->key, ((const struct ac_http_host *)b)->key);
}

/* "scheme://host:port"; NULL: no memory. */
static char *key_of(CURLU *url)
{
    char *part[3] = { NULL, NULL, NULL }, *key = NULL;

    if (!curl_url_get(url, CURLUPART_SCHEME, &part[0], 0) && !curl_url_get(url, CURLUPART_HOST, &part[1], 0) &&
        !curl_url_get(url, CURLUPART_PORT, &part[2], CURLU_DEFAULT_PORT) &&
        asprintf(&key, "%s://%s:%s", part[0], part[1], part[2]) < 0)
        key = NULL;
    for (int i = 0; i < 3; i++)
        curl_free(part[i]);
    return key;
}

/* Puts HOST into the tree, or finds the one that is there. NULL: no memory. */
static struct ac_http_host *enter(ac_http *http, struct ac_http_host *host)
{
    struct ac_http_host **found = tsearch(host, &http->hosts, by_key);

    return found ? *found : NULL;
}

int ac_http_host_enter(ac_http_response *r, CURLU *url)
{
    ac_http *http = r->session;
    struct ac_http_host *host, *made;

    if (!http->options.max_per_host)
        return 0;
    made = calloc(1, sizeof *made);
    if (made)
        made->key = key_of(url);
    host = made && made->key ? enter(http, made) : NULL;
    if (host == made && made) {
        made->turns = (ac_sem)AC_SEM_INIT(http->options.max_per_host);
    } else if (made) {
        free(made->key);
        free(made);
    }
    if (!host)
        return -ENOMEM;
    host->users++;
    r->host = host;
    return 0;
}

void ac_http_host_leave(ac_http_response *r)
{
    struct ac_http_host *host = r->host;

    r->host = NULL;
    if (!host || --host->users)
        return;
    tdelete(host, &r->session->hosts, by_key);
    free(host->key);
    free(host);
}
