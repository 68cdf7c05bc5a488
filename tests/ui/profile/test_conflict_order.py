"""Two copies of a profile: Tab goes through what differs before it comes to what saves."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.active_window import active
from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.ui.profile.conflict import ConflictView


def test_what_differs_comes_before_the_buttons_below(qtbot: QtBot) -> None:
    view = ConflictView()
    base = Profile(MemberId(1), "林若川")
    with active(view, qtbot):
        for title in ("主任医师", "副主任医师"):
            view.show_copies(base, replace(base, title=title), base)
        qtbot.waitUntil(view.choices[0].mine.isVisible)
        view.all_theirs.setFocus()
        reached = []
        for _ in range(3):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            reached.append(QApplication.focusWidget())
    (choice,) = view.choices
    assert choice.isAncestorOf(reached[0])
    assert view.back in reached
    assert not choice.isAncestorOf(reached[-1])
