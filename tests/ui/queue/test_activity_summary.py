"""What an absence missed is said in three lines, and only that."""

import pytest

from tests.fakes.clock import SetClock
from tests.store.people import summary
from tests.ui.queue.conftest import ME, MINUTE
from workstation.base.clock import ServerClock
from workstation.domain.errors import StorageError
from workstation.services.last_seen import LastSeen
from workstation.store.activity_summary import ABSENCE_MS
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.queue.activity_summary import ActivitySummaryCard
from workstation.ui.queue.activity_summary_wiring import ActivitySummaryWiring

COLLEAGUE, OTHER, THIRD = 1002, 1003, 1004


class Absence:
    """A doctor who comes and goes."""

    def __init__(self, queue) -> None:
        self.queue, self.here = queue, True
        self.vault = queue.vault
        queue.signed_in.lists.last_seen = LastSeen(self.vault, queue.clock)
        queue.desk.names = {COLLEAGUE: "周明岚", OTHER: "陈以恒"}
        self.card: ActivitySummaryCard = queue.pane.activity_summary

    async def start(self) -> None:
        """Sign in: the window is there."""
        await self.queue.signed_in.lists.last_seen.load()
        self.wiring = ActivitySummaryWiring(
            self.queue.signed_in, self.card, self.queue.scope, lambda: self.here
        )
        self.queue.wiring.rows_shown.connect(self.wiring.show)
        await self.queue.scope.join()

    async def leave(self, minutes: int) -> None:
        """Be away for that long, and come back."""
        self.here = False
        self.queue.clock.ms += minutes * MINUTE
        self.here = True
        self.wiring.on_focused()
        await self.queue.scope.join()

    @property
    def lines(self) -> list[str]:
        return [label.text() for label in self.card.lines if label.isVisible()]


@pytest.fixture
def absence(queue):
    return Absence(queue)


async def test_three_lines_say_what_is_new_who_answered_and_how_long_the_wait_is(absence):
    queue = absence.queue
    queue.fill(50, 40, 30, 20, 10)
    await absence.start()
    absence.wiring.on_list_read()
    assert absence.card.isHidden(), "the first time there is nothing to come back to"
    left = queue.clock.ms
    queue.clock.ms += 20 * MINUTE
    queue.take(
        listed=(queue.waits(9, 5),),
        summaries=(
            summary(2, patient_ms=left + MINUTE, unread=1, patient_unread=1),
            summary(3, doctor_id=COLLEAGUE, doctor_ms=left + MINUTE, answered=True),
            summary(4, doctor_id=COLLEAGUE, doctor_ms=left + MINUTE, answered=True),
            summary(5, doctor_id=OTHER, doctor_ms=left + MINUTE, answered=True),
        ),
    )
    absence.wiring.on_focused()
    await queue.scope.join()
    assert absence.lines == [
        "1 个新咨询，1 位患者发来新消息",
        "周明岚回复了 2 个咨询，陈以恒回复了 1 个咨询",
        "等待最久 1 小时 10 分",
    ]
    assert absence.card.title.text().endswith(" 之后")


async def test_it_stays_true_until_it_is_put_away_and_does_not_come_back(absence):
    queue = absence.queue
    queue.fill(5)
    await absence.start()
    absence.wiring.on_list_read()
    await absence.leave(20)
    queue.take(listed=(queue.waits(9, 5),))
    assert absence.lines == ["1 个新咨询", "等待最久 25 分钟"]
    queue.take(listed=(queue.waits(10, 1),))
    assert absence.lines[0] == "2 个新咨询"
    absence.card.close_button.click()
    queue.take(listed=(queue.waits(11, 1),))
    assert absence.card.isHidden()


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_of_it_once(absence):
    queue = absence.queue
    queue.fill(5)
    await absence.start()
    absence.wiring.on_list_read()
    await absence.leave(20)
    for number in (9, 10):
        queue.take(listed=(queue.waits(number, 5),))
    (sentence,) = [text for text in announcer.recent if "之后；" in text]
    assert "等待最久 25 分钟" in sentence


async def test_a_short_absence_is_none(absence):
    absence.queue.fill(5)
    await absence.start()
    absence.wiring.on_list_read()
    await absence.leave(ABSENCE_MS // MINUTE - 1)
    absence.queue.take(listed=(absence.queue.waits(9, 5),))
    assert absence.card.isHidden()


async def test_nothing_is_said_before_the_list_was_read(absence):
    absence.queue.fill(5)
    await absence.start()
    await absence.leave(30)
    absence.queue.take(listed=(absence.queue.waits(9, 5),))
    assert absence.card.isHidden()
    absence.wiring.on_list_read()
    assert not absence.card.isHidden()


async def test_an_absence_is_known_as_soon_as_the_platform_says_the_time(absence):
    """The list brings it; a doctor who sits there already gives no other occasion."""
    queue, true_ms = absence.queue, absence.queue.clock.ms
    queue.fill(5)
    await absence.start()
    clock = ServerClock(SetClock(true_ms + 60 * 24 * MINUTE), lambda: 0.0)
    queue.signed_in.lists.last_seen = LastSeen(absence.vault, clock)
    await absence.start()
    queue.clock.ms += 30 * MINUTE
    queue.take(listed=(queue.waits(9, 5),))
    clock.observe(queue.clock.ms, 0)
    absence.wiring.on_list_read()
    assert not absence.card.isHidden()
    assert absence.lines[0] == "1 个新咨询"


async def test_what_comes_while_the_doctor_is_back_is_no_absence(absence):
    """Nothing had happened; what happens ten minutes later is seen as it comes."""
    absence.queue.fill(5)
    await absence.start()
    absence.wiring.on_list_read()
    await absence.leave(30)
    assert absence.card.isHidden()
    absence.queue.clock.ms += MINUTE
    absence.wiring._tick()
    await absence.queue.scope.join()
    absence.queue.take(listed=(absence.queue.waits(9, 0),))
    assert absence.card.isHidden()


async def test_an_absence_over_a_restart_is_one(absence):
    absence.queue.fill(5)
    await absence.start()
    absence.queue.clock.ms += 90 * MINUTE
    again = LastSeen(absence.vault, absence.queue.clock)
    absence.queue.signed_in.last_seen = again
    await again.load()
    assert again.update(), "the last look was kept, though nothing was closed in order"


async def test_of_many_colleagues_two_are_named(absence):
    queue = absence.queue
    queue.fill(50, 40, 30, 20)
    await absence.start()
    absence.wiring.on_list_read()
    later = queue.clock.ms + MINUTE
    queue.clock.ms += 30 * MINUTE
    doctors = (COLLEAGUE, OTHER, THIRD, ME)
    queue.take(
        summaries=tuple(
            summary(n, doctor_id=doctor, doctor_ms=later, answered=True)
            for n, doctor in enumerate(doctors, 1)
        )
    )
    absence.wiring.on_focused()
    await queue.scope.join()
    assert absence.lines == ["周明岚回复了 1 个咨询，陈以恒回复了 1 个咨询，另有 1 位同事回复"]
    set_language(Language.EN)
    absence.wiring.show()
    assert absence.lines == ["周明岚 answered 1, 陈以恒 answered 1, 1 more colleague answered"]


async def test_a_disk_that_takes_nothing_is_no_trouble(absence, monkeypatch):
    await absence.start()

    async def full(*_: object) -> None:
        raise StorageError("full")

    monkeypatch.setattr(absence.vault, "absorb", full)
    await absence.leave(30)
    assert absence.queue.sentences == []
