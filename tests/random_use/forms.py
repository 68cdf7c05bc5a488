"""What a doctor fills in: a summary, the own page, a new consultation; and how words leave them.

A form is left half filled in, put away, sent, or overtaken by whatever comes.
"""

import asyncio
import itertools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from tests.journeys.conftest import Work
from tests.random_use import hands, tokens
from tests.random_use.journal import Journal
from tests.random_use.surroundings import Note, Surroundings
from workstation.ui.new_consultation.choices import PickChoice
from workstation.ui.new_consultation.sheet import OpeningSheet
from workstation.ui.profile.page import ProfilePage
from workstation.ui.summary.sheet import ClosingSheet

Part = TypeVar("Part", bound=QWidget)
Edit = QPlainTextEdit | QTextEdit
SUMMARY, PROFILE, OPENING = "summary", "profile", "opening"
CONTROL = Qt.KeyboardModifier.ControlModifier
SAVED_SECONDS, SETTLED_SECONDS = 1.5, 0.2
OPEN_SECONDS, OPEN_LOOKS = 0.05, 8
SEND_SHARE, LEAVE_SHARE = 0.35, 0.4


def form_edits(work: Work) -> Iterator[tuple[Edit, str, int]]:
    """The boxes in sight: each with its form, and the consultation where it is about one."""
    for closing in _in_sight(work, ClosingSheet):
        if closing.consultation is not None:
            for area in closing.text_areas.values():
                yield area.edit, SUMMARY, int(closing.consultation.consultation_id)
    for page in _in_sight(work, ProfilePage):
        yield page.editor.introduction.edit, PROFILE, 0
    for opening in _in_sight(work, OpeningSheet):
        yield opening.text.edit, OPENING, 0


def _in_sight(work: Work, kind: type[Part]) -> list[Part]:
    return [each for each in work.window.findChildren(kind) if each.isVisible()]


