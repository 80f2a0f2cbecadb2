/* dump.h - the tree as text, for --dump=parse and its tests. */
#ifndef AST_DUMP_H
#define AST_DUMP_H

#include "ast/ast.h"

/* Prints the declarations of U that do not stand in system headers: one node a line, children indented. Types stand as
 * the tokens they were written with; `await` marks what has an await at or below it. */
void dump_tree(struct unit *u, FILE *out);

#endif
