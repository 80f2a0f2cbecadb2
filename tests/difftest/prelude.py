"""What generated programs call: functions that trace their calls, and suspend now and then."""
import re

START = """\
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct S { int a; signed char b; %s short e[3]; };
struct K { const int a; long b; };
union U { int i; short h[2]; unsigned char c[4]; };
struct N { struct S in[2]; union U u; struct { int x, y; } at; int z; };
struct F { int n, tail[]; };
int a = 1, b = 2, x = 3, y = 4, z = 5, i = 6, j = 7, q = 8;
static int fuel = 2500;
static unsigned seed;

static int sometimes(void)
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 30 != 0;
}

static int T(int k, int v)
{
    printf("%%d:%%d ", k, v);
    if (--fuel < 0) {
        puts("out of fuel");
        exit(3);
    }
    return v;
}
"""

# `~` stands for a suspension that sometimes happens. In order: what uses what comes before.
PARTS = """\
static async int A(int k, int v) { T(k, v); ~ T(k, 0); return v; }
static async int B(int k, int v) { T(k, v); ~ return v + 1; }
static async void V(int k) { T(k, 1); ~ T(k, 2); }
static async struct S mkS(int k, int v) { struct S s = { v, (signed char)(v + 1), v & 31, v & 511, { 1, (short)v, 3 } }; T(k, 3); ~ return s; }
static async struct K mkK(int k, int v) { struct K s = { v, v + 1 }; T(k, 4); ~ return s; }
static async union U mkU(int k, int v) { union U u = { .i = v }; T(k, 9); ~ return u; }
static async struct N mkN(int k, int v) { struct N n = { .in[1].a = v, .in[0].e[2] = 7, .u.h[1] = 5, .at.y = v + 2 }; ~ T(k, n.at.y); return n; }
static async int *P(int k, int *p) { T(k, *p); ~ return p; }
static async struct S *PS(int k, struct S *p) { T(k, p->a); ~ return p; }
static async int M(int k, int *p, int v) { T(k, *p); ~ *p += v; return *p; }
static async long long L(int k, long long v) { T(k, 5); ~ return v << 20; }
static async signed char C(int k, int v) { T(k, 6); ~ return (signed char)v; }
static async double D(int k, int v) { T(k, 7); ~ return v * 0.5; }
static async long double LD(int k, int v) { long double keep = v * 0.25L; T(k, 11); ~ return keep; }
static async float FL(int k, int v) { float keep = v * 0.75f; T(k, 12); ~ return keep; }
static async _Bool N1(int k, int v) { T(k, 8); ~ return v & 1; }
static async unsigned UN(int k, unsigned v) { T(k, 13); ~ return v + 3000000000u; }
static async int sumS(int k, struct S s) { T(k, s.a); ~ return s.a + s.b + s.c + s.d + s.e[1]; }
static async int sumK(int k, struct K s) { T(k, s.a); ~ return s.a + (int)s.b; }
static async int sumU(int k, union U u) { T(k, u.h[0]); ~ return u.c[0] + u.h[1]; }
static async int sumN(int k, struct N n) { T(k, n.in[1].a); ~ return n.in[0].c + n.in[1].e[1] + n.u.h[1] + n.at.y + n.z; }
static async int readS(int k, const struct S *p) { T(k, p->a); ~ return p->a + p->e[1]; }
static async int readA(int k, const int *p) { T(k, p[0]); ~ return p[0] + p[1]; }
static async int Q(int v) { int keep = v ^ 3; ~ return keep + 1; }
static async struct S QS(int v) { struct S s = { .a = v, .e = { [1] = 4 } }; ~ s.e[1]++; ~ return s; }
static async int W(int *p, int v) { ~ *p = v; ~ return 0; }
static async int A3(int a, int b, int c) { T(0, a); ~ return T(b, c); }
static async int R(int k, int n)
{
    int keep[3] = { n, n + 1, k };
    if (n <= 0)
        return T(k, 14);
    int below = await R(k, n - 1);
    ~
    return T(k, keep[0] + keep[1] + below);
}
static async int odd(int k, int n);
static async int even(int k, int n) { struct S s = { .d = n }; if (n <= 0) return 1; int r = await odd(k, n - 1); ~ return r ^ s.d; }
static async int odd(int k, int n) { if (n <= 0) return 0; ~ return T(k, await even(k, n - 1)) + n; }
static async int variable(int k, int n, int a[n]) { int sum = 0; for (int i = 0; i < n; i++) { ~ sum += a[i]; } return T(k, sum + (n > 3)); }
static async int square(int k, int n, int m, int a[n][m]) { int sum = (int)sizeof *a; for (int i = 0; i < n; i++) { ~ sum += a[i][m - 1]; } return T(k, sum); }
static async double _Complex CX(int k, int v) { double _Complex c; __real__ c = v; __imag__ c = v + 0.5; T(k, 15); ~ return c; }
typedef int V4 __attribute__((vector_size(16)));
static async V4 VE(int k, int v) { V4 keep = { v, v + 1, 2, v ^ 5 }; T(k, 16); ~ return keep; }
static async __int128 HU(int k, int v) { __int128 keep = (__int128)(v + 3) << 66 | 5; T(k, 17); ~ return keep; }
static void leap(jmp_buf *env, int x) { T(8, x); if (x & 1) longjmp(*env, x); }
static int via(int f(int), int v) { return f(v); }
static int F3(int a, int b, int c) { return T(a, b) + c; }
static int sumplain(struct S s) { return s.a + s.d + s.e[0]; }
static int twice(int k, int v) { return T(k, v * 2); }
typedef int plain(int, int);
static plain *pickplain(int k) { T(k, 18); return twice; }
static async int (*table[2])(int, int) = { A, B };
struct op { async int (*run)(int, int); int k; };
static struct op ops[2] = { { .run = B, .k = 1 }, { A, 2 } };
static async struct op pick(int k, int v) { T(k, 19); ~ return ops[v & 1]; }
static void cl(int *p) { T(-1, *p); }
"""

SUSPENSION = "if (sometimes()) await ac_yield();"


def parts():
    """(names that it defines, text), one for each part."""
    for text in re.split(r"\n(?=static|typedef|struct)", PARTS):
        head = re.split(r"[{=;]", text.replace("__attribute__((vector_size(16)))", ""))[0]
        if text.startswith("struct"):
            names = [head.split()[1]]
        elif text.startswith("typedef"):
            names = [head.split("(")[0].split()[-1]]
        else:
            names = re.findall(r"\(\*(\w+)", head) or re.findall(r"(\w+)[\[(]", head)[:1]
        yield names, text.replace("~", SUSPENSION)


def text(used_in, bits):
    """The parts that this text uses, and what they use in turn; bits: some members are bit-fields."""
    needed, chosen = used_in, []
    for names, part in reversed(list(parts())):
        if any(re.search(r"\b%s\b" % name, needed) for name in names):
            chosen.append(part)
            needed += part
    return START % ("unsigned c : 5; int d : 11;" if bits else "unsigned char c; short d;") + "\n".join(reversed(chosen)) + "\n"
