/* advise.h - warnings about async functions, see advise.c. */
#ifndef FRONT_ADVISE_H
#define FRONT_ADVISE_H

#include "ast/ast.h"

void advise_unit(struct unit *u);

#endif
