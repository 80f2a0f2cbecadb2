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

/* Where a token stands in the line of source that is shown. */
struct place {
    const char *line;   /* not NUL-terminated; NULL: nothing to show */
    size_t len;
    size_t start, end;  /* the token in it, in bytes */
    size_t skipped;     /* of a very long line: bytes of it before `line` */
};

struct place place_of(struct unit *u, tok t);
/* Does the token stand in the line of source, as far as that can be told? If not, a macro made it. */
bool stands_in_source(struct unit *u, tok t);
/* Columns of the first BYTES of a line as a terminal shows them: tabs go to multiples of 8. */
unsigned display_width(const char *line, size_t bytes);
void diag_show(struct unit *u, const struct diag_pending *d, FILE *out);

#endif
