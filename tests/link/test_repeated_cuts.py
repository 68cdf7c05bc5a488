"""A gateway that cuts the line at a frame it does not like, without a word, each time it comes."""

import pytest

from tests.link.line import DOMAIN, Handled, Line
from tests.link.slow_server import CLIENT, SlowSocket
from tests.link.stories import on_a_line
from workstation.domain.backoff import RECONNECT
from workstation.domain.commands import FetchPage, SetRooms
from workstation.domain.connection import Phase
from workstation.domain.events import FRAME_REFUSED, SUSPECTED, Broken, PageFailed
from workstation.link.repeated_cuts import CUTS, MORE_CUTS, QUICK_SESSIONS, RepeatedCuts
from workstation.link.uptime import STEADY_SECONDS
from workstation.xmpp.jid import Jid

ROOM = 7
ROOM_JID = Jid(f"consult-{ROOM}@consult.{DOMAIN}")


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


class Censor(SlowSocket):
    """Cuts the line as the doctor's words come, and does not let them through."""

    hates, waits = "hated", 0.0

    def _handle(self, frame: str) -> None:
        if self.hates in frame:
            self.mute = True
            self._loop.call_later(self.waits, self.drop)
        else:
            super()._handle(frame)


class BusyCensor(Censor):
    """Something for us comes each time that the session is taken up again."""

    def _handle(self, frame: str) -> None:
        super()._handle(frame)
        if frame.startswith("<resume "):
            self.say(BadLine.between)


class LateCensor(BusyCensor):
    """The line holds for a while each time."""

    waits = STEADY_SECONDS


class SilentCensor(Censor):
    """What it does not like are no words: that somebody writes."""

    hates = "composing"


class SlowCensor(Censor):
    """No page comes, so that one is due as it cuts."""

    def _give_page(self, *_: str) -> None:
        pass


async def enter(line: Line) -> None:
    await line.phase(Phase.ONLINE)
    line.link.post(SetRooms((ROOM,)))
    await line.pause(5.0)


def write(line: Line, *words: str) -> None:
    for each in words:
        line.wire.session.messages.send_text(ROOM_JID, each, each)
    line.link._flush()


async def wait_for_new_session(line: Line) -> list[Broken]:
    """What was said of own messages when the session was not resumed any more."""
    await line.until(lambda: len(line.sockets) == CUTS + 2)
    await line.phase(Phase.ONLINE)
    resumed = [any(f.startswith("<resume ") for f in each.sent) for each in line.sockets]
    assert resumed == [False, *[True] * CUTS, False]
    return [each for each in line.events if isinstance(each, Broken)]


async def ask(line: Line) -> None:
    await enter(line)
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


def test_what_is_acknowledged_between_two_cuts_is_not_blamed() -> None:
    cuts = RepeatedCuts()
    counted = [cuts.count(mark, f"m{mark % 3}", steady=False) for mark in range(4 * CUTS)]
    assert not any(counted)
    assert not cuts.is_of_message


def test_as_long_as_no_session_holds_fewer_cuts_are_enough() -> None:
    """Several archives may hold such an entry, and each is met by a session of its own."""
    cuts = RepeatedCuts()
    assert [cuts.count(7, steady=False) for _ in range(CUTS + 1)] == [*[False] * CUTS, True]
    assert [cuts.count(9, steady=False) for _ in range(MORE_CUTS + 1)] == [False, False, True]
    cuts.count(11, steady=True)
    assert not any(cuts.count(11, steady=False) for _ in range(CUTS - 1))


@pytest.mark.parametrize(
    ("make_socket", "words"),
    [(Censor, ("hated",)), (BusyCensor, ("hated",)), (Censor, ("hated", "harmless"))],
)
def test_an_own_message_at_which_each_resumption_is_cut_is_named(
    make_socket: type[Censor], words: tuple[str, ...]
) -> None:
    """Nobody would learn of it, and nothing behind it would ever be sent.

    What was sent behind it may be to blame as well: a gateway that cuts may lose what it took just
    before, so each is tried alone.
    """

    async def story(line: Line) -> None:
        await enter(line)
        write(line, *words)
        (broken,) = await wait_for_new_session(line)
        assert broken.suspects == words

    on_a_line(story, make_socket=make_socket)


def test_a_new_session_does_not_wait_as_long_as_the_last() -> None:
    """It goes without what was named, or asks for it last."""

    async def story(line: Line) -> None:
        await ask(line)
        await line.until(lambda: len(line.sockets) == CUTS + 2)
        *_, before, last = line.tries
        assert last - before < CUTS * RECONNECT.first_seconds

    on_a_line(story, make_socket=Gateway)


def test_a_server_that_cuts_each_session_is_soon_left_alone_for_longer() -> None:
    """It would be opened without end."""
    cuts = RepeatedCuts()
    for _ in range(2):
        quick = [cuts.is_quick for _ in range(99) if cuts.count(7, steady=False)]
        assert quick.count(True) == quick.index(False) == QUICK_SESSIONS
        cuts.count(7, steady=True)
    assert not cuts.is_quick


def test_nobody_is_blamed_for_what_came_before_the_words() -> None:
    async def story(line: Line) -> None:
        await enter(line)
        line.wire.session.messages.set_composing(ROOM_JID, composing=True)
        write(line, "harmless")
        assert await wait_for_new_session(line) == []

    on_a_line(story, make_socket=SilentCensor)


def test_words_behind_which_the_line_holds_for_a_while_are_not_blamed() -> None:
    async def story(line: Line) -> None:
        await enter(line)
        write(line, "hated")
        await line.until(lambda: len(line.sockets) == 2 * CUTS + 2)
        assert not any(isinstance(each, Broken) for each in line.events)

    on_a_line(story, make_socket=LateCensor)


def test_of_a_page_that_is_due_and_own_words_neither_is_blamed_alone() -> None:
    """Each resumption brings the page again, and the words; nobody knows which of them it was."""

    async def story(line: Line) -> None:
        await enter(line)
        line.link.post(FetchPage(ROOM, "q"))
        write(line, "hated")
        (broken,) = await wait_for_new_session(line)
        assert (broken.suspects, broken.beside_pages) == (("hated",), True)
        (failed,) = [each for each in line.events if isinstance(each, PageFailed)]
        assert failed.reason == SUSPECTED

    on_a_line(story, make_socket=SlowCensor)
