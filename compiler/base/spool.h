/* spool.h - text that is written from front to back and may become long.
 *
 * Only its end is in memory. What is before lies in a file without a name until all is complete and goes where it belongs:
 * memory is the dearer of the two. Some of it may turn out to be missing by then, and is put in on the way. */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include "base/buf.h"
#include "base/vec.h"

#include <stdbool.h>

/* So much is written at once. */
enum { SPOOL_PIECE = 256 * 1024 };

struct spool_insertion {
    size_t at;   /* where in the text, and ... */
    size_t name; /* ... in `names` */
};

/* All zero: empty. */
struct spool {
    struct buf text;  /* the end of it */
    size_t away;      /* bytes before that, */
    int file;         /* ... and the file they are in, where there are any */
    bool full;        /* no more can be put there: what comes stays in memory */
    VEC(struct spool_insertion) inserted; /* in order */
    struct buf names;
};

/* Puts away what there is, but for the last character. Where it cannot, all stays. */
void spool_put_away(struct spool *s);
/* Where the next character will be. */
static inline size_t spool_place(const struct spool *s)
{
    return s->away + s->text.len;
}
/* NAME, a copy of it, between spaces, goes in at AT, which is not before the last one. */
void spool_insert(struct spool *s, size_t at, const char *name);
/* Writes all of it to the file descriptor FD; false, with errno, if that fails. */
bool spool_write(const struct spool *s, int fd);
void spool_free(struct spool *s);

#endif
