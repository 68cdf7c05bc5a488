"""A message: avatar and name, bubble, and beside its foot the time and what became of it."""

from collections.abc import Iterator
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from workstation.domain.message import Delivery, SpeakerRole
from workstation.ui.conversation.timeline.below_bubble import AnswerLine, FailedFoot, PromiseLines
from workstation.ui.conversation.timeline.bubble_width import META_GAP, indent, max_width
from workstation.ui.conversation.timeline.hit_actions import ShowEarlier
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.conversation.timeline.message_body import body_of
from workstation.ui.conversation.timeline.message_facts import speaker_name
from workstation.ui.conversation.timeline.message_state import (
    ON_ITS_WAY,
    message_state,
    spoken_state,
)
from workstation.ui.conversation.timeline.paint_context import (
    Column,
    Hit,
    PaintContext,
    SelectableText,
)
from workstation.ui.conversation.timeline.text import Highlights
from workstation.ui.kit.painting import (
    Ink,
    bubble_path,
    draw_avatar,
    draw_line,
    draw_track,
    fill_round,
    line_width,
)
from workstation.ui.kit.painting.initials import initials
from workstation.ui.kit.painting.text import LEFT, RIGHT
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, draw_icon, theme
from workstation.ui.media.picture_marks import mark_height, paint_mark

NAME_GAP = SPACE.x1
META_FOOT = SPACE.x1
SILENT_MS = 400


