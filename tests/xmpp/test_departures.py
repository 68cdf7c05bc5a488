"""How we get out of rooms, and how we learn that one forgot us."""

import pytest

from tests.xmpp.dialogue import (
    ACCOUNT,
    CLIENT,
    COLLEAGUE,
    JID,
    PATIENT,
    ROOM,
    ROOM_FEATURES,
    USER,
    Dialogue,
    error,
    in_room,
)
from tests.xmpp.forms import JOINED
from workstation.domain.errors import LocalProtocolError
from workstation.xmpp import limits
from workstation.xmpp.departure import Departure
from workstation.xmpp.events import (
    OccupantChanged,
    RoomLeft,
    SelfPinged,
)
from workstation.xmpp.ignored import Ignored, Reason


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        (["307"], Departure.KICKED),
        (["301"], Departure.BANNED),
        (["301", "307"], Departure.BANNED),
        (["321"], Departure.AFFILIATION),
        (["322"], Departure.AFFILIATION),
        (["332"], Departure.SHUTDOWN),
        (["333", "307"], Departure.ERROR),
        ([], Departure.ERROR),
    ],
)
@pytest.mark.parametrize("own", [["110"], []])
def test_an_own_departure_says_why(codes: list[str], why: Departure, own: list[str]) -> None:
    dialogue = in_room()
    left = dialogue.presence("1001", JID, *codes, *own, kind="unavailable")
    assert left == [RoomLeft(ROOM, why)]
    assert dialogue.session.rooms.joined == frozenset()
    assert dialogue.presence("1001", JID, *codes, *own, kind="unavailable") == []
    assert dialogue.say("<body>x</body>") == [Ignored(Reason.UNKNOWN_ROOM)]


LATE_ERROR = (
    f"<presence {CLIENT} type='error' from='{ROOM}/1001' to='{JID}'>{error('conflict')}</presence>"
)


def test_an_error_once_the_room_let_us_in_takes_us_nowhere() -> None:
    dialogue = Dialogue().online()
    dialogue.session.rooms.join(ROOM, "1001")
    dialogue.presence("1001", JID, "110")
    assert dialogue.receive(LATE_ERROR) == [Ignored(Reason.STRAY_ERROR, ROOM)]
    assert dialogue.describe("id-2", ROOM, ROOM_FEATURES) == [JOINED]


def test_an_error_of_a_room_that_is_left_refuses_nothing() -> None:
    dialogue = in_room()
    dialogue.presence("1001", JID, "110", "307", kind="unavailable")
    assert dialogue.receive(LATE_ERROR) == [Ignored(Reason.STRAY_ERROR, ROOM)]


def test_a_new_nick_without_a_name_is_a_departure() -> None:
    dialogue = in_room()
    left = dialogue.presence("1001", JID, "303", "110", kind="unavailable")
    assert left == [RoomLeft(ROOM, Departure.ERROR)]


def test_nobody_is_known_to_be_in_a_room_that_is_left() -> None:
    dialogue = in_room()
    assert PATIENT in dialogue.session.rooms.get(ROOM).accounts
    dialogue.presence("1001", JID, "110", "307", kind="unavailable")
    assert dialogue.session.rooms.get(ROOM).accounts == frozenset()
    assert dialogue.session.messages.occupant_of(ROOM, PATIENT) is None


def test_what_the_server_calls_ours_is_ours_whatever_device_it_names() -> None:
    """Status 110 (XEP-0045, 7.14) is about this session alone."""
    dialogue = in_room()
    left = dialogue.presence("1001", f"{ACCOUNT}/phone", "332", "110", kind="unavailable")
    assert left == [RoomLeft(ROOM, Departure.SHUTDOWN)]


def test_a_room_is_left_also_while_the_server_acknowledges_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialogue = in_room()
    monkeypatch.setattr(limits, "UNACKNOWLEDGED", 1)
    assert dialogue.session.rooms.leave(ROOM) == [RoomLeft(ROOM, Departure.LEFT)]
    assert dialogue.sent() == []
    assert dialogue.say("<body>x</body>") == [Ignored(Reason.UNKNOWN_ROOM)]


def test_a_destroyed_room_is_left() -> None:
    dialogue = in_room()
    gone = (
        f"<presence {CLIENT} type='unavailable' from='{ROOM}/1001' to='{JID}'>"
        f"<x {USER}><item/><destroy/></x></presence>"
    )
    assert dialogue.receive(gone) == [RoomLeft(ROOM, Departure.DESTROYED)]


