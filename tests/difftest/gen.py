#!/usr/bin/env python3
"""Random Async C programs, each with what it means as plain C.

A program prints a trace of its evaluations. Its twin is the same program without async and await, written so that C has no
choice of order: where an expression has an await, operands are evaluated left to right, each once, and `x op= await e`
reads x after the await; the twin says so with temporaries in statement expressions. So the two texts are made together:
every piece of a program is a pair.

usage: gen.py SEED PROGRAM.ac TWIN.c"""
import random
import sys

PRELUDE = """\
#include <stdio.h>
#include <stdlib.h>

struct S { int a; signed char b; unsigned c : 5; int d : 11; short e[3]; };
struct K { const int a; long b; };
static int fuel = 2500;
static unsigned seed = %d;

static int sometimes(void)
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 30 != 0;
}

static int T(int k, int v)
{
    printf("%%d:%%d ", k, v);
    if (--fuel < 0) {
        puts("out of fuel");
        exit(3);
    }
    return v;
}

static async int A(int k, int v) { T(k, v); if (sometimes()) await ac_yield(); T(k, 0); return v; }
static async int B(int k, int v) { T(k, v); if (sometimes()) await ac_yield(); return v + 1; }
static async void V(int k) { T(k, 1); if (sometimes()) await ac_yield(); T(k, 2); }
static async struct S mkS(int k, int v)
{
    struct S s = { v, (signed char)(v + 1), v & 31, v & 511, { 1, (short)v, 3 } };
    T(k, 3);
    if (sometimes()) await ac_yield();
    return s;
}
static async struct K mkK(int k, int v) { struct K s = { v, v + 1 }; T(k, 4); if (sometimes()) await ac_yield(); return s; }
static async int *P(int k, int *p) { T(k, *p); if (sometimes()) await ac_yield(); return p; }
static async int M(int k, int *p, int v) { T(k, *p); if (sometimes()) await ac_yield(); *p += v; return *p; }
static async long long L(int k, long long v) { T(k, 5); if (sometimes()) await ac_yield(); return v << 20; }
static async signed char C(int k, int v) { T(k, 6); if (sometimes()) await ac_yield(); return (signed char)v; }
static async double D(int k, int v) { T(k, 7); if (sometimes()) await ac_yield(); return v * 0.5; }
static async _Bool N(int k, int v) { T(k, 8); if (sometimes()) await ac_yield(); return v & 1; }
static async int sumS(int k, struct S s) { T(k, s.a); if (sometimes()) await ac_yield(); return s.a + s.b + s.c + s.d + s.e[1]; }
static async int sumK(int k, struct K s) { T(k, s.a); if (sometimes()) await ac_yield(); return s.a + (int)s.b; }
static async int readS(int k, const struct S *p) { T(k, p->a); if (sometimes()) await ac_yield(); return p->a + p->e[1]; }
static async int readA(int k, const int *p) { T(k, p[0]); if (sometimes()) await ac_yield(); return p[0] + p[1]; }
static async int A3(int a, int b, int c) { T(0, a); if (sometimes()) await ac_yield(); return T(b, c); }
static int F3(int a, int b, int c) { return T(a, b) + c; }
static int sumplain(struct S s) { return s.a + s.d + s.e[0]; }
static async int (*table[2])(int, int) = { A, B };
static void cl(int *p) { T(-1, *p); }
"""

NAMES = "a b x y z i j q".split()
INT_OPS = ["+", "-", "*", "&", "|", "^", "<", "<=", "==", "!=", ">"]


def erase(text):
    return text.replace("await ac_yield();", ";").replace("async ", "").replace("await ", "")


class E:
    """An expression: async text, plain text, does it have an await, how many of its parts others can observe."""

    def __init__(self, a, o=None, awaits=0, effects=0):
        self.a, self.o, self.awaits, self.effects = a, a if o is None else o, awaits, effects


class Scope:
    def __init__(self, outer=None):
        self.outer = outer
        self.vars = {}


