"""Finds LLVM's test tools: lit and FileCheck, of whatever version is installed."""
import glob
import os
import re
import shutil

TOOLS = ("FileCheck", "not", "count", "split-file")


def versions():
    """Folders of installed LLVMs, newest first."""
    found = glob.glob("/usr/lib/llvm-*")
    return sorted(found, key=lambda path: int(re.sub(r"\D", "", path.rsplit("-", 1)[1]) or 0), reverse=True)


def find_lit():
    """The command that runs lit, or None."""
    import sys

    for folder in versions():
        script = os.path.join(folder, "build", "utils", "lit", "lit.py")
        if os.path.exists(script):
            return [sys.executable, script]
    for name in ("lit", "llvm-lit"):
        if shutil.which(name):
            return [shutil.which(name)]
    return None


def find_tool(name):
    for folder in versions():
        path = os.path.join(folder, "bin", name)
        if os.access(path, os.X_OK):
            return path
    return shutil.which(name)


def link_llvm_tools(folder, fatal):
    """A folder with links to the tools, to stand in PATH without the rest of LLVM."""
    os.makedirs(folder, exist_ok=True)
    for name in TOOLS:
        target = find_tool(name)
        link = os.path.join(folder, name)
        if target is None:
            fatal("%s is missing; it is in Debian's package llvm-14-tools" % name)
        if os.path.realpath(link) != os.path.realpath(target):
            temporary = "%s.%d" % (link, os.getpid())
            os.symlink(target, temporary)
            os.replace(temporary, link)
    return folder
