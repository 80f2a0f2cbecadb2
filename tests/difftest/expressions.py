"""Expressions of generated programs. Most are of type int, or convert to it."""
from pieces import Base, E, Scope, masked, mix

COMPARE = ["<", "<=", "==", "!=", ">", ">="]
BINARY = ["%s + %s", "%s - %s", "%s * %s", "%s & %s", "%s | %s", "%s ^ %s", "%s / (((%s) & 15) + 1)", "%s %% (((%s) & 7) + 2)",
          "%s << ((%s) & 3)", "%s >> ((%s) & 5)"] + ["%%s %s %%s" % op for op in COMPARE]
ASSIGN = [("=", "%s"), ("=", "%s"), ("+=", "%s"), ("-=", "%s"), ("^=", "%s"), ("|=", "%s"), ("&=", "%s"), ("*=", "%s"),
          ("/=", "((%s) & 7) + 1"), ("%=", "((%s) & 7) + 3"), ("<<=", "(%s) & 3"), (">>=", "(%s) & 3")]
MIXED = [("D", "double"), ("LD", "long double"), ("FL", "float"), ("L", "long long"), ("UN", "unsigned"), ("N1", "_Bool"), ("C", "signed char")]


class Place:
    """Something to assign to: async text; for the twin, statements that find it and its name after them."""

    def __init__(self, a, setup="", use=None, parts=(), bits=False):
        self.a, self.setup, self.use, self.parts, self.bits = a, setup, use or a, list(parts), bits


