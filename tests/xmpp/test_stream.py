"""One socket's stream: opened, authenticated, restarted, closed; and everything out of order."""

import pytest

from tests.xmpp.dialogue import (
    BIND,
    BOUND_FEATURES,
    CLOSE,
    OPEN,
    SASL,
    SUCCESS,
    authenticated,
    credentials,
    features,
    mechanisms,
)
from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp.events import Authenticated, StreamClosed, StreamFailed
from workstation.xmpp.stream import Stream
from workstation.xmpp.transitions import StreamState

STREAM_ERROR = "<stream:error>{}</stream:error>"
CONDITIONS = "xmlns='urn:ietf:params:xml:ns:xmpp-streams'"


def opened() -> Stream:
    stream = Stream(credentials(), "nonce")
    stream.open()
    return stream


def test_a_stream_opens_with_its_domain() -> None:
    stream = Stream(credentials(domain="Clinic.Test"), "nonce")
    assert stream.data_to_send() == []
    stream.open()
    assert stream.data_to_send() == [
        '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="clinic.test" version="1.0"/>'
    ]
    assert stream.data_to_send() == [], "each frame is given once"


def test_a_stream_opens_once() -> None:
    stream = opened()
    with pytest.raises(LocalProtocolError):
        stream.open()


def test_after_success_the_stream_starts_anew() -> None:
    stream = opened()
    stream.receive(OPEN)
    stream.receive(mechanisms("PLAIN"))
    stream.data_to_send()
    stream.receive(SUCCESS)
    assert stream.data_to_send()[0].startswith("<open ")
    stream.receive(OPEN)
    assert stream.receive(BOUND_FEATURES) == [Authenticated("PLAIN", "PLAIN")]


@pytest.mark.parametrize(
    "frame",
    [
        OPEN.replace("1.0", "2.0"),
        OPEN.replace("version='1.0'", ""),
        OPEN.replace("clinic.test", "elsewhere.test"),
        SUCCESS,
        BOUND_FEATURES,
        f"<challenge {SASL}>cj1h</challenge>",
        f"<failure {SASL}><not-authorized/></failure>",
        "<message xmlns='jabber:client'><body>too early</body></message>",
        "<enabled xmlns='urn:xmpp:sm:3'/>",
        "<unknown/>",
        "not xml",
        b"<open/>",
        bytearray(b"<open/>"),
    ],
)
def test_a_frame_out_of_order_ends_the_stream(frame) -> None:
    stream = opened()
    stream.data_to_send()
    with pytest.raises(RemoteProtocolError):
        stream.receive(frame)
    assert stream.state is StreamState.CLOSED
    assert stream.data_to_send() == ['<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>']
    assert stream.receive(OPEN) == [], "what comes later is passed over"
    assert stream.data_to_send() == []


def test_success_before_authentication_is_refused() -> None:
    stream = opened()
    stream.receive(OPEN)
    with pytest.raises(RemoteProtocolError, match="success"):
        stream.receive(SUCCESS)


def test_a_domain_may_leave_out_its_name() -> None:
    stream = opened()
    stream.receive(OPEN.replace("from='clinic.test'", ""))
    assert stream.state is StreamState.NEGOTIATING


def test_without_binding_there_is_no_session() -> None:
    with pytest.raises(RemoteProtocolError, match="binding"):
        authenticated(features("<sm xmlns='urn:xmpp:sm:3'/>"))


def test_without_stream_management_there_is_one() -> None:
    assert authenticated(features(BIND.format(""))).state is StreamState.AUTHENTICATED


@pytest.mark.parametrize(
    ("inner", "event"),
    [
        (f"<conflict {CONDITIONS}/><text {CONDITIONS}>x</text>", StreamFailed("conflict")),
        (
            f"<see-other-host {CONDITIONS}>other.test:443</see-other-host>",
            StreamFailed("see-other-host"),
        ),
        (f"<text {CONDITIONS}>x</text>", StreamFailed("undefined-condition")),
        ("", StreamFailed("undefined-condition")),
        ("<application xmlns='u:v'/>", StreamFailed("undefined-condition")),
    ],
)
def test_a_stream_error_is_reported_and_answered_by_closing(inner, event) -> None:
    stream = authenticated()
    assert stream.receive(STREAM_ERROR.format(inner)) == [event]
    assert stream.data_to_send() == ['<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>']
    assert stream.receive("<message xmlns='jabber:client'/>") == []
    assert stream.receive(STREAM_ERROR.format(inner)) == []
    assert stream.receive(CLOSE) == [StreamClosed()]
    assert stream.data_to_send() == []


def test_the_other_side_closes() -> None:
    stream = authenticated()
    closing = CLOSE.replace("/>", " see-other-uri='wss://other.test/'/>")
    assert stream.receive(closing) == [StreamClosed()]
    assert stream.data_to_send() == ['<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>']
    assert stream.receive(CLOSE) == []


def test_we_close() -> None:
    stream = authenticated()
    stream.close()
    stream.close()
    assert len(stream.data_to_send()) == 1
    assert stream.receive(CLOSE) == [StreamClosed()]
    stream.close()
    assert stream.data_to_send() == []


def test_a_stream_never_opened_closes_without_a_word() -> None:
    stream = Stream(credentials(), "nonce")
    stream.close()
    assert stream.data_to_send() == []


def test_a_retry_needs_a_refusal_before_it() -> None:
    stream = authenticated()
    with pytest.raises(LocalProtocolError):
        stream.retry("fresh", "nonce")
