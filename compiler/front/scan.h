/* scan.h - what the scanner's rules (grammar/ac.l) do: tokens, lines and files.
 *
 * `offset` always stands behind the text the current rule matched. */
#ifndef FRONT_SCAN_H
#define FRONT_SCAN_H

#include "base/unit.h"

struct scanner {
    struct unit *u;
    size_t offset;     /* of the text not yet scanned */
    size_t line_start; /* offset of the current line of the unit's text */
    uint32_t line;     /* the current line, in its file */
    uint16_t file;
    size_t stray_end;  /* where the last stray character ended */
    bool space;        /* white space stands before the next token */
    bool bol;          /* the next token is the first of its line of text */
    VEC(bool) system;  /* the includes we are in: is it a system header? */
};

/* Scans all of u->text into u->tokens. Errors are reported and skipped. */
void scan_unit(struct unit *u);
/* The loop over flex's rules; defined in grammar/ac.l. */
void scan_text(struct unit *u, struct scanner *s);

/* Called by the rules; LEN is the length of what was matched. */
void scan_token(struct scanner *s, int kind, size_t len);
void scan_ident(struct scanner *s, size_t len);
void scan_escaped_ident(struct scanner *s, size_t len); /* with \uXXXX in it */
void scan_number(struct scanner *s, size_t len);
void scan_newlines(struct scanner *s, size_t count);
void scan_newlines_in(struct scanner *s, const char *text, size_t len);
void scan_directive(struct scanner *s, size_t len);
void scan_unterminated(struct scanner *s, size_t len, int kind);
/* LEN matched so far; returns the length of the whole literal. */
size_t scan_raw_string(struct scanner *s, size_t len);
/* Text that starts no token; ID says what is wrong with it. */
void scan_stray(struct scanner *s, int id, size_t len);

#endif
