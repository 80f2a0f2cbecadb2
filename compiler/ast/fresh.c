#include "ast/fresh.h"

/* Marks identifiers that occur only because they were made here. */
#define MADE 0xffff

/* A name that headers use only for parameters and members is free. */
static bool taken(const struct ident *id, bool local)
{
    if (id->soft == MADE)
        return !local;
    return id->in_source || id->ordinary || id->tag || id->keyword;
}

static const char *fresh(struct unit *u, bool local, const char *stem)
{
    struct ident *id = intern_str(u, stem);

    for (int i = 2; taken(id, local); i++)
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
