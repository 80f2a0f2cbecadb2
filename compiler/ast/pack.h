/* pack.h - what #pragma pack says. */
#ifndef AST_PACK_H
#define AST_PACK_H

#include "base/unit.h"

/* Fills u->packs from the directives. */
void find_packs(struct unit *u);
/* The limit to the alignment of members where the token stands; 0: there is none. */
int64_t pack_at(struct unit *u, tok at);

#endif
