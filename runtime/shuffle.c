/* shuffle.c - AC_CLOCK=virtual,seed=N: the tasks of a turn run in an order that N chooses, the same one each time. It finds
 * what leans on an order that nothing promises it. */
#include "core.h"

#include <stdlib.h>
#include <string.h>

/* "seed=N" somewhere in the variable: the generator's first state. 0: not asked for. */
uint64_t ac_shuffle_seed(const char *clock)
{
    const char *at = clock ? strstr(clock, "seed=") : NULL;

    return at ? strtoull(at + 5, NULL, 10) * 2 + 1 : 0;
}

/* splitmix64: LIMIT numbers, all as likely but for what does not matter here. */
static size_t below(uint64_t *random, size_t limit)
{
    uint64_t x = *random += 0x9e3779b97f4a7c15;

    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return (size_t)((x ^ x >> 31) % limit);
}

/* Takes the first N from *LIST and gives them in another order: a merge sort by the toss of a coin, which needs no memory. */
static struct ac_wait *shuffled(uint64_t *random, struct ac_wait **list, size_t n)
{
    struct ac_wait *half[2], *all, **end = &all;
    size_t left[2] = { n / 2, n - n / 2 };

    if (n == 1) {
        all = *list;
        *list = all->next;
        return all;
    }
    half[0] = shuffled(random, list, left[0]);
    half[1] = shuffled(random, list, left[1]);
    while (left[0] && left[1]) {
        int which = below(random, left[0] + left[1]) >= left[0];

        *end = half[which];
        end = &half[which]->next;
        half[which] = *end;
        left[which]--;
    }
    *end = half[!left[0]];
    return all;
}

void ac_shuffle(struct ac_loop *loop)
{
    struct ac_wait *list = loop->ready, **end;
    size_t n = 1;

    for (struct ac_wait *w = list; &w->next != loop->ready_end; w = w->next)
        n++;
    loop->ready = shuffled(&loop->random, &list, n);
    for (end = &loop->ready; n; n--)
        end = &(*end)->next;
    loop->ready_end = end;
}
