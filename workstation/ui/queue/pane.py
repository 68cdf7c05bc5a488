"""The work queue: who waits, for how long, and what they said last (the design, 01)."""

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.consultation_row.row_data import Heading
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.fields.search_field import SearchField
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.layers.whole_notice import let_open_whole
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.roles import SpokenAs
from workstation.ui.kit.rows.entries import EntriesModel
from workstation.ui.kit.rows.view import Cursor
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.loading_bar import LoadingBar
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.queue.activity_summary import ActivitySummaryCard
from workstation.ui.queue.day_strip import DayStrip
from workstation.ui.queue.filter_bar import FilterBar
from workstation.ui.queue.queue_list import QueueList
from workstation.ui.queue.row_delegate import ConsultationRow, QueueEntry


class QueuePane(SpokenAs, Panel):
    """The queue with all above it.

    Emits ``chosen`` (a key), ``order_picked``, ``searched`` and ``new_asked``.
    ``filters_asked`` comes from the header, ``list.menu_asked`` and ``list.answer_asked`` from a
    row, ``renew.clicked`` asks for the order that a hand holds back.
    """

    chosen = Signal(object)
    order_picked = Signal(str)
    searched = Signal(str)
    filters_asked = Signal()
    new_asked = Signal()

    def __init__(self, orders: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.RightEdge, parent=parent)
        self._orders = tuple(orders)
        self.title = Label(role=TextRole.TITLE, strong=True)
        self.order = Select(plain=True)
        self.renew = Button(kind=ButtonKind.LINK, icon=Icon.REFRESH)
        theme.hold(self.renew, QWidget.setMinimumHeight, SIZE.control_sm)
        # A click leaves the keyboard in the list.
        self.renew.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.filter = IconButton(Icon.FILTER)
        self.new = IconButton(Icon.PLUS)
        self.search = SearchField()
        self.loading = LoadingBar()
        self.problem_bar = NoticeBar(Ink.WARNING)
        let_open_whole(self.problem_bar)
        self.entries: EntriesModel[Any] = EntriesModel(self)
        self.filters = FilterBar()
        self.activity_summary = ActivitySummaryCard()
        self.day = DayStrip()
        self.list = QueueList(self.entries)
        self.list.setItemDelegate(ConsultationRow(self.list))
        self.empty = EmptyState(at_top=True)
        self._stack = PageStack()
        self._any, self._empty_state = True, self.empty
        self._by_due = False
        self._arrange()
        self.order.activated.connect(lambda _: self.order_picked.emit(self.order.currentData()))
        self.new.clicked.connect(self.new_asked)
        self.filter.clicked.connect(self.filters_asked)
        self.search.edited.connect(self.searched)
        self.list.chosen.connect(self.chosen)
        self.search.list_asked.connect(self._focus_first)
        self.retranslate()

    def show_entries(self, entries: Sequence[QueueEntry | Heading], *, follow: bool = True) -> None:
        """Show these; what was selected and in sight stays so.

        What is under the hand stays there, unless the doctor sent it elsewhere: then ``follow`` is
        false, and the list stays.
        """
        with self.list.hold_position(
            self.list.hand_key() if follow and self.list.in_hand else None
        ):
            self.entries.show(entries)
        self._show_list_or_empty()

    def show_filters(self, on: Sequence[str], *, shown_rows: int, total: int) -> None:
        """Say which filters are on; the keyboard of a bar that goes is on the list."""
        if not on:
            hand_focus_over(self.filters, self.list)
        self.filters.show_filters(on, shown_rows=shown_rows, total=total)

    def begin_at_top(self) -> None:
        """Show the first rows, also where a bar of filters has just come above them."""
        self._column.activate()
        self.list.begin_at_top()

    def mark_open(self, key: Hashable | None) -> None:
        """Mark the open one again where no row is marked, as when a filter had hidden it.

        A keyboard that is on another row stays there.
        """
        row = -1 if key is None else self.entries.row(key)
        selected = self.list.selectionModel()
        if row < 0 or selected.hasSelection():
            return
        if self.list.hasFocus() and self.list.currentIndex().isValid():
            selected.select(self.entries.index(row, 0), selected.SelectionFlag.Select)
        else:
            self.list.choose(key)

    def looked_at(self) -> object:
        """The row under the hand while the keyboard is on the list."""
        return self.list.hand_key() if self.list.hasFocus() else None

    def choose(self, key: Hashable | None) -> None:
        """Mark a consultation as the open one and bring it into sight; ``chosen`` is not told."""
        self.list.go_to(key)

    def show_nothing_found(self, *, searching: bool, filtering: bool = False) -> None:
        """Set what an empty list says."""
        key = "queue.nothing_found" if searching else "queue.empty"
        self.empty.show_text("", tr("queue.filter.nothing" if filtering else key))

    def show_any(self, *, any_at_all: bool) -> None:
        """Show the buttons of order and filter only while there is anything to put in order."""
        for part in (self.order, self.filter):
            part.setVisible(any_at_all)
        self._any = any_at_all
        self._show_list_or_empty()

    def name_order(self, *, by_due: bool) -> None:
        """Name the order of who waits: by the time left to what is promised, or by time waited."""
        if by_due != self._by_due:
            self._by_due = by_due
            self.retranslate()

    def replace_empty_state(self, whole: EmptyState | None) -> None:
        """Show ``whole`` in place of the sentence of an empty list, or that sentence again."""
        if whole is not None:
            self._stack.addWidget(whole)
        self._empty_state = whole or self.empty
        if self._stack.currentWidget() is not self.list:
            self._show_list_or_empty()

    def show_stale(self, *, stale: bool) -> None:
        """Show whether rows would stand elsewhere but for the hand that is on the list.

        It is said where the order is chosen, so that nothing below moves.
        """
        self.renew.setVisible(stale)
        if stale:
            self.order.hide()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.title.setText(tr("queue.title"))
        self.new.set_name(tr("queue.new"), *ACTIONS["new"].shown_keys)
        self.renew.setText(tr("queue.order.renew"))
        self.renew.setToolTip(tr("queue.order.held"))
        self.filter.set_name(tr("queue.filter.name"))
        self.filters.retranslate()
        self.search.set_name(tr("queue.search"))
        self.setAccessibleName(tr("queue.title"))
        self.list.setAccessibleName(tr("queue.title"))
        self.show_nothing_found(searching=bool(self.search.text()))
        picked = self.order.currentData()
        self.order.clear()
        for order in self._orders:
            name = "due" if order == "waiting" and self._by_due else order
            self.order.addItem(tr(f"queue.order.{name}"), order)
        self.order.choose(picked or self._orders[0])
        self.order.setAccessibleName(tr("queue.order.name"))

    def enter(self) -> None:
        """Give the keyboard to the list; the pane keeps it for the list until there are rows."""
        entrance = self.list if self._stack.currentWidget() is self.list else self
        entrance.setFocus(Qt.FocusReason.MouseFocusReason)

    def _focus_first(self) -> None:
        """Go from the search field to the first row that was found."""
        if self._stack.currentWidget() is self.list and self.entries.rowCount():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.focus_entry(
                self.list.moveCursor(Cursor.MoveHome, Qt.KeyboardModifier.NoModifier)
            )

    def _show_list_or_empty(self) -> None:
        if self.entries.rowCount():
            self._stack.setCurrentWidget(self.list)
            if self.window().focusWidget() is self:
                self.enter()
        else:
            self._stack.setCurrentWidget(self.empty if self._any else self._empty_state)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.x4, 0, SPACE.x3, 0)
        head.setSpacing(SPACE.x2)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.order)
        head.addWidget(self.renew)
        self.renew.hide()
        head.addWidget(self.filter)
        head.addWidget(self.new)
        header = QWidget()
        theme.hold(header, QWidget.setFixedHeight, SIZE.header)
        header.setLayout(head)
        field = QHBoxLayout()
        field.setContentsMargins(SPACE.x4, 0, SPACE.x4, SPACE.x2)
        field.addWidget(self.search)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SIZE.hairline, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addLayout(field)
        column.addWidget(self.filters)
        column.addWidget(self.activity_summary)
        column.addWidget(self.loading)
        column.addWidget(self.problem_bar)
        column.addWidget(self._stack, 1)
        column.addWidget(self.day)
