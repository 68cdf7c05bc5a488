"""The session over its sockets: bound, resumed, replaced, closed."""

import pytest

from tests.xmpp.dialogue import (
    BIND,
    CLIENT,
    CLOSE,
    ENABLED,
    JID,
    ROOM,
    SM,
    Dialogue,
    authenticated,
    credentials,
    error,
    features,
    in_room,
)
from tests.xmpp.forms import PONG, QUESTION
from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp import limits
from workstation.xmpp.capabilities import make_mark
from workstation.xmpp.events import (
    BindRefused,
    Bound,
    StreamClosed,
    StreamFailed,
)
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.rooms import PRESENCE
from workstation.xmpp.stream import Stream
from workstation.xmpp.transitions import StreamState
from workstation.xmpp.xml import element, serialise

AVAILABLE = serialise(element(PRESENCE, None, make_mark()))


def test_a_session_binds_its_resource_and_asks_to_be_resumable() -> None:
    dialogue = Dialogue()
    assert dialogue.session.jid == ""
    dialogue.session.adopt(authenticated())
    assert dialogue.sent() == [
        (
            '<iq xmlns="jabber:client" type="set" id="id-1">'
            '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>desk</resource></bind></iq>'
        )
    ]
    dialogue.receive(
        f"<iq {CLIENT} id='id-1' type='result'>{BIND.format(f'<jid>{JID}</jid>')}</iq>"
    )
    assert dialogue.sent() == ['<enable xmlns="urn:xmpp:sm:3" resume="true" max="600"/>']
    assert not dialogue.session.online
    assert dialogue.receive(ENABLED) == [Bound(JID, resumable=True)]
    assert dialogue.session.online
    assert dialogue.session.jid == JID
    assert dialogue.session.can_resume
    assert dialogue.sent()[0] == AVAILABLE


@pytest.mark.parametrize(
    "enabled",
    [f"<enabled {SM}/>", f"<enabled {SM} resume='false' id='x'/>", f"<enabled {SM} resume='1'/>"],
)
def test_a_server_may_acknowledge_without_promising_to_resume(enabled: str) -> None:
    dialogue = Dialogue()
    dialogue.bind()
    assert dialogue.receive(enabled) == [Bound(JID, resumable=False)]
    assert not dialogue.session.can_resume


def test_resumability_is_spelt_in_two_ways() -> None:
    dialogue = Dialogue()
    dialogue.bind()
    dialogue.receive(f"<enabled {SM} resume='1' id='previous'/>")
    assert dialogue.session.can_resume


def test_a_refused_stream_management_is_no_reason_to_stop() -> None:
    dialogue = Dialogue()
    dialogue.bind()
    refusal = f"<failed {SM}>{error('feature-not-implemented')}</failed>"
    dialogue.sent()
    assert dialogue.receive(refusal) == [Bound(JID, resumable=False)]
    dialogue.session.commit(dialogue.session.mark)
    assert dialogue.sent() == [AVAILABLE]


def test_a_server_without_stream_management_is_online_at_once() -> None:
    dialogue = Dialogue()
    bound = dialogue.bind(authenticated(features(BIND.format(""))))
    assert bound == [Bound(JID, resumable=False)]
    dialogue.session.close()
    assert not any("<a " in frame for frame in dialogue.sent())


def test_a_refused_binding_is_reported() -> None:
    dialogue = Dialogue()
    dialogue.session.adopt(authenticated())
    refused = f"<iq {CLIENT} id='id-1' type='error'>{error('resource-constraint')}</iq>"
    assert dialogue.receive(refused) == [BindRefused("resource-constraint")]


@pytest.mark.parametrize(
    "jid", ["2001@clinic.test/desk", "1001@clinic.test", "", "@/", "clinic.test/x"]
)
def test_another_address_than_our_own_is_the_servers_error(jid: str) -> None:
    dialogue = Dialogue()
    dialogue.session.adopt(authenticated())
    with pytest.raises(RemoteProtocolError):
        dialogue.bound(jid)


def test_a_binding_without_content_is_the_servers_error() -> None:
    dialogue = Dialogue()
    dialogue.session.adopt(authenticated())
    with pytest.raises(RemoteProtocolError):
        dialogue.receive(f"<iq {CLIENT} id='id-1' type='result'/>")


@pytest.mark.parametrize(
    "frame",
    [
        f"<iq {CLIENT} id='another' type='result'/>",
        f"<iq {CLIENT} id='another' type='result'>{BIND.format(f'<jid>{JID}</jid>')}</iq>",
        f"<iq {CLIENT} id='another' type='error'>{error('resource-constraint')}</iq>",
        f"<message {CLIENT}><body>x</body></message>",
        ENABLED,
        QUESTION,
        f"<a {SM} h='0'/>",
        f"<resumed {SM} previd='x' h='0'/>",
        f"<failed {SM}/>",
    ],
)
def test_nothing_else_may_come_before_the_binding(frame: str) -> None:
    dialogue = Dialogue()
    dialogue.session.adopt(authenticated())
    with pytest.raises(RemoteProtocolError):
        dialogue.receive(frame)


