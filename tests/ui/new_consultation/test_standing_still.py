"""The form of a new consultation stays where it is while it is filled in."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.new_consultation.people import PEOPLE
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import theme
from workstation.ui.new_consultation.choices import PickChoice
from workstation.ui.new_consultation.sheet import OpeningSheet

TEAM = PickChoice(101, "皮肤科")


@pytest.fixture
def sheet(qtbot):
    """An empty form over a window that has room for all of it."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 1200)
    window.show()
    made = OpeningSheet(window)
    made.open()
    return made


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_moves_while_people_and_team_are_picked(sheet, percent):
    """What is clicked next, and the way on, stay where they are."""
    theme.set_text_size(percent)
    sheet.place()
    QApplication.processEvents()
    QApplication.processEvents()
    parts = (sheet.for_self, sheet.team.field.box, sheet.text, sheet.start)

    def places():
        QApplication.processEvents()
        return [part.mapTo(sheet, QPoint()) for part in parts]

    before = places()
    sheet.target.pick(PEOPLE[0])
    assert places() == before
    sheet.team.pick(TEAM)
    assert places() == before
    sheet.target.field.set_error(tr("opening.missing.target"))
    assert places() == before
    sheet.clear()
    assert places() == before


def lies_in_sight(sheet, part):
    """Whether all of a part of the form shows."""
    seen = sheet.scroll_area.viewport()
    return seen.rect().contains(part.rect().translated(part.mapTo(seen, QPoint())))


@pytest.mark.parametrize("is_asked", [True, False])
def test_why_nothing_goes_on_is_brought_into_sight_and_nobody_is_taken_from_a_field(
    sheet, is_asked
):
    """On a small screen half of the sentence lay under the edge while photos stood at 0 %."""
    sheet.window().resize(1024, 560)
    sheet.resize(1024, 560)
    sheet.place()
    QApplication.processEvents()
    sheet.set_busy(busy=is_asked)
    sheet.scroll_area.verticalScrollBar().setValue(0)
    sheet.show_offline(offline=True)
    assert lies_in_sight(sheet, sheet.offline) is is_asked
    assert lies_in_sight(sheet, sheet.target.field.box) is not is_asked
