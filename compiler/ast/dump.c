#include "ast/dump.h"

#include <stdarg.h>

struct dump {
    struct unit *u;
    FILE *out;
    int indent;
};

static const char *const expr_names[] = {
    [E_IDENT] = "ident", [E_INT] = "int", [E_FLOAT] = "float", [E_CHAR] = "char", [E_STRING] = "string",
    [E_NULLPTR] = "nullptr", [E_BOOL] = "bool", [E_GENERIC] = "generic", [E_PAREN] = "paren", [E_INDEX] = "index",
    [E_CALL] = "call", [E_MEMBER] = "member", [E_ARROW] = "arrow", [E_POSTINC] = "post++", [E_POSTDEC] = "post--",
    [E_COMPOUND] = "compound", [E_PREINC] = "pre++", [E_PREDEC] = "pre--", [E_ADDR] = "address", [E_DEREF] = "deref",
    [E_PLUS] = "plus", [E_NEG] = "negate", [E_BITNOT] = "bitnot", [E_NOT] = "not", [E_REAL] = "real",
    [E_IMAG] = "imag", [E_EXTENSION] = "extension", [E_SIZEOF] = "sizeof", [E_ALIGNOF] = "alignof",
    [E_CAST] = "cast", [E_LABEL_ADDR] = "label-address", [E_AWAIT] = "await", [E_BINARY] = "binary",
    [E_ANDAND] = "and", [E_OROR] = "or", [E_COND] = "conditional", [E_ASSIGN] = "assign", [E_COMMA] = "comma",
    [E_STMT_EXPR] = "statement-expression", [E_VA_ARG] = "va_arg", [E_OFFSETOF] = "offsetof",
    [E_TYPES_COMPATIBLE] = "types-compatible", [E_CHOOSE] = "choose", [E_CONVERT_VECTOR] = "convert-vector",
    [E_TYPE_ARG] = "type", [E_BIT_CAST] = "bit-cast", [E_ERROR] = "error", [E_TEMP] = "temp", [E_RAW] = "raw",
};

static const char *const stmt_names[] = {
    [S_EXPR] = "expression", [S_EMPTY] = "empty", [S_BLOCK] = "block", [S_DECL] = "declaration", [S_IF] = "if",
    [S_WHILE] = "while", [S_DO] = "do", [S_FOR] = "for", [S_SWITCH] = "switch", [S_CASE] = "case",
    [S_DEFAULT] = "default", [S_LABEL] = "label", [S_GOTO] = "goto", [S_GOTO_COMPUTED] = "goto*",
    [S_BREAK] = "break", [S_CONTINUE] = "continue", [S_RETURN] = "return", [S_ASM] = "asm", [S_DEFER] = "defer",
    [S_LOCAL_LABELS] = "local-labels", [S_TIMEOUT] = "timeout", [S_TIMEOUT_AT] = "timeout-at", [S_GROUP] = "group",
    [S_SHIELD] = "shield", [S_ERROR] = "error", [S_AWAIT] = "suspend", [S_SEQ] = "sequence", [S_RAW] = "raw",
};

static const char *const decl_names[] = {
    [DECL_VARS] = "declare", [DECL_FUNC] = "function", [DECL_PARAM] = "param",
    [DECL_STATIC_ASSERT] = "static-assert", [DECL_ASM] = "asm", [DECL_EMPTY] = "empty",
};

static void dump_expr(struct dump *d, const char *role, const struct expr *e);
static void dump_stmt(struct dump *d, const char *role, const struct stmt *s);
static void dump_decl(struct dump *d, const struct decl *k);

/* ---- pieces of a line ------------------------------------------------------------------------------------------- */

static void begin(struct dump *d, const char *role, const char *what)
{
    fprintf(d->out, "%*s", d->indent * 2, "");
    if (role)
        fprintf(d->out, "%s: ", role);
    fputs(what, d->out);
}

static void put_tokens(struct dump *d, struct range r)
{
    for (tok t = r.first; t && t <= r.last; t++) {
        const struct token *k = token_at(d->u, t);

        fprintf(d->out, "%s%.*s", t == r.first || (k->flags & TOK_SPACE) ? " " : "", (int)k->len, k->text);
    }
}

