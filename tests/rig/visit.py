# SPDX-License-Identifier: GPL-3.0-or-later
"""One visit: a person walks up, reports wrongly parked cars and walks away. Every step waits for what a person would
see before the next touch."""
import re
import time

GROUP = "Drogi i kolej"
CATEGORY = "Nieprawidłowe parkowanie"
NUMBER = re.compile(r"^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$")


def begin(booth, step=lambda name: None):
    """From the start screen to the map."""
    booth.see("Dotknij, aby zacząć", timeout=40)
    step("start")
    booth.touch("Dotknij, aby zacząć")
    booth.see("Zgłoś zagrożenie")
    step("map")


def read_number(booth, timeout=10):
    """The heading is there a moment before what stands below it has its place."""
    end = time.monotonic() + timeout
    while True:
        names = booth.screen.names()
        number = next((name for name in names if NUMBER.match(name)), None)
        if number is not None:
            return number
        if time.monotonic() > end:
            raise AssertionError(f"no number is shown: {names}")
        time.sleep(0.05)


def report(booth, step=lambda name: None, before_save=lambda: None):
    """From the map to “Zapisano”; returns the number that the visitor is shown."""
    booth.touch("Zgłoś zagrożenie")
    booth.see("Rozumiem, dalej")
    step("rules")
    booth.touch("Rozumiem, dalej")
    booth.see("Czy potrzebna jest pilna pomoc?")
    step("urgent")
    booth.touch("Nie, to nie jest pilne")
    booth.see("To tutaj")
    step("place")
    booth.touch("To tutaj")
    booth.touch(GROUP)
    booth.see(CATEGORY)
    step("category")
    booth.touch(CATEGORY)
    booth.see("Dalej")
    step("details")
    booth.touch("Dalej")
    booth.see("Sprawdź zgłoszenie")
    step("check")
    before_save()
    booth.touch("Zapisz zgłoszenie")
    booth.see("Zapisano")
    number = read_number(booth)
    step("saved")
    return number


def end(booth, step=lambda name: None):
    booth.touch("Zakończ")
    booth.see("Dotknij, aby zacząć")
    step("end")
