"""Listening to the voices of a conversation: one at a time, on into the next unheard one."""

from collections.abc import Callable
from typing import Protocol

from workstation.base.task_scope import Spawn
from workstation.devices.playing import PlayerPhase
from workstation.domain.changes import Changes
from workstation.domain.errors import NoLoudspeaker, WorkstationError
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.domain.row_key import RowKey
from workstation.domain.value import Value
from workstation.services.media_reader import LoadedMedia
from workstation.services.playback import SPEEDS, Playback
from workstation.services.voice_pauses import PauseSkipper
from workstation.store.feed import Feed
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.doctor import played

RATE = "voice.rate"
SKIPS_PAUSES = "voice.skips_pauses"


class Recordings(Protocol):
    """Where recordings come from: the cache, else the network."""

    async def recording(self, url: str) -> LoadedMedia:
        """A recording. Raises ``WorkstationError``."""


class VoiceTrack(Value):
    """A voice of a conversation; ``key`` names the row on the screen that plays.

    ``after`` is its place in the conversation; ``None`` for the symptom's, which stands before all
    messages.
    """

    consultation_id: ConsultationId
    key: RowKey
    url: str
    after: int | None = None


class VoicePlaylist:
    """Plays voices, one after the other, and marks those of messages as played.

    A voice counts as played once a part of it was audible. ``failed`` publishes the address of one
    that could not be loaded, with the error, ``advanced`` a voice that began by itself, with the
    previous one.
    """

    def __init__(  # noqa: PLR0913 - the parts of one ear, put together once
        self,
        vault: Vault,
        recordings: Recordings,
        playback: Playback,
        pauses: PauseSkipper,
        *,
        on_changes: Callable[[Changes], None],
        spawn: Spawn,
    ) -> None:
        self.playback = playback
        self.failed: Feed[tuple[str, WorkstationError]] = Feed()
        self.advanced: Feed[tuple[VoiceTrack, VoiceTrack]] = Feed()
        self._vault, self._recordings, self._pauses = vault, recordings, pauses
        self._on_changes, self._spawn = on_changes, spawn
        self._track: VoiceTrack | None = None
        self._start_share: Callable[[int], float] | None = None
        self._counted_as_heard = False
        playback.changed.subscribe(self._on_playback_changed)
        playback.ended.subscribe(self._on_ended)
        playback.stopped.subscribe(self._on_stopped)

    async def start(self) -> None:
        """Set up playing as the doctor chose last: at which speed, with pauses or without."""
        rate = await self._vault.read(preferences.get, RATE, SPEEDS[0])
        if rate in SPEEDS:
            self.playback.rate = float(rate)
        self._pauses.is_on = await self._vault.read(preferences.get, SKIPS_PAUSES, False) is True

    @property
    def current(self) -> tuple[VoiceTrack, int] | None:
        """The voice that plays or is held, and where it is, in milliseconds."""
        track = self._track
        if track is None or not self._is_current(track):
            return None
        return track, self.playback.state.position_ms

    def toggle(self, track: VoiceTrack) -> None:
        """Play a voice, or pause it if it is playing."""
        if self._is_current(track):
            self.playback.toggle()
        else:
            self._spawn_play(track)

    def seek(self, track: VoiceTrack, share: float) -> None:
        """Go to a share (0 to 1) of a voice; one that does not play yet begins there."""
        if self._is_current(track):
            self.playback.seek(share)
        else:
            self._spawn_play(track, lambda _: share)

    def go_to(self, track: VoiceTrack, at_ms: int) -> None:
        """Go to a moment of a voice; one that does not play yet begins there."""
        if self._is_current(track):
            self.playback.skip(at_ms - self.playback.state.position_ms)
        else:
            self._spawn_play(track, lambda duration_ms: min(at_ms / duration_ms, 1.0))

    def skip(self, track: VoiceTrack, by_ms: int) -> None:
        """Seek in the voice that is playing; ignored for another one."""
        if self._is_current(track):
            self.playback.skip(by_ms)

    def cycle_speed(self) -> None:
        """Play every voice at the next speed from now on."""
        rate = self.playback.cycle_speed()
        self._spawn(self._vault.write(preferences.put, RATE, rate))

    def toggle_pauses(self) -> bool:
        """Toggle the skipping of pauses, from the next voice on; whether they are skipped."""
        self._pauses.is_on = not self._pauses.is_on
        self._spawn(self._vault.write(preferences.put, SKIPS_PAUSES, self._pauses.is_on))
        return self._pauses.is_on

    def leave_conversation(self, consultation_id: ConsultationId) -> None:
        """Stop a voice of this conversation, which the doctor left."""
        track = self._track
        if track is None or track.consultation_id != consultation_id:
            return
        self._track = None
        if self.playback.current == track.key:
            self.playback.stop()

    def _is_current(self, track: VoiceTrack) -> bool:
        return self.playback.holds(track.key)

    def _spawn_play(self, track: VoiceTrack, share: Callable[[int], float] | None = None) -> None:
        self._spawn(self._play(track, share))

    async def _play(self, track: VoiceTrack, share: Callable[[int], float] | None = None) -> None:
        self._track, self._start_share, self._counted_as_heard = track, share, False
        try:
            file = await self._recordings.recording(track.url)
            # Meanwhile the doctor may have chosen another one, or left.
            if self._track is track:
                self.playback.start(track.key, file.content, file.media_type)
                self._spawn(self._pauses.follow(track.key, file.content))
        except NoLoudspeaker:
            raise
        except WorkstationError as error:
            self.failed.publish((track.url, error))

    def _on_stopped(self, _: None) -> None:
        self._track = None

    def _on_playback_changed(self, _: None) -> None:
        track, state = self._track, self.playback.state
        if track is None or self.playback.current != track.key:
            return
        if self._start_share is not None and state.duration_ms:
            share, self._start_share = self._start_share, None
            self.playback.seek(share(state.duration_ms))
        sounds = state.phase in {PlayerPhase.PLAYING, PlayerPhase.ENDED} and state.position_ms > 0
        if sounds and not self._counted_as_heard:
            self._counted_as_heard = True
            self._spawn(self._mark_heard(track))

    async def _mark_heard(self, track: VoiceTrack) -> None:
        self._on_changes(await self._vault.write(played.mark, track.consultation_id, track.key))

    def _on_ended(self, key: str) -> None:
        if self._track is not None and self._track.key == key:
            self._spawn(self._play_next(self._track))

    async def _play_next(self, previous: VoiceTrack) -> None:
        """Begin the next unheard voice, unless the doctor has done something else meanwhile."""
        consultation_id = previous.consultation_id
        message = await self._vault.read(played.next_unplayed, consultation_id, previous.after)
        playback = self.playback
        left = (
            self._track is not previous or playback.current != previous.key or playback.is_playing
        )
        if message is None or left:
            return
        track = track_of(message)
        self.advanced.publish((previous, track))
        await self._play(track)


def track_of(message: Message) -> VoiceTrack:
    """The track of a message's voice."""
    url = message.attachment.url if message.attachment is not None else ""
    return VoiceTrack(message.consultation_id, message.key, url, message.position)
