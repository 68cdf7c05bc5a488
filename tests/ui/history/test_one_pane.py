"""The history in a narrow window or large text: the list, or what is read of it, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.store.people import consultation
from tests.ui.history.conftest import entries
from workstation.domain.people import Member
from workstation.ui.kit.page import Width

Key = Qt.Key


@pytest.fixture
def chosen(page):
    """The keys that were opened in one pane, each of which shows its consultation."""
    keys = []

    def open_chosen(key):
        keys.append(key)
        page.show_consultation(consultation(key, target=Member(9000 + key, f"病人{key}")), ())

    page.fit(Width.SINGLE, short=False)
    page.list_pane.chosen.connect(open_chosen)
    page.list_pane.show_entries(entries(20))
    page.list_pane.list.setFocus()
    return keys


@pytest.mark.parametrize("opens", [Key.Key_Return, Key.Key_Enter])
def test_arrows_go_through_the_list_and_enter_opens(page, chosen, opens):
    """Each arrow opened a consultation in place of the list, so that only the first was reached."""
    rows = page.list_pane.list
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up):
        QTest.keyClick(rows, key)
    assert (rows.current_key, chosen, rows.isVisible()) == (2, [], True)
    QTest.keyClick(rows, opens)
    assert (chosen, rows.isVisible()) == ([2], False)


def test_the_row_that_a_key_leads_to_is_ringed(page, chosen):  # noqa: ARG001
    rows = page.list_pane.list
    page.enter()
    assert not rows.is_ringed
    QTest.keyClick(rows, Key.Key_Down)
    assert rows.is_ringed


@pytest.mark.parametrize("key", [Key.Key_End, Key.Key_PageDown])
def test_longer_ways_open_nothing(page, chosen, key):
    rows = page.list_pane.list
    QTest.keyClick(rows, Key.Key_Down)
    QTest.keyClick(rows, key)
    assert rows.current_key > 2
    assert chosen == []


def test_who_comes_back_by_escape_goes_on_from_the_row_that_was_read(page, chosen):
    """The next arrow opened the same consultation again."""
    rows = page.list_pane.list
    for _ in range(3):
        QTest.keyClick(rows, Key.Key_Down)
    QTest.keyClick(rows, Key.Key_Return)
    page.close_consultation()
    assert (rows.current_key, chosen) == (3, [3])
    QTest.keyClick(rows, Key.Key_Down)
    assert rows.current_key == 4
    QTest.keyClick(rows, Key.Key_Return)
    assert chosen == [3, 4]


def test_from_the_search_the_keyboard_comes_to_the_first_row_and_opens_nothing(page, chosen):
    page.list_pane.search.edit.setFocus()
    QTest.keyClick(page.list_pane.search.edit, Key.Key_Down)
    assert (page.list_pane.list.hasFocus(), page.list_pane.list.current_key) == (True, 1)
    assert chosen == []


def test_beside_the_list_an_arrow_still_opens_what_it_leads_to(page, chosen):
    page.fit(Width.WIDE, short=False)
    QTest.keyClick(page.list_pane.list, Key.Key_Down)
    assert chosen == [1]
