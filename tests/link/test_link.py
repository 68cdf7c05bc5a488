"""What ends a wait, what does not, and who is blamed when the server ends the session."""

import asyncio
from itertools import pairwise

import pytest

from tests.link.line import DOMAIN, FIRST, SECOND, Line
from tests.link.slow_server import SlowSocket
from tests.link.stories import ERROR, on_a_line
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.backoff import RECONNECT
from workstation.domain.commands import SetRooms
from workstation.domain.connection import Phase
from workstation.domain.errors import TokenRejected, Unreachable
from workstation.domain.events import Broken
from workstation.link.web_socket import FrameRefused, SizeRefused
from workstation.xmpp.jid import Jid

ROOM = 7


def test_an_absence_begins_when_the_link_begins() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        first = line.phases[0].connection
        assert (first.phase, first.since) == (Phase.CONNECTING, line.tries[0])

    loop = VirtualLoop()
    loop._selector.now = 5_000.0

    async def live() -> None:
        async with Line(loop) as line:
            await story(line)

    run(loop, live())


def test_who_asks_during_a_round_that_fails_does_not_wait_after_it() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.WAITING)
        while len(line.tries) < 8:
            await line.phase(Phase.CONNECTING)
            await line.phase(Phase.WAITING)
        await line.phase(Phase.CONNECTING)
        await line.pause()
        line.link.retry_now()
        rounds = len(line.tries)
        while len(line.tries) == rounds:
            await line.pause()
        assert line.tries[-1] - line.tries[-2] < 3.0

    on_a_line(story, down=2.0)


def test_a_network_that_came_back_tests_the_socket_that_is_open() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.link.set_network(available=False)
        line.link.set_network(available=False)
        assert line.sockets[0].probes == 0, "it is not there"
        line.link.set_network(available=True)
        assert line.sockets[0].probes == 1

    on_a_line(story)


def test_a_network_that_is_said_to_be_there_again_and_again_tests_nothing() -> None:
    """The system says so at each change of any interface: every wait would end by it."""

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.link.set_network(available=True)
        assert line.sockets[0].probes == 0

    on_a_line(story)


def test_after_a_conflict_the_doctor_comes_back_to_the_same_server() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        server = line.link.last_good
        line.sockets[0].say(ERROR.format("conflict"))
        await line.phase(Phase.CONFLICT)
        line.link.retry_now()
        await line.phase(Phase.ONLINE)
        assert (line.link.last_good, len(line.tries)) == (server, 2)

    on_a_line(story, servers=[FIRST, SECOND])


def test_a_conflict_outlasts_a_network_that_comes_back_and_ends_by_the_doctor() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.sockets[0].say(ERROR.format("conflict"))
        await line.phase(Phase.CONFLICT)
        line.link.set_network(available=False)
        line.link.set_network(available=True)
        await line.pause(100.0)
        assert line.link.connection.phase is Phase.CONFLICT
        line.link.retry_now()
        await line.phase(Phase.ONLINE)
        assert len(line.sockets) == 2

    on_a_line(story)


@pytest.mark.parametrize("condition", ["policy-violation", "not-well-formed", "bad-format"])
def test_who_was_under_way_is_suspected_when_the_session_is_ended(condition: str) -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.sockets[0].say(ERROR.format(condition))
        await line.phase(Phase.WAITING)
        await line.pause()
        assert [each.reason for each in line.events if isinstance(each, Broken)] == [condition]

    on_a_line(story)


def test_what_ended_a_session_is_not_sent_by_its_resumption() -> None:
    """A server may resume what it ended: it would be sent all that was under way, at once again."""

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.sockets[0].say(ERROR.format("policy-violation"))
        while len(line.sockets) < 2:
            await line.pause()
        await line.phase(Phase.ONLINE)
        assert not any(frame.startswith("<resume ") for frame in line.sockets[1].sent)

    on_a_line(story)


def test_what_a_box_between_does_not_carry_is_suspected_and_not_sent_again_at_once() -> None:
    """A gateway that bounds messages ends the WebSocket (RFC 6455, 7.4.1), not the stream."""

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.sockets[0].drop(FrameRefused("frame exceeds the bound"))
        await line.phase(Phase.WAITING)
        await line.phase(Phase.ONLINE)
        assert [each for each in line.events if isinstance(each, Broken)]
        assert not any(frame.startswith("<resume ") for frame in line.sockets[1].sent)

    on_a_line(story)


