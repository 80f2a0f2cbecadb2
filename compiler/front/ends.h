/* ends.h - where control does not go on, see ends.c. */
#ifndef FRONT_ENDS_H
#define FRONT_ENDS_H

#include "ast/ast.h"

/* Can control come to the `}` of the function's body? */
bool reaches_end(struct function *fn);
/* Does control never go on after E is evaluated? */
bool never_returns(struct expr *e);

#endif
