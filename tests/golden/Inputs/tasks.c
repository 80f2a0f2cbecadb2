#include <ac/abi.h>
#include <ac.h>
#include <stdio.h>
#line 5 "tasks.ac"
static struct ac_frame *work(const char *name, int n, int *result);
/* work
 *   1  line 7  waits for ac_sleep(n * ((ac_time)1000000000) ); keeps name, n
 */
struct work_frame {
    struct ac_frame base;
    int value;
    const char *name;
    int n;
    unsigned char state;
};
static const struct ac_state work_states[] = { { 5, "" } , { 7, "ac_sleep" } }; static struct ac_frame *work_resume(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));
static const struct ac_func work_func = { work_resume, "work", "tasks.ac", work_states, sizeof(struct work_frame), __alignof__(struct work_frame), __builtin_offsetof(struct work_frame, state), 1 };
#line 5 "tasks.ac"
static __inline__ __attribute__((__always_inline__)) struct ac_frame *work_body(struct work_frame *self, struct ac_frame *callee, const char *name, int n, int *result)
{
    int await_1;
    if (self) switch (self->state) { default: goto resume_1; }
#line 7 "tasks.ac"
    callee = ac_sleep(n * ((ac_time)1000000000), &await_1);
    if (__builtin_expect(callee != 0, 0)) { /* await ac_sleep(n * AC_SECOND); */
        if (!self) {
            self = (struct work_frame *)ac_suspend(&work_func, callee);
            self->name = name;
            self->n = n;
            self->state = 1;
        } else callee->caller = &self->base;
        return &self->base;
    resume_1:
        name = self->name;
        n = self->n;
        if (!callee) { return &ac_cancelled_frame; }
    }
#line 8 "tasks.ac"
    puts(name);
    { *result = n; return 0; }
 }
#line 5 "tasks.ac"
static struct ac_frame *work(const char *name, int n, int *result) { return work_body(0, 0, name, n, result); } static struct ac_frame *work_resume(struct ac_frame *frame, struct ac_frame *callee) { struct work_frame *self = (struct work_frame *)frame; return work_body(self, callee, 0, 0, &self->value); }






struct ac_frame *async_main(int argc, char **argv, int *result); struct work_task { struct ac_task_head head; union { struct { const char *arg_1; int arg_2; } args; int value; } u; };
static struct ac_frame *work_start(struct ac_task *task) { struct work_task *self = (struct work_task *)task; return work(self->u.args.arg_1, self->u.args.arg_2, &self->u.value); }
static struct ac_task *work_spawn(const struct ac_spawn *at, const char *arg_1, int arg_2) { struct ac_task *task = ac_task_new(at); struct work_task *self = (struct work_task *)task; self->u.args.arg_1 = arg_1; self->u.args.arg_2 = arg_2; return task; }
static const struct ac_spawn spawn_1 = { work_start, sizeof(struct work_task), __alignof__(struct work_task), __builtin_offsetof(struct work_task, u.value), sizeof(int), __alignof__(int), "work", "tasks.ac", 14, 1 };
static const struct ac_spawn spawn_2 = { work_start, sizeof(struct work_task), __alignof__(struct work_task), __builtin_offsetof(struct work_task, u.value), sizeof(int), __alignof__(int), "work", "tasks.ac", 14, 1 };
static const struct ac_spawn spawn_3 = { work_start, sizeof(struct work_task), __alignof__(struct work_task), __builtin_offsetof(struct work_task, u.value), sizeof(int), __alignof__(int), "work", "tasks.ac", 16, 1 };
/* main
 *   1  line 17  waits for first; keeps first, second, task_1
 *   2  line 17  waits for second; keeps first, second, await_3, task_4
 *   3  line 14  waits for the end of its task; keeps first, exit_2, return_6
 *   4  line 14  waits for the end of its task; keeps return_6, exit_7
 */
