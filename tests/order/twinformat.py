"""The format of this folder's tests for lit: each .ac program prints NAME.out, turn for turn, on the virtual clock."""
import os
import tempfile

import lit.Test
import lit.formats

import twins


class Twins(lit.formats.ShTest):
    """Programs with twins; RUN lines in .test files."""

    def __init__(self, build_folder):
        super().__init__(True)
        self.acc = os.path.join(build_folder, "acc")

    def execute(self, test, lit_config):
        if not test.getSourcePath().endswith(".ac"):
            return super().execute(test, lit_config)
        name = test.path_in_suite[-1][:-3]
        with tempfile.TemporaryDirectory(prefix="order-") as scratch:
            exe = os.path.join(scratch, name)
            problem = twins.build(self.acc, name, exe)
            problem = problem or twins.difference(name, twins.read(name), twins.run(exe, {"AC_CLOCK": "virtual"}))
        return (lit.Test.FAIL, problem) if problem else (lit.Test.PASS, "")
