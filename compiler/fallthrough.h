/* fallthrough.h - comments that say a case falls through. */
#ifndef FALLTHROUGH_H
#define FALLTHROUGH_H

#include "base/buf.h"

/* Preprocessing loses comments, and with them the one that tells gcc's -Wimplicit-fallthrough that a case is meant to
 * run on. Where a source of the preprocessed TEXT has it, an attribute that says the same is put before the label. */
void keep_fallthrough_comments(struct buf *text);

#endif
