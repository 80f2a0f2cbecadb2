/* keywords.c - the table of keywords. */
#include "front/keywords.h"

#include "ac.tab.h"
#include "ast/ast.h"

struct keyword {
    const char *name; /* every spelling with blanks between */
    int kind;
    unsigned sub;     /* what it is among its kind */
};

/* Basic types that are two specifiers in one word. */
#define TWO(a, b) ((unsigned)(a) | ((unsigned)(b) + 1) << 8)

static const struct keyword table[] = {
    {"void", TOK_BASIC, BS_VOID},
    {"char", TOK_BASIC, BS_CHAR},
    {"short", TOK_BASIC, BS_SHORT},
    {"int", TOK_BASIC, BS_INT},
    {"long", TOK_BASIC, BS_LONG},
    {"float", TOK_BASIC, BS_FLOAT},
    {"double", TOK_BASIC, BS_DOUBLE},
    {"signed __signed __signed__", TOK_BASIC, BS_SIGNED},
    {"unsigned __unsigned __unsigned__", TOK_BASIC, BS_UNSIGNED},
    {"_Bool", TOK_BASIC, BS_BOOL},
    {"_Complex __complex __complex__", TOK_BASIC, BS_COMPLEX},
    {"__int128", TOK_BASIC, BS_INT128},
    {"__int128_t", TOK_BASIC, BS_INT128},
    {"__uint128_t", TOK_BASIC, TWO(BS_INT128, BS_UNSIGNED)},
    {"_Float16 __fp16", TOK_BASIC, BS_FLOAT16},
    {"__bf16", TOK_BASIC, BS_BFLOAT16},
    {"__float128", TOK_BASIC, BS_FLOAT128},
    {"__float80", TOK_BASIC, TWO(BS_LONG, BS_DOUBLE)},
    {"_Float32", TOK_BASIC, BS_FLOAT32_T},
    {"_Float64", TOK_BASIC, BS_FLOAT64_T},
    {"_Float128", TOK_BASIC, BS_FLOAT128_T},
    {"_Float32x", TOK_BASIC, BS_FLOAT32X},
    {"_Float64x", TOK_BASIC, BS_FLOAT64X},
    {"_Decimal32", TOK_BASIC, BS_DECIMAL32},
    {"_Decimal64", TOK_BASIC, BS_DECIMAL64},
    {"_Decimal128", TOK_BASIC, BS_DECIMAL128},
    {"__builtin_va_list __builtin_ms_va_list", TOK_BASIC, BS_VA_LIST},
    {"__auto_type", TOK_BASIC, BS_AUTO_TYPE},

    {"typedef", TOK_STORAGE, ST_TYPEDEF},
    {"extern", TOK_STORAGE, ST_EXTERN},
    {"static", TOK_STATIC, ST_STATIC},
    {"auto", TOK_STORAGE, ST_AUTO},
    {"register", TOK_STORAGE, ST_REGISTER},
    {"_Thread_local __thread", TOK_STORAGE, ST_THREAD},
    {"__inline __inline__", TOK_STORAGE, ST_INLINE},
    {"_Noreturn", TOK_STORAGE, ST_NORETURN},

    {"const __const __const__", TOK_QUAL, Q_CONST},
    {"volatile __volatile __volatile__", TOK_QUAL, Q_VOLATILE},
    {"__restrict __restrict__", TOK_QUAL, Q_RESTRICT},
    {"_Nonnull _Nullable _Null_unspecified _Nullable_result", TOK_QUAL, 0},
    {"_Atomic", TOK_QUAL, Q_ATOMIC},

    {"struct", TOK_STRUCT, T_STRUCT},
    {"union", TOK_STRUCT, T_UNION},
    {"enum", TOK_ENUM, T_ENUM},
    {"__typeof __typeof__", TOK_TYPEOF, 0},
    {"__typeof_unqual __typeof_unqual__", TOK_TYPEOF, 1},
    {"_BitInt _ExtInt", TOK_BITINT, 0},
    {"_Alignas", TOK_ALIGNAS, 0},
    {"__attribute__ __attribute", TOK_ATTRIBUTE, 0},
    {"__extension__", TOK_EXTENSION, 0},
    {"__asm __asm__", TOK_ASM, 0},
    {"_Static_assert", TOK_STATIC_ASSERT, 0},
    {"__label__", TOK_LABEL_DECL, 0},
    {"_Async", TOK_ASYNC, 0},
    {"_Await", TOK_AWAIT, 0},
    {"_Defer", TOK_DEFER, 0},

    {"sizeof", TOK_SIZEOF, E_SIZEOF},
    {"_Alignof __alignof __alignof__", TOK_SIZEOF, E_ALIGNOF},
    {"__real __real__", TOK_REAL, E_REAL},
    {"__imag __imag__", TOK_REAL, E_IMAG},
    {"_Generic", TOK_GENERIC, 0},
    {"__builtin_va_arg", TOK_VA_ARG, 0},
    {"__builtin_offsetof", TOK_OFFSETOF, 0},
    {"__builtin_types_compatible_p", TOK_TYPES_COMPATIBLE, 0},
    {"__builtin_choose_expr", TOK_CHOOSE, 0},
    {"__builtin_convertvector", TOK_CONVERT_VECTOR, 0},
    {"__builtin_bit_cast", TOK_BIT_CAST, 0},

    {"if", TOK_IF, 0},
    {"else", TOK_ELSE, 0},
    {"while", TOK_WHILE, 0},
    {"do", TOK_DO, 0},
    {"for", TOK_FOR, 0},
    {"switch", TOK_SWITCH, 0},
    {"case", TOK_CASE, 0},
    {"default", TOK_DEFAULT, 0},
    {"goto", TOK_GOTO, 0},
    {"break", TOK_BREAK, 0},
    {"continue", TOK_CONTINUE, 0},
    {"return", TOK_RETURN, 0},
    {"_Pragma __pragma", TOK_PRAGMA_OP, 0},
};

