/* ends.h - where control goes from statements, see ends.c. They have been checked and not yet lowered. */
#ifndef AST_ENDS_H
#define AST_ENDS_H

#include "ast/ast.h"

/* Can control come behind the last of the statements S, linked by next? Where that cannot be told: DOUBT. */
bool falls_through(struct stmt *s, bool doubt);
/* Can it get out of S at all: behind it, or by a jump, a return or a call that does not return? */
bool is_left(struct stmt *s);

#endif
