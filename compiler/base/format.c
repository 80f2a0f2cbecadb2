#include "base/format.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Text is put byte by byte: most of it is a word long. All give back where the text ends, NULL if there is no room. */
static inline char *put_text(char *at, const char *end, const char *text)
{
    for (; *text; *at++ = *text++)
        if (at == end)
            return NULL;
    return at;
}

static char *put_bytes(char *at, const char *end, const char *text, size_t len)
{
    len = strnlen(text, len);
    if (len > (size_t)(end - at))
        return NULL;
    memcpy(at, text, len);
    return at + len;
}

const char *number_text(char *digits, int64_t n)
{
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    char *first = digits + DIGITS - 1;

    *first = 0;
    do
        *--first = (char)('0' + rest % 10);
    while (rest /= 10);
    if (n < 0)
        *--first = '-';
    return first;
}

static char *put_number(char *at, const char *end, int64_t n)
{
    char digits[DIGITS];

    return put_text(at, end, number_text(digits, n));
}

/* NULL also for a conversion that is not one of these. */
static char *put_all(char *at, const char *end, const char *fmt, va_list ap)
{
    size_t len;

    for (; at && *fmt; fmt++) {
        if (*fmt != '%') {
            if (at == end)
                return NULL;
            *at++ = *fmt;
            continue;
        }
        switch (*++fmt) {
        case 's':
            at = put_text(at, end, va_arg(ap, const char *));
            break;
        case 'd':
            at = put_number(at, end, va_arg(ap, int));
            break;
        case 'u':
            at = put_number(at, end, va_arg(ap, unsigned));
            break;
        case '.':
            if (fmt[1] != '*' || fmt[2] != 's')
                return NULL;
            fmt += 2;
            len = (size_t)va_arg(ap, int);
            at = put_bytes(at, end, va_arg(ap, const char *), len);
            break;
        default:
            return NULL;
        }
    }
    return at;
}

size_t format(char *out, size_t room, const char *fmt, va_list ap)
{
    char *end = NULL;
    va_list again;
    int len;

    if (room) {
        va_copy(again, ap);
        end = put_all(out, out + room - 1, fmt, again);
        va_end(again);
    }
    if (end) {
        *end = 0;
        return (size_t)(end - out);
    }
    va_copy(again, ap);
    len = vsnprintf(out, room, fmt, again);
    va_end(again);
    return len < 0 ? 0 : (size_t)len;
}
