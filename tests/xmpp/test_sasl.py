"""Signing in: the strongest offered, never weaker than before, never fooled by the server."""

import base64

import pytest
from scramp import ScramMechanism

from tests.xmpp.dialogue import (
    OPEN,
    SASL,
    SUCCESS,
    authenticated,
    credentials,
    features,
    mechanisms,
)
from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp import limits, sasl
from workstation.xmpp.events import Authenticated, AuthenticationRefused
from workstation.xmpp.stream import Stream
from workstation.xmpp.transitions import StreamState

NONCE = "rOprNGfwEbeRWgbNEkqO"
SERVER_NONCE = NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
SALT = "W22ZaJ0SNY7soEsUEjb6gQ=="


def scram() -> sasl.Mechanism:
    return sasl.make_mechanism("SCRAM-SHA-256", "user", "pencil", NONCE)


def test_scram_follows_the_example_of_its_rfc() -> None:
    attempt = scram()
    assert attempt.initial() == f"n,,n=user,r={NONCE}"
    assert attempt.respond(f"r={SERVER_NONCE},s={SALT},i=4096") == (
        f"c=biws,r={SERVER_NONCE},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    )
    attempt.verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")


def test_scram_passes_over_attributes_it_does_not_know() -> None:
    attempt = scram()
    attempt.initial()
    assert attempt.respond(f"r={SERVER_NONCE},s={SALT},i=4096,h=ejabberd")


@pytest.mark.parametrize(
    "challenge",
    [
        f"r={NONCE},s={SALT},i=4096",
        f"r=other{SERVER_NONCE},s={SALT},i=4096",
        f"r={SERVER_NONCE},s={SALT},i=1",
        f"r={SERVER_NONCE},s={SALT},i=4095",
        f"r={SERVER_NONCE},s={SALT},i={limits.SCRAM_ITERATIONS + 1}",
        f"r={SERVER_NONCE},s={SALT},i=1000000000",
        f"r={SERVER_NONCE},s={SALT},i=many",
        f"r={SERVER_NONCE},s={SALT},i=4_096",
        f"r={SERVER_NONCE}\a,s={SALT},i=4096",
        f"r={SERVER_NONCE},s=c2FsdA==,i=4096",
        f"r={SERVER_NONCE},s=***,i=4096",
        f"r={SERVER_NONCE},s={SALT}",
        f"m=x,r={SERVER_NONCE},s={SALT},i=4096",
        f"x={SERVER_NONCE},s={SALT},i=4096",
        f"r={SERVER_NONCE},x={SALT},i=4096",
        f"r={SERVER_NONCE},s={SALT},x=4096",
        "e=other-error",
        "",
    ],
)
def test_an_unacceptable_challenge_is_the_servers_error(challenge: str) -> None:
    attempt = scram()
    attempt.initial()
    with pytest.raises(RemoteProtocolError, match="SCRAM"):
        attempt.respond(challenge)


@pytest.mark.parametrize("final", ["", "v=AAAA", "v=", "e=invalid-proof", "nothing"])
def test_a_server_that_does_not_know_the_password_is_found_out(final: str) -> None:
    attempt = scram()
    attempt.initial()
    attempt.respond(f"r={SERVER_NONCE},s={SALT},i=4096")
    with pytest.raises(RemoteProtocolError, match="signature"):
        attempt.verify(final)


def test_success_before_any_challenge_is_no_success() -> None:
    attempt = scram()
    attempt.initial()
    with pytest.raises(RemoteProtocolError, match="without challenge"):
        attempt.verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")


@pytest.mark.parametrize(
    ("password", "nonce"),
    [("\x07", NONCE), ("", NONCE), ("密码", NONCE), ("pencil", "a,b"), ("pencil", "")],
)
def test_scram_with_unusable_means_is_our_error(password: str, nonce: str) -> None:
    with pytest.raises(LocalProtocolError):
        sasl.make_mechanism("SCRAM-SHA-1", "user", password, nonce)


@pytest.mark.parametrize("password", ["", "a\0b"])
def test_plain_with_an_unusable_password_is_our_error(password: str) -> None:
    with pytest.raises(LocalProtocolError):
        sasl.make_mechanism("PLAIN", "user", password, NONCE)


def test_plain_has_neither_challenge_nor_last_word() -> None:
    attempt = sasl.make_mechanism("PLAIN", "user", "pencil", NONCE)
    assert attempt.initial() == "\0user\0pencil"
    with pytest.raises(RemoteProtocolError):
        attempt.respond("more")
    with pytest.raises(RemoteProtocolError):
        attempt.verify("v=x")
    attempt.verify("")


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["PLAIN", "SCRAM-SHA-1"], "SCRAM-SHA-1"),
        (["SCRAM-SHA-512", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"], "SCRAM-SHA-512"),
        (["X-OAUTH2", "DIGEST-MD5"], ""),
        ([], ""),
    ],
)
def test_the_strongest_known_mechanism_is_chosen(offered: list[str], chosen: str) -> None:
    assert sasl.strongest_mechanism(offered) == chosen


@pytest.mark.parametrize("carried", ["***", base64.b64encode(b"\xff").decode(), "A" * 8_196])
def test_a_message_that_is_not_text_in_base64_is_the_servers_error(carried: str) -> None:
    with pytest.raises(RemoteProtocolError, match="SASL message"):
        sasl.decode(carried)


@pytest.mark.parametrize("carried", [None, "", "="])
def test_an_empty_message_has_three_spellings(carried: str | None) -> None:
    assert sasl.decode(carried) == ""
    assert sasl.encode("") == "="


