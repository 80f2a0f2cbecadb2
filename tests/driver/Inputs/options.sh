# Builds and runs hello.ac with each set of options; prints those that do not come out silently. What the C compiler cannot do here
# itself, such as clang without its OpenMP library, is left out.
failed=0
echo 'int main(void) { return 0; }' > plain.c
while read -r options; do
    $1 $options plain.c -o plain 2>/dev/null || continue
    rm -f hello
    if ! CC=$1 $ACC $options hello.ac -o hello > log 2>&1 || [ -s log ] || [ "$(./hello)" != hello ]; then
        echo "$1 $options"
        head -n 5 log
        failed=1
    fi
done <<'LIST'
-Wp,-MD,rule
-Xpreprocessor -DX
-iquote . -idirafter . -imacros extra.h
-include extra.h -DA=1 -U A
--sysroot=/
-march=native -mtune=generic
-O3 -fno-builtin -fwrapv -fno-strict-aliasing
-Og -g3
-ggdb -gdwarf-4 -fno-omit-frame-pointer
-fopenmp
-flto -O2
-fPIE -static-pie
-fno-pie -no-pie
-fPIC -fvisibility=hidden -fno-plt
-static
-s -Wl,-z,now -z relro -u main
-Wl,--gc-sections -ffunction-sections -fdata-sections
-Xlinker --as-needed -rdynamic
-std=c99 -pedantic-errors
-std=gnu2x -Wall -Wextra -Wundef
-ansi
-ffreestanding
-fsanitize=undefined
-fstack-protector-all -D_FORTIFY_SOURCE=2 -O2
-Wa,--noexecstack
-funsigned-char -fno-common
--param ssp-buffer-size=4
-pipe -pthread -ldl -lm -L.
LIST
exit $failed
