"""What positions.py combines: types, forms of operands, operators, places to assign to, contexts."""

# name: C type, kind
TYPES = {
    "bool": ("_Bool", "int"), "char": ("char", "int"), "schar": ("signed char", "int"), "uchar": ("unsigned char", "int"),
    "short": ("short", "int"), "ushort": ("unsigned short", "int"), "int": ("int", "int"), "uint": ("unsigned", "int"),
    "long": ("long", "int"), "ulong": ("unsigned long", "int"), "ll": ("long long", "int"),
    "ull": ("unsigned long long", "int"), "i128": ("__int128", "int"), "u128": ("unsigned __int128", "int"),
    "enum": ("enum number", "int"), "float": ("float", "real"), "double": ("double", "real"),
    "ld": ("long double", "real"), "f128": ("__float128", "real"), "cf": ("float _Complex", "complex"),
    "cd": ("double _Complex", "complex"), "cld": ("long double _Complex", "complex"), "vec": ("vec", "vector"),
    "fvec": ("fvec", "fvector"), "ptr": ("int *", "ptr"), "s1": ("struct s1", "struct"), "s3": ("struct s3", "struct"),
    "s16": ("struct s16", "struct"), "s40": ("struct s40", "struct"), "u13": ("union u13", "struct"),
    "al": ("struct al", "struct"), "fn": ("pointer_to_function", "fn"),
}

# kind: the first and the second value of that type that a case uses
VALUES = {
    "int": ("3", "1"), "real": ("2.5", "0.5"), "complex": ("3 + 2.0i", "1 - 1.0i"), "vector": ("{ 1, 2, 3, 4 }", "{ 3, 1, 2, 1 }"),
    "fvector": ("{ 1, 2, 3, 4 }", "{ 0.5f, 1, 2, 4 }"), "ptr": ("ints + 3", "ints + 1"), "struct": ("{ 5 }", "{ 6 }"),
    "fn": ("add_one", "double_it"),
}

# A value: text with @T type, @x a variable that holds it (of kind `struct of_T @x = { 'p', value }`, so @x.m).
NOW = [
    "@x.m", "(@x.m)", "now_@T(@x.m)", "*&@x.m", "(&@x)->m", "array_@T(@x.m)[1]", "(@C)@x.m", "(0, @x.m)", "now_record_@T(@x.m).m",
    "now_pointer_@T(&@x)->m", "({ @C copy = @x.m; copy; })", "(@x.pad ? @x.m : now_@T(@x.m))", "(@x.m = now_@T(@x.m))",
    "local_@x", "volatile_@x", "static_@x", "*pointer_to_@x", "__extension__ @x.m", "const_@x",
]
LATER = [
    "await later_@T(@x.m)", "(await later_@T(@x.m))", "await ready_@T(@x.m)", "await later_@T(await later_@T(@x.m))",
    "(await record_@T(@x.m)).m", "(await pointer_@T(&@x))->m", "(&@x)[await later_int(0)].m", "(calls++, await later_@T(@x.m))",
    "(await later_int(0), @x.m)", "({ @C copy = await later_@T(@x.m); copy; })", "(await later_int(1) ? @x.m : now_@T(@x.m))",
    "(@x.pad ? await later_@T(@x.m) : @x.m)", "(!@x.pad ? @x.m : await ready_@T(@x.m))", "(@x.m = await later_@T(@x.m))",
    "(@C)await later_@T(@x.m)", "await table_@T[1](local_@x)", "await table_@T[await later_int(1)](@x.m)", "await (*table_@T[0])(static_@x)",
    "await (await later_int(1) ? later_@T : ready_@T)(volatile_@x)", "array_@T(await later_@T(@x.m))[await later_int(1)]",
    "({ await later_int(1); local_@x; })", "*(await later_int(1) + &const_@x - 1)", "*&*(await later_int(0) ? &static_@x : &local_@x)",
    "await ({ await later_int(1); later_@T; })(@x.m)", "_Generic(@x.m, default: await later_@T(@x.m))",
    "__builtin_choose_expr(1, await later_@T(@x.m), 0)", "__extension__ await later_@T(@x.m)",
    "now_@T(await later_@T(@x.m))", "((struct of_@T){ .m = await later_@T(@x.m) }).m", "((struct of_@T[2]){ [1].m = await later_@T(@x.m) })[1].m",
    "await task_@x", "(*({ await later_int(0); &@x; })).m",
]

