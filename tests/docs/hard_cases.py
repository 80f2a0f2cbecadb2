#!/usr/bin/env python3
"""Every row of docs/hard-cases.md names tests, and each of them is there."""
import os
import re
import sys


def main():
    top = sys.argv[1]
    with open(os.path.join(top, "docs", "hard-cases.md"), encoding="utf-8") as file:
        rows = [line for line in file if line.startswith("| ") and not line.startswith("| case |")]
    bad = named = 0
    for row in rows:
        tests = re.findall(r"`([^`]+)`", re.split(r"(?<!\\)\|", row)[3])
        missing = [test for test in tests if not os.path.exists(os.path.join(top, "" if test.startswith("tests/") else "tests", test))]
        named += len(tests)
        if not tests or missing:
            bad += 1
            print("docs/hard-cases.md: no test %s: %s" % (" ".join(missing), row.strip()))
    print("%d rows, %d tests named, %d rows wrong" % (len(rows), named, bad))
    return 1 if bad or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