class Bubble:
    """One message laid out."""

    def __init__(self, item: MessageItem, column: Column) -> None:
        self.message = item.message
        self._opens = item.opens
        self._own = item.message.speaker.role is SpeakerRole.ME
        self._named = item.opens and not self._own
        self._body = body_of(item, max_width(column, own=self._own))
        above = SPACE.x3 if item.opens else SPACE.x1
        top = above + (theme.style(TextRole.CAPTION).line + NAME_GAP if self._named else 0)
        size = self._body.size
        left = column.right - size.width() if self._own else column.left + indent()
        self._rect = QRectF(left, top, size.width(), size.height())
        self._column = column
        self._above = above
        self._outline: QPainterPath | None = None
        answer = item.message.answer
        self._answer = None if answer is None else AnswerLine(answer)
        self._promises = PromiseLines(item.promises)
        failed = item.message.delivery is Delivery.FAILED
        self._failed = FailedFoot(item.message, column.width - indent()) if failed else None
        below = AnswerLine.height() if answer else self._promises.height
        self.height = int(top + size.height()) + self._failed_height + below

    def paint(
        self, painter: QPainter, context: PaintContext, highlights: Highlights | None
    ) -> None:
        """Paint the whole row."""
        if context.marked == self.message.key:
            self._paint_mark(painter)
        if self._named:
            self._paint_speaker(painter)
        if self._body.framed:
            self._paint_frame(painter)
        self._body.paint(painter, self._rect.topLeft(), context, highlights)
        mark = self._body.mark(context)
        if mark is not None:
            paint_mark(painter, self._mark_box(), mark, align=RIGHT if self._own else LEFT)
        share = context.progress.get(self.message.key)
        if share is not None:
            self._paint_progress(painter, share)
        else:
            self._paint_meta(painter, context)
        if self._answer is not None:
            self._answer.paint(painter, self._rect.bottomLeft())
        self._promises.paint(painter, self._promises_corner, context.now_ms)

    def hits(self, context: PaintContext) -> Iterator[Hit]:
        """What can be clicked: in the body, and the retry of a failed message."""
        corner = self._rect.topLeft()
        for hit in self._body.hits(context):
            yield Hit(hit.rect.translated(corner), hit.action, hit.name)
        if self.message.earlier:
            box = self._rect if self.message.retracted else self._beside_box(context)
            yield Hit(box, ShowEarlier(self.message.key), tr("conversation.show_earlier"))
        if self._failed is not None:
            yield self._failed.hit(self._meta_box())
        if self._answer is not None:
            yield self._answer.hit(self._rect.bottomLeft())
        yield from self._promises.hits(self._promises_corner, context.now_ms)

    def selectable_text(self) -> SelectableText | None:
        """The body's text."""
        selectable = self._body.selectable_text()
        if selectable is None:
            return None
        return SelectableText(selectable.at + self._rect.topLeft(), selectable.block)

    def spoken(self, context: PaintContext) -> str:
        """Sender and role, kind or text, time, state."""
        message, role = self.message, self.message.speaker.role
        name = speaker_name(message)
        if role is not SpeakerRole.UNVERIFIED:
            role_name = tr(f"conversation.spoken.{role.value}")
            name = tr("conversation.spoken.speaker", name=name, role=role_name)
        when = self._with_edited_mark(formats.day_time(message.at_ms, context.now_ms))
        content = self._body.spoken(context)
        answer = self._answer.text if self._answer is not None else ""
        line = tr("conversation.spoken.line", name=name, said=content, when=when)
        promises = self._promises.spoken(context.now_ms)
        parts = filter(
            None, (line, spoken_state(message, online=context.online), answer, *promises)
        )
        return tr("conversation.spoken.and").join(parts)

    @property
    def _failed_height(self) -> int:
        return 0 if self._failed is None else self._failed.height

    @property
    def _promises_corner(self) -> QPointF:
        return self._rect.bottomRight() + QPointF(0, self._failed_height)

    def _paint_mark(self, painter: QPainter) -> None:
        """Mark the row's whole width for a moment: the doctor was brought here."""
        column = self._column
        box = QRectF(column.left, 0, column.width, self.height).adjusted(-SPACE.x2, 0, SPACE.x2, 0)
        fill_round(painter, box, theme.colours.accent_tint, RADIUS.md)

    def _paint_speaker(self, painter: QPainter) -> None:
        speaker, name = self.message.speaker, speaker_name(self.message)
        doctor = speaker.role is SpeakerRole.COLLEAGUE
        place = QRectF(self._column.left, self._above, SIZE.avatar_md, SIZE.avatar_md)
        if speaker.role is not SpeakerRole.UNVERIFIED:
            draw_avatar(painter, place, initials(name, doctor=doctor), speaker.member_id)
        line = theme.style(TextRole.CAPTION).line
        room = min(SIZE.bubble_max, self._column.width - indent())
        box = QRectF(self._column.left + indent(), self._above, room, line)
        font, role = theme.font(TextRole.CAPTION), tr("conversation.doctor") if doctor else ""
        beside = line_width(role, font) + SPACE.x2 if doctor else 0
        place = box.adjusted(0, 0, -beside, 0)
        width = draw_line(painter, place, name, font, Ink.SECONDARY.colour)
        box.setLeft(box.left() + width + SPACE.x2)
        draw_line(painter, box, role, font, Ink.COLLEAGUE.colour)

    def _paint_frame(self, painter: QPainter) -> None:
        fill, border = self._fill_and_border()
        painter.setPen(QPen(border, SIZE.hairline) if border is not None else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        if self._outline is None:
            self._outline = self._make_outline(bordered=border is not None)
        painter.drawPath(self._outline)

    def _make_outline(self, *, bordered: bool) -> QPainterPath:
        corner = Qt.Corner.TopRightCorner if self._own else Qt.Corner.TopLeftCorner
        rect = self._rect.adjusted(0.5, 0.5, -0.5, -0.5) if bordered else self._rect
        return bubble_path(rect, tail=corner if self._opens else None)

    def _fill_and_border(self) -> tuple[QColor, QColor | None]:
        colours = theme.colours
        if self._own:
            return colours.bubble_me, None
        if self.message.speaker.role is SpeakerRole.COLLEAGUE:
            return colours.bubble_colleague, None
        if self.message.speaker.role is SpeakerRole.PATIENT:
            return colours.bubble_patient, colours.border_subtle
        return colours.bg_sunken, colours.border_subtle

    def _just_sent(self, context: PaintContext) -> bool:
        """Whether a message is so new that a mark of its sending would not be read in time."""
        age_ms = context.now_ms - self.message.at_ms
        return self.message.delivery in ON_ITS_WAY and 0 <= age_ms < SILENT_MS

    def _paint_meta(self, painter: QPainter, context: PaintContext) -> None:
        box = self._meta_box()
        if not self._own:
            corrected = self.message.key in context.corrected
            font = theme.font(TextRole.CAPTION, strong=corrected, tabular=True)
            ink = Ink.WARNING if corrected else Ink.TERTIARY
            draw_line(painter, box, self._time, font, ink.colour)
            return
        if self._failed is not None:
            self._failed.paint(painter, box, self._rect.bottomRight())
        elif not self._just_sent(context):
            self._paint_state(painter, box, context)

    def _paint_state(self, painter: QPainter, box: QRectF, context: PaintContext) -> None:
        _key, icon, ink = message_state(self.message, online=context.online)
        place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, icon, place, ink.colour, SIZE.icon_sm)
        font = theme.font(TextRole.CAPTION, tabular=True)
        text = self._beside(context)
        draw_line(painter, self._beside_box(context), text, font, Ink.TERTIARY.colour)

    def _paint_progress(self, painter: QPainter, share: float) -> None:
        """Paint the percentage beside the foot, and a bar in the space below: nothing moves."""
        top = self._rect.bottom() + 1
        track = QRectF(self._rect.x(), top, self._rect.width(), SIZE.slider_track)
        draw_track(painter, track, share)
        font = theme.font(TextRole.CAPTION, tabular=True)
        text = f"{round(share * 100)}%"
        draw_line(painter, self._meta_box(), text, font, Ink.TERTIARY.colour, align=RIGHT)

    def _beside(self, context: PaintContext) -> str:
        """The state of an own message on its way, else its time and whether it was edited since."""
        key = message_state(self.message, online=context.online).key
        return tr(key) if self._own and key else self._time

    @cached_property
    def _time(self) -> str:
        return self._with_edited_mark(formats.clock_time(self.message.at_ms))

    def _with_edited_mark(self, time: str) -> str:
        return f"{time} · {tr('conversation.edited')}" if self.message.edited else time

    def _meta_box(self) -> QRectF:
        line = theme.style(TextRole.CAPTION).line
        top = self._rect.bottom() - META_FOOT - line
        if self._own:
            right = self._rect.left() - META_GAP
            return QRectF(QPointF(self._column.left, top), QPointF(right, top + line))
        return QRectF(self._rect.right() + META_GAP, top, theme.scaled(160), line)

    def _mark_box(self) -> QRectF:
        """The place for what is said of a picture: above the time, as far as the column reaches."""
        box = self._meta_box()
        box.adjust(0, -mark_height(), 0, -box.height())
        box.setRight(min(box.right(), self._column.right))
        return box

    def _beside_box(self, context: PaintContext) -> QRectF:
        """Where the time stands, and that it was edited."""
        box = self._meta_box()
        width = line_width(self._beside(context), theme.font(TextRole.CAPTION, tabular=True)) + 1
        if self._own:
            box.setRight(box.right() - SIZE.icon_sm - SPACE.x1)
            box.setLeft(box.right() - width)
        else:
            box.setWidth(width)
        return box
