"""The photo timeline: all pictures in the order of time, each under its consultation."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.domain.value import Value
from workstation.ui.kit.painting import draw_box, draw_line, fill_round, line_width, painting
from workstation.ui.kit.painting.text import CENTRE, LEFT
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, VIEWER, Icon, TextRole, draw_icon, theme
from workstation.ui.media.media_lookup import MediaLookup, MediaPhase, Thumbnail
from workstation.ui.media.picture_marks import PictureMark, picture_mark
from workstation.ui.viewer.viewer_photo import ViewerPhoto

STEP = SIZE.viewer_thumb + SPACE.x3
CAPTION = 16
BETWEEN = SPACE.x6
WHEEL_SHARE = 0.5


class PhotoRun(Value):
    """Pictures of one consultation that stand beside each other."""

    first: int
    count: int
    photo: ViewerPhoto
    left: float
    width: float

    def places(self, top: float) -> Iterator[tuple[int, QRectF]]:
        """Numbers and rectangles of its pictures."""
        side = SIZE.viewer_thumb
        for place in range(self.count):
            yield self.first + place, QRectF(self.left + place * STEP, top, side, side)


class ThumbnailStrip(SpokenAs, QWidget):
    """All photos of a person as thumbnails, in the order of time.

    ``picked`` gives the number of the picture that was clicked.
    """

    spoken_role = Role.Graphic

    picked = Signal(int)

    def __init__(self, media: MediaLookup) -> None:
        super().__init__()
        self._media = media
        self._photos: tuple[ViewerPhoto, ...] = ()
        self._sides: dict[int, str] = {}
        self._scroll = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.text_resized.connect(self._fit)
        self.show_photos(())

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(self._lay_out()[1]) + 2 * SPACE.x4, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(STEP, self.height())

    def show_photos(self, photos: Sequence[ViewerPhoto]) -> None:
        """Show these photos; the strip is higher where it tells several consultations apart."""
        self._photos = tuple(photos)
        self._fit()
        self.updateGeometry()
        self.update()

    def mark(self, sides: dict[int, str]) -> None:
        """Frame the pictures on show; each with the word for its side, if there are two."""
        self._sides = dict(sides)
        names = "; ".join(
            self._photos[number].spoken for number in sides if number < len(self._photos)
        )
        self.setAccessibleName(tr("viewer.strip_spoken", count=len(self._photos), shown=names))
        self._scroll_to_marked()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(event.rect(), VIEWER.bg)
            for run in self._runs():
                if run.photo.group:
                    self._paint_heading(painter, run)
                for number, rect in run.places(self._top()):
                    if rect.adjusted(-4, 0, 4, 0).intersects(QRectF(self.rect())):
                        self._paint_one(painter, number, rect)
            if self.hasFocus():
                ring, frame = SIZE.focus_ring, QRectF(self.rect())
                draw_box(painter, frame, border=VIEWER.accent, width=ring, radius=RADIUS.sm)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is on show in sight at another width."""
        super().resizeEvent(event)
        self._scroll_to(self._scroll)
        self._scroll_to_marked()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            number = self._at(event.position())
            if number >= 0:
                self.picked.emit(number)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move along the strip, whichever way the wheel turns."""
        turned = event.angleDelta()
        self._scroll_to(self._scroll - (turned.y() or turned.x()) * WHEEL_SHARE)
        event.accept()

    def _paint_heading(self, painter: QPainter, run: PhotoRun) -> None:
        if run.first:
            x = run.left - BETWEEN / 2
            painter.fillRect(QRectF(x, SPACE.x2, 1, self.height() - SPACE.x4), VIEWER.border)
        rect = QRectF(run.left, SPACE.x2, run.width, theme.style(TextRole.CAPTION).line)
        ink = VIEWER.text if run.photo.present else VIEWER.text_secondary
        font = theme.font(TextRole.CAPTION, strong=run.photo.present)
        draw_line(painter, rect, run.photo.group, font, ink, align=LEFT)

    def _paint_one(self, painter: QPainter, number: int, rect: QRectF) -> None:
        picture = self._paint_thumb(painter, self._photos[number].url, rect)
        if number in self._sides:
            frame = rect.adjusted(-4, -4, 4, 4)
            draw_box(painter, frame, border=VIEWER.accent, width=2, radius=RADIUS.md)
        line = theme.style(TextRole.CAPTION).line
        below = QRectF(rect.x(), rect.bottom() + SPACE.x1 + 2, rect.width(), line)
        self._paint_label(painter, below, number, picture_mark(picture))

    def _paint_label(
        self, painter: QPainter, box: QRectF, number: int, mark: PictureMark | None
    ) -> None:
        """Paint its side or number behind the icon of its mark, whose meaning is said above it."""
        on_show = number in self._sides
        label = self._sides.get(number) or str(number + 1)
        ink = VIEWER.accent if on_show else VIEWER.text_secondary
        font = theme.font(TextRole.CAPTION, strong=on_show)
        if mark is None:
            draw_line(painter, box, label, font, ink, align=CENTRE)
            return
        wide = SIZE.icon_sm + SPACE.x1 + line_width(label, font)
        left = box.x() + max((box.width() - wide) / 2, 0.0)
        place = QRectF(left, box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, mark.icon, place, ink, SIZE.icon_sm)
        box.setLeft(place.right() + SPACE.x1)
        draw_line(painter, box, label, font, ink)

    def _paint_thumb(self, painter: QPainter, url: str, rect: QRectF) -> Thumbnail:
        picture = self._media.thumbnail(url, rect.size().toSize(), self.devicePixelRatioF())
        if picture.pixmap is None:
            failed = picture.phase is MediaPhase.FAILED
            fill_round(painter, rect, VIEWER.raised, RADIUS.sm)
            icon = Icon.ALERT if failed else Icon.IMAGE
            draw_icon(painter, icon, rect, VIEWER.text_secondary, SIZE.icon)
            return picture
        outline = QPainterPath()
        outline.addRoundedRect(rect, RADIUS.sm, RADIUS.sm)
        painter.save()
        painter.setClipPath(outline)
        painter.drawPixmap(rect, picture.pixmap, QRectF(picture.pixmap.rect()))
        painter.restore()
        return picture

    def _fit(self) -> None:
        high = SIZE.viewer_strip - CAPTION + theme.style(TextRole.CAPTION).line
        self.setFixedHeight(high + self._heading_height())

    def _heading_height(self) -> int:
        return theme.style(TextRole.CAPTION).line + SPACE.x1 if self._has_headings() else 0

    def _has_headings(self) -> bool:
        return any(photo.group for photo in self._photos)

    def _top(self) -> float:
        return SPACE.x2 + 2 + self._heading_height()

    def _at(self, point: QPointF) -> int:
        return next((number for number, rect in self._places() if rect.contains(point)), -1)

    def _places(self) -> Iterator[tuple[int, QRectF]]:
        for run in self._runs():
            yield from run.places(self._top())

    def _runs(self) -> list[PhotoRun]:
        """The runs as they lie on the widget."""
        runs, total = self._lay_out()
        left = (self.width() - total) / 2 if total <= self.width() else SPACE.x4 - self._scroll
        return [
            PhotoRun(run.first, run.count, run.photo, run.left + left, run.width) for run in runs
        ]

    def _lay_out(self) -> tuple[list[PhotoRun], float]:
        """The runs laid out from 0 on, and the width of all."""
        runs: list[PhotoRun] = []
        first, left = 0, 0.0
        for _, group in groupby(self._photos, key=lambda photo: photo.consultation_id):
            photos = list(group)
            font = theme.font(TextRole.CAPTION, strong=photos[0].present)
            heading = line_width(photos[0].group, font) + 2 if photos[0].group else 0.0
            width = max(len(photos) * STEP - SPACE.x3, heading)
            runs.append(PhotoRun(first, len(photos), photos[0], left, width))
            first, left = first + len(photos), left + width + BETWEEN
        return runs, max(left - BETWEEN, 0.0)

    def _scroll_to(self, scroll: float) -> None:
        total = self._lay_out()[1] + 2 * SPACE.x4
        self._scroll = min(max(scroll, 0.0), max(total - self.width(), 0.0))
        self.update()

    def _scroll_to_marked(self) -> None:
        """Bring the last picture that was put on show into the middle, if the strip is long."""
        for number, rect in self._places():
            inside = SPACE.x4 <= rect.left() and rect.right() <= self.width() - SPACE.x4
            if number in self._sides and not inside:
                self._scroll_to(self._scroll + rect.center().x() - self.width() / 2)
                return
