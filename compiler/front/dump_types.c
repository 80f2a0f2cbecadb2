/* dump_types.c - the checked tree (--dump=check): each node with its source text, type and what else was found out.
 *
 *     5:9-5:12 call 'f(1)' async int spawned
 *     5:9-5:9    ident 'f' async int (int) function
 *
 * Positions are line:column of a node's first and of its last character, columns in the preprocessed line.
 * Declarations of system headers are left out. */
#include "front/check.h"
#include "front/checker.h"

#include <inttypes.h>

static const char *const expr_names[] = {
    [E_IDENT] = "ident", [E_INT] = "int", [E_FLOAT] = "float", [E_CHAR] = "char", [E_STRING] = "string",
    [E_NULLPTR] = "nullptr", [E_BOOL] = "bool", [E_GENERIC] = "generic", [E_PAREN] = "paren", [E_INDEX] = "index",
    [E_CALL] = "call", [E_MEMBER] = "member", [E_ARROW] = "arrow", [E_POSTINC] = "postinc", [E_POSTDEC] = "postdec",
    [E_COMPOUND] = "compound", [E_PREINC] = "preinc", [E_PREDEC] = "predec", [E_ADDR] = "addr", [E_DEREF] = "deref",
    [E_PLUS] = "plus", [E_NEG] = "neg", [E_BITNOT] = "bitnot", [E_NOT] = "not", [E_REAL] = "real", [E_IMAG] = "imag",
    [E_EXTENSION] = "extension", [E_SIZEOF] = "sizeof", [E_ALIGNOF] = "alignof", [E_CAST] = "cast",
    [E_LABEL_ADDR] = "label-addr", [E_AWAIT] = "await", [E_BINARY] = "binary", [E_ANDAND] = "and", [E_OROR] = "or",
    [E_COND] = "cond", [E_ASSIGN] = "assign", [E_COMMA] = "comma", [E_STMT_EXPR] = "stmt-expr", [E_VA_ARG] = "va-arg",
    [E_OFFSETOF] = "offsetof", [E_TYPES_COMPATIBLE] = "types-compatible", [E_CHOOSE] = "choose",
    [E_CONVERT_VECTOR] = "convert-vector", [E_TYPE_ARG] = "type-arg", [E_BIT_CAST] = "bit-cast", [E_ERROR] = "error",
    [E_TEMP] = "temp", [E_RAW] = "raw",
};

static const char *const stmt_names[] = {
    [S_EXPR] = "expr", [S_EMPTY] = "empty", [S_BLOCK] = "block", [S_DECL] = "decl", [S_IF] = "if", [S_WHILE] = "while",
    [S_DO] = "do", [S_FOR] = "for", [S_SWITCH] = "switch", [S_CASE] = "case", [S_DEFAULT] = "default",
    [S_LABEL] = "label", [S_GOTO] = "goto", [S_GOTO_COMPUTED] = "goto*", [S_BREAK] = "break", [S_CONTINUE] = "continue",
    [S_RETURN] = "return", [S_ASM] = "asm", [S_DEFER] = "defer", [S_LOCAL_LABELS] = "local-labels",
    [S_TIMEOUT] = "timeout", [S_TIMEOUT_AT] = "timeout-at", [S_GROUP] = "group", [S_SHIELD] = "shield",
    [S_ERROR] = "error", [S_AWAIT] = "await", [S_SEQ] = "seq", [S_RAW] = "raw",
};

struct dump {
    struct unit *u;
    FILE *out;
    int depth;
};

static void dump_expr(struct dump *d, struct expr *e);
static void dump_stmt(struct dump *d, struct stmt *s);
static void dump_decl(struct dump *d, struct decl *decl);

/* ---- lines ------------------------------------------------------------------------------------------------------ */

static void indent(struct dump *d, struct range r)
{
    struct token *a = token_at(d->u, r.first), *z = token_at(d->u, r.last);

    fprintf(d->out, "%" PRIu32 ":%" PRIu32 "-%" PRIu32 ":%" PRIu32 "%*s", a->line, a->col, z->line, z->col + z->len - 1,
            d->depth * 2 + 1, "");
}

