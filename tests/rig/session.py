# SPDX-License-Identifier: GPL-3.0-or-later
"""A private place to run the booth in: own D-Bus, own X server, own folders; nothing of the tester's machine."""
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .inputtest import Keys, Touch
from .xorg import Xorg, die_with_parent  # noqa: F401


class Session:
    """Enter it before anything that speaks AT-SPI is imported: libatspi reads its bus from the environment once."""

    def __init__(self, width=1920, height=1080):
        self.width, self.height = width, height

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="kmzb-session-", dir="/tmp"))
        runtime = self.folder / "runtime"
        runtime.mkdir(mode=0o700)
        for name, folder in (("HOME", "home"), ("XDG_CONFIG_HOME", "home/config"), ("XDG_DATA_HOME", "home/data"),
                             ("XDG_CACHE_HOME", "home/cache"), ("XDG_STATE_HOME", "home/state")):
            (self.folder / folder).mkdir(exist_ok=True)
            os.environ[name] = str(self.folder / folder)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        os.environ["LC_ALL"] = "C.UTF-8"
        os.environ["GSETTINGS_BACKEND"] = "memory"
        os.environ["NO_AT_BRIDGE"] = "0"
        os.environ["GDK_BACKEND"] = "x11"
        os.environ["GTK_A11Y"] = "atspi"
        os.environ["SPEECHD_CMD"] = "/bin/false"  # no test starts the machine's own voice by chance; rig/speech.py has one
        os.environ["EGL_LOG_LEVEL"] = "fatal"  # the dummy driver has no DRI, and Mesa says so on stderr
        for name in ("LANGUAGE", "WAYLAND_DISPLAY", "GTK_THEME", "G_DEBUG", "http_proxy", "https_proxy", "all_proxy"):
            os.environ.pop(name, None)

        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address",
                                     f"--address=unix:path={self.folder}/bus"],
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                    preexec_fn=die_with_parent)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = self.bus.stdout.readline().strip()
        os.environ.pop("AT_SPI_BUS_ADDRESS", None)
        self.screen = None
        self.new_screen(self.width, self.height)
        return self

    def new_screen(self, width, height, others=()):
        """Another X server with another geometry, in place of the one there is."""
        if self.screen:
            self.screen.stop()
        self.width, self.height = width, height
        self.screen = Xorg(width, height, others)
        os.environ["DISPLAY"] = self.screen.display
        self.reconnect_touch()
        self.keys = Keys(self.screen.connect(self.screen.key_socket))

    def reconnect_touch(self):
        """After the server has lost the panel and got it back."""
        self.touch = Touch(self.screen.connect(self.screen.touch_socket), self.width, self.height)

    def __exit__(self, *_):
        self.screen.stop()
        self.bus.terminate()
        self.bus.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
