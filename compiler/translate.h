/* translate.h - from preprocessed Async C to C: the compiler proper. */
#ifndef TRANSLATE_H
#define TRANSLATE_H

#include "base/renames.h"
#include "base/spool.h"
#include "options.h"

/* Is there a stage of that name for --dump? */
#define STAGES "lex, parse, check, normalise, flow, live, frame, machine"
bool stage_exists(const char *name);

/* Translates TEXT, the preprocessed source of IN; puts C text, or what the mode asks to be printed, into OUT, and which names
 * it made into NAMES. False if errors were reported. */
bool translate(const struct options *o, const struct input *in, struct buf *text, struct spool *out, struct renames *names);

#endif
