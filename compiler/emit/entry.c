/* entry.c - the body of an async function and the C functions that enter it.
 *
 *     static inline ... f_body(self, callee, P, result)        the code, once in the source
 *     struct ac_frame *f(P, result) { return f_body(0, 0, P, result); }
 *     static ... f_resume(frame, callee) { return f_body(frame, callee, dummies, &frame->value); }
 *
 * The body is inlined in both, if anything is optimised: in f the compiler sees self == 0 and drops everything about resuming.
 *
 * C compilers unroll the recursion of small plain functions, which makes them several times as fast; one that checks for
 * suspensions is beyond what they do by themselves. Where much is to be optimised, a small function that awaits itself does
 * so through a pointer, and is there twice:
 *
 *     static inline ... f_body(self, callee, again, P, result)     awaits again(...) instead of f(...)
 *     static inline ... f_twice(P, result) { return f_body(0, 0, f_again, P, result); }
 *     static inline ... f_again(P, result) { return f_body(0, 0, f_twice, P, result); }
 *     struct ac_frame *f(P, result) { return f_again(P, result); } */
#include "emit/internal.h"

#include "ast/fresh.h"

#include <string.h>

/* Names in the parameter list of the body are the user's; pinned ones are copied to the frame at once. */
const char *named_parameters(struct printer *p, struct function *fn, const char *result)
{
    struct function *inside = p->fn;
    const char *list;

    p->fn = NULL;
    list = parameter_list(p, fn->type, true, result);
    p->fn = inside;
    return list;
}

/* The body's type: what is variably modified comes as a plain pointer; what is loaded back is not const. */
static struct type *body_type(struct printer *p, struct function *fn)
{
    struct type *copy = arena_new(&p->u->tree, struct type);
    struct param **at = &copy->params;

    *copy = *fn->type;
    for (struct param *x = fn->type->params; x; x = x->next, at = &(*at)->next) {
        *at = arena_new(&p->u->tree, struct param);
        **at = *x;
        if (x->sym && x->sym->var && x->sym->var->store) {
            (*at)->sym = x->sym->var->store;
            (*at)->type = x->sym->var->store->type;
        } else if (x->sym && x->sym->var && x->sym->var->home == VAR_SAVED) {
            (*at)->type = type_unqualified(p->u, x->type);
        }
    }
    return copy;
}

/* Moves what was put together to the other texts. */
static const char *in_texts(struct printer *p, struct buf *text)
{
    const char *copy = text->len ? arena_strndup(&p->u->texts, text->text, text->len) : "";

    buf_free(text);
    return copy;
}

static const char *arguments(struct printer *p, struct function *fn)
{
    const char *sep = "";
    struct function *inside = p->fn;
    struct buf out = {0};
    int i = 0;

    p->fn = NULL;
    for (struct param *x = fn->type->params; x; x = x->next, sep = ", ")
        buf_join(&out, sep, param_name(p, x, i++));
    p->fn = inside;
    return in_texts(p, &out);
}

/* Values for parameters that are not looked at: resume loads what is alive. */
static const char *dummies(struct printer *p, struct function *fn)
{
    struct buf out = {0};

    for (struct param *x = fn->type->params; x; x = x->next) {
        struct type *t = type_strip(x->type);
        const char *dummy = "0";

        if (t->kind == T_STRUCT || t->kind == T_UNION || t->kind == T_VECTOR)
            dummy = arena_join(&p->u->texts, "(", declare(p, type_unqualified(p->u, x->type), ""), ")", zero_list(t));
        if (t->kind == T_VA_LIST) /* a structure on some machines */
            dummy = "(" VA_LIST_AS_VALUE "){0}";
        buf_join(&out, ", ", dummy);
    }
    return in_texts(p, &out);
}

static const char *after_comma(struct printer *p, const char *list)
{
    if (!*list)
        return "";
    return arena_join(&p->u->texts, ", ", list);
}

/* (FIRST, parameters, result) of a definition with the user's text in it. In what is compiled, names stand where they do in the
 * source: C compilers tell of the unused ones. */
