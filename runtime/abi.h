/* abi.h - what the C text that acc writes relies on, and what hand-written C needs to call async functions or to be
 * called as one. Nothing more.
 *
 * An async function `async T f(P)` is one C function of the same name and linkage:
 *
 *     struct ac_frame *f(P, T *result);          // no result parameter when T is void
 *
 * It returns NULL when it has completed; *result then holds the value and nothing was allocated. Otherwise it returns a
 * frame: the function is suspended, and the caller, which must suspend too, sets callee->caller to its own frame and
 * returns that. `result` is written before f returns NULL, or not at all: once suspended, the value is left in the frame.
 *
 * When a wait is over the loop calls resume(frame, callee) of the frame that waited, with the frame (`callee`) of what it
 * waited for. Resume reads callee's value at ac_value_at(), frees callee with ac_frame_free(), and goes on; it returns
 * what f would: NULL when completed (its value is in its own frame), its own frame when suspended again; or callee, where
 * a function of <ac/told.h> has returned that once more. `callee` is NULL when the task has been cancelled: the function
 * runs its clean-up and returns AC_CANCELLED instead of NULL.
 *
 * This header is C89 with __inline__, includes nothing, and declares only names that begin with ac_ or AC_, and memcpy. */
#ifndef AC_ABI_H
#define AC_ABI_H

