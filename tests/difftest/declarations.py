"""Declarations of generated programs: (kind of the variable, async text, plain text)."""
from expressions import Expressions
from pieces import E, masked


class Declarations(Expressions):
    def declare(self, depth):
        name = self.free_name()
        outer, self.hidden = self.hidden, self.hidden | {name}
        kind, a, o = self.declaration(name)
        self.hidden = outer
        self.scope.vars[name] = kind
        return a, o

    def declaration(self, name):
        make = self.weighted([(self.scalar, 26), (self.array, 14), (self.record, 20), (self.records, 14), (self.pointer, 6), (self.function, 6),
                              (self.static, 6), (self.sized, 8), (self.wide_scalar, 8), (self.late, 4)])
        return make(name) or self.late(name)

    def init_parts(self, n):
        for _ in range(50):
            parts = [self.expr(2) for _ in range(n)]
            if self.ordered(parts):
                return parts
        return [self.leaf() for _ in range(n)]

    def scalar(self, name):
        kind, spec = self.rng.choice([("int", "int"), ("const", "const int"), ("volatile", "volatile int"), ("uchar", "unsigned char"),
                                      ("int", "_Alignas(32) int"), ("const", "register int"), ("int", "__extension__ int")])
        value = self.full()
        if self.chance(15) and kind == "int" and spec == "int":
            more = self.init_parts(1)[0]
            self.hidden = self.hidden - {name}
            return kind, *("int %s = %s, %s_2 = %s; (void)%s_2;" % (name, v, name, w, name) for v, w in ((value.a, more.a), (value.o, more.o)))
        if self.chance(12):
            value = self.of_itself(name, value, spec == "int")
        return kind, "%s %s = %s;" % (spec, name, value.a), "%s %s = %s;" % (spec, name, value.o)

    def of_itself(self, name, value, assignable):
        """An initialiser that mentions what it initialises."""
        if assignable and self.chance(40):
            return E("(%s = %s, %s + 1)" % (name, value.a, name), "(%s = %s, %s + 1)" % (name, value.o, name))
        number = self.number()
        return E(*("%sA(%s, (int)sizeof %s + (%s))" % (word, number, name, text) for word, text in (("await ", value.a), ("", value.o))))

    def array(self, name):
        choice = self.rng.randrange(5)
        if choice == 0:
            parts = self.init_parts(4)
            spec = self.rng.choice(["int %s[2][3] = { { %s, %s }, [1][2] = %s, [1][0] = %s };", "int %s[2][3] = { { %s, %s, %s }, { %s } };",
                                    "int %s[UNSIZED][3] = { [1] = { %s, [2] = %s }, [0] = { %s, %s } };"])
            spec = self.count_left_out(spec)
            return "grid", *self.by_temps(parts, lambda t: spec % (name, *t))
        if choice == 1 and self.may("range"):
            parts = self.init_parts(1)
            return "array", *self.by_temps(parts, lambda t: "int %s[4] = { [0 ... 2] = %s };" % (name, *t))
        parts = self.init_parts(3)
        spec = self.rng.choice(["int %s[3] = { %s, %s, %s };", "int %s[] = { [2] = %s, [0] = %s, [1] = %s };", "int %s[4] = { %s, %s, %s };"])
        return "array", *self.by_temps(parts, lambda t: spec % (name, *t))

    def record(self, name):
        if self.chance(40):
            parts = self.init_parts(2)
            return "struct", *self.by_temps(parts, lambda t: "struct S %s = { .a = %s, .e = { 1, (short)(%s), 2 } };" % (name, *t))
        value = self.struct(2)
        for _ in range(20):
            if self.ordered([value]):
                break
            value = self.struct(2)
        else:
            value = self.call("mkS", [E("1")])
        kind, spec = self.rng.choice([("struct", "struct S"), ("cstruct", "const struct S")])
        return kind, "%s %s = %s;" % (spec, name, value.a), "%s %s = %s;" % (spec, name, value.o)

    RECORDS = [
        ("structs", "struct S %s[2] = { { .a = %s, .e = { [1] = (short)(%s) } }, [1] = { %s } };", ("int",) * 3),
        ("structs", "struct S %s[2] = { [1].d = (%s) & 255, [0] = %s, [1].a = %s };", ("int", "struct", "int")),
        ("structs", "struct S %s[UNSIZED] = { %s, { .c = (%s) & 31 } };", ("struct", "int")),
        ("nested", "struct N %s = { .in[1].e[2] = (short)(%s), .in[0] = %s, .u.h[1] = (short)(%s), .z = %s };", ("int", "struct", "int", "int")),
        ("nested", "struct N %s = { { { %s }, { .b = (signed char)(%s) } }, { .i = %s }, .at = { .y = %s } };", ("int",) * 4),
        ("nested", "struct N %s = { .at.x = 1, .at = { %s }, .in = { %s, [1].a = %s } };", ("int", "struct", "int")),
        ("union", "union U %s = { .h = { (short)(%s), [1] = (short)(%s) } };", ("int", "int")),
        ("union", "union U %s = { %s };", ("int",)),
    ]

    def records(self, name):
        kind, form, types = self.rng.choice(self.RECORDS)
        for _ in range(50):
            parts = [self.struct(1) if type == "struct" else self.expr(2) for type in types]
            if self.ordered(parts):
                form = self.count_left_out(form)
                return kind, *self.by_temps(parts, lambda t: form % (name, *t))
        return None

    def count_left_out(self, form):
        return form.replace("UNSIZED", "" if "UNSIZED" in form and self.may("unsized") else "2")

    def pointer(self, name):
        target, record = self.pick("int"), self.pick("struct")
        if record and self.chance(50):
            return "sptr", *["struct S *%s = &%s;" % (name, record)] * 2
        return target and ("pointer", *["int *%s = &%s;" % (name, target)] * 2)

    def function(self, name):
        spec = self.rng.choice(["async int (*%s)(int, int) = %s;", "async int (*const %s)(int, int) = %s;"])
        if self.chance(40):
            test = self.full(1)
            return "function", *(text % (name, "(%s) ? A : B" % t) for text, t in ((spec, test.a), (spec.replace("async ", ""), test.o)))
        text = spec % (name, self.rng.choice("AB"))
        return "function", text, text.replace("async ", "")

    def static(self, name):
        spec = self.rng.choice(["static int %s = 5;", "extern int %s;", "static struct F %s = { 2, { 4, 5 } };", "static _Thread_local int %s = 5;"])
        if "struct" in spec:
            return "flexible", *[spec % name] * 2
        if "Thread" in spec and not self.may("tls"):
            return None
        return "static", *[spec % name] * 2

    def sized(self, name):
        """Arrays whose size an await tells."""
        if not self.may("vla"):
            return None
        size, other, temp = masked(self.full(2), 3), masked(self.full(1), 1), self.temp()
        if self.chance(40) and self.ordered([size, other]):
            second = self.temp()
            fill = "for (int k = 0; k < (int)(sizeof %s / sizeof(int)); k++) (&%s[0][0])[k] = k;" % (name, name)
            use = "T(%s, %%ssquare(9, 2, (int)(sizeof *%s / sizeof **%s), %s));" % (self.number(), name, name, name) if self.chance(60) else ""
            a = "int %s[((%s) & 1) + 2][(%s) + 3]; %s %s" % (name, size.a, other.a, fill, use.replace("%s", "await "))
            o = ("int %s = (((%s) & 1) + 2), %s = (%s) + 3; int %s[%s][%s]; %s %s"
                 % (temp, size.o, second, other.o, name, temp, second, fill, use.replace("%s", "")))
            return "grid", a, o
        fill = "for (int k = 0; k < (int)(sizeof %s / sizeof *%s); k++) %s[k] = k;" % (name, name, name)
        use = "T(%s, %%svariable(9, (int)(sizeof %s / sizeof *%s), %s));" % (self.number(), name, name, name) if self.chance(40) else ""
        a = "int %s[(%s) + 3]; %s %s" % (name, size.a, fill, use.replace("%s", "await "))
        return "array", a, "int %s = (%s) + 3; int %s[%s]; %s %s" % (temp, size.o, name, temp, fill, use.replace("%s", ""))

    def wide_scalar(self, name):
        if self.chance(30) and self.may("atomic"):
            value = self.full(2)
            return "atomic", *("_Atomic int %s = %s;" % (name, text) for text in (value.a, value.o))
        if self.chance(30) or not self.may("wide"):
            value = self.call("LD", [masked(self.full(2))])
            return "ldouble", *("long double %s = %s;" % (name, text) for text in (value.a, value.o))
        kind = self.rng.choice(["complex", "vector", "int128"])
        value = self.wide_value(kind, E("3"))
        if kind == "vector" and self.chance(50):
            parts = self.init_parts(3)
            return kind, *self.by_temps(parts, lambda t: "V4 %s = { %s, %s, 7, %s };" % (name, *t))
        return kind, *("%s %s = %s;" % (value.type, name, text) for text in (value.a, value.o))

    def late(self, name):
        value = self.full()
        return "int", "int %s; %s = %s;" % (name, name, value.a), "int %s; %s = %s;" % (name, name, value.o)
