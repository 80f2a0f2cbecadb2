#!/usr/bin/env python3
"""Proves the checker's types right: prove_types.py ACC CC FILE.c [flags of the C compiler...]

Preprocesses FILE, takes the types of all of its expressions from `acc --dump=check`, writes them into the text as static
assertions (`__builtin_types_compatible_p`, values of constants, sizes and offsets of records), and has the C compiler check
those. Prints what does not hold; the exit status says whether anything did not.
"""
import os
import re
import subprocess
import sys
import tempfile

LINE = re.compile(rb'^(\d+):(\d+)-(\d+):(\d+)( +)(\S+)(.*)$')
EXPR = re.compile(rb"^ '(.*)' (.*?)((?: = -?\d+| chose -?\d+| (?:variable|parameter|function|enumerator|label|typedef|bit-field"
                  rb"|lvalue|decays|spawned|run))*)$", re.S)
STATEMENTS = {b'expr', b'if', b'while', b'do', b'for', b'switch', b'return', b'goto*'}
UNCHECKED = re.compile(rb'<|async |nullptr|va_list')


class Node:
    """One line of the dump."""

    def __init__(self, match):
        first, last = [int(x) for x in match.group(1, 2)], [int(x) for x in match.group(3, 4)]
        self.first, self.last = tuple(first), tuple(last)
        self.depth = len(match.group(5))
        self.kind, self.rest = match.group(6), match.group(7)
        self.kids = []
        expr = EXPR.match(self.rest)
        self.type = expr.group(2) if expr else None
        self.flags = expr.group(3).split() if expr else []
        value = re.search(rb' = (-?\d+)', expr.group(3)) if expr else None
        self.value = int(value.group(1)) if value else None


def read_tree(dump):
    root = Node(LINE.match(b'0:0-0:0 root'))
    stack = [root]
    for line in dump.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        node = Node(match)
        node.depth += 1
        while stack[-1].depth >= node.depth:
            stack.pop()
        stack[-1].kids.append(node)
        stack.append(node)
    return root


class Text:
    """The preprocessed source, and what is put into it."""

    def __init__(self, data):
        self.data = data
        self.starts = [0]
        for line in data.split(b'\n'):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.inserts = []
        self.count = 0

    def at(self, place):
        return self.starts[place[0] - 1] + place[1] - 1

    def of(self, node):
        return self.data[self.at(node.first):self.at(node.last) + 1]

    def wrap(self, node, checks):
        start, end = self.at(node.first), self.at(node.last) + 1
        self.inserts.append((start, 1, end, b'(({' + b' '.join(checks) + b'}), ('))
        self.inserts.append((end, 0, start, b'))'))

    def result(self):
        out, at = [], 0
        # ends before beginnings; of two ends the inner first, of two beginnings the outer
        for place, _, _, text in sorted(self.inserts, key=lambda i: (i[0], i[1], -i[2])):
            out += [self.data[at:place], text]
            at = place
        return b''.join(out + [self.data[at:]])


def assertion(text, condition, about):
    text.count += 1
    message = re.sub(rb'[^ -!#-\[\]-~]', b'?', about)[:150]
    return b'_Static_assert(' + condition + b', "' + message + b'");'


def value_text(value):
    return b'%d' % value if value > -2**63 else b'(-0x7fffffffffffffff-1)'


def expr_checks(text, node, found):
    """Assertions about NODE and what is below it, but not in statements of statement expressions."""
    if node.kind == b'ident' and re.match(rb'__(builtin|sync|atomic)_', text.of(node)):
        return
    if node.type and b'bit-field' not in node.flags and not UNCHECKED.search(node.type) and b'[*]' not in node.type:
        source = text.of(node)
        about = str(node.first[0]).encode() + b': ' + source + b' is ' + node.type
        star = b' *' if b'lvalue' in node.flags else b''
        ours = b'__typeof__(' + node.type + b')'
        found.append(assertion(text, b'__builtin_types_compatible_p(__typeof__(' + source + b')' + star + b', ' + ours + star + b')',
                               about))
        if node.value is not None and b'__int128' not in node.type:
            value = value_text(node.value)
            found.append(assertion(text, b'(' + source + b') == (' + node.type + b')' + value, about + b' = ' + value))
    elif b'<unknown>' in (node.type or b''):
        text.unknown.append(b'%d: %s' % (node.first[0], text.of(node)))
    if node.kind in (b'stmt-expr', b'type-arg'):
        return
    for kid in node.kids:
        expr_checks(text, kid, found)


