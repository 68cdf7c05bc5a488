"""A message to oneself, as a check sends it: bound without presence, kept by nobody."""

import pytest

from tests.xmpp.dialogue import authenticated
from workstation.domain.errors import RemoteProtocolError
from workstation.xmpp.echo import Echo, EchoState

BOUND = (
    "<iq xmlns='jabber:client' type='result' id='w'>"
    "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>{}</jid></bind></iq>"
)
ERROR = "<error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"


@pytest.fixture
def stream():
    return authenticated()


def test_it_binds_and_speaks_to_the_address_that_the_server_gave(stream):
    echo = Echo(stream, "check-1", "w")
    (bind,) = stream.data_to_send()
    assert "<resource>check-1</resource>" in bind
    assert echo.receive(BOUND.format("1001@clinic.test/check-1-x")) is EchoState.UNDER_WAY
    (message,) = stream.data_to_send()
    assert 'to="1001@clinic.test/check-1-x"' in message
    assert 'type="headline"' in message
    assert "no-store" in message
    assert "presence" not in bind + message


def test_only_its_own_message_ends_it(stream):
    echo = Echo(stream, "check-1", "w")
    echo.receive(BOUND.format("1001@clinic.test/c"))
    other = "<message xmlns='jabber:client' id='{}'><body>{}</body></message>"
    assert echo.receive(other.format("x", "w")) is EchoState.UNDER_WAY
    assert echo.receive(other.format("w", "x")) is EchoState.UNDER_WAY
    assert echo.receive(other.format("w", "w")) is EchoState.RETURNED


@pytest.mark.parametrize("name", ["iq", "message"])
def test_a_refusal_of_either_step_ends_it(stream, name):
    echo = Echo(stream, "check-1", "w")
    frame = f"<{name} xmlns='jabber:client' type='error' id='w'>{ERROR}</{name}>"
    assert echo.receive(frame) is EchoState.REFUSED


def test_a_binding_to_no_address_breaks_the_protocol(stream):
    echo = Echo(stream, "check-1", "w")
    with pytest.raises(RemoteProtocolError):
        echo.receive("<iq xmlns='jabber:client' type='result' id='w'/>")
