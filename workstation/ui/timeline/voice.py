"""A recording in a bubble: play, wave, time, speed."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter

from workstation.ui.painting import (
    Ink,
    draw_box,
    draw_dot,
    draw_line,
    fill_round,
    line_width,
)
from workstation.ui.painting.text import CENTRE
from workstation.ui.strings import tr
from workstation.ui.strings.formats import voice_length
from workstation.ui.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.timeline.board import MediaPhase, Voice
from workstation.ui.timeline.scene import Hit, Scene
from workstation.ui.timeline.text import Touched
from workstation.ui.timeline.zones import ChangeSpeed, PlayVoice, Reload, SeekVoice

PAD = SPACE.x2
GAP = SPACE.x3
BARS = SIZE.wave_w // (2 * SIZE.wave_bar)
SPEED_WIDTH = SPACE.x8
LEAST_BAR = 0.1
UNKNOWN_WAVE = tuple(0.35 + 0.25 * ((n * 7) % 5) / 4 for n in range(BARS))


def speed_text(rate: float) -> str:
    """``1×``, ``1.5×``, ``2×``."""
    return f"{rate:g}×"


class VoiceBody:
    """One recording; ``declared_ms`` is its length as the sender told it."""

    framed = True

    def __init__(self, url: str, declared_ms: int | None = None) -> None:
        self._url = url
        self._declared = declared_ms
        font = theme.font(TextRole.LABEL, tabular=True)
        self._time_width = line_width("0:00 / 0:00", font) + 1

    @property
    def size(self) -> QSizeF:
        """Always room for both times, so that playing moves nothing."""
        width = 2 * PAD + SIZE.control + GAP + SIZE.wave_w + GAP + self._time_width
        return QSizeF(width + GAP + SPEED_WIDTH, SIZE.control + 2 * PAD)

    def paint(self, painter: QPainter, at: QPointF, scene: Scene, _touched: Touched | None) -> None:
        """Paint the controls as they are now."""
        voice = scene.board.voice(self._url)
        button, wave, time, speed = (rect.translated(at) for rect in self._parts())
        paint_play(painter, button, voice)
        if voice.phase is MediaPhase.FAILED:
            text = tr("conversation.voice.failed")
            draw_line(painter, wave.united(time), text, _font(), Ink.DANGER.colour)
            return
        paint_wave(painter, wave, voice)
        draw_line(painter, time, self._time(voice), _font(), Ink.SECONDARY.colour)
        draw_box(painter, speed, border=theme.colours.border_default, radius=RADIUS.xs)
        font = theme.font(TextRole.CAPTION, strong=True, tabular=True)
        draw_line(painter, speed, speed_text(voice.rate), font, Ink.SECONDARY.colour, align=CENTRE)
        if not voice.played:
            middle = QPointF(at.x() + self.size.width() + PAD, at.y() + self.size.height() / 2)
            draw_dot(painter, middle, theme.colours.danger_fill, size=SIZE.dot)

    def hits(self, scene: Scene) -> Iterator[Hit]:
        """Button, wave and speed."""
        voice = scene.board.voice(self._url)
        button, wave, _time, speed = self._parts()
        if voice.phase is MediaPhase.FAILED:
            yield Hit(button, Reload(self._url), tr("conversation.reload"))
            return
        name = tr("conversation.voice.pause" if voice.playing else "conversation.voice.play")
        yield Hit(button, PlayVoice(self._url), name)
        yield Hit(wave, SeekVoice(self._url), tr("conversation.voice.seek"))
        yield Hit(speed, ChangeSpeed(self._url), tr("conversation.voice.speed"))

    def words(self) -> None:
        """A voice has no text."""
        return

    def _parts(self) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        button = QRectF(PAD, PAD, SIZE.control, SIZE.control)
        wave_top = (self.size.height() - SIZE.wave_h) / 2
        wave = QRectF(button.right() + GAP, wave_top, SIZE.wave_w, SIZE.wave_h)
        time = QRectF(wave.right() + GAP, PAD, self._time_width, SIZE.control)
        top = (self.size.height() - SIZE.badge) / 2
        return button, wave, time, QRectF(time.right() + GAP - PAD, top, SPEED_WIDTH, SIZE.badge)

    def _time(self, voice: Voice) -> str:
        length = voice.duration_ms or self._declared
        if length is None:
            return ""
        if not voice.current:
            return voice_length(length)
        return f"{_elapsed(voice.position_ms)} / {voice_length(length)}"


def paint_play(painter: QPainter, rect: QRectF, voice: Voice) -> None:
    """The round button, in whichever state."""
    fill_round(painter, rect, theme.colours.play_fill, RADIUS.full)
    icon = Icon.PAUSE if voice.playing else Icon.PLAY
    if voice.phase is MediaPhase.FAILED:
        icon = Icon.REFRESH
    draw_icon(painter, icon, rect, theme.colours.play_on, SIZE.icon_sm)


def paint_wave(painter: QPainter, rect: QRectF, voice: Voice) -> None:
    """Bars of loudness; what has been played in the accent colour."""
    peaks = voice.peaks or UNKNOWN_WAVE
    done = voice.position_ms / voice.duration_ms if voice.current and voice.duration_ms else 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    for number, peak in enumerate(peaks[:BARS]):
        played = (number + 0.5) / BARS < done
        painter.setBrush(theme.colours.accent_text if played else theme.colours.wave_rest)
        height = max(peak, LEAST_BAR) * rect.height()
        left = rect.x() + number * 2 * SIZE.wave_bar
        top = rect.y() + (rect.height() - height) / 2
        painter.drawRoundedRect(QRectF(left, top, SIZE.wave_bar, height), 1, 1)


def _elapsed(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def _font() -> QFont:
    return theme.font(TextRole.LABEL, tabular=True)
