/* diag_place.h - from a token of preprocessed text to its place in the source line. */
#ifndef BASE_DIAG_PLACE_H
#define BASE_DIAG_PLACE_H

#include "base/unit.h"

/* Where a token stands in the line of source that is shown. */
struct source_place {
    const char *line;   /* not NUL-terminated; NULL: nothing to show */
    size_t len;
    size_t start, end;  /* the token in it, in bytes */
    size_t skipped;     /* of a very long line: bytes of it before `line` */
};

struct source_place place_of(struct unit *u, tok t);
/* Does the token stand in the line of source, as far as that can be told? If not, a macro made it. */
bool stands_in_source(struct unit *u, tok t);
/* Gives P the text of that line of u->files.at[FILE]; false: there is none. */
bool source_line(struct unit *u, unsigned file, uint32_t line, struct source_place *p);
/* Columns that the byte C takes, in that one, as a terminal shows it: a tab goes to a multiple of 8, and what goes on a letter
 * takes none. */
unsigned byte_width(char c, unsigned column);
/* Columns of the first BYTES of a line. */
unsigned display_width(const char *line, size_t bytes);

#endif
