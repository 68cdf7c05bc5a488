"""From one socket to the next: acknowledged, resumed, or begun anew with the truth told."""

import pytest

from tests.xmpp.dialogue import (
    BIND,
    ENABLED,
    JID,
    ROOM,
    SM,
    Dialogue,
    authenticated,
    features,
    in_room,
)
from tests.xmpp.forms import QUESTION
from workstation.domain.errors import RemoteProtocolError
from workstation.xmpp.departure import Departure
from workstation.xmpp.events import (
    Acknowledged,
    Bound,
    RequestFailed,
    Resumed,
    ResumptionFailed,
    RoomLeft,
)
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.stream_management import MANY_UNACKNOWLEDGED


def test_the_servers_question_is_answered_with_what_is_committed() -> None:
    dialogue = in_room()
    dialogue.session.commit(dialogue.session.mark)
    before = dialogue.session.mark
    dialogue.say("<body>one</body>")
    dialogue.receive(QUESTION)
    assert dialogue.sent() == [f'<a xmlns="urn:xmpp:sm:3" h="{before}"/>']
    assert dialogue.sent() == []
    dialogue.session.commit(dialogue.session.mark)
    assert dialogue.sent() == [f'<a xmlns="urn:xmpp:sm:3" h="{before + 1}"/>'], "it still owed one"
    dialogue.session.commit(dialogue.session.mark)
    assert dialogue.sent() == []


def test_a_flood_of_questions_gets_one_answer_per_sending() -> None:
    dialogue = Dialogue().online()
    floods = [dialogue.receive(QUESTION) for _ in range(1_000)]
    assert floods == [[], *[[Ignored(Reason.REPEATED_QUESTION)]] * 999]
    assert dialogue.sent() == ['<a xmlns="urn:xmpp:sm:3" h="0"/>']


def test_what_was_sent_is_asked_about_once_per_sending() -> None:
    dialogue = in_room()
    dialogue.session.messages.send_text(ROOM, "a", "one")
    dialogue.session.messages.send_text(ROOM, "b", "two")
    assert dialogue.sent()[-1] == '<r xmlns="urn:xmpp:sm:3"/>'
    assert dialogue.sent() == []
    assert dialogue.session.awaits_acknowledgement
    assert dialogue.session.unacknowledged == ("a", "b")
    assert dialogue.receive(f"<a {SM} h='4'/>") == [Acknowledged(("a",))]
    assert not dialogue.session.awaits_acknowledgement
    assert dialogue.receive(f"<a {SM} h='4'/>") == []
    assert dialogue.receive(f"<a {SM} h='5'/>") == [Acknowledged(("b",))]


def test_it_is_known_how_much_was_sent_and_handled_and_what_is_larger_than_that() -> None:
    dialogue = in_room()
    session = dialogue.session
    session.messages.send_text(ROOM, "a", "some words")
    session.messages.send_text(ROOM, "b", "two")
    session.messages.send_text(ROOM, "c", "more than that, by a few words")
    assert (session.stanzas_sent, session.stanzas_acknowledged) == (6, 0)
    assert session.largest_unacknowledged == ("a", "b", "c")
    assert dialogue.receive(f"<a {SM} h='4'/>") == [Acknowledged(("a",))]
    assert (session.stanzas_sent, session.stanzas_acknowledged) == (6, 4)
    assert session.largest_unacknowledged == ("c",)


def test_while_much_is_under_way_one_question_is_open() -> None:
    dialogue, question = in_room(), '<r xmlns="urn:xmpp:sm:3"/>'
    dialogue.receive(f"<a {SM} h='3'/>")
    send = dialogue.session.messages.send_text
    for number in range(MANY_UNACKNOWLEDGED):
        send(ROOM, f"a{number}", "one")
    assert dialogue.sent()[-1] == question
    send(ROOM, "b", "two")
    assert [frame[:8] for frame in dialogue.sent()] == ["<message"]
    dialogue.receive(f"<a {SM} h='4'/>")
    assert dialogue.sent() == [question], "about what was sent meanwhile"


def test_a_question_that_was_lost_with_its_stream_is_asked_again() -> None:
    dialogue = in_room()
    for number in range(2 * MANY_UNACKNOWLEDGED):
        dialogue.session.messages.send_text(ROOM, f"a{number}", "one")
    dialogue.sent()
    dialogue.resume(3)
    assert dialogue.sent()[-1] == '<r xmlns="urn:xmpp:sm:3"/>'


