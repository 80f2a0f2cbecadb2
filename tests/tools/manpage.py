#!/usr/bin/env python3
"""The man page and --help name the same options. Usage: manpage.py ACC MANPAGE"""
import re
import subprocess
import sys


def help_options(acc):
    text = subprocess.run([acc, "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  (-[-\w#]+)", text, re.M))


def man_options(path):
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("\\-", "-")
    found = set()
    for line in re.findall(r"^\.TP\n\.(?:B|BI|BR)\s+(.*)$", text, re.M):
        found |= set(re.findall(r"(?:^|[ ,\"])(-[-\w#]+)", line))
    return found


def main():
    in_help, in_man = help_options(sys.argv[1]), man_options(sys.argv[2])
    known = {"-W": "-WNAME"}
    in_man = {known.get(name, name) for name in in_man}
    for name in sorted(in_help - in_man):
        print("not in the man page: %s" % name)
    for name in sorted(in_man - in_help):
        print("not in --help: %s" % name)
    return 1 if in_help != in_man else 0


if __name__ == "__main__":
    sys.exit(main())
