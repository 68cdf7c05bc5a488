"""The Qt binding keeps its references: the defect that ends a process after minutes of painting."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tests.house.source import PRODUCT, imports, python_files, where

EMISSIONS = 5_000
PAINTS = 1_000
NOISE = 200
SINGLETONS = (None, True, False)


class Bell(QObject):
    rang = Signal(bool)


class Canvas(QWidget):
    painted = 0

    def paintEvent(self, _event) -> None:
        self.painted += 1


def counts() -> list[int]:
    return [sys.getrefcount(value) for value in SINGLETONS]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal: nothing can be lost")
def test_signals_and_paints_keep_the_references_of_none_true_and_false(qtbot) -> None:
    bell, canvas, emitted = Bell(), Canvas(), []
    qtbot.addWidget(canvas)
    bell.rang.connect(emitted.append)
    before = counts()
    for _ in range(EMISSIONS):
        bell.rang.emit(True)
    emitted.clear()
    for _ in range(PAINTS):
        canvas.grab()
    lost = [old - new for old, new in zip(before, counts(), strict=True)]
    assert canvas.painted >= PAINTS
    assert max(lost) < NOISE, dict(zip(map(str, SINGLETONS), lost, strict=True))


# What the older package's Qt does not have yet, and since when the newer one does.
LATER = {"QtAudio": "6.10; before, its enums are QAudio's"}


def test_nothing_is_imported_that_qt_6_9_does_not_have() -> None:
    too_new = [
        (where(path, node), LATER[name.rpartition(".")[2]])
        for path in python_files(PRODUCT)
        for node, name, _late in imports(path)
        if name.startswith("PySide6.") and name.rpartition(".")[2] in LATER
    ]
    assert not too_new
