"""Several servers at once: who starts when, who wins, what is said when none does."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.link.line import Socket
from tests.link.sign_in_frames import (
    FRAMING,
    NOT_AUTHORIZED,
    OPEN,
    PLAIN,
    REFUSAL,
    SIGNED_IN,
    STREAMS,
    Numbered,
    endpoint,
    offered,
)
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from workstation.domain.errors import (
    ConnectionDropped,
    DeadlineExceeded,
    RemoteProtocolError,
    Unreachable,
)
from workstation.domain.sign_in_errors import (
    NoServers,
    PasswordRefused,
    SessionRefused,
    WeakerSignIn,
)
from workstation.link.endpoints import Endpoint
from workstation.link.im_passwords import ImPasswords
from workstation.link.negotiation import STAGGER_SECONDS, Negotiator, Ready, race
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.stream import Stream


class Field:
    """Servers that answer after some seconds, or fail after some."""

    def __init__(self, *outcomes: float | tuple[float, Exception]) -> None:
        self._outcomes = dict(zip(map(endpoint, range(9)), outcomes, strict=False))
        self.endpoints = list(self._outcomes)
        self.began: list[float] = []
        self.ended: list[Endpoint] = []
        self.ending_seconds = 0.0

    async def negotiate(self, where: Endpoint) -> Ready:
        self.began.append(round(asyncio.get_running_loop().time(), 3))
        outcome = self._outcomes[where]
        seconds, error = outcome if isinstance(outcome, tuple) else (outcome, None)
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            await asyncio.sleep(self.ending_seconds)
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
        await asyncio.sleep(self._field.ending_seconds)
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


@pytest.mark.parametrize("seconds", [0.25, 9.0])
def test_one_that_got_there_is_dropped_where_who_waits_for_it_goes(seconds: float) -> None:
    """While the other is ended, which takes its time, be it there by then or not."""
    field = Field(seconds + STAGGER_SECONDS, 0.25)
    field.ending_seconds = 1.0

    async def judge(running: Awaitable[Ready]) -> None:
        waiting = asyncio.ensure_future(running)
        await asyncio.sleep(1.0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert waiting.cancelled()

    racing(field, judge)
    assert set(field.ended) == set(field.endpoints)


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        ([Unreachable("a"), PasswordRefused("b"), RemoteProtocolError("c")], PasswordRefused),
        ([Unreachable("a"), RemoteProtocolError("c")], RemoteProtocolError),
        ([Unreachable("a"), ConnectionDropped("c")], Unreachable),
        ([], NoServers),
    ],
)
def test_when_all_fail_the_error_that_says_most_is_told(
    errors: list[Exception], expected: type[Exception]
) -> None:
    field = Field(*((0.0, error) for error in errors))

    async def judge(running: Awaitable[Ready]) -> None:
        with pytest.raises(expected):
            await running

    racing(field, judge)


def negotiating(
    frames: list[str],
    *,
    strongest: str = "",
    learned: Callable[[str], None] = lambda _: None,
    letter: str = "p",
) -> tuple[Numbered, Socket, BaseException | Ready]:
    """What becomes of one server's negotiation that says these frames; one password is known."""
    loop = VirtualLoop()
    clock = VirtualClock(loop)
    platform, socket = Numbered(clock), Socket(mute=True)
    platform.letter = letter
    passwords = ImPasswords(platform.fetch, clock)
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
        await passwords.current()
        passwords.begin_pass()
        made = Negotiator(opened, stream, lambda: "nonce", passwords, learned)
        outcome.extend(await asyncio.gather(made.negotiate(endpoint(1)), return_exceptions=True))

    run(loop, live())
    return platform, socket, outcome[0]


def test_a_server_that_accepts_the_password_is_ready_and_tells_how_strong_it_is() -> None:
    known: list[str] = []
    platform, _, ready = negotiating([OPEN, PLAIN, *SIGNED_IN], learned=known.append)
    assert isinstance(ready, Ready)
    assert (platform.fetches, known) == (1, ["PLAIN"])


def test_a_refused_password_is_followed_by_one_fresh_one() -> None:
    platform, socket, ready = negotiating([OPEN, PLAIN, NOT_AUTHORIZED, *SIGNED_IN])
    assert isinstance(ready, Ready)
    assert (platform.fetches, offered(socket)) == (2, ["p1", "p2"])


def test_a_second_refusal_ends_it() -> None:
    platform, socket, error = negotiating([OPEN, PLAIN, NOT_AUTHORIZED, NOT_AUTHORIZED])
    assert isinstance(error, PasswordRefused)
    assert (platform.fetches, offered(socket)) == (2, ["p1", "p2"])


def test_another_refusal_is_not_the_passwords_fault() -> None:
    platform, _, error = negotiating([OPEN, PLAIN, REFUSAL.format("account-disabled")])
    assert isinstance(error, PasswordRefused)
    assert platform.fetches == 1


def test_a_password_that_no_sign_in_can_carry_is_not_sent_and_said_to_be_refused() -> None:
    scram = PLAIN.replace(">PLAIN<", ">SCRAM-SHA-256<")
    _, socket, error = negotiating([OPEN, scram], letter="\x07")
    assert isinstance(error, PasswordRefused)
    assert not any("auth" in frame for frame in socket.sent)


def test_a_weaker_way_than_before_is_not_taken() -> None:
    _, socket, error = negotiating([OPEN, PLAIN], strongest="SCRAM-SHA-256")
    assert isinstance(error, WeakerSignIn)
    assert not any("auth" in frame for frame in socket.sent)


@pytest.mark.parametrize(
    ("frame", "error"),
    [
        (f"<close {FRAMING}/>", ConnectionDropped),
        (f"<stream:error {STREAMS}><reset xmlns='x:y'/></stream:error>", SessionRefused),
        ("<a>", RemoteProtocolError),
        ("", DeadlineExceeded),
    ],
)
def test_what_is_no_sign_in_has_one_outcome(frame: str, error: type[Exception]) -> None:
    *_, outcome = negotiating([OPEN, *filter(None, [frame])])
    assert isinstance(outcome, error)
