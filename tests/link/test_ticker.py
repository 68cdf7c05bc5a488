"""A computer that slept, and a session at rest: looked at rarely, and at once where it is due."""

import pytest

from tests.link.line import Line
from tests.link.stories import on_a_line
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.backoff import JOIN
from workstation.domain.commands import SetRooms
from workstation.domain.connection import Phase
from workstation.domain.events import Event
from workstation.link.reconnect_policy import ReconnectPolicy
from workstation.link.ticker import REST_SECONDS, TICK_SECONDS, Ticker

ROOM = 7
JOIN_NAMESPACE = "http://jabber.org/protocol/muc"
REFUSED = (
    f"<presence xmlns='jabber:client' type='error' from='consult-{ROOM}@consult.clinic.test/1001'>"
    "<error type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
    "</presence>"
)


def test_a_network_that_came_back_during_a_round_does_not_shorten_peace() -> None:
    """A platform that three hundred computers woke up to asked each of them to wait."""
    loop = VirtualLoop()

    async def live() -> None:
        outage = ReconnectPolicy(lambda: 1.0)
        outage.nudge()
        await outage.wait(30.0, "", undisturbed=True)
        assert loop.time() == 30.0
        outage.end_wait()
        outage.nudge()
        await outage.wait(30.0, "", undisturbed=True)
        assert loop.time() == 30.0, "the doctor asked"

    run(loop, live())


def test_a_computer_that_slept_tests_its_socket() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        await line.pause(TICK_SECONDS * 2)
        assert line.sockets[0].probes == 0
        line.clock.slept_ms = 3_600_000
        await line.pause(TICK_SECONDS * 2)
        assert line.sockets[0].probes == 1

    on_a_line(story)


def test_a_clock_that_is_set_back_in_a_sleep_hides_no_sleep() -> None:
    """Asleep for an hour, and two hours earlier by its clock: the line was dead, and "online"."""

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        await line.pause(60.0)
        line.clock.slept_ms, line.clock.set_ms = 3_600_000, -7_200_000
        await line.pause(REST_SECONDS + TICK_SECONDS)
        assert line.sockets[0].probes == 1

    on_a_line(story)


@pytest.mark.parametrize("hours", [5, -5])
def test_a_clock_that_is_set_is_no_sleep(hours: int) -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        await line.pause(60.0)
        line.clock.set_ms = hours * 3_600_000
        await line.pause(REST_SECONDS + TICK_SECONDS)
        assert line.sockets[0].probes == 0

    on_a_line(story)


def test_a_computer_that_slept_at_rest_tests_its_socket_as_soon_as_it_is_told() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        await line.pause(60.0)
        line.link.on_awake()
        assert line.sockets[0].probes == 1

    on_a_line(story)


def test_a_computer_that_slept_at_rest_tests_its_socket_though_nobody_tells() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        await line.pause(60.0)
        assert line.sockets[0].probes == 0
        line.clock.slept_ms = 3_600_000
        await line.pause(REST_SECONDS + TICK_SECONDS)
        assert line.sockets[0].probes == 1

    on_a_line(story)


def count_ticks(line: Line, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When the rooms of a line are looked at, from now on."""
    tick, ticks = line.wire.tick, list[float]()

    def look(content_bytes: int) -> list[Event]:
        ticks.append(line.clock.monotonic())
        return tick(content_bytes)

    monkeypatch.setattr(line.wire, "tick", look)
    return ticks


def test_a_session_at_rest_is_looked_at_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        await line.pause(10.0)
        ticks = count_ticks(line, monkeypatch)
        await line.pause(60.0)
        assert len(ticks) == pytest.approx(60.0 / REST_SECONDS, abs=1)

    on_a_line(story)


def test_a_room_that_refuses_us_after_a_rest_is_asked_again_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        await line.pause(10.0)
        ticks = count_ticks(line, monkeypatch)
        while not ticks:
            await line.pause()
        line.link.post(SetRooms((ROOM,)))
        await line.pause()
        line.sockets[0].say(REFUSED)
        await line.pause()
        joins = [frame for frame in line.sockets[0].sent if JOIN_NAMESPACE in frame]
        assert len(joins) == 1
        await line.pause(JOIN.first_seconds + TICK_SECONDS)
        joins = [frame for frame in line.sockets[0].sent if JOIN_NAMESPACE in frame]
        assert len(joins) == 2

    on_a_line(story)


def test_a_computer_that_slept_while_it_waited_tries_at_once() -> None:
    async def story(line: Line) -> None:
        while len(line.tries) < 8:
            await line.phase(Phase.CONNECTING)
            await line.phase(Phase.WAITING)
        line.clock.slept_ms = 3_600_000
        await line.pause(TICK_SECONDS * 2)
        assert len(line.tries) == 9

    on_a_line(story, down=0.1)


def test_a_defect_that_ends_the_ticks_is_in_the_log(monkeypatch, expect_log) -> None:
    def fail(_ticker: object) -> None:
        raise LookupError

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)

    monkeypatch.setattr(Ticker, "_rest", fail)
    expect_log.append("task ended")
    on_a_line(story)
