"""What voices look like now: outlines, loaded when first asked for, and which of them plays."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from workstation.base.task_scope import TaskScope
from workstation.devices.playing import PlayerPhase
from workstation.devices.waves import MAX_TRIES
from workstation.domain.errors import BrokenMedia, NoLoudspeaker, WorkstationError
from workstation.services.playback import GONE_WRONG
from workstation.services.voice_playlist import Recordings, VoicePlaylist
from workstation.ui.media.media_lookup import BARS, MediaPhase, VoiceState

MAX_WAVEFORMS = 500
MAX_DECODERS = 2
MAX_FETCHES = 2

Waveform = tuple[tuple[float, ...], int]
ReadWaveform = Callable[[str, bytes, int], Coroutine[Any, Any, Waveform]]


class RecordingSource(Recordings, Protocol):
    """Where recordings come from, and whether one comes by the network."""

    async def needs_network(self, url: str) -> bool:
        """Whether it has to be fetched, as it is not on this computer."""


class WaveformLoader(QObject):
    """Loads voices' outlines; ``changed`` when any is different, ``loaded`` when one came.

    ``read_waveform`` gives the outline and length of the recording at an address. Errors of
    the tree end as a failed voice; anything else is a defect and goes to ``scope``.
    """

    changed = Signal()
    loaded = Signal(str)

    def __init__(
        self,
        recordings: RecordingSource,
        listening: VoicePlaylist,
        read_waveform: ReadWaveform,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._recordings, self._read_waveform, self._scope = recordings, read_waveform, scope
        self._playback = listening.playback
        self._voices: OrderedDict[str, VoiceState] = OrderedDict()
        self._decoders = asyncio.Semaphore(MAX_DECODERS)
        self._fetches = asyncio.Semaphore(MAX_FETCHES)
        subscriptions = [
            listening.playback.changed.subscribe(lambda _: self.changed.emit()),
            listening.failed.subscribe(self._on_failed),
        ]
        self.destroyed.connect(lambda: [stop() for stop in subscriptions])

    def voice(self, url: str, key: str) -> VoiceState:
        """The recording at ``url`` in the row ``key``; asking for it starts loading it."""
        if url not in self._voices:
            self._hold(url, VoiceState(MediaPhase.LOADING))
            self._scope.spawn(self._load(url))
        self._voices.move_to_end(url)
        return self._current_state(self._voices[url], key)

    def length_of(self, url: str) -> int | None:
        """A recording's length in milliseconds, if it is known; ``voice`` makes it known."""
        voice = self._voices.get(url)
        return voice.duration_ms if voice is not None else None

    def forget(self, url: str) -> None:
        """Forget a voice: it is loaded afresh when it is next asked for."""
        self._voices.pop(url, None)
        if self._playback.state.phase in GONE_WRONG:
            self._playback.stop()

    def drop(self) -> None:
        """Let every outline go."""
        self._voices.clear()

    def _current_state(self, voice: VoiceState, key: str) -> VoiceState:
        playback = self._playback
        if playback.current != key:
            return replace(voice, rate=playback.rate)
        state = playback.state
        if state.phase is PlayerPhase.FAILED:
            return replace(voice, phase=MediaPhase.FAILED, code=voice.code or BrokenMedia.code)
        if state.phase is PlayerPhase.SILENCED:
            return replace(voice, phase=MediaPhase.FAILED, code=NoLoudspeaker.code)
        return replace(
            voice,
            duration_ms=voice.duration_ms or state.duration_ms or None,
            position_ms=state.position_ms,
            playing=state.phase is PlayerPhase.PLAYING,
            current=state.phase is not PlayerPhase.ENDED,
            rate=playback.rate,
        )

    async def _load(self, url: str) -> None:
        try:
            # A network that stalls holds up no recording that lies on this computer.
            is_away = await self._recordings.needs_network(url)
            async with self._fetches if is_away else self._decoders:
                file = await self._recordings.recording(url)
                peaks, length_ms = await self._read(url, file.content)
            voice = VoiceState(MediaPhase.READY, peaks, length_ms)
        except WorkstationError as error:
            voice = VoiceState(MediaPhase.FAILED, code=error.code)
        if url in self._voices:  # else it was let go meanwhile
            self._voices[url] = voice
            self.changed.emit()
            self.loaded.emit(url)

    async def _read(self, url: str, content: bytes) -> Waveform:
        """Read the outline of a recording. Raises ``BrokenMedia`` for what cannot be decoded."""
        for _ in range(MAX_TRIES):
            peaks, length_ms = await self._read_waveform(url, content, BARS)
            if length_ms:
                return peaks, length_ms
        raise BrokenMedia("no sound")

    def _on_failed(self, failure: tuple[str, WorkstationError]) -> None:
        url, error = failure
        self._hold(url, VoiceState(MediaPhase.FAILED, code=error.code))
        self.changed.emit()

    def _hold(self, url: str, voice: VoiceState) -> None:
        """Hold an outline, and let the one go that was longest not asked for."""
        self._voices[url] = voice
        if len(self._voices) > MAX_WAVEFORMS:
            self._voices.popitem(last=False)
