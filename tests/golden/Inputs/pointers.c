#include <ac/abi.h>
#line 2 "pointers.ac"
typedef struct ac_frame *handler(int, void *, int *);

struct route { const char *name; handler *run; } ;

static struct ac_frame *hello(int fd, void *data, int *result);
static struct ac_frame *hello(int fd, void *data, int *result)
#line 7 "pointers.ac"
{
    (void)data;
    { *result = fd; return 0; }
 }

static const struct route routes[] = { { "hello", hello } };

struct ac_frame *dispatch(int fd, unsigned int which, int *result);
/* dispatch
 *   1  line 18  waits for run(fd, 0)
 */
struct dispatch_frame {
    struct ac_frame base;
    int value;
    unsigned char state;
};
static const struct ac_state dispatch_states[] = { { 14, "" } , { 18, "run(fd, 0)" } }; static struct ac_frame *dispatch_resume(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));
static const struct ac_func dispatch_func = { dispatch_resume, "dispatch", "pointers.ac", dispatch_states, sizeof(struct dispatch_frame), __alignof__(struct dispatch_frame), __builtin_offsetof(struct dispatch_frame, state), 1 };
#line 14 "pointers.ac"
static __inline__ __attribute__((__always_inline__)) struct ac_frame *dispatch_body(struct dispatch_frame *self, struct ac_frame *callee, int fd, unsigned int which, int *result)
{
    int await_1;
    int cond_2;
    if (self) switch (self->state) { default: goto resume_1; }
#line 16 "pointers.ac"
    handler *run = which < 1 ? routes[which].run : (handler *)0;

    if (run) { callee = run(fd, 0, &await_1);
    if (__builtin_expect(callee != 0, 0)) { /* return run ? await run(fd, 0) : -1; */
        if (!self) {
            self = (struct dispatch_frame *)ac_suspend(&dispatch_func, callee);
            self->state = 1;
        } else callee->caller = &self->base;
        return &self->base;
    resume_1:
        if (!callee) { return &ac_cancelled_frame; }
        await_1 = *(int *)(callee + 1);
        if (callee->func->size) ac_frame_free(callee);
    }
#line 18 "pointers.ac"
    cond_2 = await_1; } else { cond_2 = -1; } { *result = cond_2; return 0; }
 return 0; }
#line 14 "pointers.ac"
struct ac_frame *dispatch(int fd, unsigned int which, int *result) { return dispatch_body(0, 0, fd, which, result); } static struct ac_frame *dispatch_resume(struct ac_frame *frame, struct ac_frame *callee) { struct dispatch_frame *self = (struct dispatch_frame *)frame; return dispatch_body(self, callee, 0, 0, &self->value); }
