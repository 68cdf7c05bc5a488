"""Tab goes through the details as they stand on the screen."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.store.people import consultation
from tests.ui.active_window import active
from workstation.store.consultation_search import ConsultationMatch
from workstation.ui.conversation.details.pane import DetailsPane


def test_other_consultations_follow_the_note(pane: DetailsPane, qtbot: QtBot) -> None:
    """They came last, after the button that closes the details: rows are made anew each time."""
    matches = [ConsultationMatch(consultation(number), in_process=False) for number in (2, 3)]
    reached = []
    with active(pane, qtbot):
        for known in ([], matches):
            pane.others.show_others(known)
        pane.note.area.edit.setFocus()
        for _ in matches:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            reached.append(QApplication.focusWidget())
    assert reached == pane.others.rows
