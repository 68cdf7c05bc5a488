"""The list with which a page begins shows where the keyboard is from the first key on."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.active_window import active
from workstation.ui.kit.rows.ringed import RingedList
from workstation.ui.shell.window import ShellWindow


def test_a_list_is_ringed_by_a_key_and_not_because_its_page_is_shown(qtbot: QtBot) -> None:
    """A ring around the whole work queue met every doctor at the start."""
    window, page = ShellWindow(), QWidget()
    qtbot.addWidget(window)
    listed = RingedList(page)
    listed.setFocus(Qt.FocusReason.MouseFocusReason)
    window.show()
    with active(window, qtbot):
        window.show_only(page)
        assert listed.hasFocus()
        assert not listed.is_ringed
        QTest.keyClick(listed, Qt.Key.Key_Down)
        assert listed.is_ringed
    window.end()
