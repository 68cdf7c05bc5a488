"""An attribute that engines hand on and no parser takes ends no session.

Of ``xml:foo`` in a stanza's opening tag Prosody makes a prefix of its own for the namespace of
``xml``, which no other prefix may stand for.
"""

import pytest

from tests.xmpp.archive_frames import DELAY, entry, fin, live, result
from tests.xmpp.dialogue import CLIENT, JID, ROOM, in_room
from workstation.xmpp.events import ArchivePage, MessageOverlooked, RequestFailed, RoomMessage
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.xml import opening

RESERVED = "xmlns:ns1='http://www.w3.org/XML/1998/namespace' ns1:foo='1'"


def test_of_a_live_message_the_archive_is_asked() -> None:
    dialogue = in_room()
    before = dialogue.session.mark
    frame = live("<body>words</body>").replace("<message", f"<message {RESERVED}")
    assert dialogue.receive(frame) == [MessageOverlooked(ROOM)]
    assert dialogue.session.mark == before + 1
    (after,) = dialogue.receive(live("<body>fine</body>"))
    assert isinstance(after, RoomMessage)


@pytest.mark.parametrize("kind", ["presence", "iq type='get' id='1'", "message type='chat'"])
def test_nothing_else_ends_the_session_either(kind: str) -> None:
    dialogue = in_room()
    frame = f"<{kind} {CLIENT} {RESERVED} from='{ROOM}/2002' to='{JID}'/>"
    assert dialogue.receive(frame) == [Ignored(Reason.UNREADABLE_STANZA)]
    assert dialogue.sent() == []


def test_as_an_entry_of_the_archive_it_stands_unread_in_its_place() -> None:
    dialogue = in_room()
    request = dialogue.session.archive.query(ROOM)
    head, _, rest = entry(request, "s-1", "<body>words</body>").rpartition("<message")
    frame = f"{head}<message {RESERVED}{rest}"
    dialogue.receive(frame)
    assert dialogue.answer(request, fin("s-1")) == [RequestFailed(request, "malformed-answer")]
    again = dialogue.session.archive.query(ROOM)
    dialogue.receive(result(again, "s-0"))
    dialogue.receive(frame.replace(request, again))
    (page,) = dialogue.answer(again, fin("s-0", "s-1"))
    assert isinstance(page, ArchivePage)
    assert [(item.archive_id, item.text) for item in page.items] == [("s-0", "better"), ("s-1", "")]
    assert DELAY in frame


@pytest.mark.parametrize(
    "frame",
    [
        f"<c:message xmlns:c='jabber:client' {RESERVED}/>",
        f"<message {RESERVED}",
        "<!DOCTYPE x><a/>",
    ],
    ids=["prefixed", "unfinished", "restricted"],
)
def test_by_its_opening_tag_nothing_else_is_read(frame: str) -> None:
    assert opening(frame) is None


def test_what_has_a_prefix_is_none_of_the_attributes_that_are_read() -> None:
    outer = opening(f"<message {CLIENT} {RESERVED} from='a' ns1:from='b' xml:lang='en'/>")
    assert outer is not None
    assert (outer.tag, outer.attrib) == ("jabber:client\x1fmessage", {"from": "a"})
