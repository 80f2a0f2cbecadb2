/* ac.y - the grammar: C17, GNU C, what gcc 12 and clang 14 take of C23, and async, await, defer.
 *
 * Actions only call builders (ast/build.h) and tell the scope table (front/names.c) what is declared.
 *
 * How typedef names are told apart. The filter before this grammar says TYPE_NAME for every identifier that now names
 * a type. Here a TYPE_NAME is a type only as the first type specifier; after one it is an ordinary name that is being
 * declared anew. Hence specifiers come in two lists, typed and untyped, and declarators in families: id_ (the name is an
 * IDENT), tn_ (the name is a TYPE_NAME, after a type), pt_ (the same in a parameter, where `(T)` is not the name T but a
 * function that takes a T: 6.7.6.3p11). A scope that ends tells the parser to look at its lookahead again. */

%define api.pure full
%define api.token.prefix {TOK_}
%define api.prefix {ac_}
%define parse.error custom
%param {struct parser *p}
%locations
%expect 0

%code requires {
#include "ast/ast.h"
#include "ast/build.h"
struct parser;
typedef struct range AC_LTYPE;
#define AC_LTYPE_IS_TRIVIAL 1
#define AC_LTYPE_IS_DECLARED 1
}

%code provides {
int ac_lex(AC_STYPE *value, AC_LTYPE *loc, struct parser *p);
}

%code {
#include "front/parser.h"

#define B (&p->build)
#define YYMAXDEPTH 200000
#define YYLLOC_DEFAULT(cur, rhs, n) ((cur) = (n) == 1 ? (rhs)[1] : rhs_range((rhs) + 1, (n)))
/* What the lookahead was classified as may have changed with the scopes. */
#define RESCOPE() (yychar = parse_reclassify(p, yychar, &yylloc))

static void ac_error(AC_LTYPE *loc, struct parser *p, const char *message)
{
    parse_error_text(p, *loc, message);
}
}

%union {
    struct ident *ident;
    unsigned sub;             /* what a keyword is among its kind */
    struct expr *expr;
    struct expr_list exprs;
    struct stmt *stmt;
    struct stmt_list stmts;
    struct decl *decl;
    struct decl_list decls;
    struct open_decl open;    /* a declaration that may get more declarators */
    struct declarator *dtor;
    struct deriv *deriv;
    struct specs *specs;
    struct spec_item spec;
    struct attr_list attrs;
    struct type_name *type_name;
    struct tag_spec *tag;
    struct enumerator_list enums;
    struct init *init;
    struct init_list inits;
    struct designator_list desigs;
    struct assoc_list assocs;
    struct asm_list operands;
    struct name_list names;
}

%token END 0 "end of input"
%token <ident> IDENT "identifier" TYPE_NAME "type name"
%token INT_CONST "integer constant" FLOAT_CONST "floating constant" CHAR_CONST "character constant"
%token STRING "string literal"
%token <sub> NULLPTR "nullptr"
%token <sub> BASIC "type" STORAGE "storage class" STATIC "static" QUAL "type qualifier"
%token <sub> STRUCT "struct" ENUM "enum" TYPEOF "typeof"
%token ATOMIC_TYPE "_Atomic" BITINT "_BitInt" ALIGNAS "_Alignas"
%token <ident> ASYNC "async" AWAIT "await" DEFER "defer"
%token <ident> TIMEOUT "ac_timeout" GROUP "ac_group" SHIELD "ac_shield"
%token ATTRIBUTE "__attribute__" ATTR_OPEN "[[" ATTR_CLOSE "]]" ATTR_TOKENS "attribute arguments"
%token <ident> ATTR_NAME "attribute name" ATTR_EXPR "attribute name with arguments"
%token EXTENSION "__extension__" ASM "asm" STATIC_ASSERT "_Static_assert" LABEL_DECL "__label__"
%token <sub> SIZEOF "sizeof" REAL "__real__"
%token GENERIC "_Generic" VA_ARG "__builtin_va_arg" OFFSETOF "__builtin_offsetof"
%token TYPES_COMPATIBLE "__builtin_types_compatible_p" CHOOSE "__builtin_choose_expr"
%token CONVERT_VECTOR "__builtin_convertvector" BIT_CAST "__builtin_bit_cast"
%token IF "if" ELSE "else" WHILE "while" DO "do" FOR "for" SWITCH "switch" CASE "case" DEFAULT "default"
%token GOTO "goto" BREAK "break" CONTINUE "continue" RETURN "return"
%token ELLIPSIS "..." ARROW "->" INC "++" DEC "--" SHL "<<" SHR ">>" LE "<=" GE ">=" EQ "==" NE "!="
%token ANDAND "&&" OROR "||" ASSIGN_OP "assignment operator" ENUM_COLON ":"
%token PRAGMA PRAGMA_OP

%precedence LOWEST
%precedence ELSE
%left OROR
%left ANDAND
%left '|'
%left '^'
%left '&'
%left EQ NE
%left '<' '>' LE GE
%left SHL SHR
%left '+' '-'
%left '*' '/' '%'

