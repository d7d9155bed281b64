# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the single tests in Meson's JUnit logs; the last line is "N passed, N failed, N skipped". A program whose
tests all pass and that fails all the same (a leak, a crash at its end) stands only in Meson's own log: one failure."""
import json
import sys
import xml.etree.ElementTree as ET

passed = failed = skipped = 0
for path in sys.argv[1:]:
    try:
        cases = list(ET.parse(path).getroot().iter("testcase"))
        with open(path.removesuffix(".junit.xml") + ".json", encoding="utf-8") as log:
            programs = [json.loads(line) for line in log]
    except (OSError, ET.ParseError, ValueError) as error:
        print(f"tally: can't read {path}: {error}")
        failed += 1
        continue
    failed_before = failed
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
            print(f"skipped: {case.get('classname')}: {case.get('name')}")
        else:
            passed += 1
    bad = [program for program in programs if program["result"] not in ("OK", "SKIP", "EXPECTEDFAIL")]
    for program in bad:
        print(f"{program['result'].lower()}: {program['name']}")
    failed = max(failed, failed_before + len(bad))
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
