"""A consultation's conversation: head, symptom bar, stream, and a foot for composer or lock bar."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.consultation import Consultation
from workstation.domain.row_key import RowKey
from workstation.ui.conversation.finding.find_bar import FindBar
from workstation.ui.conversation.head import ConversationHead
from workstation.ui.conversation.symptom_bar import SymptomBar
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.items import CARD_KEY
from workstation.ui.conversation.unread_above import UnreadAbove
from workstation.ui.kit.fields.composing import finish_composing
from workstation.ui.kit.page import Page, hand_focus_over
from workstation.ui.kit.roles import SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, TextRole, theme
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.media.media_lookup import MediaLookup

MIN_LINES = 3
"""Lines of messages that remain visible before anything above them gets space."""
MIN_LINES_BELOW_UNREAD = 2
"""The same for the way up to unread messages, which comes before the symptom in a line."""


class ConversationPane(SpokenAs, Panel):
    """Shows one consultation; emits the signals of its view, its head and its find bar.

    ``opened`` is emitted when it shows another consultation, ``sight_changed`` when other messages
    may be visible. ``step_asked`` asks for the next match (1) or the previous one (-1),
    ``bookmark_asked`` for a bookmark at the present moment of the recording. ``retranslated`` is
    also emitted when the time zone may have changed, and days begin elsewhere.

    Where ``names_patient_below``, as a composer does, the find bar replaces the head in a window
    without space for both.
    """

    opened = Signal()
    older_requested = Signal()
    newer_requested = Signal()
    sight_changed = Signal()
    step_asked = Signal(int)
    bookmark_asked = Signal()
    retranslated = Signal()
    _came_up = Signal()

    def __init__(
        self, media: MediaLookup, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(Surface.CANVAS, parent=parent)
        self.setMinimumWidth(SIZE.conversation_min)
        self.names_patient_below = False
        self.consultation: Consultation | None = None
        self.head = ConversationHead()
        self.bar = SymptomBar()
        self.view = ConversationView(media, now_ms)
        self.unread_above = UnreadAbove(self.view)
        self.find_bar = FindBar(self.view)
        self.foot = QVBoxLayout()
        self._short = False
        self._arrange()
        self.view.items_changed.connect(self._on_scroll)
        self.view.scrolled.connect(self._on_scroll)
        self.bar.clicked.connect(self.show_card)
        self.find_bar.stepped.connect(self.step_asked)
        self.head.find_asked.connect(self.find_bar.open)
        # Not at once: Qt lays nothing out anew inside of a scroll area that is being resized.
        self.view.resized.connect(self._on_scroll, Qt.ConnectionType.QueuedConnection)
        self.unread_above.changed.connect(self._fit_way_up)
        self._came_up.connect(self._on_scroll, Qt.ConnectionType.QueuedConnection)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.view.copy)
        self.retranslate()

    def bind_shortcuts(self, page: Page) -> None:
        """Let the keys of finding and of bookmarks work wherever on its page the keyboard is."""
        page.bind("find", self._ask_find)
        page.bind("bookmark", self.bookmark_asked.emit)
        page.bind("match", lambda: self.step_asked.emit(1), lambda: self.step_asked.emit(-1))

    def show_place(self, number: int, total: int) -> None:
        """Show at which of how many places of what is looked for the doctor is."""
        self.find_bar.show_place(number, total)

    def _ask_find(self) -> None:
        if self.consultation is not None:
            self.find_bar.open()

    def show_consultation(self, consultation: Consultation) -> None:
        """Make this the open consultation; ``view.show_items`` brings its messages."""
        changed = self.consultation is None or (
            self.consultation.consultation_id != consultation.consultation_id
        )
        if changed:
            finish_composing()
        self.consultation = consultation
        self.head.show_consultation(consultation)
        self.bar.show_consultation(consultation)
        if changed:
            self.view.layouts.fold(folded=self._short)
            self.view.selection = None
            self.view.clearSelection()
            # Every conversation has a card: the keyboard would be on it, wherever one reads.
            self.view.setCurrentIndex(QModelIndex())
            self.opened.emit()

    def show_card(self) -> None:
        """Scroll the symptom card into sight, whole."""
        self.view.layouts.fold(folded=False)
        self.view.lay_out_again()
        self.view.verticalScrollBar().setValue(0)
        self._on_scroll()

    def fit(self, *, compact: bool, short: bool) -> None:
        """Show the symptom as one line at first, in a small window."""
        self._short = short or compact

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(tr("conversation.name"))
        self.view.setAccessibleName(tr("conversation.name"))
        self.unread_above.retranslate()
        self.view.lay_out_again()
        self.retranslated.emit()
        if self.consultation is not None:
            self.show_consultation(self.consultation)

    def showEvent(self, event: QShowEvent) -> None:
        """Update what became visible while another page was shown."""
        super().showEvent(event)
        self._came_up.emit()

    def place_below(self, key: RowKey) -> QPoint:
        """A point of the screen: a row's lower edge, or the view's middle if it is not visible."""
        view = self.view
        whole, row = view.viewport().rect(), view.timeline.row(key)
        rect = view.visualRect(view.timeline.index(row, 0)) if row >= 0 else QRect()
        visible = rect.intersected(whole)
        place = QPoint(view.layouts.column.left, visible.bottom())
        return view.viewport().mapToGlobal(whole.center() if visible.isEmpty() else place)

    def event(self, event: QEvent) -> bool:
        """Fit the head when the pane, or what is above or below the stream, changes its height."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit_head()
        return super().event(event)

    def _fit_head(self) -> None:
        layout = self.layout()
        if layout is None or not self.names_patient_below:
            return
        bars = sum(bar.height() for bar in (self.head, self.bar) if not bar.isHidden())
        others = layout.minimumSize().height() - bars
        read = MIN_LINES * theme.style(TextRole.MESSAGE).line
        yields = not self.find_bar.isHidden() and others + SIZE.header + read > self.height()
        if yields is not self.head.isHidden():
            hand_focus_over(self.head, self.find_bar.field.edit)
            self.head.setVisible(not yields)

    def near_beginning(self) -> bool:
        """Whether less than one view height is loaded above the visible part."""
        return self.view.verticalScrollBar().value() < self.view.viewport().height()

    def _on_scroll(self) -> None:
        if not self.view.resizing:
            self._fit_way_up()
            self._show_bar(visible=self._card_hidden() and self._has_room_for(self.bar, MIN_LINES))
        bar, page = self.view.verticalScrollBar(), self.view.viewport().height()
        if self.near_beginning():
            self.older_requested.emit()
        if bar.maximum() - bar.value() < page:
            self.newer_requested.emit()
        self.sight_changed.emit()

    def _show_bar(self, *, visible: bool) -> None:
        if visible is self.bar.isHidden():
            with self._messages_in_place():
                self.bar.setVisible(visible)

    def _fit_way_up(self) -> None:
        row = self.unread_above
        visible = row.is_offered and self._has_room_for(row, MIN_LINES_BELOW_UNREAD, self.bar)
        if visible is row.isHidden():
            with self._messages_in_place():
                row.give_room(visible=visible)

    @contextmanager
    def _messages_in_place(self) -> Iterator[None]:
        """Take room above the stream, or give it back, while the messages stand where they are."""
        top, keep = self.view.y(), not self.view.at_end()
        yield
        layout = self.layout()
        if keep and layout is not None:
            layout.activate()
            scroll = self.view.verticalScrollBar()
            scroll.setValue(scroll.value() + self.view.y() - top)

    def _card_hidden(self) -> bool:
        row = self.view.timeline.row(CARD_KEY)
        if self.consultation is None:
            return False
        if row < 0:
            return True
        end = self.view.heights.top(row + 1) if row < len(self.view.heights) else 0
        return end <= self.view.verticalOffset()

    def _has_room_for(self, part: QWidget, lines: int, *yielding: QWidget) -> bool:
        """Whether ``part`` leaves room for some lines to read, once what is ``yielding`` is hidden.

        Large text in a low window leaves none between what is read and what one writes. What is
        ``yielding`` goes where it and the ``part`` have no room together.
        """
        layout = self.layout()
        if layout is None:
            return False
        present = sum(each.height() for each in (part, *yielding) if not each.isHidden())
        others = layout.minimumSize().height() - present
        read = lines * theme.style(TextRole.MESSAGE).line
        return others + part.height() + read <= self.height()

    def _arrange(self) -> None:
        self.view.setMinimumHeight(SIZE.hairline)
        self.foot.setContentsMargins(0, 0, 0, 0)
        self.bar.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.find_bar)
        column.addWidget(self.bar)
        column.addWidget(self.unread_above)
        column.addWidget(self.view, 1)
        column.addLayout(self.foot)
