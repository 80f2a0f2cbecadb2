#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK ((size_t)256 * 1024)

struct arena_chunk {
    struct arena_chunk *next;
    _Alignas(16) char data[];
};

static void no_memory(void)
{
    fputs("acc: fatal error: out of memory\n", stderr);
    exit(4);
}

void *xmalloc(size_t size)
{
    void *p = malloc(size ? size : 1);

    if (!p)
        no_memory();
    return p;
}

void *xrealloc(void *p, size_t size)
{
    p = realloc(p, size ? size : 1);
    if (!p)
        no_memory();
    return p;
}

static void grow(struct arena *a, size_t size)
{
    size_t room = size > CHUNK ? size : CHUNK;
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

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    int len;
    char *p;

    va_start(ap, fmt);
    len = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    p = arena_alloc(a, (size_t)len + 1);
    va_start(ap, fmt);
    vsnprintf(p, (size_t)len + 1, fmt, ap);
    va_end(ap);
    return p;
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
