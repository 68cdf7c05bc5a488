"""Saving soon after a change, and again after a refusal."""

import pytest
from PySide6.QtCore import QObject

from workstation.ui.kit.save_timer import SaveTimer

pytestmark = pytest.mark.usefixtures("qapp")


class Written(QObject):
    """Counts what its timer asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.saved = self.saved_again = 0
        self.timer = SaveTimer(self, self.save, self.save_again, 60_000)

    def save(self) -> None:
        self.saved += 1

    def save_again(self) -> None:
        self.saved_again += 1


def test_what_is_written_without_a_rest_is_saved_all_the_same():
    written = Written()
    written.timer.save_soon()
    first = written.timer.soon.id()
    written.timer.save_soon()
    assert written.timer.soon.id() == first, "not put off by what is written on"
    written.timer.soon.timeout.emit()
    assert (written.saved, written.saved_again) == (1, 0)


def test_what_is_saved_already_is_not_saved_soon():
    written = Written()
    written.timer.save_soon()
    written.timer.stop()
    assert not written.timer.soon.isActive()
    written.timer.save_soon()
    assert written.timer.soon.isActive()


def test_a_refusal_is_tried_again_later_and_a_change_meanwhile_soon(qtbot):
    written = Written()
    written.timer.soon.setInterval(1)
    written.timer.save_later()
    assert not written.timer.soon.isActive()
    assert written.timer.later.isActive()
    written.timer.save_soon()
    qtbot.waitUntil(lambda: written.saved == 1)
    assert written.timer.later.isActive()
    written.timer.later.timeout.emit()
    assert (written.saved, written.saved_again) == (1, 1)


def test_a_refusal_is_of_no_matter_once_the_widget_is_gone(qtbot):
    written = Written()
    timer = written.timer
    written.deleteLater()
    with qtbot.waitSignal(written.destroyed):
        pass
    timer.save_later()
    assert written.saved_again == 0
