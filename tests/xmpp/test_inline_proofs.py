"""A sign-in with everything inside: what is shown to whom, and what it falls back to."""

import base64
import hmac
import re

import pytest

from tests.xmpp.dialogue import (
    BOUND_FEATURES,
    OPEN,
    SASL,
    SM,
    SUCCESS,
    Dialogue,
    features,
)
from tests.xmpp.inline_frames import (
    BIND2,
    BOUND,
    COUNTED_BIND,
    FAST,
    PROVEN,
    SASL2,
    TOKEN,
    begun,
    offer,
    refusal,
    success,
)
from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp import limits
from workstation.xmpp.events import (
    Authenticated,
    AuthenticationRefused,
    PasswordWanted,
    StreamFailed,
    TokenRefused,
)
from workstation.xmpp.fast_token import FastToken, TokenProof
from workstation.xmpp.transitions import StreamState


def test_the_proof_is_the_drafts() -> None:
    proof = base64.b64decode(TokenProof("1001", TOKEN).initial())
    assert proof == b"1001\0" + hmac.digest(b"secret-token:1", b"Initiator", "sha256")


@pytest.mark.parametrize(
    "answer",
    [
        success(BOUND),
        success(f"<additional-data>AAAA</additional-data>{BOUND}"),
        success(f"<additional-data>***</additional-data>{BOUND}"),
        success(PROVEN + BOUND, "1002@clinic.test/desk"),
        success(PROVEN + BOUND, ""),
        f"<success {SASL2}>{PROVEN}{BOUND}</success>",
        f"<challenge {SASL2}>cj0x</challenge>",
        f"<continue {SASL2}/>",
        SUCCESS,
    ],
)
def test_a_success_is_believed_of_nobody_but_the_server(answer: str) -> None:
    stream, _ = begun(Dialogue())
    with pytest.raises(RemoteProtocolError):
        stream.receive(answer)
    assert stream.state is StreamState.CLOSED


@pytest.mark.parametrize(
    "issued",
    [
        f"<token {FAST} token='' expiry='2030-01-01T00:00:00Z'/>",
        f"<token {FAST} token='{'x' * (limits.TOKEN + 1)}' expiry='2030-01-01T00:00:00Z'/>",
        f"<token {FAST} token='x'/>",
        f"<token {FAST} token='x' expiry='tomorrow'/>",
    ],
)
def test_a_token_without_an_end_or_a_measure_is_not_kept(issued: str) -> None:
    stream, _ = begun(Dialogue(), None)
    assert stream.receive(success(BOUND + issued)) == [Authenticated("PLAIN", "PLAIN")]


def test_scram_goes_inside_with_the_servers_proof() -> None:
    dialogue = Dialogue()
    stream, _ = begun(dialogue, None, offer(names=("SCRAM-SHA-1", "PLAIN"), old=("SCRAM-SHA-1",)))
    assert stream.derives
    assert not stream.proves_by_token
    salted = base64.b64encode(b"r=nonceserver,s=QSXCR+Q6sek8bf92,i=4096").decode()
    stream.receive(f"<challenge {SASL2}>{salted}</challenge>")
    assert re.match(r'<response xmlns="urn:xmpp:sasl:2">', stream.data_to_send()[-1])
    assert not stream.derives
    with pytest.raises(RemoteProtocolError, match="signature"):
        stream.receive(success(f"<additional-data>dj1BQUFB</additional-data>{BOUND}"))


def test_a_refused_token_leaves_the_password() -> None:
    dialogue = Dialogue()
    stream, _ = begun(dialogue, password="")
    assert stream.proves_by_token
    stream.data_to_send()
    refused = [TokenRefused("not-authorized"), PasswordWanted()]
    assert stream.receive(refusal("not-authorized")) == refused
    assert not stream.proves_by_token
    assert stream.retry("fresh", "nonce") == []
    asked = stream.data_to_send()[-1]
    assert 'mechanism="PLAIN"' in asked
    assert "<request-token" in asked
    assert "<bind" in asked


