/* transfer.c - a transfer from its request to its end: what libcurl is told, the body of the request, and how it ends. */
#define _GNU_SOURCE
#include "inner.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* ---- news ---- */

void ac_http_tell(ac_http_response *r)
{
    ac_http *http = r->session;

    r->news = true;
    if (http->waiting != r) {
        ac_event_set(&r->wake);
    } else if (http->polling && !http->closed) { /* it waits for the descriptor */
        http->limit_at = 1;
        ac_http_arm(http);
    }
}

/* ---- the body of the request ---- */

static void sent_all(ac_http_response *r)
{
    r->sent = true;
    ac_http_moved(r, AC_HTTP_ANSWERING);
    ac_http_tell(r);
}

/* What the source gave; none there: it is asked, and libcurl waits. */
static size_t from_source(ac_http_response *r, char *buffer, size_t room)
{
    size_t part = r->piece_end - r->piece_at;

    if (!part && !r->ended) {
        ac_event_set(&r->hungry);
        return CURL_READFUNC_PAUSE;
    }
    if (r->error < 0)
        return CURL_READFUNC_ABORT;
    part = part < room ? part : room;
    memcpy(buffer, r->piece + r->piece_at, part);
    r->piece_at += part;
    return part;
}

static size_t on_upload(char *buffer, size_t size, size_t count, void *response)
{
    ac_http_response *r = response;
    size_t part = r->size - r->at;

    (void)size;
    if (!r->body && !r->source)
        return r->size ? CURL_READFUNC_ABORT : 0;
    if (r->source) {
        part = from_source(r, buffer, count);
        if (part > count)
            return part;
    } else {
        part = part < count ? part : count;
        memcpy(buffer, r->body + r->at, part);
    }
    r->at += part;
    if (!r->sent && (!part || (r->size && r->at == r->size)))
        sent_all(r);
    return part;
}

/* The body is to be sent from its beginning again. */
static int on_seek(void *response, curl_off_t offset, int origin)
{
    ac_http_response *r = response;

    if (r->source && r->at)
        return CURL_SEEKFUNC_FAIL;
    if (origin != SEEK_SET || offset < 0 || (size_t)offset > r->size)
        return CURL_SEEKFUNC_FAIL;
    r->at = (size_t)offset;
    r->sent = !r->source && r->at == r->size;
    return CURL_SEEKFUNC_OK;
}

void ac_http_feed(ac_http_response *r, ssize_t got)
{
    ac_event_clear(&r->hungry);
    r->piece_at = 0;
    r->piece_end = got > 0 ? (size_t)got : 0;
    r->ended = got <= 0;
    if (got < 0 || (!got && r->at < r->size)) {
        r->error = got < 0 ? (int)got : -ENODATA;
        r->why = got < 0 ? "the source of the body failed" : "the source of the body ended too soon";
    }
    if (!r->easy)
        return;
    ac_http_moved(r, AC_HTTP_SENDING);
    curl_easy_pause(r->easy, r->paused ? CURLPAUSE_RECV : CURLPAUSE_CONT);
}

void ac_http_sent(ac_http_response *r)
{
    r->source = NULL;
    r->body = NULL;
    free(r->piece);
    r->piece = NULL;
}

/* ---- callbacks that tell where a transfer is ---- */

static int on_connected(void *response, char *ip, char *local_ip, int port, int local_port)
{
    ac_http_response *r = response;

    (void)ip, (void)local_ip, (void)port, (void)local_port;
    r->header_size = 0;
    ac_http_moved(r, r->has_body && !r->sent ? AC_HTTP_SENDING : AC_HTTP_ANSWERING);
    return CURL_PREREQFUNC_OK;
}

static int on_resolve(void *state, void *reserved, void *response)
{
    (void)state, (void)reserved;
    ac_http_moved(response, AC_HTTP_CONNECTING);
    return 0;
}

static curl_socket_t on_open(void *response, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void)purpose;
    ac_http_moved(response, AC_HTTP_CONNECTING);
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int on_progress(void *response, curl_off_t total_down, curl_off_t down, curl_off_t total_up, curl_off_t up)
{
    ac_http_response *r = response;

    (void)total_down, (void)total_up;
    if ((r->phase == AC_HTTP_SENDING && up != r->sent_so_far) || (r->phase == AC_HTTP_RECEIVING && down != r->got_so_far))
        ac_http_moved(r, r->phase);
    r->sent_so_far = up;
    r->got_so_far = down;
    return 0;
}

