"""Text from 85 to 200 %: what grows with it, what stays, and that it does so while it is shown."""

import gc
import weakref

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QToolTip, QVBoxLayout, QWidget

from workstation.domain.text_size import TEXT_SIZES
from workstation.ui.kit.fields.field import Field, SecretField
from workstation.ui.kit.fields.text_area import TextArea
from workstation.ui.kit.page import Page, Width
from workstation.ui.kit.theme import SIZE, Appearance, Icon, TextRole, theme
from workstation.ui.kit.widgets.avatar import Avatar
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.shell.window_frame import WindowFrame

CTRL = Qt.KeyboardModifier.ControlModifier


def test_every_role_follows_and_none_is_smaller_than_12() -> None:
    seen = {}
    for percent in TEXT_SIZES:
        theme.set_text_size(percent)
        seen[percent] = {role: theme.style(role) for role in TextRole}
        for role in TextRole:
            assert theme.font(role).pixelSize() == theme.style(role).size >= 12
    for role in TextRole:
        drawn, largest = seen[100][role], seen[200][role]
        assert (largest.size, largest.line) == (2 * drawn.size, 2 * drawn.line)
        assert seen[85][role].size == max(12, round(0.85 * drawn.size))
        sizes = [seen[percent][role].size for percent in TEXT_SIZES]
        assert sizes == sorted(sizes)


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_a_line_of_every_role_has_room_for_its_font(percent: int) -> None:
    theme.set_text_size(percent)
    for role in TextRole:
        style = theme.style(role)
        assert style.line >= style.size * 1.1, role


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_lines_further_apart_than_their_roles_grow_with_the_text(percent: int) -> None:
    label = Label("一行\n两行\n三行", wrap=True, line=24)
    theme.set_text_size(percent)
    line = label.block(400).line_height
    assert line >= theme.style(TextRole.BODY).line
    assert label.heightForWidth(400) == 3 * line


def test_paper_keeps_its_own_size() -> None:
    before = theme.paper_style(TextRole.BODY)
    theme.set_text_size(200)
    assert theme.paper_style(TextRole.BODY) == before


def test_lengths_grow_and_come_back_but_never_shrink_nor_do_lines() -> None:
    drawn = dict(SIZE.__dict__)
    theme.set_text_size(200)
    assert (SIZE.control, SIZE.row_consult, SIZE.hairline) == (64, 168, 1)
    assert SIZE.thumb == drawn["thumb"]
    theme.set_text_size(115)
    theme.set_text_size(85)
    assert dict(SIZE.__dict__) == drawn
    theme.set_text_size(100)
    assert dict(SIZE.__dict__) == drawn


def make_parts() -> list[QWidget]:
    return [
        Button("发送"),
        Button("发送", large=True),
        IconButton(Icon.X, size=SIZE.control_sm, icon_size=SIZE.icon_sm),
        Avatar(),
        Label("名字", TextRole.TITLE),
        Field(),
        SecretField(),
        TextArea(),
    ]


def test_what_is_shown_already_becomes_what_is_made_anew(show_widget, qapp) -> None:
    ground = QWidget()
    column = QVBoxLayout(ground)
    for part in (before := make_parts()):
        column.addWidget(part)
    show_widget(ground)
    for percent in (200, 85, 130, 100):
        theme.set_text_size(percent)
        qapp.processEvents()
        for old, new in zip(before, make_parts(), strict=True):
            assert old.sizeHint() == new.sizeHint(), (percent, type(old))
            for mine, fresh in zip(
                old.findChildren(QLineEdit), new.findChildren(QLineEdit), strict=True
            ):
                assert mine.font().pixelSize() == fresh.font().pixelSize()
            new.deleteLater()


def test_what_is_held_is_forgotten_with_its_widget() -> None:
    widget = QWidget()
    theme.hold(widget, QWidget.setFixedHeight, SIZE.header)
    theme.set_text_size(150)
    assert widget.height() == 84
    gone = weakref.ref(widget)
    del widget
    gc.collect()
    assert gone() is None
    theme.set_text_size(100)


class Plain(Page):
    """Remembers how it was told to arrange."""

    def __init__(self) -> None:
        super().__init__()
        self.fits: list[tuple[Width, bool]] = []

    def fit(self, width: Width, *, short: bool) -> None:
        self.fits.append((width, short))


def test_a_window_has_less_room_for_larger_text(show_widget) -> None:
    frame, page = WindowFrame(), Plain()
    frame.add_page("active", lambda: page)
    window = show_widget(frame)
    window.layout().setContentsMargins(0, 0, 0, 0)
    window.resize(1366, 768)
    frame.show_page("active")
    for percent, expected in (
        (130, (Width.COMPACT, True)),
        (200, (Width.SINGLE, True)),
        (100, (Width.WIDE, False)),
    ):
        theme.set_text_size(percent)
        assert page.fits[-1] == expected


@pytest.mark.parametrize(
    ("key", "now", "expected"),
    [
        (Qt.Key.Key_Plus, 100, 115),
        (Qt.Key.Key_Equal, 120, 130),
        (Qt.Key.Key_Plus, 200, 200),
        (Qt.Key.Key_Minus, 100, 85),
        (Qt.Key.Key_Minus, 85, 85),
        (Qt.Key.Key_0, 175, 100),
    ],
)
def test_keys_ask_for_the_next_size(show_widget, qtbot, key, now, expected) -> None:
    frame = WindowFrame()
    frame.add_page("active", Plain)
    show_widget(frame)
    frame.show_page("active")
    theme.set_text_size(now)
    with qtbot.waitSignal(frame.text_size_asked) as asked:
        QTest.keyClick(frame, key, CTRL)
    assert asked.args == [expected]


class Undressed(QObject):
    """Counts what makes Qt dress a widget anew."""

    COSTLY = (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() in self.COSTLY
        return super().eventFilter(watched, event)


def test_another_size_dresses_no_widget_anew(show_widget) -> None:
    """With all pages open that took a third of a second for each step of ``Ctrl +``."""
    field = QLineEdit()
    show_widget(field)
    undressed = Undressed()
    field.installEventFilter(undressed)
    theme.set_text_size(150)
    assert field.font().pixelSize() == theme.style(TextRole.BODY).size
    assert undressed.count == 0


def test_what_qt_itself_draws_grows_as_well(show_widget, qapp) -> None:
    show_widget(QWidget())
    for percent in (100, 150, 200):
        theme.set_text_size(percent)
        menu = QMenu()
        entry = menu.addAction("粘贴")
        assert abs(menu.actionGeometry(entry).height() - SIZE.control) <= 2
        assert QToolTip.font().pixelSize() == theme.style(TextRole.CAPTION).size
        assert qapp.font().pixelSize() == theme.style(TextRole.BODY).size


def test_tool_tips_keep_their_size_when_the_theme_changes() -> None:
    theme.set_text_size(150)
    theme.set_appearance(Appearance.DARK)
    assert QToolTip.font().pixelSize() == theme.style(TextRole.CAPTION).size
