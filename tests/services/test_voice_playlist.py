"""Voices one after the other: heard ones are marked, the next unheard one follows by itself."""

import asyncio

import pytest

from tests.fakes.archive import COLLEAGUE, ME, ROOM, make_arrived
from tests.services.ear import Ear, address, opened, voice
from workstation.devices.playing import PlayerPhase
from workstation.domain.errors import NoLoudspeaker
from workstation.services.voice_playlist import VoiceTrack
from workstation.vault import preferences

SYMPTOM = VoiceTrack(ROOM, f"card {ROOM}", "https://clinic.example/symptom.amr")


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
    ear.listening.cycle_speed()
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
