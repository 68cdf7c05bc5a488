"""A window is kept out of captures by policy, but not while a screen reader runs."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from workstation.config import Settings
from workstation.ui.export.rules import export_rules
from workstation.ui.shell.capture_exclusion import CaptureExclusion, is_screen_reader_running


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
    export_rules.apply(Settings(exclude_from_capture=True))
    export_rules.apply(Settings())
    number = int(window.winId())
    assert system.calls == [(number, True), (number, False)]


def test_while_a_screen_reader_runs_it_sees_the_window(window):
    system = System()
    exclusion = CaptureExclusion(window, system.exclude, lambda: system.is_read)
    export_rules.apply(Settings(exclude_from_capture=True))
    system.is_read = True
    exclusion.refresh()
    exclusion.refresh()
    system.is_read = False
    exclusion.refresh()
    assert [excluded for _, excluded in system.calls] == [True, False, True]


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
