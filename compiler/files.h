/* files.h - reading whole files, and outputs that appear complete or not at all. */
#ifndef FILES_H
#define FILES_H

#include "base/arena.h"
#include "base/spool.h"

#include <stdbool.h>
#include <stdio.h>

/* Appends what FD gives until its end; false, with errno, when reading fails. */
bool read_to_end(int fd, struct buf *b);
/* Likewise for a file, into an empty B; false when it cannot be read, and then B is empty. */
bool read_whole_file(const char *path, struct buf *b);

/* A new empty file in $TMPDIR, removed at exit unless removed before; NULL after a message. */
const char *temp_file(struct arena *a, const char *suffix);
void temp_remove(const char *path);

/* An output is written under a name of its own beside the destination, and renamed when it is complete. What is not a
 * regular file (a terminal, /dev/null, a pipe) is written directly. */
struct output {
    const char *path; /* the destination; "-" is standard output */
    const char *temp; /* where to write: a temporary name, or path itself */
};

/* Begins an output; `direct` forgoes the temporary name. False after a message. */
bool output_begin(struct arena *a, struct output *o, const char *path, bool direct);
/* Puts all of TEXT there. False after a message. */
bool output_write(const struct output *o, const struct spool *text);
/* Ends it: the output gets its name if `complete`, else nothing is left. False after a message. */
bool output_end(struct output *o, bool complete);

#endif
