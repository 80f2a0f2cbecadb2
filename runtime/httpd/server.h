/* server.h - what the files of the server share.
 *
 * A connection that waits for a request has no buffers. For its requests it borrows an exchange: two buffers and the state of
 * one request, which handlers see as ac_httpd_request. It goes back to the server when the input is empty and the output
 * sent, so a busy server uses a few of them again and again. */
#ifndef SERVER_H
#define SERVER_H

#include <ac/httpd.h>
#include <llhttp.h>
#include <stdbool.h>

enum {
    OUT_ROOM = 16384, /* of the output */
    HEAD_ROOM = 8192, /* what all headers of an answer may need of it; as much is free when a handler is called */
    GAP = 80,         /* between the headers and the body of an answer, for what says how long it is */
    TAIL = 8,         /* behind the body, for the end of a chunk and the last one */
    DISCARDED = 65536, /* what is read of a body that nobody wants; with more, closing the connection is cheaper */
    BODY_ROOM = 4096  /* of the input at least, for what comes behind a head */
};

struct connection {
    struct ac_httpd *server;
    struct connection *prev, *next;
    struct exchange *exchange; /* borrowed; or NULL */
    int fd;
    int requests;
    bool idle;                 /* waits for a request */
};

struct listener {
    int fd;
    struct listener *next;
};

struct ac_httpd {
    struct ac_httpd_options options;
    struct connection *connections;
    struct listener *listeners;
    struct exchange *spare;
    int spares;
    bool stopping;
    ac_event stop;
    int64_t date_second;       /* what the date is for */
    char date[40];       /* the header, with its end of line */
};

/* How far the answer has come. */
enum stage {
    NOTHING,  /* of it is there */
    HEADERS,  /* are being collected */
    BUFFERED, /* and some of the body; nothing is sent */
    STREAMED, /* the head is sent, or on its way */
    ANSWERED  /* all is sent, or on its way */
};

enum framing { BY_LENGTH, BY_CHUNKS, BY_CLOSING };

/* From `sent` to `ready` are bytes to be sent, of this and earlier answers; from there to `end` is what there is of the
 * answer being made. The input is the head, from `head` to `body`, then what has come of the body, from `at` to `have`; after the
 * body, `head` of the next request is where `at` is. */
struct exchange {
    ac_httpd_request request; /* first: what handlers see is this */
    struct connection *connection;
    struct exchange *next;    /* spare */
    const struct ac_httpd_route *route;

    char *in;
    size_t in_room, head, body, at, have;
    size_t line, looked;      /* in the search for the end of the head: the line, and how far it has come */
    size_t fields;            /* the first header */
    ac_time head_deadline;    /* 0: none yet */

    llhttp_t parser;
    int64_t left;             /* of the body, by its length; -1: in chunks, and not at its end */
    int64_t limit;            /* of what may still come of the body */
    int64_t overhead;         /* of chunks, beyond what is in proportion */
    char last;                /* byte of that */
    const char *span;         /* the rest of a piece of a chunk */
    size_t span_size;
    bool expects;             /* the client waits for "100 Continue" */
    char *whole;              /* a body in memory of its own */
    char *cut;                /* where a 0 was put behind a body, in place of `held` */
    char held;

    char *out;
    size_t sent, ready, end, gap;
    const char *direct;       /* data of a handler's, to be sent behind `ready` */
    size_t direct_size;
    const char *behind;       /* the end of a chunk, behind that */
    size_t behind_size;
    enum stage stage;
    enum framing framing;
    int status;
    size_t start_line;        /* its length */
    int64_t declared;         /* the length of the answer's body; -1: not said */
    int64_t written;
    bool bodiless;            /* the answer has no body: to HEAD, or by its status */
    bool keep;                /* the connection, for another request */
    int error;                /* sending has failed */
};

static inline struct exchange *exchange_of(ac_httpd_request *request)
{
    return (struct exchange *)(void *)request;
}

/* head.c: what a request says of itself. */

/* Looks for the end of the head: its length, or 0. Empty lines in front of it are skipped. */
size_t httpd_find_head(struct exchange *x);
/* Reads a head of SIZE bytes. 0, or the status to answer instead. */
int httpd_read_head(struct exchange *x, size_t size);

/* chunks.c: bodies in chunks. */

/* The next piece into x->span, from what has come. 0; -EAGAIN: more has to come; or -EBADMSG. At the end x->left is 0. */
int httpd_next_chunk(struct exchange *x);

/* route.c */
const struct ac_httpd_route *httpd_find_route(const struct ac_httpd_route *routes, const char *method, const char *path);
/* The methods that would do for PATH, ", " between them: their number. */
int httpd_allowed(const struct ac_httpd_route *routes, const char *path, char *text, size_t size);

/* status.c */
const char *httpd_reason(int status);
/* The header Date, with its end of line. */
const char *httpd_date(struct ac_httpd *server, size_t *size);

/* out.c: making answers, without waiting. */

/* Forgets what is there of the answer. */
void httpd_restart(struct exchange *x);
/* Makes sure that something can be added to the body. 0, or a negative errno: -EMSGSIZE if what waits has to be sent before. */
int httpd_begin_body(struct exchange *x);
/* Bytes that can be added to the body. */
size_t httpd_room(const struct exchange *x);
void httpd_append(struct exchange *x, const void *data, size_t size);
/* Makes what there is ready to be sent, DIRECT bytes of something else behind it. */
void httpd_seal(struct exchange *x, size_t direct);
/* A whole answer, but for the body if it has no room: then 1. Otherwise 0, or a negative errno as of ac_httpd_answer(). */
int httpd_whole(struct exchange *x, int status, const char *type, const void *data, size_t size);
/* Ends the answer. 0, or -EIO: it cannot be ended properly. */
int httpd_end(struct exchange *x);
/* Puts "100 Continue" in front of the answer. */
void httpd_continue(struct exchange *x);
/* Sends what can be sent. 0: all; -EAGAIN; or another negative errno, which stays. */
int httpd_send(struct exchange *x);
static inline bool httpd_pending(const struct exchange *x)
{
    return x->sent < x->ready || x->direct_size || x->behind_size;
}

#ifdef __ASYNC_C__
/* call.c: calls the handler; if it has to wait, answers to earlier requests are sent first. */
async int httpd_call(struct exchange *x, ac_httpd_handler *handler, void *arg);
/* transfer.ac: reading and writing with limits of time. */
async int httpd_flush(struct exchange *x);
/* recv(2), waiting until *DEADLINE (0: not set yet; LIMIT from now on): then -ETIMEDOUT. */
async ssize_t httpd_receive(struct exchange *x, void *buffer, size_t size, ac_time *deadline, ac_time limit);
/* body.ac: reads the rest of a body that nobody wants, if that is little. Whether it is at its end. */
async bool httpd_discard(struct exchange *x);
#endif

#endif
