"""What programs are generated from: pairs of texts, scopes, and choices."""
import random


class E:
    """An expression: async text, plain text; how many awaits it has, how many parts that others can observe, does it assign;
    the type a temporary of its value needs (integers of all kinds: int)."""

    def __init__(self, a, o=None, awaits=0, effects=0, writes=False, type="int"):
        self.a, self.o, self.awaits, self.effects, self.writes, self.type = a, a if o is None else o, awaits, effects, writes, type

    def wrap(self, form, type="int"):
        """The value used in a larger expression, by a form with one %s."""
        return E(form % self.a, form % self.o, self.awaits, self.effects, self.writes, type)


class Scope:
    def __init__(self, outer=None):
        self.outer = outer
        self.vars = {}


def summed(parts):
    return sum(p.awaits for p in parts), sum(p.effects for p in parts), any(p.writes for p in parts)


def mix(form, parts, type="int"):
    """C itself sequences the parts, or only one is observable."""
    return E(form % tuple(p.a for p in parts), form % tuple(p.o for p in parts), *summed(parts), type)


def masked(value, mask=1023):
    return value.wrap("((%%s) & %d)" % mask)


class Base:
    NAMES = "a b x y z i j q".split()

    def __init__(self, seed, allowed):
        self.rng = random.Random(seed)
        self.allowed = allowed  # features of this program
        self.used = set()       # ... that it does use
        self.bits = self.may("bits")
        self.counter = self.temps = self.labels = 0
        self.scope = Scope()
        self.loops = 0        # may `break` and `continue` be used,
        self.switches = 0     # ... and `break` alone
        self.exits = []       # labels that may be jumped to
        self.guards = 0       # scopes with a clean-up, which computed jumps may not cross
        self.returns = True
        self.hidden = set()

    def chance(self, percent):
        return self.rng.randrange(100) < percent

    def may(self, feature):
        """Uses a feature if the program is one of those that have it."""
        if feature in self.allowed:
            self.used.add(feature)
            return True
        return False

    def number(self):
        self.counter += 1
        return str(self.counter)

    def temp(self):
        self.temps += 1
        return "t%d_" % self.temps

    def label(self):
        self.labels += 1
        return "l%d" % self.labels

    def weighted(self, makers):
        pick = self.rng.randrange(sum(weight for _, weight in makers))
        for make, weight in makers:
            if pick < weight:
                return make
            pick -= weight

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
        names = [name for name in self.NAMES if name not in self.scope.vars]
        return self.rng.choice(names) if names else "v" + self.number()

    def sequence(self, parts, build, type="int"):
        """build(texts) of parts evaluated from left to right."""
        awaits, effects, writes = summed(parts)
        if not effects:
            return E(build([p.a for p in parts]), type=type)
        lines, names = self.in_temps(parts)
        return E(build([p.a for p in parts]), "({ %s%s; })" % (lines, build(names)), awaits, effects, writes, type)

    def in_temps(self, parts):
        names = [self.temp() for _ in parts]
        return "".join("%s %s = %s; " % (p.type, name, p.o) for name, p in zip(names, parts)), names

    def by_temps(self, parts, build):
        """The same for a declaration: (async, plain)."""
        lines, names = self.in_temps(parts)
        return build([p.a for p in parts]), lines + build(names)

    @staticmethod
    def ordered(parts):
        """Is the order of evaluation the same everywhere? Without an await C leaves it open."""
        awaits, effects, writes = summed(parts)
        return awaits or effects == 0 or (effects == 1 and not writes)
