// RUN: %cc %cflags -pthread -I%incdir %s %io_libac -o %t && %pollers %t
// A thread has a loop of its own, which goes with it; ac_run() again and again; tasks left over by one go on in the next.
#define _GNU_SOURCE
#include "hand.h"
#include <dirent.h>
#include <pthread.h>

ASYNC(int, sum, int n, i; int *progress)
{
    BEGIN(sum);
    for (self->i = 0; self->i < self->n; self->i++) {
        AWAIT_INT(self->tmp, ac_sleep(1000, &self->tmp));
        self->value += self->i;
        if (self->progress)
            ++*self->progress;
    }
    RETURN(self->value);
CANCELLED:
    END;
}

static int run(struct ac_task *task)
{
    int value;

    ac_run_task(task);
    value = *(int *)ac_task_value(task);
    ac_task_release(task);
    return value;
}

static void *thread(void *arg)
{
    int progress = 0;

    (void)arg;
    ac_detach(SPAWN(sum, .n = 20, .progress = &progress));
    assert(run(SPAWN(sum, .n = 5)) == 10);
    assert(progress && progress < 20);
    assert(run(SPAWN(sum, .n = 40)) == 780);
    assert(progress == 20);
    ac_detach(SPAWN(sum, .n = 5)); /* never run */
    return NULL;
}

static int descriptors(void)
{
    DIR *dir = opendir("/proc/self/fd");
    int count = 0;

    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

int main(void)
{
    int before = descriptors();

    for (int round = 0; round < 5; round++) {
        pthread_t threads[4];

        for (int i = 0; i < 4; i++)
            assert(!pthread_create(&threads[i], NULL, thread, NULL));
        for (int i = 0; i < 4; i++)
            pthread_join(threads[i], NULL);
    }
    assert(descriptors() == before);
    return 0;
}
