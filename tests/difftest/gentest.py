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

FLAGS = ["-fwrapv", "-Wno-misleading-indentation"] # lines are broken anywhere


class Tester:
    def __init__(self, options):
        self.build = os.path.abspath(options.build)
        self.every, self.warn = options.every, options.warn
        self.ways, self.thorough = totals.chosen_ways(options), totals.thorough_ways(options)
        self.together = options.together
        self.keep = options.keep or os.path.join(self.build, "gentest")
        self.made, self.expected = {}, {}

    @staticmethod
    def names(seeds):
        return ["gen-%d" % seed for seed in seeds]

    def examine(self, seeds, scratch):
        self.made.clear()
        self.expected.clear()
        outcomes = dict.fromkeys(seeds, totals.Outcome("generated", "same", []))
        for way in (None, *self.thorough):
            some = tuple(seed for seed in seeds if outcomes[seed].kind == "same")
            self.go_on(outcomes, some, self.cheaply(some, scratch, way))
        for seed in seeds:
            if seed % self.every == 0 and outcomes[seed].kind == "same":
                way = harness.way_in_turn(self.ways, seed // self.every)
                self.go_on(outcomes, (seed,), [self.one_file((seed,), scratch, way)])
            if seed % self.warn == 0 and outcomes[seed].kind == "same":
                way = harness.way_in_turn(harness.WARNING_WAYS, seed // self.warn)
                self.go_on(outcomes, (seed,), [self.warned(seed, scratch, way)])
        return [(name, [outcomes[seed]]) for name, seed in zip(self.names(seeds), seeds)]

    @staticmethod
    def go_on(outcomes, seeds, found):
        for seed, one in zip(seeds, found):
            outcomes[seed] = totals.Outcome("generated", one.kind, outcomes[seed].ways + one.ways)

    def cheaply(self, seeds, scratch, way=None):
        """An outcome for each: built together, and one by one if that fails."""
        if not seeds:
            return []
        whole = self.one_file(seeds, scratch, way)
        if whole.kind == "same" or len(seeds) == 1:
            return [whole] * len(seeds)
        outcomes = [self.one_file((seed,), scratch, way) for seed in seeds]
        # A time-out is the C compiler's, which has ten programs at once.
        if all(outcome.kind in harness.FINE for outcome in outcomes) and whole.kind not in (*harness.FINE, "time-out", "warned"):
            outcomes[0] = whole
        return outcomes

    def generate(self, seeds, scratch):
        """Their name, the files, and the features that they have."""
        name = self.names(seeds)[0] + ("-and-%d" % (len(seeds) - 1) if len(seeds) > 1 else "")
        files = [os.path.join(scratch, name + suffix) for suffix in (".ac", ".c")]
        if seeds not in self.made:
            *texts, self.made[seeds] = gen.generate(*seeds)
            for path, text in zip(files, texts):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
        return name, files, self.made[seeds]

    def twins_result(self, source, scratch, way):
        if (source, way) not in self.expected:
            self.expected[source, way] = harness.plain_result(source, FLAGS, scratch, way)
        return self.expected[source, way]

    def warned(self, seed, scratch, way):
        name, files, used = self.generate((seed,), scratch)
        if used & gen.NOT_CLANG:
            way = harness.by_gcc(way)
        kind, why = harness.look_for_warnings(self.build, way, FLAGS + files[:1], self.plain(files))
        if kind != "same":
            harness.keep(self.keep, name, kind, way, why, files)
        return totals.Outcome("generated", kind, [harness.spell(way)])

    def plain(self, files):
        """What may give the same warnings. What is kept in a frame cannot be const, and compilers say more of what is not, and of
        text in which no macro is seen. Deferred statements stand where they are: <ac/serial.h> would have them not optimised."""
        elided = ["-DAC_SERIAL_NO_DEFER", "-Ddefer=", "-include", "ac/serial.h", "-I" + os.path.join(self.build, "include")]
        text = ["-x", "c", *elided, files[0]]
        once = (files[1:], text, ["-Dconst=", files[1]], ["-no-integrated-cpp", *text])
        return [[*FLAGS, *how, *args] for how in (["-fsyntax-only"], []) for args in once]

    def one_file(self, seeds, scratch, way=None):
        name, files, used = self.generate(seeds, scratch)
        twin = harness.cheapest(not used & gen.NOT_TCC_TWIN)
        expected = self.twins_result(files[1], scratch, twin)
        if not expected:
            return totals.Outcome("generated", "skipped", [])
        cheapest = harness.cheapest(not used & gen.NOT_TCC, seeds[0] // self.together)
        if not way or way.cc == "tcc":
            way = cheapest._replace(under=way.under if way else ())
        if used & gen.NOT_CLANG:
            way = harness.by_gcc(way)
        kind, why = self.judge(way, files, scratch, expected)
        if kind == "wrong output" and way.under: # valgrind computes with a long double of 64 bits
            kind, why = self.judge(way, files, scratch, self.twins_result(files[1], scratch, twin._replace(under=way.under)))
        if kind == "wrong output" and "tcc" in (twin.cc, way.cc): # whose mistake?
            gcc = harness.WAYS[0]._replace(under=way.under)
            way = way if way.cc != "tcc" else gcc
            kind, why = self.judge(way, files, scratch, self.twins_result(files[1], scratch, gcc))
        if kind == "did not compile" and not harness.build_plain(way, files[1], FLAGS, os.path.join(scratch, "plain")):
            return totals.Outcome("generated", "skipped", [])
        if kind != "same":
            harness.keep(self.keep, name, kind, way, why, files)
        return totals.Outcome("generated", kind, [harness.spell(way)])

    def judge(self, way, files, scratch, expected):
        shifts = ["-fno-sanitize=shift"] if harness.sanitized(way) else []
        plain = self.plain(files) if harness.looks(way) else ()
        return harness.judge(self.build, way, [*FLAGS, *shifts, files[0]], os.path.join(scratch, "async"), expected, plain)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    totals.add_options(parser, os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--together", type=int, default=gen.BATCH, help="programs in a file, at most %d" % gen.BATCH)
    options = parser.parse_args()
    seeds = itertools.groupby(range(options.seed, options.seed + options.n), lambda n: (n // gen.BATCH, n % gen.BATCH // options.together))
    return totals.run(Tester(options), [tuple(group) for _, group in seeds], options)


if __name__ == "__main__":
    sys.exit(main())
