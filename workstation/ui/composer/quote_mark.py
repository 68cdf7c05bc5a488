"""Above the text: which message the reply answers, and the way to answer none."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workstation.domain.message import Quote
from workstation.ui.conversation.timeline.quote_block import QuoteBlock, quote_height
from workstation.ui.conversation.timeline.quote_text import quote_sentence
from workstation.ui.kit.painting import painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, theme
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.media.media_lookup import MediaLookup


class QuoteMark(QWidget):
    """The mark of what a reply quotes; hidden while that is nothing.

    ``left`` is a click on its cross.
    """

    left = Signal()

    def __init__(self, media: MediaLookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._media = media
        self._quote: Quote | None = None
        self._block: QuoteBlock | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.leave = IconButton(Icon.X, size=SIZE.control_sm, icon_size=SIZE.icon_sm)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.leave, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.leave.clicked.connect(self.left)
        theme.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def show_quote(self, quote: Quote | None) -> None:
        """Show what is quoted, as it stands now; ``None`` for nothing."""
        self._quote = quote
        self.retranslate()
        self.setVisible(quote is not None)

    def retranslate(self) -> None:
        """Set the text in the current language."""
        quote = self._quote
        self.setAccessibleName("" if quote is None else quote_sentence("composer.quote", quote))
        self.leave.set_name(tr("composer.quote_leave"), "Esc")
        self.updateGeometry()
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(SIZE.menu, quote_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, quote_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out the words anew: another width shows more or fewer."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._block is None:
            return
        box = QRectF(0, 0, self._room(), quote_height())
        with painting(self) as painter:
            self._block.paint(painter, box, self._media, self.devicePixelRatioF())

    def _lay_out(self) -> None:
        self._block = None if self._quote is None else QuoteBlock(self._quote, self._room())
        self.update()

    def _room(self) -> float:
        return max(self.width() - SIZE.control_sm - SPACE.x2, 0)
