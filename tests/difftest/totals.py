"""Runs a tester over many programs with several processes, counts what comes of them, and carries on where a run was cut off."""
import concurrent.futures
import dataclasses
import json
import os
import sys
import tempfile
import time

import harness


@dataclasses.dataclass
class Outcome:
    """What came of one program in one mode, built in some ways one after another: the first failure, if there is one."""
    mode: str
    kind: str
    ways: list


class Totals:
    """Counts; with a record, a file with a line for each program done, also counts what stands in it."""

    def __init__(self, record):
        self.record = record
        self.kinds, self.ways, self.done = {}, {}, set()
        if record and os.path.exists(record):
            with open(record, encoding="utf-8") as lines:
                for line in lines:
                    entry = json.loads(line)
                    self.count(entry["name"], [Outcome(*outcome) for outcome in entry["outcomes"]])

    def count(self, name, outcomes):
        self.done.add(name)
        for outcome in outcomes:
            kinds = self.kinds.setdefault(outcome.mode, dict.fromkeys(harness.KINDS, 0))
            kinds[outcome.kind] += 1
            for way in outcome.ways:
                pair = outcome.mode, way
                self.ways[pair] = self.ways.get(pair, 0) + 1

    def add(self, name, outcomes):
        self.count(name, outcomes)
        if self.record:
            with open(self.record, "a", encoding="utf-8") as out:
                print(json.dumps({"name": name, "outcomes": [dataclasses.astuple(o) for o in outcomes]}), file=out)
        for outcome in outcomes:
            if outcome.kind not in harness.FINE:
                print("%s %s: %s (%s)" % (name, outcome.mode, outcome.kind, outcome.ways[-1]), flush=True)

    def failed(self):
        return sum(n for kinds in self.kinds.values() for kind, n in kinds.items() if kind not in harness.FINE)

    def show(self):
        print("%d programs" % len(self.done))
        for mode, kinds in sorted(self.kinds.items()):
            print("%s: %s" % (mode, ", ".join("%d %s" % (kinds[kind], kind) for kind in harness.KINDS)))
            print("    " + ", ".join("%s: %d" % (way, n) for (other, way), n in sorted(self.ways.items()) if other == mode))


def add_options(parser, folder):
    parser.add_argument("-n", type=int, default=100, help="how many programs")
    parser.add_argument("--seed", type=int, default=1, help="of the first")
    parser.add_argument("--every", type=int, default=1, help="which part of what tcc builds one of the other ways builds, too")
    parser.add_argument("--thorough", action="store_true", help="each is also sanitized, run by valgrind, built by musl-gcc and looked at for warnings")
    parser.add_argument("--warn", type=int, default=8, help="which part is compiled once more to see what is warned of")
    parser.add_argument("--way", action="append", default=[], help="such another way, say 'gcc -O2'; default: all there are")
    parser.add_argument("--record", help="file of what was done; what it names is counted and not done again")
    parser.add_argument("--build", default=os.path.join(os.path.dirname(folder), "..", "build"))
    parser.add_argument("--keep", help="folder for what failed; default: in the build folder")
    parser.add_argument("--seconds", type=int, help="begin nothing after that time")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)


def chosen_ways(options):
    possible = {harness.spell(way): way for way in harness.possible(os.path.abspath(options.build))}
    unknown = set(options.way) - set(possible)
    if unknown:
        sys.exit("there is no way '%s' here, but: %s" % (unknown.pop(), ", ".join(possible)))
    return [possible[name] for name in options.way or possible]


def thorough_ways(options):
    return harness.possible(os.path.abspath(options.build), harness.THOROUGH) if options.thorough else []


def examine(tester, item, end):
    if end and time.time() > end:
        return []
    with tempfile.TemporaryDirectory(prefix="difftest-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as scratch:
        return tester.examine(item, scratch)


def run(tester, items, options):
    """Calls tester.examine(item, scratch) for the items, one or more programs each, that were not done before; it gives pairs
    of a name and outcomes. Shows the totals: exit status."""
    totals = Totals(options.record)
    items = [item for item in items if not totals.done.issuperset(tester.names(item))]
    end = time.time() + options.seconds if options.seconds else None
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        for future in concurrent.futures.as_completed([pool.submit(examine, tester, item, end) for item in items]):
            for name, outcomes in future.result():
                totals.add(name, outcomes)
    totals.show()
    if totals.failed():
        print("see " + tester.keep)
    return 1 if totals.failed() else 0
