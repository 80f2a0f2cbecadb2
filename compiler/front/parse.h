/* parse.h - from text to the tree. */
#ifndef FRONT_PARSE_H
#define FRONT_PARSE_H

#include "base/unit.h"

struct decl;

/* Who takes each external declaration as soon as it has been read. */
struct parse_sink {
    void (*take)(void *data, struct decl *d);
    void *data;
    bool keep; /* u->decls gets all of them in the end: `take` must leave u->tree alone */
};

/* Parses u->tokens.
 * needs: scan_unit(), u->diag set
 * gives: the tree of ast.h without what is marked [check] or [lower]
 * After errors what could be read is still given. */
void parse_unit(struct unit *u, struct parse_sink sink);

#endif
