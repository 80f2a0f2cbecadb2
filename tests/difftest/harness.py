"""What both testers share: running with limits, building in several ways, judging a translation against the plain program."""
import collections
import os
import re
import shutil
import signal
import subprocess

# The compiler, its flags, and what the program runs under.
Way = collections.namedtuple("Way", "cc flags under", defaults=((),))

TCC = Way("tcc", ())
SANITIZE = ("-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined")
VALGRIND = ("valgrind", "-q", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite")
# tcc compiles tens of times as fast as the others, so it builds every program it can, and these take turns.
WAYS = (Way("gcc", ("-O0",)), Way("clang", ("-O2",)), Way("gcc", SANITIZE), Way("gcc", ("-O1", "-g"), VALGRIND),
        Way("clang", ("-O0",)), Way("gcc", ("-O2",)), Way("clang", SANITIZE),
        Way("musl-gcc", ("-O1",)))

# How it is looked for warnings that the plain program does not have.
WARNING_WAYS = tuple(Way(cc, ("-O1", "-Wall", "-Wextra")) for cc in ("gcc", "clang"))

BUILD_LIMIT = 240       # seconds
PLAIN_LIMIT = 0.4       # seconds of processor time
ASYNC_LIMIT = 8
SLOW_LIMIT = 40
WALL_LIMIT = 120


class TimeOut(Exception):
    pass


def run(command, limit=BUILD_LIMIT, cpu=None, env=None, cwd=None):
    """(status, standard output, standard error); the whole process group ends with it."""
    # The timer outlives execve(), and a busy machine does not make it run faster.
    timer = (lambda: signal.setitimer(signal.ITIMER_PROF, cpu)) if cpu else None
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               start_new_session=True, cwd=cwd, env={**os.environ, **(env or {})}, preexec_fn=timer)
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise TimeOut(" ".join(command))
    if process.returncode == -signal.SIGPROF:
        raise TimeOut(" ".join(command))
    return process.returncode, out, err.decode(errors="replace")


# ---- ways to build --------------------------------------------------------------------------------------------------

def spell(way):
    return " ".join((*way.under[:1], way.cc, *(flag for flag in way.flags if not flag.startswith("-fno-sanitize"))))


def possible(build):
    """The ways that this machine has compilers, tools and libraries for."""
    musl = os.path.exists(os.path.join(build, "musl", "libac.a"))
    return [way for way in WAYS if all(map(shutil.which, (way.cc, *way.under[:1]))) and (way.cc != "musl-gcc" or musl)]


def cheapest(tcc=True, number=0):
    """Program NUMBER is built in that way; where tcc does not do, clang and gcc take turns."""
    if tcc and shutil.which("tcc"):
        return TCC
    return Way("clang" if number % 2 and shutil.which("clang") else "gcc", ("-O0",))


