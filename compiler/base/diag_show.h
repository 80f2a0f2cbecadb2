/* diag_show.h - a diagnostic that waits for its fix-its, and how it is printed. */
#ifndef BASE_DIAG_SHOW_H
#define BASE_DIAG_SHOW_H

#include "base/buf.h"
#include "base/diag.h"

enum { MOST_FIXITS = 8 };

struct fixit {
    tok at;           /* insert before this token, */
    bool after;       /* ... after it, */
    tok last;         /* or replace at..last, if not 0 */
    const char *text;
};

struct diag_pending {
    enum severity severity;
    const char *label;  /* what is printed before the text: "error" */
    const char *name;   /* of a warning, else NULL */
    bool promoted;      /* a warning that is an error here */
    bool waiting;       /* not printed yet */
    bool dropped;       /* turned off: its notes and fix-its go with it */
    bool after;         /* the caret stands behind the token */
    tok at;
    struct range range;
    char *text;
    int fixits;
    struct fixit fixit[MOST_FIXITS];
    uint16_t file;      /* for which the includes were told last */
};

void diag_show(struct unit *u, const struct diag_pending *d, FILE *out);

#endif