static void put_parameters(struct printer *p, struct type *fn, const char *first, const char *result)
{
    struct function *inside = p->fn;
    const char *sep = *first ? ", " : "";
    int i = 0;

    emit(p, "(", first);
    p->fn = NULL;
    for (struct param *x = fn->params; x; x = x->next, sep = ", ", i++) {
        emit(p, sep);
        put_name_in_place(p, named_parameter(p, x, i), param_name(p, x, i), x->sym ? x->sym->at : 0, i == 0);
    }
    p->fn = inside;
    if (!type_is_void(fn->base))
        emit(p, sep, declare(p, type_pointer(p->u, type_unqualified(p->u, fn->base)), result));
    else if (!*sep)
        emit(p, "void");
    emit(p, ")");
}

/* Of the C function that FN becomes, what stands before its parameters. */
static void put_name(struct printer *p, struct function *fn)
{
    emit(p, storage_text(fn->sym, fn->decl->specs->storage), "struct ac_frame *", symbol_text(p, fn->sym));
}

static void put_head(struct printer *p, struct function *fn)
{
    put_name(p, fn);
    emit(p, named_parameters(p, fn, fn->lowered->result));
}

/* It comes before what is put in front of the definition, unless the user's does. */
void put_prototype(struct printer *p, struct function *fn)
{
    struct declarator *d = fn->decl->declarators;

    if (fn->sym->at != d->name_tok && !fn->decl->specs->attrs && !d->attrs)
        return;
    put_attributes(p, fn->decl->specs, NULL, ATTRS_FUNCTION);
    put_head(p, fn);
    put_attributes(p, NULL, d, ATTRS_FUNCTION);
    emit(p, ";");
}

void put_unresumable(struct printer *p, struct function *fn)
{
    put_name(p, fn);
    put_parameters(p, fn->type, "", fn->lowered->result);
    put_lowered_body(p, fn);
}

/* How the body goes into its two callers. A large one is a function of its own: what inlining it twice saves is little
 * against what it does, and the C compiler would take long. One in which a call may return twice is not optimised: beside
 * the ways that lead in after a suspension, gcc 12 keeps wrong values over those that lead back to such a call. Each compiler
 * knows one of the two attributes. */
static const char *body_kind(struct printer *p, struct function *fn)
{
    enum { LARGE = 2000 }; /* tokens */

    if (fn->twice)
        return "__attribute__((__noinline__, __optimize__(\"O0\"), __optnone__))";
    if (fn->has_label_addr) /* addresses of labels are those of one copy */
        return "__attribute__((__noinline__))";
    if (fn->never_inline || fn->body->range.last - fn->body->range.first > LARGE)
        return "";
    return p->o->apart ? "__inline__" : "__inline__ __attribute__((__always_inline__))";
}

/* ---- calls of the body ------------------------------------------------------------------------------------------ */

/* `{ return f_body(0, 0, AGAIN, P, result); }` */
static void put_first_call(struct printer *p, struct function *fn, const char *again)
{
    struct lowered *low = fn->lowered;
    const char *result = type_is_void(fn->type->base) ? "" : low->result;

    emit(p, " { return ", low->body, "(0, 0", after_comma(p, again), after_comma(p, arguments(p, fn)),
        after_comma(p, result), "); }");
}

static void put_resume_function(struct printer *p, struct function *fn, const char *again)
{
    struct lowered *low = fn->lowered;
    const char *frame = fresh_local_name(p->u, "frame");

    emit(p, " static");
    put_attributes(p, fn->decl->specs, fn->decl->declarators, ATTRS_CODE);
    emit(p, " struct ac_frame *", low->resume, "(struct ac_frame *", frame, ", struct ac_frame *", low->callee,
        ") {");
    emit(p, " struct ", low->frame, " *", low->self, " = (struct ", low->frame, " *)", frame, ";");
    emit(p, " return ", low->body, "(", low->self, ", ", low->callee, after_comma(p, again), dummies(p, fn));
    if (!type_is_void(fn->type->base))
        emit(p, ", &", member_text(p, type_unqualified(p->u, fn->type->base), arena_join(&p->u->texts, low->self, "->value")));
    emit(p, "); }");
}

