/* lower.h - from async functions to functions that can stop in the middle and be entered again.
 *
 * The passes, in order, each on one function:
 *
 *   normalise  awaits stand alone in statements of their own, in evaluation order; scopes with clean-up leave through
 *              one labelled exit
 *   flow       the control-flow graph
 *   live       which variables are alive over each suspension
 *   frame      what lives in the frame and where
 *   machine    numbers the suspensions and names the parts
 */
#ifndef LOWER_LOWER_H
#define LOWER_LOWER_H

#include "ast/ast.h"
#include "ast/lowered.h"
#include "base/diag.h"

/* Lowers the function that D defines if it needs it: fn->lowered is set. Errors are reported through diag.
 * needs: D checked without errors.  gives: expr->replace, stmt->replace, fn->lowered.  breaks: ranges of replaced
 * nodes no longer tell what is printed. */
void lower_external(struct unit *u, struct decl *d);
/* Before u->tree is ended: nothing that stays points there any more. */
void lower_end(struct decl *d);

/* --dump=flow and --dump=live, after all have been lowered. */
void lower_dump_flow(struct unit *u, FILE *out);
void lower_dump_live(struct unit *u, FILE *out);

#endif
