#include "ast/fresh.h"

#include <string.h>

/* Marks identifiers that occur only because they were made here. */
#define MADE 0xffff

/* A name that headers use only for parameters and members is free. */
static bool taken(struct unit *u, const char *name, bool local)
{
    struct ident *id = intern_find(u, name, strlen(name));

    if (!id || id->soft == MADE)
        return id && !local;
    return id->in_source || id->ordinary || id->tag || id->keyword;
}

static const char *fresh(struct unit *u, bool local, const char *stem)
{
    size_t room = strlen(stem) + 16;
    char *name = arena_alloc(&u->tree, room);
    struct ident *id;

    strcpy(name, stem);
    for (int i = 2; taken(u, name, local); i++)
        snprintf(name, room, "%s_%d", stem, i);
    id = intern(u, name, strlen(name));
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
