/* check.h - from the untyped tree to one that knows its symbols and types.
 *
 * needs:  an external declaration from parse_unit(), no syntax errors so far
 * gives:  every field of ast.h marked [check]; token->sym of every identifier that names a symbol;
 *         has_async of what cannot be printed as it stands
 * says:   what is wrong with the async parts. Errors in plain C are left to the C compiler, which sees the user's
 *         lines too; what cannot be typed because of one has type T_UNKNOWN. */
#ifndef FRONT_CHECK_H
#define FRONT_CHECK_H

#include "ast/ast.h"

struct checker;

/* One unit: begin, each external declaration in order, end. */
struct checker *check_begin(struct unit *u);
void check_external(struct checker *c, struct decl *d);
void check_end(struct checker *c);

/* The tree with symbols and types (--dump=check). */
void dump_types(struct unit *u, FILE *out);

#endif