static struct range only(tok at)
{
    return (struct range){at, at};
}

/* The tokens of R with a space where they had one, shortened in the middle of long ones. */
static void text(struct dump *d, struct range r)
{
    tok i;

    for (i = r.first; i && i <= r.last && i < r.first + 24; i++) {
        struct token *t = token_at(d->u, i);

        fprintf(d->out, "%s%.*s", i > r.first && (t->flags & (TOK_SPACE | TOK_BOL)) ? " " : "", (int)t->len, t->text);
    }
    if (i <= r.last)
        fputs(" ...", d->out);
}

static void flag(struct dump *d, bool set, const char *name)
{
    if (set)
        fprintf(d->out, " %s", name);
}

/* ---- symbols ---------------------------------------------------------------------------------------------------- */

static const char *symbol_kind(const struct symbol *sym)
{
    static const char *const names[] = {[SYM_VAR] = "variable", [SYM_FUNC] = "function", [SYM_TYPEDEF] = "typedef",
                                        [SYM_ENUMERATOR] = "enumerator", [SYM_TAG] = "tag", [SYM_LABEL] = "label"};

    return sym->is_param ? "parameter" : names[sym->kind];
}

static void dump_symbol(struct dump *d, struct symbol *sym)
{
    indent(d, only(sym->at));
    fprintf(d->out, "%s %s", symbol_kind(sym), sym->name->text);
    if (sym->type)
        fprintf(d->out, ": %s", type_spell(d->u, sym->type));
    if (sym->kind == SYM_ENUMERATOR)
        fprintf(d->out, " = %" PRId64, sym->value);
    flag(d, sym->storage & ST_STATIC, "static");
    flag(d, sym->storage & ST_EXTERN, "extern");
    flag(d, sym->address_taken, "address-taken");
    flag(d, sym->kind == SYM_VAR && sym->cleanup, "cleanup");
    flag(d, sym->type && sym->type->vm, "vm");
    fputc('\n', d->out);
}

static void dump_tag(struct dump *d, struct tag_spec *s)
{
    struct enumerator *e;
    struct member *m;

    if (!s->tag || !s->has_body)
        return;
    indent(d, only(s->keyword));
    fprintf(d->out, "tag %s: size %" PRId64 ", align %" PRId64, s->name ? s->name->text : "<anonymous>",
            s->kind == T_ENUM ? type_size(d->u, s->tag->underlying) : s->tag->size,
            s->kind == T_ENUM ? type_align(d->u, s->tag->underlying) : s->tag->align);
    flag(d, s->tag->has_async, "async");
    flag(d, s->tag->has_const, "const");
    flag(d, s->tag->flexible, "flexible");
    fputc('\n', d->out);
    d->depth++;
    for (e = s->enumerators; e; e = e->next)
        dump_symbol(d, e->sym);
    for (m = s->tag->members; m && s->kind != T_ENUM; m = m->next) {
        indent(d, only(s->keyword));
        fprintf(d->out, "member %s: %s", m->name ? m->name->text : "<unnamed>", type_spell(d->u, m->type));
        if (m->bits >= 0)
            fprintf(d->out, " : %d", m->bits);
        fprintf(d->out, " at %" PRId64 "\n", m->offset);
    }
    d->depth--;
}

/* ---- expressions ------------------------------------------------------------------------------------------------ */

static void dump_init(struct dump *d, struct init *init)
{
    if (!init)
        return;
    if (init->expr) {
        dump_expr(d, init->expr);
        if (init->count) {
            indent(d, init->range);
            fprintf(d->out, "... %" PRIu32 " numbers\n", init->count);
        }
        return;
    }
    indent(d, init->range);
    fprintf(d->out, "list %s\n", init->type ? type_spell(d->u, init->type) : "?");
    d->depth++;
    for (init = init->list; init; init = init->next)
        dump_init(d, init);
    d->depth--;
}

