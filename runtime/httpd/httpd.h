/* httpd.h - a small HTTP/1.1 server, libac-httpd.
 *
 * A server calls an async function, the handler, for every request, each connection in a task of its own. It reads the
 * request, checks and limits what the other side sends, answers what is wrong with it, and keeps time; the handler
 * reads the body if it wants it, and answers. Requests that a client sends one behind the other without waiting are answered
 * in their order. Results are 0 or positive, or a negative errno. */
#ifndef AC_HTTPD_H
#define AC_HTTPD_H

#include <ac.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A server: its settings and what it keeps for its connections. */
typedef struct ac_httpd ac_httpd;

/* A request and its answer. Whatever is handed out of it is there until the handler returns. One task at a time may use it. */
typedef struct ac_httpd_request {
    const char *method; /* "GET": in upper case, as all methods are */
    const char *path;   /* "/a%20b": as it was sent, without the query */
    const char *query;  /* "x=1&y=2": what stood behind the '?', as it was sent; NULL: there was none */
    int minor;          /* 1 or 0: HTTP/1.1 or HTTP/1.0 */
    int64_t length;     /* of the body; 0: there is none; -1: not known, it comes in chunks */
    int fd;             /* the connection, for ac_peer_address(); not to be read, written or closed */
} ac_httpd_request;

/* Answers REQUEST, with ARG of the route or of the options. A result that is not 0, where nothing of the answer was sent yet, is
 * answered instead: -EMSGSIZE by 413, -ETIMEDOUT by 408, -EBADMSG and -ECONNRESET by 400, anything else by 500; so is 0 without an
 * answer, by 500. If part of the answer was sent, the connection is closed, so that the client notices. Cancelled when
 * ac_httpd_serve() is cancelled and when the time for ac_httpd_stop() is over; when the client goes away, the next call that
 * reads or writes returns an error, unless the options ask for more. */
#if defined __ASYNC_C__ || defined AC_SERIAL_H
typedef _Async int ac_httpd_handler(ac_httpd_request *request, void *arg);
#else
typedef struct ac_frame *ac_httpd_handler(ac_httpd_request *request, void *arg, int *result);
#endif

/* What is to be answered by whom. In PATH, a part ":name" stands for anything between two slashes, and a '*' at the end for
 * all that follows; other characters stand for themselves, percent-encoded or not. The first row that fits is taken; GET
 * serves HEAD too. Where only the method does not fit, the answer is 405. */
struct ac_httpd_route {
    const char *method; /* NULL: any */
    const char *path;
    ac_httpd_handler *handler; /* NULL: the end of the table */
    void *arg;
};

/* Where a number is 0, the one in brackets is meant. Sizes are bytes. */
struct ac_httpd_options {
    const struct ac_httpd_route *routes; /* NULL: none; they must stay while the server does */
    ac_httpd_handler *handler;           /* for what no route fits; NULL: 404 */
    void *arg;
    int connections;     /* at once (1000); more wait in the system's queue */
    int requests;        /* of one connection, which is closed then (no limit) */
    int header_count;    /* of a request (100); more: 431 */
    size_t line_limit;   /* of the first line (8000); more: 414 */
    size_t head_limit;   /* of the first line and all headers (16 KiB); more: 431 */
    size_t body_limit;   /* of a body (1 MiB), if the handler does not say otherwise; more: 413 */
    ac_time head_time;   /* for the first line and all headers together (10 s); longer: 408 */
    ac_time body_time;   /* for something more of a body (30 s): -ETIMEDOUT for the handler */
    ac_time write_time;  /* for the client to take something more of an answer (30 s): likewise */
    ac_time idle_time;   /* between two requests (60 s), then the connection is closed */
    ac_time grace;       /* for requests under way after ac_httpd_stop() (10 s) */
    int cancel_gone;     /* not 0: cancel a handler whose client has closed its side of the connection. A client that only
                            says that it has nothing more to send is taken for gone, too */
};

/* ---- functions that may suspend: a cancellation leaves nothing behind ------------------------------------------------ */
#if defined __ASYNC_C__ || defined AC_SERIAL_H

/* Serves the connections of FD, which listens (see ac_listen()), until ac_httpd_stop(), and closes it. 0 when all requests
 * under way have been answered, -ETIMEDOUT when the time for that was over and the rest was cancelled; or what ac_serve()
 * returns. Cancelling cancels the handlers and waits for them. Any number of these may run for one server. */
_Async int ac_httpd_serve(ac_httpd *server, int fd);

/* Reads up to SIZE bytes of the body, waiting for something. How many, 0 at its end; or a negative errno: -EMSGSIZE if the
 * body has more than the limit, -ETIMEDOUT if nothing more came in time, -EBADMSG if it is malformed, -ECONNRESET if the
 * client went away before its end. The client sends no faster than this is called. */
_Async ssize_t ac_httpd_read(ac_httpd_request *request, void *buffer, size_t size);
/* The whole body: its size, and *DATA with a 0 behind. Or a negative errno as of ac_httpd_read(), or -ENOMEM. Either of the
 * two, not both. */
_Async ssize_t ac_httpd_body(ac_httpd_request *request, char **data);

