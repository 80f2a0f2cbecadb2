"""Runs the Python twins of this folder, all in one process, on the clock of turn.py, and compares what they print with
the recorded NAME.out; --record writes those anew. Python older than 3.11 has no groups and no timeouts: nothing is run."""
import argparse
import contextlib
import difflib
import glob
import io
import os
import runpy
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FLAGS = "-O1 -Wall -Wextra -Werror".split()


def names():
    return sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(HERE, "*.ac")))


def read(name):
    with open(os.path.join(HERE, name + ".out"), encoding="utf-8") as file:
        return file.read()


def build(acc, name, exe):
    """What went wrong, or nothing."""
    source = os.path.join(HERE, name + ".ac")
    done = subprocess.run([acc, *FLAGS, source, "-o", exe], capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr if done.returncode or done.stderr else ""


def run(exe, settings):
    env = {key: value for key, value in os.environ.items() if not key.startswith("AC_")}
    done = subprocess.run([exe], env={**env, **settings}, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr + ("status %d\n" % done.returncode if done.returncode else "")


def run_twin(name):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(os.path.join(HERE, name + ".py"), run_name="__main__")
    return printed.getvalue()


def difference(name, expected, printed):
    lines = difflib.unified_diff(expected.splitlines(True), printed.splitlines(True), name + ".out", "printed")
    return "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if sys.version_info < (3, 11):
        print("python is older than 3.11: the recorded lines stand")
        return 0
    sys.path.insert(0, HERE)
    bad = 0
    for name in options.names or names():
        printed = run_twin(name)
        if options.record:
            with open(os.path.join(HERE, name + ".out"), "w", encoding="utf-8") as file:
                file.write(printed)
        elif printed != read(name):
            print(difference(name, read(name), printed))
            bad += 1
    print("%d twins, %d differ" % (len(names()), bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
