"""What every layout written in Python needs: the items of its widgets, made and held here.

``QLayout.addWidget`` makes an item in C++, of whose end Python is not told. Its wrapper is found by
its address: where an item of another layout has died at the same one, the new item gets the dead
one's wrapper, which is taken for dead as soon as that layout ends. The widgets still stand there,
and the next question for their size raises ``RuntimeError`` ("already deleted") in the middle of
Qt's code. An item that is made in Python is Python's own, until its layout lets it go.

Test: ``tests/ui/kit/test_held_items.py``.
"""

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class HeldItemsLayout(QLayout):
    """Holds its items in their order; ``_places`` of the heir says where they stand."""

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addWidget(self, widget: QWidget) -> None:
        """Take one more in, at the end."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Take in an item that was made for this layout."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One item, if there is one."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and give one item, if there is one."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Whether its height depends on its width: the narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high all lines are; asked for dozens of times before a page is painted once."""
        if width not in self._heights:
            self._heights[width] = lowest_end(self._places(width))
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget the heights: one of the items has another size, or they are others."""
        self._heights = {}
        super().invalidate()

    @abstractmethod
    def _places(self, width: int) -> Sequence[QRect]:
        """Where each stands in that width, from the layout's own corner."""


def lowest_end(places: Sequence[QRect]) -> int:
    """How far down they reach."""
    return max((place.bottom() + 1 for place in places), default=0)
