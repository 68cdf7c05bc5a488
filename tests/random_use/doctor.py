"""A doctor who does anything at all: clicks, keys and words by chance, in whatever is in sight.

What is done is up to chance alone (``random.Random``), where it lands also to the moment: the same
seed is much the same day, never quite. Only what leads nowhere is undone (``sign_ins``).
"""

import asyncio
import itertools
import random
import time
from collections import Counter, deque
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tests.fakes.mime import words
from tests.journeys.conftest import Work
from tests.random_use import hands, tokens
from tests.random_use.files import Files
from tests.random_use.forms import Forms
from tests.random_use.interruptions import Act, Interruptions
from tests.random_use.journal import Journal
from tests.random_use.numbered import NumberedPictures
from tests.random_use.other_work import OtherWork
from tests.random_use.others import Others
from tests.random_use.sign_ins import SignIns
from tests.random_use.surroundings import Place, Surroundings
from tests.random_use.typed import KEYS, LETTERS, MODIFIERS, WORDS
from workstation.ui.kit.layers.dialog import Dialog

Key = Qt.Key
SAVED_SECONDS = 1.0
"""After that what was typed is on the disk, or the screen says that it is not."""

ENTERS = 1, 1, 1, 2, 3
SETTLE_SECONDS = 0.0, 0.0, 0.01, 0.05, 0.15


