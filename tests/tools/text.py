#!/usr/bin/env python3
"""Checks text files: a new line at the end, no trailing blanks, no tabs."""
import sys

MAY_HAVE_TABS = ("Makefile", ".mk")


def faults(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if text and not text.endswith("\n"):
        yield "no new line at the end"
    for number, line in enumerate(text.splitlines(), 1):
        if line != line.rstrip():
            yield "line %d: trailing blanks" % number
        if "\t" in line and not path.endswith(MAY_HAVE_TABS):
            yield "line %d: a tab" % number


def main():
    bad = 0
    for path in sys.argv[1:]:
        try:
            for fault in faults(path):
                print("%s: %s" % (path, fault))
                bad = 1
        except FileNotFoundError:  # removed in the working tree
            pass
    return bad


if __name__ == "__main__":
    sys.exit(main())
