#!/usr/bin/env python3
"""Builds and runs one .ac program every way, and compares what it prints and its exit status with what it says of itself.

The first block comment of the program holds what it prints:

    /* Two greetings.
     *
     * Expected output:
     *     hello
     *     world
     */

No such block: it prints nothing. Lines `// KEY: value` say more:

    EXIT: 3            its exit status (default 0), or a signal: SIGABRT
    STDIN: a b\\n       what it reads ('\\n' is a new line)
    ARGS: a 'b c'      its arguments
    ENV: NAME=value    its environment, several times if need be
    FLAGS: -lm         flags for every build
    PKG: libuv         packages of pkg-config, whose flags are added; only where they are
    WITH: a.ac b.c     more sources, beside it
    REAL: no           not on the real clock, it would take too long
    CLOCK: real        only on the real clock, it waits for more than timers
    WAYS: gcc clang    only these ways (see WAYS below)
    SKIP: emitted-tcc  not these
    REQUIRES: http     only where these features of the tests are (an optional part, a tool)
    BESIDE: x.py a     a program of tests/tools that runs meanwhile: when ready it prints a line NAME=value ..., which
                       joins the environment and stands for $NAME in ARGS and STDIN
    THREADS: yes       uses threads: also under the thread sanitizer
    MACHINE: x86-64    not for other machines
    SERIAL: no         not elided, as plain C by <ac/serial.h>: the default in tests/run is yes, elsewhere no

A Python twin beside it, NAME.py, must print the same. Where a line of it says `# NEEDS: MODULE`, it is run by a Python that
has the module, or left out.
"""
import argparse
import contextlib
import difflib
import os
import re
import shlex
import shutil
import signal
import string
import subprocess
import sys
import tempfile
import textwrap

import pollers

STRICT = "-std=gnu11 -Wall -Wextra -Wpedantic -Wshadow -Werror".split()
SANITIZE = "-fsanitize=address,undefined -fno-sanitize-recover=undefined".split()

CLANG = ["-Wno-unknown-warning-option"]  # FLAGS may name warnings that only gcc has

# name: C compiler, how it is built, flags, clocks it runs on
WAYS = {
    "gcc": ("gcc", "acc", ["-O2"], ("real", "virtual")),
    "clang": ("clang", "acc", CLANG + ["-O2"], ("virtual",)),
    "gcc-O0": ("gcc", "acc", ["-O0"], ("virtual",)),
    "clang-O0": ("clang", "acc", CLANG + ["-O0", "-g"], ("virtual",)),
    "pollers": ("gcc", "pollers", ["-O1"], ("virtual",)),  # if it waits for descriptors: with each, at run time
    "sanitized": ("gcc", "san", ["-O1", "-g"] + SANITIZE, ("virtual",)),
    "emitted-gcc": ("gcc", "emit", ["-O1"] + STRICT, ("virtual",)),
    "emitted-clang": ("clang", "emit", CLANG + ["-O1"] + STRICT, ("virtual",)),
    "emitted-tcc": ("tcc", "emit", [], ("virtual",)),
    "emitted-musl": ("musl-gcc", "emit", ["-static"], ("virtual",)),
    "threads": ("gcc", "emit", ["-O1", "-g", "-fsanitize=thread"], ("real",)),
    "serial-gcc": ("gcc", "serial", ["-O1"] + STRICT, ("virtual",)),
    "serial-clang": ("clang", "serial", CLANG + ["-O1"] + STRICT, ("virtual",)),
    "valgrind": ("gcc", "acc", ["-O1", "-g"], ("virtual",)),
}

LIBRARIES = {"emitted-musl": "musl", "threads": "tsan"}  # ways with libraries of their own, and their folders in the build

# Other machines, and what runs their programs: make check-cross
MACHINES = {"arm-linux-gnueabihf": "qemu-arm", "aarch64-linux-gnu": "qemu-aarch64", "riscv64-linux-gnu": "qemu-riscv64"}
for machine in MACHINES:
    WAYS[machine] = (machine + "-gcc", "acc", ["-O1", "-static"], ("virtual",))
    LIBRARIES[machine] = machine

ON_REQUEST = ("valgrind", *MACHINES)  # takes long: make check-valgrind