def test_a_stanza_may_come_before_enabling_and_is_not_counted() -> None:
    dialogue = Dialogue()
    dialogue.bind()
    assert dialogue.receive(f"<message {CLIENT}><body>early</body></message>")
    ping = f"<iq {CLIENT} type='get' id='p' from='clinic.test'><ping xmlns='urn:xmpp:ping'/></iq>"
    assert dialogue.receive(ping) == [Ignored(Reason.UNASKED_REQUEST)]
    dialogue.receive(ENABLED)
    dialogue.session.commit(dialogue.session.mark)
    dialogue.receive(QUESTION)
    assert '<a xmlns="urn:xmpp:sm:3" h="0"/>' in dialogue.sent()


def test_only_an_authenticated_stream_can_be_adopted_and_only_one_at_a_time() -> None:
    dialogue = Dialogue()
    with pytest.raises(LocalProtocolError):
        dialogue.session.adopt(Stream(credentials(), "nonce"))
    dialogue.online()
    with pytest.raises(LocalProtocolError, match="in use"):
        dialogue.session.adopt(authenticated())


def test_without_a_stream_there_is_nothing_to_do() -> None:
    dialogue = Dialogue()
    session = dialogue.session
    assert session.data_to_send() == []
    assert not session.online
    assert not session.can_send
    for command in (session.close, dialogue.ask, lambda: session.receive("<x/>")):
        with pytest.raises(LocalProtocolError):
            command()


def test_an_orderly_end_acknowledges_and_leaves_nothing_to_resume() -> None:
    dialogue = in_room()
    dialogue.session.commit(dialogue.session.mark)
    h = dialogue.session.mark
    dialogue.session.close()
    assert dialogue.sent() == [
        f'<a xmlns="urn:xmpp:sm:3" h="{h}"/>',
        '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>',
    ]
    assert dialogue.say("<body>too late</body>") == []
    assert dialogue.receive(QUESTION) == []
    assert dialogue.receive(CLOSE) == [StreamClosed()]
    assert not dialogue.session.can_resume


def test_a_conflict_is_reported_and_nothing_is_sent_after_it() -> None:
    dialogue = in_room()
    conflict = "<conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
    assert dialogue.receive(f"<stream:error>{conflict}</stream:error>") == [
        StreamFailed("conflict")
    ]
    assert not dialogue.session.online
    with pytest.raises(LocalProtocolError):
        dialogue.session.messages.send_text(ROOM, "a", "one")


def test_a_forgotten_request_is_answered_in_vain() -> None:
    dialogue = Dialogue().online()
    request = dialogue.ask()
    dialogue.session.forget(request)
    assert dialogue.receive(PONG.format(request)) == [Ignored(Reason.STRAY_ANSWER)]


def test_only_so_many_requests_wait_at_once() -> None:
    dialogue = Dialogue().online()
    for _ in range(limits.REQUESTS):
        dialogue.ask()
    with pytest.raises(LocalProtocolError, match="too many open requests"):
        dialogue.ask()


def test_a_session_has_only_so_many_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROOMS", 3)
    dialogue = Dialogue().online()
    for number in range(limits.ROOMS):
        dialogue.session.rooms.join(f"r{number}@consult.clinic.test", "1001")
    with pytest.raises(LocalProtocolError, match="too many rooms"):
        dialogue.session.rooms.join(ROOM, "1001")
    dialogue.session.rooms.join("r1@consult.clinic.test", "1001")


def test_what_cannot_be_asked_for_is_not_waited_for() -> None:
    dialogue = Dialogue().online()
    dialogue.session.drop_stream()
    for _ in range(limits.REQUESTS + 1):
        with pytest.raises(LocalProtocolError, match="not online"):
            dialogue.ask()


def test_sending_pauses_when_the_server_acknowledges_nothing() -> None:
    dialogue = in_room()
    while dialogue.session.can_send:
        dialogue.session.messages.set_composing(ROOM, composing=True)
    with pytest.raises(LocalProtocolError, match="unacknowledged"):
        dialogue.session.messages.set_composing(ROOM, composing=False)
    with pytest.raises(LocalProtocolError, match="unacknowledged"):
        dialogue.ask()
    ping = f"<iq {CLIENT} type='get' id='p' from='clinic.test'><ping xmlns='urn:xmpp:ping'/></iq>"
    assert dialogue.receive(ping) == [Ignored(Reason.UNASKED_REQUEST)]
    dialogue.receive(f"<a {SM} h='{limits.UNACKNOWLEDGED}'/>")
    assert dialogue.session.can_send


@pytest.mark.parametrize(
    "frame", ["<unknown/>", f"<sm {SM}/>", "<message><body>x</body></message>"]
)
def test_an_element_nobody_knows_is_passed_over(frame: str) -> None:
    dialogue = Dialogue().online()
    assert dialogue.receive(frame) == [Ignored(Reason.UNKNOWN_ELEMENT)]
    assert dialogue.session.mark == 0


def test_a_second_start_of_the_stream_is_the_servers_error() -> None:
    dialogue = Dialogue().online()
    with pytest.raises(RemoteProtocolError):
        dialogue.receive(features(""))


def test_a_binary_frame_is_the_servers_error() -> None:
    dialogue = Dialogue().online()
    with pytest.raises(RemoteProtocolError, match="binary"):
        dialogue.receive(b"<x/>")
    assert dialogue.session._wire.stream.state is StreamState.CLOSED
