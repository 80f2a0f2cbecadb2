/* names.c - which identifiers are declared now, and as what: just enough to tell types from objects. */
#include "front/parser.h"

void names_free(struct parser *p)
{
    vec_free(&p->undo);
}

unsigned parse_scope_open(struct parser *p)
{
    vec_push(&p->undo, (struct undo){0});
    return p->scopes++;
}

void parse_scope_close(struct parser *p)
{
    if (!p->scopes)
        return;
    p->scopes--;
    while (p->undo.len) {
        struct undo u = p->undo.at[--p->undo.len];

        if (!u.name)
            break;
        u.name->parse_scope = u.meaning;
    }
}

void parse_stmt_scope_open(struct parser *p)
{
    if (!p->unit->c90)
        parse_scope_open(p);
}

void parse_stmt_scope_close(struct parser *p)
{
    if (!p->unit->c90)
        parse_scope_close(p);
}

void names_close_to(struct parser *p, unsigned scopes)
{
    while (p->scopes > scopes)
        parse_scope_close(p);
}

void names_declare(struct parser *p, struct ident *name, enum meaning meaning)
{
    if (!name || name->keyword || name->parse_scope == meaning)
        return;
    if (p->scopes)
        vec_push(&p->undo, (struct undo){name, name->parse_scope});
    name->parse_scope = meaning;
}
