"""The composer: for whom, tray, text, question, tools (the design, "Composer").

It never takes more than two thirds of the conversation's height, and never the room of one
message. Its parts share what is left in one order: the text at least one line, then what lies
above it, then a question. The room is shared anew whenever Qt asks for a layout: no part may ask
for a height that it was not given, or the window would grow beyond the screen with large text.

A control that is about to hide or to be disabled hands the keyboard over first; Qt would give it
to whatever Tab comes to next, such as the rail, and the next letters would be lost.

Tests: ``test_nothing_overlaps``,
``test_a_long_question_leaves_room_for_what_it_is_about``,
``test_after_a_click_on_send_one_goes_on_writing``.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workstation.domain.consultation import Consultation
from workstation.domain.message import Quote
from workstation.ui.composer.editing_mark import EditingMark
from workstation.ui.composer.message_edit import MessageEdit
from workstation.ui.composer.quote_mark import QuoteMark
from workstation.ui.composer.recording import RecordingRow
from workstation.ui.composer.send_confirmation import SendConfirmation
from workstation.ui.composer.target import TargetMark
from workstation.ui.composer.tools import ComposerTools
from workstation.ui.composer.tray import NOTHING, Tray
from workstation.ui.composer.upper_area import UpperArea
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink, draw_box, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, theme
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.media.media_lookup import MediaLookup

MAX_HEIGHT_SHARE = 2 / 3
"""Of the conversation's height; the rest is for what one answers to."""


