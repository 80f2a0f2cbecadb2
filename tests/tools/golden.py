#!/usr/bin/env python3
"""Holds what acc --emit-c writes for the programs of tests/golden/Inputs against NAME.c there; --update writes it anew."""
import argparse
import difflib
import os
import subprocess
import sys

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "golden", "Inputs")


def emitted(acc, name):
    command = [acc, "--emit-c", name, "-o", "-"]
    done = subprocess.run(command, cwd=FOLDER, env={**os.environ, "CC": "gcc"}, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("acc")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    acc, bad = os.path.abspath(options.acc), 0
    for name in sorted(os.listdir(FOLDER)):
        golden = os.path.join(FOLDER, name[:-3] + ".c")
        if not name.endswith(".ac"):
            continue
        now = emitted(acc, name)
        if options.update:
            with open(golden, "w", encoding="utf-8") as file:
                file.write(now)
            continue
        with open(golden, encoding="utf-8") as file:
            was = file.read()
        bad += was != now
        sys.stdout.writelines(difflib.unified_diff(was.splitlines(True), now.splitlines(True), golden, "now"))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
