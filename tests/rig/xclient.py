# SPDX-License-Identifier: GPL-3.0-or-later
"""What another program on the same screen sees and can do: windows, clipboards, the screen's size, devices."""
import ctypes
import time

SUBSTRUCTURE = 0x180000  # SubstructureRedirectMask | SubstructureNotifyMask
VIEWABLE = 2
SELECTION_NOTIFY, CLIENT_MESSAGE = 31, 33
ANY = 0


class _Attributes(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
                ("border", ctypes.c_int), ("depth", ctypes.c_int), ("visual", ctypes.c_void_p), ("root", ctypes.c_ulong),
                ("klass", ctypes.c_int), ("bit_gravity", ctypes.c_int), ("win_gravity", ctypes.c_int),
                ("backing_store", ctypes.c_int), ("planes", ctypes.c_ulong), ("pixel", ctypes.c_ulong),
                ("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong), ("map_installed", ctypes.c_int),
                ("map_state", ctypes.c_int), ("masks", ctypes.c_long * 3), ("override", ctypes.c_int),
                ("screen", ctypes.c_void_p)]


class _ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5)]


class _Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("message", _ClientMessage), ("pad", ctypes.c_long * 24)]


class _Device(ctypes.Structure):
    _fields_ = [("id", ctypes.c_int), ("name", ctypes.c_char_p), ("use", ctypes.c_int), ("attachment", ctypes.c_int),
                ("enabled", ctypes.c_int), ("n_classes", ctypes.c_int), ("classes", ctypes.c_void_p)]


class XClient:
    def __init__(self, session):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XInternAtom.restype = self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XGetSelectionOwner.restype = self.x.XCreateSimpleWindow.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(session.screen.display.encode()))
        self.root = self.x.XDefaultRootWindow(self.display)

    def close(self):
        if self.display:
            self.x.XCloseDisplay(self.display)
        self.display = None

    def _atom(self, name):
        return self.x.XInternAtom(self.display, name.encode(), 0)

    def windows(self):
        """The windows that people see, as (id, width, height)."""
        root, parent = ctypes.c_ulong(), ctypes.c_ulong()
        children, n = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        self.x.XQueryTree(self.display, ctypes.c_ulong(self.root), ctypes.byref(root), ctypes.byref(parent),
                          ctypes.byref(children), ctypes.byref(n))
        seen = []
        for i in range(n.value):
            about = _Attributes()
            if self.x.XGetWindowAttributes(self.display, ctypes.c_ulong(children[i]), ctypes.byref(about)) \
                    and about.map_state == VIEWABLE and about.width > 1 and about.height > 1:
                seen.append((children[i], about.width, about.height))
        return seen

    def wish_closed(self, window):
        """What a window manager sends on Alt+F4."""
        event = _Event()
        event.message.type, event.message.window, event.message.format = CLIENT_MESSAGE, window, 32
        event.message.message_type = self._atom("WM_PROTOCOLS")
        event.message.data[0] = self._atom("WM_DELETE_WINDOW")
        self.x.XSendEvent(self.display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
        self.x.XSync(self.display, 0)

    def selection(self, name, wait=2):
        """The text in CLIPBOARD or PRIMARY, or None where nobody has any."""
        atom, target, store = self._atom(name), self._atom("UTF8_STRING"), self._atom("KMZB_TEST")
        if not self.x.XGetSelectionOwner(self.display, ctypes.c_ulong(atom)):
            return None
        window = self.x.XCreateSimpleWindow(self.display, ctypes.c_ulong(self.root), 0, 0, 1, 1, 0, 0, 0)
        self.x.XConvertSelection(self.display, ctypes.c_ulong(atom), ctypes.c_ulong(target), ctypes.c_ulong(store),
                                 ctypes.c_ulong(window), ctypes.c_ulong(0))
        self.x.XSync(self.display, 0)
        event, end = _Event(), time.monotonic() + wait
        while not self.x.XCheckTypedEvent(self.display, SELECTION_NOTIFY, ctypes.byref(event)):
            if time.monotonic() > end:
                return None
            time.sleep(0.02)
        kind, bits, n, left = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
        data = ctypes.c_char_p()
        self.x.XGetWindowProperty(self.display, ctypes.c_ulong(window), ctypes.c_ulong(store), ctypes.c_long(0),
                                  ctypes.c_long(10000), 1, ctypes.c_ulong(ANY), ctypes.byref(kind), ctypes.byref(bits),
                                  ctypes.byref(n), ctypes.byref(left), ctypes.byref(data))
        return data.value.decode() if kind.value and data.value else None

    def move_mouse(self, x, y):
        """The mouse that a booth has when somebody plugs one in."""
        ctypes.CDLL("libXtst.so.6").XTestFakeMotionEvent(self.display, -1, int(x), int(y), ctypes.c_ulong(0))
        self.x.XSync(self.display, 0)

    def press_mouse(self, button, down):
        """One of its buttons; 4 and 5 are the wheel, away and near."""
        ctypes.CDLL("libXtst.so.6").XTestFakeButtonEvent(self.display, button, int(down), ctypes.c_ulong(0))
        self.x.XSync(self.display, 0)

    def click(self, button, x, y):
        self.move_mouse(x, y)
        self.press_mouse(button, True)
        time.sleep(0.05)
        self.press_mouse(button, False)

    def set_size(self, width, height):
        """Another mode of the screen, as when it is turned or another one is plugged in."""
        rr = ctypes.CDLL("libXrandr.so.2")

        class Size(ctypes.Structure):
            _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("mm", ctypes.c_int * 2)]

        rr.XRRGetScreenInfo.restype = ctypes.c_void_p
        rr.XRRConfigSizes.restype = ctypes.POINTER(Size)
        config = ctypes.c_void_p(rr.XRRGetScreenInfo(self.display, ctypes.c_ulong(self.root)))
        n = ctypes.c_int()
        sizes = rr.XRRConfigSizes(config, ctypes.byref(n))
        modes = [(sizes[i].width, sizes[i].height) for i in range(n.value)]
        done = rr.XRRSetScreenConfig(self.display, config, ctypes.c_ulong(self.root), modes.index((width, height)), 1,
                                     ctypes.c_ulong(0))
        self.x.XSync(self.display, 0)
        if done != 0:
            raise RuntimeError(f"the server keeps its mode: {done}")

    def plug(self, name, there):
        """Takes an input device away, or gives it back."""
        xi = ctypes.CDLL("libXi.so.6")
        xi.XIQueryDevice.restype = ctypes.POINTER(_Device)
        n = ctypes.c_int()
        major, minor = ctypes.c_int(2), ctypes.c_int(2)
        xi.XIQueryVersion(self.display, ctypes.byref(major), ctypes.byref(minor))
        devices = xi.XIQueryDevice(self.display, 0, ctypes.byref(n))
        found = [devices[i].id for i in range(n.value) if devices[i].name == name.encode()]
        value = ctypes.c_ubyte(1 if there else 0)
        xi.XIChangeProperty(self.display, found[0], ctypes.c_ulong(self._atom("Device Enabled")), ctypes.c_ulong(19), 8, 0,
                            ctypes.byref(value), 1)  # 19: XA_INTEGER
        self.x.XSync(self.display, 0)