class RandomDoctor:
    """``acts`` counts what was done, ``last`` says what was done lately."""

    def __init__(self, place: Place, work: Work, chance: random.Random, journal: Journal) -> None:
        self._work, self._chance, self._journal = work, chance, journal
        self._numbers = itertools.count(journal.count("answered"))
        self._written: dict[str, float] = {}
        self.acts: Counter[str] = Counter()
        self.last = deque(["begin"], maxlen=40)
        self.sign_ins = SignIns(work, chance)
        self.surroundings = Surroundings(place, work, chance, journal, self._note)
        around = self.surroundings
        self.other_work = OtherWork(place, work, chance, journal, self._note, around)
        self.forms = Forms(work, chance, journal, self._note, around)
        writing = self.other_work, self.forms
        self.surroundings.risked = lambda: self._risked().union(*(w.risked() for w in writing))
        beside = place, work, chance, journal, self._note
        self._others, self._files = Others(*beside), Files(*beside)
        self._others.next_question = around.next_question
        self._pictures = NumberedPictures(journal)
        self._interruptions = Interruptions(
            chance,
            self._note,
            self._begun,
            self._coming,
            lambda: work.program.main_window is not None,
        )

    @property
    def _begun(self) -> list[Act]:
        """What may be in the middle of something."""
        other, files = self.other_work, self._files
        by_hand: list[Act] = [self._answer, self._answer, self._paste_picture, other.note_patient]
        by_hand += [self.forms.sum_up, self.forms.edit_profile, self.forms.fill_opening]
        return [*by_hand, other.record, other.search, files.drop_files, files.export]

    @property
    def _coming(self) -> list[Act]:
        """What may come over it."""
        other, around = self.other_work, self.surroundings
        away: list[Act] = [self._lock, self._lock, self._hand_over, other.leave_idle, other.sleep]
        looks: list[Act] = [other.change_policy, other.change_look, other.put_away]
        return [*away, *looks, self._open_row, around.leave]

    async def act(self) -> None:
        """Do one thing, and let the window come to it, more or less."""
        if not hands.windows():  # the program is about to end
            await asyncio.sleep(SETTLE_SECONDS[-1])
            return
        acts: dict[Callable[[], object], float] = {
            self._click: 14,
            self._click_control: 16,
            self._click_right: 5,
            self._drag: 3,
            self._turn_wheel: 4,
            self._press_key: 18,
            self._press_shortcut: 8,
            self._type: 7,
            self._resize: 2,
        }
        if self._work.program.main_window is not None:
            acts |= {self._go_home: 5, self._open_row: 10, self._answer: 12}
            acts |= {self._paste_picture: 2, self._hand_over: 0.4, self._lock: 0.6}
            acts[self._interruptions.interrupt] = 1.5
        acts |= self.surroundings.acts() | self.other_work.acts()
        acts |= self._others.acts() | self._files.acts() | self.forms.acts()
        (act,) = self._chance.choices(list(acts), list(acts.values()))
        self.acts[act.__name__.strip("_")] += 1
        self._journal.note("act", name=act.__name__.strip("_"))
        if asyncio.iscoroutine(going_on := act()):
            await going_on
        for _ in range(self._chance.choice((1, 2, 4, 10))):
            await asyncio.sleep(0)
        await asyncio.sleep(self._chance.choice(SETTLE_SECONDS))

    def _risked(self) -> set[str]:
        """What a kill may take: typed a moment ago, or said not to be saved, and not sent yet."""
        now = time.monotonic()
        return {
            answer
            for answer, at in self._written.items()
            if now - at < SAVED_SECONDS or not self._is_saved(answer)
        }

    def _is_saved(self, answer: str) -> bool:
        """Whether the screen says nothing else of it."""
        main_window = self._work.program.main_window
        if main_window is None or main_window.active is None:
            return True
        drafts = main_window.active.composer.drafts
        refused = (drafts._latest_draft(room).text for room in drafts._refused)
        return self._work.session.store.is_durable and not any(answer in text for text in refused)

    def _hand_over(self) -> None:
        self._note("hand over")
        self.sign_ins.hand_over()

    def _lock(self) -> None:
        self._note("lock, and move the window")
        self.sign_ins.lock()

    def _note(self, what: str) -> None:
        self.last.append(what)
        self._journal.note("did", what=what)

    def _place(self) -> tuple[QWidget, QPoint]:
        """Anywhere in a window, more often in the one that came last."""
        windows = hands.windows()
        window = self._chance.choice([*windows, windows[-1]])
        at = QPoint(self._chance.randrange(window.width()), self._chance.randrange(window.height()))
        widget = window.childAt(at) or window
        if self._chance.random() < 0.5:
            return widget, widget.rect().center()
        return widget, widget.mapFrom(window, at)

    def _click(self) -> None:
        widget, at = self._place()
        if not isinstance(widget.window(), QFileDialog):  # what it opens has a loop of its own
            self._note(f"click {_name(widget)} at {at.x()},{at.y()}")
            hands.click(widget, at, double=self._chance.random() < 0.15)

    def _click_control(self) -> None:
        controls = [
            each
            for window in hands.windows()
            for each in _controls(window)
            if not isinstance(window, QFileDialog)  # it asks in a loop of its own
        ]
        if controls:
            control = self._chance.choice(controls)
            self._note(f"click control {_name(control)}")
            hands.click(control, control.rect().center())

    def _click_right(self) -> None:
        widget, at = self._place()
        if not isinstance(widget.window(), QFileDialog):
            self._note(f"click right {_name(widget)}")
            hands.click_right(widget, at)

    def _drag(self) -> None:
        (widget, at), across, down = self._place(), *self._chance.choices(range(-200, 200), k=2)
        if not isinstance(widget.window(), QFileDialog) and not _holds_text(widget):
            self._note(f"drag {_name(widget)} by {across},{down}")
            hands.drag(widget, at, QPoint(across, down))

    def _turn_wheel(self) -> None:
        widget, at = self._place()
        self._note(f"wheel {_name(widget)}")
        modifier = self._chance.choice([hands.NONE] * 4 + [Qt.KeyboardModifier.ControlModifier])
        hands.turn_wheel(widget, at, self._chance.choice((-360, -120, 120, 720)), modifier)

    def _press_key(self) -> None:
        key, modifier = self._chance.choice(list(KEYS)), self._chance.choice(MODIFIERS)
        opens = key in {Key.Key_Menu, Key.Key_Return, Key.Key_Space}
        if not (opens and isinstance(QApplication.activeWindow(), QFileDialog)):
            self._note(f"{key.name} {modifier.name} in {_name(QApplication.focusWidget())}")
            hands.press(key, modifier, KEYS[key])

    def _press_shortcut(self) -> None:
        letter = self._chance.choice(LETTERS)
        self._note(f"Ctrl {letter} in {_name(QApplication.focusWidget())}")
        modifier = self._chance.choice([hands.NONE] * 4 + [Qt.KeyboardModifier.ShiftModifier])
        hands.press(Key(ord(letter)), modifier | Qt.KeyboardModifier.ControlModifier)

    def _type(self) -> None:
        self._note(f"type in {_name(QApplication.focusWidget())}")
        hands.type_text("".join(self._chance.choices(WORDS, k=self._chance.randrange(1, 6))))

    def _resize(self) -> None:
        window = self._chance.choice(hands.windows())
        size = self._chance.randrange(700, 1700), self._chance.randrange(480, 1100)
        self._note(f"resize {_name(window)} to {size}")
        window.resize(*size)

    def answer_dialogs(self) -> None:
        """Give any of the answers that are asked for."""
        for dialog in self._work.window.findChildren(Dialog):
            answers = _controls(dialog) if dialog.isVisible() else []
            if answers:
                answer = self._chance.choice(answers)
                hands.click(answer, answer.rect().center())

    def _go_home(self) -> None:
        """Out of whatever lies over the queue."""
        self._note("go home")
        for _ in range(self._chance.randrange(4)):
            hands.press(Key.Key_Escape)
        self.answer_dialogs()
        hands.press(Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    def _open_row(self) -> None:
        rows = self._work.active.queue.list
        if rows.isVisible() and rows.model().rowCount():
            row = rows.model().index(self._chance.randrange(rows.model().rowCount()), 0)
            at = rows.visualRect(row).center()
            if rows.viewport().rect().contains(at):
                self._note(f"open row {row.row()}")
                hands.click(rows.viewport(), at)

    def _answer(self) -> None:
        """Words of which there are none like them, and Enter; where nobody is, go to somebody."""
        page, editor = self._work.active, self._work.active.composer.editor
        if not editor.isVisible():
            self._go_home()
            self._open_row()
        if editor.isVisible():
            editor.setFocus()
        writing = self._work.main_window.active
        if writing is not None and QApplication.focusWidget() is editor and page.open_key:
            answer = tokens.answer(next(self._numbers))
            edits = writing.composer.editing.message is not None
            durable = self._work.session.store.is_durable
            self._note(f"answer {answer} in {page.open_key}")
            self._journal.note(
                "answered", token=answer, room=page.open_key, edits=edits, durable=durable
            )
            self._written[answer] = time.monotonic()
            with hands.around_event():
                editor.insertPlainText(answer)  # over what is selected
            for _ in range(self._chance.choice(ENTERS)):
                hands.press(Key.Key_Return, text="\r")

    def _paste_picture(self) -> None:
        editor, room = self._work.active.composer.editor, self._work.active.open_key
        if editor.isVisible() and room:
            self._note(f"paste a picture in {room}")
            durable = self._work.session.store.is_durable
            picture = self._pictures.paint(int(room), durable=durable)
            editor.insertFromMimeData(words(picture=picture))


def _holds_text(widget: QWidget) -> bool:
    """Whether chosen words could be dragged out of it."""
    field = widget.parentWidget()
    return isinstance(widget, QLineEdit) or isinstance(field, QPlainTextEdit | QTextEdit)


def _controls(within: QWidget) -> list[QWidget]:
    """What can be reached by Tab."""
    return [
        each
        for each in within.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
    ]


def _name(widget: QWidget | None) -> str:
    return "nothing" if widget is None else f"{type(widget).__name__}({widget.accessibleName()})"
