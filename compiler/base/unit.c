#include "base/unit.h"

#include "base/diag.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BUCKETS 4096u

/* The end of the text, as the scanner wants it. */
static void end_text(struct buf *text)
{
    text->len = text->len > INT_MAX / 2 ? INT_MAX / 2 : text->len;
    buf_put(text, "", 1);
    text->len--;
}

void unit_init(struct unit *u, struct buf *text)
{
    memset(u, 0, sizeof *u);
    end_text(text);
    u->text = text->text;
    u->text_len = text->len;
    u->types = &u->tree;
    u->ident_size = FIRST_BUCKETS;
    u->idents = xmalloc(FIRST_BUCKETS * sizeof *u->idents);
    memset(u->idents, 0, FIRST_BUCKETS * sizeof *u->idents);
    unit_file(u, "", 0, false);
}

void unit_free(struct unit *u)
{
    for (size_t i = 0; i < u->files.len; i++)
        free(u->files.at[i].text);
    vec_free(&u->files);
    vec_free(&u->tokens);
    vec_free(&u->named);
    free(u->idents);
    arena_free(&u->arena);
    arena_free(&u->tree);
    memset(u, 0, sizeof *u);
}

void unit_end_tree(struct unit *u, tok last)
{
    if (u->keep_tree)
        arena_adopt(&u->arena, &u->tree);
    else
        arena_reset(&u->tree);
    u->keep_tree = false;
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
    uint32_t size = u->ident_size * 2;
    struct ident **table = xmalloc(size * sizeof *table), *id, *next;

    memset(table, 0, size * sizeof *table);
    for (uint32_t i = 0; i < u->ident_size; i++) {
        for (id = u->idents[i]; id; id = next) {
            next = id->chain;
            id->chain = table[id->hash & (size - 1)];
            table[id->hash & (size - 1)] = id;
        }
    }
    free(u->idents);
    u->idents = table;
    u->ident_size = size;
}

static struct ident *find(struct unit *u, const char *text, size_t len, uint32_t hash)
{
    struct ident *id = u->idents[hash & (u->ident_size - 1)];

    while (id && (id->hash != hash || id->len != len || memcmp(id->text, text, len)))
        id = id->chain;
    return id;
}

struct ident *intern_find(struct unit *u, const char *text, size_t len)
{
    return find(u, text, len, hash_of(text, len));
}

struct ident *intern(struct unit *u, const char *text, size_t len)
{
    uint32_t hash = hash_of(text, len);
    struct ident *id = find(u, text, len, hash), **bucket;

    if (id)
        return id;
    if (u->ident_count * 2 >= u->ident_size)
        rehash(u);
    u->ident_count++;
    id = arena_new(&u->arena, struct ident);
    id->text = arena_strndup(&u->arena, text, len);
    id->len = (uint32_t)len;
    id->hash = hash;
    bucket = &u->idents[hash & (u->ident_size - 1)];
    id->chain = *bucket;
    *bucket = id;
    return id;
}

struct ident *intern_str(struct unit *u, const char *text)
{
    return intern(u, text, strlen(text));
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
