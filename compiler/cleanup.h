/* cleanup.h - an end by a signal, a crash or an internal error leaves no temporary file and no running child behind. */
#ifndef CLEANUP_H
#define CLEANUP_H

#include <sys/types.h>

/* Installs the handlers. Once, at the start of the program. */
void cleanup_init(void);
/* PATH is removed however the program ends, until it is forgotten. The text must live as long. */
void cleanup_add(const char *path);
void cleanup_forget(const char *path);
/* The child to take along when we are stopped; 0: none. */
void cleanup_set_child(pid_t pid);
/* What is being translated, for the message after a crash; NULL: nothing. */
void cleanup_set_subject(const char *name);

#endif
