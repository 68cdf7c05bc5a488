"""The symptom card at the head of the conversation (the design, "Symptom card")."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.row_key import symptom_row
from workstation.domain.text_direction import in_sentence
from workstation.ui.conversation.timeline.bodies import paint_picture, picture_hit
from workstation.ui.conversation.timeline.hit_actions import FoldCard
from workstation.ui.conversation.timeline.items import CardItem
from workstation.ui.conversation.timeline.paint_context import (
    Column,
    Hit,
    PaintContext,
    SelectableText,
)
from workstation.ui.conversation.timeline.text import Highlights, TextBlock
from workstation.ui.conversation.timeline.voice import VoiceBody
from workstation.ui.kit.painting import Ink, draw_box, draw_line, line_width
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.media.picture_marks import mark_height, paint_mark_below

ABOVE = SPACE.x4
MAX_KIND_CHARACTERS = 40
"""Of the name of a kind that is not known, where it stands in one line with the words."""


class CardRow:
    """Title with author and time, the matter as text or voice, up to nine pictures."""

    def __init__(self, item: CardItem, column: Column, *, folded: bool) -> None:
        self._consultation = item.consultation
        self._column = column
        self._folded = folded
        self._inner = QRectF(column.left + SPACE.x4, ABOVE + SPACE.x3, column.width - SPACE.x8, 0)
        self._text = None if folded else _text(item.consultation, self._inner.width())
        self._voice = None if folded else _voice(item, self._inner.width())
        self._pictures = () if folded else item.consultation.pictures
        self.height = int(self._pictures_top() + self._pictures_height())
        if folded:
            self.height = ABOVE + SPACE.x3 + _title_line() + SPACE.x3

    def paint(
        self, painter: QPainter, context: PaintContext, highlights: Highlights | None
    ) -> None:
        """Paint the card."""
        colours = theme.colours
        frame = QRectF(self._column.left, ABOVE, self._column.width, self.height - ABOVE)
        draw_box(painter, frame, fill=colours.bg_raised, border=colours.border_subtle,
                 radius=RADIUS.lg)  # fmt: skip
        self._paint_title(painter, context)
        if self._text is not None:
            self._text.paint(painter, self._body_at(), Ink.PRIMARY.colour, highlights)
        if self._voice is not None:
            self._voice.paint(painter, self._voice_at(), context, None)
        for rect, url in self._places(_visible(painter)):
            paint_mark_below(painter, rect, paint_picture(painter, rect, url, context, RADIUS.md))

    def hits(self, context: PaintContext) -> Iterator[Hit]:
        """The voice's controls, the pictures, and the fold."""
        if self._voice is not None:
            for hit in self._voice.hits(context):
                yield Hit(hit.rect.translated(self._voice_at()), hit.action, hit.name)
        for rect, url in self._places():
            yield picture_hit(rect, url, context)
        name = tr("conversation.card.show" if self._folded else "conversation.card.fold")
        title = QRectF(self._inner.x(), self._inner.y(), self._inner.width(), _title_line())
        yield Hit(title, FoldCard(), name)

    def selectable_text(self) -> SelectableText | None:
        """The symptom's text."""
        return SelectableText(self._body_at(), self._text) if self._text is not None else None

    def spoken(self, context: PaintContext) -> str:
        """Title, author, matter, number of pictures."""
        consultation = self._consultation
        content = self._voice.spoken(context) if self._voice else matter_text(consultation)
        whole = tr("conversation.card.spoken", byline=_byline(consultation, context), said=content)
        if not consultation.pictures:
            return whole
        count = tr("conversation.pictures", count=len(consultation.pictures))
        return f"{whole}{tr('conversation.spoken.and')}{count}"

    def _paint_title(self, painter: QPainter, context: PaintContext) -> None:
        box = QRectF(self._inner.x(), self._inner.y(), self._inner.width(), _title_line())
        place = QRectF(box.x(), box.y(), SIZE.icon_sm, _title_line())
        draw_icon(painter, Icon.DOC, place, Ink.SECONDARY.colour, SIZE.icon_sm)
        end = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, _title_line())
        mark = Icon.DOWN if self._folded else Icon.UP
        draw_icon(painter, mark, end, Ink.SECONDARY.colour, SIZE.icon_sm)
        box.setLeft(place.right() + SPACE.x2)
        box.setRight(end.left() - SPACE.x2)
        title = tr("conversation.card.title")
        font = theme.font(TextRole.LABEL, strong=True)
        draw_line(painter, box, title, font, Ink.PRIMARY.colour)
        box.setLeft(box.left() + line_width(title, font) + SPACE.x2)
        caption = theme.font(TextRole.LABEL)
        if self._folded and matter_text(self._consultation):
            draw_line(painter, box, matter_text(self._consultation), caption, Ink.SECONDARY.colour)
            return
        draw_line(painter, box, _byline(self._consultation, context), caption, Ink.TERTIARY.colour)

    def _body_at(self) -> QPointF:
        return QPointF(self._inner.x(), self._inner.y() + _title_line() + SPACE.x1)

    def _voice_at(self) -> QPointF:
        # The recording's own padding is taken back, so that its button stands under the title.
        return self._body_at() - QPointF(SPACE.x2, 0)

    def _pictures_top(self) -> float:
        below = self._body_at().y()
        if self._text is not None:
            return below + self._text.height + SPACE.x2
        if self._voice is not None:
            return below + self._voice.size.height()
        return below

    def _per_row(self) -> int:
        return max(int((self._inner.width() + SPACE.x2) // (SIZE.thumb + SPACE.x2)), 1)

    def _pictures_height(self) -> int:
        """The height of the pictures with the card's edge, or of what stands there without them."""
        rows = -(-len(self._pictures) // self._per_row())
        return rows * _row_step() or SPACE.x4 - SPACE.x2

    def _places(self, area: QRectF | None = None) -> Iterator[tuple[QRectF, str]]:
        """The pictures and where they lie; in those rows only that reach into ``area``."""
        step, top, per_row = _row_step(), self._pictures_top(), self._per_row()
        first, end = 0, len(self._pictures)
        if area is not None:
            first = max(int((area.top() - top) // step), 0) * per_row
            end = min(end, max(int((area.bottom() - top) // step) + 1, 0) * per_row)
        for number in range(first, end):
            url = self._pictures[number]
            row, place = divmod(number, per_row)
            left = self._inner.x() + place * (SIZE.thumb + SPACE.x2)
            yield QRectF(left, top + row * step, SIZE.thumb, SIZE.thumb), url


def _visible(painter: QPainter) -> QRectF | None:
    """The part of the row that is painted; ``None`` where that is all of it."""
    return painter.clipBoundingRect() if painter.hasClipping() else None


def _row_step() -> int:
    """The distance between rows of pictures, or to the card's edge: the line of their marks."""
    return SIZE.thumb + mark_height() + SPACE.x1


def _title_line() -> int:
    return theme.style(TextRole.TITLE).line


def matter_text(consultation: Consultation) -> str:
    """The matter in words, as far as it has any; a kind that is not known is named before them."""
    symptom = consultation.symptom
    if symptom.kind is SymptomKind.VOICE and symptom.content:
        return tr("conversation.voice_word")
    if not symptom.written:
        return ""
    if symptom.kind is SymptomKind.UNKNOWN:
        kind = formats.beginning(symptom.declared, MAX_KIND_CHARACTERS)
        return tr("conversation.card.of_kind", kind=kind, text=symptom.content)
    return symptom.content


def card_text(consultation: Consultation) -> str:
    """What the card writes of the matter; empty where it was spoken or photographed."""
    symptom = consultation.symptom
    if not symptom.written:
        return ""
    if symptom.kind is SymptomKind.UNKNOWN:
        return tr("conversation.card.unknown", kind=symptom.declared) + "\n" + symptom.content
    return symptom.content


def _text(consultation: Consultation, width: float) -> TextBlock | None:
    text = card_text(consultation)
    if not text:
        return None
    font = theme.font(TextRole.MESSAGE)
    return TextBlock(text, font, theme.style(TextRole.MESSAGE).line, width)


def _voice(item: CardItem, width: float) -> VoiceBody | None:
    consultation, symptom = item.consultation, item.consultation.symptom
    if symptom.kind is not SymptomKind.VOICE or not symptom.content:
        return None
    key = symptom_row(consultation.consultation_id)
    return VoiceBody(symptom.content, key, width, bookmarks=item.bookmarks)


def _byline(consultation: Consultation, context: PaintContext) -> str:
    name = consultation.creator.name
    if consultation.created_ms is None:
        return name
    return f"{in_sentence(name)} · {formats.day_time(consultation.created_ms, context.now_ms)}"
