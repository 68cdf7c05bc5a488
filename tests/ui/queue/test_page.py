"""The page of the queue in windows of every width."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.fakes.mime import drop_on, words
from tests.store.people import consultation
from tests.ui.still_board import StillBoard
from workstation.domain.errors import DeadlineExceeded
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.page import Width
from workstation.ui.kit.strings import error_text
from workstation.ui.queue.page import ActivePage, NothingOpen
from workstation.ui.queue.parts import ActiveParts


@pytest.fixture
def page(qtbot):
    made = ActivePage(ActiveParts(StillBoard(), lambda: 0))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.show_consultation(consultation(1), ())
    return made


@pytest.mark.parametrize("docked", [True, False])
def test_details_are_beside_the_conversation_again_where_they_were(page, docked):
    page.fit(Width.WIDE, short=False)
    page.toggle_details(visible=docked)
    page.fit(Width.DRAWER, short=False)
    assert not page.details.isVisible()
    page.toggle_details(visible=True)
    page.toggle_details(visible=False)
    page.fit(Width.WIDE, short=False)
    assert page.details.isVisible() is docked


def test_details_lie_over_the_conversation_only_once_they_are_shown(page):
    """Qt would style them and all in them anew at each start in a narrow window."""
    beside = page.details.parent()
    page.fit(Width.DRAWER, short=False)
    assert page.details.parent() is beside
    page.toggle_details(visible=True)
    assert page.details.isVisible()
    assert page.details.parent() is not beside
    page.fit(Width.WIDE, short=False)
    page.toggle_details(visible=True)
    assert page.details.parent() is beside


def test_the_keyboard_goes_along_with_the_only_pane(page, qtbot):
    qtbot.waitUntil(page.isActiveWindow)
    page.queue.list.setFocus()
    page.fit(Width.SINGLE, short=False)
    assert page.conversation.view.hasFocus()
    page.close_consultation()
    assert page.queue.list.hasFocus()
    page.show_consultation(consultation(2), ())
    assert page.conversation.view.hasFocus()


@pytest.mark.parametrize("reason", [Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason])
def test_the_only_pane_is_ringed_for_who_uses_the_keyboard(page, qtbot, reason):
    """Each click drew a ring around the whole list or conversation."""
    qtbot.waitUntil(page.isActiveWindow)
    by_keys = reason is Qt.FocusReason.TabFocusReason
    page.close_consultation()
    page.fit(Width.SINGLE, short=False)
    page.queue.list.setFocus(reason)
    page.show_consultation(consultation(2), ())
    assert page.conversation.view.is_ringed is by_keys
    page.conversation.head.back.emit()
    assert page.queue.list.is_ringed is by_keys


@pytest.mark.parametrize("pointed", [True, False])
def test_the_way_back_rings_the_list_for_a_key_and_not_for_a_click(page, qtbot, pointed):
    """A pointer that rested on the button took the ring from who had pressed it by a key."""
    qtbot.waitUntil(page.isActiveWindow)
    page.fit(Width.SINGLE, short=False)
    back = page.conversation.head.to_list
    back.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, pointed)
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert page.queue.list.hasFocus()
    assert not page.queue.list.is_ringed
    page.show_consultation(consultation(2), ())
    back.setFocus(Qt.FocusReason.TabFocusReason)
    back.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, pointed)
    QTest.keyClick(back, Qt.Key.Key_Space)
    assert page.queue.list.is_ringed


def test_a_window_with_one_pane_says_too_why_there_is_nobody(page):
    page.close_consultation()
    page.queue.show_any(any_at_all=False)
    for why, button in (
        (NothingOpen.NONE, page.to_history),
        (error_text(DeadlineExceeded()), page.retry),
    ):
        page.show_nothing_open(why)
        for width in (Width.WIDE, Width.SINGLE, Width.COMPACT, Width.SINGLE):
            page.fit(width, short=False)
            assert page.nothing.isVisible()
            assert button.isVisible()
            assert page.queue.empty.isVisible() is (width is not Width.SINGLE)
    page.queue.show_any(any_at_all=True)
    assert page.queue.empty.isVisible()
    assert not page.nothing.isVisible()


@pytest.mark.parametrize("width", [Width.WIDE, Width.DRAWER])
def test_the_keyboard_goes_to_what_brings_the_details_back(page, qtbot, width):
    qtbot.waitUntil(page.isActiveWindow)
    page.fit(width, short=False)
    page.toggle_details(visible=True)
    page.details.close_button.setFocus()
    page.details.close_button.click()
    assert page.conversation.head.details.hasFocus()


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_is_told_what_the_key_of_the_details_did(page):
    page.fit(Width.WIDE, short=False)
    for _ in range(2):
        QTest.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert announcer.recent == ("已显示咨询详情", "已隐藏咨询详情")


def test_each_step_makes_one_pane_and_the_page_takes_them(qtbot):
    parts = ActiveParts(StillBoard(), lambda: 0)
    counts = [sum(isinstance(each, QWidget) for each in vars(parts).values()) for _ in parts.make()]
    assert counts == [1, 2, 3, 4]
    panes = parts.queue, parts.conversation, parts.details, parts.composer
    page = ActivePage(parts)
    qtbot.addWidget(page)
    assert (page.queue, page.conversation, page.details, page.composer) == panes


def test_closing_a_conversation_tells_it_and_marks_no_row(page, monkeypatch):
    """Whoever is told lets go of the draft, the marks and the voice of that patient."""
    closed, chosen = [], []
    page.closed.connect(lambda: closed.append(True))
    monkeypatch.setattr(page.queue, "choose", chosen.append)
    page.close_consultation()
    assert (closed, chosen) == ([True], [None])


def test_a_photo_is_taken_only_where_one_writes(page):
    photo = words(picture=QImage(4, 4, QImage.Format.Format_RGB32))
    assert drop_on(page.conversation, photo)
    page.composer.hide()
    assert not drop_on(page.conversation, photo)


def test_details_of_nobody_are_not_shown(page):
    page.fit(Width.WIDE, short=False)
    page.toggle_details(visible=True)
    page.close_consultation()
    assert not page.details.isVisible()
