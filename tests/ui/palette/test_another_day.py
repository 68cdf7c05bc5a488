"""The palette left open over midnight, or while another language is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workstation.base.clock import DAY_MS
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.strings.switch import retranslate
from workstation.ui.palette.entries import ResultGroup, SearchResult


def notes(searching) -> list[str]:
    """What stands at the end of each result, as the day of a message."""
    return [one.note for one in searching.entries if isinstance(one, SearchResult)]


def scroll_down(searching) -> int:
    """Let the list stand a little below its top; how far."""
    bar = searching.palette.list.verticalScrollBar()
    bar.setValue(min(40, bar.maximum()))
    return bar.value()


async def test_a_message_of_today_is_one_of_yesterday_after_midnight(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    assert any("今天" in note for note in notes(searching))
    searching.signed_in.clock.ms += DAY_MS
    retranslate(searching.frame)
    await searching.scope.join()
    assert not any("今天" in note for note in notes(searching))
    assert any("昨天" in note for note in notes(searching))


async def test_results_are_in_the_language_of_the_window(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    set_language(Language.EN)
    await searching.scope.join()
    assert any("Today" in note or "today" in note for note in notes(searching))


async def test_what_enter_opens_stays_the_same(searching):
    """Whoever had gone to the fourth would open the first."""
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    await searching.press(Qt.Key.Key_Tab, *(4 * [Qt.Key.Key_Down]))
    before = searching.palette.current
    lowered = scroll_down(searching)
    searching.signed_in.clock.ms += DAY_MS
    retranslate(searching.frame)
    await searching.scope.join()
    assert searching.palette.current.key == before.key
    assert searching.palette.list.verticalScrollBar().value() == lowered
    assert searching.groups == [ResultGroup.CONSULTATIONS]


async def test_where_that_is_gone_enter_opens_the_first(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    await searching.press(Qt.Key.Key_Down)
    gone = searching.palette.current.key[1]
    searching.signed_in.lists.hidden_rows.hidden = frozenset({gone})
    retranslate(searching.frame)
    await searching.scope.join()
    first = next(one for one in searching.entries if isinstance(one, SearchResult))
    assert searching.palette.current.key == first.key != gone


async def test_words_typed_since_begin_at_the_first_again(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮")
    await searching.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    retranslate(searching.frame)
    await searching.type("疹")
    first = next(one for one in searching.entries if isinstance(one, SearchResult))
    assert searching.palette.current.key == first.key


async def test_keys_typed_ahead_count_once_what_they_wait_for_is_there(searching):
    """A renewal at that moment must not take the search of the words, nor the Enter after it."""
    await searching.fill()
    await searching.open()
    searching.palette.field.edit.insert("周安安")
    QTest.keyClick(searching.palette.field.edit, Qt.Key.Key_Return)
    retranslate(searching.frame)
    await searching.scope.join()
    assert searching.opened == [("ended", 3, None, "")]
