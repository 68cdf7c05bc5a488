"""In a narrow window with large text the head of a conversation names its patient in full."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.conversation.head import ConversationHead
from workstation.ui.kit.painting import Tone
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label

NAME = "欧阳一诺"
NARROWEST = 600
"""What the smallest window leaves for it beside the rail at 200 %."""


@pytest.fixture
def head(show_widget) -> ConversationHead:
    head = ConversationHead()
    show_widget().layout().addWidget(head)
    head.name.setText(NAME)
    head.to_list.show()
    head.show_need(waiting=True, no_reply=False)
    return head


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_waiting_time_gives_way_to_the_patient_s_name(head, percent) -> None:
    theme.set_text_size(percent)
    head.show_waiting("等待 2 小时 14 分", Tone.DANGER)
    for width in (NARROWEST, 2 * NARROWEST):
        head.window().resize(width + 2, 400)
        head.resize(width, head.height())
        head.layout().activate()
        assert head.name.width() >= head.name.sizeHint().width()
        assert head.waiting.isHidden() or head.waiting.width() >= head.waiting.sizeHint().width()
    assert not head.waiting.isHidden()


def test_nobody_waits_and_nothing_is_shown(head) -> None:
    head.show_waiting("", Tone.PLAIN)
    head.resize(2 * NARROWEST, head.height())
    assert head.waiting.isHidden()


def test_what_is_said_again_lays_nothing_out_anew_and_paints_nothing(head, monkeypatch) -> None:
    """A flood of messages says all of it again with each; the layout is that of the window."""

    def say() -> None:
        head.show_waiting("等待 2 分", Tone.WARNING)
        head.show_need(waiting=True, no_reply=False)
        head.show_typing(NAME)

    say()
    head.resize(2 * NARROWEST, head.height())
    QApplication.sendPostedEvents()
    layouts, painted = Layouts(head), []

    def update(part: QWidget) -> None:
        painted.append(part)

    for kind in (Chip, Label, IconButton):
        monkeypatch.setattr(kind, "update", update)
    say()
    QApplication.sendPostedEvents()
    assert (layouts.count, painted) == (0, [])
    head.show_waiting("等待 3 分", Tone.WARNING)
    QApplication.sendPostedEvents()
    assert layouts.count > 0
    assert painted == [head.waiting]


class Layouts(QObject):
    """How often a widget was asked for a new layout."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False
