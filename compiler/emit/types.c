/* types.c - types as C declarations, async ones in their lowered form:
 *
 *     async T f(P)    struct ac_frame *f(P, T *result)
 *     async T t       struct ac_task *t
 */
#include "emit/internal.h"

#include "ast/fresh.h"

#include <string.h>

static const char *join(struct printer *p, const char *base, const char *inner)
{
    return *inner ? arena_join(&p->u->texts, base, *inner == '[' ? "" : " ", inner) : base;
}

#define QUALIFIERS(space) \
    space "", space "const ", space "volatile ", space "const volatile ", space "__restrict ", space "const __restrict ", \
    space "volatile __restrict ", space "const volatile __restrict ", space "_Atomic ", space "const _Atomic ", \
    space "volatile _Atomic ", space "const volatile _Atomic ", space "_Atomic __restrict ", space "const _Atomic __restrict ", \
    space "volatile _Atomic __restrict ", space "const volatile _Atomic __restrict "

static const unsigned ADDRESS_SPACES = Q_SEG_FS | Q_SEG_GS;

static const char *qualifiers(unsigned quals)
{
    static const char *const names[] = {QUALIFIERS(""), QUALIFIERS("__seg_fs "), QUALIFIERS("__seg_gs ")};

    return names[(quals & 15) + (quals & Q_SEG_GS ? 32 : quals & Q_SEG_FS)];
}

static const char *const basic_names[] = {
    [T_VOID] = "void", [T_BOOL] = "_Bool", [T_CHAR] = "char", [T_SCHAR] = "signed char", [T_UCHAR] = "unsigned char",
    [T_SHORT] = "short", [T_USHORT] = "unsigned short", [T_INT] = "int", [T_UINT] = "unsigned int", [T_LONG] = "long",
    [T_ULONG] = "unsigned long", [T_LLONG] = "long long", [T_ULLONG] = "unsigned long long", [T_INT128] = "__int128",
    [T_UINT128] = "unsigned __int128", [T_FLOAT16] = "_Float16", [T_BFLOAT16] = "__bf16", [T_FLOAT] = "float",
    [T_DOUBLE] = "double", [T_LDOUBLE] = "long double", [T_FLOAT128] = "__float128", [T_FLOAT32_T] = "_Float32",
    [T_FLOAT64_T] = "_Float64", [T_FLOAT128_T] = "_Float128", [T_FLOAT32X] = "_Float32x", [T_FLOAT64X] = "_Float64x",
    [T_DECIMAL32] = "_Decimal32", [T_DECIMAL64] = "_Decimal64", [T_DECIMAL128] = "_Decimal128",
    [T_NULLPTR] = "__typeof__(nullptr)", [T_VA_LIST] = "__builtin_va_list",
};

static const char *tag_text(struct printer *p, struct tag *tag)
{
    const char *keyword = tag->kind == T_STRUCT ? "struct" : tag->kind == T_UNION ? "union" : "enum";
    const char *name = tag->emit_name ? tag->emit_name : tag->name ? tag->name->text : NULL;

    if (!name)
        name = "ac_type_without_a_name"; /* tags.c has named all whose definition is not in a system header */
    return arena_join(&p->u->texts, keyword, " ", name);
}

/* Notes for the names of the function's locals how many have it. */
static void count_locals(struct printer *p)
{
    if (p->locals_of == p->fn)
        return;
    p->locals_of = p->fn;
    p->locals = unit_note(p->u);
    for (size_t i = 0; i < p->fn->vars.len; i++) {
        struct symbol *sym = p->fn->vars.at[i];

        if (sym->kind == SYM_TAG || sym->kind == SYM_LABEL || !sym->name)
            continue;
        sym->name->note = sym->name->noted == p->locals ? sym->name->note + 1 : 1;
        sym->name->noted = p->locals;
    }
}

/* May the typedef's name be used where we print, or is it hidden by a local of the function? */
static bool name_usable(struct printer *p, struct symbol *name)
{
    if (name->emit_name || name->implicit)
        return !name->implicit;
    if (!p->fn)
        return true;
    count_locals(p);
    return name->name->noted != p->locals || name->name->note == (name->owner == p->fn);
}

static const char *qualified(struct printer *p, const char *quals, const char *text)
{
    return *quals ? arena_join(&p->u->texts, quals, text) : text;
}

static const char *specifiers(struct printer *p, struct type *t)
{
    const char *quals = qualifiers(t->quals & ~ADDRESS_SPACES);

    if (t->written)
        return qualified(p, quals, t->written);
    switch (t->kind) {
    case T_STRUCT: case T_UNION: case T_ENUM:
        return qualified(p, quals, tag_text(p, t->tag));
    case T_BITINT:
        return arena_printf(&p->u->texts, "%s%s_BitInt(%d)", quals, t->is_unsigned ? "unsigned " : "", t->bits);
    case T_COMPLEX:
        return arena_join(&p->u->texts, quals, "_Complex ", specifiers(p, type_strip(t->base)));
    case T_VECTOR:
        return arena_printf(&p->u->texts, "%s__attribute__((__vector_size__(%lld * sizeof(%s)))) %s", quals,
                            (long long)t->length, specifiers(p, type_strip(t->base)), specifiers(p, type_strip(t->base)));
    case T_TYPEDEF:
        return qualified(p, quals, t->name->emit_name ? t->name->emit_name : t->name->name->text);
    case T_UNKNOWN:
        return "int";
    default:
        return qualified(p, quals, basic_names[t->kind]);
    }
}

