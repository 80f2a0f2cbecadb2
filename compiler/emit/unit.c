/* unit.c - the whole file.
 *
 * What is compiled is the preprocessed text, byte for byte, except for the external declarations that had to be rewritten. */
#include "emit/internal.h"

#include "ast/fresh.h"
#include "ast/pack.h"

#include <string.h>

const char *emit_name(struct printer *p, const char *fmt, ...)
{
    const char *stem;
    va_list ap;

    va_start(ap, fmt);
    stem = arena_vprintf(&p->u->texts, fmt, ap);
    va_end(ap);
    return fresh_name(p->u, stem);
}

bool is_rewritten(struct decl *d)
{
    if (d->kind == DECL_FUNC)
        return d->func->lowered || d->func->has_async || d->func->of_macro || d->has_async;
    return d->has_async || d->async_header ||
           (d->specs && d->specs->tag && d->specs->tag->has_body && d->specs->tag->tag && d->specs->tag->tag->has_async);
}

void put_rewritten(struct printer *p, struct decl *d)
{
    if (d->kind != DECL_FUNC) {
        mark_decl(p->u, d);
        put_decl(p, d);
        return;
    }
    put_function(p, d);
    if (d->func->is_async && names_main(d->func->sym))
        put_main(p, d->func);
}

/* An async main is called by C's main, so it goes by another name. */
static void rename_main(struct printer *p, struct decl *d)
{
    struct symbol *sym = d->declarators ? d->declarators->sym : NULL;

    if (sym && sym->kind == SYM_FUNC && names_main(sym) && type_async_callee(sym->type) && !sym->emit_name)
        renames_add(p->u->renames, sym->emit_name = emit_name(p, "async_main"), "main");
}

/* ---- what is compiled ------------------------------------------------------------------------------------------- */

static const char *end_of(struct unit *u, tok t)
{
    return token_at(u, t)->text + token_at(u, t)->len;
}

bool in_abi_header(struct unit *u, struct decl *d)
{
    const char *file = u->files.at[token_at(u, d->range.first)->file].name;
    size_t len = strlen(file);

    return len >= 8 && !strcmp(file + len - 8, "ac/abi.h");
}

/* What is decided by sizes and char's sign must be decided as the C compiler does: flags like -fshort-enums, and other targets,
 * change them. */
static void put_target(struct printer *p)
{
    const struct target *t = p->u->target;

    buf_printf(p->out, "\n# 1 \"acc\" 3\n_Static_assert(sizeof(void *) == %d && sizeof(long) == %d && sizeof(long double) == %d && "
               "sizeof(struct { char c; int i; }) == %d && sizeof(struct { char c; long long l; double d; }) == %d && "
               "sizeof(enum { AC_SIZE_OF_ENUM }) == %d && (char)-1 %s 0, "
               "\"acc takes other sizes of types, or another sign of char, for granted\");", t->pointer, t->longs, t->long_double,
               t->align_most < 4 ? 4 + t->align_most : 8, 16 + t->align_eight, t->short_enums ? 1 : 4, t->unsigned_char ? ">" : "<");
}

/* The declarations emitted text relies on, unless they came with <ac.h> in time. */
static void put_abi(struct printer *p)
{
    p->own_abi = !p->abi_seen;
    if (!p->own_abi || !p->o->abi_text)
        return;
    buf_puts(p->out, "\n# 1 \"ac/abi.h\" 3\n");
    buf_puts(p->out, p->o->abi_text);
}

/* In front of the first thing that is not as the user wrote it, where a #pragma pack may hold. */
static void put_in_front(struct printer *p, int64_t pack)
{
    begin_packed(p, 0, pack);
    put_target(p);
    put_abi(p);
    p->fresh = false;
    end_packed(p, 0, pack);
}

static void put_resync(struct printer *p, tok t)
{
    struct token *k = token_at(p->u, t);

    buf_puts(p->out, "\n# ");
    buf_number(p->out, k->line);
    buf_join(p->out, " \"", p->u->files.at[k->file].name, k->flags & TOK_SYSTEM ? "\" 3\n" : "\"\n");
}

