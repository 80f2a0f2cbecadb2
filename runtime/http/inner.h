/* inner.h - the session and the response, for the files of libac-http.
 *
 * There is no task behind a session: of the calls that wait for news of their responses, the first one also waits for the
 * session's descriptors and has libcurl act on them, for all (wait.ac). The session's own epoll descriptor stands for all
 * sockets of libcurl's, and a timerfd in it for its timer, so that what that call waits for is always the same. */
#ifndef AC_HTTP_INNER_H
#define AC_HTTP_INNER_H

#include <ac/http.h>
#include <curl/curl.h>
#include <stdbool.h>

/* Requests to one scheme, host and port. */
struct ac_http_host {
    char *key;      /* "https://example.org:443" */
    unsigned users; /* responses that refer to it */
    ac_sem turns;
};

struct ac_http {
    struct ac_http_options options; /* with the defaults filled in; text is ours */
    unsigned users;          /* responses, and 1 for the owner */
    bool closed;
    CURLM *multi;
    CURLSH *share;           /* TLS sessions, cookies */
    int poll_fd, timer_fd;
    ac_time curl_at;         /* when libcurl wants to be called; 0: not by time */
    ac_time limit_at;        /* when to look whether a phase has taken too long; 0: not at all */
    ac_time armed_at;        /* what the timerfd is set to */
    bool troubled;           /* a transfer has an error that libcurl does not know of */
    bool polling;            /* the first of `waiting` waits for poll_fd */
    ac_http_response *waiting, **waiting_end; /* those somebody waits for, first come, first */
    ac_http_response *alive; /* those with a transfer */
    ac_sem turns;            /* of max_total */
    void *hosts;             /* a tree of tsearch(3), if max_per_host is set */
    char error[CURL_ERROR_SIZE];
};

/* What a transfer is doing, and so which limit of time holds. */
enum ac_http_phase {
    AC_HTTP_CONNECTING, /* libcurl's own limit */
    AC_HTTP_SENDING,    /* the body */
    AC_HTTP_ANSWERING,  /* sent; no headers yet */
    AC_HTTP_RECEIVING   /* the body */
};

struct ac_http_field {
    struct ac_http_field *next;
    char *value; /* behind the name */
    char name[];
};

struct ac_http_response {
    ac_http *session;
    ac_http_response *next, *prev; /* in session->alive */
    unsigned users;          /* calls that wait, and 1 for the owner */
    bool reading;

    /* waiting */
    ac_http_response *next_waiting;
    ac_event wake;           /* there is news, or it has become the first that waits */
    bool news;

    /* the turn */
    struct ac_http_host *host; /* NULL: no limit per host */
    bool has_host, has_turn;   /* permits to give back */

    /* the transfer */
    CURL *easy;              /* NULL: over */
    bool begun;              /* libcurl has it */
    struct curl_slist *lines; /* headers of the request */
    enum ac_http_phase phase;
    ac_time since;           /* the beginning of the phase, or the last byte in it */
    curl_off_t sent_so_far, got_so_far; /* bytes of bodies, as libcurl says */
    int error;               /* why it ended, or has to: 0: well */
    bool over;
    char text[CURL_ERROR_SIZE]; /* the error in words */
    const char *why;         /* the same, if it is not libcurl's */

    /* the body of the request: in memory, or from a source */
    bool has_body, sent;
    bool post;               /* a plain POST, which some redirections make a GET */
    bool rewritten;          /* a method that libcurl knows nothing of */
    const char *body;
    size_t size, at;         /* of the body; size 0 with a source: until it ends */
    ac_http_source *source;
    void *arg;
    char *piece;             /* what the source gave, from piece_at to piece_end */
    size_t piece_at, piece_end;
    bool ended;              /* the source */
    ac_event hungry;         /* libcurl waits for the source */

    /* the answer */
    bool answered;           /* its headers are complete */
    bool follows;            /* redirections are followed */
    bool moved;              /* this header block has a Location */
    bool expects;            /* "Expect: 100-continue" was sent */
    int status, version;
    char *url;
    struct ac_http_field *fields, **fields_end;
    size_t header_size;      /* bytes so far */
    char *data;              /* the body, from `from` to `to` */
    size_t from, to, room;
    bool paused;             /* libcurl waits until there is room */
};

/* ---- session.c ---- */
/* Milliseconds of a limit for libcurl; 0: none. */
long ac_http_ms(ac_time limit);
/* The real clock, whatever the loop's is. */
ac_time ac_http_now(void);
/* Has libcurl act on what has come, ends transfers that are over or late, and tells those that wait. */
void ac_http_drive(ac_http *http);
/* Sets the timer to what is wanted, if somebody waits for it. Whether the time has come already. */
bool ac_http_arm(ac_http *http);
void ac_http_leave(ac_http *http);

/* ---- limits.c ---- */
/* R is in PHASE from now on, or, if it is already, something has moved. */
void ac_http_moved(ac_http_response *r, enum ac_http_phase phase);
/* Ends the transfers that are late. */
void ac_http_check_limits(ac_http *http);
/* R's host, made if need be. 0 or -ENOMEM. */
int ac_http_host_enter(ac_http_response *r, CURLU *url);
void ac_http_host_leave(ac_http_response *r);

/* ---- transfer.c ---- */
/* A response for REQUEST whose transfer has not begun. 0 or a negative errno. */
int ac_http_prepare(ac_http *http, const struct ac_http_request *request, ac_http_response **response);
/* Begins it. 0 or a negative errno. */
int ac_http_begin(ac_http_response *r, const struct ac_http_request *request);
/* Ends it with an ERROR, described by R->text; 0: it is complete. Not from inside of libcurl. */
void ac_http_end(ac_http_response *r, int error);
/* There is something to look at for who waits for R. */
void ac_http_tell(ac_http_response *r);
/* Nothing of the request is used from now on. */
void ac_http_sent(ac_http_response *r);
/* What the source gave into R->piece: GOT bytes, 0 or an error. */
void ac_http_feed(ac_http_response *r, ssize_t got);
/* Bytes from the body. How many, 0 at the end, or a negative errno: -EAGAIN if there are none yet. */
ssize_t ac_http_take(ac_http_response *r, void *buffer, size_t size);
/* Notes R's error for ac_http_error(). Returns ERROR. */
int ac_http_fail(ac_http_response *r, int error);
void ac_http_drop(ac_http_response *r);

/* ---- receive.c ---- */
/* Callbacks of libcurl for what comes. */
size_t ac_http_on_header(char *line, size_t size, size_t count, void *response);
size_t ac_http_on_body(char *data, size_t size, size_t count, void *response);
void ac_http_forget_fields(ac_http_response *r);

/* ---- error.c ---- */
int ac_http_errno(const ac_http_response *r, CURLcode code);

/* ---- wait.ac ---- */
#ifdef __ASYNC_C__
/* Waits until there is news of R. */
_Async void ac_http_wait(ac_http_response *r);
#endif

enum { AC_HTTP_PIECE = 65536 }; /* bytes asked of a source at once */

#endif
