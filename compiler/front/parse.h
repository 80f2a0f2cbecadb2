/* parse.h - from text to the tree. */
#ifndef FRONT_PARSE_H
#define FRONT_PARSE_H

#include "base/unit.h"

/* Scans u->text into u->tokens and parses them into u->decls.
 * needs: unit_init(), u->c23, u->main_name and u->diag set
 * gives: the tree of ast.h without what is marked [check] or [lower]
 * Returns false if there were errors; the tree then holds what could be read. */
bool parse_unit(struct unit *u);

#endif
