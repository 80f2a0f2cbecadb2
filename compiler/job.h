/* job.h - what acc does to one input. */
#ifndef JOB_H
#define JOB_H

#include "base/buf.h"
#include "commands.h"
#include "options.h"
#include "process.h"

struct driver {
    struct arena arena;
    struct options options;
    struct toolchain tools;
};

/* Runs a command and frees its words; prints it before when asked to. Returns its status. READER: see process.h. */
int run_command(struct driver *d, struct words *command, const struct reader *reader);
/* Does to IN what the mode says; when linking, makes its object. Returns the program's exit status. */
int do_input(struct driver *d, struct input *in);

#endif
