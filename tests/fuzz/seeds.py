#!/usr/bin/env python3
"""Fills a folder with programs to begin fuzzing from: the tests' own, and generated ones. Headers are left out, they would
be most of the text; what programs need of them is declared in front.

usage: seeds.py FOLDER FILE..."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "difftest"))

import gen

DECLARATIONS = """\
typedef unsigned long size_t; typedef long ac_time; typedef struct ac_task ac_task;
int printf(const char *, ...); int puts(const char *); void exit(int);
_Async int ac_sleep(ac_time); _Async void ac_yield(void); _Async int ac_join(ac_task *);
"""


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    texts = {"gen-%d" % seed: gen.generate(seed)[0] for seed in range(10)}
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            texts[re.sub(r"\W", "-", path)] = file.read()
    for name, text in texts.items():
        text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
        text = "".join(line for line in text.splitlines(True) if not line.lstrip().startswith(("#", "//")))
        with open(os.path.join(folder, name), "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(DECLARATIONS + text)


if __name__ == "__main__":
    main()
