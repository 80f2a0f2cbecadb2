/* attributes.c - attributes of what is printed anew. An async function becomes several C functions; what an attribute says of its
 * value or of pure computation is not true of these, but how code is made concerns all that its body gets into. */
#include "emit/internal.h"

#include <string.h>

/* How code is made, and where it goes. */
static bool is_of_code(const struct attr *a)
{
    static const char *const names[] = {"target", "optimize", "section", "cold", "hot", "no_sanitize", "no_sanitize_address",
                                        "no_sanitize_thread", "no_sanitize_undefined", "no_instrument_function", "stack_protect",
                                        "no_stack_protector", "no_profile_instrument_function", "minsize", "nocf_check", NULL};

    return ident_in(a->name, names);
}

/* What is as true of the function that is called. */
static bool is_of_function(const struct attr *a)
{
    static const char *const names[] = {"visibility", "weak", "used", "unused", "maybe_unused", "deprecated", "noinline",
                                        "unavailable", "error", "warning", "nonnull", NULL};

    return is_of_code(a) || ident_in(a->name, names);
}

/* The type tells, or other code does it. */
static bool is_done(const struct attr *a)
{
    static const char *const names[] = {"cleanup", "mode", "vector_size", NULL};

    return ident_in(a->name, names);
}

static bool is_wanted(const struct attr *a, enum attr_use use)
{
    return use == ATTRS_ALL ? !is_done(a) : use == ATTRS_CODE ? is_of_code(a) : is_of_function(a);
}

void put_attribute_list(struct printer *p, struct attr *a, enum attr_use use)
{
    for (; a; a = a->next) {
        if (!is_wanted(a, use))
            continue;
        emit(p, " __attribute__((");
        if (a->name && !strcmp(a->name->text, "maybe_unused"))
            emit(p, "__unused__");
        else
            put_tokens(p, a->range.first, a->range.last);
        emit(p, "))");
    }
}

void put_attributes(struct printer *p, struct specs *specs, struct declarator *d, enum attr_use use)
{
    if (specs)
        put_attribute_list(p, specs->attrs, use);
    if (d)
        put_attribute_list(p, d->attrs, use);
}
