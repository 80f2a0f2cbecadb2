#include "base/arena.h"

#include "base/format.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CHUNK ((size_t)256 * 1024)
#define LARGE ((size_t)4 * 1024 * 1024)

struct arena_chunk {
    struct arena_chunk *next;
    _Alignas(16) char data[];
};

static void no_memory(void)
{
    fputs("acc: fatal error: out of memory\n", stderr);
    exit(4);
}

/* What a large block costs is mostly the first touch of each of its pages, so they should be large, too. The whole mapping
 * is named, not what lies in it aligned, so that it stays one that can be moved when it grows. */
static void *in_large_pages(void *p, size_t size)
{
#ifdef MADV_HUGEPAGE
    uintptr_t page = 4096, first = (uintptr_t)p & ~(page - 1);

    if (size >= LARGE)
        madvise((void *)first, ((uintptr_t)p + size - first + page - 1) & ~(page - 1), MADV_HUGEPAGE);
#endif
    return p;
}

void *xmalloc(size_t size)
{
    void *p = malloc(size ? size : 1);

    if (!p)
        no_memory();
    return in_large_pages(p, size);
}

void *xrealloc(void *p, size_t size)
{
    p = realloc(p, size ? size : 1);
    if (!p)
        no_memory();
    return in_large_pages(p, size);
}

static void grow(struct arena *a, size_t size)
{
    size_t usual = a->total < LARGE ? CHUNK : LARGE, room = size > usual ? size : usual;
    struct arena_chunk *c = xmalloc(sizeof *c + room);

    c->next = a->chunks;
    a->chunks = c;
    a->at = c->data;
    a->end = c->data + room;
    a->total += room;
}

void *arena_alloc(struct arena *a, size_t size)
{
    char *p;

    size = (size + 7) & ~(size_t)7;
    if (size > (size_t)(a->end - a->at))
        grow(a, size);
    p = a->at;
    a->at += size;
    return memset(p, 0, size);
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
    char *p = arena_alloc(a, len + 1);

    memcpy(p, text, len);
    return p;
}

/* Mostly there is room for the text in the chunk. */
char *arena_printf(struct arena *a, const char *fmt, ...)
{
    size_t room = (size_t)(a->end - a->at), len;
    char *p = a->at;
    va_list ap;

    va_start(ap, fmt);
    len = format(p, room, fmt, ap);
    va_end(ap);
    if (len < room) {
        len = (len + 1 + 7) & ~(size_t)7;
        a->at += len < room ? len : room;
        return p;
    }
    p = arena_alloc(a, len + 1);
    va_start(ap, fmt);
    format(p, len + 1, fmt, ap);
    va_end(ap);
    return p;
}

/* Under ASan everything goes, so that a use of what is over is found. */
void arena_reset(struct arena *a)
{
    struct arena_chunk *keep = a->chunks;
    struct arena rest = *a;

#ifdef __SANITIZE_ADDRESS__
    keep = NULL;
#endif
    if (!keep || (size_t)(a->end - keep->data) != CHUNK) {
        arena_free(a);
        return;
    }
    rest.chunks = keep->next;
    arena_free(&rest);
    keep->next = NULL;
    *a = (struct arena){.chunks = keep, .at = keep->data, .end = keep->data + CHUNK, .total = CHUNK};
}

void arena_adopt(struct arena *a, struct arena *from)
{
    struct arena_chunk **last = &from->chunks;

    while (*last)
        last = &(*last)->next;
    if (a->chunks) { /* behind the chunk that A still fills */
        *last = a->chunks->next;
        a->chunks->next = from->chunks;
    } else {
        a->chunks = from->chunks;
    }
    a->total += from->total;
    memset(from, 0, sizeof *from);
}

void arena_free(struct arena *a)
{
    struct arena_chunk *c = a->chunks, *next;

    for (; c; c = next) {
        next = c->next;
        free(c);
    }
    memset(a, 0, sizeof *a);
}
