"""A doctor who listens to the voices of a conversation."""

import asyncio

from tests.fakes.archive import PATIENT, ROOM, make_arrived
from tests.services.player import Player
from tests.vault.people import furnish
from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.domain.errors import MediaGone
from workstation.domain.message import Attachment, MessageKind
from workstation.services.media_reader import LoadedMedia
from workstation.services.playback import Playback
from workstation.services.voice_pauses import PauseSkipper
from workstation.services.voice_playlist import VoicePlaylist, track_of
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.lists import timelines


class Recordings:
    """Every recording there is, but for those that are gone or slow."""

    def __init__(self):
        self.gone, self.slow = set(), {}

    async def recording(self, url):
        if url in self.slow:
            await self.slow[url].wait()
        if url in self.gone:
            raise MediaGone
        return LoadedMedia(url.encode(), "amr", "audio/amr")


class Ear:
    """A doctor who listens, with a player that says what it is told to."""

    def __init__(self, vault, *, loudspeaker=True):
        self.vault, self.recordings = vault, Recordings()
        self.players, self.tasks, self.failed, self.went_on = [], [], [], []
        self.loudspeaker = loudspeaker
        playback = Playback(self._player, lambda: self.loudspeaker)
        self.outlines = []
        self.listening = VoicePlaylist(
            vault,
            self.recordings,
            playback,
            PauseSkipper(playback, self._read_outline),
            on_changes=lambda _: None,
            spawn=self._spawn,
        )
        self.playback = playback
        self.listening.failed.subscribe(lambda failure: self.failed.append(failure[0]))
        self.listening.advanced.subscribe(lambda move: self.went_on.append(move[1].key))

    def _player(self, tell):
        self.players.append(Player(tell))
        return self.players[-1]

    async def _read_outline(self, content, _bars):
        self.outlines.append(content)
        return (1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0), 10_000

    def _spawn(self, work):
        self.tasks.append(asyncio.ensure_future(work))

    async def settle(self):
        while self.tasks:
            await self.tasks.pop(0)

    async def play(self, track):
        self.listening.toggle(track)
        await self.settle()

    async def sound(self, position_ms, phase=PlayerPhase.PLAYING):
        """The player comes to a position."""
        self.players[-1].tell(PlayerState(phase, position_ms, 10_000))
        await self.settle()

    async def hear_out(self):
        """The voice sounds to its end."""
        await self.sound(5_000)
        await self.sound(10_000, PlayerPhase.ENDED)

    async def track(self, name):
        """The voice of that name."""
        page = await self.vault.read(timelines.newest, ROOM, 100)
        return track_of(next(line for line in page.messages if line.text == name))

    async def unheard(self):
        """The names of those that nobody has heard."""
        page = await self.vault.read(timelines.newest, ROOM, 100)
        return [line.text for line in page.messages if not line.played]


def voice(name, who=PATIENT):
    """A voice message of that name."""
    sound = Attachment(address(name), "audio/amr")
    return make_arrived(name, who, kind=MessageKind.VOICE, attachment=sound)


def address(name):
    """Where a voice of that name lies."""
    return f"https://clinic.example/{name}.amr"


async def opened(*events, **rest):
    """A doctor at a conversation in which these came."""
    vault = Vault.in_memory(threads=False)
    await vault.write(furnish)
    await vault.write(ingest, events)
    return Ear(vault, **rest)
