"""The bookmarks of a recording: flags on its wave, and below it a line each."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from workstation.domain.bookmarks import Bookmark
from workstation.domain.row_key import RowKey
from workstation.ui.conversation.timeline.hit_actions import PlayFrom
from workstation.ui.conversation.timeline.paint_context import Hit
from workstation.ui.kit.painting import Ink, draw_dot, draw_line, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.formats import clock_position
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme


def bookmark_text(bookmark: Bookmark) -> str:
    """A bookmark in words: its moment and its note."""
    time = clock_position(bookmark.at_ms)
    if not bookmark.note:
        return tr("conversation.bookmark.plain", time=time)
    return tr("conversation.bookmark.noted", time=time, note=bookmark.note)


def paint_flags(
    painter: QPainter, wave: QRectF, bookmarks: Sequence[Bookmark], length_ms: int | None
) -> None:
    """Paint a flag at each moment, once the length of the recording is known."""
    colour = Ink.WARNING.colour
    for bookmark in bookmarks if length_ms else ():
        share = min(bookmark.at_ms / (length_ms or 1), 1.0)
        x = wave.x() + share * wave.width()
        painter.fillRect(QRectF(x - 0.5, wave.y(), 1.0, wave.height()), colour)
        draw_dot(painter, QPointF(x, wave.y()), colour, size=SPACE.x1 + 1)


class BookmarkLines:
    """A line for each bookmark, no wider than ``width``; with its corner where it is told."""

    def __init__(
        self, bookmarks: tuple[Bookmark, ...], url: str, key: RowKey, width: float
    ) -> None:
        self._bookmarks, self._url, self._key, self._width = bookmarks, url, key, width

    @staticmethod
    def line_height() -> int:
        """The height of one line."""
        return max(theme.style(TextRole.CAPTION).line, SIZE.icon_sm) + SPACE.x1

    @property
    def height(self) -> float:
        """What they add to the recording; nothing where there are none."""
        return len(self._bookmarks) * self.line_height()

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint each with its moment as a link, and its note as far as there is room."""
        strong = theme.font(TextRole.CAPTION, strong=True, tabular=True)
        font = theme.font(TextRole.CAPTION)
        for bookmark, rect in self._places():
            box = rect.translated(at)
            time = clock_position(bookmark.at_ms)
            draw_line(painter, box, time, strong, Ink.ACCENT.colour)
            box.setLeft(box.left() + line_width(time, strong) + SPACE.x2)
            note = bookmark.note or tr("conversation.bookmark.word")
            ink = Ink.SECONDARY if bookmark.note else Ink.TERTIARY
            draw_line(painter, box, note, font, ink.colour)

    def hits(self) -> Iterator[Hit]:
        """Each line as a place to click, which plays from there."""
        for bookmark, rect in self._places():
            name = tr("conversation.bookmark.play", bookmark=bookmark_text(bookmark))
            yield Hit(rect, PlayFrom(self._url, self._key, bookmark.at_ms), name)

    def spoken(self) -> tuple[str, ...]:
        """What a screen reader says of them; nothing where there are none."""
        if not self._bookmarks:
            return ()
        texts = tr("conversation.spoken.and").join(map(bookmark_text, self._bookmarks))
        count = len(self._bookmarks)
        return (tr("conversation.bookmark.spoken", count=count, bookmarks=texts),)

    def _places(self) -> Iterator[tuple[Bookmark, QRectF]]:
        line = self.line_height()
        for number, bookmark in enumerate(self._bookmarks):
            yield bookmark, QRectF(0, number * line, self._width, line)
