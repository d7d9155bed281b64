# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command on a virtual X screen of its own: with_screen.py 1920x1080 COMMAND... Ends with the command's code."""
import os
import subprocess
import sys


def main():
    size, command = sys.argv[1], sys.argv[2:]
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size + "x24", "-dpi", "96", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            sys.exit("with_screen.py: Xvfb did not start")
        env = dict(os.environ, DISPLAY=":" + number, GDK_BACKEND="x11")
        env.pop("WAYLAND_DISPLAY", None)
        return subprocess.run(command, env=env).returncode
    finally:
        server.terminate()
        server.wait()


code = main()
sys.exit(code if code >= 0 else 128 - code)
