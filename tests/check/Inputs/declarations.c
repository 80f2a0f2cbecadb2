#include <stddef.h>
#include <stdarg.h>
typedef int T; typedef const T CT; typedef T AT[3]; typedef AT *PAT; typedef int FT(int, char); typedef struct { int x; } An; typedef enum { E1, E2 } En;
old(a, b, c, d) char a; float b; int c[3]; { a; b; c; d; *c; &a; return a + d; }
static sx; auto_(x) { return x; }
int (*fpf(int a, char *b))(double) { a; b; return 0; }
FT ff, *pff, *aff[2];
extern int ext[]; int ext[5]; int user = sizeof ext;
int i1[] = {1, 2, 3}, i2[] = {[3] = 1, [1] = 2, 5}, i3[][2] = {1, 2, 3}, i4[][2] = {{1}, 2, 3, {4}}, i5[] = {[0 ... 9] = 1, 2}, i6[2][3][4] = {1};
char s1[] = "abc", s2[] = {"abc"}, s3[10] = "x", s4[][4] = {"a", "b"}, s5[] = {'a', 'b'}, s6[][3][2] = {"a", {"b"}, [3] = {[1] = "c"}};
unsigned short w1[] = u"ab"; unsigned w2[] = U"abc"; wchar_t w3[] = L"abcd" L"e"; unsigned char uc1[] = "x\0y"; signed char sc1[] = {"q"};
struct P { int x, y; }; struct Q { struct P p[2]; char n[4]; union { int u; double v; }; struct { int in1, in2; }; };
struct P p1[] = {1, 2, 3}, p2[] = {{1}, 2, 3, [5] = {1, 2}, 7}, p3[] = {[2].x = 1, 2, 3, 4}, p4[] = {{.y = 1}, [4] = {2}};
struct Q q1[] = {1, 2, 3, 4, "abc", 5, 6, 7, 1}, q2[] = {{{{1, 2}, 3}}, {.in2 = 3}, {.v = 1.0, 2, 3}};
struct Q q3[] = {[1].p[1].y = 3, "x", {.v = 2}, 1, 2, 9}, q4[] = {[2] = {.p = {1, 2, 3, 4}, "xy", .u = 1, 5, 6}, [0].n = "q", 4, 1, 1};
union U { char c[3]; int i; } u1[] = {"ab", {.i = 3}, 'c', 'd', 'e', 'f'}, u2[] = {{{1, 2}}, {1}};
struct F { int n; int flex[]; } fl1 = {2, {1, 2}}; struct Z { struct {} e; int x; } z1[] = {{}, {{}, 1}};
An an1[] = {1, 2, {3}}; struct { An a; En e[2]; } ae[] = {1, E1, E2, 2, E2, E1, 3};
int cl1[] = (int[]){1, 2, 3, 4}; struct P cl2[] = {(struct P){1, 2}, (struct P){3}, 4};
int *ptrs[] = {&i1[0], i1, (int[]){1, 2}, 0}; const char *const names[] = {[E1] = "one", [E2] = "two"};
struct tag { struct tag *next; struct fwd *f; enum inner { IN1 = 3, IN2 } e; } tg; struct fwd { int z; };
enum { K1 = sizeof(struct Q), K2 = -1, K3, K4 = 'a', K5 = (int)2.5, K6 = 1 ? 3 : 4, K7 = ~0u >> 31, K8 = (char)300, K9 = 5 / 2 * 2 % 3, K10 = !0 && 2 || 0, K11 = __builtin_offsetof(struct Q, p[1].y), K12 = _Alignof(double) };
int k[] = {[K4] = 1}; int k2[K1], k3[K11], k4[K6 + K7], k5[(size_t)1 << 3], k6[sizeof(int[K4])], k7[-1 < 0u ? 1 : 2], k8[(unsigned char)-1], k9[0x7fffffffffffffff / 0x1000000000000000], k10['\xff' < 0 ? 1 : 2];
long long big1 = 0x7fffffffffffffffLL + 0ULL; _Static_assert(sizeof i5 == 11 * sizeof(int), "");
int proto(struct local { int q; } *l, int n, int arr[n][n + 1], int *(*cb)(struct local *)), (*proto2)(T T);
void vf(int n, int (*arr)[n], int a2[static 3], const int a3[const], char s[restrict], FT fn, int m[n][n])
{
    n; arr; *arr; (*arr)[1]; a2; a3; *a3; s; fn; fn(1, 'a'); m[0][1]; sizeof(*arr); fn == 0 ? fn : fn;
    { T T = 3; T; } { typedef double T; T t2 = 1; t2; } struct T { int m; } st; st; struct T *pst = &st; pst->m; enum { T2 = 1 } en = T2; en; T2;
    CT c1 = 1; c1; AT at; at; at[0]; PAT pat = &at; *pat; (*pat)[0]; const AT cat = {1}; cat; cat[0]; &cat; volatile CT vc = 1; &vc; const An ca = {1}; &ca.x; An const *pca = &ca; pca->x; &pca->x;
    extern int ext[]; ext; sizeof ext; int local(int); local(1); 
    for (int n = 0, *p = &n; n < 3; n++, p++) { p; long n = 1; n; } n;
    switch (n) { case 1 ... 3: n; default: break; }
    static int st1[] = {1, 2, 3}; st1; char str[] = "hello"; str; sizeof str; struct P lp[] = {{1}, {2}}; lp; int mixed[][2] = {{n}, n, n}; mixed;
    int nested(int q) { q; n; return q + n; } nested(3); &nested; nested;
    int v1[n], v2[n][3], (*v3)[n] = 0, v4[3][n]; v1[0]; v2[0][1]; v3[0][1]; *v3; v4[1]; sizeof(int[n]); typedef int VT[n]; VT v5; v5[0]; sizeof(VT);
    union { int a; float b; } un = {.b = 1}; un.a; un.b; struct { int a : 3; unsigned : 0; struct { int deep; }; } anon = {1, {2}}; anon.a + 1; anon.deep; &anon.deep;
    va_list ap; va_list ap2; 
    void (*fps[])(void) = {0, 0}; fps; fps[0](); (*fps[1])(); int (*(*ffp)(int))(double) = 0; ffp(1)(2.0); ffp; fpf(1, 0)(1.0);
    l1: __builtin_expect(n, 1); goto *(&&l1 + 0); void *tbl[] = {&&l1, &&l1}; tbl; goto *tbl[n];
    ({ int z = 3; z; }) + ({ (T)1; }); ({ n; });
    __typeof__(int *) tp; tp; __typeof__(n) tn[3]; tn; __typeof__(st) tst; tst.m; __typeof__(*arr) *tarr; __typeof__(names[0]) tnm = ""; tnm; __typeof__((const char)1) tc; tc; const __typeof__(n) *ctn; ctn; *ctn; __typeof__(vf) *tvf; tvf; __typeof__(str) ts; ts;
    _Atomic(int) at1; _Atomic int *at2 = &at1; at1; *at2; at1 += 1; _Atomic(struct P *) at3; at3; at3->x;
    long long unsigned int llu; short unsigned su; int long il; char signed cs; llu; su; il; cs; unsigned _Complex int *uci; uci; *uci; double long _Complex dlc; dlc;
    register int reg = 1; reg; int a = 1, *b = &a, **cc = &b, d[3], *e[3], (*g)[3] = &d, (*h)(void), *(*i)[3] = &e; **cc; d; e; *g; h; *i; (*i)[0];
}
