"""The panel: opened by mouse and keyboard, true while it is shown, closed where one came from."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gallery.scenes.connection import away, well
from workstation.base.task_scope import TaskScope
from workstation.ui.connection.wiring import ConnectionPanelWiring
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import ScrollArea
from workstation.ui.shell.window_frame import WindowFrame


class Reporter:
    """Gives a report, and counts how often it was asked."""

    def __init__(self) -> None:
        self.current, self.asked = well(), 0

    async def report(self):
        self.asked += 1
        return self.current


class Bench:
    """A frame whose rail opens the panel."""

    def __init__(self, frame: WindowFrame) -> None:
        self.frame, self.reporter, self.notices, self.retried = frame, Reporter(), [], []
        signed_in = SimpleNamespace(
            connection=self.reporter, refresh=lambda: self.retried.append(True)
        )
        self.wiring = ConnectionPanelWiring(signed_in, frame, TaskScope(), self.notices.append)
        frame.rail.connection_picked.connect(self.wiring.open)

    @property
    def sheet(self):
        return self.wiring.sheet


@pytest.fixture
def bench(qtbot: QtBot, qloop: object) -> Iterator[Bench]:  # noqa: ARG001 - its loop runs tasks
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.resize(1200, 860)
    frame.show()
    made = Bench(frame)
    yield made
    made.sheet.dismiss()


async def settled(true) -> None:
    import asyncio

    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - a window has no event for it
            await asyncio.sleep(0.005)


async def opened(bench: Bench) -> None:
    bench.frame.rail.connection.setFocus()
    QTest.keyClick(bench.frame.rail.connection, Qt.Key.Key_Return)
    await settled(bench.sheet.isVisible)


async def test_a_click_opens_it(bench: Bench) -> None:
    QTest.mouseClick(bench.frame.rail.connection, Qt.MouseButton.LeftButton)
    await settled(bench.sheet.isVisible)
    assert bench.sheet.heading.text().startswith(tr("connection.state.online"))


async def test_escape_closes_it_and_the_keyboard_goes_back(bench: Bench) -> None:
    await opened(bench)
    assert bench.sheet.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert bench.sheet.isHidden()
    assert QApplication.focusWidget() is bench.frame.rail.connection


async def test_it_is_asked_for_only_while_it_is_shown(bench: Bench) -> None:
    assert bench.reporter.asked == 0
    await opened(bench)
    second = bench.wiring.findChild(type(bench.wiring._second))
    assert second.isActive()
    assert second.interval() >= 1_000
    bench.reporter.current = away()
    second.timeout.emit()
    waiting = tr("connection.state.waiting")
    await settled(lambda: bench.sheet.heading.text().startswith(waiting))
    bench.sheet.dismiss()
    assert not second.isActive()


async def test_copied_for_it_and_the_same_in_the_code(bench: Bench) -> None:
    await opened(bench)
    bench.sheet.start.click()
    copied = QGuiApplication.clipboard().text()
    assert "im1.hospital.example" in copied
    assert bench.notices == [tr("connection.copied")]
    bench.sheet.toggle.click()
    assert bench.sheet.code.isVisible()
    assert bench.sheet.code.text == copied
    bench.sheet.toggle.click()
    assert bench.sheet.heading.isVisible()
    bench.sheet.retry.click()
    assert bench.retried == [True]


async def test_the_code_stands_still_for_a_camera(bench: Bench) -> None:
    await opened(bench)
    bench.sheet.toggle.click()
    before = bench.sheet.code.text
    bench.sheet.show_report(away())
    assert bench.sheet.code.text == before


async def test_a_screen_reader_finds_all_of_it_in_order(bench: Bench) -> None:
    await opened(bench)
    dialog = QAccessible.queryAccessibleInterface(bench.sheet)
    assert dialog.role() is QAccessible.Role.Dialog
    assert dialog.text(QAccessible.Text.Name) == tr("connection.title")
    rail = QAccessible.queryAccessibleInterface(bench.frame.rail.connection)
    assert rail.role() is QAccessible.Role.Button
    labels = [label.text() for label in labels_in_order(bench.sheet)]
    expected = ["title", "contact", "clock", "hop.platform", "hop.tcp", "hop.rooms"]
    places = [labels.index(tr(f"connection.{key}")) for key in expected]
    assert places == sorted(places)
    bench.sheet.toggle.click()
    code = QAccessible.queryAccessibleInterface(bench.sheet.code)
    assert code.text(QAccessible.Text.Name) == tr("connection.code_name")


async def test_tab_comes_to_all_that_stands_in_it(bench: Bench) -> None:
    """A screen reader that reads a dialog by itself leaves out labels of a word or two."""
    await opened(bench)
    (facts,) = bench.sheet.findChildren(ScrollArea)
    while not facts.hasFocus():
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    seen = [label.text() for label in labels_in_order(facts) if label.isVisible()]
    read = facts.accessibleName()
    assert [text for text in seen if text not in read] == [tr("connection.steps")]
    bench.sheet.show_report(away())
    assert facts.accessibleName() == read, "it would be said anew, each second"
    bench.sheet.close_button.setFocus()
    bench.sheet.show_report(away())
    assert bench.sheet.heading.text() in facts.accessibleName()


def labels_in_order(widget: QWidget) -> Iterator[Label]:
    """As a screen reader goes through them."""
    QCoreApplication.sendPostedEvents()
    interface = QAccessible.queryAccessibleInterface(widget)
    for number in range(interface.childCount()):
        child = interface.child(number).object()
        if isinstance(child, Label):
            yield child
        elif isinstance(child, QWidget):
            yield from labels_in_order(child)
