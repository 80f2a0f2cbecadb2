/* stmt.c - statements. */
#include "emit/internal.h"

#include "ast/types.h"

static struct stmt *stmt_now(struct stmt *s)
{
    while (s->replace)
        s = s->replace;
    return s;
}

/* As the body of an if or a loop: one statement, in braces unless it is a block or stands as in the source. */
void put_body(struct printer *p, struct stmt *s)
{
    s = stmt_now(s);
    if (s->kind == S_BLOCK || (!s->touched && s->range.first)) {
        emit(p, " ");
        put_stmt(p, s);
        return;
    }
    emit(p, " {");
    put_stmt(p, s);
    emit(p, " }");
}

/* The statements of a block; pragmas between them stay. BEFORE: the token that ends the block, 0 if none. */
void put_block_items(struct printer *p, struct stmt *first, tok before)
{
    tok last = 0;

    for (struct stmt *s = first; s; s = s->next) {
        bool real = s->range.last > s->range.first || (s->range.first && !s->touched);

        if (real && last)
            put_pragmas(p, last, s->range.first);
        put_stmt(p, s);
        if (real)
            last = s->range.last;
    }
    if (last && before > last)
        put_pragmas(p, last, before);
}

static void put_block(struct printer *p, struct stmt *s)
{
    bool real = s->range.last > s->range.first;

    put_line_of(p, s->range.first);
    emit(p, "{");
    if (s->sym && s->sym->var->home != VAR_PINNED)
        emit(p, " ", declare(p, s->sym->type, symbol_text(p, s->sym)), ";");
    if (real && s->body && s->body->range.first > s->range.first)
        put_pragmas(p, s->range.first, s->body->range.first);
    put_block_items(p, s->body, real ? s->range.last : 0);
    if (real)
        put_line_of(p, s->range.last);
    emit(p, " }");
}

static bool is_parens(const struct expr *e)
{
    return e->kind == E_PAREN || (e->kind == E_RAW && strcmp(e->raw, "(\1)") == 0);
}

/* What is in parentheses around. */
static struct expr *inside(struct expr *e)
{
    while (e->replace || is_parens(e))
        e = e->replace ? e->replace : e->a;
    return e;
}

/* What stands for the whole of E, which is in no parentheses; NULL: E itself does. */
static struct expr *stands_for(const struct expr *e)
{
    switch (e->kind) {
    case E_EXTENSION: return e->a;
    case E_GENERIC: case E_CHOOSE: return chosen_operand(e);
    default: return NULL;
    }
}

/* What is in parentheses around for clang, which looks through more. */
static struct expr *far_inside(struct expr *e)
{
    for (struct expr *next = e; next; next = stands_for(e))
        e = inside(next);
    return e;
}

/* A condition. Around `==`, parentheses of its own go: clang takes them to mean an assignment if the left side can be assigned to,
 * which in the source it may not: there it is a call, say, and here what the call gave. */
static void put_test(struct printer *p, struct expr *e)
{
    struct expr *inner = far_inside(e);

    put_expr(p, inner->kind == E_BINARY && inner->op == OP_EQ ? inside(e) : e);
}

static void put_condition(struct printer *p, const char *word, struct stmt *s)
{
    put_line_of(p, s->range.first);
    emit(p, word, " (");
    put_test(p, s->e);
    emit(p, ")");
}

/* Is the body an `if` with an `else` that might be meant for S? Then C compilers warn, if it has no braces. */
static bool has_dangling_else(struct stmt *s)
{
    struct stmt *body = stmt_now(s->body);

    return !s->other && body->kind == S_IF && body->other && body->range.first > s->range.first;
}

static void put_if(struct printer *p, struct stmt *s)
{
    put_condition(p, "if", s);
    if (has_dangling_else(s))
        put_stmt(p, s->body);
    else
        put_body(p, s->body);
    if (!s->other)
        return;
    if (!range_empty(s->other->range))
        put_line_of(p, s->other->range.first - 1); /* where `else` stands */
    emit(p, "else");
    put_body(p, s->other);
}

/* Is what is left of the declaration INIT more (or less) than one declaration? */
static bool is_not_one(struct printer *p, struct stmt *init)
{
    struct declarator *d = init->kind == S_DECL && init->touched ? init->decl->declarators : NULL;

    return d && (d->next || (d->sym && d->sym->var && d->sym->var->home == VAR_PINNED && !p->dump));
}

