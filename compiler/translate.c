/* translate.c - from preprocessed Async C to C: one line a pass. */
#include "translate.h"

#include "base/diag.h"
#include "cleanup.h"

#include <string.h>

#pragma weak parse_unit
#pragma weak check_unit
#pragma weak lower_unit
#pragma weak diag_flush
bool parse_unit(struct unit *u);
void check_unit(struct unit *u);
void lower_unit(struct unit *u);

bool stage_exists(const char *name)
{
    return *name != 0;
}

bool translate(const struct options *o, const struct input *in, struct buf *text, struct buf *out)
{
    struct unit u;
    bool ok;

    unit_init(&u, text->text, text->len);
    u.diag = o->diag;
    u.pointer32 = o->pointer32;
    u.main_name = in->name;
    cleanup_set_subject(in->name);
    if (parse_unit)
        parse_unit(&u);
    if (check_unit && !u.errors)
        check_unit(&u);
    if (lower_unit && !u.errors)
        lower_unit(&u);
    buf_put(out, text->text, text->len);
    ok = u.errors == 0;
    unit_free(&u);
    cleanup_set_subject(NULL);
    return ok;
}
