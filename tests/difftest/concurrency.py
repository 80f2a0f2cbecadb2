"""Tasks beside the program, and statements that limit or shield it. The tasks print nothing, so that the trace is that of the
twin, which runs them where they are made; time-outs are so long that none comes, or so short that it comes at once."""
from declarations import Declarations
from pieces import E, masked


class Concurrency(Declarations):
    def concurrent(self, depth):
        make = self.weighted([(self.beside, 30), (self.several, 15), (self.gathered, 10), (self.group, 20), (self.limited, 15),
                              (self.late_limit, 10), (self.shielded, 10), (self.prototype, 5)])
        return make(depth)

    def beside(self, depth):
        """What leaves the block early cancels the task, and joins it."""
        name, value, k = "a" + self.number(), self.full(2), self.number()
        body = self.guarded(self.body, depth)
        spec, call, use = self.rng.choice([("int", "Q", "%s"), ("struct S", "QS", "%s.e[1]")])
        used = self.rng.choice(["T(%s, %s);", "T(%s, %s);", "(void)%s;"])
        a, o = ((used % (k, text) if "T" in used else used % text) for text in (use % ("(await %s)" % name), use % name))
        return ("{ async %s %s = %s(%s); %s %s }" % (spec, name, call, value.a, body[0], a),
                "{ %s %s = %s(%s); %s %s }" % (spec, name, call, value.o, body[1], o))

    def several(self, depth):
        name, k = "a" + self.number(), self.number()
        values = self.init_parts(2)
        body = self.guarded(self.body, depth)
        form = "%sint %s[2] = { Q(%s), Q(%s) };"
        lines, temps = self.in_temps(values)
        index = self.rng.randrange(2)
        return ("{ %s %s T(%s, await %s[%d]); }" % (form % ("async ", name, values[0].a, values[1].a), body[0], k, name, index),
                "{ %s%s %s T(%s, %s[%d]); }" % (lines, form % ("", name, *temps), body[1], k, name, index))

    def gathered(self, depth):
        for _ in range(20):
            values = [self.expr(2), self.expr(2)]
            if all(self.ordered([value]) for value in values) and self.ordered(values):
                break
        else:
            values = [self.leaf(), self.leaf()]
        lines, temps = self.in_temps(values)
        k = self.number()
        return ("T(%s, await ac_gather(Q(%s), Q(%s)));" % (k, values[0].a, values[1].a),
                "{ %s(void)%s; (void)%s; T(%s, 0); }" % (lines, *temps, k))

    def group(self, depth):
        group, name, value, k = "g" + self.number(), "w" + self.number(), self.guarded(self.full, 2), self.number()
        body = self.guarded(self.body, depth)
        start = "W(&%s, %s)"
        end = self.rng.choice(["", " else T(%s, 77);" % k])
        return ("{ int %s = 0; ac_group (%s) { ac_spawn_in(%s, %s); %s }%s T(%s, %s); }"
                % (name, group, group, start % (name, value.a), body[0], end, k, name),
                "{ int %s = 0; { %s; %s } T(%s, %s); }" % (name, start % (name, value.o), body[1], k, name))

    def limited(self, depth):
        time, k = masked(self.full(2)), self.number()
        body = self.guarded(self.bare, depth)
        end = self.rng.choice(["", " else T(%s, 78);" % k])
        return ("ac_timeout ((1000 + (%s)) * AC_SECOND) %s%s" % (time.a, body[0], end), "(void)(%s); %s" % (time.o, body[1]))

    def late_limit(self, depth):
        body, k = self.guarded(self.body, depth), self.number()
        return ("ac_timeout (1) { await ac_sleep(5000 * AC_SECOND); T(%s, 79); } else %s" % (k, body[0]), body[1])

    def shielded(self, depth):
        body = self.guarded(self.bare, depth)
        return "ac_shield " + body[0], body[1]

    def prototype(self, depth):
        text = self.rng.choice(["async int A(int, int);", "extern async int B(int k, int);", "int F3(int, int, int);"])
        call = self.call("A", [E("2")])
        return "{ %s %s; }" % (text, call.a), "{ %s %s; }" % (text.replace("async ", ""), call.o)