static void put_for(struct printer *p, struct stmt *s)
{
    struct stmt *init = s->init ? stmt_now(s->init) : NULL;
    bool in_front = init && is_not_one(p, init);

    put_line_of(p, s->range.first);
    if (in_front) {
        emit(p, "{ ");
        put_stmt(p, init);
        emit(p, " ");
        init = NULL;
    }
    emit(p, "for (");
    if (!init)
        emit(p, ";");
    else if (init->kind == S_DECL && !init->touched)
        put_tokens(p, init->range.first, init->range.last);
    else if (init->kind == S_EXPR) {
        put_expr(p, init->e);
        emit(p, ";");
    } else
        put_stmt(p, init);
    if (s->e) {
        emit(p, " ");
        put_test(p, s->e);
    }
    emit(p, ";");
    if (s->step) {
        emit(p, " ");
        put_expr(p, s->step);
    }
    emit(p, ")");
    put_body(p, s->body);
    if (in_front)
        emit(p, " }");
}

static void put_do(struct printer *p, struct stmt *s)
{
    put_line_of(p, s->range.first);
    emit(p, "do");
    put_body(p, s->body);
    emit(p, " while (");
    put_test(p, s->e);
    emit(p, ");");
}

static void put_label(struct printer *p, struct stmt *s)
{
    put_line_of(p, s->range.first);
    emit(p, symbol_text(p, s->sym), ":");
    if (!s->body)
        emit(p, ";");
    else if (stmt_now(s->body)->kind == S_DECL) {
        emit(p, ";");
        put_stmt(p, s->body);
    } else
        put_body(p, s->body);
}

/* `case 1:`, up to its colon, as it stands. */
static void put_case(struct printer *p, struct stmt *s)
{
    tok end = s->range.last;

    if (s->body && s->body->range.first)
        end = s->body->range.first - 1;
    put_tokens(p, s->range.first, end);
    if (!s->body)
        return;
    if (stmt_now(s->body)->kind == S_DECL)
        emit(p, ";");
    if (stmt_now(s->body)->kind == S_DECL || stmt_now(s->body)->kind == S_CASE || stmt_now(s->body)->kind == S_DEFAULT)
        put_stmt(p, s->body);
    else
        put_body(p, s->body);
}

static void put_expr_stmt(struct printer *p, struct stmt *s)
{
    put_line_of(p, s->range.first);
    if (s->of_macro)
        emit(p, "(void)");
    put_expr(p, s->e);
    emit(p, ";");
}

static void put_asm(struct printer *p, struct stmt *s)
{
    tok t = s->range.first;

    for (struct asm_operand *o = s->asm_operands; o; o = o->next) {
        if (!o->expr || !o->expr->touched)
            continue;
        put_tokens(p, t, o->expr->range.first - 1);
        put_expr(p, o->expr);
        t = o->expr->range.last + 1;
    }
    put_tokens(p, t, s->range.last);
}

static void put_simple(struct printer *p, struct stmt *s)
{
    put_line_of(p, s->range.first);
    switch (s->kind) {
    case S_EMPTY:
        emit(p, ";");
        break;
    case S_GOTO:
        emit(p, "goto ", s->sym ? symbol_text(p, s->sym) : s->name->text, ";");
        break;
    case S_GOTO_COMPUTED:
        emit(p, "goto *");
        put_expr(p, s->e);
        emit(p, ";");
        break;
    case S_BREAK:
        emit(p, "break;");
        break;
    case S_CONTINUE:
        emit(p, "continue;");
        break;
    case S_RAW:
        put_expr(p, s->e);
        break;
    default:
        ICE("statement of kind %d", s->kind);
    }
}

static void put_touched(struct printer *p, struct stmt *s)
{
    switch (s->kind) {
    case S_EXPR:
        put_expr_stmt(p, s);
        break;
    case S_BLOCK:
        put_block(p, s);
        break;
    case S_SEQ:
        put_block_items(p, s->body, 0);
        break;
    case S_DECL:
        put_local_decl(p, s);
        break;
    case S_IF:
        put_if(p, s);
        break;
    case S_WHILE:
        put_condition(p, "while", s);
        put_body(p, s->body);
        break;
    case S_DO:
        put_do(p, s);
        break;
    case S_FOR:
        put_for(p, s);
        break;
    case S_SWITCH:
        put_condition(p, "switch", s);
        put_body(p, s->body);
        break;
    case S_CASE: case S_DEFAULT:
        put_case(p, s);
        break;
    case S_LABEL:
        put_label(p, s);
        break;
    case S_RETURN:
        put_line_of(p, s->range.first);
        put_return(p, s->e);
        break;
    case S_ASM:
        put_asm(p, s);
        break;
    case S_AWAIT:
        put_await(p, s->susp);
        break;
    default:
        put_simple(p, s);
    }
}

void put_stmt(struct printer *p, struct stmt *s)
{
    struct arena before = p->u->texts;

    s = stmt_now(s);
    if (s->touched)
        put_touched(p, s);
    else
        put_tokens(p, s->range.first, s->range.last);
    arena_release(&p->u->texts, &before);
}
