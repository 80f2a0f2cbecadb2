#include <ac/abi.h>
#include <ac.h>
#include <stdlib.h>
#line 5 "defer.ac"
int fill(char *, size_t);
struct ac_frame *consume(const char *, int *);

int check(size_t size)
{
    int return_1;
#line 10 "defer.ac"
    char *buffer = malloc(size);


    if (!buffer) {
        return_1 = -1; goto cleanup_1; }
    return_1 = fill(buffer, size); goto cleanup_1;
#line 13 "defer.ac"
    cleanup_1:;
#line 12 "defer.ac"
          free(buffer);

        return return_1;

 }

struct ac_frame *process(size_t size, int rounds, int *result);
/* process
 *   1  line 26  waits for consume(buffer); keeps size, rounds, buffer, i
 */
struct process_frame {
    struct ac_frame base;
    int value;
    size_t size;
    char *buffer;
    int rounds;
    int i;
    unsigned char state;
};
static const struct ac_state process_states[] = { { 18, "" } , { 26, "consume(buffer)" } }; static struct ac_frame *process_resume(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));
static const struct ac_func process_func = { process_resume, "process", "defer.ac", process_states, sizeof(struct process_frame), __alignof__(struct process_frame), __builtin_offsetof(struct process_frame, state), 1 };
#line 18 "defer.ac"
static __inline__ __attribute__((__always_inline__)) struct ac_frame *process_body(struct process_frame *self, struct ac_frame *callee, size_t size, int rounds, int *result)
{
    int exit_1;
    int await_2 = await_2;
    int return_3 = 0;
    if (self) switch (self->state) { default: goto resume_1; }
#line 20 "defer.ac"
    char *buffer = malloc(size);


    for (int i = 0; i < rounds; i++) {
        if (!fill(buffer, size))
            break;
        callee = consume(buffer, &await_2);
        if (__builtin_expect(callee != 0, 0)) { /* if (await consume(buffer)) */
            if (!self) {
                self = (struct process_frame *)ac_suspend(&process_func, callee);
                self->size = size;
                self->rounds = rounds;
                self->buffer = buffer;
                self->state = 1;
            } else callee->caller = &self->base;
            self->i = i;
            return &self->base;
        resume_1:
            size = self->size;
            rounds = self->rounds;
            buffer = self->buffer;
            i = self->i;
            if (!callee) { exit_1 = 1; goto cleanup_1; }
            await_2 = *(int *)(callee + 1);
            if (callee->func->size) ac_frame_free(callee);
        }
#line 26 "defer.ac"
        if (await_2) {
            return_3 = i; exit_1 = 2; goto cleanup_1; }
     }
    return_3 = rounds; exit_1 = 2; goto cleanup_1;
#line 23 "defer.ac"
    cleanup_1:;
#line 22 "defer.ac"
          free(buffer);
    if (exit_1 == 1) { return &ac_cancelled_frame; }



            { *result = return_3; return 0; }


 }
#line 18 "defer.ac"
struct ac_frame *process(size_t size, int rounds, int *result) { return process_body(0, 0, size, rounds, result); } static struct ac_frame *process_resume(struct ac_frame *frame, struct ac_frame *callee) { struct process_frame *self = (struct process_frame *)frame; return process_body(self, callee, 0, 0, &self->value); }
