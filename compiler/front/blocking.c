/* blocking.c - which calls block the thread, and what to write instead.
 *
 * A row is a function of the C library: when it does not block after all, what to use, and, where the same can be said by
 * awaiting something, the fix. needs: checked expressions. */
#include "front/blocking.h"

#include "base/diag.h"

#include <string.h>

/* ---- when it does not block ------------------------------------------------------------------------------------- */

/* Argument number N; -1: the last. NULL: there is none. */
static struct expr *argument(struct expr *call, int n)
{
    struct expr *arg = call->list;

    for (; arg && (n < 0 ? arg->next != NULL : n > 0); n -= n > 0)
        arg = arg->next;
    return arg ? skip_parens(arg) : NULL;
}

/* `stdin` is a macro for itself, a variable of that name. */
static bool is_stdin(struct expr *e)
{
    return e && e->kind == E_IDENT && e->name && !strcmp(e->name->text, "stdin");
}

static bool not_stdin_last(struct unit *u, struct expr *call)
{
    (void)u;
    return !is_stdin(argument(call, -1));
}

static bool not_stdin_first(struct unit *u, struct expr *call)
{
    (void)u;
    return !is_stdin(argument(call, 0));
}

static bool has_constant(struct expr *call, int n, int64_t bits)
{
    struct expr *e = argument(call, n);

    return e && e->is_const && e->value & bits;
}

static bool no_hang(struct unit *u, struct expr *call)
{
    (void)u;
    return has_constant(call, 2, 1); /* WNOHANG */
}

static bool no_wait_for_lock(struct unit *u, struct expr *call)
{
    (void)u;
    return has_constant(call, 1, 4 | 8); /* LOCK_NB, LOCK_UN */
}

static bool zero_last(struct unit *u, struct expr *call)
{
    struct expr *e = argument(call, -1);

    (void)u;
    return e && e->is_const && e->value == 0;
}

static bool all_zero(const struct init *init)
{
    if (init->count) /* only the first is known */
        return false;
    if (init->expr && !(init->expr->is_const && init->expr->value == 0))
        return false;
    for (const struct init *i = init->list; i; i = i->next)
        if (!all_zero(i))
            return false;
    return true;
}

/* Whether the function at hand sets the object or one of its members after its declaration; one of the file scope may be
 * set by any. */
static bool is_set(struct unit *u, const struct symbol *object)
{
    if (!object->owner)
        return !(object->type->quals & Q_CONST);
    for (tok t = object->at + 1; t - u->named_from < u->named.len; t++) {
        const struct token *next = token_at(u, t + 1);

        if (token_symbol(u, t) == object && next->len == 1 && (*next->text == '.' || *next->text == '='))
            return true;
    }
    return false;
}

/* select(..., &(struct timeval){0}), or of a local variable that begins as that and is not set. */
static bool zero_time_last(struct unit *u, struct expr *call)
{
    struct expr *e = argument(call, -1);

    if (!e || e->kind != E_ADDR)
        return false;
    e = skip_parens(e->a);
    if (e->kind == E_COMPOUND)
        return all_zero(e->init);
    return e->kind == E_IDENT && e->sym && e->sym->kind == SYM_VAR && e->sym->init && all_zero(e->sym->init) && !is_set(u, e->sym);
}

/* ---- what to write instead -------------------------------------------------------------------------------------- */

/* The text of E as it is written, for use in another place. */
static const char *text_of(struct unit *u, struct expr *e)
{
    struct token *first = token_at(u, e->range.first), *last = token_at(u, e->range.last);

    return arena_strndup(&u->arena, first->text, (size_t)(last->text + last->len - first->text));
}

static bool on_one_line(struct unit *u, struct expr *e)
{
    return token_at(u, e->range.first)->line == token_at(u, e->range.last)->line;
}

static void fix_sleep(struct unit *u, struct expr *call)
{
    diag_fixit_replace(u, call->a->range, "await ac_sleep");
    diag_fixit_insert(u, call->range.last, " * AC_SECOND");
}

static void fix_usleep(struct unit *u, struct expr *call)
{
    diag_fixit_replace(u, call->a->range, "await ac_sleep");
    diag_fixit_insert(u, call->range.last, " * AC_MICROSECOND");
}

