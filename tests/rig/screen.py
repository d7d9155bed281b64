# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader has: the booth's accessibility tree over AT-SPI, by name and role."""
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# libatspi asks a program that is starting for what it does not have yet, and says so on stderr.
GLib.log_set_handler("dbind", GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None, None)


class NotShown(AssertionError):
    pass


def _children(node):
    try:
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child is not None:
                yield child
    except GLib.Error:
        return  # the widget went away while we looked


def _walk(node, depth=0):
    yield node
    if depth < 60:
        for child in _children(node):
            yield from _walk(child, depth + 1)


class Screen:
    """The window of one application, found by its process id."""

    def __init__(self, pid, timeout=20, has_ended=lambda: False):
        self.pid = pid
        self.timeout = timeout
        self.has_ended = has_ended
        Atspi.init()

    def application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            try:
                app = desktop.get_child_at_index(i)
                if app is not None and app.get_process_id() == self.pid:
                    return app
            except GLib.Error:
                continue
        return None

    def nodes(self):
        """Every accessible that has a place on the screen."""
        app = self.application()
        if app is None:
            return
        for node in _walk(app):
            try:
                box = node.get_extents(Atspi.CoordType.WINDOW)
            except GLib.Error:
                continue
            if box.width > 0 and box.height > 0:
                yield node, box

    def find(self, name, role=None):
        """The first accessible of that exact name, as (node, box), or None. A box is in pixels of the window."""
        for node, box in self.nodes():
            try:
                if node.get_name() == name and (role is None or node.get_role_name() == role):
                    return node, box
            except GLib.Error:
                continue
        return None

    def wait_for(self, name, role=None, timeout=None):
        end = time.monotonic() + (timeout or self.timeout)
        while True:
            found = self.find(name, role)
            if found:
                return found
            if self.has_ended():
                raise NotShown(f"“{name}” is not on the screen: the program has ended")
            if time.monotonic() > end:
                raise NotShown(f"“{name}” is not on the screen, which shows: {self.names()}")
            time.sleep(0.05)

    def wait_until_gone(self, name, timeout=None):
        end = time.monotonic() + (timeout or self.timeout)
        while self.find(name):
            if time.monotonic() > end:
                raise NotShown(f"“{name}” is still on the screen")
            time.sleep(0.05)

    def wait_for_any(self, names, timeout=None):
        end = time.monotonic() + (timeout or self.timeout)
        while True:
            for name in names:
                if self.find(name):
                    return name
            if time.monotonic() > end:
                raise NotShown(f"none of {names} is on the screen, which shows: {self.names()}")
            time.sleep(0.05)

    def names(self):
        seen = []
        for node, _ in self.nodes():
            try:
                name = node.get_name()
            except GLib.Error:
                continue
            if name and name not in seen:
                seen.append(name)
        return seen

    def middle(self, name, role=None, timeout=None):
        """Where a finger would touch it, once it has stopped moving."""
        _, box = self.wait_for(name, role, timeout)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            time.sleep(0.08)
            _, now = self.wait_for(name, role, timeout)
            if (now.x, now.y, now.width, now.height) == (box.x, box.y, box.width, box.height):
                break
            box = now
        return box.x + box.width / 2, box.y + box.height / 2
