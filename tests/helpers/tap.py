# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs unittest cases and tells their results as TAP, so that Meson counts each of them."""
import sys
import traceback
import unittest


class _Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.number = 0

    def _say(self, ok, test, note=""):
        self.number += 1
        print(f"{'ok' if ok else 'not ok'} {self.number} {test.id().replace('__main__.', '')}{note}", flush=True)

    def _tell(self, error):
        # Not as TAP's comments: Meson prints of a failed test only what it wrote here.
        print("".join(traceback.format_exception(*error)), file=sys.stderr, flush=True)

    def addSuccess(self, test):
        self._say(True, test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._say(False, test)
        self._tell(err)

    def addError(self, test, err):
        super().addError(test, err)
        self._say(False, test)
        self._tell(err)

    def addSkip(self, test, reason):
        self._say(True, test, f" # SKIP {reason}")

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._say(False, subtest)
            self._tell(err)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    print(f"# {suite.countTestCases()} cases", flush=True)
    result = _Result()
    suite.run(result)
    print(f"1..{result.number}", flush=True)
    sys.exit(0 if result.wasSuccessful() else 1)