def test_an_own_message_is_resent_in_vain_until_something_is_acknowledged() -> None:
    dialogue = in_room()
    messages = dialogue.session.messages
    messages.send_text(ROOM, "a", "one")
    messages.send_text(ROOM, "b", "two")
    dialogue.sent()
    assert messages.resent_in_vain == "", "nothing was sent again"
    dialogue.resume(3)
    assert messages.resent_in_vain == "a"
    dialogue.receive(f"<a {SM} h='4'/>")
    assert messages.resent_in_vain == "", "the server has taken something since"
    dialogue.resume(4)
    assert messages.resent_in_vain == "b"
    dialogue.receive(f"<a {SM} h='5'/>")
    assert messages.resent_in_vain == "", "nothing is left"


def test_nothing_of_ours_is_resent_in_vain_behind_something_else() -> None:
    dialogue = in_room()
    dialogue.session.messages.set_composing(ROOM, composing=True)
    dialogue.session.messages.send_text(ROOM, "a", "one")
    dialogue.resume(3)
    assert dialogue.session.messages.resent_in_vain == ""


def test_an_impossible_acknowledgement_ends_the_session_for_good() -> None:
    dialogue = in_room()
    with pytest.raises(RemoteProtocolError):
        dialogue.receive(f"<a {SM} h='99'/>")
    assert dialogue.sent() == ['<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>']
    assert not dialogue.session.can_resume
    assert dialogue.receive("<x/>") == []
    dialogue.session.drop_stream()
    assert dialogue.session.adopt(authenticated()) == [RoomLeft(ROOM, Departure.SESSION_LOST)]
    assert "bind" in dialogue.sent()[0]


def test_without_stream_management_nobody_may_ask() -> None:
    dialogue = Dialogue()
    dialogue.bind(authenticated(features(BIND.format(""))))
    with pytest.raises(RemoteProtocolError, match="not enabled"):
        dialogue.receive(QUESTION)


def test_a_lost_socket_is_resumed_where_it_broke() -> None:
    dialogue = in_room()
    dialogue.session.commit(dialogue.session.mark)
    committed = dialogue.session.mark
    dialogue.say("<body>not committed</body>")
    dialogue.session.messages.send_text(ROOM, "a", "one")
    dialogue.session.messages.send_text(ROOM, "b", "two")
    dialogue.sent()
    dialogue.session.drop_stream()
    assert dialogue.session.adopt(authenticated()) == []
    assert dialogue.sent() == [f'<resume xmlns="urn:xmpp:sm:3" previd="previous" h="{committed}"/>']
    assert not dialogue.session.online
    events = dialogue.receive(f"<resumed {SM} previd='previous' h='4'/>")
    assert events == [Resumed(), Acknowledged(("a",))]
    again = dialogue.sent()
    assert [frame[:8] for frame in again] == ["<message", "<r xmlns"]
    assert 'id="b"' in again[0]
    assert dialogue.session.rooms.joined == {ROOM}


@pytest.mark.parametrize(
    "wrong", ["previd='other' h='0'", "h='0'", "previd='previous'", "previd='previous' h='9'"]
)
def test_another_sessions_resumption_is_the_servers_error(wrong: str) -> None:
    dialogue = Dialogue().online()
    dialogue.session.drop_stream()
    dialogue.session.adopt(authenticated())
    with pytest.raises(RemoteProtocolError):
        dialogue.receive(f"<resumed {SM} {wrong}/>")


def test_a_failed_resumption_begins_anew_and_says_what_became_of_everything() -> None:
    dialogue = in_room()
    dialogue.session.messages.send_text(ROOM, "a", "one")
    dialogue.session.messages.send_text(ROOM, "b", "two")
    asked = dialogue.ask()
    page = dialogue.session.archive.query(ROOM)
    dialogue.session.drop_stream()
    dialogue.session.adopt(authenticated())
    dialogue.sent()
    condition = "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
    events = dialogue.receive(f"<failed {SM} h='4'>{condition}</failed>")
    assert events == [
        ResumptionFailed("item-not-found", ("a",), ("b",)),
        RequestFailed(asked, "session-lost"),
        RequestFailed(page, "session-lost"),
        RoomLeft(ROOM, Departure.SESSION_LOST),
    ]
    dialogue.bound()
    assert dialogue.receive(ENABLED.replace("previous", "next")) == [Bound(JID, resumable=True)]
    assert dialogue.session.unacknowledged == ()
    assert dialogue.session.rooms.joined == frozenset()


def test_a_frame_that_the_carrier_refused_is_not_asked_for_again() -> None:
    dialogue = in_room()
    dialogue.session.fail()
    assert dialogue.sent() == ['<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>']
    dialogue.session.drop_stream()
    dialogue.session.adopt(authenticated())
    assert "<bind" in dialogue.sent()[0]


def test_a_server_that_forgot_how_to_resume_is_bound_anew() -> None:
    dialogue = Dialogue().online()
    dialogue.session.drop_stream()
    dialogue.session.adopt(authenticated(features(BIND.format(""))))
    assert "<bind" in dialogue.sent()[0]
