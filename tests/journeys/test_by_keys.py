"""A day by the keyboard alone, with a screen reader listening: each step leads on, and is heard.

It is told in two parts, since a test is given half a minute on a busy machine.
"""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes.screen_reader import listening
from tests.journeys.conftest import Work, until
from tests.journeys.pages import sign_in_page
from tests.ui.keys import press_in_window
from workstation.domain.message import Delivery
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.settings.keys_sheet import KeysSheet
from workstation.ui.shell.pane_focus import entrance_of
from workstation.ui.summary.sent import SentDialog

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def press(work: Work, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Keys that go wherever the keyboard is."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or work.window, key, modifier)


def write(letters: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), letters)


def is_heard(beginning: str, end: str = "") -> bool:
    """Whether the reader was told such a sentence among the last."""
    return any(each.startswith(beginning) and each.endswith(end) for each in announcer.recent)


def patient(work: Work, number: int) -> str:
    return work.session.store.worklist.row(number).consultation.target.name


async def test_a_day_by_keys_alone_and_heard(workplace):
    with listening():
        async with workplace.open(sign_in=False) as work:
            await signs_in(work)
            await answers(work)
            await goes_on_to_the_next(work)
            await says_that_none_is_needed(work)
            await finds_the_settings(work)
            await deletes_and_undoes(work)
            await walks_over_the_profile(work)
            await signs_out(work)


async def test_what_is_noted_closed_and_looked_up_between_two_patients(workplace):
    with listening():
        async with workplace.open() as work:
            await work.online()
            work.window.activateWindow()
            await until(work.window.isActiveWindow)
            await until(lambda: work.active.queue.list.entries.rowCount() > 3)
            press(work, Key.Key_J, modifier=CTRL)
            await uses_a_quick_reply(work)
            await looks_things_up_and_comes_back(work)
            await snoozes_and_labels_a_row(work)
            await notes_something(work)
            await sums_up(work)


async def signs_in(work: Work) -> None:
    """Address and token are typed where the keyboard is."""
    await sign_in_page(work)
    work.window.activateWindow()
    await until(work.window.isActiveWindow)
    write(work.clinic.address)
    press(work, Key.Key_Tab)
    write(work.clinic.token)
    press(work, Key.Key_Return)
    await until(lambda: work.program.main_window is not None, "signed in")
    await work.online()


