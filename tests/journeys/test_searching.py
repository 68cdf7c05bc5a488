"""A doctor finds what was said, from anywhere, and what was chosen outlives the program."""

import json

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import until
from workstation.session.desktop_notices import notice_rules
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.history.page import HistoryPage
from workstation.ui.kit.fields.search_field import MAX_CHARACTERS
from workstation.ui.kit.layers.snack_parts import SnackText
from workstation.ui.kit.strings import tr
from workstation.ui.palette.entries import ResultGroup, SearchResult

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
MANGO = 20418
PRESSED = "皮疹按压会褪色吗"


def press(work, key, modifier=NONE):
    """A key that goes wherever the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or work.window, key, modifier)


async def search(work, words):
    """Ctrl K, and words; what is found, once anything is."""
    work.window.activateWindow()
    await until(work.window.isActiveWindow)
    press(work, Qt.Key.Key_K, CTRL)
    palette = work.main_window.palette.palette
    palette.field.edit.insert(words)

    def find():
        model = palette.entries
        entries = [model.entry(row) for row in range(model.rowCount())]
        return [one for one in entries if isinstance(one, SearchResult)]

    await until(lambda: palette.row.words == words and find(), "something is found")
    return find()


async def test_a_message_is_found_from_another_page_and_opened_where_it_stands(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.caught_up(MANGO)
        work.main_window.frame.show_page("settings")
        hits = await search(work, PRESSED)
        assert [one.group for one in hits] == [ResultGroup.MESSAGES, ResultGroup.ACTIONS]
        press(work, Qt.Key.Key_Return)
        await until(lambda: work.active.open_key == MANGO, "the consultation is open")
        assert work.main_window.frame.current_page == "active"
        pane = work.active.conversation
        await until(lambda: pane.find_bar.steps.text.text() == "第 1 处，共 1 处")
        view = pane.view

        def current():
            row = view.currentIndex().row()
            return view.timeline.entry(row) if row >= 0 else None

        await until(lambda: isinstance(current(), MessageItem), "the message is gone to")
        assert PRESSED in current().message.text
        assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))


async def test_a_consultation_that_is_over_opens_in_the_history(workplace):
    async with workplace.open() as work:
        await until(lambda: len(work.session.store.history) > 0)
        consultation = next(iter(work.session.store.history))
        hits = await search(work, consultation.target.name)
        ended = [one for one in hits if one.note.startswith("历史")]
        while work.main_window.palette.palette.current != ended[0]:
            press(work, Qt.Key.Key_Down)
        press(work, Qt.Key.Key_Return)
        page = work.main_window.frame.page("history")
        assert isinstance(page, HistoryPage)
        await until(lambda: page.open_key == ended[0].key[1])
        assert work.main_window.frame.current_page == "history"


async def test_a_hit_whose_consultation_ended_meanwhile_opens_in_the_history(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.caught_up(MANGO)
        await search(work, PRESSED)
        work.clinic.finish(MANGO)
        work.session.refresh()
        await until(lambda: work.session.store.worklist.row(MANGO) is None, "it left the queue")
        press(work, Qt.Key.Key_Return)
        page = work.main_window.frame.page("history")
        await until(lambda: page.open_key == MANGO, "the ended one is open")
        assert work.main_window.frame.current_page == "history"
        notices = [text.accessibleName() for text in work.window.findChildren(SnackText)]
        assert notices.count(tr("window.moved_to_history")) == 1


async def test_letters_that_spell_a_patients_name_find_it_in_both_lists(workplace):
    async with workplace.open() as work:
        await work.online()
        await until(lambda: len(work.session.store.history) > 0)
        name = work.session.store.worklist.row(MANGO).consultation.target.name
        assert name == "王小宝"
        await opens(work, MANGO + 1, str(MANGO + 1))  # what is open stays in the list
        queue = work.active.queue
        queue.search.edit.setText("wxb")
        queue.searched.emit("wxb")
        await until(lambda: queue.list.entries.row(MANGO) >= 0, "found in the queue")
        work.main_window.frame.show_page("history")
        pane = work.main_window.frame.page("history").list_pane
        pane.search.edit.setText("wangxiaob")
        pane.searched.emit("wangxiaob")

        def names():
            entries = map(pane.entries.entry, range(pane.entries.rowCount()))
            return {
                work.session.store.history.get(entry.key).target.name
                for entry in entries
                if entry.selectable
            }

        await until(lambda: names() == {name}, "and nobody else in the history")


def in_sight(rows, key):
    """Whether the row of an open consultation is marked and all of it can be seen."""
    row = rows.entries.row(key)
    index = rows.entries.index(row, 0)
    is_marked = row >= 0 and rows.selectionModel().isSelected(index)
    return is_marked and rows.viewport().rect().contains(rows.visualRect(index))


async def opens(work, number, words):
    """By the palette, whatever stands there besides."""
    await search(work, words)
    work.main_window.palette._actions[ResultGroup.CONSULTATIONS, number]()
    work.main_window.palette.palette.close_now()


async def test_what_the_palette_opens_is_in_sight_in_the_queue(workplace):
    async with workplace.open() as work:
        await work.online()
        work.window.resize(1200, 480)
        rows, number = work.active.queue.list, str(MANGO)
        await until(lambda: rows.verticalScrollBar().maximum() > 300)
        await opens(work, MANGO, number)
        await until(lambda: in_sight(rows, MANGO), "scrolled to")
        bar = rows.verticalScrollBar()
        bar.setValue(0 if bar.value() > bar.maximum() // 2 else bar.maximum())
        assert not in_sight(rows, MANGO)
        await opens(work, MANGO, number)
        await until(lambda: in_sight(rows, MANGO), "it was open, and scrolled out")
        other = next(key for key in work.session.store.worklist.consultation_ids() if key != MANGO)
        await opens(work, other, str(other))
        work.active.queue.search.edit.setText("没有这样的词")
        work.active.queue.searched.emit("没有这样的词")
        await until(lambda: rows.entries.row(MANGO) < 0, "filtered")
        await opens(work, MANGO, number)
        await until(lambda: in_sight(rows, MANGO), "the filter does not hide what is open")


async def test_what_the_palette_opens_is_in_sight_in_the_history(workplace):
    async with workplace.open() as work:
        await until(lambda: len(work.session.store.history) > 10)
        work.window.resize(1200, 480)
        number = list(work.session.store.history)[-1].consultation_id
        await opens(work, number, str(number))
        page = work.main_window.frame.page("history")
        rows = page.list_pane.list
        await until(lambda: in_sight(rows, number), "scrolled to on the page's first opening")
        bar = rows.verticalScrollBar()
        bar.setValue(0 if bar.value() > bar.maximum() // 2 else bar.maximum())
        assert not in_sight(rows, number)
        await opens(work, number, str(number))
        await until(lambda: in_sight(rows, number), "it was open, and scrolled out")
        page.list_pane.search.edit.setText("没有这样的词")
        page.list_pane.searched.emit("没有这样的词")
        await until(lambda: not rows.entries.rowCount(), "filtered")
        await opens(work, number, str(number))
        await until(lambda: in_sight(rows, number), "the filter was lifted")
        assert not page.list_pane.search.edit.text()


async def test_what_is_chosen_of_notices_is_kept_over_a_restart(workplace):
    async with workplace.open() as work:
        work.main_window.frame.show_page("settings")
        rows = work.main_window.frame.page("settings").rows
        rows["notifications.sound"].switch.click()
        rows["notifications.quiet_hours"].hours.switch.click()
        assert work.program.parts.resolution.settings.notify_sound
        assert notice_rules(work.program.parts.resolution.settings).quiet is not None
    stored = json.loads((workplace.folders.config / "settings.json").read_text())
    assert stored["notifications.sound"] is True
    assert stored["notifications.quiet_hours"] == "22:00-07:00"
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.main_window is not None)
        work.main_window.frame.show_page("settings")
        rows = work.main_window.frame.page("settings").rows
        assert rows["notifications.sound"].switch.isChecked()
        assert rows["notifications.quiet_hours"].hours.switch.isChecked()


def sheets(work):
    return [one for one in work.window.findChildren(QuickSheet) if one.isVisible()]


async def test_the_settings_lead_to_the_quick_replies_and_back(workplace):
    async with workplace.open() as work:
        work.main_window.frame.show_page("settings")
        manage = work.main_window.frame.page("settings").sections["quick"].button
        manage.setFocus()
        manage.click()
        await until(lambda: sheets(work))
        QTest.keyClick(sheets(work)[0], Qt.Key.Key_Escape)
        assert not sheets(work)
        assert manage.hasFocus()


async def test_who_has_nobody_waiting_is_led_to_the_quick_replies(workplace):
    async with workplace.open() as work:
        work.active.to_quick.click()
        await until(lambda: sheets(work))


async def test_a_page_that_is_pasted_to_be_searched_for_fills_no_page(workplace):
    """As a whole letter: the heading says how it begins, and the field ends in time."""
    async with workplace.open() as work:
        await work.online()
        work.main_window.navigation.search_history("头痛三天，体温三十八度五。" * 3_850)
        page = work.main_window.frame.page("history")
        assert isinstance(page, HistoryPage)
        heading = page.list_pane.empty.heading
        await until(lambda: heading.text().startswith("没有找到“头痛三天"), "nothing is found")
        assert len(page.list_pane.search.text()) == MAX_CHARACTERS
        assert len(heading.text()) < 60