/* For gcc an address space cannot be the first word of a declaration in a block. */
static const char *base_text(struct printer *p, struct type *t)
{
    unsigned space = t->quals & ADDRESS_SPACES;
    const char *text = specifiers(p, t);

    return space ? arena_join(&p->u->texts, text, space == Q_SEG_FS ? " __seg_fs" : " __seg_gs") : text;
}

static const char *array_text(struct printer *p, struct type *t)
{
    struct printer sub;
    struct buf out = {0};
    const char *text;

    struct expr *size = t->size;

    if (t->length >= 0)
        return arena_printf(&p->u->texts, "[%lld]", (long long)t->length);
    if (p->in_prototype)
        return "[*]";
    if (size && size->kind == E_TEMP && !p->fn) /* in the head of a function: as written */
        size = size->a;
    if (!size)
        return t->star ? "[*]" : "[]";
    sub = *p;
    sub.out = &out;
    sub.dump = true;
    sub.line = UINT32_MAX;
    put_expr(&sub, size);
    text = arena_join(&p->u->texts, "[", out.text, "]");
    buf_free(&out);
    return text;
}

const char *param_name(struct printer *p, struct param *param, int index)
{
    if (param->sym)
        return symbol_text(p, param->sym);
    if (param->name)
        return param->name->text;
    return arena_printf(&p->u->texts, "unnamed_%d", index);
}

/* A parameter that is loaded back cannot be const. */
static struct type *param_type(struct printer *p, struct param *param)
{
    struct var *v = param->sym ? param->sym->var : NULL;

    return v && v->home == VAR_SAVED ? type_unqualified(p->u, param->type) : param->type;
}

/* T, without a typedef whose name cannot be used here. */
static struct type *shown(struct printer *p, struct type *t)
{
    return t->kind == T_TYPEDEF && (!name_usable(p, t->name) || t->vm) ? type_strip(t) : t;
}

/* A pointer to TO with those qualifiers. */
static const char *declare_pointer(struct printer *p, struct type *to, unsigned quals, const char *name)
{
    struct arena *a = &p->u->texts;

    name = quals || *name ? arena_join(a, "*", qualifiers(quals), name) : "*";
    to = shown(p, to);
    if (to->kind == T_ARRAY || to->kind == T_FUNC)
        name = arena_join(a, "(", name, ")");
    return declare(p, to, name);
}

const char *named_parameter(struct printer *p, struct param *param, int index)
{
    const char *text = declare(p, param_type(p, param), param_name(p, param, index));
    bool unused = param->sym ? param->sym->may_be_unused : !param->name; /* without one, nobody can use it */

    return unused ? arena_join(&p->u->texts, text, " __attribute__((__unused__))") : text;
}

const char *parameter_list(struct printer *p, struct type *fn, bool named, const char *result)
{
    struct buf out = {0};
    const char *text, *sep = "";
    bool outer = p->in_prototype;
    int i = 0;

    p->in_prototype = !named;
    for (struct param *param = fn->params; param; param = param->next, sep = ", ")
        buf_join(&out, sep, named ? named_parameter(p, param, i++) : declare(p, param_type(p, param), ""));
    p->in_prototype = outer;
    if (fn->variadic)
        buf_join(&out, sep, "...");
    if (fn->is_async && !type_is_void(fn->base)) {
        buf_join(&out, sep, declare_pointer(p, type_unqualified(p->u, fn->base), 0, result ? result : ""));
        sep = ", ";
    }
    if (!*sep && !fn->variadic && (fn->prototype || fn->is_async))
        buf_puts(&out, "void");
    text = arena_join(&p->u->texts, "(", out.text ? out.text : "", ")");
    buf_free(&out);
    return text;
}

const char *declare(struct printer *p, struct type *t, const char *name)
{
    struct arena *a = &p->u->texts;

    t = shown(p, t);

    switch (t->kind) {
    case T_POINTER:
        return declare_pointer(p, t->base, t->quals, name);
    case T_ARRAY:
        return declare(p, t->quals ? type_qualified(p->u, t->base, t->quals) : t->base,
                       arena_join(a, name, array_text(p, t)));
    case T_FUNC:
        if (t->written && !t->is_async) /* in the parentheses of a pointer */
            name = arena_join(a, *name == '(' ? "(" : "", t->written, " ", *name == '(' ? name + 1 : name);
        name = arena_join(a, name, parameter_list(p, t, false, NULL));
        return t->is_async ? join(p, "struct ac_frame", arena_join(a, "*", name)) : declare(p, t->base, name);
    case T_TASK:
        return join(p, "struct ac_task", arena_join(a, "*", qualifiers(t->quals), name));
    case T_TYPEDEF:
        return join(p, base_text(p, t), name);
    default:
        return join(p, base_text(p, t), name);
    }
}

