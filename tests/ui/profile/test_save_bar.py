"""The bar at the foot of the profile, in large text."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.page import Page
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.profile.save_bar import SaveBar


def test_the_bar_of_large_text_says_whole_that_nothing_is_unsaved(qtbot: QtBot) -> None:
    theme.set_text_size(200)
    set_language(Language.EN)
    window = QWidget()  # which grants less room than the bar would like
    qtbot.addWidget(window)
    window.resize(1200, 200)
    bar = SaveBar()
    bar.setParent(window)
    bar.resize(608, bar.height())
    window.show()
    title = bar.findChild(Label)
    qtbot.waitUntil(lambda: title.width() >= title.sizeHint().width())
    assert bar.discarding.isHidden()
    bar.show_changed(("introduction",))
    assert not bar.discarding.isHidden()
    window.hide()


@pytest.mark.parametrize("pressed", ["saving", "discarding"])
def test_once_nothing_is_unsaved_the_keyboard_is_on_the_page_and_not_on_the_rail(
    show_widget: Callable[..., QWidget], pressed: str
) -> None:
    rail, page, bar = QPushButton(), Page(), SaveBar()
    QVBoxLayout(page).addWidget(bar)
    show_widget(rail, page)
    bar.show_changed(("introduction",))
    button = getattr(bar, pressed)
    button.setFocus()
    assert button.hasFocus()
    bar.show_changed(())
    assert not button.isEnabled()
    assert page.hasFocus()


@pytest.mark.usefixtures("screen_reader")
def test_that_nothing_was_saved_and_why_is_said_each_time(
    show_widget: Callable[..., QWidget],
) -> None:
    bar = SaveBar()
    show_widget(bar)
    bar.show_changed(("introduction",))
    for _ in range(2):
        bar.show_problem("")
        bar.show_problem("没有收到服务器的回应。请检查网络后重试。")
    assert announcer.recent[:2] == ("没有保存 没有收到服务器的回应。请检查网络后重试。",) * 2


@pytest.mark.parametrize("width", [544, 1100])
def test_why_nothing_was_saved_can_be_read_to_its_end(
    show_widget: Callable[..., QWidget], qtbot: QtBot, width: int
) -> None:
    """In a window of 1024 only "The server refu…" could."""
    set_language(Language.EN)
    bar = SaveBar()
    page = Page()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(bar)
    show_widget(page)
    page.setFixedSize(width, 400)
    bar.show_changed(("introduction",))
    low = bar.height()
    why = f"The server refused this. The server says: “{'Ask the office for a form. ' * 3}”."
    bar.show_problem(why)
    reason = next(one for one in bar.findChildren(Label) if one.text() == why and one.isVisible())
    qtbot.waitUntil(lambda: reason.height() >= reason.heightForWidth(reason.width()))
    assert bar.rect().contains(reason.geometry())
    assert bar.height() > low
    bar.show_problem("Try again.")
    qtbot.waitUntil(lambda: bar.height() == low)


@pytest.mark.usefixtures("screen_reader")
def test_that_something_is_unsaved_now_is_said_once(show_widget: Callable[..., QWidget]) -> None:
    bar = SaveBar()
    show_widget(bar)
    bar.show_changed(())
    for _ in range(2):
        bar.show_changed(("introduction",))
    bar.show_changed(("introduction", "honours"))
    assert announcer.recent == ("有未保存的修改 简介；保存 Ctrl S",)
    bar.show_changed(())
    bar.show_changed(("honours",))
    assert announcer.recent[0] == "有未保存的修改 荣誉；保存 Ctrl S"
