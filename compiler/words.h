/* words.h - lists of words: command lines, read from the environment, from @files, and printed for people. */
#ifndef WORDS_H
#define WORDS_H

#include "base/vec.h"

#include <stdio.h>

struct words {
    const char **at;
    size_t len, cap;
};

/* Adds the words of TEXT, split as a shell does: blanks, '...', "...", backslash. */
void words_split(struct arena *a, struct words *w, const char *text);
/* Adds ARGV[1] on; each @FILE that can be read is replaced by the words in it, as gcc does. */
void words_expand(struct arena *a, struct words *w, int argc, char **argv);
/* Adds all of MORE. */
void words_append(struct words *w, const struct words *more);
/* One line that a shell reads back as the same words. */
void words_print(FILE *out, const struct words *w);

#endif
