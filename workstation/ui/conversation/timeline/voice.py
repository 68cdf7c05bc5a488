"""A recording in a bubble: play, wave, time, speed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter

from workstation.domain.bookmarks import Bookmark
from workstation.domain.row_key import RowKey
from workstation.ui.conversation.timeline.bodies import Body
from workstation.ui.conversation.timeline.bookmark_lines import BookmarkLines, paint_flags
from workstation.ui.conversation.timeline.failure import FailureLinks, failure_reason, paint_failure
from workstation.ui.conversation.timeline.hit_actions import ChangeSpeed, PlayVoice, SeekVoice
from workstation.ui.conversation.timeline.paint_context import Hit, PaintContext
from workstation.ui.conversation.timeline.text import Highlights
from workstation.ui.kit.painting import (
    Ink,
    draw_box,
    draw_dot,
    draw_line,
    fill_round,
    line_width,
)
from workstation.ui.kit.painting.text import CENTRE
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.formats import clock_position, voice_length
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.media.media_lookup import BARS, MediaPhase, VoiceState

PAD = SPACE.x2
GAP = SPACE.x3
MIN_BARS = 8
MIN_BAR = 0.1
FLAT = (0.0,) * BARS


def bar_step() -> int:
    """The distance from one bar of a wave to the next."""
    return 2 * SIZE.wave_bar


def _controls_height() -> int:
    return SIZE.control + 2 * PAD


def _lines_at() -> QPointF:
    return QPointF(PAD, _controls_height() - SPACE.x1)


def _speed_width() -> int:
    return theme.scaled(SPACE.x8)


def speed_text(rate: float) -> str:
    """The speed of playing in words: ``1×``, ``1.5×``, ``2×``."""
    return f"{rate:g}×"


class VoiceBody(Body):
    """One recording in the row ``key``; ``declared_ms`` is its length as the sender told it.

    Where ``max_width`` (in pixels) is less than all of it needs, the wave is shorter. Its
    ``bookmarks`` are listed below it.
    """

    def __init__(  # noqa: PLR0913 - all there is to say of one recording
        self,
        url: str,
        key: RowKey,
        max_width: float,
        declared_ms: int | None = None,
        *,
        unheard: bool = False,
        bookmarks: tuple[Bookmark, ...] = (),
    ) -> None:
        self._url, self._key, self._declared = url, key, declared_ms
        self._unheard, self._bookmarks = unheard, bookmarks
        self._time_width = line_width("0:00 / 0:00", _font()) + 1
        beside = 2 * PAD + SIZE.control + 3 * GAP + self._time_width + _speed_width()
        bars = int((max_width - beside) // bar_step())
        self._wave_width = min(max(bars, MIN_BARS), BARS) * bar_step()
        self._lines = BookmarkLines(bookmarks, url, key, self._width - 2 * PAD)

    @property
    def size(self) -> QSizeF:
        """The size, always with room for both times, so that playing moves nothing."""
        foot = SPACE.x1 if self._bookmarks else 0
        return QSizeF(self._width, _controls_height() + self._lines.height + foot)

    @property
    def _width(self) -> float:
        width = 2 * PAD + SIZE.control + GAP + self._wave_width + GAP + self._time_width
        return width + GAP + _speed_width()

    def paint(
        self, painter: QPainter, at: QPointF, context: PaintContext, _highlights: Highlights | None
    ) -> None:
        """Paint the controls as they are now, or why there are none."""
        voice = context.media.voice(self._url, self._key)
        if voice.phase is MediaPhase.FAILED:
            text = failure_reason(voice.code, tr("conversation.voice.failed"))
            paint_failure(painter, self._failure_box().translated(at), Icon.MIC, text, max_lines=1)
            self._links(voice).paint(painter, at)
        else:
            self._paint_controls(painter, at, voice)
        self._lines.paint(painter, at + _lines_at())
        if self._unheard:
            # Above the time, which stands at the foot.
            middle = QPointF(at.x() + self.size.width() + PAD, at.y() + _controls_height() / 3)
            draw_dot(painter, middle, theme.colours.danger_fill, size=SIZE.dot)

    def hits(self, context: PaintContext) -> Iterator[Hit]:
        """The places to click: button, wave and speed, or what to do about a failure."""
        voice = context.media.voice(self._url, self._key)
        button, wave, _time, speed = self._parts()
        if voice.phase is MediaPhase.FAILED:
            yield from self._links(voice)
            return
        name = tr("conversation.voice.pause" if voice.playing else "conversation.voice.play")
        yield Hit(button, PlayVoice(self._url, self._key), name)
        yield Hit(wave, SeekVoice(self._url, self._key), tr("conversation.voice.seek"))
        yield Hit(speed, ChangeSpeed(), tr("conversation.voice.speed"))
        for hit in self._lines.hits():
            yield Hit(hit.rect.translated(_lines_at()), hit.action, hit.name)

    def spoken(self, context: PaintContext) -> str:
        """What a screen reader says: kind, length, and whether it was played or why it cannot."""
        voice = context.media.voice(self._url, self._key)
        parts = [tr("conversation.voice_word")]
        length = voice.duration_ms or self._declared
        if voice.phase is MediaPhase.FAILED:
            parts.append(failure_reason(voice.code, tr("conversation.voice.failed")))
        elif length:
            parts.append(voice_length(length))
        if voice.playing:
            parts.append(tr("conversation.voice.playing"))
        elif self._unheard:
            parts.append(tr("conversation.voice.unheard"))
        parts += self._lines.spoken()
        return tr("conversation.spoken.and").join(parts)

    def _parts(self) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        button = QRectF(PAD, PAD, SIZE.control, SIZE.control)
        wave_top = (_controls_height() - SIZE.wave_h) / 2
        wave = QRectF(button.right() + GAP, wave_top, self._wave_width, SIZE.wave_h)
        time = QRectF(wave.right() + GAP, PAD, self._time_width, SIZE.control)
        top = (_controls_height() - SIZE.badge) / 2
        return button, wave, time, QRectF(time.right() + GAP - PAD, top, _speed_width(), SIZE.badge)

    def _failure_box(self) -> QRectF:
        return QRectF(PAD + SPACE.x1, PAD, self.size.width() - 2 * PAD - SPACE.x2, SIZE.control)

    def _links(self, voice: VoiceState) -> FailureLinks:
        box = self._failure_box().adjusted(SIZE.icon_sm + SPACE.x2, 0, 0, 0)
        return FailureLinks(self._url, voice.code, box)

    def _paint_controls(self, painter: QPainter, at: QPointF, voice: VoiceState) -> None:
        button, wave, time, speed = (rect.translated(at) for rect in self._parts())
        paint_play(painter, button, voice)
        paint_wave(painter, wave, voice)
        paint_flags(painter, wave, self._bookmarks, voice.duration_ms or self._declared)
        draw_line(painter, time, self._time(voice), _font(), Ink.SECONDARY.colour)
        draw_box(painter, speed, border=theme.colours.border_default, radius=RADIUS.xs)
        font = theme.font(TextRole.CAPTION, strong=True, tabular=True)
        draw_line(painter, speed, speed_text(voice.rate), font, Ink.SECONDARY.colour, align=CENTRE)

    def _time(self, voice: VoiceState) -> str:
        length = voice.duration_ms or self._declared
        if not voice.current:
            return voice_length(length) if length else ""
        elapsed = clock_position(voice.position_ms)
        both = f"{elapsed} / {voice_length(length)}" if length else elapsed
        # Beyond ten minutes both do not fit, and half a time would be a wrong one.
        return both if line_width(both, _font()) <= self._time_width else elapsed


def paint_play(painter: QPainter, rect: QRectF, voice: VoiceState) -> None:
    """Paint the round button, in whichever state."""
    fill_round(painter, rect, theme.colours.play_fill, RADIUS.full)
    icon = Icon.PAUSE if voice.playing else Icon.PLAY
    draw_icon(painter, icon, rect, theme.colours.play_on, SIZE.icon_sm)


def paint_wave(painter: QPainter, rect: QRectF, voice: VoiceState) -> None:
    """Paint bars of loudness, flat until it is known; what was played in the accent colour."""
    peaks = _resampled(voice.peaks or FLAT, int(rect.width()) // bar_step())
    done = voice.position_ms / voice.duration_ms if voice.current and voice.duration_ms else 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    round_ = SIZE.wave_bar / 2
    for number, peak in enumerate(peaks):
        played = (number + 0.5) / len(peaks) < done
        painter.setBrush(theme.colours.accent_text if played else theme.colours.wave_rest)
        height = max(peak, MIN_BAR) * rect.height()
        left = rect.x() + number * bar_step()
        top = rect.y() + (rect.height() - height) / 2
        painter.drawRoundedRect(QRectF(left, top, SIZE.wave_bar, height), round_, round_)


def _resampled(peaks: Sequence[float], bars: int) -> Sequence[float]:
    """The wave with as many bars as there is room for, each the highest of what it stands for."""
    if len(peaks) <= bars:
        return peaks
    ends = [round(number * len(peaks) / bars) for number in range(bars + 1)]
    return [max(peaks[start:end]) for start, end in pairwise(ends)]


def _font() -> QFont:
    return theme.font(TextRole.LABEL, tabular=True)