%type <ident> any_name label_name soft_name name_opt
%type <expr> primary postfix unary cast binary cond assign expr expr_opt arg offset_path
%type <exprs> args args_opt
%type <assocs> assocs assoc
%type <type_name> type_name enum_base
%type <specs> bare_typed bare_untyped typed untyped enum_base_specs
%type <spec> type_spec other_spec
%type <tag> tag_spec tag_head enum_head
%type <sub> array_quals
%type <attrs> attrs attrs_opt attribute gnu_attribute c23_attribute attr_list attr
%type <decl> external block_decl declaration function nospec_function static_assert file_asm param field
%type <decls> externals params fields fields_end kr_decls
%type <open> decl_part decl_init nospec_part nospec_init func_head nospec_head kr_part field_part
%type <dtor> id_dtor id_direct id_full tn_dtor tn_direct any_dtor full_dtor bit_dtor field_dtor id_field id_bits
%type <dtor> pt_dtor pt_name pt_paren pt_inner pt_full abstract abs_direct
%type <deriv> star array func_suffix id_suffix
%type <enums> enumerators enumerator
%type <init> initializer braced init_elem
%type <inits> init_list
%type <desigs> designators designator designation
%type <stmt> stmt unlabeled plain scoped group body label case block func_body item for_init asm_body asm_stmt
%type <stmts> items
%type <operands> operands operand operands_opt
%type <names> names
%type <sub> block_open

%%

unit
    : externals                         { p->unit->decls = $1.first; }
    ;

externals
    : %empty                            { $$ = (struct decl_list){0}; }
    | externals external                { $$ = parse_external(p, $1, $2); }
    | externals error ';'               { $$ = $1; parse_resync(p, 0); yyerrok; }
    | externals error '}'               { $$ = $1; parse_resync(p, 0); yyerrok; }
    ;

external
    : declaration
    | nospec_init ';'                   { $$ = decl_end($1, @$); }
    | function
    | nospec_function
    | file_asm
    | static_assert
    | ';'                               { $$ = new_decl(B, DECL_EMPTY, @$); }
    | attrs ';'                         { $$ = new_decl(B, DECL_EMPTY, @$); }
    | EXTENSION external                { $$ = $2; $$->range = @$; }
    ;

/* ---- names ---- */

soft_name: AWAIT | DEFER | TIMEOUT | GROUP | SHIELD;
any_name: IDENT | TYPE_NAME | soft_name;
name_opt: %empty { $$ = NULL; } | any_name;

names
    : any_name                          { $$ = names_add(B, (struct name_list){0}, $1, @1.first); }
    | names ',' any_name                { $$ = names_add(B, $1, $3, @3.first); }
    ;

/* ---- declarations ---- */

declaration
    : decl_init ';'                     { $$ = decl_end($1, @$); }
    | typed ';'                         { $$ = decl_end(decl_open(B, $1), @$); }
    | untyped ';'                       { $$ = decl_end(decl_open(B, $1), @$); }
    ;

/* The declarators so far; a declarator's name is in scope from its end, before its initialiser. */
decl_part
    : typed full_dtor                   { $$ = parse_declare(p, decl_open(B, $1), $2); }
    | untyped id_full                   { $$ = parse_declare(p, decl_open(B, $1), $2); }
    | decl_init ',' full_dtor           { $$ = parse_declare(p, $1, $3); }
    | decl_init ',' attrs full_dtor     { dtor_attrs($4, $3, range_of(@3, @4)); $$ = parse_declare(p, $1, $4); }
    ;

decl_init
    : decl_part
    | decl_part '=' initializer         { $$ = decl_initialised($1, @2.first, $3); }
    ;

/* Old C at file scope: no specifiers at all. */
nospec_part
    : id_full                           { $$ = parse_declare(p, decl_open(B, NULL), $1); }
    | attrs id_full                     { dtor_attrs($2, $1, @$); $$ = parse_declare(p, decl_open(B, NULL), $2); }
    | nospec_init ',' full_dtor         { $$ = parse_declare(p, $1, $3); }
    ;

nospec_init
    : nospec_part
    | nospec_part '=' initializer       { $$ = decl_initialised($1, @2.first, $3); }
    ;

file_asm
    : ASM asm_quals '(' asm_body ')' ';' { $$ = new_decl(B, DECL_ASM, @$); }
    ;

static_assert
    : STATIC_ASSERT '(' cond ')' ';'    { $$ = new_decl(B, DECL_STATIC_ASSERT, @$); $$->expr = $3; }
    | STATIC_ASSERT '(' cond ',' STRING ')' ';'
                                        { $$ = new_decl(B, DECL_STATIC_ASSERT, @$); $$->expr = $3; }
    ;

/* ---- functions ---- */

func_head
    : decl_part                         { $$ = $1; parse_function(p, $1, (struct decl_list){0}); }
    | decl_part kr_open kr_decls        { $$ = $1; parse_function(p, $1, $3); }
    ;

nospec_head
    : nospec_part                       { $$ = $1; parse_function(p, $1, (struct decl_list){0}); }
    | nospec_part kr_open kr_decls      { $$ = $1; parse_function(p, $1, $3); }
    ;

function: func_head func_body           { $$ = parse_function_end(p, $1, $2, @$); RESCOPE(); };
nospec_function: nospec_head func_body  { $$ = parse_function_end(p, $1, $2, @$); RESCOPE(); };

func_body
    : '{' items '}'                     { $$ = new_stmt(B, S_BLOCK, @$); $$->body = $2.first; }
    | '{' items attrs '}'               { $$ = new_stmt(B, S_BLOCK, @$); $$->body = $2.first; }
    | '{' items error '}'               { $$ = new_stmt(B, S_BLOCK, @$); $$->body = $2.first; parse_resync_here(p); }
    ;

/* Where parameters cannot be declared, a `;` was forgotten. */
kr_open: %empty                         { if (!parse_kr_open(p, $<open>0.last)) YYERROR; };

kr_decls
    : kr_part ';'                       { $$ = decls_add((struct decl_list){0}, decl_end($1, @$)); }
    | kr_decls kr_part ';'              { $$ = decls_add($1, decl_end($2, range_of(@2, @3))); }
    ;