/* ---- what libcurl is told ---- */

/* Sets an option unless one before could not be. */
#define SET(r, code, option, value) (*(code) = *(code) ? *(code) : curl_easy_setopt((r)->easy, option, value))

static void set_session(ac_http_response *r, CURLcode *code)
{
    const struct ac_http_options *o = &r->session->options;

    SET(r, code, CURLOPT_SHARE, r->session->share);
    if (o->flags & AC_HTTP_COOKIES)
        SET(r, code, CURLOPT_COOKIEFILE, "");
    if (o->flags & AC_HTTP_INSECURE) {
        SET(r, code, CURLOPT_SSL_VERIFYPEER, 0L);
        SET(r, code, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (o->flags & AC_HTTP_1_1)
        SET(r, code, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    if (!(o->flags & AC_HTTP_RAW))
        SET(r, code, CURLOPT_ACCEPT_ENCODING, "");
    if (o->user_agent[0])
        SET(r, code, CURLOPT_USERAGENT, o->user_agent);
    if (o->proxy)
        SET(r, code, CURLOPT_PROXY, o->proxy);
    if (o->ca_file)
        SET(r, code, CURLOPT_CAINFO, o->ca_file);
    if (o->cert_file)
        SET(r, code, CURLOPT_SSLCERT, o->cert_file);
    if (o->key_file)
        SET(r, code, CURLOPT_SSLKEY, o->key_file);
    SET(r, code, CURLOPT_CONNECTTIMEOUT_MS, o->connect > 0 ? ac_http_ms(o->connect) : 1L << 30);
    SET(r, code, CURLOPT_TIMEOUT_MS, ac_http_ms(o->total));
}

static void set_callbacks(ac_http_response *r, CURLcode *code)
{
    SET(r, code, CURLOPT_PRIVATE, r);
    SET(r, code, CURLOPT_ERRORBUFFER, r->text);
    SET(r, code, CURLOPT_HEADERFUNCTION, ac_http_on_header);
    SET(r, code, CURLOPT_HEADERDATA, r);
    SET(r, code, CURLOPT_WRITEFUNCTION, ac_http_on_body);
    SET(r, code, CURLOPT_WRITEDATA, r);
    SET(r, code, CURLOPT_READFUNCTION, on_upload);
    SET(r, code, CURLOPT_READDATA, r);
    SET(r, code, CURLOPT_SEEKFUNCTION, on_seek);
    SET(r, code, CURLOPT_SEEKDATA, r);
    SET(r, code, CURLOPT_PREREQFUNCTION, on_connected);
    SET(r, code, CURLOPT_PREREQDATA, r);
    SET(r, code, CURLOPT_RESOLVER_START_FUNCTION, on_resolve);
    SET(r, code, CURLOPT_RESOLVER_START_DATA, r);
    SET(r, code, CURLOPT_OPENSOCKETFUNCTION, on_open);
    SET(r, code, CURLOPT_OPENSOCKETDATA, r);
    SET(r, code, CURLOPT_XFERINFOFUNCTION, on_progress);
    SET(r, code, CURLOPT_XFERINFODATA, r);
    SET(r, code, CURLOPT_NOPROGRESS, 0L);
}

static void set_usual(ac_http_response *r, CURLcode *code)
{
    SET(r, code, CURLOPT_NOSIGNAL, 1L);
    SET(r, code, CURLOPT_QUICK_EXIT, 1L); /* a name that is being looked up is left to its thread */
    SET(r, code, CURLOPT_PROTOCOLS_STR, "http,https");
    SET(r, code, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    SET(r, code, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

/* The method. libcurl has its own way for four of them; others are one of these under another name, so that a redirection can
 * make them GET. */
static void set_method(ac_http_response *r, const char *method, CURLcode *code)
{
    bool put = !strcmp(method, "PUT"), post = !strcmp(method, "POST");
    curl_off_t size = r->source && !r->size ? -1 : (curl_off_t)r->size;

    if (put) {
        SET(r, code, CURLOPT_UPLOAD, 1L);
        SET(r, code, CURLOPT_INFILESIZE_LARGE, size);
    } else if (r->has_body || post) {
        SET(r, code, CURLOPT_POST, 1L);
        SET(r, code, CURLOPT_POSTFIELDSIZE_LARGE, size);
    } else if (!strcmp(method, "HEAD")) {
        SET(r, code, CURLOPT_NOBODY, 1L);
        return;
    }
    r->post = post;
    if (put || post || (!r->has_body && !strcmp(method, "GET")))
        return;
    r->rewritten = true;
    SET(r, code, CURLOPT_CUSTOMREQUEST, method);
    SET(r, code, CURLOPT_POSTREDIR, (long)(CURL_REDIR_POST_301 | CURL_REDIR_POST_302));
}

static void set_request(ac_http_response *r, const struct ac_http_request *request, CURLcode *code)
{
    int redirects = request->redirects ? request->redirects : r->session->options.redirects;

    SET(r, code, CURLOPT_URL, request->url);
    set_method(r, request->method ? request->method : r->has_body ? "POST" : "GET", code);
    r->follows = redirects > 0;
    SET(r, code, CURLOPT_FOLLOWLOCATION, (long)r->follows);
    SET(r, code, CURLOPT_MAXREDIRS, (long)redirects);
    SET(r, code, CURLOPT_HTTPHEADER, r->lines);
    if (r->source)
        SET(r, code, CURLOPT_FRESH_CONNECT, 1L);
    if (!strncasecmp(request->url, "https:", 6)) /* a connection that may turn out to do for several is waited for */
        SET(r, code, CURLOPT_PIPEWAIT, 1L);
}

/* ---- the request, looked at ---- */

static bool is_token(const char *text)
{
    const char *at = text;

    while (isalnum((unsigned char)*at) || (*at && strchr("!#$%&'*+-.^_`|~", *at)))
        at++;
    return at > text && !*at;
}

static bool is_header(const char *line, const char *name)
{
    size_t size = strlen(name);

    return !strncasecmp(line, name, size) && (line[size] == ':' || line[size] == ';');
}

/* Adds LINE to the headers. 0 or a negative errno. */
static int add_line(ac_http_response *r, const char *line)
{
    struct curl_slist *more;

    if (strpbrk(line, "\r\n") || !strpbrk(line, ":;") || is_header(line, "Content-Length") ||
        is_header(line, "Transfer-Encoding"))
        return -EINVAL;
    if (is_header(line, "Expect"))
        r->expects = true;
    more = curl_slist_append(r->lines, line);
    if (!more)
        return -ENOMEM;
    r->lines = more;
    return 0;
}

/* The user's headers, after some that libcurl would add by itself: nobody waits for a "100 Continue" or says that a body is a
 * form unless the user does. */
static int add_lines(ac_http_response *r, const char *const *lines)
{
    int error = 0;

    for (size_t i = 0; !error && lines && lines[i]; i++)
        error = add_line(r, lines[i]);
    if (!error && !r->expects)
        error = add_line(r, "Expect:");
    for (size_t i = 0; lines && lines[i]; i++)
        if (is_header(lines[i], "Content-Type"))
            return error;
    return error ? error : add_line(r, "Content-Type:");
}

/* Looks at the URL, and what host it names. */
static int look_at(ac_http_response *r, const char *text)
{
    CURLU *url = curl_url();
    char *scheme = NULL;
    CURLUcode bad = url ? curl_url_set(url, CURLUPART_URL, text ? text : "", CURLU_NON_SUPPORT_SCHEME) : CURLUE_OUT_OF_MEMORY;
    int error = bad == CURLUE_OUT_OF_MEMORY ? -ENOMEM : bad ? -EINVAL : 0;

    if (!error && curl_url_get(url, CURLUPART_SCHEME, &scheme, 0))
        error = -ENOMEM;
    if (!error && strcasecmp(scheme, "http") && strcasecmp(scheme, "https"))
        error = -EPROTONOSUPPORT;
    if (!error)
        error = ac_http_host_enter(r, url);
    curl_free(scheme);
    curl_url_cleanup(url);
    return error;
}

/* Fills R in, but for what libcurl is told. 0 or a negative errno. */
static int fill_in(ac_http_response *r, const struct ac_http_request *request)
{
    int error;

    if ((request->body && request->source) || (request->method && !is_token(request->method)))
        return -EINVAL;
    r->has_body = request->body || request->source;
    if (r->has_body && request->method && !strcmp(request->method, "HEAD"))
        return -EINVAL; /* libcurl would wait for a body in return */
    r->body = request->body;
    r->size = r->has_body ? request->size : 0;
    r->source = request->source;
    r->sent = r->body && !r->size;
    r->arg = request->arg;
    if ((error = look_at(r, request->url)) || (error = add_lines(r, request->headers)))
        return error;
    return r->source && !(r->piece = malloc(AC_HTTP_PIECE)) ? -ENOMEM : 0;
}

int ac_http_prepare(ac_http *http, const struct ac_http_request *request, ac_http_response **response)
{
    ac_http_response *r;
    int error;

    http->error[0] = '\0';
    *response = NULL;
    r = calloc(1, sizeof *r);
    if (!r)
        return -ENOMEM;
    r->session = http;
    r->users = 1;
    r->fields_end = &r->fields;
    http->users++;
    error = http->closed ? -EBADF : fill_in(r, request);
    if (error) {
        ac_http_fail(r, error);
        ac_http_free(r);
        return error;
    }
    *response = r;
    return 0;
}

/* ---- beginning and ending ---- */

static int make_easy(ac_http_response *r, const struct ac_http_request *request)
{
    CURLcode code = CURLE_OK;

    r->easy = curl_easy_init();
    if (!r->easy)
        return -ENOMEM;
    set_callbacks(r, &code);
    set_usual(r, &code);
    set_session(r, &code);
    set_request(r, request, &code);
    return code ? ac_http_errno(r, code) : 0;
}

int ac_http_begin(ac_http_response *r, const struct ac_http_request *request)
{
    ac_http *http = r->session;
    int error = http->closed ? -EBADF : make_easy(r, request);
    CURLMcode bad;

    if (error)
        return error;
    bad = curl_multi_add_handle(http->multi, r->easy);
    if (bad)
        return bad == CURLM_OUT_OF_MEMORY ? -ENOMEM : -EIO;
    r->next = http->alive;
    if (r->next)
        r->next->prev = r;
    http->alive = r;
    r->begun = true;
    return 0;
}

static void unlink_alive(ac_http_response *r)
{
    *(r->prev ? &r->prev->next : &r->session->alive) = r->next;
    if (r->next)
        r->next->prev = r->prev;
    r->next = r->prev = NULL;
}

/* Gives back what the transfer had: the next one has its turn. */
static void release(ac_http_response *r)
{
    if (r->begun) {
        unlink_alive(r);
        curl_multi_remove_handle(r->session->multi, r->easy);
    }
    curl_easy_cleanup(r->easy);
    curl_slist_free_all(r->lines);
    r->easy = NULL;
    r->lines = NULL;
    r->begun = false;
    if (r->has_turn)
        ac_sem_release(&r->session->turns);
    if (r->has_host)
        ac_sem_release(&r->host->turns);
    r->has_turn = r->has_host = false;
}

void ac_http_end(ac_http_response *r, int error)
{
    if (r->over)
        return;
    release(r);
    r->over = true;
    r->error = error;
    if (!error && !r->answered) {
        r->error = -ECONNRESET;
        r->why = "the connection ended within the headers";
    }
    ac_http_tell(r);
}

/* The transfer has room again, or is over: what is there, or how it ended. */
ssize_t ac_http_take(ac_http_response *r, void *buffer, size_t size)
{
    size_t part = r->to - r->from;

    if (!part)
        return r->over ? r->error : -EAGAIN;
    part = part < size ? part : size;
    memcpy(buffer, r->data + r->from, part);
    r->from += part;
    if (r->paused && r->easy && r->to - r->from <= r->session->options.window / 2) {
        r->paused = false;
        ac_http_moved(r, r->phase);
        curl_easy_pause(r->easy, CURLPAUSE_CONT);
    }
    return (ssize_t)part;
}

void ac_http_drop(ac_http_response *r)
{
    if (--r->users)
        return;
    ac_http_host_leave(r);
    ac_http_sent(r);
    ac_http_forget_fields(r);
    free(r->data);
    free(r->url);
    ac_http_leave(r->session);
    free(r);
}

void ac_http_free(ac_http_response *r)
{
    if (!r)
        return;
    ac_http_end(r, -EBADF);
    ac_http_drop(r);
}
