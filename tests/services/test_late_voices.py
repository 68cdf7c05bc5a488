"""Voices that come, end or sound while the doctor does something else."""

import asyncio

import pytest

from tests.fakes.archive import ROOM
from tests.services.ear import opened, voice
from workstation.devices.playing import PlayerPhase, PlayerState


async def fetched_late(ear, name):
    """A voice that was asked for and is still on its way; set what is given, and it comes."""
    track = await ear.track(name)
    ear.recordings.slow[track.url] = arrives = asyncio.Event()
    ear.listening.toggle(track)
    await asyncio.sleep(0)
    return arrives


@pytest.mark.parametrize("what", ["locked", "left"])
async def test_a_voice_that_comes_after_the_doctor_went_makes_no_sound(what):
    """A voice behind the lock would be heard by whoever stands before it."""
    ear = await opened(voice("one"))
    arrives = await fetched_late(ear, "one")
    if what == "locked":
        ear.playback.stop()
    else:
        ear.listening.leave_conversation(ROOM)
    arrives.set()
    await ear.settle()
    assert (ear.playback.current, ear.players) == (None, [])


async def test_what_sounds_while_a_voice_is_on_its_way_marks_nothing_as_heard():
    ear = await opened(voice("one"))
    ear.playback.start("own recording", b"", "audio/wav")
    arrives = await fetched_late(ear, "one")
    ear.players[0].tell(PlayerState(PlayerPhase.PLAYING, 5_000, 10_000))
    await asyncio.sleep(0)
    assert await ear.unheard() == ["one"]
    arrives.set()
    await ear.settle()


async def test_leaving_a_conversation_stops_none_but_its_own_voice():
    ear = await opened(voice("one"))
    await ear.play(await ear.track("one"))
    ear.playback.start("own recording", b"", "audio/wav")
    ear.listening.leave_conversation(ROOM)
    assert ear.playback.current == "own recording"


async def test_a_voice_is_marked_as_heard_once():
    ear = await opened(voice("one"))
    await ear.play(await ear.track("one"))
    await ear.sound(40)
    ear.players[0].tell(PlayerState(PlayerPhase.PLAYING, 80, 10_000))
    assert ear.tasks == []


@pytest.mark.parametrize("chosen", ["the same", "another", "an own recording"])
async def test_what_is_chosen_as_a_voice_ends_stays(chosen, monkeypatch):
    """Which follows is read from the disk, and the doctor is quicker."""
    ear = await opened(voice("one"), voice("two"), voice("three"))
    one, three = await ear.track("one"), await ear.track("three")
    await ear.play(one)
    await ear.sound(9_000)
    answers, arrives, read = asyncio.Event(), asyncio.Event(), ear.vault.read

    async def late(*question):
        await answers.wait()
        return await read(*question)

    monkeypatch.setattr(ear.vault, "read", late)
    ear.players[0].tell(PlayerState(PlayerPhase.ENDED, 10_000, 10_000))
    if chosen == "the same":
        ear.listening.toggle(one)
    elif chosen == "another":
        ear.recordings.slow[three.url] = arrives
        ear.listening.toggle(three)
    else:
        ear.playback.start("own recording", b"", "audio/wav")
        ear.players[0].tell(PlayerState(PlayerPhase.PAUSED, 0, 10_000))
    await asyncio.sleep(0)
    answers.set()
    await ear.tasks.pop(0)
    arrives.set()
    await ear.settle()
    current = {"the same": one.key, "another": three.key, "an own recording": "own recording"}
    assert (ear.playback.current, ear.went_on) == (current[chosen], [])
