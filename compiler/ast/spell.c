/* spell.c - types as the user would write them, for messages and dumps.
 *
 * C writes a type around a name, so it is spelled from the outside in: each step wraps what has been written of the
 * declarator so far and goes on with the type it is derived from. */
#include "ast/types.h"

#include <inttypes.h>
#include <string.h>

static const char *const names[T_TYPEDEF + 1] = {
    [T_UNKNOWN] = "<unknown>", [T_VOID] = "void", [T_BOOL] = "_Bool", [T_CHAR] = "char", [T_SCHAR] = "signed char",
    [T_UCHAR] = "unsigned char", [T_SHORT] = "short", [T_USHORT] = "unsigned short", [T_INT] = "int",
    [T_UINT] = "unsigned int", [T_LONG] = "long", [T_ULONG] = "unsigned long", [T_LLONG] = "long long",
    [T_ULLONG] = "unsigned long long", [T_INT128] = "__int128", [T_UINT128] = "unsigned __int128",
    [T_FLOAT16] = "_Float16", [T_BFLOAT16] = "__bf16", [T_FLOAT] = "float", [T_DOUBLE] = "double",
    [T_LDOUBLE] = "long double", [T_FLOAT128] = "__float128", [T_FLOAT32_T] = "_Float32", [T_FLOAT64_T] = "_Float64",
    [T_FLOAT128_T] = "_Float128", [T_FLOAT32X] = "_Float32x", [T_FLOAT64X] = "_Float64x",
    [T_DECIMAL32] = "_Decimal32", [T_DECIMAL64] = "_Decimal64", [T_DECIMAL128] = "_Decimal128",
    [T_NULLPTR] = "__typeof__(nullptr)", [T_VA_LIST] = "__builtin_va_list",
};

static const char *quals_of(struct unit *u, unsigned quals)
{
    return arena_printf(&u->tree, "%s%s%s%s%s%s", quals & Q_SEG_FS ? "__seg_fs " : "", quals & Q_SEG_GS ? "__seg_gs " : "",
                        quals & Q_CONST ? "const " : "", quals & Q_VOLATILE ? "volatile " : "",
                        quals & Q_RESTRICT ? "restrict " : "", quals & Q_ATOMIC ? "_Atomic " : "");
}

static const char *tag_name(struct unit *u, struct type *t)
{
    static const char *const keywords[T_TYPEDEF + 1] = {[T_STRUCT] = "struct", [T_UNION] = "union", [T_ENUM] = "enum"};

    return arena_printf(&u->tree, "%s %s", keywords[t->kind], t->tag->name ? t->tag->name->text : "<anonymous>");
}

/* The type at the front, where the specifiers stand. */
static const char *specifier(struct unit *u, struct type *t)
{
    switch (t->kind) {
    case T_TYPEDEF:
        return t->name->name->text;
    case T_STRUCT:
    case T_UNION:
    case T_ENUM:
        return tag_name(u, t);
    case T_COMPLEX:
        return arena_printf(&u->tree, "_Complex %s", specifier(u, t->base));
    case T_BITINT:
        return arena_printf(&u->tree, "%s_BitInt(%d)", t->is_unsigned ? "unsigned " : "", t->bits);
    case T_VECTOR:
        return arena_printf(&u->tree, "__attribute__((__vector_size__(%" PRId64 " * sizeof(%s)))) %s", t->length,
                            specifier(u, t->base), specifier(u, t->base));
    default:
        return names[t->kind];
    }
}

static const char *params_of(struct unit *u, struct type *f)
{
    const char *text = "";
    struct param *p;

    if (!f->prototype)
        return "()";
    if (!f->params)
        return f->variadic ? "(...)" : "(void)";
    for (p = f->params; p; p = p->next)
        text = arena_printf(&u->tree, "%s%s%s", text, *text ? ", " : "", type_spell(u, p->type));
    return arena_printf(&u->tree, "(%s%s)", text, f->variadic ? ", ..." : "");
}

static const char *size_of(struct unit *u, struct type *t)
{
    const char *text = "";
    tok i;

    if (t->length >= 0)
        return arena_printf(&u->tree, "%" PRId64, t->length);
    if (t->star)
        return "*";
    if (!t->size || t->size->range.last - t->size->range.first > 50)
        return "";
    for (i = t->size->range.first; i <= t->size->range.last; i++)
        text = arena_printf(&u->tree, "%s%s%.*s", text, i > t->size->range.first && (token_at(u, i)->flags & TOK_SPACE) ? " " : "",
                            (int)token_at(u, i)->len, token_at(u, i)->text);
    return text;
}

/* Arrays and functions bind closer than the `*` already written. */
static const char *grouped(struct unit *u, const char *inner)
{
    return *inner == '*' ? arena_printf(&u->tree, "(%s)", inner) : inner;
}

const char *type_spell(struct unit *u, struct type *t)
{
    const char *inner = "", *quals;
    bool async = false;

    for (;; t = t->base) {
        switch (t->kind) {
        case T_POINTER:
            quals = quals_of(u, t->quals);
            inner = arena_printf(&u->tree, "*%s%s", quals, inner);
            if (inner[strlen(inner) - 1] == ' ')
                inner = arena_strndup(&u->tree, inner, strlen(inner) - 1);
            continue;
        case T_ARRAY:
            inner = arena_printf(&u->tree, "%s[%s]", grouped(u, inner), size_of(u, t));
            continue;
        case T_FUNC:
            inner = arena_printf(&u->tree, "%s%s", grouped(u, inner), params_of(u, t));
            async |= t->is_async;
            continue;
        case T_TASK:
            async = true;
            continue;
        default:
            return arena_printf(&u->tree, "%s%s%s%s%s", async ? "async " : "", quals_of(u, t->quals), specifier(u, t),
                                *inner ? " " : "", inner);
        }
    }
}
