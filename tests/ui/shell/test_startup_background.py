"""The first painting: on the ground of last time, and before anything is loaded that can wait."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from tests.ui.fresh import said_by
from workstation.base.write_behind import window_files
from workstation.ui.shell import startup_background

DARK = QColor("#11181C")
FIRST = """
import os, sys
from pathlib import Path
from PySide6 import QtCore
from PySide6.QtWidgets import QApplication
from workstation.program.app import first_window

application = QApplication([])
window = first_window(application, Path(sys.argv[1]))
loaded = {*sys.modules, *(f"QtCore.{name}" for name in vars(QtCore))}
middle = window.grab().toImage().pixelColor(200, 200).name()
print(middle, *sorted(set(sys.argv[2:]) & loaded), flush=True)
os._exit(0)
"""
LATE = (
    "apsw",
    "asyncio",
    "cryptography",
    "httpx",
    "keyring",
    "secrets",
    "websockets",
    "workstation.config",
    "workstation.base.log",
    "workstation.ui.kit.strings",
    "workstation.ui.kit.theme",
    "PySide6.QtMultimedia",
    "PySide6.QtSvg",
    "QtCore.Qt",
)
"""PySide makes ``Qt`` with all of its 96 enums, in some 12 ms, when a module first asks for it."""

SHEET = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from workstation.program.app import apply_theme, first_window
from workstation.base.paths import Folders
from workstation.ui.kit.theme import Appearance, TextRole, theme

application = QApplication([])
folders = Folders.of_profile(Path(sys.argv[1]))
folders.prepare()
window = first_window(application, folders.data)
apply_theme(application, window, folders)
for appearance in (Appearance.LIGHT, Appearance.DARK):
    theme.set_appearance(appearance)
    print(bool(application.styleSheet()))
window.show_only(QWidget())
dark = theme.colours.snack_bg
print(f"rgba({dark.red()}, {dark.green()}, {dark.blue()}" in application.styleSheet())
print(QToolTip.font().pixelSize() == theme.font(TextRole.CAPTION).pixelSize(), flush=True)
os._exit(0)
"""


@pytest.fixture
def palette(qapp: QApplication):
    """The application's palette, given back afterwards."""
    before = QPalette(qapp.palette())
    yield lambda: qapp.palette().color(QPalette.ColorRole.Window)
    qapp.setPalette(before)


def test_the_first_painting_has_last_times_colour_and_loads_nothing_else(tmp_path: Path) -> None:
    startup_background.save(DARK, tmp_path / startup_background.FILE)
    assert window_files.finish()
    assert said_by(FIRST, str(tmp_path), *LATE) == [DARK.name()]


def test_the_style_sheet_comes_with_the_first_page(tmp_path: Path) -> None:
    assert said_by(SHEET, str(tmp_path)) == ["False", "False", "True", "True"]


@pytest.mark.parametrize(
    "stored", [b"", b"colour", b"#11181", b"\xff\xfe\x00", b"#11181C and more"]
)
def test_only_a_colour_as_it_was_written_is_taken(
    qapp: QApplication, tmp_path: Path, palette, stored: bytes
) -> None:
    before = palette()
    (tmp_path / startup_background.FILE).write_bytes(stored)
    startup_background.restore(qapp, tmp_path / startup_background.FILE)
    assert palette() == (DARK if stored.startswith(b"#11181C") else before)


def test_without_a_kept_colour_the_systems_own_stands(
    qapp: QApplication, tmp_path: Path, palette
) -> None:
    before = palette()
    startup_background.restore(qapp, tmp_path / startup_background.FILE)
    assert palette() == before
