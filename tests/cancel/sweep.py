"""sweep.py [--nomem] [--all] ACC TOP FOLDER PROGRAM...: tries the clean-up of programs.

Cancels main at the 1st, 2nd, ... suspension of any task until the program ends before it comes to that; probe.c looks whether anything is
left. Of more than 25 suspensions some are left out; with --all, of more than 2000. With --nomem the 1st, 2nd, ... allocation fails
instead, once without and once with a hook. Whatever happens, the program ends by itself, with a status of its own or with the runtime's message and abort(). Only one whose two ends wait for
each other over a socket may wait on, when one end has given up for want of memory."""
import argparse
import concurrent.futures
import os
import re
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tools"))
import runac

MANY, MOST = 25, 2000  # from here on only some are tried; none, or with --all some
PATIENCE = 5  # seconds for a program that may wait on

# How the runtime says that it cannot go on.
NO_MEMORY = re.compile(r"^libac: (out of memory: |cannot make .*: Cannot allocate memory)", re.M)
SANITIZERS = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:")


class Program:
    here = os.path.dirname(os.path.abspath(__file__))
    probes = [os.path.join(here, "probe.c")]  # linked in
    wrapped = ["ac_fds_close", "malloc", "calloc", "realloc"]

    def __init__(self, options, path):
        self.options = options
        self.program = runac.Program(path)
        self.exe = os.path.join(options.folder, os.path.basename(self.program.folder) + "-" + self.program.name)
        with open(path, encoding="utf-8", errors="replace") as file:
            self.text = file.read()
        self.runs, self.problems = 0, []
        self.meets = re.search("ac_listen|inotify", self.text) is not None

    def build(self):
        wrapped = list(self.wrapped)
        if os.path.basename(self.program.folder) == "order":  # these do not look whether they got their channel
            wrapped.append("ac_chan_new")
        folders = ["-iquote", os.path.join(self.options.top, "runtime"), "-I" + self.program.folder, "-I" + Program.here]
        command = [self.options.acc, "-g", *self.options.flag, *folders, "-w", "-include", "probe.h",
                   *self.program.sources, *self.probes, *("-Wl,--wrap=" + name for name in wrapped), "-o", self.exe,
                   *self.program.flags]
        env = {"CC": self.program.compiler(), **os.environ}
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=400)
        if done.returncode:
            self.problems.append("%s\n%s" % (" ".join(command), done.stderr))
        return not done.returncode

    def run(self, settings, patience=60):
        """The status, what was printed, and what was said."""
        env = {key: value for key, value in os.environ.items() if not key.startswith("AC_")}
        env.update(settings, **self.program.names)
        if self.program.note("CLOCK") != "real":
            env["AC_CLOCK"] = "virtual"
        self.runs += 1
        done = subprocess.run([self.exe, *self.program.args], env=env, input=self.program.stdin, capture_output=True,
                              timeout=patience)
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")

    def complain(self, settings, status, said):
        self.problems.append("%s %s: status %d\n%s" % (" ".join("%s=%s" % item for item in settings.items()), self.exe, status, said))

    def try_one(self, settings, patience=60):
        """None: it did not come to that. Otherwise what happened."""
        status, printed, said = self.run(settings, patience)
        message = status == -signal.SIGABRT and NO_MEMORY.search(said)
        if status == 99 or (status < 0 and not message) or SANITIZERS.search(said):
            self.complain(settings, status, said)
        return None if "probe: not reached" in said and not message else (status, printed, said)

    def cancel_everywhere(self):
        for number in numbers(self.options.all):
            if not self.try_one({"AC_DEBUG": "cancel=%d" % number}):
                return

    def fail_everywhere(self):
        """What the hook of ac_set_nomem() could mend has no effect."""
        usual = self.run({})
        patience = PATIENCE if self.meets else 60
        for number in numbers(self.options.all):
            settings = {"NOMEM": str(number)}
            try:
                if not self.try_one(settings, patience):
                    return
                settings["NOMEM_HOOK"] = "1"
                status, printed, said = self.try_one(settings, patience) or usual
            except subprocess.TimeoutExpired as late:
                if not self.meets:
                    raise
                if b"probe: hook" not in (late.stderr or b""):
                    continue
                status, printed, said = self.try_one(settings)  # it was only slow
            same = status == usual[0] if self.program.note("CLOCK") == "real" else (status, printed) == usual[:2]
            if "probe: hook" in said and not same:
                self.complain(settings, status, "the hook found memory, and yet:\n" + printed)

    def fits(self):
        """Only an async main is cancelled; who ends by a signal is not looked into; probe.h makes two statements of a defer.
        Without its packages a program cannot be built."""
        return (("async int main(" in self.text or self.options.nomem) and not self.program.note("EXIT").startswith("SIG")
                and not re.search(r"(\)|else|do)\s+defer\b", self.text)
                and all(runac.pkg_config([name]) for name in self.program.words("PKG")))

    def try_everything(self):
        (self.fail_everywhere if self.options.nomem else self.cancel_everywhere)()

    def sweep(self):
        try:
            if self.fits() and self.build():
                with runac.beside(self.program, self.options.folder):
                    self.try_everything()
        except runac.Failure as failure:
            self.problems.append(str(failure))
        except subprocess.TimeoutExpired as late:
            self.problems.append("does not end: %s" % late)
        return self


def numbers(every):
    number, first = 1, MOST if every else MANY
    while every or number < MOST:
        yield number
        number += 1 + max(0, number - first) // 3


def sweep_all(kind, parser):
    """The rest of the command line: sweeps the programs it names, each as a KIND; the status."""
    parser.add_argument("--flag", action="append", default=[])
    for name in ("acc", "top", "folder"):
        parser.add_argument(name)
    parser.add_argument("programs", nargs="+")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    swept = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for program in pool.map(lambda path: kind(options, os.path.abspath(path)).sweep(), options.programs):
            print("\n".join(program.problems), end="\n" if program.problems else "", flush=True)
            swept += [program] * bool(program.runs or program.problems)
    bad = sum(bool(program.problems) for program in swept)
    print("%d programs, %d runs, %d fail" % (len(swept), sum(program.runs for program in swept), bad))
    return 1 if bad else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nomem", action="store_true")
    parser.add_argument("--all", action="store_true")
    return sweep_all(Program, parser)


if __name__ == "__main__":
    sys.exit(main())
