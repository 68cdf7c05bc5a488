"""Several servers at once: who starts when, who wins, what is said when none does."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.link.line import Socket
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.errors import (
    ConnectionDropped,
    DeadlineExceeded,
    PasswordRefused,
    RemoteProtocolError,
    Unreachable,
    WeakerSignIn,
)
from workstation.link.endpoints import MOST_A_ROUND, Endpoint, ordered
from workstation.link.negotiation import STAGGER_SECONDS, Negotiator, Ready, race
from workstation.xmpp.stream import Credentials, Stream


def endpoint(number: int) -> Endpoint:
    host = f"10.0.0.{number}"
    return Endpoint(f"wss://{host}:9501/x", host, 9501, private=True, encrypted=True)


class Field:
    """Servers that answer after some seconds, or fail after some."""

    def __init__(self, *outcomes: float | tuple[float, Exception]) -> None:
        self._outcomes = dict(zip(map(endpoint, range(9)), outcomes, strict=False))
        self.endpoints = list(self._outcomes)
        self.began: list[float] = []
        self.ended: list[Endpoint] = []

    async def negotiate(self, where: Endpoint) -> Ready:
        self.began.append(round(asyncio.get_running_loop().time(), 3))
        outcome = self._outcomes[where]
        seconds, error = outcome if isinstance(outcome, tuple) else (outcome, None)
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.ended.append(where)
            raise
        if error is not None:
            raise error
        return Ready(where, Won(self, where), None)  # type: ignore[arg-type]


class Won:
    """The socket of a server that got there; one too many is dropped."""

    def __init__(self, field: Field, where: Endpoint) -> None:
        self._field, self._where = field, where

    async def abort(self) -> None:
        self._field.ended.append(self._where)


def racing(field: Field, judge: Callable[[Awaitable[Ready]], Awaitable[None]]) -> None:
    async def live() -> None:
        await judge(race(field.endpoints, field.negotiate))

    run(VirtualLoop(), live())


def test_each_starts_a_moment_after_the_one_before_and_the_losers_are_ended() -> None:
    field = Field(9.0, 0.4, 9.0)

    async def judge(running: Awaitable[Ready]) -> None:
        assert (await running).endpoint == field.endpoints[1]

    racing(field, judge)
    assert field.began == [0.0, STAGGER_SECONDS, STAGGER_SECONDS * 2]
    assert set(field.ended) == {field.endpoints[0], field.endpoints[2]}


def test_a_failure_starts_the_next_at_once() -> None:
    field = Field((0.0, Unreachable("x")), (0.0, Unreachable("x")), 0.0)

    async def judge(running: Awaitable[Ready]) -> None:
        assert (await running).endpoint == field.endpoints[2]

    racing(field, judge)
    assert field.began == [0.0, 0.0, 0.0]


def test_of_two_that_arrive_together_one_is_dropped() -> None:
    field = Field(0.5, 0.25)

    async def judge(running: Awaitable[Ready]) -> None:
        await running

    racing(field, judge)
    assert len(field.ended) == 1


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ([Unreachable("a"), PasswordRefused("b"), RemoteProtocolError("c")], PasswordRefused),
        ([Unreachable("a"), RemoteProtocolError("c")], RemoteProtocolError),
        ([Unreachable("a"), ConnectionDropped("c")], Unreachable),
        ([], Unreachable),
    ],
)
def test_when_all_fail_the_error_that_says_most_is_told(
    errors: list[Exception], told: type[Exception]
) -> None:
    field = Field(*((0.0, error) for error in errors))

    async def judge(running: Awaitable[Ready]) -> None:
        with pytest.raises(told):
            await running

    racing(field, judge)


def test_a_round_has_eight_the_last_good_one_first_and_each_once() -> None:
    servers = [endpoint(number) for number in range(MOST_A_ROUND + 1)]
    round_ = ordered([*servers, *servers], servers[5].url)
    assert round_[:2] == [servers[5], servers[0]]
    assert len(round_) == len(set(round_)) == MOST_A_ROUND


class Passwords:
    """Gives numbered passwords; counts."""

    def __init__(self) -> None:
        self.given: list[str] = []

    async def current(self) -> str:
        self.given.append("first")
        return "first"

    async def fresh(self, refused: str) -> str:
        self.given.append(f"instead of {refused}")
        return "second"


FRAMING = "xmlns='urn:ietf:params:xml:ns:xmpp-framing'"
SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"
STREAMS = "xmlns:stream='http://etherx.jabber.org/streams'"
OPEN = f"<open {FRAMING} version='1.0' from='clinic.test'/>"
PLAIN = (
    f"<stream:features {STREAMS}><mechanisms {SASL}><mechanism>PLAIN</mechanism></mechanisms>"
    "</stream:features>"
)
REFUSAL = f"<failure {SASL}><{{}}/></failure>"
NOT_AUTHORIZED = REFUSAL.format("not-authorized")
BIND = (
    f"<stream:features {STREAMS}><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>"
)
SIGNED_IN = [f"<success {SASL}/>", OPEN, BIND]


def negotiating(
    frames: list[str], *, strongest: str = "", learned: Callable[[str], None] = lambda _: None
) -> tuple[Passwords, Socket, BaseException | Ready]:
    """What becomes of one server's negotiation that says these frames."""
    passwords, socket = Passwords(), Socket(mute=True)
    outcome: list[BaseException | Ready] = []

    async def opened(_: Endpoint) -> Socket:
        return socket

    def stream(_: Endpoint, password: str) -> Stream:
        return Stream(
            Credentials("clinic.test", "1001", password, private=True, strongest=strongest), "nonce"
        )

    async def live() -> None:
        for frame in frames:
            socket.say(frame)
        made = Negotiator(opened, stream, lambda: "nonce", passwords, learned)
        outcome.extend(await asyncio.gather(made.negotiate(endpoint(1)), return_exceptions=True))

    run(VirtualLoop(), live())
    return passwords, socket, outcome[0]


