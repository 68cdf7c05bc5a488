"""The text on a photo, read by a machine: what it read of a report that the clinic draws."""

import dataclasses
import json
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.gallery.board import photograph
from workstation.domain.geometry import Point
from workstation.domain.recognised_text import RecognisedLine
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.strings import tr
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.reading.sheet import ReadingSheet

REPORT = "https://media.example/blood-7-3-1200x1600.jpg"
READ = Path(__file__).parent.parent / "blood_report.json"
WINDOW, SMALL = (1_366, 768), (1_024, 700)


def lines() -> list[RecognisedLine]:
    """As the machine gave them once; one value has lost its decimal point."""
    read = []
    for text, corners in json.loads(READ.read_text(encoding="utf-8")):
        first, second, third, fourth = (Point(x, y) for x, y in corners)
        line = RecognisedLine(text, (first, second, third, fourth))
        read.append(dataclasses.replace(line, text="83 ↑") if text == "83.3" else line)
    return read


def over_window(size: tuple[int, int]) -> tuple[QWidget, ReadingSheet]:
    """The sheet over an empty window, reading."""
    window = QWidget()
    window.resize(*size)
    sheet = ReadingSheet(window, Levels(photograph(REPORT)), inserts=True)
    sheet.open()
    sheet.begin()
    return window, sheet


def report(size: tuple[int, int] = WINDOW) -> QWidget:
    """Read, with the result selected whose printed arrow says something else."""
    window, sheet = over_window(size)
    sheet.show_lines(lines())
    sheet.rows[8].click()
    return window


def running() -> QWidget:
    """Not read yet."""
    return over_window(WINDOW)[0]


def failed() -> QWidget:
    """It could not be read."""
    window, sheet = over_window(SMALL)
    sheet.show_failure(tr("reading.failed"))
    return window


SCENES = [
    GalleryScene("reading", *WINDOW, report),
    GalleryScene("reading-running", *WINDOW, running),
    GalleryScene("reading-failed", *SMALL, failed),
]
