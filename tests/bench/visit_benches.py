# SPDX-License-Identifier: GPL-3.0-or-later
"""What a visitor waits for: from the finger's lift to the first picture of the next step, at every step of a report; and
from the start of the program to a button that can be touched."""
import os
import time

SHORT = bool(os.environ.get("KMZB_BENCH_SHORT"))
VISITS = 3 if SHORT else 10
STARTS = 3 if SHORT else 7
HOLD_S = 0.06  # how long a finger rests on a button
STEP_PIXELS = 100 * 100  # less is a button that pops up again, not a next step


def bench_visit(build, names):
    from figures import figure
    from rig.session import Session

    waits, starts, steps = [], [], {}
    with Session(1920, 1080) as session:
        from rig import visit  # after the session has set the bus
        from rig.booth import Booth
        from rig.damage import Damage

        # Before the first booth: a server whose last client leaves begins anew, and drops who comes just then.
        damage = Damage(session.screen.display)
        try:
            for run in range(STARTS):
                booth = Booth(build, session, session.folder / f"start-{run}", options=["--lang", "pl"])
                begun = time.monotonic()
                booth.start()
                booth.see("Dotknij, aby zacząć", timeout=40)
                starts.append(time.monotonic() - begun)
                booth.stop()

            booth = Booth(build, session, session.folder / "booth", options=["--lang", "pl"])
            booth.start()
            plain = booth.touch

            def touch(name, timeout=None):
                if name == visit.GROUP:  # open already: nothing is to change
                    return plain(name, timeout=timeout)
                x, y = booth.screen.middle(name, timeout=timeout)
                damage.wait_for_rest()
                finger = session.touch.down(x, y)
                time.sleep(HOLD_S)
                lifted = time.monotonic()
                session.touch.up(finger, x, y)
                waits.append(1000 * damage.first_since(lifted, STEP_PIXELS))
                steps.setdefault(name, []).append(waits[-1])
                return None

            for _ in range(VISITS):
                visit.begin(booth)
                time.sleep(1)  # the map's tiles
                booth.touch = touch
                visit.report(booth)
                booth.touch = plain
                visit.end(booth)
        finally:
            damage.close()
        booth.stop()
    for name, times in steps.items():
        print(f"bench: visit: {name}: {sorted(times)[len(times) // 2]:.0f} ms, worst {max(times):.0f}", flush=True)
    out = figure("ms", waits, goal="p95 <= 50")
    out["ok"] = out["p95"] <= 50
    return {"visit": out, "visit.start": figure("s", starts, goal="<= 1", at_most=1)}


VISIT_BENCHES = [(["visit", "visit.start"], bench_visit)]
