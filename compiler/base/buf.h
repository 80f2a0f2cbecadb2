/* buf.h - growable text. Always NUL-terminated once something was put. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
    char *text;
    size_t len, cap;
};

/* Makes room for MORE bytes and the NUL. */
void buf_grow(struct buf *b, size_t more);

static inline void buf_put(struct buf *b, const char *text, size_t len)
{
    if (b->cap - b->len <= len)
        buf_grow(b, len);
    memcpy(b->text + b->len, text, len);
    b->len += len;
    b->text[b->len] = 0;
}

static inline void buf_puts(struct buf *b, const char *text)
{
    buf_put(b, text, strlen(text)); /* of a string literal, the C compiler makes a store or two */
}

static inline void buf_putc(struct buf *b, int c)
{
    char text = (char)c;

    buf_put(b, &text, 1);
}

void buf_number(struct buf *b, int64_t n);

/* Puts up to 16 texts, one after the other: buf_join(b, "struct ", name, ";"). */
#define buf_join(b, ...)                                                                                               \
    BUF_CHOOSE(__VA_ARGS__, BUF_16, BUF_15, BUF_14, BUF_13, BUF_12, BUF_11, BUF_10, BUF_9, BUF_8, BUF_7, BUF_6, BUF_5, \
               BUF_4, BUF_3, BUF_2, BUF_1, 0)(b, __VA_ARGS__)
#define BUF_CHOOSE(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, chosen, ...) chosen
#define BUF_1(b, x)       buf_puts((b), (x))
#define BUF_2(b, x, ...)  BUF_1(b, x), BUF_1(b, __VA_ARGS__)
#define BUF_3(b, x, ...)  BUF_1(b, x), BUF_2(b, __VA_ARGS__)
#define BUF_4(b, x, ...)  BUF_1(b, x), BUF_3(b, __VA_ARGS__)
#define BUF_5(b, x, ...)  BUF_1(b, x), BUF_4(b, __VA_ARGS__)
#define BUF_6(b, x, ...)  BUF_1(b, x), BUF_5(b, __VA_ARGS__)
#define BUF_7(b, x, ...)  BUF_1(b, x), BUF_6(b, __VA_ARGS__)
#define BUF_8(b, x, ...)  BUF_1(b, x), BUF_7(b, __VA_ARGS__)
#define BUF_9(b, x, ...)  BUF_1(b, x), BUF_8(b, __VA_ARGS__)
#define BUF_10(b, x, ...) BUF_1(b, x), BUF_9(b, __VA_ARGS__)
#define BUF_11(b, x, ...) BUF_1(b, x), BUF_10(b, __VA_ARGS__)
#define BUF_12(b, x, ...) BUF_1(b, x), BUF_11(b, __VA_ARGS__)
#define BUF_13(b, x, ...) BUF_1(b, x), BUF_12(b, __VA_ARGS__)
#define BUF_14(b, x, ...) BUF_1(b, x), BUF_13(b, __VA_ARGS__)
#define BUF_15(b, x, ...) BUF_1(b, x), BUF_14(b, __VA_ARGS__)
#define BUF_16(b, x, ...) BUF_1(b, x), BUF_15(b, __VA_ARGS__)

void buf_spaces(struct buf *b, size_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap);
void buf_free(struct buf *b);

#endif
