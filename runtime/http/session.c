/* session.c - the session: libcurl's sockets in an epoll descriptor, its timer in a timerfd, and having it act on both. */
#define _GNU_SOURCE
#include "inner.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 32 };

ac_time ac_http_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (ac_time)now.tv_sec * AC_SECOND + now.tv_nsec;
}

long ac_http_ms(ac_time limit)
{
    return limit > 0 ? (long)((limit + AC_MILLISECOND - 1) / AC_MILLISECOND) : 0;
}

/* ---- what libcurl wants to be told ---- */

/* FD is to be watched for WHAT. SEEN: it is in the epoll descriptor already. */
static int on_socket(CURL *easy, curl_socket_t fd, int what, void *session, void *seen)
{
    ac_http *http = session;
    ac_http_response *r = NULL;
    struct epoll_event event = { .data.fd = fd };

    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(http->poll_fd, EPOLL_CTL_DEL, fd, &event);
        curl_multi_assign(http->multi, fd, NULL);
        return 0;
    }
    event.events = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
    if (epoll_ctl(http->poll_fd, seen ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event)) {
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&r);
        if (r)
            r->error = -errno; /* ended when libcurl is done */
        http->troubled = true;
        http->limit_at = 1;
        ac_http_arm(http);
        return 0;
    }
    curl_multi_assign(http->multi, fd, http);
    return 0;
}

static int on_timer(CURLM *multi, long ms, void *session)
{
    ac_http *http = session;

    (void)multi;
    http->curl_at = ms < 0 ? 0 : ac_http_now() + ms * AC_MILLISECOND;
    ac_http_arm(http);
    return 0;
}

bool ac_http_arm(ac_http *http)
{
    ac_time at = http->curl_at;
    struct itimerspec when = { { 0, 0 }, { 0, 0 } };

    if (http->limit_at && (!at || http->limit_at < at))
        at = http->limit_at;
    if (at && at <= ac_http_now() && !http->polling)
        return true;
    if (!http->polling || at == http->armed_at)
        return false;
    when.it_value.tv_sec = at / AC_SECOND;
    when.it_value.tv_nsec = at % AC_SECOND;
    timerfd_settime(http->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
    http->armed_at = at;
    return false;
}

/* ---- acting ---- */

/* libcurl can no longer say what becomes of single transfers. */
static void give_up(ac_http *http, int error)
{
    for (ac_http_response *r = http->alive; r; r = r->next)
        r->error = r->error ? r->error : error;
    http->troubled = true;
}

static void act(ac_http *http, int fd, int mask)
{
    int running;
    CURLMcode bad = curl_multi_socket_action(http->multi, fd, mask, &running);

    if (bad && bad != CURLM_BAD_SOCKET)
        give_up(http, bad == CURLM_OUT_OF_MEMORY ? -ENOMEM : -EIO);
}

static void act_on(ac_http *http, const struct epoll_event *event)
{
    int mask = 0;
    uint64_t times;

    if (event->data.fd == http->timer_fd) {
        if (read(http->timer_fd, &times, sizeof times) > 0)
            http->armed_at = 0;
        return;
    }
    if (event->events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        mask |= CURL_CSELECT_IN;
    if (event->events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
        mask |= CURL_CSELECT_OUT;
    act(http, event->data.fd, mask);
}

static void collect(ac_http *http)
{
    CURLMsg *message;
    ac_http_response *r;
    int left;

    while ((message = curl_multi_info_read(http->multi, &left))) {
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&r);
        ac_http_end(r, ac_http_errno(r, message->data.result));
    }
}

void ac_http_drive(ac_http *http)
{
    struct epoll_event events[EVENTS];
    int count = epoll_wait(http->poll_fd, events, EVENTS, 0);

    http->polling = false;
    for (int i = 0; i < count; i++)
        act_on(http, &events[i]);
    if (http->curl_at && http->curl_at <= ac_http_now()) {
        http->curl_at = 0;
        act(http, CURL_SOCKET_TIMEOUT, 0);
    }
    collect(http);
    ac_http_check_limits(http);
}

/* ---- opening and closing ---- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode global;

static void begin_curl(void)
{
    global = curl_global_init(CURL_GLOBAL_DEFAULT);
}

static void set_defaults(struct ac_http_options *o)
{
    o->max_total = o->max_total ? o->max_total : 100;
    o->connect = o->connect ? o->connect : 30 * AC_SECOND;
    o->headers = o->headers ? o->headers : 60 * AC_SECOND;
    o->idle = o->idle ? o->idle : 60 * AC_SECOND;
    o->max_headers = o->max_headers ? o->max_headers : 65536;
    o->max_text = o->max_text ? o->max_text : (size_t)16 << 20;
    o->window = o->window ? o->window : 65536;
    o->redirects = o->redirects ? o->redirects : 10;
    o->user_agent = o->user_agent ? o->user_agent : "ac-http";
}

static const char **const *texts_of(struct ac_http_options *o, const char **texts[5])
{
    texts[0] = &o->user_agent;
    texts[1] = &o->proxy;
    texts[2] = &o->ca_file;
    texts[3] = &o->cert_file;
    texts[4] = &o->key_file;
    return texts;
}

/* Makes the text of the options ours. Whether there was room. */
static bool own_texts(struct ac_http_options *o)
{
    const char **texts[5];
    bool good = true;

    texts_of(o, texts);
    for (int i = 0; i < 5; i++)
        if (*texts[i] && !(*texts[i] = strdup(*texts[i])))
            good = false;
    return good;
}

static bool open_multi(ac_http *http)
{
    const struct ac_http_options *o = &http->options;

    http->multi = curl_multi_init();
    http->share = curl_share_init();
    if (!http->multi || !http->share)
        return false;
    return !curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, on_socket) &&
           !curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http) &&
           !curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, on_timer) &&
           !curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http) &&
           !curl_multi_setopt(http->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)o->max_total) &&
           !curl_multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)o->max_per_host) &&
           !curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)o->max_total) &&
           !curl_share_setopt(http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION) &&
           (!(o->flags & AC_HTTP_COOKIES) || !curl_share_setopt(http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE));
}

