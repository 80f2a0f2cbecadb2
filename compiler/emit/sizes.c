/* sizes.c - what is in each async function's frame and what it costs (--print-frame-sizes).
 *
 *     sum.ac:3: sum: 40 bytes
 *            16  head
 *             4  value
 *             4  to
 *             1  state
 *            15  padding
 *
 * The frame is laid out here as the C compiler will lay out what put_frame() prints. */
#include "emit/emit.h"
#include "emit/internal.h"

struct tally {
    struct buf *out;   /* the lines of the fields */
    int64_t end;       /* where the next field may start */
    int64_t align;     /* of the frame */
    int64_t fields;    /* bytes that are no padding */
    bool unknown;      /* the size of some field cannot be told */
};

static int64_t round_up(int64_t n, int64_t unit)
{
    return (n + unit - 1) / unit * unit;
}

static void add(struct tally *t, int64_t size, int64_t align, const char *what)
{
    if (size < 0 || align < 1) {
        t->unknown = true;
        buf_printf(t->out, "%12s  %s\n", "?", what);
        return;
    }
    t->end = round_up(t->end, align) + size;
    t->fields += size;
    t->align = align > t->align ? align : t->align;
    buf_printf(t->out, "%12lld  %s\n", (long long)size, what);
}

static void add_type(struct unit *u, struct tally *t, struct type *type, int declared_align, const char *what)
{
    int64_t align = type_align(u, type);

    add(t, type_size(u, type), declared_align > align ? declared_align : align, what);
}

/* Variables that are never alive together share their place. */
static const char *names(struct unit *u, struct slot *slot)
{
    const char *text = slot->vars.at[0]->field;

    for (size_t i = 1; i < slot->vars.len; i++)
        text = arena_printf(&u->arena, "%s, %s", text, slot->vars.at[i]->field);
    return text;
}

static void add_fields(struct unit *u, struct lowered *low, struct tally *t)
{
    int64_t pointer = u->target->pointer, state = state_size(low);

    add(t, 2 * pointer, pointer, "head");
    if (!type_is_void(low->func->type->base))
        add_type(u, t, low->func->type->base, 0, "value");
    for (size_t i = 0; i < low->slots.len; i++) {
        struct symbol *sym = low->slots.at[i].vars.at[0]->sym;

        add_type(u, t, sym->type, low->slots.at[i].vars.at[0]->home == VAR_PINNED ? (int)sym->type->aligned : 0,
                 names(u, &low->slots.at[i]));
    }
    add(t, state, state, "state");
}

static void put_sizes(struct unit *u, struct decl *d, struct buf *out)
{
    struct function *fn = d->func;
    struct buf lines = {0};
    struct tally t = {.out = &lines, .align = 1};
    struct token *at = token_at(u, d->range.first);

    buf_printf(out, "%s:%u: %s: ", u->files.at[at->file].name, at->line, fn->sym->name->text);
    if (!fn->lowered->resumable) {
        buf_puts(out, "no frame\n");
        return;
    }
    add_fields(u, fn->lowered, &t);
    t.end = round_up(t.end, t.align);
    buf_printf(out, "%s%lld bytes\n", t.unknown ? "more than " : "", (long long)t.end);
    if (t.end > t.fields)
        buf_printf(&lines, "%12lld  padding\n", (long long)(t.end - t.fields));
    buf_put(out, lines.text, lines.len);
    buf_free(&lines);
}

void emit_frame_sizes(struct unit *u, struct spool *out)
{
    for (struct decl *d = u->decls; d; d = d->next)
        if (d->kind == DECL_FUNC && d->func->lowered && d->func->is_async)
            put_sizes(u, d, &out->text);
}
