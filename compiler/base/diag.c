#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct row {
    enum severity severity;
    const char *name, *text;
} rows[] = {
#define DIAG(id, severity, name, text) {severity, name, text},
#include "base/diag.def"
#undef DIAG
};

void diag(struct unit *u, enum diag_id id, tok at, struct range range, ...)
{
    static const char *const names[] = {"note", "warning", "error", "fatal error"};
    const struct token *t = token_at(u, at);
    FILE *out = u->diag.out ? u->diag.out : stderr;
    va_list ap;

    (void)range;
    va_start(ap, range);
    fprintf(out, "%s:%u:%u: %s: ", u->files.at[t->file].name, t->line, t->col, names[rows[id].severity]);
    vfprintf(out, rows[id].text, ap);
    fputc('\n', out);
    va_end(ap);
    if (rows[id].severity >= SEV_ERROR)
        u->errors++;
    else if (rows[id].severity == SEV_WARNING)
        u->warnings++;
}

void diag_fixit_insert(struct unit *u, tok at, const char *text)
{
    (void)u, (void)at, (void)text;
}

void diag_fixit_replace(struct unit *u, struct range range, const char *text)
{
    (void)u, (void)range, (void)text;
}

void diag_flush(struct unit *u)
{
    (void)u;
}

int diag_by_name(const char *name, size_t len)
{
    for (int i = 0; i < DIAG_COUNT; i++)
        if (rows[i].name && strlen(rows[i].name) == len && !memcmp(rows[i].name, name, len))
            return i;
    return -1;
}

void internal_error(const char *file, int line, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fprintf(stderr, "acc: internal compiler error: ");
    vfprintf(stderr, fmt, ap);
    fprintf(stderr, " (%s:%d)\nplease report this\n", file, line);
    va_end(ap);
    exit(70);
}
