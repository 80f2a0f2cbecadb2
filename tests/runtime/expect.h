/* expect.h - assert() for conditions that await: that of glibc also puts the condition where nothing is evaluated. */
#ifndef EXPECT_H
#define EXPECT_H

#include <stdio.h>
#include <stdlib.h>

static inline void expect_that(int holds, const char *file, int line, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
    abort();
}

#define expect(...) expect_that(__VA_ARGS__, __FILE__, __LINE__, #__VA_ARGS__)

#endif
