# acc.mk - rules for make: objects and programs from .ac files, with dependencies. Safe under -j.
#
#     include acc.mk
#     server: server.o util.o
#
# ACC names the compiler; CFLAGS, CPPFLAGS, LDFLAGS and LDLIBS mean what they always mean.

ACC ?= acc

%.o: %.ac
	$(ACC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

%: %.ac
	$(ACC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(filter %.o %.a,$^) $(LDLIBS)

# A program whose objects may come from .ac files is linked by acc, which adds libac.
%: %.o
	$(ACC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LDLIBS)

# The C text, for people.
%.emitted.c: %.ac
	$(ACC) $(CPPFLAGS) $(CFLAGS) --emit-c -o $@ $<

-include $(wildcard *.d)
