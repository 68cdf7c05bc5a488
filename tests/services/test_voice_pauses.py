"""Pauses: found where it is quiet for long, passed over by who comes into them by listening."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.player import Player
from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.services.playback import Playback
from workstation.services.voice_pauses import (
    KEPT_MS,
    MIN_PAUSE_MS,
    QUIET_SHARE,
    PauseSkipper,
    find_pauses,
)

LENGTH_MS = 10_000
ONE_PAUSE = (1.0,) * 20 + (0.01,) * 30 + (1.0,) * 50
"""From 2,000 to 5,000 ms."""


class Listener:
    """Somebody who wants no pauses, at a voice with one."""

    def __init__(self) -> None:
        self.players: list[Player] = []
        self.playback = Playback(self._make, lambda: True)
        self.skipper = PauseSkipper(self.playback, self._read)
        self.skipper.is_on = True

    def _make(self, on_state):
        self.players.append(Player(on_state))
        return self.players[-1]

    async def _read(self, _content, _bars):
        return ONE_PAUSE, LENGTH_MS

    async def begin(self, key="a"):
        self.playback.start(key, b"A", "audio/mp4")
        await self.skipper.follow(key, b"A")

    def comes_to(self, *positions_ms, phase=PlayerPhase.PLAYING):
        """Where the player goes to by itself, after the voice came to all of these."""
        for position_ms in positions_ms:
            self.players[0].tell(PlayerState(phase, position_ms, LENGTH_MS))
        return [call[1] for call in self.players[0].calls if call[0] == "seek"]


@pytest.mark.parametrize(
    ("peaks", "pauses"),
    [
        (ONE_PAUSE, ((2_300, 4_700),)),
        ((0.0,) * 100, ()),
        ((), ()),
        ((1.0,) * 100, ()),
        ((0.02,) * 50 + (0.0,) * 49 + (0.02,), ((5_300, 9_600),)),
        ((1.0,) * 20 + (0.0,) * 10 + (1.0,) * 70, ()),
    ],
)
def test_a_pause_is_long_and_quiet_beside_the_rest(peaks, pauses):
    assert find_pauses(peaks, LENGTH_MS) == pauses


def test_what_the_decoder_did_not_come_to_is_no_pause():
    """It leaves that flat, as on a busy computer, and the patient may go on speaking there."""
    assert find_pauses((*ONE_PAUSE, *(0.0,) * 300), 4 * LENGTH_MS) == ((2_300, 4_700),)


@given(
    st.lists(st.sampled_from([0.0, 0.01, 0.5, 1.0]), max_size=80), st.integers(0, 24 * 3_600_000)
)
def test_pauses_are_in_order_apart_and_quiet(peaks, length_ms):
    pauses = find_pauses(peaks, length_ms)
    ends = [place for pause in pauses for place in pause]
    assert ends == sorted(ends)
    for start, end in pauses:
        assert end - start >= MIN_PAUSE_MS - 2 * KEPT_MS
        inside = range(start * len(peaks) // length_ms, end * len(peaks) // length_ms)
        assert all(peaks[bar] < max(peaks) * QUIET_SHARE for bar in inside)


async def test_who_comes_into_a_pause_hears_what_follows_it():
    listener = Listener()
    await listener.begin()
    assert listener.comes_to(900, 1_800, 2_350) == [4_700]
    assert listener.comes_to(4_720, 5_600) == [4_700], "once"


async def test_who_goes_back_into_a_pause_hears_it():
    listener = Listener()
    await listener.begin()
    assert listener.comes_to(900, 1_800, 2_350, 4_750) == [4_700]
    assert listener.comes_to(3_000, 3_900, 4_600) == [4_700]


async def test_who_goes_to_a_place_is_taken_nowhere_else():
    listener = Listener()
    await listener.begin()
    assert listener.comes_to(900, 4_000) == []


async def test_nothing_is_passed_over_unasked_or_of_another_voice():
    listener = Listener()
    listener.skipper.is_on = False
    await listener.begin()
    assert listener.comes_to(900, 1_800, 2_350) == []
    listener.skipper.is_on = True
    await listener.begin("b")
    listener.playback.start("c", b"C", "audio/mp4")
    assert listener.comes_to(900, 1_800, 2_350) == []


async def test_the_pauses_of_the_voice_before_are_none_of_the_one_that_plays():
    """Words would be passed over that nobody heard."""
    listener, comes = Listener(), asyncio.Event()
    await listener.begin("a")

    async def late(_content, _bars):
        await comes.wait()
        return ONE_PAUSE, LENGTH_MS

    listener.skipper._read_outline = late
    of_b = asyncio.ensure_future(listener.begin("b"))
    await asyncio.sleep(0)
    assert listener.comes_to(0, 900, 1_800, 2_350) == []
    listener.playback.start("c", b"C", "audio/mp4")
    listener.skipper.is_on = False
    await listener.skipper.follow("c", b"C")
    listener.skipper.is_on = True
    comes.set()
    await of_b
    assert listener.comes_to(0, 900, 1_800, 2_350) == []
