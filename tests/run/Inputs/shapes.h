/* Async functions in a header: prototypes, static inline ones, types. It may be included twice, and by several files. */
async int area(int width, int height);
async int perimeter(int width, int height);

typedef async int measure(int width, int height);

#ifndef SHAPES_H
#define SHAPES_H

extern measure *const measures[2];

static inline async int measured_twice(measure *m, int width, int height)
{
    int first = await m(width, height);

    return first + await m(width, height);
}

inline async int never_called(int x)
{
    return await area(x, x);
}

#endif
