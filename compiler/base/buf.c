#include "base/buf.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void room(struct buf *b, size_t more)
{
    if (b->len + more + 1 <= b->cap)
        return;
    b->cap = b->cap * 2 > b->len + more + 1 ? b->cap * 2 : b->len + more + 256;
    b->text = xrealloc(b->text, b->cap);
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
    char byte = (char)c;

    buf_put(b, &byte, 1);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    int len;

    room(b, 128); /* mostly enough at once */
    va_copy(again, ap);
    len = vsnprintf(b->text + b->len, b->cap - b->len, fmt, again);
    va_end(again);
    if ((size_t)len >= b->cap - b->len) {
        room(b, (size_t)len);
        vsnprintf(b->text + b->len, (size_t)len + 1, fmt, ap);
    }
    b->len += (size_t)len;
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
