/* builtins.c - functions nobody declares: __builtin_*, __sync_*, __atomic_*, and undeclared library functions that the C
 * compiler knows. Only what they return matters here. */
#include "front/checker.h"

#include <string.h>

/* Types by letters, as in the table; a pointer's letter follows `*`. */
static struct type *by_letter(struct checker *c, char letter)
{
    switch (letter) {
    case 'v': return basic(c, T_VOID);
    case 'b': return basic(c, T_BOOL);
    case 'c': return basic(c, T_CHAR);
    case 'h': return basic(c, T_USHORT);
    case 'i': return basic(c, T_INT);
    case 'u': return basic(c, T_UINT);
    case 'l': return basic(c, T_LONG);
    case 'm': return basic(c, T_ULONG);
    case 'x': return basic(c, T_LLONG);
    case 'y': return basic(c, T_ULLONG);
    case 'o': return basic(c, T_UINT128);
    case 'f': return basic(c, T_FLOAT);
    case 'd': return basic(c, T_DOUBLE);
    case 'e': return basic(c, T_LDOUBLE);
    case 'q': return basic(c, T_FLOAT128);
    case 'z': return c->size_type;
    case 'w': return c->ptrdiff_type; /* ssize_t, a machine word */
    case 'j': return basic(c, target_int64(c->u->target, false)); /* intmax_t */
    case 'C': return type_derived(c->u, T_COMPLEX, basic(c, T_DOUBLE));
    default: return basic(c, T_UNKNOWN);
    }
}

static struct type *by_letters(struct checker *c, const char *letters)
{
    if (*letters == '*')
        return type_pointer(c->u, by_letter(c, letters[1]));
    return by_letter(c, *letters);
}

/* Names with the same result, in words; `__builtin_` goes before each. */
struct row {
    const char *result;
    const char *names;
};

static const struct row only_builtin[] = {
    {"l", "expect expect_with_probability"},
    {"h", "bswap16"}, {"u", "bswap32 ia32_crc32qi ia32_rdtscp_low"}, {"o", "bswap128"},
    {"i", "clz clzl clzll ctz ctzl ctzll clrsb clrsbl clrsbll ffs ffsl ffsll parity parityl parityll popcount popcountl "
          "popcountll constant_p isnan isnanf isnanl isinf isinff isinfl isinf_sign isfinite finite finitef finitel isnormal "
          "signbit signbitf signbitl isgreater isgreaterequal isless islessequal islessgreater isunordered fpclassify "
          "classify_type va_arg_pack va_arg_pack_len setjmp cpu_is cpu_supports cpu_init eh_return_data_regno is_constant_evaluated "
          "issignaling LINE has_attribute"},
    {"u", "rotateleft32 rotateright32 ia32_readeflags_u32"},
    {"v", "unreachable trap va_start va_end va_copy prefetch stack_restore longjmp debugtrap __clear_cache clear_padding "
          "assume ia32_pause ia32_mfence ia32_sfence ia32_lfence ia32_emms return init_dwarf_reg_size_table unwind_init "
          "nontemporal_store eh_return set_thread_pointer c23_va_start"},
    {"z", "object_size dynamic_object_size"},
    {"*v", "alloca alloca_with_align alloca_with_align_and_max frame_address return_address assume_aligned stack_save "
           "extract_return_addr frob_return_addr apply apply_args thread_pointer dwarf_cfa eh_return_adjust aggregate_incoming_address"},
    {"b", "add_overflow sub_overflow mul_overflow add_overflow_p sub_overflow_p mul_overflow_p sadd_overflow saddl_overflow "
          "saddll_overflow uadd_overflow uaddl_overflow uaddll_overflow ssub_overflow ssubl_overflow ssubll_overflow "
          "usub_overflow usubl_overflow usubll_overflow smul_overflow smull_overflow smulll_overflow umul_overflow "
          "umull_overflow umulll_overflow has_single_bit"},
    {"d", "huge_val inf nan nans powi"}, {"f", "huge_valf inff nanf nansf powif"},
    {"e", "huge_vall infl nanl nansl powil"}, {"q", "infq nanq huge_valq nansq fabsq copysignq"},
    {"y", "ia32_rdtsc ia32_rdtscp ia32_xgetbv readcyclecounter rotateleft64 rotateright64 rdtsc"},
    {"i", "memcmp_eq __fprintf_chk __printf_chk __sprintf_chk __snprintf_chk __vsnprintf_chk __vsprintf_chk __vfprintf_chk "
          "__vprintf_chk"},
    {"*v", "__memcpy_chk __memmove_chk __memset_chk __mempcpy_chk"},
    {"*c", "__strcpy_chk __strncpy_chk __strcat_chk __strncat_chk __stpcpy_chk __stpncpy_chk FILE FUNCTION"},
    {NULL, NULL},
};

