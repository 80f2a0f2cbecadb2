#!/usr/bin/env python3
"""Generated Async C programs (gen.py) against their plain twins."""
import argparse
import os
import sys

import gen
import harness

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Tester:
    def __init__(self, options):
        self.acc = os.path.join(os.path.abspath(options.build), "acc")
        self.ways = harness.possible_ways()
        self.totals = harness.Totals(options.keep or os.path.join(os.path.abspath(options.build), "gentest"))

    def examine(self, seed, scratch):
        name = "gen-%d" % seed
        program, twin = (os.path.join(scratch, name + suffix) for suffix in (".ac", ".c"))
        for path, text in zip((program, twin), gen.generate(seed)):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        expected = harness.plain_result(twin, ["-fwrapv"], scratch, (("gcc", ["-O0"]),))
        if not expected:
            self.totals.add("skipped", name, [program, twin], ("", []), "")
            return
        way = self.ways[seed % len(self.ways)]
        if way[1] is harness.SANITIZE and seed % 4:
            way = way[0], ["-O1"]
        kind, why = harness.judge(self.acc, way, ["-fwrapv", program], os.path.join(scratch, "async"), expected)
        self.totals.add(kind, name, [program, twin], way, why)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=100, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="of the first")
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--keep", help="folder for what failed; default: gentest in the build folder")
    parser.add_argument("--seconds", type=int, help="begin nothing after that time")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    tester = Tester(options)
    harness.in_parallel(options.jobs, options.seconds, tester.examine, range(options.seed, options.seed + options.n))
    tester.totals.show()
    return 1 if tester.totals.failed() else 0


if __name__ == "__main__":
    sys.exit(main())