/* Keywords of C23 only. */
static const struct keyword table_c23[] = {
    {"bool", TOK_BASIC, BS_BOOL},
    {"constexpr", TOK_STORAGE, ST_CONSTEXPR},
    {"thread_local", TOK_STORAGE, ST_THREAD},
    {"alignas", TOK_ALIGNAS, 0},
    {"alignof", TOK_SIZEOF, E_ALIGNOF},
    {"static_assert", TOK_STATIC_ASSERT, 0},
    {"typeof", TOK_TYPEOF, 0},
    {"typeof_unqual", TOK_TYPEOF, 1},
    {"nullptr", TOK_NULLPTR, E_NULLPTR},
    {"true", TOK_NULLPTR, E_BOOL},
    {"false", TOK_NULLPTR, E_BOOL},
};

/* Not in every standard. */
static const struct keyword table_gnu[] = {
    {"asm", TOK_ASM, 0}, {"typeof", TOK_TYPEOF, 0}, {"__seg_fs", TOK_QUAL, Q_SEG_FS}, {"__seg_gs", TOK_QUAL, Q_SEG_GS},
};
static const struct keyword kw_inline = {"inline", TOK_STORAGE, ST_INLINE};
static const struct keyword kw_restrict = {"restrict", TOK_QUAL, Q_RESTRICT};

/* Words that are keywords only where the grammar wants one and the program has not declared them; see front/parse.c. */
static const struct keyword soft[] = {
    {"async", TOK_ASYNC, 0},
    {"await", TOK_AWAIT, 0},
    {"defer", TOK_DEFER, 0},
    {"ac_timeout", TOK_TIMEOUT, S_TIMEOUT},
    {"ac_timeout_at", TOK_TIMEOUT, S_TIMEOUT_AT},
    {"ac_group", TOK_GROUP, 0},
    {"ac_shield", TOK_SHIELD, 0},
};

static void add(struct unit *u, const struct keyword *k)
{
    const char *p = k->name, *end;
    struct ident *id;

    for (; *p; p = *end ? end + 1 : end) {
        for (end = p; *end && *end != ' ';)
            end++;
        id = intern(u, p, (size_t)(end - p));
        id->keyword = (uint16_t)k->kind;
        id->parse_scope = k->sub;
    }
}

static void add_all(struct unit *u, const struct keyword *k, size_t n)
{
    while (n-- > 0)
        add(u, k++);
}

void keywords_init(struct unit *u)
{
    add_all(u, table, sizeof table / sizeof *table);
    if (u->c23)
        add_all(u, table_c23, sizeof table_c23 / sizeof *table_c23);
    if (!u->iso)
        add_all(u, table_gnu, sizeof table_gnu / sizeof *table_gnu);
    if (!u->iso || !u->c90)
        add(u, &kw_inline);
    if (!u->c90)
        add(u, &kw_restrict);
    for (size_t i = 0; i < sizeof soft / sizeof *soft; i++)
        intern_str(u, soft[i].name)->soft = (uint16_t)soft[i].kind;
}
