# SPDX-License-Identifier: GPL-3.0-or-later
"""./kmzb bench soak [MINUTES] [NAME...]: the long forms of the tests that look for a lost or doubled report. Each prints
one line; what a test says in a TAP comment "# soak: ..." stands in it. Anything lost, doubled or broken: exit code 1."""
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

# (name, the test of tests/*/meson.build, what makes it long). A test without such a variable runs as it is; another
# seed each time is what makes it longer. Add a line here for a new one.
LINES = [
    ("faults", "sync-mix", {"KMZB_TEST_REPORTS": "10000"}),
    ("kill", "sync-kill", {"KMZB_TEST_KILLS": "500"}),
    ("kill.store", "store-kill", {"KMZB_TEST_KILLS": "500"}),
    ("kill.booth", "kill", {"KMZB_TEST_KILLS": "50"}),
    ("power-cut", "power-cut", {}),
    ("fair", "fair", {"KMZB_FAIR_VISITS": "3000"}),
    ("hostile", "central-hostile", {"KMZB_FUZZ_SECONDS": "120"}),
] + [(f"fuzz.{name}", f"fuzz-{name}", {"KMZB_FUZZ_SECONDS": "60"}) for name in (
    "answer", "booth-config", "catalog", "central-config", "changes", "export", "form", "geojson", "image", "pack", "seal",
    "shape", "store-file", "words", "xml")]


def known(build):
    """What this build can run: a build without central has no test of it."""
    out = subprocess.run(["meson", "test", "-C", str(build), "--list"], check=True, capture_output=True, text=True).stdout
    tests = {line.split(" / ")[-1].strip() for line in out.splitlines()}
    return [line for line in LINES if line[1] in tests]


def run(build, name, test, settings, seed):
    """Returns whether it held, and what it said of itself."""
    log = f"soak-{name}"
    begun = time.monotonic()
    done = subprocess.run(["meson", "test", "-C", str(build), "--no-rebuild", "--timeout-multiplier", "0", "--logbase", log,
                           test], env=dict(os.environ, KMZB_TEST_SEED=str(seed), **settings), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    took = time.monotonic() - begun
    said = []
    path = Path(build) / "meson-logs" / f"{log}.json"
    with open(path, encoding="utf-8") as file:
        for line in file:
            one = json.loads(line)
            said += [text.removeprefix("# soak: ") for text in (one.get("stdout") or "").splitlines()
                     if text.startswith("# soak: ")]
    held = done.returncode == 0
    words = "; ".join(said) or "no figures"
    print(f"{'ok  ' if held else 'FAIL'}  {name:<12} {took:7.0f} s  seed {seed:<10}  {words}", flush=True)
    if not held:
        print(f"      see {path.with_suffix('.txt')}; again with: KMZB_TEST_SEED={seed} "
              + " ".join(f"{key}={value}" for key, value in settings.items()) + f" meson test -C {build} {test}", flush=True)
    return held


def main(build, arguments):
    """@arguments: for how many minutes to go on with ever new seeds (once through without), and which ones."""
    minutes = [float(argument) for argument in arguments if argument.replace(".", "", 1).isdigit()]
    wanted = [argument for argument in arguments if not argument.replace(".", "", 1).isdigit()]
    lines = known(build)
    unknown = [want for want in wanted if not any(name == want or name.startswith(f"{want}.") for name, *_ in lines)]
    if unknown or len(minutes) > 1:
        print(f"bench: soak [MINUTES] [NAME...]; there are: {' '.join(name for name, *_ in lines)}", file=sys.stderr)
        return 2
    if wanted:
        lines = [line for line in lines if any(line[0] == want or line[0].startswith(f"{want}.") for want in wanted)]
    end = time.monotonic() + (minutes[0] * 60 if minutes else 0)
    n = failed = 0
    while n < len(lines) or (minutes and time.monotonic() < end):
        name, test, settings = lines[n % len(lines)]
        # A seed from outside is for all of them: what failed is run again with what it failed with.
        seed = os.environ.get("KMZB_TEST_SEED") or random.randrange(1, 2**31)
        n += 1
        failed += not run(build, name, test, settings, seed)
    print(f"soak: {n - failed} of {n} held")
    return 1 if failed else 0
