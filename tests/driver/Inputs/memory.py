"""memory.py ACC FOLDER: translating takes less than 50 times its input, however many functions or declarations there are,
and if one of them is all there is; unless that is an async function of nothing but awaits, which takes more."""
import os
import subprocess
import sys

LIMIT = 50
LIMITS = {"awaits": 75}
SIZE = 2000000
SAMPLES = {
    "plain": "static int f%d(const int *p, int n) { int s = 0; for (int i = 0; i < n; i++) s += p[i] * (p[i] > 3); return s; }\n",
    "async": "static async int f%d(int a)\n{\n    int sum = a;\n    while (a & %d)\n        sum += await f%d(a - sum) * a;\n    return sum;\n}\n",
    "prototypes": "extern int function_%d(int first, const char *second);\n",
    "objects": "static struct object_%d { int member; } object_%d = { 1 };\n",
    "function": "    s += p[%d] * %d - s;\n",
    "table": "7, ",
    "awaits": "    s += await f(%d);\n",
}
AROUND = {
    "function": ("int f(int *p)\n{\n    int s = 0;\n", "    return s;\n}\n"),
    "table": ("const unsigned char table[] = {\n", "};\n"),
    "awaits": ("static async int f(int x) { return x; }\nasync int g(void)\n{\n    int s = 0;\n", "    return s;\n}\n"),
}


def peak(command):
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit("%s failed" % " ".join(command))
    return used.ru_maxrss * 1024


acc, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
for name, sample in SAMPLES.items():
    path = os.path.join(folder, name + ".i")
    count = SIZE // len(sample)
    before, after = AROUND.get(name, ("", ""))
    with open(path, "w") as out:
        out.write(before)
        for n in range(count):
            out.write(sample.replace("%d", str(n)))
        out.write(after)
    ratio = peak([acc, "-x", "ac-cpp-output", "--emit-c", "-o", os.devnull, path]) / os.path.getsize(path)
    print("%s: %.0f times" % (name, ratio))
    if ratio >= LIMITS.get(name, LIMIT):
        sys.exit(1)