void put_copy(struct printer *p, const char *from, const char *to)
{
    vec_push(&p->copies, (struct placed_text){place(p), from, to});
    for (size_t len; from < to; from += len) {
        len = to - from < SPOOL_PIECE ? (size_t)(to - from) : SPOOL_PIECE;
        buf_put(p->out, from, len);
        put_away(p);
    }
}

static void compiled_external(struct printer *p, struct decl *d)
{
    bool abi = in_abi_header(p->u, d), skip = p->own_abi && abi, rewrite = !skip && is_rewritten(d);

    if (skip || rewrite) {
        put_copy(p, p->at, token_at(p->u, d->range.first)->text);
        p->line = 0;
        p->fresh = false;
        if (rewrite && !p->rewritten)
            put_in_front(p, pack_at(p->u, d->range.first));
        p->rewritten |= rewrite;
        if (rewrite)
            put_rewritten(p, d);
        put_resync(p, d->range.last);
        p->at = end_of(p->u, d->range.last);
    }
    p->abi_seen |= abi;
}

/* ---- the file ---------------------------------------------------------------------------------------------------- */

/* The text is complete. */
static void finish(struct printer *p)
{
    put_names(p);
    vec_free(&p->named);
    vec_free(&p->braces);
    vec_free(&p->copies);
    vec_free(&p->kinds);
    vec_free(&p->sites);
}

struct printer *emit_begin(struct unit *u, const struct emit_options *o, struct spool *out)
{
    struct printer *p = xmalloc(sizeof *p);

    *p = (struct printer){.u = u, .o = o, .out = &out->text, .spool = out, .at = u->text, .past = 1, .macros_noted = 1};
    if (o->for_people)
        people_begin(p);
    return p;
}

void emit_external(struct printer *p, struct decl *d)
{
    struct arena before = p->u->texts;

    p->locals_of = NULL; /* another function may come to lie where the last one was */
    rename_main(p, d);
    name_tags(p, d);
    if (p->o->for_people)
        people_external(p, d);
    else
        compiled_external(p, d);
    arena_release(&p->u->texts, &before);
    put_away(p);
}

void emit_end(struct printer *p)
{
    if (p->o->for_people)
        people_end(p);
    else
        put_copy(p, p->at, p->u->text + p->u->text_len);
    finish(p);
    free(p);
}

/* ---- dumps ------------------------------------------------------------------------------------------------------ */

static void each_lowered(struct unit *u, struct spool *out, void (*print)(struct printer *p, struct decl *d))
{
    struct emit_options o = {.for_people = true};
    struct printer p = {.u = u, .o = &o, .out = &out->text, .spool = out};

    for (struct decl *d = u->decls; d; d = d->next)
        if (d->kind == DECL_FUNC && d->func->lowered) {
            p.line = 0;
            p.fresh = true;
            print(&p, d);
            buf_putc(p.out, '\n');
        }
    finish(&p);
}

static void dump_normalised(struct printer *p, struct decl *d)
{
    p->dump = true;
    mark_decl(p->u, d);
    p->fn = d->func;
    collect_spawns(p, d);
    put_tokens(p, d->range.first, d->func->body->range.first - 1);
    put_stmt(p, d->func->body);
    p->fn = NULL;
}

void emit_dump_normalised(struct unit *u, struct spool *out)
{
    each_lowered(u, out, dump_normalised);
}

static void dump_frame(struct printer *p, struct decl *d)
{
    p->fn = d->func;
    if (d->func->lowered->resumable)
        put_frame(p, d->func->lowered);
    else
        emit(p, "/* ", d->func->sym->name->text, " never suspends */");
    p->fn = NULL;
}

void emit_dump_frames(struct unit *u, struct spool *out)
{
    each_lowered(u, out, dump_frame);
}

void emit_dump_machine(struct unit *u, struct spool *out)
{
    each_lowered(u, out, put_rewritten);
}
