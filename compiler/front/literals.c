/* literals.c - the types of constants and string literals (C17 6.4.4, 6.4.5, with GNU and C23 suffixes). */
#include "front/checker.h"

#include <string.h>

/* ---- integers --------------------------------------------------------------------------------------------------- */

struct int_literal {
    uint64_t value;
    int bits;       /* that the value needs */
    bool decimal, overflow, is_unsigned, imaginary, bit_precise;
    int longs;
};

static int digit_of(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    if ((ch | 32) >= 'a' && (ch | 32) <= 'f')
        return (ch | 32) - 'a' + 10;
    return 99;
}

static const char *read_digits(const char *p, const char *end, struct int_literal *n)
{
    unsigned base = 10;

    if (*p == '0' && end - p > 2 && ((p[1] | 32) == 'x' || (p[1] | 32) == 'b')) {
        base = (p[1] | 32) == 'x' ? 16 : 2;
        p += 2;
    } else if (*p == '0') {
        base = 8;
    }
    n->decimal = base == 10;
    for (; p < end && (*p == '\'' || digit_of(*p) < (int)base); p++) {
        if (*p == '\'')
            continue;
        n->overflow |= __builtin_mul_overflow(n->value, base, &n->value);
        n->overflow |= __builtin_add_overflow(n->value, (unsigned)digit_of(*p), &n->value);
    }
    n->bits = n->value ? 64 - __builtin_clzll(n->value) : 0;
    return p;
}

static void read_suffix(const char *p, const char *end, struct int_literal *n)
{
    for (; p < end; p++) {
        switch (*p | 32) {
        case 'u':
            n->is_unsigned = true;
            break;
        case 'l':
            n->longs++;
            break;
        case 'i':
        case 'j':
            n->imaginary = true;
            break;
        case 'w':
            n->bit_precise = true;
            break;
        default:
            break;
        }
    }
}

static struct type *bit_precise_type(struct checker *c, const struct int_literal *n)
{
    struct type *t = type_new(c->u, T_BITINT);

    t->is_unsigned = n->is_unsigned;
    t->bits = n->is_unsigned ? (n->bits ? n->bits : 1) : (n->bits ? n->bits + 1 : 2);
    return t;
}

static enum type_kind int_kind(struct checker *c, const struct int_literal *n)
{
    static const enum type_kind ladder[][2] = {{T_INT, T_UINT}, {T_LONG, T_ULONG}, {T_LLONG, T_ULLONG}};
    int i, room;

    for (i = n->longs; i < 3; i++) {
        room = i == 0 || (i == 1 && c->u->target->longs == 4) ? 32 : 64;
        if (!n->is_unsigned && n->bits < room)
            return ladder[i][0];
        if ((n->is_unsigned || !n->decimal) && n->bits <= room)
            return ladder[i][1];
    }
    return n->decimal && c->u->target->int128 ? T_INT128 : T_ULLONG; /* gcc: too large for any standard type */
}

struct type *int_literal_type(struct checker *c, tok t, int64_t *value)
{
    struct token *token = token_at(c->u, t);
    struct int_literal n = {0};
    struct type *type;

    read_suffix(read_digits(token->text, token->text + token->len, &n), token->text + token->len, &n);
    *value = (int64_t)n.value;
    if (n.overflow)
        return basic(c, T_UNKNOWN);
    if (n.bit_precise)
        return bit_precise_type(c, &n);
    type = basic(c, int_kind(c, &n));
    return n.imaginary ? type_derived(c->u, T_COMPLEX, type) : type;
}

/* ---- floating constants ----------------------------------------------------------------------------------------- */

