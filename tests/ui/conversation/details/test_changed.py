"""What became different while a consultation is open is marked, until another one is opened."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from tests.store.people import consultation
from workstation.domain.people import Member, Team
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.avatar import Avatar
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.icon_button import IconButton


def marks(pane: QWidget) -> int:
    """How many chips say that something was updated."""
    return sum(
        chip.accessibleName() == "已更新" and not chip.isHidden()
        for chip in pane.findChildren(Chip)
    )


def show(pane, number=7, **rest):
    pane.show_consultation(consultation(number, **rest), (DoctorCard(1001, "李医生", "", True),))
    pane.pictures.show_pictures(tuple(rest.get("images", ())))
    # What was shown before goes with the next turn of the loop.
    pane.layout().activate()


CHANGES = [
    {"status": "finished"},
    {"team": Team(6, "儿科")},
    {"doctor_ids": (1001, 1009)},
    {"images": ("/a.jpg",)},
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_marked_until_another_consultation_is_opened(pane, change, qapp):
    show(pane)
    assert marks(pane) == 0
    show(pane, **change)
    qapp.sendPostedEvents(None, 52)
    assert marks(pane) == 1
    show(pane, **change)
    pane.retranslate()
    qapp.sendPostedEvents(None, 52)
    assert marks(pane) == 1, "still, though nothing more has changed"
    show(pane, 8)
    qapp.sendPostedEvents(None, 52)
    assert marks(pane) == 0


def test_a_number_beside_the_name_is_no_news_of_the_patient(pane, qapp):
    """Somebody of the same name has come."""
    named = Member(101, "张伟")
    show(pane, target=named)
    show(pane, target=replace(named, has_namesake=True))
    qapp.sendPostedEvents(None, 52)
    assert marks(pane) == 0
    assert pane.facts["target"].text.text() == "张伟 (101)"


def test_neither_facts_that_change_nor_who_comes_take_the_keyboard_away(pane, qapp):
    pane.show()
    show(pane)
    (button,) = (
        each
        for each in pane.findChildren(IconButton)
        if each.accessibleName() == tr("details.copy")
    )
    button.setFocus()
    show(pane, status="finished")
    for members in (frozenset({1001, 3000}), frozenset()):
        pane.show_present(members)
        qapp.sendPostedEvents(None, 52)
        assert pane.focusWidget() is button


def test_as_many_doctors_are_shown_as_there_are(pane):
    """Rows are used again for the next consultation, whose team is smaller."""
    pane.show()
    team = [
        DoctorCard(number, f"医生{number}", "", number == 1001) for number in (1001, 1009, 1010)
    ]
    for doctors in (team, team[1:2], [], team[:2]):
        pane.show_doctors(tuple(doctors))
        faces = [face for face in pane.findChildren(Avatar) if face.isVisibleTo(pane)]
        assert [face.accessibleName() for face in faces] == [doctor.name for doctor in doctors]
