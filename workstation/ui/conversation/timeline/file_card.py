"""A file in its bubble: what it is called, what it is by its content, how large; a way to save it.

Its name is anybody's word and is shown without what would turn it round or pretend another one
(``domain.file_names``); its kind is never taken from it. Nothing here opens a file.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from workstation.domain.file_names import file_name
from workstation.domain.message import Attachment
from workstation.ui.conversation.timeline.bodies import PAD_X, PAD_Y, Body
from workstation.ui.conversation.timeline.failure import failure_reason
from workstation.ui.conversation.timeline.hit_actions import HitAction, Reload, SaveDocument
from workstation.ui.conversation.timeline.paint_context import Hit, PaintContext, hit_denial
from workstation.ui.conversation.timeline.text import Highlights
from workstation.ui.kit.painting import Ink, draw_line, line_width
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.media.media_lookup import DocumentState, MediaPhase

WIDTH = 400
FINAL = frozenset({"media.empty", "media.large", "media.macros", "media.not_allowed"})
"""What no second try changes."""


def written_name(attachment: Attachment) -> str:
    """What a file is called, as it may be shown; a word for one without a name.

    Clients that send an address alone (XEP-0066) tell the name at its end.
    """
    at_the_end = unquote(PurePosixPath(urlsplit(attachment.url).path).name)
    return file_name(attachment.name or at_the_end, "", tr("conversation.file"))


class FileBody(Body):
    """A file in a bubble: a card of always the same size, so that nothing jumps as more is known.

    Its name is no text of the conversation: it cannot be selected.
    """

    def __init__(self, url: str, attachment: Attachment, max_width: float) -> None:
        self._url, self._name = url, written_name(attachment)
        self._declared_bytes = attachment.size
        self._width = min(theme.scaled(WIDTH), max_width)

    @property
    def size(self) -> QSizeF:
        """The size of the card: two lines high."""
        return QSizeF(self._width, self.usual_height())

    @staticmethod
    def usual_height() -> int:
        """The height of a card; all have the same."""
        return theme.style(TextRole.BODY).line + theme.style(TextRole.CAPTION).line + 2 * PAD_Y

    def paint(
        self, painter: QPainter, at: QPointF, context: PaintContext, _highlights: Highlights | None
    ) -> None:
        """Paint icon and name; below, what it is or why it is not taken, and what can be done."""
        body, caption = theme.style(TextRole.BODY).line, theme.style(TextRole.CAPTION).line
        box = QRectF(at.x() + PAD_X, at.y() + PAD_Y, self._width - 2 * PAD_X, body)
        place = QRectF(box.x(), box.y(), SIZE.icon, body + caption)
        draw_icon(painter, Icon.DOC, place, Ink.SECONDARY.colour, SIZE.icon)
        box.setLeft(place.right() + SPACE.x2)
        draw_line(painter, box, self._name, theme.font(TextRole.BODY), Ink.PRIMARY.colour)
        note = QRectF(box.x(), box.bottom(), box.width(), caption)
        strong = theme.font(TextRole.CAPTION, strong=True)
        for hit in self.hits(context):
            link = hit.rect.translated(at)
            ink = Ink.DISABLED if hit_denial(hit) else Ink.ACCENT
            draw_line(painter, link, hit.name, strong, ink.colour)
            note.setRight(link.left() - SPACE.x3)
        state = self._state(context)
        ink = Ink.WARNING if state.phase is MediaPhase.FAILED else Ink.TERTIARY
        font = theme.font(TextRole.CAPTION, tabular=True)
        draw_line(painter, note, self._note(state), font, ink.colour)

    def hits(self, context: PaintContext) -> Iterator[Hit]:
        """The places to click: to save the file, which is never opened here, or to reload it."""
        state = self._state(context)
        action: HitAction
        if state.phase is MediaPhase.READY:
            action = SaveDocument(self._url, self._name, self._declared_bytes)
            name = tr("conversation.save_as")
        elif state.phase is MediaPhase.FAILED and state.code not in FINAL:
            action, name = Reload(self._url), tr("conversation.reload")
        else:
            return
        width = line_width(name, theme.font(TextRole.CAPTION, strong=True)) + 1
        top = PAD_Y + theme.style(TextRole.BODY).line
        line = theme.style(TextRole.CAPTION).line
        yield Hit(QRectF(self._width - PAD_X - width, top, width, line), action, name)

    def spoken(self, context: PaintContext) -> str:
        """That it is a file, its name, its kind and size, or why it is not taken."""
        parts = (tr("conversation.file"), self._name, self._note(self._state(context)))
        return tr("conversation.spoken.and").join(filter(None, parts))

    def _state(self, context: PaintContext) -> DocumentState:
        return context.media.document(self._url, self._declared_bytes)

    def _note(self, state: DocumentState) -> str:
        if state.phase is MediaPhase.FAILED:
            return failure_reason(state.code, tr("conversation.file_failed"))
        size = self._declared_bytes if state.size is None else state.size
        amount = "" if size is None else formats.byte_size(size)
        return " · ".join(filter(None, (state.kind.upper(), amount)))
