"""Pauses of a recording, which playback skips on request.

A pause is a stretch much quieter than the loudest part of the recording. A little of both its ends
is played, so that no consonant is lost and the pause remains audible. It is skipped only when
playback reaches it, not when the doctor moves into it by key or on the outline. The decoder's
process reads the outline when a voice begins (``devices.waves``).
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import groupby

from workstation.devices.playing import PlayerPhase
from workstation.services.playback import Playback

BARS = 3_000
MIN_PAUSE_MS = 1_500
KEPT_MS = 300
"""Milliseconds of a pause that are played at each end."""

QUIET_SHARE = 0.06
"""Of the loudest moment; a phone's own noise lies well below, a whisper above."""

MAX_STEP_MS = 1_000
"""A larger step between two positions is a jump, not playback."""

Pauses = tuple[tuple[int, int], ...]
ReadOutline = Callable[[bytes, int], Awaitable[tuple[tuple[float, ...], int]]]


def find_pauses(peaks: Sequence[float], length_ms: int) -> Pauses:
    """The pauses as begin and end in milliseconds; none in a silent recording.

    Silence after the last sound is no pause: it may be a part that the decoder had no time for.
    """
    loudest = max(peaks, default=0.0)
    if loudest <= 0.0:
        return ()
    return tuple(
        (start + KEPT_MS, end - KEPT_MS)
        for start, end in _quiet_stretches(peaks, loudest * QUIET_SHARE, length_ms)
        if end - start >= MIN_PAUSE_MS
    )


def _quiet_stretches(
    peaks: Sequence[float], quiet: float, length_ms: int
) -> Iterator[tuple[int, int]]:
    place = 0
    for is_quiet, bars in groupby(peak < quiet for peak in peaks):
        start, place = place, place + sum(1 for _ in bars)
        if is_quiet and place < len(peaks):
            yield start * length_ms // len(peaks), place * length_ms // len(peaks)


class PauseSkipper:
    """Takes the voice that plays to the end of each pause, while ``is_on``."""

    def __init__(self, playback: Playback, read_outline: ReadOutline) -> None:
        self.is_on = False
        self._playback, self._read_outline = playback, read_outline
        self._key: str | None = None
        self._pauses: Pauses = ()
        self._position_ms = 0
        playback.changed.subscribe(lambda _: self._on_changed())

    async def follow(self, key: str, content: bytes) -> None:
        """Find the pauses of a voice that began, if they are to be passed over."""
        self._key, self._pauses, self._position_ms = key, (), 0
        if self.is_on:
            pauses = find_pauses(*await self._read_outline(content, BARS))
            if self._key == key:
                self._pauses = pauses

    def _on_changed(self) -> None:
        playback, state = self._playback, self._playback.state
        if playback.current != self._key or state.phase is not PlayerPhase.PLAYING:
            return
        before, self._position_ms = self._position_ms, state.position_ms
        if not self.is_on or not 0 <= state.position_ms - before <= MAX_STEP_MS:
            return
        for start, end in self._pauses:
            if before < start <= state.position_ms < end:
                self._position_ms = end
                playback.skip(end - state.position_ms)
                return
