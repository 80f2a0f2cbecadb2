/* suggest.h - the word that was probably meant. */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

struct suggestion {
    const char *word;
    const char *best; /* NULL: nothing is close enough */
    int distance;     /* of best; before: the first that is too far */
};

struct suggestion suggest_begin(const char *word);
/* Considers CANDIDATE. One that ends in '=' stands for all words that begin with it. */
void suggest_try(struct suggestion *s, const char *candidate);

#endif
