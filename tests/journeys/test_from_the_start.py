"""What must be true from the first moment of a sign-in, before anything changes."""

import json
from collections.abc import Collection

from tests.journeys.conftest import until
from workstation.base.clock import SystemClock
from workstation.settings.resolve import USER_FILE
from workstation.store.waiting import QueueSection, WaitingLimits
from workstation.store.worklist import Worklist

OFFLINE = ("reset@*", "im-cut=before@in * *")


async def test_the_waiting_limits_of_the_settings_are_in_force(workplace):
    workplace.folders.config.mkdir(parents=True, exist_ok=True)
    chosen = {"waiting.amber": 5, "waiting.red": 7}
    (workplace.folders.config / USER_FILE).write_text(json.dumps(chosen), encoding="utf-8")
    async with workplace.open() as work:
        assert work.session.store.worklist.rules.follow_up == WaitingLimits.of_minutes(5, 7)


async def test_the_rail_says_how_much_is_unread(workplace):
    async with workplace.open() as work:
        await until(lambda: work.session.store.worklist.unread_total > 0)
    workplace.clinic.dial(*OFFLINE)
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.main_window is not None)
        unread = work.session.store.worklist.unread_total
        assert unread > 0
        assert str(unread) in work.main_window.frame.rail.items["active"].accessibleName()


async def test_no_patient_has_priority_at_first_and_none_later(workplace, monkeypatch):
    """Everybody stood under "priority" until the messages had come, who was answered, too."""
    claimed: set[int] = set()

    def note(worklist: Worklist, ids: Collection[int]) -> None:
        """After each change, who stands under "priority"."""
        refresh(worklist, ids)
        now_ms = SystemClock().now_ms()
        claimed.update(worklist.queue_order.sections(now_ms).get(QueueSection.OVERDUE, ()))

    refresh = Worklist._refresh
    monkeypatch.setattr(Worklist, "_refresh", note)
    async with workplace.open() as work:
        worklist, catch_up = work.session.store.worklist, work.session.messaging.catch_up
        await until(lambda: len(worklist) > 0)
        await until(lambda: all(map(catch_up.has_caught_up, worklist.consultation_ids())))
        overdue = worklist.queue_order.sections(SystemClock().now_ms())[QueueSection.OVERDUE]
        assert claimed <= set(overdue)
