# SPDX-License-Identifier: GPL-3.0-or-later
"""When the screen changes, as the X server tells it (the DAMAGE extension): what an eye would see of a program's answer."""
import ctypes
import select
import threading
import time

RAW_RECTANGLES = 0


class _Rectangle(ctypes.Structure):
    _fields_ = [("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort), ("height", ctypes.c_ushort)]


class _Notify(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("drawable", ctypes.c_ulong), ("damage", ctypes.c_ulong),
                ("level", ctypes.c_int), ("more", ctypes.c_int), ("timestamp", ctypes.c_ulong), ("area", _Rectangle),
                ("geometry", _Rectangle), ("room", ctypes.c_long * 24)]


class Damage:
    """Watches the root window of @display from its own thread until close()."""

    def __init__(self, display):
        self.x11, self.ext = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXdamage.so.1")
        self.x11.XOpenDisplay.restype = self.x11.XDefaultRootWindow.restype = ctypes.c_void_p
        self.ext.XDamageCreate.restype = ctypes.c_ulong
        for function in (self.x11.XDefaultRootWindow, self.x11.XPending, self.x11.XConnectionNumber, self.x11.XFlush,
                         self.x11.XCloseDisplay):
            function.argtypes = [ctypes.c_void_p]
        self.x11.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self.ext.XDamageQueryExtension.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
        self.ext.XDamageCreate.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int]
        self.display = self.x11.XOpenDisplay(display.encode())
        base, errors = ctypes.c_int(), ctypes.c_int()
        if not self.display or not self.ext.XDamageQueryExtension(self.display, ctypes.byref(base), ctypes.byref(errors)):
            raise RuntimeError("the X server does not tell of damage")
        self.kind = base.value
        self.ext.XDamageCreate(self.display, self.x11.XDefaultRootWindow(self.display), RAW_RECTANGLES)
        self.x11.XFlush(self.display)
        self.changes = []  # (monotonic seconds, pixels)
        self.ended = False
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self):
        event = _Notify()
        number = self.x11.XConnectionNumber(self.display)
        while not self.ended:
            select.select([number], [], [], 0.1)
            while self.x11.XPending(self.display):
                self.x11.XNextEvent(self.display, ctypes.byref(event))
                if event.type == self.kind:
                    self.changes.append((time.monotonic(), event.area.width * event.area.height))

    def wait_for_rest(self, seconds=0.3, timeout=10):
        """Until nothing has changed for @seconds."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            last = self.changes[-1][0] if self.changes else 0
            if time.monotonic() - last >= seconds:
                return
            time.sleep(0.02)
        raise AssertionError("the screen does not come to rest")

    def first_since(self, start, pixels=1, timeout=5):
        """Seconds from @start (monotonic) to the first change of that many pixels after it."""
        end = time.monotonic() + timeout
        seen = 0
        while time.monotonic() < end:
            changes = self.changes
            for i in range(seen, len(changes)):
                if changes[i][0] > start and changes[i][1] >= pixels:
                    return changes[i][0] - start
            seen = max(len(changes) - 1, 0) if changes and changes[-1][0] <= start else seen
            time.sleep(0.002)
        raise AssertionError("nothing changes on the screen")

    def close(self):
        self.ended = True
        self.thread.join()
        self.x11.XCloseDisplay(self.display)
