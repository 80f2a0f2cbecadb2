/* dump.c - ac_dump(): the tasks of the loop, each below the one that waits for it, with the functions it is in, where they
 * are in the source, and what it waits for. Nothing is kept for it: all is found in the frames and the waits. */
#include "core.h"

#include <inttypes.h>
#include <stdlib.h>

struct row {
    const struct ac_task *task;
    const struct ac_task *waiter; /* the task that waits for it, NULL: none */
};

struct table {
    struct ac_loop *loop;
    struct row *rows; /* sorted by waiter, then by creation */
    size_t count;
    FILE *out;
};

static uint32_t serial_of(const struct ac_task *task)
{
    return task ? task->serial : 0;
}

static int compare_rows(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    uint32_t x = serial_of(left->waiter), y = serial_of(right->waiter);

    if (x == y) {
        x = serial_of(left->task);
        y = serial_of(right->task);
    }
    return (x > y) - (x < y);
}

/* ---- collecting ---- */

/* Who waits for TASK, if anybody does. */
static const struct ac_task *waiter_of(const struct ac_task *task)
{
    const struct ac_wait *wait = task->waiters.first;
    const struct ac_kind *kind;

    if (!wait)
        return NULL;
    kind = ac_kind_of(wait);
    return kind->owner ? kind->owner(wait) : (const struct ac_task *)(const void *)wait;
}

static void add_row(void *object, void *data)
{
    struct ac_task *task = object;
    struct table *table = data;

    if (task->made.spawn && task->flags & AC_LIVE && table->count < table->loop->live)
        table->rows[table->count++] = (struct row){ task, waiter_of(task) };
}

/* The first of those that WAITER waits for. */
static size_t first_row(const struct table *table, const struct ac_task *waiter)
{
    size_t low = 0, high = table->count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (serial_of(table->rows[middle].waiter) < serial_of(waiter))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- printing ---- */

void ac_dump_wait(const struct ac_loop *loop, const struct ac_task *task, FILE *out)
{
    const struct ac_wait *wait = &task->wait;

    fputs(task == loop->current ? "running" : wait->leaf.func->name, out);
    if (task != loop->current && ac_kind_of(wait)->describe)
        ac_kind_of(wait)->describe(wait, out);
    if (task->flags & AC_ASKED)
        fputs(", to be cancelled", out);
    if (task->shield)
        fputs(", shielded", out);
    fputc('\n', out);
}

static const struct ac_state *state_of(const struct ac_frame *frame)
{
    const struct ac_func *func = frame->func;
    const void *at = (const char *)frame + func->state_at;

    switch (func->state_size) {
    case 1: return &func->states[*(const unsigned char *)at];
    case 2: return &func->states[*(const unsigned short *)at];
    default: return &func->states[*(const unsigned *)at];
    }
}

int ac_frame_line(const struct ac_frame *frame)
{
    return state_of(frame)->line;
}

void ac_dump_frame(const struct ac_frame *frame, FILE *out)
{
    const struct ac_func *func = frame->func;

    fprintf(out, "%s", func->name);
    if (func->file && func->states) {
        fprintf(out, " %s:%d", func->file, state_of(frame)->line);
        if (*state_of(frame)->waits_for)
            fprintf(out, " await %s", state_of(frame)->waits_for);
    } else if (func->file) {
        fprintf(out, " %s", func->file);
    }
}

static void print_task(const struct table *table, const struct ac_task *task, int depth)
{
    const struct ac_spawn *spawn = ac_spawn_of(task);

    fprintf(table->out, "%*stask %" PRIu32 " '%s' (%s:%d): ", depth * 2, "", task->serial,
            ac_task_name(table->loop, task), spawn->file, spawn->line);
    ac_dump_wait(table->loop, task, table->out);
    if (task == table->loop->current)
        return; /* its frames are on the C stack */
    for (const struct ac_frame *frame = task->wait.leaf.caller; frame; frame = frame->caller)
        if (frame->func->size) {
            fprintf(table->out, "%*s", (depth + 2) * 2, "");
            ac_dump_frame(frame, table->out);
            fputc('\n', table->out);
        }
}

static void print_below(const struct table *table, const struct ac_task *waiter, int depth)
{
    for (size_t i = first_row(table, waiter); i < table->count && table->rows[i].waiter == waiter; i++) {
        print_task(table, table->rows[i].task, depth);
        print_below(table, table->rows[i].task, depth + 1);
    }
}

void ac_dump(FILE *out)
{
    struct ac_loop *loop = ac_loop_get();
    struct table table = { loop, calloc(loop->live + 1, sizeof(struct row)), 0, out };

    ac_settle(loop);
    if (!table.rows) {
        fputs("no memory for a dump\n", out);
        return;
    }
    ac_pool_each(&loop->tasks, add_row, &table);
    qsort(table.rows, table.count, sizeof *table.rows, compare_rows);
    fprintf(out, "%zu task%s at %.6f s\n", table.count, table.count == 1 ? "" : "s",
            (double)ac_loop_now(loop) / (double)AC_SECOND);
    print_below(&table, NULL, 0);
    fflush(out);
    free(table.rows);
}
