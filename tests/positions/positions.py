"""Writes a program with an await in every position that an expression can take; <ac/serial.h> makes its own oracle of it.

A case is one small async function: an operator on operands of some types, of which some await, in some context (an
initialiser, a condition, ...). An operand has variables of its own and only counts how often it is evaluated, so that the
order, which C leaves open, does not show; that each is evaluated as often as C says does. tables.py has what is combined.
The whole product is too large: program() takes every Nth case of it; what is not the case's own matter (the form of an operand, the
context) rotates, so that any share sees all of each table. run.py builds and compares.
"""
import itertools

from tables import *

PRELUDE = r"""#include <ac.h>
#include <stdint.h>
#include <stdio.h>

enum number { ZERO, ONE, TWO, THREE, SEVEN = 7 };
typedef int vec __attribute__((vector_size(16)));
typedef float fvec __attribute__((vector_size(16)));
typedef int function(int), (*pointer_to_function)(int);
struct s1 { char c; };
struct s3 { char c[3]; };
struct s16 { double d; int i; };
struct s40 { long v[5]; };
union u13 { char c[13]; int i; };
struct al { _Alignas(64) int i; };
struct bits {
    unsigned b1 : 1, b3 : 3, b7 : 7, b8 : 8, b13 : 13, b31 : 31, b32 : 32;
    signed b5 : 5, : 0, b15 : 15;
    _Bool flag : 1;
    enum number colour : 4;
};

static int calls;
static int ints[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };

static int add_one(int x)
{
    return x + 1;
}

static int double_it(int x)
{
    return x * 2;
}

static void show_int(const char *type, unsigned __int128 x)
{
    printf(" %s %llx.%llx", type, (unsigned long long)(x >> 64), (unsigned long long)x);
}

static void show_real(const char *type, __float128 x)
{
    printf(" %s %.17g", type, (double)x);
}

static void show_complex(const char *type, long double _Complex x)
{
    printf(" %s %.17Lg %.17Lg", type, __real__ x, __imag__ x);
}

static void show_pointer(const char *type, const volatile void *p)
{
    printf(" %s %d", type, p ? (int)((const volatile char *)p - (const volatile char *)ints) : -1);
}

static void show_function(const char *type, function *f)
{
    printf(" %s %d", type, f ? f(41) : -1);
}

static void show_vec(const char *type, vec v)
{
    printf(" %s %d %d %d %d", type, v[0], v[1], v[2], v[3]);
}

static void show_fvec(const char *type, fvec v)
{
    printf(" %s %g %g %g %g", type, (double)v[0], (double)v[1], (double)v[2], (double)v[3]);
}

static void show_s1(const char *type, struct s1 s)
{
    printf(" %s %d", type, s.c);
}

static void show_s3(const char *type, struct s3 s)
{
    printf(" %s %d %d %d", type, s.c[0], s.c[1], s.c[2]);
}

static void show_s16(const char *type, struct s16 s)
{
    printf(" %s %g %d", type, s.d, s.i);
}

static void show_s40(const char *type, struct s40 s)
{
    printf(" %s %ld %ld", type, s.v[0], s.v[4]);
}

static void show_u13(const char *type, union u13 u)
{
    printf(" %s %d %d", type, u.c[0], u.c[12]);
}

static void show_al(const char *type, struct al s)
{
    printf(" %s %d", type, s.i);
}

"""

SHOWN = {"int": "show_int", "real": "show_real", "complex": "show_complex", "ptr": "show_pointer", "fn": "show_function",
         "vector": "show_vec", "fvector": "show_fvec"}

PER_TYPE = r"""
struct of_@T { char pad; @C m; };
static inline @C now_@T(@C x) { calls++; return x; }
static inline @C *array_@T(@C x) { static @C array[2]; array[1] = x; return array; }
static inline async @C later_@T(@C x) { calls++; await ac_yield(); return x; }
static inline async @C ready_@T(@C x) { calls++; return x; }
static inline async struct of_@T record_@T(@C x) { struct of_@T r = { 'p', x }; calls++; await ac_yield(); return r; }
static inline struct of_@T now_record_@T(@C x) { struct of_@T r = { 'p', x }; calls++; return r; }
static inline async struct of_@T *pointer_@T(struct of_@T *p) { calls++; await ac_yield(); return p; }
static inline struct of_@T *now_pointer_@T(struct of_@T *p) { calls++; return p; }
static async @C (*table_@T[2])(@C) = { ready_@T, later_@T };
"""


def filled(text, **values):
    for key, value in values.items():
        text = text.replace("@" + key, value)
    return text


def kind_of(name):
    return TYPES[name][1]


def of_kinds(kinds):
    return [name for name, (_, kind) in TYPES.items() if kind in kinds.split()]


