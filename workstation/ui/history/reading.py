"""The right of the history: a consultation that is over, to read only."""

import enum
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.changes import Draft
from workstation.domain.consultation import Consultation
from workstation.domain.errors import WorkstationError
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.conversation.drawer import Drawer
from workstation.ui.conversation.finding.matches import MatchSteps
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.timeline.items import MessageItem, count_waiting
from workstation.ui.history.unsent_draft import UnsentDraftBar
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.page import HasEntrance, hand_focus_over
from workstation.ui.kit.painting import Ink, Tone
from workstation.ui.kit.strings import error_text, formats, tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.media.media_lookup import MediaLookup


class LockedBar(Panel):
    """The bar in place of the composer: nothing can be written any more, and what is not here.

    ``retry_asked`` where that may be tried again.
    """

    retry_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.TopEdge, parent=parent)
        theme.hold(self, QWidget.setFixedHeight, SIZE.bar)
        self.text = Label(ink=Ink.SECONDARY, elide=True)
        self.retry = Button(kind=ButtonKind.LINK)
        self.retry.clicked.connect(self.retry_asked)
        self.retry.hide()
        mark = IconMark(Icon.LOCK, size=SIZE.icon_sm)
        mark.show_icon(Icon.LOCK, Ink.SECONDARY)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x6, 0, SPACE.x6, 0)
        row.setSpacing(SPACE.x2)
        row.addStretch(1)
        row.addWidget(mark)
        row.addWidget(self.text)
        row.addWidget(self.retry)
        row.addStretch(1)

    def show_text(self, text: str, action: str = "") -> None:
        """Show one sentence; ``action`` names how to try again what it says."""
        self.text.setText(text)
        self.retry.setText(action)
        self.retry.setVisible(bool(action))


class ReadingPhase(enum.Enum):
    """How the reading of the server's record of an ended conversation stands."""

    UNASKED = enum.auto()
    OFFLINE = enum.auto()
    BUSY = enum.auto()
    DONE = enum.auto()


_SILENT = {
    ReadingPhase.UNASKED: "locked_silent",
    ReadingPhase.OFFLINE: "silent_offline",
    ReadingPhase.BUSY: "silent_busy",
    ReadingPhase.DONE: "silent",
}
"""What is said while no message is shown."""


