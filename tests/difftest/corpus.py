#!/usr/bin/env python3
"""Writes the programs of tests/run that need nothing of the runtime but ac_yield() and ac_run() as plain C programs, into a folder:
`async` and `await` are erased, and nothing is yielded."""
import glob
import os
import re
import sys

HEADER = """#include <stddef.h>
#include <stdint.h>
#define async
#define await
#define ac_yield() ((void)0)
#define ac_run(...) (__VA_ARGS__)"""
NEEDS_MORE = re.compile(r"\bac_(?!yield\b|run\b)|\bAC_|\bdefer\b|^// (WITH|PKG|ARGS|STDIN|BESIDE|THREADS|WAYS):", re.M)


def plain(text):
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.S).replace("#include <ac.h>", "")
    return None if NEEDS_MORE.search(code) else text.replace("#include <ac.h>", HEADER)


def main():
    programs, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for path in sorted(glob.glob(os.path.join(programs, "*.ac"))):
        with open(path, encoding="utf-8") as file:
            text = plain(file.read())
        if text:
            with open(os.path.join(folder, os.path.basename(path)[:-3] + ".c"), "w", encoding="utf-8") as out:
                out.write(text)


if __name__ == "__main__":
    main()
