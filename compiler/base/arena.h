/* arena.h - memory that is freed all at once.
 *
 * Passes allocate and never free; whoever made the arena ends it. Memory comes back zeroed, aligned for
 * pointers and int64_t. Running out of memory ends the process with a message (a compiler has nothing better to do). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    char *at, *end;             /* the free part of the newest chunk */
    size_t total;               /* bytes taken from the system */
};

/* A new chunk with room for SIZE bytes, for arena_take(). */
void arena_grow(struct arena *a, size_t size);

/* Memory with anything in it. */
static inline void *arena_take(struct arena *a, size_t size)
{
    char *p;

    size = (size + 7) & ~(size_t)7;
    if (size > (size_t)(a->end - a->at))
        arena_grow(a, size);
    p = a->at;
    a->at += size;
    return p;
}

static inline void *arena_alloc(struct arena *a, size_t size)
{
    return memset(arena_take(a, size), 0, size);
}

/* The SIZE bytes at P are not needed, if they are the last that were handed out. */
static inline void arena_give_back(struct arena *a, void *p, size_t size)
{
    if ((char *)p + size == a->at)
        a->at = p;
}

/* Ends what was allocated since MARK, a copy of the arena, was taken. */
void arena_release_chunks(struct arena *a, const struct arena *mark);
static inline void arena_release(struct arena *a, const struct arena *mark)
{
    if (a->chunks != mark->chunks)
        arena_release_chunks(a, mark);
    else
        a->at = mark->at;
}

/* A NUL-terminated copy of LEN bytes. */
char *arena_strndup(struct arena *a, const char *text, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);
/* What the texts make one after the other: arena_join(a, "struct ", name). */
#define arena_join(a, ...) arena_texts((a), (const char *const[]){__VA_ARGS__, NULL})
char *arena_texts(struct arena *a, const char *const *texts);
void arena_free(struct arena *a);
/* Ends what was allocated so far and keeps some memory for what comes. */
void arena_reset(struct arena *a);
/* What FROM has lives as long as A from now on; FROM is empty. */
void arena_adopt(struct arena *a, struct arena *from);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* SIZE bytes may be needed: the heap is to have them in one stretch of large pages, if the system will. Only what is used is
 * touched. What takes longest about much memory is to get it in small pages, one by one, and to move what grows. */
void memory_expect(size_t size);

/* malloc, calloc and realloc that do not return NULL. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t size);

#endif
