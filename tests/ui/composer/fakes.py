"""What lies beyond the composer: microphone, loudspeaker, clipboard, clock and line."""

import io
import wave
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QColor, QImage

from tests.ui.still_board import StillBoard
from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.services.playback import Playback


class SilentPlayer:
    """Plays without a sound, and tells how it is."""

    def __init__(self, tell: Callable[[PlayerState], None]) -> None:
        self._tell, self._plays = tell, False

    def load(self, content: bytes, media_type: str) -> None:
        self.loaded = (content, media_type)

    def unload(self) -> None:
        if self._plays:  # Qt's tells first that it is at the beginning, and then that it stopped
            self._tell(PlayerState(PlayerPhase.PLAYING, 0, 3_000))
        self._plays = False
        self._tell(PlayerState(PlayerPhase.EMPTY))

    def play(self) -> None:
        self._plays = True
        self._tell(PlayerState(PlayerPhase.PLAYING, 1_000, 3_000))

    def pause(self) -> None:
        self._plays = False
        self._tell(PlayerState(PlayerPhase.PAUSED, 1_000, 3_000))

    def seek(self, position_ms: int) -> None:
        raise AssertionError(position_ms)

    def set_rate(self, rate: float) -> None:
        self.rate = rate


class Board(QObject, StillBoard):
    """Pictures and voices that never come; whether there is a loudspeaker can be said."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.loud = True
        self.playback = Playback(SilentPlayer, lambda: self.loud)


class Microphone:
    """Records whatever it is told, or is none at all."""

    def __init__(self, progress: Callable[[int, float], None]) -> None:
        self.progress = progress
        self.there, self.full, self.running = True, False, False
        self.lost = False
        self.length_ms = 0

    def start(self) -> bool:
        self.running, self.length_ms = self.there, 0
        return self.there

    def finish(self) -> bytes:
        self.running = False
        return wav(self.length_ms) if self.length_ms >= 500 else b""

    def cancel(self) -> None:
        self.running = False

    def hear(self, length_ms: int, level: float = 0.5) -> None:
        """So much is recorded by now."""
        self.length_ms = length_ms
        self.progress(length_ms, level)


class SilentLine:
    """An IM session that is never there."""

    def post(self, command: object) -> None:
        raise AssertionError(command)

    def visit(self, consultation_id: int) -> int | None:  # noqa: ARG002
        return None


async def no_upload(entry: object) -> None:
    """Fails the test: nothing here has a file to send."""
    raise AssertionError(entry)


def carrying(*parts: Path | str | QImage) -> QMimeData:
    """What the clipboard or a drag holds: files, else a picture, else words."""
    data = QMimeData()
    files = [QUrl.fromEncoded(part.as_uri().encode()) for part in parts if isinstance(part, Path)]
    if files:
        data.setUrls(files)
    for part in parts:
        if isinstance(part, str):
            data.setText(part)
        elif isinstance(part, QImage):
            data.setImageData(part)
    return data


def wav(length_ms: int) -> bytes:
    """So much silence, as the microphone gives it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(length_ms * 16))
    return out.getvalue()


def painted(colour: str = "#a04020", side: int = 60) -> QImage:
    """A picture of one colour."""
    picture = QImage(side, side, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    return picture