def test_a_server_that_accepts_the_password_is_ready_and_tells_how_strong_it_is() -> None:
    known: list[str] = []
    passwords, _, ready = negotiating([OPEN, PLAIN, *SIGNED_IN], learned=known.append)
    assert isinstance(ready, Ready)
    assert (passwords.given, known) == (["first"], ["PLAIN"])


def test_a_refused_password_is_followed_by_one_fresh_one() -> None:
    passwords, _, ready = negotiating([OPEN, PLAIN, NOT_AUTHORIZED, *SIGNED_IN])
    assert isinstance(ready, Ready)
    assert passwords.given == ["first", "instead of first"]


def test_a_second_refusal_ends_it() -> None:
    passwords, _, error = negotiating([OPEN, PLAIN, NOT_AUTHORIZED, NOT_AUTHORIZED])
    assert isinstance(error, PasswordRefused)
    assert len(passwords.given) == 2


def test_another_refusal_is_not_the_passwords_fault() -> None:
    passwords, _, error = negotiating([OPEN, PLAIN, REFUSAL.format("account-disabled")])
    assert isinstance(error, PasswordRefused)
    assert passwords.given == ["first"]


def test_a_weaker_way_than_before_is_not_taken() -> None:
    _, socket, error = negotiating([OPEN, PLAIN], strongest="SCRAM-SHA-256")
    assert isinstance(error, WeakerSignIn)
    assert not any("auth" in frame for frame in socket.sent)


@pytest.mark.parametrize(
    ("frame", "error"),
    [
        (f"<close {FRAMING}/>", ConnectionDropped),
        (f"<stream:error {STREAMS}><reset xmlns='x:y'/></stream:error>", Unreachable),
        ("<a>", RemoteProtocolError),
        ("", DeadlineExceeded),
    ],
)
def test_what_is_no_sign_in_has_one_outcome(frame: str, error: type[Exception]) -> None:
    *_, outcome = negotiating([OPEN, *filter(None, [frame])])
    assert isinstance(outcome, error)
