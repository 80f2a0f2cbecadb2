/* dump_tokens.h - the tokens as text, for --dump=lex. */
#ifndef DUMP_TOKENS_H
#define DUMP_TOKENS_H

#include "base/unit.h"

/* One token a line: where it stands, what it is, its text. Those of system headers are left out. */
void dump_tokens(struct unit *u, FILE *out);

#endif