/* Answers: STATUS (from 200 to 599), the headers set before, Content-Type: TYPE (NULL: none) and SIZE bytes of DATA; DATA
 * NULL: the status in words. -EALREADY if the answer has begun; otherwise 0 or what ac_httpd_write() returns. Larger data
 * is sent from where it is. */
_Async int ac_httpd_answer(ac_httpd_request *request, int status, const char *type, const void *data, size_t size);
/* Adds SIZE bytes to the body of the answer, which begins with that. As long as all of it has room in a buffer of 16 KiB,
 * nothing is sent before the handler returns, and its length is known then. What is more is sent in chunks (to clients of
 * HTTP/1.0 up to the end of the connection) at the pace of the client. 0, or a negative errno, which stays: -EPIPE or
 * -ECONNRESET if the client is gone, -ETIMEDOUT if it takes nothing; -EMSGSIZE if that is more than ac_httpd_length() said;
 * -EALREADY after ac_httpd_answer(). */
_Async int ac_httpd_write(ac_httpd_request *request, const void *data, size_t size);
/* Sends what there is of the answer, its head at least. As ac_httpd_write(). */
_Async int ac_httpd_flush(ac_httpd_request *request);
/* The same, if there is room for less than 4 KiB: what to call in a loop that writes by ac_httpd_printf(). */
_Async int ac_httpd_drain(ac_httpd_request *request);

#else

struct ac_frame *ac_httpd_serve(ac_httpd *server, int fd, int *result);
struct ac_frame *ac_httpd_read(ac_httpd_request *request, void *buffer, size_t size, ssize_t *result);
struct ac_frame *ac_httpd_body(ac_httpd_request *request, char **data, ssize_t *result);
struct ac_frame *ac_httpd_answer(ac_httpd_request *request, int status, const char *type, const void *data, size_t size,
                                 int *result);
struct ac_frame *ac_httpd_write(ac_httpd_request *request, const void *data, size_t size, int *result);
struct ac_frame *ac_httpd_flush(ac_httpd_request *request, int *result);
struct ac_frame *ac_httpd_drain(ac_httpd_request *request, int *result);

#endif

/* ---- the server ------------------------------------------------------------------------------------------------------- */

/* A server with these settings, which are copied. NULL: no memory. */
ac_httpd *ac_httpd_new(const struct ac_httpd_options *options);
/* Stops: nothing is accepted any more, connections without a request are closed, and ac_httpd_serve() returns when the requests
 * under way have been answered, or cancelled after the time of grace. From a task of the same loop; again: nothing. */
void ac_httpd_stop(ac_httpd *server);
/* Releases SERVER, which must not be serving any more. NULL is fine. */
void ac_httpd_free(ac_httpd *server);

/* ---- what came -------------------------------------------------------------------------------------------------------- */

/* The value of the first header of that NAME, in whatever case, without blanks around it; NULL: there is none. */
const char *ac_httpd_header(ac_httpd_request *request, const char *name);
/* All headers, one by one: begin with *AT = 0. 1, or 0 at the end. */
int ac_httpd_next_header(ac_httpd_request *request, size_t *at, const char **name, const char **value);
/* What stands for ":NAME" of the route in the path, decoded; "*": what stands for the '*'. Its length, with a 0 behind; or
 * -ENOENT, -EMSGSIZE if it needs more than SIZE, -EINVAL if it is encoded wrongly or has a 0 in it. */
ssize_t ac_httpd_param(const ac_httpd_request *request, const char *name, char *value, size_t size);
/* The same for the value of NAME in the query. */
ssize_t ac_httpd_query(const ac_httpd_request *request, const char *name, char *value, size_t size);
/* Decodes SIZE bytes of percent-encoded TEXT to VALUE, which has room for ROOM and may be TEXT; PLUS: '+' is a blank, as in forms.
 * The same results. */
ssize_t ac_httpd_decode(const char *text, size_t size, int plus, char *value, size_t room);
/* How long the body may be, before it is read: more or less than the option. */
void ac_httpd_limit(ac_httpd_request *request, int64_t limit);

/* ---- the answer, before it begins ------------------------------------------------------------------------------------- */

/* The status, 200 if none is set. 0; -EALREADY if the answer has begun; -EINVAL if it is not from 200 to 599. */
int ac_httpd_status(ac_httpd_request *request, int status);
/* Adds a header. 0; -EALREADY; -EINVAL if NAME is no name, or VALUE has control characters (a new line would be another
 * header), or the header is one of those that the server sends: Content-Length, Transfer-Encoding, Date, and Connection but for
 * "close", which closes it; -EMSGSIZE if all headers together are more than 8 KiB. */
int ac_httpd_set(ac_httpd_request *request, const char *name, const char *value);
/* How long the body will be: it is sent as it is then, not in chunks. The handler must write so much. 0 or -EALREADY. */
int ac_httpd_length(ac_httpd_request *request, int64_t length);
/* Adds text to the body of the answer without waiting. Its length; -EMSGSIZE if the buffer has not so much room (4 KiB after
 * ac_httpd_drain()) and nothing was added; or another negative errno as of ac_httpd_write(). */
int ac_httpd_printf(ac_httpd_request *request, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));

#ifdef __cplusplus
}
#endif

#endif
