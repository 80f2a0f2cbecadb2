"""The lit format of whole programs: every .ac file of a folder is a test, run by runac every way. No RUN lines."""
import os

import lit.Test
import lit.formats

import runac


class Programs(lit.formats.TestFormat):
    def __init__(self, folder, build, san):
        self.folder, self.build, self.san = folder, build, san

    def getTestsInDirectory(self, suite, path_in_suite, lit_config, local_config):
        for name in sorted(os.listdir(self.folder)):
            if name.endswith(".ac"):
                yield lit.Test.Test(suite, path_in_suite + (name,), local_config)

    def execute(self, test, lit_config):
        failures = runac.check(os.path.join(self.folder, test.path_in_suite[-1]), self.build, self.san)
        if failures:
            return lit.Test.FAIL, "\n\n".join(failures)
        return lit.Test.PASS, ""
