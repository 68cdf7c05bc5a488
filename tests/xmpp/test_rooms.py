"""Rooms: who is in them by the room's own word, and how we get in and out."""

# ruff: noqa: E501 (a frame stands on one line)

import pytest

from tests.xmpp.dialogue import (
    ACCOUNT,
    CLIENT,
    COLLEAGUE,
    JID,
    PATIENT,
    ROOM,
    SM,
    USER,
    Dialogue,
    error,
    in_room,
)
from tests.xmpp.forms import JOINED, NICK
from workstation.domain.errors import LocalProtocolError
from workstation.xmpp import limits
from workstation.xmpp.departure import Departure
from workstation.xmpp.events import (
    JoinRefused,
    OccupantChanged,
    RoomJoined,
    RoomLeft,
    RoomMessage,
)
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.room import Stage
from workstation.xmpp.xml import parse


def joining(display_name: str = "") -> Dialogue:
    dialogue = Dialogue().online()
    dialogue.session.rooms.join(ROOM, "1001", display_name)
    return dialogue


def test_joining_asks_what_the_room_can_do_and_wants_no_history() -> None:
    assert joining("Dr. Chen").sent()[:2] == [
        (
            f'<iq xmlns="jabber:client" type="get" id="id-2" to="{ROOM}">'
            '<query xmlns="http://jabber.org/protocol/disco#info"/></iq>'
        ),
        (
            f'<presence xmlns="jabber:client" to="{ROOM}/1001">'
            '<x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="0"/></x>'
            '<nick xmlns="http://jabber.org/protocol/nick">Dr. Chen</nick></presence>'
        ),
    ]


def test_a_silent_room_that_is_asked_for_ever_uses_up_no_requests() -> None:
    dialogue = Dialogue().online()
    dialogue.receive(f"<a {SM} h='1'/>")  # the presence that lets invitations through
    for number in range(limits.REQUESTS + 1):
        dialogue.session.rooms.join(ROOM, "1001")
        assert len(dialogue.sent()) == 3
        dialogue.receive(f"<a {SM} h='{1 + 2 * (number + 1)}'/>")


def test_a_room_is_joined_when_it_let_us_in_and_said_what_it_can_do() -> None:
    for features_first in (True, False):
        dialogue = joining()
        dialogue.sent()
        offers = ("urn:xmpp:sid:0", "urn:xmpp:mam:2", "muc_nonanonymous")
        if features_first:
            assert dialogue.describe("id-2", ROOM, offers) == []
            events = dialogue.presence("1001", JID, "110")
        else:
            dialogue.presence("1001", JID, "110")
            assert dialogue.session.rooms.joined == frozenset()
            events = dialogue.describe("id-2", ROOM, offers)
        assert events[-1] == JOINED
        assert dialogue.session.rooms.joined == {ROOM}


def test_a_room_that_tells_nothing_of_itself_is_not_trusted_with_ids() -> None:
    dialogue = joining()
    dialogue.presence("1001", JID, "110", "201")
    events = dialogue.refuse("id-2", "service-unavailable")
    assert events == [
        RoomJoined(ROOM, created=True, stamps_ids=False, archives=False, vouches=False)
    ]


def test_what_is_said_before_the_end_of_joining_is_left_to_the_archive() -> None:
    dialogue = joining()
    dialogue.presence("1001", JID, "110")
    assert dialogue.say("<body>early</body>") == [Ignored(Reason.HISTORY, ROOM)]
    dialogue.describe("id-2", ROOM, ("urn:xmpp:sid:0",))
    delayed = "<body>old</body><delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/>"
    assert dialogue.say(delayed) == [Ignored(Reason.HISTORY, ROOM)]
    dialogue.say("<subject/>", nick="")
    assert isinstance(dialogue.say(delayed)[0], RoomMessage), "from now on a delay means nothing"


def test_only_the_status_110_makes_a_presence_our_own() -> None:
    dialogue = joining()
    dialogue.describe("id-2", ROOM, ())
    dialogue.presence("1001", JID, "100")
    dialogue.presence("2001", PATIENT)
    assert dialogue.session.rooms.joined == frozenset()
    dialogue.presence("1001-renamed", JID, "110", "210")
    assert dialogue.session.rooms.joined == {ROOM}
    assert dialogue.session.rooms.get(ROOM).nick == "1001-renamed"


@pytest.mark.parametrize("sender", [f"{ROOM}/1001", ROOM])
@pytest.mark.parametrize(
    "condition", ["conflict", "registration-required", "forbidden", "item-not-found"]
)
def test_a_room_may_refuse(sender: str, condition: str) -> None:
    dialogue = joining()
    stanza = (
        f"<presence {CLIENT} type='error' from='{sender}' to='{JID}'>{error(condition)}</presence>"
    )
    assert dialogue.receive(stanza) == [JoinRefused(ROOM, condition)]
    assert dialogue.presence("1001", JID, "110") == [], "a refused join does not come true later"


