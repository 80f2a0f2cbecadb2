/* shown.h - a line of the emitted text that clang shows, and that of the source in its place. */
#ifndef SHOWN_H
#define SHOWN_H

#include "base/renames.h"

/* All zero: none yet. */
struct shown {
    struct buf emitted; /* as clang shows it, */
    struct buf source;  /* ... and what has to be shown: tabs are blanks in both */
    const char *raw;    /* the latter as it stands in the file */
};

/* TEXT is shown as that line of FILE. True: it was made of it, and so that line is to be shown. */
bool shown_begin(struct shown *s, struct renames *names, const struct buf *file, unsigned line, const char *text);
/* In which column of the source's line that stands which is in that one of the emitted line, both from 0; -1: in none. */
long shown_place(struct shown *s, struct renames *names, size_t column);
/* How many bytes are before that column of it in the file. */
size_t shown_byte(const struct shown *s, size_t column);
/* Appends MARKS, which clang puts below the emitted line, as they belong below the source's. */
void shown_put_marks(struct shown *s, struct renames *names, const char *marks, struct buf *out);
void shown_free(struct shown *s);

/* How long the word is that TEXT begins with. */
size_t word_length(const char *text);

#endif