static const struct {
    const char *suffix; /* lower case, without i or j */
    enum type_kind kind;
} float_suffixes[] = {
    {"", T_DOUBLE}, {"f", T_FLOAT}, {"l", T_LDOUBLE}, {"d", T_DOUBLE}, {"q", T_FLOAT128}, {"w", T_LDOUBLE},
    {"f16", T_FLOAT16}, {"f32", T_FLOAT32_T}, {"f64", T_FLOAT64_T}, {"f128", T_FLOAT128_T}, {"f32x", T_FLOAT32X},
    {"f64x", T_FLOAT64X}, {"bf16", T_BFLOAT16}, {"df", T_DECIMAL32}, {"dd", T_DECIMAL64}, {"dl", T_DECIMAL128},
};

/* Where the digits and the exponent end. */
static const char *float_end(const char *p, const char *end)
{
    bool hex = end - p > 2 && *p == '0' && (p[1] | 32) == 'x';

    if (hex)
        p += 2;
    while (p < end && (digit_of(*p) < (hex ? 16 : 10) || *p == '.' || *p == '\''))
        p++;
    if (p < end && (*p | 32) == (hex ? 'p' : 'e')) {
        p++;
        if (p < end && (*p == '+' || *p == '-'))
            p++;
        while (p < end && digit_of(*p) < 10)
            p++;
    }
    return p;
}

struct type *float_literal_type(struct checker *c, tok t)
{
    struct token *token = token_at(c->u, t);
    const char *end = token->text + token->len, *p = float_end(token->text, end);
    bool imaginary = false;
    char suffix[8];
    size_t len = 0, i;
    struct type *type;

    for (; p < end && len < sizeof suffix - 1; p++) {
        if ((*p | 32) == 'i' || (*p | 32) == 'j')
            imaginary = true;
        else
            suffix[len++] = (char)(*p >= 'A' ? *p | 32 : *p);
    }
    suffix[len] = '\0';
    for (i = 0; i < sizeof float_suffixes / sizeof *float_suffixes; i++) {
        if (strcmp(suffix, float_suffixes[i].suffix) != 0)
            continue;
        type = basic(c, float_suffixes[i].kind);
        return imaginary ? type_derived(c->u, T_COMPLEX, type) : type;
    }
    return basic(c, T_UNKNOWN);
}

/* ---- characters and strings ------------------------------------------------------------------------------------- */

static enum type_kind element_kind(struct checker *c, const char *prefix, size_t len)
{
    if (len == 0 || prefix[0] == 'R' || (len > 1 && prefix[1] == '8'))
        return T_CHAR;
    switch (prefix[0]) {
    case 'L':
        return type_strip(c->wchar_type)->kind;
    case 'U':
        return T_UINT;
    default:
        return T_USHORT;
    }
}

static size_t prefix_length(struct token *t)
{
    size_t len = 0;

    while (len < t->len && t->text[len] != '"' && t->text[len] != '\'')
        len++;
    return len;
}

struct escape {
    uint32_t value;
    bool is_character; /* \u: a character, not an element */
};

static const char *digits(const char *p, const char *end, int base, int most, uint32_t *value)
{
    *value = 0;
    for (; p < end && most-- && digit_of(*p) < base; p++)
        *value = *value * (uint32_t)base + (uint32_t)digit_of(*p);
    return p;
}

/* Reads the escape sequence that begins at P; returns its end. */
static const char *read_escape(const char *p, const char *end, struct escape *esc)
{
    static const char from[] = "abfnrtveE", to[] = "\a\b\f\n\r\t\v\33\33";
    const char *known;

    *esc = (struct escape){0};
    if (++p >= end)
        return end;
    if (*p == 'x')
        return digits(p + 1, end, 16, -1, &esc->value);
    if (*p == 'u' || *p == 'U') {
        esc->is_character = true;
        return digits(p + 1, end, 16, *p == 'u' ? 4 : 8, &esc->value);
    }
    if (digit_of(*p) < 8)
        return digits(p, end, 8, 3, &esc->value);
    known = strchr(from, *p);
    esc->value = known ? (uint32_t)to[known - from] : (unsigned char)*p;
    return p + 1;
}