def test_an_error_about_somebody_else_refuses_nothing() -> None:
    dialogue = joining()
    stray = f"<presence {CLIENT} type='error' from='{ROOM}/2001' to='{JID}'>{error('conflict')}</presence>"
    assert dialogue.receive(stray) == [Ignored(Reason.STRAY_ERROR, ROOM)]
    dialogue = in_room()
    late = f"<presence {CLIENT} type='error' from='{ROOM}/1001' to='{JID}'>{error('conflict')}</presence>"
    assert dialogue.receive(late) == [Ignored(Reason.STRAY_ERROR, ROOM)]
    assert dialogue.session.rooms.joined == {ROOM}


def test_occupants_come_change_and_go() -> None:
    dialogue = in_room()
    assert dialogue.presence("1002", COLLEAGUE + "/x", more=NICK.format(" Dr. Li ")) == [
        OccupantChanged(ROOM, COLLEAGUE, "Dr. Li", present=True)
    ]
    assert dialogue.presence("1002", COLLEAGUE + "/x", more=NICK.format("Dr. Li")) == []
    assert dialogue.presence("1002", COLLEAGUE + "/x", more=NICK.format("Li")) == [
        OccupantChanged(ROOM, COLLEAGUE, "Li", present=True)
    ]
    assert dialogue.presence("1002", COLLEAGUE + "/x", kind="unavailable") == [
        OccupantChanged(ROOM, COLLEAGUE, "Li", present=False)
    ]
    assert dialogue.presence("1002", COLLEAGUE + "/x", kind="unavailable") == []


def test_a_nick_taken_over_speaks_for_its_new_holder_only() -> None:
    dialogue = in_room()
    assert dialogue.say("<body>one</body>")[0].account == PATIENT
    dialogue.presence("2001", PATIENT, kind="unavailable")
    assert dialogue.say("<body>two</body>")[0].account is None
    dialogue.presence("2001", "3001@clinic.test/x")
    assert dialogue.say("<body>three</body>")[0].account == "3001@clinic.test"


@pytest.mark.parametrize(
    "inside",
    [
        "",
        f"<x {USER}/>",
        f"<x {USER}><item/></x>",
        f"<x {USER}><item jid='nonsense@'/></x>",
        f"<x {USER}><item jid='clinic.test'/></x>",
        f"<x {USER}><item jid='2001@clinic.test'/><item jid='1002@clinic.test'/></x>",
        f"<x {USER}><item jid='2001@clinic.test'/></x><x {USER}><item jid='2001@clinic.test'/></x>",
    ],
)
def test_without_one_clear_address_nobody_vouches(inside: str) -> None:
    dialogue = in_room()
    dialogue.receive(f"<presence {CLIENT} from='{ROOM}/x' to='{JID}'>{inside}</presence>")
    assert dialogue.say("<body>who am I</body>", nick="x")[0].account is None


def test_a_room_that_hides_addresses_still_says_which_occupant_we_are() -> None:
    """Else no own message would ever count as sent there, and each be sent again for ever."""
    dialogue = joining()
    dialogue.presence("2001")
    dialogue.presence("1001", "", "110")
    dialogue.describe("id-2", ROOM, ())
    assert dialogue.say("<body>mine</body>", nick="1001")[0].account == ACCOUNT
    assert dialogue.say("<body>yours</body>", nick="2001")[0].account is None


def test_two_descriptions_of_one_presence_do_not_let_anybody_in() -> None:
    dialogue = joining()
    dialogue.describe("id-2", ROOM, ())
    twice = f"<x {USER}><status code='110'/></x>" * 2
    dialogue.receive(f"<presence {CLIENT} from='{ROOM}/1001' to='{JID}'>{twice}</presence>")
    assert dialogue.session.rooms.joined == frozenset()


def test_a_name_has_one_line_and_turns_no_letters() -> None:
    changed = in_room().presence(
        "9", "9@clinic.test", more=NICK.format(" Dr. Li\n\n1 Dec\u2028Stop\u202e ")
    )
    assert changed[0].nickname == "Dr. Li 1 Dec Stop"


def test_a_long_name_is_cut() -> None:
    dialogue = in_room()
    changed = dialogue.presence("9", "9@clinic.test", more=NICK.format("n" * 10_000))
    assert changed[0].nickname == "n" * limits.DISPLAY_NAME


