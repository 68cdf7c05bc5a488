"""Voices one after the other: heard ones are marked, the next unheard one follows by itself."""

import asyncio

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from tests.services.player import Player
from tests.vault.people import furnish
from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.domain.errors import MediaGone, NoLoudspeaker
from workstation.domain.message import Attachment, MessageKind
from workstation.services.attachments import LoadedMedia
from workstation.services.playback import Playback
from workstation.services.voice_pauses import PauseSkipper
from workstation.services.voice_playlist import VoicePlaylist, VoiceTrack, track_of
from workstation.vault import preferences, timelines
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault

SYMPTOM = VoiceTrack(ROOM, f"card {ROOM}", "https://clinic.example/symptom.amr")


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
        self.players[-1].tell(PlayerState(phase, position_ms, 10_000))
        await self.settle()

    async def hear_out(self):
        await self.sound(5_000)
        await self.sound(10_000, PlayerPhase.ENDED)

    async def track(self, name):
        page = await self.vault.read(timelines.newest, ROOM, 100)
        return track_of(next(line for line in page.messages if line.text == name))

    async def unheard(self):
        page = await self.vault.read(timelines.newest, ROOM, 100)
        return [line.text for line in page.messages if not line.played]


def voice(name, who=PATIENT):
    sound = Attachment(address(name), "audio/amr")
    return make_arrived(name, who, kind=MessageKind.VOICE, attachment=sound)


def address(name):
    return f"https://clinic.example/{name}.amr"


async def opened(*events, **rest):
    vault = Vault.in_memory(threads=False)
    await vault.write(furnish)
    await vault.write(ingest, events)
    return Ear(vault, **rest)


async def test_a_voice_is_heard_once_some_of_it_has_sounded():
    ear = await opened(voice("one"), voice("two"))
    await ear.play(await ear.track("one"))
    assert await ear.unheard() == ["one", "two"]
    await ear.sound(40)
    assert await ear.unheard() == ["two"]


async def test_what_never_sounded_stays_unheard():
    ear = await opened(voice("one"))
    await ear.play(await ear.track("one"))
    await ear.sound(0, PlayerPhase.FAILED)
    assert await ear.unheard() == ["one"]


async def test_the_next_unheard_voice_follows_by_itself_to_the_last():
    ear = await opened(
        voice("one"), make_arrived("words"), voice("mine", ME), voice("two", COLLEAGUE)
    )
    one, two = await ear.track("one"), await ear.track("two")
    await ear.play(one)
    await ear.hear_out()
    assert (ear.playback.current, ear.went_on) == (two.key, [two.key])
    await ear.hear_out()
    assert (ear.playback.current, ear.went_on) == (two.key, [two.key])
    assert await ear.unheard() == []


async def test_what_was_heard_before_is_passed_over():
    ear = await opened(voice("one"), voice("two"), voice("three"))
    await ear.play(await ear.track("two"))
    await ear.sound(40)
    await ear.play(await ear.track("one"))
    await ear.hear_out()
    assert ear.playback.current == (await ear.track("three")).key


async def test_after_the_symptom_comes_the_first_unheard_voice():
    ear = await opened(voice("one"))
    await ear.play(SYMPTOM)
    await ear.hear_out()
    assert ear.playback.current == (await ear.track("one")).key


async def test_leaving_the_conversation_is_silence_and_nothing_follows():
    ear = await opened(voice("one"), voice("two"))
    await ear.play(await ear.track("one"))
    ear.listening.leave_conversation(ROOM + 1)
    assert ear.playback.current is not None
    ear.listening.leave_conversation(ROOM)
    assert ear.playback.current is None
    await ear.hear_out()
    assert (ear.playback.current, ear.went_on) == (None, [])


async def test_nothing_follows_once_something_else_sounds_or_silence_was_asked_for():
    for meanwhile in ("own recording", None):
        ear = await opened(voice("one"), voice("two"))
        await ear.play(await ear.track("one"))
        if meanwhile:
            ear.playback.start(meanwhile, b"", "audio/wav")
        else:
            ear.playback.stop()
        await ear.hear_out()
        assert (ear.playback.current, ear.went_on) == (meanwhile, [])


