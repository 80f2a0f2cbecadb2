#!/usr/bin/env python3
"""Plain C compiled as Async C gives the same object code.

    identity.py --acc build/acc [--flags "-I..."] FILE.c ...       compares each file
    identity.py --acc build/acc --headers [DIR ...]                every header that can be included alone

A file is compiled by cc and, as .ac, by acc, both at -O1; what objdump -d prints of the two must be equal. Prints the
files that differ or that only cc accepts, and totals; exit status 1 if there are any. What cc itself rejects does not
count.
"""
import argparse
import os
import shlex
import subprocess
import sys
import tempfile

HEADER_DIRS = ["/usr/include", "/usr/include/linux", "/usr/include/asm-generic"]
LEFT_OUT = {"c++", "boost", "python3.11", "google", "llvm-14", "clang", "clang-c", "node", "nodejs"}


def compile_one(command, source, out):
    run = subprocess.run(command + ["-w", "-O1", "-c", source, "-o", out], stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, timeout=300)
    return run.returncode == 0, run.stdout.decode(errors="replace")


def code_of(path):
    out = subprocess.run(["objdump", "-d", "--no-show-raw-insn", path], stdout=subprocess.PIPE, check=True).stdout
    return b"\n".join(line for line in out.splitlines() if b"file format" not in line)


def compare(cc, acc, source, flags, work):
    """same, different, rejected (by acc alone) or skipped (by cc), and what the compiler said."""
    ok, said = compile_one(cc + flags + ["-x", "c"], source, work + "/cc.o")
    if not ok:
        return "skipped", said
    ok, said = compile_one(acc + flags + ["-x", "ac"], source, work + "/acc.o")
    if not ok:
        return "rejected", said
    return ("same" if code_of(work + "/cc.o") == code_of(work + "/acc.o") else "different"), ""


def headers(dirs):
    for folder in dirs:
        for name in sorted(os.listdir(folder)):
            if name.endswith(".h") and os.path.isfile(os.path.join(folder, name)):
                yield os.path.join(folder, name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--acc", required=True)
    parser.add_argument("--flags", default="")
    parser.add_argument("--headers", action="store_true")
    parser.add_argument("--every", type=int, default=1, help="only every N-th header")
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    cc = shlex.split(os.environ.get("CC", "cc"))
    flags = shlex.split(args.flags)
    totals = {"same": 0, "different": 0, "rejected": 0, "skipped": 0}
    with tempfile.TemporaryDirectory() as work:
        sources = args.names
        if args.headers:
            sources = []
            for i, header in enumerate(headers(args.names or HEADER_DIRS)):
                if i % args.every:
                    continue
                path = "%s/%d.c" % (work, i)
                with open(path, "w") as file:
                    file.write("#define _GNU_SOURCE\n#include <%s>\nint last_%d;\n" % (header, i))
                sources.append(path)
            flags = flags + ["-fkeep-inline-functions"]
        for source in sources:
            kind, said = compare(cc, [args.acc], source, flags, work)
            totals[kind] += 1
            if kind in ("different", "rejected"):
                print("%s: %s" % (kind, source if not args.headers else open(source).read().split("\n")[1]))
                print(said[:1500])
    print(", ".join("%d %s" % (n, kind) for kind, n in totals.items()))
    return 1 if totals["different"] or totals["rejected"] or not totals["same"] else 0


if __name__ == "__main__":
    sys.exit(main())
