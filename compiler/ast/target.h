/* target.h - what programs can tell of the machine they are compiled for: sizes, alignments, and which types the standard
 * names are. */
#ifndef AST_TARGET_H
#define AST_TARGET_H

#include "ast/ast.h"

struct target {
    int8_t pointer, longs, long_double; /* sizes in bytes */
    int8_t align_eight;                 /* of long long and double in memory */
    int8_t align_long_double;
    int8_t align_most;                  /* what malloc() gives, and all types without attributes are content with */
    int8_t va_list, align_va_list;
    enum type_kind size_type, ptrdiff_type, wchar_type;
    bool unsigned_char;
    bool short_enums;                   /* -fshort-enums: an enum is as small as its values allow */
    bool int128;
    bool arm;                           /* bit-fields without a name are aligned, long vectors are not */
};

/* The integer type of 64 bits: intmax_t, mode(DI), a large enum. */
static inline enum type_kind target_int64(const struct target *t, bool is_unsigned)
{
    if (t->longs == 4)
        return is_unsigned ? T_ULLONG : T_LLONG;
    return is_unsigned ? T_ULONG : T_LONG;
}

/* The machine that acc itself was compiled for. */
extern const struct target native_target;

/* Takes from MACROS, the lines of `cc -dM -E`, what they tell. False: it is a machine with an int of other than 32 bits. */
bool target_read(struct target *t, const char *macros);

#endif
