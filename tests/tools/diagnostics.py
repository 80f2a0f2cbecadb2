#!/usr/bin/env python3
"""Every row of diag.def is expected by some test: its text, or the longest part of it between arguments, stands in one."""
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Guards: other checks should catch all that would bring these about.
GUARDS = {"VLA_OVER_AWAIT", "AWAIT_FILE_SCOPE"}


def rows():
    """(id, text) of each diagnostic."""
    with open(os.path.join(TOP, "compiler", "base", "diag.def"), encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    for name, strings in re.findall(r'DIAG\((\w+),\s*\w+,\s*(?:NULL|"[^"]*"),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)', text):
        yield name, "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', strings)).replace('\\"', '"')


def expectations():
    """The text of all tests that look at messages, blanks made one."""
    texts = []
    for where, _, names in os.walk(os.path.join(TOP, "tests")):
        for name in names:
            if name.endswith((".ac", ".test", ".c")):
                with open(os.path.join(where, name), encoding="utf-8", errors="replace") as file:
                    texts += [line for line in file if re.search(r"[A-Z0-9]:", line)]
    return re.sub(r"\s+", " ", " ".join(texts))


def main():
    known = expectations()
    missing = []
    for name, text in rows():
        longest = max(re.split(r"%(?:\.\*)?[a-z]+", text), key=len).strip()
        if name not in GUARDS and len(longest) > 3 and re.sub(r"\s+", " ", longest) not in known:
            missing.append("%s: %s" % (name, text))
    print("\n".join(missing))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
