# SPDX-License-Identifier: GPL-3.0-or-later
"""The officer at the stand: knows the PIN, holds the emblem."""
import subprocess
import time
from pathlib import Path

PIN = "482915"
HOLD_S = 3.4


def hash_pin(build, pin):
    """What goes into [booth] pin_hash."""
    return subprocess.run([str(Path(build) / "src/kiosk/kmzb-kiosk"), "--hash-pin"], input=pin + "\n", text=True,
                          check=True, capture_output=True).stdout.strip()


def write_config(build, folder, pin=PIN, **booth):
    """A booth.conf with the PIN, and what else goes into its first group."""
    path = Path(folder) / "booth.conf"
    lines = ["[booth]", f"pin_hash={hash_pin(build, pin)}", *(f"{key}={value}" for key, value in booth.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def hold_emblem(booth, seconds=HOLD_S):
    x, y = booth.screen.middle("Godło punktu")
    finger = booth.session.touch.down(x, y)
    time.sleep(seconds)
    booth.session.touch.up(finger, x, y)


def enter_pin(booth, pin=PIN):
    for digit in pin:
        booth.touch(digit)
    booth.touch("Otwórz")


def open_panel(booth, pin=PIN):
    hold_emblem(booth)
    booth.see("PIN policjanta")
    enter_pin(booth, pin)
    booth.see("Panel policjanta")
