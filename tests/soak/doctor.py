"""The window of a soak, and a doctor in it who types, switches, scrolls and looks at pictures.

Run by ``tests.soak.window``. Orders come as lines of JSON on standard input, what happens is
told as lines of JSON on standard output: ``sample`` every few seconds, ``rested`` when the working
time is over and nothing waits to be sent, ``shown`` when all that was ordered then is there.
"""

import asyncio
import gc
import itertools
import json
import random
import sys
import tempfile
import time
from collections.abc import Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Any

import apsw
from PIL import Image
from PySide6.QtTest import QTest

from tests.bench.desk import Account, at_desk, in_window
from tests.fakes.mime import drop_on, words
from tests.journeys.conftest import Work
from tests.soak.figures import Sample, Warnings
from tests.soak.gaps import Gaps
from tests.soak.memory_parts import memory_parts
from workstation.domain.message import MessageKind
from workstation.ui.shell.window import ShellWindow
from workstation.ui.viewer.viewer import Viewer
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox

SAMPLE_SECONDS = 10
PATIENCE_SECONDS = 30
"""How long the doctor waits for a picture on a bad line."""
REST_SECONDS = 240
MAX_MESSAGES = 100_000
KEY_SECONDS = 0.03
PAGES = "history", "settings", "profile"


class Doctor:
    """Works by chance. ``typed`` says which words were sent where, ``pictures`` how many."""

    def __init__(self, work: Work, rooms: list[int], chance: random.Random, photo: Path) -> None:
        self._work, self._rooms, self._chance, self._photo = work, rooms, chance, photo
        self._numbers = itertools.count(1)
        self.typed: dict[int, list[str]] = {room: [] for room in rooms}
        self.pictures: dict[int, int] = dict.fromkeys(rooms, 0)
        self.acts: dict[str, int] = {}

    async def work(self, seconds: float) -> None:
        """Go on until the time is over."""
        acts = [self._type] * 8 + [self._switch] * 6 + [self._scroll] * 6 + [self._look] * 2
        acts += [self._turn_page, self._send_picture]
        end = time.monotonic() + seconds
        await self._switch()
        while time.monotonic() < end:
            act = self._chance.choice(acts)
            name = act.__name__.removeprefix("_")
            self.acts[name] = self.acts.get(name, 0) + 1
            await act()
            await asyncio.sleep(self._chance.uniform(0.2, 1.5))

    async def _switch(self) -> None:
        await self._work.open_consultation(self._chance.choice(self._rooms))

    async def _type(self) -> None:
        room, text = self._work.active.open_key, f"doctor {next(self._numbers)}"
        editor = self._work.active.composer.editor
        editor.setFocus()
        for letter in text:
            QTest.keyClicks(editor, letter)
            await asyncio.sleep(KEY_SECONDS)
        await self._send()
        self.typed[room].append(text)

    async def _send(self) -> None:
        """Enter; whoever has just switched is asked, and says yes."""
        composer = self._work.active.composer
        self._work.press_enter()
        end = time.monotonic() + PATIENCE_SECONDS
        while (composer.text or composer.tray.urls) and time.monotonic() < end:
            await asyncio.sleep(0.1)
            if composer.confirmation.isVisible():
                composer.confirmation.go.click()

    async def _scroll(self) -> None:
        bar = self._work.active.conversation.view.verticalScrollBar()
        for _ in range(12):
            bar.setValue(bar.value() + self._chance.choice((-240, -240, 240)))
            await asyncio.sleep(0.02)
        self._work.active.conversation.view.scroll_to_end()

    async def _look(self) -> None:
        """Open a picture large, and wait for it a while."""
        worklist = self._work.session.store.worklist
        every = [worklist.row(number).consultation for number in worklist.consultation_ids()]
        which = self._chance.choice([each for each in every if each.pictures])
        picture = self._chance.choice(which.pictures)
        self._work.main_window.overlays.open_picture(which, picture)
        viewer = self._work.window.findChild(Viewer)
        end = time.monotonic() + PATIENCE_SECONDS
        while not viewer.sides.active.ready and time.monotonic() < end:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
        self.acts["pictures seen"] = self.acts.get("pictures seen", 0) + viewer.sides.active.ready
        viewer.closed.emit()
        await asyncio.sleep(0.3)

    async def _turn_page(self) -> None:
        self._work.main_window.frame.show_page(self._chance.choice(PAGES))
        await asyncio.sleep(0.5)
        self._work.main_window.frame.show_page("active")

    async def _send_picture(self) -> None:
        composer, room = self._work.active.composer, self._work.active.open_key
        size = self._chance.randrange(200, 900)
        colour = tuple(self._chance.randrange(256) for _ in range(3))
        Image.new("RGB", (size, size), colour).save(self._photo)
        drop_on(composer.editor, words(files=[str(self._photo)]))
        end = time.monotonic() + PATIENCE_SECONDS
        while not composer.tray.urls and time.monotonic() < end:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
        await self._send()
        self.pictures[room] += 1

    async def rest(self) -> None:
        """Wait until nothing waits to be sent."""
        end = time.monotonic() + REST_SECONDS
        while await self._unsent() and time.monotonic() < end:  # noqa: ASYNC110 - nobody is told
            await asyncio.sleep(0.5)

    async def read_rooms(self, counts: dict[int, int]) -> dict[str, Any]:
        """Wait until each room has so many messages; gives what each has, in order."""
        end, got = time.monotonic() + REST_SECONDS, dict[int, list[str]]()
        while time.monotonic() < end:
            got = {room: await self._texts(room) for room in counts}
            if all(len(got[room]) >= count for room, count in counts.items()):
                break
            await asyncio.sleep(1)
        return {"texts": got, "unsent": await self._unsent()}

    async def _texts(self, room: int) -> list[str]:
        page = await self._work.session.vault.read(timelines.newest, room, MAX_MESSAGES)
        return [_words_of(each) for each in page.messages]

    async def _unsent(self) -> int:
        return len(await self._work.session.vault.read(outbox.entries))


