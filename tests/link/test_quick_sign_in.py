"""A sign-in by a token: when the platform is asked, what a broken server costs, what is stored."""

import base64
import hmac
import re
from collections.abc import Awaitable, Callable

import pytest

from tests.link.line import Line, Socket
from tests.link.sign_in_frames import OPEN, STREAMS, Numbered, endpoint, offered
from tests.link.stories import on_a_line
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from workstation.domain.connection import Phase
from workstation.domain.errors import DeadlineExceeded, RemoteProtocolError, Unreachable
from workstation.link.fast_tokens import MARGIN, RENEW_MS, RESERVE, FastTokens, KeptToken
from workstation.link.im_passwords import ImPasswords
from workstation.link.negotiation import TOKEN_SECONDS, Negotiator, Ready
from workstation.link.quick_sign_in import QuickSignIn
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.events import TokenIssued
from workstation.xmpp.session import XmppSession
from workstation.xmpp.stream import Stream

SERVER = endpoint(1)
TOKEN = KeptToken("secret-token:1", 10 * RENEW_MS)
SASL, SASL2 = "urn:ietf:params:xml:ns:xmpp-sasl", "xmlns='urn:xmpp:sasl:2'"
SM, BIND2, FAST = "urn:xmpp:sm:3", "urn:xmpp:bind:0", "xmlns='urn:xmpp:fast:0'"
QUICK = (
    f"<stream:features {STREAMS}><mechanisms xmlns='{SASL}'><mechanism>PLAIN</mechanism>"
    f"</mechanisms><authentication {SASL2}><mechanism>PLAIN</mechanism><inline>"
    f"<bind xmlns='{BIND2}'><inline><feature var='{SM}'/></inline></bind><sm xmlns='{SM}'/>"
    f"<fast {FAST}><mechanism>HT-SHA-256-NONE</mechanism></fast>"
    "</inline></authentication></stream:features>"
)
BOUND = f"<bound xmlns='{BIND2}'><enabled xmlns='{SM}' resume='true' id='sm'/></bound>"
WHO = "<authorization-identifier>1001@clinic.test/desk</authorization-identifier>"
ISSUED = f"<token {FAST} token='secret-token:2' expiry='2030-01-01T00:00:00Z'/>"

ACCEPTED = f"<success {SASL2}>{BOUND}{WHO}</success>"
ACCEPTED_WITH_TOKEN = f"<success {SASL2}>{BOUND}{ISSUED}{WHO}</success>"


def success(inner: str = BOUND) -> str:
    """As the holder of ``TOKEN`` says it."""
    proof = hmac.digest(TOKEN.secret.encode(), b"Responder", "sha256")
    data = f"<additional-data>{base64.b64encode(proof).decode()}</additional-data>"
    return f"<success {SASL2}>{data}{inner}{WHO}</success>"


def failure(condition: str) -> str:
    return f"<failure {SASL2}><{condition} xmlns='{SASL}'/></failure>"


class Server(Socket):
    """Offers everything, and answers each sign-in by the next of these; ``None`` is silence."""

    def __init__(self, answers: list[str | None]) -> None:
        super().__init__(mute=True)
        self._answers = answers

    def send(self, frames) -> None:
        sent = list(frames)
        super().send(sent)
        for frame in sent:
            if frame.startswith("<open "):
                self.say(OPEN)
                self.say(QUICK)
            if frame.startswith(("<authenticate ", "<auth ")) and (answer := self._answers.pop(0)):
                self.say(answer)


class Desk:
    """A sign-in at one server after the other, and what is kept of tokens."""

    def __init__(self, loop: VirtualLoop, token: KeptToken | None, answers: list[str | None]):
        self.clock = VirtualClock(loop)
        self.platform = Numbered(self.clock)
        self.stored: list[KeptToken | None] = []
        self.session = XmppSession("desk", iter(f"i{n}" for n in range(100)).__next__)
        self.tokens = FastTokens(token, lambda: 0, self.stored.append)
        self.server = Server(answers)
        passwords = ImPasswords(self.platform.fetch, self.clock)
        quick = QuickSignIn(self.session, "agent", self.tokens, set())
        self.negotiator = Negotiator(self._open, _stream, lambda: "nonce", passwords, quick=quick)

    async def sign_in(self) -> Ready:
        return await self.negotiator.negotiate(SERVER)

    def asked(self) -> list[str]:
        """The mechanisms that were tried, in order; in capitals where everything was inside."""
        sent = "".join(self.server.sent)
        tried = re.findall(r'<(auth|authenticate) [^>]*mechanism="([^"]+)"', sent)
        return [name if way == "authenticate" else name.lower() for way, name in tried]

    async def _open(self, _: object) -> Server:
        return self.server


def _stream(_: object, password: str) -> Stream:
    return Stream(Credentials("clinic.test", "1001", password, private=True), "nonce")


def at_a_desk(
    story: Callable[[Desk], Awaitable[None]], *answers: str | None, token: KeptToken | None = TOKEN
) -> Desk:
    """Live through it; the desk afterwards."""
    loop = VirtualLoop()
    desk = Desk(loop, token, list(answers))
    run(loop, _live(story, desk))
    return desk


async def _live(story: Callable[[Desk], Awaitable[None]], desk: Desk) -> None:
    await story(desk)


async def once(desk: Desk) -> None:
    await desk.sign_in()


