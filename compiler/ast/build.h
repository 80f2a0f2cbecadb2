/* build.h - the tree's builders, called by the grammar's actions.
 *
 * They make nodes, put ranges and lists right, and pass upwards what is known while reading: has_await, the function's
 * flags, and the depth of nesting, which is limited so that every pass may recurse. */
#ifndef AST_BUILD_H
#define AST_BUILD_H

#include "ast/ast.h"

/* Levels of nesting, of expressions and statements together: recursion over a tree so deep fits the stack that main()
 * asks for. */
#define NESTING_LIMIT 20000

struct build {
    struct unit *u;
    struct function *func; /* whose body we are in, NULL at file scope */
    bool awaits;           /* an await has been seen: only then declarations are searched for one */
    bool too_deep;         /* NESTING_LIMIT was reported */
};

/* Lists under construction. */
struct expr_list { struct expr *first, *last; };
struct stmt_list { struct stmt *first, *last; };
struct decl_list { struct decl *first, *last; };
struct attr_list { struct attr *first, *last; };
struct init_list { struct init *first, *last; size_t count; };
struct designator_list { struct designator *first, *last; };
struct enumerator_list { struct enumerator *first, *last; };
struct assoc_list { struct generic_assoc *first, *last; };
struct asm_list { struct asm_operand *first, *last; };

/* A declaration that may get more declarators. */
struct open_decl {
    struct decl *decl;
    struct declarator *last;
};

struct name_node {
    struct ident *name;
    tok at;
    struct name_node *next;
};
struct name_list { struct name_node *first, *last; };

/* One declaration specifier. */
enum spec_what {
    SPEC_BASIC, SPEC_STORAGE, SPEC_QUAL, SPEC_ASYNC, SPEC_TYPEDEF, SPEC_TAG, SPEC_TYPEOF_EXPR, SPEC_TYPEOF_TYPE,
    SPEC_ATOMIC, SPEC_BITINT, SPEC_ALIGN_EXPR, SPEC_ALIGN_TYPE
};
struct spec_item {
    uint16_t what; /* enum spec_what */
    unsigned sub;
    void *node;
};

enum { ARRAY_STATIC = 256, ARRAY_STAR = 512 }; /* among the qualifiers inside [] */

/* The range of a rule's right side: without its empty parts. */
struct range rhs_range(const struct range *rhs, int n);
struct range range_of(struct range first, struct range last);

/* ---- expressions (build.c) ---- */
struct expr *new_expr(struct build *b, enum expr_kind kind, struct range r);
struct expr *expr_ident(struct build *b, struct ident *name, struct range r);
struct expr *expr_word(struct build *b, unsigned kind, struct range r);
struct expr *expr_unary(struct build *b, enum expr_kind kind, struct expr *a, struct range r);
struct expr *expr_await(struct build *b, struct expr *a, struct range r);
struct expr *expr_two(struct build *b, enum expr_kind kind, int op, struct expr *l, struct expr *rhs, struct range r);
struct expr *expr_three(struct build *b, enum expr_kind kind, struct expr *x, struct expr *y, struct expr *z,
                        struct range r);
struct expr *expr_call(struct build *b, struct expr *callee, struct expr_list args, struct range r);
struct expr *expr_member(struct build *b, enum expr_kind kind, struct expr *a, struct ident *name, struct range r);
struct expr *expr_block(struct build *b, struct stmt *block, struct range r);
struct expr *expr_generic(struct build *b, struct expr *control, struct type_name *type, struct assoc_list assocs,
                          struct range r);
struct expr *expr_typed(struct build *b, enum expr_kind kind, struct type_name *type, struct expr *a, struct range r);
struct expr *expr_compound(struct build *b, struct type_name *type, struct init *init, struct range r);
struct expr *expr_sizeof(struct build *b, unsigned kind, struct expr *a, struct type_name *type, struct range r);
struct expr *expr_label(struct build *b, struct ident *name, struct range r);
struct expr *expr_types_compatible(struct build *b, struct type_name *one, struct type_name *two, struct range r);
/* The path of an offsetof: the first member's name, and the indexes in `list`. */
struct expr *offset_member(struct build *b, struct expr *path, struct range r);
struct expr *offset_index(struct expr *path, struct expr *index);
struct expr *expr_offsetof(struct build *b, struct type_name *type, struct expr *path, struct range r);
/* The enum op of the assignment operator at T. */
int assign_op(struct build *b, tok t);
struct assoc_list new_assoc(struct build *b, struct type_name *type, struct expr *value);
struct assoc_list assocs_join(struct assoc_list l, struct assoc_list more);
struct expr_list exprs_add(struct expr_list l, struct expr *e);

/* ---- initialisers ---- */
struct init *init_expr(struct build *b, struct expr *e, struct range r);
struct init *init_braced(struct build *b, struct init_list l, struct range r);
struct init *init_designated(struct init *i, struct designator_list l, struct range r);
struct init_list inits_add(struct build *b, struct init_list l, struct init *i);
struct designator_list new_designator(struct build *b, struct ident *name, struct expr *first, struct expr *last,
                                      struct range r);
struct designator_list designators_join(struct designator_list l, struct designator_list more);

