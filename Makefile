# Async C: `make` leaves build/acc and build/libac.a; build/acc works without being installed.
#
#   make check                       every test; ends with "N passed, N failed"
#   make check-valgrind              the programs of tests/run and samples/ under valgrind
#   make install PREFIX=... DESTDIR=...
#   make SAN=1                       the same under ASan and UBSan, in build-san/
#   make URING=1                     with a poller over io_uring (liburing, by pkg-config), for AC_POLLER=uring
#   make WERROR=1                    warnings are errors
#   make V=1                         print whole commands
#   make golden                      writes tests/golden anew, to be reviewed as a difference
#   make sweep                       tests/cancel with nothing left out: long
#   make load                        thousands of connections at once
#   make stats                       lines per folder, lengths of functions

VERSION  := 0.1
PREFIX   ?= /usr/local
CC       ?= cc
FLEX     ?= flex
BISON    ?= bison
PYTHON   ?= python3
OPT      ?= -O2 -g
B        := build

ifdef SAN
B        := build-san
OPT      := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif

# Our part of the library is then build/libac_uring.a, and libac.a a line that has the linker take liburing as well.
ifdef URING
URING_CFLAGS := $(shell pkg-config --cflags liburing) -DAC_URING
URING_LIBS   := $(shell pkg-config --libs liburing || echo no-liburing)
LIBAC        := $(B)/libac_uring.a
else
LIBAC        := $(B)/libac.a
endif

WARN     := -Wall -Wextra -Wshadow -Wpedantic $(if $(WERROR),-Werror)
CSTD     := -std=gnu11
DEPS     = -MMD -MP -MF $(@:.o=.d)

# $(call run,WHAT) before a command says in a word what it does.
run       = $(if $(V),,@printf '  %-6s %s\n' '$1' '$@';)

# ---- what is built --------------------------------------------------------------------------------------------------

compiler_src := $(wildcard compiler/*.c compiler/*/*.c)
generated    := $(patsubst grammar/%.y,$(B)/gen/%.tab.c,$(wildcard grammar/*.y)) \
                $(patsubst grammar/%.l,$(B)/gen/%.lex.c,$(wildcard grammar/*.l)) \
                $(B)/gen/abi_text.c
compiler_obj := $(compiler_src:%.c=$(B)/%.o) $(generated:.c=.o)

runtime_src  := $(wildcard runtime/*.c)
runtime_ac   := $(wildcard runtime/*.ac)
runtime_obj  := $(runtime_src:%.c=$(B)/%.o) $(runtime_ac:%.ac=$(B)/%.ac.o)

# runtime/ac.h is <ac.h>, what else users or emitted text include is <ac/...>, adapters among it; core.h and the like stay at home.
headers      := $(patsubst runtime/%,$(B)/include/ac/%,$(wildcard runtime/abi.h runtime/serial.h runtime/told.h runtime/uv.h runtime/glib.h)) \
                $(patsubst runtime/%,$(B)/include/%,$(wildcard runtime/ac.h))

# Optional parts are libraries of their own, one folder each: runtime/NAME has its sources, its header NAME.h, which is <ac/NAME.h>, and
# part.mk, which says of what it is made:
#   NAME_pkg     the packages of pkg-config it stands on; where one is missing, the part is not built
#   NAME_needs   files it needs beside them
#   NAME_extra   C sources from elsewhere, NAME_cflags and NAME_libs what pkg-config does not tell
parts        :=
part_names   := $(patsubst runtime/%/part.mk,%,$(wildcard runtime/*/part.mk))

all: $(B)/acc $(B)/libac.a $(B)/libac.so $(headers)

.PHONY: all libraries print-flags san-built identity golden check check-san check-musl check-tsan check-cross check-valgrind check-uring load bench faults soak \
        difftest sweep gentest positions fuzz install uninstall clean stats
.DELETE_ON_ERROR:
.SECONDARY:

# ---- the compiler ---------------------------------------------------------------------------------------------------

# Moved into place when complete: what uses it meanwhile never sees half of it.
$(B)/acc: $(compiler_obj)
	$(call run,LINK)$(CC) $(OPT) $(CFLAGS) $(LDFLAGS) -o $@.new $^
	@mv $@.new $@

ACC_CPPFLAGS = -Icompiler -I$(B)/gen -DACC_VERSION='"$(VERSION)"'

