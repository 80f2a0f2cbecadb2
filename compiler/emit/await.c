/* await.c - one suspension point.
 *
 *     callee = f(a, &await_1);
 *     if (callee) {                        it has to wait:
 *         self = a new frame               (if there is none yet; what nothing sets later is saved then, and an only state)
 *         callee->caller = &self->base;
 *         self->b = b;                     save what is alive
 *         self->state = 1;
 *         return &self->base;
 *     resume_1:                            the wait is over:
 *         b = self->b;                     load it back
 *         if (!callee) ...                 cancelled: leave
 *         await_1 = the value in callee's frame;      (if anybody wants it)
 *         if (callee->func->size)          (a wait has none: then there is nothing to free; left out if it is known to be one)
 *             ac_frame_free(callee);
 *     }
 *
 * What people read has one step a line. */
#include "base/diag_place.h"
#include "emit/internal.h"

/* The next step of the machinery, on a line of its own for people. */
static void step(struct printer *p, struct suspension *s, int depth)
{
    put_break(p, ((int)line_column(p, s->at) - 1) / 4 + depth);
}

/* Where a line's code ends and a comment, if any, begins. */
static const char *code_end(const char *at, const char *end)
{
    char quote = 0;

    for (const char *c = at; c < end; c++) {
        if (quote && *c == '\\')
            c++;
        else if (quote ? *c == quote : *c == '"' || *c == '\'')
            quote = quote ? 0 : *c;
        else if (!quote && *c == '/' && c + 1 < end && (c[1] == '*' || c[1] == '/'))
            end = c;
    }
    while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return end;
}

/* The line as the user wrote it, as a comment. */
static void put_source_line(struct printer *p, tok t)
{
    struct source_place place = place_of(p->u, t);
    const char *at = place.line, *end = at + place.len;

    if (!at || place.skipped)
        return;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    end = code_end(at, end);
    emit(p, " /* ");
    for (; at < end; at++) /* no comment inside the comment */
        buf_putc(p->out, (*at == '/' && at[-1] == '*') || (*at == '*' && at[-1] == '/') ? ' ' : *at);
    emit(p, " */");
}

/* The function called, or NULL where a pointer or something else is. */
static struct symbol *called(const struct suspension *s)
{
    const struct expr *call = s->call;

    return call->kind == E_CALL && call->a->kind == E_IDENT && !call->a->replace ? call->a->sym : NULL;
}

bool is_usual(struct printer *p, const struct suspension *s)
{
    const struct symbol *callee = called(s);

    return callee && callee->usual && !p->o->for_people;
}

static void put_call(struct printer *p, struct suspension *s)
{
    struct symbol *callee = called(s);
    struct expr *call = s->call;
    const char *sep = "";

    if (call->kind == E_RAW) {
        put_expr(p, call);
        if (s->open_call)
            emit(p, ", &", symbol_text(p, s->result), ")");
        return;
    }
    if (p->fn->lowered->again && awaits_itself(p->fn, s))
        emit(p, p->fn->lowered->again);
    else if (is_usual(p, s))
        emit(p, symbol_text(p, callee), "_usual");
    else
        put_expr(p, call->a);
    emit(p, "(");
    for (struct expr *arg = call->list; arg; arg = arg->next, sep = ", ") {
        if (*sep)
            emit(p, ", ");
        sep = ", ";
        put_expr(p, arg);
    }
    if (s->result)
        emit(p, sep, "&", symbol_text(p, s->result));
    emit(p, ")");
}

static void put_save(struct printer *p, struct suspension *s, struct var *v, int depth)
{
    step(p, s, depth);
    emit(p, field_text(p, v), " = ", symbol_text(p, v->sym), ";");
}

static void put_state(struct printer *p, struct suspension *s, int depth)
{
    step(p, s, depth);
    emit(p, p->fn->lowered->self, "->state = ", decimal(p, s->state), ";");
}

/* The only state a frame has is settled as soon as the frame is made. */
static bool has_settled_state(struct lowered *low)
{
    return !low->pins && low->suspensions.len == 1;
}

static bool keeps_settled(struct suspension *s)
{
    for (size_t i = 0; i < s->keeps.len; i++)
        if (s->keeps.at[i]->settled)
            return true;
    return false;
}

static void put_new(struct printer *p, struct lowered *low)
{
    emit(p, low->self, " = (struct ", low->frame, " *)ac_suspend(&", low->func_desc, ", ", low->callee, ");");
}

static void put_new_frame(struct printer *p, struct suspension *s)
{
    struct lowered *low = p->fn->lowered;
    bool settled = keeps_settled(s) || has_settled_state(low);

    emit(p, "if (!", low->self, ")");
    if (settled) {
        emit(p, " {");
        step(p, s, 2);
    } else {
        emit(p, " ");
    }
    put_new(p, low);
    for (size_t i = 0; i < s->keeps.len; i++)
        if (s->keeps.at[i]->settled)
            put_save(p, s, s->keeps.at[i], 2);
    if (has_settled_state(low))
        put_state(p, s, 2);
    if (settled) {
        step(p, s, 1);
        emit(p, "}");
    }
    emit(p, " else ");
}

