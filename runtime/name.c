/* name.c - names of tasks, kept beside them since few have one; and the text of errors. */
#include "core.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ac_name {
    struct ac_name *next;
    const struct ac_task *task;
    char text[];
};

int ac_set_name(ac_task *task, const char *format, ...)
{
    struct ac_loop *loop = ac_loop_get();
    struct ac_name *name;
    va_list args;
    int length;

    ac_task_check(task, "ac_set_name");
    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    name = length < 0 ? NULL : malloc(sizeof *name + (size_t)length + 1);
    if (!name)
        return -ENOMEM;
    va_start(args, format);
    vsnprintf(name->text, (size_t)length + 1, format, args);
    va_end(args);
    if (task->flags & AC_NAMED)
        ac_names_forget(loop, task);
    name->task = task;
    name->next = loop->names;
    loop->names = name;
    task->flags |= AC_NAMED;
    return 0;
}

const char *ac_task_name(const struct ac_loop *loop, const struct ac_task *task)
{
    if (task->flags & AC_NAMED)
        for (const struct ac_name *name = loop->names; name; name = name->next)
            if (name->task == task)
                return name->text;
    return ac_spawn_of(task)->name;
}

void ac_names_forget(struct ac_loop *loop, const struct ac_task *task)
{
    for (struct ac_name **at = &loop->names, *name; (name = *at); at = &name->next) {
        if (name->task == task) {
            *at = name->next;
            free(name);
            return;
        }
    }
}

void ac_names_clear(struct ac_loop *loop)
{
    for (struct ac_name *name; (name = loop->names);) {
        loop->names = name->next;
        free(name);
    }
}

const char *ac_strerror(long error)
{
    return error >= 0 ? "success" : strerror(error < -65535 ? 65535 : (int)-error);
}