/* No attribute comes first: it would belong to the declarator before. */
kr_part
    : bare_typed full_dtor              { $$ = parse_declare(p, decl_open(B, $1), $2); }
    | bare_untyped id_full              { $$ = parse_declare(p, decl_open(B, $1), $2); }
    | kr_part ',' full_dtor             { $$ = parse_declare(p, $1, $3); }
    ;

/* ---- specifiers ---- */

typed
    : bare_typed
    | attrs bare_typed                  { $$ = specs_lead($1, $2, @$); }
    ;

untyped
    : bare_untyped
    | attrs bare_untyped                { $$ = specs_lead($1, $2, @$); }
    ;

bare_typed
    : TYPE_NAME                         { $$ = specs_add(B, NULL, spec_typedef($1), @1); }
    | type_spec                         { $$ = specs_add(B, NULL, $1, @1); }
    | bare_untyped TYPE_NAME            { $$ = specs_add(B, $1, spec_typedef($2), @2); }
    | bare_untyped type_spec            { $$ = specs_add(B, $1, $2, @2); }
    | bare_typed type_spec              { $$ = specs_add(B, $1, $2, @2); }
    | bare_typed other_spec             { $$ = specs_add(B, $1, $2, @2); }
    | bare_typed attribute              { $$ = specs_attrs($1, $2, @2); }
    ;

bare_untyped
    : other_spec                        { $$ = specs_add(B, NULL, $1, @1); }
    | bare_untyped other_spec           { $$ = specs_add(B, $1, $2, @2); }
    | bare_untyped attribute            { $$ = specs_attrs($1, $2, @2); }
    ;

type_spec
    : BASIC                             { $$ = spec_word(SPEC_BASIC, $1); }
    | tag_spec                          { $$ = spec_node(SPEC_TAG, 0, $1); }
    | TYPEOF '(' expr ')'               { $$ = spec_node(SPEC_TYPEOF_EXPR, $1, $3); }
    | TYPEOF '(' type_name ')'          { $$ = spec_node(SPEC_TYPEOF_TYPE, $1, $3); }
    | ATOMIC_TYPE '(' type_name ')'     { $$ = spec_node(SPEC_ATOMIC, 0, $3); }
    | BITINT '(' cond ')'               { $$ = spec_node(SPEC_BITINT, 0, $3); }
    ;

other_spec
    : STORAGE                           { $$ = spec_word(SPEC_STORAGE, $1); }
    | STATIC                            { $$ = spec_word(SPEC_STORAGE, $1); }
    | QUAL                              { $$ = spec_word(SPEC_QUAL, $1); }
    | ASYNC                             { $$ = spec_word(SPEC_ASYNC, 0); }
    | ALIGNAS '(' type_name ')'         { $$ = spec_node(SPEC_ALIGN_TYPE, 0, $3); }
    | ALIGNAS '(' cond ')'              { $$ = spec_node(SPEC_ALIGN_EXPR, 0, $3); }
    ;

/* ---- struct, union, enum ---- */

tag_spec
    : tag_head any_name                 { $$ = tag_named($1, $2, @2, @$); }
    | tag_head name_opt '{' fields_end  { $$ = tag_fields(tag_named($1, $2, @2, @$), $4); }
    | enum_head any_name                { $$ = tag_named($1, $2, @2, @$); }
    | enum_head name_opt '{' enumerators comma_opt '}'
                                        { $$ = tag_enumerators(tag_named($1, $2, @2, @$), $4, NULL); }
    | enum_head name_opt ENUM_COLON enum_base '{' enumerators comma_opt '}'
                                        { $$ = tag_enumerators(tag_named($1, $2, @2, @$), $6, $4); }
    | enum_head name_opt '{' error '}'  { $$ = tag_named($1, $2, @2, @$); parse_resync_here(p); }
    ;

enum_base: enum_base_specs              { $$ = new_type_name(B, $1, NULL, @$); };

enum_base_specs
    : TYPE_NAME                         { $$ = specs_add(B, NULL, spec_typedef($1), @1); }
    | BASIC                             { $$ = specs_add(B, NULL, spec_word(SPEC_BASIC, $1), @1); }
    | enum_base_specs BASIC             { $$ = specs_add(B, $1, spec_word(SPEC_BASIC, $2), @2); }
    ;

tag_head: STRUCT attrs_opt              { $$ = new_tag(B, (enum type_kind)$1, $2, @1.first); };
enum_head: ENUM attrs_opt               { $$ = new_tag(B, T_ENUM, $2, @1.first); };
comma_opt: %empty | ',';

fields_end
    : fields '}'                        { $$ = $1; }
    | fields error '}'                  { $$ = $1; parse_resync_here(p); yyerrok; }
    | fields field_part '}'             { $$ = decls_add($1, decl_end($2, @2)); parse_no_semicolon(p, @2); }
    ;

fields
    : %empty                            { $$ = (struct decl_list){0}; }
    | fields field                      { $$ = decls_add($1, $2); }
    | fields error ';'                  { $$ = $1; parse_resync_here(p); yyerrok; }
    ;

field
    : field_part ';'                    { $$ = decl_end($1, @$); }
    | static_assert
    | ';'                               { $$ = new_decl(B, DECL_EMPTY, @$); }
    | attrs ';'                         { $$ = new_decl(B, DECL_EMPTY, @$); }
    | untyped ';'                       { $$ = new_decl(B, DECL_EMPTY, @$); }
    | EXTENSION field                   { $$ = $2; $$->range = @$; }
    ;

