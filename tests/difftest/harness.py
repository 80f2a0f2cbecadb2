"""What both testers share: running with limits, building in several ways, judging a translation against the plain program."""
import collections
import functools
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
LOOK = ("-Wall", "-Wextra")
WARNING_WAYS = tuple(Way(cc, ("-O1", *LOOK)) for cc in ("gcc", "clang"))

# Ways that are cheap enough for each program: ASan by calls, and of UBSan not what takes nine tenths of its time. A null pointer
# is an error to ASan, too.
LIGHTLY = ("-O0", *SANITIZE[1:], "-fno-sanitize=null,alignment")
BY_CALLS = {"clang": ("-mllvm", "-asan-instrumentation-with-call-threshold=0"),
            "gcc": ("--param", "asan-instrumentation-with-call-threshold=0")}
THOROUGH = (Way("clang", (*LIGHTLY, *BY_CALLS["clang"], *LOOK)), Way("musl-gcc", ("-O0", *LOOK)), Way("tcc", (), VALGRIND))

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
                               start_new_session=True, cwd=cwd, env={**os.environ, "LC_ALL": "C", **(env or {})}, preexec_fn=timer)
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
    hidden = {*BY_CALLS["gcc"], *BY_CALLS["clang"], *SANITIZE[2:]}
    return " ".join((*way.under[:1], way.cc, *(flag for flag in way.flags if flag not in hidden)))


def possible(build, ways=WAYS):
    """Those that this machine has compilers, tools and libraries for."""
    musl = os.path.exists(os.path.join(build, "musl", "libac.a"))
    return [way for way in ways if all(map(shutil.which, (way.cc, *way.under[:1]))) and (way.cc != "musl-gcc" or musl)]


def by_gcc(way):
    """The same, where clang does not compile it."""
    flags = " ".join(way.flags).replace(" ".join(BY_CALLS["clang"]), " ".join(BY_CALLS["gcc"]))
    return way._replace(cc="gcc", flags=tuple(flags.split())) if way.cc == "clang" else way


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
    """(status, what was said). tcc links the shared library: of TLS it knows nothing. musl has a library of its own."""
    acc, env = [os.path.join(build, "acc"), *([] if looks(way) else ["-w"]), *way.flags], {"CC": way.cc}
    link = {"tcc": [os.path.join(build, "libac.so"), "-Wl,-rpath=" + build],
            "musl-gcc": ["-static", os.path.join(build, "musl", "libac.a")]}.get(way.cc)
    if not link:
        return run([*acc, *source_args, "-lm", "-o", exe], env=env)[::2]
    status, _, err = run([*acc, "-c", *source_args, "-o", exe + ".o"], env=env)
    if not status:
        status, _, more = run([way.cc, exe + ".o", *link, "-lm", "-o", exe])
        err += more
    return status, err


def looks(way):
    return LOOK[0] in way.flags


def sanitized(way):
    return SANITIZE[1] in way.flags


def slowly(way):
    return sanitized(way) or way.under


def heavy(way):
    """Takes minutes for functions with many awaits."""
    return way.cc != "tcc" and "-O0" not in way.flags or sanitized(way) and not set(LIGHTLY) <= set(way.flags)


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


def judge(build, way, source_args, exe, expected, plain=()):
    """Builds an Async C program one way, runs it and compares: (kind, why). Where the way looks for warnings, PLAIN gives the
    arguments of programs that may have the same."""
    try:
        status, said = build_async(build, way, source_args, exe)
        if status:
            return failed_build(build, way, status, said, source_args)
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
    return judge_warnings(way, said, plain)


def warnings(said):
    """The kinds of warnings in it, each with the first of them."""
    found = {}
    for line in said.splitlines():
        kind = re.search(r"\[(-W[^]]+)\]$", line) # a message may go over several lines
        if kind:
            found.setdefault(kind[1], line)
    return found


def compile_only(compiler, way, args, env=None):
    """What it says of the source."""
    flags = [flag for flag in way.flags if flag.startswith(("-O", "-W"))]
    return run([compiler, *flags, "-c", *args, "-o", "/dev/null"], env=env)[2]


@functools.lru_cache(maxsize=100) # three modes have one plain program
def own_warnings(way, args):
    return warnings(compile_only(way.cc, way, args))


def look_for_warnings(build, way, source_args, plain):
    """Compiles an Async C program to see only that."""
    try:
        return judge_warnings(way, compile_only(os.path.join(build, "acc"), way, source_args, {"CC": way.cc}), plain)
    except TimeOut:
        return "time-out", "the C compiler does not end"


def judge_warnings(way, said, plain):
    """Compares what is warned of with what is in the programs whose arguments PLAIN gives, one after the other: (kind, why). What
    may well be a fault of the program's own is no fault of the translation."""
    new = warnings(said) if looks(way) else {}
    try:
        for args in plain:
            if new:
                own = own_warnings(way, tuple(args))
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
