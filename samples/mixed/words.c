#include "words.h"

#include <ctype.h>
#include <stdbool.h>

int count_words(const char *text)
{
    bool inside = false;
    int count = 0;

    for (; *text; text++) {
        bool blank = isspace((unsigned char)*text);

        count += !blank && !inside;
        inside = !blank;
    }
    return count;
}
