"""What the matrix is made of, for the program (program.py) and for the model (model.py) alike.

A shape is one construct or two, one in the other, around a body in a loop. Each shape is one function, in which every exit
stands; which one is taken is told at run time. Leaving has its trace, and so has everything that is not left."""
import itertools

# Around the body: a block with a defer, a cleanup variable, a task object, an array of them, a variable-length array, a
# group, a timeout, a shield. `wrap`: the whole is called by another function. `leaf`: what the body waits for is another
# function's.
BOTH = ("defer", "cleanup", "task", "tasks", "vla", "group", "timeout", "shield")
OUTER = BOTH + ("wrap",)
INNER = BOTH + ("leaf",)

JUMPS = ("end", "return", "break", "continue", "goto_out", "goto_back", "goto_inside")
# The task is cancelled; a timeout around the call expires; the construct's own timeouts do; children of its groups fail.
STRIKES = ("cancel", "late", "expire", "fail")
HOWS = JUMPS + STRIKES


class Shape:
    """`waits`: what is deferred awaits. `plain`: not an async function."""

    def __init__(self, kinds, waits, plain):
        self.kinds, self.waits, self.plain = kinds, waits, plain
        self.name = "from_" + "_".join(kinds) + ("_waits" if waits else "") + ("_plain" if plain else "")

    def hows(self):
        for how in JUMPS if self.plain else HOWS:
            if (how != "expire" or "timeout" in self.kinds) and (how != "fail" or "group" in self.kinds):
                yield how

    def cases(self):
        """(how, whether the body suspends before it is left)."""
        return itertools.product(self.hows(), (0,) if self.plain else (0, 1))


def shapes():
    kinds = [(kind,) for kind in BOTH + ("wrap", "leaf")] + list(itertools.product(OUTER, INNER))
    made = [Shape(kind, waits, False) for kind in kinds for waits in (False, True)]
    plain = [kind for kind in kinds if set(kind) <= {"defer", "cleanup"}]
    return made + [Shape(kind, False, True) for kind in plain]


def cases():
    return [(shape, how, pause) for shape in shapes() for how, pause in shape.cases()]
