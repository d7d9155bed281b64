# SPDX-License-Identifier: GPL-3.0-or-later
"""./kmzb demo: the booth and a server of its own on throw-away data; with a screen, or played by touch without one."""
import argparse
import json
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from rig import officer  # noqa: E402
from rig.booth import Booth, TRAINING_PACK  # noqa: E402
from rig.server import Central  # noqa: E402
from rig.xorg import die_with_parent  # noqa: E402


def held(central):
    """The reports in central's own database, oldest first."""
    with sqlite3.connect(f"file:{central.database}?mode=ro", uri=True, timeout=10) as db:
        db.row_factory = sqlite3.Row
        rows = db.execute("SELECT * FROM reports ORDER BY rowid").fetchall()
    return [{key: row[key] for key in row.keys() if not isinstance(row[key], bytes)} for row in rows]


def tell(report):
    print("central received: " + json.dumps(report, ensure_ascii=False), flush=True)


class Ended(Exception):
    """Ctrl+C, a terminal that was closed, or a system that shuts down."""


ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_once(number, _frame):
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)  # nothing disturbs the tidying up
    raise Ended(number)


def follow(central, ended):
    """Prints each report once, as central holds it, until the demo ends."""
    told = 0
    while not ended.wait(0.3):
        for report in held(central)[told:]:
            tell(report)
            told += 1


def officers_config(build, folder):
    """A configuration with a PIN of this demo's own; says the PIN."""
    pin = f"{secrets.randbelow(10 ** 6):06}"
    with sqlite3.connect(f"file:{TRAINING_PACK}?mode=ro&immutable=1", uri=True) as pack:
        lon, lat, _ = pack.execute("SELECT value FROM metadata WHERE name = 'center'").fetchone()[0].split(",")
    config = officer.write_config(build, folder, pin, place=f"{lat},{lon}")  # in the market square
    print(f"officer's PIN: {pin} (hold the emblem for three seconds)", flush=True)
    return config


def with_screen(build, folder, fullscreen):
    central = Central(build, folder, echo=False)
    key_file = central.add_key()
    password = central.add_user("demo", "admin")
    url = central.start()
    command = [str(Path(build) / "src/kiosk/kmzb-kiosk"), "--pack", str(TRAINING_PACK), "--data-dir", str(folder / "booth"),
               "--config", str(officers_config(build, folder)), "--central", url, "--key-file", str(key_file), "--booth-name", "Punkt szkoleniowy"]
    if not fullscreen:
        command += ["--windowed", "1280x800"]
    ended = threading.Event()
    follower = threading.Thread(target=follow, args=[central, ended])
    booth = None
    try:
        print(f"central server: {url}\nits pages for officers: {url}/admin/ (demo, {password})\nthrow-away data: {folder}\n"
              "Ctrl+C ends the demo", flush=True)
        follower.start()
        booth = subprocess.Popen(command, preexec_fn=die_with_parent)
        code = booth.wait()
        if code:
            print(f"demo: the booth ended with {code}", file=sys.stderr)
        return 1 if code else 0
    except Ended as ending:
        return 0 if ending.args[0] == signal.SIGINT else 128 + ending.args[0]
    finally:
        if booth:
            booth.terminate()
            booth.wait()
        time.sleep(0.5)  # a report that is under way still gets told
        ended.set()
        if follower.is_alive():
            follower.join()
        central.stop()


def headless(build, folder):
    from rig import visit
    from rig.session import Session

    pictures = Path(build) / "demo"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    central = Central(build, folder)
    key_file = central.add_key()
    url = central.start()
    count = 0

    with Session(1920, 1080) as session:
        config = officers_config(build, folder)
        booth = Booth(build, session, folder / "booth", url, key_file, options=["--lang", "pl", "--config", str(config)])
        booth.start()

        def step(name):
            nonlocal count
            count += 1
            time.sleep(0.6)  # let the animation end: the picture is for people
            booth.picture(str(pictures / f"{count:02d}-{name}.png"))
            print(f"demo: {name}", flush=True)

        try:
            visit.begin(booth, step)
            number = visit.report(booth, step)
            print(f"demo: the booth shows number {number}", flush=True)
            visit.end(booth, step)
            booth.wait_for_queue(received=1)
            reports = held(central)
        finally:
            booth.stop()
            central.stop()
        trouble = booth.trouble()

    for line in trouble:
        print(f"demo: the booth complained: {line}", file=sys.stderr)
    for report in reports:
        tell(report)
    plain = number.replace("-", "")
    if len(reports) != 1 or plain not in (str(value) for value in reports[0].values()):
        print(f"demo: central should hold one report with number {plain}", file=sys.stderr)
        return 1
    print(f"demo: pictures are in {pictures}", flush=True)
    return 1 if trouble else 0


def main():
    parser = argparse.ArgumentParser(prog="./kmzb demo")
    parser.add_argument("build", help=argparse.SUPPRESS)
    parser.add_argument("--headless", action="store_true", help="play one visit by touch on a virtual screen")
    parser.add_argument("--fullscreen", action="store_true", help="the real look, over the whole screen")
    options = parser.parse_args()
    for ending in ENDINGS:
        signal.signal(ending, end_once)

    folder = Path(tempfile.mkdtemp(prefix="kmzb-demo-"))
    try:
        if options.headless or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            return headless(options.build, folder)
        return with_screen(options.build, folder, options.fullscreen)
    except (AssertionError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except Ended as ending:
        return 128 + ending.args[0]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
