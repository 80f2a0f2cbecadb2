"""real.py ACC: runs the programs of this folder on the real clock, several at a time, and compares the order of their
lines with what is recorded. A machine that is busy may hold a program up for longer than a unit of its time, so that
each has ten tries. Left out: programs that say `// REAL: no`, in which two things fall together."""
import concurrent.futures
import os
import re
import sys
import tempfile

import twins

TRIES = 10


def is_real(name):
    with open(os.path.join(twins.HERE, name + ".ac"), encoding="utf-8") as file:
        return "// REAL: no" not in file.read()


def check(acc, name, scratch):
    exe = os.path.join(scratch, name)
    problem = twins.build(acc, name, exe)
    if problem:
        return problem
    expected = re.sub(r"^\[\d+\] ", "", twins.read(name), flags=re.M)
    for _ in range(TRIES):
        problem = twins.difference(name, expected, twins.run(exe, {"TURNS": "no"}))
        if not problem:
            break
    return problem


def main():
    names = [name for name in twins.names() if is_real(name)]
    with tempfile.TemporaryDirectory(prefix="real-") as scratch, concurrent.futures.ThreadPoolExecutor(4) as pool:
        problems = list(filter(None, pool.map(lambda name: check(sys.argv[1], name, scratch), names)))
    print("".join(problems))
    print("%d programs, %d differ" % (len(names), len(problems)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
