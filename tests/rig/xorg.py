# SPDX-License-Identifier: GPL-3.0-or-later
"""A real X server without a screen: the dummy video driver and inputtest devices (a touch panel and a keyboard)."""
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

def die_with_parent():
    """In the child: end when the test ends, however it ends. A server without its test would turn in circles for ever."""
    import ctypes
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


XORG = "/usr/lib/xorg/Xorg"  # not /usr/bin/Xorg: that wrapper wants a console

CONFIG = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
  Option "BlankTime" "0"
  Option "StandbyTime" "0"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 131072
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
  {modelines}
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes {modes}
    Virtual {width} {height}
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "finger"
  Driver "inputtest"
  Option "SocketPath" "{touch}"
  Option "DeviceType" "Touch"
EndSection
Section "InputDevice"
  Identifier "keys"
  Driver "inputtest"
  Option "SocketPath" "{keys}"
  Option "DeviceType" "Keyboard"
EndSection
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "finger" "CorePointer"
  InputDevice "keys" "CoreKeyboard"
EndSection
"""


def modeline(width, height, refresh=60):
    """A plain modeline. Not with 160 pixels of blanking: the server takes that for reduced blanking and refuses it."""
    htotal, vtotal = width + 400, height + 40
    clock = htotal * vtotal * refresh / 1e6
    return (f'Modeline "{width}x{height}" {clock:.2f} {width} {width + 96} {width + 192} {htotal} '
            f'{height} {height + 3} {height + 8} {vtotal}')


class Xorg:
    """Starts on a free display; stop() ends it and removes its folder. @others: sizes that it may be changed to."""

    def __init__(self, width=1920, height=1080, others=()):
        if not os.access(XORG, os.X_OK):
            raise RuntimeError(f"{XORG} is missing: run ./kmzb setup")
        self.width, self.height = width, height
        # Not TMPDIR: the path of a Unix socket is at most 107 characters long.
        self.folder = Path(tempfile.mkdtemp(prefix="kmzb-xorg-", dir="/tmp"))
        self.touch_socket = self.folder / "touch"
        self.key_socket = self.folder / "keys"
        config = self.folder / "xorg.conf"
        sizes = [(width, height), *others]
        config.write_text(CONFIG.format(modelines="\n  ".join(modeline(*size) for size in sizes),
                                        modes=" ".join(f'"{w}x{h}"' for w, h in sizes), width=width, height=height,
                                        touch=self.touch_socket, keys=self.key_socket))
        read, write = os.pipe()
        self.process = subprocess.Popen(
            [XORG, "-config", str(config), "-configdir", str(self.folder), "-logfile", str(self.folder / "log"),
             "-noreset", "-nolisten", "tcp", "-displayfd", str(write), "-dpi", "96"],
            pass_fds=[write], preexec_fn=die_with_parent, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(self.folder / "stderr", "wb"))
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            self.process.wait()
            raise RuntimeError("Xorg did not start:\n" + (self.folder / "stderr").read_text()[-2000:])
        self.display = f":{number}"
        self._wait_for_sockets()

    def _wait_for_sockets(self):
        end = time.monotonic() + 10
        while not (self.touch_socket.exists() and self.key_socket.exists()):
            if time.monotonic() > end:
                raise RuntimeError("Xorg has no inputtest devices:\n" + (self.folder / "log").read_text()[-3000:])
            time.sleep(0.02)

    def connect(self, path):
        """One client for the life of the server: inputtest takes no second one."""
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(10)
        client.connect(str(path))
        return client

    def screenshot(self, path):
        """The whole screen as a PNG; written beside and renamed, so that a reader never sees half of it."""
        part = f"{path}.part.png"
        subprocess.run(["import", "-silent", "-display", self.display, "-window", "root", part], check=True)
        os.replace(part, path)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