static void put_attrs(struct dump *d, const struct attr *a)
{
    for (; a; a = a->next)
        fprintf(d->out, " [%s%s]", a->name ? a->name->text : "", a->args ? "()" : "");
}

static void end(struct dump *d, bool has_await)
{
    fputs(has_await ? " (await)\n" : "\n", d->out);
    d->indent++;
}

/* ---- expressions ------------------------------------------------------------------------------------------------ */

static void dump_init(struct dump *d, const char *role, const struct init *i)
{
    if (i->expr && !i->designators) {
        dump_expr(d, role, i->expr);
        if (i->count) {
            begin(d, role, "numbers");
            fprintf(d->out, " %u", i->count - 1);
            end(d, false);
            d->indent--;
        }
        return;
    }
    begin(d, role, "init");
    for (const struct designator *g = i->designators; g; g = g->next)
        put_tokens(d, g->range);
    end(d, false);
    dump_expr(d, NULL, i->expr);
    for (const struct init *k = i->list; k; k = k->next)
        dump_init(d, NULL, k);
    d->indent--;
}

static void put_op(struct dump *d, const struct expr *e)
{
    static const char *const names[] = {"<<", ">>", "<=", ">=", "==", "!="};

    if (e->kind != E_BINARY && e->kind != E_ASSIGN)
        return;
    if (e->op >= OP_SHL)
        fprintf(d->out, " %s", names[e->op - OP_SHL]);
    else
        fprintf(d->out, " %c", e->op);
    if (e->kind == E_ASSIGN && e->op != '=')
        fputc('=', d->out);
}

static void put_leaf(struct dump *d, const struct expr *e)
{
    const tok member = e->kind == E_OFFSETOF ? e->type_name->range.last + 2 : 0; /* the first of its path */

    put_op(d, e);
    if (expr_name(e))
        fprintf(d->out, " %s", e->name->text);
    else if (member)
        put_tokens(d, (struct range){member, member});
    else if (e->kind <= E_BOOL)
        put_tokens(d, e->range);
    if (expr_type_name(e))
        put_tokens(d, e->type_name->range);
    if (e->kind == E_TYPES_COMPATIBLE) {
        fputc(',', d->out);
        put_tokens(d, e->type2->range);
    }
}

static void dump_assocs(struct dump *d, const struct generic_assoc *g)
{
    for (; g; g = g->next) {
        begin(d, NULL, g->type ? "case" : "default");
        if (g->type)
            put_tokens(d, g->type->range);
        end(d, false);
        dump_expr(d, NULL, g->expr);
        d->indent--;
    }
}

static void dump_expr(struct dump *d, const char *role, const struct expr *e)
{
    if (!e)
        return;
    begin(d, role, expr_names[e->kind]);
    put_leaf(d, e);
    end(d, e->has_await);
    dump_expr(d, NULL, e->a);
    dump_expr(d, e->kind == E_COND ? "then" : NULL, expr_b(e));
    dump_expr(d, e->kind == E_COND ? "else" : NULL, expr_c(e));
    if (e->kind == E_CALL || e->kind == E_OFFSETOF)
        for (const struct expr *k = e->list; k; k = k->next)
            dump_expr(d, NULL, k);
    else if (e->kind == E_COMPOUND)
        dump_init(d, NULL, e->init);
    else if (e->kind == E_STMT_EXPR)
        dump_stmt(d, NULL, e->block);
    else if (e->kind == E_GENERIC)
        dump_assocs(d, e->assocs);
    d->indent--;
}

/* ---- statements ------------------------------------------------------------------------------------------------- */

static void dump_asm(struct dump *d, const struct asm_operand *o)
{
    for (; o; o = o->next)
        dump_expr(d, o->output ? (o->memory ? "out-memory" : "out") : (o->memory ? "in-memory" : "in"), o->expr);
}

