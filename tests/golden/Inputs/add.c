#include <ac/abi.h>
#line 2 "add.ac"
struct ac_frame *f(int, int *);

struct ac_frame *add(int a, int b, int *result);
/* add
 *   1  line 6  waits for f(a); keeps b
 */
struct add_frame {
    struct ac_frame base;
    int value;
    int b;
    unsigned char state;
};
static const struct ac_state add_states[] = { { 4, "" } , { 6, "f(a)" } }; static struct ac_frame *add_resume(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));
static const struct ac_func add_func = { add_resume, "add", "add.ac", add_states, sizeof(struct add_frame), __alignof__(struct add_frame), __builtin_offsetof(struct add_frame, state), 1 };
#line 4 "add.ac"
static __inline__ __attribute__((__always_inline__)) struct ac_frame *add_body(struct add_frame *self, struct ac_frame *callee, int a, int b, int *result)
{
    int await_1 = await_1;
    if (self) switch (self->state) { default: goto resume_1; }
#line 6 "add.ac"
    callee = f(a, &await_1);
    if (__builtin_expect(callee != 0, 0)) { /* int x = await f(a); */
        if (!self) {
            self = (struct add_frame *)ac_suspend(&add_func, callee);
            self->b = b;
            self->state = 1;
        } else callee->caller = &self->base;
        return &self->base;
    resume_1:
        b = self->b;
        if (!callee) { return &ac_cancelled_frame; }
        await_1 = *(int *)(callee + 1);
        if (callee->func->size) ac_frame_free(callee);
    }
#line 6 "add.ac"
    int x = await_1;

    { *result = x + b; return 0; }
 }
#line 4 "add.ac"
struct ac_frame *add(int a, int b, int *result) { return add_body(0, 0, a, b, result); } static struct ac_frame *add_resume(struct ac_frame *frame, struct ac_frame *callee) { struct add_frame *self = (struct add_frame *)frame; return add_body(self, callee, 0, 0, &self->value); }