field_part
    : typed                             { $$ = decl_open(B, $1); }
    | typed field_dtor                  { $$ = decl_declarator(decl_open(B, $1), $2); }
    | untyped id_field                  { $$ = decl_declarator(decl_open(B, $1), $2); }
    | attrs id_field                    { dtor_attrs($2, $1, @$); $$ = decl_declarator(decl_open(B, NULL), $2); }
    | field_part ',' field_dtor         { $$ = decl_declarator($1, $3); }
    | field_part ',' attrs field_dtor   { dtor_attrs($4, $3, range_of(@3, @4)); $$ = decl_declarator($1, $4); }
    ;

field_dtor: full_dtor | bit_dtor;
id_field: id_full | id_bits;

bit_dtor
    : ':' cond                          { $$ = dtor_bits(new_dtor(B, NULL, @$), $2, @$); }
    | full_dtor ':' cond                { $$ = dtor_bits($1, $3, @$); }
    | bit_dtor gnu_attribute            { $$ = dtor_trailing($1, $2, @2, @$); }
    ;

id_bits
    : ':' cond                          { $$ = dtor_bits(new_dtor(B, NULL, @$), $2, @$); }
    | id_full ':' cond                  { $$ = dtor_bits($1, $3, @$); }
    | id_bits gnu_attribute             { $$ = dtor_trailing($1, $2, @2, @$); }
    ;

enumerators
    : enumerator
    | enumerators ',' enumerator        { $$ = enumerators_join($1, $3); }
    ;

enumerator
    : any_name attrs_opt                { $$ = parse_enumerator(p, $1, @1.first, $2, NULL); }
    | any_name attrs_opt '=' cond       { $$ = parse_enumerator(p, $1, @1.first, $2, $4); }
    ;

/* ---- attributes ---- */

attrs: attribute | attrs attribute      { $$ = attrs_join($1, $2); };
attrs_opt: %empty                       { $$ = (struct attr_list){0}; } | attrs;
attribute: gnu_attribute | c23_attribute;
gnu_attribute: ATTRIBUTE '(' '(' attr_list ')' ')' { $$ = $4; };
c23_attribute: ATTR_OPEN attr_list ATTR_CLOSE { $$ = $2; };

attr_list
    : %empty                            { $$ = (struct attr_list){0}; }
    | attr
    | attr_list ','                     { $$ = $1; }
    | attr_list ',' attr                { $$ = attrs_join($1, $3); }
    ;

attr
    : ATTR_NAME                         { $$ = new_attr(B, $1, (struct expr_list){0}, @$); }
    | ATTR_NAME ATTR_TOKENS             { $$ = new_attr(B, $1, (struct expr_list){0}, @$); }
    | ATTR_EXPR '(' args_opt ')'        { $$ = new_attr(B, $1, $3, @$); }
    ;

/* ---- declarators ---- */

full_dtor
    : any_dtor
    | full_dtor asm_label               { $$ = dtor_asm($1, @2, @$); }
    | full_dtor gnu_attribute           { $$ = dtor_trailing($1, $2, @2, @$); }
    ;

id_full
    : id_dtor
    | id_full asm_label                 { $$ = dtor_asm($1, @2, @$); }
    | id_full gnu_attribute             { $$ = dtor_trailing($1, $2, @2, @$); }
    ;

pt_full
    : id_dtor
    | pt_dtor
    | pt_full asm_label                 { $$ = dtor_asm($1, @2, @$); }
    | pt_full gnu_attribute             { $$ = dtor_trailing($1, $2, @2, @$); }
    ;

asm_label: ASM '(' STRING ')';
any_dtor: id_dtor | tn_dtor;

id_dtor
    : id_direct
    | star id_dtor                      { $$ = dtor_derive(B, $2, $1, @$); }
    ;

id_direct
    : IDENT                             { $$ = new_dtor(B, $1, @1); }
    | soft_name                         { $$ = new_dtor(B, $1, @1); }
    | '(' id_dtor ')'                   { $$ = dtor_paren($2, @$); }
    | '(' attrs id_dtor ')'             { $$ = dtor_paren(dtor_attrs($3, $2, @3), @$); }
    | id_direct id_suffix               { $$ = dtor_derive(B, $1, $2, @$); }
    | id_direct c23_attribute           { $$ = dtor_attrs($1, $2, @$); }
    ;

tn_dtor
    : tn_direct
    | star tn_dtor                      { $$ = dtor_derive(B, $2, $1, @$); }
    ;

tn_direct
    : TYPE_NAME                         { $$ = new_dtor(B, $1, @1); }
    | '(' tn_dtor ')'                   { $$ = dtor_paren($2, @$); }
    | '(' attrs tn_dtor ')'             { $$ = dtor_paren(dtor_attrs($3, $2, @3), @$); }
    | tn_direct id_suffix               { $$ = dtor_derive(B, $1, $2, @$); }
    | tn_direct c23_attribute           { $$ = dtor_attrs($1, $2, @$); }
    ;

pt_dtor
    : pt_name
    | pt_paren
    | star pt_dtor                      { $$ = dtor_derive(B, $2, $1, @$); }
    ;

pt_name
    : TYPE_NAME                         { $$ = new_dtor(B, $1, @1); }
    | pt_name id_suffix                 { $$ = dtor_derive(B, $1, $2, @$); }
    | pt_name c23_attribute             { $$ = dtor_attrs($1, $2, @$); }
    ;

