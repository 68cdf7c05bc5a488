"""The day at the queue's foot: what was answered, what waits too long, what is still to do."""

import pytest

from tests.fakes.clock import SetClock
from tests.fakes.sign_in import OneGroup
from tests.store.people import ME, listed, message, summary
from tests.ui.queue.conftest import MINUTE
from workstation.domain.changes import Changes, Place
from workstation.domain.errors import StorageError
from workstation.domain.message import Speaker, SpeakerRole
from workstation.store.session_store import SessionStore
from workstation.ui.kit.tasks import scope_of
from workstation.ui.queue.day_strip import DayStrip
from workstation.ui.queue.day_strip_wiring import DayStripWiring

DAY_MS = 24 * 60 * MINUTE


class Today(OneGroup):
    """A sign-in whose vault knows of earlier answers, unless it cannot be read."""

    member_id = ME.member_id

    def __init__(self) -> None:
        self.clock, self.store = SetClock(), SessionStore()
        self.known, self.breaks = (7, 8), False
        self.asked: list[int] = []

    @property
    def conversations(self) -> "Today":
        return self

    async def answered_since(self, at_ms: int) -> tuple[int, ...]:
        self.asked.append(at_ms)
        if self.breaks:
            raise StorageError("no", call="read")
        return self.known


@pytest.fixture
def strip(qloop, show_widget):  # noqa: ARG001 - a running loop
    window, today = show_widget(), Today()
    made = DayStrip(window)
    today.scope = scope_of(made)
    wiring = DayStripWiring(today, made, today.scope)
    return made, wiring, today


def wait(today, number, minutes):
    since = today.clock.ms - minutes * MINUTE
    today.store.apply(Changes(listed=(listed(number, created_ms=since),)))


async def test_it_counts_answers_of_today_and_who_waits(strip):
    made, wiring, today = strip
    wait(today, 1, 90)
    wait(today, 2, 5)
    wiring.show()
    assert made.isHidden(), "nothing is said before the vault was read"
    await today.scope.join()
    assert made.text.text() == "今天：已回复 2 · 超时 1 · 待回复 1"
    now = today.clock.ms
    answer = message("ok", now, consultation_id=2, speaker=ME)
    answered = summary(2, answered=True, doctor_id=ME.member_id, doctor_ms=now)
    today.store.apply(Changes(messages=(answer,), summaries=(answered,)))
    wiring.show()
    assert made.text.text() == "今天：已回复 3 · 超时 1"
    today.store.apply(Changes(listed=(listed(2, Place.HISTORY),)))
    wiring.show()
    assert made.text.text() == "今天：已回复 3 · 超时 1", "what has ended was answered nevertheless"


async def test_another_day_begins_with_nothing(strip):
    made, wiring, today = strip
    wiring.show()
    await today.scope.join()
    today.known = ()
    today.clock.ms += DAY_MS
    wiring.show()
    await today.scope.join()
    assert made.text.text() == "今天：已回复 0"
    assert today.asked[1] - today.asked[0] == DAY_MS


async def test_a_vault_that_cannot_be_read_is_asked_again(strip):
    made, wiring, today = strip
    today.breaks = True
    wiring.show()
    await today.scope.join()
    assert made.isHidden()
    today.breaks = False
    wiring.show()
    await today.scope.join()
    assert not made.isHidden()


async def test_what_a_colleague_answered_and_what_was_answered_yesterday_are_not_counted(strip):
    _made, wiring, today = strip
    wiring.show()
    await today.scope.join()
    now, colleague = today.clock.ms, Speaker(4242, SpeakerRole.COLLEAGUE, "陈医生")
    others = (
        message("theirs", now, consultation_id=20, speaker=colleague),
        message("of yesterday", now - DAY_MS, consultation_id=21, speaker=ME),
        message("on its way", now, consultation_id=22, speaker=ME, position=None),
    )
    today.store.apply(Changes(messages=others))
    assert wiring._answered == {7, 8}


async def test_an_answer_counts_though_a_colleague_wrote_after_it(strip):
    """Both come at once, as of a conversation that is read for the first time on this computer.

    The number had been another one after the next start.
    """
    _made, wiring, today = strip
    wiring.show()
    await today.scope.join()
    now, colleague = today.clock.ms, Speaker(4242, SpeakerRole.COLLEAGUE, "陈医生")
    both = (
        message("mine", now - MINUTE, consultation_id=20, speaker=ME),
        message("theirs", now, consultation_id=20, speaker=colleague, position=2),
    )
    last = summary(20, answered=True, doctor_id=4242, doctor_ms=now)
    today.store.apply(Changes(messages=both, summaries=(last,)))
    assert wiring._answered == {7, 8, 20}
