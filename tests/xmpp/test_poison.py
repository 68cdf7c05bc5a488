"""What breaks its reader is passed by; an archive entry breaks one page at most."""

import pytest

from tests.xmpp.archive_frames import AT, BROKEN, DELAY, entry, fin, live, result
from tests.xmpp.dialogue import (
    ACCOUNT,
    CLIENT,
    JID,
    PATIENT,
    ROOM,
    ROOM_FEATURES,
    Dialogue,
    authenticated,
    in_room,
)
from workstation.domain.errors import ConfigurationError, RemoteProtocolError
from workstation.xmpp import limits
from workstation.xmpp.events import (
    ArchivePage,
    MessageOverlooked,
    OccupantChanged,
    RequestFailed,
    RoomMessage,
)
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.xml import EXPAT_FLOOR, head, qualified, require_expat

MESSAGE = qualified("jabber:client", "message")
DEEP = "<a>" * limits.DEPTH + "</a>" * limits.DEPTH
WIDE = "<b/>" * (limits.CHILDREN + 1)
ATTRIBUTES = " ".join(f"a{number}=''" for number in range(limits.ATTRIBUTES + 1))
MANY = f"<c {ATTRIBUTES}/>"
LONG = f"<body>{'x' * limits.FRAME_BYTES}</body>"


def met_once(content: str, delay: str = DELAY) -> tuple[Dialogue, str]:
    """The query after the one whose page such an entry broke."""
    dialogue = in_room()
    first = dialogue.session.archive.query(ROOM)
    assert dialogue.receive(entry(first, "s-1", content, delay)) == []
    assert dialogue.answer(first, fin("s-1")) == [RequestFailed(first, "malformed-answer")]
    return dialogue, dialogue.session.archive.query(ROOM)


def test_what_broke_a_page_stands_unread_in_the_next() -> None:
    dialogue, request = met_once(BROKEN)
    dialogue.receive(result(request, "s-0"))
    assert dialogue.receive(entry(request, "s-1", BROKEN)) == [
        Ignored(Reason.UNREADABLE_RESULT, ROOM)
    ]
    dialogue.receive(result(request, "s-2"))
    (got,) = dialogue.answer(request, fin("s-0", "s-1", "s-2"))
    assert isinstance(got, ArchivePage)
    assert [item.archive_id for item in got.items] == ["s-0", "s-1", "s-2"]
    unread = got.items[1]
    assert unread == RoomMessage(ROOM, None, "", "", "s-1", "", None, "", "", AT)
    assert got.items[0].text == got.items[2].text == "better"


@pytest.mark.parametrize("content", [DEEP, WIDE, MANY, LONG, LONG[: limits.FRAME_BYTES]])
def test_what_is_only_beyond_a_bound_stands_unread_at_once(content: str) -> None:
    """It is so each time, so there is nothing to wait for."""
    dialogue = in_room()
    request = dialogue.session.archive.query(ROOM)
    dialogue.receive(result(request, "s-0"))
    frame = entry(request, "s-1", content)
    assert dialogue.receive(frame) == [Ignored(Reason.UNREADABLE_RESULT, ROOM)]
    (got,) = dialogue.answer(request, fin("s-0", "s-1"))
    assert [(item.archive_id, item.text) for item in got.items] == [("s-0", "better"), ("s-1", "")]


@pytest.mark.parametrize("content", [DEEP, WIDE, MANY, LONG])
def test_a_live_message_beyond_a_bound_is_counted_and_its_room_named(content: str) -> None:
    """A patient's program could end the session of every doctor in the room with each of them."""
    dialogue = in_room()
    before = dialogue.session.mark
    assert dialogue.receive(live(content)) == [MessageOverlooked(ROOM)]
    assert dialogue.session.mark == before + 1
    (after,) = dialogue.receive(live("<body>fine</body>"))
    assert isinstance(after, RoomMessage)


def test_of_a_live_one_of_which_the_beginning_came_the_room_is_known_by_its_tag() -> None:
    dialogue = in_room()
    hidden = f"<message>{LONG}</message>"
    for content in (LONG, hidden, f"<result xmlns='urn:xmpp:mam:2' id='s-1'>{hidden}</result>"):
        frame = live(content)[: limits.FRAME_BYTES + 1]
        assert dialogue.receive(frame) == [MessageOverlooked(ROOM)]


