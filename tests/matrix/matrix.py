"""matrix.py ACC FOLDER [FLAG...]: every way to leave a scope, from every construct in every other, traced and compared with
the model."""
import os
import subprocess
import sys

import model
import program
import shapes


def expected():
    for shape, how, pause in shapes.cases():
        yield "%s: %s" % (program.case_name(shape, how, pause), model.Case(shape, how, pause).run())


def build(acc, folder, flags):
    os.makedirs(folder, exist_ok=True)
    source, exe = os.path.join(folder, "matrix.ac"), os.path.join(folder, "matrix")
    with open(source, "w", encoding="utf-8") as file:
        file.write(program.program(shapes.shapes()))
    subprocess.run([acc, "-Wall", "-Wextra", "-Werror", *flags, source, "-o", exe], check=True, timeout=300)
    return exe


def main():
    acc, folder, *flags = sys.argv[1:]
    exe = build(acc, folder, flags)
    done = subprocess.run([exe], env={**os.environ, "AC_CLOCK": "virtual"}, capture_output=True, text=True, timeout=120)
    printed, wanted = done.stdout.splitlines(), list(expected())
    bad = [(want, got) for want, got in zip(wanted, printed + ["(nothing)"] * len(wanted)) if want != got]
    for want, got in bad[:20]:
        print("wanted  %s\nprinted %s\n" % (want, got))
    print("%d cases, %d differ" % (len(wanted), len(bad)))
    print(done.stderr, end="")
    return 1 if bad or done.returncode or len(printed) != len(wanted) else 0


if __name__ == "__main__":
    sys.exit(main())
