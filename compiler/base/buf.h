/* buf.h - growable text. Always NUL-terminated once something was put. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
    char *text;
    size_t len, cap;
};

/* Room for SIZE bytes in all: a large text that grows by doubling is moved again and again. */
void buf_reserve(struct buf *b, size_t size);
void buf_put(struct buf *b, const char *text, size_t len);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, int c);
void buf_spaces(struct buf *b, size_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap);
void buf_free(struct buf *b);

#endif