def test_before_the_end_of_joining_its_archive_is_asked_in_any_case() -> None:
    dialogue = in_room()
    dialogue.session.rooms.join(ROOM, "1001")
    assert dialogue.receive(live(LONG)) == [Ignored(Reason.HISTORY, ROOM)]


def test_a_subject_beyond_a_bound_leaves_nothing_that_comes_after_it_to_the_archive() -> None:
    """Before the subject comes the history of a room, which the archive tells better."""
    dialogue = Dialogue().online()
    dialogue.session.rooms.join(ROOM, "1001")
    request = dialogue.sent()[0].partition('id="')[2].partition('"')[0]
    dialogue.receive(live(f"<subject>{LONG}</subject>"))
    dialogue.describe(request, ROOM, ROOM_FEATURES)
    dialogue.presence("1001", JID, "110")
    message, _ = dialogue.receive(live(f"<body>kept</body>{DELAY}"))
    assert isinstance(message, RoomMessage)


def test_one_for_somebody_else_or_of_no_room_says_nothing() -> None:
    dialogue = in_room()
    misaddressed = dialogue.receive(live(LONG, to="1002@clinic.test/desk"))
    assert misaddressed == [Ignored(Reason.MISADDRESSED)]
    (elsewhere,) = dialogue.receive(live(LONG, **{"from": "consult-8@consult.clinic.test/2001"}))
    assert isinstance(elsewhere, Ignored)


@pytest.mark.parametrize("content", [DEEP, WIDE, MANY, LONG])
@pytest.mark.parametrize("kind", ["presence", "iq type='get' id='1'", "message type='chat'"])
def test_no_stanza_beyond_a_bound_ends_a_session(kind: str, content: str) -> None:
    """A room tells a presence to everybody who enters: each session to come would end by it."""
    dialogue = in_room()
    before, name = dialogue.session.mark, kind.partition(" ")[0]
    frame = f"<{kind} {CLIENT} from='{ROOM}/2002' to='{JID}'>{content}</{name}>"
    assert dialogue.receive(frame) == [Ignored(Reason.UNREADABLE_STANZA)]
    assert dialogue.session.mark == before + 1
    assert dialogue.sent() == []
    (after,) = dialogue.receive(live("<body>fine</body>"))
    assert isinstance(after, RoomMessage)


@pytest.mark.parametrize(
    "frame",
    [
        f"<presence {CLIENT} from='{ROOM}/2002' to='{JID}'>{BROKEN}</presence>",
        f"<message {CLIENT} from='{ROOM}/2001' to='{JID}'><body/>{BROKEN}</message>",
        f"<message {CLIENT} from='{ROOM}' to='{JID}'><x><message>{BROKEN}</message></x>",
        f"<message {CLIENT} to='{JID}'>{'<a/>' * limits.HEAD}<message>{BROKEN}",
        f"<iq {CLIENT} from='{ROOM}' to='{JID}' type='result' id='1'>{BROKEN}</iq>",
    ],
    ids=["presence", "message", "no result", "far inside", "answer"],
)
def test_no_broken_stanza_ends_a_session(frame: str) -> None:
    """Engines hand on what our parser does not read: ``<xml:a/>`` as Prosody writes it."""
    dialogue = in_room()
    for _ in range(2):
        assert dialogue.receive(frame) == [Ignored(Reason.UNREADABLE_STANZA)]
    assert dialogue.receive(live("<a xmlns='http://www.w3.org/XML/1998/namespace'/>")) == [
        MessageOverlooked(ROOM)
    ]


def test_one_of_a_room_that_may_have_been_an_entry_breaks_its_page() -> None:
    dialogue = in_room()
    request, other = (dialogue.session.archive.query(room) for room in (ROOM, "other@x"))
    dialogue.receive(result(request, "s-0"))
    dialogue.receive(entry(request, "s-1", BROKEN).partition("<result")[0])
    dialogue.receive(result(request, "s-2"))
    failed = dialogue.answer(request, fin("s-0", "s-1", "s-2"))
    assert failed == [RequestFailed(request, "malformed-answer")]
    assert not dialogue.session.archive._open[other].broken


@pytest.mark.parametrize("namespace", ["x y", " x", "x\ty", "x&#10;y"])
def test_a_namespace_may_hold_blanks(namespace: str) -> None:
    """Whoever sends one would end each session, as a server hands it on."""
    dialogue = in_room()
    (message,) = dialogue.receive(live(f"<body>fine</body><a xmlns='{namespace}' b='c'/>"))
    assert isinstance(message, RoomMessage)
    assert message.text == "fine"


