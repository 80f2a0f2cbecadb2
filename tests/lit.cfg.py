# Configuration of the tests: one folder a stage; see docs/testing.md.
#
# Substitutions in RUN lines:
#   %acc %san_acc   the compiler, plain and built under the sanitizers
#   %cc %cflags     a C compiler and the flags the project's own C is held to
#   %incdir %libac  the headers and the library of the build
#   %build %top     the build folder and the repository
#   %io_acc %io_libac  the same with all pollers in the library, where liburing is there
#   %pollers        before a command built by those: runs it once with each poller
#   %python %runac  python3; runs one .ac program every way (tests/tools/runac.py)
# FileCheck, not and split-file are in PATH.
import glob
import os
import shutil
import sys

top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(top, "tests", "tools"))

import acformat
import toolbox

build = os.path.abspath(lit_config.params.get("build", os.path.join(top, "build")))
san = os.path.abspath(lit_config.params.get("san", os.path.join(top, "build-san")))
acc = os.path.abspath(lit_config.params.get("acc", os.path.join(build, "acc")))

config.name = lit_config.params.get("name", "ac")
config.test_format = acformat.Scripts(execute_external=True)
config.suffixes = [".ac", ".c", ".test"]
config.excludes = ["Inputs", "inputs", "tools", "bench"]
config.test_source_root = os.path.dirname(os.path.abspath(__file__))
config.test_exec_root = os.path.join(build, "tests", config.name)
config.top, config.build, config.san_build = top, build, san

links = toolbox.link_llvm_tools(os.path.join(build, "tests", "bin"), lit_config.fatal)
config.environment["PATH"] = links + os.pathsep + config.environment["PATH"]
config.environment.update(
    ASAN_OPTIONS="detect_leaks=1:abort_on_error=0", UBSAN_OPTIONS="print_stacktrace=1", LC_ALL="C.UTF-8", TERM="dumb"
)
for name in ("CC", "AC_CLOCK", "AC_DEBUG", "AC_POLLER", "NO_COLOR"):
    config.environment.pop(name, None)
for name in ("TMPDIR",):
    if name in os.environ:
        config.environment[name] = os.environ[name]

# Built with all pollers (make check-uring), or as usual.
uring = os.path.join(build, "uring")
has_uring = os.access(os.path.join(uring, "acc"), os.X_OK)
pollers = [sys.executable, os.path.join(top, "tests", "tools", "pollers.py")] + ["--with-uring"] * has_uring

config.substitutions += [
    ("%io_acc", os.path.join(uring, "acc") if has_uring else acc),
    ("%io_libac", os.path.join(uring if has_uring else build, "libac.a")),
    ("%pollers", " ".join(pollers)),
    ("%san_acc", os.path.join(san, "acc")),
    ("%acc", acc),
    ("%cc", "cc"),
    ("%cflags", "-std=gnu11 -Wall -Wextra -Wshadow -Wpedantic -Werror"),
    ("%incdir", os.path.join(build, "include")),
    ("%libac", os.path.join(build, "libac.a")),
    ("%build", build),
    ("%top", top),
    ("%runac", "%s %s --build %s" % (sys.executable, os.path.join(top, "tests", "tools", "runac.py"), build)),
    ("%python", sys.executable),
]

for tool in ("gcc", "clang", "tcc", "musl-gcc", "valgrind", "python3", "ccache", "gdb", "gcov", "make", "pkg-config", "openssl", "nginx"):
    if shutil.which(tool):
        config.available_features.add(tool)
for archive in glob.glob(os.path.join(build, "libac-*.a")):  # optional parts, by their names
    config.available_features.add(os.path.basename(archive)[len("libac-"):-len(".a")])
if os.access(os.path.join(san, "acc"), os.X_OK):
    config.available_features.add("san")
if os.path.exists(os.path.join(build, "tsan", "libac.a")):
    config.available_features.add("tsan")
if glob.glob("/usr/lib/postgresql/*/bin/initdb") or shutil.which("initdb"):
    config.available_features.add("postgres")
if os.geteuid() != 0:
    config.available_features.add("not-root")
