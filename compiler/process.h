/* process.h - running the C compiler. */
#ifndef PROCESS_H
#define PROCESS_H

#include "base/buf.h"
#include "words.h"

/* Runs ARGV and waits for it. With CAPTURE, its standard output is appended there. Returns its exit status; a program
 * that cannot be started or is killed by a signal is reported and counts as status 1. */
int process_run(const struct words *argv, struct buf *capture);

#endif