def test_whose_presence_cannot_be_read_is_nobody_until_it_can() -> None:
    """Who goes unread leaves the nick to somebody else, who would speak in that one's name."""
    dialogue = in_room()
    unread = (
        f"<presence {CLIENT} from='{ROOM}/{{}}' to='{JID}' type='unavailable'>{DEEP}</presence>"
    )
    assert dialogue.receive(unread.format("2001")) == [
        Ignored(Reason.UNREADABLE_STANZA),
        OccupantChanged(ROOM, PATIENT, "", present=False),
    ]
    message, archive = dialogue.receive(live("<body>by whom</body>"))
    assert message.account is None
    assert archive == MessageOverlooked(ROOM)
    assert dialogue.receive(unread.format("1001")) == [Ignored(Reason.UNREADABLE_STANZA)]
    (echo,) = dialogue.receive(live("<body>ours</body>", **{"from": f"{ROOM}/1001"}))
    assert echo.account == ACCOUNT
    elsewhere = unread.replace("consult-7", "consult-8").format("2001")
    assert dialogue.receive(elsewhere) == [Ignored(Reason.UNREADABLE_STANZA)]


def test_the_nick_that_we_ask_for_is_ours_only_once_the_room_has_given_it() -> None:
    """A room may give another one, and who had that one may be gone."""
    dialogue = Dialogue().online()
    dialogue.session.rooms.join(ROOM, "1001")
    request = dialogue.sent()[0].partition('id="')[2].partition('"')[0]
    dialogue.presence("1001", f"{PATIENT}/phone")
    unread = f"<presence {CLIENT} from='{ROOM}/1001' to='{JID}'>{DEEP}</presence>"
    dialogue.receive(unread)
    dialogue.describe(request, ROOM, ROOM_FEATURES)
    dialogue.presence("1001-2", JID, "110", "210")
    message, _ = dialogue.receive(live("<body>by whom</body>", **{"from": f"{ROOM}/1001"}))
    assert message.account is None


def test_without_a_time_of_its_own_it_has_that_of_the_entry_before() -> None:
    dialogue, request = met_once(BROKEN, delay="")
    dialogue.receive(result(request, "s-0"))
    dialogue.receive(entry(request, "s-1", BROKEN, delay=""))
    (got,) = dialogue.answer(request, fin("s-0", "s-1"))
    assert got.items[1].at_ms == AT
    dialogue, request = met_once(BROKEN, delay="")
    dialogue.receive(entry(request, "s-1", BROKEN, delay=""))
    (got,) = dialogue.answer(request, fin("s-1"))
    assert got.items[0].at_ms is None


@pytest.mark.parametrize(
    "frame",
    [
        f"<enabled xmlns='urn:xmpp:sm:3'>{DEEP}</enabled>",
        "<!DOCTYPE x><message/>",
        "<message",
        b"binary",
    ],
    ids=["no stanza", "restricted", "unfinished", "binary"],
)
def test_what_is_no_stanza_ends_every_session(frame: str | bytes) -> None:
    dialogue = in_room()
    for _ in range(3):
        with pytest.raises(RemoteProtocolError):
            dialogue.receive(frame)
        dialogue.session.drop_stream()
        dialogue.session.adopt(authenticated())
        dialogue.online_again()


def test_whoever_is_not_asked_has_no_entry() -> None:
    dialogue = in_room()
    request = dialogue.session.archive.query(ROOM)
    forged = entry(request, "s-1", BROKEN, sender=f"{ROOM}/2001")
    for _ in range(2):
        assert dialogue.receive(forged) == [Ignored(Reason.FOREIGN_RESULT)]
    dialogue.receive(result(request, "s-1"))
    (got,) = dialogue.answer(request, fin("s-1"))
    assert isinstance(got, ArchivePage)


def test_the_head_of_a_frame_is_looked_for_within_a_bound() -> None:
    frame = "<message xmlns='jabber:client'>{}<message/></message>"
    assert head(frame.format("<a/>" * (limits.HEAD - 2)), MESSAGE) is not None
    assert head(frame.format("<a/>" * (limits.HEAD - 1)), MESSAGE) is None
    assert head("<message xmlns='jabber:client'/>", MESSAGE) is None
    assert head("\ud800", MESSAGE) is None


def test_an_old_expat_is_refused() -> None:
    require_expat(EXPAT_FLOOR)
    with pytest.raises(ConfigurationError, match=r"2\.4\.4 is older than 2\.4\.5"):
        require_expat((2, 4, 4))
