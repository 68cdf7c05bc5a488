"""The composer: for whom, tray, text, question, tools (the design, "Composer")."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workstation.domain.consultation import Consultation
from workstation.ui.composer.above import Above
from workstation.ui.composer.question import Question
from workstation.ui.composer.recording import RecordingRow
from workstation.ui.composer.target import TargetMark
from workstation.ui.composer.tools import Tools
from workstation.ui.composer.tray import Tray
from workstation.ui.composer.writing import Writing
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink, draw_box, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, theme
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.media.board import Board

MOST_SHARE = 2 / 3
"""Of the conversation's height; the rest is for what one answers to."""


class Composer(Panel):
    """Speaks by signals; ``edited`` is every change of the text, ``moved`` of the caret.

    ``show_target`` says for whom one writes, always in sight.
    """

    sent = Signal()
    edited = Signal()
    moved = Signal()
    pick_asked = Signal()
    record_asked = Signal()
    quick_asked = Signal()

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.TopEdge, parent=parent)
        self.box = QWidget()
        self._around: QWidget | None = None
        self.target = TargetMark()
        self.tray = Tray(board)
        self.hindrance = MessageLine()
        self.message = MessageLine()
        self._above = Above(self.hindrance, self.message, self.tray)
        self.writing = Writing()
        self.recording = RecordingRow()
        self.question = Question()
        self.tools = Tools()
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()
        self.show_pictures(())
        self.show_recording(shown=False)
        self.retranslate()

    @property
    def text(self) -> str:
        """What is written."""
        return self.writing.toPlainText()

    @property
    def caret(self) -> int:
        """Where the caret stands, in the editor's own units."""
        return self.writing.textCursor().position()

    def show_draft(self, text: str, caret: int) -> None:
        """Put another consultation's draft in place, without telling ``edited``."""
        self.writing.blockSignals(True)
        self.writing.set_plain(text)
        cursor = self.writing.textCursor()
        cursor.setPosition(min(caret, self.writing.document().characterCount() - 1))
        self.writing.setTextCursor(cursor)
        self.writing.blockSignals(False)
        self.writing.fit()
        self._settle()

    def show_target(self, told: Consultation) -> None:
        """For whom one writes here."""
        self.target.show_consultation(told)

    def show_online(self, *, online: bool, lasts: bool = True) -> None:
        """Offline a line says what becomes of a reply; without ``lasts`` for how long."""
        self.tools.show_online(online=online, lasts=lasts)

    def show_hindrance(self, sentence: str) -> None:
        """Why a reply cannot go out in this consultation now; empty takes it away."""
        if sentence != self.hindrance.text:
            self.hindrance.say(sentence, Ink.WARNING)

    def fit(self, *, compact: bool) -> None:
        """A narrow window has no room for what the keys do."""
        self.tools.show_hint(shown=not compact)

    def show_pictures(self, urls: Sequence[str]) -> None:
        """What lies in the tray."""
        if not urls:
            hand_focus_over(self.tools.original, self.writing)
            hand_focus_over(self.tray, self.writing)
        self.tray.show_pictures(urls)
        self.tools.show_original(shown=bool(urls))
        self._settle()

    def show_recording(self, *, shown: bool) -> None:
        """The recording in place of text and tools, or not."""
        self.writing.setVisible(not shown)
        self.tools.setVisible(not shown)
        if not shown:
            hand_focus_over(self.recording, self.writing)
        self.recording.setVisible(shown)

    def withdraw(self) -> None:
        """Take a question back; nothing is answered."""
        hand_focus_over(self.question, self.writing)
        self.question.withdraw()

    def say(self, sentence: str) -> None:
        """Why something was not taken; empty takes it away."""
        self.message.say(sentence, Ink.DANGER)

    def enter(self) -> None:
        """Put the keyboard where one goes on: into the text, or on the recording in its place."""
        entrance = self.recording.entrance if self.writing.isHidden() else self.writing
        entrance.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert(self, text: str) -> None:
        """Put ``text`` where the caret stands, in place of what is selected."""
        self.writing.insertPlainText(text)
        self.writing.ensureCursorVisible()
        self.writing.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.writing.setPlaceholderText(tr("composer.placeholder"))
        self.writing.setAccessibleName(tr("composer.name"))

    def minimumSizeHint(self) -> QSize:
        """What lies in it is not squeezed; a height that is set would let it be."""
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
        """Files and pictures may be dropped anywhere here."""
        if self.writing.canInsertFromMimeData(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them into the tray."""
        self.writing.take_drop(event)

    def event(self, event: QEvent) -> bool:
        """What else is here leaves less room for the text in a low window."""
        done = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.ParentChange}:
            self._share_room()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is around has another size."""
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
            text = 0 if self.writing.isHidden() else self.writing.minimumHeight()
            others = self.minimumSizeHint().height() - text - self._above.least
            room = min(round(whole * MOST_SHARE), whole - above) - others
            self.writing.give_room(room - self._above.wanted)
            room -= text and self.writing.minimumHeight()
            self._above.give_room(room)
            self.question.give_room(room - self._above.taken)

    def _settle(self) -> None:
        sendable = bool(self.text.strip()) or bool(self.tray.urls)
        if not sendable:
            hand_focus_over(self.tools.send, self.writing)
        self.tools.send.setEnabled(sendable)

    def _changed(self) -> None:
        self._settle()
        self.withdraw()
        self.edited.emit()

    def _connect(self) -> None:
        self.writing.textChanged.connect(self._changed)
        self.writing.cursorPositionChanged.connect(self.moved)
        self.writing.sent.connect(self._send)
        self.writing.quick_asked.connect(self.quick_asked)
        QApplication.instance().focusChanged.connect(self._focused)  # type: ignore[union-attr]
        self.tools.send.clicked.connect(self._send)
        self.tools.picture.clicked.connect(self.pick_asked)
        self.tools.voice.clicked.connect(self.record_asked)
        self.tools.quick.clicked.connect(self.quick_asked)
        self.tray.more.connect(self.pick_asked)
        self.tray.went.connect(self._above.bring)
        for keys, asked in (("Ctrl+Shift+A", self.pick_asked), ("Ctrl+Shift+R", self.record_asked)):
            QShortcut(QKeySequence(keys), self).activated.connect(asked)

    def _focused(self, _before: QWidget | None, _now: QWidget | None) -> None:
        """The frame shows whether one writes here."""
        self.update()

    def _send(self) -> None:
        if self.tools.send.isEnabled():
            self.sent.emit()

    def _arrange(self) -> None:
        inside = QVBoxLayout(self.box)
        inside.setContentsMargins(SPACE.x4, SPACE.x2, SPACE.x2, SPACE.x2)
        inside.setSpacing(SPACE.x2)
        parts = (self.target, self._above, self.writing, self.recording, self.question)
        for part in (*parts, self.tools):
            inside.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.x6, SPACE.x3, SPACE.x6, SPACE.x4)
        column.addWidget(self.box)
