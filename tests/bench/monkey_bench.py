# SPDX-License-Identifier: GPL-3.0-or-later
"""An hour of random fingers on the whole booth; KMZB_MONKEY_SECONDS for another length, KMZB_MONKEY_SEED for other ones."""
import os
import sys
from pathlib import Path

SHORT = bool(os.environ.get("KMZB_BENCH_SHORT"))
SECONDS = float(os.environ.get("KMZB_MONKEY_SECONDS", "60" if SHORT else "3600"))
SEED = int(os.environ.get("KMZB_MONKEY_SEED", "1972"))
IDLE_SECONDS = 60
REPORT_EVERY = 300


def bench_monkey(build, names):
    """Fails when the booth ends, stops answering or complains; tells how its memory grew after the first quarter."""
    from rig.session import Session

    with Session(1920, 1080) as session:
        from rig.booth import Booth  # after the session has set the bus
        from rig.monkey import Monkey, Stuck

        config = session.folder / "booth.conf"
        config.write_text(f"[booth]\nidle_seconds={IDLE_SECONDS}\n")
        booth = Booth(build, session, session.folder / "data", options=["--lang", "pl", "--config", str(config)])
        booth.start()
        booth.touch("Dotknij, aby zacząć", timeout=40)
        booth.see("Zgłoś zagrożenie")
        monkey = Monkey(booth, SEED)
        told = [0]

        def tell(player):
            seconds = player.memory[-1][0]
            if seconds - told[0] >= REPORT_EVERY:
                told[0] = seconds
                print(f"bench: monkey: {seconds / 60:.0f} min, {player.n_acts} acts, {player.memory[-1][1]:.0f} MiB, "
                      f"{len(player.reached)} controls", file=sys.stderr, flush=True)

        complaints = []
        try:
            monkey.play(SECONDS, tell)
        except Stuck as stuck:
            complaints.append(str(stuck))
        if not monkey.alive():
            complaints.append(f"the booth ended with {booth.process.returncode}")
        elif booth.stop() != 0:
            complaints.append("the booth did not end in order")
        complaints += monkey.trouble()
        for line in complaints[:20]:
            print(f"bench: monkey: {line}", file=sys.stderr)
        if complaints:
            print(monkey.story(), Path(booth.log).read_text(errors="replace")[-3000:], sep="\n", file=sys.stderr)
        growth = monkey.growth() * 1.048576
        return {
            "monkey": {"unit": "complaints", "median": len(complaints), "worst": len(complaints), "runs": monkey.n_acts,
                       "goal": "none, no crash", "ok": not complaints},
            "monkey.growth": {"unit": "MB", "median": growth, "worst": max(size for _, size in monkey.memory) * 1.048576,
                              "runs": len(monkey.memory), "goal": "<= 30", "ok": growth <= 30},
        }


MONKEY_BENCHES = [(["monkey", "monkey.growth"], bench_monkey)]
