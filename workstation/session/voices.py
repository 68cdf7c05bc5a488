"""The voices of a sign-in: what plays them is made when the first one is to be heard."""

from collections.abc import Callable, Coroutine
from typing import Any

from workstation.devices.playing import PlayerState
from workstation.domain.changes import Changes
from workstation.services.attachments import Media
from workstation.services.listening import Listening
from workstation.services.playback import Playback, VoicePlayer
from workstation.vault.database import Vault


def listening(
    vault: Vault,
    media: Media,
    show: Callable[[Changes], None],
    spawn: Callable[[Coroutine[Any, Any, None]], None],
) -> Listening:
    """Put together once for each sign-in."""
    return Listening(vault, media, Playback(_player, _has_output), show=show, spawn=spawn)


# QtMultimedia is loaded by these, long after the window's first paint.
def _player(changed: Callable[[PlayerState], None]) -> VoicePlayer:
    from workstation.devices.player import Player

    return Player(changed)


def _has_output() -> bool:
    from workstation.devices.player import has_audio_output

    return has_audio_output()