pt_paren
    : '(' pt_inner ')'                  { $$ = dtor_paren($2, @$); }
    | '(' attrs pt_inner ')'            { $$ = dtor_paren(dtor_attrs($3, $2, @3), @$); }
    | pt_paren id_suffix                { $$ = dtor_derive(B, $1, $2, @$); }
    ;

pt_inner
    : pt_paren
    | star pt_dtor                      { $$ = dtor_derive(B, $2, $1, @$); }
    ;

abstract
    : star                              { $$ = dtor_derive(B, new_dtor(B, NULL, @$), $1, @$); }
    | star abstract                     { $$ = dtor_derive(B, $2, $1, @$); }
    | abs_direct
    ;

abs_direct
    : array                             { $$ = dtor_derive(B, new_dtor(B, NULL, @$), $1, @$); }
    | func_suffix                       { $$ = dtor_derive(B, new_dtor(B, NULL, @$), $1, @$); }
    | '(' abstract ')'                  { $$ = dtor_paren($2, @$); }
    | '(' attrs abstract ')'            { $$ = dtor_paren(dtor_attrs($3, $2, @3), @$); }
    | abs_direct array                  { $$ = dtor_derive(B, $1, $2, @$); }
    | abs_direct func_suffix            { $$ = dtor_derive(B, $1, $2, @$); }
    | abs_direct attribute              { $$ = dtor_attrs($1, $2, @$); }
    ;

star
    : '*'                               { $$ = new_deriv(B, D_POINTER, @1); }
    | star QUAL                         { $$ = deriv_quals($1, $2, @$); }
    | star attribute                    { $$ = deriv_attrs($1, $2, @$); }
    ;

id_suffix
    : array
    | func_suffix
    | '(' kr_names ')'                  { $$ = deriv_kr(B, new_deriv(B, D_FUNC, @$), $<names>2); }
    ;

kr_names
    : IDENT                             { $<names>$ = names_add(B, (struct name_list){0}, $1, @1.first); }
    | kr_names ',' IDENT                { $<names>$ = names_add(B, $<names>1, $3, @3.first); }
    ;

array
    : '[' ']'                           { $$ = new_array(B, 0, NULL, @$); }
    | '[' array_quals ']'               { $$ = new_array(B, $2, NULL, @$); }
    | '[' assign ']'                    { $$ = new_array(B, 0, $2, @$); }
    | '[' array_quals assign ']'        { $$ = new_array(B, $2, $3, @$); }
    | '[' '*' ']'                       { $$ = new_array(B, ARRAY_STAR, NULL, @$); }
    | '[' array_quals '*' ']'           { $$ = new_array(B, $2 | ARRAY_STAR, NULL, @$); }
    ;

array_quals
    : STATIC                            { $$ = ARRAY_STATIC; }
    | QUAL
    | array_quals STATIC                { $$ = $1 | ARRAY_STATIC; }
    | array_quals QUAL                  { $$ = $1 | $2; }
    ;

func_suffix
    : '(' ')'                           { $$ = new_params(B, (struct decl_list){0}, false, @$); }
    | '(' ELLIPSIS ')'                  { $$ = new_params(B, (struct decl_list){0}, true, @$); }
    | '(' params ')'                    { $$ = new_params(B, $2, false, @$); parse_scope_close(p); RESCOPE(); }
    | '(' params ',' ELLIPSIS ')'       { $$ = new_params(B, $2, true, @$); parse_scope_close(p); RESCOPE(); }
    ;

/* GNU forward declarations of parameters, `(int n; int a[n])`, are in scope but are no parameters. */
params
    : param                             { parse_scope_open(p); $$ = parse_param(p, (struct decl_list){0}, $1); }
    | params ',' param                  { $$ = parse_param(p, $1, $3); }
    | params ';'                        { $$ = (struct decl_list){0}; }
    | params ';' param                  { $$ = parse_param(p, (struct decl_list){0}, $3); }
    ;

param
    : typed                             { $$ = new_param(B, $1, NULL, @$); }
    | typed pt_full                     { $$ = new_param(B, $1, $2, @$); }
    | typed abstract                    { $$ = new_param(B, $1, $2, @$); }
    | untyped                           { $$ = new_param(B, $1, NULL, @$); }
    | untyped id_full                   { $$ = new_param(B, $1, $2, @$); }
    | untyped abstract                  { $$ = new_param(B, $1, $2, @$); }
    ;

type_name
    : typed                             { $$ = new_type_name(B, $1, NULL, @$); }
    | typed abstract                    { $$ = new_type_name(B, $1, $2, @$); }
    | untyped                           { $$ = new_type_name(B, $1, NULL, @$); }
    | untyped abstract                  { $$ = new_type_name(B, $1, $2, @$); }
    ;

/* ---- initialisers ---- */

initializer
    : assign                            { $$ = init_expr(B, $1, @$); }
    | braced
    ;

braced
    : '{' '}'                           { $$ = init_braced(B, (struct init_list){0}, @$); }
    | '{' init_list comma_opt '}'       { $$ = init_braced(B, $2, @$); }
    | '{' error '}'                     { $$ = init_braced(B, (struct init_list){0}, @$); parse_resync_here(p); }
    ;

init_list
    : init_elem                         { $$ = inits_add(B, (struct init_list){0}, $1); }
    | init_list ',' init_elem           { $$ = inits_add(B, $1, $3); }
    ;

init_elem
    : initializer
    | designation initializer           { $$ = init_designated($2, $1, @$); }
    ;

designation
    : designators '='
    | designators
    | any_name ':'                      { $$ = new_designator(B, $1, NULL, NULL, @$); }
    ;

designators: designator | designators designator { $$ = designators_join($1, $2); };