static bool open_descriptors(ac_http *http)
{
    struct epoll_event event = { .events = EPOLLIN };

    http->poll_fd = epoll_create1(EPOLL_CLOEXEC);
    event.data.fd = http->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    return http->poll_fd >= 0 && http->timer_fd >= 0 &&
           !epoll_ctl(http->poll_fd, EPOLL_CTL_ADD, http->timer_fd, &event);
}

ac_http *ac_http_open(const struct ac_http_options *options)
{
    ac_http *http = calloc(1, sizeof *http);

    pthread_once(&once, begin_curl);
    if (!http || global) {
        free(http);
        return NULL;
    }
    if (options)
        http->options = *options;
    set_defaults(&http->options);
    http->users = 1;
    http->waiting_end = &http->waiting;
    http->poll_fd = http->timer_fd = -1;
    http->turns = (ac_sem)AC_SEM_INIT(http->options.max_total);
    if (!own_texts(&http->options) || !open_multi(http) || !open_descriptors(http)) {
        ac_http_close(http);
        return NULL;
    }
    return http;
}

void ac_http_close(ac_http *http)
{
    if (!http)
        return;
    http->closed = true;
    while (http->alive)
        ac_http_end(http->alive, -EBADF);
    for (ac_http_response *r = http->waiting; r; r = r->next_waiting)
        ac_http_tell(r);
    curl_multi_cleanup(http->multi);
    curl_share_cleanup(http->share);
    if (http->timer_fd >= 0)
        close(http->timer_fd);
    if (http->poll_fd >= 0)
        ac_close(http->poll_fd);
    http->multi = NULL;
    http->share = NULL;
    http->poll_fd = http->timer_fd = -1;
    ac_http_leave(http);
}

void ac_http_leave(ac_http *http)
{
    const char **texts[5];

    if (--http->users)
        return;
    texts_of(&http->options, texts);
    for (int i = 0; i < 5; i++)
        free((char *)*texts[i]);
    free(http);
}

const char *ac_http_error(const ac_http *http)
{
    return http->error;
}
