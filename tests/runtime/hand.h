/* hand.h - async functions written by hand, for tests of the runtime alone.
 *
 *     ASYNC(int, add, int a; int x)            a frame with `value`, the parameters and the locals
 *     {
 *         BEGIN(add);
 *         AWAIT_INT(self->x, ac_sleep(1, &self->tmp));
 *         RETURN(self->a + self->x);
 *         END;                                 here a cancellation arrives: `CANCELLED:` may come before it
 *     }
 *
 *     SPAWN(add, .a = 1)                       a task
 *     CALL(add, &v, .a = 1)                    an async call, to be awaited
 *
 * Every function has its frame from the start; what acc emits takes one only when it suspends. */
#ifndef HAND_H
#define HAND_H

#include <ac.h>
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASYNC(T, NAME, ...)                                                                                          \
    struct NAME {                                                                                                    \
        struct ac_frame base;                                                                                        \
        T value;                                                                                                     \
        int at, tmp;                                                                                                 \
        ssize_t size;                                                                                                \
        __VA_ARGS__;                                                                                                 \
    };                                                                                                               \
    static struct ac_frame *NAME##_resume(struct ac_frame *, struct ac_frame *);                                     \
    static const struct ac_func NAME##_func = { .resume = NAME##_resume, .name = #NAME, .file = __FILE__,            \
                                                .size = sizeof(struct NAME), .align = _Alignof(struct NAME) };       \
    static struct ac_frame *NAME##_begin(struct NAME init, T *result)                                                \
    {                                                                                                                \
        struct NAME *self = (struct NAME *)ac_frame_new(&NAME##_func);                                               \
        struct ac_frame *got;                                                                                        \
        init.base = self->base;                                                                                      \
        *self = init;                                                                                                \
        got = NAME##_resume(&self->base, NULL);                                                                      \
        if (!got)                                                                                                    \
            *result = self->value;                                                                                   \
        if (got != &self->base)                                                                                      \
            ac_frame_free(&self->base);                                                                              \
        return got;                                                                                                  \
    }                                                                                                                \
    struct NAME##_task {                                                                                             \
        struct ac_task_head head;                                                                                     \
        struct NAME args;                                                                                            \
        T value;                                                                                                     \
    };                                                                                                               \
    static struct ac_frame *NAME##_start(struct ac_task *task)                                                       \
    {                                                                                                                \
        struct NAME##_task *self = (struct NAME##_task *)(void *)task;                                               \
        return NAME##_begin(self->args, &self->value);                                                               \
    }                                                                                                                \
    static const struct ac_spawn NAME##_spawn = {                                                                    \
        NAME##_start, sizeof(struct NAME##_task), _Alignof(void *), offsetof(struct NAME##_task, value), sizeof(T),  \
        _Alignof(T), #NAME, __FILE__, __LINE__, 1                                                                     \
    };                                                                                                               \
    static struct ac_task *NAME##_make(struct NAME args)                                                             \
    {                                                                                                                \
        struct ac_task *task = ac_task_new(&NAME##_spawn);                                                           \
        ((struct NAME##_task *)(void *)task)->args = args;                                                           \
        return task;                                                                                                 \
    }                                                                                                                \
    static struct ac_frame *NAME##_resume(struct ac_frame *frame, struct ac_frame *callee)

#define BEGIN(NAME)                                                                                                  \
    struct NAME *self = (struct NAME *)frame;                                                                        \
    (void)NAME##_make;                                                                                               \
    switch (self->at) {                                                                                              \
    case 0:

#define SPAWN(NAME, ...) NAME##_make((struct NAME){ .at = 0, __VA_ARGS__ })
#define CALL(NAME, RESULT, ...) NAME##_begin((struct NAME){ .at = 0, __VA_ARGS__ }, RESULT)

/* Awaits CALL; IF_COMPLETED when it did not suspend, IF_RESUMED with `callee` when it did. */
#define AWAIT_(CALL, IF_COMPLETED, IF_RESUMED)                                                                       \
    do {                                                                                                             \
        self->at = __LINE__;                                                                                         \
        callee = (CALL);                                                                                             \
        if (callee == AC_CANCELLED)                                                                                  \
            goto cancelled;                                                                                          \
        if (callee) {                                                                                                \
            callee->caller = &self->base;                                                                            \
            return &self->base;                                                                                      \
        case __LINE__:                                                                                               \
            if (!callee)                                                                                             \
                goto cancelled;                                                                                      \
            IF_RESUMED;                                                                                              \
            ac_frame_free(callee);                                                                                   \
        } else {                                                                                                     \
            IF_COMPLETED;                                                                                            \
        }                                                                                                            \
    } while (0)

#define VALUE_OF(T) (*(T *)(void *)((char *)callee + AC_VALUE_AT(T)))
#define AWAIT(CALL) AWAIT_(CALL, (void)0, (void)0)
#define AWAIT_INT(TARGET, CALL) AWAIT_(CALL, (TARGET) = self->tmp, (TARGET) = VALUE_OF(int))
#define AWAIT_SIZE(TARGET, CALL) AWAIT_(CALL, (TARGET) = self->size, (TARGET) = VALUE_OF(ssize_t))

#define RETURN(X)                                                                                                    \
    do {                                                                                                             \
        self->value = (X);                                                                                           \
        return NULL;                                                                                                 \
    } while (0)
#define CANCELLED cancelled
#define END                                                                                                          \
    ;                                                                                                                \
    }                                                                                                                \
    return AC_CANCELLED

#define MAIN(...) ac_run_main(SPAWN(async_main, __VA_ARGS__))

#endif
