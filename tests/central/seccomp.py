# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter of system calls that a systemd unit asks for, made with libseccomp as systemd makes it."""
import ctypes
import ctypes.util
import errno
import re
import shutil
import subprocess

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
ERRNO = 0x00050000


class Missing(Exception):
    """What is needed is not on this machine."""


def calls_of(words):
    """The names of system calls that sets such as @system-service, or names, stand for."""
    calls, waiting = set(), list(words)
    while waiting:
        word = waiting.pop()
        if not word.startswith("@"):
            calls.add(word)
            continue
        listed = subprocess.run(["systemd-analyze", "syscall-filter", word], capture_output=True, text=True, timeout=20)
        if listed.returncode != 0:
            raise Missing(f"systemd does not know {word}")
        waiting += [line.strip() for line in listed.stdout.splitlines()[1:] if line.strip() and "#" not in line]
    return calls


def filter_of(unit):
    """A function for a child process before it runs its program."""
    name = ctypes.util.find_library("seccomp")
    if shutil.which("systemd-analyze") is None or name is None:
        raise Missing("systemd or libseccomp is not installed")
    library = ctypes.CDLL(name, use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    allowed = calls_of(["@default"])
    for line in re.findall(r"^SystemCallFilter=(.+)$", unit, re.M):
        if line.startswith("~"):
            allowed -= calls_of(line[1:].split())
        else:
            allowed |= calls_of(line.split())
    number = re.search(r"^SystemCallErrorNumber=(\w+)$", unit, re.M)
    context = library.seccomp_init(ctypes.c_uint32(ERRNO | getattr(errno, number[1]) if number else KILL_PROCESS))
    for call in allowed:
        resolved = library.seccomp_syscall_resolve_name(call.encode())
        if resolved >= 0:
            library.seccomp_rule_add_array(ctypes.c_void_p(context), ctypes.c_uint32(ALLOW), resolved, 0, None)

    def confine():
        if library.seccomp_load(ctypes.c_void_p(context)) != 0:
            raise OSError("seccomp_load")

    return confine
