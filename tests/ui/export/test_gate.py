"""The gate for what leaves: allowed at once, asked first, or refused with who forbade it."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.ui.waiting import until
from workstation.domain.audit import AuditEvent
from workstation.domain.export import ExportChannel
from workstation.ui.export.gate import ExportGate
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers import file_dialog
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.tasks import scope_of
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label

FIELDS = {
    ExportChannel.TEXT: "export_copy_text",
    ExportChannel.PICTURE: "export_copy_picture",
    ExportChannel.FILE: "export_save",
    ExportChannel.PRINT: "export_print",
    ExportChannel.PDF: "export_pdf",
}
KEYS = {"go on": Qt.Key.Key_Return, "leave it": Qt.Key.Key_Escape}


class Room:
    """A window with its gate, and what that said and recorded."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.window.resize(800, 600)
        self.window.show()
        self.scope = scope_of(self.window)
        self.sentences: list[str] = []
        self.recorded: list[tuple[AuditEvent, int | None, str]] = []
        self.gate = ExportGate(self.window, self.scope, self.sentences.append, self.record)

    def record(self, event: AuditEvent, number: int | None = None, detail: str = "") -> None:
        self.recorded.append((event, number, detail))

    def question(self) -> Dialog | None:
        visible = [one for one in self.window.findChildren(Dialog) if one.isVisible()]
        return visible[0] if visible else None


@pytest.fixture
def room(qloop, clipboard):  # noqa: ARG001
    clipboard.setText("before")
    made = Room()
    yield made
    made.scope.close()
    made.window.close()
    made.window.deleteLater()


async def test_what_is_allowed_is_copied_at_once_and_audited_without_its_words(room, clipboard):
    room.gate.copy_text("体温 39", 7)
    assert clipboard.text() == "体温 39"
    assert room.recorded == [(AuditEvent.TEXT_COPIED, 7, "")]
    assert clipboard.mimeData().hasFormat("x-kde-passwordManagerHint")


async def test_what_is_denied_is_not_copied_and_says_who_forbade_it(room, clipboard, rules):
    rules(export_copy_text="deny", export_copy_picture="deny")
    room.gate.copy_text("体温 39", 7)
    room.gate.copy_picture(QImage(4, 4, QImage.Format.Format_RGB32), 8, "copied")
    assert clipboard.text() == "before"
    assert room.sentences == ["管理员已禁止复制文字", "管理员已禁止复制图片"]
    assert room.recorded == [
        (AuditEvent.EXPORT_DENIED, 7, "copy_text"),
        (AuditEvent.EXPORT_DENIED, 8, "copy_picture"),
    ]


@pytest.mark.parametrize("answer", KEYS)
async def test_the_question_is_answered_by_one_key(room, clipboard, rules, answer):
    rules(export_copy_text="ask")
    room.gate.copy_text("体温 39", 7)
    await until(room.question)
    assert clipboard.text() == "before"
    focused = QApplication.focusWidget() if answer == "go on" else room.question()
    QTest.keyClick(focused or room.question(), KEYS[answer])
    await room.scope.join()
    assert clipboard.text() == ("体温 39" if answer == "go on" else "before")
    assert [event for event, *_ in room.recorded] == (
        [AuditEvent.TEXT_COPIED] if answer == "go on" else []
    )


@pytest.mark.parametrize("channel", ExportChannel)
async def test_each_way_out_has_its_rule_and_its_sentences(room, rules, channel):
    rules(**{FIELDS[channel]: "deny"})
    assert [each for each in ExportChannel if export_rules.denial(each)] == [channel]
    assert await room.gate.ask(channel, 7) is None
    rules(**{FIELDS[channel]: "ask"})
    asking = asyncio.ensure_future(room.gate.ask(channel, 7, "另外。"))
    await until(room.question)
    texts = [label.text() for label in room.question().findChildren(Label)]
    assert texts[0].endswith("？")
    assert texts[1].endswith("另外。")
    room.question().answer("go_on")
    permit = await asking
    assert permit is not None
    assert permit.channel is channel


@pytest.mark.parametrize("spoken", Language)
def test_a_forbidden_line_of_a_menu_stays_with_its_reason_below(room, rules, spoken):
    set_language(spoken)
    rules(export_print="deny")
    menu = Menu(room.window)
    denial = export_rules.denial(ExportChannel.PRINT)
    item = menu.add("x", lambda: pytest.fail("it was picked"), denial=denial)
    menu.add("y", lambda: None)
    menu.open()
    menu.focus_first()
    assert not item.isEnabled()
    assert item.accessibleDescription() == denial
    assert [label.text() for label in menu.findChildren(Label)] == [denial]
    assert QApplication.focusWidget() is not item
    menu.close_now()


def test_a_forbidden_button_says_why_and_comes_back(room, rules):
    button = QPushButton(room.window)
    rules(export_save="deny")
    export_rules.mark(button, ExportChannel.FILE)
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "管理员已禁止另存文件"
    rules()
    export_rules.mark(button, ExportChannel.FILE)
    assert button.isEnabled()
    assert not button.accessibleDescription()
    export_rules.mark(button, ExportChannel.FILE, possible=False)
    assert not button.isEnabled()


def test_a_button_that_is_not_forbidden_has_its_keys_said(room, rules):
    button = IconButton(Icon.DOWNLOAD, parent=room.window)
    for denied in (False, True, False):
        rules(export_save="deny" if denied else "allow")
        button.set_name("保存", "Ctrl S")
        export_rules.mark(button, ExportChannel.FILE)
        assert button.accessibleDescription() == ("管理员已禁止另存文件" if denied else "Ctrl S")


@pytest.mark.parametrize("channel", ExportChannel)
async def test_where_no_file_dialog_can_be_opened_nothing_but_copying_goes_on(
    room, monkeypatch, channel
):
    monkeypatch.setattr(file_dialog, "has_descriptors", lambda _: False)
    copies = channel in {ExportChannel.TEXT, ExportChannel.PICTURE}
    assert (await room.gate.ask(channel, 7) is not None) is copies
    assert (room.question() is None) is copies
