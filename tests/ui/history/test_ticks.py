"""Ticking rows: one, a stretch, all, none, and what is no longer shown."""

import pytest
from PySide6.QtCore import Qt

from workstation.ui.history.ticks import Ticks


@pytest.fixture
def ticks():
    made = Ticks()
    made.show(range(5))
    return made


def test_a_row_is_ticked_and_unticked(ticks):
    ticks.toggle(3)
    assert ticks.keys == (3,)
    assert 3 in ticks
    ticks.toggle(3)
    assert ticks.keys == ()
    assert 3 not in ticks


@pytest.mark.parametrize(("first", "last"), [(1, 3), (3, 1)])
def test_a_stretch_is_ticked_in_either_direction(ticks, first, last):
    ticks.toggle(first)
    ticks.toggle(last, through=True)
    assert ticks.keys == (1, 2, 3)


def test_a_stretch_without_a_beginning_is_one_row(ticks):
    ticks.toggle(2, through=True)
    assert ticks.keys == (2,)


def test_a_row_no_longer_shown_is_never_deleted_with_the_others(ticks):
    ticks.tick_all()
    ticks.show([4, 2])
    assert ticks.keys == (4, 2)
    ticks.show(range(5))
    assert ticks.keys == (2, 4)


def test_the_box_says_none_some_or_all(ticks):
    assert ticks.state is Qt.CheckState.Unchecked
    ticks.toggle(0)
    assert ticks.state is Qt.CheckState.PartiallyChecked
    ticks.tick_all()
    assert ticks.state is Qt.CheckState.Checked
    ticks.tick_none()
    assert ticks.state is Qt.CheckState.Unchecked


def test_after_all_are_unticked_a_stretch_begins_anew(ticks):
    """What was unticked would be deleted with the others."""
    ticks.toggle(1)
    ticks.tick_none()
    ticks.toggle(4, through=True)
    assert ticks.keys == (4,)


def test_a_stretch_does_not_begin_at_a_row_no_longer_shown(ticks):
    ticks.toggle(0)
    ticks.show([2, 3, 4])
    ticks.toggle(4, through=True)
    assert ticks.keys == (4,)
