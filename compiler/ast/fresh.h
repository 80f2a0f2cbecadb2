/* fresh.h - names for what the compiler makes, which clash with nothing in the source. */
#ifndef AST_FRESH_H
#define AST_FRESH_H

#include "ast/ast.h"

/* STEM, or STEM_2, ...: a name no identifier of the unit has. It is not given out twice. */
const char *fresh_name(struct unit *u, const char *stem);
/* The same for a name local to a function: other functions may be given it again. */
const char *fresh_local_name(struct unit *u, const char *stem);

/* A local name that has a number: the most of them are never made, but put together where they are printed. */
struct numbered {
    const char *text; /* the stem, */
    int number;       /* ... STEM_NUMBER; 0: TEXT is all of it */
};
/* fresh_local_name() of STEM_NUMBER. STEM must stay. */
struct numbered fresh_numbered_name(struct unit *u, const char *stem, int number);
/* All of it; if that is not there, in A. */
const char *numbered_text(struct arena *a, struct numbered name);
/* Notes in u->renames that these, of any number, stand for nothing of the source. */
void note_numbered(struct unit *u);

#endif
