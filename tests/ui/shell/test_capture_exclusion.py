"""A window is kept out of captures by policy, but not while a screen reader runs."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from workstation.config import Settings
from workstation.ui.export.rules import export_rules
from workstation.ui.shell.capture_exclusion import (
    CaptureExclusion,
    is_screen_reader_running,
)

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


class System:
    """What the system is told, and whether a screen reader runs there."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, bool]] = []
        self.is_read = False

    def exclude(self, window_id: int, excluded: bool) -> None:
        self.calls.append((window_id, excluded))


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    yield made
    export_rules.apply(Settings())


def test_the_policy_is_followed_when_it_comes_and_when_it_goes(window):
    system = System()
    CaptureExclusion(window, system.exclude, lambda: system.is_read)
    assert system.calls == []
    number = int(window.winId())
    export_rules.apply(Settings(exclude_from_capture=True))
    export_rules.apply(Settings())
    assert [call for call in system.calls if call[0] == number] == [(number, True), (number, False)]


def test_while_a_screen_reader_runs_it_sees_the_window(window):
    system = System()
    exclusion = CaptureExclusion(window, system.exclude, lambda: system.is_read)
    window.show()
    export_rules.apply(Settings(exclude_from_capture=True))
    system.is_read = True
    exclusion.refresh()
    exclusion.refresh()
    system.is_read = False
    exclusion.refresh()
    number = int(window.winId())
    assert [excluded for each, excluded in system.calls if each == number] == [True, False, True]


def test_one_that_runs_from_the_beginning_is_never_locked_out(window):
    system = System()
    system.is_read = True
    CaptureExclusion(window, system.exclude, lambda: system.is_read)
    export_rules.apply(Settings(exclude_from_capture=True))
    assert system.calls == []


def test_whoever_asks_for_the_accessible_tree_counts_as_a_screen_reader(qapp):  # noqa: ARG001
    assert not is_screen_reader_running()
    QAccessible.setActive(True)
    is_read = is_screen_reader_running()
    QAccessible.setActive(False)
    assert is_read


@pytest.fixture
def tip_of(qtbot, window):
    """Shows a text of a patient in a tool tip, and gives the window that it is."""

    def show(text):
        window.show()
        QToolTip.showText(window.mapToGlobal(QPoint(5, 5)), text, window)
        tips = [one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel")]
        return next(tip for tip in tips if tip.isVisible() and tip.text() == text)

    yield show
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_tool_tip_is_kept_out_as_the_window_is(window, tip_of):
    system = System()
    CaptureExclusion(window, system.exclude, lambda: system.is_read)
    export_rules.apply(Settings(exclude_from_capture=True))
    assert (int(tip_of("王小宝").winId()), True) in system.calls


@pytest.mark.parametrize("reads", [True, False])
def test_a_tool_tip_is_left_to_a_screen_reader_and_to_other_policies(window, tip_of, reads):
    system = System()
    exclusion = CaptureExclusion(window, system.exclude, lambda: system.is_read)
    export_rules.apply(Settings(exclude_from_capture=True))
    if reads:
        system.is_read = True
        exclusion.refresh()
    else:
        export_rules.apply(Settings())
    system.calls.clear()
    assert tip_of("王小宝").isVisible()
    assert system.calls == []


def test_what_is_open_already_follows_a_screen_reader_that_comes_and_goes(window, tip_of):
    """A dialog stayed hidden from the reader, also where it was opened again, or to be captured."""
    system = System()
    exclusion = CaptureExclusion(window, system.exclude, lambda: system.is_read)
    tip = int(tip_of("王小宝").winId())
    export_rules.apply(Settings(exclude_from_capture=True))
    system.is_read = True
    exclusion.refresh()
    assert [excluded for number, excluded in system.calls if number == tip] == [True, False]


def test_a_window_that_is_shown_meanwhile_is_looked_at_by_the_same_rule(window, qtbot):
    """The viewer has a window of its own, which is opened and activated apart from the other."""
    system = System()
    CaptureExclusion(window, system.exclude, lambda: system.is_read)
    export_rules.apply(Settings(exclude_from_capture=True))
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    system.is_read = True
    QApplication.instance().focusWindowChanged.emit(other.windowHandle())
    calls = [excluded for number, excluded in system.calls if number == int(other.winId())]
    assert calls == [True, False]
