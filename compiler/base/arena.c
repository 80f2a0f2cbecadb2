#include "base/arena.h"

#include "base/format.h"

#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK ((size_t)256 * 1024)
#define LARGE ((size_t)4 * 1024 * 1024)
#define MOST_EXPECTED (512 * 1024 * 1024)

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

void memory_expect(size_t size)
{
#if defined __GLIBC__ && defined MADV_HUGEPAGE
    char *first, *end;

    if (size < LARGE)
        return;
    mallopt(M_MMAP_THRESHOLD, 32 << 20); /* the most that may be said; what has room in the heap is not mapped at all */
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_TOP_PAD, size < MOST_EXPECTED ? (int)size : MOST_EXPECTED);
    first = malloc(LARGE);
    mallopt(M_TOP_PAD, CHUNK);
    end = sbrk(0);
    if (first && first < end) /* and not an allocator that does without sbrk() */
        in_large_pages(first, (size_t)(end - first));
    free(first);
#else
    (void)size;
#endif
}

void *xmalloc(size_t size)
{
    void *p = malloc(size ? size : 1);

    if (!p)
        no_memory();
    return in_large_pages(p, size);
}

void *xcalloc(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size);

    if (!p)
        no_memory();
    return in_large_pages(p, count * size);
}

void *xrealloc(void *p, size_t size)
{
    p = realloc(p, size ? size : 1);
    if (!p)
        no_memory();
    return in_large_pages(p, size);
}

void arena_grow(struct arena *a, size_t size)
{
    size_t usual = a->total < LARGE ? CHUNK : LARGE, room = size > usual ? size : usual;
    struct arena_chunk *c = malloc(sizeof *c + room);

    if (!c)
        no_memory();
    in_large_pages(c, sizeof *c + room);
    c->next = a->chunks;
    a->chunks = c;
    a->at = c->data;
    a->end = c->data + room;
    a->total += room;
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
    char *p = memcpy(arena_take(a, len + 1), text, len);

    p[len] = 0;
    return p;
}

/* Mostly there is room for the text in the chunk; where there is not, what was tried is left in one that is full. */
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    size_t room = (size_t)(a->end - a->at), len = format(a->at, room, fmt, ap);
    char *p = a->at;

    if (len < room) {
        len = (len + 1 + 7) & ~(size_t)7;
        a->at += len < room ? len : room;
        return p;
    }
    p = arena_take(a, len + 1);
    format(p, len + 1, fmt, ap);
    return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    char *text;
    va_list ap;

    va_start(ap, fmt);
    text = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return text;
}

char *arena_texts(struct arena *a, const char *const *texts)
{
    enum { FEW = 8 };
    size_t lens[FEW], len = 0, n = 0, more;
    char *joined, *at;

    for (; texts[n]; n++) {
        more = strlen(texts[n]);
        len += more;
        if (n < FEW)
            lens[n] = more;
    }
    at = joined = arena_take(a, len + 1);
    for (size_t i = 0; i < n; i++, at += more) {
        more = i < FEW ? lens[i] : strlen(texts[i]);
        memcpy(at, texts[i], more);
    }
    *at = 0;
    return joined;
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

/* The first chunk stays. */
void arena_release_chunks(struct arena *a, const struct arena *mark)
{
    struct arena_chunk *c = a->chunks, *next;

    if (!mark->chunks)
        return;
    for (; c != mark->chunks; c = next) {
        next = c->next;
        free(c);
    }
    *a = *mark;
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
