"""A doctor's place under Wine: the platform that it talks to, and hands and eyes at its window."""

import json
import operator
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.packaging.screen import Screen
from tests.packaging.wine import Wine

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600
"""How long anything may take to be seen; the machine may have other work."""

PAGE = (60, 20, 940, 690)
"""A box of the screen that lies within the window: left, top, width, height."""

PAINTED, CHANGED = 200, 0.05
"""Colours of a box with text in it (the pointer alone has 63), and the share of its points that
makes it another page.
"""

STILL_SECONDS, CARET = 3, 20
"""How long nothing changes on a page that is whole, and the points that a caret may take."""

FINE = 2
"""Every how many points one looks where letters are to be seen."""


class Failed(Exception):
    """What was to be so is not so."""


def require(fact: bool, what: str) -> None:
    """Raise ``Failed`` unless it is so."""
    if not fact:
        raise Failed(what)


class Platform:
    """The platform that the doctor's PC talks to; it can go away and come back."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._process = folder, None
        self.address = self.token = ""
        self.come()

    def come(self) -> None:
        """Start the demo's platform; returns once it answers."""
        options = ["--data", self._folder, "--json", "--while-stdin-open", "--no-patients"]
        options += ["--seed-in-process", "2", "--seed-history", "2", "--same-port"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "workstation.clinic", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        ready = json.loads(self._process.stdout.readline())
        self.address, self.token = ready["address"], ready["token"]

    def go(self) -> None:
        """End it, and wait for that."""
        self._process.stdin.close()
        self._process.wait(SECONDS)
        self._process.stdout.close()

    def has(self, words: str) -> bool:
        """Whether a room's archive holds these words."""
        with sqlite3.connect(f"file:{self._folder / 'im.db'}?mode=ro", uri=True) as database:
            query = "SELECT count(*) FROM archived_stanzas WHERE stanza LIKE ?"
            (count,) = database.execute(query, (f"%{words}%",)).fetchone()
        return bool(count)


class Doctor:
    """A doctor at the window of the installed program."""

    def __init__(self, wine: Wine, display: Screen, program: str) -> None:
        self._wine, self._display = wine, display
        # A Windows that something without a screen has started has none for what comes after.
        wine.call("wineserver", "-w")
        self._process = wine.start(program, DISPLAY=display.display)

    def signs_in(self, token: str) -> None:
        """From the start of the program to the work queue."""
        self.waits_for(lambda: self._display.colours(PAGE) >= PAINTED, "the page to sign in")
        self.fills_in(token)
        self._changes("Return", "the work queue")

    def opens_the_next_patient(self) -> None:
        """Ctrl+J; waits until another conversation is shown."""
        self._changes("ctrl+j", "a conversation")

    def presses(self, key: str) -> None:
        """A key, by its name for ``xdotool``."""
        self._focus()
        self._hand("key", "--clearmodifiers", key)

    def writes(self, words: str) -> None:
        """Type words into whatever has the focus."""
        self._focus()
        self._hand("type", "--delay", "30", words)

    def fills_in(self, words: str) -> None:
        """Write into the field that the keyboard is on, until all of it is seen to stand there.

        A page takes no letters before it is ready, and a secret shows none of them: written once
        more over itself, what stands there whole looks the same.
        """
        self.sees_stillness()
        empty = seen = self._display.points(PAGE, FINE)
        deadline = time.monotonic() + SECONDS
        while True:
            before = seen
            self.presses("ctrl+a")
            self.writes(words)
            self.sees_stillness()
            seen = self._display.points(PAGE, FINE)
            if _differ(seen, empty) > CARET >= _differ(seen, before):
                return
            require(time.monotonic() < deadline, f"not filled in after {SECONDS} s")

    def waits_for(self, fact: Callable[[], bool], what: str) -> None:
        """Return once a fact holds; ends the run where it does not within ``SECONDS``."""
        deadline = time.monotonic() + SECONDS
        while not fact():
            require(self._process.poll() is None, f"{what}: the program has ended")
            require(time.monotonic() < deadline, f"{what}: not in {SECONDS} s")
            time.sleep(0.2)

    def sees_stillness(self) -> None:
        """Wait until nothing but a caret has changed for a while."""
        before: list[bytes] = []
        since = time.monotonic()
        deadline = since + SECONDS
        while time.monotonic() - since < STILL_SECONDS and time.monotonic() < deadline:
            now = self._display.points(PAGE)
            if len(before) != len(now) or _differ(before, now) > CARET:
                before, since = now, time.monotonic()
            time.sleep(0.3)

    def leaves(self) -> None:
        """Close the window, once all that was pressed has been seen to."""
        self.sees_stillness()
        self._wine.call("wine", "taskkill", "/IM", "workstation.exe")
        self._process.wait(SECONDS)
        self._wine.call("wineserver", "-w")

    def _changes(self, key: str, what: str) -> None:
        """Press a key, wait for another page, and until nothing of it changes any more."""
        self.sees_stillness()
        before = self._display.points(PAGE)

        def changed() -> bool:
            now = self._display.points(PAGE)
            return _differ(before, now) > CHANGED * len(now)

        self.presses(key)
        self.waits_for(changed, what)
        self.sees_stillness()

    def _focus(self) -> None:
        self._hand("search", "--onlyvisible", "--class", "workstation", "windowfocus", "--sync")

    def _hand(self, *command: str) -> None:
        here = {"DISPLAY": self._display.display, "PATH": "/usr/bin:/bin"}
        subprocess.run(["xdotool", *command], check=True, env=here, stdout=subprocess.DEVNULL)


def _differ(before: list[bytes], now: list[bytes]) -> int:
    """How many points have another colour than before."""
    return sum(map(operator.ne, before, now))
