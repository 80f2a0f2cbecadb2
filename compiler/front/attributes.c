/* attributes.c - the GNU attributes that change types: aligned, packed, mode, vector_size, ways to call a function. */
#include "front/checker.h"

#include <string.h>

static struct attr *find(struct attr *list, const char *name)
{
    size_t len = strlen(name);

    for (; list; list = list->next)
        if (list->name && list->name->len == len && !memcmp(list->name->text, name, len))
            return list;
    return NULL;
}

bool attr_present(struct attr *list, const char *name)
{
    return find(list, name) != NULL;
}

struct expr *attr_arg(struct attr *list, const char *name)
{
    struct attr *a = find(list, name);

    return a ? a->args : NULL;
}

int64_t attr_alignment(struct checker *c, struct attr *list)
{
    int64_t most = 0, n;

    for (; (list = find(list, "aligned")); list = list->next) {
        n = 16; /* without argument: the most any type needs */
        if (list->args) {
            check_in(c, list->args, PLACE_CONST);
            n = const_int(c, list->args, 0);
        }
        if (n > most)
            most = n;
    }
    return most;
}

int64_t specs_alignment(struct checker *c, struct specs *s)
{
    int64_t most = attr_alignment(c, s->attrs), n = 0;

    if (s->align_expr)
        n = const_int(c, s->align_expr, 0);
    if (s->align_type && s->align_type->type)
        n = type_align(c->u, s->align_type->type);
    return n > most ? n : most;
}

/* ---- mode ------------------------------------------------------------------------------------------------------- */

static const struct mode {
    const char *name;
    enum type_kind kind, unsigned_kind;
    bool complex;
} modes[] = {
    {"QI", T_SCHAR, T_UCHAR, false}, {"byte", T_SCHAR, T_UCHAR, false}, {"HI", T_SHORT, T_USHORT, false},
    {"SI", T_INT, T_UINT, false}, {"TI", T_INT128, T_UINT128, false}, {"HF", T_FLOAT16, T_FLOAT16, false},
    {"SF", T_FLOAT, T_FLOAT, false}, {"DF", T_DOUBLE, T_DOUBLE, false}, {"XF", T_LDOUBLE, T_LDOUBLE, false},
    {"TF", T_FLOAT128, T_FLOAT128, false}, {"SC", T_FLOAT, T_FLOAT, true}, {"DC", T_DOUBLE, T_DOUBLE, true},
    {"XC", T_LDOUBLE, T_LDOUBLE, true}, {"TC", T_FLOAT128, T_FLOAT128, true},
    {"SD", T_DECIMAL32, T_DECIMAL32, false}, {"DD", T_DECIMAL64, T_DECIMAL64, false},
    {"TD", T_DECIMAL128, T_DECIMAL128, false},
};

/* `mode(__DI__)` may be written with or without underscores. */
static bool mode_is(struct ident *id, const char *name)
{
    size_t len = strlen(name);

    if (id->len == len + 4 && !memcmp(id->text, "__", 2))
        return !memcmp(id->text + 2, name, len);
    return id->len == len && !memcmp(id->text, name, len);
}

static struct type *mode_type(struct checker *c, struct ident *mode, struct type *t)
{
    bool is_unsigned = type_is_unsigned(t);
    struct type *made;
    size_t i;

    if (mode_is(mode, "DI"))
        return basic(c, target_int64(c->u->target, is_unsigned));
    if (mode_is(mode, "word") || mode_is(mode, "pointer") || mode_is(mode, "unwind_word"))
        return is_unsigned ? c->size_type : c->ptrdiff_type;
    for (i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (!mode_is(mode, modes[i].name))
            continue;
        made = basic(c, is_unsigned ? modes[i].unsigned_kind : modes[i].kind);
        return modes[i].complex ? type_derived(c->u, T_COMPLEX, made) : made;
    }
    return basic(c, T_UNKNOWN);
}

/* ---- vector_size ------------------------------------------------------------------------------------------------ */

static struct type *vector_of(struct checker *c, struct type *element, int64_t bytes)
{
    int64_t size = type_size(c->u, element);
    struct type *t;

    if (size <= 0 || bytes <= 0)
        return basic(c, T_UNKNOWN);
    t = type_vector(c->u, type_unqualified(c->u, element), bytes / size);
    return type_qualified(c->u, t, type_quals(element));
}

/* Puts CHANGE in the place of what T is derived from: the attribute of `v4 *f()` is about its elements. */
static struct type *rebuild(struct checker *c, struct type *t, struct attr *a)
{
    struct type *plain = type_strip(t), *copy;
    int64_t bytes;

    if (plain->kind == T_POINTER || plain->kind == T_ARRAY || plain->kind == T_FUNC || plain->kind == T_TASK) {
        copy = type_copy(c->u, plain);
        copy->base = rebuild(c, plain->base, a);
        return copy;
    }
    if (plain->kind == T_UNKNOWN)
        return t;
    bytes = const_int(c, a->args, 0);
    return vector_of(c, t, bytes);
}

/* ---- calling conventions ---------------------------------------------------------------------------------------- */

static bool is_convention(struct attr *a)
{
    static const char *const names[] = {"ms_abi", "sysv_abi", "cdecl", "stdcall", "fastcall", "thiscall", "vectorcall", "regcall",
                                        "regparm", "sseregparm", "pcs", "aarch64_vector_pcs", "preserve_most", "preserve_all",
                                        "long_call", "short_call", "near", "far", NULL};

    return ident_in(a->name, names);
}

/* __attribute__((...)), as it is written. */
static const char *attr_text(struct checker *c, struct attr *a)
{
    const char *text = "__attribute__((";

    for (tok t = a->range.first; t <= a->range.last; t++)
        text = arena_printf(c->u->types, "%s%.*s", text, (int)token_at(c->u, t)->len, token_at(c->u, t)->text);
    return arena_printf(c->u->types, "%s))", text);
}

/* T, with its function, or the one it leads to, called like that. */
static struct type *called(struct checker *c, struct type *t, const char *how)
{
    struct type *plain = type_strip(t), *copy;

    if (plain->kind != T_FUNC && plain->kind != T_POINTER && plain->kind != T_ARRAY)
        return t;
    copy = type_copy(c->u, plain);
    if (plain->kind != T_FUNC)
        copy->base = called(c, plain->base, how);
    else
        copy->written = plain->written ? arena_printf(c->u->types, "%s %s", plain->written, how) : how;
    return plain->kind != T_FUNC && copy->base == plain->base ? t : copy;
}

struct type *attr_convention(struct checker *c, struct attr *list, struct type *t)
{
    for (struct attr *a = list; a; a = a->next)
        if (is_convention(a))
            t = called(c, t, attr_text(c, a));
    return t;
}

struct type *attr_apply(struct checker *c, struct attr *list, struct type *t)
{
    struct attr *a;

    for (a = list; a; a = a->next) {
        if (!a->args || !a->name)
            continue;
        if (a == find(a, "mode") && a->args->kind == E_IDENT) {
            t = type_qualified(c->u, mode_type(c, a->args->name, t), type_quals(t));
        } else if (a == find(a, "vector_size")) {
            check_in(c, a->args, PLACE_CONST);
            t = rebuild(c, t, a);
        }
    }
    return t;
}
