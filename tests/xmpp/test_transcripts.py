"""What real servers sent, and what the core made of it (recorded by ``tests.xmpp.record``)."""

import collections

import pytest

from tests.xmpp.transcript import Player, names, play, read
from workstation.xmpp import events
from workstation.xmpp.departure import Departure
from workstation.xmpp.ignored import Ignored, Reason

ENGINES = ["prosody", "ejabberd"]


def of(player: Player, kind: type) -> list:
    return [event for event in player.events if isinstance(event, kind)]


@pytest.mark.parametrize("name", names())
def test_the_core_does_what_the_transcript_says(name: str) -> None:
    lines = read(name)
    assert play(lines).lines == lines


def test_both_engines_are_recorded_in_every_scenario() -> None:
    scenarios = collections.Counter(name.partition("-")[2] for name in names())
    assert set(scenarios.values()) == {len(ENGINES)}
    assert len(scenarios) >= 6


@pytest.mark.parametrize("engine", ENGINES)
def test_a_conversation_is_heard_whole_and_vouched_for(engine: str) -> None:
    player = play(read(f"{engine}-conversation"))
    received = of(player, events.RoomMessage)
    assert [(each.account, each.origin_id) for each in received] == [
        ("1001@clinic.test", "d-1"),
        ("2001@clinic.test", "p-1"),
        ("1001@clinic.test", "d-2"),
        ("1001@clinic.test", "d-3"),
        ("1001@clinic.test", "d-4"),
        ("2001@clinic.test", "p-2"),
    ]
    assert received[0].text == '今天感觉怎么样? <3 & "quotes"'
    assert all(each.archive_id for each in received)
    assert received[2].attachment.media_type == "image/jpeg"
    assert received[5].attachment.url.endswith("cough.opus")
    assert received[5].text == ""
    assert not of(player, Ignored)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_archive_gives_the_conversation_again(engine: str) -> None:
    player = play(read(f"{engine}-conversation"))
    last = of(player, events.ArchivePage)[-1]
    live = [each.archive_id for each in of(player, events.RoomMessage)]
    archived = [item for item in last.items if isinstance(item, events.RoomMessage)]
    assert last.complete
    assert last.ids == tuple(sorted(last.ids))
    # ejabberd takes a retracted message out of its archive.
    assert [each.archive_id for each in archived] == live[engine == "ejabberd" :]
    assert all(each.account for each in archived)
    assert all(each.at_ms for each in archived)


def test_an_unknown_anchor_is_an_answer_of_its_own_where_the_server_says_so() -> None:
    pages = of(play(read("prosody-conversation")), events.ArchivePage)
    assert [page.unknown_anchor for page in pages] == [
        False,
        False,
        True,
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_forged_stanzas_change_nothing(engine: str) -> None:
    player = play(read(f"{engine}-forgeries"))
    assert {each.reason for each in of(player, Ignored)} >= {
        Reason.FOREIGN_RESULT,
        Reason.CARBON,
        Reason.DIRECT_MESSAGE,
        Reason.ROSTER,
        Reason.NO_CONTENT,
    }
    assert [each.account for each in of(player, events.RoomMessage)] == ["2001@clinic.test"] * 2
    assert all(each.archive_id != "forged" for each in of(player, events.RoomMessage))
    assert all(each.at_ms is None for each in of(player, events.RoomMessage))
    assert "never said" not in str(player.events)
    assert player.session.rooms.joined == {"consult-102@consult.clinic.test"}


def test_an_address_that_prosody_archived_beside_the_true_one_is_not_believed() -> None:
    page = of(play(read("prosody-forgeries")), events.ArchivePage)[0]
    assert [item.account for item in page.items] == [None, "2001@clinic.test"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_lost_socket_loses_nothing(engine: str) -> None:
    player = play(read(f"{engine}-resumption"))
    assert of(player, events.Resumed)
    received = [each.origin_id for each in of(player, events.RoomMessage)]
    assert received == ["p-1", "p-1", "p-2", "d-1", "p-3"]
    again = of(player, events.RoomMessage)[1]
    assert again.at_ms is not None, "the server says when it came first"
    assert of(player, events.Acknowledged) == [events.Acknowledged(("d-1",))]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_restarted_server_leaves_to_the_archive_what_it_had(engine: str) -> None:
    player = play(read(f"{engine}-lost-session"))
    assert of(player, events.ResumptionFailed) == [
        events.ResumptionFailed("item-not-found", (), ("d-1",))
    ]
    assert [each.reason for each in of(player, events.RoomLeft)] == [Departure.SESSION_LOST]
    page = of(player, events.ArchivePage)[0]
    assert [item.origin_id for item in page.items] == ["p-1"]


@pytest.mark.parametrize("engine", ENGINES)
def test_refusals_say_why(engine: str) -> None:
    player = play(read(f"{engine}-refusals"))
    assert of(player, events.AuthenticationRefused)[0].condition == "not-authorized"
    refused = [each.condition for each in of(player, events.JoinRefused)]
    assert refused[:2] == ["conflict", "registration-required"]
    assert of(player, events.UploadService)[0].jid == "upload.clinic.test"
    assert of(player, events.UploadSlot)[0].put_url.startswith("http://127.0.0.1:")
    too_large, forbidden = of(player, events.RequestFailed)
    assert too_large.condition == "not-acceptable"
    assert forbidden.condition == "forbidden"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_doctor_is_invited_expelled_and_replaced(engine: str) -> None:
    player = play(read(f"{engine}-expulsion"))
    assert of(player, events.Invited) == [events.Invited("consult-108@consult.clinic.test")]
    assert [each.reason for each in of(player, events.RoomLeft)] == [Departure.AFFILIATION]
    assert of(player, events.StreamFailed) == [events.StreamFailed("conflict")]
    assert of(player, events.StreamClosed)
