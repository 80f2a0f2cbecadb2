"""The tests' formats for lit."""
import os

import lit.Test
import lit.formats

import runac


class Scripts(lit.formats.ShTest):
    """Files with RUN lines. A .c file without any is part of another test."""

    def getTestsInDirectory(self, suite, path_in_suite, lit_config, local_config):
        for test in super().getTestsInDirectory(suite, path_in_suite, lit_config, local_config):
            path = test.getSourcePath()
            if path.endswith(".c"):
                with open(path, encoding="utf-8", errors="replace") as file:
                    if "RUN:" not in file.read():
                        continue
            yield test


class Programs(lit.formats.TestFormat):
    """Every .ac file of a folder is a program that runac runs every way. No RUN lines."""

    def __init__(self, folder, build, san):
        self.folder, self.build, self.san = folder, build, san

    def getTestsInDirectory(self, suite, path_in_suite, lit_config, local_config):
        for name in sorted(os.listdir(self.folder)):
            if name.endswith(".ac"):
                yield lit.Test.Test(suite, path_in_suite + (name,), local_config)

    def execute(self, test, lit_config):
        path = os.path.join(self.folder, test.path_in_suite[-1])
        program = runac.Program(path)
        missing = set(program.words("REQUIRES")) - test.config.available_features
        missing |= {name for name in program.words("PKG") if not runac.pkg_config([name])}
        if missing:
            return lit.Test.UNSUPPORTED, "no " + " ".join(sorted(missing))
        failures = runac.check(path, self.build, self.san)
        if failures:
            return lit.Test.FAIL, "\n\n".join(failures)
        return lit.Test.PASS, ""