# Binary operators and the kinds of operands they take.
BINARY = {
    "+": ("int real complex vector fvector", "same"), "-": ("int real complex vector fvector", "same"),
    "*": ("int real complex vector fvector", "same"), "/": ("int real complex vector fvector", "same"),
    "%": ("int vector", "same"), "<<": ("int vector", "same"), ">>": ("int vector", "same"), "&": ("int vector", "same"),
    "^": ("int vector", "same"), "|": ("int vector", "same"), "<": ("int real vector fvector ptr", "same"),
    ">": ("int real vector fvector ptr", "same"), "<=": ("int real vector fvector ptr", "same"),
    ">=": ("int real vector fvector ptr", "same"), "==": ("int real complex vector fvector ptr fn", "same"),
    "!=": ("int real complex vector fvector ptr fn", "same"), "&&": ("int real complex ptr fn", "any"),
    "||": ("int real complex ptr fn", "any"), ",": ("int real complex vector fvector ptr struct fn", "any"),
}
UNARY = {
    "-": "int real complex vector fvector", "+": "int real complex vector fvector", "~": "int complex vector",
    "!": "int real complex ptr fn", "*": "ptr", "__real__ ": "int real complex", "__imag__ ": "int real complex",
    "(char)": "int real", "(long double)": "int real", "(double _Complex)": "int real complex", "(_Bool)": "int real complex ptr",
    "(__int128)": "int real", "(void *)": "ptr", "(const int *)": "ptr", "__alignof__(int) + ": "int real",
}

# Places to assign to: what comes before, and the place; @v the value that it holds, @C its type. "plain" is without an await.
PLACES = [
    ("@C place = @v;", "place"), ("@C place = @v, *seen = &place; (void)seen;", "place"), ("static @C place; place = (@C)@v;", "place"),
    ("volatile @C place = @v;", "place"), ("@C array[3]; array[1] = (@C)@v;", "array[await later_int(1)]"),
    ("@C array[2][2]; array[1][0] = (@C)@v;", "(await later_int(1))[array][await ready_int(0)]"),
    ("struct of_@T place = { 'p', @v };", "place.m"), ("struct of_@T place = { 'p', @v };", "(await pointer_@T(&place))->m"),
    ("struct of_@T place = { 'p', @v };", "now_pointer_@T(&place)->m"), ("@C place = @v;", "*(await later_int(1) + &place - 1)"),
    ("@C place = @v;", "*(await later_int(1) ? &place : NULL)"), ("union { @C m; char c[80]; } place = { @v };", "place.m"),
    ("struct of_@T places[9]; for (int i = 0; i < 9; i++) places[i].m = (@C)@v; int at = 8;", "places[at--].m"),
    ("@C places[9], *to = places; for (int i = 0; i < 9; i++) places[i] = (@C)@v;", "*to++"),
    ("struct { struct of_@T in[2]; } place; place.in[1].m = (@C)@v;", "place.in[await later_int(1)].m"),
    ("@C *at = (@C[]){ [1] = @v };", "at[await later_int(1)]"), ("static _Thread_local @C place; place = (@C)@v;", "place"),
    ("struct of_@T *const to = &(struct of_@T){ 'p', @v };", "(*({ await later_int(1); to; })).m"),
    ("_Alignas(64) @C place = @v;", "place"), ("register @C place = @v;", "place"),
]
# Only for integers.
INTEGER_PLACES = [
    ("_Atomic @C place = @v;", "place"), ("_Atomic @C array[2] = { 0, @v };", "array[await later_int(1)]"),
    ("struct { _Atomic @C m; } place = { @v };", "place.m"), ("struct bits place = { .WIDTH = @v };", "place.WIDTH"),
    ("struct bits place = { .WIDTH = @v }, *to = &place;", "({ await later_int(1); to; })->WIDTH"),
    ("struct bits places[2] = { { 0 }, { .WIDTH = @v } };", "places[await later_int(1)].WIDTH"),
    ("volatile struct bits place = { .WIDTH = @v };", "place.WIDTH"),
]
WIDTHS = ["b1", "b3", "b7", "b8", "b13", "b31", "b32", "b5", "b15", "flag", "colour"]
ASSIGN = {
    "=": "int real complex vector fvector ptr struct fn", "+=": "int real complex vector fvector", "-=": "int real complex vector fvector",
    "*=": "int real complex vector fvector", "/=": "int real complex vector fvector", "%=": "int vector", "<<=": "int vector",
    ">>=": "int vector", "&=": "int vector", "^=": "int vector", "|=": "int vector",
}
STEPS = ["++%s", "--%s", "%s++", "%s--"]

