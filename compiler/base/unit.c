#include "base/unit.h"

#include "base/diag.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 4096u

/* The end of the text, as the scanner wants it. */
static void end_text(struct buf *text)
{
    text->len = text->len > INT_MAX / 2 ? INT_MAX / 2 : text->len;
    buf_put(text, "", 1);
    text->len--;
}

static struct ident_slot *new_table(uint32_t size)
{
    return xcalloc(size, sizeof(struct ident_slot));
}

void unit_init(struct unit *u, struct buf *text)
{
    memset(u, 0, sizeof *u);
    end_text(text);
    u->text = text->text;
    u->text_len = text->len;
    u->types = &u->tree;
    u->idents = new_table(u->ident_size = FIRST_SIZE);
    unit_file(u, "", 0, false);
}

void unit_free(struct unit *u)
{
    for (size_t i = 0; i < u->files.len; i++)
        free(u->files.at[i].text);
    vec_free(&u->files);
    vec_free(&u->tokens);
    vec_free(&u->directives);
    vec_free(&u->packs);
    vec_free(&u->named);
    vec_free(&u->constants);
    free(u->idents);
    arena_free(&u->arena);
    arena_free(&u->tree);
    arena_free(&u->texts);
    memset(u, 0, sizeof *u);
}

void unit_end_tree(struct unit *u, tok last)
{
    if (u->keep_tree)
        arena_adopt(&u->arena, &u->tree);
    else
        arena_reset(&u->tree);
    u->keep_tree = false;
    memset(u->value_types, 0, sizeof u->value_types);
    u->named.len = 0;
    u->named_from = last + 1;
}

uint32_t unit_note(struct unit *u)
{
    return ++u->notes;
}

void name_token(struct unit *u, tok t, struct symbol *sym)
{
    size_t at = t - u->named_from, had = u->named.len;

    if (t < u->named_from)
        ICE("a token of an earlier declaration");
    if (at >= had) {
        vec_reserve(&u->named, at + 1);
        memset(u->named.at + had, 0, (at + 1 - had) * sizeof *u->named.at);
        u->named.len = at + 1;
    }
    u->named.at[at] = sym;
}

/* FNV-1a: short keys, no long runs of equal low bits. */
static uint32_t hash_of(const char *text, size_t len)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h;
}

static void rehash(struct unit *u)
{
    uint32_t size = u->ident_size * 2, to;
    struct ident_slot *table = new_table(size);

    for (uint32_t i = 0; i < u->ident_size; i++) {
        if (!u->idents[i].id)
            continue;
        for (to = u->idents[i].hash & (size - 1); table[to].id; to = (to + 1) & (size - 1))
            ;
        table[to] = u->idents[i];
    }
    free(u->idents);
    u->idents = table;
    u->ident_size = size;
}

/* The place of that name, or the free one where it belongs. */
static struct ident_slot *find(struct unit *u, const char *text, size_t len, uint32_t hash)
{
    uint32_t mask = u->ident_size - 1;
    struct ident_slot *at = &u->idents[hash & mask];

    while (at->id && (at->hash != hash || at->id->len != len || memcmp(at->id->text, text, len)))
        at = at < u->idents + mask ? at + 1 : u->idents;
    return at;
}

struct ident *intern_find(struct unit *u, const char *text, size_t len)
{
    return find(u, text, len, hash_of(text, len))->id;
}

struct ident *intern(struct unit *u, const char *text, size_t len)
{
    uint32_t hash = hash_of(text, len);
    struct ident_slot *at = find(u, text, len, hash);
    struct ident *id = at->id;

    if (id)
        return id;
    id = arena_new(&u->arena, struct ident);
    id->text = arena_strndup(&u->arena, text, len);
    id->len = (uint32_t)len;
    *at = (struct ident_slot){id, hash};
    if (++u->ident_count * 2 >= u->ident_size)
        rehash(u);
    return id;
}

struct ident *intern_str(struct unit *u, const char *text)
{
    return intern(u, text, strlen(text));
}

bool ident_in(const struct ident *id, const char *const *names)
{
    for (; id && *names; names++)
        if (!strcmp(id->text, *names))
            return true;
    return false;
}

/* The same name may be entered as a system header and as a plain one; these are two entries. */
uint16_t unit_file(struct unit *u, const char *name, size_t len, bool system)
{
    struct source_file file = {.system = system};

    for (size_t i = u->files.len; i-- > 0;) {
        const struct source_file *f = &u->files.at[i];

        if (f->system == system && strlen(f->name) == len && !memcmp(f->name, name, len))
            return (uint16_t)i;
    }
    if (u->files.len == UINT16_MAX)
        return UINT16_MAX - 1;
    file.name = arena_strndup(&u->arena, name, len);
    vec_push(&u->files, file);
    return (uint16_t)(u->files.len - 1);
}
