"""The other consultations of the same patient stand in the details, one click away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.store.people import consultation, listed
from workstation.domain.changes import Changes, Place
from workstation.domain.people import Member
from workstation.store.same_patient import other_consultations
from workstation.store.session_store import SessionStore
from workstation.ui.conversation.details.others_section import MAX_ROWS, OthersSection

CHILD, NOBODY = Member(77, "王小宝"), Member(None, "王小宝")
DAY_MS = 86_400_000


def known(*numbers: int, target: Member = CHILD) -> SessionStore:
    """Consultations of one person, the last in process, the others ended; and one of another."""
    store = SessionStore()
    *ended, current = (listed(n, target=target, created_ms=n * DAY_MS) for n in numbers)
    history = [listed(each.consultation.consultation_id, Place.HISTORY, target=target,
                      created_ms=each.consultation.created_ms) for each in ended]  # fmt: skip
    store.apply(Changes(listed=(*history, current, listed(99, target=Member(5, "别人")))))
    return store


def test_they_are_those_of_the_same_account_the_newest_first():
    store = known(1, 3, 2, 4)
    others = other_consultations(store, consultation(9, target=CHILD))
    assert [(each.consultation.consultation_id, each.in_process) for each in others] == [
        (4, True), (3, False), (2, False), (1, False),
    ]  # fmt: skip
    remaining = other_consultations(store, consultation(4, target=CHILD), frozenset({3}))
    assert [each.consultation.consultation_id for each in remaining] == [2, 1]


def test_of_nobody_that_is_named_nothing_is_guessed():
    assert other_consultations(known(1, 2, target=NOBODY), consultation(2, target=NOBODY)) == []


@pytest.fixture
def section(qtbot):
    made = OthersSection(lambda: 0)
    qtbot.addWidget(made)
    return made


def test_a_row_opens_its_consultation_by_click_and_by_enter(section, qtbot):
    store = known(1, 2)
    section.show_others(other_consultations(store, consultation(9, target=CHILD)))
    assert not section.isHidden()
    with qtbot.waitSignal(section.picked) as clicked:
        section.rows[0].click()
    assert clicked.args == [2, True]
    with qtbot.waitSignal(section.picked) as entered:
        QTest.keyClick(section.rows[1], Qt.Key.Key_Return)
    assert entered.args == [1, False]


def test_there_are_few_rows_and_a_way_to_all_of_them(section):
    store = known(*range(1, MAX_ROWS + 3))
    section.show_others(other_consultations(store, consultation(1, target=CHILD)))
    assert len(section.rows) == MAX_ROWS
    assert not section.all_button.isHidden()
    section.show_others([])
    assert section.isHidden()
