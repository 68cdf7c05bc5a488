"""A session that an own sign-in took, which was given up in the middle and heard all the same."""

from functools import partial

from tests.link.line import DOMAIN, ME, Line
from tests.link.stories import ERROR, on_a_line
from workstation.domain.connection import Phase
from workstation.link.session_driver import CONTEST_SECONDS
from workstation.link.ticker import REST_SECONDS
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.inline_sign_in import InlineSignIn
from workstation.xmpp.stream import Stream


def rival(line: Line) -> None:
    """Another server's stream, which has asked for the session."""
    stream = Stream(Credentials(DOMAIN, str(ME), "x", private=True), "nonce")
    stream.use_inline(InlineSignIn("agent", partial(line.wire.session.ask_inside, stream)))
    line.wire.session.ask_inside(stream)


async def come_back_contested(line: Line) -> None:
    """Online, and again after a loss in whose middle an own sign-in was given up."""
    await line.phase(Phase.ONLINE)
    line.down = 0.1
    line.sockets[0].drop()
    await line.phase(Phase.WAITING)
    rival(line)
    line.down = None
    await line.phase(Phase.ONLINE)


def test_a_conflict_with_an_own_sign_in_that_was_given_up_is_a_lost_line() -> None:
    async def story(line: Line) -> None:
        await come_back_contested(line)
        line.sockets[1].say(ERROR.format("conflict"))
        await line.until(lambda: len(line.sockets) == 3)
        await line.phase(Phase.ONLINE)
        line.sockets[2].say(ERROR.format("conflict"))
        await line.phase(Phase.CONFLICT)

    on_a_line(story)


def test_one_that_was_given_up_may_end_the_session_after_the_next() -> None:
    async def story(line: Line) -> None:
        await come_back_contested(line)
        line.sockets[1].drop()
        await line.until(lambda: len(line.sockets) == 3)
        await line.phase(Phase.ONLINE)
        await line.pause(CONTEST_SECONDS / 2)
        line.sockets[2].say(ERROR.format("conflict"))
        await line.until(lambda: len(line.sockets) == 4)
        await line.phase(Phase.ONLINE)

    on_a_line(story)


def test_a_conflict_long_after_one_was_given_up_is_with_somebody_else() -> None:
    async def story(line: Line) -> None:
        await come_back_contested(line)
        await line.pause(CONTEST_SECONDS + REST_SECONDS)
        line.sockets[1].say(ERROR.format("conflict"))
        await line.phase(Phase.CONFLICT)

    on_a_line(story)