# Errors and memory that nothing points to any more; what the program still holds at its end is its own matter.
VALGRIND = "valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite".split()


USES_DESCRIPTORS = re.compile(r"\bac_(poll_fd|(p?read|p?write|recv|send)\w*|accept|connect|dial|serve|getline|flush|drain|process\w*|"
                              r"signal|offload|loop_\w+)\(")


class Failure(Exception):
    """A way did not come out as it should; the text says how."""


class Program:
    """A test program and what it says of itself."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.name = os.path.splitext(os.path.basename(path))[0]
        self.folder = os.path.dirname(self.path)
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
        self.notes = {}
        for key, value in re.findall(r"^// ([A-Z]+): ?(.*?)\s*$", text, re.M):
            self.notes.setdefault(key, []).append(value)
        self.expected = expected_output(text)
        self.flags = self.words("FLAGS") + pkg_config(self.words("PKG"))
        self.sources = [self.path] + [os.path.join(self.folder, name) for name in self.words("WITH")]
        self.env = dict(item.split("=", 1) for item in self.notes.get("ENV", []))
        self.names = {}  # what the program beside it said of itself

    def uses_descriptors(self):
        return any(USES_DESCRIPTORS.search(open(source, errors="replace").read()) for source in self.sources)

    def note(self, key, default=""):
        return self.notes.get(key, [default])[-1]

    def words(self, key):
        return shlex.split(self.note(key))

    @property
    def args(self):
        return [string.Template(word).safe_substitute(self.names) for word in self.words("ARGS")]

    @property
    def stdin(self):
        text = string.Template(self.note("STDIN")).safe_substitute(self.names)
        return text.encode().decode("unicode_escape").encode("latin-1")

    def status(self):
        text = self.note("EXIT", "0")
        return -signal.Signals[text].value if text.startswith("SIG") else int(text)

    def clocks(self, clocks):
        if self.note("CLOCK") == "real":
            return clocks[:1] and ("real",)
        if self.note("REAL") == "no":
            return tuple(clock for clock in clocks if clock != "real")
        return clocks

    def compiler(self):
        """The C compiler that builds it where no way is asked for: gcc, but where all its own ways are another's."""
        named = [WAYS[way][0] for way in self.words("WAYS")]
        return named[0] if named and "gcc" not in named else "gcc"

    def is_serial(self):
        return self.note("SERIAL", "yes" if os.path.basename(self.folder) == "run" else "no") == "yes"

    def ways(self, wanted):
        named = wanted or self.words("WAYS")
        serial = self.is_serial()
        names = named or [name for name in WAYS if name not in ON_REQUEST and (serial or not name.startswith("serial"))]
        skipped = self.words("SKIP") + ([] if self.uses_descriptors() or wanted else ["pollers"])
        skipped += [] if self.note("THREADS") == "yes" or wanted else ["threads"]
        skipped += ["emitted-musl"] * bool(self.words("REQUIRES"))  # only libc is built for musl
        skipped += MACHINES if self.note("MACHINE") else []
        return [name for name in names if name not in skipped]


def pkg_config(packages):
    """Their flags; none where one is missing."""
    if not packages or not shutil.which("pkg-config"):
        return []
    return shlex.split(subprocess.run(["pkg-config", "--cflags", "--libs", *packages], capture_output=True, text=True).stdout)


def expected_output(text):
    """What stands under `Expected output:` in the first block comment."""
    comment = re.search(r"/\*(.*?)\*/", text, re.S)
    match = comment and re.search(r"^[ \t*]*Expected output:[ \t]*\n(.*)\Z", comment.group(1), re.S | re.M)
    if not match:
        return ""
    lines = [re.sub(r"^\s*\*(?!/)", "", line) for line in match.group(1).splitlines()]
    while lines and not lines[-1].strip():
        lines.pop()
    return textwrap.dedent("\n".join(lines) + "\n") if lines else ""


def shown(command, env):
    settings = ["%s=%s" % item for item in sorted(env.items())]
    return shlex.join(settings + command)