async def test_a_voice_chosen_later_wins_over_one_that_is_slow_to_come():
    ear = await opened(voice("one"), voice("two"))
    one, two = await ear.track("one"), await ear.track("two")
    ear.recordings.slow[one.url] = arrives = asyncio.Event()
    ear.listening.toggle(one)
    await asyncio.sleep(0)
    ear.listening.toggle(two)
    await asyncio.sleep(0)
    arrives.set()
    await ear.settle()
    assert ear.playback.current == two.key


async def test_one_that_cannot_be_had_is_told_and_stays_unheard():
    ear = await opened(voice("one"))
    ear.recordings.gone.add(address("one"))
    await ear.play(await ear.track("one"))
    assert ear.failed == [address("one")]
    assert (ear.playback.current, await ear.unheard()) == (None, ["one"])


async def test_without_a_loudspeaker_nothing_plays_and_the_doctor_is_told():
    ear = await opened(voice("one"), loudspeaker=False)
    with pytest.raises(NoLoudspeaker):
        await ear.play(await ear.track("one"))
    assert (ear.playback.current, ear.players, await ear.unheard()) == (None, [], ["one"])


async def test_the_speed_is_remembered_over_a_restart():
    ear = await opened(voice("one"))
    ear.listening.next_speed()
    await ear.settle()
    again = Ear(ear.vault)
    await again.listening.start()
    await again.play(await again.track("one"))
    assert ("rate", 1.5) in again.players[0].calls


@pytest.mark.parametrize("stored", [3.0, -1, "fast", None, [1.5]])
async def test_a_speed_that_does_not_exist_is_the_recorded_one(stored):
    ear = await opened()
    await ear.vault.write(preferences.put, "voice.rate", stored)
    await ear.listening.start()
    assert ear.playback.rate == 1.0


async def test_a_click_on_the_wave_goes_there_now_or_when_the_voice_has_come():
    ear = await opened(voice("one"))
    one = await ear.track("one")
    ear.listening.seek(one, 0.5)
    await ear.settle()
    assert ("seek", 5_000) in ear.players[0].calls
    ear.listening.seek(one, 0.25)
    assert ear.players[0].calls[-1] == ("seek", 2_500)


async def test_skipping_moves_the_voice_that_plays_and_no_other():
    ear = await opened(voice("one"), voice("two"))
    await ear.play(await ear.track("one"))
    await ear.sound(7_000)
    ear.listening.skip(await ear.track("one"), -5_000)
    assert ear.players[0].calls[-1] == ("seek", 2_000)
    ear.listening.skip(await ear.track("two"), 5_000)
    assert ear.players[0].calls[-1] == ("seek", 2_000)


async def test_pauses_are_passed_over_on_wish_which_is_remembered():
    ear = await opened(voice("one"), voice("two"))
    await ear.play(await ear.track("one"))
    assert ear.outlines == [], "nobody asked for it"
    assert ear.listening.toggle_pauses()
    await ear.play(await ear.track("two"))
    for position_ms in (900, 1_800, 2_350):
        await ear.sound(position_ms)
    assert ear.players[0].calls[-1] == ("seek", 4_700)
    again = Ear(ear.vault)
    await again.listening.start()
    assert not again.listening.toggle_pauses()
    await again.settle()


async def test_a_bookmark_begins_a_voice_at_its_moment_or_goes_there():
    ear = await opened(voice("a"))
    track = await ear.track("a")
    assert ear.listening.current is None
    ear.listening.go_to(track, 4_000)
    await ear.settle()
    await ear.sound(0)
    assert ("seek", 4_000) in ear.players[-1].calls
    await ear.sound(5_000)
    assert ear.listening.current == (track, 5_000)
    ear.listening.go_to(track, 2_000)
    assert ear.players[-1].calls[-1] == ("seek", 2_000)
    ear.listening.leave_conversation(ROOM)
    assert ear.listening.current is None
