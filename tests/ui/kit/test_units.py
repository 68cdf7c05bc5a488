"""Places in a text as Qt counts them, and back."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextLayout

from workstation.ui.kit.painting.units import CodeUnits

TEXTS = st.text(alphabet=st.sampled_from("a好é👩😀𠮷\u200d\n"), max_size=30)


def test_qt_counts_as_this_does():
    layout = QTextLayout("好𠮷a", QFont())
    assert layout.nextCursorPosition(1) == CodeUnits("好𠮷a").at(2) == 3


@given(TEXTS, st.data())
def test_there_and_back_is_the_same_place(text, data):
    index = data.draw(st.integers(0, len(text)))
    units = CodeUnits(text)
    assert units.index(units.at(index)) == index


@given(TEXTS, st.data())
def test_parts_are_what_stands_between(text, data):
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    units = CodeUnits(text)
    assert units.between(units.at(first), units.at(last)) == text[first:last]
    assert units.between(units.at(first)) == text[first:]


def test_half_of_a_sign_is_no_reason_to_fail():
    assert CodeUnits("a😀").index(2) == 2
    assert CodeUnits("\ud83d😀").between(0, 1) == "\ud83d"
