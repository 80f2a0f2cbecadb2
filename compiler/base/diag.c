/* diag.c - which diagnostics are given, as what, and when. */
#include "base/diag.h"

#include "base/diag_show.h"

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

static FILE *output(struct unit *u)
{
    return u->diag.out ? u->diag.out : stderr;
}

static struct diag_pending *pending(struct unit *u)
{
    if (!u->pending)
        u->pending = arena_new(&u->arena, struct diag_pending);
    return u->pending;
}

static bool limit_reached(struct unit *u)
{
    if (u->diag.max_errors <= 0 || u->errors < u->diag.max_errors)
        return false;
    if (!u->reported_limit)
        fprintf(output(u), "compilation terminated due to -fmax-errors=%d.\n", u->diag.max_errors);
    u->reported_limit = true;
    return true;
}

/* In one piece: stderr is not buffered. */
static void show(struct unit *u, const struct diag_pending *d)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    if (!out) {
        diag_show(u, d, output(u));
        return;
    }
    diag_show(u, d, out);
    fclose(out);
    fwrite(text, 1, len, output(u));
    free(text);
}

void diag_flush(struct unit *u)
{
    struct diag_pending *d = u->pending;

    if (!d || !d->waiting)
        return;
    d->waiting = false;
    show(u, d);
    limit_reached(u);
}

/* What the options say of a warning. Rows of one name go together. */
static struct diag_state state_of(struct unit *u, enum diag_id id)
{
    const char *name = rows[id].name;

    return u->diag.state && name ? u->diag.state[diag_by_name(name, strlen(name))] : (struct diag_state){0, 0};
}

bool diag_enabled(struct unit *u, enum diag_id id, tok at)
{
    int on = state_of(u, id).on;
    bool by_default = rows[id].severity == SEV_WARNING || (rows[id].severity == SEV_WARNING_OF_ALL && u->diag.all);

    if (on < 0 || (!on && !by_default) || u->diag.no_warnings)
        return false;
    return !(token_at(u, at)->flags & TOK_SYSTEM);
}

/* Says in D how ID counts; false: not at all. */
static bool decide(struct unit *u, enum diag_id id, tok at, struct diag_pending *d)
{
    static const char *const labels[] = {"note", "warning", "error", "fatal error"};
    enum severity s = rows[id].severity > SEV_FATAL ? SEV_WARNING : rows[id].severity;

    d->promoted = false;
    d->name = rows[id].name;
    if (s == SEV_NOTE)
        return !d->dropped;
    d->dropped = u->reported_limit || (s == SEV_WARNING && !diag_enabled(u, id, at));
    if (d->dropped)
        return false;
    if (s == SEV_WARNING && (state_of(u, id).error > 0 || (u->diag.werror && !state_of(u, id).error))) {
        d->promoted = true;
        s = SEV_ERROR;
    }
    if (s == SEV_WARNING)
        u->warnings++;
    else
        u->errors++;
    d->severity = s;
    d->label = labels[s];
    return true;
}

static void report(struct unit *u, enum diag_id id, tok at, bool after, struct range range, va_list ap)
{
    struct diag_pending *d = pending(u);
    struct buf text = {0};

    diag_flush(u);
    if (!decide(u, id, at, d))
        return;
    if (rows[id].severity == SEV_NOTE) {
        d->severity = SEV_NOTE;
        d->label = "note";
    }
    buf_vprintf(&text, rows[id].text, ap);
    d->text = arena_strndup(&u->arena, text.text, text.len);
    buf_free(&text);
    d->at = at;
    d->after = after;
    d->range = range;
    d->fixits = 0;
    d->waiting = true;
}

void diag(struct unit *u, enum diag_id id, tok at, struct range range, ...)
{
    va_list ap;

    va_start(ap, range);
    report(u, id, at, false, range, ap);
    va_end(ap);
}

void diag_after(struct unit *u, enum diag_id id, tok at, ...)
{
    va_list ap;

    va_start(ap, at);
    report(u, id, at, true, (struct range){0, 0}, ap);
    va_end(ap);
}

static void add_fixit(struct unit *u, struct fixit f)
{
    struct diag_pending *d = u->pending;

    if (!d || !d->waiting || d->fixits == MOST_FIXITS)
        return;
    f.text = arena_strndup(&u->arena, f.text, strlen(f.text));
    d->fixit[d->fixits++] = f;
}

void diag_fixit_insert(struct unit *u, tok at, const char *text)
{
    add_fixit(u, (struct fixit){.at = at, .text = text});
}

void diag_fixit_after(struct unit *u, tok at, const char *text)
{
    add_fixit(u, (struct fixit){.at = at, .after = true, .text = text});
}

void diag_fixit_replace(struct unit *u, struct range range, const char *text)
{
    add_fixit(u, (struct fixit){.at = range.first, .last = range.last, .text = text});
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
    fflush(stdout);
    fputs("acc: internal compiler error: ", stderr);
    vfprintf(stderr, fmt, ap);
    fprintf(stderr, " (%s:%d)\nacc: please report this, with the source that led to it\n", file, line);
    va_end(ap);
    exit(70);
}
