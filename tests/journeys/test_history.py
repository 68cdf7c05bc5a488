"""What is over: found, read, deleted, brought back; against the embedded clinic."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import until
from tests.ui.keys import press_in_window
from workstation.ui.consultation_row.row_data import Heading
from workstation.ui.conversation.timeline.items import CardItem
from workstation.ui.history.page import HistoryPage
from workstation.ui.history.row_delegate import HistoryEntry
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.vault.lists import consultations

SEEDED = 130


def keys_of(pane):
    """The consultations in the list, in its order, without the headings of days."""
    rows = pane.entries
    entries = [rows.entry(row) for row in range(rows.rowCount())]
    return [entry.key for entry in entries if isinstance(entry, HistoryEntry)]


class Reading:
    """The history's page under the doctor's hands."""

    def __init__(self, work):
        self.work = work
        work.main_window.frame.show_page("history")
        page = work.main_window.frame.page("history")
        assert isinstance(page, HistoryPage)
        self.page, self.pane = page, page.list_pane

    @property
    def keys(self):
        return keys_of(self.pane)

    def index(self, number):
        """The index of a consultation's row, counted without the headings of days."""
        rows = self.pane.entries
        return rows.index(rows.row(self.keys[number]), 0)

    @property
    def bars(self):
        return [bar for bar in self.pane.findChildren(SnackBar) if bar.isVisible()]

    async def wait_for_count(self, count):
        await until(lambda: len(self.keys) == count, f"{count} rows")

    async def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        """A key in the list of the active window, as shortcuts want it."""
        self.work.window.activateWindow()
        await until(self.work.window.isActiveWindow)
        self.pane.list.setFocus()
        QTest.keyClick(self.pane.list, key, modifier)

    async def search(self, words):
        await self.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        await until(self.pane.search.edit.hasFocus)
        self.pane.search.edit.insert(words)
        self.pane.search.edited.emit(words)

    async def at_the_server(self):
        rows = await self.work.session.access.consultations.history()
        return {row.consultation_id for row in rows.items}


@pytest.fixture
def history(workplace):
    class Opened:
        async def __aenter__(self):
            self.context = workplace.open()
            reading = Reading(await self.context.__aenter__())
            await reading.wait_for_count(SEEDED)
            return reading

        async def __aexit__(self, *error):
            return await self.context.__aexit__(*error)

    return Opened()


async def test_the_history_is_searched_narrowed_and_read(history):
    async with history as reading:
        await reading.search("皮疹")
        await until(lambda: 0 < len(reading.keys) < SEEDED)
        keys = reading.keys
        assert reading.pane.filters.count_label.text() == f"找到 {len(keys)} 个"
        reading.pane.filters.pictures.click()
        await until(lambda: len(reading.keys) < len(keys))
        view = reading.pane.list
        view.setCurrentIndex(reading.index(0))
        conversation = reading.page.side.conversation
        assert conversation.consultation.consultation_id == reading.keys[0]
        assert isinstance(conversation.view.timeline.entry(0), CardItem)
        await until(lambda: conversation.steps.text.text().startswith("第 1 处"))


async def test_down_right_after_the_last_letter_goes_to_the_first_that_has_the_words(history):
    async with history as reading:
        await reading.search("皮疹")
        QTest.keyClick(reading.pane.search.edit, Qt.Key.Key_Down)
        await until(lambda: len(reading.keys) < SEEDED)
        assert reading.page.open_key == reading.keys[0]


async def test_what_nobody_has_is_said_and_the_way_back_offered(history):
    async with history as reading:
        await reading.search("没有这个词")
        await reading.wait_for_count(0)
        assert "没有这个词" in reading.pane.empty.heading.text()
        reading.pane.way_on.click()
        await reading.wait_for_count(SEEDED)
        assert reading.pane.search.text() == ""


async def test_a_deletion_is_carried_out_when_its_bar_closes(history):
    async with history as reading:
        gone = set(reading.keys[:2])
        for key in gone:
            reading.pane.ticks.toggle(key)
        await reading.press(Qt.Key.Key_Delete)
        await reading.wait_for_count(SEEDED - 2)
        assert gone <= await reading.at_the_server()
        reading.bars[0].finish()
        await until(lambda: len(reading.work.session.store.history) == SEEDED - 2)
        assert not gone & await reading.at_the_server()


async def test_after_a_deletion_the_keyboard_is_on_the_next_row_and_opens_none(history):
    async with history as reading:
        before, view = reading.keys, reading.pane.list
        view.setCurrentIndex(reading.index(3))
        await reading.press(Qt.Key.Key_Delete)
        await reading.wait_for_count(SEEDED - 1)
        assert (view.current_key, reading.page.open_key) == (before[4], None)
        await reading.press(Qt.Key.Key_Delete)
        await reading.wait_for_count(SEEDED - 2)
        assert view.current_key == before[5]
        await reading.press(Qt.Key.Key_End)
        await reading.press(Qt.Key.Key_Delete)
        await reading.wait_for_count(SEEDED - 3)
        assert view.current_key == before[-2]
        await reading.press(Qt.Key.Key_Return)
        assert reading.page.open_key == before[-2]


