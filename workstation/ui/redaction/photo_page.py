"""The photos, one large with the boxes over it, all of them in a row below."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.redaction import PhotoRedaction, PixelBox
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.label import Label
from workstation.ui.media.redacting import RedactablePhoto
from workstation.ui.redaction.offers import FileOffer
from workstation.ui.redaction.photo_canvas import PhotoCanvas
from workstation.ui.redaction.photo_strip import PhotoStrip

ROOMY_PX = 420


class PhotoPage(QWidget):
    """The page on which places in photos are covered.

    ``asked`` gives the number of a photo that is to be shown large; ``changed`` tells the rest. A
    photo answers by ``show_photo`` or ``show_failure``; an answer for one that is not on show any
    more is not shown.
    """

    asked = Signal(int)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._photos: tuple[FileOffer, ...] = ()
        self._boxes: dict[str, PhotoRedaction] = {}
        self._left_out: set[str] = set()
        self._digest = ""
        self.caption = Label(ink=Ink.SECONDARY, elide=True)
        self.canvas, self.strip = PhotoCanvas(), PhotoStrip()
        self.leave_out = CheckBox()
        self.cover, self.remove = Button(kind=ButtonKind.OUTLINED), Button(kind=ButtonKind.OUTLINED)
        self.how = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self._arrange()
        self.canvas.changed.connect(self._take_boxes)
        self.strip.picked.connect(self.show_number)
        self.leave_out.toggled.connect(self._take_left_out)
        self.cover.clicked.connect(self.canvas.cover)
        self.remove.clicked.connect(self.canvas.remove)

    @property
    def left_out(self) -> frozenset[str]:
        """Photos that are not packed at all."""
        return frozenset(self._left_out)

    @property
    def boxes(self) -> Mapping[str, PhotoRedaction]:
        """Photos with boxes, by address."""
        return {url: photo for url, photo in self._boxes.items() if url not in self._left_out}

    def show_offers(self, photos: Sequence[FileOffer]) -> None:
        """Show these photos, the first of them large."""
        self._photos = tuple(photos)
        self.strip.show_names([photo.caption for photo in photos])
        if photos:
            self.show_number(0)

    def show_number(self, number: int) -> None:
        """Ask for a photo, and show it as soon as it is there."""
        photo = self._photos[number]
        self._digest = ""
        self.strip.show_current(number)
        self.caption.setText(photo.caption)
        self.canvas.show_sentence(tr("redaction.loading"))
        self.leave_out.setChecked(photo.url in self._left_out)
        self._enable()
        self.asked.emit(number)

    def show_thumb(self, number: int, thumb: QImage) -> None:
        """Show how a photo looks, small."""
        self.strip.show_thumb(number, thumb)

    def show_photo(self, number: int, photo: RedactablePhoto) -> None:
        """Show the photo that was asked for."""
        if number != self.strip.current:
            return
        self._digest = photo.digest
        same = (self._boxes[url].boxes for url in self._copies())
        self.canvas.show_photo(photo, next(same, ()))
        self._enable()

    def show_failure(self, number: int, sentence: str) -> None:
        """Say that a photo cannot be shown: it can be left out, and nothing else."""
        if number == self.strip.current:
            self.canvas.show_sentence(sentence)
            self._enable()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.leave_out.setText(tr("redaction.leave_photo_out"))
        self.cover.setText(tr("redaction.cover"))
        self.remove.setText(tr("redaction.remove"))
        self.how.setText(tr("redaction.how"))
        self.canvas.setToolTip(tr("redaction.how"))
        for number in range(len(self._photos)):
            self._note(number)

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        """Leave the photo the room where there is little; how to draw is its tool tip as well."""
        self.how.setVisible(self.height() >= theme.scaled(ROOMY_PX))

    def _take_boxes(self, boxes: tuple[PixelBox, ...]) -> None:
        for url in {self._photos[self.strip.current].url, *self._copies()}:
            if boxes:
                self._boxes[url] = PhotoRedaction(self._digest, boxes)
            else:
                self._boxes.pop(url, None)
        self._report_change()

    def _copies(self) -> list[str]:
        """The addresses of the photo on show that have boxes: sent twice, it is one photo."""
        return [url for url, drawn in self._boxes.items() if drawn.digest == self._digest]

    def _take_left_out(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        url = self._photos[self.strip.current].url
        if checked:
            self._left_out.add(url)
        else:
            self._left_out.discard(url)
        self._report_change()

    def _report_change(self) -> None:
        # One photo may stand in several places.
        for number in range(len(self._photos)):
            self._note(number)
        self._enable()
        self.changed.emit()

    def _note(self, number: int) -> None:
        url = self._photos[number].url
        drawn = self._boxes.get(url)
        boxes = len(drawn.boxes) if drawn is not None else 0
        self.strip.note(number, boxes, is_left_out=url in self._left_out)

    def _enable(self) -> None:
        draws = self.canvas.has_photo and not self.leave_out.isChecked()
        self.canvas.setEnabled(draws)
        self.cover.setEnabled(draws)
        removes = draws and bool(self.canvas.boxes)
        if not removes:
            hand_focus_over(self.remove, self.canvas)  # the next button covers the whole photo
        self.remove.setEnabled(removes)

    def _arrange(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(SPACE.x6, 0, SPACE.x6, 0)
        tools.setSpacing(SPACE.x3)
        tools.addWidget(self.leave_out)
        tools.addStretch(1)
        tools.addWidget(self.remove)
        tools.addWidget(self.cover)
        words = QVBoxLayout()
        words.setContentsMargins(SPACE.x6, 0, SPACE.x6, 0)
        words.addWidget(self.caption)
        hint = QVBoxLayout()
        hint.setContentsMargins(SPACE.x6, 0, SPACE.x6, 0)
        hint.addWidget(self.how)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.x2, 0, SPACE.x2)
        column.setSpacing(SPACE.x2)
        column.addLayout(words)
        pictures = QVBoxLayout()
        pictures.setSpacing(0)
        pictures.addWidget(self.canvas, 1)
        pictures.addWidget(self.strip)
        column.addLayout(pictures, 1)
        column.addLayout(tools)
        column.addLayout(hint)
        self.setTabOrder(self.canvas, self.strip)
        self.setTabOrder(self.strip, self.leave_out)
