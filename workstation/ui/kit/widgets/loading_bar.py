"""A thin bar that moves while something is fetched, once that has taken 300 ms."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.painting import fill_round, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, theme

DELAY_MS = 300
TICK_MS = 40
STEP = 0.03
SHARE = 0.3


class LoadingBar(QWidget):
    """A bar that shows loading, with its 2 px of height always: nothing jumps when it appears."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = 0.0
        self._showing = False
        self.setFixedHeight(SIZE.focus_ring)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.timeout.connect(self._begin)
        self._motion = QTimer(self)
        self._motion.timeout.connect(self._move)
        self.retranslate()

    @property
    def showing(self) -> bool:
        """Whether it can be seen now."""
        return self._showing

    def start(self) -> None:
        """Show that something is being fetched."""
        if not self._showing and not self._delay.isActive():
            self._delay.start(DELAY_MS)

    def stop(self) -> None:
        """Stop: the loading has ended, or failed."""
        self._delay.stop()
        self._motion.stop()
        self._show(False)

    def retranslate(self) -> None:
        """Name it in the current language while it shows: its room is always there."""
        self.setAccessibleName(tr("widgets.loading") if self._showing else "")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self._showing:
            return
        width = self.width() * SHARE
        x = self._at * (self.width() + width) - width
        with painting(self) as painter:
            bar = QRectF(x, 0, width, self.height())
            fill_round(painter, bar, theme.colours.accent_fill, RADIUS.full)

    def _begin(self) -> None:
        self._at = 0.5
        if theme.duration(TICK_MS):
            self._motion.start(TICK_MS)
        self._show(True)

    def _show(self, showing: bool) -> None:  # noqa: FBT001 - what it is
        if showing is not self._showing:
            self._showing = showing
            self.retranslate()
            self.update()

    def _move(self) -> None:
        if not theme.duration(TICK_MS):  # asked for meanwhile
            self._motion.stop()
        self._at = (self._at + STEP) % 1.0
        self.update()