def call(command, env, timeout, stdin=b""):
    """Runs a command; gives its status and outputs. A program that does not end is killed."""
    try:
        done = subprocess.run(command, env={**os.environ, **env}, input=stdin, capture_output=True, timeout=timeout,
                              preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) # a job in the background ignores it
    except subprocess.TimeoutExpired:
        raise Failure("does not end within %d s: %s" % (timeout, shown(command, env)))
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def must_build(command, env):
    status, out, err = call(command, env, 120)
    if status != 0:
        raise Failure("status %d from: %s\n%s%s" % (status, shown(command, env), out, err))
    if err.strip():
        raise Failure("not silent: %s\n%s" % (shown(command, env), err))


def emit_all(program, tools, scratch):
    """Translates each .ac source to C for people; gives the C sources."""
    emitted = []
    for source in program.sources:
        if not source.endswith(".ac"):
            emitted.append(source)
            continue
        emitted.append(os.path.join(scratch, os.path.basename(source)[:-3] + ".c"))
        keep = [flag for flag in program.flags if not flag.startswith("-l")]
        must_build([tools["acc"], "--emit-c", *keep, source, "-o", emitted[-1]], {"CC": "gcc"})
    return emitted


def build_emitted(program, cc, flags, tools, scratch, exe, library):
    """Translates to C for people; a plain C compiler does the rest. What tcc compiles, another linker must link."""
    sources = emit_all(program, tools, scratch)
    include = ["-I" + program.folder, "-I" + os.path.join(tools["build"], "include")]
    include += [flag for flag in program.flags if flag.startswith("-I")]
    if cc == "tcc":
        objects = [source[:-2] + ".tcc.o" for source in sources]
        for source, made in zip(sources, objects):
            must_build([cc, *flags, *include, "-c", source, "-o", made], {})
        cc, sources, flags = "gcc", objects + tcc_library(), ["-Wl,-z,noexecstack"]
    must_build([cc, *flags, *include, *sources, "-o", exe, *archives(program.flags, library), library], {})


def archives(flags, library):
    """The optional parts by their files: a C compiler alone would rather take the shared ones, with another libac."""
    folder = os.path.dirname(library)
    return [os.path.join(folder, "lib%s.a" % flag[2:]) if flag.startswith("-lac-") else flag for flag in flags]


def tcc_library():
    """What tcc's code calls beside the C library."""
    dirs = call(["tcc", "-print-search-dirs"], {}, 60)[1]
    return re.findall(r"^\s*(\S*/libtcc1\.a)$", dirs, re.M)


def libac(tools, way):
    """The runtime that a program built this way is linked with."""
    return os.path.join(tools["build"], LIBRARIES.get(way, ""), "libac.a")


def build_serial(program, cc, flags, tools, exe):
    include = ["-isystem", os.path.join(tools["build"], "include"), "-include", "ac/serial.h"]
    must_build([cc, *flags, *include, "-x", "c", *program.sources, "-o", exe, *program.flags], {})


def build(program, way, tools, scratch):
    cc, how, flags, _ = WAYS[way]
    cc = program.compiler() if way == "valgrind" else cc
    exe = os.path.join(scratch, way)
    if how == "emit":
        build_emitted(program, cc, flags, tools, scratch, exe, libac(tools, way))
    elif how == "serial":
        build_serial(program, cc, flags, tools, exe)
    else:
        library = ["-L" + os.path.dirname(libac(tools, way)), "-latomic"] if way in MACHINES else []
        must_build([tools[how], *flags, *program.sources, "-o", exe, *program.flags, *library], {"CC": cc})
        if way in MACHINES and program.is_serial():
            build_serial(program, cc, flags, tools, exe + "-serial")
    return exe


def compare(program, what, status, out, err):
    if status != program.status():
        raise Failure("%s: exit status %d, not %d\n%s%s" % (what, status, program.status(), out, err))
    if out != program.expected:
        diff = difflib.unified_diff(
            program.expected.splitlines(True), out.splitlines(True), "expected", "printed"
        )
        raise Failure("%s: other output\n%s%s" % (what, "".join(diff), err))


