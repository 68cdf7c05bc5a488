"""历史: the list and what is read of it, arranged for every width."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.domain.changes import Draft
from workstation.domain.consultation import Consultation
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.history.pane import HistoryPane
from workstation.ui.history.reading import ReadingSide
from workstation.ui.kit.page import Page, Width, hide_keeping_focus
from workstation.ui.kit.theme import SIZE
from workstation.ui.media.media_lookup import MediaLookup

UNBOUNDED = 16_777_215


class HistoryPage(Page):
    """The page of ended consultations.

    Emits its panes' signals and ``closed``; knows no network.
    """

    closed = Signal()

    def __init__(
        self, media: MediaLookup, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.list_pane = HistoryPane(self)
        self.side = ReadingSide(media, now_ms, self)
        self._width = Width.WIDE
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list_pane)
        row.addWidget(self.side, 1)
        self.side.closed.connect(self.close_consultation)
        self.side.unlisted_draft.closed.connect(self.close_consultation)
        self.side.nothing.hide()
        self.list_pane.emptied.connect(self.side.nothing.setHidden)
        self.bind("details", self._toggle_details)
        step = self.list_pane.list.step
        self.bind("neighbours", lambda: step(self.open_key, -1), lambda: step(self.open_key, 1))
        self.side.conversation.bind_shortcuts(self)
        self.bind("close", self._on_escape)
        self._update_layout()

    @property
    def open_key(self) -> Hashable | None:
        """The number of the open consultation."""
        consultation = self.side.conversation.consultation
        return consultation.consultation_id if consultation is not None else None

    def show_consultation(
        self, consultation: Consultation, doctors: tuple[DoctorCard, ...]
    ) -> None:
        """Open a consultation."""
        self.side.show_consultation(consultation, doctors)
        self.list_pane.list.choose(consultation.consultation_id)
        self._update_layout()

    def show_draft_only(self, draft: Draft, name: str) -> None:
        """Show the draft of a consultation that cannot be opened."""
        self.side.show_draft_only(draft, name)
        self.list_pane.list.choose(None)
        self._update_layout()

    def close_consultation(self) -> None:
        """Close the consultation that is open, and tell ``closed``."""
        if not self.side.open:
            return
        rows, read = self.list_pane.list, self.list_pane.list.current_key
        if self._width is Width.SINGLE:
            hide_keeping_focus(self.side, self.list_pane, rows)
        self.side.show_nothing()
        rows.choose(None)
        if self._width is Width.SINGLE:
            rows.focus_key(read)
        self._update_layout()
        self.closed.emit()

    def focus_search(self) -> None:
        """Put the keyboard into the search, whose words the next letter replaces."""
        if self._width is Width.SINGLE:
            self.close_consultation()
        self.list_pane.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list_pane.search.edit.selectAll()

    def fit(self, width: Width, *, short: bool) -> None:
        """Arrange for the window's size."""
        self._width = width
        compact = width in {Width.COMPACT, Width.SINGLE}
        self.side.conversation.fit(compact=compact, short=short)
        self._update_layout()

    def enter(self) -> None:
        """Let the arrow keys go through the list; the focus ring shows with the first one."""
        reading = self._width is Width.SINGLE and self.side.open
        entrance = self.side.conversation.view if reading else self.list_pane.list
        entrance.setFocus(Qt.FocusReason.MouseFocusReason)

    def panes(self) -> list[QWidget]:
        """List, conversation, details."""
        return [self.list_pane.list, self.side.conversation, self.side.details]

    def retranslate(self) -> None:
        """Change nothing: the panes translate themselves."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the list, which gives way before the conversation does."""
        super().resizeEvent(event)
        self._update_layout()

    def _update_layout(self) -> None:
        single = self._width is Width.SINGLE
        self.list_pane.list.only_looks = single
        if not single:
            self.list_pane.show()
            self.side.show()
        elif self.side.open:
            hide_keeping_focus(self.list_pane, self.side, self.side.conversation.view)
        else:
            hide_keeping_focus(self.side, self.list_pane, self.list_pane.list)
        self.side.conversation.head.to_list.setVisible(single)
        room = self.width() - SIZE.conversation_min
        wide = min(SIZE.list_history, max(room, SIZE.list_compact))
        self.list_pane.setMinimumWidth(SIZE.list_compact if single else wide)
        self.list_pane.setMaximumWidth(UNBOUNDED if single else wide)

    def _toggle_details(self) -> None:
        self.side.toggle_details()
        if self.side.open:
            self.side.details.announce_visibility()

    def _on_escape(self) -> None:
        if self.side.drawer_open:
            self.side.toggle_details(visible=False)
        elif len(self.list_pane.ticks):
            self.list_pane.list.tick_none()
        elif self._width is Width.SINGLE:
            self.close_consultation()
