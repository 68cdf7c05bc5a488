"""Who is suspected for a frame that a gateway does not carry: while pages come, these as well."""

import pytest

from tests.link.line import DOMAIN, Line
from tests.link.slow_server import SlowSocket
from tests.link.stories import ERROR, on_a_line
from workstation.domain.commands import FetchPage, SetRooms
from workstation.domain.connection import Phase
from workstation.domain.events import FRAME_REFUSED, SUSPECTED, Broken, PageFailed
from workstation.link.web_socket import FrameRefused, SizeRefused
from workstation.xmpp.jid import Jid

ROOM = 7


class Busy(SlowSocket):
    """It answers no archive query, and acknowledges nothing that came behind one."""

    def _give_page(self, *_: str) -> None:
        self.mute = True


async def ask(line: Line) -> None:
    """The answer of an archive is under way."""
    await line.phase(Phase.ONLINE)
    line.link.post(SetRooms((ROOM,)))
    await line.pause(5.0)
    line.link.post(FetchPage(ROOM, "q"))


async def write_while_a_page_comes(line: Line) -> None:
    """What is written is under way, and so is the answer of an archive."""
    await ask(line)
    room = Jid(f"consult-{ROOM}@consult.{DOMAIN}")
    line.wire.session.messages.send_text(room, "written", "x" * 900)
    line.link._flush()


async def end_of(line: Line) -> Broken:
    """What is said of the one session that ended."""
    await line.phase(Phase.WAITING)
    await line.pause()
    (broken,) = [each for each in line.events if isinstance(each, Broken)]
    return broken


def failure_of(line: Line) -> str:
    """Why the one page did not come."""
    (failed,) = [each for each in line.events if isinstance(each, PageFailed)]
    return failed.reason


@pytest.mark.parametrize("refused", [SizeRefused, FrameRefused])
def test_while_pages_come_what_a_gateway_refuses_may_be_one_of_them(
    refused: type[FrameRefused],
) -> None:
    """It ends both its connections alike, and does not say which side sent it.

    What the doctor wrote would be called not sent because of what stands in an archive.
    """

    async def story(line: Line) -> None:
        await write_while_a_page_comes(line)
        line.sockets[0].drop(refused("frame exceeds the bound"))
        broken = await end_of(line)
        assert (broken.suspects, broken.beside_pages) == (("written",), True)
        assert failure_of(line) == SUSPECTED
        while len(line.sockets) < 2:
            await line.pause()
        assert not any(frame.startswith("<resume ") for frame in line.sockets[1].sent)

    on_a_line(story, make_socket=Busy)


def test_where_nothing_was_written_it_is_of_the_page() -> None:
    async def story(line: Line) -> None:
        await ask(line)
        line.sockets[0].drop(FrameRefused("frame refused"))
        assert (await end_of(line)).suspects == ()
        assert failure_of(line) == FRAME_REFUSED

    on_a_line(story, make_socket=Busy)


def test_what_the_server_says_itself_is_of_ours_while_pages_come_too() -> None:
    async def story(line: Line) -> None:
        await write_while_a_page_comes(line)
        line.sockets[0].say(ERROR.format("policy-violation"))
        assert await end_of(line) == Broken("policy-violation", ("written",))

    on_a_line(story, make_socket=Busy)
