"""A part of a row that is shown only while everything else in the row has its room."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.panel import changes_layout


class Collapsible(QObject):
    """Hides ``part`` where ``row`` is too narrow for it and ``ease`` px more; owned by the row.

    The ease grows with the text. From then on ``offer`` decides whether there is anything to show,
    not ``setVisible``.
    """

    def __init__(self, part: QWidget, row: QWidget, ease: int = 0) -> None:
        super().__init__(row)
        self._part, self._row, self._ease = part, row, ease
        self._offered = not part.isHidden()
        row.installEventFilter(self)

    def offer(self, *, offered: bool) -> None:
        """Show ``part`` from now on, if it fits, or not at all."""
        self._offered = offered
        self._fit()

    def eventFilter(self, _row: QObject, event: QEvent) -> bool:
        """Fit ``part`` anew: the row, or something in it, has another size."""
        if changes_layout(event):
            self._fit()
        return False

    def _fit(self) -> None:
        layout = self._row.layout()
        if not isinstance(layout, QHBoxLayout):
            return
        needed = layout.minimumSize().width() + theme.scaled(self._ease)
        if self._part.isHidden():
            needed += self._part.sizeHint().width() + layout.spacing()
        self._part.setVisible(self._offered and needed <= self._row.width())
