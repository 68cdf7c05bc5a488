"""The card in the middle of a page before anybody works: what it holds, and what stands below."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, theme
from workstation.ui.kit.widgets.panel import CardPanel, ScrollArea


def arrange_card(page: QWidget, parts: Iterable[tuple[QWidget, int]], footer: QWidget) -> None:
    """Lay out a page: each part on the card with the gap that follows it, ``footer`` below."""
    card = CardPanel(RADIUS.xl)
    theme.hold(card, QWidget.setMaximumWidth, SIZE.dialog)
    column = QVBoxLayout(card)
    column.setContentsMargins(SPACE.x8, SPACE.x8, SPACE.x8, SPACE.x8)
    column.setSpacing(0)
    for part, gap in parts:
        column.addWidget(part)
        column.addSpacing(gap)
    ground = QWidget()
    outer = QVBoxLayout(ground)
    outer.addStretch(1)
    outer.addLayout(_centred(card, grows=True))
    outer.addSpacing(SPACE.x4)
    outer.addWidget(footer)
    outer.addStretch(1)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(ScrollArea(ground))


def make_footer(*buttons: QWidget) -> QWidget:
    """Ways on beside each other in the middle."""
    footer = QWidget()
    footer.setLayout(_centred(*buttons))
    footer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return footer


def _centred(*widgets: QWidget, grows: bool = False) -> QHBoxLayout:
    """The row with widgets in the middle; one that ``grows`` is as wide as it may be first."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(0)
    for widget in widgets:
        row.addWidget(widget, int(grows), Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(0)
    return row