$(B)/compiler/%.o: compiler/%.c Makefile | $(filter %.tab.c,$(generated))
	@mkdir -p $(@D)
	$(call run,CC)$(CC) $(CSTD) $(OPT) $(WARN) $(CFLAGS) $(ACC_CPPFLAGS) $(CPPFLAGS) $(DEPS) -c -o $@ $<

$(B)/gen/%.o: $(B)/gen/%.c Makefile
	$(call run,CC)$(CC) $(CSTD) $(OPT) -w $(CFLAGS) $(ACC_CPPFLAGS) $(CPPFLAGS) $(DEPS) -c -o $@ $<

$(B)/gen/%.tab.c $(B)/gen/%.tab.h: grammar/%.y
	@mkdir -p $(@D)
	$(call run,BISON)$(BISON) -Wall -o $@ --header=$(B)/gen/$*.tab.h $<

$(B)/gen/%.lex.c: grammar/%.l $(B)/gen/%.tab.c
	@mkdir -p $(@D)
	$(call run,FLEX)$(FLEX) -o $@ $<

# The interface of emitted text, as a string: abi.h preprocessed for no machine in particular.
$(B)/gen/abi_text.c: runtime/abi.h Makefile
	@mkdir -p $(@D)
	$(call run,TEXT){ echo 'const char abi_text[] ='; \
	  $(CC) -E -P -w -D__SIZE_TYPE__='__typeof__(sizeof 0)' -x c $< | sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/'; \
	  echo ';'; } > $@

# ---- the runtime ----------------------------------------------------------------------------------------------------

# One set of objects serves both libraries. Without semantic interposition position-independent code costs nothing here.
$(B)/runtime/%.o: runtime/%.c Makefile | $(headers)
	@mkdir -p $(@D)
	$(call run,CC)$(CC) $(CSTD) $(OPT) $(WARN) $(CFLAGS) -fPIC -fno-semantic-interposition -I$(B)/include -Iruntime $(URING_CFLAGS) $(CPPFLAGS) $(DEPS) -c -o $@ $<

# The compiler of the runtime's own .ac files.
RUNTIME_ACC ?= $(B)/acc

$(B)/runtime/%.ac.o: runtime/%.ac Makefile $(RUNTIME_ACC) | $(headers)
	@mkdir -p $(@D)
	$(call run,ACC)CC="$(CC)" $(RUNTIME_ACC) $(CSTD) $(OPT) $(CFLAGS) -fPIC -fno-semantic-interposition -Iruntime $(CPPFLAGS) $(DEPS) -c -o $@ $<

$(LIBAC): $(runtime_obj)
	@rm -f $@.new
	$(call run,AR)$(AR) rcs $@.new $^
	@mv $@.new $@

ifdef URING
$(B)/libac.a: $(LIBAC)
	@echo 'INPUT(libac_uring.a $(URING_LIBS))' > $@
endif

# With or without: what the choice concerns is compiled again when it changes.
uring_choice := $(B)/uring-$(if $(URING),yes,no)

$(B)/runtime/poller.o $(B)/runtime/uring.o: $(uring_choice)

$(uring_choice):
	@mkdir -p $(B) && rm -f $(B)/uring-*
	@touch $@

$(B)/libac.so.0: $(runtime_obj)
	$(call run,LINK)$(CC) $(OPT) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,libac.so.0 -o $@ $^ $(URING_LIBS)

$(B)/libac.so: $(B)/libac.so.0
	@ln -sf libac.so.0 $@

$(B)/include/ac.h: runtime/ac.h
	@mkdir -p $(@D)
	@cp $< $@

$(B)/include/ac/%: runtime/%
	@mkdir -p $(@D)
	@cp $< $@

# ---- optional parts ---------------------------------------------------------------------------------------------------

PKG_CONFIG ?= pkg-config

# $(call part,NAME): the rules for libac-NAME.
define part
$(1)_ok     := $$(if $$(filter-out $$(wildcard $$($(1)_needs)),$$($(1)_needs)),,$$(if $$($(1)_pkg),$$(shell $$(PKG_CONFIG) --exists $$($(1)_pkg) 2>/dev/null && echo yes),yes))
$(1)_flags   = $$(if $$($(1)_pkg),$$(shell $$(PKG_CONFIG) --cflags $$($(1)_pkg))) $$($(1)_cflags)
$(1)_link    = $$(if $$($(1)_pkg),$$(shell $$(PKG_CONFIG) --libs $$($(1)_pkg))) $$($(1)_libs)
$(1)_obj    := $$(patsubst %.c,$(B)/%.o,$$(wildcard runtime/$(1)/*.c)) $$(patsubst %.ac,$(B)/%.ac.o,$$(wildcard runtime/$(1)/*.ac))
$(1)_foreign := $$(patsubst %.c,$(B)/runtime/$(1)/extra/%.o,$$(notdir $$($(1)_extra)))

ifeq ($$($(1)_ok),yes)
parts       += $(1)
headers     += $(B)/include/ac/$(1).h
part_libs   += $(B)/libac-$(1).a $(B)/libac-$(1).so
part_obj    += $$($(1)_obj)
endif

$(B)/include/ac/$(1).h: runtime/$(1)/$(1).h
	@mkdir -p $$(@D)
	@cp $$< $$@

$$($(1)_obj): CPPFLAGS += $$($(1)_flags)
$$($(1)_obj): $$(wildcard runtime/$(1)/*.h) | $(B)/include/ac/$(1).h

ifneq ($$($(1)_extra),)
vpath %.c $$(sort $$(dir $$($(1)_extra)))
endif
$$($(1)_foreign): $(B)/runtime/$(1)/extra/%.o: %.c Makefile
	@mkdir -p $$(@D)
	$$(call run,CC)$$(CC) $$(OPT) -w $$(CFLAGS) -fPIC $$($(1)_flags) $$(CPPFLAGS) -c -o $$@ $$<

$(B)/libac-$(1).a: $$($(1)_obj) $$($(1)_foreign)
	@rm -f $$@.new
	$$(call run,AR)$$(AR) rcs $$@.new $$^
	@mv $$@.new $$@

$(B)/libac-$(1).so.0: $$($(1)_obj) $$($(1)_foreign) $(B)/libac.so
	$$(call run,LINK)$$(CC) $$(OPT) $$(CFLAGS) $$(LDFLAGS) -shared -Wl,-soname,libac-$(1).so.0 -o $$@ $$($(1)_obj) $$($(1)_foreign) -L$(B) -lac $$($(1)_link)

$(B)/libac-$(1).so: $(B)/libac-$(1).so.0
	@ln -sf libac-$(1).so.0 $$@
endef

-include $(wildcard runtime/*/part.mk)
$(foreach name,$(part_names),$(eval $(call part,$(name))))

all: libraries

libraries: $(B)/libac.a $(part_libs) $(headers)

# What the C compiler is told about the part PART.
print-flags:
	@echo $($(PART)_flags)

# ---- tests ----------------------------------------------------------------------------------------------------------

TESTS ?= tests

# lit writes the names of folders into command lines as they are.
ifneq ($(words $(CURDIR)),1)
ifneq ($(filter check,$(MAKECMDGOALS)),)
$(error make check needs a folder without spaces in its name, not '$(CURDIR)')
endif
endif

check: all check-san check-musl check-tsan check-uring
	@$(PYTHON) tests/tools/check --build $(B) $(TESTS)

# The compiler's own tests also run with an acc built under the sanitizers.
check-san:
ifndef SAN
	@$(MAKE) --no-print-directory SAN=1 san-built
endif

san-built: $(B)/acc $(B)/libac.a $(filter %.a,$(part_libs)) $(headers)

# A libac for musl's C library, to run emitted C with; where there is no musl-gcc those tests are left out.
check-musl: all
	@if command -v musl-gcc >/dev/null; then $(MAKE) --no-print-directory B=$(B)/musl CC=musl-gcc RUNTIME_ACC=$(B)/acc $(B)/musl/libac.a; fi

# All pollers in one library, for the tests of descriptors; where liburing is missing they do without io_uring.
check-uring: all
	@if pkg-config --exists liburing 2>/dev/null; then \
	    $(MAKE) --no-print-directory B=$(B)/uring URING=1 RUNTIME_ACC=$(B)/acc libraries && cp -u $(B)/acc $(B)/uring; fi

# The libraries under the thread sanitizer, for the programs that use threads.
check-tsan: all
	@$(MAKE) --no-print-directory B=$(B)/tsan OPT="-O1 -g -fsanitize=thread" RUNTIME_ACC=$(B)/acc libraries

# Thousands of connections at once; `make check` has the same with fewer.
load: check-uring
	@tests/load/run $(B)

# The programs of tests/run on other machines, as far as their C compilers and qemu-user are there.
check-cross: all
	@for m in arm-linux-gnueabihf aarch64-linux-gnu riscv64-linux-gnu; do command -v $$m-gcc >/dev/null || continue; \
	    $(MAKE) --no-print-directory B=$(B)/$$m CC=$$m-gcc AR=$$m-ar RUNTIME_ACC=$(B)/acc $(B)/$$m/libac.a && \
	    $(PYTHON) tests/tools/runac.py --build $(B) --way $$m tests/run/*.ac || exit 1; done

# All programs of tests/run and the samples once more, under valgrind.
check-valgrind: all
	@nice $(PYTHON) tests/tools/runac.py --build $(B) --way valgrind tests/run/*.ac samples/*.ac

# Plain C is compiled to the same object code: every header, and the files that SOURCES names (SFLAGS: their flags).
identity: all
	$(PYTHON) tests/identity/identity.py --acc $(B)/acc --headers
ifdef SOURCES
	$(PYTHON) tests/identity/identity.py --acc $(B)/acc --flags "$(SFLAGS)" $(SOURCES)
endif

# What acc writes for the programs of tests/golden, and what docs/lowering.md shows.
golden: $(B)/acc $(headers)
	@$(PYTHON) tests/tools/golden.py --update $(B)/acc
	@$(PYTHON) tests/docs/blocks.py --update --acc $(B)/acc docs/lowering.md

bench: all
	@for b in tests/bench/run*; do [ -x "$$b" ] && "$$b" $(B); done

# Plain C programs of csmith's against themselves as async ones: make difftest N=1000 SEED=1. tcc builds them all, EVERY-th
# ones are built by gcc or clang, too, and each WARNED-th is looked at for warnings. With THOROUGH=1 all of them are looked at,
# sanitized, run by valgrind and built with musl. With RECORD=file a run that was cut off is carried on.
N        ?= 100
SEED     ?= 1
EVERY    ?= 8
WARNED   ?= 8
DIFFER   = --build $(B) -n $(N) --seed $(SEED) --every $(EVERY) --warn $(WARNED) $(if $(THOROUGH),--thorough) \
           $(if $(RECORD),--record $(RECORD))

difftest: all check-musl
	@$(PYTHON) tests/difftest/difftest.py $(DIFFER)

# Clean-up after a cancellation at every suspension, and after every allocation that fails, none left out
SWEPT = $(shell grep -L '^// REQUIRES' samples/*.ac) tests/cancel/Inputs/*.ac tests/order/*.ac
sweep: all check-san
	@$(PYTHON) tests/cancel/sweep.py --all --flag=-fsanitize=address,undefined $(B)-san/acc . $(B)/sweep $(SWEPT) tests/run/*.ac
	@$(PYTHON) tests/cancel/sweep.py --all --nomem $(B)/acc . $(B)/sweep-nomem $(SWEPT)

# Every system call of the programs fails by every error, and connections come and go for a long time.
SECONDS  ?= 1800

faults: all check-san
	@$(PYTHON) tests/faults/faults.py --flag=-fsanitize=address,undefined build-san/acc . $(B)/faults tests/faults/Inputs/*.ac \
	    $$(grep -L -e '^// REQUIRES' -e '^// PKG' $$(grep -lE 'ac_(listen|process|open|stream|dial)' samples/*.ac))
	@$(PYTHON) tests/faults/faults.py --libraries --flag=-fsanitize=address,undefined build-san/acc . $(B)/faults-libraries \
	    tests/faults/Inputs/https.ac tests/faults/Inputs/pq.ac tests/faults/Inputs/sqlite.ac samples/fetch.ac

soak: all
	$(B)/acc -O1 -g tests/soak/Inputs/soak.ac -o $(B)/soak && $(B)/soak $(SECONDS) $(SEED)

# Generated async programs against their plain twins: make gentest N=20000 SEED=1
gentest: all check-musl
	@$(PYTHON) tests/difftest/gentest.py $(DIFFER)

# Awaits in every position of expressions, each SHAREth case from FIRST on: make positions SHARE=20 FIRST=7
SHARE    ?= 100
FIRST    ?= 0

positions: all
	@$(PYTHON) tests/positions/run.py --build $(B) --share $(SHARE) --first $(FIRST)

# The translator fed with damaged programs by libFuzzer: make fuzz TIME=60
TIME     ?= 60
FUZZ_CC  ?= clang
# Nothing added to a null pointer is nothing.
FUZZ_OPT := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=pointer-overflow -fno-sanitize-recover=undefined
fuzz_obj := $(patsubst $(B)/%,$(B)/fuzz/%,$(filter-out $(B)/compiler/main.o,$(compiler_obj))) $(B)/fuzz/fuzz.o

$(B)/fuzz/compiler/%.o: compiler/%.c Makefile | $(filter %.tab.c,$(generated))
	@mkdir -p $(@D)
	$(FUZZ_CC) $(CSTD) $(FUZZ_OPT) -w $(ACC_CPPFLAGS) $(DEPS) -c -o $@ $<

$(B)/fuzz/gen/%.o: $(B)/gen/%.c Makefile
	@mkdir -p $(@D)
	$(FUZZ_CC) $(CSTD) $(FUZZ_OPT) -w $(ACC_CPPFLAGS) -c -o $@ $<

$(B)/fuzz/fuzz.o: tests/fuzz/fuzz.c Makefile
	@mkdir -p $(@D)
	$(FUZZ_CC) $(CSTD) $(FUZZ_OPT) $(WARN) $(ACC_CPPFLAGS) $(DEPS) -c -o $@ $<

$(B)/fuzz/fuzz: $(fuzz_obj)
	$(FUZZ_CC) -fsanitize=fuzzer,address,undefined -Wl,--wrap=internal_error -o $@ $^

fuzz: $(B)/fuzz/fuzz
	@$(PYTHON) tests/fuzz/seeds.py $(B)/fuzz/seeds $(wildcard tests/*/*.ac samples/*.ac)
	@mkdir -p $(B)/fuzz/corpus $(B)/fuzz/found
	$(B)/fuzz/fuzz -max_total_time=$(TIME) -timeout=10 -max_len=6000 -only_ascii=1 -dict=tests/fuzz/words -print_final_stats=1 \
	    -artifact_prefix=$(B)/fuzz/found/ $(B)/fuzz/corpus $(B)/fuzz/seeds

stats:
	@$(PYTHON) tools/stats

# ---- installing -----------------------------------------------------------------------------------------------------

D = $(DESTDIR)$(PREFIX)

# What a part needs is said by its own ac-NAME.pc.
define install_part
install -m 644 $(B)/libac-$(1).a $(D)/lib/libac-$(1).a
	install $(B)/libac-$(1).so.0 $(D)/lib/libac-$(1).so.0
	ln -sf libac-$(1).so.0 $(D)/lib/libac-$(1).so
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@NAME@|$(1)|' -e 's|@PKG@|$($(1)_pkg)|' \
	    -e 's|@LIBS@|$($(1)_libs)|' ac-part.pc.in > $(D)/lib/pkgconfig/ac-$(1).pc
	
endef

install: all
	install -d $(D)/bin $(D)/include/ac $(D)/lib/pkgconfig $(D)/share/acc $(D)/share/man/man1
	install $(B)/acc $(D)/bin/acc
	install -m 644 $(B)/include/*.h $(D)/include
	install -m 644 $(B)/include/ac/*.h $(D)/include/ac
	install -m 644 $(sort $(LIBAC) $(B)/libac.a) $(D)/lib
	install $(B)/libac.so.0 $(D)/lib/libac.so.0
	ln -sf libac.so.0 $(D)/lib/libac.so
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' ac.pc.in > $(D)/lib/pkgconfig/ac.pc
	$(foreach name,$(parts),$(call install_part,$(name)))
	install -m 644 acc.mk $(D)/share/acc/acc.mk
	sed 's|@VERSION@|$(VERSION)|' docs/acc.1 > $(D)/share/man/man1/acc.1

uninstall:
	rm -f $(D)/bin/acc $(addprefix $(D)/include/,$(patsubst $(B)/include/%,%,$(headers)))
	rm -f $(D)/lib/libac.a $(D)/lib/libac_uring.a $(D)/lib/libac.so $(D)/lib/libac.so.0 $(D)/lib/pkgconfig/ac.pc
	rm -f $(foreach name,$(parts),$(D)/lib/libac-$(name).a $(D)/lib/libac-$(name).so $(D)/lib/libac-$(name).so.0 $(D)/lib/pkgconfig/ac-$(name).pc)
	rm -f $(D)/share/acc/acc.mk $(D)/share/man/man1/acc.1
	-rmdir $(D)/include/ac $(D)/share/acc 2>/dev/null

clean:
	rm -rf build build-san

-include $(compiler_obj:.o=.d) $(fuzz_obj:.o=.d) $(runtime_obj:.o=.d) $(part_obj:.o=.d)
