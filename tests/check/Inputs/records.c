struct B1 { int a : 3; long long b : 40; char c; short : 0; int d : 5; };
struct B2 { char c; int a : 20; int b : 13; };
struct B3 { unsigned char a : 4, b : 6; } __attribute__((packed));
struct B4 { char x; long long y; double z; long double w; } ;
struct B5 { char x; int y __attribute__((packed)); short z; };
struct __attribute__((packed, aligned(4))) B6 { char x; int y; long long z; };
struct B7 { char a; int b __attribute__((aligned(16))); char c; };
struct B8 { int : 0; char a; int : 3; char b; };
struct B9 { _Bool a : 1; int b : 31; int c : 1; unsigned long d : 33; unsigned long e : 31; };
union U1 { char a[5]; int b : 3; short c; };
struct B10 { struct B9 x; union U1 u; char e; struct {} f; int g[0]; };
#pragma pack(push, 2)
struct P1 { char a; int b; long long c; double d; };
#pragma pack(1)
struct P2 { char a; int b; int c : 4; long long e : 33; };
#pragma pack(pop)
struct P3 { char a; int b; };
#pragma pack(4)
struct P4 { char a; long long b; int c : 4; long long d : 40; };
#pragma pack(push, r4, 0x2)
struct P5 { char a; int b; long long c; };
#pragma pack(1513140123456789101)
struct P6 { char a; int b; long long c; };
#pragma pack(3)
struct P7 { char a; int b; long long c; };
#pragma pack(pop, r4)
struct P8 { char a; int b; long long c; };
#pragma pack()
enum __attribute__((packed)) PE { PA, PB = 200 };
struct B11 { enum PE e; short s; enum PE f : 4; };
struct B12 { char c; __int128 i; };
struct B13 { char c; _Complex double cd; char e; _Complex float cf; char f; int v __attribute__((vector_size(16))); };
typedef int al8 __attribute__((aligned(8)));
struct B14 { char a; al8 b; char c; };
struct B15 { _Alignas(32) char a; char b; };
struct B16 { long a : 1; int b : 31; short c : 9; char d : 3; char e : 6; };
struct B17 { short a : 5; short b : 12; int c : 20; };
struct B18 { char *p; void (*f)(void); int n; char flex[]; };
struct B19 { unsigned long long a : 63; unsigned b : 2; };
struct B20 { char a; unsigned long long b : 63; };
struct B21 { char a; struct { int x; char y; }; char b; union { int z; double w; }; } ;
struct B22 { _Atomic int a; _Atomic char b; _Atomic long long c; };
struct B23 { char a; struct B3 b; struct B6 c; };
struct B24 { char a; int b : 7 __attribute__((packed)); int c : 30 __attribute__((packed)); };
struct B25 { char a; int b : 7 __attribute__((aligned(8))); int c : 3; };
