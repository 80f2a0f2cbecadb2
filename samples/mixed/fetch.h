/* What the rest of the program sees. No <ac.h>: this header is plain C. */
#ifndef FETCH_H
#define FETCH_H

/* Fetches COUNT pages, at most 8, side by side; the number of words in all of them. Blocks until it is done. */
int fetch_all(const char *const *pages, int count);

#endif
