/* fuzz.c - libFuzzer's entry: any text through all passes of the translator, as `acc -x ac-cpp-output` runs them.
 *
 * A finding is a crash, a report of a sanitizer, a leak, a hang, an internal error, or a refusal without an error. Half of
 * the mutations move whole tokens, which damages less than moving bytes does. */
#include "base/diag.h"
#include "translate.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
_Noreturn void __wrap_internal_error(const char *file, int line, const char *fmt, ...);

/* Takes the place of internal_error(), which would end the process as if all were well. */
_Noreturn void __wrap_internal_error(const char *file, int line, const char *fmt, ...)
{
    fprintf(stderr, "internal error: %s:%d: %s\n", file, line, fmt);
    abort();
}

static bool run(const uint8_t *data, size_t size, enum mode mode, FILE *messages)
{
    struct arena arena = {0};
    struct options o = {.arena = &arena, .mode = mode, .target = native_target};
    struct input in = {.name = "fuzz.ac", .kind = INPUT_AC_PREPROCESSED};
    struct buf text = {0};
    struct spool out = {0};
    struct renames names = {0};
    bool ok;

    o.diag.state = arena_alloc(&arena, DIAG_COUNT + 1);
    o.diag.out = messages;
    o.diag.all = size % 2;
    buf_put(&text, (const char *)data, size);
    ok = translate(&o, &in, &text, &out, &names);
    buf_free(&text);
    spool_free(&out);
    renames_free(&names);
    arena_free(&arena);
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *said = NULL;
    size_t length = 0;
    FILE *messages = open_memstream(&said, &length);

    if (!messages)
        return 0;
    if (!run(data, size, size % 4 ? MODE_OBJECT : MODE_EMIT_C, messages)) {
        fflush(messages);
        if (!length)
            abort();
    }
    fclose(messages);
    free(said);
    return 0;
}

/* ---- mutations --------------------------------------------------------------------------------------------------- */

struct stretch {
    size_t start, end;
};

static unsigned next(unsigned *seed, size_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return below ? (*seed >> 8) % (unsigned)below : 0;
}

static bool in_word(uint8_t c)
{
    return isalnum(c) || c == '_';
}

/* A few tokens, beginning anywhere. */
static struct stretch some_tokens(const uint8_t *data, size_t size, unsigned *seed)
{
    struct stretch s = {next(seed, size), 0};
    unsigned tokens = 1 + next(seed, next(seed, 2) ? 4 : 30);

    while (s.start && in_word(data[s.start]) && in_word(data[s.start - 1]))
        s.start--;
    for (s.end = s.start; tokens && s.end < size; tokens--) {
        bool word = in_word(data[s.end++]);

        while (word && s.end < size && in_word(data[s.end]))
            s.end++;
        while (s.end < size && isspace(data[s.end]))
            s.end++;
    }
    return s;
}

/* Puts one stretch of tokens in the place of another, or in front of it, or takes it out. */
static size_t move_tokens(uint8_t *data, size_t size, size_t max, unsigned *seed)
{
    struct stretch from = some_tokens(data, size, seed), to = some_tokens(data, size, seed);
    size_t length = from.end - from.start;
    uint8_t *copy = malloc(length + 1);
    unsigned what = next(seed, 3);

    if (what == 0)
        to.end = to.start;
    if (what == 1)
        length = 0;
    if (copy && size - (to.end - to.start) + length <= max) {
        memcpy(copy, data + from.start, length);
        memmove(data + to.start + length, data + to.end, size - to.end);
        memcpy(data + to.start, copy, length);
        size = size - (to.end - to.start) + length;
    }
    free(copy);
    return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    if (size == 0 || seed % 2)
        return LLVMFuzzerMutate(data, size, max);
    for (unsigned n = 1 + next(&seed, 3); n && size; n--)
        size = move_tokens(data, size, max, &seed);
    return size;
}
