/* commands.h - the command lines of the C compiler. Each function fills W from empty; where the output goes is added by
 * the caller, but for linking. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "names.h"
#include "options.h"

struct toolchain {
    struct words cc; /* $CC, split into words */
    struct install install;
};

/* Prints the predefined macros. */
void command_macros(struct words *w, const struct toolchain *t, const struct options *o);
/* Preprocesses an .ac file to standard output. DEPS is where its make rule goes; NULL: none is written. */
void command_preprocess(struct words *w, const struct toolchain *t, struct options *o, const struct input *in, const char *deps);
/* Compiles emitted text, the file FROM, as the mode says. */
void command_compile(struct words *w, const struct toolchain *t, struct options *o, const char *from);
/* Does to a plain source file what the mode says. */
void command_foreign(struct words *w, const struct toolchain *t, struct options *o, const struct input *in, const char *deps);
/* Links everything, the objects made before in the places of their sources. */
void command_link(struct words *w, const struct toolchain *t, struct options *o, const char *to);
/* Asks what the C compiler can answer: -print-..., -dump... */
void command_ask(struct words *w, const struct toolchain *t, struct options *o);

#endif