designator
    : '.' any_name                      { $$ = new_designator(B, $2, NULL, NULL, @$); }
    | '[' cond ']'                      { $$ = new_designator(B, NULL, $2, NULL, @$); }
    | '[' cond ELLIPSIS cond ']'        { $$ = new_designator(B, NULL, $2, $4, @$); }
    ;

/* ---- expressions ---- */

primary
    : IDENT                             { $$ = expr_ident(B, $1, @$); }
    | INT_CONST                         { $$ = new_expr(B, E_INT, @$); }
    | FLOAT_CONST                       { $$ = new_expr(B, E_FLOAT, @$); }
    | CHAR_CONST                        { $$ = new_expr(B, E_CHAR, @$); }
    | STRING                            { $$ = new_expr(B, E_STRING, @$); }
    | NULLPTR                           { $$ = expr_word(B, $1, @$); }
    | '(' expr ')'                      { $$ = expr_unary(B, E_PAREN, $2, @$); }
    | '(' block ')'                     { $$ = expr_block(B, $2, @$); }
    | GENERIC '(' assign ',' assocs ')' { $$ = expr_generic(B, $3, NULL, $5, @$); }
    | GENERIC '(' type_name ',' assocs ')' { $$ = expr_generic(B, NULL, $3, $5, @$); }
    | VA_ARG '(' assign ',' type_name ')'  { $$ = expr_typed(B, E_VA_ARG, $5, $3, @$); }
    | OFFSETOF '(' type_name ',' offset_path ')' { $$ = expr_offsetof(B, $3, $5, @$); }
    | TYPES_COMPATIBLE '(' type_name ',' type_name ')' { $$ = expr_types_compatible(B, $3, $5, @$); }
    | CHOOSE '(' assign ',' assign ',' assign ')' { $$ = expr_three(B, E_CHOOSE, $3, $5, $7, @$); }
    | CONVERT_VECTOR '(' assign ',' type_name ')' { $$ = expr_typed(B, E_CONVERT_VECTOR, $5, $3, @$); }
    | BIT_CAST '(' type_name ',' assign ')' { $$ = expr_typed(B, E_BIT_CAST, $3, $5, @$); }
    ;

assocs: assoc | assocs ',' assoc        { $$ = assocs_join($1, $3); };

assoc
    : type_name ':' assign              { $$ = new_assoc(B, $1, $3); }
    | DEFAULT ':' assign                { $$ = new_assoc(B, NULL, $3); }
    ;

/* The indexes alone, as a chain through `a`; the member names are in the tokens. */
offset_path
    : any_name                          { $$ = offset_member(B, NULL, @$); }
    | offset_path '.' any_name          { $$ = offset_member(B, $1, @$); }
    | offset_path ARROW any_name        { $$ = offset_member(B, $1, @$); }
    | offset_path '[' expr ']'          { $$ = offset_index($1, $3); }
    ;

postfix
    : primary
    | postfix '[' expr ']'              { $$ = expr_two(B, E_INDEX, 0, $1, $3, @$); }
    | postfix '(' args_opt ')'          { $$ = expr_call(B, $1, $3, @$); }
    | postfix '.' any_name              { $$ = expr_member(B, E_MEMBER, $1, $3, @$); }
    | postfix ARROW any_name            { $$ = expr_member(B, E_ARROW, $1, $3, @$); }
    | postfix INC                       { $$ = expr_unary(B, E_POSTINC, $1, @$); }
    | postfix DEC                       { $$ = expr_unary(B, E_POSTDEC, $1, @$); }
    | '(' type_name ')' braced          { $$ = expr_compound(B, $2, $4, @$); }
    ;

args_opt: %empty                        { $$ = (struct expr_list){0}; } | args;

args
    : arg                               { $$ = exprs_add((struct expr_list){0}, $1); }
    | args ',' arg                      { $$ = exprs_add($1, $3); }
    ;

arg
    : assign
    | type_name                         { $$ = expr_typed(B, E_TYPE_ARG, $1, NULL, @$); }
    ;

unary
    : postfix
    | INC unary                         { $$ = expr_unary(B, E_PREINC, $2, @$); }
    | DEC unary                         { $$ = expr_unary(B, E_PREDEC, $2, @$); }
    | '&' cast                          { $$ = expr_unary(B, E_ADDR, $2, @$); }
    | '*' cast                          { $$ = expr_unary(B, E_DEREF, $2, @$); }
    | '+' cast                          { $$ = expr_unary(B, E_PLUS, $2, @$); }
    | '-' cast                          { $$ = expr_unary(B, E_NEG, $2, @$); }
    | '~' cast                          { $$ = expr_unary(B, E_BITNOT, $2, @$); }
    | '!' cast                          { $$ = expr_unary(B, E_NOT, $2, @$); }
    | REAL cast                         { $$ = expr_unary(B, (enum expr_kind)$1, $2, @$); }
    | EXTENSION cast                    { $$ = expr_unary(B, E_EXTENSION, $2, @$); }
    | AWAIT cast                        { $$ = expr_await(B, $2, @$); }
    | SIZEOF unary                      { $$ = expr_sizeof(B, $1, $2, NULL, @$); }
    | SIZEOF '(' type_name ')'          { $$ = expr_sizeof(B, $1, NULL, $3, @$); }
    | ANDAND any_name                   { $$ = expr_label(B, $2, @$); }
    ;

cast
    : unary
    | '(' type_name ')' cast            { $$ = expr_typed(B, E_CAST, $2, $4, @$); }
    ;

