"""A doctor's hands at a window that can be locked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import Work, until
from workstation.vault.keys.key_cost import KeyCost

CODE = "解锁 123456"


async def protect(work: Work) -> None:
    """Set a code, as the settings do."""
    chain = work.program.current.screen_lock._unlock_code._chain
    chain._choose = lambda: KeyCost(64, 1)
    await chain.set_code(CODE)


async def lock(work: Work) -> None:
    """Press Ctrl+L, and wait until the database is closed."""
    focused = QApplication.focusWidget() or work.window
    QTest.keyClick(focused, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    screen_lock = work.program.current.screen_lock
    assert screen_lock.page is not None
    assert screen_lock._unlock_code._chain._key is None, "the code is needed from now on"
    await until(lambda: work.session.is_suspended, "the key is forgotten")


async def type_code(work: Work, code: str) -> None:
    """Type a code on the lock's page, and Enter."""
    page = work.program.current.screen_lock.page
    page.code.edit.setText(code)
    QTest.keyClick(page.code.edit, Qt.Key.Key_Return)


async def unlock(work: Work) -> None:
    """Type the right code, and wait until the pages are back."""
    await type_code(work, CODE)
    await until(lambda: work.program.current.screen_lock.page is None, "it is unlocked")


def spoken(interface) -> list[str]:
    """Every word that a screen reader finds below an interface."""
    texts = [
        text
        for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
        if (text := interface.text(kind))
    ]
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid():
            texts += spoken(child)
    return texts


def all_spoken(work: Work) -> str:
    """The same of the whole window, a line each."""
    return "\n".join(spoken(QAccessible.queryAccessibleInterface(work.window)))


def read(work: Work, texts: str) -> list[str]:
    """The patients whose names stand in some texts."""
    rows = work.session.store.worklist.consultation_ids()
    names = {work.session.store.worklist.row(row).consultation.target.name for row in rows}
    return [name for name in names if name and name in texts]
