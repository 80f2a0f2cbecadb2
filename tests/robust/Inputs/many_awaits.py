"""An async function with that many awaits, each of which is resumed from."""
import sys

print("#include <ac.h>\n#include <stdio.h>\n")
print("static async int f(int x)\n{\n    await ac_yield();\n    return x;\n}\n")
print("static async int many(void)\n{\n    int s = 0;\n")
for i in range(int(sys.argv[1])):
    print("    s += await f(%d);" % (i % 7))
print("    return s;\n}\n")
print('async int main(void)\n{\n    printf("%d\\n", await many());\n    return 0;\n}')
