/* arena.h - memory that is freed all at once.
 *
 * Passes allocate and never free; whoever made the arena ends it. Memory comes back zeroed, aligned for
 * pointers and int64_t. Running out of memory ends the process with a message (a compiler has nothing better to do). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    char *at, *end;             /* the free part of the newest chunk */
    size_t total;               /* bytes taken from the system */
};

void *arena_alloc(struct arena *a, size_t size);
/* A NUL-terminated copy of LEN bytes. */
char *arena_strndup(struct arena *a, const char *text, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_free(struct arena *a);
/* Ends what was allocated so far and keeps some memory for what comes. */
void arena_reset(struct arena *a);
/* What FROM has lives as long as A from now on; FROM is empty. */
void arena_adopt(struct arena *a, struct arena *from);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* malloc and realloc that do not return NULL. */
void *xmalloc(size_t size);
void *xrealloc(void *p, size_t size);

#endif
