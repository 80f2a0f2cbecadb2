/* target.c - the machine that the C compiler compiles for, by its predefined macros. */
#include "ast/target.h"

#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

struct eight {
    char c;
    long long l;
};

struct longest {
    char c;
    long double d;
};

#define INTEGER(type) _Generic((type)0, unsigned: T_UINT, long: T_LONG, unsigned long: T_ULONG, unsigned long long: T_ULLONG, \
                               long long: T_LLONG, default: T_INT)

const struct target native_target = {
    .pointer = sizeof(void *), .longs = sizeof(long), .long_double = sizeof(long double), .align_eight = offsetof(struct eight, l),
    .align_long_double = offsetof(struct longest, d), .align_most = _Alignof(max_align_t) < 16 ? _Alignof(max_align_t) : 16,
    .va_list = sizeof(va_list), .align_va_list = _Alignof(va_list),
    .size_type = INTEGER(size_t), .ptrdiff_type = INTEGER(ptrdiff_t), .wchar_type = INTEGER(wchar_t),
    .unsigned_char = CHAR_MIN == 0,
#ifdef __SIZEOF_INT128__
    .int128 = true,
#endif
#if defined __arm__ || defined __aarch64__
    .arm = true,
#endif
};

/* The text that the macro NAME stands for, up to the end of its line; NULL: there is none. */
static const char *value_of(const char *macros, const char *name)
{
    size_t n = strlen(name);

    for (const char *at = macros; (at = strstr(at, name)); at += n)
        if (at - macros >= 8 && !memcmp(at - 8, "#define ", 8) && (at[n] == ' ' || at[n] == '\n'))
            return at + n + (at[n] == ' ');
    return NULL;
}

static bool is_defined(const char *macros, const char *name)
{
    return value_of(macros, name) != NULL;
}

static void read_size(const char *macros, const char *name, int8_t *size)
{
    const char *value = value_of(macros, name);

    if (value)
        *size = (int8_t)atoi(value);
}

static bool has_word(const char *text, size_t len, const char *word)
{
    const char *found = strstr(text, word);

    return found && found < text + len;
}

/* The words may stand in any order. */
static void read_type(const char *macros, const char *name, enum type_kind *kind)
{
    const char *value = value_of(macros, name);
    size_t len = value ? strcspn(value, "\n") : 0;
    bool is_unsigned = has_word(value, len, "unsigned");

    if (has_word(value, len, "long long"))
        *kind = is_unsigned ? T_ULLONG : T_LLONG;
    else if (has_word(value, len, "long"))
        *kind = is_unsigned ? T_ULONG : T_LONG;
    else if (has_word(value, len, "short"))
        *kind = is_unsigned ? T_USHORT : T_SHORT;
    else if (value)
        *kind = is_unsigned ? T_UINT : T_INT;
}

/* On i386 scalars of eight bytes and more are aligned to four; elsewhere to their size. */
static void align_scalars(struct target *t, const char *macros)
{
    bool i386 = is_defined(macros, "__i386__");
    int8_t most = i386 ? 16 : t->align_most;

    read_size(macros, "__BIGGEST_ALIGNMENT__", &most);
    t->align_most = most < 16 && !i386 ? most : 16;
    t->align_eight = i386 ? 4 : t->align_most < 8 ? t->align_most : 8;
    t->align_long_double = i386 ? 4 : t->align_most < t->long_double ? t->align_most : t->long_double;
}

/* A pointer, but where arguments come in several kinds of registers. */
static void read_va_list(struct target *t, const char *macros)
{
    t->va_list = t->align_va_list = t->pointer;
    if (is_defined(macros, "__x86_64__"))
        t->va_list = (int8_t)(8 + 2 * t->pointer);
    if (is_defined(macros, "__aarch64__") || is_defined(macros, "__s390x__"))
        t->va_list = 32;
}

bool target_read(struct target *t, const char *macros)
{
    const char *least_enum = value_of(macros, "__ARM_SIZEOF_MINIMAL_ENUM");
    int8_t ints = 4;

    if (!is_defined(macros, "__SIZEOF_POINTER__"))
        return true;
    read_size(macros, "__SIZEOF_INT__", &ints);
    read_size(macros, "__SIZEOF_POINTER__", &t->pointer);
    read_size(macros, "__SIZEOF_LONG__", &t->longs);
    read_size(macros, "__SIZEOF_LONG_DOUBLE__", &t->long_double);
    align_scalars(t, macros);
    read_va_list(t, macros);
    read_type(macros, "__SIZE_TYPE__", &t->size_type);
    read_type(macros, "__PTRDIFF_TYPE__", &t->ptrdiff_type);
    read_type(macros, "__WCHAR_TYPE__", &t->wchar_type);
    t->unsigned_char = is_defined(macros, "__CHAR_UNSIGNED__");
    t->int128 = is_defined(macros, "__SIZEOF_INT128__");
    t->arm = is_defined(macros, "__arm__") || is_defined(macros, "__aarch64__");
    if (least_enum)
        t->short_enums = atoi(least_enum) == 1;
    return ints == 4;
}
