/* format.h - what vsnprintf() does, faster: most of what is written are names put together.
 *
 * Takes %s %.*s %d %u by itself; a format with anything else, or text without enough room, is vsnprintf()'s. */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* Writes at most ROOM bytes with the final NUL; returns how long the text is without it. AP can be used again. */
size_t format(char *out, size_t room, const char *fmt, va_list ap);

/* N as text, at the end of DIGITS bytes. */
enum { DIGITS = 24 };
const char *number_text(char *digits, int64_t n);

#endif
