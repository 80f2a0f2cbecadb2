#ifndef WORDS_H
#define WORDS_H

/* How many words, separated by blanks, TEXT has. */
int count_words(const char *text);

#endif
