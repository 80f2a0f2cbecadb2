#include <stddef.h>
#include <stdint.h>
struct S { int a; unsigned b : 5; long c : 40; unsigned char d : 8; signed e : 31; _Bool f; enum E { A, B = 5, C = -1 } g; const char *name; int arr[4]; };
enum Big { BIG1 = 1, BIG2 = 0x100000000 };
enum U { U1 };
typedef int v4 __attribute__((vector_size(16)));
typedef float v4f __attribute__((vector_size(16)));
typedef unsigned char v16 __attribute__((vector_size(16)));
int x; short sh; char ch; unsigned char uc; unsigned un; long lo; unsigned long ul; long long ll; unsigned long long ull; float fl; double d; long double ld;
_Complex float cf; _Complex double cd; __int128 i128; unsigned __int128 u128; _Float32 f32; _Float64 f64; _Float128 f128; __float128 q; _Float32x f32x; _Float64x f64x;
_Float16 f16; _Decimal32 d32; _Decimal64 d64;
_Complex int ci;
enum E en; enum U eu; enum Big eb;
int *ip; const int *cip; void *vp; const void *cvp; char *cp; int (*fp)(int); int (*afp)[3]; int (*afp2)[];
v4 v; v4f vf; v16 vu;
int f(int), g();
struct S s, *sp; const struct S cs;
_Bool bo;
volatile int vi;
_Atomic int ai;
void func(int n, char str[])
{
    sh + sh; ch + uc; un + x; lo + un; ul + lo; ll + ul; ull + lo; fl + x; d + fl; ld + d; bo + bo; ch << 3; uc << lo; -sh; ~ch; !d; +uc;
    cf + d; cf + x; cd * fl; ci + 1; ci + d; __real__ cd; __imag__ cf; -cf; ~cd; i128 + ull; u128 + i128; i128 + 1; f32 + fl; f32 + d; f64 + d; f64 + ld; f128 + ld; q + ld; q+f128; f32x + d; f64x + ld; f32x + f64; f64x+f128; f16 + f16; f16 + fl; d32 + d64; d32 + 1;
    s.b + 1; s.b; s.d + 1; s.e + un; s.b << 1; -s.b; (s.b); (s.b) + 1; s.f + 1; s.g + 1; s.b = 3; s.b++; (s.b = 1) + 1; s.b + un; (1, s.b) + 1; 1 ? s.b : s.b;
    en + 1; eu + 1; en; A; BIG1; BIG2; BIG2 + 1; eb + 1; en ? en : en; 1 ? eu : eu; -eu; eu << 1; B + C;
    ip + 1; 1 + ip; ip - ip; *ip; &x; &ip; &s; &s.arr; &s.arr[1]; ip[2]; 2[ip]; s.arr; s.arr[1]; sp->arr; cs.arr; cs.arr[0]; cs.name; &cs.arr; vp + 1; fp; *fp; **fp; &f; f; f(1); fp(1); g(); &func;
    x ? ip : cip; x ? ip : vp; x ? ip : 0; x ? (void *)0 : ip; x ? cvp : ip; x ? 1 : 2.0; x ? ch : sh; x ?: d; ip ?: cip; x ? afp : afp2; x ? s : s; x ? f : f; x ? "a" : "bcd"; x ? vp : cvp; x ? (void)0 : (void)1;
    x < d; x == 3; !x; x && d; v < v; vf < vf; vu == vu; v + v; v + 1; v << 2; v[1]; vf[2]; -v; ~v; vf * 2; v & v; 1 + v; x ? v : v;
    sizeof x; sizeof(int); _Alignof(int); (char)3; (const int)x; (void)x; (struct S *)vp; (v4f)v;
    x = 3; ch += 3; ip += 1; d = x; s = s; cs; vi; vi + 1; ai; ai = 3; ai + 1; vi = 2; ai++; vi++; vi ? vi : vi; (vi); (0, vi); (0, ai);
    "abc"; L"abc"; u"abc"; U"abc"; u8"abc"; "a" "bc\n\x41\101"; L"\u00e4x"; u8"\u00e4"; u"\U0001F600"; "äö"; L"äö"; u"😀"; 'a'; L'a'; u'a'; U'a'; 'ab'; '\377'; '\x41'; L'ä'; __func__; __FUNCTION__; __PRETTY_FUNCTION__;
    1; 1u; 1l; 1ul; 1ll; 1ull; 0x7fffffff; 0x80000000; 2147483648; 0xffffffffff; 0xffffffffffffffff; 4294967296; 0b101; 017; 1.0; 1.0f; 1.0l; 1.0i; 1.0if; 2i; 1e5; 0x1p3; 0x1.8p3f; 1.0q; 1.0f32; 1.0f64x; 1.0df; 1.0dd; 1LU; 3lu;
    (struct S){0}; (int[]){1, 2, 3}; (int){1}; &(int){2}; (int[]){[5] = 1}; (char[]){"abc"}; (struct S){.a = 1}.a;
    ({ int y = 3; y; }); ({ x; }); ({ s.arr; }); ({ ch; }); ({ ; }); ({ if (x) ; }); ({ vi; }); ({ f; });
    _Generic(x, int: 1.0, default: 2); _Generic(ip, int *: ch, const int *: 2L); _Generic(cip, int *: 1, const int *: 2L); _Generic("a", char *: 1L, default: 2); _Generic(f, int (*)(int): sh, default: 1); _Generic(vi, int: 1.0f, default: 3); _Generic((char)1, char: 1LL, signed char: 2, default: 3.0); _Generic(en, unsigned: 1L, int: 2, default: 3.0);
    __builtin_choose_expr(1, x, d); __builtin_choose_expr(0, x, d); __builtin_types_compatible_p(int, const int); __builtin_types_compatible_p(int, long); __builtin_offsetof(struct S, arr[2]); offsetof(struct S, name);
    __builtin_expect(x, 1); __builtin_bswap16(x); __builtin_bswap32(x); __builtin_bswap64(x); __builtin_clz(x); __builtin_ctzll(x); __builtin_popcount(x); __builtin_memcpy(vp, vp, 3); __builtin_strlen(cp); __builtin_alloca(3); __builtin_constant_p(x); __builtin_object_size(vp, 0); __builtin_frame_address(0); __builtin_huge_val(); __builtin_inff(); __builtin_nan(""); __builtin_nanl(""); __builtin_isnan(d); __builtin_fabs(d); __builtin_sqrtf(fl); __builtin_add_overflow(x, x, &x); __builtin_unreachable; __builtin_assume_aligned(vp, 16); __builtin_strchr(cp, 1); __builtin_abs(x); __builtin_labs(lo); __builtin_signbit(d); __builtin_return_address(0); __builtin_copysign(d, d); __builtin_cabs(cd); __builtin_conj(cd); __builtin_complex(d, d); __builtin_inff128(); __builtin_powi(d, 2); __builtin_mul_overflow_p(x, x, x); __builtin_parityl(lo); __builtin_ffsll(ll); __builtin_prefetch(vp); __builtin_trap(); __builtin_printf("x"); __builtin_snprintf(cp, 1, "x"); __builtin_malloc(3); __builtin_expect_with_probability(x, 1, 0.5); __builtin_ia32_rdtsc(); __builtin_bswap128(u128); __builtin_isinf_sign(d); __builtin_fpclassify(0,1,2,3,4,d); __builtin_classify_type(x);
    __sync_fetch_and_add(&x, 1); __sync_bool_compare_and_swap(&lo, 1, 2); __sync_val_compare_and_swap(&lo, 1, 2); __sync_synchronize(); __sync_lock_test_and_set(&ip, 0); __sync_lock_release(&x);
    __atomic_load_n(&ul, 0); __atomic_store_n(&ul, 1, 0); __atomic_exchange_n(&ip, 0, 0); __atomic_compare_exchange_n(&x, &x, 1, 0, 0, 0); __atomic_fetch_add(&sh, 1, 0); __atomic_add_fetch(&sh, 1, 0); __atomic_load(&x, &x, 0); __atomic_exchange(&x, &x, &x, 0); __atomic_test_and_set(vp, 0); __atomic_clear(vp, 0); __atomic_thread_fence(0); __atomic_is_lock_free(4, vp);
    n; str; str[0]; &str; n++; --ch; ip++; d--; &&lab; &n; lab:;
    int vla[n]; int (*pv)[n] = &vla; vla; vla[1]; &vla; *pv; pv[0][1]; sizeof vla; __typeof__(vla) v2; v2[0]; sizeof v2;
    __auto_type at = ch; at; __auto_type ap = s.arr; ap; const __auto_type ac = x; ac;
    __typeof__(cs) tcs; tcs.a; __typeof__(ch + 1) tt; tt; __typeof__(s.arr) ta; ta; __typeof__(1 ? 1 : 2.0) td; td;
    const int ca[3][2] = {1}; ca; ca[1]; ca[1][0]; &ca[1]; *ca; ca + 1;
    __builtin_va_list apv; __builtin_va_arg(apv, int); __builtin_va_arg(apv, struct S *);
    for (int i = 0; i < 3; i++) { i; } while (n) n--; do n; while (ch); if (ip) n; switch (ch + 1) { case 3: n; } 
    __extension__ (n); (n, d); (n, s.arr); (n, ch); __builtin_convertvector(v, v4f); __builtin_shuffle(v, v);
    return;
}
