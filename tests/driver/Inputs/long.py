"""long.py ACC FOLDER: of long output only the end is kept in memory. What lay in a file is the same text, also where a name
has to be put into it at last and where there can be no such file."""
import os
import subprocess
import sys

acc, folder = sys.argv[1:]
os.makedirs(os.path.join(folder, "tmp"), exist_ok=True)
source = os.path.join(folder, "long.i")
with open(source, "w") as out:
    out.write("struct { int x, y; } table[3];\nstatic async int f(int x) { return x; }\n")
    for n in range(600):
        out.write("async int g%d(void)\n{\n    return await f(%d) + await f(1);\n}\n" % (n, n))
    out.write("struct { int x, y; } late[3];\n")
    out.write("static int use(int a, int b, int c) { return a + b + c; }\n")
    out.write("async int kept(void)\n{\n    __auto_type t = table[0];\n    __auto_type u = late[0];\n    int n = await f(4);\n"
              "    return use(t.x, u.y, n);\n}\n")


def translate(tmp, *options):
    text = subprocess.run([acc, "-w", "-x", "ac-cpp-output", *options, "-o", "-", source], stdout=subprocess.PIPE, check=True,
                          env=dict(os.environ, TMPDIR=tmp)).stdout.decode()
    assert len(text) > 1000000, len(text)
    assert text.count("struct  ac_type_1 { int") == text.count("struct  ac_type_2 { int") == 1
    return text


text = translate(os.path.join(folder, "tmp"), "--emit-c")
assert os.listdir(os.path.join(folder, "tmp")) == []
assert text == translate(os.path.join(folder, "none"), "--emit-c")
c = os.path.join(folder, "long.c")
with open(c, "w") as out:
    out.write(text)
subprocess.run(["cc", "-fsyntax-only", "-w", "-I", os.path.join(os.path.dirname(acc), "include"), c], check=True)
