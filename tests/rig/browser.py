# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's browser: Chromium without a window, led through the W3C's WebDriver with Python's own HTTP client."""
import http.client
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from urllib.parse import urlsplit

from .xorg import die_with_parent

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TAB, ENTER, SHIFT = "\ue004", "\ue007", "\ue008"
# Nothing that would ask the network by itself; a container's /dev/shm is small.
OPTIONS = ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
           "--disable-extensions", "--disable-background-networking", "--disable-component-update",
           "--disable-default-apps", "--window-size=1280,900", "--force-device-scale-factor=1")


def missing():
    """What is not there, in words for a skipped test; None when all is there."""
    if shutil.which("chromedriver") is None:
        return "there is no chromedriver (Debian: chromium-driver)"
    if find_program() is None:
        return "there is no Chromium (Debian: chromium)"
    return None


def find_program():
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class NotShown(AssertionError):
    pass


class CannotStart(Exception):
    """Not the pages' fault: this machine's Chromium does not run here."""


class Browser:
    """One window; everything it asks for and complains of is written down."""

    def __init__(self, language="pl"):
        self.folder = tempfile.mkdtemp(prefix="kmzb-browser-")
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True, preexec_fn=die_with_parent,
                                       env=dict(os.environ, HOME=self.folder))
        self.session = None
        self.complaints, self.asked = [], []
        try:
            self.port = self._read_port()
            self._begin(language)
        except (NotShown, RuntimeError) as error:
            self.close()
            raise CannotStart(f"Chromium does not start: {error}") from None

    def _read_port(self):
        for line in self.driver.stdout:
            if "started successfully on port" in line:
                threading.Thread(target=self.driver.stdout.read, daemon=True).start()
                return int(line.rstrip(".\n").split()[-1])
        raise RuntimeError(f"chromedriver ended with {self.driver.wait()}")

    def _begin(self, language):
        arguments = [*OPTIONS, f"--user-data-dir={self.folder}/profile", f"--lang={language}"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")  # Chromium's own rule for root
        self.session = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": find_program(), "args": arguments,
                                   "prefs": {"intl.accept_languages": language}},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }}})["sessionId"]
        # Chromium's start page is not ours, and asks for a search machine where one is set.
        self.open("about:blank")
        self.read_logs()
        self.complaints.clear()
        self.asked.clear()

    def _ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, None if body is None else json.dumps(body),
                               {"Content-Type": "application/json"})
            answer = json.load(connection.getresponse())["value"]
        finally:
            connection.close()
        if isinstance(answer, dict) and "error" in answer:
            raise NotShown(f"{answer['error']}: {answer['message'].splitlines()[0]}")
        return answer

    def command(self, method, path, body=None):
        return self._ask(method, f"/session/{self.session}{path}", body)

    def close(self):
        if self.session is not None:
            self.command("DELETE", "")
            self.session = None
        self.driver.terminate()
        self.driver.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def devtools(self, name, **parameters):
        return self.command("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def resize(self, width, height=900):
        """The inside of the window, in CSS pixels: half as wide is what is left at 200 %."""
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    # ---- what a person does ----

    def open(self, url):
        self.command("POST", "/url", {"url": url})

    def find(self, xpath):
        return self.command("POST", "/element", {"using": "xpath", "value": xpath})[ELEMENT]

    def field(self, label):
        """The field that a visible label names."""
        return self.find(f"//*[@id=//label[normalize-space(.)='{label}']/@for]")

    def write(self, element, text):
        self.command("POST", f"/element/{element}/clear", {})
        self.command("POST", f"/element/{element}/value", {"text": text})

    def choose(self, label, option):
        element = self.field(label)
        found = self.command("POST", f"/element/{element}/element",
                             {"using": "xpath", "value": f".//option[normalize-space(.)='{option}']"})
        self.command("POST", f"/element/{found[ELEMENT]}/click", {})

    def press(self, text, tag="*[self::a or self::button]"):
        """Clicks the link or button that says so, and waits until another page stands there."""
        before = self.find("/html")
        self.command("POST", f"/element/{self.find(f'//{tag}[normalize-space(.)=' + repr(text) + ']')}/click", {})
        self._wait_for_other_page(before)

    def _wait_for_other_page(self, before, timeout=30):
        end = time.monotonic() + timeout
        while True:
            try:
                if self.find("/html") != before and self.run("return document.readyState") == "complete":
                    return
            except NotShown:
                pass  # between two pages
            if time.monotonic() > end:
                raise NotShown(f"no other page comes after {self.address()}")
            time.sleep(0.05)

    def type(self, keys):
        """On the keyboard, to whatever has the focus."""
        steps = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.command("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": steps}]})

    def type_and_leave(self, keys):
        before = self.find("/html")
        self.type(keys)
        self._wait_for_other_page(before)

    # ---- what a person sees ----

    def run(self, script, *arguments):
        return self.command("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def text(self):
        return self.run("return document.body.innerText")

    def address(self):
        return self.command("GET", "/url")

    def focus(self):
        """What has the focus: its name, and whether the eye can tell. None when nothing on the page has it."""
        return self.run("""
            const at = document.activeElement, style = getComputedStyle(at);
            const label = at.labels && at.labels[0];
            return at == document.body ? null : {name: (label ? label.innerText : at.innerText).trim(),
                    seen: style.outlineStyle != 'none' && parseFloat(style.outlineWidth) >= 2}""")

    def read_logs(self):
        """Takes down what the page complained of, and every address that it asked for."""
        self.complaints += [entry["message"] for entry in self.command("POST", "/se/log", {"type": "browser"})
                            if entry["level"] in ("WARNING", "SEVERE")]
        for entry in self.command("POST", "/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self.asked.append(message["params"]["request"]["url"])
            elif message["method"] == "Network.loadingFailed" and not message["params"].get("canceled"):
                self.complaints.append(f"{message['params'].get('type')} was not loaded: {message['params'].get('errorText')}")

    def hosts(self):
        return {urlsplit(url).netloc for url in self.asked if urlsplit(url).scheme in ("http", "https", "ws", "wss", "ftp")}
