# SPDX-License-Identifier: GPL-3.0-or-later
"""A keyboard that has every letter: spare keys get the characters that a text needs, whatever the script."""
import ctypes
import time

FIRST_KEY, LAST_KEY = 10, 60
NAMED = {"\n": 0xff0d}


def _keysym(character):
    return NAMED.get(character) or (ord(character) if " " <= character <= "~" else 0x01000000 + ord(character))


class Typist:
    def __init__(self, session):
        self.keys = session.keys
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
        self.x11.XChangeKeyboardMapping.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p,
                                                    ctypes.c_int]
        self.x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self.x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
        self.display = self.x11.XOpenDisplay(session.screen.display.encode())
        self.codes = {}

    def close(self):
        self.x11.XCloseDisplay(self.display)

    def _learn(self, characters):
        free = [code for code in range(FIRST_KEY, LAST_KEY + 1) if code not in self.codes.values()]
        for character in characters:
            if character in self.codes:
                continue
            code = free.pop(0)  # a text of more than 51 different characters is not for this keyboard
            symbols = (ctypes.c_ulong * 4)(*[_keysym(character)] * 4)
            self.x11.XChangeKeyboardMapping(self.display, code, 4, symbols, 1)
            self.codes[character] = code
        self.x11.XSync(self.display, 0)
        time.sleep(0.5)  # the booth reads the new mapping

    def type(self, text):
        self._learn(text)
        for i, character in enumerate(text):
            self.keys.press(self.codes[character])
            if i % 20 == 19:
                time.sleep(0.05)  # a long queue of keys outgrows the server's
