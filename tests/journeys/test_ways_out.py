"""Whatever way a doctor tries, a patient's words and pictures leave as the policy wants it."""

import asyncio

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest

from tests.journeys.conftest import Work, until
from tests.journeys.locking import lock, protect
from tests.journeys.pages import open_viewer, pictured_consultation
from workstation.services.audit_check import check_audit
from workstation.services.media_reader import LoadedMedia
from workstation.ui.conversation.timeline.hit_actions import CopyPicture
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.media import copying
from workstation.ui.summary.sent import SentDialog

DENIED = dict.fromkeys(
    ("export.copy_text", "export.copy_picture", "export.save", "export.print", "export.pdf"), "deny"
)


async def open_text(work: Work):
    """A conversation in which the keyboard is on a patient's words; the view, and those."""
    number = work.session.store.worklist.consultation_ids()[0]
    await work.open_consultation(number)
    view = work.active.conversation.view

    def texts() -> list[MessageItem]:
        rows = [view.timeline.entry(row) for row in range(view.timeline.rowCount())]
        return [row for row in rows if isinstance(row, MessageItem) and row.message.text]

    await until(texts)
    item = texts()[-1]
    view.go_to_item(item.key)
    view.setFocus()
    return view, item.message.text, number


def press_copy(view) -> None:
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def lines(menu: Menu) -> dict[str, bool]:
    return {item.text(): item.isEnabled() for item in menu.findChildren(MenuItem)}


def sentences(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(Label))


async def test_what_is_denied_is_in_sight_and_says_who_forbade_it(workplace, policy, clipboard):
    policy.update(DENIED)
    clipboard.setText("before")
    async with workplace.open() as work:
        await work.online()
        view, _, number = await open_text(work)
        press_copy(view)
        place = view.visualRect(view.currentIndex()).center()
        reason = QContextMenuEvent.Reason.Keyboard
        view.contextMenuEvent(QContextMenuEvent(reason, place, QPoint()))
        menu = work.window.findChildren(Menu)[-1]
        assert not lines(menu)["复制"]
        assert "管理员已禁止复制文字" in sentences(menu)
        menu.close_now()
        menu = work.active.conversation.head.open_menu()
        denied = [text for text, enabled in lines(menu).items() if not enabled]
        assert len(denied) == 3
        assert "导出证据包…" in denied
        assert "管理员已禁止打印" in sentences(menu)
        assert "管理员已禁止导出 PDF" in sentences(menu)
        menu.close_now()
        copies = [
            button
            for button in work.active.details.findChildren(IconButton)
            if button.accessibleDescription()
        ]
        assert len(copies) == 1
        assert not copies[0].isEnabled()
        sent = SentDialog(work.window, "online", following="")
        assert not sent.pdf.isEnabled()
        assert not sent.print.isEnabled()
        sent.deleteLater()
        assert clipboard.text() == "before"
        data = workplace.folders.data
    report = await check_audit(data, workplace.keys)
    denied = [line for line in report.lines if line.event == "export_denied"]
    assert [(line.consultation_id, line.detail) for line in denied] == [(number, "copy_text")]


async def test_a_picture_neither_leaves_by_its_buttons_nor_by_its_keys(workplace, policy):
    policy.update(DENIED)
    async with workplace.open() as work:
        viewer = await open_viewer(work)
        for button in (viewer.bar.copy, viewer.bar.save):
            assert not button.isEnabled()
            assert button.accessibleDescription().startswith("管理员已禁止")
        for key in (Qt.Key.Key_C, Qt.Key.Key_S):
            QTest.keyClick(viewer, key, Qt.KeyboardModifier.ControlModifier)
        data = workplace.folders.data
    report = await check_audit(data, workplace.keys)
    denied = {line.detail for line in report.lines if line.event == "export_denied"}
    assert denied == {"copy_picture", "save"}


async def test_a_picture_is_copied_from_the_conversation(workplace, clipboard):
    clipboard.setText("before")
    async with workplace.open() as work:
        await work.online()
        pictured = pictured_consultation(work)
        await work.open_consultation(pictured.consultation_id)
        copy = CopyPicture(pictured.pictures[0])
        work.active.conversation.view.action_triggered.emit(copy, 0.0)
        await until(lambda: not clipboard.image().isNull())
        data = workplace.folders.data
    report = await check_audit(data, workplace.keys)
    left = [line.consultation_id for line in report.lines if line.event == "picture_copied"]
    assert left == [pictured.consultation_id]


async def test_where_it_asks_one_key_lets_it_out_and_a_new_rule_holds_at_once(
    workplace, policy, clipboard
):
    policy["export.copy_text"] = "ask"
    async with workplace.open() as work:
        await work.online()
        view, text, number = await open_text(work)
        press_copy(view)
        await until(lambda: [one for one in work.window.findChildren(Dialog) if one.isVisible()])
        QTest.keyClick(work.window.focusWidget(), Qt.Key.Key_Return)
        await until(lambda: clipboard.text() == text)
        clipboard.setText("before")
        policy["export.copy_text"] = "deny"
        work.window.activated.emit()
        await until(lambda: work.program.parts.resolution.settings.export_copy_text == "deny")
        press_copy(view)
        assert clipboard.text() == "before"
        data = workplace.folders.data
    report = await check_audit(data, workplace.keys)
    left = [line for line in report.lines if line.event in {"text_copied", "export_denied"}]
    assert [(line.event, line.consultation_id) for line in left] == [
        ("text_copied", number),
        ("export_denied", number),
    ]


async def test_a_picture_that_comes_behind_the_lock_is_not_to_be_pasted(
    workplace,
    clipboard,
    monkeypatch,
    cheap_codes,  # noqa: ARG001
):
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        pictured = pictured_consultation(work)
        await work.open_consultation(pictured.consultation_id)
        reader, begun, fetched = work.session.media.reader, asyncio.Event(), asyncio.Event()
        picture = reader.picture

        async def slow(url: str) -> LoadedMedia:
            begun.set()
            await fetched.wait()
            return await picture(url)

        monkeypatch.setattr(reader, "picture", slow)
        copy = CopyPicture(pictured.pictures[0])
        work.active.conversation.view.action_triggered.emit(copy, 0.0)
        task = work.main_window.scope._latest[copying.WORK]
        await begun.wait()
        await lock(work)
        fetched.set()
        await asyncio.wait([task])
        assert clipboard.image().isNull()
