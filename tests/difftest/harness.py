"""What both testers share: running with limits, judging a translation against the plain program, counting, keeping."""
import concurrent.futures
import os
import shutil
import signal
import subprocess
import tempfile
import time

# What can come of one translated program; all but the last two and `skipped` are failures.
KINDS = ("rejected", "crashed", "did not compile", "wrong output", "time-out", "same", "skipped")
FINE = ("same", "skipped")

SANITIZE = ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]
# Optimising and sanitizing take up to forty times as long as -O0, so they take turns less often.
WAYS = (
    ("gcc", ["-O0"]), ("clang", ["-O0"]), ("gcc", ["-O0"]), ("clang", ["-O2"]), ("gcc", ["-O0"]), ("clang", ["-O0"]),
    ("gcc", ["-O2"]), ("clang", ["-O0"]), ("gcc", ["-O0"]), ("clang", ["-O0"]), ("gcc", SANITIZE), ("clang", ["-O0"]),
)
RUN_LIMIT = 5
BUILD_LIMIT = 60


class TimeOut(Exception):
    pass


def run(command, limit, env=None, cwd=None):
    """(status, standard output, standard error); the whole process group ends with it."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               start_new_session=True, cwd=cwd, env={**os.environ, **(env or {})})
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise TimeOut(" ".join(command))
    return process.returncode, out, err.decode(errors="replace")


def possible_ways():
    return [way for way in WAYS if shutil.which(way[0])]


def plain_result(source, flags, scratch, ways=(("gcc", ["-O0"]), ("clang", ["-O2"]))):
    """What the plain program does, or None where it is of no use as an oracle: it fails, or compilers disagree."""
    results = []
    for cc, options in ways:
        if not shutil.which(cc):
            continue
        exe = os.path.join(scratch, "plain-" + cc)
        try:
            status, _, _ = run([cc, *options, "-w", *flags, source, "-o", exe], BUILD_LIMIT)
            if status:
                return None
            results.append(run([exe], RUN_LIMIT)[:2])
        except TimeOut:
            return None
    return results[0] if results and all(result == results[0] for result in results) else None


def build_kind(acc, cc, command, source_args):
    """The kind of a failed build, and what was said; None: it went well."""
    try:
        status, _, err = run([acc, *command], BUILD_LIMIT, {"CC": cc})
    except TimeOut:
        return "time-out", "translation does not end"
    if status == 0:
        return None
    if status != 1 or "internal error" in err or "please report" in err.lower():
        return "crashed", "status %d\n%s" % (status, err)
    try:
        status, _, _ = run([acc, "--dump=machine", *source_args, "-o", "/dev/null"], BUILD_LIMIT)
    except TimeOut:
        return "time-out", "translation does not end"
    return "rejected" if status else "did not compile", err


def judge(acc, way, source_args, exe, expected):
    """Builds an Async C program one way, runs it and compares."""
    cc, flags = way
    failed = build_kind(acc, cc, ["-w", *flags, *source_args, "-o", exe], source_args)
    if failed:
        return failed
    try:
        status, out, err = run([exe], RUN_LIMIT * (4 if SANITIZE == flags else 2), {"AC_CLOCK": "virtual"})
    except TimeOut:
        return "time-out", "the program does not end"
    finally:
        os.remove(exe)
    if (status, out) != expected:
        return "wrong output", "status %d, not %d\n%s%s" % (status, expected[0], difference(expected[1], out), err[-4000:])
    return "same", ""


def difference(expected, out):
    for number, (a, b) in enumerate(zip(expected.splitlines(), out.splitlines()), 1):
        if a != b:
            return "line %d: expected %r, printed %r\n" % (number, a, b)
    return "expected %d bytes, printed %d\n" % (len(expected), len(out))


class Totals:
    """Counts by kind and keeps what failed: sources, and a file that says how to see it again."""

    def __init__(self, keep):
        self.keep = keep
        self.counts = dict.fromkeys(KINDS, 0)
        shutil.rmtree(keep, ignore_errors=True)

    def add(self, kind, name, files, way, text):
        self.counts[kind] += 1
        if kind in FINE:
            return
        folder = os.path.join(self.keep, kind.replace(" ", "-"), name)
        os.makedirs(folder, exist_ok=True)
        for file in files:
            shutil.copy(file, folder)
        with open(os.path.join(folder, "why"), "w", encoding="utf-8") as why:
            why.write("%s %s\n%s" % (way[0], " ".join(way[1]), text))
        print("%s: %s (%s %s)" % (name, kind, way[0], " ".join(way[1][:1])), flush=True)

    def failed(self):
        return sum(count for kind, count in self.counts.items() if kind not in FINE)

    def show(self):
        print(", ".join("%d %s" % (self.counts[kind], kind) for kind in KINDS))
        if self.failed():
            print("see " + self.keep)


def in_parallel(jobs, seconds, examine, items):
    """Calls examine(item, scratch) for all that can be begun in that time, each with a folder of its own."""
    end = time.monotonic() + seconds if seconds else None

    def one(item):
        if end and time.monotonic() > end:
            return
        with tempfile.TemporaryDirectory(prefix="difftest-") as scratch:
            return examine(item, scratch)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, items))
