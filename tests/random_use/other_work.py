"""What a doctor does beside answering, and what happens to the computer meanwhile.

Chance alone comes to these too rarely: a menu's line that is picked, a note, a message corrected,
a search that is followed, a recording, another look or policy, the window away, a sleep.
"""

import asyncio
import itertools
import json
import random
import time
import weakref
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from tests.fakes.mime import drop_on, words
from tests.journeys.conftest import Work
from tests.random_use import hands, tokens
from tests.random_use.journal import Journal
from tests.random_use.notes import note_boxes
from tests.random_use.surroundings import Note, Place, Surroundings
from tests.ui.composer.fakes import Microphone, painted
from workstation.program.screen_lock import ScreenLock
from workstation.ui.kit.layers.menu import MenuItem

SAVED_SECONDS = 1.5
SETTLE_SECONDS = 0.1
LEAVE_SHARE = 0.7
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LOOKS: dict[str, list[object]] = {
    "ui.language": ["zh", "en"],
    "ui.theme": ["light", "dark", "system"],
    "ui.text_size": [100, 130, 150, 200],
    "ui.reduced_motion": [True, False],
}
POLICIES: list[dict[str, object]] = [
    {},
    {"notes.enabled": False},
    {"handover.enabled": False},
    {"messages.amend_minutes": 0},
    {"screen.watermark": True, "export.copy_text": "deny", "export.save": "deny"},
    {"files.kinds": [], "photos.read_text": False},
    {"ui.language": "en", "ui.text_size": 150},
    {"ui.theme": "dark", "notifications.enabled": False},
]
SEARCHES = ["答0", "问0", "皮疹", "a", "记0"]


