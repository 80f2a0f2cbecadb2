#!/usr/bin/env python3
"""Feeds the compiler damaged programs. Whatever it is given, it ends by itself with status 0 or 1, and says something
when it is 1.

usage: mangle.py ACC [--count N] [--seed N] FILE...

The preprocessor is left out, so any byte reaches the scanner."""
import argparse
import os
import random
import subprocess
import sys
import tempfile

TIME_LIMIT = 60
SNIPPETS = [
    b"(", b")", b"{", b"}", b"[", b"]", b";", b",", b"\"", b"'", b"/*", b"\\", b"#", b"\0", b"\xff", b"async ", b"await ",
    b"defer ", b"struct ", b"int ", b"typedef ", b"case ", b"default:", b"else ", b"return ", b"goto x;", b"sizeof ", b"=",
    b"*", b"&", b"?", b":", b"...", b"0x", b"1e", b"_Generic(", b"({", b"})", b"typeof(", b"__attribute__((", b"asm(", b"\n#",
    b"# 1 \"x.h\" 1 3\n", b"ac_timeout (1) ", b"ac_group (g) ", b"while (await f()) ", b"for (;;) ", b"switch (1) ",
]


def cut(rng, text):
    return text[: rng.randrange(len(text) + 1)]


def drop(rng, text):
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.randrange(1, 40):]


def insert(rng, text):
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(SNIPPETS) * rng.choice([1, 1, 1, 2, 5]) + text[at:]


def repeat(rng, text):
    start = rng.randrange(len(text) + 1)
    end = min(len(text), start + rng.randrange(1, 200))
    return text[:end] + text[start:end] * rng.choice([1, 2, 10]) + text[end:]


def swap(rng, text):
    words = text.split(b" ")
    a, b = rng.randrange(len(words)), rng.randrange(len(words))
    words[a], words[b] = words[b], words[a]
    return b" ".join(words)


def flip(rng, text):
    data = bytearray(text)
    for _ in range(rng.randrange(1, 4)):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


DAMAGES = [cut, drop, insert, insert, repeat, swap, flip]


def damaged(rng, seeds):
    text = rng.choice(seeds)
    for _ in range(rng.choice([1, 1, 2, 4])):
        text = rng.choice(DAMAGES)(rng, text)
    return text


def fault(acc, path, env):
    """What is wrong with how the compiler took this file; None: nothing."""
    command = [acc, "--emit-c", "-x", "ac-cpp-output", path, "-o", "-"]
    try:
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        return "does not end"
    errors = done.stderr.decode(errors="replace")
    if done.returncode not in (0, 1):
        return "status %d\n%s" % (done.returncode, errors[-3000:])
    if done.returncode == 1 and "error" not in errors:
        return "status 1 without a word"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("acc")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="folder for the programs that failed")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    seeds = [open(path, "rb").read() for path in sorted(options.files)]
    bad = 0
    with tempfile.TemporaryDirectory(prefix="mangle-") as scratch:
        sanitizers = {"ASAN_OPTIONS": "exitcode=99", "UBSAN_OPTIONS": "exitcode=99:print_stacktrace=1"}
        env = {**os.environ, **sanitizers}
        for number in range(options.count):
            path = os.path.join(options.keep or scratch, "damaged-%d.ac" % number)
            with open(path, "wb") as file:
                file.write(damaged(rng, seeds))
            problem = fault(options.acc, path, env)
            if problem:
                bad += 1
                print("program %d (seed %d): %s" % (number, options.seed, problem))
            elif options.keep:
                os.remove(path)
    print("%d programs, %d failed" % (options.count, bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
