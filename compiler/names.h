/* names.h - which files: where acc's own header and library are, and what outputs are called by default. */
#ifndef NAMES_H
#define NAMES_H

#include "options.h"

struct install {
    const char *include; /* folder of <ac.h>; NULL: where the C compiler looks anyway */
    const char *library; /* libac.a; NULL: -lac finds it */
    const char *folder;  /* of the library */
};

/* Finds them beside the running program: in its own folder (a build tree), or in ../include and ../lib (installed). */
struct install find_install(struct arena *a);

/* The name without folder and suffix: "src/x.ac" -> "x"; "-" stays. */
const char *stem_of(struct arena *a, const char *name);
/* What compiling IN gives when nothing else is said: "x.o", "x.s", "x.c". */
const char *default_output(struct options *o, const struct input *in);
/* The file of -MD for IN, and the target of its rule, as gcc names them. */
const char *dep_file(struct options *o, const struct input *in);
const char *dep_target(struct options *o, const struct input *in);

#endif
