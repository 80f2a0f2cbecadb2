/* words.c - lists of words. */
#include "words.h"

#include "base/buf.h"
#include "files.h"

#include <stdbool.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Appends one word without its quoting to B; returns where it ends in TEXT. */
static const char *read_word(const char *p, struct buf *b)
{
    char quote = 0;

    for (; *p && (quote || !is_blank(*p)); p++) {
        if (*p == '\\' && quote != '\'' && p[1])
            buf_putc(b, *++p);
        else if (quote ? *p == quote : *p == '\'' || *p == '"')
            quote = quote ? 0 : *p;
        else
            buf_putc(b, *p);
    }
    return p;
}

void words_split(struct arena *a, struct words *w, const char *text)
{
    struct buf b = {0};

    for (;;) {
        while (is_blank(*text))
            text++;
        if (!*text)
            break;
        b.len = 0;
        text = read_word(text, &b);
        vec_push(w, arena_strndup(a, b.len ? b.text : "", b.len));
    }
    buf_free(&b);
}

/* Adds WORD, or what stands in the file it names. `budget` bounds the number of files read, so that a file that names
 * itself ends. */
static void expand_word(struct arena *a, struct words *w, const char *word, int *budget)
{
    struct words inner = {0};
    struct buf text = {0};

    if (word[0] != '@' || *budget <= 0 || !read_whole_file(word + 1, &text)) {
        vec_push(w, word);
        return;
    }
    --*budget;
    words_split(a, &inner, text.len ? text.text : "");
    for (size_t i = 0; i < inner.len; i++)
        expand_word(a, w, inner.at[i], budget);
    vec_free(&inner);
    buf_free(&text);
}

void words_expand(struct arena *a, struct words *w, int argc, char **argv)
{
    int budget = 2000;

    for (int i = 1; i < argc; i++)
        expand_word(a, w, argv[i], &budget);
}

void words_append(struct words *w, const struct words *more)
{
    for (size_t i = 0; i < more->len; i++)
        vec_push(w, more->at[i]);
}

static void print_word(FILE *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%^";

    if (*word && strspn(word, plain) == strlen(word)) {
        fputs(word, out);
        return;
    }
    fputc('\'', out);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", out);
        else
            fputc(*word, out);
    fputc('\'', out);
}

void words_print(FILE *out, const struct words *w)
{
    for (size_t i = 0; i < w->len; i++) {
        if (i)
            fputc(' ', out);
        print_word(out, w->at[i]);
    }
    fputc('\n', out);
}
