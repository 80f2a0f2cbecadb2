// RUN: %cc %cflags -I%incdir %s %libac -o %t && %t
// A task that cannot be had: the hook may make room, else a message names the function and the size.
#define _GNU_SOURCE
#include "hand.h"
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void *reserve;
static int asked;

static void limit_memory(void)
{
    struct rlimit limit = { 64 << 20, 64 << 20 };

    assert(!setrlimit(RLIMIT_AS, &limit));
}

static void make_room(const char *function, size_t size)
{
    assert(!strcmp(function, "big") && size > 100000);
    asked++;
    free(reserve);
    reserve = NULL;
}

ASYNC(int, big, char room[100000])
{
    BEGIN(big);
    AWAIT(ac_yield());
    RETURN(0);
CANCELLED:
    END;
}

ASYNC(int, async_main, int with_hook)
{
    BEGIN(async_main);
    limit_memory();
    if (self->with_hook) {
        reserve = malloc(10 << 20);
        ac_set_nomem(make_room);
    }
    AWAIT(ac_yield());
    while (!asked)
        ac_cancel(SPAWN(big, .tmp = 0));
    RETURN(0);
CANCELLED:
    END;
}

static int run(int with_hook, char *text, size_t size)
{
    int fds[2], status;
    pid_t pid;
    ssize_t got;

    assert(!pipe(fds));
    pid = fork();
    if (!pid) {
        dup2(fds[1], 2);
        _exit(MAIN(.with_hook = with_hook));
    }
    close(fds[1]);
    assert(waitpid(pid, &status, 0) == pid);
    got = read(fds[0], text, size - 1);
    text[got > 0 ? got : 0] = 0;
    close(fds[0]);
    return status;
}

int main(void)
{
    char text[300], wanted[100];

    assert(run(1, text, sizeof text) == 0);
    assert(WTERMSIG(run(0, text, sizeof text)) == SIGABRT);
    snprintf(wanted, sizeof wanted, "libac: out of memory: no room for a frame of %zu bytes of 'big'\n", sizeof(struct big_task));
    assert(!strcmp(text, wanted));
    return 0;
}
