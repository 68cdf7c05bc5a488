"""A list view whose geometry is a sum of known row heights, in logical pixels.

QListView lays out every row again on each insert, which takes seconds for a long conversation.
This view keeps its role for screen readers (a list, its rows, a current one) and replaces only the
geometry. Three quirks of Qt are behind the overrides:

* ``QListView.rowsInserted`` throws the layout away; the one of ``QAbstractItemView`` does not.
* The view hears of rows that go before the model counts without them. A scroll bar that vanishes
  then widens the view, which would measure rows that are going: the bar is told afterwards, by the
  model's ``rowsRemoved``.
* ``scrollContentsBy`` of QListView moves what it laid out itself, which is nothing here.

Invariant: as many heights as the model has rows, whenever control is back in the event loop.

Tests: ``test_a_bar_that_shows_itself_while_rows_go_resizes_the_list_in_between``,
``test_rows_that_come_and_go_keep_the_sums_true``,
``test_scrolling_paints_all_that_is_in_sight_now``,
``test_a_screen_reader_finds_a_list_with_every_row``.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QHoverEvent, QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QScrollBar,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from workstation.ui.kit.painting import clipped
from workstation.ui.kit.rows.heights import RowHeights
from workstation.ui.kit.rows.ringed import AnyIndex, RingedList

Cursor = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint
SCROLL_STEP = 28
LOADED = QScrollBar.SliderAction
"""Its class is made with the first name of it that is used: here a thread does so, at a sign-in."""
MAX_SCROLL_PASSES = 8
ENDS = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End})
PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class RowsView(RingedList):
    """Rows of a flat model under each other; ``sizeHint`` of the delegate gives their heights."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heights = RowHeights()
        self.end_margin = 0
        self._hovered = QPersistentModelIndex()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(SCROLL_STEP)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Let the scroll bar hear of rows that went once the model counts without them.

        It may vanish then, and a wider view measures every row of the model afresh.
        """
        super().setModel(model)
        if model is not None:
            model.rowsRemoved.connect(self._on_geometry_changed)

    def measure(self, row: int) -> int:
        """Height of a row as the delegate gives it."""
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, self.viewport().width(), 0)
        size: QSize = self.itemDelegate().sizeHint(option, self.model().index(row, 0))
        return size.height()

    def measure_all(self, first: int, last: int) -> list[int]:
        """Heights of the rows from ``first`` to ``last``, both included."""
        return [self.measure(row) for row in range(first, last + 1)]

    def doItemsLayout(self) -> None:
        """Measure every row afresh."""
        rows = self.model().rowCount() if self.model() is not None else 0
        self.heights.reset(self.measure_all(0, rows - 1))
        self.updateGeometries()
        self.viewport().update()

    def rowsInserted(self, parent: AnyIndex, start: int, end: int) -> None:
        """Measure the new rows only."""
        if len(self.heights) + end - start + 1 == self.model().rowCount():
            self.heights.insert(start, self.measure_all(start, end))
        else:
            self.doItemsLayout()
        # The step of QListView in between would throw its own layout away and make it again.
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self._on_geometry_changed()

    def rowsAboutToBeRemoved(self, parent: AnyIndex, start: int, end: int) -> None:
        """Forget rows that go."""
        self.executeDelayedItemsLayout()
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, start, end)
        self.heights.remove(start, end)

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        """Measure again what may have become higher."""
        QAbstractItemView.dataChanged(self, first, last, roles)
        changed = [
            self.heights.set(row, self.measure(row))
            for row in range(first.row(), last.row() + 1)
            if row < len(self.heights)
        ]
        if any(changed):
            self._on_geometry_changed()

    def updateGeometries(self) -> None:
        """Tell the scroll bar how much there is."""
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setRange(*self._scroll_range())

    def _scroll_range(self) -> tuple[int, int]:
        hidden = self.heights.total + self.end_margin - self.viewport().height()
        return 0, max(hidden, 0)

    def verticalOffset(self) -> int:
        """How far down the top of the view is, in pixels."""
        return self.verticalScrollBar().value()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint all that is in sight: QListView moves only what it laid out itself."""
        self.viewport().update()

    def horizontalOffset(self) -> int:
        """How far right the view is scrolled: 0, as rows are never wider than the view."""
        return 0

    def isIndexHidden(self, _index: AnyIndex) -> bool:
        """Whether a row is hidden: none ever is."""
        return False

    def visualRect(self, index: AnyIndex) -> QRect:
        """Where a row lies on the viewport, also when it is scrolled out."""
        row = index.row()
        if not index.isValid() or row >= len(self.heights):
            return QRect()
        top = self.heights.top(row) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self.heights.height(row))

    def rows_between(self, top: int, bottom: int) -> range:
        """The rows of which a part lies from ``top`` to before ``bottom`` of the viewport."""
        offset = self.verticalOffset()
        return self.heights.rows(top + offset, bottom + offset)

    def rows_in_sight(self) -> range:
        """The rows of which a part lies on the viewport."""
        return self.rows_between(0, self.viewport().height())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row under a point of the viewport."""
        y = point.y() + self.verticalOffset()
        if self.model() is None or not 0 <= y < self.heights.total:
            return QModelIndex()
        return self.model().index(self.heights.at(y), 0)

    def scrollTo(self, index: AnyIndex, hint: Hint = Hint.EnsureVisible) -> None:
        """Bring a row into sight, moving as little as the hint allows.

        Again where what comes into sight turns out to have another height than was guessed.
        """
        self.executeDelayedItemsLayout()
        for _ in range(MAX_SCROLL_PASSES):
            before = self.verticalOffset()
            self._scroll_once(index, hint)
            if self.verticalOffset() == before:
                break

    def _scroll_once(self, index: AnyIndex, hint: Hint) -> None:
        rect, height = self.visualRect(index), self.viewport().height()
        bar = self.verticalScrollBar()
        above, below = rect.top(), rect.bottom() + 1 - height
        if hint is Hint.PositionAtTop or (hint is Hint.EnsureVisible and above < 0):
            bar.setValue(bar.value() + above)
        elif hint is Hint.PositionAtBottom or (hint is Hint.EnsureVisible and below > 0):
            bar.setValue(bar.value() + min(below, above))
        elif hint is Hint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn a page within a row that is higher than the view before leaving it."""
        way = PAGES.get(Qt.Key(event.key()), 0)
        if way and self._turn_page(way):
            self.note_use(by_keyboard=True)
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if event.key() in ENDS and before.isValid() and self.currentIndex() == before:
            self.scrollTo(before)  # it may have been scrolled out

    def moveCursor(self, action: Cursor, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The row that a key leads to, headers left out."""
        self.executeDelayedItemsLayout()
        rows, row = len(self.heights), self.currentIndex().row()
        match action:
            case Cursor.MoveHome:
                return self._selectable(0, 1)
            case Cursor.MoveEnd:
                return self._selectable(rows - 1, -1)
            case Cursor.MovePageUp | Cursor.MovePageDown:
                return self._page(row, 1 if action is Cursor.MovePageDown else -1)
            case Cursor.MoveUp | Cursor.MovePrevious | Cursor.MoveLeft:
                return self._selectable(row - 1, -1, otherwise=row)
        return self._selectable(row + 1, 1, otherwise=row)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the rows that a rectangle of the viewport touches."""
        first, last = self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())
        if self.selectionModel() is None:
            return
        is_touched = first.isValid() and last.isValid()
        chosen = QItemSelection(first, last) if is_touched else QItemSelection()
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """The part of the viewport that a selection covers."""
        region = QRegion()
        for number in range(selection.size()):
            block = selection.at(number)
            top = self.visualRect(block.topLeft())
            region += top.united(self.visualRect(block.bottomRight()))
        return region.intersected(self.viewport().rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight and nothing else."""
        painter = QPainter(self.viewport())
        for row in self.rows_between(event.rect().top(), event.rect().bottom() + 1):
            option = self._option(self.model().index(row, 0))
            if not event.region().intersects(option.rect):
                continue  # between two that changed
            with clipped(painter, option.rect & event.rect()):
                self.itemDelegate().paint(painter, option, option.index)
        self.paint_ring(painter)

    def viewportEvent(self, event: QEvent) -> bool:
        """Keep track of the row under the pointer."""
        if event.type() in {QEvent.Type.HoverMove, QEvent.Type.HoverEnter} and isinstance(
            event, QHoverEvent
        ):
            self._hover(self.indexAt(event.position().toPoint()))
        elif event.type() in {QEvent.Type.HoverLeave, QEvent.Type.Leave}:
            self._hover(QModelIndex())
        return super().viewportEvent(event)

    def _on_geometry_changed(self, *_rows: object) -> None:
        self.updateGeometries()
        self.viewport().update()

    def _option(self, index: QModelIndex) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        option.index = index
        state = option.state & ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        if self.selectionModel().isSelected(index):
            state |= QStyle.StateFlag.State_Selected
        if self._hovered == index:
            state |= QStyle.StateFlag.State_MouseOver
        if self.is_ringed and index == self.currentIndex():
            state |= QStyle.StateFlag.State_HasFocus
        option.state = state
        return option

    def _hover(self, index: QModelIndex) -> None:
        if self._hovered == index:
            return
        for changed in (self._hovered, index):
            self.viewport().update(self.visualRect(changed))
        self._hovered = QPersistentModelIndex(index)

    def _selectable(self, row: int, step: int, *, otherwise: int = -1) -> QModelIndex:
        while 0 <= row < len(self.heights):
            index = self.model().index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                return index
            row += step
        return self.model().index(otherwise, 0) if otherwise >= 0 else QModelIndex()

    def _turn_page(self, way: int) -> bool:
        """Scroll on in the current row; False where no more of it lies in that direction."""
        rect, height = self.visualRect(self.currentIndex()), self.viewport().height()
        in_sight = rect.intersects(self.viewport().rect()) and rect.height() > height
        hidden = rect.bottom() + 1 - height if way > 0 else -rect.top()
        if not in_sight or hidden <= 0:
            return False
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + way * min(hidden, max(height - SCROLL_STEP, 1)))
        return True

    def _page(self, row: int, direction: int) -> QModelIndex:
        here = self.heights.top(max(row, 0))
        target = self.heights.at(here + direction * self.viewport().height())
        if target == row:
            target += direction  # it is higher than a page, and nothing more of it is hidden
        there = self._selectable(target, direction)
        return there if there.isValid() else self._selectable(target, -direction, otherwise=row)
