"""The pauses of a recording, passed over for a doctor who wants that.

A pause is a stretch in which nothing is nearly as loud as the loudest of the same recording. A
little of both its ends is kept, so that no consonant is lost and one hears that there was one. Only
who *comes* into a pause by listening is taken to its end: who went back into it, by key or on the
wave, meant to. The outline is read by the decoder's process when a voice begins
(``devices.waves``).
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import groupby

from workstation.devices.playing import PlayerPhase
from workstation.services.playback import Playback

BARS = 3_000
MIN_PAUSE_MS = 1_500
KEPT_MS = 300
"""Milliseconds of a pause that are heard at each of its ends."""

QUIET_SHARE = 0.06
"""Of the loudest moment; a phone's own noise lies well below, a whisper above."""

MAX_STEP_MS = 1_000
"""A position further on than this from the one before was gone to, not listened to."""

Pauses = tuple[tuple[int, int], ...]
ReadOutline = Callable[[bytes, int], Awaitable[tuple[tuple[float, ...], int]]]


def find_pauses(peaks: Sequence[float], length_ms: int) -> Pauses:
    """From where to where nobody speaks, in milliseconds; nothing where nobody speaks at all.

    Behind the last sound there is none: what the decoder had no time for is as quiet, and the
    patient may go on speaking there.
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
        """A voice began: find its pauses, if they are to be passed over."""
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
