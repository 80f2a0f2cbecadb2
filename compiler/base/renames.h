/* renames.h - which names of the emitted text stand for which of the source: for who reads what C compilers say of it. */
#ifndef BASE_RENAMES_H
#define BASE_RENAMES_H

#include "base/buf.h"
#include "base/vec.h"

#include <stdbool.h>

struct renames {
    struct buf text;        /* each name that was made and, behind its NUL, that of the source */
    VEC(const char *) made; /* those in `text`, in alphabetical order: from the first search on */
    const char *often[8];   /* what renames_add_often() was given last */
    unsigned next;
};

/* A pointer to a frame: nothing in the source, nor is the `->` behind it. */
#define RENAMES_FRAME "->"

/* Notes that MADE stands for SOURCE; "": for nothing there. A MADE that ends in `_` means all that go on with a number. */
void renames_add(struct renames *r, const char *made, const char *source);
/* The same for one that many functions have: MADE stays where it is, and is known by its address. */
void renames_add_often(struct renames *r, const char *made, const char *source);
/* What the word of that length stands for; NULL: nothing made it. Nothing is added after that. */
const char *renames_find(struct renames *r, const char *word, size_t len);
/* Is that, which renames_find() gave, RENAMES_FRAME? */
static inline bool renames_frame(const char *found)
{
    return found && !strcmp(found, RENAMES_FRAME);
}
void renames_free(struct renames *r);

#endif
