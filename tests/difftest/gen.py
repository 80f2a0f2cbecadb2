#!/usr/bin/env python3
"""Random Async C programs, each with what it means as plain C.

A program prints a trace of its evaluations. Its twin is the same program without async and await, written so that C has no
choice of order: where an expression has an await, operands are evaluated left to right, each once, and `x op= await e`
reads x after the await; the twin says so with temporaries in statement expressions. So the two texts are made together:
every piece of a program is a pair.

usage: gen.py SEED PROGRAM.ac TWIN.c"""
import random
import sys

import prelude
from pieces import Scope
from statements import Statements

# What tcc does not have, or compiles wrongly; `defer` only in the twin, where it is a nested function.
NOT_TCC = {"vla", "cleanup", "wide", "bits", "unsized", "range", "atomic", "tls", "nested"}
NOT_TCC_TWIN = NOT_TCC | {"defer"}
# What clang 14 does not compile: nested functions, ranges of what is not constant; it takes `(atomic = 1)` for something atomic.
NOT_CLANG = {"range", "atomic", "nested"}


def erase(text):
    return text.replace("await ac_yield();", ";").replace("async ", "").replace("await ", "").replace("ac_run", "")


# Programs of one file have the same features.
BATCH = 10


def features(seed):
    """Which of the parts of the language that cost time a program has: three in four have none of what tcc lacks."""
    rng = random.Random(-(seed // BATCH))
    chosen, with_clang = set(), rng.randrange(3)
    if rng.randrange(4) == 0:
        chosen = {name for name in sorted(NOT_TCC) if rng.randrange(2) and not (with_clang and name in NOT_CLANG)}
    return chosen | ({"defer"} if rng.randrange(3) == 0 else set()) | ({"setjmp"} if rng.randrange(8) == 0 else set())


class Generator(Statements):
    def a_function(self, name):
        self.scope = Scope()
        self.scope.vars.update({"pa": "int", "pb": "const", "ps": "struct", "pp": "pointer", "pw": "cstruct"})
        outer, self.scope = self.scope, Scope(self.scope)
        lines = [self.statement(3) for _ in range(self.rng.randrange(5, 12))]
        value = self.full()
        self.scope = outer
        head = "static async int %s(int pa, const int pb, struct S ps, int *pp, const struct S pw)\n" % name
        return (head + "{\n%s\nreturn %s;\n}\n" % ("\n".join(l[0] for l in lines), value.a),
                erase(head) + "{\n%s\nreturn %s;\n}\n" % ("\n".join(l[1] for l in lines), value.o))

    def program(self, seed):
        """run_SEED() and what it calls."""
        name = "test_%d_" % seed
        functions = [self.a_function(name + str(n)) for n in range(1, 4)]
        calls = "".join('    { struct S s = await mkS(1, 2), w = await mkS(3, 4); printf("= %%d\\n", await %s%d(%d, %d, s, &g, w)); }\n'
                        % (name, n, n, n + 1) for n in range(1, 4))
        run = "static async int run_%d(void)\n{\n    int g = 7;\n    seed = %d;\n%s    return g & 63;\n}\n" % (seed, seed, calls)
        return "".join(f[0] for f in functions) + run, "".join(f[1] for f in functions) + erase(run)


# Each in a process of its own: some run out of fuel.
MAIN = """\
int main(void)
{
    static async int (*const runs[])(void) = { %s };

    for (unsigned i = 0; i < sizeof runs / sizeof *runs; i++) {
        int status = 0;

        fflush(stdout);
        if (!fork())
            exit(ac_run(runs[i]()));
        wait(&status);
        printf("== %%d\\n", status);
    }
    return 0;
}
"""


def generate(*seeds):
    """(Async C, plain C, features it has) of a file of one program or, with the same features, several."""
    pieces, used = [], set()
    for seed in seeds:
        generator = Generator(seed, features(seed))
        pieces.append(generator.program(seed))
        used |= generator.used
    main = MAIN % ", ".join("run_%d" % seed for seed in seeds)
    program, twin = ("".join(piece[side] for piece in pieces) for side in (0, 1))
    start = prelude.text(program + main, "bits" in used)
    return "#include <ac.h>\n" + start + program + main, erase(start) + twin + erase(main), used


def main():
    program, twin, _ = generate(int(sys.argv[1]))
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(program)
    with open(sys.argv[3], "w", encoding="utf-8") as file:
        file.write(twin)


if __name__ == "__main__":
    main()
