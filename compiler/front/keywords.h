/* keywords.h - the words of the language. */
#ifndef FRONT_KEYWORDS_H
#define FRONT_KEYWORDS_H

#include "base/unit.h"

/* Interns all keywords and sets their token kinds. What a keyword stands for within its kind (the enum basic_spec of
 * TOK_BASIC, the enum storage of TOK_STORAGE ...) is in ident->parse_scope. */
void keywords_init(struct unit *u);

#endif