binary
    : cast
    | binary '*' binary                 { $$ = expr_two(B, E_BINARY, '*', $1, $3, @$); }
    | binary '/' binary                 { $$ = expr_two(B, E_BINARY, '/', $1, $3, @$); }
    | binary '%' binary                 { $$ = expr_two(B, E_BINARY, '%', $1, $3, @$); }
    | binary '+' binary                 { $$ = expr_two(B, E_BINARY, '+', $1, $3, @$); }
    | binary '-' binary                 { $$ = expr_two(B, E_BINARY, '-', $1, $3, @$); }
    | binary SHL binary                 { $$ = expr_two(B, E_BINARY, OP_SHL, $1, $3, @$); }
    | binary SHR binary                 { $$ = expr_two(B, E_BINARY, OP_SHR, $1, $3, @$); }
    | binary '<' binary                 { $$ = expr_two(B, E_BINARY, '<', $1, $3, @$); }
    | binary '>' binary                 { $$ = expr_two(B, E_BINARY, '>', $1, $3, @$); }
    | binary LE binary                  { $$ = expr_two(B, E_BINARY, OP_LE, $1, $3, @$); }
    | binary GE binary                  { $$ = expr_two(B, E_BINARY, OP_GE, $1, $3, @$); }
    | binary EQ binary                  { $$ = expr_two(B, E_BINARY, OP_EQ, $1, $3, @$); }
    | binary NE binary                  { $$ = expr_two(B, E_BINARY, OP_NE, $1, $3, @$); }
    | binary '&' binary                 { $$ = expr_two(B, E_BINARY, '&', $1, $3, @$); }
    | binary '^' binary                 { $$ = expr_two(B, E_BINARY, '^', $1, $3, @$); }
    | binary '|' binary                 { $$ = expr_two(B, E_BINARY, '|', $1, $3, @$); }
    | binary ANDAND binary              { $$ = expr_two(B, E_ANDAND, 0, $1, $3, @$); }
    | binary OROR binary                { $$ = expr_two(B, E_OROR, 0, $1, $3, @$); }
    ;

cond
    : binary
    | binary '?' expr ':' cond          { $$ = expr_three(B, E_COND, $1, $3, $5, @$); }
    | binary '?' ':' cond               { $$ = expr_three(B, E_COND, $1, NULL, $4, @$); }
    ;

assign
    : cond
    | cond '=' assign                   { $$ = expr_two(B, E_ASSIGN, '=', $1, $3, @$); }
    | cond ASSIGN_OP assign             { $$ = expr_two(B, E_ASSIGN, assign_op(B, @2.first), $1, $3, @$); }
    ;

expr
    : assign
    | expr ',' assign                   { $$ = expr_two(B, E_COMMA, 0, $1, $3, @$); }
    ;

expr_opt: %empty                        { $$ = NULL; } | expr;

/* ---- statements ---- */

stmt
    : unlabeled
    | label stmt                        { $$ = stmt_labelled(B, $1, $2, @$); }
    ;

/* Before a `:` the filter makes no keyword of a soft one. */
label_name: IDENT | TYPE_NAME;

label
    : label_name ':'                    { $$ = stmt_label(B, $1, @1.first, @$); }
    | attrs label_name ':'              { $$ = stmt_attrs(stmt_label(B, $2, @2.first, @$), $1, @$); }
    | case
    | attrs case                        { $$ = stmt_attrs($2, $1, @$); }
    ;

case
    : CASE cond ':'                     { $$ = stmt_case(B, $2, NULL, @$); }
    | CASE cond ELLIPSIS cond ':'       { $$ = stmt_case(B, $2, $4, @$); }
    | DEFAULT ':'                       { $$ = new_stmt(B, S_DEFAULT, @$); }
    ;

unlabeled
    : plain
    | attrs plain                       { $$ = stmt_attrs($2, $1, @$); }
    ;

block
    : block_open items '}'              { $$ = stmt_block(B, $2, @$); names_close_to(p, $1); RESCOPE(); }
    | block_open items attrs '}'        { $$ = stmt_block(B, $2, @$); names_close_to(p, $1); RESCOPE(); }
    | block_open items error '}'        { $$ = stmt_block(B, $2, @$); parse_resync(p, $1); RESCOPE(); }
    ;

block_open: '{'                         { $$ = parse_scope_open(p); };

items
    : %empty                            { $$ = (struct stmt_list){0}; }
    | items item                        { $$ = items_add(B, $1, $2); }
    | items error ';'                   { $$ = $1; parse_resync_here(p); yyerrok; }
    ;

item
    : block_decl                        { $$ = stmt_decl(B, $1); }
    | unlabeled
    | label
    | LABEL_DECL names ';'              { $$ = stmt_names(B, S_LOCAL_LABELS, $2, @$); }
    ;

block_decl
    : declaration
    | function
    | static_assert
    | EXTENSION block_decl              { $$ = $2; $$->range = @$; }
    ;