/* ---- recursion -------------------------------------------------------------------------------------------------- */

bool awaits_itself(struct function *fn, struct suspension *s)
{
    struct expr *call = s->call;

    return call->kind == E_CALL && call->a->kind == E_IDENT && !call->a->replace && call->a->sym == fn->sym;
}

static bool is_variably_modified(struct type *fn)
{
    for (struct param *x = fn->params; x; x = x->next)
        if (x->type->vm)
            return true;
    return fn->variadic;
}

/* Attributes may forbid copies, and a large function gains nothing. */
static bool is_unrolled(struct printer *p, struct function *fn)
{
    enum { SMALL = 150 }; /* tokens */
    struct lowered *low = fn->lowered;

    if (!p->o->unroll || fn->sym->has_attrs || fn->has_label_addr || is_variably_modified(fn->type) ||
        fn->body->range.last - fn->body->range.first > SMALL)
        return false;
    for (size_t i = 0; i < low->suspensions.len; i++)
        if (awaits_itself(fn, low->suspensions.at[i]))
            return true;
    return false;
}

/* One of the two copies, which calls the other. */
static void put_copy_of(struct printer *p, struct function *fn, const char *name, const char *other)
{
    emit(p, "static __inline__ struct ac_frame *", name, named_parameters(p, fn, fn->lowered->result));
    put_first_call(p, fn, other);
    put_newline(p);
}

/* The function and its resume. */
static void put_unrolled(struct printer *p, struct function *fn, const char *first)
{
    struct lowered *low = fn->lowered;
    const char *second = emit_name(p, "%s_twice", fn->sym->name->text), *args = arguments(p, fn);
    bool is_void = type_is_void(fn->type->base);

    put_copy_of(p, fn, second, first);
    put_copy_of(p, fn, first, second);
    put_line_of(p, fn->decl->range.first);
    put_head(p, fn);
    emit(p, " { return ", first, "(", args, *args && !is_void ? ", " : "", is_void ? "" : low->result, "); }");
    put_resume_function(p, fn, first);
}

/* ---- all of it -------------------------------------------------------------------------------------------------- */

static void put_whole_body(struct printer *p, struct function *fn)
{
    struct lowered *low = fn->lowered;
    const char *first;

    begin_attributes(p, fn->twice);
    emit(p, "static ", body_kind(p, fn));
    put_attributes(p, fn->decl->specs, fn->decl->declarators, ATTRS_CODE);
    emit(p, " struct ac_frame *", low->body);
    first = arena_join(&p->u->tree, "struct ", low->frame, " *", low->self, ", struct ac_frame *", low->callee);
    if (low->again)
        first = arena_join(&p->u->tree, first, ", ", declare(p, fn->type, arena_join(&p->u->texts, "(*", low->again, ")")));
    put_parameters(p, body_type(p, fn), first, low->result);
    put_lowered_body(p, fn);
    put_newline(p);
    end_attributes(p, fn->twice);
}

void put_resumable(struct printer *p, struct function *fn)
{
    struct lowered *low = fn->lowered;
    const char *first = NULL;

    if (is_unrolled(p, fn)) {
        low->again = fresh_local_name(p->u, "again");
        first = emit_name(p, "%s_again", fn->sym->name->text);
        emit(p, "static __inline__ struct ac_frame *", first, named_parameters(p, fn, low->result), ";");
        put_newline(p);
        put_line_of(p, fn->decl->range.first);
    }
    put_whole_body(p, fn);
    put_line_of(p, fn->decl->range.first);
    if (first) {
        put_unrolled(p, fn, first);
        return;
    }
    put_head(p, fn);
    put_first_call(p, fn, "");
    put_resume_function(p, fn, "");
}
