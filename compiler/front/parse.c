/* parse.c - the parser's entry, and what the grammar tells it: declarations, functions, errors. */
#include "front/parse.h"

#include "base/diag.h"
#include "front/parser.h"

#include <string.h>

/* ---- declarations ----------------------------------------------------------------------------------------------- */

struct open_decl parse_declare(struct parser *p, struct open_decl o, struct declarator *d)
{
    names_declare(p, d->name, o.decl->specs->storage & ST_TYPEDEF ? MEANS_TYPE : MEANS_OBJECT);
    return decl_declarator(o, d);
}

struct decl_list parse_param(struct parser *p, struct decl_list l, struct decl *param)
{
    names_declare(p, param->declarators->name, MEANS_OBJECT);
    return decls_add(l, param);
}

struct enumerator_list parse_enumerator(struct parser *p, struct ident *name, tok at, struct attr_list attrs,
                                        struct expr *value)
{
    names_declare(p, name, MEANS_OBJECT);
    return new_enumerator(&p->build, name, at, attrs, value);
}

struct expr *parse_group(struct parser *p, struct ident *name, struct range r)
{
    names_declare(p, name, MEANS_OBJECT);
    return expr_ident(&p->build, name, r);
}

enum stmt_kind stmt_timeout_kind(const struct ident *keyword)
{
    return strcmp(keyword->text, "ac_timeout") ? S_TIMEOUT_AT : S_TIMEOUT;
}

/* ---- functions -------------------------------------------------------------------------------------------------- */

/* The scope of the parameters is that of the body: they are declared again from the declarator, K&R names included. */
static void declare_params(struct parser *p, const struct deriv *f)
{
    for (const struct decl *d = f ? f->params : NULL; d; d = d->next)
        names_declare(p, d->declarators->name, MEANS_OBJECT);
    for (int i = 0; f && i < f->kr_count; i++)
        names_declare(p, f->kr_names[i], MEANS_OBJECT);
}

bool parse_kr_open(struct parser *p, struct declarator *d)
{
    const struct deriv *f = dtor_function(d);

    if (f && f->kr_count) {
        parse_scope_open(p);
        return true;
    }
    parse_missing_semicolon(p, f != NULL);
    return false;
}

/* At the `{` of a definition. */
void parse_function(struct parser *p, struct open_decl o, struct decl_list kr_decls)
{
    struct function *f = arena_new(&p->unit->tree, struct function);

    f->decl = o.decl;
    f->outer = p->build.func;
    f->kr_decls = kr_decls.first;
    f->system = token_at(p->unit, o.last->range.first)->flags & TOK_SYSTEM;
    p->build.func = f;
    o.decl->kind = DECL_FUNC;
    o.decl->func = f;
    if (!kr_decls.first)
        parse_scope_open(p);
    declare_params(p, dtor_function(o.last));
}

struct decl *parse_function_end(struct parser *p, struct open_decl o, struct stmt *body, struct range r)
{
    struct function *f = o.decl->func;

    parse_scope_close(p);
    if (!f->outer)
        names_close_to(p, 0);
    f->body = body;
    o.decl->range = r;
    p->build.func = f->outer;
    return o.decl;
}

/* ---- the entry -------------------------------------------------------------------------------------------------- */

struct decl_list parse_external(struct parser *p, struct decl_list l, struct decl *d)
{
    p->sink.take(p->sink.data, d);
    return p->sink.keep ? decls_add(l, d) : l;
}

void parse_unit(struct unit *u, struct parse_sink sink)
{
    struct parser p = {.unit = u, .build = {.u = u}, .at = 1, .sink = sink};

    if (ac_parse(&p))
        u->decls = NULL;
    names_free(&p);
    diag_flush(u);
}