def test_a_departure_while_joining_is_told_as_well() -> None:
    dialogue = Dialogue().online()
    dialogue.session.rooms.join(ROOM, "1001")
    assert dialogue.presence("1001", JID, "332", "110", kind="unavailable") == [
        RoomLeft(ROOM, Departure.SHUTDOWN)
    ]


def test_a_new_nick_of_our_own_is_no_departure() -> None:
    dialogue = in_room()
    renamed = (
        f"<presence {CLIENT} type='unavailable' from='{ROOM}/1001' to='{JID}'><x {USER}>"
        f"<item jid='{JID}' nick='other'/><status code='303'/><status code='110'/></x></presence>"
    )
    assert dialogue.receive(renamed) == [OccupantChanged(ROOM, ACCOUNT, "", present=False)]
    dialogue.presence("other", JID, "110")
    assert dialogue.session.rooms.joined == {ROOM}
    assert dialogue.say("<body>mine</body>", nick="other")[0].account == ACCOUNT
    assert dialogue.say("<body>whose?</body>", nick="1001")[0].account is None


def test_leaving_is_told_and_forgotten() -> None:
    dialogue = in_room()
    assert dialogue.session.rooms.leave(ROOM) == [RoomLeft(ROOM, Departure.LEFT)]
    assert dialogue.sent()[0] == (
        f'<presence xmlns="jabber:client" to="{ROOM}/1001" type="unavailable"/>'
    )
    assert dialogue.session.rooms.leave(ROOM) == []
    assert dialogue.session.rooms.get(ROOM) is None
    assert dialogue.presence("1001", JID, "110", kind="unavailable") == []


def test_leaving_offline_or_after_being_expelled_sends_nothing() -> None:
    dialogue = in_room()
    dialogue.session.drop_stream()
    assert dialogue.session.rooms.leave(ROOM) == [RoomLeft(ROOM, Departure.LEFT)]
    dialogue = in_room()
    dialogue.presence("1001", JID, "307", "110", kind="unavailable")
    assert dialogue.session.rooms.leave(ROOM) == []
    assert dialogue.sent() == []


def ping(dialogue: Dialogue) -> str:
    request = dialogue.session.rooms.self_ping(ROOM)
    assert f'to="{ROOM}/1001"' in dialogue.sent()[0]
    return request


def test_a_room_that_knows_us_answers_our_ping() -> None:
    dialogue = in_room()
    request = ping(dialogue)
    assert dialogue.answer(request, sender=f"{ROOM}/1001") == [
        SelfPinged(request, ROOM, joined=True)
    ]


@pytest.mark.parametrize("condition", ["service-unavailable", "feature-not-implemented"])
def test_an_error_of_our_own_client_means_that_the_room_knows_us(condition: str) -> None:
    dialogue = in_room()
    request = ping(dialogue)
    assert dialogue.refuse(request, condition, f"{ROOM}/1001") == [
        SelfPinged(request, ROOM, joined=True)
    ]


@pytest.mark.parametrize("condition", ["not-acceptable", "item-not-found", "remote-server-timeout"])
def test_a_room_that_forgot_us_is_left(condition: str) -> None:
    dialogue = in_room()
    request = ping(dialogue)
    assert dialogue.refuse(request, condition, f"{ROOM}/1001") == [
        SelfPinged(request, ROOM, joined=False),
        RoomLeft(ROOM, Departure.NOT_ACCEPTABLE),
    ]
    with pytest.raises(LocalProtocolError, match="not entered"):
        dialogue.session.rooms.self_ping(ROOM)


def test_whoever_is_inside_by_two_devices_is_there_until_both_have_gone() -> None:
    dialogue = in_room()
    room = dialogue.session.rooms.get(ROOM)
    before = room.accounts
    dialogue.presence("1002", COLLEAGUE + "/desk")
    dialogue.presence("1002 phone", COLLEAGUE + "/phone")
    dialogue.receive(f"<presence {CLIENT} from='{ROOM}/hidden'><x {USER}><item/></x></presence>")
    dialogue.presence("1002", COLLEAGUE + "/desk", kind="unavailable")
    assert room.accounts == before | {COLLEAGUE}
    dialogue.presence("1002 phone", COLLEAGUE + "/phone", kind="unavailable")
    assert room.accounts == before