class Generator:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.counter = 0
        self.temps = 0
        self.labels = 0
        self.scope = Scope()
        self.loops = 0        # may `break` and `continue` be used,
        self.switches = 0     # ... and `break` alone
        self.exits = []       # labels that may be jumped to
        self.returns = True
        self.functions = 0
        self.hidden = set()

    # ---- helpers

    def chance(self, percent):
        return self.rng.randrange(100) < percent

    def number(self):
        self.counter += 1
        return str(self.counter)

    def temp(self):
        self.temps += 1
        return "t%d_" % self.temps

    def label(self):
        self.labels += 1
        return "l%d" % self.labels

    def visible(self, kinds):
        seen, found, scope = set(self.hidden), [], self.scope
        while scope:
            for name, kind in scope.vars.items():
                if name not in seen:
                    seen.add(name)
                    if kind in kinds:
                        found.append((name, kind))
            scope = scope.outer
        return found

    def pick(self, *kinds):
        found = self.visible(kinds)
        return self.rng.choice(found)[0] if found else None

    def free_name(self):
        names = [name for name in NAMES if name not in self.scope.vars]
        return self.rng.choice(names) if names else "v" + self.number()

    def sequence(self, parts, build):
        """build(texts) of parts evaluated from left to right."""
        awaits, effects = sum(p.awaits for p in parts), sum(p.effects for p in parts)
        if not effects:
            return E(build([p.a for p in parts]), None, 0, 0)
        names = [self.temp() for _ in parts]
        lines = "".join("__auto_type %s = %s; " % (name, p.o) for name, p in zip(names, parts))
        return E(build([p.a for p in parts]), "({ %s%s; })" % (lines, build(names)), awaits, effects)

    # ---- expressions of type int (or what converts to it)

    def leaf(self):
        choice = self.rng.randrange(8)
        if choice == 0:
            name = self.pick("array")
            if name:
                return E("%s[%d]" % (name, self.rng.randrange(3)))
        if choice == 1:
            name = self.pick("struct", "cstruct")
            if name:
                return E("%s.%s" % (name, self.rng.choice(["a", "b", "e[1]", "e[2]"])))
        if choice == 2:
            name = self.pick("pointer")
            if name:
                return E("*" + name)
        if choice == 3:
            name = self.pick("struct")
            if name:
                return E("(+%s.%s)" % (name, self.rng.choice("cd")))
        if choice < 7:
            name = self.pick("int", "const", "volatile", "uchar", "static")
            if name:
                return E("(+%s)" % name if self.chance(20) else name)
        return E(str(self.rng.randrange(1, 9)))

    def traced(self, depth):
        value = self.expr(depth - 1)
        k = self.number()
        return E("T(%s, %s)" % (k, value.a), "T(%s, %s)" % (k, value.o), value.awaits, value.effects + 1)

    def call(self, name, args, suffix="", prefix="", plain=None):
        """(await name(args))suffix"""
        k = self.number()
        made = self.sequence(args, lambda texts: "%s(%s)" % (plain or name, ", ".join([k] + texts)))
        text = "await %s(%s)" % (name, ", ".join([k] + [p.a for p in args]))
        if suffix or prefix or self.chance(50):
            text = "%s(%s)%s" % (prefix, text, suffix)
        return E(text, "%s(%s)%s" % (prefix, made.o, suffix), made.awaits + 1, made.effects + 1)

    def awaited(self, depth):
        rng = self.rng
        value = self.expr(depth - 1)
        choice = rng.randrange(17)
        if choice == 0:
            return self.call("mkS", [value], rng.choice([".a", ".b", ".e[1]", ".c", ".d"]), "+")
        if choice == 1:
            return self.call("mkK", [value], ".a", "+")
        if choice == 2 and self.pick("int"):
            return self.call("P", [E("&" + self.pick("int"))], "", "*")
        if choice in (3, 4) and self.pick("int"):
            return self.call("M", [E("&" + self.pick("int")), value])
        if choice == 5:
            made = self.call("L", [value])
            return E("(int)((%s) >> 18)" % made.a, "(int)((%s) >> 18)" % made.o, made.awaits, made.effects)
        if choice == 6:
            made = self.call(rng.choice(["C", "N"]), [value])
            return E(made.a, "(+%s)" % made.o, made.awaits, made.effects)
        if choice == 7:
            made = self.call("D", [self.masked(value)])
            return E("(int)(%s)" % made.a, "(int)(%s)" % made.o, made.awaits, made.effects)
        if choice == 8:
            index = self.masked(self.expr(depth - 2), 1)
            args = self.sequence([index, value], lambda t: "table[%s](9, %s)" % tuple(t))
            return E("await table[%s](9, %s)" % (index.a, value.a), args.o, args.awaits + 1, args.effects + 1)
        if choice == 9 and self.pick("function"):
            return self.call(self.pick("function"), [value])
        if choice == 10:
            return self.call("sumS", [self.struct(depth - 1)])
        if choice == 11:
            return self.call("sumK", [self.call("mkK", [value])])
        if choice == 12:
            return self.call("readS", [self.struct_literal(depth - 1, "&")])
        if choice == 13:
            parts = [self.expr(depth - 1), self.expr(depth - 2)]
            made = self.sequence(parts, lambda t: "readA(9, (int[]){ %s, %s })" % tuple(t))
            return E("await readA(9, (int[]){ %s, %s })" % tuple(p.a for p in parts), made.o, made.awaits + 1, made.effects + 1)
        if choice == 14:
            parts = [self.expr(depth - 1) for _ in range(3)]
            made = self.sequence(parts, lambda t: "A3(%s)" % ", ".join(t))
            return E("await A3(%s)" % ", ".join(p.a for p in parts), made.o, made.awaits + 1, made.effects + 1)
        return self.call(rng.choice("AB"), [value])

    @staticmethod
    def masked(value, mask=1023):
        return E("((%s) & %d)" % (value.a, mask), "((%s) & %d)" % (value.o, mask), value.awaits, value.effects)

    def struct(self, depth):
        name = self.pick("struct", "cstruct")
        choice = self.rng.randrange(4)
        if name and choice == 0:
            return E(name)
        if choice == 1:
            return self.struct_literal(depth)
        if choice == 2 and depth > 0:
            test, yes, no = self.expr(depth - 1), self.struct(depth - 1), self.struct(depth - 1)
            return self.mix("(%s ? %s : %s)", [test, yes, no])
        return self.call("mkS", [self.expr(depth - 1)])

    def struct_literal(self, depth, prefix=""):
        parts = [self.expr(depth - 1), self.masked(self.expr(depth - 1), 31), self.expr(depth - 2)]
        form = self.rng.choice(["{ .a = %s, .c = %s, .e = { 1, (short)(%s) } }", "{ .c = (%s) & 31, .a = %s, .e[1] = (short)(%s) }"])
        made = self.sequence(parts, lambda t: (prefix + "(struct S)" + form) % tuple(t))
        if prefix and made.effects: # the object must outlive the statement expression
            name = self.temp()
            value = self.sequence(parts, lambda t: ("(struct S)" + form) % tuple(t))
            made.o = "&(struct S[1]){ %s }[0]" % value.o
            del name
        return made

    @staticmethod
    def mix(form, parts):
        """C itself sequences the parts, or only one is observable."""
        return E(form % tuple(p.a for p in parts), form % tuple(p.o for p in parts), sum(p.awaits for p in parts),
                 sum(p.effects for p in parts))

    def binary(self, depth):
        op = self.rng.choice(INT_OPS)
        return self.sequence([self.expr(depth - 1), self.expr(depth - 1)], lambda t: "(%s %s %s)" % (t[0], op, t[1]))

    def logic(self, depth):
        form = self.rng.choice(["(%s && %s)", "(%s || %s)", "(%s ? %s : %s)", "(%s ?: %s)", "(%s, %s)"])
        return self.mix(form, [self.expr(depth - 1) for _ in range(form.count("%s"))])

    def assign(self, depth):
        value = self.expr(depth - 1)
        op = self.rng.choice(["=", "+=", "-=", "^=", "|="])
        array, number = self.pick("array"), self.pick("int", "uchar", "volatile")
        if self.chance(40) and array:
            index = self.masked(self.expr(depth - 2), 1)
            name, temp, pointer = array, self.temp(), self.temp()
            text = "(%s[%s] %s %s)" % (name, index.a, op, value.a)
            plain = "({ int *%s = &%s[%s]; int %s = %s; *%s %s %s; })" % (pointer, name, index.o, temp, value.o, pointer, op, temp)
            return E(text, plain, value.awaits + index.awaits, value.effects + index.effects + 1)
        if self.chance(30) and self.pick("struct"):
            name, member, temp = self.pick("struct"), self.rng.choice(["a", "b", "e[0]"]), self.temp()
            return E("(%s.%s %s %s)" % (name, member, op, value.a),
                     "({ int %s = %s; %s.%s %s %s; })" % (temp, value.o, name, member, op, temp), value.awaits, value.effects + 1)
        if self.chance(20) and self.pick("struct"):
            name, temp = self.pick("struct"), self.temp()
            return E("(+(%s.c %s (%s) & 15))" % (name, op.replace("-", "+"), value.a),
                     "({ unsigned %s = (%s) & 15; +(%s.c %s %s); })" % (temp, value.o, name, op.replace("-", "+"), temp),
                     value.awaits, value.effects + 1)
        if not number:
            return value
        temp = self.temp()
        return E("(%s %s %s)" % (number, op, value.a), "({ int %s = %s; %s %s %s; })" % (temp, value.o, number, op, temp),
                 value.awaits, value.effects + 1)

    def statement_expression(self, depth):
        outer, self.scope = self.scope, Scope(self.scope)
        lines = [self.statement(depth - 1, True) for _ in range(self.rng.randrange(1, 3))]
        value = self.expr(depth - 1)
        self.scope = outer
        return E("({ %s (%s); })" % (" ".join(line[0] for line in lines), value.a),
                 "({ %s (%s); })" % (" ".join(line[1] for line in lines), value.o), 1, 2)

    def unary(self, depth):
        form = self.rng.choice(["-(%s)", "~(%s)", "!(%s)", "(char)(%s)", "(%s)", "__extension__ (%s)", "(int)(long long)(%s)",
                                "__builtin_expect(%s, 1)", "_Generic(1, int: %s, default: 0)", "(_Bool)(%s)",
                                "(int)sizeof(int) + (%s)", "(%s) %% 7"])
        return self.mix("(%s)" % form, [self.expr(depth - 1)])

    def expr(self, depth):
        if depth <= 0 or self.chance(12):
            return self.leaf()
        makers = [(self.awaited, 34), (self.traced, 10), (self.binary, 20), (self.logic, 14), (self.unary, 8), (self.assign, 7),
                  (self.plain_call, 4), (self.statement_expression, 3)]
        pick = self.rng.randrange(sum(weight for _, weight in makers))
        for make, weight in makers:
            if pick < weight:
                return make(depth)
            pick -= weight
        return self.leaf()

    def plain_call(self, depth):
        if self.chance(30):
            made = self.struct(depth - 1)
            return E("sumplain(%s)" % made.a, "sumplain(%s)" % made.o, made.awaits, made.effects)
        made = self.sequence([self.expr(depth - 1) for _ in range(3)], lambda t: "F3(%s)" % ", ".join(t))
        return E(made.a, made.o, made.awaits, made.effects + 1)

    def full(self, depth=3):
        """A full expression: without an await C leaves the order open, so only one part may be observable."""
        for _ in range(50):
            made = self.expr(depth)
            if made.awaits or made.effects < 2:
                return made
        return self.leaf()

    # ---- statements: pairs of text

    def statement(self, depth, inside=False):
        """inside: of a statement expression, where jumping out is left alone."""
        simple = [(self.expression, 12), (self.declare, 14), (self.show, 4), (self.pause, 4), (self.void_call, 3)]
        nested = [(self.branch, 8), (self.loop, 8), (self.block, 4), (self.switch, 4), (self.cleaned, 3), (self.deferred, 3),
                  (self.backwards, 2), (self.forwards, 4), (self.computed, 1), (self.duff, 1), (self.local_type, 1)]
        jumps = [(self.jump, 4)]
        makers = simple + (nested if depth > 0 else []) + ([] if inside else jumps)
        pick = self.rng.randrange(sum(weight for _, weight in makers))
        for make, weight in makers:
            if pick < weight:
                return make(depth)
            pick -= weight

    def expression(self, depth):
        if self.chance(15) and self.pick("struct"):
            value, name = self.struct(2), self.pick("struct")
            if value.awaits or value.effects < 2:
                return "%s = %s;" % (name, value.a), "%s = %s;" % (name, value.o)
        made = self.full()
        return made.a + ";", made.o + ";"

    def show(self, depth):
        name = self.pick("int", "const", "volatile", "uchar", "static") or "0"
        text = "T(%s, %s);" % (self.number(), name)
        return text, text

    def pause(self, depth):
        return "await ac_yield();", ";"

    def void_call(self, depth):
        k, l = self.number(), self.number()
        test = self.full(1)
        return ("(%s) ? await V(%s) : await V(%s);" % (test.a, k, l), "(%s) ? V(%s) : V(%s);" % (test.o, k, l))

    def declare(self, depth):
        name = self.free_name()
        outer, self.hidden = self.hidden, self.hidden | {name}
        kind, a, o = self.declaration(name)
        self.hidden = outer
        self.scope.vars[name] = kind
        return a, o

    def declaration(self, name):
        rng = self.rng
        choice = rng.randrange(13)
        if choice <= 3:
            kind, spec = rng.choice([("int", "int"), ("const", "const int"), ("volatile", "volatile int"), ("uchar", "unsigned char"),
                                     ("int", "_Alignas(32) int"), ("int", "register int"), ("int", "__extension__ int")])
            value = self.full()
            if "register" in spec:
                kind = "const"
            return kind, "%s %s = %s;" % (spec, name, value.a), "%s %s = %s;" % (spec, name, value.o)
        if choice <= 5:
            parts = self.init_parts(3)
            spec = rng.choice(["int %s[3] = { %s, %s, %s };", "int %s[] = { [2] = %s, [0] = %s, [1] = %s };", "int %s[4] = { %s, %s, %s };"])
            return "array", *self.by_temps(parts, lambda t: spec % (name, *t))
        if choice <= 7:
            value = self.struct(2)
            for _ in range(20):
                if value.awaits or value.effects < 2:
                    break
                value = self.struct(2)
            else:
                value = self.call("mkS", [E("1")])
            kind, spec = rng.choice([("struct", "struct S"), ("cstruct", "const struct S"), ("struct", "volatile struct S")][:2])
            return kind, "%s %s = %s;" % (spec, name, value.a), "%s %s = %s;" % (spec, name, value.o)
        if choice == 8:
            parts = self.init_parts(2)
            return "struct", *self.by_temps(parts, lambda t: "struct S %s = { .a = %s, .e = { 1, (short)(%s), 2 } };" % (name, *t))
        if choice == 9:
            target = self.pick("int")
            if target:
                return "pointer", *["int *%s = &%s;" % (name, target)] * 2
        if choice == 10:
            text = "async int (*%s)(int, int) = %s;" % (name, rng.choice("AB"))
            return "function", text, text.replace("async ", "")
        if choice == 11:
            return "static", *["static int %s = 5;" % name] * 2
        if choice == 12:
            size = self.masked(self.full(2), 3)
            temp = self.temp()
            a = "int %s[(%s) + 3]; for (int k = 0; k < (int)(sizeof %s / sizeof *%s); k++) %s[k] = k;" % (name, size.a, name, name, name)
            o = "int %s = (%s) + 3; int %s[%s]; for (int k = 0; k < %s; k++) %s[k] = k;" % (temp, size.o, name, temp, temp, name)
            return "array", a, o
        value = self.full()
        return "int", "int %s; %s = %s;" % (name, name, value.a), "int %s; %s = %s;" % (name, name, value.o)

    def init_parts(self, n):
        for _ in range(50):
            parts = [self.expr(2) for _ in range(n)]
            if sum(p.awaits for p in parts) or sum(p.effects for p in parts) < 2:
                return parts
        return [self.leaf() for _ in range(n)]

    def by_temps(self, parts, build):
        names = [self.temp() for _ in parts]
        lines = "".join("__auto_type %s = %s; " % (name, p.o) for name, p in zip(names, parts))
        return build([p.a for p in parts]), lines + build(names)

    def body(self, depth, count=4):
        outer, self.scope = self.scope, Scope(self.scope)
        lines = [self.statement(depth - 1) for _ in range(self.rng.randrange(1, count))]
        self.scope = outer
        return "{ %s }" % "\n".join(l[0] for l in lines), "{ %s }" % "\n".join(l[1] for l in lines)

    def block(self, depth):
        return self.body(depth)

    def branch(self, depth):
        test, yes, no = self.full(), self.body(depth), self.body(depth)
        if self.chance(50):
            return "if (%s) %s" % (test.a, yes[0]), "if (%s) %s" % (test.o, yes[1])
        return "if (%s) %s else %s" % (test.a, yes[0], no[0]), "if (%s) %s else %s" % (test.o, yes[1], no[1])

    def loop(self, depth):
        self.loops += 1
        made = self.any_loop(depth)
        self.loops -= 1
        return made

    def head(self):
        """A condition or step: gcc and clang do not agree on which loop is left by a `break` in it."""
        saved, self.loops = self.loops, 0
        made = self.full(2)
        self.loops = saved
        return made

    def any_loop(self, depth):
        name = "n" + self.number()
        test = self.head()
        n = self.rng.randrange(1, 4)
        choice = self.rng.randrange(3)
        if choice == 0:
            body = self.body(depth)
            step = self.head()
            return ("for (int %s = 0; %s < %d && ((%s) || 1); %s++, %s) %s" % (name, name, n, test.a, name, step.a, body[0]),
                    "for (int %s = 0; %s < %d && ((%s) || 1); %s++, %s) %s" % (name, name, n, test.o, name, step.o, body[1]))
        body = self.body(depth)
        form = "int %s = 0; while (%s++ < %d && ((%s) | 1)) %s" if choice == 1 else None
        if form:
            return form % (name, name, n, test.a, body[0]), form % (name, name, n, test.o, body[1])
        form = "int %s = 0; do %s while (++%s < %d && (((%s) & 1) || 1));"
        return form % (name, body[0], name, n, test.a), form % (name, body[1], name, n, test.o)

    def plain_items(self, depth):
        """Statements without declarations of their own: what may follow a case label."""
        lines = [self.body(depth, 3), self.expression(depth)][: self.rng.randrange(1, 3)]
        return " ".join(l[0] for l in lines), " ".join(l[1] for l in lines)

    def switch(self, depth):
        value = self.masked(self.full(), 7)
        self.switches += 1
        a, o = [], []
        labels = ["case 0:", "case 1: case 2:", "case 3 ... 5:", "default:"]
        self.rng.shuffle(labels)
        for label in labels[: self.rng.randrange(2, 5)]:
            items = self.plain_items(depth - 1)
            end = self.rng.choice(["break;", "break;", ""])
            a.append("%s %s %s" % (label, items[0], end))
            o.append("%s %s %s" % (label, items[1], end))
        self.switches -= 1
        return "switch (%s) { %s ; }" % (value.a, "\n".join(a)), "switch (%s) { %s ; }" % (value.o, "\n".join(o))

    def duff(self, depth):
        value, name = self.masked(self.full(2), 3), "n" + self.number()
        items = [self.plain_items(0) for _ in range(3)]
        form = "int %s = 2; switch (%s) { case 0: do { %s case 1: %s case 2: %s; } while (--%s > 0); }"
        return tuple(form % (name, v, *parts, name) for v, parts in ((value.a, [i[0] for i in items]), (value.o, [i[1] for i in items])))

    def cleaned(self, depth):
        name, value = "c" + self.number(), self.full(2)
        body = self.body(depth)
        form = "{ int %s __attribute__((cleanup(cl))) = %s; %s }"
        return form % (name, value.a, body[0]), form % (name, value.o, body[1])

    def deferred(self, depth):
        saved = self.loops, self.switches, self.exits, self.returns
        self.loops, self.switches, self.exits, self.returns = 0, 0, [], False
        late = self.body(min(depth - 1, 1), 3)
        self.loops, self.switches, self.exits, self.returns = saved
        body, name = self.body(depth), "d" + self.number()
        twin = "auto void %s(int *); int %sv __attribute__((cleanup(%s))); void %s(int *unused_) { (void)unused_; %s }"
        return ("{ defer %s %s }" % (late[0], body[0]), "{ %s %s }" % (twin % (name, name, name, name, late[1]), body[1]))

    def forwards(self, depth):
        label = self.label()
        self.exits.append(label)
        body = self.body(depth)
        self.exits.pop()
        return "%s %s: ;" % (body[0], label), "%s %s: ;" % (body[1], label)

    def backwards(self, depth):
        label, name = self.label(), "n" + self.number()
        body, test = self.body(depth), self.full(2)
        form = "int %s = 0; %s: %s if (%s++ < 2 && ((%s) || 1)) goto %s;"
        return form % (name, label, body[0], name, test.a, label), form % (name, label, body[1], name, test.o, label)

    def computed(self, depth):
        one, two, value = self.label(), self.label(), self.masked(self.full(2), 1)
        body = self.body(depth)
        form = "{ static void *const to[] = { &&%s, &&%s }; goto *to[%s]; %s: %s %s: ; }"
        return form % (one, two, value.a, one, body[0], two), form % (one, two, value.o, one, body[1], two)

    def local_type(self, depth):
        tag, name, value = "R%d" % (self.counter % 3), "r" + self.number(), self.full(2)
        k = self.number()
        form = ("{ struct %s { int q; enum { E%s = 3 } e; } %s = { %s, E%s }; typedef struct %s U; U u = %s; %s u.q += %s.q + E%s; "
                "T(%s, u.q + u.e); }")
        return tuple(form % (tag, k, name, v, k, tag, name, y, name, k, k) for v, y in ((value.a, "await ac_yield();"), (value.o, "")))

    def jump(self, depth):
        ways = []
        if self.exits:
            ways.append("goto %s;" % self.rng.choice(self.exits))
        if self.loops and not self.switches:
            ways += ["break;", "continue;"]
        test = self.full(2)
        if self.returns and (self.chance(10) or not ways and self.chance(30)):
            value = self.full(2)
            if not self.returns:
                return self.pause(depth)
            return tuple("if (((%s) & 7) == 3) return %s;" % pair for pair in ((test.a, value.a), (test.o, value.o)))
        if not ways:
            return self.pause(depth)
        way = self.rng.choice(ways)
        return "if ((%s) & 1) %s" % (test.a, way), "if ((%s) & 1) %s" % (test.o, way)

    # ---- programs

    def function(self):
        self.functions += 1
        name = "test_%d" % self.functions
        self.scope = Scope()
        self.scope.vars.update({"pa": "int", "pb": "const", "ps": "struct", "pp": "pointer", "pw": "cstruct"})
        outer, self.scope = self.scope, Scope(self.scope)
        lines = [self.statement(3) for _ in range(self.rng.randrange(5, 12))]
        value = self.full()
        self.scope = outer
        head = "static async int %s(int pa, const int pb, struct S ps, int *pp, const struct S pw)\n" % name
        self.scope = Scope()
        return (head + "{\n%s\nreturn %s;\n}\n" % ("\n".join(l[0] for l in lines), value.a),
                erase(head) + "{\n%s\nreturn %s;\n}\n" % ("\n".join(l[1] for l in lines), value.o))

    def program(self, seed):
        prelude = PRELUDE % seed
        functions = [self.function() for _ in range(3)]
        calls = "".join('    printf("= %%d\\n", await test_%d(%d, %d, await mkS(1, 2), &g, await mkS(3, 4)));\n' % (n, n, n + 1)
                        for n in range(1, 4))
        main = "async int main(void)\n{\n    int g = 7;\n%s    return g & 63;\n}\n" % calls
        twin_calls = "".join('    { struct S s = mkS(1, 2), w = mkS(3, 4); printf("= %%d\\n", test_%d(%d, %d, s, &g, w)); }\n' % (n, n, n + 1)
                             for n in range(1, 4))
        twin_main = "int main(void)\n{\n    int g = 7;\n%s    return g & 63;\n}\n" % twin_calls
        return ("#include <ac.h>\n" + prelude + "".join(f[0] for f in functions) + main,
                erase(prelude) + "".join(f[1] for f in functions) + twin_main)


def generate(seed):
    """(Async C, plain C)"""
    return Generator(seed).program(seed)


def main():
    program, twin = generate(int(sys.argv[1]))
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(program)
    with open(sys.argv[3], "w", encoding="utf-8") as file:
        file.write(twin)


if __name__ == "__main__":
    main()