/* nanosleep(&t, NULL) -> await ac_sleep(t.tv_sec * AC_SECOND + t.tv_nsec) */
static void fix_nanosleep(struct unit *u, struct expr *call)
{
    struct expr *time = argument(call, 0);
    const char *text, *dot = "->";

    if (!time || !on_one_line(u, call))
        return;
    if (time->kind == E_ADDR) {
        time = skip_parens(time->a);
        dot = ".";
    }
    if (time->kind != E_IDENT && time->kind != E_MEMBER && time->kind != E_ARROW)
        return;
    text = text_of(u, time);
    diag_fixit_replace(u, call->range, arena_printf(&u->arena, "await ac_sleep(%s%stv_sec * AC_SECOND + %s%stv_nsec)",
                                                    text, dot, text, dot));
}

static void fix_getaddrinfo(struct unit *u, struct expr *call)
{
    diag_fixit_replace(u, call->a->range, "await ac_getaddrinfo");
}

/* poll(&p, 1, time) -> await ac_poll_fd(p.fd, p.events), where there is no time limit and p is an object. */
static void fix_poll(struct unit *u, struct expr *call)
{
    struct expr *polled = argument(call, 0), *count = argument(call, 1), *time = argument(call, 2);
    const char *text;

    if (!polled || !count || !time || !count->is_const || count->value != 1 || !time->is_const || time->value >= 0 ||
        polled->kind != E_ADDR || !on_one_line(u, call))
        return;
    text = text_of(u, skip_parens(polled->a));
    diag_fixit_replace(u, call->range, arena_printf(&u->arena, "await ac_poll_fd(%s.fd, %s.events)", text, text));
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

static const struct blocking {
    const char *name;
    bool (*spared)(struct unit *u, struct expr *call); /* this call of it does not block; NULL: all do */
    const char *instead;                               /* what to use */
    void (*fix)(struct unit *u, struct expr *call);
} blocking[] = {
    {"sleep", NULL, "ac_sleep", fix_sleep},
    {"usleep", NULL, "ac_sleep", fix_usleep},
    {"nanosleep", NULL, "ac_sleep", fix_nanosleep},
    {"clock_nanosleep", NULL, "ac_sleep", NULL},
    {"system", NULL, "ac_process_run", NULL},
    {"wait", NULL, "ac_process_wait", NULL},
    {"waitpid", no_hang, "ac_process_wait", NULL},
    {"wait3", NULL, "ac_process_wait", NULL},
    {"wait4", no_hang, "ac_process_wait", NULL},
    {"getaddrinfo", NULL, "ac_getaddrinfo", fix_getaddrinfo},
    {"gethostbyname", NULL, "ac_getaddrinfo", NULL},
    {"gethostbyaddr", NULL, "ac_offload", NULL},
    {"scanf", NULL, "ac_getline", NULL},
    {"fscanf", not_stdin_first, "ac_getline", NULL},
    {"getchar", NULL, "ac_read", NULL},
    {"fgetc", not_stdin_last, "ac_read", NULL},
    {"getc", not_stdin_last, "ac_read", NULL},
    {"fgets", not_stdin_last, "ac_getline", NULL},
    {"getline", not_stdin_last, "ac_getline", NULL},
    {"getdelim", not_stdin_last, "ac_read_until", NULL},
    {"fread", not_stdin_last, "ac_read", NULL},
    {"pthread_mutex_lock", NULL, "ac_mutex_lock", NULL},
    {"pthread_cond_wait", NULL, "ac_cond_wait", NULL},
    {"pthread_join", NULL, "ac_offload", NULL},
    {"sem_wait", NULL, "ac_sem_acquire", NULL},
    {"flock", no_wait_for_lock, "ac_offload", NULL},
    {"select", zero_time_last, "ac_poll_fd", NULL},
    {"poll", zero_last, "ac_poll_fd", fix_poll},
    {"epoll_wait", zero_last, "ac_poll_fd", NULL},
};

const struct blocking *blocking_find(struct unit *u, struct expr *call, struct symbol *f)
{
    if (f->defined) /* the program's own function of that name */
        return NULL;
    for (size_t i = 0; i < sizeof blocking / sizeof *blocking; i++)
        if (!strcmp(blocking[i].name, f->name->text))
            return blocking[i].spared && blocking[i].spared(u, call) ? NULL : &blocking[i];
    return NULL;
}

const char *blocking_name(const struct blocking *b)
{
    return b->name;
}

void blocking_report(struct unit *u, struct expr *call, const struct blocking *b)
{
    diag(u, DIAG_BLOCKING, call->range.first, call->range, b->name, b->instead);
    if (b->fix)
        b->fix(u, call);
}
