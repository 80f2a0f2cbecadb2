/* emit.h - from the lowered tree to C text. */
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include "ast/ast.h"
#include "base/spool.h"

struct emit_options {
    bool for_people;      /* --emit-c: system headers as #include lines, #line instead of line markers */
    bool analyzed;        /* by a tool that takes `int x = x;` for a use of what is not set */
    bool mixed;           /* it is warned of declarations behind statements (-Wdeclaration-after-statement) */
    bool padded;          /* ... and of holes in structs (-Wpadded) */
    bool unroll;          /* recursion, where that makes it faster */
    bool apart;           /* bodies are functions of their own: inlined twice they would only take more of the compiler's time
                             where nothing is optimised, and a line have two places for a breakpoint */
    const char *abi_text; /* the declarations of ac/abi.h without directives, put in front where the unit needs them and
                             has not included them itself; NULL for none */
};

struct printer;

/* Writes a unit as C to OUT: begin, each external declaration in order, end. Same input, same bytes.
 * needs: lower_external() without errors. */
struct printer *emit_begin(struct unit *u, const struct emit_options *o, struct spool *out);
void emit_external(struct printer *p, struct decl *d);
/* OUT is complete; P is gone. */
void emit_end(struct printer *p);

/* --dump=normalise, --dump=frame, --dump=machine */
void emit_dump_normalised(struct unit *u, struct spool *out);
void emit_dump_frames(struct unit *u, struct spool *out);
void emit_dump_machine(struct unit *u, struct spool *out);

/* --print-frame-sizes: each async function, the size of its frame and of what is in it. */
void emit_frame_sizes(struct unit *u, struct spool *out);

#endif
