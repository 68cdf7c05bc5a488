"""Who works at this computer: signed in, locked, handed to a colleague, and back."""

import asyncio
import random

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from tests.journeys.conftest import Work
from tests.journeys.locking import CODE
from tests.random_use import hands
from workstation.ui.lock.page import LockPage
from workstation.ui.sign_in.code_page import EnterCodePage, SetCodePage
from workstation.ui.sign_in.page import SignInPage

COLLEAGUE = 1002
COLLEAGUE_SHARE = 0.25
UNLOCK_SHARE = 0.4
MAX_WAITS = 20


class SignIns:
    """Undoes what leads nowhere: a window put away, a lock, the page of a sign-in."""

    def __init__(self, work: Work, chance: random.Random) -> None:
        self._work, self._chance = work, chance
        self._next, self._waits = work.clinic.member_id, 0
        self.is_resting = False

    async def come_back(self) -> None:
        """Bring the window forward, unlock it now and then, and sign in again."""
        window = self._work.window
        if not window.isVisible() or window.isMinimized():
            window.showNormal()
            window.activateWindow()
        for dialog in hands.windows():
            if isinstance(dialog, QFileDialog) and self._chance.random() < UNLOCK_SHARE:
                dialog.reject()
        if QApplication.activeWindow() is None and hands.windows():
            _activate(hands.windows()[-1])
            await asyncio.sleep(0)
        lock = self._work.page_at_sight(LockPage)
        if lock is not None and (self.is_resting or self._chance.random() < UNLOCK_SHARE):
            lock.code.edit.setFocus()  # a key before may have gone on to another part of the page
            lock.code.edit.setText(CODE)
            hands.press(Qt.Key.Key_Return, text="\r")
        if self._work.program.main_window is None:
            self._waits += 1
            if self._waits % MAX_WAITS == 0:
                self._work.clinic.clear()  # nobody comes in, and nothing happens
            self._sign_in()
            await asyncio.sleep(0.05)
        elif self.is_resting and not self.is_own:
            self.hand_over()
            await asyncio.sleep(0.1)

    @property
    def is_own(self) -> bool:
        """Whether the doctor of the day works, and not the colleague."""
        current = self._work.program.current
        return current is not None and current._entry.member_id == self._work.clinic.member_id

    def hand_over(self) -> None:
        """Sign out, and keep everything; the next one may be somebody else."""
        is_colleague = not self.is_resting and self._chance.random() < COLLEAGUE_SHARE
        self._next = COLLEAGUE if is_colleague else self._work.clinic.member_id
        self._work.main_window.sign_out.keep_chosen.emit()

    def lock(self) -> None:
        """Lock the window, and move it about behind the lock."""
        hands.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        window = self._work.window
        window.move(self._chance.randrange(300), self._chance.randrange(200))
        self._chance.choice((window.showMinimized, window.hide, window.showNormal))()

    def _sign_in(self) -> None:
        clinic = self._work.clinic
        if (page := self._work.page_at_sight(SignInPage)) is not None and not page.submit.busy:
            page.submitted.emit(clinic.address, clinic.token_of(self._next), True)
        if (code := self._work.page_at_sight(EnterCodePage)) is not None:
            code.fields.current.edit.setText(CODE)
            code.submit.click()
        if (first := self._work.page_at_sight(SetCodePage)) is not None:
            first.first.click()


def _activate(window: QWidget) -> None:
    """Bring one forward, also one that was hidden.

    Qt's offscreen platform holds a hidden window for the one with the keyboard still, and so
    activates it no more: every key after that would go nowhere.
    """
    window.activateWindow()
    if QApplication.activeWindow() is None:
        QApplication.setActiveWindow(window)