async def test_an_undone_deletion_never_reaches_the_server(history):
    async with history as reading:
        before = reading.keys
        reading.pane.list.setCurrentIndex(reading.index(3))
        await reading.press(Qt.Key.Key_Delete)
        await reading.wait_for_count(SEEDED - 1)
        press_in_window(reading.pane.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await reading.wait_for_count(SEEDED)
        assert reading.keys == before
        assert set(before) == await reading.at_the_server()


async def test_an_undone_deletion_is_seen_to_come_back_above_the_pointer(history, monkeypatch):
    async with history as reading:
        first, view = reading.keys[0], reading.pane.list
        view.setCurrentIndex(reading.index(0))
        await reading.press(Qt.Key.Key_Delete)
        await reading.wait_for_count(SEEDED - 1)
        monkeypatch.setattr(view, "pointed_key", lambda pointed=reading.keys[0]: pointed)
        press_in_window(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await reading.wait_for_count(SEEDED)
        assert first in view.keys_in_sight()


@pytest.mark.parametrize("way", ["filter", "words", "order"])
async def test_other_rows_of_a_list_that_was_scrolled_begin_at_the_top(history, way):
    async with history as reading:
        bar = reading.pane.list.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        if way == "filter":
            reading.pane.filters.pictures.click()
        elif way == "words":
            await reading.search("疹")
        else:
            reading.pane.order_picked.emit("oldest")
        await until(lambda: bar.value() == 0, "the first rows")


async def test_a_refused_row_comes_back_with_the_servers_own_words(history):
    async with history as reading:
        reading.work.clinic.dial("failure=<b>档案科已锁定</b>@DELETE *")
        first = reading.keys[0]
        reading.pane.delete_asked.emit((first,))
        await reading.wait_for_count(SEEDED - 1)
        reading.bars[0].finish()
        await reading.wait_for_count(SEEDED)
        await until(reading.pane.refused.isVisible)
        assert "<b>档案科已锁定</b>" in reading.pane.refused.text.text()
        assert reading.keys[0] == first


async def test_what_was_deleted_without_an_answer_leaves_this_computer_once_a_list_tells(history):
    async with history as reading:
        session, first = reading.work.session, reading.keys[0]
        reading.work.clinic.dial("lost@DELETE *#1", "http=500@GET /consult/history_list")
        reading.pane.delete_asked.emit((first,))
        await reading.wait_for_count(SEEDED - 1)
        reading.bars[0].finish()
        await until(reading.pane.refused.isVisible)
        reading.work.clinic.clear()
        changes = []
        session.store.changes.subscribe(changes.append)
        session.refresh()
        await until(lambda: not reading.pane.refused.isVisible())
        await until(lambda: any(first in each.forgotten for each in changes))
        assert await session.vault.read(consultations.get, first) is None


async def test_closing_the_program_deletes_nothing(workplace):
    async with workplace.open() as work:
        reading = Reading(work)
        await reading.wait_for_count(SEEDED)
        reading.pane.list.tick_all()
        reading.pane.ask_delete()
        work.window.findChild(Dialog).answer("delete")
        await reading.wait_for_count(0)
    async with workplace.open() as work:
        reading = Reading(work)
        await reading.wait_for_count(SEEDED)
        assert len(await reading.at_the_server()) == SEEDED


async def test_an_unreachable_list_keeps_its_rows_and_offers_a_retry(history):
    async with history as reading:
        reading.work.clinic.dial("http=503@GET /consult/history_list")
        reading.work.session.refresh()
        await until(reading.pane.problem_bar.isVisible)
        assert len(reading.keys) == SEEDED
        reading.work.clinic.clear()
        reading.pane.problem_bar.action.click()
        await until(lambda: not reading.pane.problem_bar.isVisible())


async def test_a_batch_deleted_while_another_waits_keeps_its_own_undo(history):
    async with history as reading:
        first, second = reading.keys[:1], reading.keys[1:3]
        reading.pane.delete_asked.emit(tuple(first))
        reading.pane.delete_asked.emit(tuple(second))
        await reading.wait_for_count(SEEDED - 3)
        assert len(reading.bars) == 2
        press_in_window(reading.pane.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await reading.wait_for_count(SEEDED - 1)
        assert set(second) <= set(reading.keys)
        await asyncio.sleep(0)
        assert len(reading.bars) == 1


async def test_a_key_leads_to_the_history_and_the_arrows_through_it(workplace):
    async with workplace.open() as work:
        work.window.activateWindow()
        await work.open_consultation(next(iter(work.session.store.worklist.consultation_ids())))
        work.active.composer.editor.setFocus()
        QTest.keyClick(
            work.active.composer.editor, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier
        )
        page = work.main_window.frame.page("history")
        await until(lambda: page.list_pane.entries.rowCount() > 1)
        first = keys_of(page.list_pane)[0]
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        await until(lambda: page.open_key == first)


async def test_counts_days_and_why_nothing_fits_are_said_anew_in_another_language(workplace):
    """So they are on another day: what stands under “today” is of yesterday."""
    async with workplace.open() as work:
        reading = Reading(work)
        await reading.wait_for_count(SEEDED)
        rows = reading.pane.entries
        set_language(Language.EN)
        assert reading.pane.total.text() == tr("history.total", count=SEEDED)
        headings = [rows.entry(row) for row in range(rows.rowCount())]
        days = [entry.text for entry in headings if isinstance(entry, Heading)]
        assert days
        assert all(text.isascii() for text in days)
        work.main_window.navigation.search_history("nobody has this")
        await reading.wait_for_count(0)
        set_language(Language.ZH)
        empty = tr("history.not_found", words="nobody has this")
        assert reading.pane.empty.heading.text() == empty