def test_a_server_that_offers_no_token_wants_the_password() -> None:
    stream, events = begun(Dialogue(), offered=offer(COUNTED_BIND + f"<sm {SM}/>"), password="")
    assert events == [PasswordWanted()]
    stream.retry("fresh", "nonce")
    asked = stream.data_to_send()[-1]
    assert "<authenticate" in asked
    assert "token" not in asked


@pytest.mark.parametrize(
    "offered",
    [
        offer(""),
        offer(f"<sm {SM}/>"),
        offer(f"<sm {SM}/><bind {BIND2}/>"),
        offer(f"<sm {SM}/><bind {BIND2}><inline><feature var='urn:xmpp:csi:0'/></inline></bind>"),
        offer(COUNTED_BIND),
        features(
            f"<authentication {SASL2}><mechanism>PLAIN</mechanism></authentication>"
            f"<mechanisms {SASL}><mechanism>PLAIN</mechanism></mechanisms>"
        ),
        features(f"<mechanisms {SASL}><mechanism>PLAIN</mechanism></mechanisms>"),
        offer(names=("PLAIN",), old=("SCRAM-SHA-1", "PLAIN")),
    ],
)
def test_half_of_it_or_a_weaker_one_is_not_used(offered: str) -> None:
    stream, events = begun(Dialogue(), None, offered)
    assert events == []
    assert stream.data_to_send()[-1].startswith("<auth ")


def test_who_signs_in_is_said_and_a_token_shown_only_where_nobody_listens() -> None:
    scram = offer(names=("SCRAM-SHA-1",), old=("SCRAM-SHA-1",))
    stream, _ = begun(Dialogue(), offered=scram, private=False)
    opening, asked = stream.data_to_send()
    assert "from=" not in opening
    assert asked.startswith('<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="SCRAM')


@pytest.mark.parametrize("token", [None, TOKEN])
@pytest.mark.parametrize("old", [("PLAIN",), ()])
def test_a_weaker_way_than_before_is_refused_inside_too(
    old: tuple[str, ...], token: FastToken | None
) -> None:
    stream, events = begun(Dialogue(), token, offer(old=old), strongest="SCRAM-SHA-1")
    assert events == [AuthenticationRefused("weaker-mechanism")]
    assert len(stream.data_to_send()) == 1


@pytest.mark.parametrize("condition", ["encryption-required", "invalid-mechanism", "aborted"])
def test_a_server_that_will_not_do_it_is_asked_as_ever(condition: str) -> None:
    stream, _ = begun(Dialogue(), None)
    assert stream.receive(refusal(condition)) == []
    assert stream.data_to_send()[-1].startswith("<auth ")
    stream.receive(SUCCESS)
    stream.receive(OPEN)
    assert stream.receive(BOUND_FEATURES) == [Authenticated("PLAIN", "PLAIN")]


def test_a_refused_password_is_not_tried_another_way() -> None:
    stream, _ = begun(Dialogue(), None)
    refused = AuthenticationRefused("not-authorized", "why")
    assert stream.receive(refusal("not-authorized")) == [refused]
    only_inside, _ = begun(Dialogue(), None, offer(old=()))
    assert only_inside.receive(refusal("aborted")) == [AuthenticationRefused("aborted", "why")]


def test_the_strongest_of_both_lists_is_remembered() -> None:
    offered = offer(names=("SCRAM-SHA-256",), old=("SCRAM-SHA-1",))
    stream, _ = begun(Dialogue(), offered=offered)
    assert stream.receive(success(PROVEN + BOUND)) == [
        Authenticated("HT-SHA-256-NONE", "SCRAM-SHA-256")
    ]


@pytest.mark.parametrize("username", ["", "a\0b"])
def test_an_account_that_no_proof_carries_is_our_error(username: str) -> None:
    with pytest.raises(LocalProtocolError):
        TokenProof(username, TOKEN)


def test_a_stream_may_end_while_it_signs_in() -> None:
    stream, _ = begun(Dialogue())
    error = "<stream:error><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
    assert stream.receive(error) == [StreamFailed("reset")]
