"""What was asked for comes over a line of 2 kB/s too, and is asked for once."""

import pytest

from tests.link.line import Line
from tests.link.slow_server import BYTES_A_SECOND, SlowSocket
from tests.link.stories import on_a_line
from workstation.domain.commands import FetchPage, SetRooms
from workstation.domain.connection import Phase
from workstation.domain.events import ArchivePage, PageFailed
from workstation.link.acknowledgement_watch import LOST_SECONDS
from workstation.link.line_clock import MAX_STANDING_SECONDS, SLOW_BYTES, LineClock
from workstation.link.requests import ANSWER_SECONDS, MAX_ANSWER_SECONDS, MAX_QUIET_SECONDS
from workstation.link.ticker import REST_SECONDS
from workstation.xmpp import limits

ROOMS = (7, 8, 9, 10)


class Apart(SlowSocket):
    """As from ejabberd."""

    apart = True


class InTurn(Apart):
    """As there, but one room's page after the other's."""

    words = 1_000

    def _give_pages(self) -> None:
        while self._pages:
            for frame in self._pages.pop(0):
                self.say(frame)


class LongMessages(SlowSocket):
    """Each as long as a frame may be: two minutes."""

    words, page = limits.MESSAGE_BYTES, 2


def pages(line: Line) -> list[int]:
    """The rooms of which a page came, in order."""
    return [each.consultation_id for each in line.events if isinstance(each, ArchivePage)]


@pytest.mark.parametrize("kind", [SlowSocket, Apart, InTurn, LongMessages])
def test_pages_that_take_minutes_come_once_and_rooms_are_entered_once(
    kind: type[SlowSocket],
) -> None:
    """Of the last room nothing is asked, but whether it still knows us."""

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.link.post(SetRooms((*ROOMS, 11)))
        await line.pause(5.0)
        for room in ROOMS:
            line.link.post(FetchPage(room, f"q{room}"))
        seconds = len(ROOMS) * kind.page * kind.words / BYTES_A_SECOND
        await line.pause(seconds * 1.3 + 60)
        assert sorted(pages(line)) == sorted(ROOMS)
        (socket,) = line.sockets
        assert (socket.queries, len(socket.joins)) == (len(ROOMS), len(ROOMS) + 1)
        assert socket.probes == 0

    on_a_line(story, make_socket=kind)


class Late(SlowSocket):
    """Its archives think for long before each page."""

    words, page, seconds = 10, 2, ANSWER_SECONDS * 1.5

    def _give_page(self, room: str, request: str) -> None:
        self._loop.call_later(self.seconds, super()._give_page, room, request)


def test_an_archive_that_is_always_late_is_read_nevertheless() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.link.post(FetchPage(7, "first"))
        await line.until(lambda: PageFailed(7, "first", "timeout") in line.events)
        line.link.post(FetchPage(7, "again"))
        await line.until(lambda: pages(line) == [7])

    on_a_line(story, make_socket=Late)


def test_one_that_never_answers_is_waited_for_longer_up_to_a_bound() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        waits = []
        for number in range(6):
            before, failed = line.clock.monotonic(), PageFailed(7, f"q{number}", "timeout")
            line.link.post(FetchPage(7, f"q{number}"))
            await line.until(lambda failed=failed: failed in line.events)
            waits.append(line.clock.monotonic() - before)
        expected = [min(ANSWER_SECONDS * 2**number, MAX_ANSWER_SECONDS) for number in range(6)]
        assert waits == pytest.approx(expected, abs=REST_SECONDS)

    on_a_line(story, make_socket=Silent)


class Silent(SlowSocket):
    """Gives no page at all."""

    def _give_page(self, room: str, request: str) -> None:
        pass


class Forgetful(Apart):
    """Gives no page of the first room, and further pages of the others for ever."""

    words, page = 1_000, 20

    def _give_page(self, room: str, request: str) -> None:
        if "consult-7@" not in room:
            super()._give_page(room, request)


def test_a_page_that_never_comes_is_given_up_while_others_come() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.link.post(FetchPage(7, "lost"))
        for number in range(round(MAX_QUIET_SECONDS / 20) + 2):
            line.link.post(FetchPage(8, f"q{number}"))
            await line.pause(20.0)
        assert [each for each in line.events if isinstance(each, PageFailed)] == [
            PageFailed(7, "lost", "timeout")
        ]

    on_a_line(story, make_socket=Forgetful)


def test_a_line_is_kept_while_one_frame_takes_minutes() -> None:
    """Neither asked for a sign of life, though what is sent meanwhile is not acknowledged."""

    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.link.post(FetchPage(7, "q"))
        await line.pause(ANSWER_SECONDS)
        line.link.post(SetRooms((8,)))
        await line.pause(2 * LongMessages.words / BYTES_A_SECOND + LOST_SECONDS)
        assert (len(line.sockets), line.sockets[0].probes, pages(line)) == (1, 0, [7])

    on_a_line(story, make_socket=LongMessages)


def test_a_line_that_stops_in_the_middle_of_a_frame_is_given_up() -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        line.link.post(FetchPage(7, "q"))
        await line.pause(ANSWER_SECONDS)
        (socket,) = line.sockets
        socket.stop()
        line.link.post(SetRooms((8,)))
        await line.pause(LOST_SECONDS * 2)
        assert len(line.sockets) == 2

    on_a_line(story, make_socket=LongMessages)


class Engine:
    """What a session says of the counting of its stanzas; and a clock that is set by hand."""

    stanzas_sent = stanzas_acknowledged = mark = 0
    now = 0.0

    def monotonic(self) -> float:
        return self.now

    def now_ms(self) -> int:
        return round(self.now * 1_000)


def standing(engine: Engine, *bytes_a_second: int) -> float:
    """How long the clock stood, of ticks of ten seconds in which so much came, in frames."""
    clock, content = LineClock(engine, engine), 0
    for rate in (0, *bytes_a_second):
        engine.now += 10.0
        content += 10 * rate
        engine.mark += 1
        clock.tick(content)
        engine.stanzas_sent = 1
    return clock.to_clock(0.0)


def test_the_clock_stands_while_what_was_sent_is_not_counted_and_other_things_come() -> None:
    assert standing(Engine(), SLOW_BYTES, SLOW_BYTES, SLOW_BYTES) == 20.0


def test_next_to_nothing_is_no_busy_line() -> None:
    assert standing(Engine(), *[SLOW_BYTES - 1] * 9) == 0.0


def test_it_goes_on_after_an_hour_whatever_comes() -> None:
    ticks = round(MAX_STANDING_SECONDS / 10)
    assert standing(Engine(), *[SLOW_BYTES] * ticks * 2) == MAX_STANDING_SECONDS


def test_it_never_goes_back() -> None:
    engine = Engine()
    clock = LineClock(engine, engine)
    engine.now = 9.0
    assert clock.monotonic() == 9.0
    engine.now = 10.0
    clock.tick(SLOW_BYTES * 10)
    assert clock.monotonic() == 9.0


def test_what_is_due_is_told_by_the_computers_clock() -> None:
    engine = Engine()
    clock = LineClock(engine, engine)
    engine.now = 10.0
    clock.tick(SLOW_BYTES * 10)
    assert (clock.monotonic(), clock.to_clock(clock.monotonic() + 5.0)) == (0.0, 15.0)
