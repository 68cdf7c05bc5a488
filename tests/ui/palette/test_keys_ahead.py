"""Keys pressed and rows clicked before the words that were typed are looked up."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


async def test_enter_before_the_words_are_looked_up_opens_what_they_find(searching):
    await searching.fill()
    await searching.open()
    searching.palette.field.edit.insert("孙悦")
    await searching.press(Qt.Key.Key_Return)
    assert searching.opened == [("active", 2, None, "")]


async def test_arrow_keys_before_that_go_through_what_the_words_find(searching):
    await searching.fill()
    await searching.open()
    searching.palette.field.edit.insert("皮疹")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(searching.palette.field.edit, key)
    await searching.scope.join()
    second = searching.opened
    searching.opened = []
    await searching.open()
    await searching.type("皮疹")
    await searching.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert second == searching.opened


async def test_enter_means_no_words_that_are_typed_after_it(searching):
    await searching.fill()
    await searching.open()
    searching.palette.field.edit.insert("孙")
    QTest.keyClick(searching.palette.field.edit, Qt.Key.Key_Return)
    await searching.type("悦")
    assert searching.palette is not None
    assert searching.opened == []


async def test_a_row_that_is_still_shown_is_opened_by_a_click_while_words_are_looked_up(searching):
    await searching.fill()
    searching.writing = True
    await searching.open()
    (before,) = [one for one in searching.entries if getattr(one, "title", "") == "孙悦"]
    searching.palette.field.edit.insert("没有这个")
    for _ in range(2):
        await asyncio.sleep(0)
    index = searching.palette.entries.index(searching.palette.entries.row(before.key), 0)
    searching.palette.list.clicked.emit(index)
    await searching.scope.join()
    assert searching.opened == [("active", 2, None, "")]