/* A variably modified object: a typed view of its storage. */
static const char *view_text(struct printer *p, struct symbol *sym)
{
    const char *type = declare_pointer(p, sym->type, 0, "");
    int over = type_over_align(p->u, sym->type);

    if (sym->kind == SYM_TYPEDEF)
        return arena_join(&p->u->texts, "__typeof__(", declare(p, type_strip(sym->type), ""), ")");
    if (type_is_array(sym->type) && over)
        return arena_printf(&p->u->texts, "(*(%s)(((unsigned long)%s + %d) & ~%dul))", type, symbol_text(p, sym->var->store),
                            over, over);
    return arena_printf(&p->u->texts, type_is_array(sym->type) ? "(*(%s)%s)" : "(*(%s)&%s)", type,
                        symbol_text(p, sym->var->store));
}

/* At file scope nobody knows the objects of a function; there, constants speak of their types only. */
static const char *typed_stand_in(struct printer *p, struct symbol *sym)
{
    return arena_join(&p->u->texts, "(*(", declare_pointer(p, sym->type, 0, ""), ")0)");
}

/* An array of const elements is set once, through memcpy; the field itself must allow it. */
struct type *field_type(struct printer *p, struct var *v)
{
    struct type *t = type_strip(v->sym->type);

    if (t->kind == T_ARRAY || v->home != VAR_PINNED)
        return t->kind == T_ARRAY ? v->sym->type : type_unqualified(p->u, v->sym->type);
    return t->quals & Q_CONST ? type_qualified(p->u, type_unqualified(p->u, v->sym->type), t->quals & ~(unsigned)Q_CONST)
                              : v->sym->type;
}

const char *member(struct printer *p, struct type *t, const char *name)
{
    const char *type;

    if (!type_is_flexible(t))
        return declare(p, t, name);
    type = declare(p, t, "");
    return arena_join(&p->u->texts, "unsigned char ", name, "[sizeof(", type, ")] __attribute__((__aligned__(__alignof__(",
                      type, "))))");
}

const char *member_text(struct printer *p, struct type *t, const char *place)
{
    if (!type_is_flexible(t))
        return place;
    return arena_join(&p->u->texts, "(*(", declare_pointer(p, t, 0, ""), ")(void *)", place, ")");
}

const char *field_text(struct printer *p, struct var *v)
{
    if (!v->place)
        v->place = arena_join(&p->u->tree, p->fn->lowered->self, "->", v->field);
    return member_text(p, field_type(p, v), v->place);
}

const char *name_text(struct printer *p, struct symbol *sym)
{
    if (sym->emit_name)
        return numbered_text(&p->u->texts, (struct numbered){sym->emit_name, sym->emit_number});
    return sym->name ? sym->name->text : "";
}

const char *symbol_text(struct printer *p, struct symbol *sym)
{
    struct var *v = sym->var;
    const char *place;

    if (p->hoisting && sym->kind == SYM_VAR && sym->owner == p->fn)
        return typed_stand_in(p, sym);
    if (v && (v->store || v->sizes) && p->fn && sym->owner == p->fn)
        return view_text(p, sym);

    if (v && v->home == VAR_PINNED && p->fn && p->fn->lowered && sym->owner == p->fn && !p->dump) {
        place = field_text(p, v);
        if (type_strip(sym->type)->kind != T_ARRAY && type_strip(sym->type)->quals & Q_CONST)
            place = arena_join(&p->u->texts, "(*(", declare_pointer(p, sym->type, 0, ""), ")&", place, ")");
        return place;
    }
    return name_text(p, sym);
}

const char *typed_text(struct printer *p, struct symbol *sym)
{
    struct var *v = sym->var;
    bool known = p->dump || !p->fn || !p->fn->lowered || (v && (v->home == VAR_PINNED || v->store || v->sizes));

    return known ? symbol_text(p, sym) : typed_stand_in(p, sym);
}

const char *label_text(struct printer *p, const struct suspension *s)
{
    return numbered_text(&p->u->texts, (struct numbered){s->label, s->label_number});
}

const char *value_in_frame(struct printer *p, struct type *t, const char *frame)
{
    struct type *plain = type_unqualified(p->u, t);
    const char *pointer = declare_pointer(p, plain, 0, ""), *type;
    int64_t align = type_align(p->u, t);

    if (align > 0 && align <= 2 * p->u->target->pointer)
        return arena_join(&p->u->texts, "*(", pointer, ")(", frame, " + 1)");
    type = declare(p, plain, "");
    return arena_printf(&p->u->texts,
                        "*(%s)((char *)%s + (sizeof(struct ac_frame) + __alignof__(%s) - 1) / __alignof__(%s) * "
                        "__alignof__(%s))", pointer, frame, type, type, type);
}
