#!/usr/bin/env python3
"""Plain C programs against themselves as async ones.

Each program is translated in three ways by the compiler's own parser (compiler/asyncify.c): awaits that complete at once,
suspensions between all statements, suspensions here and there. Built by one compiler after another, it must print what
the plain program prints and end with its status. Programs come from csmith, or are the files given; these are translated in a
fourth way, too, with their pointers to functions as pointers to async ones."""
import argparse
import os
import shutil
import sys
import zlib

import harness
import totals

MODES = ("calls", "yields", "random")
MORE_MODES = (*MODES, "pointers") # csmith's programs have no pointers to functions
CSMITH = "/usr/include/csmith"
SIZES = ("--max-funcs 5 --max-block-depth 3 --max-block-size 4 --max-expr-complexity 5 --max-array-dim 2 "
         "--max-array-len-per-dim 5").split()
# Sanitized and optimised builds of functions with more awaits take minutes.
MOST_AWAITS = 300
# Parts of the language that csmith leaves out by default, in turn.
VARIANTS = ([], ["--float"], ["--inline-function"], ["--max-array-dim", "3"], ["--no-argc"])


def csmith(seed, scratch):
    path = os.path.join(scratch, "csmith-%d.c" % seed)
    try:
        status, _, _ = harness.run(["csmith", "--seed", str(seed), *SIZES, *VARIANTS[seed % len(VARIANTS)], "-o", path], cpu=20,
                                   cwd=scratch)
    except harness.TimeOut:
        return None
    if status:
        return None
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file: # tcc knows only this spelling
        file.write(text.replace("#pragma pack(push)\n#pragma pack(1)", "#pragma pack(push, 1)"))
    return path


def awaits_in(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read().count("_Await ")


class Tester:
    def __init__(self, options):
        self.build = os.path.abspath(options.build)
        self.modes = options.mode or (MORE_MODES if options.files else MODES)
        self.every, self.warn = options.every, options.warn
        self.ways, self.thorough = totals.chosen_ways(options), totals.thorough_ways(options)
        self.flags = options.flag + ["-I" + CSMITH]
        self.keep = options.keep or os.path.join(self.build, "difftest")

    @staticmethod
    def name(item):
        return item if isinstance(item, str) else "csmith-%d" % item

    def names(self, item):
        return [self.name(item)]

    def examine(self, item, scratch):
        return [(self.name(item), self.outcomes(item, scratch))]

    def outcomes(self, item, scratch):
        given = isinstance(item, str)
        source = item if given else csmith(item, scratch)
        number = zlib.crc32(item.encode()) if given else item
        numbers = {mode: number * len(MODES) + MORE_MODES.index(mode) for mode in self.modes}
        for tcc in self.with_tcc(source) if given else (True,):
            ways = [harness.ways_in_turn(self.ways, numbers[mode], self.every, tcc) + self.thorough for mode in self.modes]
            expected = source and harness.plain_result(source, self.flags, scratch, ways[0][0])
            if expected:
                break
        if not expected:
            return [totals.Outcome(mode, "skipped", []) for mode in self.modes]
        made = [self.one_mode(mode, item, source, those, expected, scratch) for mode, those in zip(self.modes, ways)]
        return [self.warned(outcome, numbers[outcome.mode], item, source, scratch) for outcome in made]

    @staticmethod
    def with_tcc(source):
        """It does not compile everything that people write, and a test may say that it should not try."""
        with open(source, encoding="utf-8", errors="replace") as file:
            return (False,) if "SKIP: emitted-tcc" in file.read() else (True, False)

    def warned(self, outcome, number, item, source, scratch):
        """The same, or, for each so many of them, what comes of a look at the warnings."""
        if outcome.kind != "same" or number % self.warn:
            return outcome
        way = harness.way_in_turn(harness.WARNING_WAYS, number // self.warn)
        text = os.path.join(scratch, "%s.i" % outcome.mode)
        self.translate(outcome.mode, source, text, way, scratch)
        if awaits_in(text) > MOST_AWAITS:
            return outcome
        kind, why = harness.look_for_warnings(self.build, way, ["-x", "ac-cpp-output", text], [[*self.flags, source]])
        if kind != "same":
            self.keep_failed(item, outcome.mode, kind, way, why, [source, text])
        return totals.Outcome(outcome.mode, kind, outcome.ways + [harness.spell(way)])

    def keep_failed(self, item, mode, kind, way, why, files):
        name = os.path.basename(self.name(item)).replace(".", "-")
        harness.keep(self.keep, "%s-%s" % (name, mode), kind, way, why, files)

    def one_mode(self, mode, item, source, ways, expected, scratch):
        """Builds in these ways until one fails."""
        text, built = os.path.join(scratch, "%s.i" % mode), []
        for way in ways:
            way, kind, why = self.one_way(mode, source, text, way, expected, scratch)
            built.append(harness.spell(way))
            if kind == "skipped":
                return totals.Outcome(mode, kind, [])
            if kind != "same":
                self.keep_failed(item, mode, kind, way, why, [source] + [text] * os.path.exists(text))
                return totals.Outcome(mode, kind, built)
        return totals.Outcome(mode, "same", built)

    def translate(self, mode, source, text, way, scratch):
        """Writes the async program that the way's own headers make of it: (status, errors, arguments)."""
        acc, read = os.path.join(self.build, "acc"), os.path.join(scratch, "%s.i" % way.cc)
        args, env = ["-w", "-x", "ac-cpp-output", "--dump=async-" + mode, read], {"CC": way.cc}
        if not os.path.exists(read): # else another mode was here before
            harness.run([acc, "-w", "-E", "-x", "ac", *self.flags, source, "-o", read], env=env)
        status, _, err = harness.run([acc, *args, "-o", text], env=env)
        return status, err, args

    def one_way(self, mode, source, text, way, expected, scratch):
        status, err, args = self.translate(mode, source, text, way, scratch)
        if status:
            kind, why = harness.failed_build(self.build, way, status, err, args)
            lacks = kind == "rejected" and not harness.plain_result(source, self.flags, scratch, way) # a header, say
            return (way, "skipped", "") if lacks else (way, kind, why)
        if harness.heavy(way) and awaits_in(text) > MOST_AWAITS:
            way = way._replace(flags=("-O0",))
        plain = [[*how, *self.flags, source] for how in (["-fsyntax-only"], [])]
        kind, why = harness.judge(self.build, way, ["-x", "ac-cpp-output", text, "-x", "none"], os.path.join(scratch, mode),
                                  expected, plain)
        if kind == "did not compile" and not harness.build_plain(way, source, self.flags, os.path.join(scratch, "plain")):
            return way, "skipped", ""
        if kind == "wrong output" and not self.agreed(source, expected, way, scratch):
            return way, "skipped", ""
        return way, kind, why

    def agreed(self, source, expected, way, scratch):
        """Has the plain program one meaning, or is it undefined what it does?"""
        ways = {way, *harness.possible(self.build)}
        return all(harness.plain_result(source, self.flags, scratch, w) == expected for w in ways)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="plain C programs; none: csmith makes some")
    parser.add_argument("--mode", action="append", choices=MORE_MODES)
    parser.add_argument("--flag", action="append", default=[], help="for every compiler")
    totals.add_options(parser, os.path.dirname(os.path.abspath(__file__)))
    options = parser.parse_args()
    if not options.files and not shutil.which("csmith"):
        print("csmith is missing; it is in Debian's packages csmith and libcsmith-dev", file=sys.stderr)
        return 1
    return totals.run(Tester(options), options.files or range(options.seed, options.seed + options.n), options)


if __name__ == "__main__":
    sys.exit(main())