static void dump_operands(struct dump *d, struct expr *e)
{
    struct generic_assoc *g;
    struct expr *i;

    dump_expr(d, e->a);
    dump_expr(d, expr_b(e));
    dump_expr(d, expr_c(e));
    switch (e->kind) {
    case E_CALL:
    case E_OFFSETOF:
        for (i = e->list; i; i = i->next)
            dump_expr(d, i);
        break;
    case E_COMPOUND:
        dump_init(d, e->init);
        break;
    case E_STMT_EXPR:
        dump_stmt(d, e->block);
        break;
    case E_GENERIC:
        for (g = e->assocs; g; g = g->next)
            dump_expr(d, g->expr);
        break;
    default:
        break;
    }
}

static void dump_expr(struct dump *d, struct expr *e)
{
    if (!e)
        return;
    indent(d, e->range);
    fprintf(d->out, "%s '", expr_names[e->kind]);
    text(d, e->range);
    fprintf(d->out, "' %s", e->type ? type_spell(d->u, e->type) : "?");
    if (e->is_const)
        fprintf(d->out, " = %" PRId64, e->value);
    if (e->kind == E_GENERIC || e->kind == E_CHOOSE)
        fprintf(d->out, " chose %" PRId64, e->value);
    if (expr_symbol(e))
        fprintf(d->out, " %s", symbol_kind(e->sym));
    flag(d, bit_field(e), "bit-field");
    flag(d, e->lvalue, "lvalue");
    flag(d, e->decays, "decays");
    flag(d, e->spawned, "spawned");
    flag(d, e->run_call, "run");
    fputc('\n', d->out);
    d->depth++;
    dump_operands(d, e);
    d->depth--;
}

/* ---- statements and declarations -------------------------------------------------------------------------------- */

static void dump_stmt(struct dump *d, struct stmt *s)
{
    struct asm_operand *o;

    if (!s)
        return;
    indent(d, s->range);
    fprintf(d->out, "%s", stmt_names[s->kind]);
    if (stmt_name(s))
        fprintf(d->out, " %s", s->name->text);
    fputc('\n', d->out);
    d->depth++;
    dump_stmt(d, stmt_init(s));
    dump_expr(d, s->e);
    dump_expr(d, stmt_e2(s));
    dump_expr(d, stmt_step(s));
    for (o = stmt_operands(s); o; o = o->next)
        dump_expr(d, o->expr);
    if (s->kind == S_DECL)
        dump_decl(d, s->decl);
    if (s->kind == S_BLOCK || s->kind == S_SEQ) {
        struct stmt *i;

        for (i = s->body; i; i = i->next)
            dump_stmt(d, i);
    } else {
        dump_stmt(d, s->body);
    }
    dump_stmt(d, s->other);
    d->depth--;
}

static void dump_function(struct dump *d, struct decl *decl)
{
    struct function *fn = decl->func;
    size_t i;

    if (!fn->sym)
        return;
    indent(d, decl->range);
    fprintf(d->out, "define %s: %s", fn->sym->name->text, type_spell(d->u, fn->type));
    flag(d, fn->has_async, "has-async");
    fputc('\n', d->out);
    d->depth++;
    for (i = 0; i < fn->vars.len; i++)
        dump_symbol(d, fn->vars.at[i]);
    dump_stmt(d, fn->body);
    d->depth--;
}

static void dump_decl(struct dump *d, struct decl *decl)
{
    struct declarator *dr;

    if (decl->kind == DECL_FUNC) {
        dump_function(d, decl);
        return;
    }
    if (decl->kind != DECL_VARS || !decl->specs)
        return;
    if (decl->specs->tag)
        dump_tag(d, decl->specs->tag);
    for (dr = decl->declarators; dr; dr = dr->next) {
        if (!dr->sym)
            continue;
        dump_symbol(d, dr->sym);
        d->depth++;
        dump_init(d, dr->init);
        d->depth--;
    }
}

void dump_types(struct unit *u, FILE *out)
{
    struct dump d = {.u = u, .out = out};
    struct decl *decl;

    for (decl = u->decls; decl; decl = decl->next)
        if (!(token_at(u, decl->range.first)->flags & TOK_SYSTEM))
            dump_decl(&d, decl);
}
