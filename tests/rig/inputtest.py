# SPDX-License-Identifier: GPL-3.0-or-later
"""Fingers and keys over the sockets of Xorg's inputtest driver (xf86-input-inputtest-protocol.h, version 1.1)."""
import struct
import time

CLIENT_VERSION, WAIT_FOR_SYNC, KEY, TOUCH = 0, 1, 5, 6
SERVER_VERSION, SYNC_FINISHED = 0, 1
TOUCH_BEGIN, TOUCH_UPDATE, TOUCH_END = 18, 19, 20  # XI2's event numbers
AXIS_MAX = 65535
N_VALUATORS = 64


class Device:
    """One inputtest device. Every event is followed by a sync, so that a call returns once the server has it."""

    def __init__(self, client):
        self.client = client
        self._send(CLIENT_VERSION, struct.pack("=HH", 1, 1))
        kind, _ = self._receive()
        if kind != SERVER_VERSION:
            raise RuntimeError("inputtest did not answer with its version")

    def _send(self, kind, body):
        self.client.sendall(struct.pack("=II", 8 + len(body), kind) + body)

    def _receive(self):
        header = self._read(8)
        length, kind = struct.unpack("=II", header)
        return kind, self._read(length - 8)

    def _read(self, n):
        data = b""
        while len(data) < n:
            got = self.client.recv(n - len(data))
            if not got:
                raise RuntimeError("the X server closed its inputtest socket")
            data += got
        return data

    def sync(self):
        self._send(WAIT_FOR_SYNC, b"")
        kind, _ = self._receive()
        if kind != SYNC_FINISHED:
            raise RuntimeError("inputtest answered out of order")


class Touch(Device):
    """A touch panel over a screen of width x height pixels."""

    def __init__(self, client, width, height):
        super().__init__(client)
        self.width, self.height = width, height
        self.next_id = 1

    def _event(self, finger, kind, x, y):
        axes = [0.0] * N_VALUATORS
        axes[0] = x / self.width * AXIS_MAX
        axes[1] = y / self.height * AXIS_MAX
        body = struct.pack("=II", finger, kind)
        # Natural alignment: a 32-bit flag, 8 bytes of mask, 4 of padding, then the doubles.
        body += struct.pack("=I8s4x", 0, bytes([0b11]) + bytes(7))
        body += struct.pack(f"={N_VALUATORS}d", *axes) + bytes(8 * N_VALUATORS)
        self._send(TOUCH, body)
        self.sync()

    def down(self, x, y):
        finger = self.next_id
        self.next_id += 1
        self._event(finger, TOUCH_BEGIN, x, y)
        return finger

    def move(self, finger, x, y):
        self._event(finger, TOUCH_UPDATE, x, y)

    def up(self, finger, x, y):
        self._event(finger, TOUCH_END, x, y)

    def tap(self, x, y, hold=0.06):
        finger = self.down(x, y)
        time.sleep(hold)
        self.up(finger, x, y)

    def drag(self, x1, y1, x2, y2, seconds=0.4, settle=0.0):
        """A straight drag; @settle holds the finger still at the end, so that nothing is flung."""
        steps = max(2, int(seconds * 60))
        finger = self.down(x1, y1)
        for i in range(1, steps + 1):
            self.move(finger, x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps)
            time.sleep(seconds / steps)
        if settle:
            time.sleep(settle)
            self.move(finger, x2, y2)
        self.up(finger, x2, y2)

    def pinch(self, x, y, start, end, seconds=0.6):
        """Two fingers on a horizontal line about x, y, from @start to @end pixels apart."""
        steps = max(2, int(seconds * 60))
        left, right = self.down(x - start / 2, y), self.down(x + start / 2, y)
        for i in range(1, steps + 1):
            gap = start + (end - start) * i / steps
            self.move(left, x - gap / 2, y)
            self.move(right, x + gap / 2, y)
            time.sleep(seconds / steps)
        self.up(left, x - end / 2, y)
        self.up(right, x + end / 2, y)


class Keys(Device):
    """A keyboard; codes are X keycodes (evdev's plus 8)."""

    def _event(self, code, is_press):
        self._send(KEY, struct.pack("=iI", code, is_press))
        self.sync()

    def down(self, code):
        self._event(code, 1)

    def up(self, code):
        self._event(code, 0)

    def press(self, code):
        self.down(code)
        self.up(code)

    def chord(self, *codes):
        """Several keys together, the last one while the others are held."""
        for code in codes:
            self.down(code)
        for code in reversed(codes):
            self.up(code)
