"""The palette over the window: a field to type into, and what is found, used by keys alone."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.kit.layers.dialog import ModalLayer
from workstation.ui.kit.painting import Ink, draw_hairline, painting
from workstation.ui.kit.rows import EntriesView
from workstation.ui.kit.rows.entries import EntriesModel
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.palette.entries import GroupHeading, ResultGroup, SearchResult
from workstation.ui.palette.field import PaletteField
from workstation.ui.palette.foot import PaletteFoot
from workstation.ui.palette.row import PaletteRow

PaletteEntry = SearchResult | GroupHeading


class Palette(ModalLayer):
    """The palette that searches everything.

    Emits ``search_requested`` (words, one group or None), ``picked``, ``closed``. ``picked``
    gives the key of what the doctor opens, after the palette has gone.
    """

    search_requested = Signal(str, object)
    picked = Signal(object)
    closed = Signal()
    lets_shortcuts = True

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.field = PaletteField()
        self.entries: EntriesModel[Any] = EntriesModel(self)
        self.list = EntriesView(self.entries)
        self.row = PaletteRow(self.list)
        self.how = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, elide=True)
        self.nothing = Label(ink=Ink.SECONDARY, wrap=True)
        self.foot = PaletteFoot()
        self._group: ResultGroup | None = None
        self._is_searching = self._renews = False
        self._keys_ahead: list[Callable[[], None]] = []
        self._card = QWidget(self)
        self._arrange()
        self._connect()
        self.retranslate()

    def open(self) -> None:
        """Lay it over the window, ready to type."""
        super().open()
        self._place_card()
        self.field.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self._request_search()

    def close_now(self) -> None:
        """Close the palette, and give the keyboard back to where it was."""
        if self.isHidden():
            return
        self.dismiss()
        self.closed.emit()

    def show_results(self, words: str, entries: Sequence[PaletteEntry], problem: str = "") -> None:
        """Show what was found for these words; the first of it is the one that Enter opens.

        What was asked for a second time moves nothing. ``problem`` is why nothing may stand there
        although there is something.
        """
        current, top = self.current, self.list.verticalScrollBar().value()
        self.row.words = words
        self.entries.show(entries)
        self.list.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        self.nothing.setText(problem or tr("search.nothing", words=formats.short_search(words)))
        self.list.choose(None)
        self.list.step(None, 1)
        self.list.scrollToTop()
        self._place_card()
        if self._renews and current is not None and self.entries.row(current.key) >= 0:
            self.list.choose(current.key)
            self.list.verticalScrollBar().setValue(top)
        self._describe_current()
        self._is_searching = self._renews = False
        keys, self._keys_ahead = self._keys_ahead, []
        for act in keys:
            act()

    @property
    def current(self) -> SearchResult | None:
        """The result that Enter opens."""
        index = self.list.currentIndex()
        entry = self.entries.entry(index.row()) if index.isValid() else None
        return entry if isinstance(entry, SearchResult) else None

    def retranslate(self) -> None:
        """Set all texts in the current language; results name days, too, and are asked for anew."""
        self.setAccessibleName(tr("search.title"))
        self.field.edit.setPlaceholderText(tr("search.hint"))
        self.how.setText(tr("search.how"))
        self.field.edit.setAccessibleName(tr("search.hint"))
        self.list.setAccessibleName(tr("search.found"))
        if not self.isHidden() and not self._is_searching:
            self._request_search()
            self._renews = True

    def card(self) -> QRectF:
        return QRectF(self._card.geometry())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field.edit and isinstance(event, QKeyEvent):
            return event.type() is QEvent.Type.KeyPress and self._handle_key(event)
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close the palette at a click beside it."""
        event.accept()
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._handle_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_card()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        line = self.field.mapTo(self, self.field.rect().bottomLeft())
        with painting(self) as painter:
            left = QPointF(line.x(), line.y())
            draw_hairline(painter, left, left + QPointF(self._card.width(), 0))

    def _handle_key(self, event: QKeyEvent) -> bool:
        """Use a key; whether it meant something to the palette."""
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down as key:
                by = 1 if key == Qt.Key.Key_Down else -1
                self._act_on_results(partial(self._step, by))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._act_on_results(lambda: self._pick(self.current))
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                self._filter(None if self._group else self._group_of_current())
            case Qt.Key.Key_Escape:
                self.close_now()
            case Qt.Key.Key_Backspace if self._group and not self.field.edit.text():
                self._filter(None)
            case _:
                return False
        return True

    def _act_on_results(self, act: Callable[[], None]) -> None:
        """Act once the words in the field are looked up: until then others' results are shown."""
        if self._is_searching:
            self._keys_ahead.append(act)
        else:
            act()

    def _step(self, by: int) -> None:
        current = self.current
        self.list.step(current.key if current is not None else None, by)
        self._describe_current()

    def _pick(self, result: SearchResult | None) -> None:
        if result is not None:
            self.close_now()
            self.picked.emit(result.key)

    def _group_of_current(self) -> ResultGroup | None:
        current = self.current
        return current.group if current is not None else None

    def _filter(self, group: ResultGroup | None) -> None:
        self._group = group
        self.field.show_group(tr(f"search.group.{group.value}") if group else "")
        self.foot.show_filtered(filtered=group is not None)
        self._request_search()

    def _request_search(self) -> None:
        self._is_searching, self._renews = True, False
        self._keys_ahead.clear()
        self.search_requested.emit(self.field.edit.text().strip(), self._group)

    def _on_clicked(self, index: QModelIndex) -> None:
        entry = self.entries.entry(index.row())
        if isinstance(entry, SearchResult):
            self._pick(entry)

    def _describe_current(self) -> None:
        """Describe what Enter opens to a screen reader: the keyboard stays in the field."""
        current = self.current
        self.field.edit.setAccessibleDescription(current.spoken if current is not None else "")

    def _connect(self) -> None:
        self.field.edit.installEventFilter(self)
        self.field.edit.textChanged.connect(self._request_search)
        self.field.group_cleared.connect(lambda: self._filter(None))
        self.list.clicked.connect(self._on_clicked)
        theme.changed.connect(self._place_card, Qt.ConnectionType.QueuedConnection)

    def _arrange(self) -> None:
        self.list.setItemDelegate(self.row)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing.setContentsMargins(SPACE.x5, SPACE.x4, SPACE.x5, SPACE.x4)
        self.how.setContentsMargins(SPACE.x5, 0, SPACE.x5, 0)
        self.nothing.hide()
        column = QVBoxLayout(self._card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.field)
        column.addSpacing(SPACE.x2)
        column.addWidget(self.how)
        column.addSpacing(SPACE.x1)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing)
        column.addSpacing(SPACE.x2)
        column.addWidget(self.foot)

    def _place_card(self) -> None:
        """Place the card: as wide as the design says if there is room, as high as the results."""
        wide = min(SIZE.palette, self.width() - 2 * SPACE.x6)
        self.list.executeDelayedItemsLayout()
        content_height = self.list.heights.total
        if self.entries.rowCount() == 0:
            content_height = self.nothing.heightForWidth(wide) + 2 * SPACE.x4
        around = SIZE.header + 2 * SPACE.x2 + SPACE.x1 + SIZE.bar_sm + self.how.sizeHint().height()
        top = min(SIZE.palette_top, self.height() // 8)
        high = min(content_height + around, self.height() - top - SPACE.x6)
        self._card.setGeometry(QRect((self.width() - wide) // 2, top, wide, high))
        self.update()
