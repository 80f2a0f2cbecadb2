/* relay.h - what the C compiler says of the emitted text, said of the source. */
#ifndef RELAY_H
#define RELAY_H

#include "base/renames.h"

/* Passes what comes from FD on to standard error, until it ends; NAMES (struct renames) tells what acc named. False, with
 * errno, if it cannot be read. */
bool relay(int fd, void *names);

#endif