def prelude():
    out = [PRELUDE]
    shown = []
    for name, (ctype, kind) in TYPES.items():
        out.append(filled(PER_TYPE, T=name, C=ctype))
        if name != "enum":
            shown.append((ctype, SHOWN.get(kind, "show_" + name), name))
    shown += [("const int *", "show_pointer", "cptr"), ("void *", "show_pointer", "vptr")]
    out.append("#define SHOW_IT(x) _Generic((x), %s)(_Generic((x), %s), (x));" % (
        ", ".join("%s: %s" % (ctype, show) for ctype, show, _ in shown),
        ", ".join('%s: "%s"' % (ctype, name) for ctype, _, name in shown)))
    return "\n".join(out)


class Rotation:
    """The next of a table's entries, for ever."""

    def __init__(self, table):
        self.cycle = itertools.cycle(table)

    def next(self):
        return next(self.cycle)


class Case:
    """What one case declares, and the expression under test with its twin that only tells the type."""

    def __init__(self, writer):
        self.writer, self.before = writer, []

    def operand(self, name, awaits, second=False):
        """An operand of that type: the text, and one of its type without await."""
        x = "xy"[second]
        ctype, kind = TYPES[name]
        value = VALUES[kind][second]
        form = (self.writer.later if awaits else self.writer.now).next()
        text = filled(form, T=name, x=x, C=ctype)
        plain = "((struct of_%s *)0)->m" % name
        self.before.append("struct of_%s %s = { 'p', %s };" % (name, x, value))
        for prefix, text_of in (("local_", "%s %s = %s;"), ("volatile_", "volatile %s %s = %s;"),
                                ("static_", "static %s %s; %%s = %%s.m;"), ("const_", "const %s %s = %s;")):
            if prefix + x not in text:
                continue
            if prefix == "static_":
                self.before.append("static %s static_%s; static_%s = %s.m;" % (ctype, x, x, x))
            else:
                self.before.append(text_of % (ctype, prefix + x, x + ".m"))
        if "pointer_to_" in text:
            self.before.append("%s *pointer_to_%s = &%s.m;" % (ctype, x, x))
        if "task_" + x in text:
            self.before.append("async %s task_%s = later_%s(%s.m);" % (ctype, x, name, x))
        return text, plain


class Writer:
    def __init__(self):
        self.now, self.later = Rotation(NOW), Rotation(LATER)
        self.contexts = {"any": Rotation(CONTEXTS), "scalar": Rotation(CONTEXTS + SCALAR_CONTEXTS),
                         "integer": Rotation(CONTEXTS + SCALAR_CONTEXTS + INTEGER_CONTEXTS)}
        self.others = {}

    def other(self, key, table):
        return self.others.setdefault(key, Rotation(table)).next()

    def function(self, number, case, text, plain, contexts, note):
        context = self.contexts[contexts].next()
        body = filled(context, E="(%s)" % text, W="(0, %s)" % plain, S="SHOW_IT(r)")
        return "/* %s */\nstatic async void case_%d(void)\n{\n    %s\n    %s\n    printf(\" calls %%d\\n\", calls);\n}\n" % (
            note, number, " ".join(case.before), body)


def result_contexts(kinds, operator):
    if operator in ("<", ">", "<=", ">=", "==", "!=", "&&", "||", "!") and not any("vec" in kind for kind in kinds):
        return "integer"
    if all(kind == "int" for kind in kinds):
        return "integer"
    return "scalar" if all(kind in ("int", "real", "complex", "ptr", "fn") for kind in kinds) else "any"


def binary_cases():
    """(operator, left, right, awaiting operands)"""
    for operator, (kinds, fit) in BINARY.items():
        for left in of_kinds(kinds):
            rights = of_kinds(kinds) if fit == "any" else [right for right in of_kinds(kinds) if compatible(left, right)]
            for right, awaiting in itertools.product(rights, ("left", "right", "both")):
                yield operator, left, right, awaiting


def compatible(left, right):
    """May an operator of arithmetic take both? __float128 goes with neither long double nor _Complex."""
    numbers = ("int", "real", "complex")
    a, b = kind_of(left), kind_of(right)
    if "f128" in (left, right) and ("complex" in (a, b) or "ld" in (left, right)):
        return False
    return left == right or (a in numbers and b in numbers)


def write_binary(writer, number, what):
    operator, left, right, awaiting = what
    case = Case(writer)
    a, plain_a = case.operand(left, awaiting != "right")
    b, plain_b = case.operand(right, awaiting != "left", True)
    kinds = [kind_of(right)] if operator == "," else [kind_of(left), kind_of(right)]
    return writer.function(number, case, "%s %s %s" % (a, operator, b), "%s %s %s" % (plain_a, operator, plain_b),
                           result_contexts(kinds, operator), "%s %s %s, %s" % (left, operator, right, awaiting))


def unary_cases():
    for operator, kinds in UNARY.items():
        for name in of_kinds(kinds):
            yield operator, name


def write_unary(writer, number, what):
    operator, name = what
    case = Case(writer)
    text, plain = case.operand(name, True)
    kind = "int" if operator == "*" else "any" if "(" in operator else kind_of(name)
    return writer.function(number, case, operator + text, operator + plain, result_contexts([kind], operator), operator + name)


