"""Tab comes to all that Shift+Tab comes to: no part of a page is passed over."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gallery.painting import Look, display, dressed, scenes
from workstation.ui.gallery.__main__ import GalleryScene

PAGES = {"main", "find", "history", "history-elsewhere", "profile", "settings", "single"}
SCENES = [scene for scene in scenes() if scene.name in PAGES]
ENOUGH = 200
"""Stops that no page has: whoever comes to as many goes in a circle that misses its beginning."""


def stops(key: Qt.Key) -> list[QWidget]:
    """All that ``key`` leads to, until it leads to one of them again."""
    visited: list[QWidget] = []
    focused = QApplication.focusWidget()
    while focused is not None and focused not in visited and len(visited) < ENOUGH:
        visited.append(focused)
        QTest.keyClick(focused, key)
        focused = QApplication.focusWidget()
    return visited


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_tab_passes_over_nothing(scene: GalleryScene, qtbot: QtBot) -> None:
    """The doctor's menu, and the tools over an ended conversation, came by Shift+Tab alone."""
    with dressed(Look("light", "zh")), display(scene) as widget:
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        QTest.keyClick(QApplication.focusWidget() or widget, Qt.Key.Key_Tab)
        forth, back = stops(Qt.Key.Key_Tab), stops(Qt.Key.Key_Backtab)
        missed = [each.accessibleName() for each in back if each not in forth]
        assert missed == []


def test_every_page_is_looked_at() -> None:
    assert {scene.name for scene in SCENES} == PAGES
