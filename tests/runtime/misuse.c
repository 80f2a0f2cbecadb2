// RUN: %cc %cflags -I%incdir %s %libac -o %t && %t
// Misuse aborts with a message that says what was wrong.
#include "hand.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

ASYNC(int, nothing, int x)
{
    BEGIN(nothing);
    AWAIT(ac_yield());
    RETURN(self->x);
CANCELLED:
    END;
}

ASYNC(int, async_main, int how; struct ac_task *task)
{
    BEGIN(async_main);
    self->task = SPAWN(nothing, .x = 1);
    switch (self->how) {
    case 0:
        ac_detach(self->task);
        ac_detach(self->task);
        break;
    case 1:
        ac_run_task(self->task);
        break;
    case 2:
        self->task = ac_self();
        break;
    case 4:
        ac_never_waits(NULL);
        ac_never_waits(ac_sleep(1, &self->tmp));
        break;
    }
    AWAIT_INT(self->tmp, ac_join(self->task, &self->tmp));
    if (self->how == 3) {
        ac_detach(self->task);
        AWAIT_INT(self->tmp, ac_join(self->task, &self->tmp));
    }
    RETURN(0);
CANCELLED:
    END;
}

static void check(int how, const char *message)
{
    char text[500] = "";
    int fds[2], status;
    pid_t pid;

    assert(!pipe(fds));
    pid = fork();
    if (!pid) {
        dup2(fds[1], 2);
        _exit(MAIN(.how = how));
    }
    close(fds[1]);
    assert(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert(read(fds[0], text, sizeof text - 1) > 0);
    if (!strstr(text, message)) {
        fprintf(stderr, "got %swanted %s\n", text, message);
        exit(1);
    }
    close(fds[0]);
}

int main(void)
{
    check(0, "libac: ac_detach: the handle of task 'nothing' was consumed before");
    check(1, "libac: ac_run: called while this thread's loop runs; use await");
    check(2, "libac: task 'async_main' waits for its own end");
    check(4, "libac: the wait for 'ac_sleep' was taken for one that never comes: a mistake of acc's; please report it");
    check(3, "libac: ac_detach: this task was joined, awaited or detached before");
    return 0;
}
