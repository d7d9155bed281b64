# SPDX-License-Identifier: GPL-3.0-or-later
"""The next visitor finds nothing of the last one: not on the screen, on a clipboard, in the booth's files, after a crash."""
import os
import re
import resource
import signal
import sys
import time
from pathlib import Path
from urllib.parse import quote_plus

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.case import SESSION  # noqa: E402
from rig.typist import Typist  # noqa: E402
from rig.xclient import XClient  # noqa: E402

SECRET = "Kowalskiego pies szczeka przy Lipowej"
CONTROL, A, C = 37, 38, 54
IDLE_S, ANSWER_S = 15, 20


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class Wipe(case.Case):
    def setUp(self):
        super().setUp()
        self.other = XClient(SESSION)
        self.addCleanup(self.other.close)
        config = self.folder / "booth.conf"
        config.write_text(f"[booth]\nidle_seconds={IDLE_S}\n", encoding="utf-8")
        # All that the booth and its libraries could say goes into the log that is searched in the end.
        before = os.environ.get("G_MESSAGES_DEBUG")
        os.environ["G_MESSAGES_DEBUG"] = "all"
        try:
            self.start_booth(None, "--lang", "pl", "--config", str(config))
        finally:
            os.environ.pop("G_MESSAGES_DEBUG") if before is None else os.environ.update(G_MESSAGES_DEBUG=before)

    def type_secret(self):
        """To the description, with a text that nobody has written down before."""
        booth = self.booth
        visit.begin(booth)
        booth.touch("Zgłoś zagrożenie")
        for name in ("Rozumiem, dalej", "Nie, to nie jest pilne", "To tutaj", visit.GROUP, visit.CATEGORY):
            booth.touch(name)
        booth.see("Dalej")
        node, box = next((node, box) for node, box in booth.screen.nodes()
                         if node.get_role_name() == "text" and box.height > 60)
        SESSION.touch.tap(box.x + 60, box.y + 30)
        time.sleep(1)
        typist = Typist(SESSION)
        try:
            typist.type(SECRET)
        finally:
            typist.close()
        self.assertTrue(any(SECRET in text for text in self.texts()), "the text was not typed")

    def texts(self):
        """All that a screen reader could read out."""
        found = []
        for node, _ in self.booth.screen.nodes():
            try:
                found.append(node.get_name() or "")
                text = node.get_text_iface()
                if text is not None:
                    found.append(text.get_text(0, -1))
            except Exception:  # the widget went away while we looked
                continue
        return found

    def copy(self):
        """Keyboard in hand: select all, copy."""
        SESSION.keys.chord(CONTROL, A)
        SESSION.keys.chord(CONTROL, C)
        time.sleep(0.5)

    def assert_nothing_left(self):
        self.assertFalse([text for text in self.texts() if SECRET in text])
        for name in ("CLIPBOARD", "PRIMARY"):
            self.assertNotIn(SECRET, self.other.selection(name) or "", name)
        self.assert_nothing_in_files()

    def assert_nothing_in_files(self):
        forms = [SECRET.encode(), SECRET.encode("utf-16-le"), quote_plus(SECRET).encode(), SECRET[:12].encode(),
                 SECRET.replace(" ", "%20").encode()]
        home = Path(os.environ["HOME"]).parent
        for folder in (self.folder, home):
            for path in folder.rglob("*"):
                if path.is_file():
                    content = path.read_bytes()
                    for form in forms:
                        self.assertNotIn(form, content, path)


class Abandoned(Wipe):
    def test_walked_away(self):
        self.type_secret()
        self.copy()
        self.booth.see("Czy jeszcze tu jesteś?", timeout=IDLE_S + 15)
        self.booth.touch("Tak, jestem")  # any number of times
        self.assertTrue(any(SECRET in text for text in self.texts()), "an answer took the draft away")
        self.booth.see("Czy jeszcze tu jesteś?", timeout=IDLE_S + 15)
        self.booth.see("Dotknij, aby zacząć", timeout=ANSWER_S + 15)
        self.assert_nothing_left()
        # And the next one begins at the beginning.
        self.booth.touch("Dotknij, aby zacząć")
        self.booth.touch("Zgłoś zagrożenie")
        self.booth.see("Rozumiem, dalej")
        self.leave()
        self.assert_nothing_in_files()

    def test_finished_without_saving(self):
        self.type_secret()
        self.copy()
        self.assertEqual(self.other.selection("CLIPBOARD"), SECRET)
        self.booth.touch("Zakończ")
        self.booth.touch("Tak, zakończ")
        self.booth.see("Dotknij, aby zacząć")
        self.assert_nothing_left()
        self.leave()

    def test_language_and_letters_are_the_next_ones(self):
        booth = self.booth
        before = self.box_of("Dotknij, aby zacząć")
        booth.touch("English")
        booth.touch("Touch to start")
        booth.touch("Accessibility")
        booth.see("Accessibility")
        booth.touch(next(name for name in booth.screen.names() if re.fullmatch(r"200\s%", name)))
        # Other letters need a moment, so may the question.
        booth.see("Are you still here?", timeout=2 * IDLE_S + 15)
        booth.see("Dotknij, aby zacząć", timeout=2 * ANSWER_S + 15)
        time.sleep(1)
        self.assertEqual(self.box_of("Dotknij, aby zacząć"), before, "the last visitor's letters are still there")
        self.leave()


    def box_of(self, name):
        self.booth.see(name, timeout=40)
        self.booth.screen.middle(name)  # until it has stopped moving
        _, box = self.booth.screen.find(name)
        return (box.x, box.y, box.width, box.height)


class Crash(Wipe):
    def test_killed_in_the_middle_of_a_draft(self):
        self.type_secret()
        self.booth.stop(signal.SIGKILL)
        self.assert_nothing_in_files()
        self.booth.start()
        self.booth.see("Dotknij, aby zacząć", timeout=40)
        self.assert_nothing_left()
        self.leave()

    def test_a_crash_leaves_no_core(self):
        self.booth.stop()
        limits = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (limits[1], limits[1]))
        here = Path.cwd()
        os.chdir(self.folder)
        try:
            self.booth.start()
            self.type_secret()
            # Nor may another program of the same user look into its memory.
            with open(f"/proc/{self.booth.process.pid}/status", encoding="ascii") as status:
                self.assertIn("CoreDumping:\t0", status.read())
            self.booth.stop(signal.SIGSEGV)
        finally:
            os.chdir(here)
            resource.setrlimit(resource.RLIMIT_CORE, limits)
        self.assert_nothing_in_files()


tap.main()