def run(program, way, exe, polled_by=None):
    for clock in program.clocks(WAYS[way][3]):
        env = {**program.env, **program.names}
        if clock == "virtual":
            env["AC_CLOCK"] = "virtual"
        if polled_by:
            env["AC_POLLER"] = polled_by
        under = VALGRIND if way == "valgrind" else [MACHINES[way]] if way in MACHINES else []
        status, out, err = call([*under, exe, *program.args], env, 600 if under else 60, program.stdin)
        if way in MACHINES and program.is_serial():  # some print sizes
            program.expected = call([*under, exe + "-serial", *program.args], env, 600, program.stdin)[1]
        compare(program, "%s, %s clock" % (polled_by or way, clock), status, out, err)


def run_way(program, way, tools, scratch):
    """Builds and runs the program; where all pollers are to be tried, with those that the other ways do not use."""
    exe = build(program, way, tools, scratch)
    for polled_by in pollers.available(tools["pollers"] != tools["acc"])[1:] if way == "pollers" else [None]:
        run(program, way, exe, polled_by)


def python_for(twin):
    """A Python that has what the program needs: the one in the path, or the system's, for which Debian has packages."""
    with open(twin, encoding="utf-8") as file:
        needs = "".join("import %s;" % name for name in re.findall(r"^# NEEDS: (\w+)", file.read(), re.M))
    for python in ("python3", "/usr/bin/python3"):
        if shutil.which(python) and call([python, "-c", needs], {}, 60)[0] == 0:
            return python
    return None


def run_twin(program):
    twin = os.path.join(program.folder, program.name + ".py")
    python = os.path.exists(twin) and python_for(twin)
    if python:
        env = {**program.env, **program.names}
        compare(program, "Python twin", *call([python, twin, *program.args], env, 60, program.stdin))


@contextlib.contextmanager
def beside(program, scratch):
    """Runs the program's companion, a server say, until it is left; it says in a line when it is ready."""
    words = program.words("BESIDE")
    if not words:
        yield
        return
    command = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), words[0]), *words[1:]]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=scratch, start_new_session=True)
    try:
        line = server.stdout.readline().decode()
        program.names = dict(item.split("=", 1) for item in shlex.split(line))
        if not program.names:
            raise Failure("does not begin: %s" % shlex.join(command))
        yield
    finally:
        server.stdin.close()  # it may clean up
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def possible(way, tools):
    cc, how, _, _ = WAYS[way]
    emulated = way not in MACHINES or shutil.which(MACHINES[way])
    return shutil.which(cc) and emulated and os.path.exists(libac(tools, way)) and (how not in tools or os.access(tools[how], os.X_OK))


def check(path, build_folder, san_folder, wanted=()):
    """Runs the program every way; a list of what went wrong."""
    program = Program(path)
    tools = {"acc": os.path.join(build_folder, "acc"), "san": os.path.join(san_folder, "acc"), "build": build_folder}
    uring = os.path.join(build_folder, "uring", "acc")
    tools["pollers"] = uring if os.access(uring, os.X_OK) else tools["acc"]
    with tempfile.TemporaryDirectory(prefix="runac-") as scratch:
        steps = [(way, lambda way=way: run_way(program, way, tools, scratch))
                 for way in program.ways(list(wanted)) if possible(way, tools)]
        steps += [("python", lambda: run_twin(program))] * (not wanted)
        try:
            with beside(program, scratch):
                return ["[%s] %s" % (way, failure) for way, failure in map(attempt, steps) if failure]
        except Failure as failure:
            return [str(failure)]


def attempt(step):
    """(way, what went wrong or None)"""
    way, do = step
    try:
        do()
    except Failure as failure:
        return way, failure
    return way, None


def main():
    top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(description="Builds and runs .ac programs every way.")
    parser.add_argument("programs", nargs="+")
    parser.add_argument("--build", default=os.path.join(top, "build"))
    parser.add_argument("--san", default=os.path.join(top, "build-san"))
    parser.add_argument("--way", action="append", default=[], choices=list(WAYS))
    options = parser.parse_args()
    bad = 0
    for path in options.programs:
        failures = check(path, os.path.abspath(options.build), os.path.abspath(options.san), options.way)
        print("%s: %s" % ("FAIL" if failures else "ok", path))
        print("\n".join(failures), end="\n" if failures else "")
        bad += bool(failures)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
