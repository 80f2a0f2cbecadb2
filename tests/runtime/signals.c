// RUN: %cc %cflags -I%incdir %s %io_libac -o %t && %pollers %t
// SIGINT and SIGTERM cancel main, which cleans up; the process ends by the signal. A second one ends it at once.
#define _GNU_SOURCE
#include "hand.h"
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FROM_TASK, WHILE_WAITING, TWICE, IGNORED };

ASYNC(int, raiser, int signal)
{
    BEGIN(raiser);
    AWAIT(ac_yield());
    raise(self->signal);
    RETURN(0);
CANCELLED:
    END;
}

ASYNC(int, async_main, int how; int signal; int out)
{
    BEGIN(async_main);
    if (self->how == FROM_TASK)
        ac_detach(SPAWN(raiser, .signal = self->signal));
    else if (self->how == WHILE_WAITING)
        ualarm(20000, 0);
    else
        raise(self->signal);
    AWAIT_INT(self->tmp, ac_sleep((self->how == IGNORED ? 1 : 3600000) * AC_MILLISECOND, &self->tmp));
    RETURN(3);
CANCELLED:
    assert(write(self->out, "c", 1) == 1);
    if (self->how == TWICE) {
        raise(self->signal);
        assert(write(self->out, "never", 5) == 5);
    }
    END;
}

static void on_alarm(int number)
{
    (void)number;
    raise(SIGTERM);
}

static void check(int how, int number)
{
    int fds[2], status;
    char text[8] = "";
    pid_t pid;

    assert(!pipe(fds));
    pid = fork();
    if (!pid) {
        signal(SIGALRM, on_alarm);
        signal(number, how == IGNORED ? SIG_IGN : SIG_DFL); /* a shell may have had it ignored */
        _exit(MAIN(.how = how, .signal = number, .out = fds[1]));
    }
    close(fds[1]);
    assert(waitpid(pid, &status, 0) == pid);
    if (how == IGNORED) {
        assert(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    } else {
        assert(WIFSIGNALED(status) && WTERMSIG(status) == number);
        assert(read(fds[0], text, sizeof text) == 1 && text[0] == 'c');
    }
    close(fds[0]);
}

int main(void)
{
    check(FROM_TASK, SIGINT);
    check(FROM_TASK, SIGTERM);
    check(WHILE_WAITING, SIGTERM);
    check(TWICE, SIGINT);
    check(IGNORED, SIGINT);
    return 0;
}
