/* signal.c - SIGINT and SIGTERM while an async main runs: the first cancels main, and after the clean-up the process ends
 * by it; a second one ends the process at once. SIGUSR1 prints the tasks if AC_DEBUG says so. A signal that the program
 * had set up otherwise is left alone. */
#include "core.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int signals[] = { SIGINT, SIGTERM };
enum { SIGNALS = sizeof signals / sizeof *signals };

/* What the handler works on: the loop of the thread that runs main. */
static struct ac_loop *volatile main_loop;

static void on_signal(int number);

/* Gives back those signals that still come to us. */
static void give_back(void)
{
    struct sigaction old;

    for (int i = 0; i < SIGNALS; i++)
        if (!sigaction(signals[i], NULL, &old) && old.sa_handler == on_signal)
            signal(signals[i], SIG_DFL);
}

int ac_loop_tell(int fd, const void *data, size_t size)
{
    ssize_t put;

    do
        put = write(fd, data, size);
    while (put < 0 && errno == EINTR);
    if (put >= 0)
        return 0;
    if (errno == EAGAIN)
        return -EAGAIN;
    dprintf(STDERR_FILENO, "libac: cannot wake a loop\n"); /* which takes no lock, and whoever was interrupted may have one */
    abort();
}

void ac_loop_wake(struct ac_loop *loop)
{
    uint64_t one = 1;
    int saved = errno;

    loop->woken = true;
    loop->attention = true;
    if (loop->fds.wake_fd >= 0)
        ac_loop_tell(loop->fds.wake_fd, &one, sizeof one); /* without room it is awake */
    errno = saved;
}

static void on_signal(int number)
{
    struct ac_loop *loop = main_loop;

    give_back();
    if (!loop) {
        raise(number);
        return;
    }
    loop->signal = number;
    ac_loop_wake(loop);
}

static void on_dump(int number)
{
    struct ac_loop *loop = main_loop;

    (void)number;
    if (loop) {
        loop->dump = true;
        ac_loop_wake(loop);
    }
}

/* Has HANDLER called for a signal that the program leaves alone. */
static void take_over(int number, void (*handler)(int))
{
    struct sigaction action, old;

    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    if (!sigaction(number, NULL, &old) && old.sa_handler == SIG_DFL)
        sigaction(number, &action, NULL);
}

void ac_signals_begin(struct ac_loop *loop, struct ac_task *main_task)
{
    const char *debug = getenv("AC_DEBUG");

    loop->main = main_task;
    main_loop = loop;
    for (int i = 0; i < SIGNALS; i++)
        take_over(signals[i], on_signal);
    if (debug && strstr(debug, "dump"))
        take_over(SIGUSR1, on_dump);
}

void ac_signals_look(struct ac_loop *loop)
{
    if (loop->dump) {
        loop->dump = false;
        ac_dump(stderr);
    }
    if (loop->signal && loop->main)
        ac_cancel(loop->main);
}

/* Ends the process if a signal asked for it. */
void ac_signals_end(struct ac_loop *loop)
{
    give_back();
    main_loop = NULL;
    if (loop->signal) {
        fflush(NULL); /* the program has ended in good order, and what it wrote is not lost */
        raise(loop->signal);
    }
}
