"""接诊中: the queue, the conversation, the details, arranged for every width."""

import enum
from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.consultation import Consultation
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.conversation.drawer import Drawer
from workstation.ui.kit.fields.picture_drop import PictureDrop
from workstation.ui.kit.page import Page, Width, hand_focus_over, hide_keeping_focus
from workstation.ui.kit.strings import ErrorText, tr
from workstation.ui.kit.theme import SIZE, Icon
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.queue.parts import ActiveParts
from workstation.ui.queue.typing_on import TypingOn


class NothingOpen(enum.Enum):
    """Why no consultation is open: none is chosen yet, there is none, or nobody knows yet."""

    PICK = "pick"
    NONE = "none"
    READING = "reading"


class EmptyArea(Panel):
    """An area in place of a conversation; ``body`` is what holds what is said there."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(Surface.CANVAS)
        self.body = QVBoxLayout(self)
        self.body.addWidget(content)


class ActivePage(Page):
    """The page of open consultations.

    Emits its panes' signals, ``history_asked`` and ``retry_asked``; knows no network.
    ``ended_asked`` is about a consultation of the history, by its number, ``no_reply_asked`` is
    about the row that has the keyboard, else about the open consultation.

    ``closed`` tells that no consultation is open any more, ``retranslated`` that the rows are to
    be said again.
    """

    history_asked = Signal()
    ended_asked = Signal(object)
    quick_asked = Signal()
    no_reply_asked = Signal()
    retry_asked = Signal()
    closed = Signal()
    retranslated = Signal()

    def __init__(self, parts: ActiveParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue, self.conversation = parts.queue, parts.conversation
        self.details, self.composer = parts.details, parts.composer
        self.conversation.foot.addWidget(self.composer)
        self.conversation.names_patient_below = True
        drop = PictureDrop(self.conversation, self.composer.isVisible)
        drop.files_given.connect(self.composer.editor.files_given)
        drop.picture_given.connect(self.composer.editor.picture_given)
        self.nothing = EmptyState(Icon.INBOX)
        self.to_history = self.nothing.add_button(Icon.HISTORY)
        self.to_quick = self.nothing.add_button(Icon.QUICK)
        self.retry = self.nothing.add_button(Icon.REFRESH)
        self._right = PageStack()
        self._drawer = Drawer(self.details, self)
        self._width = Width.WIDE
        self._details_requested = self._docks_details = True
        self._why: NothingOpen | ErrorText = NothingOpen.READING
        self.set_foot(self.composer, self.conversation.foot)
        self._arrange()
        self._connect()
        self.retranslate()

    def show_consultation(
        self, consultation: Consultation, doctors: tuple[DoctorCard, ...]
    ) -> None:
        """Open one; its messages come by ``conversation.view.show_items``."""
        self.conversation.show_consultation(consultation)
        self.details.show_consultation(consultation, doctors)
        self._update_layout()

    def close_consultation(self) -> None:
        """Show none."""
        self.conversation.consultation = None
        self.queue.choose(None)
        self._update_layout()
        self.closed.emit()

    def show_nothing_open(self, why: NothingOpen | ErrorText) -> None:
        """Show why no consultation is open, or what went wrong with reading which there are."""
        if why != self._why:
            self._why = why
            self._update_nothing()

    @property
    def open_key(self) -> Hashable | None:
        """The number of the open consultation."""
        consultation = self.conversation.consultation
        return consultation.consultation_id if consultation is not None else None

    @property
    def _open(self) -> bool:
        return self.conversation.consultation is not None

    def toggle_details(self, *, visible: bool) -> None:
        """Show the details, or not."""
        self._details_requested = visible
        if self._width is Width.WIDE:
            self._docks_details = visible
        self._update_layout()

    def fit(self, width: Width, *, short: bool) -> None:
        """Arrange for the window's size."""
        before, self._width = self._width, width
        compact = width in {Width.COMPACT, Width.SINGLE}
        if width is not Width.WIDE:
            self._details_requested = False
        elif before is not Width.WIDE:
            self._details_requested = self._docks_details
        self.queue.setMinimumWidth(SIZE.list_compact if compact else SIZE.list)
        self.queue.setMaximumWidth(16777215 if width is Width.SINGLE else self.queue.minimumWidth())
        self._place_nothing()
        self.conversation.fit(compact=compact, short=short)
        self.composer.fit(compact=compact)
        self._update_layout()

    def enter(self) -> None:
        """Put the keyboard on the queue, or on the conversation where only that has room."""
        if self._width is Width.SINGLE and self._open:
            self.conversation.view.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            self.queue.enter()

    def panes(self) -> list[QWidget]:
        """Queue, conversation, details."""
        return [self.queue.list, self.conversation.view, self.composer.editor, self.details]

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._update_nothing()
        self.retranslated.emit()

    def _place_nothing(self) -> None:
        """Place what says that nothing is open: beside the list, or in its place in little room."""
        single = self._width is Width.SINGLE
        self.queue.replace_empty_state(self.nothing if single else None)
        if not single:
            self._blank.body.addWidget(self.nothing)
            self.nothing.show()

    def _update_nothing(self) -> None:
        why = self._why
        if isinstance(why, ErrorText):
            self.nothing.show_text(why.what, why.next, code=why.code)
        else:
            self.nothing.show_text(tr(f"active.{why.value}.title"), tr(f"active.{why.value}.text"))
        for button, key in ((self.to_history, "to_history"), (self.to_quick, "to_quick")):
            button.setText(tr(f"active.{key}"))
            button.setVisible(why is NothingOpen.NONE)
        self.retry.setText(tr("active.retry"))
        self.retry.setVisible(isinstance(why, ErrorText))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the drawer as high as the page."""
        super().resizeEvent(event)
        self._drawer.place()

    def _connect(self) -> None:
        self.to_history.clicked.connect(self.history_asked)
        self.to_quick.clicked.connect(self.quick_asked)
        self.retry.clicked.connect(self.retry_asked)
        self.details.closed.connect(lambda: self.toggle_details(visible=False))
        self.conversation.head.details_toggled.connect(lambda on: self.toggle_details(visible=on))
        self.conversation.head.back.connect(self.close_consultation)
        self.details.note.escaped.connect(self._leave_note)
        self.bind("details", self._toggle_details)
        step = self.queue.list.step
        self.bind("neighbours", lambda: step(self.open_key, -1), lambda: step(self.open_key, 1))
        self.conversation.bind_shortcuts(self)
        TypingOn(self.queue.list, self.composer.editor)
        paste = QShortcut(QKeySequence.StandardKey.Paste, self.conversation.view)
        paste.setContext(Qt.ShortcutContext.WidgetShortcut)
        paste.activated.connect(self._paste)
        self.bind("no_reply", self.no_reply_asked.emit)
        self.bind("new", self.queue.new_asked.emit)
        self.bind("close", self._on_escape)

    def _paste(self) -> None:
        """Paste into the reply what is pasted where one reads."""
        if self.composer.editor.isVisible():
            self.composer.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.composer.editor.paste()

    def _toggle_details(self) -> None:
        self.toggle_details(visible=not self._details_requested)
        if self._open:
            self.details.announce_visibility()

    def _on_escape(self) -> None:
        if self._drawer.isVisible():
            self.toggle_details(visible=False)
        elif self._width is Width.SINGLE and self._open:
            self.close_consultation()

    def _leave_note(self) -> None:
        """Go from the note back to the reply; close a drawer that lies over it."""
        if self._drawer.isVisible():
            self.toggle_details(visible=False)
        self.composer.enter()

    def _update_layout(self) -> None:
        single = self._width is Width.SINGLE
        if self._open:
            self._right.setCurrentWidget(self.conversation)
        if not single:
            self.queue.show()
            self._right.show()
        elif self._open:
            hide_keeping_focus(self.queue, self._right, self.conversation.view)
        else:
            hide_keeping_focus(self._right, self.queue, self.queue.list)
        if not self._open:
            self._right.setCurrentWidget(self._blank)
        self.conversation.head.to_list.setVisible(single)
        visible = self._open and self._details_requested
        if not visible:
            hand_focus_over(self.details, self.conversation.head.details)
        self._drawer.place_details(self._row, docked=self._width is Width.WIDE, visible=visible)
        self.conversation.head.show_details(visible=visible)

    def _arrange(self) -> None:
        self._blank = EmptyArea(self.nothing)
        self._right.addWidget(self._blank)
        self._right.addWidget(self.conversation)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.queue)
        self._row.addWidget(self._right, 1)
        self._row.addWidget(self.details)
        self.details.hide()