# Where an expression @E of type typeof(@W) stands; @S shows the variable r.
CONTEXTS = [
    "__typeof__(@W) r = @E; @S", "__typeof__(@W) r; r = @E; @S", "__typeof__(@W) r[3] = { [1] = @E }, *p = r + 1; await later_int(0); SHOW_IT(*p)",
    "struct { char c; __typeof__(@W) m; } s = { .m = @E }, t; t = s; await later_int(1); SHOW_IT(t.m)",
    "struct { int n; struct { __typeof__(@W) m[2]; } in; } s = { 1, { .m[1] = @E } }; SHOW_IT(s.in.m[1])",
    "__typeof__(@W) *p = (__typeof__(@W)[]){ @E, [2] = @E }; await later_int(0); SHOW_IT(p[2])",
    "for (__typeof__(@W) r = @E, *once = &r; once; once = NULL) { await later_int(1); @S }",
    "__typeof__(@W) r = ({ int here = await later_int(2); (void)here; @E; }); @S",
    "switch (await later_int(2)) { __typeof__(@W) r; case 1: break; case 2: r = @E; @S }",
    "__typeof__(@W) r = (await later_int(1), @E); @S", "__typeof__(@W) r = await later_int(1) ? @E : @E; @S",
    "int n = 0; again:; __typeof__(@W) r = @E; if (n++ < await later_int(1)) goto again; @S",
    "__typeof__(@W) r; do { r = @E; if (await later_int(0)) continue; } while (await later_int(0)); @S",
    "union { __typeof__(@W) m; char c[100]; } u = { @E }; SHOW_IT(u.m)", "@E; calls += 100;", "(void)(@E);",
    "__typeof__(@W) r[2][2] = { { @E }, { [1] = @E } }; await later_int(0); SHOW_IT(r[1][1])",
    "int n = await later_int(3); __typeof__(@W) r[n]; r[n - 1] = @E; await later_int(n); SHOW_IT(r[2])",
    "{ __typeof__(@W) r = @E; { __typeof__(@W) outer = r, r = outer; await later_int(0); @S } }",
]
# Only where the expression is a scalar (@N: a condition), an integer (@I).
SCALAR_CONTEXTS = [
    "__typeof__(@W) *p = &(__typeof__(@W)){ @E }; await later_int(0); SHOW_IT(*p)", "__typeof__(@W) r = { @E }; @S",
    "if (@E) calls += 1000; else calls += 2000;", "for (int n = 0; n < 2 && (@E); n++) calls += 1000;",
    "int n = 0; while (@E) if (n++) break;", "int n = 0; do calls += 1000; while (n++ < 2 && (@E));", "printf(\" %d\", (@E) ? 1 : 2);",
    "printf(\" %d\", !(@E) + (await later_int(1) && (@E)) + (await later_int(0) || (@E)));", "int n = 0; for (; n++ < 2; @E) calls += 10;",
    "for (int n = 1; n; n = 0, (@E)) calls += 10;",
]
INTEGER_CONTEXTS = [
    "switch (@E) { case 0: printf(\" zero\"); case 1: await later_int(1); printf(\" one\"); break; default: printf(\" many\"); }",
    "char r[5 + !(@E)]; await later_int(0); printf(\" %d\", (int)sizeof r);", "printf(\" %d\", ints[(@E) & 7]);",
    "printf(\" %d\", await later_int((int)(@E)) + await ready_int((int)(@E)));", "int r = ((@E) & 7)[ints]; SHOW_IT(r)",
    "long r[2] = { 1, @E }; await later_int(0); SHOW_IT(r[1])", "struct bits s = { .b3 = @E, .b13 = @E }; await later_int(0); printf(\" %d %d\", s.b3, s.b13);",
    "printf(\" %d\", *(ints + ((@E) & 3)) - await later_int(ints[((@E) & 1)]));",
]
