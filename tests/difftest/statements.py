"""Statements of generated programs: pairs of text."""
from concurrency import Concurrency
from pieces import Scope, masked


class Statements(Concurrency):
    def statement(self, depth, inside=False):
        """inside: of a statement expression, where jumping out is left alone."""
        simple = [(self.expression, 14), (self.declare, 14), (self.show, 3), (self.pause, 3), (self.void_call, 3)]
        nested = [(self.branch, 8), (self.loop, 8), (self.block, 4), (self.switch, 6), (self.cleaned, 3), (self.deferred, 4),
                  (self.backwards, 2), (self.forwards, 4), (self.into, 2), (self.computed, 1), (self.duff, 1), (self.local_type, 1),
                  (self.decided, 4), (self.nested, 3), (self.comes_back, 3),
                  (self.concurrent, 8)]
        jumps = [(self.jump, 4)]
        return self.weighted(simple + (nested if depth > 0 else []) + ([] if inside else jumps))(depth)

    def expression(self, depth):
        if self.chance(15) and self.pick("struct"):
            value, name = self.struct(2), self.pick("struct")
            if self.ordered([value]):
                return "%s = %s;" % (name, value.a), "%s = %s;" % (name, value.o)
        if self.chance(35):
            made = self.assign(3)
            if made.awaits or made.effects < 2:
                return made.a + ";", made.o + ";"
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
        form = self.rng.choice(["(%s) ? %sV(K) : %sV(L);", "(void)((%s), %sV(K), %sV(L));"]).replace("K", k).replace("L", l)
        return form % (test.a, "await ", "await "), form % (test.o, "", "")

    def body(self, depth, count=4):
        outer, self.scope = self.scope, Scope(self.scope)
        lines = [self.statement(depth - 1) for _ in range(self.rng.randrange(1, count))]
        self.scope = outer
        return "{ %s }" % "\n".join(l[0] for l in lines), "{ %s }" % "\n".join(l[1] for l in lines)

    def guarded(self, make, *args):
        """What MAKE makes stands in the scope of a clean-up."""
        self.guards += 1
        made = make(*args)
        self.guards -= 1
        return made

    def bare(self, depth):
        """What a loop or branch holds, perhaps without braces."""
        return self.rng.choice([self.expression, self.void_call])(depth) if self.chance(15) else self.body(depth)

    def block(self, depth):
        return self.body(depth)

    def branch(self, depth):
        test, yes, no = self.full(), self.bare(depth), self.bare(depth)
        if self.chance(50):
            return "if (%s) %s" % (test.a, yes[0]), "if (%s) %s" % (test.o, yes[1])
        return "if (%s) %s else %s" % (test.a, yes[0], no[0]), "if (%s) %s else %s" % (test.o, yes[1], no[1])

    DECIDED = ["if (%s) BODY", "if (!%s) ; else BODY", "while (%s) BODY", "for (; %s; ) BODY", "do BODY while (%s);"]

    DECIDED_BY = ["0", "(%s)", "%s", "(sizeof(int) == 1)", "((void)%s, 0)", "(&%s == (void *)0)"]
    DECIDED_AFTER = ["((%s) * 0)", "((%s) %% 1)", "((unsigned char)(%s) > 255)", "(((%s) | -1) == 0)", "(0 && (%s))"]

    def decided(self, depth):
        """What a constant or an operator decides against, and perhaps a way into it."""
        name, label, k, test, inside = "f" + self.number(), self.label(), self.number(), self.full(1), self.full(1)
        by = self.rng.choice(self.DECIDED_BY).replace("%s", name)
        known = self.rng.choice(self.DECIDED_AFTER) if self.chance(30) else by.replace("%", "%%") + "%.0s"
        form = self.rng.choice(self.DECIDED)
        value = self.rng.choice("01") if "!" in form else "0"
        body = self.body(depth) if form.startswith("if") else self.inside_loop(self.body, depth)
        enter, place = self.rng.choice([("if ((%%s) & 1) goto %s;" % label, label + ": ;"), ("(void)(%s);", "")])
        head = "{ const %s %s = %s; " % (self.rng.choice(["int", "unsigned char", "long", "_Bool"]), name, value)
        return tuple(head + "%s %s }" % (enter % t, (form % (known % i)).replace("BODY", "{ T(%s, %s); %s %s }" % (k, name, place, b)))
                     for t, i, b in ((test.a, inside.a, body[0]), (test.o, inside.o, body[1])))

    # ---- loops

    def loop(self, depth):
        return self.inside_loop(self.any_loop, depth)

    def inside_loop(self, make, depth):
        self.loops += 1
        saved, self.switches = self.switches, 0
        made = make(depth)
        self.loops -= 1
        self.switches = saved
        return made

    def head(self):
        """A condition or step: gcc and clang do not agree on which loop is left by a `break` in it."""
        saved, self.loops = self.loops, 0
        made = self.full(2)
        self.loops = saved
        return made

    LOOPS = ["for (int N = 0; N < C && ((%s) || 1); N++, %s) %s", "for (int N = (%s) & 1, M = 0; N + M < C; M++, (void)(%s)) %s",
             "int N = 0; for (; ; ) { if (N++ >= C || ((%s) & 0)) break; (void)(%s); %s }",
             "int N = 0; for (; ; ) { (void)({ if (N++ >= C || ((%s) & 0)) break; (%s); }); %s }"]

    def any_loop(self, depth):
        name, turns, choice = "n" + self.number(), str(self.rng.randrange(1, 4)), self.rng.randrange(4)
        test, step = self.head(), self.head()
        if choice <= 1:
            body = self.bare(depth)
            form = self.rng.choice(self.LOOPS).replace("N", name).replace("M", name + "m").replace("C", turns)
            return form % (test.a, step.a, body[0]), form % (test.o, step.o, body[1])
        body = self.bare(depth)
        if choice == 2:
            form = "int %s = 0; while (%s++ < %s && ((%s) | 1)) %s"
            return form % (name, name, turns, test.a, body[0]), form % (name, name, turns, test.o, body[1])
        form = "int %s = 0; do %s while (++%s < %s && (((%s) & 1) || 1));"
        return form % (name, body[0], name, turns, test.a), form % (name, body[1], name, turns, test.o)

    # ---- switch

    def plain_items(self, depth):
        """Statements without declarations of their own: what may follow a case label."""
        lines = [self.body(depth, 3), self.expression(depth)][: self.rng.randrange(1, 3)]
        return " ".join(l[0] for l in lines), " ".join(l[1] for l in lines)

    HEADS = ["switch (%s) {", "switch ((long long)(%s) << 33 >> 33) {", "switch ((unsigned char)(%s)) {"]

    def switch(self, depth):
        if self.chance(15):
            return self.switch_without_braces(depth)
        value, head = masked(self.full(), 7), self.rng.choice(self.HEADS)
        self.switches += 1
        outer, self.scope = self.scope, Scope(self.scope)
        early = self.free_name() if self.chance(30) else None
        if early: # declared before the first case, so never initialised
            self.scope.vars[early] = "early"
        labels = ["case 0:", "case 1: case 2:", "case 3 ... 5:", "default:"]
        self.rng.shuffle(labels)
        parts = [self.case(label, early, depth) for label in labels[: self.rng.randrange(2, 5)]]
        self.switches -= 1
        self.scope = outer
        head += "int %s; " % early if early else ""
        return tuple(head % text + "%s ; }" % "\n".join(part[side] for part in parts) for side, text in enumerate((value.a, value.o)))

    def case(self, label, early, depth):
        items = self.plain_items(depth - 1)
        if early and self.chance(60):
            value = self.full(2)
            items = tuple("%s = %s; T(5, %s); %s" % (early, v, early, item) for v, item in zip((value.a, value.o), items))
        if self.chance(20): # the label stands inside of a statement
            test = self.full(1)
            before, after = self.rng.choice([("if ((%s) & 1) { T(6, 1);", "}"), ("do { (void)(%s);", "} while (0);"), ("for (; (%s) & 0; ) {", "}")])
            items = tuple("%s %s %s %s" % (before % t, label, item, after) for t, item in zip((test.a, test.o), items))
        else:
            items = tuple("%s %s" % (label, item) for item in items)
        end = self.rng.choice([" break;", " break;", ""])
        return tuple(item + end for item in items)

    def switch_without_braces(self, depth):
        value = masked(self.full(2), 3)
        self.switches += 1
        body = self.bare(depth)
        self.switches -= 1
        form = self.rng.choice(["switch (%s) case 1: case 2: %s", "switch (%s) default: %s", "switch (%s) case 0: if (sizeof(int) == 4) case 3: %s"])
        return form % (value.a, body[0]), form % (value.o, body[1])

    def duff(self, depth):
        value, name = masked(self.full(2), 3), "n" + self.number()
        items = [self.plain_items(0) for _ in range(3)]
        form = "int %s = 2; switch (%s) { case 0: do { %s case 1: %s case 2: %s; } while (--%s > 0); }"
        return tuple(form % (name, v, *parts, name) for v, parts in ((value.a, [i[0] for i in items]), (value.o, [i[1] for i in items])))

    # ---- what is done late

    def cleaned(self, depth):
        if not self.may("cleanup"):
            return self.block(depth)
        name, value = "c" + self.number(), self.full(2)
        body = self.guarded(self.body, depth)
        form = "{ int %s __attribute__((cleanup(cl))) = %s; %s }"
        return form % (name, value.a, body[0]), form % (name, value.o, body[1])

    def deferred(self, depth):
        if not self.may("defer"):
            return self.block(depth)
        saved = self.loops, self.switches, self.exits, self.returns
        self.loops, self.switches, self.exits, self.returns = 0, 0, [], False
        late = self.guarded(self.body, min(depth - 1, 1), 3) if self.chance(70) else self.void_call(depth)
        self.loops, self.switches, self.exits, self.returns = saved
        body, name = self.guarded(self.body, depth), "d" + self.number()
        twin = "auto void %s(int *); int %sv __attribute__((cleanup(%s))); void %s(int *unused_) { (void)unused_; %s }"
        return ("{ defer %s %s }" % (late[0], body[0]), "{ %s %s }" % (twin % (name, name, name, name, late[1]), body[1]))

    # ---- functions in functions

    def without_await(self, make, *args):
        """What MAKE makes when it makes nothing asynchronous, or None."""
        for _ in range(30):
            declared = dict(self.scope.vars)
            made = make(*args)
            text = made[0] if isinstance(made, tuple) else made.a
            if not any(word in text for word in ("await", "async", "defer", "ac_")):
                return made
            self.scope.vars = declared
        return None

    def nested(self, depth):
        """A function that is called in the rest of the block, and what it does with the variables around it."""
        if not self.may("nested"):
            return self.block(depth)
        name, outer = "n%s_" % self.number(), self.scope
        saved = self.loops, self.switches, self.exits, self.returns
        self.loops, self.switches, self.exits, self.returns = 0, 0, [], False
        self.scope = Scope(outer)
        self.scope.vars["k"] = "int"
        lines = [self.without_await(self.statement, min(depth - 1, 1), True) for _ in range(self.rng.randrange(1, 3))]
        value = self.without_await(self.full, 2) or self.leaf()
        self.scope = outer
        self.loops, self.switches, self.exits, self.returns = saved
        outer.vars[name] = "inner"
        form = "int %s(int k) { %%s return %%s; } ;" % name
        return tuple(form % (" ".join(line[side] for line in lines if line), text) for side, text in enumerate((value.a, value.o)))

    # ---- jumps

    def unchanging(self, depth):
        """A full expression that changes nothing: what is changed between setjmp() and longjmp() is lost."""
        made = self.full(depth)
        return made if not made.writes and "=" not in made.a.replace("==", "") else self.leaf()

    def comes_back(self, depth):
        if not self.may("setjmp"):
            return self.block(depth)
        env, value = "e" + self.number(), self.without_await(self.unchanging, 2) or self.leaf()
        went, came = self.body(depth), self.body(depth)
        form = "{ jmp_buf %s; if (setjmp(%s) == 0) { leap(&%s, %%s); %%s } else %%s }" % (env, env, env)
        return tuple(form % (text, went[side], came[side]) for side, text in enumerate((value.a, value.o)))

    def forwards(self, depth):
        label = self.label()
        self.exits.append(label)
        body = self.body(depth)
        self.exits.pop()
        return "%s %s: ;" % (body[0], label), "%s %s: ;" % (body[1], label)

    def into(self, depth):
        """Into a block, past an initialisation."""
        label, test, early = self.label(), self.full(2), self.expression(depth)
        body = self.body(depth)
        form = "if ((%s) & 1) goto %s; { int n%s = 1; %s T(3, n%s); %s: ; %s }"
        k = self.number()
        return form % (test.a, label, k, early[0], k, label, body[0]), form % (test.o, label, k, early[1], k, label, body[1])

    def backwards(self, depth):
        label, name = self.label(), "n" + self.number()
        body, test = self.body(depth), self.full(2)
        form = "int %s = 0; %s: %s if (%s++ < 2 && ((%s) || 1)) goto %s;"
        return form % (name, label, body[0], name, test.a, label), form % (name, label, body[1], name, test.o, label)

    def computed(self, depth):
        if self.guards or "vla" in self.allowed: # arrays of variable length are cleaned up, too
            return self.block(depth)
        one, two, value = self.label(), self.label(), masked(self.full(2), 1)
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
            return tuple("if (((%s) & 7) == 3) return %s;" % pair for pair in ((test.a, value.a), (test.o, value.o)))
        if not ways:
            return self.pause(depth)
        way = self.rng.choice(ways)
        return "if ((%s) & 1) %s" % (test.a, way), "if ((%s) & 1) %s" % (test.o, way)
