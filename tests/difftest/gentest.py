#!/usr/bin/env python3
"""Generated Async C programs (gen.py) against their plain twins, ten to a file; where a file fails, each by itself."""
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
        self.every = options.every
        self.together = options.together
        self.keep = options.keep or os.path.join(self.build, "gentest")

    @staticmethod
    def names(seeds):
        return ["gen-%d" % seed for seed in seeds]

    def examine(self, seeds, scratch):
        whole = self.one_file(seeds, scratch)
        if whole.kind == "same" or len(seeds) == 1:
            return [(name, [whole]) for name in self.names(seeds)]
        outcomes = [self.one_file((seed,), scratch) for seed in seeds]
        # A time-out is the C compiler's, which has ten programs to sanitize.
        if all(outcome.kind in harness.FINE for outcome in outcomes) and whole.kind not in (*harness.FINE, "time-out"):
            outcomes[0] = whole
        return [(name, [outcome]) for name, outcome in zip(self.names(seeds), outcomes)]

    def one_file(self, seeds, scratch):
        name, built = "-".join(self.names(seeds)[:: max(1, len(seeds) - 1)]), []
        files = [os.path.join(scratch, name + suffix) for suffix in (".ac", ".c")]
        *texts, used = gen.generate(*seeds)
        for path, text in zip(files, texts):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        expected = harness.plain_result(files[1], FLAGS, scratch, harness.cheapest(not used & gen.NOT_TCC_TWIN))
        if not expected:
            return totals.Outcome("generated", "skipped", [])
        for way in self.ways(seeds[0] // self.together, used):
            shifts = ["-fno-sanitize=shift"] if way[1] is harness.SANITIZE else []
            kind, why = harness.judge(self.build, way, [*FLAGS, *shifts, files[0]], os.path.join(scratch, "async"), expected)
            built.append(harness.spell(way))
            if kind != "same":
                harness.keep(self.keep, name, kind, way, why, files)
                return totals.Outcome("generated", kind, built)
        return totals.Outcome("generated", "same", built)

    def ways(self, number, used):
        ways = harness.ways_in_turn(number, self.every, not used & gen.NOT_TCC)
        return [("gcc", way[1]) if way[0] == "clang" and used & gen.NOT_CLANG else way for way in ways]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    totals.add_options(parser, os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--together", type=int, default=gen.BATCH, help="programs in a file, at most %d" % gen.BATCH)
    options = parser.parse_args()
    seeds = itertools.groupby(range(options.seed, options.seed + options.n), lambda n: (n // gen.BATCH, n % gen.BATCH // options.together))
    return totals.run(Tester(options), [tuple(group) for _, group in seeds], options)


if __name__ == "__main__":
    sys.exit(main())
