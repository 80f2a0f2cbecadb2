#!/usr/bin/env python3
"""Holds the documentation to what the compiler does. In a Markdown file, by what follows the language of a code block:

    ```c                 compiles without a warning, behind the usual #include lines
    ```c error [FLAG...] does not compile; each line of the ```text block that follows is in what acc says
    ```c NAME.ac         is a file for the commands that follow
    ```console           lines that begin with `$ ` are commands; what they print follows each, as it is

Blocks of other languages are not looked at. With --update, what the commands print is written into the file.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

PRELUDE = "#include <ac.h>\n#include <errno.h>\n#include <poll.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
WARNINGS = "-Wall -Wextra -Wno-unused -Werror".split()


def tidy(text):
    return [line.rstrip() for line in text.splitlines() if line.strip()]


class Block:
    def __init__(self, line, info, text):
        self.line, self.text = line, text
        self.language, _, self.note = info.partition(" ")
        self.printed = None


def blocks(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    start = None
    for number, line in enumerate(lines):
        if not line.startswith("```"):
            continue
        if start is None:
            start = number
        else:
            yield Block(start + 1, lines[start][3:].strip(), "\n".join(lines[start + 1 : number]) + "\n")
            start = None


class Checker:
    def __init__(self, acc, scratch):
        self.acc, self.scratch = acc, scratch
        self.env = {**os.environ, "AC_CLOCK": "virtual", "PATH": os.path.dirname(acc) + os.pathsep + os.environ["PATH"]}

    def run(self, command):
        shell = isinstance(command, str)
        done = subprocess.run(command, shell=shell, cwd=self.scratch, env=self.env, timeout=60, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def write(self, name, text):
        with open(os.path.join(self.scratch, name), "w", encoding="utf-8") as file:
            file.write(text)

    def compile(self, block, flags=()):
        self.write("block.ac", PRELUDE + '#line %d "block.ac"\n' % (block.line + 1) + block.text)
        return self.run([self.acc, *WARNINGS, *flags, "-c", "block.ac", "-o", "block.o"])

    def fragment(self, block):
        status, said = self.compile(block)
        return said if status or said else ""

    def error(self, block, text):
        status, said = self.compile(block, block.note.split()[1:])
        if status == 0:
            return "compiles"
        missing = [line for line in text.text.splitlines() if line.strip() not in said]
        return "not said: %s\nbut:\n%s" % ("\n".join(missing), said) if missing else ""

    def console(self, block):
        expected = real = ""
        for part in re.split(r"^(?=\$ )", block.text, flags=re.M):
            command, _, output = part.partition("\n")
            if not command.startswith("$ "):
                continue
            expected += command + "\n" + output
            real += command + "\n" + self.run(command[2:])[1]
        block.printed = tidy(real)
        return "" if tidy(expected) == tidy(real) else "prints:\n" + real

    def check(self, block, following):
        if block.language == "c" and block.note.split()[:1] == ["error"]:
            return self.error(block, following)
        if block.language == "c" and block.note.endswith((".ac", ".c", ".h")):
            self.write(block.note, block.text)
        elif block.language == "c" and not block.note:
            return self.fragment(block)
        elif block.language == "console":
            return self.console(block)
        return ""


def update(path, found):
    """Puts what the commands printed where it should have stood."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    for block in reversed(found):
        if block.printed is not None:
            lines[block.line : block.line + len(block.text.splitlines())] = block.printed
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--acc", required=True)
    parser.add_argument("--update", action="store_true", help="write what commands print into the files")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    bad = 0
    for path in options.files:
        found = list(blocks(path))
        with tempfile.TemporaryDirectory(prefix="docs-") as scratch:
            checker = Checker(os.path.abspath(options.acc), scratch)
            for block, following in zip(found, found[1:] + [None]):
                fault = checker.check(block, following)
                if fault and not (options.update and block.language == "console"):
                    print("%s:%d: %s" % (path, block.line, fault))
                    bad = 1
        if options.update:
            update(path, found)
    return bad


if __name__ == "__main__":
    sys.exit(main())
