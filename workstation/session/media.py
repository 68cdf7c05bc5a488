"""Putting together what has to do with pictures and voices; no multimedia library is loaded yet."""

from collections.abc import Callable

from workstation.devices.playing import PlayerState
from workstation.devices.waves import read_wave, require_sound
from workstation.media.cache import MediaCache
from workstation.media.library import MediaLibrary
from workstation.media.origins import MediaOrigins
from workstation.services.bookmarks import BookmarkService
from workstation.services.consultation_creation import SymptomUploads
from workstation.services.groups import Media
from workstation.services.media_reader import LoadedMedia, MediaReader
from workstation.services.playback import Playback, VoicePlayer
from workstation.services.slot_upload import SlotUploader
from workstation.services.text_reading import TextReader
from workstation.services.voice_pauses import PauseSkipper
from workstation.services.voice_playlist import Recordings, VoicePlaylist
from workstation.session.context import SessionContext
from workstation.store.queries import PhotoQueries
from workstation.vault.doctor import measurements
from workstation.vault.lists import photos


def make_library(context: SessionContext, cache: MediaCache) -> MediaLibrary:
    """Received files: from the cache, else from an origin that the policy allows."""
    access = context.access
    origins = MediaOrigins(access.base, frozenset(context.settings.media_origins))
    return MediaLibrary(access.media, origins, cache)


def make_media(context: SessionContext, library: MediaLibrary, slots: SlotUploader) -> Media:
    """The group of one sign-in."""
    reader = MediaReader(library, context.vault, context.document_rules)
    playback = Playback(_make_player, _has_output)
    return Media(
        library=library,
        reader=reader,
        photos=PhotoQueries(
            timeline=context.vault.bind_read(photos.timeline),
            measured=context.vault.bind_read(measurements.get),
            keep_measured=context.vault.bind_write(measurements.put),
        ),
        texts=TextReader(enabled=context.settings.read_photos),
        voices=VoicePlaylist(
            context.vault,
            DecodableRecordings(reader),
            playback,
            PauseSkipper(playback, read_wave),
            on_changes=context.on_changes,
            spawn=context.spawn,
        ),
        bookmarks=BookmarkService(context.vault, context.clock.now_ms),
        symptom_uploads=SymptomUploads(slots),
    )


class DecodableRecordings:
    """Recordings that the decoder process could decode: the player gets no others."""

    def __init__(self, recordings: Recordings) -> None:
        self._recordings = recordings

    async def recording(self, url: str) -> LoadedMedia:
        """A recording that is known to decode.

        Raises ``WorkstationError``: ``BrokenMedia`` where a decoder finds no sound in it.
        """
        loaded = await self._recordings.recording(url)
        await require_sound(loaded.content)
        return loaded


# QtMultimedia is loaded by these, long after the window's first paint.
def _make_player(on_state: Callable[[PlayerState], None]) -> VoicePlayer:
    from workstation.devices.player import Player

    return Player(on_state)


def _has_output() -> bool:
    from workstation.devices.player import has_audio_output

    return has_audio_output()
