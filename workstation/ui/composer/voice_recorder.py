"""Recording a voice by hand, whatever it is for: begun, as long as it may be, ended or forgotten.

The microphone is made when the first recording begins.
"""

import enum
from collections.abc import Callable
from typing import NamedTuple, Protocol

from workstation.ui.kit.strings import formats, tr

MAX_SILENT_END_MS = 5_000
"""A headset's filter makes a pause as silent as this, but hardly one so long."""


class Microphone(Protocol):
    """What records (``devices.recorder.Recorder``)."""

    @property
    def length_ms(self) -> int:
        """How much is recorded, in milliseconds."""

    @property
    def full(self) -> bool:
        """Whether the recording is as long as one may be."""

    @property
    def lost(self) -> bool:
        """Whether the microphone went away while it recorded."""

    def start(self) -> bool:
        """Begin recording; False without a microphone."""

    def finish(self) -> bytes:
        """End recording, and give the recording; empty when it is too short."""

    def cancel(self) -> None:
        """Throw the recording away."""


MakeMicrophone = Callable[[Callable[[int, float], None]], Microphone]


class RecordingEnd(enum.Enum):
    """Why a recording ends by itself; the values are keys of the catalogue (``composer``)."""

    FULL = "full"
    LOST = "microphone_lost"


class Recorded(NamedTuple):
    """A recording as a WAV file; ``content`` is empty where it was too short."""

    content: bytes
    length_ms: int
    sound_ms: int
    """Up to here there is sound in it: 0 as from a muted microphone. One that is pulled out while
    it records ends nothing where the sound server has another source, which may give silence."""

    @property
    def silence_text(self) -> str:
        """What to say of a recording before it is sent; empty where it can be heard to its end."""
        if not self.content:
            return ""
        if not self.sound_ms:
            return tr("composer.silent")
        if self.length_ms - self.sound_ms < MAX_SILENT_END_MS:
            return ""
        return tr("composer.silent_end", since=formats.voice_length(self.sound_ms))


class VoiceRecorder:
    """Makes one recording at a time.

    ``on_progress`` is told its length in milliseconds and how loud it is (0 to 1), ``on_end`` why
    no more comes, which ``finish`` should end.
    """

    def __init__(
        self,
        make_microphone: MakeMicrophone,
        on_progress: Callable[[int, float], None],
        on_end: Callable[[RecordingEnd], None],
    ) -> None:
        self.is_running = False
        self._make_microphone = make_microphone
        self._on_progress, self._on_end = on_progress, on_end
        self._microphone: Microphone | None = None
        self._sound_ms = 0

    def start(self) -> bool:
        """Begin recording; False without a microphone."""
        if self._microphone is None:
            self._microphone = self._make_microphone(self._on_level)
        self._sound_ms = 0
        self.is_running = self._microphone.start()
        return self.is_running

    def finish(self) -> Recorded | None:
        """End recording, and give what was recorded; ``None`` where nothing was being recorded."""
        if self._microphone is None or not self.is_running:
            return None
        self.is_running = False
        length_ms = self._microphone.length_ms
        content = self._microphone.finish()
        return Recorded(content, length_ms, self._sound_ms)

    def cancel(self) -> None:
        """Throw away what is being recorded, if anything."""
        if self._microphone is not None and self.is_running:
            self._microphone.cancel()
        self.is_running = False

    def _on_level(self, length_ms: int, level: float) -> None:
        if level:
            self._sound_ms = length_ms
        if self._microphone is None or not self.is_running:
            return
        self._on_progress(length_ms, level)
        if self._microphone.full:
            self._on_end(RecordingEnd.FULL)
        elif self._microphone.lost:
            self._on_end(RecordingEnd.LOST)
