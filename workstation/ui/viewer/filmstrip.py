"""The strip with an arrow at either end."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.painting import painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, VIEWER, Icon
from workstation.ui.media.media_lookup import MediaLookup
from workstation.ui.viewer.controls import ViewerButton
from workstation.ui.viewer.thumbnail_strip import ThumbnailStrip


class Filmstrip(QWidget):
    """The strip of photos between its two arrows.

    ``stepped`` says that the previous (-1) or next (1) picture is wanted. While ``fit_only`` is
    checked, photos that may be unfit to be judged are not among them.
    """

    stepped = Signal(int)

    def __init__(self, media: MediaLookup) -> None:
        super().__init__()
        self.strip = ThumbnailStrip(media)
        self.back, self.forth = ViewerButton(Icon.LEFT), ViewerButton(Icon.RIGHT)
        self.fit_only = ViewerButton(Icon.FILTER)
        self.fit_only.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, SIZE.hairline, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addStretch(1)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.strip)
        row.addWidget(self.forth, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.fit_only, 0, Qt.AlignmentFlag.AlignVCenter)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forth.clicked.connect(lambda: self.stepped.emit(1))
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.back.set_words(tr("viewer.previous"), keys="←")
        self.forth.set_words(tr("viewer.next"), keys="→")
        self.fit_only.set_words(tr("viewer.fit_only"), keys="Q")
        self.strip.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(event.rect(), VIEWER.bg)
            painter.fillRect(0, 0, self.width(), 1, VIEWER.border)
