"""What a bubble holds: text, a picture, a voice, or a file that cannot be shown."""

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPainterPath

from workstation.ui.painting import Ink, draw_line, fill_round, line_width
from workstation.ui.strings import tr
from workstation.ui.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.timeline.board import MediaPhase
from workstation.ui.timeline.scene import Hit, Scene, Words
from workstation.ui.timeline.text import TextBlock, Touched
from workstation.ui.timeline.zones import OpenPicture, Reload

PAD_X, PAD_Y = SPACE.x3, SPACE.x2
IMAGE = QSize(SIZE.message_image_w, SIZE.message_image_h)


class Body(Protocol):
    """The inside of a bubble, with its own padding; positions are relative to its corner."""

    framed: bool

    @property
    def size(self) -> QSizeF:
        """With padding."""

    def paint(self, painter: QPainter, at: QPointF, scene: Scene, touched: Touched | None) -> None:
        """Paint with the top left corner ``at``."""

    def hits(self, scene: Scene) -> Iterator[Hit]:
        """What can be clicked."""

    def words(self) -> Words | None:
        """The selectable text, if there is any."""


class TextBody:
    """Text in the message style."""

    framed = True

    def __init__(self, text: str, most_width: float, ink: Ink = Ink.PRIMARY) -> None:
        style = theme.style(TextRole.MESSAGE)
        font = theme.font(TextRole.MESSAGE)
        self._ink = ink
        self._block = TextBlock(text, font, style.line, most_width - 2 * PAD_X)

    @property
    def size(self) -> QSizeF:
        """Never wider than the text."""
        # One pixel more, or rounding would break the longest line again.
        return QSizeF(int(self._block.width) + 1 + 2 * PAD_X, self._block.height + 2 * PAD_Y)

    def paint(self, painter: QPainter, at: QPointF, _scene: Scene, touched: Touched | None) -> None:
        """Paint the text."""
        self._block.paint(painter, at + QPointF(PAD_X, PAD_Y), self._ink.colour, touched)

    def hits(self, _scene: Scene) -> Iterator[Hit]:
        """Links are asked of the text itself."""
        return iter(())

    def words(self) -> Words:
        """All of it."""
        return Words(QPointF(PAD_X, PAD_Y), self._block)


class PictureBody:
    """A picture, cropped; a click shows all of it."""

    framed = False

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def size(self) -> QSizeF:
        """The same for every picture, loaded or not, so that nothing jumps."""
        return QSizeF(IMAGE)

    def paint(self, painter: QPainter, at: QPointF, scene: Scene, _touched: Touched | None) -> None:
        """Paint the picture, or that it loads, or that it could not be loaded."""
        paint_picture(painter, QRectF(at, QSizeF(IMAGE)), self._url, scene, RADIUS.lg)

    def hits(self, scene: Scene) -> Iterator[Hit]:
        """The whole picture."""
        yield picture_hit(QRectF(QPointF(), QSizeF(IMAGE)), self._url, scene)

    def words(self) -> None:
        """A picture has none."""
        return


class FileBody:
    """Something that is neither shown nor opened, with its name and kind."""

    framed = True

    def __init__(self, name: str, note: str, most_width: float) -> None:
        self._name, self._note = name, note
        font = theme.font(TextRole.BODY)
        wide = max(line_width(name, font), line_width(note, theme.font(TextRole.CAPTION)))
        self._width = min(wide + SIZE.icon + SPACE.x2 + 2 * PAD_X + 1, most_width)

    @property
    def size(self) -> QSizeF:
        """Two lines."""
        lines = theme.style(TextRole.BODY).line + theme.style(TextRole.CAPTION).line
        return QSizeF(self._width, lines + 2 * PAD_Y)

    def paint(
        self, painter: QPainter, at: QPointF, _scene: Scene, _touched: Touched | None
    ) -> None:
        """Icon, name, kind."""
        body, caption = theme.style(TextRole.BODY).line, theme.style(TextRole.CAPTION).line
        box = QRectF(at.x() + PAD_X, at.y() + PAD_Y, self._width - 2 * PAD_X, body)
        place = QRectF(box.x(), box.y(), SIZE.icon, body + caption)
        draw_icon(painter, Icon.DOC, place, Ink.SECONDARY.colour)
        box.setLeft(place.right() + SPACE.x2)
        draw_line(painter, box, self._name, theme.font(TextRole.BODY), Ink.PRIMARY.colour)
        under = QRectF(box.x(), box.bottom(), box.width(), caption)
        draw_line(painter, under, self._note, theme.font(TextRole.CAPTION), Ink.TERTIARY.colour)

    def hits(self, _scene: Scene) -> Iterator[Hit]:
        """It is never opened from here."""
        return iter(())

    def words(self) -> None:
        """Its name is not part of the conversation."""
        return


def paint_picture(painter: QPainter, rect: QRectF, url: str, scene: Scene, radius: float) -> None:
    """A picture in a rounded frame, in any of its states."""
    picture = scene.board.picture(url, rect.size().toSize(), scene.ratio)
    if picture.pixmap is not None:
        outline = QPainterPath()
        outline.addRoundedRect(rect, radius, radius)
        painter.save()
        painter.setClipPath(outline)
        painter.drawPixmap(rect, picture.pixmap, QRectF(picture.pixmap.rect()))
        painter.restore()
        return
    fill_round(painter, rect, theme.colours.bg_pressed, radius)
    if picture.phase is MediaPhase.FAILED:
        draw_icon(painter, Icon.REFRESH, rect, Ink.SECONDARY.colour)
        return
    draw_icon(painter, Icon.IMAGE, rect, Ink.TERTIARY.colour)


def picture_hit(rect: QRectF, url: str, scene: Scene) -> Hit:
    """A click shows the picture, or fetches it again when it failed."""
    picture = scene.board.picture(url, rect.size().toSize(), scene.ratio)
    if picture.phase is MediaPhase.FAILED:
        return Hit(rect, Reload(url), tr("conversation.picture.failed"))
    return Hit(rect, OpenPicture(url), tr("conversation.picture.open"))