@pytest.mark.parametrize(("refused", "suspects"), [(SizeRefused, ("long",)), (FrameRefused, ())])
def test_for_a_size_nothing_is_suspected_that_is_no_larger_than_what_was_taken(
    refused: type[FrameRefused], suspects: tuple[str, ...]
) -> None:
    """The gateway may have meant a frame of the server's: an innocent message would be set aside.

    For another reason than its size each may be it.
    """

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        socket = line.sockets[0]
        line.link.post(SetRooms((ROOM,)))
        await line.pause(5.0)
        room, messages = Jid(f"consult-{ROOM}@consult.{DOMAIN}"), line.wire.session.messages
        messages.send_text(room, "taken", "x" * 300)
        line.link._flush()
        await line.pause(5.0)
        socket.mute = True
        messages.send_text(room, "short", "x" * 200)
        messages.send_text(room, "long", "x" * 400)
        line.link._flush()
        socket.drop(refused("frame exceeds the bound"))
        await line.phase(Phase.WAITING)
        await line.pause()
        (broken,) = [each for each in line.events if isinstance(each, Broken)]
        assert broken.suspects == (suspects or ("short", "long"))

    on_a_line(story, make_socket=SlowSocket)


def test_a_cut_frame_blames_nobody_and_the_next_session_is_new() -> None:
    """Prosody takes the first frame after a resumption for the rest of one that was cut."""

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.link.post(SetRooms((ROOM,)))
        line.sockets[0].drop()
        while len(line.sockets) < 2:
            await line.pause()
        await line.phase(Phase.ONLINE)
        assert any(frame.startswith("<resume ") for frame in line.sockets[1].sent)
        line.sockets[1].say(ERROR.format("not-well-formed"))
        while len(line.sockets) < 3:
            await line.pause()
        await line.phase(Phase.ONLINE)
        assert not any(frame.startswith("<resume ") for frame in line.sockets[2].sent)
        assert not any(isinstance(each, Broken) for each in line.events)

    on_a_line(story)


def test_a_server_that_gives_no_session_comes_last_in_the_next_round() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        assert line.hosts == [SECOND.host, FIRST.host]

    on_a_line(story, servers=[SECOND, FIRST], mute=SECOND.host)


def test_a_list_that_serves_is_not_asked_for_again() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.servers = Unreachable("platform")
        line.sockets[0].drop()
        await line.phase(Phase.WAITING)
        await line.phase(Phase.ONLINE)
        assert (line.asked, len(line.sockets)) == (1, 2)

    on_a_line(story)


def test_a_list_that_failed_is_asked_for_again() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.servers, line.down = [SECOND], 0.0
        line.sockets[0].drop()
        while line.hosts[-1] != SECOND.host:
            await line.pause()
        assert line.hosts == [FIRST.host, FIRST.host, SECOND.host]

    on_a_line(story)


def test_a_platform_that_is_away_keeps_nobody_from_the_servers_that_are_known() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.servers, line.down = Unreachable("platform"), 0.0
        line.sockets[0].drop()
        while line.asked < 4:
            await line.pause()
        line.down = None
        await line.phase(Phase.ONLINE)

    on_a_line(story)


def test_a_token_that_is_refused_stops_the_tries_until_somebody_acts() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.servers, line.down = TokenRejected("401"), 0.0
        line.sockets[0].drop()
        await line.phase(Phase.REFUSED)
        tries = len(line.tries)
        line.link.set_network(available=False)
        line.link.set_network(available=True)
        await line.pause(1_000.0)
        assert (line.link.connection.phase, len(line.tries)) == (Phase.REFUSED, tries)
        line.servers, line.down = [FIRST], None
        line.link.retry_now()
        await line.phase(Phase.ONLINE)

    on_a_line(story)


def test_a_session_that_never_lasts_is_opened_less_and_less_often() -> None:
    async def story(line: Line) -> None:
        for number in range(10):
            while len(line.sockets) == number:
                await line.pause()
            await line.phase(Phase.ONLINE)
            line.sockets[-1].say(ERROR.format("policy-violation"))
        waits = [b - a for a, b in pairwise(line.tries)]
        assert waits == sorted(waits)
        assert waits[-1] > 29

    on_a_line(story)


def test_once_it_is_closed_no_server_is_tried_any_more() -> None:
    loop = VirtualLoop()

    async def live() -> None:
        line = Line(loop)
        line.down, work = 2.0, asyncio.ensure_future(line.link.run())
        await line.pause(1.0)
        await line.link.close()
        assert (work.done(), line.link.connection.phase) == (True, Phase.SIGNED_OUT)

    run(loop, live())


def test_an_hour_without_a_server_is_no_storm() -> None:
    async def story(line: Line) -> None:
        await line.pause(3_600.0)
        assert line.link.connection.phase in {Phase.WAITING, Phase.CONNECTING}
        assert (
            3_600 / RECONNECT.max_seconds
            <= line.asked
            == len(line.tries)
            <= 3_600 / RECONNECT.max_seconds + 8
        )

    on_a_line(story, down=0.0)
