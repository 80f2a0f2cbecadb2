/* asyncify.h - a plain C program as an async one, for testing the lowering against the C compiler.
 *
 * Every function that can be becomes async and every call of it is awaited; the text is otherwise what the preprocessor
 * printed. The outcome must do what the plain program does. */
#ifndef ASYNCIFY_H
#define ASYNCIFY_H

#include "base/spool.h"
#include "base/unit.h"

/* needs: check_unit() without errors. */
void asyncify_calls(struct unit *u, struct spool *out);  /* awaits that complete at once */
void asyncify_yields(struct unit *u, struct spool *out); /* ... and a suspension before each statement of a block */
void asyncify_random(struct unit *u, struct spool *out); /* ... or now and then before a statement or a call */
void asyncify_pointers(struct unit *u, struct spool *out); /* ... and functions whose address is taken are async, too */

#endif
