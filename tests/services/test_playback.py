"""One voice at a time, at the speed that was chosen."""

import pytest

from tests.services.player import Player
from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.domain.errors import NoLoudspeaker
from workstation.services.playback import Playback


@pytest.fixture
def players():
    return []


@pytest.fixture
def playback(players):
    def make(tell):
        players.append(Player(tell))
        return players[-1]

    return Playback(make, lambda: True)


def test_no_player_is_made_before_the_first_voice(playback, players):
    playback.cycle_speed()
    playback.stop()
    assert players == []


def test_another_voice_takes_the_place_of_the_first(playback, players):
    playback.start("a", b"A", "audio/mp4")
    playback.start("b", b"B", "audio/amr")
    assert playback.current == "b"
    assert len(players) == 1
    assert players[0].calls[-4:] == [
        ("unload",), ("load", b"B", "audio/amr"), ("rate", 1.0), ("play",),
    ]  # fmt: skip


def test_speed_goes_round_and_holds_for_the_next_voice(playback, players):
    playback.start("a", b"A", "audio/mp4")
    assert [playback.cycle_speed() for _ in range(4)] == [1.5, 2.0, 1.0, 1.5]
    playback.start("b", b"B", "audio/mp4")
    assert players[0].calls[-2] == ("rate", 1.5)


def test_a_voice_that_is_stopped_falls_silent_and_is_not_held(playback, players):
    playback.start("a", b"A", "audio/mp4")
    playback.stop()
    assert players[0].calls[-1] == ("unload",)
    assert playback.current is None


def test_pausing_and_playing_on(playback, players):
    playback.start("a", b"A", "audio/mp4")
    playback.toggle()
    playback.toggle()
    assert players[0].calls[-2:] == [("pause",), ("play",)]


def test_seeking_goes_to_a_share_of_the_length(playback, players):
    playback.start("a", b"A", "audio/mp4")
    playback.seek(0.25)
    assert players[0].calls[-1] == ("seek", 2500)


def test_the_end_is_told_once(playback, players):
    ended = []
    playback.ended.subscribe(ended.append)
    playback.start("a", b"A", "audio/mp4")
    for _ in range(3):
        players[0].tell(PlayerState(PlayerPhase.ENDED, 10_000, 10_000))
    assert ended == ["a"]


def test_without_a_loudspeaker_nothing_is_loaded():
    playback = Playback(Player, lambda: False)
    with pytest.raises(NoLoudspeaker):
        playback.start("a", b"A", "audio/mp4")
    assert playback.current is None


def test_silence_is_told_apart_from_an_end(playback):
    published = []
    playback.stopped.subscribe(lambda _: published.append("stopped"))
    playback.ended.subscribe(lambda _: published.append("ended"))
    playback.start("a", b"A", "audio/mp4")
    playback.stop()
    assert published == ["stopped"]


@pytest.mark.parametrize("phase", [PlayerPhase.FAILED, PlayerPhase.SILENCED])
def test_a_voice_that_went_wrong_cannot_go_on_and_is_begun_anew(playback, players, phase):
    playback.start("a", b"A", "audio/mp4")
    assert playback.holds("a")
    players[0].tell(PlayerState(phase))
    assert not playback.holds("a")


def test_after_a_stop_no_key_moves_a_voice_and_none_ends(playback, players):
    ended = []
    playback.ended.subscribe(ended.append)
    playback.start("a", b"A", "audio/mp4")
    playback.stop()
    calls = tuple(players[0].calls)
    playback.toggle()
    playback.skip(-5_000)
    players[0].tell(PlayerState(PlayerPhase.ENDED, 10_000, 10_000))
    assert (tuple(players[0].calls), ended) == (calls, [])