/* How many elements of SIZE bytes a character takes. */
static int units_of(uint32_t ch, int size)
{
    if (size == 1)
        return ch < 0x80 ? 1 : ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4;
    return size == 2 && ch > 0xffff ? 2 : 1;
}

/* Elements of the characters between the quotes; SIZE is that of one element. */
static int64_t count_elements(const char *p, const char *end, int size, bool raw)
{
    struct escape esc;
    int64_t n = 0;

    while (p < end) {
        unsigned char ch = (unsigned char)*p;

        if (ch == '\\' && !raw) {
            p = read_escape(p, end, &esc);
            n += esc.is_character ? units_of(esc.value, size) : 1;
            continue;
        }
        if (size == 1 || ch < 0x80 || ch >= 0xc0) /* wide elements are characters, not their UTF-8 bytes */
            n += size == 2 && ch >= 0xf0 ? 2 : 1;
        p++;
    }
    return n;
}

static const char *read_utf8(const char *p, const char *end, uint32_t *ch)
{
    unsigned char lead = (unsigned char)*p++;
    int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;

    *ch = more ? lead & (0x3f >> more) : lead;
    for (; more && p < end; more--)
        *ch = *ch << 6 | ((unsigned char)*p++ & 0x3f);
    return p;
}

/* Several characters make one int, the first the highest; one is sign-extended. Wide: the last counts. */
static int64_t char_value(struct checker *c, const char *p, const char *end, int size)
{
    bool wide_char = size > 1;
    uint32_t value = 0, ch;
    struct escape esc;
    int n = 0;

    for (; p < end; n++) {
        if (*p == '\\') {
            p = read_escape(p, end, &esc);
            ch = esc.value;
        } else if (wide_char) {
            p = read_utf8(p, end, &ch);
        } else {
            ch = (unsigned char)*p++;
        }
        if (size == 2 && ch > 0xffff)
            ch = 0xdc00 | (ch & 0x3ff);
        value = wide_char ? ch : value << 8 | (ch & 0xff);
    }
    return n == 1 && !wide_char && !c->u->target->unsigned_char ? (signed char)value : (int32_t)value;
}

struct type *char_literal_type(struct checker *c, tok t, int64_t *value)
{
    struct token *token = token_at(c->u, t);
    size_t len = prefix_length(token);
    struct type *type = basic(c, len == 2 ? T_UCHAR : len ? element_kind(c, token->text, len) : T_INT);

    if (token->len >= len + 2)
        *value = char_value(c, token->text + len + 1, token->text + token->len - 1, len == 1 ? (int)type_size(c->u, type) : 1);
    if (type_is_unsigned(type))
        *value = *value & (int64_t)(UINT64_MAX >> (64 - type_int_bits(c->u, type)));
    return type;
}

/* What stands between the quotes of one literal. */
static int64_t literal_elements(struct token *t, int size)
{
    size_t len = prefix_length(t);
    const char *p = t->text + len + 1, *end = t->text + t->len - 1;
    bool raw = len && t->text[len - 1] == 'R';

    if (raw) { /* R"delimiter(...)delimiter" */
        const char *open = memchr(p, '(', (size_t)(end - p));

        if (open) {
            end -= open - p + 1;
            p = open + 1;
        }
    }
    return end > p ? count_elements(p, end, size, raw) : 0;
}

struct type *string_literal_type(struct checker *c, struct range r)
{
    enum type_kind kind = T_CHAR;
    int64_t n = 1;
    int size;
    tok i;

    for (i = r.first; i <= r.last; i++) { /* one prefix makes all of them wide */
        struct token *t = token_at(c->u, i);

        if (kind == T_CHAR && t->len && t->text[0] != '#')
            kind = element_kind(c, t->text, prefix_length(t));
    }
    size = (int)type_size(c->u, basic(c, kind));
    for (i = r.first; i <= r.last; i++)
        if (memchr(token_at(c->u, i)->text, '"', token_at(c->u, i)->len))
            n += literal_elements(token_at(c->u, i), size);
    return type_array(c->u, basic(c, kind), n);
}
