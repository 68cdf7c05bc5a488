"""A dark bar that says what was done and offers to undo it, or what is under way.

It stays 8 seconds, and longer if its sentence takes longer to read (``reading_time``). A screen
reader is told what it says; with one it stays longer still, as what is heard comes one after the
other.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer, Signal, SignalInstance
from PySide6.QtGui import QEnterEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.domain.value import Value
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.reading_time import reading_ms
from workstation.ui.kit.layers.snack_parts import LEAST_LINES, SnackAction, SnackText
from workstation.ui.kit.painting import draw_shadow, fill_round, painting
from workstation.ui.kit.strings import tr, translate_again
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, theme

SECOND_MS = 1000
SHADOW_ROOM = 20
HEARD_SECONDS = 30


class NoticeAction(Value):
    """What a notice offers to do: a button's text, and what it does.

    Without a text it takes back what the notice tells, which Ctrl Z does as well.
    """

    act: Callable[[], object]
    text: str = ""


class Notify(Protocol):
    """Says a sentence once over the page, perhaps with something to do about it."""

    def __call__(self, text: str, action: NoticeAction | None = None, /) -> object: ...


class SnackBar(QWidget):
    """A bar with one action.

    It lies over the foot of ``over``, and ends by ``acted`` or by ``expired``, exactly one of them.
    While the mouse is on it, or the keyboard on its button, time stands still. ``measured`` tells
    that it says the same in another language or in larger text, and may be higher for it.
    :meth:`finish` ends it early as ``expired``; with ``lasts_ms`` 0 nothing else does, without it
    the bar stays as long as reading takes. How long it will stand is said where ``counts_down``:
    beside the news of a patient it reads as how long that one has waited.
    """

    counts_down = False

    acted = Signal()
    expired = Signal()
    measured = Signal()

    def __init__(
        self,
        over: QWidget,
        text: str,
        *,
        action: str = "",
        icon: Icon | None = None,
        lasts_ms: int | None = None,
    ) -> None:
        super().__init__(over)
        self._over = over
        if lasts_ms is None:
            lasts_ms = reading_ms(text, has_action=bool(action))
        self._seconds = -(-lasts_ms // SECOND_MS)
        if lasts_ms and announcer.is_heard:
            self._seconds = max(self._seconds, HEARD_SECONDS)
        self._all_seconds = self._seconds
        self._ended = False
        self._raised = 0
        self._span: tuple[int, int] | None = None
        room = SHADOW_ROOM
        row = QHBoxLayout(self)
        row.setContentsMargins(room + SPACE.x4, room, room + SPACE.x2, room)
        row.setSpacing(SPACE.x4)
        self._text, self._sentence, self._action_text = SnackText(), text, action
        self._text.show_text(text)
        self.seconds_left = SnackText(faint=True)
        row.addWidget(self._text)
        row.addWidget(self.seconds_left)
        if action:
            row.addWidget(self._make_button(action, icon))
        else:
            row.addSpacing(SPACE.x2)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        over.installEventFilter(self)
        theme.text_resized.connect(self._measure_again)
        self._count()

    def _make_button(self, action: str, icon: Icon | None) -> SnackAction:
        self.button = SnackAction(action, icon)
        self.button.clicked.connect(lambda: self._end(self.acted))
        self.button.installEventFilter(self)
        return self.button

    def start(self) -> None:
        """Show it, and let all of its time run, again if it is there already."""
        self._seconds = self._all_seconds
        self._count()
        self._place()
        self.show()
        self.raise_()
        self._go_on()
        self._announce()

    @property
    def text(self) -> str:
        """The sentence of the notice."""
        return self._sentence

    @property
    def body_height(self) -> int:
        """How high it is to the eye."""
        return self.height() - 2 * SHADOW_ROOM

    def show_text(self, text: str) -> None:
        """Say something else from now on."""
        self._sentence = text
        self._text.show_text(text)
        self._place()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        if self._action_text:
            self._action_text = translate_again(self._action_text)
            self.button.setText(self._action_text)
        self._count()
        self.show_text(translate_again(self._sentence))
        self.measured.emit()

    def raise_by(self, height: int, span: tuple[int, int] | None = None) -> None:
        """Lie that much higher, above other bars, and within ``span``: where it begins, its width.

        Without a span that is all of what it lies over.
        """
        self._raised, self._span = height, span
        self._place()

    def move_over(self, over: QWidget) -> None:
        """Lie over another part from now on; what it tells of goes on when the old part goes."""
        self._over.removeEventFilter(self)
        self._over, self._raised, self._span = over, 0, None
        self.setParent(over)
        over.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def finish(self) -> None:
        """End it now, as if its time were over."""
        self._end(self.expired)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._go_on()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self._place()
        elif event.type() is QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() is QEvent.Type.FocusOut:
            self._go_on()
        return False

    def _announce(self) -> None:
        action = self._action_text
        announcer.announce(
            tr("widgets.action_spoken", text=self.text, action=action) if action else self.text
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        room = SHADOW_ROOM
        box = QRectF(self.rect()).adjusted(room, room, -room, -room)
        with painting(self) as painter:
            draw_shadow(painter, box, 2)
            fill_round(painter, box, theme.colours.snack_bg, RADIUS.md)

    def _measure_again(self) -> None:
        self._count()
        if self._action_text:
            self.button.updateGeometry()
        self._place()
        self.measured.emit()

    def _go_on(self) -> None:
        is_held = self.underMouse() or (bool(self._action_text) and self.button.hasFocus())
        if self._seconds and not self._ended and not is_held:
            self._timer.start(SECOND_MS)

    def _place(self) -> None:
        self._text.show_text(self._sentence)
        self.adjustSize()
        left, width = self._span or (0, self._over.width())
        too_wide = self.width() - 2 * SHADOW_ROOM - (width - 2 * SPACE.x4)
        if too_wide > 0:
            self._text.setFixedWidth(max(self._text.width() - too_wide, 1))
            self.adjustSize()
        # A sentence that loses its end says what happened, and no longer what to do about it.
        room = self._over.height() - 2 * SPACE.x2
        self._text.max_lines = max(LEAST_LINES, room // theme.style(TextRole.BODY).line)
        height = max(SIZE.bar, self._text.block.height + 2 * SPACE.x2)
        self.resize(self.width(), height + 2 * SHADOW_ROOM)
        x = left + (width - self.width()) // 2
        foot = self._over.height() - SPACE.x6 - self._raised
        self.move(x, max(foot - height, 0) - SHADOW_ROOM)

    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self.finish()
        else:
            self._count()

    def _count(self) -> None:
        self.seconds_left.setVisible(self.counts_down and bool(self._seconds))
        self.seconds_left.show_text(tr("widgets.seconds_left", seconds=self._seconds))

    def _end(self, signal: SignalInstance) -> None:
        if self._ended:
            return
        self._ended = True
        self._timer.stop()
        self._over.removeEventFilter(self)
        self.hide()
        signal.emit()
        self.deleteLater()
