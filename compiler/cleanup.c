/* cleanup.c - an end by a signal, a crash or an internal error leaves nothing behind.
 *
 * Signal handlers and atexit functions get no context, so this is the one piece of process-wide state in the compiler. */
#include "cleanup.h"

#include "base/vec.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PATHS = 512, CRASH_STATUS = 70 }; /* EX_SOFTWARE */

static struct {
    const char *volatile paths[MAX_PATHS]; /* NULL: free place */
    volatile pid_t child;
    const char *volatile subject;
    char stack[64 * 1024]; /* for handlers: a crash may be the end of the ordinary one */
} state;

static void stop_child(void)
{
    if (state.child > 0)
        kill(state.child, SIGTERM);
}

static void remove_all(void)
{
    for (int i = 0; i < MAX_PATHS; i++) {
        const char *path = state.paths[i];

        if (path)
            unlink(path);
        state.paths[i] = NULL;
    }
}

static void on_stop(int sig)
{
    stop_child();
    remove_all();
    signal(sig, SIG_DFL);
    raise(sig);
}

static void put(const char *text)
{
    ssize_t n = write(STDERR_FILENO, text, strlen(text));

    (void)n;
}

static const char *crash_name(int sig)
{
    return sig == SIGSEGV ? "segmentation fault" : sig == SIGBUS ? "bus error" : sig == SIGFPE ? "arithmetic fault" : "aborted";
}

static void on_crash(int sig)
{
    put("acc: internal compiler error: ");
    put(crash_name(sig));
    if (state.subject) {
        put(" while translating ");
        put(state.subject);
    }
    put("; please report\n");
    stop_child();
    remove_all();
    _exit(CRASH_STATUS);
}

static void catch_signal(int sig, void (*handler)(int), int flags)
{
    struct sigaction now, old;

    memset(&now, 0, sizeof now);
    now.sa_handler = handler;
    now.sa_flags = flags;
    sigemptyset(&now.sa_mask);
    sigaction(sig, NULL, &old);
    if (old.sa_handler != SIG_IGN) /* as under nohup */
        sigaction(sig, &now, NULL);
}

/* The sanitizers have handlers of their own, which say more. */
static bool sanitized(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return true;
#else
    return false;
#endif
#else
    return false;
#endif
}

void cleanup_init(void)
{
    static const int stops[] = {SIGINT, SIGTERM, SIGHUP};
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
    stack_t stack = {.ss_sp = state.stack, .ss_size = sizeof state.stack};

    atexit(remove_all);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, and said */
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        catch_signal(stops[i], on_stop, 0);
    if (sanitized() || sigaltstack(&stack, NULL) != 0)
        return;
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        catch_signal(crashes[i], on_crash, SA_ONSTACK | (int)SA_RESETHAND);
}

void cleanup_add(const char *path)
{
    for (int i = 0; i < MAX_PATHS; i++)
        if (!state.paths[i]) {
            state.paths[i] = path;
            return;
        }
}

void cleanup_forget(const char *path)
{
    for (int i = 0; i < MAX_PATHS; i++)
        if (state.paths[i] == path)
            state.paths[i] = NULL;
}

void cleanup_set_child(pid_t pid)
{
    state.child = pid;
}

void cleanup_set_subject(const char *name)
{
    state.subject = name;
}
