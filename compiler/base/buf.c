#include "base/buf.h"

#include "base/arena.h"
#include "base/format.h"

#include <stdlib.h>
#include <string.h>

void buf_grow(struct buf *b, size_t more)
{
    if (b->len + more + 1 <= b->cap)
        return;
    b->cap = b->cap * 2 > b->len + more + 1 ? b->cap * 2 : b->len + more + 256;
    b->text = xrealloc(b->text, b->cap);
}

void buf_spaces(struct buf *b, size_t n)
{
    buf_grow(b, n);
    memset(b->text + b->len, ' ', n);
    b->len += n;
    b->text[b->len] = 0;
}

void buf_number(struct buf *b, int64_t n)
{
    char digits[DIGITS];
    const char *text = number_text(digits, n);

    buf_put(b, text, (size_t)(digits + DIGITS - 1 - text));
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
    size_t len;

    buf_grow(b, 128); /* mostly enough at once */
    len = format(b->text + b->len, b->cap - b->len, fmt, ap);
    if (len >= b->cap - b->len) {
        buf_grow(b, len);
        format(b->text + b->len, len + 1, fmt, ap);
    }
    b->len += len;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

void buf_free(struct buf *b)
{
    free(b->text);
    memset(b, 0, sizeof *b);
}