def cond_cases():
    """(type of the condition, of the arms, which of the three await)"""
    for cond, (yes, no) in itertools.product(("int", "double", "ptr", "cf"), [
            (a, b) for a in TYPES for b in TYPES if a == b or (compatible(a, b) and "struct" not in (kind_of(a), kind_of(b)))]):
        for awaiting in range(1, 8):
            yield cond, yes, no, awaiting


def write_cond(writer, number, what):
    cond, yes, no, awaiting = what
    case = Case(writer)
    zero = writer.other("zero", ("", "!"))
    test = "(%s%s)" % (zero, ("await later_%s(%s)" if awaiting & 1 else "now_%s(%s)") % (cond, VALUES[kind_of(cond)][0]))
    a, plain_a = case.operand(yes, bool(awaiting & 2))
    b, plain_b = case.operand(no, bool(awaiting & 4), True)
    return writer.function(number, case, "%s ? %s : (%s)" % (test, a, b), "1 ? %s : (%s)" % (plain_a, plain_b),
                           result_contexts([kind_of(yes), kind_of(no)], "?"), "?: %s %s %s %d" % what)


def assign_cases():
    """(operator, type of the place, of the value, index of the place, does the value await)"""
    for operator, kinds in ASSIGN.items():
        for to in of_kinds(kinds):
            places = len(PLACES) + (len(INTEGER_PLACES) if kind_of(to) == "int" and to not in ("i128", "u128", "enum") else 0)
            values = [to] + [name for name in of_kinds(kinds) if compatible(to, name) and kind_of(to) in ("int", "real", "complex")]
            for value, place, awaits in itertools.product(values, range(places), (True, False)):
                if place < len(PLACES) or (kind_of(value) == "int" and to != "bool"): # an _Atomic real number is libatomic's
                    yield operator, to, value, place, awaits


def place_of(writer, case, to, place):
    before, text = (PLACES + INTEGER_PLACES)[place]
    ctype, kind = TYPES[to]
    width = writer.other("width", WIDTHS)
    value = VALUES[kind][0]
    values = {"T": to, "C": ctype, "v": value}
    case.before.append(filled(before, **values).replace("WIDTH", width))
    if "struct bits" in before:
        return filled(text, **values).replace("WIDTH", width), "((struct bits *)0)->%s + 0" % width
    return filled(text, **values), "((struct of_%s *)0)->m" % to


def assigning(case, text, place):
    """clang 14 gives an assignment to an _Atomic object an _Atomic type, which then fits nowhere."""
    return "({ %s; %s + 0; })" % (text, place) if any("_Atomic" in line for line in case.before) else text


def write_assign(writer, number, what):
    operator, to, name, place, awaits = what
    case = Case(writer)
    text, plain = place_of(writer, case, to, place)
    value, _ = case.operand(name, awaits or "await" not in text, True)
    return writer.function(number, case, assigning(case, "%s %s %s" % (text, operator, value), text), plain, result_contexts([kind_of(to)], operator),
                           "%s (place %d) %s %s" % (to, place, operator, name))


def step_cases():
    for form in STEPS:
        for to in [name for name in of_kinds("int real ptr")]:
            places = len(PLACES) + (len(INTEGER_PLACES) if kind_of(to) == "int" and to not in ("i128", "u128", "enum") else 0)
            for place in range(places):
                yield form, to, place


def write_step(writer, number, what):
    form, to, place = what
    case = Case(writer)
    text, plain = place_of(writer, case, to, place)
    if ".flag" in text or to == "bool":
        form = form.replace("--", "++")
    return writer.function(number, case, assigning(case, form % ("(%s)" % text), text), plain, result_contexts([kind_of(to)], "++"), "%s on %s, place %d" % what)


def operand_cases():
    """Each form of operand, of each type, in each context."""
    for name, form in itertools.product(TYPES, range(len(LATER))):
        yield (name,)


def write_operand(writer, number, what):
    case = Case(writer)
    text, plain = case.operand(what[0], True)
    return writer.function(number, case, text, plain, result_contexts([kind_of(what[0])], ""), "operand %s" % what)


FAMILIES = [(binary_cases, write_binary), (unary_cases, write_unary), (cond_cases, write_cond), (assign_cases, write_assign),
            (step_cases, write_step), (operand_cases, write_operand)]


def program(first, share):
    """The text, and how many cases it has."""
    writer, out, number = Writer(), [prelude()], 0
    for cases, write in FAMILIES:
        for what in itertools.islice(cases(), first, None, share):
            out.append(write(writer, number, what))
            number += 1
    out.append("async int main(void)\n{\n    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);")
    out += ['    printf("%d"); calls = 0; await case_%d();' % (i, i) for i in range(number)]
    out.append("    return 0;\n}")
    return "\n".join(out) + "\n", number
