#include <ac/abi.h>
#include <ac.h>
#include <stdio.h>
#line 5 "loop.ac"
struct ac_frame *next(int *);

struct ac_frame *sum(int limit, int *result);
/* sum
 *   1  line 11  waits for next(); keeps limit, sum
 *   2  line 16  waits for next(); keeps sum, i
 */
struct sum_frame {
    struct ac_frame base;
    int value;
    __extension__ union { int limit; int i; };
    int sum;
    unsigned char state;
};
static const struct ac_state sum_states[] = { { 7, "" } , { 11, "next()" } , { 16, "next()" } }; static struct ac_frame *sum_resume(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));
static const struct ac_func sum_func = { sum_resume, "sum", "loop.ac", sum_states, sizeof(struct sum_frame), __alignof__(struct sum_frame), __builtin_offsetof(struct sum_frame, state), 1 };
#line 7 "loop.ac"
static __inline__ __attribute__((__always_inline__)) struct ac_frame *sum_body(struct sum_frame *self, struct ac_frame *callee, int limit, int *result)
{
    int await_1 = await_1;
    int await_2 = await_2;
    if (self) switch (self->state) { case 1: goto resume_1; default: goto resume_2; }
#line 9 "loop.ac"
    int sum = 0, x;

    while (1) { callee = next(&await_1);
    if (__builtin_expect(callee != 0, 0)) { /* while ((x = await next()) >= 0) { */
        if (!self) self = (struct sum_frame *)ac_suspend(&sum_func, callee); else callee->caller = &self->base;
        self->limit = limit;
        self->sum = sum;
        self->state = 1;
        return &self->base;
    resume_1:
        limit = self->limit;
        sum = self->sum;
        if (!callee) { return &ac_cancelled_frame; }
        await_1 = *(int *)(callee + 1);
        if (callee->func->size) ac_frame_free(callee);
    }
#line 11 "loop.ac"
    if (!((x =await_1) >= 0)) { break; } {
        if (x > limit)
            continue;
        sum += x;
    } }
    for (int i = 0; ; i++) 
        {
#line 16 "loop.ac"
    callee = next(&await_2);
    if (__builtin_expect(callee != 0, 0)) { /* for (int i = 0; i < await next() && sum; i++) */
        if (!self) self = (struct sum_frame *)ac_suspend(&sum_func, callee); else callee->caller = &self->base;
        self->sum = sum;
        self->i = i;
        self->state = 2;
        return &self->base;
    resume_2:
        sum = self->sum;
        i = self->i;
        if (!callee) { return &ac_cancelled_frame; }
        await_2 = *(int *)(callee + 1);
        if (callee->func->size) ac_frame_free(callee);
    }
#line 16 "loop.ac"
    if (!(i <await_2&& sum)) { break; }
        printf("%d\n", i); }
    { *result = sum; return 0; }
 }
#line 7 "loop.ac"
struct ac_frame *sum(int limit, int *result) { return sum_body(0, 0, limit, result); } static struct ac_frame *sum_resume(struct ac_frame *frame, struct ac_frame *callee) { struct sum_frame *self = (struct sum_frame *)frame; return sum_body(self, callee, 0, &self->value); }
