"""The longest work of the window's thread without a pause, in each part of a doctor's day.

Longer than 50 ms is felt. What is measured is the thread's own processor time between two ticks of
the window, so a busy machine counts less; each part in a fresh process, the best of three, since
what a machine adds is never the program's. A catch-up has a bench of its own (``catch_up``).
"""

import asyncio
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path

from desk import Account, Ticks, Work, at_desk, in_window, until
from known import WHOLE, profile_of
from measurement import Row, in_fresh_process
from opening import PAGES, rest
from PySide6.QtCore import QEvent, QObject
from thumbnails import drawn

from workstation.ui.media.thumbnail_loader import ThumbnailLoader

TIMES = 3
GOAL_MS = 50
SETTLE_SECONDS = 1.0
OPENED = 15
WORDS = ("发", "烧", "a")
PARTS = ("sign_in", "conversations", "pages", "search", "lock", "sign_out")
CODE = "解锁 123456"
PHOTOS, TURN_SECONDS = 24, 0.02
PHOTO = "eczema-{consultation}-{number}-4000x3000.jpg"

Measure = Callable[..., Awaitable[float]]


def rows() -> Iterator[Row]:
    with profile_of(None) as known:
        for name in PARTS:
            yield row_of(name, *known)
    with profile_of(None, add_photos) as known:
        yield row_of("photos", *known)


def row_of(name: str, profile: Path, account: Account) -> Row:
    """One part of the day; each time on the same profile, whatever the part leaves in it."""
    code = WHOLE.replace("from known import Account", "from stalls import Account")
    code, given = code.format(work=name), json.dumps(asdict(account))
    taken = []
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copytree(profile, Path(folder) / "profile")
            taken.append(in_fresh_process(code, str(copy), given))
    return Row(f"longest work of the window, {name}", min(taken), "ms", most=GOAL_MS)


async def longest_turn(
    work: Callable[[Work], Awaitable[object]], window, profile: Path, account: Account, _start
) -> float:
    """Of the window's thread during some work, in milliseconds; begun when all is at rest."""
    ticks = Ticks()
    async with at_desk(profile, account, window) as at_work:
        await rest(at_work)
        ticks.start()
        await work(at_work)
        ticks.stop()
    return max(ticks.busy)


def at_rest(work: Callable[[Work], Awaitable[object]]) -> Measure:
    """Measure this work of a program that is at rest after its sign-in."""
    return partial(longest_turn, work)


async def sign_in(window, profile: Path, account: Account, _start: float) -> float:
    """From the start of the program until three seconds after online."""
    ticks = Ticks()
    ticks.start()
    async with at_desk(profile, account, window) as work:
        await work.online()
        await asyncio.sleep(3 * SETTLE_SECONDS)
        ticks.stop()
    return max(ticks.busy)


async def sign_out(window, profile: Path, account: Account, _start: float) -> float:
    """From the wish to close the window until it is closed: what follows keeps nobody waiting."""
    ticks = Ticks()
    async with at_desk(profile, account, window) as work:
        await rest(work)
        ticks.start()
        window.installEventFilter(Closed(window, ticks.stop))
    return max(ticks.busy)


class Closed(QObject):
    """Calls ``act`` once the window is hidden."""

    def __init__(self, window: QObject, act: Callable[[], object]) -> None:
        super().__init__(window)
        self._act = act

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Hide:
            self._act()
        return False


@at_rest
async def conversations(work: Work) -> None:
    """The first consultations of the queue, one after the other."""
    for each in work.session.store.worklist.consultation_ids()[:OPENED]:
        await work.open_consultation(each)
        await asyncio.sleep(SETTLE_SECONDS / 2)


@at_rest
async def pages(work: Work) -> None:
    """Each page of the rail, opened first and again."""
    for name in (*PAGES, "active", *PAGES):
        work.program.main_window.frame.show_page(name)
        await asyncio.sleep(SETTLE_SECONDS)


@at_rest
async def search(work: Work) -> None:
    """The palette, opened and typed into."""
    palette = work.program.main_window.palette
    palette.open("")
    for word in WORDS:
        palette.palette.field.edit.insert(word)
        await asyncio.sleep(SETTLE_SECONDS)


@at_rest
async def lock(work: Work) -> None:
    """A code set, the window locked with a conversation open, and unlocked."""
    await work.open_consultation(work.session.store.worklist.consultation_ids()[0])
    screen = work.program.current.screen_lock
    await screen._unlock_code._chain.set_code(CODE)
    await asyncio.sleep(SETTLE_SECONDS)
    screen.lock("asked")
    await until(lambda: work.session.is_suspended)
    await asyncio.sleep(SETTLE_SECONDS)
    screen.page.submitted.emit(CODE)
    await until(lambda: screen.page is None)
    await asyncio.sleep(SETTLE_SECONDS)


@at_rest
async def photos(work: Work) -> None:
    """Through a conversation of photos of 12 megapixels, from its end to its beginning."""
    await work.open_consultation(work.session.store.worklist.consultation_ids()[0])
    stream, thumbnails = work.active.conversation.view, work.program.main_window.thumbnails
    await until(lambda: stream.timeline.rowCount() > PHOTOS)
    bar = stream.verticalScrollBar()
    bar.setValue(bar.maximum())  # it opens where the photos begin, which are all unread
    while bar.value() > bar.minimum():
        bar.setValue(bar.value() - stream.viewport().height() // 8)
        await asyncio.sleep(TURN_SECONDS)
    await until(lambda: _decoded(thumbnails) >= PHOTOS)
    await asyncio.sleep(SETTLE_SECONDS)


def _decoded(thumbnails: ThumbnailLoader) -> int:
    """How many photos are there to be painted."""
    ready = {url for (url, *_), photo in thumbnails._pictures.items() if photo.pixmap is not None}
    return sum(url.endswith(PHOTO.rpartition("-")[2]) for url in ready)


def add_photos(clinic: Path) -> None:
    """In every consultation the patient sends photos."""
    with closing(sqlite3.connect(clinic / "clinic.db")) as database, database:
        senders = database.execute(
            "SELECT consultation_id, creator_member_id FROM consultations WHERE ended IS NULL"
        )
        media, patients = clinic / "media", senders.fetchall()
        database.executemany(
            "INSERT INTO messages (consultation_id, sender_member_id, kind, media_url, at)"
            " SELECT consultation_id, ?, 'image', ?, created + ? FROM consultations"
            " WHERE consultation_id = ?",
            [
                (
                    patient,
                    f"clinic:/media/pictures/{photo_name(consultation, number)}",
                    number,
                    consultation,
                )
                for consultation, patient in patients
                for number in range(PHOTOS)
            ],
        )
    media.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=clinic) as folder:
        files = in_window(lambda: drawn(Path(folder)))
        for consultation, _ in patients:
            for number in range(PHOTOS):
                os.link(files[number % len(files)], media / photo_name(consultation, number))


def photo_name(consultation: int, number: int) -> str:
    """The clinic draws what it is asked for by such a name, unless the file is there."""
    return PHOTO.format(consultation=consultation, number=number)
