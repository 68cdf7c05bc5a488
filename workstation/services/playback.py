"""One voice at a time: play, pause, seek, speed, and on into the next."""

from collections.abc import Callable
from typing import Protocol

from workstation.devices.playing import PlayerPhase, PlayerState

SPEEDS = (1.0, 1.5, 2.0)
STILL = PlayerState(PlayerPhase.EMPTY)


class VoicePlayer(Protocol):
    """What plays (``devices.player.Player``)."""

    def load(self, content: bytes, media_type: str) -> None:
        """Take a recording."""

    def unload(self) -> None:
        """Stop and forget it."""

    def play(self) -> None:
        """Play on."""

    def pause(self) -> None:
        """Hold."""

    def seek(self, position_ms: int) -> None:
        """Go to a position."""

    def set_rate(self, rate: float) -> None:
        """Play at this many times the speed."""


class Playback:
    """The voice that plays now.

    ``make_player`` is called when the first voice is played, so that no multimedia library is
    loaded before. ``changed`` is called at every change, ``ended`` at a voice's end.
    """

    def __init__(
        self,
        make_player: Callable[[Callable[[PlayerState], None]], VoicePlayer],
        *,
        rate: float = 1.0,
    ) -> None:
        self._make_player = make_player
        self.changed: Callable[[], None] = _still
        self._player: VoicePlayer | None = None
        self.current: str | None = None
        self.state = STILL
        self.rate = rate
        self.ended: Callable[[str], None] = _nothing

    def start(self, key: str, content: bytes, media_type: str) -> None:
        """Play another voice from its beginning; the one before stops."""
        player = self._ready()
        self.current = key
        player.load(content, media_type)
        player.set_rate(self.rate)
        player.play()

    def toggle(self) -> None:
        """Pause the current voice, or play it on."""
        if self.state.phase is PlayerPhase.PLAYING:
            self._ready().pause()
        else:
            self._ready().play()

    def seek(self, share: float) -> None:
        """Go to a share (0 to 1) of the current voice."""
        self._ready().seek(round(share * self.state.duration_ms))

    def next_speed(self) -> float:
        """The next of 1, 1.5 and 2 times; remembered for every voice."""
        place = SPEEDS.index(self.rate) if self.rate in SPEEDS else -1
        self.rate = SPEEDS[(place + 1) % len(SPEEDS)]
        if self._player is not None:
            self._player.set_rate(self.rate)
        self.changed()
        return self.rate

    def stop(self) -> None:
        """Fall silent and forget the voice: the doctor left, locked or signed out."""
        if self._player is not None:
            self._player.unload()
        self.current, self.state = None, STILL
        self.changed()

    def _ready(self) -> VoicePlayer:
        if self._player is None:
            self._player = self._make_player(self._on_state)
        return self._player

    def _on_state(self, state: PlayerState) -> None:
        before, self.state = self.state, state
        self.changed()
        over = state.phase is PlayerPhase.ENDED and before.phase is not PlayerPhase.ENDED
        if over and self.current is not None:
            self.ended(self.current)


def _still() -> None:
    """Nobody looks."""


def _nothing(_key: str) -> None:
    """Nobody waits for the end."""