static void dump_stmt(struct dump *d, const char *role, const struct stmt *s)
{
    const struct stmt_labels *labels;

    if (!s)
        return;
    begin(d, role, stmt_names[s->kind]);
    if (stmt_name(s))
        fprintf(d->out, " %s", s->name->text);
    labels = stmt_labels(s);
    for (size_t i = 0; labels && i < labels->count; i++)
        fprintf(d->out, " %s", labels->at[i].name->text);
    put_attrs(d, s->attrs);
    end(d, s->has_await);
    dump_stmt(d, "init", stmt_init(s));
    dump_expr(d, NULL, s->e);
    dump_expr(d, "to", stmt_e2(s));
    dump_expr(d, "step", stmt_step(s));
    dump_asm(d, stmt_operands(s));
    if (s->kind == S_DECL)
        dump_decl(d, s->decl);
    for (const struct stmt *k = s->body; k; k = s->kind == S_BLOCK || s->kind == S_SEQ ? k->next : NULL)
        dump_stmt(d, NULL, k);
    dump_stmt(d, "else", s->other);
    d->indent--;
}

/* ---- declarations ----------------------------------------------------------------------------------------------- */

static void put_deriv(struct dump *d, const struct deriv *k)
{
    static const char *const names[] = {" pointer", " array", " function"};

    fputs(names[k->kind], d->out);
    if (k->variadic)
        fputs("...", d->out);
    if (k->old_style)
        fputs("()", d->out);
    if (k->is_static)
        fputs(" static", d->out);
    if (k->star)
        fputs(" *", d->out);
    if (k->quals)
        fprintf(d->out, "%s%s%s", k->quals & Q_CONST ? " const" : "", k->quals & Q_VOLATILE ? " volatile" : "",
                k->quals & Q_RESTRICT ? " restrict" : "");
    put_attrs(d, k->attrs);
}

static void dump_declarator(struct dump *d, const struct declarator *k)
{
    begin(d, NULL, "declarator");
    fprintf(d->out, " %s", k->name ? k->name->text : "-");
    if (k->derivs)
        fputc(':', d->out);
    for (const struct deriv *s = k->derivs; s; s = s->next)
        put_deriv(d, s);
    put_attrs(d, k->attrs);
    put_tokens(d, k->asm_label);
    end(d, false);
    for (const struct deriv *s = k->derivs; s; s = s->next) {
        dump_expr(d, "size", s->size);
        for (const struct decl *p = s->params; p; p = p->next)
            dump_decl(d, p);
    }
    dump_expr(d, "bits", k->bits);
    if (k->init)
        dump_init(d, "init", k->init);
    d->indent--;
}

static void dump_tag(struct dump *d, const struct tag_spec *t)
{
    begin(d, NULL, t->kind == T_ENUM ? "enum" : t->kind == T_UNION ? "union" : "struct");
    fprintf(d->out, " %s", t->name ? t->name->text : "-");
    put_attrs(d, t->attrs);
    end(d, false);
    for (const struct decl *k = t->fields; k; k = k->next)
        dump_decl(d, k);
    for (const struct enumerator *k = t->enumerators; k; k = k->next) {
        begin(d, NULL, "enumerator");
        fprintf(d->out, " %s", k->name->text);
        end(d, false);
        dump_expr(d, NULL, k->value);
        d->indent--;
    }
    d->indent--;
}

/* The specifiers' tokens, a body of a struct as `{...}`. */
static void put_specs(struct dump *d, const struct specs *s)
{
    const struct tag_spec *t = s->tag;

    if (!t || !t->has_body) {
        put_tokens(d, s->range);
        return;
    }
    put_tokens(d, (struct range){s->range.first, t->keyword});
    fprintf(d->out, " %s {...}", t->name ? t->name->text : "-");
}

static void dump_decl(struct dump *d, const struct decl *k)
{
    begin(d, NULL, decl_names[k->kind]);
    if (k->specs && k->specs->range.first)
        put_specs(d, k->specs);
    if (k->specs)
        put_attrs(d, k->specs->attrs);
    end(d, false);
    if (k->specs && k->specs->tag && k->specs->tag->has_body)
        dump_tag(d, k->specs->tag);
    for (const struct declarator *m = k->declarators; m; m = m->next)
        dump_declarator(d, m);
    dump_expr(d, NULL, k->expr);
    if (k->func) {
        for (const struct decl *m = k->func->kr_decls; m; m = m->next)
            dump_decl(d, m);
        dump_stmt(d, NULL, k->func->body);
    }
    d->indent--;
}

void dump_tree(struct unit *u, FILE *out)
{
    struct dump d = {u, out, 0};

    for (const struct decl *k = u->decls; k; k = k->next)
        if (!(token_at(u, k->range.first)->flags & TOK_SYSTEM))
            dump_decl(&d, k);
}
