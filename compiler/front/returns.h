/* returns.h - see returns.c. */
#ifndef FRONT_RETURNS_H
#define FRONT_RETURNS_H

#include "ast/ast.h"
#include "base/diag.h"

/* The warning (enum diag_id) to be given of S, a return statement of FN, which is async and checked; -1: none. */
int find_wrong_return(const struct function *fn, const struct stmt *s);

#endif
