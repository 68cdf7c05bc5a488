"""The row that replaces the text while a voice is recorded, and after it, before it is sent."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workstation.ui.conversation.timeline.voice import MIN_BAR, bar_step
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.painting import painting
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.dot import Dot
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.media.media_lookup import BARS


class LevelBars(QWidget):
    """The loudness of the last seconds, newest at the right; fewer where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self._levels = [0.0] * BARS
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def add(self, level: float) -> None:
        """Show the loudness of this moment (0 to 1) at the right, the others moved on."""
        self._levels = [*self._levels[1:], min(level * 2, 1.0)]
        self.update()

    def clear(self) -> None:
        """Show nothing recorded."""
        self._levels = [0.0] * BARS
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIZE.wave_w, SIZE.wave_h)

    def minimumSizeHint(self) -> QSize:
        """The least size: as good as none, as the words beside the bars need their room first."""
        return QSize(0, SIZE.wave_h)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.accent_text)
            room, round_ = self.width() // bar_step(), SIZE.wave_bar / 2
            for number, level in enumerate(self._levels[max(BARS - room, 0) :]):
                height = max(level, MIN_BAR) * self.height()
                left = number * bar_step()
                box = QRectF(left, (self.height() - height) / 2, SIZE.wave_bar, height)
                painter.drawRoundedRect(box, round_, round_)


class RecordingRow(QWidget):
    """Shows a recording that runs, then what may be done with it.

    ``stopped`` ends the recording, ``listened`` plays it; then ``cancelled`` or ``sent``.

    ``left`` says that nobody sees it any more; a window that is put away for a moment does not.
    The keyboard is on the end of the recording when it begins.
    """

    stopped = Signal()
    listened = Signal()
    cancelled = Signal()
    sent = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length, self._playing = "", False
        self.dot = Dot(lambda: theme.colours.danger_fill)
        self.time = Label(role=TextRole.LABEL, strong=True, tabular=True)
        self.bars = LevelBars()
        self.stop = IconButton(Icon.PAUSE)
        self.listen = IconButton(Icon.PLAY)
        self.cancel = Button(kind=ButtonKind.QUIET)
        self.send = Button(kind=ButtonKind.FILLED, icon=Icon.SEND)
        self._arrange()
        self.stop.clicked.connect(self.stopped)
        self.listen.clicked.connect(self.listened)
        self.cancel.clicked.connect(self.cancelled)
        self.send.clicked.connect(self.sent)
        self.retranslate()

    def begin(self) -> None:
        """Show a recording that has just begun, the keyboard on its end."""
        self.bars.clear()
        self.show_progress(0, 0.0)
        self._show_running(running=True)
        self.stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def focus_target(self) -> QWidget:
        """Where the keyboard goes on: at the end of the recording, or at what was recorded."""
        return self.listen if self.stop.isHidden() else self.stop

    def show_progress(self, length_ms: int, level: float) -> None:
        """Show how long the recording is, and how loud now (0 to 1)."""
        self.time.setText(formats.voice_length(length_ms) if length_ms else "0:00")
        self.bars.add(level)

    def show_ended(self, length_ms: int) -> None:
        """Offer to listen to it, send it or throw it away."""
        self._length = formats.voice_length(length_ms)
        self._show_running(running=False)
        self.show_playing(None)

    def show_playing(self, position_ms: int | None, *, playing: bool = False) -> None:
        """Show how far one has listened to it; None where one does not."""
        self._playing = playing
        place = f"{formats.voice_length(position_ms)} / " if position_ms else ""
        self.time.setText(place + self._length)
        self.listen.show_icon(Icon.PAUSE if playing else Icon.PLAY)
        self.listen.set_name(tr("composer.pause" if playing else "composer.listen"))

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.stop.set_name(tr("composer.stop"), *ACTIONS["record"].shown_keys)
        self.listen.set_name(tr("composer.pause" if self._playing else "composer.listen"))
        self.cancel.setText(tr("composer.cancel"))
        self.send.setText(tr("composer.send"))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.left.emit()

    def _show_running(self, *, running: bool) -> None:
        self.dot.setVisible(running)
        # First: the keyboard goes on to it, else to "cancel", and the key that was to end the
        # recording would throw it away.
        self.listen.setVisible(not running)
        self.stop.setVisible(running)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x3)
        for part in (self.dot, self.time, self.bars, self.stop, self.listen):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.send)
