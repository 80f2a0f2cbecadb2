"""Writes the matrix as an .ac program, which prints a line for each case."""
import shapes

HEAD = """\
#include <ac.h>
#include <stdarg.h>
#include <stdio.h>

#define UNIT AC_MILLISECOND
enum how { %s };

static void t(const char *format, ...)
{
    va_list args;

    putchar(' ');
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
}

static void cleaned(int *id)
{
    t("c%%d", *id);
}

async int child(int id, int units, int result)
{
    t("i%%d", id);
    defer t("o%%d", id);
    await ac_sleep(units * UNIT);
    t("k%%d", id);
    return result;
}

async void leaf(enum how how, int pause, int i)
{
    t("l(");
    defer t(")l");
    if (pause)
        await ac_yield();
    if (i == 0 && how >= cancel) {
        await ac_sleep(70 * UNIT);
        t("waited");
    }
}
"""

JUMPS = """\
if (i == 0) {
    if (how == return_)
        return result + 33;
    if (how == break_)
        break;
    if (how == continue_)
        continue;
    if (how == goto_out)
        goto out;
    if (how == goto_back && !back++)
        goto again;
    if (how == goto_inside)
        goto inside;
%s}
t("on");
inside:
t("end");
"""

WAIT = """\
    if (how >= cancel) {
        await ac_sleep(70 * UNIT);
        t("waited");
    }
"""

OPEN = {
    "defer": "{\n",
    "cleanup": "{\n    int v%(d)d __attribute__((cleanup(cleaned))) = %(d)d;\n\n",
    "task": "{\n    async int task%(d)d = child(%(d)d, 10000, 0);\n\n    (void)task%(d)d;\n",
    "tasks": "{\n    async int tasks%(d)d[2] = { child(%(d)d1, 10000, 0), child(%(d)d2, 10000, 0) };\n\n    (void)tasks%(d)d;\n",
    "vla": "{\n    int vla%(d)d[size];\n\n    vla%(d)d[size - 1] = %(d)d;\n    defer t(\"v%%d\", vla%(d)d[size - 1]);\n",
    "group": "ac_group (g%(d)d) {\n"
             "    ac_spawn_in(g%(d)d, child(%(d)d, how == fail && !i ? 50 : 100, how == fail && !i));\n",
    "timeout": "ac_timeout ((how == expire && !i ? 50 : 10000) * UNIT) {\n",
    "shield": "ac_shield {\n",
}

ELSE = " else {\n    t(\"else%d\");\n}"

FUNCTION = """\

%(async)sint %(name)s(enum how how, int pause)
{
    int result = 7, back = 0, size = 5;

    (void)how, (void)pause, (void)size;
    t("f(");
%(defer)s
again:
    t("again");
    for (int i = 0; i < 2; i++) {
        t("#%%d", i);
%(body)s
        t("next");
    }
    t("after");
out:
    t("out");
    return result;
}
"""

WRAP = """\

async int %(name)s(enum how how, int pause)
{
    int r;

    t("w(");
%(defer)s
    r = await %(name)s_in(how, pause);
    t("r=%%d", r);
    return r;
}
"""

MAIN = """\

static async int (*const functions[])(enum how how, int pause) = { %s };
static int (*const plain[])(enum how how, int pause) = { %s };

async void limited(int function, enum how how, int pause)
{
    ac_timeout (50 * UNIT)
        t("= %%d", await functions[function](how, pause));
    else
        t("= late");
}

async void cancelled(int function, enum how how, int pause)
{
    ac_task *task = ac_spawn(functions[function](how, pause));

    await ac_sleep(50 * UNIT);
    ac_cancel(task);
    t(await ac_join(task) ? "= cancelled" : "= done");
}

static const struct {
    const char *name;
    int plain, function, how, pause;
} cases[] = {
%s};

async int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int function = cases[i].function, pause = cases[i].pause;
        enum how how = (enum how)cases[i].how;

        printf("%%s:", cases[i].name);
        if (cases[i].plain)
            t("= %%d", plain[function](how, pause));
        else if (how == cancel)
            await cancelled(function, how, pause);
        else if (how == late)
            await limited(function, how, pause);
        else
            t("= %%d", await functions[function](how, pause));
        putchar('\\n');
    }
    return 0;
}
"""

NAMES = [how + "_" if how in ("return", "break", "continue") else how for how in shapes.HOWS]


def indent(text, by):
    lines = text.rstrip("\n").split("\n")
    return "\n".join(line if not line or line.startswith("inside:") else " " * by + line for line in lines)


def deferred(shape, mark, extra=""):
    if shape.waits:
        return 'defer {\n    t("%s(");\n    await ac_sleep(UNIT);\n    t(")%s");\n%s}\n' % (mark, mark, extra)
    if extra:
        return 'defer {\n    t("%s");\n%s}\n' % (mark, extra)
    return 'defer t("%s");\n' % mark


def body(shape, kinds, depth):
    if not kinds or kinds == ("leaf",):
        text = 't("body");\n'
        if kinds:
            return text + "await leaf(how, pause, i);\n" + JUMPS % ""
        if shape.plain:
            return text + JUMPS % ""
        return text + "if (pause)\n    await ac_yield();\n" + JUMPS % WAIT
    text = OPEN[kinds[0]] % {"d": depth}
    text += indent(deferred(shape, "d%d" % depth) + body(shape, kinds[1:], depth + 1), 4) + "\n}"
    return text + (ELSE % depth if kinds[0] in ("group", "timeout") else "") + "\nt(\"past%d\");\n" % depth


def function(shape):
    wrapped = shape.kinds[0] == "wrap"
    values = {"name": shape.name + "_in" * wrapped, "async": "static " if shape.plain else "async "}
    values["defer"] = indent(deferred(shape, "f", "    result = 99;\n"), 4)
    values["body"] = indent(body(shape, shape.kinds[wrapped:], 1), 8)
    text = FUNCTION % values
    if wrapped:
        text += WRAP % {"name": shape.name, "defer": indent(deferred(shape, "w"), 4)}
    return text


def case_name(shape, how, pause):
    return "%s %s%s" % (shape.name, how, " pause" if pause else "")


def program(all_shapes):
    tables = [[shape for shape in all_shapes if shape.plain == plain] for plain in (False, True)]
    rows = []
    for shape in all_shapes:
        for how, pause in shape.cases():
            rows.append('    { "%s", %d, %d, %d, %d },\n' % (
                case_name(shape, how, pause), shape.plain, tables[shape.plain].index(shape), shapes.HOWS.index(how), pause))
    names = [", ".join(shape.name for shape in table) or "NULL" for table in tables]
    return HEAD % ", ".join(NAMES) + "".join(map(function, all_shapes)) + MAIN % (names[0], names[1], "".join(rows))
