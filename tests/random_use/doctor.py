"""A doctor who does anything at all: clicks, keys and words by chance, in whatever is in sight.

What is done is up to chance alone (``random.Random``), where it lands also to the moment: the same
seed is much the same day, never quite. Only what leads nowhere is undone: a window that was put
away, a lock, the page of a sign-in.
"""

import asyncio
import itertools
import random
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress

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
from tests.journeys.locking import CODE
from tests.random_use import hands
from tests.ui.composer.fakes import painted
from workstation.domain.errors import ConfigurationError
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.lock.page import LockPage
from workstation.ui.sign_in.code_page import EnterCodePage, SetCodePage
from workstation.ui.sign_in.page import SignInPage

Key = Qt.Key
KEYS = {
    **dict.fromkeys((Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape, Key.Key_Delete), ""),
    **dict.fromkeys((Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right), ""),
    **dict.fromkeys((Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown), ""),
    **dict.fromkeys((Key.Key_F1, Key.Key_F3, Key.Key_F5, Key.Key_F6, Key.Key_Menu), ""),
    Key.Key_Backspace: "",
    Key.Key_Return: "\r",
    Key.Key_Space: " ",
    Key.Key_Slash: "/",
    Key.Key_At: "@",
    Key.Key_Question: "?",
}
MODIFIERS = [hands.NONE] * 6 + [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier]
LETTERS = "ABCDEFGHJKLMNOPRSTUVXYZ0123456789,.-+=/"
WORDS = [
    "皮疹",
    "早晚各一次。",
    "好的",
    "a",
    "😀",
    "👨‍👩‍👧",
    "@",
    "/",
    "<b>x</b>",
    "12",
    "لا",
    "e\u0301",
]
PATIENT_TEXTS = ["医生，还是痒。", "<img src=x>", "谢谢" * 200, "https://hospital.example/a", "😀"]
FAULTS = [
    "im-cut=before@in * *",
    "im-cut=after@in * message#1",
    "im-stall=1500@in * *#1",
    "reset",
    "http=503",
    "latency=800",
    "lost@POST *#1",
]
SETTLE_SECONDS = 0.0, 0.0, 0.01, 0.05, 0.15


class RandomDoctor:
    """``answers`` says what was written where; ``acts`` what was done, ``last`` lately."""

    def __init__(self, work: Work, chance: random.Random) -> None:
        self._work, self._chance = work, chance
        self._numbers = itertools.count(1)
        self._is_disturbed = False
        self.answers: list[tuple[int, str]] = []
        self.acts: Counter[str] = Counter()
        self.last = deque(["begin"], maxlen=40)

    async def act(self) -> None:
        """Do one thing, and let the window come to it, more or less."""
        acts: dict[Callable[[], None], float] = {
            self._click: 14,
            self._click_control: 16,
            self._click_right: 5,
            self._drag: 3,
            self._turn_wheel: 4,
            self._press_key: 18,
            self._press_shortcut: 8,
            self._type: 7,
            self._resize: 2,
            self._disturb: 2,
        }
        if self._work.program.desk is not None:
            acts |= {self._go_home: 5, self._open_row: 10, self._answer: 12}
            acts |= {self._paste_picture: 2, self._hear: 4, self._finish: 0.5}
        (act,) = self._chance.choices(list(acts), list(acts.values()))
        self.acts[act.__name__.strip("_")] += 1
        act()
        for _ in range(self._chance.choice((1, 2, 4, 10))):
            await asyncio.sleep(0)
        await asyncio.sleep(self._chance.choice(SETTLE_SECONDS))

    async def come_back(self) -> None:
        """Bring the window forward, unlock it now and then, and sign in again."""
        window = self._work.window
        if not window.isVisible() or window.isMinimized():
            window.showNormal()
        if QApplication.activeWindow() is None and hands.windows():
            hands.windows()[-1].activateWindow()
            await asyncio.sleep(0)
        lock = self._work.page_at_sight(LockPage)
        if lock is not None and self._chance.random() < 0.3:
            lock.code.edit.setText(CODE)
            hands.press(Key.Key_Return, text="\r")
        if self._work.program.desk is None:
            self._sign_in()
            await asyncio.sleep(0.1)

    def calm(self) -> None:
        """Nothing is wrong with the network any more."""
        self._is_disturbed = False
        self._work.clinic.clear()

    def _sign_in(self) -> None:
        clinic = self._work.clinic
        if (page := self._work.page_at_sight(SignInPage)) is not None and not page.submit.busy:
            page.submitted.emit(clinic.address, clinic.token, True)
        if (code := self._work.page_at_sight(EnterCodePage)) is not None:
            code.fields.current.edit.setText(CODE)
            code.submit.click()
        if (first := self._work.page_at_sight(SetCodePage)) is not None:
            first.first.click()

    def _note(self, what: str) -> None:
        self.last.append(what)

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
        self._note(f"click {_name(widget)} at {at.x()},{at.y()}")
        hands.click(widget, at, double=self._chance.random() < 0.15)

    def _click_control(self) -> None:
        controls = [each for window in hands.windows() for each in _controls(window)]
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
        asks_menu = key is Key.Key_Menu
        if not (asks_menu and isinstance(QApplication.activeWindow(), QFileDialog)):
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
        """Words of which there are none like them, and Enter."""
        page, editor = self._work.active, self._work.active.composer.editor
        if editor.isVisible():
            editor.setFocus()
        if page.open_key is not None and QApplication.focusWidget() is editor:
            answer = f"答{next(self._numbers):04d}完"
            self._note(f"answer {answer} in {page.open_key}")
            self.answers.append((page.open_key, answer))
            editor.insertPlainText(answer)
            hands.press(Key.Key_Return, text="\r")

    def _paste_picture(self) -> None:
        editor = self._work.active.composer.editor
        if editor.isVisible():
            self._note("paste a picture")
            picture = painted("#205060", self._chance.choice((40, 300, 1200)))
            editor.insertFromMimeData(words(picture=picture))

    def _hear(self) -> None:
        """A patient writes, once or at length, more often the one who is looked at."""
        worklist = self._work.session.store.worklist
        numbers = list(worklist.consultation_ids())
        opened = self._work.active.open_key
        if numbers and not self._is_disturbed:
            number = opened if self._chance.random() < 0.4 else self._chance.choice(numbers)
            if number in numbers:
                self._note(f"hear from {number}")
                patient = worklist.row(number).consultation.creator.member_id
                for _ in range(self._chance.choice((1, 1, 1, 30))):
                    self._work.clinic.say(number, patient, self._chance.choice(PATIENT_TEXTS))

    def _disturb(self) -> None:
        """Something is wrong with the network, or not any more."""
        if self._is_disturbed:
            self._note("the network is well")
            self.calm()
        else:
            fault = self._chance.choice(FAULTS)
            self._note(f"the network has {fault}")
            self._work.clinic.dial(fault)
            self._is_disturbed = True

    def _finish(self) -> None:
        numbers = list(self._work.session.store.worklist.consultation_ids())
        if len(numbers) > 5:
            number = self._chance.choice(numbers)
            self._note(f"finish {number}")
            with suppress(ConfigurationError):
                self._work.clinic.finish(number)


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
