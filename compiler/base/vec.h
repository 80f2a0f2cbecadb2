/* vec.h - growable arrays: struct { T *at; size_t len, cap; }.
 *
 *     VEC(int) v = {0};
 *     vec_push(&v, 3);
 *     for (size_t i = 0; i < v.len; i++) use(v.at[i]);
 *     vec_free(&v);
 *
 * One that lives in the tree is never freed: it grows in the tree's arena, by vec_push_in() alone. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define VEC(T)                                                                                                         \
    struct {                                                                                                           \
        T *at;                                                                                                         \
        size_t len, cap;                                                                                               \
    }

#define vec_reserve(v, n)                                                                                              \
    do {                                                                                                               \
        if ((n) > (v)->cap) {                                                                                          \
            (v)->cap = (v)->cap * 2 > (n) ? (v)->cap * 2 : (n);                                                        \
            (v)->at = xrealloc((v)->at, (v)->cap * sizeof *(v)->at);                                                   \
        }                                                                                                              \
    } while (0)

#define vec_push(v, ...)                                                                                               \
    do {                                                                                                               \
        if ((v)->len == (v)->cap)                                                                                      \
            vec_reserve(v, (v)->cap ? (v)->cap * 2 : 8);                                                               \
        (v)->at[(v)->len++] = (__VA_ARGS__);                                                                           \
    } while (0)

#define vec_push_in(arena, v, ...)                                                                                     \
    do {                                                                                                               \
        if ((v)->len == (v)->cap) {                                                                                    \
            void *grown = arena_alloc((arena), ((v)->cap * 2 + 4) * sizeof *(v)->at);                                  \
            (v)->at = (v)->len ? memcpy(grown, (v)->at, (v)->len * sizeof *(v)->at) : grown;                           \
            (v)->cap = (v)->cap * 2 + 4;                                                                               \
        }                                                                                                              \
        (v)->at[(v)->len++] = (__VA_ARGS__);                                                                           \
    } while (0)

/* Room for MORE elements, and if they are the first, for no others. */
#define vec_reserve_in(arena, v, more)                                                                                 \
    do {                                                                                                               \
        if ((v)->len + (more) > (v)->cap) {                                                                            \
            size_t cap_ = (v)->len + (more) > (v)->cap * 2 ? (v)->len + (more) : (v)->cap * 2;                         \
            void *grown = arena_alloc((arena), cap_ * sizeof *(v)->at);                                                \
            (v)->at = (v)->len ? memcpy(grown, (v)->at, (v)->len * sizeof *(v)->at) : grown;                           \
            (v)->cap = cap_;                                                                                           \
        }                                                                                                              \
    } while (0)

#define vec_free(v) (free((v)->at), (v)->at = NULL, (v)->len = (v)->cap = 0)

#endif