class Composer(Panel):
    """The composer: where a reply is written.

    Emits signals; ``edited`` is every change of the text, ``moved`` of the caret.
    ``show_target`` says for whom one writes, always in sight.
    """

    sent = Signal()
    edited = Signal()
    moved = Signal()
    pick_asked = Signal()
    record_asked = Signal()
    quick_asked = Signal()

    def __init__(self, media: MediaLookup, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.TopEdge, parent=parent)
        self.box = QWidget()
        self._around: QWidget | None = None
        self.target = TargetMark()
        self.tray = Tray(media)
        self.blocker = MessageLine()
        self.message = MessageLine()
        self.editing = EditingMark()
        self.quote = QuoteMark(media)
        parts = (self.blocker, self.message, self.quote, self.tray, self.editing)
        self._upper_area = UpperArea(*parts)
        self.editor = MessageEdit()
        self.recording = RecordingRow()
        self.confirmation = SendConfirmation()
        self.tools = ComposerTools()
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()
        self.show_files(())
        self.show_recording(visible=False)
        self.retranslate()

    @property
    def text(self) -> str:
        """The text of the reply as it stands in the editor."""
        return self.editor.toPlainText()

    @property
    def caret(self) -> int:
        """Where the caret stands, in UTF-16 units (``kit.painting.units``)."""
        return self.editor.textCursor().position()

    def show_draft(self, text: str, caret: int) -> None:
        """Put another consultation's draft in place, without telling ``edited``."""
        self.editor.blockSignals(True)
        self.editor.set_plain(text)
        cursor = self.editor.textCursor()
        cursor.setPosition(min(caret, self.editor.document().characterCount() - 1))
        self.editor.setTextCursor(cursor)
        self.editor.blockSignals(False)
        self.editor.fit()
        self._update_send()

    def show_target(self, consultation: Consultation, *, is_one_of_several: bool = False) -> None:
        """Show for whom one writes here."""
        self.target.show_consultation(consultation, is_one_of_several=is_one_of_several)
        self.editor.setAccessibleName(self.target.text)

    def show_online(self, *, online: bool, is_durable: bool) -> None:
        """Show what becomes of a reply offline; without ``is_durable`` for how long."""
        self.tools.show_online(online=online, is_durable=is_durable)

    def show_blocker(self, sentence: str) -> None:
        """Show why a reply cannot go out in this consultation now; empty takes it away."""
        if sentence != self.blocker.text:
            self.blocker.show_text(sentence, Ink.WARNING)

    def fit(self, *, compact: bool) -> None:
        """Leave out what the keys do, where a narrow window has no room for it."""
        self.tools.show_hint(visible=not compact)

    def show_files(self, urls: Sequence[str], documents: Mapping[str, str] = NOTHING) -> None:
        """Show what lies in the tray; ``documents`` are the names of those that are no pictures."""
        if not urls:
            hand_focus_over(self.tools.original, self.editor)
            hand_focus_over(self.tray, self.editor)
        self.tray.show_files(urls, documents)
        self.tools.show_original(visible=any(url not in documents for url in urls))
        self._update_send()

    def show_editing(self, text: str) -> None:
        """Show which message is edited instead of a new reply; empty for a new one."""
        if not text:
            hand_focus_over(self.editing, self.editor)
        self.editing.show_text(text)
        self.editor.is_editing = bool(text)

    def show_quote(self, quote: Quote | None) -> None:
        """Show which message the reply answers; ``None`` for none."""
        if quote is None:
            hand_focus_over(self.quote, self.editor)
        self.quote.show_quote(quote)
        self.editor.is_quoting = quote is not None

    def show_recording(self, *, visible: bool) -> None:
        """Show the recording in place of text and tools, or these again."""
        self.editor.setVisible(not visible)
        self.tools.setVisible(not visible)
        if not visible:
            hand_focus_over(self.recording, self.editor)
        self.recording.setVisible(visible)

    def withdraw_question(self) -> None:
        """Take a question back; nothing is answered."""
        hand_focus_over(self.confirmation, self.editor)
        self.confirmation.withdraw()

    def show_error(self, sentence: str) -> None:
        """Show why something was not taken; empty takes it away."""
        self.message.show_text(sentence, Ink.DANGER)

    def enter(self) -> None:
        """Put the keyboard where one goes on: into the text, or on the recording in its place."""
        entrance = self.recording.focus_target if self.editor.isHidden() else self.editor
        entrance.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert(self, text: str) -> None:
        """Put ``text`` where the caret stands, in place of what is selected."""
        self.editor.insertPlainText(text)
        self.editor.ensureCursorVisible()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.editing.retranslate()
        self.quote.retranslate()
        self.editor.setPlaceholderText(tr("composer.placeholder"))
        self.target.retranslate()
        self.editor.setAccessibleName(self.target.text or tr("composer.name"))

    def minimumSizeHint(self) -> QSize:
        """The least size: the parts' own, as a fixed height would let them be squeezed."""
        return super().minimumSizeHint().expandedTo(QSize(0, SIZE.composer_min))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        focused = QApplication.focusWidget()
        active = focused is not None and self.box.isAncestorOf(focused)
        colours = theme.colours
        border = colours.focus if active and self.isActiveWindow() else colours.border_input
        with painting(self) as painter:
            draw_box(
                painter,
                QRectF(self.box.geometry()),
                fill=colours.bg_field,
                border=border,
                radius=RADIUS.lg,
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a drag of files and pictures anywhere here."""
        if self.editor.canInsertFromMimeData(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files and pictures into the tray."""
        self.editor.take_drop(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the width of the stream above, and its middle: one writes where one reads."""
        super().resizeEvent(event)
        side = max(SPACE.x6, (self.width() - SIZE.stream_max) // 2)
        self._column.setContentsMargins(side, SPACE.x3, side, SPACE.x4)

    def event(self, event: QEvent) -> bool:
        """Share the room anew when parts change: they leave less for the text in a low window."""
        done = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.ParentChange}:
            self._share_room()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the height anew when the widget around the composer is resized."""
        if watched is self._around and event.type() is QEvent.Type.Resize:
            self._share_room()
        return super().eventFilter(watched, event)

    def _share_room(self) -> None:
        if self.parentWidget() is not self._around:
            self._around = self.parentWidget()
            if self._around is not None:
                self._around.installEventFilter(self)
        if self._around is not None:
            whole = self._around.height()
            above = SIZE.header + SIZE.bar_sm + SIZE.bar + SPACE.x4  # of it the last two: messages
            text = 0 if self.editor.isHidden() else self.editor.minimumHeight()
            others = self.minimumSizeHint().height() - text - self._upper_area.min_height
            room = min(round(whole * MAX_HEIGHT_SHARE), whole - above) - others
            self.editor.give_room(room - self._upper_area.full_height)
            room -= text and self.editor.minimumHeight()
            self._upper_area.give_room(room)
            self.confirmation.give_room(room - self._upper_area.used_height)

    def _update_send(self) -> None:
        sendable = bool(self.text.strip()) or bool(self.tray.urls)
        if not sendable:
            hand_focus_over(self.tools.send, self.editor)
        self.tools.send.setEnabled(sendable)

    def _on_text_changed(self) -> None:
        self._update_send()
        self.withdraw_question()
        self.edited.emit()

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.cursorPositionChanged.connect(self.moved)
        self.editor.sent.connect(self._send)
        self.editor.quick_asked.connect(self.quick_asked)
        # Let go with the mouse: what one types next is about them, and Enter sends them.
        for given in (self.editor.files_given, self.editor.picture_given):
            given.connect(self.enter)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]
        self.tools.send.clicked.connect(self._send)
        self.tools.picture.clicked.connect(self.pick_asked)
        self.tools.voice.clicked.connect(self.record_asked)
        self.tools.quick.clicked.connect(self.quick_asked)
        self.tray.more.connect(self.pick_asked)
        self.tray.current_changed.connect(self._upper_area.scroll_to)
        for action, asked in (("attach", self.pick_asked), ("record", self.record_asked)):
            for keys in ACTIONS[action].keys:
                QShortcut(QKeySequence(keys), self).activated.connect(asked)

    def _on_focus_changed(self, _before: QWidget | None, _now: QWidget | None) -> None:
        """Paint the frame anew: it shows whether one writes here."""
        self.update()

    def _send(self) -> None:
        if self.tools.send.isEnabled() and not self.tools.settled.isActive():
            self.sent.emit()

    def _arrange(self) -> None:
        inside = QVBoxLayout(self.box)
        inside.setContentsMargins(SPACE.x4, SPACE.x2, SPACE.x2, SPACE.x2)
        inside.setSpacing(SPACE.x2)
        parts = (self.target, self._upper_area, self.editor, self.recording, self.confirmation)
        for part in (*parts, self.tools):
            inside.addWidget(part)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.x6, SPACE.x3, SPACE.x6, SPACE.x4)
        column.addWidget(self.box)
