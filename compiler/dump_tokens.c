/* dump_tokens.c - the tokens as text, for --dump=lex. */
#include "dump_tokens.h"

#include <ctype.h>
#include <string.h>

static const char *class_of(const struct token *t)
{
    const char *first = t->text;
    const char *last = t->text + t->len - 1;

    if (t->ident)
        return t->ident->keyword ? "keyword" : t->ident->soft ? "soft keyword" : "identifier";
    if (isdigit((unsigned char)*first) || (*first == '.' && t->len > 1 && isdigit((unsigned char)first[1])))
        return "number";
    if (*last == '"')
        return "string";
    if (*last == '\'')
        return "character";
    return *first == '#' && t->len > 2 ? "directive" : "punctuator";
}

void dump_tokens(struct unit *u, FILE *out)
{
    for (size_t i = 1; i < u->tokens.len; i++) {
        const struct token *t = &u->tokens.at[i];

        if (t->len && !(t->flags & TOK_SYSTEM))
            fprintf(out, "%u:%u %s %.*s\n", t->line, t->col, class_of(t), (int)t->len, t->text);
    }
}
