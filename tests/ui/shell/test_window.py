"""The window itself: what it shows, and where the keyboard then is."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui.active_window import active
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.dialog import Dialog, ModalLayer
from workstation.ui.shell.placement import MINIMUM, least_size
from workstation.ui.shell.window import ShellWindow
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.sign_in.page import SignInPage


def test_the_keyboard_is_on_what_a_page_asks_for_first(qapp):  # noqa: ARG001
    """A page is filled in before it is shown; who comes in types at once."""
    window = ShellWindow()
    window.show()
    page = SignInPage("1.0")
    page.show_address("https://api.hospital.example")
    window.show_only(page)
    assert window.focusWidget() is page.token.edit
    window.end()
    window.deleteLater()


def page() -> QWidget:
    """A page with one field, which has the keyboard of whoever comes to it."""
    made = QWidget()
    made.setFocusProxy(QLineEdit(made))
    return made


@pytest.fixture
def window(qtbot) -> Iterator[ShellWindow]:
    """One in sight, with two pages; the first is in front, and has the keyboard."""
    window, frame = ShellWindow(), WindowFrame()
    qtbot.addWidget(window)
    for name in ("active", "history"):
        frame.add_page(name, page)
    window.show_only(frame)
    window.show()
    window.activateWindow()
    frame.page("history")
    frame.show_page("active")
    yield window
    window.end()


def field(window: ShellWindow, name: str) -> QWidget:
    return window.findChild(WindowFrame).page(name).focusProxy()


def test_a_page_that_is_not_in_front_takes_no_keyboard(window):
    """What it wanted it for came too late: keys would go where nobody sees them."""
    field(window, "history").setFocus()
    assert QApplication.focusWidget() is field(window, "active")
    window.findChild(WindowFrame).show_page("history")
    assert QApplication.focusWidget() is field(window, "history")


@pytest.mark.parametrize("behind", ["the settings", "the lock"])
def test_a_page_begins_anew_where_what_had_its_keyboard_is_gone_meanwhile(window, behind):
    """A list makes room for the conversation in a window that became narrow meanwhile."""
    frame = window.findChild(WindowFrame)
    active, pane = frame.page("active"), QWidget(frame.page("active"))
    listed = QLineEdit(pane)
    pane.show()
    listed.setFocus()
    if behind == "the settings":
        frame.show_page("history")
        pane.hide()
        frame.show_page("active")
    else:
        lock = page()
        window.cover(lock)
        lock.setFocus()
        pane.hide()
        window.uncover()
    assert QApplication.focusWidget() is active.focusProxy()


@pytest.mark.parametrize("what", ["gone", "pale", "nothing"])
def test_a_page_begins_anew_where_what_had_its_keyboard_takes_none_after_a_lock(window, what):
    active = window.findChild(WindowFrame).page("active")
    had_it, lock = QLineEdit(active), page()
    had_it.show()
    had_it.setFocus()
    if what == "nothing":
        had_it.clearFocus()
    window.cover(lock)
    lock.setFocus()
    if what == "gone":
        shiboken6.delete(had_it)
    else:
        had_it.setEnabled(what != "pale")
    window.uncover()
    assert QApplication.focusWidget() is active.focusProxy()


@pytest.mark.filterwarnings("ignore:.*setActiveWindow")
def test_a_form_that_opened_behind_the_lock_of_a_hidden_window_has_the_keyboard_after_it(window):
    """The one before it had it and went, as a handover does when a summary opens."""
    frame, lock = window.findChild(WindowFrame), page()
    before, form = ModalLayer(frame), ModalLayer(frame)
    before.open()
    window.cover(lock)
    lock.setFocus()
    window.hide()
    before.hide()
    before.return_keyboard()
    form.open()
    window.show()
    QApplication.setActiveWindow(window)  # offscreen one that was hidden asks for it in vain
    lock.setFocus()
    window.uncover()
    assert QApplication.focusWidget() is form


def test_a_cover_that_outlives_its_page_goes_with_it(window):
    active, lock, following = window.findChild(WindowFrame).page("active"), page(), page()
    window.uncover_next_page()
    assert not window.is_covered
    window.cover(lock)
    window.uncover_next_page()
    assert window.is_covered
    assert not active.isVisible()
    window.show_only(following)
    assert not window.is_covered
    assert following.isVisible()
    window.cover(page())
    window.show_only(page())
    assert window.is_covered, "what is locked stays so"


@pytest.mark.usefixtures("screen_reader")
def test_another_window_speaks_after_one_that_ended_covered(window):
    window.cover(page())
    window.uncover_next_page()
    assert not announcer.is_needed
    window.end()
    assert announcer.is_needed


@pytest.mark.usefixtures("screen_reader")
def test_what_the_next_pages_say_outlives_the_ones_before(window):
    """Data that were damaged are rebuilt, and the window made anew: nobody heard why."""
    announcer.announce("王小宝")
    window.cover(page())
    window.uncover_next_page()
    after = WindowFrame()
    window.show_only(after)
    announcer.announce("本机数据曾损坏")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert announcer.recent == ("本机数据曾损坏",)


@pytest.mark.usefixtures("screen_reader")
def test_the_next_doctor_hears_no_name_of_the_one_before(window):
    announcer.announce("王小宝")
    window.show_only(SignInPage("1.0"))
    assert announcer.recent == ()


def test_nothing_behind_a_cover_takes_its_keyboard(window):
    """Whoever types an unlock code goes on typing it; the page in front has the keyboard after."""
    other, lock = QLineEdit(window.findChild(WindowFrame).page("active")), page()
    other.show()
    window.cover(lock)
    lock.setFocus()
    for late in (other, field(window, "history")):
        late.setFocus()
        assert QApplication.focusWidget() is lock.focusProxy()
    window.uncover()
    assert QApplication.focusWidget() is other


@pytest.mark.parametrize("over", ["a lock", "a question"])
def test_the_keyboard_is_where_it_was_also_after_what_came_in_the_background(window, qtbot, over):
    """The doctor works in another program, and no widget of this one has the keyboard."""
    other_program, question = QWidget(), Dialog(window.findChild(WindowFrame), "更新？")
    qtbot.addWidget(other_program)
    other_program.show()
    other_program.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is None)
    window.cover(page()) if over == "a lock" else question.open()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.uncover() if over == "a lock" else question.dismiss()
    assert QApplication.focusWidget() is field(window, "active")


def test_a_window_is_never_larger_than_its_screen_makes_it(qtbot) -> None:
    """1366 by 768 scaled by 200 %, with a panel of the desktop."""

    class Scaled(QWidget):
        def screen(self) -> SimpleNamespace:
            return SimpleNamespace(availableSize=lambda: QSize(683, 360))

    window = Scaled()
    qtbot.addWidget(window)
    assert least_size(window) == QSize(667, 312)
    assert least_size(ShellWindow()) == QSize(*MINIMUM), "on any other"


def test_the_smallest_window_is_720_by_560_whatever_its_page_was_arranged_for(qtbot) -> None:
    window, frame, page = ShellWindow(), WindowFrame(), QWidget()
    page.setMinimumSize(1_000, 800)
    frame.add_page("active", lambda: page)
    frame.show_page("active")
    window.show_only(frame)
    with active(window, qtbot):
        window.resize(100, 100)
        assert window.size() == frame.size() == QSize(720, 560)