def test_a_room_holds_only_so_many_occupants() -> None:
    dialogue = in_room()
    room = dialogue.session.rooms.get(ROOM)
    for number in range(limits.OCCUPANTS - len(room.occupants)):
        dialogue.presence(f"n{number}", f"n{number}@clinic.test")
    assert dialogue.presence("over", "over@clinic.test") == [Ignored(Reason.CROWDED, ROOM)]
    assert dialogue.presence("n1", "other@clinic.test") != [], "those inside may still change"


def test_a_crowd_in_a_room_does_not_keep_us_out() -> None:
    dialogue = joining()
    for number in range(limits.OCCUPANTS):
        dialogue.presence(f"n{number}", f"n{number}@clinic.test")
    dialogue.describe("id-2", ROOM, ("urn:xmpp:sid:0", "urn:xmpp:mam:2", "muc_nonanonymous"))
    assert dialogue.presence("1001", JID, "110")[-1] == JOINED


@pytest.mark.parametrize(
    "jid", ["Consult-7@consult.clinic.test", f"{ROOM}/nick", "consult.clinic.test", ""]
)
def test_a_room_is_named_as_servers_write_it(jid: str) -> None:
    with pytest.raises(LocalProtocolError, match="address"):
        Dialogue().online().session.rooms.join(jid, "1001")


def test_joining_again_begins_anew_and_the_first_answer_no_longer_counts() -> None:
    dialogue = joining()
    dialogue.session.rooms.join(ROOM, "1001")
    late = dialogue.describe("id-2", ROOM, ("urn:xmpp:sid:0",))
    assert late == [Ignored(Reason.STRAY_ANSWER)]
    dialogue.presence("1001", JID, "110")
    assert dialogue.session.rooms.get(ROOM).stage is Stage.JOINING
    assert dialogue.describe("id-3", ROOM, ()) == [
        RoomJoined(ROOM, created=False, stamps_ids=False, archives=False, vouches=False)
    ]
    assert dialogue.presence("1001", JID, "110") == []


def test_another_computer_of_ours_that_leaves_takes_us_nowhere() -> None:
    for codes in ((), ("307",), ("303",)):
        dialogue = in_room()
        assert dialogue.presence("1001", f"{ACCOUNT}/home", *codes, kind="unavailable") == []
        assert dialogue.session.rooms.joined == {ROOM}
        assert dialogue.session.rooms.get(ROOM).nickname_of(ACCOUNT) == ""
        assert "1001" in dialogue.session.rooms.get(ROOM).occupants


@pytest.mark.parametrize("jid", ["", ACCOUNT, JID])
def test_a_departure_of_our_nick_is_ours_when_no_other_computer_is_named(jid: str) -> None:
    dialogue = in_room()
    assert dialogue.presence("1001", jid, "307", kind="unavailable") == [
        RoomLeft(ROOM, Departure.KICKED)
    ]


def test_who_was_named_before_it_was_asked_again_is_known_when_it_lets_us_in() -> None:
    dialogue = joining()
    dialogue.presence("2001", PATIENT)
    dialogue.session.rooms.join(ROOM, "1001")
    dialogue.describe("id-3", ROOM, ("muc_nonanonymous",))
    dialogue.presence("1001", JID, "110")
    (text,) = dialogue.say("<body>words</body>")
    assert text.account == PATIENT


def test_who_was_inside_in_the_visit_before_is_not_known_for_that() -> None:
    dialogue = in_room()
    dialogue.sent()
    dialogue.session.rooms.join(ROOM, "1001")
    (asked,) = (frame for frame in dialogue.sent() if "disco#info" in frame)
    dialogue.describe(parse(asked).get("id"), ROOM, ("muc_nonanonymous",))
    dialogue.presence("1001", JID, "110")
    text, _ = dialogue.say("<body>words</body>")
    assert text.account is None


@pytest.mark.parametrize(
    ("attributes", "events"),
    [
        ("from='2001@clinic.test/x' type='subscribe'", [Ignored(Reason.PRESENCE)]),
        ("from='2001@clinic.test/x'", [Ignored(Reason.PRESENCE)]),
        ("from='2001@clinic.test/x' type='unavailable'", []),
        (f"from='{JID}'", []),
        (f"from='{ROOM}/2001' type='subscribe'", [Ignored(Reason.PRESENCE, ROOM)]),
        (f"from='{ROOM}'", []),
        ("", [Ignored(Reason.PRESENCE)]),
    ],
)
def test_other_presences_change_nothing(attributes: str, events: list) -> None:
    dialogue = in_room()
    assert dialogue.receive(f"<presence {CLIENT} to='{JID}' {attributes}/>") == events
    assert dialogue.session.rooms.joined == {ROOM}
