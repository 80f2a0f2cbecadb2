/* process.c - running the C compiler. */
#define _GNU_SOURCE /* pipe2, F_SETPIPE_SZ */
#include "process.h"

#include "cleanup.h"
#include "files.h"
#include "say.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Starts ARGV, with OUT as its stream of that number if OUT is not -1. Returns 0 or an errno. */
static int start(char **argv, int out, int stream, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    sigset_t defaults;
    int error;

    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attr);
    if (out >= 0)
        posix_spawn_file_actions_adddup2(&actions, out, stream);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE); /* which we ignore */
    posix_spawnattr_setsigdefault(&attr, &defaults);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
    error = posix_spawnp(pid, argv[0], &actions, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static int wait_for(const char *name, pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) {
            say_error("cannot wait for '%s': %s", name, strerror(errno));
            return 1;
        }
    if (WIFSIGNALED(status)) {
        say_error("'%s' was killed by signal %d (%s)", name, WTERMSIG(status), strsignal(WTERMSIG(status)));
        return 1;
    }
    return WEXITSTATUS(status);
}

static bool open_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0) {
        say_error("cannot make a pipe: %s", strerror(errno));
        return false;
    }
#ifdef F_SETPIPE_SZ
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20); /* fewer switches between the two; best effort */
#endif
    return true;
}

static bool read_capture(int fd, void *text)
{
    bool ok = read_to_end(fd, text);

    close(fd);
    return ok;
}

struct reader capture(struct buf *text)
{
    return (struct reader){STDOUT_FILENO, read_capture, text};
}

/* The reader gets, and closes, the first end of the pipe. */
static int run(char **argv, const struct reader *reader, const int ends[2])
{
    pid_t pid;
    int error = start(argv, ends[1], reader ? reader->of : -1, &pid);
    bool complete = true;
    int status;

    if (ends[1] >= 0)
        close(ends[1]);
    if (error) {
        if (reader)
            close(ends[0]);
        say_error("cannot run '%s': %s", argv[0], strerror(error));
        return 1;
    }
    cleanup_set_child(pid);
    if (reader)
        complete = reader->read(ends[0], reader->data);
    if (!complete)
        say_error("cannot read the output of '%s': %s", argv[0], strerror(errno));
    status = wait_for(argv[0], pid);
    cleanup_set_child(0);
    return complete ? status : 1;
}

int process_run(const struct words *argv, const struct reader *reader)
{
    char **list = xmalloc((argv->len + 1) * sizeof *list);
    int ends[2] = {-1, -1};
    int status = 1;

    for (size_t i = 0; i < argv->len; i++)
        list[i] = (char *)(uintptr_t)argv->at[i];
    list[argv->len] = NULL;
    fflush(NULL);
    if (!reader || open_pipe(ends))
        status = run(list, reader, ends);
    free(list);
    return status;
}
