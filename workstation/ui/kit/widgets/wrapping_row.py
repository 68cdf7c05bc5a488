"""Parts beside each other, on as many lines as they need: large text has room for fewer."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt

from workstation.ui.kit.widgets.held_items import HeldItemsLayout


class WrappingRow(HeldItemsLayout):
    """A row without an end of its own; what does not fit goes below, from the left again."""

    def __init__(self, spacing: int, *, between: int | None = None) -> None:
        """Make the row; ``between`` is the room beside each other, if another than that below."""
        super().__init__(spacing)
        self._between = spacing if between is None else between

    def expandingDirections(self) -> Qt.Orientation:
        """The directions to grow in: none, it takes no more room than it needs."""
        return Qt.Orientation(0)

    def minimumSize(self) -> QSize:
        """The smallest size: the largest item's; one that may be narrower is cut short there."""
        return QSize(
            max((item.minimumSize().width() for item in self._items), default=0),
            max((item.sizeHint().height() for item in self._items), default=0),
        )

    def sizeHint(self) -> QSize:
        """The size it would like: all items on one line."""
        between = self._between * max(0, len(self._items) - 1)
        wide = sum(item.sizeHint().width() for item in self._items) + between
        return QSize(wide, self.minimumSize().height())

    def setGeometry(self, rect: QRect) -> None:
        """Place each item."""
        super().setGeometry(rect)
        places = self._places(rect.width())
        for item, place in zip(self._items, places, strict=True):
            item.setGeometry(place.translated(rect.topLeft()))

    def _places(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        corner, line_height = QPoint(0, 0), 0
        for item in self._items:
            size = item.sizeHint()
            size.setWidth(max(min(size.width(), width), item.minimumSize().width()))
            if corner.x() and corner.x() + size.width() > width:
                corner = QPoint(0, corner.y() + line_height + self.spacing())
                line_height = 0
            places.append(QRect(corner, size))
            if item.isEmpty():  # hidden: no gap stands where nothing does
                continue
            corner.setX(corner.x() + size.width() + self._between)
            line_height = max(line_height, size.height())
        return places
