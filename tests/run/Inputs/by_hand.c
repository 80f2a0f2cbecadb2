/* Plain C that is called as an async function and calls one, by <ac/abi.h> alone. */
#include <ac/abi.h>

#include <stddef.h>

struct ac_frame *area(int width, int height, int *result);
struct ac_frame *ready_volume(int width, int height, int depth, int *result);
struct ac_frame *volume(int width, int height, int depth, int *result);

/* Never waits. */
struct ac_frame *ready_volume(int width, int height, int depth, int *result)
{
    *result = width * height * depth;
    return NULL;
}

struct volume_frame {
    struct ac_frame base;
    int value;
    int depth;
    unsigned char state;
};

static struct ac_frame *volume_resume(struct ac_frame *frame, struct ac_frame *callee)
{
    struct volume_frame *self = (struct volume_frame *)frame;

    if (!callee)
        return AC_CANCELLED;
    self->value = *(int *)((char *)callee + AC_VALUE_AT(int)) * self->depth;
    ac_frame_free(callee);
    return NULL;
}

static const struct ac_state volume_states[] = { { 35, "" }, { 40, "area(width, height)" } };
static const struct ac_func volume_func = {
    .resume = volume_resume,
    .name = "volume",
    .file = "by_hand.c",
    .states = volume_states,
    .size = sizeof(struct volume_frame),
    .align = __alignof__(struct volume_frame),
    .state_at = offsetof(struct volume_frame, state),
    .state_size = 1,
};

/* area(width, height) * depth */
struct ac_frame *volume(int width, int height, int depth, int *result)
{
    int value;
    struct ac_frame *callee = area(width, height, &value);
    struct volume_frame *self;

    if (!callee) {
        *result = value * depth;
        return NULL;
    }
    self = (struct volume_frame *)ac_frame_new(&volume_func);
    self->depth = depth;
    self->state = 1;
    callee->caller = &self->base;
    return &self->base;
}
