"""The composer: for whom, tray, text, tools (the design, "Composer")."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.composer.recording import RecordingRow
from workstation.ui.composer.tray import Tray
from workstation.ui.composer.writing import Writing
from workstation.ui.painting import Ink, draw_box, painting
from workstation.ui.strings import tr
from workstation.ui.theme import RADIUS, SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.timeline.board import Board
from workstation.ui.widgets.button import Button, Kind
from workstation.ui.widgets.icon_button import IconButton
from workstation.ui.widgets.label import Label
from workstation.ui.widgets.message_line import MessageLine
from workstation.ui.widgets.panel import Panel, Surface
from workstation.ui.widgets.switch import Switch


class Composer(Panel):
    """Speaks by signals; ``edited`` is every change of the text.

    ``show_target`` says for whom one writes, always in sight.
    """

    sent = Signal()
    edited = Signal()
    pick_asked = Signal()
    record_asked = Signal()

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.TopEdge, parent=parent)
        self._box = QWidget()
        self.target = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, elide=True)
        self.tray = Tray(board)
        self.writing = Writing()
        self.recording = RecordingRow()
        self.message = MessageLine()
        self.original = Switch()
        self.original_label = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY)
        self.picture = IconButton(Icon.IMAGE)
        self.voice = IconButton(Icon.MIC)
        self.hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY)
        self.send = Button(kind=Kind.FILLED, icon=Icon.SEND)
        self._tools = QWidget()
        self._online = True
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

    def show_target(self, text: str) -> None:
        """For whom one writes here."""
        self.target.setText(text)

    def show_pictures(self, urls: Sequence[str]) -> None:
        """What lies in the tray."""
        self.tray.show_pictures(urls)
        self.original.setVisible(bool(urls))
        self.original_label.setVisible(bool(urls))
        self._pictures = len(urls)
        self._settle()

    def show_recording(self, *, shown: bool) -> None:
        """The recording in place of text and tools, or not."""
        self.recording.setVisible(shown)
        self.writing.setVisible(not shown)
        self._tools.setVisible(not shown)

    def show_online(self, *, online: bool) -> None:
        """Offline the hint says what becomes of a reply."""
        self._online = online
        self._say_hint()

    def say(self, sentence: str) -> None:
        """Why something was not taken; empty takes it away."""
        self.message.say(sentence, Ink.DANGER)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.writing.setPlaceholderText(tr("composer.placeholder"))
        self.writing.setAccessibleName(tr("composer.name"))
        self.picture.set_name(tr("composer.picture"), "Ctrl Shift A")
        self.voice.set_name(tr("composer.voice"), "Ctrl Shift R")
        self.send.setText(tr("composer.send"))
        self.original_label.setText(tr("composer.original"))
        self.original.setAccessibleName(tr("composer.original"))
        self._say_hint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        active = self._box.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        colours = theme.colours
        border = colours.focus if active and self.isActiveWindow() else colours.border_input
        with painting(self) as painter:
            draw_box(
                painter,
                QRectF(self._box.geometry()),
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
        self.writing.insertFromMimeData(event.mimeData())
        event.acceptProposedAction()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The frame shows whether one writes here."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.send.setEnabled(bool(self.text.strip()) or self._pictures > 0)

    def _changed(self) -> None:
        self._settle()
        self.say("")
        self.edited.emit()

    def _say_hint(self) -> None:
        self.hint.setText(tr("composer.hint" if self._online else "composer.hint_offline"))

    def _connect(self) -> None:
        self.writing.textChanged.connect(self._changed)
        self.writing.sent.connect(self._send)
        self.writing.installEventFilter(self)
        self.send.clicked.connect(self._send)
        self.picture.clicked.connect(self.pick_asked)
        self.tray.more.connect(self.pick_asked)
        self.voice.clicked.connect(self.record_asked)
        self.original_label.setBuddy(self.original)
        for keys, asked in (("Ctrl+Shift+A", self.pick_asked), ("Ctrl+Shift+R", self.record_asked)):
            QShortcut(QKeySequence(keys), self).activated.connect(asked)

    def _send(self) -> None:
        if self.send.isEnabled():
            self.sent.emit()

    def _arrange(self) -> None:
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(SPACE.x2)
        for part in (self.picture, self.voice, self.original, self.original_label):
            tools.addWidget(part)
        tools.addStretch(1)
        tools.addWidget(self.hint)
        tools.addWidget(self.send)
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(SPACE.x4, SPACE.x2, SPACE.x2, SPACE.x2)
        inside.setSpacing(SPACE.x1)
        for line in (self.target, self.tray, self.writing, self.recording, self._tools):
            inside.addWidget(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.x6, SPACE.x3, SPACE.x6, SPACE.x4)
        column.setSpacing(SPACE.x1)
        column.addWidget(self._box)
        column.addWidget(self.message)
        self.setMinimumHeight(SIZE.composer_min)
