"""A doctor who went away from a window in front: nobody sees what comes meanwhile."""

from tests.journeys.conftest import until
from workstation.base.clock import SystemClock
from workstation.ui.shell.desktop_notifier import DesktopNotifier


async def test_who_is_away_from_a_window_in_front_is_notified_and_has_seen_nothing(
    workplace, monkeypatch
):
    """It counted as read, the patient was told so, and nothing could be heard in the room."""
    passed, notices, looked, monotonic = [0.0], [], [], SystemClock.monotonic
    monkeypatch.setattr(SystemClock, "monotonic", lambda one: monotonic(one) + passed[0])
    monkeypatch.setattr(DesktopNotifier, "_show_notice", lambda _, text: notices.append(text))
    async with workplace.open() as work:
        worklist, window = work.session.store.worklist, work.window
        rooms = worklist.consultation_ids()
        await until(lambda: window.is_looked_at, "it is in front")
        await work.all_caught_up()
        window.activated.connect(lambda: looked.append(window.is_looked_at))
        passed[0] += 300
        was_looked_at = window.is_looked_at
        creator = worklist.row(rooms[0]).consultation.creator.member_id
        work.clinic.say(rooms[0], creator, "还在吗")
        await until(lambda: notices or was_looked_at, "whoever is in the room hears of it")
        work.program.current.screen_lock._idle.touch()
        assert not was_looked_at
        assert looked == [True], "what is in sight is seen from now on"
