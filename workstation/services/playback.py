"""One voice at a time: play, pause, seek, speed, and on into the next."""

from collections.abc import Callable
from typing import Protocol

from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.domain.errors import NoLoudspeaker
from workstation.store.feed import Feed

SPEEDS = (1.0, 1.5, 2.0)
STILL = PlayerState(PlayerPhase.EMPTY)
GONE_WRONG = frozenset({PlayerPhase.FAILED, PlayerPhase.SILENCED})


class VoicePlayer(Protocol):
    """What plays (``devices.player.Player``)."""

    def load(self, content: bytes, media_type: str) -> None:
        """Load a recording."""

    def unload(self) -> None:
        """Stop and forget it."""

    def play(self) -> None:
        """Play on from where the recording is."""

    def pause(self) -> None:
        """Pause the recording."""

    def seek(self, position_ms: int) -> None:
        """Go to a position."""

    def set_rate(self, rate: float) -> None:
        """Play at this many times the speed."""


class Playback:
    """Plays one voice at a time.

    ``make_player`` is called for the first voice, so that no multimedia library is loaded before;
    ``has_output`` says whether there is an audio output. ``changed`` is published at every change,
    ``ended`` with the key of a voice that reached its end, ``stopped`` when the doctor stops it.
    """

    def __init__(
        self,
        make_player: Callable[[Callable[[PlayerState], None]], VoicePlayer],
        has_output: Callable[[], bool],
    ) -> None:
        self._make_player, self._has_output = make_player, has_output
        self._player: VoicePlayer | None = None
        self.changed: Feed[None] = Feed()
        self.ended: Feed[str] = Feed()
        self.stopped: Feed[None] = Feed()
        self.current: str | None = None
        self.state = STILL
        self.rate = SPEEDS[0]

    @property
    def is_playing(self) -> bool:
        """Whether something sounds at this moment."""
        return self.state.phase is PlayerPhase.PLAYING

    def holds(self, key: str) -> bool:
        """Whether this voice is the current one and can be continued."""
        return self.current == key and self.state.phase not in GONE_WRONG

    def start(self, key: str, content: bytes, media_type: str) -> None:
        """Play another voice from its beginning; the current one stops.

        ``content`` is the whole recording. Raises ``NoLoudspeaker``; the player reports later what
        it cannot decode.
        """
        if not self._has_output():
            raise NoLoudspeaker
        player = self._ensure_player()
        # Of the voice before nothing may be told under the new one's name.
        player.unload()
        self.current, self.state = key, STILL
        player.load(content, media_type)
        player.set_rate(self.rate)
        player.play()

    def toggle(self) -> None:
        """Pause the current voice, or play it on; do nothing where none was begun."""
        if self.current is None:
            return
        if self.state.phase is PlayerPhase.PLAYING:
            self._ensure_player().pause()
        else:
            self._ensure_player().play()

    def seek(self, share: float) -> None:
        """Go to a share (0 to 1) of the current voice."""
        self._ensure_player().seek(round(share * self.state.duration_ms))

    def skip(self, by_ms: int) -> None:
        """Go on (or back, below zero) in the current voice by milliseconds, if there is one."""
        if self.current is None:
            return
        self._ensure_player().seek(self.state.position_ms + by_ms)

    def cycle_speed(self) -> float:
        """The next of 1, 1.5 and 2 times; remembered for every voice."""
        place = SPEEDS.index(self.rate) if self.rate in SPEEDS else -1
        self.rate = SPEEDS[(place + 1) % len(SPEEDS)]
        if self._player is not None:
            self._player.set_rate(self.rate)
        self.changed.publish(None)
        return self.rate

    def stop(self) -> None:
        """Fall silent and forget the voice: the doctor left, locked or signed out."""
        if self._player is not None:
            self._player.unload()
        self.current, self.state = None, STILL
        self.stopped.publish(None)
        self.changed.publish(None)

    def _ensure_player(self) -> VoicePlayer:
        if self._player is None:
            self._player = self._make_player(self._on_state)
        return self._player

    def _on_state(self, state: PlayerState) -> None:
        previous, self.state = self.state, state
        self.changed.publish(None)
        over = state.phase is PlayerPhase.ENDED and previous.phase is not PlayerPhase.ENDED
        if over and self.current is not None:
            self.ended.publish(self.current)
