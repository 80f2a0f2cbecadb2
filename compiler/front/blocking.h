/* blocking.h - calls that block the thread, for advise.c. */
#ifndef FRONT_BLOCKING_H
#define FRONT_BLOCKING_H

#include "ast/ast.h"

struct blocking;

/* What is known about CALL, a call of F, if it blocks; else NULL. */
const struct blocking *blocking_find(struct unit *u, struct expr *call, struct symbol *f);
const char *blocking_name(const struct blocking *b);
/* Warns, with what to do instead. */
void blocking_report(struct unit *u, struct expr *call, const struct blocking *b);

#endif