/* Also without the prefix, when the program calls them undeclared. */
static const struct row library[] = {
    {"*v", "memcpy memmove memset mempcpy memchr memrchr malloc calloc realloc aligned_alloc alloca memccpy bsearch"},
    {"i", "memcmp strcmp strncmp strcasecmp strncasecmp bcmp printf fprintf sprintf snprintf vprintf vfprintf vsprintf "
          "vsnprintf puts putchar fputs fputc putc scanf fscanf sscanf vscanf vfscanf vsscanf abs isalnum isalpha isblank iscntrl "
          "isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower toupper toascii isascii ilogb ilogbf "
          "ilogbl execl execlp execle execv execvp execve fork putchar_unlocked puts_unlocked printf_unlocked "
          "fprintf_unlocked fputc_unlocked fputs_unlocked"},
    {"*c", "strcpy strncpy strcat strncat strchr strrchr strstr strpbrk stpcpy stpncpy strdup strndup index rindex "
           "dcgettext dgettext gettext"},
    {"z", "strlen strnlen strspn strcspn fwrite fread strftime strlcpy strlcat fwrite_unlocked"},
    {"v", "abort exit _exit _Exit free bzero bcopy sincos sincosf sincosl"},
    {"l", "labs lrint lrintf lrintl lround lroundf lroundl ftell"},
    {"x", "llabs llrint llrintf llrintl llround llroundf llroundl"},
    {"j", "imaxabs"},
    {NULL, NULL},
};

/* Each with `f` float and with `l` long double. */
static const char math[] =
    "acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh drem erf erfc exp exp10 exp2 expm1 fabs fdim floor fma "
    "fmax fmin fmod frexp gamma hypot j0 j1 jn ldexp lgamma log log10 log1p log2 logb modf nearbyint nextafter nexttoward pow "
    "pow10 remainder remquo rint round roundeven scalb scalbln scalbn significand sin sinh sqrt tan tanh tgamma trunc y0 y1 yn "
    "cabs carg cimag creal";
static const char complex_math[] =
    "cacos cacosh casin casinh catan catanh ccos ccosh cexp clog clog10 conj cpow cproj csin csinh csqrt ctan ctanh";

static bool has_word(const char *words, const char *name, size_t len)
{
    const char *p = words;

    while (p) {
        if (!strncmp(p, name, len) && (p[len] == ' ' || !p[len]))
            return true;
        p = strchr(p, ' ');
        p = p ? p + 1 : NULL;
    }
    return false;
}

static struct type *in_table(struct checker *c, const struct row *table, const char *name, size_t len)
{
    for (; table->names; table++)
        if (has_word(table->names, name, len))
            return by_letters(c, table->result);
    return NULL;
}

/* `sqrt`, `sqrtf`, `sqrtl`, `sqrtf128`. */
static struct type *in_math(struct checker *c, const char *words, const char *name, size_t len)
{
    if (has_word(words, name, len))
        return basic(c, T_DOUBLE);
    if (len > 1 && name[len - 1] == 'f' && has_word(words, name, len - 1))
        return basic(c, T_FLOAT);
    if (len > 1 && name[len - 1] == 'l' && has_word(words, name, len - 1))
        return basic(c, T_LDOUBLE);
    if (len > 4 && !memcmp(name + len - 4, "f128", 4) && has_word(words, name, len - 4))
        return basic(c, T_FLOAT128_T);
    return NULL;
}

static struct type *library_result(struct checker *c, const char *name, size_t len)
{
    struct type *t = in_table(c, library, name, len);

    if (!t)
        t = in_math(c, math, name, len);
    if (!t) {
        t = in_math(c, complex_math, name, len);
        t = t ? type_derived(c->u, T_COMPLEX, t) : NULL;
    }
    return t;
}

