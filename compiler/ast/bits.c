/* bits.c - the type that the value of a bit-field has.
 *
 * A bit-field narrower than int is an int once it is an operand. A wider one is where compilers part: for clang its value has the
 * declared type, for gcc a type of as many bits as the field, in which operators compute, too. Such types have no name, so where a
 * temporary is of one, it is declared by an expression that makes the C compiler say what it means:
 *
 *     unsigned long long e : 40;    =>   __typeof__(+((struct { unsigned long long v : 40; } *)0)->v)
 *
 * They part, too, where v++ is the operand: to gcc that is the value of a bit-field, to clang it has the declared type.
 * type->written is that text; everything else about the type is as if it had been declared without bits. */
#include "ast/types.h"

#include <string.h>

static const char *c_text(struct unit *u, struct type *t)
{
    return t->written ? t->written : type_spell(u, type_plain(t));
}

static struct type *written(struct unit *u, struct type *t, int bits, const char *text)
{
    t = type_copy(u, type_plain(t));
    t->quals = 0;
    t->bits = bits;
    t->written = text;
    return t;
}

struct member *bit_field(struct expr *e)
{
    e = skip_parens(e);
    if ((e->kind == E_MEMBER || e->kind == E_ARROW) && e->member && e->member->bits >= 0)
        return e->member;
    if (e->kind == E_COMMA)
        return bit_field(e->b);
    if (e->kind == E_ASSIGN || e->kind == E_PREINC || e->kind == E_PREDEC || e->kind == E_POSTINC || e->kind == E_POSTDEC)
        return bit_field(e->a);
    return NULL;
}

struct type *type_of_bits(struct unit *u, struct type *t, int bits)
{
    struct type *plain = type_plain(t);

    if (plain->kind == T_BITINT || plain->kind == T_BOOL || type_is_unknown(plain))
        return t;
    return written(u, plain, bits, arena_printf(u->types, "__typeof__(((struct { %s v : %d; } *)0)->v = 0)", type_spell(u, plain), bits));
}

static bool is_postfix(struct expr *e)
{
    while (e->kind == E_PAREN || e->kind == E_EXTENSION || e->kind == E_COMMA)
        e = e->kind == E_COMMA ? e->b : e->a;
    return e->kind == E_POSTINC || e->kind == E_POSTDEC;
}

struct type *type_promoted_bits(struct unit *u, struct expr *e, struct type *t)
{
    struct member *m = type_is_integer(t) ? bit_field(e) : NULL;
    struct type *plain = type_plain(t);
    int bits;

    if (!m)
        return NULL;
    if (plain->kind == T_BITINT || type_is_unknown(plain))
        return t;
    bits = m->bits;
    if (is_postfix(e) && type_is_unsigned(plain) && plain->kind != T_BOOL)
        return written(u, plain, 0, arena_printf(u->types, "__typeof__(+((struct { %s v : %d; } *)0)->v++)", type_spell(u, plain), bits));
    if (bits < 32 || (bits == 32 && !type_is_unsigned(plain)))
        return type_basic(u, T_INT);
    if (bits == 32)
        return type_basic(u, T_UINT);
    return written(u, plain, bits, arena_printf(u->types, "__typeof__(+((struct { %s v : %d; } *)0)->v)", type_spell(u, plain), bits));
}

struct type *type_promoted_written(struct unit *u, struct type *t)
{
    return t->bits && t->bits <= 32 ? written(u, t, 0, arena_printf(u->types, "__typeof__(+(%s)0)", t->written)) : t;
}

/* Does B's type, no wider than int, give way to A's for all compilers? */
static bool prevails(struct unit *u, struct type *a, struct type *b)
{
    return a->written && a->bits > 32 && !b->written && type_int_bits(u, b) <= 32;
}

struct type *type_common_written(struct unit *u, struct type *a, struct type *b, struct type *declared)
{
    if (a->written && b->written && !strcmp(a->written, b->written))
        return a;
    if (prevails(u, a, b) || prevails(u, b, a))
        return prevails(u, a, b) ? a : b;
    return written(u, declared, 0, arena_printf(u->types, "__typeof__((%s)0 + (%s)0)", c_text(u, a), c_text(u, b)));
}
