"""The left of the history: search, filters, ticks, the list, and what stands in its place."""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.consultation_row.row_data import Heading
from workstation.ui.history.bars import SelectionBar
from workstation.ui.history.deletion_question import ask_before_deleting
from workstation.ui.history.filters import FilterRow
from workstation.ui.history.history_list import HistoryList
from workstation.ui.history.left_out_strip import LeftOutStrip
from workstation.ui.history.row_delegate import HistoryEntry
from workstation.ui.history.ticks import Ticks
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.fields.search_field import SearchField
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.layers.overlay import overlay_host
from workstation.ui.kit.layers.whole_notice import let_open_whole
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.roles import SpokenAs
from workstation.ui.kit.rows.entries import EntriesModel
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.collapsible import Collapsible
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.loading_bar import LoadingBar
from workstation.ui.kit.widgets.notice_bar import NoticeBar
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.kit.widgets.panel import Divider, Panel, Surface

ORDERS = ("newest", "oldest")


class HistoryPane(SpokenAs, Panel):
    """The list of the history with all above it.

    Emits ``chosen`` (a key), ``searched``, ``order_picked``, ``delete_asked`` (keys).
    ``clear_asked`` wants neither words nor filters, ``retry_asked`` the list read again,
    ``rows_asked`` the rows that fit at this moment, because a key goes into them. ``emptied`` tells
    whether there is none to choose, ``retranslated`` that headings and counts are to be said anew.
    """

    emptied = Signal(bool)
    chosen = Signal(object)
    searched = Signal(str)
    order_picked = Signal(str)
    delete_asked = Signal(object)
    clear_asked = Signal()
    retry_asked = Signal()
    rows_asked = Signal()
    retranslated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.RightEdge, parent=parent)
        self.title = Label(role=TextRole.TITLE, strong=True)
        self.total = Label(ink=Ink.TERTIARY, tabular=True)
        self.order = Select(plain=True)
        self.search = SearchField(*ACTIONS["search_history"].shown_keys)
        self.filters = FilterRow()
        self.loading = LoadingBar()
        self.problem_bar, self.unlisted = NoticeBar(Ink.WARNING), NoticeBar(Ink.WARNING)
        self.refused, self.unlisted_drafts = NoticeBar(Ink.DANGER), NoticeBar(Ink.WARNING)
        let_open_whole(self.problem_bar, self.unlisted, self.refused, self.unlisted_drafts)
        self.ticks = Ticks()
        self.entries: EntriesModel[Any] = EntriesModel(self)
        self.list = HistoryList(self.entries, self.ticks)
        self.selection = SelectionBar()
        self.empty = EmptyState(Icon.HISTORY)
        self.way_on = self.empty.add_button()
        self._stack = PageStack()
        self.left_out = LeftOutStrip()
        self._way_on = self.clear_asked
        self._arrange()
        self._connect()
        self.retranslate()
        self.show_entries(())

    def show_entries(
        self, entries: Sequence[HistoryEntry | Heading], *, follow: bool = True
    ) -> None:
        """Show these; what was open, in sight and ticked stays so where it is still shown.

        What is under the pointer stays there, unless the doctor asked for other rows: then
        ``follow`` is false.
        """
        self.ticks.show([entry.key for entry in entries if entry.selectable])
        pointed = self.list.pointed_key()
        keep_keyboard = nullcontext() if pointed is not None else self.list.keep_in_sight()
        with keep_keyboard, self.list.hold_position(pointed if follow else None):
            self.entries.show(entries)
        self._stack.setCurrentWidget(self.list if entries else self.empty)
        self.emptied.emit(not entries)
        self.list.update_ticks()

    def show_counts(self, total: int | None, matching: int, *, narrowed: bool) -> None:
        """Show how many there are, as far as that is known, and how many of them fit."""
        self.total.setText("" if total is None else tr("history.total", count=total))
        self.filters.count_label.setText(tr("history.found", count=matching) if narrowed else "")

    def show_empty(self, title: str, text: str, action: str, *, failed: str = "") -> None:
        """Show this in place of the list; ``action`` names the way on from what ``failed``."""
        self.empty.show_text(title, text, code=failed)
        self.way_on.setText(action)
        self.way_on.setVisible(bool(action))
        self._way_on = self.retry_asked if failed else self.clear_asked

    def ask_delete(self) -> None:
        """Ask whether to delete the ticked rows, or without ticks the one where the keyboard is."""
        keys = self.ticks.keys
        if not keys and self.list.current_key is not None:
            keys = (self.list.current_key,)
        if keys:
            delete = partial(self.delete_asked.emit, keys)
            ask_before_deleting(overlay_host(self), len(keys), delete)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.title.setText(tr("history.title"))
        self.search.set_name(tr("history.search"))
        self.setAccessibleName(tr("history.title"))
        self.list.setAccessibleName(tr("history.title"))
        picked = self.order.currentData()
        self.order.clear()
        for order in ORDERS:
            self.order.addItem(tr(f"history.order.{order}"), order)
        self.order.choose(picked or ORDERS[0])
        self.order.setAccessibleName(tr("history.order.name"))
        self.retranslated.emit()

    def _connect(self) -> None:
        self.order.activated.connect(lambda _: self.order_picked.emit(self.order.currentData()))
        self.search.edited.connect(self.searched)
        self.search.list_asked.connect(self._enter_list)
        self.list.chosen.connect(self.chosen)
        self.list.ticked.connect(self._show_ticks)
        self.list.delete_asked.connect(self.ask_delete)
        self.selection.all_asked.connect(self.list.tick_all)
        self.selection.none_asked.connect(self.list.tick_none)
        self.selection.delete_asked.connect(self.ask_delete)
        self.way_on.clicked.connect(self._go_on)
        self.problem_bar.acted.connect(self.retry_asked)

    def _go_on(self) -> None:
        self._way_on.emit()

    def _show_ticks(self) -> None:
        self.selection.show_ticks(len(self.ticks), self.ticks.row_count, self.ticks.state)

    def _enter_list(self) -> None:
        self.rows_asked.emit()
        if self.entries.rowCount():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.list.currentIndex().isValid():
                self.list.enter_first()

    def _arrange(self) -> None:
        field = QHBoxLayout()
        field.setContentsMargins(SPACE.x4, 0, SPACE.x4, SPACE.x2)
        field.addWidget(self.search)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SIZE.hairline, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addLayout(field)
        column.addWidget(self.filters)
        column.addSpacing(SPACE.x3)
        column.addWidget(Divider())
        for part in (
            self.loading,
            self.problem_bar,
            self.unlisted,
            self.unlisted_drafts,
            self.refused,
            self.selection,
        ):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(self.left_out)

    def _header(self) -> QWidget:
        header = QWidget()
        theme.hold(header, QWidget.setFixedHeight, SIZE.header)
        row = QHBoxLayout(header)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x3, 0)
        row.setSpacing(SPACE.x3)
        row.addWidget(self.title)
        row.addWidget(self.total)
        row.addStretch(1)
        row.addWidget(self.order)
        Collapsible(self.total, header)
        return header
