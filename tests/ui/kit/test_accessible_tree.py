"""What an assistive program has read before is not to be read behind a lock."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.widgets.switch import Switch
from workstation.ui.shell.window import ShellWindow

NAME = "金丝雀"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[ShellWindow]:
    """One whose page has Qt's own widgets and ours."""
    window, page = ShellWindow(), QWidget()
    qtbot.addWidget(window)
    column, rows, switch = QVBoxLayout(page), QListView(), Switch()
    rows.setModel(QStringListModel([f"{NAME} {number}" for number in range(50)]))
    switch.setAccessibleName(NAME)
    for part in (QLabel(NAME), rows, switch):
        column.addWidget(part)
    window.show_only(page)
    window.show()
    yield window
    window.end()


def addresses_below(top: QWidget) -> list[int]:
    """Of each part of it, and of a row in sight and one far below."""
    interfaces = [QAccessible.queryAccessibleInterface(part) for part in top.findChildren(QWidget)]
    for rows in top.findChildren(QListView):
        whole = QAccessible.queryAccessibleInterface(rows)
        interfaces += [whole.child(number) for number in (0, 49)]
    return [QAccessible.uniqueId(interface) for interface in interfaces]


def names_at(addresses: list[int]) -> list[str]:
    """What is answered there."""
    interfaces = [QAccessible.accessibleInterface(address) for address in addresses]
    return [one.text(QAccessible.Text.Name) for one in interfaces if one is not None]


@pytest.mark.usefixtures("screen_reader")
def test_behind_a_cover_no_address_of_before_leads_to_anything(window: ShellWindow) -> None:
    addresses = addresses_below(window)
    assert {NAME, f"{NAME} 0", f"{NAME} 49"} <= set(names_at(addresses))
    window.cover(QWidget())
    assert not any(NAME in name for name in names_at(addresses))
    window.uncover()
    assert {NAME, f"{NAME} 0", f"{NAME} 49"} <= set(names_at(addresses_below(window)))


@pytest.mark.usefixtures("screen_reader")
def test_a_window_beside_it_is_forgotten_as_well(window: ShellWindow, qtbot: QtBot) -> None:
    beside = QWidget()
    qtbot.addWidget(beside)
    QLabel(NAME, beside)
    beside.show()
    addresses = addresses_below(beside)
    assert names_at(addresses) == [NAME]
    window.cover(QWidget())
    assert names_at(addresses) == []
