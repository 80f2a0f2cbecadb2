// A plain program as an async one, with its pointers to functions: all those of one type are async, together with the functions
// whose address they get, or none is.
// RUN: %acc --dump=async-pointers -x ac %s | FileCheck %s
// RUN: %python %S/difftest.py --build %build -j 1 --every 1 --warn 1000000 --keep %t %s | FileCheck --check-prefix=SAME %s
// SAME: 1 programs
// SAME-COUNT-4: 0 time-out, 0 warned, 1 same, 0 skipped
#include <stdio.h>
#include <stdlib.h>

// CHECK: {{^}}_Async typedef int op(int, int);
typedef int op(int, int);
// CHECK: {{^}}struct rule { const char *name; _Async int (*apply)(int, int); };
struct rule { const char *name; int (*apply)(int, int); };
// CHECK: {{^}}_Async static int add(
static int add(int a, int b) { return a + b; }
// CHECK: {{^}}_Async static int sub(
static int sub(int a, int b) { return a - b; }
static const struct rule rules[] = {{"add", add}, {"sub", &sub}};

// Called by a parameter.
// CHECK: {{^}}_Async static int square(
static int square(int x) { return x * x; }
// CHECK: {{^}}_Async static int twice(_Async int (*f)(int), int x)
static int twice(int (*f)(int), int x) { return f(f(x)); }
// CHECK: {{^}}_Async static long (*const wides[2])(long) =
static long wide(long x) { return x * 3; }
static long (*const wides[2])(long) = {wide, 0};

// The library calls it, of another type or not.
// CHECK: {{^}}static int by_value(
static int by_value(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
// CHECK: {{^}}static int by_number(
static int by_number(int *a, int *b) { return *a - *b; }

// It goes through another type.
// CHECK: {{^}}static void say(
static void say(const char *s) { puts(s); }
static void *erased = (void *)say;

// There is no place for `_Async` in the declaration of who returns it, nor in one of two names.
// CHECK: {{^}}static double scaled(
static double scaled(double x) { return x * 2; }
static double (*choose(void))(double) { return scaled; }
// CHECK: {{^}}static char next(
static char next(char c) { return c + 1; }
static char (*one)(char) = next, (*other)(char);

// One is called in a function that stays plain, which is called by the library.
// CHECK: {{^}}static short less(
static short less(short x) { return x - 1; }
static short (*lessen)(short) = less;
static int by_less(const void *a, const void *b) { return lessen(*(const int *)a) - *(const int *)b; }

int main(void)
{
    int v[] = {3, 1, 2};
    op *o = add;
    void (*hook)(const char *) = erased;

    qsort(v, 3, sizeof *v, by_value);
    qsort(v, 3, sizeof *v, (int (*)(const void *, const void *))by_number);
    qsort(v, 3, sizeof *v, by_less);
    for (unsigned i = 0; i < 2; i++) {
        // CHECK: _Await rules[i].apply(v[0], v[2])
        printf("%s %d\n", rules[i].name, rules[i].apply(v[0], v[2]));
    }
    // CHECK: _Await (*o)(1, 2)
    printf("%d %d %ld\n", (*o)(1, 2) + (**o)(3, 4), twice(square, 3), wides[0] ? wides[0](4) : 0);
    hook("said");
    other = one;
    // CHECK: choose()(2.5), other(
    printf("%g %c\n", choose()(2.5), other('a'));
    return v[0];
}
