/* diag.h - what the user reads when something is wrong.
 *
 * Every diagnostic is a row of diag.def: id, severity, the -W name (warnings) and the text. They print in gcc's form
 * with the source line, a caret and underlining, notes and fix-its. Texts never speak of the implementation.
 *
 *     diag(u, DIAG_NEVER_AWAITED, at, range, name);
 *     diag_fixit(u, before_token, "await ");
 *     diag(u, DIAG_NOTE_DECLARED_HERE, ...);
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/unit.h"

enum diag_id {
#define DIAG(id, severity, name, text) DIAG_##id,
#include "base/diag.def"
#undef DIAG
    DIAG_COUNT
};

/* Reports ID at token AT, underlining RANGE (may be empty). Text arguments follow as printf's. A warning that is off,
 * or stands in a system header, prints nothing; its notes and fix-its are dropped with it. */
void diag(struct unit *u, enum diag_id id, tok at, struct range range, ...);

/* The same at the end of token AT: something is missing there. */
void diag_after(struct unit *u, enum diag_id id, tok at, ...);

/* A hint on how to repair what the last diag() reported: insert TEXT before token AT. */
void diag_fixit_insert(struct unit *u, tok at, const char *text);
void diag_fixit_after(struct unit *u, tok at, const char *text);
/* ... or replace RANGE by TEXT ("" removes it). */
void diag_fixit_replace(struct unit *u, struct range range, const char *text);

/* Ends pending output (the last diagnostic waits for its fix-its). Called by diag() itself and at the end. */
void diag_flush(struct unit *u);

/* Is the warning ID given at AT? For who would work in vain. */
bool diag_enabled(struct unit *u, enum diag_id id, tok at);

/* The id of a warning by its -W name, or -1. */
int diag_by_name(const char *name, size_t len);

/* Our own bugs: a message that says so, then exit status 70 (EX_SOFTWARE). */
_Noreturn void internal_error(const char *file, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
#define ICE(...) internal_error(__FILE__, __LINE__, __VA_ARGS__)
#define ASSERT(c) ((c) ? (void)0 : ICE("assertion failed: %s", #c))

#endif