plain
    : ';'                               { $$ = new_stmt(B, S_EMPTY, @$); }
    | expr ';'                          { $$ = stmt_expr(B, S_EXPR, $1, @$); }
    | block
    | scoped                            { parse_stmt_scope_close(p); RESCOPE(); }
    | GOTO any_name ';'                 { $$ = stmt_goto(B, $2, @2.first, @$); }
    | GOTO '*' expr ';'                 { $$ = stmt_expr(B, S_GOTO_COMPUTED, $3, @$); }
    | BREAK ';'                         { $$ = new_stmt(B, S_BREAK, @$); }
    | CONTINUE ';'                      { $$ = new_stmt(B, S_CONTINUE, @$); }
    | RETURN expr_opt ';'               { $$ = stmt_expr(B, S_RETURN, $2, @$); }
    | asm_stmt
    | DEFER body                        { $$ = stmt_defer(B, $2, @$); }
    | TIMEOUT '(' expr ')' body %prec LOWEST { $$ = stmt_two(B, stmt_timeout_kind($1), $3, $5, NULL, @$); }
    | TIMEOUT '(' expr ')' body ELSE body    { $$ = stmt_two(B, stmt_timeout_kind($1), $3, $5, $7, @$); }
    | SHIELD body                       { $$ = stmt_two(B, S_SHIELD, NULL, $2, NULL, @$); }
    | group                             { parse_scope_close(p); RESCOPE(); }
    ;

/* Statements that are scopes, also of what is declared in their heads; and so is each statement in one (6.8.4p3). */
scoped
    : IF scope_open '(' expr ')' body %prec LOWEST { $$ = stmt_two(B, S_IF, $4, $6, NULL, @$); }
    | IF scope_open '(' expr ')' body ELSE body { $$ = stmt_two(B, S_IF, $4, $6, $8, @$); }
    | SWITCH scope_open '(' expr ')' body { $$ = stmt_two(B, S_SWITCH, $4, $6, NULL, @$); }
    | WHILE scope_open '(' expr ')' body { $$ = stmt_two(B, S_WHILE, $4, $6, NULL, @$); }
    | DO scope_open body WHILE '(' expr ')' ';' { $$ = stmt_two(B, S_DO, $6, $3, NULL, @$); }
    | FOR scope_open '(' for_init expr_opt ';' expr_opt ')' body { $$ = stmt_for(B, $4, $5, $7, $9, @$); }
    ;

group
    : GROUP '(' group_name ')' body %prec LOWEST { $$ = stmt_two(B, S_GROUP, $<expr>3, $5, NULL, @$); }
    | GROUP '(' group_name ')' body ELSE body { $$ = stmt_two(B, S_GROUP, $<expr>3, $5, $7, @$); }
    ;

body: scope_open stmt                   { $$ = $2; parse_stmt_scope_close(p); RESCOPE(); };
scope_open: %empty                      { parse_stmt_scope_open(p); };

for_init
    : declaration                       { $$ = stmt_decl(B, $1); }
    | EXTENSION declaration             { $2->range = @$; $$ = stmt_decl(B, $2); }
    | static_assert                     { $$ = stmt_decl(B, $1); }
    | expr ';'                          { $$ = stmt_expr(B, S_EXPR, $1, @$); }
    | ';'                               { $$ = new_stmt(B, S_EMPTY, @$); }
    ;

/* ac_group declares its name. */
group_name: any_name                    { parse_scope_open(p); $<expr>$ = parse_group(p, $1, @1); };

/* ---- asm ---- */

asm_stmt
    : ASM asm_quals '(' asm_body ')' ';' { $$ = $4; $$->range = @$; }
    ;

asm_quals: %empty | asm_quals QUAL | asm_quals STORAGE | asm_quals GOTO;

asm_body
    : STRING                            { $$ = new_stmt(B, S_ASM, @$); }
    | STRING ':' operands_opt           { $$ = stmt_asm(B, $3, (struct asm_list){0}, @$); }
    | STRING ':' operands_opt ':' operands_opt { $$ = stmt_asm(B, $3, $5, @$); }
    | STRING ':' operands_opt ':' operands_opt ':' clobbers_opt { $$ = stmt_asm(B, $3, $5, @$); }
    | STRING ':' operands_opt ':' operands_opt ':' clobbers_opt ':' names
                                        { $$ = stmt_set_names(B, stmt_asm(B, $3, $5, @$), $9); }
    ;

operands_opt: %empty                    { $$ = (struct asm_list){0}; } | operands;
operands: operand | operands ',' operand { $$ = asm_join($1, $3); };

operand
    : STRING '(' expr ')'               { $$ = new_operand(B, $3, @1.first, @$); }
    | '[' any_name ']' STRING '(' expr ')' { $$ = new_operand(B, $6, @4.first, @$); }
    ;

clobbers_opt: %empty | clobbers;
clobbers: STRING | clobbers ',' STRING;

%%

/* What could have stood here, in the classes that front/syntax.c puts into words. */
static int yyreport_syntax_error(const yypcontext_t *context, struct parser *p)
{
    static const struct {
        int token;
        unsigned want;
    } table[] = {
        {';', WANT_SEMICOLON}, {',', WANT_COMMA}, {')', WANT_PAREN}, {'(', WANT_OPEN_PAREN}, {']', WANT_BRACKET},
        {'}', WANT_BRACE}, {'{', WANT_OPEN_BRACE}, {':', WANT_COLON}, {'=', WANT_EQUALS}, {TOK_INT_CONST, WANT_EXPR},
        {TOK_IDENT, WANT_NAME}, {TOK_BASIC, WANT_TYPE}, {TOK_IF, WANT_STATEMENT}, {TOK_STRING, WANT_STRING},
        {TOK_WHILE, WANT_WHILE}, {TOK_ATTR_NAME, WANT_ATTRIBUTE},
    };
    yysymbol_kind_t expected[YYNTOKENS];
    int n = yypcontext_expected_tokens(context, expected, YYNTOKENS);
    unsigned wants = 0;

    for (int i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof table / sizeof *table; k++)
            if (expected[i] == YYTRANSLATE(table[k].token))
                wants |= table[k].want;
    parse_syntax_error(p, *yypcontext_location(context), wants);
    return 0;
}
