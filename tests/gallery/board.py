"""A board with pictures drawn by code, there at once, and voices of one outline."""

import math
from functools import lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap

from workstation.clinic.drawing.draw import draw
from workstation.clinic.drawing.order import parse
from workstation.domain.photo_quality import PhotoFlaw
from workstation.ui.media.media_lookup import DocumentState, MediaPhase, Thumbnail, VoiceState

PEAKS = tuple(0.25 + 0.12 * abs(math.sin(place * 0.9)) * (place % 5 + 2) for place in range(36))


class DrawnBoard:
    """``phases`` names what is not ready; ``voice_now`` is what every voice looks like.

    ``refusals`` are the codes of files that are not taken, by their address, ``flaws`` what a photo
    may have.
    """

    def __init__(self, phases: dict[str, MediaPhase] | None = None) -> None:
        self.phases = phases or {}
        self.refusals: dict[str, str] = {}
        self.flaws: dict[str, tuple[PhotoFlaw, ...]] = {}
        self.voice_now = VoiceState(MediaPhase.READY, PEAKS, 18_000)

    def thumbnail(self, url: str, size: QSize, ratio: float) -> Thumbnail:
        phase = self.phases.get(url, MediaPhase.READY)
        if phase is not MediaPhase.READY:
            return Thumbnail(phase, code="media.broken")
        pixmap, flaws = _cropped(url, size.width(), size.height(), ratio), self.flaws.get(url, ())
        return Thumbnail(phase, pixmap, flaws=flaws)

    def voice(self, url: str, key: str = "") -> VoiceState:  # noqa: ARG002
        phase = self.phases.get(url, MediaPhase.READY)
        return (
            self.voice_now if phase is MediaPhase.READY else VoiceState(phase, code="media.broken")
        )

    def document(self, url: str, declared_bytes: int | None) -> DocumentState:
        code = self.refusals.get(url, "")
        phase = MediaPhase.FAILED if code else self.phases.get(url, MediaPhase.READY)
        kind = url.rpartition(".")[2] if phase is MediaPhase.READY else ""
        return DocumentState(phase, kind, declared_bytes, code)


@lru_cache(maxsize=64)
def photograph(url: str) -> QImage:
    """The picture that an address of the sample names."""
    order = parse(url.rpartition("/")[2])
    assert order is not None, url
    return QImage.fromData(draw(order))


@lru_cache(maxsize=256)
def _cropped(url: str, width: int, height: int, ratio: float) -> QPixmap:
    wide, high = round(width * ratio), round(height * ratio)
    scaled = photograph(url).scaled(
        wide,
        high,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top = (scaled.width() - wide) // 2, (scaled.height() - high) // 2
    pixmap = QPixmap.fromImage(scaled.copy(left, top, wide, high))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