/* The suffixes of the typed constants: __builtin_inff32, __builtin_nanf128 and the like. */
static struct type *typed_constant(struct checker *c, const char *name, size_t len)
{
    static const struct {
        const char *suffix;
        enum type_kind kind;
    } kinds[] = {{"f16", T_FLOAT16}, {"f32", T_FLOAT32_T}, {"f64", T_FLOAT64_T}, {"f128", T_FLOAT128_T},
                 {"f32x", T_FLOAT32X}, {"f64x", T_FLOAT64X}, {"d32", T_DECIMAL32}, {"d64", T_DECIMAL64}, {"d128", T_DECIMAL128}};
    static const char *const stems[] = {"inf", "nan", "nans", "huge_val", "fabs", "copysign"};
    size_t i, j, stem;

    for (i = 0; i < sizeof stems / sizeof *stems; i++) {
        stem = strlen(stems[i]);
        if (len <= stem || memcmp(name, stems[i], stem) != 0)
            continue;
        for (j = 0; j < sizeof kinds / sizeof *kinds; j++)
            if (!strcmp(name + stem, kinds[j].suffix))
                return basic(c, kinds[j].kind);
    }
    return NULL;
}

static struct type *bswap(struct checker *c, const char *name)
{
    return strcmp(name, "bswap64") ? NULL : basic(c, target_int64(c->u->target, true));
}

static struct type *builtin_result(struct checker *c, const char *name, size_t len)
{
    struct type *t = in_table(c, only_builtin, name, len);

    if (!t)
        t = bswap(c, name);
    if (!t)
        t = library_result(c, name, len);
    return t ? t : typed_constant(c, name, len);
}

static struct symbol *find_builtin(struct checker *c, struct ident *name, tok at, bool called)
{
    struct type *result = NULL;
    struct symbol *sym;
    bool prefix = name->len > 10 && !memcmp(name->text, "__builtin_", 10);
    bool memory = !strncmp(name->text, "__sync_", 7) || !strncmp(name->text, "__atomic_", 9) || !strncmp(name->text, "__c11_atomic_", 13);

    if (prefix)
        result = builtin_result(c, name->text + 10, name->len - 10);
    else if (called && !memory)
        result = library_result(c, name->text, name->len);
    if (!result && !called)
        return NULL;
    if (!result)
        result = basic(c, prefix || memory ? T_UNKNOWN : T_INT); /* C89: an undeclared function returns int */
    sym = symbol_new(c, SYM_FUNC, name, at);
    sym->type = type_function(c->u, result);
    sym->storage = ST_EXTERN;
    sym->implicit = true;
    sym->depth = 0;
    sym->owner = NULL;
    name->ordinary = sym;
    return sym;
}

/* The meaning of a name that was never declared; NULL: none known, and it is not CALLED either. Bound for the whole unit. */
struct symbol *builtin_symbol(struct checker *c, struct ident *name, tok at, bool called)
{
    struct arena *types = c->u->types;
    struct symbol *sym;

    c->u->types = &c->u->arena;
    sym = find_builtin(c, name, at, called);
    c->u->types = types;
    return sym;
}

/* ---- results that depend on arguments --------------------------------------------------------------------------- */

static struct type *pointee(struct checker *c, struct expr *arg)
{
    struct type *t = arg ? type_strip(expr_value_type(c->u, arg)) : NULL;

    return t && t->kind == T_POINTER ? type_unqualified(c->u, t->base) : basic(c, T_UNKNOWN);
}

static bool has(const char *name, const char *part)
{
    return strstr(name, part) != NULL;
}

static struct type *sync_type(struct checker *c, const char *name, struct expr *args)
{
    if (has(name, "bool_compare"))
        return basic(c, T_BOOL);
    if (has(name, "synchronize") || has(name, "lock_release"))
        return basic(c, T_VOID);
    return pointee(c, args);
}

static struct type *atomic_type(struct checker *c, const char *name, struct expr *args)
{
    if (has(name, "compare_exchange") || has(name, "test_and_set") || has(name, "is_lock_free") || has(name, "always_lock_free"))
        return basic(c, T_BOOL);
    if (has(name, "_fence") || has(name, "store") || has(name, "clear") || has(name, "_init"))
        return basic(c, T_VOID);
    if (!strcmp(name, "__atomic_load") || !strcmp(name, "__atomic_exchange"))
        return basic(c, T_VOID);
    return pointee(c, args);
}

