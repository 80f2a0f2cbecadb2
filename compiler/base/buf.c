#include "base/buf.h"

#include "base/arena.h"
#include "base/format.h"

#include <stdlib.h>
#include <string.h>

static void room(struct buf *b, size_t more)
{
    if (b->len + more + 1 <= b->cap)
        return;
    b->cap = b->cap * 2 > b->len + more + 1 ? b->cap * 2 : b->len + more + 256;
    b->text = xrealloc(b->text, b->cap);
}

void buf_reserve(struct buf *b, size_t size)
{
    if (size > b->len)
        room(b, size - b->len);
}

void buf_put(struct buf *b, const char *text, size_t len)
{
    room(b, len);
    memcpy(b->text + b->len, text, len);
    b->len += len;
    b->text[b->len] = 0;
}

void buf_puts(struct buf *b, const char *text)
{
    buf_put(b, text, strlen(text));
}

void buf_putc(struct buf *b, int c)
{
    room(b, 1);
    b->text[b->len++] = (char)c;
    b->text[b->len] = 0;
}

void buf_spaces(struct buf *b, size_t n)
{
    room(b, n);
    memset(b->text + b->len, ' ', n);
    b->len += n;
    b->text[b->len] = 0;
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
    size_t len;

    room(b, 128); /* mostly enough at once */
    len = format(b->text + b->len, b->cap - b->len, fmt, ap);
    if (len >= b->cap - b->len) {
        room(b, len);
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