def full_expression(text, node):
    checks = []
    expr_checks(text, node, checks)
    if checks:
        text.wrap(node, checks)


def visit(text, node, inside):
    """INSIDE a function?"""
    if node.kind == b'define':
        inside = True
    for kid in node.kids:
        if inside and kid.type is not None:
            declares_plain = node.kind in (b'variable',) and not re.search(rb'\[| static| extern', node.rest)
            if node.kind in STATEMENTS or declares_plain:
                full_expression(text, kid)
        visit(text, kid, inside)


def record_checks(text, root):
    """Sizes and offsets of the records with a name, lengths of arrays."""
    found = []
    for node in root.kids:
        for kid in node.kids if node.kind == b'tag' else ():
            match = re.match(rb' (\w+): .* = (-?\d+)$', kid.rest)
            if kid.kind == b'enumerator' and match:
                found.append(assertion(text, b'(long long)' + match.group(1) + b' == ' + value_text(int(match.group(2))), kid.rest))
        match = re.match(rb' (\w+): size (\d+), align (\d+)', node.rest)
        if node.kind == b'tag' and match and not node.type:
            found += tag_checks(text, node, *match.groups())
        match = re.match(rb' (\w+): ([^\n]*?)( static| extern| address-taken)*$', node.rest)
        if node.kind == b'variable' and match and not UNCHECKED.search(node.rest):
            found.append(assertion(text, b'__builtin_types_compatible_p(__typeof__(' + match.group(1) + b'), __typeof__(' +
                                   match.group(2) + b'))', node.rest))
    return b'\n'.join(found)


def tag_checks(text, node, name, size, align):
    keyword = text.of(node)
    if keyword == b'enum' or b'__ac_seen_' + name in text.seen:
        keyword = keyword if keyword == b'enum' else None
    if keyword is None:
        return
    record = keyword + b' ' + name
    yield assertion(text, b'sizeof(' + record + b') == ' + size, record + b' has size ' + size)
    yield assertion(text, b'_Alignof(' + record + b') == ' + align, record + b' has alignment ' + align)
    for member in node.kids:
        match = re.match(rb' (\w+): (?:[^\n]*?) at (\d+)$', member.rest)
        if member.kind == b'member' and match and b' : ' not in member.rest:
            yield assertion(text, b'__builtin_offsetof(' + record + b', ' + match.group(1) + b') == ' + match.group(2),
                            record + b'.' + match.group(1) + b' at ' + match.group(2))


def main(acc, cc, path, *flags):
    flat = subprocess.run([cc, '-E', '-P', '-w', *flags, path], check=True, stdout=subprocess.PIPE).stdout
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, 'flat.ac')
        with open(source, 'wb') as out:
            out.write(flat)
        dump = subprocess.run([*acc.split(), '--dump=check', *flags, source], stdout=subprocess.PIPE)
        if dump.returncode:
            sys.exit('prove_types.py: acc failed')
        text = Text(flat)
        text.unknown, text.seen = [], set()
        root = read_tree(dump.stdout)
        visit(text, root, False)
        checked = text.result() + b'\n' + record_checks(text, root) + b'\n'
        source = os.environ.get('KEEP') or os.path.join(folder, 'checked.c')
        with open(source, 'wb') as out:
            out.write(checked)
        quiet = ['-fno-caret-diagnostics', '-ferror-limit=40'] if 'clang' in cc else ['-fno-diagnostics-show-caret',
                                                                                     '-fmax-errors=40']
        status = subprocess.run([cc, '-w', '-fsyntax-only', *quiet, *flags, source]).returncode
    print('%d assertions, %d expressions without type' % (text.count, len(text.unknown)))
    for line in text.unknown[:10]:
        print('  unknown', line.decode(errors='replace')[:150])
    sys.exit(status)


main(*sys.argv[1:])
