#!/usr/bin/env python3
"""Holds --print-frame-sizes against the C compiler: the sizes become assertions behind the emitted text."""
import argparse
import re
import subprocess
import sys


def run(command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=120)


def assertions(listing):
    frames = re.findall(r": (\w+): (\d+) bytes$", listing, re.M)
    return "".join('_Static_assert(sizeof(struct %s_frame) == %s, "%s");\n' % (f, size, f) for f, size in frames), len(frames)


def main():
    parser = argparse.ArgumentParser(description="Compares frame sizes with the C compiler's.")
    parser.add_argument("--acc", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("programs", nargs="+")
    options = parser.parse_args()
    total = bad = 0
    for program in options.programs:
        listing = run([options.acc, "--print-frame-sizes", program]).stdout
        emitted = run([options.acc, "--emit-c", program, "-o", "-"]).stdout
        text, count = assertions(listing)
        done = run(["gcc", "-fsyntax-only", "-w", "-I" + options.include, "-x", "c", "-"], emitted + "\n" + text)
        total += count
        if done.returncode or not count:
            bad += 1
            print(program + "\n" + done.stderr)
    print("%d frames in %d programs, %d wrong" % (total, len(options.programs), bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
