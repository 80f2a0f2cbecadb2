#include <tgmath.h>
float f; double d; long double ld; _Complex float cf; _Complex double cd; int i; _Float128 f128; long lo; _Float32 f32;
void g(void)
{
    sqrt(f); sqrt(d); sqrt(ld); sqrt(cf); sqrt(cd); sqrt(i); pow(f, f); pow(f, d); pow(f, i); pow(cf, d); pow(i, i); pow(ld, cf); fabs(cf); fabs(i); fabs(cd); creal(cf); creal(f); carg(d); ldexp(f, 3); ldexp(i, 3); frexp(f, &i); lrint(f); llround(d); ilogb(ld); fma(f, f, d); atan2(f, f); fmax(i, f); remquo(f, f, &i); nexttoward(f, ld); scalbn(ld, 3); conj(f); cimag(cd); exp(cf) + 1; log(lo); cproj(d); floor(f) * 2; hypot(f, i);
}
