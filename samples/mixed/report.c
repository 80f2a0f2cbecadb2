/* A plain C program. It calls fetch_all(), and need not know that async code does the work behind it. */
#include "fetch.h"

#include <stdio.h>

int main(void)
{
    static const char *const pages[] = { "the quick brown fox", "jumps over", "the lazy dog and goes to sleep" };
    int words = fetch_all(pages, 3);

    printf("3 pages, %d words\n", words);
    return words != 13;
}
