#!/usr/bin/env python3
"""Includes go one way. In the compiler: base <- ast <- {front, lower, emit} <- driver, and the three in the middle never
see one another. In the runtime: abi.h <- told.h <- ac.h <- core.h <- the rest."""
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What each folder of compiler/ may include; "." is the driver, "grammar" the scanner and the parser, "tokens" the kinds of
# tokens, a header that bison writes.
MAY_SEE = {
    "base": {"base"},
    "ast": {"base", "ast"},
    "front": {"base", "ast", "front", "tokens"},
    "grammar": {"base", "ast", "front", "tokens"},
    "lower": {"base", "ast", "lower", "tokens"},
    "emit": {"base", "ast", "emit", "tokens"},
    ".": {"base", "ast", "front", "lower", "emit", "."},
}

# What the public headers of the runtime may include of the runtime.
RUNTIME_HEADERS = {
    "abi.h": set(),
    "serial.h": set(),
    "told.h": {"abi.h"},
    "ac.h": {"abi.h", "told.h"},
    "uv.h": {"ac.h"},
    "glib.h": {"ac.h"},
    "core.h": {"abi.h", "told.h", "ac.h"},
}


def included(path):
    """(line number, name) of what a file includes by its own project's path."""
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            match = re.match(r'\s*#\s*include\s+(?:"([^"]+)"|<(ac(?:/[^>]+|\.h))>)', line)
            if match:
                yield number, match.group(1) or match.group(2)


def sources(folder, suffixes):
    for where, _, names in os.walk(os.path.join(TOP, folder)):
        for name in sorted(names):
            if name.endswith(suffixes):
                yield os.path.join(where, name)


def folder_of(name):
    if name.endswith((".tab.h", ".lex.h")):
        return "tokens"
    return os.path.dirname(name).split("/")[0] or "."


def compiler_faults():
    for path in [*sources("compiler", (".c", ".h", ".def")), *sources("grammar", (".l", ".y"))]:
        name = os.path.relpath(path, TOP)
        home = "grammar" if name.startswith("grammar/") else folder_of(os.path.relpath(path, os.path.join(TOP, "compiler")))
        for number, other in included(path):
            target = folder_of(other)
            if "/" not in other and target == "." and os.path.exists(os.path.join(os.path.dirname(path), other)):
                target = home
            if target not in MAY_SEE.get(home, set()):
                yield "%s:%d: %s must not include %s" % (name, number, home, other)


def runtime_faults():
    for path in sources("runtime", (".h",)):
        allowed = RUNTIME_HEADERS.get(os.path.basename(path))
        for number, other in included(path):
            base = re.sub(r"^ac/", "", other)
            if allowed is not None and os.path.exists(os.path.join(TOP, "runtime", base)) and base not in allowed:
                yield "%s:%d: must not include %s" % (os.path.relpath(path, TOP), number, other)


def part_faults():
    """An optional part sees what users see."""
    for path in sources("runtime", (".c", ".h", ".ac")):
        folder, top = os.path.dirname(path), os.path.join(TOP, "runtime")
        for number, other in included(path) if folder != top else ():
            if os.path.exists(os.path.join(top, other)) and other not in ("ac.h", "abi.h"):
                yield "%s:%d: must not include %s" % (os.path.relpath(path, TOP), number, other)


def main():
    faults = [*compiler_faults(), *runtime_faults(), *part_faults()]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
