"""What must be true from the first moment of a sign-in, before anything changes."""

import json

from tests.journeys.conftest import until
from workstation.settings.resolve import USER_FILE
from workstation.store.waiting import WaitingLimits

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
