"""What every layout written in Python needs: the items of its widgets, made and held here.

``QLayout.addWidget`` makes an item in C++, of whose end Python is not told. Its wrapper is found by
its address: where an item of another layout has died at the same one, the new item gets the dead
one's wrapper, which is taken for dead as soon as that layout ends. The widgets still stand there,
and the next question for their size raises ``RuntimeError`` ("already deleted") in the middle of
Qt's code. An item that is made in Python is Python's own, until its layout lets it go.

Test: ``tests/ui/kit/test_held_items.py``.
"""

from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class HeldItemsLayout(QLayout):
    """Holds its items in their order; where they stand is for the heir to say."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []

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
        """One of them, if there is one."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let one go."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None