def offered(*names: str, **changed: object) -> tuple[Stream, list]:
    stream = Stream(credentials(**changed), "nonce")
    stream.open()
    stream.receive(OPEN)
    return stream, stream.receive(mechanisms(*names))


@pytest.mark.parametrize(
    ("names", "changed", "condition"),
    [
        ([], {}, "no-mechanism"),
        (["X-OAUTH2"], {}, "no-mechanism"),
        (["PLAIN"], {"private": False}, "plain-forbidden"),
        (["PLAIN"], {"strongest": "SCRAM-SHA-1"}, "weaker-mechanism"),
        (["PLAIN", "SCRAM-SHA-1"], {"strongest": "SCRAM-SHA-256"}, "weaker-mechanism"),
    ],
)
def test_a_password_is_not_shown_to_whoever_asks(names, changed, condition) -> None:
    stream, refused = offered(*names, **changed)
    assert refused == [AuthenticationRefused(condition)]
    assert not any("auth" in frame for frame in stream.data_to_send())
    assert stream.state is StreamState.OFFERED


@pytest.mark.parametrize("known", ["", "PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "of-old"])
def test_as_strong_as_before_is_strong_enough(known: str) -> None:
    stream, refused = offered("PLAIN", "SCRAM-SHA-256", strongest=known, private=False)
    assert not refused
    assert 'mechanism="SCRAM-SHA-256"' in stream.data_to_send()[-1]


def test_features_without_mechanisms_offer_none() -> None:
    stream = Stream(credentials(), "nonce")
    stream.open()
    stream.receive(OPEN)
    assert stream.receive(features("")) == [AuthenticationRefused("no-mechanism")]


def test_only_so_many_mechanisms_are_looked_at() -> None:
    _, refused = offered(*["X-OTHER"] * limits.MECHANISMS, "PLAIN")
    assert refused == [AuthenticationRefused("no-mechanism")]
    _, refused = offered(*["X-OTHER"] * (limits.MECHANISMS - 1), "PLAIN")
    assert not refused


def test_a_whole_scram_dialogue_ends_authenticated() -> None:
    mechanism = ScramMechanism("SCRAM-SHA-512")
    server = mechanism.make_server(lambda _: mechanism.make_auth_info("secret"))
    stream, _ = offered("SCRAM-SHA-512", private=False)
    carried = stream.data_to_send()[-1].partition(">")[2].partition("<")[0]
    server.set_client_first(sasl.decode(carried))
    challenge = sasl.encode(server.get_server_first())
    stream.receive(f"<challenge {SASL}>{challenge}</challenge>")
    answer = stream.data_to_send()[-1].partition(">")[2].partition("<")[0]
    server.set_client_final(sasl.decode(answer))
    stream.receive(f"<success {SASL}>{sasl.encode(server.get_server_final())}</success>")
    stream.receive(OPEN)
    bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
    plain = f"<features xmlns='http://etherx.jabber.org/streams'>{bind}</features>"
    assert stream.receive(plain) == [Authenticated("SCRAM-SHA-512", "SCRAM-SHA-512")]


@pytest.mark.parametrize("name", sasl.STRENGTH[1:])
@pytest.mark.parametrize("username", ["1001", "a=b,c"])
def test_another_implementation_of_scram_agrees(name: str, username: str) -> None:
    mechanism = ScramMechanism(name)
    known = {username: mechanism.make_auth_info("p w,=d")}
    server = mechanism.make_server(known.__getitem__)
    attempt = sasl.make_mechanism(name, username, "p w,=d", NONCE)
    server.set_client_first(attempt.initial())
    server.set_client_final(attempt.respond(server.get_server_first()))
    attempt.verify(server.get_server_final())


def test_a_second_challenge_is_the_servers_error() -> None:
    attempt = scram()
    attempt.initial()
    attempt.respond(f"r={SERVER_NONCE},s={SALT},i=4096")
    with pytest.raises(RemoteProtocolError, match="SCRAM"):
        attempt.respond(f"r={SERVER_NONCE},s={SALT},i=4096")


def test_only_a_challenge_that_stretches_the_password_takes_long() -> None:
    assert not offered("PLAIN")[0].derives
    assert not offered("X-OAUTH2")[0].derives
    stream, _ = offered("SCRAM-SHA-256")
    assert stream.derives
    mechanism = ScramMechanism("SCRAM-SHA-256")
    server = mechanism.make_server(lambda _: mechanism.make_auth_info("secret"))
    carried = stream.data_to_send()[-1].partition(">")[2].partition("<")[0]
    server.set_client_first(sasl.decode(carried))
    challenge = sasl.encode(server.get_server_first())
    stream.receive(f"<challenge {SASL}>{challenge}</challenge>")
    assert not stream.derives


def test_a_refused_password_may_be_followed_by_a_fresh_one() -> None:
    stream, _ = offered("PLAIN")
    words = "<not-authorized/><text>wrong or expired</text>"
    refused = stream.receive(f"<failure {SASL}>{words}</failure>")
    assert refused == [AuthenticationRefused("not-authorized", "wrong or expired")]
    stream.data_to_send()
    assert stream.retry("fresh", "another-nonce") == []
    assert sasl.encode("\x001001\x00fresh") in stream.data_to_send()[0]
    stream.receive(SUCCESS)
    assert stream.state is StreamState.REOPENING


def test_a_refusal_without_reason_is_still_one() -> None:
    stream, _ = offered("PLAIN")
    assert stream.receive(f"<failure {SASL}><text>x</text></failure>") == [
        AuthenticationRefused("undefined-condition", "x")
    ]


def test_secrets_are_not_shown() -> None:
    assert "secret" not in repr(credentials())
    assert authenticated().account == "1001@clinic.test"
