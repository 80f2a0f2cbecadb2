"""What a case of the matrix should print, by docs/language.md: an interpreter of the shapes that shares no code with the
compiler or the runtime, and knows of frames and queues nothing but what follows.

A part of a function is run by a method that returns the way it was left: None (its end), "return", "break", "continue",
"out" and "again" (the labels), or "cancel"."""


class Child:
    def __init__(self, name, group=None):
        self.name, self.group, self.started, self.fails = name, group, False, False


class Scope:
    """A timeout or group: may ask for the end of what is inside, if that is in no shield that the scope is not in."""

    def __init__(self, shield):
        self.shield, self.asks, self.error = shield, False, False


class Case:
    def __init__(self, shape, how, pause):
        self.shape, self.how, self.pause = shape, how, pause
        self.trace, self.children, self.scopes = [], [], []
        self.shield, self.i, self.result, self.back, self.struck = 0, 0, 7, 0, False
        self.outside = Scope(0)  # the task, or the timeout around the call

    def t(self, text):
        self.trace.append(text)

    # ---- waiting ----

    def pressed(self):
        return any(scope.asks and scope.shield == self.shield for scope in self.scopes + [self.outside])

    def suspend(self):
        """Children that are new run up to their own wait; then a cancellation that waits is delivered."""
        for child in self.children:
            if not child.started:
                child.started = True
                self.t("i" + child.name)
        return "cancel" if self.pressed() else None

    def long_wait(self):
        """Halfway through, it happens."""
        way = self.suspend()
        if way or self.struck:
            return way
        self.struck = True
        if self.how in ("cancel", "late"):
            self.outside.asks = True
        for scope in self.scopes:
            scope.asks = scope.asks or getattr(scope, "expires", False)
        for child in [child for child in self.children if child.fails]:
            self.child_ends(child)
            child.group.error = child.group.asks = True
        if self.pressed():
            return "cancel"
        self.t("waited")
        return None

    def child_ends(self, child):
        self.t("k" + child.name)
        self.t("o" + child.name)
        self.children.remove(child)

    def cancel_children(self, victims):
        """They are cancelled and joined; one that has not started never does."""
        for child in [child for child in victims if not child.started]:
            self.children.remove(child)
        if victims:
            self.suspend()
        for child in [child for child in victims if child.started]:
            self.t("o" + child.name)
            self.children.remove(child)

    def deferred(self, mark):
        if not self.shape.waits:
            self.t(mark)
            return
        self.t(mark + "(")
        self.shield += 1
        self.suspend()
        self.shield -= 1
        self.t(")" + mark)

    # ---- the constructs: INSIDE runs what is in them ----

    def inside(self, kinds, depth):
        way = self.body(kinds[1:], depth + 1)
        self.deferred("d%d" % depth)
        return way

    def do_defer(self, kinds, depth):
        return self.inside(kinds, depth)

    def do_cleanup(self, kinds, depth):
        way = self.inside(kinds, depth)
        self.t("c%d" % depth)
        return way

    def do_vla(self, kinds, depth):
        way = self.inside(kinds, depth)
        self.t("v%d" % depth)
        return way

    def objects(self, kinds, depth, names):
        children = [Child(name) for name in names]
        self.children += children
        way = self.inside(kinds, depth)
        for child in reversed(children):
            self.cancel_children([child])
        return way

    def do_task(self, kinds, depth):
        return self.objects(kinds, depth, ["%d" % depth])

    def do_tasks(self, kinds, depth):
        return self.objects(kinds, depth, ["%d1" % depth, "%d2" % depth])

    def do_shield(self, kinds, depth):
        self.shield += 1
        way = self.inside(kinds, depth)
        self.shield -= 1
        return way

    def do_timeout(self, kinds, depth):
        scope = Scope(self.shield)
        scope.expires = self.how == "expire" and self.i == 0
        self.scopes.append(scope)
        way = self.inside(kinds, depth)
        self.scopes.remove(scope)
        if way == "cancel" and scope.asks and not self.pressed():
            self.t("else%d" % depth)
            return None
        return way

    def do_group(self, kinds, depth):
        group, child = Scope(self.shield), Child("%d" % depth)
        child.group, child.fails = group, self.how == "fail" and self.i == 0
        self.scopes.append(group)
        self.children.append(child)
        way = self.inside(kinds, depth)
        waited = self.group_end(group, way)
        self.scopes.remove(group)
        if self.pressed() and (waited or way == "cancel"):
            return "cancel"
        if group.error and way in (None, "cancel"):
            self.t("else%d" % depth)
            return None
        return way

    def group_end(self, group, way):
        """Whether there were children to wait for. Children of groups around this one are older, and end first."""
        own = [child for child in self.children if child.group is group]
        if way:
            self.cancel_children(own)
        elif own and self.suspend() == "cancel":
            self.cancel_children(own)
        elif own:
            for child in [child for child in self.children if child.group]:
                self.child_ends(child)
        return bool(own)

    # ---- functions ----

    def leaf(self):
        self.t("l(")
        way = self.suspend() if self.pause else None
        if not way:
            way = self.maybe_wait()
        self.t(")l")
        return way

    def maybe_wait(self):
        strikes = self.how in ("cancel", "late", "expire", "fail")
        return self.long_wait() if strikes and self.i == 0 else None

    def innermost(self, leaf):
        self.t("body")
        way = self.leaf() if leaf else self.suspend() if self.pause else None
        if way:
            return way
        if self.i == 0 and self.how in ("return", "break", "continue"):
            return self.how
        if self.i == 0 and self.how == "goto_out":
            return "out"
        if self.i == 0 and self.how == "goto_back" and not self.back:
            self.back = 1
            return "again"
        if self.i != 0 or self.how != "goto_inside":
            way = None if leaf else self.maybe_wait()
            if way:
                return way
            self.t("on")
        self.t("end")
        return None

    def body(self, kinds, depth):
        if not kinds or kinds[0] == "leaf":
            return self.innermost(bool(kinds))
        way = getattr(self, "do_" + kinds[0])(kinds, depth)
        if not way:
            self.t("past%d" % depth)
        return way

    def loop(self, kinds):
        for self.i in range(2):
            self.t("#%d" % self.i)
            way = self.body(kinds, 1)
            if way == "break":
                break
            if way and way != "continue":
                return way
            if not way:
                self.t("next")
        self.t("after")
        return None

    def function(self, kinds):
        """The value, or "cancel"."""
        self.t("f(")
        way = "again"
        while way == "again":
            self.t("again")
            way = self.loop(kinds)
        if way in (None, "out"):
            self.t("out")
        value = way if way == "cancel" else self.result + 33 if way == "return" else self.result
        self.deferred("f")
        return value

    def run(self):
        kinds = self.shape.kinds
        if kinds[0] != "wrap":
            value = self.function(kinds)
        else:
            self.t("w(")
            value = self.function(kinds[1:])
            if value != "cancel":
                self.t("r=%d" % value)
            self.deferred("w")
        if self.how == "cancel":
            self.t("= cancelled" if value == "cancel" else "= done")
        elif self.how == "late" and value == "cancel":
            self.t("= late")
        else:
            self.t("= %s" % value)
        return " ".join(self.trace)
