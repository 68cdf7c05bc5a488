"""A day by the keyboard alone, with a screen reader listening: each step leads on, and is heard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes.screen_reader import listening
from tests.journeys.conftest import Work, until
from workstation.domain.message import Delivery
from workstation.ui.kit.announcer import announcer
from workstation.ui.settings.keys_sheet import KeysSheet

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
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
        async with workplace.open() as work:
            await work.online()
            work.window.activateWindow()
            await until(work.window.isActiveWindow)
            await answers(work)
            await goes_on_to_the_next(work)
            await looks_keys_up_and_comes_back(work)
            await finds_the_settings(work)
            await deletes_and_undoes(work)


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
    await until(lambda: is_heard("已发送"))


async def goes_on_to_the_next(work: Work) -> None:
    """The patient under the keyboard changes, which the box and the announcement say."""
    before = work.active.open_key
    press(work, Key.Key_J, modifier=CTRL)
    number = work.active.open_key
    assert number != before
    name = patient(work, number)
    assert name in work.active.composer.editor.accessibleName()
    assert is_heard(f"{name}，等待 ")
    round_trip = []
    for _ in range(5):
        press(work, Key.Key_F6)
        round_trip.append(QApplication.focusWidget())
    assert len(set(map(id, round_trip))) == 5
    assert round_trip[-1] is work.active.composer.editor


async def looks_keys_up_and_comes_back(work: Work) -> None:
    """After a sheet the keyboard is where one works."""
    press(work, Key.Key_F1)
    sheet = work.window.findChild(KeysSheet)
    assert sheet.isVisible()
    press(work, Key.Key_Escape)
    assert work.active.composer.editor.hasFocus()


async def finds_the_settings(work: Work) -> None:
    """The palette knows actions and settings by their first letters."""
    press(work, Key.Key_K, modifier=CTRL)
    palette = work.desk.palette.palette
    write("sz")
    await until(lambda: palette.current is not None and palette.current.title == "打开设置")
    press(work, Key.Key_Return)
    assert work.desk.frame.current_page == "settings"
    press(work, Key.Key_K, modifier=CTRL)
    palette = work.desk.palette.palette
    palette.field.edit.insert("深色")  # as an input method gives it
    await until(lambda: palette.current is not None and palette.current.title == "主题：深色")
    press(work, Key.Key_Return)
    await until(lambda: work.program.parts.resolution.settings.theme == "dark")


async def deletes_and_undoes(work: Work) -> None:
    """The words of a search are not the rows; what is deleted is said, and comes back by a key."""
    press(work, Key.Key_H, modifier=CTRL)
    page = work.desk.frame.page("history")
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
    press(work, Key.Key_Z, modifier=CTRL)
    await until(lambda: rows() == count)
    assert is_heard("已恢复 ")