/* ---- __builtin_tgmath(sqrtf, sqrt, sqrtl, csqrtf, ..., x) -------------------------------------------------------- */

static struct param *param_at(struct type *f, size_t n)
{
    struct param *p = f->params;

    while (p && n--)
        p = p->next;
    return p;
}

/* The type that argument number N is converted to for the choice: integers count as double. NULL: it has no say. */
static struct type *generic_argument(struct checker *c, struct expr *functions, struct expr *arg, size_t n)
{
    struct param *p = param_at(type_callee(functions->type), n), *q;
    struct type *other = functions->next ? type_callee(functions->next->type) : NULL, *t = expr_value_type(c->u, arg);

    q = other ? param_at(other, n) : NULL;
    if (!p || !q || type_compatible_unqualified(p->type, q->type) || !type_is_arithmetic(t))
        return NULL;
    return type_is_integer(t) ? basic(c, T_DOUBLE) : t;
}

/* The result of the first function that takes GENERIC. */
static struct type *tgmath_result(struct checker *c, struct expr *functions, struct type *generic)
{
    struct param *p;
    struct type *f;

    for (; functions && (f = type_callee(functions->type)); functions = functions->next)
        for (p = f->params; p; p = p->next)
            if (type_compatible_unqualified(p->type, generic))
                return type_unqualified(c->u, f->base);
    return NULL;
}

/* What the arguments have in common chooses, as a complex number if all functions want one. */
static struct type *tgmath_type(struct checker *c, struct expr *functions)
{
    struct type *common = NULL, *t;
    struct expr *arg = functions;
    size_t n;

    while (arg && type_callee(arg->type))
        arg = arg->next;
    if (arg == functions)
        return basic(c, T_UNKNOWN);
    for (n = 0; arg; arg = arg->next, n++) {
        t = generic_argument(c, functions, arg, n);
        if (t)
            common = common ? common_type(c, common, t) : t;
    }
    t = common ? tgmath_result(c, functions, common) : NULL;
    if (!t && common && type_is_floating(common))
        t = tgmath_result(c, functions, type_derived(c->u, T_COMPLEX, type_strip(common)));
    return t ? t : basic(c, T_UNKNOWN);
}

/* ---- others ----------------------------------------------------------------------------------------------------- */

static struct type *argument_type(struct checker *c, struct expr *arg)
{
    return arg ? expr_value_type(c->u, arg) : basic(c, T_UNKNOWN);
}

/* Elements of two vectors, as many as there are numbers; or, for clang, those that a vector of numbers names. */
static struct type *shuffled(struct checker *c, struct expr *args)
{
    struct type *t = type_strip(argument_type(c, args));
    int64_t count = 0;

    if (t->kind != T_VECTOR || !args->next)
        return basic(c, T_UNKNOWN);
    for (const struct expr *number = args->next->next; number; number = number->next)
        count++;
    return count ? type_vector(c->u, t->base, count) : t;
}

struct type *builtin_generic_type(struct checker *c, struct expr *call)
{
    const char *name = call->a->name->text;
    struct expr *args = call->list;

    if (!strncmp(name, "__sync_", 7))
        return sync_type(c, name, args);
    if (!strncmp(name, "__atomic_", 9) || !strncmp(name, "__c11_atomic_", 13))
        return atomic_type(c, name, args);
    if (!strcmp(name, "__builtin_tgmath"))
        return tgmath_type(c, args);
    if (!strcmp(name, "__builtin_complex"))
        return type_derived(c->u, T_COMPLEX, type_strip(argument_type(c, args)));
    if (!strcmp(name, "__builtin_shufflevector"))
        return shuffled(c, args);
    if (!strncmp(name, "__builtin_reduce_", 17) && args && type_strip(argument_type(c, args))->kind == T_VECTOR)
        return type_strip(argument_type(c, args))->base;
    if (!strcmp(name, "__builtin_nontemporal_load"))
        return pointee(c, args);
    if (!strcmp(name, "__builtin_shuffle") || !strncmp(name, "__builtin_elementwise_", 22) ||
        !strcmp(name, "__builtin_speculation_safe_value"))
        return argument_type(c, args);
    return NULL;
}
