"""A PC whose clock is hours off, or is set by hours while the doctor works."""

import time

import pytest

from tests.journeys.conftest import until
from workstation.base.clock import SystemClock
from workstation.domain.message import Delivery
from workstation.ui.main_window.midnight_watch import MidnightWatch

HOUR_MS = 3_600_000
NEAR_MS = 60_000
MANGO = 20418
ARRIVED = {Delivery.SENT, Delivery.READ}


class OwnClock:
    """By how much this computer's clock is ahead of the true time, which the clinic's has."""

    ahead_ms = 0

    def now_ms(self) -> int:
        return round(time.time() * 1000) + self.ahead_ms


@pytest.fixture
def own(monkeypatch):
    """The clock of the PC alone; the clinic is another process."""
    clock = OwnClock()
    monkeypatch.setattr(SystemClock, "now_ms", lambda _system: clock.now_ms())
    return clock


def rows(work) -> list:
    """The consultations of the list in their order, and whether any is laid aside.

    Not all headings: a wait may become too long at any moment.
    """
    model = work.active.queue.entries
    keys = [model.entry(row).key for row in range(model.rowCount())]
    return [*(key for key in keys if isinstance(key, int)), "snoozed" in keys]


def waited(work) -> list[int]:
    """For how long patients have waited by now, in ms; the longest first."""
    worklist, now_ms = work.session.store.worklist, work.session.clock.now_ms()
    since = [worklist.row(number).waiting_since_ms for number in worklist.consultation_ids()]
    return sorted((now_ms - each for each in since if each is not None), reverse=True)


def message_of(work, text: str):
    """The message with these words on the screen."""
    return next((each for each in work.messages() if each.text == text), None)


async def say_and_arrive(work, text: str) -> None:
    """Say something, until the room has it."""
    await work.say(text)
    await until(lambda: message_of(work, text).delivery in ARRIVED, f"{text} arrived")


def is_true_time(moment_ms: int) -> bool:
    return abs(moment_ms - round(time.time() * 1000)) < NEAR_MS


@pytest.mark.parametrize("hours", [5, -5, 24 * 400])
async def test_a_clock_that_is_set_while_working_changes_nothing(workplace, own, hours):
    """By a user, or by the network's time: who waits how long is the platform's affair."""
    async with workplace.open() as work:
        await work.online()
        await work.all_caught_up()
        await work.open_consultation(MANGO)
        await say_and_arrive(work, "设钟之前")
        number = next(each for each in work.session.store.worklist.consultation_ids())
        marking, clock = work.session.lists.marking, work.session.clock
        await marking.snooze(number, clock.now_ms() + HOUR_MS)
        work.main_window.active.queue.show_rows()
        before, longest = rows(work), waited(work)
        own.ahead_ms = hours * HOUR_MS
        work.main_window.frame.findChild(MidnightWatch).check()
        await marking.end_expired_snoozes()
        work.main_window.active.queue.show_rows()
        assert rows(work) == before
        pairs = zip(waited(work), longest, strict=True)
        assert all(0 <= now - then < NEAR_MS for now, then in pairs)
        await say_and_arrive(work, "设钟之后")
        assert work.texts()[-2:] == ["设钟之前", "设钟之后"]
        assert is_true_time(message_of(work, "设钟之后").at_ms)
        report = await work.session.connection.report()
        assert abs(report.clock_ahead_ms - own.ahead_ms) < NEAR_MS, "the connection panel says so"


@pytest.mark.parametrize("hours", [5, -5])
async def test_a_clock_that_is_hours_off_from_the_start_dates_nothing(workplace, own, hours):
    own.ahead_ms = hours * HOUR_MS
    async with workplace.open() as work:
        await work.online()
        await work.all_caught_up()
        await work.open_consultation(MANGO)
        work.clinic.dial("im-cut=before@in * *")
        await work.say("断线时写的")
        assert is_true_time(message_of(work, "断线时写的").at_ms)
    workplace.clinic.clear()
    own.ahead_ms = 0
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: message_of(work, "断线时写的"))
        await until(lambda: message_of(work, "断线时写的").delivery in ARRIVED)
        await say_and_arrive(work, "之后说的")
        assert work.texts()[-2:] == ["断线时写的", "之后说的"]


@pytest.mark.parametrize("hours", [5, -5])
async def test_what_was_written_by_a_wrong_clock_is_dated_by_the_server(workplace, own, hours):
    """Without the platform the PC's clock is the only one; the room's time counts in the end."""
    async with workplace.open() as work:
        await work.online()
    workplace.clinic.dial("reset@*", "im-cut=before@in * *")
    own.ahead_ms = hours * HOUR_MS
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.main_window is not None, "signed in by what is stored")
        await work.open_consultation(MANGO)
        await work.say("没有平台时写的")
    workplace.clinic.clear()
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: message_of(work, "没有平台时写的"))
        await until(lambda: message_of(work, "没有平台时写的").delivery in ARRIVED)
        assert is_true_time(message_of(work, "没有平台时写的").at_ms)
        await say_and_arrive(work, "之后说的")
        assert work.texts()[-2:] == ["没有平台时写的", "之后说的"]
        assert all(each >= 0 for each in waited(work))
