"""A title and its detail: beside each other, or below, where that needs fewer lines."""

from PySide6.QtCore import QRect, QSize, Qt

from workstation.ui.kit.widgets.held_items import HeldItemsLayout, lowest_end
from workstation.ui.kit.widgets.label import Label


class TitleRow(HeldItemsLayout):
    """Lays out two labels that wrap, in any width.

    A layout of Qt takes from both alike what a row lacks: the title would break in two beside a
    long detail that has many lines anyway.
    """

    def __init__(self, title: Label, detail: Label, between: int) -> None:
        super().__init__(between)
        self.is_one_line = False
        self._title, self._detail = title, detail
        self.addWidget(title)
        self.addWidget(detail)

    def expandingDirections(self) -> Qt.Orientation:
        """The directions to grow in: it has all of a row that is left beside the rest."""
        return Qt.Orientation.Horizontal

    def minimumSize(self) -> QSize:
        """The smallest size: below each other, in the least that a label may have."""
        least = [item.minimumSize() for item in self._items]
        return QSize(max(size.width() for size in least), max(size.height() for size in least))

    def sizeHint(self) -> QSize:
        """The size it would like: beside each other, on one line."""
        title, detail = self._title.sizeHint(), self._detail.sizeHint()
        wide = title.width() + self.spacing() + detail.width()
        return QSize(wide, max(title.height(), detail.height()))

    def setGeometry(self, rect: QRect) -> None:
        """Place the labels: in a row with all of its height, in a column in its middle."""
        super().setGeometry(rect)
        places = self._places(rect.width())
        spare = rect.height() - lowest_end(places)
        is_row = places[0].y() == places[1].y()
        for item, place in zip(self._items, places, strict=True):
            if is_row:
                place.setHeight(rect.height())
            else:
                place.translate(0, max(0, spare // 2))
            item.setGeometry(place.translated(rect.topLeft()))

    def _places(self, width: int) -> tuple[QRect, QRect]:
        """Where both labels are, from the row's own corner."""
        title_width = min(self._title.sizeHint().width(), width)
        left = min(title_width + self.spacing(), width)
        title, detail = _high(self._title, title_width), _high(self._detail, width - left)
        row = QRect(0, 0, title_width, title), QRect(left, 0, width - left, detail)
        if self.is_one_line or not self._detail.text():
            return row
        below = _high(self._detail, width)
        has_room = width - left >= self._detail.minimumSizeHint().width()
        if has_room and max(title, detail) <= title + below:
            return row
        return QRect(0, 0, title_width, title), QRect(0, title, width, below)


def _high(label: Label, width: int) -> int:
    return label.heightForWidth(max(1, width))