class Expressions(Base):
    # ---- what has no effect

    READS = {
        "array": ["%s[0]", "%s[1]", "%s[2]"], "struct": ["%s.a", "%s.b", "%s.e[1]", "%s.e[2]", "(+%s.c)", "(+%s.d)"],
        "cstruct": ["%s.a", "%s.b", "%s.e[1]"], "pointer": ["*%s"], "structs": ["%s[1].a", "%s[0].e[2]", "(+%s[1].d)"],
        "nested": ["%s.in[1].a", "%s.u.h[1]", "%s.at.y", "(&%s)->in->b"], "union": ["%s.h[1]", "%s.c[0]", "%s.i"],
        "grid": ["%s[1][2]", "%s[0][1]", "**%s"], "sptr": ["%s->a", "(*%s).e[1]", "(+%s->c)"], "ldouble": ["(int)%s"],
        "complex": ["(int)__real__(%s)", "(int)__imag__(%s)"], "vector": ["%s[1]", "%s[3]"], "int128": ["(int)(%s >> 66)", "(int)%s"],
        "atomic": ["%s"], "flexible": ["%s.tail[1]", "%s.n"],
    }

    def leaf(self):
        if self.chance(45):
            found = self.visible(self.READS)
            if found:
                name, kind = self.rng.choice(found)
                return E(self.rng.choice(self.READS[kind]) % name)
        name = self.pick("int", "const", "volatile", "uchar", "static")
        if name and self.chance(75):
            return E("(+%s)" % name if self.chance(20) else name)
        return E(str(self.rng.randrange(1, 9)))

    # ---- awaits

    def call(self, name, args, suffix="", prefix="", type="int", plain=None, key=True):
        """(await name(args))suffix"""
        first = [self.number()] if key else []
        made = self.sequence(args, lambda texts: "%s(%s)" % (plain or name, ", ".join(first + texts)))
        text = "await %s(%s)" % (name, ", ".join(first + [p.a for p in args]))
        if suffix or prefix or self.chance(50):
            text = "%s(%s)%s" % (prefix, text, suffix)
        return E(text, "%s(%s)%s" % (prefix, made.o, suffix), made.awaits + 1, made.effects + 1, made.writes, type)

    def awaited(self, depth):
        make = self.weighted([(self.simple_call, 30), (self.aggregate_call, 20), (self.pointer_call, 14), (self.indirect_call, 10),
                              (self.mixed_types, 10), (self.task, 5), (self.recursive_call, 3), (self.literal_call, 6), (self.wide, 8)])
        return make(depth)

    def simple_call(self, depth):
        if self.chance(15):
            return self.call("A3", [self.expr(depth - 1) for _ in range(3)], key=False)
        return self.call(self.rng.choice("AB"), [self.expr(depth - 1)])

    def aggregate_call(self, depth):
        value, choice = self.expr(depth - 1), self.rng.randrange(9)
        if choice <= 1:
            return self.call("mkS", [value], self.rng.choice([".a", ".b", ".e[1]", ".c", ".d"]), "+")
        if choice == 2:
            return self.call("mkK", [value], ".a", "+")
        if choice == 3:
            return self.call("mkU", [value], self.rng.choice([".i", ".h[0]", ".c[1]"]), "+")
        if choice == 4:
            return self.call("mkN", [value], self.rng.choice([".in[1].a", ".at.y", ".u.h[1]"]), "+")
        if choice == 5:
            return self.call("sumK", [self.call("mkK", [value], type="struct K")])
        if choice == 6:
            return self.call("sumU", [self.call("mkU", [value], type="union U")])
        if choice == 7:
            name = self.pick("nested")
            return self.call("sumN", [E(name, type="struct N") if name else self.call("mkN", [value], type="struct N")])
        return self.call("sumS", [self.struct(depth - 1)])

    def pointer_call(self, depth):
        name, record = self.pick("int"), self.pick("struct")
        if record and self.chance(30):
            return self.call("PS", [E("&" + record, type="struct S *")], self.rng.choice(["->a", "->c", "->e[1]"]), "+")
        if not name:
            return self.simple_call(depth)
        if self.chance(40):
            return self.call("P", [E("&" + name, type="int *")], "", "*")
        return self.call("M", [E("&" + name, type="int *"), self.expr(depth - 1)])

    def indirect_call(self, depth):
        value, index = self.expr(depth - 1), masked(self.expr(depth - 2), 1)
        choice, name = self.rng.randrange(4), self.pick("function")
        if choice == 0 and name:
            return self.call(name, [value])
        if choice == 1:
            form = "(%s ? A : B)(9, %s)"
        elif choice == 2:
            form = "ops[%s].run(9, %s)"
        else:
            form = "table[%s](9, %s)"
        made = self.sequence([index, value], lambda t: form % tuple(t))
        if choice == 2 and self.chance(30): # the pointer itself is awaited
            form = "(%s).run(9, %s)"
            callee = self.call("pick", [index], type="struct op")
            made = self.sequence([callee, value], lambda t: form % tuple(t))
            index = callee
        return E("await " + form % (index.a, value.a), made.o, made.awaits + 1, made.effects + 1, made.writes)

    def recursive_call(self, depth):
        return self.call(self.rng.choice(["R", "odd"]), [masked(self.expr(depth - 1), 3)])

    def mixed_types(self, depth):
        """Operands of different arithmetic types."""
        (one, type_one), (two, type_two) = self.rng.choice(MIXED), self.rng.choice(MIXED)
        left = self.call(one, [masked(self.expr(depth - 1), 511)], type=type_one)
        right = self.call(two, [masked(self.expr(depth - 2), 511)], type=type_two)
        choice = self.rng.randrange(4)
        if choice == 0:
            test = self.expr(depth - 2)
            made = mix("(%s ? %s : %s)", [test, left, right], "double")
        elif choice == 1:
            made = self.sequence([left, self.expr(depth - 2)], lambda t: "(%s + %s)" % tuple(t), "double")
        elif choice == 2:
            op = self.rng.choice(COMPARE)
            return self.sequence([left, right], lambda t: "(%s %s %s)" % (t[0], op, t[1]))
        else:
            made = left
        return made.wrap("(int)((long long)(%s) %% 1000)")

    def task(self, depth):
        """A task awaited at once, perhaps twice."""
        value, name = self.full(depth - 1), self.temp()
        type, use = self.rng.choice([("int", "await %s"), ("int", "await %s + await %s"), ("struct S", "(await %s).a")])
        function = "mkS" if type != "int" else self.rng.choice("AB")
        uses = (name,) * use.count("%s")
        lines, values = self.in_temps([value])
        start = "%s %s = %s(%s" % (type, name, function, self.number())
        return E("({ async %s, %s); %s; })" % (start, value.a, use % uses),
                 "({ %s%s, %s); %s; })" % (lines, start, values[0], use.replace("await ", "") % uses),
                 value.awaits + len(uses), value.effects + 1, value.writes)

    def literal_call(self, depth):
        if self.chance(50):
            return self.call("readS", [self.struct_literal(depth - 1, "&")])
        parts = [self.expr(depth - 1), self.expr(depth - 2)]
        made = self.sequence(parts, lambda t: "readA(9, (int[]){ %s, %s })" % tuple(t))
        return E("await readA(9, (int[]){ %s, %s })" % tuple(p.a for p in parts), made.o, made.awaits + 1, made.effects + 1, made.writes)

    # ---- types that not every C compiler has

    def wide(self, depth):
        if not self.may("wide"):
            return self.simple_call(depth)
        value = masked(self.expr(depth - 1), 255)
        kind = self.rng.choice(["complex", "vector", "int128"])
        one, other = self.wide_value(kind, value), self.wide_value(kind, masked(self.expr(depth - 2), 31))
        type = one.type
        op = self.rng.choice("+-*" if kind != "vector" else "+-*^&")
        made = self.sequence([one, other], lambda t: "(%s %s %s)" % (t[0], op, t[1]), type) if self.chance(60) else one
        if kind == "vector" and made is one and self.chance(50):
            index = masked(self.expr(depth - 2), 3)
            return self.sequence([made, index], lambda t: "(%s)[%s]" % tuple(t))
        return made.wrap({"complex": "(int)__real__(%s)", "vector": "(%s)[2]", "int128": "(int)((%s) >> 70)"}[kind])

    def wide_value(self, kind, value):
        type, function = {"complex": ("double _Complex", "CX"), "vector": ("V4", "VE"), "int128": ("__int128", "HU")}[kind]
        name = self.pick(kind)
        return E(name, type=type) if name and self.chance(40) else self.call(function, [value], type=type)

    # ---- structs

    def struct(self, depth):
        name = self.pick("struct", "cstruct")
        choice = self.rng.randrange(5)
        if name and choice == 0:
            return E(name, type="struct S")
        if choice == 1:
            return self.struct_literal(depth)
        if choice == 2 and depth > 0:
            test, yes, no = self.expr(depth - 1), self.struct(depth - 1), self.struct(depth - 1)
            return mix("(%s ? %s : %s)", [test, yes, no], "struct S")
        if choice == 3 and self.pick("structs"):
            name = self.pick("structs")
            return masked(self.expr(depth - 1), 1).wrap(name + "[%s]", "struct S")
        return self.call("mkS", [self.expr(depth - 1)], type="struct S")

    def struct_literal(self, depth, prefix=""):
        parts = [self.expr(depth - 1), masked(self.expr(depth - 1), 31), self.expr(depth - 2)]
        form = "(struct S)" + self.rng.choice(["{ .a = %s, .c = %s, .e = { 1, (short)(%s) } }", "{ .c = (%s) & 31, .a = %s, .e[1] = (short)(%s) }"])
        made = self.sequence(parts, lambda t: (prefix + form) % tuple(t), "struct S")
        if prefix and made.effects: # the object must outlive the statement expression
            made.o = "&(struct S[1]){ %s }[0]" % self.sequence(parts, lambda t: form % tuple(t)).o
        if prefix:
            made.type = "struct S *"
        return made

    # ---- operators

    def traced(self, depth):
        value = self.expr(depth - 1)
        k = self.number()
        return E("T(%s, %s)" % (k, value.a), "T(%s, %s)" % (k, value.o), value.awaits, value.effects + 1, value.writes)

    def binary(self, depth):
        form = "(%s)" % self.rng.choice(BINARY)
        return self.sequence([self.expr(depth - 1), self.expr(depth - 1)], lambda t: form % tuple(t))

    def logic(self, depth):
        form = self.rng.choice(["(%s && %s)", "(%s || %s)", "(%s ? %s : %s)", "(%s ?: %s)", "(%s, %s)"])
        return mix(form, [self.expr(depth - 1) for _ in range(form.count("%s"))])

    UNARY = ["-(%s)", "~(%s)", "!(%s)", "(char)(%s)", "(%s)", "__extension__ (%s)", "(int)(long long)(%s)", "(_Bool)(%s)",
             "(int)sizeof(int) + (%s)", "(%s) %% 7", "(int)(unsigned char)(%s)", "(int[]){ 4, 5, 6, 7 }[(%s) & 3]", "_Generic(1, int: %s, default: 0)",
             "(int)__builtin_expect(%s, 1)"]

    # Known whatever the operand is.
    KNOWN = ["(%s) * 0", "(%s) & 0", "(%s) | -1", "(%s) %% 1", "0 / (((%s) & 3) + 1)", "0 << ((%s) & 3)", "(%s) ? 3 : 3", "(%s) || 1",
             "(unsigned char)(%s) > 255", "(unsigned char)(%s) <= 255u", "(signed char)(%s) == 200", "300L != (unsigned char)(%s)",
             "(unsigned)(%s) < 0", "!(%s) > 1", "((%s), 7)"]

    def unary(self, depth):
        return self.expr(depth - 1).wrap("(%s)" % self.rng.choice(self.KNOWN if self.chance(10) else self.UNARY))

    def plain_call(self, depth):
        choice = self.rng.randrange(6)
        if choice <= 1:
            return self.struct(depth - 1).wrap("sumplain(%s)")
        if choice == 2:
            callee = E("pickplain(9)", effects=1, type="plain *")
            made = self.sequence([callee, self.expr(depth - 1)], lambda t: "%s(8, %s)" % tuple(t))
            made.effects += 1
            return made
        made = self.sequence([self.expr(depth - 1) for _ in range(3)], lambda t: "F3(%s)" % ", ".join(t))
        made.effects += 1
        return made

    def nested_call(self, depth):
        """Of a function that may do anything with the variables around it, perhaps by its address."""
        name, value = self.pick("inner"), self.expr(depth - 1)
        if not name:
            return self.plain_call(depth)
        form = "via(%s, %%s)" % name if not value.awaits and self.chance(30) else name + "(%s)"
        made = self.sequence([value], lambda t: form % t[0])
        made.effects, made.writes = made.effects + 2, True
        return made

    def statement_expression(self, depth):
        outer, self.scope = self.scope, Scope(self.scope)
        lines = [self.statement(depth - 1, True) for _ in range(self.rng.randrange(1, 3))]
        value = self.full(depth - 1)
        self.scope = outer
        text = "({ %s (%s); })" % (" ".join(line[0] for line in lines), value.a)
        return E(text, "({ %s (%s); })" % (" ".join(line[1] for line in lines), value.o), text.count("await "), 2, True)

    # ---- assignments

    def place(self, depth):
        """Something of an integer type to assign to."""
        make = self.weighted([(self.named_place, 30), (self.element, 20), (self.member, 22), (self.through_pointer, 16)])
        return make(depth) or self.named_place(depth)

    def named_place(self, depth):
        name = self.pick("int", "uchar", "volatile", "static", "atomic")
        return Place(name) if name else None

    def element(self, depth):
        pointer, choice = self.temp(), self.rng.randrange(3)
        index = masked(self.expr(depth - 1), 1)
        if choice == 0 and self.pick("grid"):
            name, second, i, j = self.pick("grid"), self.expr(depth - 2).wrap("((unsigned)(%s) %% 3)"), self.temp(), self.temp()
            return Place("%s[%s][%s]" % (name, index.a, second.a), "int %s = %s; int %s = %s; int *%s = &%s[%s][%s]; "
                         % (i, index.o, j, second.o, pointer, name, i, j), "*" + pointer, [index, second])
        if choice == 1 and self.pick("union"):
            name, member = self.pick("union"), self.rng.choice(["short", "unsigned char"])
            field = {"short": "h", "unsigned char": "c"}[member]
            return Place("%s.%s[%s]" % (name, field, index.a), "%s *%s = &%s.%s[%s]; " % (member, pointer, name, field, index.o),
                         "*" + pointer, [index])
        if choice == 2 and self.pick("flexible"):
            name = self.pick("flexible") + ".tail"
        else:
            name = self.pick("array")
        return name and Place("%s[%s]" % (name, index.a), "int *%s = &%s[%s]; " % (pointer, name, index.o), "*" + pointer, [index])

    def member(self, depth):
        member = self.rng.choice(["a", "b", "c", "d", "e[0]", "e[2]"])
        bits, choice, pointer = self.bits and member in "cd", self.rng.randrange(4), self.temp()
        index = masked(self.expr(depth - 1), 1)
        if choice == 0 and self.pick("structs"):
            name = self.pick("structs")
            return Place("%s[%s].%s" % (name, index.a, member), "struct S *%s = &%s[%s]; " % (pointer, name, index.o),
                         "%s->%s" % (pointer, member), [index], bits)
        if choice == 1 and self.pick("nested"):
            name = self.pick("nested")
            return Place("%s.in[%s].%s" % (name, index.a, member), "struct S *%s = &%s.in[%s]; " % (pointer, name, index.o),
                         "%s->%s" % (pointer, member), [index], bits)
        if choice == 2 and self.pick("sptr"):
            return Place("%s->%s" % (self.pick("sptr"), member), bits=bits)
        name = self.pick("struct")
        if name and self.chance(30):
            return Place("%s.e[%s]" % (name, index.a), "short *%s = &%s.e[%s]; " % (pointer, name, index.o), "*" + pointer, [index])
        return name and Place("%s.%s" % (name, member), bits=bits)

    def through_pointer(self, depth):
        pointer, name, record = self.temp(), self.pick("int"), self.pick("struct")
        if record and self.chance(40):
            member = self.rng.choice(["a", "c", "d", "e[1]"])
            made = self.call("PS", [E("&" + record, type="struct S *")])
            return Place("(%s)->%s" % (made.a, member), "struct S *%s = %s; " % (pointer, made.o), "%s->%s" % (pointer, member), [made], self.bits and member in "cd")
        if not name:
            return None
        other = self.pick("int")
        if other and self.chance(30):
            test = self.expr(depth - 1)
            return Place("*(%s ? &%s : &%s)" % (test.a, name, other), "int *%s = (%s ? &%s : &%s); " % (pointer, test.o, name, other),
                         "*" + pointer, [test])
        made = self.call("P", [E("&" + name, type="int *")])
        return Place("*(%s)" % made.a, "int *%s = %s; " % (pointer, made.o), "*" + pointer, [made])

    def assign(self, depth):
        place = self.place(depth - 1)
        if not place:
            return self.leaf()
        if self.chance(12):
            form = self.rng.choice(["%s++", "%s--", "++%s", "--%s"])
            form = "(+(%s))" % form if place.bits else "(%s)" % form
            awaits = sum(p.awaits for p in place.parts)
            text = "(%s)" % place.a if form.startswith("(%") else place.a
            return E(form % text, "({ %s%s; })" % (place.setup, form % ("(%s)" % place.use)), awaits, sum(p.effects for p in place.parts) + 1, True)
        (op, form), value, temp = self.rng.choice(ASSIGN), self.expr(depth - 1), self.temp()
        parts = place.parts + [value]
        whole = "(+(%s %s %s))" if place.bits else "(%s %s %s)"
        return E(whole % (place.a, op, form % value.a),
                 "({ %sint %s = %s; %s; })" % (place.setup, temp, form % value.o, whole % (place.use, op, temp)),
                 sum(p.awaits for p in parts), sum(p.effects for p in parts) + 1, True)

    # ---- any of them

    def expr(self, depth):
        if depth <= 0 or self.chance(12):
            return self.leaf()
        return self.weighted([(self.awaited, 34), (self.traced, 9), (self.binary, 20), (self.logic, 14), (self.unary, 8), (self.assign, 9),
                              (self.plain_call, 4), (self.statement_expression, 3), (self.nested_call, 3)])(depth)

    def full(self, depth=3):
        """A full expression, of an order that all compilers agree about."""
        for _ in range(50):
            made = self.expr(depth)
            if self.ordered([made]):
                return made
        return self.leaf()