def way_in_turn(ways, turn):
    """Moves on by one after each round, so that whoever counts three modes in TURN has each mode meet each way."""
    return ways[(turn + turn // len(ways)) % len(ways)]


def ways_in_turn(ways, number, every, tcc=True):
    """How the program of that number is built: in the cheapest way, and each EVERYth also in one of WAYS."""
    turn, rest = divmod(number, every)
    return [cheapest(tcc, number)] + ([way_in_turn(ways, turn)] if rest == 0 else [])


def build_plain(way, source, flags, exe):
    return run([way.cc, *way.flags, "-w", *flags, source, "-lm", "-o", exe])[0] == 0


def build_async(build, way, source_args, exe):
    """What was said when it failed. tcc links the shared library: of TLS it knows nothing. musl has a library of its own."""
    acc, env = os.path.join(build, "acc"), {"CC": way.cc}
    link = {"tcc": [os.path.join(build, "libac.so"), "-Wl,-rpath=" + build],
            "musl-gcc": ["-static", os.path.join(build, "musl", "libac.a")]}.get(way.cc)
    if not link:
        status, _, err = run([acc, "-w", *way.flags, *source_args, "-lm", "-o", exe], env=env)
        return (status, err) if status else None
    status, _, err = run([acc, "-w", *way.flags, "-c", *source_args, "-o", exe + ".o"], env=env)
    if not status:
        status, _, err = run([way.cc, exe + ".o", *link, "-lm", "-o", exe])
    return (status, err) if status else None


def slowly(way):
    return SANITIZE == way.flags or way.under


def plain_result(source, flags, scratch, way):
    """(status, output) of the plain program, or None: it does not compile or end."""
    exe = os.path.join(scratch, "plain")
    try:
        if not build_plain(way, source, flags, exe):
            return None
        return run([*way.under, exe], WALL_LIMIT, PLAIN_LIMIT * (20 if slowly(way) else 1), cwd=scratch)[:2]
    except TimeOut:
        return None


# ---- judging --------------------------------------------------------------------------------------------------------

# What can come of one translated program; all but the last two are failures.
KINDS = ("rejected", "crashed", "did not compile", "wrong output", "time-out", "warned", "same", "skipped")
FINE = ("same", "skipped")


def failed_build(build, way, status, err, source_args):
    if status != 1 or "internal error" in err or "please report" in err.lower():
        return "crashed", "status %d\n%s" % (status, err)
    acc = os.path.join(build, "acc")
    status, _, _ = run([acc, "--dump=machine", *source_args, "-o", "/dev/null"], env={"CC": way.cc})
    return "rejected" if status else "did not compile", err


def judge(build, way, source_args, exe, expected):
    """Builds an Async C program one way, runs it and compares: (kind, why)."""
    try:
        failed = build_async(build, way, source_args, exe)
        if failed:
            return failed_build(build, way, *failed, source_args)
    except TimeOut:
        return "time-out", "the translation does not end"
    try:
        limit = SLOW_LIMIT if slowly(way) else ASYNC_LIMIT
        status, out, err = run([*way.under, exe], WALL_LIMIT, limit, {"AC_CLOCK": "virtual"}, os.path.dirname(exe))
    except TimeOut:
        return "time-out", "the program does not end"
    finally:
        os.remove(exe)
    if (status, out) != expected:
        return "wrong output", "status %d, not %d\n%s%s" % (status, expected[0], difference(expected[1], out), err[-4000:])
    return "same", ""


def warnings(command, env=None):
    """The kinds of warnings that it gives, each with the first of them."""
    found = {}
    for line in run(command, env={**(env or {}), "LC_ALL": "C"})[2].splitlines():
        kind = re.search(r"\[(-W[^]]+)\]$", line) # a message may go over several lines
        if kind:
            found.setdefault(kind[1], line)
    return found


def judge_warnings(build, way, source_args, plain):
    """Compiles an Async C program and compares what is warned of with what is in the programs whose arguments PLAIN gives, one
    after the other: (kind, why). What may well be a fault of the program's own is no fault of the translation."""
    try:
        new = warnings([os.path.join(build, "acc"), *way.flags, "-c", *source_args, "-o", "/dev/null"], {"CC": way.cc})
        for args in plain:
            if new:
                own = warnings([way.cc, *way.flags, "-c", *args, "-o", "/dev/null"])
                new = {kind: line for kind, line in new.items() if kind not in own}
    except TimeOut:
        return "time-out", "the C compiler does not end"
    return ("warned", "\n".join(new.values()) + "\n") if new else ("same", "")


def difference(expected, out):
    for number, (a, b) in enumerate(zip(expected.splitlines(), out.splitlines()), 1):
        if a != b:
            return "line %d: expected %r, printed %r\n" % (number, a, b)
    return "expected %d bytes, printed %d\n" % (len(expected), len(out))


def keep(folder, name, kind, way, why, files):
    """A folder for what failed: sources, and a file that says how to see it again."""
    folder = os.path.join(folder, kind.replace(" ", "-"), name)
    os.makedirs(folder, exist_ok=True)
    for file in files:
        shutil.copy(file, folder)
    with open(os.path.join(folder, "why"), "w", encoding="utf-8") as out:
        out.write("%s\n%s" % (spell(way), why))
