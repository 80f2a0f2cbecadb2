/* build_list.h - what the builders share among themselves. */
#ifndef AST_BUILD_LIST_H
#define AST_BUILD_LIST_H

#include "ast/build.h"

#define LIST_ADD(l, node)                                                                                              \
    do {                                                                                                               \
        if ((l).last)                                                                                                  \
            (l).last->next = (node);                                                                                   \
        else                                                                                                           \
            (l).first = (node);                                                                                        \
        (l).last = (node);                                                                                             \
    } while (0)

#define LIST_JOIN(l, more)                                                                                             \
    do {                                                                                                               \
        if ((l).last)                                                                                                  \
            (l).last->next = (more).first;                                                                             \
        else                                                                                                           \
            (l).first = (more).first;                                                                                  \
        (l).last = (more).last ? (more).last : (l).last;                                                               \
    } while (0)

/* The depth of a node whose deepest child has DEPTH; reports too much of it at AT. */
uint16_t build_depth(struct build *b, unsigned depth, tok at);
/* Does an initialiser, a declarator's sizes have an await? */
bool build_init_awaits(struct build *b, const struct init *i);
bool build_decl_awaits(struct build *b, const struct decl *d);

#endif
