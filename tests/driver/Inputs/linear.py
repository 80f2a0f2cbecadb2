"""linear.py ACC FOLDER: what translating one large function takes goes with its size: instructions, as valgrind counts them."""
import os
import re
import subprocess
import sys

LIMIT = 2.5  # twice the size may take so much more
SIZES = (500, 1000)
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


def instructions(acc, path):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + os.devnull, acc, "-x", "ac-cpp-output",
                           "--emit-c", "-o", os.devnull, path], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


acc, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
failed = False
for name, shape in BODIES.items():
    took = []
    for size in SIZES:
        path = os.path.join(folder, "large.i")
        with open(path, "w") as out:
            out.write(text(shape, size))
        took.append(instructions(acc, path))
    ratio = took[1] / took[0]
    print("%s: %.2f" % (name, ratio))
    failed |= ratio > LIMIT
sys.exit(failed)