/* ---- declarations (build_decl.c) ---- */
struct spec_item spec_word(enum spec_what what, unsigned sub);
struct spec_item spec_node(enum spec_what what, unsigned sub, void *node);
struct spec_item spec_typedef(struct ident *name);
struct specs *specs_add(struct build *b, struct specs *s, struct spec_item item, struct range r);
struct specs *specs_attrs(struct specs *s, struct attr_list attrs, struct range r);
struct specs *specs_lead(struct attr_list attrs, struct specs *s, struct range r);

struct tag_spec *new_tag(struct build *b, enum type_kind kind, struct attr_list attrs, tok keyword);
struct tag_spec *tag_named(struct tag_spec *t, struct ident *name, struct range at, struct range whole);
struct tag_spec *tag_fields(struct tag_spec *t, struct decl_list fields);
struct tag_spec *tag_enumerators(struct tag_spec *t, struct enumerator_list l, struct type_name *underlying);
struct enumerator_list new_enumerator(struct build *b, struct ident *name, tok at, struct attr_list attrs,
                                      struct expr *value);
struct enumerator_list enumerators_join(struct enumerator_list l, struct enumerator_list more);

struct attr_list new_attr(struct build *b, struct ident *name, struct expr_list args, struct range r);
struct attr_list attrs_join(struct attr_list l, struct attr_list more);

struct declarator *new_dtor(struct build *b, struct ident *name, struct range r);
struct declarator *dtor_paren(struct declarator *d, struct range r);
struct declarator *dtor_derive(struct build *b, struct declarator *d, struct deriv *step, struct range r);
struct declarator *dtor_attrs(struct declarator *d, struct attr_list attrs, struct range r);
struct declarator *dtor_trailing(struct declarator *d, struct attr_list attrs, struct range at, struct range r);
struct declarator *dtor_asm(struct declarator *d, struct range at, struct range r);
struct declarator *dtor_bits(struct declarator *d, struct expr *bits, struct range r);
struct deriv *new_deriv(struct build *b, enum deriv_kind kind, struct range r);
struct deriv *deriv_quals(struct deriv *d, unsigned quals, struct range r);
struct deriv *deriv_attrs(struct deriv *d, struct attr_list attrs, struct range r);
struct deriv *deriv_kr(struct build *b, struct deriv *d, struct name_list names);
struct deriv *new_array(struct build *b, unsigned flags, struct expr *size, struct range r);
struct deriv *new_params(struct build *b, struct decl_list params, bool variadic, struct range r);
struct type_name *new_type_name(struct build *b, struct specs *s, struct declarator *d, struct range r);

struct decl *new_decl(struct build *b, enum decl_kind kind, struct range r);
struct decl *new_param(struct build *b, struct specs *s, struct declarator *d, struct range r);
struct open_decl decl_open(struct build *b, struct specs *s);
struct open_decl decl_declarator(struct open_decl o, struct declarator *d);
struct open_decl decl_initialised(struct open_decl o, tok equals, struct init *init);
struct decl *decl_end(struct open_decl o, struct range r);
struct decl_list decls_add(struct decl_list l, struct decl *d);
/* The innermost function step of a declarator: the one a definition's parameters are in. NULL: none. */
struct deriv *dtor_function(struct declarator *d);

/* ---- statements (build_stmt.c) ---- */
struct stmt *new_stmt(struct build *b, enum stmt_kind kind, struct range r);
struct stmt *stmt_expr(struct build *b, enum stmt_kind kind, struct expr *e, struct range r);
struct stmt *stmt_two(struct build *b, enum stmt_kind kind, struct expr *e, struct stmt *body, struct stmt *other,
                      struct range r);
struct stmt *stmt_for(struct build *b, struct stmt *init, struct expr *e, struct expr *step, struct stmt *body,
                      struct range r);
struct stmt *stmt_block(struct build *b, struct stmt_list items, struct range r);
struct stmt *stmt_decl(struct build *b, struct decl *d);
struct stmt *stmt_defer(struct build *b, struct stmt *body, struct range r);
struct stmt *stmt_label(struct build *b, struct ident *name, tok at, struct range r);
struct stmt *stmt_case(struct build *b, struct expr *e, struct expr *e2, struct range r);
struct stmt *stmt_labelled(struct build *b, struct stmt *label, struct stmt *body, struct range r);
struct stmt *stmt_goto(struct build *b, struct ident *name, tok at, struct range r);
struct stmt *stmt_attrs(struct stmt *s, struct attr_list attrs, struct range r);
struct stmt *stmt_asm(struct build *b, struct asm_list outputs, struct asm_list inputs, struct range r);
struct stmt *stmt_names(struct build *b, enum stmt_kind kind, struct name_list names, struct range r);
struct stmt *stmt_set_names(struct build *b, struct stmt *s, struct name_list names);
struct asm_list new_operand(struct build *b, struct expr *e, tok constraint, struct range r);
struct asm_list asm_join(struct asm_list l, struct asm_list more);
struct stmt_list items_add(struct build *b, struct stmt_list l, struct stmt *s);
struct name_list names_add(struct build *b, struct name_list l, struct ident *name, tok at);

#endif
