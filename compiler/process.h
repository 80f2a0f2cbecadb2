/* process.h - running the C compiler. */
#ifndef PROCESS_H
#define PROCESS_H

#include "base/buf.h"
#include "words.h"

#include <stdbool.h>

/* Who reads what a program writes to its standard output or error. */
struct reader {
    int of;                            /* STDOUT_FILENO or STDERR_FILENO */
    bool (*read)(int fd, void *data);  /* all of it, and closes FD; false, with errno, if that fails */
    void *data;
};

/* One that appends to TEXT what goes to standard output. */
struct reader capture(struct buf *text);

/* Runs ARGV and waits for it. READER may be NULL. Returns its exit status; a program that cannot be started or is killed by
 * a signal is reported and counts as status 1. */
int process_run(const struct words *argv, const struct reader *reader);

#endif