struct main_frame {
    struct ac_frame base;
    int value;
    __extension__ union { struct ac_task *task_1; struct ac_task *task_4; };
    struct ac_task *first;
    struct ac_task *second;
    __extension__ union { int exit_2; int await_3; int exit_7; };
    int return_6;
    unsigned char state;
};
static const struct ac_state main_states[] = { { 12, "" } , { 17, "first" } , { 17, "second" } , { 14, "the end of its task" } , { 14, "the end of its task" } }; static struct ac_frame *main_resume(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));
static const struct ac_func main_func = { main_resume, "main", "tasks.ac", main_states, sizeof(struct main_frame), __alignof__(struct main_frame), __builtin_offsetof(struct main_frame, state), 1 };
#line 12 "tasks.ac"
static __inline__ __attribute__((__always_inline__)) struct ac_frame *main_body(struct main_frame *self, struct ac_frame *callee, int argc, char **argv, int *result)
{
    struct ac_task *task_1;
    int exit_2;
    int await_3;
    struct ac_task *task_4;
    int await_5;
    int return_6 = 0;
    int exit_7;
    if (self) switch (self->state) { case 1: goto resume_1; case 2: goto resume_2; case 3: goto resume_3; default: goto resume_4; }
#line 14 "tasks.ac"
    struct ac_task *first = ac_task_own(work_spawn(&spawn_1, "first", argc), 0); struct ac_task *second = ac_task_own(work_spawn(&spawn_2, argv[0], 2), 0);

    ac_detach(ac_spawn(work_spawn(&spawn_3, "detached", 3)));
    task_1 = first; callee = ac_task_wait(task_1);
    if (__builtin_expect(callee != 0, 0)) { /* return await first + await second; */
        if (!self) self = (struct main_frame *)ac_suspend(&main_func, callee); else callee->caller = &self->base;
        self->first = first;
        self->second = second;
        self->task_1 = task_1;
        self->state = 1;
        return &self->base;
    resume_1:
        first = self->first;
        second = self->second;
        task_1 = self->task_1;
        if (!callee) { exit_2 = 1; goto cleanup_1; }
        if (callee->func->size) ac_frame_free(callee);
    }
#line 17 "tasks.ac"
    await_3 = *(int *)ac_task_value(task_1); task_4 = second; callee = ac_task_wait(task_4);
    if (__builtin_expect(callee != 0, 0)) { /* return await first + await second; */
        if (!self) self = (struct main_frame *)ac_suspend(&main_func, callee); else callee->caller = &self->base;
        self->first = first;
        self->second = second;
        self->await_3 = await_3;
        self->task_4 = task_4;
        self->state = 2;
        return &self->base;
    resume_2:
        first = self->first;
        second = self->second;
        await_3 = self->await_3;
        task_4 = self->task_4;
        if (!callee) { exit_2 = 1; goto cleanup_1; }
        if (callee->func->size) ac_frame_free(callee);
    }
#line 17 "tasks.ac"
    await_5 = *(int *)ac_task_value(task_4); return_6 = await_3+await_5; exit_2 = 2; goto cleanup_1;
#line 16 "tasks.ac"
    cleanup_1:;
#line 14 "tasks.ac"
    callee = ac_task_leave(second);
    if (__builtin_expect(callee != 0, 0)) {
        if (!self) self = (struct main_frame *)ac_suspend(&main_func, callee); else callee->caller = &self->base;
        self->first = first;
        self->exit_2 = exit_2;
        self->return_6 = return_6;
        self->state = 3;
        return &self->base;
    resume_3:
        first = self->first;
        exit_2 = self->exit_2;
        return_6 = self->return_6;
        if (!callee) { exit_7 = 1; goto cleanup_2; }
        if (callee->func->size) ac_frame_free(callee);
    }
#line 16 "tasks.ac"
    if (exit_2 == 1) { exit_7 = 1; goto cleanup_2; }
    exit_7 = 2; goto cleanup_2;
#line 16 "tasks.ac"
    cleanup_2:;
#line 14 "tasks.ac"
    callee = ac_task_leave(first);
    if (__builtin_expect(callee != 0, 0)) {
        if (!self) self = (struct main_frame *)ac_suspend(&main_func, callee); else callee->caller = &self->base;
        self->return_6 = return_6;
        self->exit_7 = exit_7;
        self->state = 4;
        return &self->base;
    resume_4:
        return_6 = self->return_6;
        exit_7 = self->exit_7;
        if (!callee) { return &ac_cancelled_frame; }
        if (callee->func->size) ac_frame_free(callee);
    }
#line 16 "tasks.ac"
    if (exit_7 == 1) { return &ac_cancelled_frame; }
    { *result = return_6; return 0; }
 }
#line 12 "tasks.ac"
struct ac_frame *async_main(int argc, char **argv, int *result) { return main_body(0, 0, argc, argv, result); } static struct ac_frame *main_resume(struct ac_frame *frame, struct ac_frame *callee) { struct main_frame *self = (struct main_frame *)frame; return main_body(self, callee, 0, 0, &self->value); }
#line 12 "tasks.ac"
 struct main_task { struct ac_task_head head; union { struct { int arg_1; char **arg_2; } args; int value; } u; };
static struct ac_frame *main_start(struct ac_task *task) { struct main_task *self = (struct main_task *)task; return async_main(self->u.args.arg_1, self->u.args.arg_2, &self->u.value); }
static struct ac_task *main_spawn(const struct ac_spawn *at, int arg_1, char **arg_2) { struct ac_task *task = ac_task_new(at); struct main_task *self = (struct main_task *)task; self->u.args.arg_1 = arg_1; self->u.args.arg_2 = arg_2; return task; }
static const struct ac_spawn spawn_main = { main_start, sizeof(struct main_task), __alignof__(struct main_task), __builtin_offsetof(struct main_task, u.value), sizeof(int), __alignof__(int), "main", "tasks.ac", 12, 1 }; int main(int argc, char **argv) { return ac_run_main(main_spawn(&spawn_main, argc, argv)); }
