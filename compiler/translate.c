/* translate.c - from preprocessed Async C to C: one line a pass. */
#include "translate.h"

#include "asyncify.h"
#include "ast/dump.h"
#include "ast/fresh.h"
#include "base/diag.h"
#include "cleanup.h"
#include "dump_tokens.h"
#include "emit/emit.h"
#include "fallthrough.h"
#include "front/advise.h"
#include "front/check.h"
#include "front/parse.h"
#include "front/scan.h"
#include "lower/lower.h"

#include <string.h>

extern const char abi_text[]; /* generated from runtime/abi.h */

/* ---- dumps ------------------------------------------------------------------------------------------------------- */

enum pass { SCAN, PARSE, CHECK, LOWER, EMIT };

/* Where a stage can be looked at: once `after` is done, by one of the printers. */
static const struct stage {
    const char *name;
    enum pass after;
    void (*to_file)(struct unit *u, FILE *out);
    void (*to_text)(struct unit *u, struct spool *out);
} stages[] = {
    {"lex", SCAN, dump_tokens, NULL},
    {"parse", PARSE, dump_tree, NULL},
    {"check", CHECK, dump_types, NULL},
    {"normalise", LOWER, NULL, emit_dump_normalised},
    {"flow", LOWER, lower_dump_flow, NULL},
    {"live", LOWER, lower_dump_live, NULL},
    {"frame", LOWER, NULL, emit_dump_frames},
    {"machine", LOWER, NULL, emit_dump_machine},
    {"frame-sizes", LOWER, NULL, emit_frame_sizes}, /* --print-frame-sizes */
    /* For tests: the program as an async one. */
    {"async-calls", CHECK, NULL, asyncify_calls},
    {"async-yields", CHECK, NULL, asyncify_yields},
    {"async-random", CHECK, NULL, asyncify_random},
    {"async-pointers", CHECK, NULL, asyncify_pointers},
};

static const struct stage *find_stage(const char *name)
{
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (strcmp(name, stages[i].name) == 0)
            return &stages[i];
    return NULL;
}

bool stage_exists(const char *name)
{
    return find_stage(name) != NULL;
}

static void dump(const struct stage *stage, struct unit *u, struct spool *out)
{
    char *text = NULL;
    size_t len = 0;
    FILE *file;

    if (stage->to_text) {
        stage->to_text(u, out);
        return;
    }
    file = open_memstream(&text, &len);
    if (file) {
        stage->to_file(u, file);
        fclose(file);
        buf_put(&out->text, text, len);
    }
    free(text);
}

/* ---- the passes -------------------------------------------------------------------------------------------------- */

static const struct stage *wanted_stage(const struct options *o)
{
    return o->mode == MODE_FRAME_SIZES ? find_stage("frame-sizes") : o->mode == MODE_DUMP ? find_stage(o->dump) : NULL;
}

static bool is_one_of(const char *word, const char *const *names)
{
    while (word && *names && strcmp(word, *names))
        names++;
    return word && *names;
}

static void set_standard(struct unit *u, const struct options *o)
{
    static const char *const c23[] = {"c2x", "gnu2x", "c23", "gnu23", NULL};
    static const char *const c90[] = {"c89", "c90", "gnu89", "gnu90", "iso9899:1990", "iso9899:199409", NULL};

    u->c23 = is_one_of(o->standard, c23);
    u->c90 = is_one_of(o->standard, c90);
    u->iso = o->no_gnu_words;
}

static void begin(struct unit *u, const struct options *o, const struct input *in, struct buf *text)
{
    unit_init(u, text);
    u->diag = o->diag;
    u->target = &o->target;
    u->openmp = o->openmp;
    set_standard(u, o);
    u->places = options_places(o);
    u->main_name = in->name;
}

/* Each external declaration goes through all passes as soon as it has been read, and then its tree is gone, so that memory
 * goes with the largest of them. */
struct passes {
    struct unit *u;
    enum pass last;
    struct checker *checker;
    struct advisor *advisor;
    struct printer *printer; /* NULL: nothing is emitted */
    int later;               /* errors that the passes after the parser reported, */
    bool check_failed;       /* ... the checker among them */
    bool keep;               /* all trees, for a dump */
};

/* The passes after the parser; each needs those before it to have found no errors so far. */
static void run_on(struct passes *p, struct decl *d)
{
    struct unit *u = p->u;
    int errors = u->errors;

    if (errors > p->later || p->last < CHECK)
        return;
    check_external(p->checker, d);
    p->check_failed |= u->errors > errors;
    if (!p->check_failed)
        advise_external(p->advisor, d);
    if (!p->check_failed && p->last >= LOWER)
        lower_external(u, d);
    if (!u->errors && p->printer)
        emit_external(p->printer, d);
    p->later += u->errors - errors;
}

static void take(void *data, struct decl *d)
{
    struct passes *p = data;

    run_on(p, d);
    if (p->keep)
        return;
    lower_end(d);
    unit_end_tree(p->u, d->range.last);
}

static void run_passes(struct passes *p)
{
    struct unit *u = p->u;

    scan_unit(u);
    if (p->last == SCAN)
        return;
    p->checker = check_begin(u);
    p->advisor = advise_begin(u);
    parse_unit(u, (struct parse_sink){take, p, p->keep});
    check_end(p->checker);
    advise_end(p->advisor, p->last >= CHECK && !p->check_failed && u->errors == p->later);
    if (p->printer)
        emit_end(p->printer);
}

/* Of the length of a text: how much memory may be needed. */
enum { EXPECTED = 48 };

bool translate(const struct options *o, const struct input *in, struct buf *text, struct spool *out, struct renames *names)
{
    const bool for_people = o->mode == MODE_EMIT_C;
    const struct emit_options how = {.for_people = for_people, .unroll = !for_people && o->optimisation == OPTIMISE_FOR_SPEED,
                                     .apart = !for_people && o->optimisation == OPTIMISE_NOTHING,
                                     .mixed = !for_people && options_warn(o, "declaration-after-statement"),
                                     .padded = !for_people && options_warn(o, "padded"),
                                     .analyzed = options_analyze(o), .abi_text = abi_text};
    const struct stage *stage = wanted_stage(o);
    struct unit u;
    struct passes p = {.u = &u, .last = stage ? stage->after : EMIT, .keep = stage != NULL};
    bool ok;

    if (text->len && (o->fallthrough || o->mode == MODE_EMIT_C))
        keep_fallthrough_comments(text);
    memory_expect(text->len * EXPECTED);
    begin(&u, o, in, text);
    u.renames = names;
    renames_add(names, "ac_frame", ""); /* what every async function returns there */
    cleanup_set_subject(in->name);
    if (!stage)
        p.printer = emit_begin(&u, &how, out);
    run_passes(&p);
    if (!u.errors && stage)
        dump(stage, &u, out);
    diag_flush(&u);
    ok = u.errors == 0;
    note_numbered(&u);
    unit_free(&u);
    cleanup_set_subject(NULL);
    return ok;
}
