"""What a click on a picture does: it moves the picture, measures in it, or aligns two.

At most one of measuring and aligning is on; the buttons of the viewer's head say which.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.ui.viewer.measure_bar import MeasureBar
from workstation.ui.viewer.measuring import Measuring
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.sides import Sides
from workstation.ui.viewer.top_bar import TopBar

if TYPE_CHECKING:
    from workstation.ui.viewer.align_bar import AlignBar
    from workstation.ui.viewer.aligning import Aligning


class Modes(QObject):
    """What a click on a picture does.

    ``position_of`` counts the photo of a side in the strip; ``add_bar`` gives a new bar a place.
    ``aligning`` is ``None`` until it is first used: most photos are only looked at.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what all of it works with
        self,
        sides: Sides,
        head: TopBar,
        measures: MeasureBar,
        position_of: Callable[[ViewerPane], int],
        add_bar: Callable[["AlignBar"], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._sides, self._head, self._measures = sides, head, measures
        self._position_of, self._add_bar = position_of, add_bar
        self.measuring = Measuring(sides, measures, self)
        self.aligning: Aligning | None = None
        self.measuring.set_on(on=False)
        head.measure.clicked.connect(lambda on: self.set_measuring(on=on))
        head.align.clicked.connect(lambda on: self.set_aligning(on=on))

    @property
    def bars(self) -> tuple["MeasureBar | AlignBar", ...]:
        """Every bar that was made."""
        return (self._measures, *(() if self.aligning is None else (self.aligning.bar,)))

    def set_measuring(self, *, on: bool) -> None:
        """Let clicks measure."""
        self.set_aligning(on=False)
        self.measuring.set_on(on=on)

    def set_aligning(self, *, on: bool) -> None:
        """Let clicks set the landmarks by which two pictures are aligned."""
        self._head.align.setChecked(on)
        if on:
            self._head.measure.setChecked(False)
            self.measuring.set_on(on=False)
            self.aligning = self.aligning or self._make_aligning()
        if self.aligning is not None and self.aligning.on != on:
            self.aligning.set_on(on=on)

    def show_next_way(self, by: int) -> None:
        """Take the next way of looking at aligned pictures with 1, the one before with -1."""
        if self.aligning is not None and self.aligning.on:
            self.aligning.show_next_way(by)

    def leave(self) -> bool:
        """Press the button of the mode that is on; false where none is."""
        for button in (self._head.measure, self._head.align):
            if button.isChecked():
                button.click()
                return True
        return False

    def show(self) -> None:
        """Show how far either has come on what is on show."""
        self.measuring.show()
        if self.aligning is not None:
            self.aligning.show()

    def release_pictures(self) -> None:
        """Let go of every picture."""
        if self.aligning is not None:
            self.aligning.overlay.drop_layer()

    def _make_aligning(self) -> "Aligning":
        from workstation.ui.viewer.aligning import Aligning

        aligning = Aligning(self._sides, self._position_of, self)
        self._add_bar(aligning.bar)
        return aligning