class EndedConversation(HasEntrance, ConversationPane):
    """A conversation without a way to write; says whether this computer knows its messages."""

    def __init__(
        self, media: MediaLookup, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        self.unsent, self.locked = UnsentDraftBar(media), LockedBar()
        self._phase = ReadingPhase.UNASKED
        self._error: WorkstationError | None = None
        self._announced = ""
        self.steps = MatchSteps()
        super().__init__(media, now_ms, parent)
        self._now_ms = now_ms
        self.view.follows_end = False
        self.view.items_changed.connect(self._update_locked)
        self.foot.addWidget(self.unsent)
        self.foot.addWidget(self.locked)
        self.head.add_tool(self.steps)
        self.steps.hide()
        self.steps.stepped.connect(self.step_asked)

    def show_consultation(self, consultation: Consultation) -> None:
        """Show a consultation, and the day on which it was started: the platform tells no other.

        Of the same one something else is known, or all is said anew; how its reading stands holds.
        """
        before = self.consultation
        if before is None or before.consultation_id != consultation.consultation_id:
            self._phase, self._error, self._announced = ReadingPhase.UNASKED, None, ""
        super().show_consultation(consultation)
        created = consultation.created_ms
        text = ""
        if created is not None:
            day = formats.day(created, self._now_ms(), in_sentence=True)
            text = tr("history.started", day=day)
        self.head.show_waiting(text, Tone.PLAIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the draft, which leaves most of the room to what was said."""
        super().resizeEvent(event)
        self.unsent.give_room(self.height())

    def show_place(self, number: int, total: int) -> None:
        """Show the place in the head, while words are looked for in the list and not here."""
        super().show_place(number, total)
        self.steps.show_place(number, total if self.find_bar.isHidden() else 0)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        super().retranslate()
        self._update_locked()

    @property
    def spoken(self) -> bool:
        """Whether a message is shown."""
        return any(isinstance(item, MessageItem) for item in self.view.items)

    def show_reading(self, phase: ReadingPhase, error: WorkstationError | None = None) -> None:
        """Show how the reading of the server's record stands; ``error`` is why it failed."""
        self._phase, self._error = phase, error
        self._update_locked()

    def _update_locked(self) -> None:
        if self._error is not None:
            self.locked.show_text(error_text(self._error).what, tr("lists.retry"))
        elif waiting := count_waiting(self.view.items):
            self.locked.show_text(tr("history.locked_unsent", count=waiting))
        elif self.spoken:
            self.locked.show_text(tr("history.locked"))
        else:
            self.locked.show_text(tr(f"history.{_SILENT[self._phase]}"))
        self._announce_locked()

    def _announce_locked(self) -> None:
        """Announce why there is nothing to read, once it is certain; what can be read is read."""
        text, phases = self.locked.text.text(), {ReadingPhase.OFFLINE, ReadingPhase.DONE}
        is_empty = self._error is not None or not self.spoken
        if is_empty and self._phase in phases and text != self._announced and self.isVisible():
            self._announced = text
            announcer.announce(text, topic="archive")


class ReadingSide(QWidget):
    """Conversation and details; the details lie over it where there is no room beside it."""

    closed = Signal()

    def __init__(
        self, media: MediaLookup, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._stack = PageStack(self)
        self.conversation = EndedConversation(media, now_ms, self._stack)
        self.conversation.entrance = self.conversation.view  # F6 leads to what is said
        self.details = DetailsPane(media, now_ms, self)
        self.nothing = EmptyState(Icon.HISTORY)
        self.unlisted_draft = UnsentDraftBar(media)
        self._drawer = Drawer(self.details, self)
        self._details_requested = False
        self._arrange()
        self.conversation.head.details_toggled.connect(lambda on: self.toggle_details(visible=on))
        self.details.note.escaped.connect(self._leave_note)
        self.details.closed.connect(lambda: self.toggle_details(visible=False))
        self.conversation.head.back.connect(self.closed)

    def show_consultation(
        self, consultation: Consultation, doctors: tuple[DoctorCard, ...]
    ) -> None:
        """Open a consultation; its messages come by ``conversation.view.show_items``."""
        self.unlisted_draft.hide()
        self.conversation.show_consultation(consultation)
        self.details.show_consultation(consultation, doctors)
        self._update_layout()

    def show_nothing(self) -> None:
        """Show that no consultation is open."""
        self.conversation.consultation = None
        self.unlisted_draft.hide()
        self.retranslate()
        self._update_layout()

    def show_draft_only(self, draft: Draft, name: str) -> None:
        """Show the draft of a consultation that cannot be opened, for the patient of that name."""
        self.conversation.consultation = None
        self.unlisted_draft.show_draft(draft, name)
        self.retranslate()
        self.nothing.show()
        self._update_layout()

    def toggle_details(self, *, visible: bool | None = None) -> None:
        """Show the details or not; None for the other of the two."""
        self._details_requested = not self._details_requested if visible is None else visible
        self._update_layout()

    @property
    def open(self) -> bool:
        """Whether a consultation is shown, or the draft of one."""
        return self.conversation.consultation is not None or not self.unlisted_draft.isHidden()

    @property
    def drawer_open(self) -> bool:
        """Whether the details lie over the conversation."""
        return self._drawer.isVisible()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        if self.unlisted_draft.isHidden():
            self.nothing.show_text(tr("history.pick.title"), tr("history.pick.text"))
        else:
            title, text = tr("history.unsent_alone_title"), tr("history.unsent_alone_text")
            self.nothing.show_text(title, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the details beside the conversation, or over it, as there is room."""
        super().resizeEvent(event)
        self.unlisted_draft.give_room(self.height())
        self._update_layout()

    def _leave_note(self) -> None:
        """Go from the note back to what is read; close a drawer that lies over it."""
        if self.drawer_open:
            self.toggle_details(visible=False)
        self.conversation.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _update_layout(self) -> None:
        has_conversation = self.conversation.consultation is not None
        self._stack.setCurrentWidget(self.conversation if has_conversation else self._blank)
        docked = self.width() >= SIZE.conversation_min + SIZE.details
        visible = has_conversation and self._details_requested
        if not visible:
            hand_focus_over(self.details, self.conversation.head.details)
        self._drawer.place_details(self._row, docked=docked, visible=visible)
        self.conversation.head.show_details(visible=visible)

    def _arrange(self) -> None:
        self._blank = Panel(Surface.CANVAS)
        blank = QVBoxLayout(self._blank)
        blank.setContentsMargins(0, 0, 0, 0)
        blank.addWidget(self.nothing, 1)
        blank.addWidget(self.unlisted_draft)
        self._stack.addWidget(self._blank)
        self._stack.addWidget(self.conversation)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._stack, 1)
        self._row.addWidget(self.details)
        self.details.hide()
        self.retranslate()
