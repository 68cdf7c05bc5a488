"""What painting asks about pictures, voices and files, and gets at once.

Nothing is loaded while painting: the first question starts the work, its answer comes as a change
and a repaint.
"""

import enum
from typing import Protocol

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from workstation.domain.photo_quality import PhotoFlaw
from workstation.domain.value import Value
from workstation.ui.kit.theme import SIZE

BARS = SIZE.wave_w // (2 * SIZE.wave_bar)
"""How many bars the longest wave has: an outline is as fine as it is shown."""


class MediaPhase(enum.Enum):
    """How far a picture or voice has come."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class Thumbnail(Value):
    """A picture cropped to the asked size; ``code`` says why it failed.

    One that is not ``whole`` breaks off: a part of what it shows was never there. ``flaws`` is what
    may keep it from being judged, as far as that is known yet.
    """

    phase: MediaPhase
    pixmap: QPixmap | None = None
    code: str = ""
    whole: bool = True
    flaws: tuple[PhotoFlaw, ...] = ()


class VoiceState(Value):
    """A recording; peaks between 0 and 1, times in milliseconds. ``code`` says why it failed."""

    phase: MediaPhase
    peaks: tuple[float, ...] = ()
    duration_ms: int | None = None
    position_ms: int = 0
    playing: bool = False
    current: bool = False
    rate: float = 1.0
    code: str = ""


class DocumentState(Value):
    """A file: its kind by its content, as an extension, and its size in bytes.

    ``code`` says why it was not taken.
    """

    phase: MediaPhase
    kind: str = ""
    size: int | None = None
    code: str = ""


class MediaLookup(Protocol):
    """What painting asks for pictures, voices and files."""

    def thumbnail(self, url: str, size: QSize, ratio: float) -> Thumbnail:
        """The picture at ``url``, cropped to ``size`` for a screen of that pixel ratio."""

    def voice(self, url: str, key: str) -> VoiceState:
        """The recording at ``url`` in the row ``key``: one may stand in several."""

    def document(self, url: str, declared_bytes: int | None) -> DocumentState:
        """The file at ``url``, whose sender says that it has so many bytes."""
