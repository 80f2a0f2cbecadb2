/* types.h - making, comparing and laying out types; what ast.h declares is for everybody, this is for the checker. */
#ifndef AST_TYPES_H
#define AST_TYPES_H

#include "ast/ast.h"

struct type *type_new(struct unit *u, enum type_kind kind);
struct type *type_copy(struct unit *u, struct type *t);
struct type *type_derived(struct unit *u, enum type_kind kind, struct type *base);
/* An array of LENGTH elements, -1: not known. */
struct type *type_array(struct unit *u, struct type *base, int64_t length);
struct type *type_vector(struct unit *u, struct type *base, int64_t length);
/* A function without prototype that returns RET. */
struct type *type_function(struct unit *u, struct type *ret);
/* With the alignment of an attribute; the same type when ALIGNED is 0. */
struct type *type_with_alignment(struct unit *u, struct type *t, int64_t aligned);
/* What a value of T is after arrays and functions have become pointers and qualifiers have gone. */
struct type *type_of_value(struct unit *u, struct type *t);

/* The qualifiers of an object of that type; those of an array are its elements'. */
unsigned type_quals(struct type *t);
bool type_is_unsigned(struct type *t);
/* The same of the values of an integer type, char's sign included, which targets and flags give. */
bool type_int_is_unsigned(struct unit *u, struct type *t);
bool type_is_floating(struct type *t); /* real floating types */
bool type_is_unknown(struct type *t);
/* An enum as its integer type, everything else stripped. */
struct type *type_plain(struct type *t);
/* Bits of an integer type's values, sign included. */
int type_int_bits(struct unit *u, struct type *t);
/* `struct ac_task *`, the handle of a task. */
bool type_is_task_handle(struct type *t);
bool type_is_task(struct type *t);
/* The function type that T is or points to, else NULL. */
struct type *type_callee(struct type *t);

bool type_compatible(struct type *a, struct type *b);             /* qualifiers count */
bool type_compatible_unqualified(struct type *a, struct type *b); /* those of A and B themselves do not */
/* C17 6.2.7p3, of compatible types; A where nothing is to be gained. */
struct type *type_composite(struct unit *u, struct type *a, struct type *b);

/* truth.c */
/* A const object that no other file can have another idea of: the value that it is initialised with is the only one it has. */
bool has_one_value(const struct symbol *sym);
/* That of an integer, a constant. NULL: SYM, which may be NULL, is none or has none. */
const struct expr *fixed_value(const struct symbol *sym);
/* Only the chosen operand of _Generic and __builtin_choose_expr, of which E is one, is evaluated: it stands for the whole. NULL:
 * which one that is only the C compiler can tell; it has no await. */
struct expr *chosen_operand(const struct expr *e);
enum truth { NEVER, ALWAYS, SOMETIMES };
/* Does what E, a checked expression, yields count as true? NULL: no condition. */
enum truth truth_of(const struct expr *e);
/* Are the pointers that A and B yield the same? One of them may be a null pointer constant. */
enum truth pointers_equal(const struct expr *a, const struct expr *b);
/* The object that both are the same place of, as are o.list[1] and (o.list)[1]; NULL: it is not known. */
const struct symbol *same_place(const struct expr *a, const struct expr *b);

/* bits.c: the values of bit-fields */
/* The bit-field that E designates or whose value it yields, NULL: none. */
struct member *bit_field(struct expr *e);
/* The type of the value of a bit-field of type T, as it leaves a statement expression. */
struct type *type_of_bits(struct unit *u, struct type *t, int bits);
/* The type of E, whose declared type is T, as an operand; NULL if its value is not that of a bit-field. */
struct type *type_promoted_bits(struct unit *u, struct expr *e, struct type *t);
/* The type of an operand whose type is only written. */
struct type *type_promoted_written(struct unit *u, struct type *t);
/* What two operands are converted to, one of them of a type only written; DECLARED: if they had their declared types. */
struct type *type_common_written(struct unit *u, struct type *a, struct type *b, struct type *declared);

/* The member of that name, also inside anonymous members; adds its place to *OFFSET (-1: unknown) if OFFSET. */
struct member *type_find_member(struct type *record, struct ident *name, int64_t *offset);
/* Sets offsets, size and alignment of a struct or union; PACK is the limit set by #pragma pack, 0: none. */
void layout_record(struct unit *u, struct tag *tag, int64_t pack);

#endif
