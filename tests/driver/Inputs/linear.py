"""linear.py ACC FOLDER: what translating one large function takes goes with its size: instructions, as valgrind counts them, and
memory."""
import os
import re
import subprocess
import sys

LIMIT = 2.5  # twice the size may take so much more
SIZES = (500, 1000)
SIZES_OF_MEMORY = (2000, 4000)
HEAD = "async int g(int);\nint h();\nasync int f(int a)\n{\n    int s = 0;\n"
TAIL = "    return s;\n}\n"
BODIES = {
    "awaits": "    int x%d = await g(a + %d); s = x%d;\n",
    "blocks": "    { int x = a + %d; s += await g(x); s += x; }\n",
    "branches": "    if (a == %d) { int y = s; s += await g(y); s -= y; }\n",
    "labels": "l%d: s += await g(s); if (s == %d) goto l%d;\n",
    "deferred": "    { defer await g(s); s++; if (s == %d) return 2; }\n",
    "tasks": "    { async int t = g(a + %d); s += await t; }\n",
    "one line": "s += await g(a + %d); ",
    "one expression": ("    s = a", "\n        + await g(%d)", ";\n"),
    "arguments": ("    s = h(a", ",\n        await g(%d)", ");\n"),
    "arrays": "    int x%d[2] = {a}; s += await g(x%d[1]);\n",
    "computed": "l%d: s += await g(s); if (s == %d) goto *(s ? &&l%d : &&l0);\n",
    # Variables that are needed to the end: what is saved and loaded would go with the square of their number.
    "kept": ("", "    int x%d = await g(a + %d);\n", "", "    s += x%d++;\n"),
}


def text(shape, size):
    """The lines of a shape, between those around it; and its second lines, if it has such."""
    begin, line, end, *more = ("", shape, "") if isinstance(shape, str) else shape
    lines = [begin, *(line.replace("%d", str(n)) for n in range(size)), end]
    lines += [line.replace("%d", str(n)) for line in more for n in range(size)]
    return HEAD + "".join(lines) + TAIL


def translate(acc, path):
    return [acc, "-x", "ac-cpp-output", "--emit-c", "-o", os.devnull, path]


def instructions(acc, path):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + os.devnull, *translate(acc, path)],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def memory(acc, path):
    child = subprocess.Popen(translate(acc, path))
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit("%s failed" % path)
    return used.ru_maxrss


def ratio(acc, path, shape, sizes, measure):
    took = []
    for size in sizes:
        with open(path, "w") as out:
            out.write(text(shape, size))
        took.append(measure(acc, path))
    return took[1] / took[0]


acc, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
path = os.path.join(folder, "large.i")
failed = False
for name, shape in BODIES.items():
    ratios = [ratio(acc, path, shape, SIZES, instructions), ratio(acc, path, shape, SIZES_OF_MEMORY, memory)]
    print("%s: %.2f, memory %.2f" % (name, *ratios))
    failed |= max(ratios) > LIMIT
sys.exit(failed)
