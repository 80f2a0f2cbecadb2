#!/usr/bin/env python3
"""Plain C programs against themselves as async ones.

Each program is translated in three ways by the compiler's own parser (compiler/asyncify.c): awaits that complete at once,
suspensions between all statements, suspensions here and there. Built by one compiler after another, it must print what
the plain program prints and end with its status. Programs come from csmith, or are the files given."""
import argparse
import os
import shutil
import sys

import harness

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODES = ("calls", "yields", "random")
CSMITH = "/usr/include/csmith"
SIZES = ("--max-funcs 6 --max-block-depth 4 --max-block-size 4 --max-expr-complexity 6 --max-array-dim 2 "
         "--max-array-len-per-dim 5").split()
# Sanitized builds of functions with more awaits take minutes.
MOST_SANITIZED = 300
# Parts of the language that csmith leaves out by default, in turn.
VARIANTS = ([], ["--float"], ["--inline-function"], ["--max-array-dim", "3"], ["--no-argc"])


def csmith(seed, scratch):
    path = os.path.join(scratch, "csmith-%d.c" % seed)
    try:
        status, _, _ = harness.run(["csmith", "--seed", str(seed), *SIZES, *VARIANTS[seed % len(VARIANTS)], "-o", path], 30, cwd=scratch)
    except harness.TimeOut:
        return None
    return path if status == 0 else None


def awaits_in(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read().count("_Await ")


class Tester:
    def __init__(self, options):
        self.options = options
        self.acc = os.path.join(os.path.abspath(options.build), "acc")
        self.flags = options.flag + ["-I" + CSMITH]
        self.ways = harness.possible_ways()
        self.totals = harness.Totals(options.keep or os.path.join(os.path.abspath(options.build), "difftest"))

    def count_all(self, kind, name, files, text=""):
        for mode in self.options.mode:
            self.totals.add(kind, "%s-%s" % (name, mode), files, ("", []), text)

    def examine(self, item, scratch):
        number, source = item
        source = source or csmith(number, scratch)
        name = os.path.splitext(os.path.basename(source))[0] if source else "csmith-%d" % number
        expected = source and harness.plain_result(source, self.flags, scratch)
        if not expected:
            self.count_all("skipped", name, [])
            return
        for turn, mode in enumerate(self.options.mode):
            self.one_mode(mode, name, source, self.ways[(number * 3 + turn) % len(self.ways)], expected, scratch)

    def one_mode(self, mode, name, source, way, expected, scratch):
        text = os.path.join(scratch, "%s-%s.i" % (name, mode))
        args = ["-w", "-x", "ac", "--dump=async-" + mode, *self.flags, source]
        failed = harness.build_kind(self.acc, way[0], [*args, "-o", text], args)
        if failed:
            self.totals.add(failed[0], "%s-%s" % (name, mode), [source], way, failed[1])
            return
        if way[1] is harness.SANITIZE and awaits_in(text) > MOST_SANITIZED:
            way = way[0], ["-O0"]
        kind, why = harness.judge(self.acc, way, ["-x", "ac-cpp-output", text, "-x", "none"], os.path.join(scratch, mode),
                                  expected)
        if kind == "wrong output" and harness.plain_result(source, self.flags, scratch, (way,)) != expected:
            kind = "skipped" # undefined behaviour that only this compiler makes visible
        self.totals.add(kind, "%s-%s" % (name, mode), [source, text], way, why)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="plain C programs; none: csmith makes some")
    parser.add_argument("-n", type=int, default=100, help="how many of csmith's")
    parser.add_argument("--seed", type=int, default=1, help="of the first")
    parser.add_argument("--mode", action="append", choices=MODES)
    parser.add_argument("--flag", action="append", default=[], help="for every compiler")
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--keep", help="folder for what failed; default: difftest in the build folder")
    parser.add_argument("--seconds", type=int, help="begin nothing after that time")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    options.mode = options.mode or MODES
    if not options.files and not shutil.which("csmith"):
        print("csmith is missing; it is in Debian's packages csmith and libcsmith-dev", file=sys.stderr)
        return 1
    tester = Tester(options)
    items = enumerate(options.files) if options.files else ((n, None) for n in range(options.seed, options.seed + options.n))
    harness.in_parallel(options.jobs, options.seconds, tester.examine, items)
    tester.totals.show()
    return 1 if tester.totals.failed() else 0


if __name__ == "__main__":
    sys.exit(main())
