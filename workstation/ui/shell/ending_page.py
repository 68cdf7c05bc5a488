"""The page shown while a sign-in ends, which takes seconds if the network or the disk hangs.

The pages behind it no longer save anything, and no patient should be visible after a sign-out.
Tests: tests/journeys/test_ending.py.
"""

import enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.loading_bar import LoadingBar
from workstation.ui.kit.widgets.panel import Panel, Surface


class Ending(enum.Enum):
    """What ends: the sign-in, the program, or the work with one database, which goes on."""

    SIGN_IN = "sign_in"
    PROGRAM = "program"
    DATABASE = "database"


class EndingPage(Panel):
    """A page with one sentence in the middle, while something ends; nothing can be asked."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(Surface.CANVAS)
        self._ending = ending
        self.text = Label(role=TextRole.TITLE, ink=Ink.SECONDARY)
        self._loading = LoadingBar()
        theme.hold(self._loading, QWidget.setFixedWidth, SIZE.menu)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE.x3)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(self.text, 0, centre)
        column.addWidget(self._loading, 0, centre)
        column.addStretch(1)
        self._loading.start()
        self.retranslate()

    def retranslate(self) -> None:
        """Set the text in the current language."""
        self.text.setText(tr(f"window.ending.{self._ending.value}"))
        self.setAccessibleName(self.text.text())
