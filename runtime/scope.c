/* scope.c - what the scopes of emitted functions need: assignment to `async T` objects, shields, and the storage of
 * variable-length arrays. */
#include "core.h"

#include <stdlib.h>

struct ac_task *ac_task_assign(struct ac_task **object, struct ac_task *task)
{
    return *object = ac_task_own(task, *object);
}

void ac_shield_begin(void)
{
    ac_loop_here->current->shield++;
}

void ac_shield_end(void)
{
    ac_loop_here->current->shield--;
}

void *ac_block_new(size_t size)
{
    return ac_must_malloc(size ? size : 1, "a variable-length array", size);
}

void ac_block_free(void *block)
{
    free(block);
}
