#include <ac/abi.h>
#include <ac.h>
#include <string.h>
#line 5 "pinned.ac"
struct line { char text[80]; size_t length; };

struct ac_frame *read_line(int fd, struct line *to, ssize_t *result);
/* read_line
 *   1  line 12  waits for ac_read(fd, &byte, 1); keeps fd, to, byte
 */
struct read_line_frame {
    struct ac_frame base;
    ssize_t value;
    struct line *to;
    int fd;
    char byte;
    unsigned char state;
};
static const struct ac_state read_line_states[] = { { 7, "" } , { 12, "ac_read(fd, &byte, 1)" } }; static struct ac_frame *read_line_resume(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));
static const struct ac_func read_line_func = { read_line_resume, "read_line", "pinned.ac", read_line_states, sizeof(struct read_line_frame), __alignof__(struct read_line_frame), __builtin_offsetof(struct read_line_frame, state), 1 };
#line 7 "pinned.ac"
static __inline__ __attribute__((__always_inline__)) struct ac_frame *read_line_body(struct read_line_frame *self, struct ac_frame *callee, int fd, struct line *to, ssize_t *result)
{
    ssize_t await_1;
    int test_2;
    const int resumed = self != 0;
    if (self) switch (self->state) { default: goto resume_1; }
    self = (struct read_line_frame *)ac_frame_new(&read_line_func); self->fd = fd; self->to = to;
#line 9 "pinned.ac"
    

    to->length = 0;
    while (1) 
        {
#line 12 "pinned.ac"
    if (to->length < sizeof to->text) { callee = ac_read(fd, &self->byte, 1, &await_1);
    if (__builtin_expect(callee != 0, 0)) { /* while (to->length < sizeof to->text && await ac_read(fd, &byte, 1) == 1 && byte != '\n') */
        callee->caller = &self->base;
        self->state = 1;
        return &self->base;
    resume_1:
        fd = self->fd;
        to = self->to;
        if (!callee) { return &ac_cancelled_frame; }
        await_1 = *(ssize_t *)(callee + 1);
    }
#line 12 "pinned.ac"
    test_2 = (await_1== 1) ? 1 : 0; } else { test_2 = 0; } if (!(test_2&& self->byte != '\n')) { break; }
        to->text[to->length++] = self->byte; }
    { *result = (ssize_t)to->length; if (!resumed) ac_frame_free(&self->base); return 0; }
 }
#line 7 "pinned.ac"
struct ac_frame *read_line(int fd, struct line *to, ssize_t *result) { return read_line_body(0, 0, fd, to, result); } static struct ac_frame *read_line_resume(struct ac_frame *frame, struct ac_frame *callee) { struct read_line_frame *self = (struct read_line_frame *)frame; return read_line_body(self, callee, 0, 0, &self->value); }
#line 17 "pinned.ac"
struct ac_frame *is_quit(int fd, int *result);
/* is_quit
 *   1  line 20  waits for read_line(fd, &line); keeps line
 */
struct is_quit_frame {
    struct ac_frame base;
    int value;
    struct line line;
    unsigned char state;
};
static const struct ac_state is_quit_states[] = { { 17, "" } , { 20, "read_line(fd, &line)" } }; static struct ac_frame *is_quit_resume(struct ac_frame *, struct ac_frame *) __attribute__((__nonnull__(1)));
static const struct ac_func is_quit_func = { is_quit_resume, "is_quit", "pinned.ac", is_quit_states, sizeof(struct is_quit_frame), __alignof__(struct is_quit_frame), __builtin_offsetof(struct is_quit_frame, state), 1 };
#line 17 "pinned.ac"
static __inline__ __attribute__((__always_inline__)) struct ac_frame *is_quit_body(struct is_quit_frame *self, struct ac_frame *callee, int fd, int *result)
{
    ssize_t await_1 = await_1;
    const int resumed = self != 0;
    if (self) switch (self->state) { default: goto resume_1; }
    self = (struct is_quit_frame *)ac_frame_new(&is_quit_func);
#line 19 "pinned.ac"
    
    callee = read_line(fd, &self->line, &await_1);
    if (__builtin_expect(callee != 0, 0)) { /* ssize_t n = await read_line(fd, &line); */
        callee->caller = &self->base;
        self->state = 1;
        return &self->base;
    resume_1:
        if (!callee) { return &ac_cancelled_frame; }
        await_1 = *(ssize_t *)(callee + 1);
        if (callee->func->size) ac_frame_free(callee);
    }
#line 20 "pinned.ac"
    ssize_t n = await_1;

    { *result = n == 4 && !memcmp(self->line.text, "quit", 4); if (!resumed) ac_frame_free(&self->base); return 0; }
 }
#line 17 "pinned.ac"
struct ac_frame *is_quit(int fd, int *result) { return is_quit_body(0, 0, fd, result); } static struct ac_frame *is_quit_resume(struct ac_frame *frame, struct ac_frame *callee) { struct is_quit_frame *self = (struct is_quit_frame *)frame; return is_quit_body(self, callee, 0, &self->value); }
