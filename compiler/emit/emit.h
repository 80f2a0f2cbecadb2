/* emit.h - from the lowered tree to C text. */
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include "ast/ast.h"
#include "base/buf.h"

struct emit_options {
    bool for_people;      /* --emit-c: system headers as #include lines, #line instead of line markers */
    const char *abi_text; /* the declarations of ac/abi.h without directives, put in front where the unit needs them and
                             has not included them itself; NULL for none */
};

/* Writes the unit as C into OUT. Same input, same bytes.
 * needs: lower_unit() without errors. */
void emit_unit(struct unit *u, const struct emit_options *o, struct buf *out);

/* --dump=normalise, --dump=frame, --dump=machine */
void emit_dump_normalised(struct unit *u, struct buf *out);
void emit_dump_frames(struct unit *u, struct buf *out);
void emit_dump_machine(struct unit *u, struct buf *out);

/* --print-frame-sizes: each async function, the size of its frame and of what is in it. */
void emit_frame_sizes(struct unit *u, struct buf *out);

#endif
