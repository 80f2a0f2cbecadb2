#!/usr/bin/env python3
"""Generated Async C programs (gen.py) against their plain twins: ten to a file, built in the cheapest way, and by themselves where
that file fails. Some are built once more, by themselves, in one of the ways that take long, and some to see what is warned of."""
import argparse
import itertools
import os
import sys

import gen
import harness
import totals

FLAGS = ["-fwrapv"]


class Tester:
    def __init__(self, options):
        self.build = os.path.abspath(options.build)
        self.every, self.warn = options.every, options.warn
        self.ways = totals.chosen_ways(options)
        self.together = options.together
        self.keep = options.keep or os.path.join(self.build, "gentest")

    @staticmethod
    def names(seeds):
        return ["gen-%d" % seed for seed in seeds]

    def examine(self, seeds, scratch):
        names, outcomes = self.names(seeds), self.cheaply(seeds, scratch)
        for i, seed in enumerate(seeds):
            if seed % self.every == 0 and outcomes[i].kind == "same":
                alone = self.one_file((seed,), scratch, harness.way_in_turn(self.ways, seed // self.every))
                outcomes[i] = totals.Outcome("generated", alone.kind, outcomes[i].ways + alone.ways)
            if seed % self.warn == 0 and outcomes[i].kind == "same":
                alone = self.warned(seed, scratch, harness.way_in_turn(harness.WARNING_WAYS, seed // self.warn))
                outcomes[i] = totals.Outcome("generated", alone.kind, outcomes[i].ways + alone.ways)
        return [(name, [outcome]) for name, outcome in zip(names, outcomes)]

    def cheaply(self, seeds, scratch):
        """An outcome for each: built together, and one by one if that fails."""
        whole = self.one_file(seeds, scratch)
        if whole.kind == "same" or len(seeds) == 1:
            return [whole] * len(seeds)
        outcomes = [self.one_file((seed,), scratch) for seed in seeds]
        # A time-out is the C compiler's, which has ten programs at once.
        if all(outcome.kind in harness.FINE for outcome in outcomes) and whole.kind not in (*harness.FINE, "time-out"):
            outcomes[0] = whole
        return outcomes

    @staticmethod
    def generate(name, seeds, scratch):
        """The files, and the features that they have."""
        files = [os.path.join(scratch, name + suffix) for suffix in (".ac", ".c")]
        *texts, used = gen.generate(*seeds)
        for path, text in zip(files, texts):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return files, used

    @staticmethod
    def without_defer(file, scratch):
        """A copy in which deferred statements stand where they are: for gcc a deferred statement of <ac/serial.h> is a block."""
        copy = os.path.join(scratch, "plain.ac")
        with open(file, encoding="utf-8") as text, open(copy, "w", encoding="utf-8") as out:
            out.write("#undef defer\n#define defer\n" + text.read())
        return copy

    def warned(self, seed, scratch, way):
        name, = self.names((seed,))
        files, used = self.generate(name, (seed,), scratch)
        if used & gen.NOT_CLANG:
            way = way._replace(cc="gcc")
        # What is kept in a frame cannot be const, and compilers say more of what is not, and of text in which no macro is seen.
        text = ["-x", "c", "-include", "ac/serial.h", "-I" + os.path.join(self.build, "include"), self.without_defer(files[0], scratch)]
        plain = (files[1:], ["-Dconst=", files[1]], text, ["-no-integrated-cpp", *text])
        kind, why = harness.judge_warnings(self.build, way, FLAGS + files[:1], [FLAGS + args for args in plain])
        if kind != "same":
            harness.keep(self.keep, name, kind, way, why, files)
        return totals.Outcome("generated", kind, [harness.spell(way)])

    def one_file(self, seeds, scratch, way=None):
        name = "-".join(self.names(seeds)[:: max(1, len(seeds) - 1)])
        files, used = self.generate(name, seeds, scratch)
        twin = harness.cheapest(not used & gen.NOT_TCC_TWIN)
        expected = harness.plain_result(files[1], FLAGS, scratch, twin)
        if not expected:
            return totals.Outcome("generated", "skipped", [])
        way = way or harness.cheapest(not used & gen.NOT_TCC, seeds[0] // self.together)
        if way.cc == "clang" and used & gen.NOT_CLANG:
            way = way._replace(cc="gcc")
        if way.under: # valgrind computes with a long double of 64 bits
            expected = harness.plain_result(files[1], FLAGS, scratch, way)
        kind, why = self.judge(way, files, scratch, expected)
        if kind == "wrong output" and harness.TCC in (twin, way): # whose mistake?
            expected = harness.plain_result(files[1], FLAGS, scratch, harness.WAYS[0])
            way = way if way != harness.TCC else harness.WAYS[0]
            kind, why = self.judge(way, files, scratch, expected)
        if kind != "same":
            harness.keep(self.keep, name, kind, way, why, files)
        return totals.Outcome("generated", kind, [harness.spell(way)])

    def judge(self, way, files, scratch, expected):
        shifts = ["-fno-sanitize=shift"] if way.flags is harness.SANITIZE else []
        return harness.judge(self.build, way, [*FLAGS, *shifts, files[0]], os.path.join(scratch, "async"), expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    totals.add_options(parser, os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--together", type=int, default=gen.BATCH, help="programs in a file, at most %d" % gen.BATCH)
    options = parser.parse_args()
    seeds = itertools.groupby(range(options.seed, options.seed + options.n), lambda n: (n // gen.BATCH, n % gen.BATCH // options.together))
    return totals.run(Tester(options), [tuple(group) for _, group in seeds], options)


if __name__ == "__main__":
    sys.exit(main())
