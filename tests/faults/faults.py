"""faults.py [--libraries] [--most N] [--flag F] ACC TOP FOLDER PROGRAM...: lets system calls fail.
faults.py --known LIBRARY FILE: whether all that LIBRARY calls is known to fail.c or named in FILE.

Each call that a program makes (the table is in fail.c) fails once by each of its errors, the first time and the last time, and from
the first time on. Whatever happens, the program ends, at the latest when it is asked to by SIGTERM; no sanitizer complains, no
deferred statement, task, wait or frame is left (tests/cancel/probe.c), and nothing spins. At most N of the cases are tried for a
program, spread evenly. With --libraries it is the calls of shared libraries that fail, and not those of the program itself."""
import argparse
import os
import re
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cancel"))

import sweep

PATIENCE, GRACE = 4, 60  # seconds until SIGTERM; until it is hopeless

# How the runtime says that it cannot go on.
SAID = re.compile(r"^libac: (out of memory: |cannot )", re.M)


def table(here):
    """The calls that fail.c knows."""
    with open(os.path.join(here, "fail.c"), encoding="utf-8") as file:
        return re.findall(r"^(?:FAIL\([^,]*, |RETURN\(|DEFINE\()(\w+),", file.read(), re.M)


class Program(sweep.Program):
    here = os.path.dirname(os.path.abspath(__file__))
    probes = sweep.Program.probes + [os.path.join(here, "fail.c")]
    calls = table(here)

    def __init__(self, options, path):
        super().__init__(options, path)
        if options.libraries:
            self.program.flags += ["-DLIBRARIES", "-ldl"]
        else:
            self.wrapped = self.wrapped + self.calls

    def attempt(self, fault, patience=PATIENCE):
        """What was said, the status, and whether it had to be asked to end."""
        env = {key: value for key, value in os.environ.items() if not key.startswith("AC_")}
        env.update(FAULT=fault, **self.program.names)
        stdin = self.program.stdin.decode()
        self.runs += 1
        with subprocess.Popen([self.exe, *self.program.args], env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, errors="replace") as run:
            try:
                return run.communicate(stdin, patience)[1], run.returncode, False
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGTERM)
            try:
                return run.communicate(None, GRACE)[1], run.returncode, True
            except subprocess.TimeoutExpired:
                run.kill()
                return run.communicate()[1] + "\ndoes not end", run.returncode, True

    def cases(self):
        said = self.attempt("?", GRACE)[0]
        for name, count, errors in re.findall(r"^fault: (\w+) (\d+) (\d+)$", said, re.M):
            for number in range(int(errors)) if int(count) else ():
                yield from dict.fromkeys("%s:%d:%s" % (name, number, at) for at in (0, int(count) - 1, "0+"))

    def try_case(self, fault):
        said, status, asked = self.attempt(fault)
        fine = status >= 0 and status not in (98, 99)
        fine |= (asked or "raise(SIGTERM)" in self.text) and status == -signal.SIGTERM
        fine |= status == -signal.SIGABRT and bool(SAID.search(said))
        if not fine or sweep.SANITIZERS.search(said):
            self.complain({"FAULT": fault}, status, said)

    def fits(self):
        return True

    def try_everything(self):
        cases = list(self.cases())
        if not cases:
            self.problems.append("%s: no system call was seen" % self.exe)
        for fault in cases[:: max(1, -(-len(cases) // self.options.most))]:
            self.try_case(fault)


def unknown(library, harmless):
    """Functions of the C library that LIBRARY calls and nobody has looked at."""
    symbols = subprocess.run(["nm", "-P", library], capture_output=True, text=True, check=True).stdout
    called = set(re.findall(r"^([a-z]\w*) U", symbols, re.M)) - set(re.findall(r"^(\w+) [TtWVDBR]", symbols, re.M))
    with open(harmless, encoding="utf-8") as file:
        looked_at = {word for line in file if not line.startswith("#") for word in line.split()}
    return sorted(called - looked_at - set(table(Program.here)))


def main():
    if sys.argv[1:2] == ["--known"]:
        names = unknown(*sys.argv[2:])
        print("not in fail.c, nor said to be harmless:", *names) if names else None
        return 1 if names else 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--libraries", action="store_true")
    parser.add_argument("--most", type=int, default=1 << 30)
    return sweep.sweep_all(Program, parser)


if __name__ == "__main__":
    sys.exit(main())
