/* flatten.h - what flatten.c, suspend.c and discard.c share. */
#ifndef LOWER_FLATTEN_H
#define LOWER_FLATTEN_H

#include "lower/internal.h"

/* flatten.c */
void emit_expr(struct lower *l, struct expr *e, struct range like); /* as a statement, into l->out */
/* Can a value of the type T of E be kept? Else says so. */
bool check_type(struct lower *l, struct expr *e, struct type *t);
/* Operands in order; all but the last active one are made stable, and that one too if what follows may see its effects:
 * f(i++, i). */
void flatten_operands(struct lower *l, struct expr **kids, size_t n);
/* a of `a ?: c`, evaluated once; as a variable, for of other conditions clang might say more than it does of this one. */
void spill_first(struct lower *l, struct expr *a);
/* The block of a statement expression, which has full expressions of its own. */
void normalise_inside(struct lower *l, struct stmt *block);

/* discard.c: what stands left of a comma */
void flatten_left(struct lower *l, struct expr *e);

/* suspend.c: E is an E_AWAIT; USED: somebody wants its value. */
void flatten_await(struct lower *l, struct expr *e, bool used);

#endif
