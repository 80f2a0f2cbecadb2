#!/usr/bin/env python3
"""Builds what positions.py writes as Async C, and as plain C behind <ac/serial.h>, and compares each case's line."""
import argparse
import os
import re
import subprocess
import sys
import tempfile

import positions

SANITIZE = "-g -fsanitize=address,undefined -fno-sanitize-recover=undefined".split()


def call(command, env=None):
    return subprocess.run(command, env={**os.environ, **(env or {})}, capture_output=True, text=True, timeout=900)


def output(command, env, exe):
    """What the program prints, one line a case; the messages of what went wrong end the run."""
    for step in (command, [exe]):
        done = call(step, env)
        if done.returncode:
            sys.exit("status %d from %s\n%s%s" % (done.returncode, " ".join(step), done.stdout[-300:], done.stderr[:4000]))
    return done.stdout.splitlines()


def notes(text):
    """What each case says of itself."""
    return re.findall(r"^/\* (.*) \*/\nstatic async void case_", text, re.M)


def main():
    parser = argparse.ArgumentParser(description="Awaits in every position, against the same program without them.")
    parser.add_argument("--build", required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--share", type=int, default=500)
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--flags", default="-O0")
    parser.add_argument("--sanitize", action="store_true")
    options = parser.parse_args()
    text, count = positions.program(options.first, options.share)
    flags = options.flags.split() + ["-w", "-Wno-psabi"]
    with tempfile.TemporaryDirectory(prefix="positions-") as scratch:
        source, plain, made = (os.path.join(scratch, name) for name in ("positions.ac", "plain", "made"))
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        elided = [options.cc, *flags, "-isystem", os.path.join(options.build, "include"), "-include", "ac/serial.h", "-x", "c"]
        expected = output([*elided, source, "-o", plain], {}, plain)
        acc = [os.path.join(options.build, "acc"), *flags, *(SANITIZE if options.sanitize else [])]
        printed = output([*acc, source, "-o", made], {"CC": options.cc, "AC_CLOCK": "virtual"}, made)
    wrong = [i for i in range(count) if expected[i:i + 1] != printed[i:i + 1]]
    for i in wrong[:20]:
        print("%s\n  expected %s\n  printed  %s" % (notes(text)[i], expected[i:i + 1], printed[i:i + 1]))
    print("%d cases, %d wrong" % (count, len(wrong)))
    return 1 if wrong or len(printed) != count else 0


if __name__ == "__main__":
    sys.exit(main())
