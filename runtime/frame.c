/* frame.c - memory for frames and tasks: free lists by size over slabs. Objects carry no header: whoever frees one knows
 * its size. A loop's memory is used by its thread alone. */
#include "core.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char ac_abi_1 = 1;

static void (*nomem_hook)(const char *function, size_t size);

/* There when the program is built with the address sanitizer, whether or not the runtime is. */
extern void __asan_poison_memory_region(void const volatile *, size_t) __attribute__((weak));

_Noreturn AC_COLD void ac_fatal(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("libac: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}

void ac_never_waits(const struct ac_frame *callee)
{
    if (callee)
        ac_fatal("the wait for '%s' was taken for one that never comes: a mistake of acc's; please report it", callee->func->name);
}

void ac_set_nomem(void (*hook)(const char *function, size_t size))
{
    nomem_hook = hook;
}

void *ac_must_malloc(size_t bytes, const char *name, size_t size)
{
    void *block = malloc(bytes);

    if (AC_UNLIKELY(!block)) {
        if (nomem_hook) {
            nomem_hook(name, size);
            block = malloc(bytes);
        }
        if (!block)
            ac_fatal("out of memory: no room for a frame of %zu bytes of '%s'", size, name);
    }
    return block;
}

void ac_pool_init(struct ac_pool *pool)
{
    memset(pool, 0, sizeof *pool);
    pool->plain = __asan_poison_memory_region != NULL;
}

static void *get_single(struct ac_pool *pool, const char *name, unsigned size, unsigned align)
{
    unsigned boundary = align > 16 ? align : 16;
    char *block = ac_must_malloc(sizeof(struct ac_single) + boundary + size, name, size);
    uintptr_t at = (uintptr_t)block + sizeof(struct ac_single) + boundary - 1;
    char *object = block + (at / boundary * boundary - (uintptr_t)block);
    struct ac_single *single = (struct ac_single *)(void *)object - 1;

    single->block = block;
    single->size = size;
    single->prev = NULL;
    single->next = pool->singles;
    if (single->next)
        single->next->prev = single;
    pool->singles = single;
    return object;
}

void ac_pool_put_single(struct ac_pool *pool, void *object)
{
    struct ac_single *single = (struct ac_single *)object - 1;

    if (single->next)
        single->next->prev = single->prev;
    if (single->prev)
        single->prev->next = single->next;
    else
        pool->singles = single->next;
    free(single->block);
}

/* The slow half of ac_pool_get(): the free list is empty. Slabs are given out from the front, so pages that were never
 * used stay untouched. */
void *ac_pool_refill(struct ac_pool *pool, const char *name, unsigned size, unsigned align)
{
    unsigned class = ac_pool_class(size, align);
    struct ac_slab *slab;
    void *object;

    if (class >= AC_CLASSES || pool->plain)
        return get_single(pool, name, size, align);
    slab = pool->current[class];
    if (!slab || slab->used + class * 8 > AC_SLAB_SIZE) {
        slab = ac_must_malloc(AC_SLAB_SIZE, name, size);
        slab->next = pool->slabs;
        slab->size = class * 8;
        slab->used = (sizeof *slab + 15) / 16 * 16;
        pool->slabs = pool->current[class] = slab;
    }
    object = (char *)slab + slab->used;
    slab->used += slab->size;
    return object;
}

void ac_pool_blank(struct ac_pool *pool)
{
    for (int class = 0; class < AC_CLASSES; class++)
        for (void *object; (object = pool->free[class]);) {
            pool->free[class] = *(void **)object;
            *(void **)object = NULL;
        }
}

void ac_pool_each(struct ac_pool *pool, void (*visit)(void *object, void *data), void *data)
{
    for (struct ac_slab *slab = pool->slabs; slab; slab = slab->next)
        for (unsigned at = (sizeof *slab + 15) / 16 * 16; at < slab->used; at += slab->size)
            visit((char *)slab + at, data);
    for (struct ac_single *single = pool->singles; single; single = single->next)
        visit(single + 1, data);
}

void ac_pool_clear(struct ac_pool *pool)
{
    while (pool->singles)
        ac_pool_put_single(pool, pool->singles + 1);
    for (struct ac_slab *slab = pool->slabs, *next; slab; slab = next) {
        next = slab->next;
        free(slab);
    }
    ac_pool_init(pool);
}

struct ac_frame *ac_frame_new(const struct ac_func *func)
{
    struct ac_frame *frame = ac_pool_get(&ac_loop_here->frames, func->name, func->size, func->align);

    frame->func = func;
    frame->caller = NULL;
    return frame;
}

struct ac_frame *ac_suspend(const struct ac_func *func, struct ac_frame *callee)
{
    return callee->caller = ac_frame_new(func);
}

void ac_frame_free(struct ac_frame *frame)
{
    const struct ac_func *func = frame->func;

    if (func->size)
        ac_pool_put(&ac_loop_here->frames, frame, func->size, func->align);
}