static void put_suspend(struct printer *p, struct suspension *s)
{
    struct lowered *low = p->fn->lowered;

    step(p, s, 1);
    if (!low->pins)
        put_new_frame(p, s);
    emit(p, low->callee, "->caller = &", low->self, "->base;");
    for (size_t i = 0; i < s->keeps.len; i++)
        if (!s->keeps.at[i]->settled)
            put_save(p, s, s->keeps.at[i], 1);
    if (!has_settled_state(low))
        put_state(p, s, 1);
    step(p, s, 1);
    if (is_usual(p, s))
        emit(p, "return ", low->resumed, " ? ", low->callee, " : &", low->self, "->base;");
    else
        emit(p, "return &", low->self, "->base;");
}

static void put_on_cancel(struct printer *p, struct suspension *s)
{
    if (!s->on_cancel) {
        emit(p, " return &ac_cancelled_frame;");
        return;
    }
    if (p->o->for_people)
        p->line = token_at(p->u, s->at)->line;
    put_stmt(p, s->on_cancel);
}

/* What is compiled has it on the function's first line: on the await's own, a breakpoint would catch the return from the
 * wait instead of the call, and gcov would count both. */
static void put_resume(struct printer *p, struct suspension *s)
{
    struct symbol *callee = called(s);
    struct lowered *low = p->fn->lowered;

    if (!p->o->for_people)
        put_line_of(p, p->fn->body->range.first);
    step(p, s, 0);
    emit(p, label_text(p, s), ":");
    for (size_t i = 0; i < s->keeps.len; i++) {
        step(p, s, 1);
        emit(p, symbol_text(p, s->keeps.at[i]->sym), " = ", field_text(p, s->keeps.at[i]), ";");
    }
    step(p, s, 1);
    emit(p, "if (!", low->callee, ") {");
    put_on_cancel(p, s);
    emit(p, " }");
    if (s->result && !s->unwanted) {
        step(p, s, 1);
        begin_copy(p, s->result->type, symbol_text(p, s->result));
        emit(p, value_in_frame(p, s->result->type, low->callee));
        end_copy(p, s->result->type);
    }
    if (callee && callee->leaf)
        return;
    step(p, s, 1);
    emit(p, "if (", low->callee, "->func->size) ac_frame_free(", low->callee, ");");
}

static void put_dump_await(struct printer *p, struct suspension *s)
{
    if (s->result)
        emit(p, symbol_text(p, s->result), " = ");
    emit(p, "await ");
    put_expr(p, s->call);
    emit(p, ";");
}

static void put_wait(struct printer *p, struct suspension *s)
{
    emit(p, "if (__builtin_expect(", p->fn->lowered->callee, " != 0, 0)) {");
    if (p->o->for_people && !range_empty(s->source))
        put_source_line(p, s->at);
    put_suspend(p, s);
    put_resume(p, s);
    step(p, s, 0);
    emit(p, "}");
}

/* Control never gets here: what a wait may name is named, and nothing leads on from here. For gcc the end of an `if (0)` would
 * be a place where what stands before a case begins to fall through. Were we wrong, the program would have to end here. */
static void put_never(struct printer *p, struct suspension *s)
{
    struct lowered *low = p->fn->lowered;

    emit(p, "0 ? __extension__ ({");
    step(p, s, 1);
    put_new(p, low);
    emit(p, " ", low->callee, "->caller = &", low->self, "->base;");
    put_on_cancel(p, s);
    step(p, s, 0);
    emit(p, "}) : ac_never_waits(", low->callee, ");");
}

void put_await(struct printer *p, struct suspension *s)
{
    struct lowered *low = p->fn->lowered;

    put_line_of(p, s->at);
    if (p->dump) {
        put_dump_await(p, s);
        return;
    }
    emit(p, low->callee, " = ");
    put_call(p, s);
    emit(p, ";");
    step(p, s, 0);
    if (s->dead)
        put_never(p, s);
    else
        put_wait(p, s);
    if (p->o->for_people)
        p->line = 0;
}

/* `return value;` of the function being printed. */
void put_return(struct printer *p, struct expr *value)
{
    struct lowered *low = p->fn->lowered;
    bool async = p->fn->is_async && !p->dump;
    bool is_void = type_is_void(p->fn->type->base);

    if (!async) {
        emit(p, "return");
        if (value) {
            emit(p, " ");
            put_expr(p, value);
        }
        emit(p, ";");
        return;
    }
    emit(p, "{ ");
    if (value && is_void) {
        bool unwanted = value->type && !type_is_void(value->type);

        emit(p, unwanted ? "(void)(" : "");
        put_expr(p, value);
        emit(p, unwanted ? "); " : "; ");
    } else if (value) {
        begin_copy(p, p->fn->type->base, arena_join(&p->u->texts, "*", low->result));
        put_operand(p, value);
        end_copy(p, p->fn->type->base);
        emit(p, " ");
    }
    if (low->pins)
        emit(p, "if (!", low->resumed, ") ac_frame_free(&", low->self, "->base); ");
    emit(p, "return 0; }");
}
