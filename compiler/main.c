/* main.c - the program acc. */
#include "driver.h"

#include <sys/resource.h>

/* The passes recurse over the tree: room for a sum of 20,000 terms (NESTING_LIMIT), as the C compilers take it, too. */
static void raise_stack(void)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)120 << 20;

    if (getrlimit(RLIMIT_STACK, &limit) || limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY || limit.rlim_max > wanted ? wanted : limit.rlim_max;
    setrlimit(RLIMIT_STACK, &limit);
}

int main(int argc, char **argv)
{
    raise_stack();
    return driver_run(argc, argv);
}