def test_by_a_token_the_platform_is_not_asked() -> None:
    async def away(desk: Desk) -> None:
        desk.platform.away = True
        await desk.sign_in()

    desk = at_a_desk(away, success())
    assert desk.asked() == ["HT-SHA-256-NONE"]
    assert desk.platform.fetches == 0
    assert offered(desk.server) == []


def test_a_refused_token_is_forgotten_and_the_password_signs_in() -> None:
    desk = at_a_desk(once, failure("not-authorized"), ACCEPTED_WITH_TOKEN)
    assert desk.asked() == ["HT-SHA-256-NONE", "PLAIN"]
    assert desk.platform.fetches == 1
    assert desk.stored[-2:] == [None, KeptToken("secret-token:2", 1_893_456_000_000)]
    assert "<request-token" in desk.server.sent[-1]


def test_a_token_that_could_not_be_looked_at_is_kept() -> None:
    desk = at_a_desk(once, failure("temporary-auth-failure"), ACCEPTED)
    assert desk.tokens.is_ready


def test_a_refused_token_and_a_platform_that_is_away_are_said() -> None:
    async def away(desk: Desk) -> None:
        desk.platform.away = True
        with pytest.raises(Unreachable):
            await desk.sign_in()

    at_a_desk(away, failure("not-authorized"))


def test_without_a_token_the_password_goes_inside_and_a_token_is_kept() -> None:
    desk = at_a_desk(once, ACCEPTED_WITH_TOKEN, token=None)
    assert desk.asked() == ["PLAIN"]
    assert desk.stored == [KeptToken("secret-token:2", 1_893_456_000_000)]


def test_a_server_that_breaks_over_it_is_asked_as_ever_next_and_quickly_after_that() -> None:
    async def thrice(desk: Desk) -> None:
        with pytest.raises(RemoteProtocolError):
            await desk.sign_in()
        with pytest.raises(RemoteProtocolError):
            await desk.sign_in()
        await desk.sign_in()

    desk = at_a_desk(thrice, "<continue xmlns='urn:xmpp:sasl:2'/>", "<other/>", success())
    assert desk.asked() == ["HT-SHA-256-NONE", "plain", "HT-SHA-256-NONE"]


def test_a_server_that_falls_silent_over_a_token_is_left_soon() -> None:
    async def silent(desk: Desk) -> None:
        begun = desk.clock.monotonic()
        with pytest.raises(DeadlineExceeded):
            await desk.sign_in()
        assert desk.clock.monotonic() - begun == pytest.approx(TOKEN_SECONDS)

    at_a_desk(silent, None)


def test_what_a_quick_sign_in_brought_and_was_no_session_is_not_asked_for_again() -> None:
    async def set_aside(desk: Desk) -> None:
        desk.negotiator.set_aside(SERVER)
        with pytest.raises(RemoteProtocolError):
            await desk.sign_in()

    desk = at_a_desk(set_aside, "<other/>")
    assert desk.asked() == ["plain"]


def tokens(stored: KeptToken | None = TOKEN, now_ms: int = 0) -> tuple[FastTokens, list]:
    changes: list[KeptToken | None] = []
    return FastTokens(stored, lambda: now_ms, changes.append), changes


def test_no_count_is_used_twice_not_even_by_the_next_run() -> None:
    first, changes = tokens()
    counts = [first.take().count for _ in range(3 * RESERVE)]
    assert counts == list(range(1, 3 * RESERVE + 1))
    assert len(changes) < 8, "the disk is not written at every sign-in"
    for at, change in enumerate(changes[:-1]):
        second, _ = tokens(change)
        begun_again = second.take().count
        used_before_the_next_was_due = changes[at + 1].count - RESERVE - 1
        assert begun_again > used_before_the_next_was_due
    assert changes[-1].count >= counts[-1] + MARGIN - 1


def test_a_token_that_has_ended_is_not_shown() -> None:
    ended, _ = tokens(now_ms=TOKEN.expires_ms)
    assert (ended.take(), ended.is_ready, ended.wants_new) == (None, False, True)
    nothing, _ = tokens(None)
    assert (nothing.take(), nothing.is_ready, nothing.wants_new) == (None, False, True)


def test_a_token_is_renewed_a_week_before_its_end() -> None:
    assert not tokens()[0].wants_new
    assert tokens(now_ms=TOKEN.expires_ms - RENEW_MS + 1)[0].wants_new


def test_only_the_refused_token_is_dropped() -> None:
    held, changes = tokens()
    held.keep(TokenIssued("newer", TOKEN.expires_ms))
    held.drop(TOKEN.secret)
    assert held.is_ready
    held.drop("newer")
    held.drop("newer")
    assert not held.is_ready
    assert changes == [KeptToken("newer", TOKEN.expires_ms), None]


def test_no_token_shows_in_what_a_log_may_hold() -> None:
    assert TOKEN.secret not in repr(TOKEN)
    held, _ = tokens()
    assert TOKEN.secret not in repr(held.take())


def test_a_server_that_breaks_before_anything_is_online_is_set_aside(
    expect_log: list[str],
) -> None:
    expect_log.append("broke the protocol")

    async def story(line: Line) -> None:
        await line.until(lambda: line.sockets)
        line.sockets[0].say("<broken")
        await line.until(lambda: line.set_apart)

    on_a_line(story, mute="127.0.0.1")


def test_one_that_breaks_later_is_not(expect_log: list[str]) -> None:
    expect_log.append("broke the protocol")

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.sockets[0].say("<broken")
        await line.until(lambda: len(line.sockets) == 2)
        assert line.set_apart == []

    on_a_line(story)
