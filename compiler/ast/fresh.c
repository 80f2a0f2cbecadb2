#include "ast/fresh.h"

#include "base/format.h"

/* Marks identifiers that occur only because they were made here. */
#define MADE 0xffff

/* Is TEXT the stem with one of the numbers? */
static bool is_among(const struct numbered_names *n, const char *text)
{
    size_t len = strlen(n->stem);
    char digits[DIGITS];
    int number;

    if (strncmp(text, n->stem, len) || text[len] != '_')
        return false;
    number = atoi(text + len + 1);
    return number > 0 && number <= n->most && !strcmp(number_text(digits, number), text + len + 1);
}

static bool is_numbered(struct unit *u, const struct ident *id)
{
    for (int i = 0; i < NUMBERED_STEMS && u->numbered[i].stem; i++)
        if (is_among(&u->numbered[i], id->text))
            return true;
    return false;
}

/* A name that headers use only for parameters and members is free. */
static bool taken(struct unit *u, const struct ident *id, bool local)
{
    if (id->soft == MADE)
        return !local;
    return id->in_source || id->ordinary || id->tag || id->keyword || (!local && is_numbered(u, id));
}

static const char *fresh(struct unit *u, bool local, const char *stem)
{
    struct ident *id = intern_str(u, stem);

    for (int i = 2; taken(u, id, local); i++)
        id = intern_str(u, arena_printf(&u->tree, "%s_%d", stem, i));
    id->soft = MADE;
    return id->text;
}

const char *fresh_name(struct unit *u, const char *stem)
{
    return fresh(u, false, stem);
}

const char *fresh_local_name(struct unit *u, const char *stem)
{
    return fresh(u, true, stem);
}

/* ---- with numbers ------------------------------------------------------------------------------------------------ */

/* That of STEM, added if there is room; else NULL. Mostly it is the same string. */
static struct numbered_names *find_stem(struct unit *u, const char *stem)
{
    for (int i = 0; i < NUMBERED_STEMS && u->numbered[i].stem; i++)
        if (u->numbered[i].stem == stem)
            return &u->numbered[i];
    for (struct numbered_names *n = u->numbered; n < u->numbered + NUMBERED_STEMS; n++) {
        if (!n->stem)
            n->stem = stem;
        if (!strcmp(n->stem, stem))
            return n;
    }
    return NULL;
}

const char *numbered_text(struct arena *a, struct numbered name)
{
    char digits[DIGITS], *text;
    const char *number;
    size_t stem, rest;

    if (!name.number)
        return name.text;
    number = number_text(digits, name.number);
    stem = strlen(name.text);
    rest = (size_t)(digits + DIGITS - number);
    text = arena_take(a, stem + 1 + rest);
    memcpy(text, name.text, stem);
    text[stem] = '_';
    memcpy(text + stem + 1, number, rest);
    return text;
}

struct numbered fresh_numbered_name(struct unit *u, const char *stem, int number)
{
    struct numbered name = {stem, number};
    struct numbered_names *n = find_stem(u, stem);
    struct arena before = u->tree;
    const char *text = numbered_text(&u->tree, name);
    struct ident *id = intern_find(u, text, strlen(text));

    if (!n || (id && taken(u, id, true)))
        name = (struct numbered){fresh_local_name(u, text), 0};
    else if (n->most < number)
        n->most = number;
    arena_release(&u->tree, &before);
    return name;
}

void note_numbered(struct unit *u)
{
    for (int i = 0; i < NUMBERED_STEMS && u->numbered[i].stem; i++) {
        struct buf stem = {0};

        buf_join(&stem, u->numbered[i].stem, "_");
        renames_add(u->renames, stem.text, "");
        buf_free(&stem);
    }
}