async def answers(work: Work) -> None:
    """Looking marks nothing as read; Enter leads to where one answers, and is heard."""
    view = work.active.queue.list
    await until(lambda: view.entries.rowCount() > 3)
    assert view.hasFocus()
    await until(lambda: is_heard("接诊中，"))
    unread = work.session.store.worklist.unread_total
    press(work, Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert work.active.open_key is None
    number = view.entries.entry(view.currentIndex().row()).key
    assert work.session.store.worklist.unread_total == unread
    press(work, Key.Key_Return)
    assert work.active.open_key == number
    assert work.active.composer.editor.hasFocus()
    assert is_heard(patient(work, number))
    write("ok")
    press(work, Key.Key_Return)
    await until(lambda: work.texts()[-1:] == ["ok"])
    await until(lambda: work.messages()[-1].delivery is Delivery.SENT)
    await until(lambda: is_heard("我的消息已发送"))


async def goes_on_to_the_next(work: Work) -> None:
    """The patient under the keyboard changes, which the box and the announcement say."""
    before = work.active.open_key
    press(work, Key.Key_J, modifier=CTRL)
    number = work.active.open_key
    assert number != before
    name = patient(work, number)
    assert name in work.active.composer.editor.accessibleName()
    assert is_heard(f"{name}，等待 ")
    walks_the_regions(work)
    assert work.active.composer.editor.hasFocus()


def walks_the_regions(work: Work) -> None:
    """F6 leads through the rail and every pane of the page, and back; Shift F6 the other way."""
    frame = work.main_window.frame
    panes = frame.page(frame.current_page).panes()
    regions = [frame.rail, *(each for each in panes if entrance_of(each) is not None)]
    assert len(regions) > 1

    def place() -> int:
        at = QApplication.focusWidget()
        return next(n for n, one in enumerate(regions) if one is at or one.isAncestorOf(at))

    start = place()
    for modifier, step in ((NONE, 1), (SHIFT, -1)):
        for walked in range(1, len(regions) + 1):
            press(work, Key.Key_F6, modifier=modifier)
            assert place() == (start + step * walked) % len(regions)


async def says_that_none_is_needed(work: Work) -> None:
    """By a key, and taken back by another, wherever the keyboard is."""
    number = work.active.open_key

    def is_marked() -> bool:
        return work.session.store.worklist.row(number).no_reply

    press(work, Key.Key_D, modifier=CTRL)
    await until(is_marked)
    press_in_window(QApplication.focusWidget() or work.window, Key.Key_Z, CTRL)
    await until(lambda: not is_marked())


async def uses_a_quick_reply(work: Work) -> None:
    """A stroke opens the menu, Enter puts the first of it into the reply."""
    composer = work.active.composer
    write("/")
    await until(lambda: not composer.editor.hasFocus(), "the menu is open")
    press(work, Key.Key_Return)
    await until(lambda: composer.editor.hasFocus() and len(composer.text) > 1)
    press(work, Key.Key_A, modifier=CTRL)
    press(work, Key.Key_Delete)
    assert composer.text == ""


async def looks_things_up_and_comes_back(work: Work) -> None:
    """After a sheet the keyboard is where one works."""
    press(work, Key.Key_F1)
    sheet = work.window.findChild(KeysSheet)
    assert sheet.isVisible()
    press(work, Key.Key_Escape)
    assert work.active.composer.editor.hasFocus()
    for name in ("new", "connection", "quick_replies", "diagnostics", "pdf", "sign_out"):
        await pick_in_palette(work, ACTIONS[name].title, ACTIONS[name].title)
        await until(lambda: not work.active.composer.editor.hasFocus(), name)
        press(work, Key.Key_Escape)
        await until(work.active.composer.editor.hasFocus, name)


async def snoozes_and_labels_a_row(work: Work) -> None:
    """The row that is looked at, from its menu and by a key; nothing is opened by it."""
    view, opened = work.active.queue.list, work.active.open_key
    press(work, Key.Key_F6, Key.Key_F6, Key.Key_F6)
    assert view.hasFocus()
    press(work, Key.Key_End)
    number = view.entries.entry(view.currentIndex().row()).key
    row = work.session.store.worklist.row
    press(work, Key.Key_L, modifier=CTRL | SHIFT)
    write("vip")
    press(work, Key.Key_Return)
    await until(lambda: row(number).labels == ("vip",))
    await until(view.hasFocus)
    press(work, Key.Key_Menu)
    while QApplication.focusWidget().text() != "15 分钟后提醒我":
        press(work, Key.Key_Down)
    press(work, Key.Key_Return)
    await until(lambda: row(number).is_snoozed(work.session.clock.now_ms()))
    assert work.active.open_key == opened


async def notes_something(work: Work) -> None:
    """About the patient whose row has the keyboard; Esc leads to the reply to that patient."""
    view = work.active.queue.list
    press(work, Key.Key_Home)
    number = view.entries.entry(view.currentIndex().row()).key
    press(work, Key.Key_N, modifier=CTRL | SHIFT)
    assert work.active.open_key == number
    assert work.active.details.note.has_keyboard
    write("abc")
    press(work, Key.Key_Escape)
    assert work.active.composer.editor.hasFocus()
    consultation = work.session.store.worklist.row(number).consultation
    await until(lambda: work.session.store.notes.of(consultation).text == "abc")
    await until(lambda: is_heard(f"已保存备注：{patient(work, number)}"))


async def sums_up(work: Work) -> None:
    """The form is found by its name; sent, and put away, the keyboard is in the reply again."""
    await pick_in_palette(work, "xiaojie", "写小结")
    sheet = work.main_window.overlays.closing.sheet
    await until(sheet.text_areas["assessment"].edit.hasFocus)
    write("ok")
    press(work, Key.Key_Return, modifier=CTRL)
    await until(lambda: isinstance(work.window.findChild(SentDialog), SentDialog), "it is sent")
    press(work, Key.Key_Escape)
    await until(work.active.composer.editor.hasFocus)
    await until(lambda: "小结" in work.texts()[-1])


async def pick_in_palette(work: Work, words: str, title: str) -> None:
    """Find an action by its name, and do it."""
    press(work, Key.Key_K, modifier=CTRL)
    palette = work.main_window.palette.palette
    palette.field.edit.insert(words)  # as an input method gives it
    await until(lambda: palette.current is not None and palette.current.title == title)
    press(work, Key.Key_Return)


async def signs_out(work: Work) -> None:
    """What stays is asked; Enter keeps it."""
    await pick_in_palette(work, "tuichu", "退出登录")
    await until(lambda: visible_dialog(work) is not None)
    press(work, Key.Key_Return)
    await sign_in_page(work)


def visible_dialog(work: Work) -> Dialog | None:
    """The question that is asked now."""
    return next((each for each in work.window.findChildren(Dialog) if each.isVisible()), None)


async def finds_the_settings(work: Work) -> None:
    """The palette knows actions and settings by their first letters."""
    await pick_in_palette(work, "sz", "打开设置")
    assert work.main_window.frame.current_page == "settings"
    press(work, Key.Key_F6)
    walks_the_regions(work)
    press(work, Key.Key_K, modifier=CTRL)
    palette = work.main_window.palette.palette
    palette.field.edit.insert("深色")  # as an input method gives it
    await until(lambda: palette.current is not None and palette.current.title == "主题：深色")
    press(work, Key.Key_Return)
    await until(lambda: work.program.parts.resolution.settings.theme == "dark")


async def deletes_and_undoes(work: Work) -> None:
    """The words of a search are not the rows; what is deleted is said, and comes back by a key."""
    press(work, Key.Key_H, modifier=CTRL)
    page = work.main_window.frame.page("history")
    entries = page.list_pane.entries

    def rows() -> int:
        return sum(entries.entry(row).selectable for row in range(entries.rowCount()))

    await until(lambda: rows() > 1)
    count = rows()
    write("x")
    press(work, Key.Key_Return)
    await until(lambda: rows() == 0)
    press(work, Key.Key_A, modifier=CTRL)
    press(work, Key.Key_Delete)
    await until(lambda: rows() == count)
    press(work, Key.Key_Down, Key.Key_Delete)
    await until(lambda: rows() == count - 1)
    assert is_heard("已删除 ", "，按 Ctrl Z 撤销")
    press_in_window(QApplication.focusWidget() or work.window, Key.Key_Z, CTRL)
    await until(lambda: rows() == count)
    assert is_heard("已恢复 ")
    walks_the_regions(work)


async def walks_over_the_profile(work: Work) -> None:
    """The page of the doctor is read from the platform first."""
    press(work, Key.Key_3, modifier=CTRL)
    await until(lambda: work.main_window.frame.current_page == "profile")
    await until(lambda: work.main_window.pages.profile is not None)
    press(work, Key.Key_F6)
    walks_the_regions(work)