class Forms:
    """``acts`` are what may be filled in now; ``risked`` what a kill may take of it."""

    def __init__(
        self,
        work: Work,
        chance: random.Random,
        journal: Journal,
        note: Note,
        surroundings: Surroundings,
    ) -> None:
        self._work, self._chance, self._journal, self._note = work, chance, journal, note
        self._surroundings = surroundings
        self._refused: set[str] = set()
        self._numbers = itertools.count(journal.count("filled"))
        self._written: dict[str, float] = {}

    def acts(self) -> dict[Callable[[], object], float]:
        """What may be done now."""
        self._note_refused()
        if self._work.program.main_window is None or self._work.window.is_covered:
            return {}
        acts = {self.sum_up: 2, self.edit_profile: 1.5, self.fill_opening: 1.5}
        return {**acts, self.lose_power: 1.0}

    def risked(self) -> set[str]:
        """Filled in a moment ago, or held because a full disk did not take it.

        What is held while there is room was never saved, which is what is looked for.
        """
        now, current = time.monotonic(), self._work.program.current
        fresh = {token for token, at in self._written.items() if now - at < SAVED_SECONDS}
        session = None if current is None else current.session
        if session is not None and not session.store.is_durable:
            return set(self._written)
        self._note_refused()
        return fresh | (self._refused & self._held())

    def _note_refused(self) -> None:
        """What the disk refused is held until it takes it, maybe over the sign-in's end."""
        if self._surroundings.is_disk_refusing:
            self._refused |= self._held()

    def _held(self) -> set[str]:
        return set().union(*map(tokens.in_text, _held_in_memory(self._work)))

    async def sum_up(self) -> None:
        """Begin a summary, or go on with it, and put it away, send it, or leave it open."""
        if self._work.program.main_window is None or self._work.window.is_covered:
            return
        page = self._work.active
        offered = page.conversation.head.offered_actions().get("summary")
        if offered is None or page.open_key is None:
            return
        with hands.around_event():
            offered()
        sheet = await self._come_up(ClosingSheet)
        if sheet is None or sheet.consultation is None:
            return
        area = self._chance.choice(list(sheet.text_areas.values()))
        if area.isEnabled() and not sheet.busy:
            self._fill(area.edit, SUMMARY, int(sheet.consultation.consultation_id))
        if self._chance.random() < SEND_SHARE:
            if self._chance.random() < SEND_SHARE:
                self._click(sheet.no_prescription)
            self._click(sheet.start)
        elif self._chance.random() < LEAVE_SHARE:
            hands.press(Qt.Key.Key_Escape)

    async def edit_profile(self) -> None:
        """Write on the own page; save it, go elsewhere, or neither."""
        hands.press(Qt.Key.Key_3, CONTROL)
        page = await self._come_up(ProfilePage)
        if page is None or not page.editor.introduction.edit.isVisible():
            return
        if not page.editor.base.member_id:
            return  # not read yet
        self._fill(page.editor.introduction.edit, PROFILE, 0)
        if self._chance.random() < SEND_SHARE:
            hands.press(Qt.Key.Key_S, CONTROL)
        if self._chance.random() < LEAVE_SHARE:
            hands.press(Qt.Key.Key_1, CONTROL)

    async def fill_opening(self) -> None:
        """Say what is the matter with somebody; open it, put it away, or neither."""
        main_window = self._work.program.main_window
        if main_window is None or self._work.window.is_covered:
            return
        rows = [row.consultation for row in self._work.session.store.worklist.rows()]
        with hands.around_event():
            main_window.overlays.open_new_consultation()
        sheet = await self._come_up(OpeningSheet)
        if sheet is None or sheet.busy or not sheet.text.isVisible():
            return
        self._fill(sheet.text.edit, OPENING, 0)
        if rows and self._chance.random() < SEND_SHARE:
            about = self._chance.choice(rows)
            if about.creator.member_id is not None and about.team.team_id is not None:
                sheet.target.pick(PickChoice(about.creator.member_id, about.creator.name))
                sheet.team.pick(PickChoice(about.team.team_id, about.team.name))
                self._click(sheet.start)
        elif self._chance.random() < LEAVE_SHARE:
            hands.press(Qt.Key.Key_Escape)

    async def lose_power(self) -> None:
        """Fill something in, and have the program killed once the disk is to have it.

        Chance alone kills too rarely to tell a form that is saved from one that is not.
        """
        forms = [self.edit_profile, self.edit_profile, self.sum_up, self.fill_opening]
        await self._chance.choice(forms)()
        await asyncio.sleep(SAVED_SECONDS + SETTLED_SECONDS)
        self._surroundings.kill()

    async def _come_up(self, kind: type[Part]) -> Part | None:
        """The form, once it is there, unless something else came."""
        for _ in range(OPEN_LOOKS):
            if self._work.program.main_window is None or self._work.window.is_covered:
                return None
            if there := _in_sight(self._work, kind):
                return there[-1]
            await asyncio.sleep(OPEN_SECONDS)
        return None

    def _fill(self, edit: Edit, form: str, room: int) -> None:
        """Words of which there are none like them."""
        current = self._work.program.current
        if current is None or current.session is None:
            return
        token = tokens.filled(next(self._numbers))
        self._note(f"fill {token} into the {form} {room or ''}")
        self._journal.note(
            "filled",
            token=token,
            form=form,
            room=room,
            doctor=int(current._entry.member_id),
            folder=str(current._entry.folders.data),
            durable=self._work.session.store.is_durable,
        )
        self._written[token] = time.monotonic()
        edit.setFocus()
        with hands.around_event():
            edit.insertPlainText(token)

    def _click(self, widget: QWidget) -> None:
        if widget.isVisible() and widget.isEnabled():
            hands.click(widget, widget.rect().center())


def _held_in_memory(work: Work) -> list[str]:
    """What the program knows not to be on the disk."""
    parts = work.program.parts
    texts = [
        str(vars_of(draft.edited))
        for draft in parts.profile_drafts.values()
        if draft.edited is not None and not draft.is_stored
    ]
    for words in parts.unsaved_words.values():
        texts += map(str, map(vars_of, words.summaries.values()))
        form = words.opened.form
        if form is not None and form != words.opened.stored:
            texts.append(form.text)
    return texts


def vars_of(value: Any) -> dict[str, Any]:
    """Its fields, those too that its own text leaves out."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def note_given_up(stack: ExitStack, journal: Journal, wrap: Any) -> None:
    """Note what goes without a hand: a page discarded, or the platform's copy chosen."""
    wrap(stack, ProfilePage, "discard", _discarding(journal))
    wrap(stack, ProfilePage, "_on_decided", _deciding(journal))


def _discarding(journal: Journal) -> Any:
    def note(page: ProfilePage) -> None:
        gone = tokens.in_text(page.editor.introduction.text())
        journal.note("thrown", by="a page given up", answers=sorted(gone))

    return note


def _deciding(journal: Journal) -> Any:
    def note(page: ProfilePage, _theirs: Any, merged: Any) -> None:
        before = tokens.in_text(page.editor.introduction.text())
        gone = before - tokens.in_text(merged.introduction)
        journal.note("thrown", by="the platform's copy chosen", answers=sorted(gone))

    return note
