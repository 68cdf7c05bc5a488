"""While only the doctor goes on, nothing is looked at each second; once back, all is as before."""

from collections.abc import Sequence

import pytest

from tests.link.line import Line
from tests.link.stories import ERROR, on_a_line
from workstation.domain.commands import SetRooms
from workstation.domain.connection import Phase
from workstation.domain.errors import TokenRejected
from workstation.link.ticker import REST_SECONDS, TICK_SECONDS, Ticker

ROOM = 7
JOIN_NAMESPACE = "http://jabber.org/protocol/muc"
MINUTE = 60.0
SLEEP_MS = 3_600_000


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> Sequence[None]:
    """Each rest that the timer begins, from now on."""
    begun, rest = list[None](), Ticker._rest

    async def note(ticker: Ticker) -> None:
        begun.append(None)
        await rest(ticker)

    monkeypatch.setattr(Ticker, "_rest", note)
    return begun


async def taken(line: Line) -> None:
    """A session that held for a while was taken by another computer, a while ago."""
    await line.phase(Phase.ONLINE)
    await line.pause(MINUTE)
    line.sockets[0].say(ERROR.format("conflict"))
    await line.phase(Phase.CONFLICT)
    await line.pause(MINUTE)


async def count_for(line: Line, seconds: float, counted: Sequence[object]) -> int:
    """How many come in so much time."""
    before = len(counted)
    await line.pause(seconds)
    return len(counted) - before


def test_while_another_computer_has_the_session_the_timer_rests(rests: Sequence[None]) -> None:
    """It may have it all day."""

    async def story(line: Line) -> None:
        await taken(line)
        begun = await count_for(line, MINUTE, rests)
        assert begun == pytest.approx(MINUTE / REST_SECONDS, abs=1)

    on_a_line(story)


def test_where_the_platform_rejects_the_token_the_timer_rests(rests: Sequence[None]) -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.REFUSED)
        await line.pause(REST_SECONDS)
        begun = await count_for(line, MINUTE, rests)
        assert begun == pytest.approx(MINUTE / REST_SECONDS, abs=1)

    on_a_line(story, failure=TokenRejected())


@pytest.mark.parametrize("into_the_rest", [0.0, 0.5, 1.0, 2.5, 4.9])
def test_once_taken_back_the_timer_ticks_each_second_and_once(
    rests: Sequence[None], into_the_rest: float
) -> None:
    async def story(line: Line) -> None:
        await taken(line)
        before = len(rests)
        await line.until(lambda: len(rests) > before)
        await line.pause(into_the_rest)
        line.down = MINUTE
        line.link.retry_now()
        await line.phase(Phase.CONNECTING)
        await line.pause(TICK_SECONDS)
        assert await count_for(line, 10.0, rests) == pytest.approx(10.0 / TICK_SECONDS, abs=1)

    on_a_line(story)


def test_taken_again_and_again_the_timer_rests_each_time(rests: Sequence[None]) -> None:
    async def story(line: Line) -> None:
        await line.phase(Phase.ONLINE)
        for times in range(3):
            line.sockets[times].say(ERROR.format("conflict"))
            await line.phase(Phase.CONFLICT)
            await line.pause(REST_SECONDS)
            begun = await count_for(line, MINUTE, rests)
            assert begun == pytest.approx(MINUTE / REST_SECONDS, abs=1)
            line.link.retry_now()
            await line.phase(Phase.ONLINE)

    on_a_line(story)


def test_rooms_of_meanwhile_are_joined_within_a_second_of_the_return() -> None:
    """Nobody waits for the end of a rest."""

    async def story(line: Line) -> None:
        await taken(line)
        line.link.post(SetRooms((ROOM,)))
        line.link.retry_now()
        await line.phase(Phase.ONLINE)
        await line.pause(TICK_SECONDS)
        joins = [frame for frame in line.sockets[1].sent if JOIN_NAMESPACE in frame]
        assert len(joins) == 1

    on_a_line(story)


def test_a_sleep_while_taken_tries_nothing_and_the_doctor_is_back_at_once() -> None:
    async def story(line: Line) -> None:
        await taken(line)
        line.clock.slept_ms = SLEEP_MS
        await line.pause(MINUTE)
        assert (line.link.connection.phase, len(line.tries)) == (Phase.CONFLICT, 1)
        line.link.retry_now()
        await line.phase(Phase.ONLINE)
        assert len(line.tries) == 2

    on_a_line(story)


def test_a_sleep_just_before_the_doctor_is_back_is_noticed() -> None:
    """The network may come back later than the doctor: the first round that fails waits not."""

    async def story(line: Line) -> None:
        await taken(line)
        line.clock.slept_ms = SLEEP_MS
        line.down = TICK_SECONDS * 2
        line.link.retry_now()
        await line.until(lambda: len(line.tries) == 3)
        first, second = line.tries[1:]
        assert second - first == pytest.approx(line.down, abs=0.1)

    on_a_line(story)


def test_a_sleep_after_the_session_is_back_is_noticed_within_seconds() -> None:
    async def story(line: Line) -> None:
        await taken(line)
        line.link.retry_now()
        await line.phase(Phase.ONLINE)
        await line.pause(TICK_SECONDS)
        line.clock.slept_ms = SLEEP_MS
        await line.pause(TICK_SECONDS * 2)
        assert line.sockets[1].probes == 1

    on_a_line(story)
