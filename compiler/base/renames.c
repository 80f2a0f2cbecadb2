#include "base/renames.h"

#include <stdlib.h>

void renames_add(struct renames *r, const char *made, const char *source)
{
    buf_put(&r->text, made, strlen(made) + 1);
    buf_put(&r->text, source, strlen(source) + 1);
}

void renames_add_often(struct renames *r, const char *made, const char *source)
{
    const unsigned most = sizeof r->often / sizeof *r->often;

    for (unsigned i = 0; i < most; i++)
        if (r->often[i] == made)
            return;
    r->often[r->next++ % most] = made;
    renames_add(r, made, source);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(struct renames *r)
{
    const char *at = r->text.text, *end = at + r->text.len;

    while (at < end) {
        vec_push(&r->made, at);
        at += strlen(at) + 1;
        at += strlen(at) + 1;
    }
    if (r->made.len)
        qsort(r->made.at, r->made.len, sizeof *r->made.at, by_name);
}

static const char *find(struct renames *r, const char *word, size_t len)
{
    size_t low = 0, high = r->made.len;

    while (low < high) {
        size_t middle = (low + high) / 2;
        const char *made = r->made.at[middle];
        int order = strncmp(word, made, len);

        if (!order && !made[len])
            return made + len + 1;
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *renames_find(struct renames *r, const char *word, size_t len)
{
    size_t stem = len;
    const char *source;

    if (!r->made.len)
        sort(r);
    source = find(r, word, len);
    while (stem && word[stem - 1] >= '0' && word[stem - 1] <= '9')
        stem--;
    return source || stem == len || !stem || word[stem - 1] != '_' ? source : find(r, word, stem);
}

void renames_free(struct renames *r)
{
    buf_free(&r->text);
    vec_free(&r->made);
}
