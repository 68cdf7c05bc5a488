"""A line that died without a word: what was sent is not acknowledged, and nothing else comes."""

from tests.link.line import FIRST, SECOND, Line, Socket
from tests.link.stories import on_a_line
from workstation.domain.commands import SetRooms
from workstation.domain.connection import Phase
from workstation.domain.events import Invited
from workstation.link.acknowledgement_watch import DOUBT_SECONDS, LOST_SECONDS
from workstation.link.inbox import MAX_WAITING_EVENTS
from workstation.link.ticker import REST_SECONDS, TICK_SECONDS

ROOM = 7
INVITATION = (
    "<message xmlns='jabber:client' from='2001@clinic.test'>"
    "<x xmlns='jabber:x:conference' jid='consult-9@consult.clinic.test'/></message>"
)
ANYTHING = "<message xmlns='jabber:client' from='clinic.test'/>"


async def at_rest(line: Line) -> Socket:
    """Online for a while, with nothing under way."""
    await line.phase(Phase.ONLINE)
    await line.pause(60.0)
    (socket,) = line.sockets
    return socket


def send_in_vain(line: Line, socket: Socket) -> None:
    """Something goes out on a line that is dead by now."""
    socket.mute = True
    line.link.post(SetRooms((ROOM,)))


def test_what_is_not_acknowledged_tests_the_socket() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        send_in_vain(line, socket)
        await line.pause(DOUBT_SECONDS - TICK_SECONDS)
        assert socket.probes == 0
        await line.pause(REST_SECONDS)
        assert socket.probes == 1

    on_a_line(story)


def test_it_is_tested_again_while_it_stays_silent() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        send_in_vain(line, socket)
        await line.pause(DOUBT_SECONDS * 3 + REST_SECONDS)
        assert 2 <= socket.probes <= 4
        socket.mute = False
        socket.acknowledge()
        await line.pause()
        probes = socket.probes
        await line.pause(60.0)
        assert socket.probes == probes

    on_a_line(story)


def test_a_server_that_is_late_and_says_other_things_is_alive() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        send_in_vain(line, socket)
        for _ in range(20):
            await line.pause(DOUBT_SECONDS / 2)
            socket.say(ANYTHING)
        assert socket.probes == 0

    on_a_line(story)


def test_one_that_answers_pings_and_nothing_else_is_given_up() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        send_in_vain(line, socket)
        await line.pause(LOST_SECONDS - REST_SECONDS)
        assert len(line.sockets) == 1
        await line.pause(REST_SECONDS * 2)
        assert len(line.sockets) == 2
        await line.phase(Phase.ONLINE)

    on_a_line(story)


def test_another_server_has_its_turn_when_the_same_gives_no_session_any_more() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        line.mute = FIRST.host
        send_in_vain(line, socket)
        await line.pause(LOST_SECONDS + 60.0)
        assert line.link.connection.phase is Phase.ONLINE
        assert line.hosts[-1] == SECOND.host

    on_a_line(story, servers=[FIRST, SECOND])


def test_who_is_held_by_a_full_disk_does_not_take_the_server_for_silent() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        send_in_vain(line, socket)
        line.disk_hangs()
        line.link.inbox.put([Invited(None)] * MAX_WAITING_EVENTS, 0)
        await line.pause(LOST_SECONDS + REST_SECONDS * 2)
        assert len(line.sockets) == 1

    on_a_line(story)


def test_a_flood_before_a_full_disk_stays_with_the_server() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        line.disk_hangs()
        for _ in range(MAX_WAITING_EVENTS * 2):
            socket.say(INVITATION)
        await line.pause(REST_SECONDS)
        assert MAX_WAITING_EVENTS - 10 <= socket.unread <= MAX_WAITING_EVENTS

    on_a_line(story)


def test_a_line_that_is_lost_before_a_full_disk_comes_back_once() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        line.disk_hangs()
        line.link.inbox.put([Invited(None)] * MAX_WAITING_EVENTS, 0)
        socket.drop()
        await line.pause(LOST_SECONDS)
        assert line.link.connection.phase is Phase.ONLINE
        assert len(line.sockets) == 2

    on_a_line(story)


def test_a_line_on_which_nothing_is_sent_is_left_in_peace() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        socket.mute = True
        await line.pause(60.0)
        assert socket.probes == 0

    on_a_line(story)


def test_the_next_socket_owes_nothing_for_the_last_one() -> None:
    async def story(line: Line) -> None:
        socket = await at_rest(line)
        send_in_vain(line, socket)
        await line.pause()
        socket.drop()
        await line.pause(60.0)
        assert [each.probes for each in line.sockets] == [0, 0]

    on_a_line(story)