def _words_of(message: Any) -> str:
    return "picture" if message.kind is MessageKind.IMAGE else message.text


async def live(orders: dict[str, Any], folder: Path) -> None:
    """One sign-in from beginning to end."""
    window, warnings, began = ShellWindow(), Warnings(), time.monotonic()
    async with at_desk(folder / "profile", Account(**orders["account"]), window) as at:
        await at.online()
        chance = random.Random(orders["seed"])  # noqa: S311 - to repeat a run
        work = Work(at.program, window, None)
        doctor = Doctor(work, orders["rooms"], chance, folder / "photo.jpg")
        gaps = Gaps()
        sampling = asyncio.ensure_future(_sample(began, gaps, work))
        await doctor.work(orders["seconds"])
        sampling.cancel()
        await doctor.rest()
        _tell("rested", {"typed": doctor.typed, "pictures": doctor.pictures, "acts": doctor.acts})
        order = await asyncio.to_thread(sys.stdin.readline)
        counts = {int(room): count for room, count in json.loads(order).items()}
        _tell("shown", {**await doctor.read_rooms(counts), "warnings": dict(warnings.counts)})


async def _sample(began: float, gaps: Gaps, work: Work) -> None:
    while True:
        sample = await asyncio.to_thread(Sample.now, began, len(asyncio.all_tasks()))
        parts = await asyncio.to_thread(memory_parts)
        report = {
            **asdict(sample),
            "worst": gaps.worst,
            "busy": gaps.busy,
            "over_100": gaps.over_100,
            "parts": {**parts, **_held_by_program(work)},
        }
        _tell("sample", report)
        await asyncio.sleep(SAMPLE_SECONDS)


def _held_by_program(work: Work) -> dict[str, float]:
    """What the program itself bounds, in MB, and what it must not hold at rest.

    In the window's thread: whoever lists objects in another holds a painter that is at work.
    """
    media = work.session.media.library._cache._memory.values()
    return {
        "pictures of the conversation, MB": work.main_window.thumbnails.held_bytes / 2**20,
        "files in memory, MB": sum(map(len, media)) / 2**20,
        "pages of the database, MB": apsw.status(apsw.SQLITE_STATUS_MEMORY_USED)[0] / 2**20,
        "Python's collected objects": len(gc.get_objects()),
        "viewers": len(work.window.findChildren(Viewer)),
    }


def _tell(what: str, about: Any) -> None:
    sys.stdout.write(json.dumps({"what": what, "about": about}) + "\n")
    sys.stdout.flush()


def main() -> None:
    orders = json.loads(sys.stdin.readline())

    def work() -> Coroutine[Any, Any, None]:
        return live(orders, Path(folder))

    with tempfile.TemporaryDirectory(prefix="soak-doctor-") as folder:
        in_window(work)
