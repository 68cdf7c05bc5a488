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
    palette = work.desk.palette.palette
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
        work.desk.frame.show_page("settings")
        hits = await search(work, PRESSED)
        assert [one.group for one in hits] == [ResultGroup.MESSAGES, ResultGroup.ACTIONS]
        press(work, Qt.Key.Key_Return)
        await until(lambda: work.active.open_key == MANGO, "the consultation is open")
        assert work.desk.frame.current_page == "active"
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
        while work.desk.palette.palette.current != ended[0]:
            press(work, Qt.Key.Key_Down)
        press(work, Qt.Key.Key_Return)
        page = work.desk.frame.page("history")
        assert isinstance(page, HistoryPage)
        await until(lambda: page.open_key == ended[0].key[1])
        assert work.desk.frame.current_page == "history"


async def test_what_is_chosen_of_notices_is_kept_over_a_restart(workplace):
    async with workplace.open() as work:
        work.desk.frame.show_page("settings")
        rows = work.desk.frame.page("settings").rows
        rows["notifications.sound"].switch.click()
        rows["notifications.quiet_hours"].hours.switch.click()
        assert work.program.parts.resolution.settings.notify_sound
        assert notice_rules(work.program.parts.resolution.settings).quiet is not None
    stored = json.loads((workplace.folders.config / "settings.json").read_text())
    assert stored["notifications.sound"] is True
    assert stored["notifications.quiet_hours"] == "22:00-07:00"
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.desk is not None)
        work.desk.frame.show_page("settings")
        rows = work.desk.frame.page("settings").rows
        assert rows["notifications.sound"].switch.isChecked()
        assert rows["notifications.quiet_hours"].hours.switch.isChecked()


def sheets(work):
    return [one for one in work.window.findChildren(QuickSheet) if one.isVisible()]


async def test_the_settings_lead_to_the_quick_replies_and_back(workplace):
    async with workplace.open() as work:
        work.desk.frame.show_page("settings")
        manage = work.desk.frame.page("settings").sections["quick"].button
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
