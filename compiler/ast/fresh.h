/* fresh.h - names for what the compiler makes, which clash with nothing in the source. */
#ifndef AST_FRESH_H
#define AST_FRESH_H

#include "ast/ast.h"

/* STEM, or STEM_2, ...: a name no identifier of the unit has. It is not given out twice. */
const char *fresh_name(struct unit *u, const char *stem);
/* The same for a name local to a function: other functions may be given it again. */
const char *fresh_local_name(struct unit *u, const char *stem);

#endif
