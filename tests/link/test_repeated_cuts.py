"""A gateway that cuts the line at a frame it does not like, without a word, each time it comes."""

import pytest

from tests.link.line import Handled, Line
from tests.link.slow_server import CLIENT, SlowSocket
from tests.link.stories import on_a_line
from workstation.domain.commands import FetchPage, SetRooms
from workstation.domain.connection import Phase
from workstation.domain.events import FRAME_REFUSED, Broken, PageFailed
from workstation.link.reconnect_policy import STEADY_SECONDS
from workstation.link.repeated_cuts import CUTS, MORE_CUTS, RepeatedCuts

ROOM = 7


class Gateway(SlowSocket):
    """Cuts the line as a page comes, and as it comes again with each resumption."""

    between = ""
    lasts = 0.0

    def __init__(self, handled: Handled | None = None, *, mute: bool = False) -> None:
        super().__init__(handled, mute=mute)
        self.is_resumed = False

    def _handle(self, frame: str) -> None:
        super()._handle(frame)
        if frame.startswith("<resume "):
            self.is_resumed = self.mute = True
            if self.between:
                self.say(self.between)
            self._loop.call_later(1.0 + self.lasts, self.drop)

    def _give_page(self, *_: str) -> None:
        self.drop()


class BadLine(Gateway):
    """Something else comes each time before the line is cut."""

    between = f"<message {CLIENT} from='clinic.test'/>"


class LongLine(Gateway):
    """Nothing comes, but the line holds for a while."""

    lasts = STEADY_SECONDS


async def ask(line: Line) -> None:
    await line.phase(Phase.ONLINE)
    line.link.post(SetRooms((ROOM,)))
    await line.pause(5.0)
    line.link.post(FetchPage(ROOM, "q"))


def test_what_cuts_each_resumption_is_not_resumed_for_ever() -> None:
    """No room would be read, and nothing sent, because of one entry of one archive."""

    async def story(line: Line) -> None:
        await ask(line)
        await line.until(lambda: any(isinstance(each, PageFailed) for each in line.events))
        assert all(socket.is_resumed for socket in line.sockets[1:])
        assert len(line.sockets) == CUTS + 1
        await line.until(lambda: line.link.connection.phase is Phase.ONLINE)
        assert not line.sockets[-1].is_resumed
        (failed,) = [each for each in line.events if isinstance(each, PageFailed)]
        assert failed.reason == FRAME_REFUSED
        assert not any(isinstance(each, Broken) for each in line.events)

    on_a_line(story, make_socket=Gateway)


@pytest.mark.parametrize("make_socket", [BadLine, LongLine])
def test_what_carries_anything_or_holds_for_a_while_is_resumed_each_time(
    make_socket: type[Gateway],
) -> None:
    async def story(line: Line) -> None:
        await ask(line)
        await line.until(lambda: len(line.sockets) == 2 * CUTS + 2)
        assert all(socket.is_resumed for socket in line.sockets[1:-1])

    on_a_line(story, make_socket=make_socket)


def test_as_long_as_no_session_holds_fewer_cuts_are_enough() -> None:
    """Several archives may hold such an entry, and each is met by a session of its own."""
    cuts = RepeatedCuts()
    assert [cuts.count(7, steady=False) for _ in range(CUTS + 1)] == [*[False] * CUTS, True]
    assert [cuts.count(9, steady=False) for _ in range(MORE_CUTS + 1)] == [False, False, True]
    cuts.count(11, steady=True)
    assert not any(cuts.count(11, steady=False) for _ in range(CUTS - 1))