class OtherWork:
    """``acts`` are what may be done now, with how often; ``risked`` what a kill may take of it."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a day has
        self,
        place: Place,
        work: Work,
        chance: random.Random,
        journal: Journal,
        note: Note,
        surroundings: Surroundings,
    ) -> None:
        self._place, self._work, self._chance = place, work, chance
        self._journal, self._note, self._surroundings = journal, note, surroundings
        self._numbers = itertools.count(journal.count("noted"))
        self._written: dict[str, float] = {}
        self._microphones: weakref.WeakSet[Microphone] = weakref.WeakSet()

    def make_microphone(self, on_progress: Callable[[int, float], None]) -> Microphone:
        """One that hears what ``record`` lets it hear."""
        made = Microphone(on_progress)
        self._microphones.add(made)  # it leads to the page on which one speaks
        return made

    def acts(self) -> dict[Callable[[], object], float]:
        """What may be done now."""
        acts: dict[Callable[[], object], float] = {
            self.change_look: 0.6,
            self.change_policy: 0.6,
            self.start_again: 0.3,
            self.sleep: 0.3,
        }
        if self._work.program.main_window is not None:
            acts |= {self.note_patient: 3, self.edit_last: 2, self.pick_from_menu: 4}
            acts |= {self.search: 1.5, self.record: 1, self.drop_picture: 1, self.put_away: 0.6}
            acts |= {self.leave_idle: 0.2}
        return acts

    def risked(self) -> set[str]:
        """Noted a moment ago, or not on the disk and known to be."""
        now, current = time.monotonic(), self._work.program.current
        fresh = {token for token, at in self._written.items() if now - at < SAVED_SECONDS}
        if current is None or current.session is None:
            return fresh
        if not current.session.store.is_durable:
            return set(self._written)  # what is written goes into the memory, and goes with it
        noting = current.session.lists.noting
        held = [text for _, text in (*noting.unsaved.values(), *noting.too_long.values())]
        return fresh.union(*map(tokens.notes, held))

    def note_patient(self) -> None:
        """Words of which there are none like them, about whoever is open."""
        hands.press(Qt.Key.Key_N, CONTROL | SHIFT)
        box = next((each for each in note_boxes(self._work) if each.has_keyboard), None)
        if box is None:
            return
        token = tokens.note(next(self._numbers))
        durable = self._work.session.store.is_durable
        self._note(f"note {token} about {box.subject}")
        self._journal.note("noted", token=token, subject=box.subject, durable=durable)
        self._written[token] = time.monotonic()
        with hands.around_event():
            box.edit.insertPlainText(token)
        if self._chance.random() < LEAVE_SHARE:  # else the next keys go into the note
            hands.press(Qt.Key.Key_Escape)

    def edit_last(self) -> None:
        """Begin to correct the last own message, where nothing is written."""
        editor = self._work.active.composer.editor
        if editor.isVisible() and not editor.toPlainText():
            self._note("edit the last message")
            editor.setFocus()
            hands.press(Qt.Key.Key_Up)

    async def pick_from_menu(self) -> None:
        """Any line of the menu of any message in sight: answer, correct, withdraw, mark, copy."""
        view = self._work.active.conversation.view.viewport()
        if not view.isVisible():
            return
        at = QPoint(*(self._chance.randrange(max(size, 1)) for size in view.size().toTuple()))
        hands.click_right(view, at)
        await asyncio.sleep(0)
        items = [each for each in self._work.window.findChildren(MenuItem) if _can_click(each)]
        if items:
            item = self._chance.choice(items)
            self._note(f"pick {item.text()}")
            hands.click(item, item.rect().center())

    async def search(self) -> None:
        """Look for something everywhere, and follow a hit."""
        self._note("search")
        hands.press(Qt.Key.Key_K, CONTROL)
        hands.type_text(self._chance.choice(SEARCHES))
        await asyncio.sleep(self._chance.choice((0, SETTLE_SECONDS, 4 * SETTLE_SECONDS)))
        for _ in range(self._chance.randrange(6)):
            hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Return, text="\r")

    async def record(self) -> None:
        """Begin to speak, or end it; what comes of it is up to the clicks that follow."""
        self._note("record")
        hands.press(Qt.Key.Key_R, CONTROL | SHIFT)
        await asyncio.sleep(SETTLE_SECONDS)
        for microphone in list(self._microphones):
            if microphone.running:
                microphone.hear(self._chance.choice((200, 2_000, 7_000)))

    def drop_picture(self) -> None:
        """Let a picture go over the composer, as it comes from a browser."""
        editor = self._work.active.composer.editor
        if editor.isVisible():
            self._note("drop a picture")
            drop_on(editor, words(picture=painted("#802040", self._chance.choice((60, 900)))))

    async def put_away(self) -> None:
        """Work in another program for a moment, while patients write."""
        window = self._work.window
        self._note("the window away")
        self._chance.choice((window.showMinimized, window.hide, window.showMaximized))()
        for _ in range(self._chance.randrange(1, 4)):
            if self._work.program.main_window is not None:
                self._surroundings.hear()
            await asyncio.sleep(self._chance.choice((0, SETTLE_SECONDS, 4 * SETTLE_SECONDS)))

    def start_again(self) -> None:
        """The program is started a second time: this one comes forward."""
        self._note("a second start")
        self._work.window.come_forward()

    def leave_idle(self) -> None:
        """Nobody touches anything for as long as the policy has."""
        self._note("idle")
        if (lock := self._screen_lock) is not None:
            lock.lock("idle")

    async def sleep(self) -> None:
        """The computer sleeps; the servers do not wait for it."""
        self._note("the computer sleeps")
        if (lock := self._screen_lock) is not None:
            lock.system.on_sleep(True)
            await asyncio.sleep(self._chance.choice((0, SETTLE_SECONDS)))
        self._place.nap.write_text(str(self._chance.choice((0.5, 2.0))))
        while self._place.nap.exists():  # noqa: ASYNC110 - another process takes it away
            await asyncio.sleep(0.02)
        if (lock := self._screen_lock) is not None:
            lock.system.on_sleep(False)

    @property
    def _screen_lock(self) -> ScreenLock | None:
        """The lock of who works, from the first painted page to the end of the sign-in."""
        lock: ScreenLock | None = getattr(self._work.program.current, "screen_lock", None)
        return None if lock is None or lock._is_over else lock

    def change_look(self) -> None:
        """Pick another language, theme or size of the text."""
        key = self._chance.choice(list(LOOKS))
        value = self._chance.choice(LOOKS[key])
        self._note(f"{key} is {value}")
        self._work.program.parts.pick_setting(key, value)

    def change_policy(self) -> None:
        """IT distributes another policy, of which half is seen at first."""
        policy = self._chance.choice(POLICIES)
        self._note(f"the policy is {policy}")
        beside = self._place.policy.with_suffix(".new")
        beside.write_text(json.dumps(policy))
        Path(beside).replace(self._place.policy)
        self._work.program.parts.settings_reload.request()


def _can_click(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()
