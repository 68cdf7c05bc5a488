"""The voices of a sign-in: what plays them is made when the first one is to be heard."""

from collections.abc import Callable, Coroutine
from typing import Any

from workstation.devices.playing import PlayerState
from workstation.devices.waves import require_sound
from workstation.domain.changes import Changes
from workstation.services.attachments import LoadedMedia
from workstation.services.playback import Playback, VoicePlayer
from workstation.services.voice_playlist import Recordings, VoicePlaylist
from workstation.vault.database import Vault


class DecodableRecordings:
    """Those that a process of its own could decode: nothing else reaches the player's decoder."""

    def __init__(self, recordings: Recordings) -> None:
        self._recordings = recordings

    async def recording(self, url: str) -> LoadedMedia:
        """A recording. Raises ``WorkstationError``."""
        loaded = await self._recordings.recording(url)
        await require_sound(loaded.content)
        return loaded


def make_voice_playlist(
    vault: Vault,
    media: Recordings,
    on_changes: Callable[[Changes], None],
    spawn: Callable[[Coroutine[Any, Any, None]], None],
) -> VoicePlaylist:
    """Put together once for each sign-in."""
    recordings = DecodableRecordings(media)
    return VoicePlaylist(
        vault, recordings, Playback(_make_player, _has_output), on_changes=on_changes, spawn=spawn
    )


# QtMultimedia is loaded by these, long after the window's first paint.
def _make_player(changed: Callable[[PlayerState], None]) -> VoicePlayer:
    from workstation.devices.player import Player

    return Player(changed)


def _has_output() -> bool:
    from workstation.devices.player import has_audio_output

    return has_audio_output()
