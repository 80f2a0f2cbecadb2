/* http.h - libac-http: an HTTP client on libcurl's multi-socket interface.
 *
 * A session holds connections and what its requests have in common. A request is answered by a response, which is there as
 * soon as its headers are; the body is read from it. Everything belongs to the thread that opened the session. Results are 0
 * or positive, or a negative errno, whose meaning is listed at ac_http_do(); ac_http_error() has it in words. */
#ifndef AC_HTTP_H
#define AC_HTTP_H

#include <ac.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ac_http ac_http;
typedef struct ac_http_response ac_http_response;

enum ac_http_flags {
    AC_HTTP_COOKIES = 1,  /* keeps cookies, in memory, as long as the session */
    AC_HTTP_INSECURE = 2, /* takes any server for the one that was asked for: no verification with TLS */
    AC_HTTP_1_1 = 4,      /* never HTTP/2, which is used over TLS where the server has it */
    AC_HTTP_RAW = 8       /* does not ask for compressed bodies, and hands bodies out as they come */
};

/* What a session is to be like. All zero is the usual; text is copied. Limits of time run on the real clock, whatever the
 * loop's is; 0 is what stands here, negative no limit. They begin when the request's turn has come. */
struct ac_http_options {
    unsigned max_total;      /* requests under way at once, and connections; 0: 100. More wait, first come, first served */
    unsigned max_per_host;   /* of them, with one scheme, host and port; 0: as many as in total */
    ac_time connect;         /* for finding the name, connecting and TLS: 30 s */
    ac_time headers;         /* from the request sent to the headers of the answer: 60 s */
    ac_time idle;            /* without a byte while a body is sent or received; who reads or writes it may be slow: 60 s */
    ac_time total;           /* for all of it, to the end of the answer: none */
    size_t max_headers;      /* bytes of the headers of an answer; 0: 64 KiB */
    size_t max_text;         /* bytes ac_http_text() takes if it is not told otherwise; 0: 16 MiB */
    size_t window;           /* bytes of a body that wait to be read before its connection has to; 0: 64 KiB */
    int redirects;           /* followed, at most; 0: 10; negative: none, the answer is the redirection */
    int flags;               /* of enum ac_http_flags */
    const char *user_agent;  /* NULL: "ac-http"; "": none */
    const char *proxy;       /* NULL: as the environment says (http_proxy, HTTPS_PROXY, NO_PROXY ...); "": none */
    const char *ca_file;     /* certificates to believe, PEM; NULL: those of the system */
    const char *cert_file, *key_file; /* to show to the server, PEM; NULL: none */
};

/* Gives up to SIZE bytes of a request's body: how many, 0 at the end, or a negative errno, which the request then fails with.
 * Called in a task of its own when there is room for more, one call at a time; cancelled when the request ends first. */
#if defined __ASYNC_C__ || defined AC_SERIAL_H
typedef _Async ssize_t ac_http_source(void *arg, void *buffer, size_t size);
#else
typedef struct ac_frame *ac_http_source(void *arg, void *buffer, size_t size, ssize_t *result);
#endif

/* A request. What is pointed to must stay until ac_http_do() has returned, no longer. */
struct ac_http_request {
    const char *url;             /* http or https, absolute */
    const char *method;          /* NULL: GET, or POST where there is a body */
    const char *const *headers;  /* "Name: value" each, then NULL; "Name:" leaves out what would be sent. Or NULL */
    const void *body;            /* `size` bytes */
    size_t size;
    ac_http_source *source;      /* gives the body, instead: `size` bytes of it, or, if that is 0, until it ends. Such a */
    void *arg;                   /* body cannot be sent twice, so the request gets a new connection. `arg` is for `source` */
    int redirects;               /* as in the options; 0: as these say */
};

#if defined __ASYNC_C__ || defined AC_SERIAL_H

/* Sends a request and waits for the headers of the answer, and until its own body has been sent or the server has answered
 * with 300 or more. The status, 100 or more, and *RESPONSE for ac_http_free(); or NULL and
 *   -EINVAL           a URL, method or header that makes no sense
 *   -EPROTONOSUPPORT  a URL of another scheme, in the request or of a redirection
 *   -ENOENT -ECONNREFUSED ...  what connecting says, the first a name that stands for nothing
 *   -ETIMEDOUT        one of the limits of time
 *   -EKEYREJECTED     a certificate that is not believed, or is another server's
 *   -ENOKEY           the options' files of certificates or keys cannot be used
 *   -ECONNRESET       the connection ended before the answer did
 *   -EPROTO           what came is not HTTP, not TLS, or not what its headers say
 *   -EMSGSIZE         headers larger than the limit
 *   -ELOOP            more redirections than allowed
 *   -ESPIPE           the body would have to be sent again, but its source cannot
 *   -ENODATA          the source ended before `size` bytes
 *   -EBADF            the session was closed
 *   -ENOMEM           or another negative errno of the system or of the source; -EIO for the rest.
 * Cancelling ends the transfer and closes its connection at once. */
_Async int ac_http_do(ac_http *http, const struct ac_http_request *request, ac_http_response **response);
/* The same for a plain GET. */
_Async int ac_http_get(ac_http *http, const char *url, ac_http_response **response);
/* Reads from the body, waiting for something: up to SIZE bytes. How many, 0 at the end, or a negative errno: as above, when
 * what came before has been read; -EBUSY if another task is reading. While nobody reads, no more than the window is received.
 * Cancelling loses nothing. */
_Async ssize_t ac_http_read(ac_http_response *response, void *buffer, size_t size);
/* The rest of the body as a whole: its size, and *TEXT for free() with a 0 behind; -EMSGSIZE if there is more than LIMIT (0:
 * the session's max_text), or another negative errno, and NULL. What was read until then, also when cancelled, is lost. */
_Async ssize_t ac_http_text(ac_http_response *response, char **text, size_t limit);

#else

struct ac_frame *ac_http_do(ac_http *http, const struct ac_http_request *request, ac_http_response **response, int *result);
struct ac_frame *ac_http_get(ac_http *http, const char *url, ac_http_response **response, int *result);
struct ac_frame *ac_http_read(ac_http_response *response, void *buffer, size_t size, ssize_t *result);
struct ac_frame *ac_http_text(ac_http_response *response, char **text, size_t limit, ssize_t *result);

#endif

/* A session like OPTIONS, NULL: the usual. NULL: no memory or no descriptors. */
ac_http *ac_http_open(const struct ac_http_options *options);
/* Ends all transfers, closes all connections and lets go of the session. Who waits for an answer or a body gets -EBADF; what a
 * response has already is still there until it is freed. NULL is fine. */
void ac_http_close(ac_http *http);
/* What the last error that a call of this session has returned was, in words. To be looked at before the next await. */
const char *ac_http_error(const ac_http *http);

/* Releases a response. If its body has not been read to the end, the connection is closed. A task that reads it gets -EBADF.
 * NULL is fine. */
void ac_http_free(ac_http_response *response);
/* The status of the answer; its URL, after redirections; its version: 10, 11 or 20. */
int ac_http_status(const ac_http_response *response);
const char *ac_http_url(const ac_http_response *response);
int ac_http_version(const ac_http_response *response);
/* The value of the first header of that NAME, in any case; NULL: there is none. Text of the response's. */
const char *ac_http_header(const ac_http_response *response, const char *name);
/* The header at INDEX, from 0 on, in the order they came: its name, and its value in *VALUE; NULL: there are no more. When the
 * body has been read to the end, trailers follow. */
const char *ac_http_header_at(const ac_http_response *response, size_t index, const char **value);

#ifdef __cplusplus
}
#endif

#endif
