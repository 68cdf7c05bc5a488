"""Every test of the window runs dressed in the light theme and in Chinese, and leaves it so."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.screen_reader import listening
from workstation.ui.kit.input_source import last_input
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import Appearance, theme
from workstation.vault.database import Vault

Write = Callable[[sqlite3.Connection], None]


@pytest.fixture(scope="session")
def dressed_app(qapp: QApplication) -> QApplication:
    """The application with the program's fonts and styles, on a system that lets things move."""
    with pytest.MonkeyPatch.context() as patch:
        module = import_module("workstation.ui.kit.theme.theme")
        patch.setattr(module, "wants_no_motion", lambda: False)
        theme.install(qapp)
    return qapp


@pytest.fixture(autouse=True)
def dressed(dressed_app: QApplication) -> Iterator[QApplication]:
    """The same in the light theme; theme, text size, motion, language and input are put back."""
    theme.set_appearance(Appearance.LIGHT)
    set_language(Language.ZH)
    yield dressed_app
    theme.set_appearance(Appearance.LIGHT)
    theme.set_text_size(100)
    theme.set_reduced_motion(False)
    set_language(Language.ZH)
    last_input.is_key = False


@pytest.fixture
def screen_reader(qapp: QApplication) -> Iterator[list[str]]:  # noqa: ARG001
    """Somebody asks for the accessible tree as long as the test runs; what it was told."""
    with listening() as sentences:
        yield sentences


@pytest.fixture
def outlived(qapp: QApplication) -> Iterator[QApplication]:
    """The end of the last window is not the loop's, as in the program."""
    qapp.setQuitOnLastWindowClosed(False)
    yield qapp
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def filled_vault(qloop, outlived) -> Iterator[Callable[[Write], Vault]]:  # noqa: ARG001
    """Gives a vault in memory into which something was written; closed after all that uses it."""
    with contextlib.ExitStack() as vaults:

        def make(write: Write) -> Vault:
            vault = Vault.in_memory(threads=False)
            vaults.callback(vault.close)
            qloop.run_until_complete(vault.write(write))
            return vault

        yield make


@pytest.fixture
def show_widget(qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    """Put widgets below each other into an active window, which stays as long as the test."""
    windows: list[QWidget] = []

    def show(*widgets: QWidget) -> QWidget:
        window = QWidget()
        windows.append(window)
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        window.resize(480, 320)
        window.show()
        QTest.mouseMove(window, QPoint(window.width() - 1, window.height() - 1))
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield show
    for window in windows:
        window.close()
        window.deleteLater()
