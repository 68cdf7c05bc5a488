"""Words that only name or count what stands beside them are quieter than it, as in the design."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from tests.store.people import consultation
from tests.ui.still_board import StillBoard
from workstation.domain.people import Member
from workstation.domain.profile import Profile
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.history.pane import HistoryPane
from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.theme import Appearance, theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.profile.preview import PreviewPane

NEAR = 12
"""Thin strokes are never quite as dark as their ink."""


def details() -> QWidget:
    pane = DetailsPane(StillBoard(), lambda: 0)
    doctor = DoctorCard(1, "林若川", "主任医师", me=True)
    pane.show_consultation(consultation(1, target=Member(1, "王小宝")), (doctor,))
    pane.pictures.show_pictures(("a", "b"))
    return pane


def history() -> QWidget:
    pane = HistoryPane()
    pane.show_counts(130, 14, narrowed=True)
    return pane


def preview() -> QWidget:
    pane = PreviewPane()
    pane.show_profile(Profile(1, "林若川", "主任医师", "清河儿童医院", "儿科", "", "", (), ()))
    return pane


def honours() -> QWidget:
    editor = OrderedListEditor()
    editor.set_items(("教学奖",))
    return editor


def darkest(label: Label) -> QColor:
    image = label.grab().toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return min((image.pixelColor(x, y) for x, y in places), key=QColor.lightness)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (details, ["就诊人", "主任医师", "2"]),
        (history, ["130 个咨询", "找到 14 个"]),
        (preview, ["清河儿童医院 · 儿科"]),
        (honours, ["1"]),
    ],
)
def test_they_are_in_the_third_ink(
    show_widget: Callable[..., QWidget], make: Callable[[], QWidget], words: list[str]
) -> None:
    theme.set_appearance(Appearance.LIGHT)
    widget = make()
    show_widget(widget)
    by_name = {label.text(): label for label in widget.findChildren(Label)}
    third = theme.colours.text_tertiary
    for text in words:
        assert abs(darkest(by_name[text]).lightness() - third.lightness()) <= NEAR, text