#ifdef __cplusplus
extern "C" {
#endif

/* Bumped with every incompatible change. A program linked from objects of two versions does not link: emitted text
 * refers to the symbol ac_abi_1. */
extern const char ac_abi_1;

/* The head of every frame. The value of a finished function follows it, at AC_VALUE_AT(T). */
struct ac_frame {
    const struct ac_func *func; /* whose frame this is */
    struct ac_frame *caller;    /* the frame that awaits this one; NULL: the task's first function */
};

/* Offset of a value of type T in a frame: right after the head, aligned. (Frames are aligned as their func says.) */
#define AC_VALUE_AT(T) ((sizeof(struct ac_frame) + __alignof__(T) - 1) / __alignof__(T) * __alignof__(T))

/* One suspension point, for dumps and debuggers. */
struct ac_state {
    int line;              /* in the function's file */
    const char *waits_for; /* the awaited expression, as written */
};

/* An async function, described. Static, constant, one for each function. */
struct ac_func {
    struct ac_frame *(*resume)(struct ac_frame *self, struct ac_frame *callee);
    const char *name;              /* "worker" */
    const char *file;              /* "server.ac" */
    const struct ac_state *states; /* [0] is the function's own line; the frame's state indexes it */
    unsigned size, align;          /* of the frame; size 0: not a frame of its own (a wait inside a task) */
    unsigned state_at;             /* offset of the state, an unsigned char, short or int */
    unsigned state_size;           /* in bytes: 1, 2 or 4 */
};

/* What resume and async functions return when they were left because of a cancellation. */
extern struct ac_frame ac_cancelled_frame;
#define AC_CANCELLED (&ac_cancelled_frame)

/* A frame of func->size bytes with func set, caller NULL and the rest indeterminate. Never NULL: running out of memory
 * goes to the hook of ac_set_nomem(). */
struct ac_frame *ac_frame_new(const struct ac_func *func) __attribute__((__returns_nonnull__));
/* The same for a function that suspends for the first time, waiting for CALLEE: also sets callee->caller. */
struct ac_frame *ac_suspend(const struct ac_func *func, struct ac_frame *callee) __attribute__((__returns_nonnull__));
/* Stands where no wait can come: CALLEE, what has been called there, is NULL, or the compiler was wrong and the program is
 * aborted with a message. */
void ac_never_waits(const struct ac_frame *callee);
/* Gives a frame back. Nothing happens for a wait (func->size == 0). */
void ac_frame_free(struct ac_frame *frame);

/* The place of a task's creation, described: static, constant, one for each spelling of a spawn. The task object is
 * struct ac_task followed by the arguments of the call and the place for its value. */
struct ac_task;
/* Stands for struct ac_task at the head of a task object; the arguments follow. */
struct ac_task_head {
    struct ac_frame leaf;
    char room[72 - sizeof(struct ac_frame)];
};
struct ac_spawn {
    struct ac_frame *(*start)(struct ac_task *task); /* makes the first call; the value goes to value_at */
    unsigned size, align;                            /* of the whole task object */
    unsigned value_at, value_size, value_align;      /* of the value in it; value_size 0 for void */
    const char *name;                                /* of the function */
    const char *file;
    int line;                                        /* of the spawn */
    int fails;                                       /* the value is an int: not 0, it fails the task's group */
};

/* A new task, at the end of the ready queue, with one reference (the handle). Never NULL, as ac_frame_new(). The caller
 * fills in the arguments. Outside a running loop the task is made for the loop that ac_run() or main starts next in
 * this thread. */
struct ac_task *ac_task_new(const struct ac_spawn *spawn);
/* Async (no value): completes when TASK has ended. The awaiter keeps its reference. Cancels the awaiter if TASK was
 * cancelled. */
struct ac_frame *ac_task_wait(struct ac_task *task);
/* These for a handle in debug builds, with the place of the await. */
struct ac_frame *ac_task_wait_at(const char *place, struct ac_task *task);
void ac_task_release_at(const char *place, struct ac_task *task);
/* Where a finished task's value is. */
void *ac_task_value(struct ac_task *task);
/* Drops the handle; a task that still runs goes on unobserved. NULL is fine. */
void ac_task_release(struct ac_task *task);
/* An automatic `async T` object takes TASK over: it stays valid until ac_task_leave(), whatever ac_join() or ac_detach()
 * do. `old` is what the object held before: released. Returns TASK. */
struct ac_task *ac_task_own(struct ac_task *task, struct ac_task *old);
/* TASK was made inside a compound literal of handles, as in ac_gather(f(1), f(2)): whoever waits for all or one of them
 * drops the handle when it is done. Returns TASK. */
struct ac_task *ac_task_loose(struct ac_task *task);
/* *object = ac_task_own(task, *object), for an object that is not a plain variable. Returns TASK. */
struct ac_task *ac_task_assign(struct ac_task **object, struct ac_task *task);
/* Async (no value): the end of the scope of an `async T` object: the task is cancelled if it still runs, joined, and
 * released. NULL is fine. */
struct ac_frame *ac_task_leave(struct ac_task *task);
/* Around a deferred statement that awaits: in between, cancellation of the running task waits. They nest. */
void ac_shield_begin(void);
void ac_shield_end(void);

/* The state of an ac_timeout statement, from its beginning to its end at one place in the function's frame. */
__extension__ typedef long long ac_nanoseconds;
struct ac_scope {
    struct ac_frame leaf;
    ac_nanoseconds room[8];
};
/* From now on what the running task waits for is cancelled when the time is up. */
void ac_timeout_begin(struct ac_scope *scope, ac_nanoseconds duration);
void ac_timeout_begin_at(struct ac_scope *scope, ac_nanoseconds deadline);
/* The end of the statement, in whatever way it is left. Where a cancellation has come to the statement: 1, it was this
 * scope's, which ends here (the else branch runs); 0, it goes on to the surrounding scope or the caller. */
int ac_scope_end(struct ac_scope *scope);

/* The state of an ac_group statement. Its name in the source is a pointer to it. */
struct ac_group {
    struct ac_scope scope;
    void *room[8];
};
void ac_group_begin(struct ac_group *group);
/* Async (int): the end of the statement, after the clean-up of what is inside: waits for all children. HOW it is left
 * decides whether they are cancelled first; cancellation of the running task waits, but goes to the children.
 * Completes with how to go on. */
enum ac_group_how {
    AC_GROUP_DONE,     /* in: the body has ended; out: go on after the statement, or with the jump */
    AC_GROUP_FAILED,   /* out: the else branch */
    AC_GROUP_CANCELLED,/* in: a cancellation came to the statement; out: it goes on to what surrounds it */
    AC_GROUP_LEFT      /* in: by a jump or return */
};
struct ac_frame *ac_group_end(struct ac_group *group, int how, int *result);

/* Storage of a variable-length array that is alive over an await. Never NULL, as ac_frame_new(). */
void *ac_block_new(__SIZE_TYPE__ size);
void ac_block_free(void *block);

/* Runs the loop until TASK has ended (ac_run). Aborts with a message inside a running loop. */
void ac_run_task(struct ac_task *task);
/* The body of C's main when main is async: runs TASK, cancels and joins what is left, releases all, returns main's value. */
int ac_run_main(struct ac_task *task);

#ifndef __cplusplus /* whose <string.h> declares it in another way */
void *memcpy(void *, const void *, __SIZE_TYPE__);
#endif

#ifdef __cplusplus
}
#endif

#endif
