/* advise.h - warnings about async functions, see advise.c. */
#ifndef FRONT_ADVISE_H
#define FRONT_ADVISE_H

#include "ast/ast.h"

struct advisor;

/* One unit: begin, each external declaration, checked without errors, in order; end gives the advice if WANTED. */
struct advisor *advise_begin(struct unit *u);
void advise_external(struct advisor *a, struct decl *d);
void advise_end(struct advisor *a, bool wanted);

#endif
